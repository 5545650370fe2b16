"""Golden cases ring each day as it comes, as the running product does, and not at the next act (到期)."""

from datetime import date, datetime
from typing import Any

import pytest

from matters.calendar import SHANGHAI, Calendar, day_begins
from matters.language.document import Definition
from matters.organisation.snapshot import Organisation
from matters.trials.golden_run import Played, Stage, run
from tests.matters.clocked import EVERY_REASON
from tests.matters.forked import begun, decide, step
from tests.matters.stories import Story, varied

RESTS = {"approved_by": {"by": "head", "of": {"body": "owner"}}, "at_most_days": 30, "grounds": ["等候现场勘查"]}
CLERK, CHIEF, HEAD = (f"county_logistics.{post}" for post in ("vehicle_clerk", "vehicle_chief", "head"))


def at(day: int, hour: int = 9) -> str:
    """An instant of March 2026."""
    return f"2026-03-{day:02}T{hour:02}:00:00+08:00"


def resting(matter: Definition, golden: dict[str, Any]) -> Definition:
    """公务用车派车 with ten working days and items that may rest, and that golden case alone."""

    def change(document: dict[str, Any]) -> None:
        first = document["golden"][0]
        document["clock"] |= {"promised": {"kind": "working_days", "days": 10}, "stops": list(EVERY_REASON)}
        document["suspension"] = RESTS
        document["golden"] = [{**first, "now": at(2, 8), **golden}]

    return varied(matter, change)


def told() -> list[dict[str, Any]]:
    """The chief's decision rests from the 3rd until the 16th; nobody does anything until the 17th."""
    by_chief = {"by": CHIEF, "opinion": "等候现场勘查"}
    return [
        {"by": CLERK, "action": "accept", "at": at(2), "fills": {"plate": "样A12346", "driver": "马行健"}},
        {**by_chief, "action": "ask_suspension", "at": at(3), "until": "2026-03-16"},
        {"by": HEAD, "action": "consent_to_suspension", "at": at(3, 10)},
        {**by_chief, "action": "approve", "at": at(17), "opinion": "同意，注意行车安全，按时返回。"},
        {"by": CLERK, "action": "conclude", "at": at(17, 10)},
    ]


def expected(case: str) -> dict[str, Any]:
    """What must come out, with that last day of the case."""
    due = {"decide": "2026-03-16", "case": case}
    path = ["accept", "decide", "dispatch"]
    return {"path": path, "due": due, "outcome": "granted", "papers": ["acceptance", "reply", "record"], "errands": 0}


@pytest.mark.parametrize(("last", "fits"), [("2026-03-27", True), ("2026-03-30", False)])
def test_a_rest_ends_on_its_day_in_a_golden_case(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar, last: str, fits: bool
) -> None:
    """Nine working days, also where the next act comes a day later; so does the item of the step."""
    depart = {"depart_at": "2026-04-24T08:00", "return_at": "2026-04-25T18:00"}
    answers = {**shipped["MS032"].golden[1].answers, **depart}
    golden = {"answers": answers, "materials": {}, "story": told(), "expect": expected(last)}
    matter = resting(shipped["MS032"], golden)
    assert (run(matter, matter.golden[0], organisation, calendar) == ()) is fits


def test_what_is_waited_for_goes_on_on_its_day(organisation: Organisation, calendar: Calendar, story: Story) -> None:
    """The step after the wait has its limit from that day, however late the next act is; one day may lead to another."""
    until = {"id": "until", "name": "等候", "kind": "wait", "for_field": "depart_at"}
    check = step("check", limit={"kind": "working_days", "days": 2}, overdue="remind")
    waiting = begun(story, until, check, decide())
    stage = Stage(waiting.matter, organisation, calendar)
    played = stage.ring(Played(waiting.filed, waiting.case, waiting.events), datetime(2026, 3, 20, 9, tzinfo=SHANGHAI))
    rung = [(event.type, event.at) for event in played.events[len(waiting.events) :]]
    assert rung == [
        ("waited", day_begins(date(2026, 3, 10))),
        ("step_opened", day_begins(date(2026, 3, 10))),
        ("went_overdue", day_begins(date(2026, 3, 13))),
    ]
