"""`once assessments`: the schemes of assessment, listed at the machine."""

from pathlib import Path

from tests.ui.cli.conftest import Once


def test_the_schemes_are_listed_with_what_became_of_them(once: Once, data: Path) -> None:
    """That of the sample, published by the second of its keepers; as data it says everything."""
    listed = once("assessments", "list", "--data", data, "--json").data["lines"]
    (line,) = listed
    assert (line["state"], line["entered_by"] != line["settled_by"]) == ("published", True)
    assert sum(one["weight"] for one in line["scheme"]["indicators"]) == 100
    said = once("assessments", "list", "--data", data).out
    assert "（示例）" in said
    assert line["digest"][:12] in said
