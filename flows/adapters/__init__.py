"""The world outside the product: identity, calendars, registers and systems, spreadsheets."""
