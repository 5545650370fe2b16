"""Names in braces are read and written as people call them; the definition keeps the ids."""

import pytest

from matters.language.words.braces import called, spoken, written

NAMES = called({"purpose": "申请事由", "amount": "金额", "one": "说明", "two": "说明", "no": "办件编号"})


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("关于{purpose}的批复", "关于{申请事由}的批复"),
        ("{prefix}批〔{year}〕{n}号", "{机关代字}批〔{年份}〕{序号}号"),
        ("共{amount:in_words}", "共{金额:大写}"),
        ("办件编号：{case_no}", "办件编号：{办件编号}"),
        ("两个一样的：{one}、{two}", "两个一样的：{one}、{two}"),
        ("不认识的{nothing}", "不认识的{nothing}"),
        ("没有", "没有"),
        ("{", "{"),
    ],
)
def test_there_and_back(kept: str, said: str) -> None:
    """What two are called, or nobody, stays as it is written."""
    assert spoken(kept, NAMES) == said
    assert written(said, NAMES) == kept


def test_what_a_text_of_its_own_is_called_wins_over_a_field_of_that_label() -> None:
    """A field that is labelled like one of them is named by its id."""
    assert written("{办件编号}", NAMES) == "{case_no}"
    assert spoken("{no}", NAMES) == "{no}"
