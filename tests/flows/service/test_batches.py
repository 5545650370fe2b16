"""批量办理 at the service: one act on several items of equal shape, each of which stands or falls alone."""

from collections.abc import Callable
from typing import Any

import pytest

from flows.views.tasks import BatchAction, BatchItem, BatchReceipt, BatchRequest, TaskLine
from matters.errors.base import Refusal
from tests.flows.service.office import CAR, CHIEF, CLERK, HEAD, STAFF, STRANGER, Office
from tests.flows.service.test_verbs import TO_DEPUTY, code, matter_of
from tests.matters.forked import decide, step

CHECK = step("check", post="vehicle_chief")


def cases(office: Office, count: int = 3) -> list[str]:
    """Accepted cases of one matter, all before the chief."""
    matter = matter_of(office, CHECK, decide())
    filed = [office.file_as(matter) for _ in range(count)]
    for case_no in filed:
        office.done(CLERK, case_no, "accept", fills=CAR)
    return filed


def of(*lines: TaskLine, action: BatchAction = "approve", opinion: str = "同意") -> BatchRequest:
    """The batch of these items."""
    items = tuple(BatchItem(task=line.id, expected_version=line.version) for line in lines)
    return BatchRequest(action=action, opinion=opinion, items=items)


def answered(office: Office, request: BatchRequest, key: str | None = None, by: str = CHIEF) -> BatchReceipt:
    """The answer, which must not be a refusal of the whole."""
    receipt = office.service.tasks.batch(office.who(by), request, key)
    assert not isinstance(receipt, Refusal), receipt
    return receipt


def test_items_of_equal_shape_are_done_one_by_one(office: Office) -> None:
    """Each case has the act, the opinion and an audit line of its own, under the person's name."""
    filed = cases(office)
    lines = [office.task(CHIEF, case_no) for case_no in filed]
    assert {(line.batch, line.shape) for line in lines} == {("approve", lines[0].shape)}
    before = office.audited()
    receipt = answered(office, of(*lines, opinion="均同意"))
    assert [(one.task, one.done, one.code) for one in receipt.outcomes] == [(line.id, True, "") for line in lines]
    assert office.audited() == before + len(filed) + 1
    for case_no in filed:
        entry = next(e for e in office.case(HEAD, case_no).timeline if e.what == "同意")
        assert entry.opinion == "均同意"
        assert office.task(HEAD, case_no).step == "settle"


def test_a_stale_item_fails_alone(office: Office) -> None:
    """It was handed on after the page was drawn; another had been decided; the third is done."""
    stale, decided, good = cases(office)
    lines = [office.task(CHIEF, case_no) for case_no in (stale, decided, good)]
    office.done(CHIEF, stale, "delegate", to=(TO_DEPUTY,), opinion="请核对")
    office.done(TO_DEPUTY.person, stale, "advise", opinion="无误")
    office.done(CHIEF, decided, "approve", opinion="同意")
    receipt = answered(office, of(*lines))
    assert [one.code for one in receipt.outcomes] == ["stale", "already_decided", ""]
    assert "刷新" in receipt.outcomes[0].message
    assert office.task(CHIEF, stale).version == 3


def test_the_same_batch_again_is_answered_the_same_and_changes_nothing(office: Office) -> None:
    """Refused items too, although they might go now; other content under the key is refused before anything is done."""
    first, second = cases(office, 2)
    lines = [office.task(CHIEF, case_no) for case_no in (first, second)]
    office.done(CHIEF, second, "transfer", to=(TO_DEPUTY,), opinion="出差")
    request, key = of(*lines), f"batch-{first}"
    receipt = answered(office, request, key)
    assert [one.done for one in receipt.outcomes] == [True, False]
    rows = office.rows()
    assert answered(office, request, key) == receipt
    assert office.rows() == rows
    other = of(*lines, opinion="另一个意见")
    assert code(office.service.tasks.batch(office.who(CHIEF), other, key)) == "idempotency_conflict"
    assert office.rows() == rows


def test_a_batch_that_was_cut_short_goes_on_where_it_stopped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process died after the first item: sent again, that one is answered as done, and done once."""
    filed = cases(office)
    request, key = of(*(office.task(CHIEF, case_no) for case_no in filed)), f"cut-{filed[0]}"
    desk, deaths = office.service.tasks, iter([None, RuntimeError("power")])
    monkeypatch.setattr(desk, "_act", _dying(desk._act, deaths))
    with pytest.raises(RuntimeError):
        desk.batch(office.who(CHIEF), request, key)
    assert [office.case(HEAD, case_no).line.status for case_no in filed] == ["in_progress"] * 3
    receipt = answered(office, request, key)
    assert [one.done for one in receipt.outcomes] == [True] * 3
    for case_no in filed:
        assert [entry.what for entry in office.case(HEAD, case_no).timeline].count("同意") == 1


def _dying(act: Callable[..., Any], deaths: Any) -> Callable[..., Any]:  # noqa: ANN401
    def died(*args: Any) -> Any:  # noqa: ANN401
        death = next(deaths)
        if death:
            raise death
        return act(*args)

    return died


def test_what_is_not_alike_is_refused_as_a_whole(office: Office) -> None:
    """Two steps, two matters, twice the same item, another act: nothing of it is done."""
    one, two = cases(office, 2)
    office.done(CHIEF, two, "approve", opinion="同意")
    (other,) = cases(office, 1)
    mine, alike = office.task(CHIEF, one), office.task(CHIEF, other)
    assert mine.shape != alike.shape
    for request in (of(mine, alike), of(mine, mine), of(mine, action="complete"), of(mine, action="accept")):
        refused = office.service.tasks.batch(office.who(CHIEF), request)
        assert code(refused) in ("not_possible", "invalid")
    assert office.last_audit().operation == "批量办理"
    assert office.task(CHIEF, one) == mine


def test_a_step_that_is_filled_in_is_not_batched(office: Office) -> None:
    """受理 of 派车 wants a car for each: neither offered nor done."""
    case_no = office.file()
    line = office.task(CLERK, case_no)
    assert line.batch is None
    refused = office.service.tasks.batch(office.who(CLERK), of(line, action="accept"))
    assert "逐件" in refused.message if isinstance(refused, Refusal) else False


def test_items_of_others_do_not_exist(office: Office) -> None:
    """What somebody may not see is refused alone, in the words of an item that there is not; the own item is done."""
    (case_no,) = cases(office, 1)
    mine = office.task(CHIEF, case_no)
    strange = office.task(CLERK, office.file())
    nothing = mine.model_copy(update={"id": "0" * 20})
    outcomes = answered(office, of(nothing, strange, mine)).outcomes
    assert [one.code for one in outcomes] == ["not_found", "not_holder", ""]
    for who in (STRANGER, STAFF):
        assert [one.done for one in answered(office, of(mine), by=who).outcomes] == [False]
