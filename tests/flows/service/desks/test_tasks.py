"""待办 narrowed: by matter, step, day, body and words, over what one holds and what one stands in for."""

from datetime import timedelta
from typing import Any

import pytest

from flows.views.tasks import SOON_DAYS, TaskKinds, TaskList, TaskQuery
from tests.flows.service.office import CAR, CHIEF, CLERK, STAFF, Office
from tests.flows.service.test_batches import CHECK
from tests.flows.service.test_verbs import matter_of
from tests.matters.forked import decide


def queue(office: Office, **query: Any) -> list[str]:  # noqa: ANN401
    """The cases of the clerk's queue."""
    listed = office.service.tasks.queue(office.who(CLERK), query=TaskQuery(**query))
    assert isinstance(listed, TaskList)
    return [line.case_no for line in listed.items]


@pytest.fixture
def two(office: Office) -> tuple[str, str, str]:
    """A matter of one's own, with two cases that wait for the clerk."""
    matter = matter_of(office, CHECK, decide())
    first = office.file_as(matter)
    office.clock.pass_by(minutes=1)
    return matter, first, office.file_as(matter)


def test_a_queue_is_narrowed(office: Office, two: tuple[str, str, str]) -> None:
    """Each condition alone, and the total with it; what nobody has gives nothing and no refusal."""
    matter, first, second = two
    assert queue(office, matter=matter, order="oldest") == [first, second]
    assert queue(office, matter=matter, order="newest") == [second, first]
    assert queue(office, matter=matter, step="accept", body="county_finance", q=first[-6:]) == [first]
    for nothing in ({"step": "check"}, {"body": "nobody"}, {"q": "没有的字"}):
        assert queue(office, matter=matter, **nothing) == []
    assert queue(office, matter="nothing") == []
    listed: Any = office.service.tasks.queue(office.who(CLERK), query=TaskQuery(matter=matter))
    assert listed.page.total == 2


def test_a_queue_is_narrowed_by_day(office: Office, two: tuple[str, str, str]) -> None:
    """Late, today, within days: counted from the day on which one looks."""
    matter, first, _ = two
    due = office.task(CLERK, first).due
    assert due is not None
    for ahead, kinds in ((SOON_DAYS + 1, ()), (SOON_DAYS, ("soon",)), (0, ("today", "soon")), (-1, ("late",))):
        office.clock.pass_by(days=(due - timedelta(days=ahead) - office.resources.today).days)
        found = {kind for kind in ("late", "today", "soon") if queue(office, matter=matter, due=kind)}
        lit = {kind for kind in ("late", "near", "ample") if queue(office, matter=matter, due=kind)}
        listed: Any = office.service.tasks.queue(office.who(CLERK), query=TaskQuery(matter=matter))
        (shown,) = {line.light for line in listed.items}
        assert lit == {{"red": "late", "yellow": "near", "green": "ample"}[shown]}
        assert found == set(kinds), ahead


def test_a_queue_says_by_what_it_may_be_narrowed(office: Office, two: tuple[str, str, str]) -> None:
    """Steps with the name of their matter, bodies by their names of today; nothing of what others hold."""
    matter, first, _ = two
    kinds = office.service.tasks.kinds(office.who(CLERK))
    assert isinstance(kinds, TaskKinds)
    (mine,) = [kind for kind in kinds.steps if kind.matter == matter]
    assert (mine.step, mine.name) == ("accept", f"{office.task(CLERK, first).matter_name}：受理")
    assert kinds.bodies["county_finance"] == "样例县财政局"
    office.done(CLERK, first, "accept", fills=CAR)
    chiefs: Any = office.service.tasks.kinds(office.who(CHIEF))
    assert (matter, "check") in {(kind.matter, kind.step) for kind in chiefs.steps}
    assert not [kind for kind in chiefs.steps if (kind.matter, kind.step) == (matter, "accept")]
    staffs: Any = office.service.tasks.kinds(office.who(STAFF))
    assert matter not in {kind.matter for kind in staffs.steps}
