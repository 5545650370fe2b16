"""The case (办件): what its events have made of it."""
