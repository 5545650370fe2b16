"""One widget per field type: how it is drawn, what value it starts with, and what answer it gives."""

from ui.components.fields import booking, choosing, computed, entry, rows, simple

__all__ = ["booking", "choosing", "computed", "entry", "rows", "simple"]  # each registers its widgets
