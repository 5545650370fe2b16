"""What of a matter is local: examples that name places of elsewhere are left out, and nothing else is."""

import pytest

from matters.language.local import without_examples

PLACES = {"样例镇", "样A"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("写明公务活动名称，如“赴样例镇开展防汛检查”。", "写明公务活动名称。"),
        ("应为车牌号，如“样A12345”“样AD12345”“样A1234警”", "应为车牌号"),
        ("写明地点，例如“样例镇”或“县城”；一事一报。", "写明地点；一事一报。"),
        ("写明时间，如“上午九时”。", "写明时间，如“上午九时”。"),
        ("赴样例镇的，须写明路线。", "赴样例镇的，须写明路线。"),
    ],
)
def test_an_example_that_names_a_place_of_elsewhere_is_left_out(text: str, told: str) -> None:
    """The sentence around it stays; other examples stay; what is no example is not touched."""
    assert without_examples({"help": [text], "most": 3}, PLACES) == {"help": [told], "most": 3}
