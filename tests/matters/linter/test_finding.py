"""What the linter says: a place people find, and a question back where a word looks like a known one."""

from matters.linter.finding import error, guess, warning


def test_a_finding_names_its_place() -> None:
    """Errors forbid publishing, warnings do not; both say where."""
    assert (error("rule", ("steps", 1), "x").severity, error("rule", ("steps", 1), "x").target) == ("error", "steps[1]")
    assert warning("rule", (), "x").severity == "warning"


def test_a_misspelt_word_is_asked_back() -> None:
    """Only where something like it exists."""
    assert guess("passanger", ["passengers", "reason"]) == "是不是想写“passengers”？"
    assert guess("zzz", ["passengers", "reason"]) == ""
