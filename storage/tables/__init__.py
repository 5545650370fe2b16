"""The tables, one module per subject; nothing outside the storage room sees a row of them."""

from storage.tables import absences, bookings, cases, definitions, duties, people, records

__all__ = ["absences", "bookings", "cases", "definitions", "duties", "people", "records"]  # each registers its tables
