"""What ships with the product comes from the package."""

from matters.linter import not_runnable
from storage.catalog import sample_organisation, shipped_definitions


def test_what_ships_reads() -> None:
    """The catalogue by file name, all of which runs, and the sample organisation."""
    definitions = shipped_definitions()
    assert [definition.code for definition in definitions] == sorted(definition.code for definition in definitions)
    assert not any(not_runnable(definition) for definition in definitions)
    assert sample_organisation().region("990121").name == "样例县"
