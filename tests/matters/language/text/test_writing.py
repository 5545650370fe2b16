"""Definitions written as text: read back they are equal, and a new version number leaves everything else alone."""

import pytest

from matters.language.document import Definition
from matters.language.text.reading import read_definition
from matters.language.text.writing import definition_text, with_version
from storage.definitions import catalog

SHIPPED = {matter.code: matter for matter in catalog.shipped_definitions()}


@pytest.mark.parametrize("code", SHIPPED)
def test_what_is_written_reads_back_equal(code: str) -> None:
    """Numbers that are text, dates, conditions and long sentences included."""
    assert read_definition(definition_text(SHIPPED[code]), "写出.yaml") == SHIPPED[code]


def test_a_new_version_number_keeps_the_comments() -> None:
    """One line differs."""
    text = catalog.shipped_text("MS001") or ""
    raised = with_version(text, 7)
    different = [pair for pair in zip(text.split("\n"), raised.split("\n"), strict=True) if pair[0] != pair[1]]
    found = read_definition(raised, "试.yaml")
    assert len(different) == 1
    assert isinstance(found, Definition)
    assert found.edition.version == 7


def test_a_text_without_a_version_stays() -> None:
    """Nothing to raise."""
    assert with_version("name: 样例", 2) == "name: 样例"
    assert with_version("name: [", 2) == "name: ["
