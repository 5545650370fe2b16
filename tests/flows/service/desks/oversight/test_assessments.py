"""考核: scores over the sixty cases of the figures, counted by hand; schemes by two persons; what was published stays.

Covers: flows/figures/assessing.py, flows/views/assessing/schemes.py, storage/overseeing/assessments.py
Covers: storage/tables/assessing.py, flows/service/shown/oversight/assessments.py
"""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from flows.adapters.identity import LOCAL_MACHINE
from flows.figures.assessing import number_text
from flows.service.desks.oversight.assessments import AssessmentDesk
from flows.views.assessing.schemes import (
    BodyScore,
    IndicatorView,
    SchemeEntry,
    SchemeLine,
    SchemeList,
    SchemeReceipt,
    ScoreQuery,
    ScoreSheet,
)
from flows.views.supervision import BoardQuery, FigureBehind
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, NotFound
from matters.errors.handling import NotPossible
from tests.flows.service.desks.oversight.test_figures import FINANCE, OWNER, SUPERVISOR, changed, office
from tests.flows.service.office import CLERK, Office

__all__ = ["office"]
KEEPER, SECOND = "p48", "p37"  # 事项管理员
INDICATORS = (
    IndicatorView(name="按时办结", formula="按时率", weight=40),
    IndicatorView(name="电子印章", formula="用印率", weight=30, bands="低于 90：0；90 以上：100"),
    IndicatorView(name="工作量", formula="最小（办件量，50）", weight=30, full=50),
)


def desk(office: Office) -> AssessmentDesk:
    """The desk under test."""
    return office.service.assessments


def entry(office: Office, year: int = 2026, **changes: Any) -> SchemeEntry:  # noqa: ANN401
    """A scheme for the bodies of the county."""
    with office.resources.database.reading() as session:
        region = office.resources.organisation(session).body(OWNER).region
    said = {"region": region, "year": year, "name": "年度考核", "levels": ("county",), "indicators": INDICATORS}
    return SchemeEntry(**{**said, **changes})


def receipt(said: SchemeReceipt | Refusal) -> int:
    """What was accepted."""
    assert isinstance(said, SchemeReceipt), said
    return said.id


def published(office: Office, said: SchemeEntry) -> int:
    """By two persons."""
    made = receipt(desk(office).enter(office.who(KEEPER), said))
    return receipt(desk(office).publish(office.who(SECOND), made))


def lines(office: Office, person: str) -> dict[int, SchemeLine]:
    """As that person reads them."""
    found = desk(office).list(office.who(person))
    assert isinstance(found, SchemeList)
    return {one.id: one for one in found.lines}


def sheet(office: Office, scheme: int) -> ScoreSheet:
    """As the supervisor of the county reads it."""
    found = desk(office).scores(office.who(SUPERVISOR), scheme)
    assert isinstance(found, ScoreSheet), found
    return found


def of(sheet: ScoreSheet, body: str) -> BodyScore:
    """That of one body."""
    return next(one for one in sheet.bodies if one.body == body)


@pytest.fixture(scope="module")
def scheme(office: Office) -> int:
    """The one of 2026, published."""
    return published(office, entry(office))


def test_scores_are_as_counted_by_hand(office: Office, scheme: int) -> None:
    """9 of 13 on time give 27.69 of 40; all 13 are sealed; 60 filed are more than the 50 that count."""
    found = sheet(office, scheme)
    owner = of(found, OWNER)
    assert found.bodies[0] == owner
    told = [(mark.value, mark.points, mark.score) for mark in owner.marks]
    assert told == [("69.23", "69.23", "27.69"), ("100.00", "100.00", "30.00"), ("50.00", "50.00", "30.00")]
    assert (owner.total, owner.note) == ("87.69", "")
    (on_time,) = owner.marks[0].figures
    assert (on_time.id, on_time.numerator, on_time.denominator) == ("on_time", 9, 13)


def test_a_body_without_cases_has_no_points_for_what_cannot_be_told(office: Office, scheme: int) -> None:
    """Shares do not count there, and it says so; the number of cases is nought."""
    finance = of(sheet(office, scheme), FINANCE)
    assert [(mark.value, mark.score) for mark in finance.marks] == [("—", "不计"), ("—", "不计"), ("0.00", "0.00")]
    assert (finance.total, finance.note) == ("0.00", "考核期内没有办件")


def test_a_score_leads_to_its_cases(office: Office, scheme: int) -> None:
    """What stands behind the figure, of that body in those months, is as many as its numerator."""
    found = sheet(office, scheme)
    (figure,) = of(found, OWNER).marks[0].figures
    query = BoardQuery(since=found.since, until=found.until, body=OWNER)
    behind = office.service.figures.behind(office.who(SUPERVISOR), figure.id, query)
    assert isinstance(behind, FigureBehind)
    assert (behind.page.total, behind.figure.denominator) == (figure.numerator, figure.denominator)
    assert not isinstance(office.service.cases.show(office.who(SUPERVISOR), behind.items[0].id), NotFound)


def test_an_export_has_every_indicator_with_what_it_was_taken_from(office: Office, scheme: int) -> None:
    """And the digest of the scheme in its head; of a scheme that there is none of nothing."""
    found: Any = office.service.exports.scores(office.who(SUPERVISOR), ScoreQuery(scheme=scheme), "json")
    told = found.content.decode()
    assert sheet(office, scheme).scheme.digest in told
    row = next(one for one in json.loads(told)["rows"] if one["单位标识"] == OWNER)
    assert (row["总分"], row["得分"], row["取数"]) == ("87.69", "27.69", "按时率 69.2 %（9 / 13，所选月份）")
    assert isinstance(office.service.exports.scores(office.who(SUPERVISOR), ScoreQuery(scheme=999), "csv"), NotFound)


def test_a_new_year_and_a_new_scheme_leave_what_was_published(office: Office, scheme: int) -> None:
    """The scores by the one before are the same to the letter, though another holds now."""
    before, digest = sheet(office, scheme).bodies, sheet(office, scheme).scheme.digest
    other = (IndicatorView(name="工作量", formula="办件量", weight=100, full=10),)
    assert published(office, entry(office, 2027, indicators=other)) != scheme
    again = published(office, entry(office, indicators=other, name="修订"))
    now = lines(office, SUPERVISOR)
    assert (now[scheme].state, now[again].state, now[scheme].digest) == ("replaced", "published", digest)
    assert sheet(office, scheme).bodies == before
    assert of(sheet(office, again), OWNER).total == "100.00"


def test_one_drafts_and_another_publishes(office: Office) -> None:
    """Neither the drafter nor whoever keeps no rules; nothing waits twice; what was sent back can be drafted again."""
    said = entry(office, 2030)
    made = receipt(desk(office).enter(office.who(KEEPER), said))
    assert isinstance(desk(office).publish(office.who(KEEPER), made), NotPossible)
    assert isinstance(desk(office).publish(office.who(SUPERVISOR), made), Forbidden)
    assert isinstance(desk(office).scores(office.who(SUPERVISOR), made), NotFound)
    assert made not in lines(office, SUPERVISOR)
    assert (lines(office, KEEPER)[made].open_to_caller, lines(office, SECOND)[made].open_to_caller) == (False, True)
    twice = desk(office).enter(office.who(SECOND), said)
    assert isinstance(twice, Invalid)
    assert "等待发布" in twice.problems[0].message
    receipt(desk(office).send_back(office.who(KEEPER), made))
    assert isinstance(desk(office).publish(office.who(SECOND), made), NotPossible)
    assert isinstance(desk(office).send_back(office.who(SECOND), made), NotPossible)
    kept = receipt(desk(office).enter(office.who(KEEPER), said))
    receipt(desk(office).publish(LOCAL_MACHINE, kept))
    same = desk(office).enter(office.who(KEEPER), said)
    assert isinstance(same, Invalid)
    assert "相同" in same.problems[0].message


def test_what_cannot_be_right_is_told_while_it_is_written(office: Office) -> None:
    """At its place, all at once; a region or a scheme that there is none of."""
    wrong = (INDICATORS[0].model_copy(update={"formula": "准点率", "weight": 90}),)
    remarks: Any = desk(office).check(office.who(KEEPER), entry(office, 2031, region="1", indicators=wrong))
    assert [one.target for one in remarks] == ["region", "indicators", "indicators.0.formula"]
    refused = desk(office).enter(office.who(KEEPER), entry(office, 2031, indicators=wrong))
    assert isinstance(refused, Invalid)
    assert isinstance(desk(office).check(office.who(CLERK), entry(office)), Forbidden)
    assert isinstance(desk(office).publish(office.who(KEEPER), 999), NotFound)
    assert isinstance(desk(office).send_back(office.who(KEEPER), 999), NotFound)


def test_numbers_are_written_with_two_digits() -> None:
    """Halves upwards."""
    written = [number_text(number, "—") for number in (None, Fraction(0), Fraction(-1), Fraction(1, 200))]
    assert written == ["—", "0.00", "-1.00", "0.01"]


def test_a_body_that_is_no_more_keeps_its_score(office: Office, scheme: int) -> None:
    """And one without cases is gone; what a scope has lost is not told, only how many there are."""
    changed(office, bodies={OWNER: {"until": date(2026, 4, 30)}, FINANCE: {"until": date(2026, 4, 30)}})
    found = sheet(office, scheme)
    assert (of(found, OWNER).total, of(found, OWNER).note) == ("87.69", "已撤并，按撤并前受理的办件计分")
    assert FINANCE not in {one.body for one in found.bodies}
    assert found.unseen == 0
    changed(office, scope="county_data")
    shrunk = sheet(office, scheme)
    assert ([one.body for one in shrunk.bodies], shrunk.unseen > 0) == (["county_data"], True)
