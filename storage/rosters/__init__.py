"""Rosters (台账): what results and hands have written into them, and how each entry stands."""
