"""Sealing and verifying: the only home of pyHanko."""
