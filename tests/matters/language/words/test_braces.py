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
        ("{filed_on}提交", "{提交日期}提交"),
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


@pytest.mark.parametrize("label", ["金额:元", "名{x}称", " 事由", "", "other", "case_no"])
def test_a_label_that_would_not_lead_back_is_not_used(label: str) -> None:
    """With marks of its own, blanks around it, or spelt like the id of something else."""
    names = called({"a": label, "other": "其他"})
    for kept in ("{a}", "{other}"):
        assert written(spoken(kept, names), names) == kept


def test_a_field_that_is_labelled_like_a_fact_of_the_case_is_named_by_its_id() -> None:
    """So is the fact."""
    assert spoken("{no}{case_no}", NAMES) == "{no}{case_no}"
    assert written("{no}{case_no}", NAMES) == "{no}{case_no}"
