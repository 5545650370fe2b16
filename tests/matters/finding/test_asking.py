"""What is left of a question when the words that only ask are gone."""

import pytest

from matters.finding.asking import runs, terms


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("我要用车去开会", ("用车", "开会")),
        ("需要一辆车", ("车",)),
        ("请问怎么办理公章？", ("公章",)),
        ("申请3台电脑", ("电脑",)),
        ("国发〔1999〕25号", ("国发", "1999", "25", "号")),
        ("请假", ("请假",)),
    ],
)
def test_words_of_asking_go_and_words_of_the_matter_stay(asked: str, left: tuple[str, ...]) -> None:
    """Inside a word nothing is taken out: 请假 is no 假."""
    assert terms(asked) == left


@pytest.mark.parametrize("asked", ["申请", "怎么办理", "我要"])
def test_where_nothing_else_is_asked_the_words_of_asking_count(asked: str) -> None:
    """Somebody who is still typing is not told that there is nothing."""
    assert terms(asked) == runs(asked) == (asked,)


@pytest.mark.parametrize("code", ["MS032", "ms32", "ＭＳ０３２", "ms-032", "MS 32"])
def test_a_code_is_one_however_it_is_written(code: str) -> None:
    """Small or full width, with a dash, a blank or without its zeros."""
    assert terms(code) == ("ms32",)
