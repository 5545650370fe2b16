"""Uploads are hostile: what is looked for in a file before a byte of it is kept."""
