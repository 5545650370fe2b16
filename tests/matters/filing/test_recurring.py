"""Who owes a report, who has filed it and who is late, worked out from definition, organisation, filings and day."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matters.calendar import SHANGHAI, Calendar
from matters.case.events.deciding import Submitted
from matters.errors.door import AlreadyReported, NotEligible
from matters.errors.handling import NotPossible
from matters.filing.recurring import Report, Standing, owed_by, period_of, standings, to_remind
from matters.language.document import Definition
from matters.language.recurring.periods import Period
from matters.organisation.snapshot import Body, Organisation
from matters.world import World
from tests.matters.forked import begun
from tests.matters.public.definitions import public
from tests.matters.stories import Story, varied

FEBRUARY = Period.at("month", date(2026, 2, 1))
BODY = "county_finance"


def monthly(matter: Definition, **parts: Any) -> Definition:  # noqa: ANN401 - parts of a definition
    """The matter as bodies of the county owe it for each month, by the fifth working day after it."""
    usual = {"every": "month", "since": "2026-01-01", "due": {"working_days": 5}, "owes": {"levels": ["county"]}}

    def change(document: dict[str, Any]) -> None:
        document["recurring"] = {**usual, **parts}

    return varied(matter, change)


def world_on(story: Story, day: date, organisation: Organisation | None = None, **filed: str) -> World:
    """The world at nine of that day, with what the body has filed."""
    now = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
    reported = {period.replace("m", "2026-"): case for period, case in filed.items()}
    return World(organisation or story.organisation, story.calendar, now, reported=reported)


def among(found: tuple[Standing, ...], body: str = BODY) -> Standing | None:
    """How that body stands."""
    return next((one for one in found if one.body == body), None)


def changed(organisation: Organisation, body: str, **facts: Any) -> Organisation:  # noqa: ANN401 - facts of a body
    """The organisation in which that body is otherwise."""
    bodies = tuple(one.model_copy(update=facts) if one.id == body else one for one in organisation.bodies)
    return Organisation.model_validate({**organisation.model_dump(), "bodies": [one.model_dump() for one in bodies]})


@pytest.mark.parametrize(
    ("today", "filed_on", "state"),
    [
        (date(2026, 3, 1), None, "owed"),
        (date(2026, 3, 6), None, "owed"),
        (date(2026, 3, 7), None, "late"),
        (date(2026, 3, 9), date(2026, 3, 6), "filed"),
        (date(2026, 3, 9), date(2026, 3, 7), "filed_late"),
    ],
)
def test_a_body_stands_by_the_day(story: Story, today: date, filed_on: date | None, state: str) -> None:
    """Owed to its last day, 6 March, and late from the next; what was filed is in time or not for good."""
    reports = (Report(BODY, "2026-02", "C-1", filed_on),) if filed_on else ()
    standing = among(standings(monthly(story.matter), FEBRUARY, reports, world_on(story, today)))
    assert standing
    assert (standing.state, standing.due.day, standing.owner) == (state, date(2026, 3, 6), "county_logistics")


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"since": date(2026, 2, 28)}, "late"),  # founded on its last day
        ({"since": date(2026, 3, 1)}, None),  # founded when it was over
        ({"until": date(2026, 2, 27)}, None),  # merged in its middle
        ({"until": date(2026, 2, 28)}, "gone"),
        ({"until": date(2026, 3, 5)}, "gone"),
        ({"until": date(2026, 3, 9)}, "late"),  # it is there today still
    ],
)
def test_who_is_there_on_the_last_day_owes_it(story: Story, facts: dict[str, date], state: str | None) -> None:
    """Who was founded in the period owes it, who ended in it does not; who ended since has not filed and never will."""
    organisation = changed(story.organisation, BODY, **facts)
    world = world_on(story, date(2026, 3, 9), organisation)
    standing = among(standings(monthly(story.matter), FEBRUARY, (), world))
    assert (standing.state if standing else None) == state


def test_what_was_filed_stands_though_it_was_not_owed(story: Story) -> None:
    """A body that ended in the period, and had filed; and one that owes nothing by its level."""
    organisation = changed(story.organisation, BODY, until=date(2026, 2, 20))
    reports = (
        Report(BODY, "2026-02", "C-1", date(2026, 2, 19)),
        Report("sample_town", "2026-01", "C-2", date(2026, 2, 1)),
    )
    found = standings(monthly(story.matter), FEBRUARY, reports, world_on(story, date(2026, 3, 9), organisation))
    assert (among(found) or found[0]).state == "filed"
    assert among(found, "sample_town") is None


@pytest.mark.parametrize(
    ("owes", "bodies"),
    [
        ({"duty": "finance", "levels": ["county"]}, {"county_finance"}),
        ({"kinds": ["court"], "levels": ["county"]}, {"county_court"}),
        ({"bodies": ["sample_town", "county_finance"]}, {"county_finance", "sample_town"}),
        ({"levels": ["township"]}, {"sample_town", "sample_township"}),
    ],
)
def test_who_owes_is_narrowed(story: Story, owes: Mapping[str, Any], bodies: set[str]) -> None:
    """By duty, kind, level, or by id."""
    found = standings(monthly(story.matter, owes=owes), FEBRUARY, (), world_on(story, date(2026, 3, 2)))
    assert {one.body for one in found} == bodies


def test_a_filing_is_for_the_period_that_is_asked_for(story: Story) -> None:
    """Else for the last that is over; one that is not over, or is none, is refused with what can be done."""
    matter, world = monthly(story.matter), world_on(story, date(2026, 3, 2))
    assert period_of(matter, "", BODY, world) == "2026-02"
    assert period_of(matter, "2026-01", BODY, world) == "2026-01"
    for asked in ("2026-03", "2025-12", "2026-Q1", "nonsense"):
        assert isinstance(period_of(matter, asked, BODY, world), NotPossible)
    early = period_of(matter, "", BODY, world_on(story, date(2026, 1, 30)))
    assert isinstance(early, NotPossible)
    assert "第一期是2026年1月，自2026年2月1日起报送" in early.message
    assert isinstance(period_of(story.matter, "2026-02", BODY, world), NotPossible)
    assert period_of(story.matter, "", BODY, world) == ""
    assert isinstance(period_of(matter, "", "sample_town", world), NotEligible)


def test_a_second_filing_is_refused_by_the_number_of_the_first(story: Story) -> None:
    """As long as the first stands; another period is another report."""
    matter, world = monthly(story.matter), world_on(story, date(2026, 3, 2), m02="9901210012026030200001")
    refused = period_of(matter, "", BODY, world)
    assert isinstance(refused, AlreadyReported)
    assert "“公务用车派车”2026年2月本单位已报送（办件 9901210012026030200001）" in refused.message
    assert period_of(matter, "2026-01", BODY, world) == "2026-01"


def test_the_period_is_a_fact_of_the_filing(story: Story) -> None:
    """In the event and the case that it makes; of other matters there is none."""
    case = Story(monthly(story.matter), story.organisation, story.calendar)
    case.went(case.submit())
    submitted = case.events[0]
    assert isinstance(submitted, Submitted)
    assert (submitted.period, case.case.period) == ("2026-02", "2026-02")
    case = Story(monthly(story.matter), story.organisation, story.calendar)
    assert isinstance(case.tell(case.submit().model_copy(update={"period": "2026-03"})), NotPossible)
    assert begun(story).case.period == ""


def test_what_a_body_owes_is_what_it_has_not_filed(story: Story) -> None:
    """The newest first; a body that has ended owes nothing that anybody could file."""
    matter, world = monthly(story.matter), world_on(story, date(2026, 4, 2))
    reports = (Report(BODY, "2026-02", "C-1", date(2026, 3, 3)),)
    assert [(one.period.key, one.state) for one in owed_by(matter, BODY, reports, world)] == [
        ("2026-03", "owed"),
        ("2026-01", "late"),
    ]
    gone = world_on(story, date(2026, 4, 2), changed(story.organisation, BODY, until=date(2026, 4, 1)))
    assert list(owed_by(matter, BODY, (), gone)) == []
    assert list(owed_by(story.matter, BODY, (), world)) == []


def test_those_who_have_not_filed_are_told_before_and_after(story: Story) -> None:
    """Three working days before 6 March is the 3rd; the day after is the 7th."""
    matter = monthly(story.matter)
    told = {}
    for day in (2, 3, 6, 7):
        world = world_on(story, date(2026, 3, day))
        standing = among(standings(matter, FEBRUARY, (), world))
        assert standing
        told[day] = to_remind(matter, standing, world)
    assert told == {2: None, 3: "before", 6: "before", 7: "after"}


BODIES = st.lists(st.tuples(st.dates(date(2025, 12, 1), date(2026, 4, 30)), st.integers(0, 120)), max_size=6)


@settings(max_examples=60, deadline=None)
@given(BODIES, st.sets(st.integers(0, 5)), st.dates(date(2026, 3, 1), date(2026, 5, 31)))
def test_every_body_stands_in_one_way(
    organisation: Organisation, calendar: Calendar, lives: list[tuple[date, int]], filed: set[int], today: date
) -> None:
    """Exactly those there on the last day, and those who filed; each once, and late, owed, filed or gone, never two of them."""
    matter = public("MR146")
    monthly_one = matter.model_copy(
        update={"recurring": matter.recurring.model_copy(update={"every": "month"}) if matter.recurring else None}
    )
    town = organisation.body("sample_town")
    made = [_born(town, n, since, since + timedelta(days=days)) for n, (since, days) in enumerate(lives)]
    both = organisation.model_copy(update={"bodies": (*organisation.bodies, *made)})
    whole = Organisation.model_validate(both.model_dump())
    world = World(whole, calendar, datetime(today.year, today.month, today.day, 9, tzinfo=SHANGHAI))
    reports = tuple(Report(f"made_{n}", "2026-02", f"C-{n}", today) for n in filed if n < len(made))
    found = standings(monthly_one, FEBRUARY, reports, world)
    due = monthly_one.recurring.due_of(FEBRUARY, calendar).day if monthly_one.recurring else today
    assert len({one.body for one in found}) == len(found)
    has_filed = {one.body for one in reports}
    for body in made:
        owes = body.valid(FEBRUARY.last) or body.id in has_filed
        standing = among(found, body.id)
        assert (standing is not None) == owes
        if standing:
            assert standing.state == _wanted(body, body.id in has_filed, due, today)


def _born(like: Body, number: int, since: date, until: date) -> Body:
    return like.model_copy(update={"id": f"made_{number}", "since": since, "until": until})


def _wanted(body: Body, has_filed: bool, due: date, today: date) -> str:
    if has_filed:
        return "filed" if today <= due else "filed_late"
    if not body.valid(today):
        return "gone"
    return "late" if today > due else "owed"
