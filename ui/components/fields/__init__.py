"""One widget per field type: how it is drawn, what value it starts with, and what answer it gives."""

from ui.components.fields import booking, choosing, computed, rows, simple
from ui.components.fields.widget import Slot, ask, field_of, given, start

__all__ = ["Slot", "ask", "booking", "choosing", "computed", "field_of", "given", "rows", "simple", "start"]
