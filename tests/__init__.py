"""The tests mirror the tree: one folder per room."""
