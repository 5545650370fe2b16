"""What ships with the product comes from the package."""

from matters.linter import not_runnable
from storage.catalog import sample_organisation, shipped_definitions


def test_what_ships_reads() -> None:
    """The catalogue by file name, with one definition that runs, and the sample organisation."""
    definitions = shipped_definitions()
    assert [definition.code for definition in definitions] == sorted(definition.code for definition in definitions)
    assert [definition.code for definition in definitions if not not_runnable(definition)] == ["MS032"]
    assert sample_organisation().region("990121").name == "样例县"
