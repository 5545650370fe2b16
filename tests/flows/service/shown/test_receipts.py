"""What is said of an act: that it was done, and with whom the case is now (已同意，已送某某办理)."""

from collections.abc import Callable

from flows.service.shown.receipts import told_of
from matters.commands.acts import ON_ITEMS
from tests.flows.service.shown.test_progress import car
from tests.matters.forked import approve, begun, countersign, decide, reject, send_back, step
from tests.matters.stories import HEAD, Story


def said(case: Story, word: str, act: Callable[[], object]) -> str:
    """The sentence after the act."""
    before = case.case
    act()
    return told_of(ON_ITEMS[word], case.matter, before, case.case, case.organisation)


def test_whom_it_went_to_is_named_with_what_they_do() -> None:
    """The next step and its people."""
    case = begun(car(), step("check"), decide())
    head = case.organisation.person(HEAD.person).name
    assert said(case, "approve", lambda: approve(case, "check")) == f"已同意，已送{head}办理“审定”。"


def test_who_still_has_to_sign_is_named() -> None:
    """The step waits for the others, and nothing has gone on."""
    case = begun(car(), countersign("sign", "vehicle_chief", "deputy_head"), decide())
    assert "，尚待" in said(case, "approve", lambda: approve(case, "sign"))


def test_a_refusal_is_told_as_what_was_done() -> None:
    """“已不同意” is no Chinese; nobody has it any more, and the result bears the matter's own word."""
    case = begun(car(), step("check"), decide())
    assert said(case, "reject", lambda: reject(case, "check")) == "已办理“不同意”，办理结果：不予批准。"


def test_the_applicant_who_has_to_mend_it_is_told_so() -> None:
    """By name."""
    case = begun(car(), step("check"), decide())
    told = said(case, "return_to_applicant", lambda: send_back(case, "check"))
    assert told.startswith("已办理“退回申请人”，已通知")
    assert told.endswith("补正。")
