"""Words of consent, of refusal and of mending, told apart."""

import pytest

from matters.commands.acts import Bent
from matters.commands.leaning import bent_of, contradicts


@pytest.mark.parametrize(
    ("phrase", "bent"),
    [
        ("同意派车。", "agreeing"),
        ("申请内容完整，符合用车条件。", "agreeing"),
        ("与年度计划不符，不同意。", "rejecting"),
        ("不属于数字化项目会审范围，不予受理。", "rejecting"),
        ("建设内容与经费明细不一致，请补正。", "returning"),
        ("整改后可以重新申请，本次不予批准。", "rejecting"),
    ],
)
def test_a_phrase_belongs_to_one_outcome(phrase: str, bent: Bent) -> None:
    """As the shipped definitions write them; what says nothing of the kind goes with agreeing."""
    assert bent_of(phrase) == bent


@pytest.mark.parametrize(
    ("bent", "opinion", "questioned"),
    [
        ("rejecting", "同意派车。", True),
        ("rejecting", "不同意。同意派车。", True),
        ("rejecting", "经研究，原则同意。", True),
        ("rejecting", "未经单位负责人同意，不予安排。", False),
        ("rejecting", "须报主管部门同意后再申请。", False),
        ("rejecting", "车辆已派完，不予安排。", False),
        ("agreeing", "不予批准。", True),
        ("agreeing", "同意。逾期不予安排。", False),
        ("agreeing", "申请内容完整。", False),
        ("returning", "同意派车。", False),
    ],
)
def test_an_opinion_against_its_act_is_noticed(bent: Bent, opinion: str, questioned: bool) -> None:
    """A refusal whose opinion consents, or the reverse; somebody else's missing consent is none."""
    assert contradicts(bent, opinion) is questioned
