"""批量办理 in the queue: chosen, confirmed, sent once, and told item by item."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from flows.views.tasks import BatchItem, BatchOutcome, BatchReceipt, BatchRequest, TaskLine, TaskList
from matters.errors.handling import NotPossible, ProofRequired
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import ONE_PAGE, TASK, StubService

SHAPE = "abc.check"
ALIKE = TASK.model_copy(
    update={"step_name": "审核", "actions": ("approve", "reject"), "batch": "approve", "shape": SHAPE}
)
FIRST = ALIKE.model_copy(update={"id": "t1", "title": "派车：赴镇"})
OTHER = ALIKE.model_copy(update={"id": "t3", "shape": "abc.settle", "batch": "complete", "step_name": "送达"})
SECOND = ALIKE.model_copy(update={"id": "t2", "title": "派车：赴市", "version": 1})


def queue(office: StubService, *lines: TaskLine) -> None:
    """What waits."""
    office.answers["queue"] = TaskList(items=lines, page=ONE_PAGE)


def ticked(open_page: Open, office: StubService, *ids: str, opinion: str = "") -> AppTest:
    """Both items wait; these are ticked and asked for."""
    queue(office, FIRST, SECOND)
    page = open_page("tasks_page")
    for one in ids:
        page.checkbox(key=f"tick.{one}").check().run()
    page.text_input(key="batch.opinion").set_value(opinion).run()
    return page.button(key=f"batch.ask.{SHAPE}").click().run()


def button(page: AppTest, label: str) -> Any:  # noqa: ANN401
    """The button of that label."""
    return next(one for one in page.button if one.label == label)


def test_what_was_chosen_is_confirmed_and_sent_at_its_version(open_page: Open, office: StubService) -> None:
    """Nothing is sent before the confirmation, which shows what it is about."""
    page = ticked(open_page, office, "t1.3", "t2.1", opinion=" 均同意 ")
    assert office.did("batch") == []
    assert "均同意" in page.warning[0].value
    assert all(line.title in said(page) for line in (FIRST, SECOND))
    button(page, "确认批量同意").click().run()
    [(_, request, key)] = office.did("batch")
    items = (
        BatchItem(task="t1", expected_version=3, post="finance.staff"),
        BatchItem(task="t2", expected_version=1, post="finance.staff"),
    )
    assert request == BatchRequest(action="approve", opinion="均同意", items=items)
    assert len(key) == 64
    assert "已办理“同意” 2 项" in said(page)
    assert not [one for one in page.button if one.label == "确认批量同意"]


def test_the_result_is_told_item_by_item_until_it_is_put_away(open_page: Open, office: StubService) -> None:
    """A refused one with its own sentence."""
    outcomes = (
        BatchOutcome(task="t1", done=True, message="已提交。"),
        BatchOutcome(task="t2", done=False, code="stale", message="该待办在您打开之后有了变化。"),
    )
    office.answers["batch"] = BatchReceipt(action="approve", outcomes=outcomes)
    page = ticked(open_page, office, "t1.3", "t2.1")
    button(page, "确认批量同意").click().run()
    text = said(page)
    assert "已办理“同意” 1 项" in text
    assert "派车：赴市" in text
    assert "该待办在您打开之后有了变化。" in text
    page.button(key="batch.put_away").click().run()
    assert "有了变化" not in said(page)


def test_going_back_sends_nothing(open_page: Open, office: StubService) -> None:
    """What was ticked and written is still there; what has changed meanwhile is not ticked any more."""
    page = ticked(open_page, office, "t1.3", "t2.1", opinion="均同意")
    assert page.checkbox(key="tick.t1.3").disabled
    button(page, "返回修改").click().run()
    assert office.did("batch") == []
    assert page.checkbox(key="tick.t1.3").value
    assert page.checkbox(key="tick.t2.1").value
    assert page.text_input(key="batch.opinion").value == "均同意"
    queue(office, FIRST, SECOND.model_copy(update={"version": 2}))
    page.run()
    assert not page.checkbox(key="tick.t2.2").value
    page.button(key=f"batch.ask.{SHAPE}").click().run()
    button(page, "确认批量同意").click().run()
    [(_, request, _)] = office.did("batch")
    assert [item.task for item in request.items] == ["t1"]


def test_a_batch_refused_as_a_whole_is_told(open_page: Open, office: StubService) -> None:
    """The sentence, nothing more."""
    office.answers["batch"] = NotPossible(action="批量办理", why="所选待办须是同一环节的")
    page = ticked(open_page, office, "t1.3", "t2.1")
    button(page, "确认批量同意").click().run()
    assert "须是同一环节" in page.error[0].value


def test_nothing_ticked_offers_nothing(open_page: Open, office: StubService) -> None:
    """The bar comes with the first tick and goes with the last."""
    queue(office, FIRST, SECOND)
    page = open_page("tasks_page")
    assert not [one for one in page.button if "批量" in one.label]
    page.checkbox(key="tick.t1.3").check().run()
    assert "已选 1 项" in said(page)
    page.button(key="batch.none").click().run()
    assert not [one for one in page.button if "批量" in one.label]
    assert not page.checkbox(key="tick.t1.3").value


def test_all_that_are_alike_are_ticked_at_once(open_page: Open, office: StubService) -> None:
    """Those of the page, and none of another kind."""
    queue(office, FIRST, SECOND, OTHER)
    page = open_page("tasks_page")
    page.checkbox(key="tick.t1.3").check().run()
    button(page, "全选本页同类（另有 1 项）").click().run()
    assert [one.value for one in page.checkbox] == [True, True, False]
    assert "已选 2 项" in said(page)


def test_items_of_two_kinds_are_confirmed_one_kind_after_the_other(open_page: Open, office: StubService) -> None:
    """Each button names its kind; what is confirmed is of that kind alone, and the rest stays ticked."""
    queue(office, FIRST, OTHER)
    page = open_page("tasks_page")
    page.checkbox(key="tick.t1.3").check().run()
    page.checkbox(key="tick.t3.3").check().run()
    assert "已选 2 项，分属 2 类，须逐类办理" in said(page)
    assert [one.label.replace("\\", "") for one in page.button if one.label.startswith("批量")] == [
        f"批量同意：{FIRST.matter_name}“审核” 1 项",
        f"批量办理完成：{FIRST.matter_name}“送达” 1 项",
    ]
    page.button(key="batch.ask.abc.settle").click().run()
    button(page, "确认批量办理完成").click().run()
    [(_, request, _)] = office.did("batch")
    assert [item.task for item in request.items] == ["t3"]
    assert page.checkbox(key="tick.t1.3").value


def test_what_is_confirmed_shows_what_to_look_at(open_page: Open, office: StubService) -> None:
    """Who applies for what, and that it is late."""
    office.answers["queue"] = TaskList(
        items=(FIRST.model_copy(update={"brief": "周二 8:30 样例镇，5 人"}), SECOND), page=ONE_PAGE
    )
    page = open_page("tasks_page")
    page.checkbox(key="tick.t1.3").check().run()
    page.button(key=f"batch.ask.{SHAPE}").click().run()
    assert f"{FIRST.applicant_body}，周二 8:30 样例镇，5 人，已超期" in said(page)


@pytest.mark.parametrize("other", [{"batch": None}, {"posts": ("finance.staff", "logistics.clerk")}])
def test_what_goes_with_no_other_has_no_box(open_page: Open, office: StubService, other: dict[str, Any]) -> None:
    """One that is not batched, and one for which the hat must be chosen."""
    queue(office, FIRST, SECOND.model_copy(update=other))
    assert len(open_page("tasks_page").checkbox) == 1


def test_who_acts_is_asked_for_before_any_is_done(open_page: Open, office: StubService) -> None:
    """What is to be confirmed stands until the password has come along; then nothing of it is left on the page."""
    office.answers["batch"] = ProofRequired()
    page = ticked(open_page, office, "t1.3", "t2.1")
    button(page, "确认批量同意").click().run()
    assert "确认是您本人" in said(page)
    page.text_input(key="batch.password").set_value("correct-horse-9")
    del office.answers["batch"]
    button(page, "确认批量同意").click().run()
    assert [request.password for _, request, _ in office.did("batch")] == ["", "correct-horse-9"]
    assert "已办理“同意” 2 项" in said(page)
    assert "batch.password" not in page.session_state
