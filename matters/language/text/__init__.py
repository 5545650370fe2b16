"""Definitions as text: YAML read with its lines, and written."""
