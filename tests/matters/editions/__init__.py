"""Local lists and what they compose."""
