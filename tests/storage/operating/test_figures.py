"""Figures of the whole installation, on both databases."""

from datetime import date

from storage.database import Database
from storage.operating import figures


def test_an_empty_installation_has_figures_too(database: Database) -> None:
    """Nothing waits and nothing was ever filed; the database itself has a size."""
    with database.reading() as session:
        assert figures.ever(session) == {"cases": 0, "papers": 0, "notices": 0}
        assert figures.open_items(session, date(2026, 3, 2)) == figures.OpenItems(0, 0, None)
        assert figures.unsettled_effects(session) == {}
        assert figures.database_bytes(session) > 4096
