"""Matters as the national standards exchange them (事项要素交换): tables out, tables in, and what does not correspond."""
