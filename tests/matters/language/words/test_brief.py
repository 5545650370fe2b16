"""The brief of a filing: clauses whose answers are all there, and never a blank."""

from matters.language.document import Definition
from matters.language.words.brief import brief_of

ANSWERS = {"depart_at": "2026-03-10T08:00", "destination": "样例镇", "passengers": 3}
CLAUSES = ("{depart_at}出发", "赴{destination}", "{passengers}乘车", "驾驶员{driver}，车牌{plate}")


def _said(matter: Definition, **answers: object) -> str:
    return brief_of(matter.model_copy(update={"brief": CLAUSES}), {**ANSWERS, **answers})


def test_a_brief_is_one_sentence_of_what_was_answered(shipped: dict[str, Definition]) -> None:
    """With units, as papers write them; what the office has not filled in is not there yet."""
    assert _said(shipped["MS032"]) == "2026年3月10日 08:00出发，赴样例镇，3人乘车"
    assert _said(shipped["MS032"], driver="马行健", plate="样A12345").endswith("，驾驶员马行健，车牌样A12345")


def test_a_clause_with_an_empty_answer_is_left_out(shipped: dict[str, Definition]) -> None:
    """Of two answers one is enough to leave it out; and nothing at all is nothing."""
    assert _said(shipped["MS032"], destination="", driver="马行健") == "2026年3月10日 08:00出发，3人乘车"
    assert brief_of(shipped["MS032"].model_copy(update={"brief": CLAUSES}), {}) == ""
    assert brief_of(shipped["MS032"].model_copy(update={"brief": ()}), ANSWERS) == ""
