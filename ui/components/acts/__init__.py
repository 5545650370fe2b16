"""Parts of pages with which somebody acts on a case or an item."""
