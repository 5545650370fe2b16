"""批量办理 in the queue: chosen, confirmed, sent once, and told item by item."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from flows.views.tasks import BatchItem, BatchOutcome, BatchReceipt, BatchRequest, TaskLine, TaskList
from matters.errors.handling import NotPossible
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import ONE_PAGE, TASK, StubService

SHAPE = "abc.check"
ALIKE = TASK.model_copy(
    update={"step_name": "审核", "actions": ("approve", "reject"), "batch": "approve", "shape": SHAPE}
)
FIRST = ALIKE.model_copy(update={"id": "t1", "title": "派车：赴镇"})
SECOND = ALIKE.model_copy(update={"id": "t2", "title": "派车：赴市", "version": 1})


def queue(office: StubService, *lines: TaskLine) -> None:
    """What waits."""
    office.answers["queue"] = TaskList(items=lines, page=ONE_PAGE)


def chosen(open_page: Open, office: StubService, *keys: str, opinion: str = "") -> AppTest:
    """Both items wait; these are chosen and asked for."""
    queue(office, FIRST, SECOND)
    page = open_page("tasks_page")
    page.multiselect(key=f"batch.items.{SHAPE}").set_value(list(keys)).run()
    page.text_area(key=f"batch.opinion.{SHAPE}").set_value(opinion).run()
    return page.button(key=f"batch.ask.{SHAPE}").click().run()


def button(page: AppTest, label: str) -> Any:  # noqa: ANN401
    """The button of that label."""
    return next(one for one in page.button if one.label == label)


def test_what_was_chosen_is_confirmed_and_sent_at_its_version(open_page: Open, office: StubService) -> None:
    """Nothing is sent before the confirmation, which shows what it is about."""
    page = chosen(open_page, office, "t1.3", "t2.1", opinion=" 均同意 ")
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
    page = chosen(open_page, office, "t1.3", "t2.1")
    button(page, "确认批量同意").click().run()
    text = said(page)
    assert "已办理“同意” 1 项" in text
    assert "派车：赴市" in text
    assert "该待办在您打开之后有了变化。" in text
    page.button(key="batch.put_away").click().run()
    assert "有了变化" not in said(page)


def test_going_back_sends_nothing(open_page: Open, office: StubService) -> None:
    """What was chosen and written is still there; what has changed meanwhile is not chosen any more."""
    page = chosen(open_page, office, "t1.3", "t2.1", opinion="均同意")
    button(page, "返回修改").click().run()
    assert office.did("batch") == []
    assert page.multiselect(key=f"batch.items.{SHAPE}").value == ["t1.3", "t2.1"]
    assert page.text_area(key=f"batch.opinion.{SHAPE}").value == "均同意"
    queue(office, FIRST, SECOND.model_copy(update={"version": 2}))
    page.button(key=f"batch.ask.{SHAPE}").click().run()
    button(page, "确认批量同意").click().run()
    [(_, request, _)] = office.did("batch")
    assert [item.task for item in request.items] == ["t1"]


def test_a_batch_refused_as_a_whole_is_told(open_page: Open, office: StubService) -> None:
    """The sentence, nothing more."""
    office.answers["batch"] = NotPossible(action="批量办理", why="所选待办须是同一环节的")
    page = chosen(open_page, office, "t1.3", "t2.1")
    button(page, "确认批量同意").click().run()
    assert "须是同一环节" in page.error[0].value


def test_nothing_chosen_asks_nothing(open_page: Open, office: StubService) -> None:
    """The button alone does nothing."""
    page = chosen(open_page, office)
    assert not page.warning
    assert office.did("batch") == []


@pytest.mark.parametrize(
    "other",
    [
        SECOND.model_copy(update={"shape": "abc.settle"}),
        SECOND.model_copy(update={"batch": None}),
        SECOND.model_copy(update={"posts": ("finance.staff", "logistics.clerk")}),
    ],
)
def test_one_of_its_kind_is_no_batch(open_page: Open, office: StubService, other: TaskLine) -> None:
    """Another shape, one that is not batched, one for which the hat must be chosen."""
    queue(office, FIRST, other)
    page = open_page("tasks_page")
    assert not page.multiselect
    assert not page.exception
