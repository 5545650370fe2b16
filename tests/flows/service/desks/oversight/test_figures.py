"""Every figure over sixty cases that are written out, counted by hand; what stands behind each, and who may see it.

Covers: flows/figures/sheet.py, flows/figures/summing.py, flows/figures/telling.py, flows/service/intake/figures.py
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest

from flows.views.oversight.ratings import AnswerRequest, RatingReceipt, RatingRequest
from flows.views.supervision import BoardQuery, BoardView, FigureBehind, FigureView
from matters.calendar import SHANGHAI
from matters.errors.door import Forbidden, Invalid, NotFound
from storage.people import organisations
from tests.flows.service.office import CAR, CHIEF, CLERK, HEAD, STAFF, Office

SUPERVISOR = "p62"  # of the county
OWNER, FINANCE = "county_logistics", "county_finance"
# How many cases are filed on which day and what becomes of each: left open, withdrawn, not accepted, or concluded so many days
# after its filing (its last day is the working day after the filing).
CASES: tuple[tuple[str, int, str, int], ...] = (
    ("2026-03-02", 8, "open", 0),
    ("2026-03-02", 3, "concluded", 0),
    ("2026-03-03", 9, "withdrawn", 0),
    ("2026-03-04", 8, "refused", 0),
    ("2026-03-05", 3, "concluded", 0),
    ("2026-03-06", 2, "concluded", 25),
    ("2026-04-07", 3, "concluded", 0),
    ("2026-04-08", 12, "open", 0),
    ("2026-04-09", 6, "withdrawn", 0),
    ("2026-04-10", 2, "concluded", 20),
    ("2026-04-10", 4, "refused", 0),
)
# By hand: of each figure of cases what is counted and among what, of both months.
LATE = 2 * (30 + 25 * 24 * 60) + 2 * (30 + 20 * 24 * 60)
BY_HAND: dict[str, tuple[int, int | None]] = {
    "filed": (60, None),
    "concluded": (13, None),
    "on_time": (9, 13),
    "once_by_cases": (13, 13),
    "sealed": (13, 13),
    "hours": (9 * 60 + LATE, 13),
    "bodies": (13, 13),
    "steps": (39, 13),
    "signatures": (13, 13),
    "pleased": (3, 7),
    "mended": (3, 4),
    "monday": (11, None),
    "tuesday": (12, None),
    "wednesday": (20, None),
    "thursday": (9, None),
    "friday": (8, None),
    "saturday": (0, None),
    "sunday": (0, None),
}
# Of what ended on the day of its filing the first of a day is rated well, the second badly and answered, the third once badly.
MONTHS_RATED = {"2026-03": ("40.0 %", 5), "2026-04": ("50.0 %", 2)}
BY_MONTH = {"2026-03": (33, 8, "75.0 %"), "2026-04": (27, 5, "60.0 %")}


def test_sixty_cases_are_written_out() -> None:
    """The table is what the counts below were made from."""
    assert sum(number for _, number, *_ in CASES) == 60


@pytest.fixture(scope="module")
def office(new_office: Callable[[str], Office]) -> Office:
    """With the sixty cases, told to their ends."""
    office = new_office("sqlite")
    late = []
    for day, number, end, days in CASES:
        office.clock.now = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=SHANGHAI)
        for nth in range(number):
            case_no = told(office, end, nth, days)
            late += [(office.clock.now + timedelta(days=days), case_no)] if days else []
    for ends, case_no in sorted(late):
        office.clock.now = ends
        assert not isinstance(office.done(CLERK, case_no, "conclude"), Forbidden)
    office.clock.now = datetime(2026, 5, 6, 9, 0, tzinfo=SHANGHAI)
    return office


def told(office: Office, end: str, nth: int, days: int) -> str:
    """One case, to its end or to the day on which it waits for it."""
    depart = f"{office.clock.now + timedelta(days=3 + nth):%Y-%m-%dT08:00}"
    back = depart.replace("08:00", "18:00")
    case_no = office.file(depart_at=depart, return_at=back, purpose=f"第 {nth} 次检查 {office.clock.now:%m%d}")
    if end == "withdrawn":
        office.service.cases.withdraw(office.who(STAFF), case_no)
    elif end == "refused":
        office.done(CLERK, case_no, "refuse_acceptance", opinion="不属于派车范围。")
    elif end == "concluded":
        office.done(CLERK, case_no, "accept", fills=CAR)
        office.clock.pass_by(minutes=30)
        office.done(CHIEF, case_no, "approve")
        office.carry(case_no)
        if not days:
            office.clock.pass_by(minutes=30)
            office.done(CLERK, case_no, "conclude")
            rated(office, case_no, nth)
    return case_no


def rated(office: Office, case_no: str, nth: int) -> None:
    """As the applicant rates it, and what the body answers."""
    office.carry(case_no)
    if nth == 2 and office.clock.now.date() != date(2026, 3, 5):
        return
    bad = RatingRequest(grade="dissatisfied", reasons=("slow",))
    request = bad if nth else RatingRequest(grade="satisfied", reasons=("quick",))
    assert isinstance(office.service.ratings.rate(office.who(STAFF), case_no, request), RatingReceipt)
    if nth == 1:
        mended = office.service.ratings.answer(office.who(HEAD), case_no, AnswerRequest(text="已经整改。"))
        assert isinstance(mended, RatingReceipt), mended


def board(office: Office, person: str = SUPERVISOR, **asked: Any) -> BoardView:  # noqa: ANN401
    """What a supervisor is told."""
    found = office.service.figures.board(
        office.who(person), BoardQuery(**{"since": "2026-03", "until": "2026-04"} | asked)
    )
    assert isinstance(found, BoardView), found
    return found


def figure(view: BoardView, name: str) -> FigureView:
    """One of them."""
    return next(one for one in view.figures if one.id == name)


def behind(office: Office, name: str, page: int = 1, **asked: Any) -> FigureBehind:  # noqa: ANN401
    """What stands behind a figure."""
    counted = asked.pop("counted", True)
    query = BoardQuery(**{"since": "2026-03", "until": "2026-04"} | asked)
    found = office.service.figures.behind(office.who(SUPERVISOR), name, query, page, counted=counted)
    assert isinstance(found, FigureBehind), found
    return found


def test_every_figure_equals_the_count_by_hand(office: Office) -> None:
    """What is counted, and among what; the share is worked out of the two."""
    view = board(office)
    told = {one.id: (one.numerator, one.denominator) for one in (*view.figures, *view.weekdays) if one.of == "cases"}
    assert told == BY_HAND
    texts = {name: figure(view, name).text for name in ("filed", "on_time", "hours", "steps")}
    assert texts == {"filed": "60 件", "on_time": "69.2 %", "hours": "167.0 小时", "steps": "3.0 个/件"}


def test_the_months_add_up_and_one_without_cases_is_a_dash(office: Office) -> None:
    """And never nought per cent; the last twelve months are told where none is asked for."""
    months = next(group for group in board(office).groups if group.id == "month")
    told = {row.key: tuple(row.values[one].numerator for one in ("filed", "concluded")) for row in months.rows}
    assert told == {month: numbers[:2] for month, numbers in BY_MONTH.items()}
    assert {row.key: row.values["on_time"].text for row in months.rows} == {m: n[2] for m, n in BY_MONTH.items()}
    pleased = {row.key: (row.values["pleased"].text, row.values["pleased"].denominator) for row in months.rows}
    assert pleased == MONTHS_RATED
    for name in ("on_time", "pleased", "mended"):
        empty = figure(board(office, since="2026-01", until="2026-02"), name)
        assert (empty.value, empty.text, empty.light) == (None, "—", None)
    usual = office.service.figures.board(office.who(SUPERVISOR))
    assert isinstance(usual, BoardView)
    assert (usual.since, usual.until, figure(usual, "filed").numerator) == ("2025-06", "2026-05", 60)


@pytest.mark.parametrize("aspect", ["region", "level", "body", "matter"])
def test_what_is_told_by_every_aspect_adds_up_to_the_whole(office: Office, aspect: str) -> None:
    """下钻合计＝总数; and a row asked for alone tells the same."""
    view = board(office)
    rows = next(group for group in view.groups if group.id == aspect).rows
    for name in ("filed", "concluded", "on_time"):
        assert sum(row.values[name].numerator for row in rows) == figure(view, name).numerator
    (row,) = (row for row in rows if row.values["filed"].numerator)
    assert figure(board(office, **{aspect: row.key}), "filed").numerator == 60
    other = "village" if aspect == "level" else "nobody"
    assert figure(board(office, **{aspect: other}), "filed").numerator == 0


def test_matters_count_by_their_definitions(office: Office) -> None:
    """The list, the share at most once among it, and those that are not counted, each with its reason."""
    view, listed = board(office), behind(office, "matters")
    assert listed.page.total == figure(view, "matters").numerator
    share = figure(view, "once_by_matters")
    assert (share.denominator, share.goal, share.light) == (listed.page.total, 60, "met")
    for name in ("once_by_matters", "online"):
        told, short = figure(view, name), behind(office, name, counted=False)
        assert short.page.total == (told.denominator or 0) - told.numerator
        assert all(item.note for item in short.items)
        assert [item.note for item in short.items if item.id == "MS065"] == [
            "线下办理；《中华人民共和国保守国家秘密法》"
        ]
    (saved,) = (one for one in behind(office, "days_saved", matter="MS032").items)
    assert saved.note == "优化前的工作日 2，承诺时限比优化前减少的工作日 1"


def test_cases_stand_behind_what_they_count(office: Office) -> None:
    """As many as the figure says, on pages; those that are late are those that do not count; an average has its whole."""
    pages = [behind(office, "filed", page) for page in (1, 2, 3, 4)]
    assert [len(page.items) for page in pages] == [20, 20, 20, 0]
    assert {page.page.total for page in pages} == {60}
    assert len({item.id for page in pages for item in page.items}) == 60
    late = behind(office, "on_time", counted=False)
    days = ["2026年4月10日"] * 2 + ["2026年3月6日"] * 2
    assert [item.note for item in late.items] == [f"已办结，样例县财政局于{day}提交" for day in days]
    assert (late.page.total, late.counted) == (4, False)
    assert behind(office, "hours").page.total == 13
    assert behind(office, "thursday", since="2026-03", until="2026-03").page.total == 3
    rated = [behind(office, name, counted=counted) for name in ("pleased", "mended") for counted in (True, False)]
    assert [len(one.items) for one in rated] == [one.page.total for one in rated] == [3, 4, 3, 1]
    assert rated[3].items[0].id in {item.id for item in rated[1].items}
    view = office.service.cases.show(office.who(SUPERVISOR), late.items[0].id)
    assert not isinstance(view, NotFound)


def test_steps_at_which_most_time_was_spent_come_first(office: Office) -> None:
    """Handing over has waited for twenty days and more, the approval for half an hour."""
    slowest = board(office).slowest
    assert [(one.step_name, one.done) for one in slowest] == [("派车办结", 13), ("审批", 13), ("受理", 13)]
    assert slowest[1].hours == 0.5


def test_what_cannot_be_asked_is_told(office: Office) -> None:
    """Months the wrong way round; a figure that there is none of; whoever supervises nothing."""
    who = office.who(SUPERVISOR)
    assert isinstance(office.service.figures.board(who, BoardQuery(since="2026-04", until="2026-03")), Invalid)
    assert isinstance(office.service.figures.behind(who, "nothing"), NotFound)
    assert isinstance(office.service.figures.board(office.who(CLERK)), Forbidden)


def test_an_export_has_the_whole_and_every_row(office: Office) -> None:
    """With what each figure means, and the filter in its head."""
    query = BoardQuery(since="2026-03", until="2026-04", body=OWNER)
    found: Any = office.service.exports.figures(office.who(SUPERVISOR), query, "json")
    told = json.loads(found.content)
    assert "月份：2026-03至2026-04；受理机构：样例县机关事务管理中心" in found.content.decode()
    (row,) = (row for row in told["rows"] if row["指标标识"] == "on_time" and row["范围"] == "合计")
    assert (row["分子"], row["分母"], row["值"]) == ("9", "13", "69.2308")


def test_a_body_that_is_no_more_keeps_its_history(office: Office) -> None:
    """It is no office that is to be connected any more; its cases and their figures stay. What a scope has lost is not told."""
    changed(office, bodies={OWNER: {"until": date(2026, 4, 30)}})
    rows = next(group for group in board(office).groups if group.id == "body").rows
    (gone,) = (row for row in rows if row.key == OWNER)
    assert (gone.values["filed"].numerator, gone.values["connected"].denominator) == (60, 0)
    changed(office, scope=FINANCE)
    view = board(office)
    assert (figure(view, "filed").numerator, figure(view, "connected").denominator) == (0, 1)


def changed(office: Office, scope: str = "", bodies: Mapping[str, Any] = MappingProxyType({})) -> None:
    """A further version of the organisation: the supervisor's scope is another one, or bodies say something else."""
    with office.resources.database.transaction() as session:
        before = office.resources.organisation(session)
        grants = (
            one.model_copy(update={"scope": scope or one.scope}) if one.role == "supervisor" else one
            for one in before.grants
        )
        told = (body.model_copy(update=bodies.get(body.id, {})) for body in before.bodies)
        parts = {"version": before.version + 1, "grants": tuple(grants), "bodies": tuple(told)}
        organisations.add(session, before.model_copy(update=parts), office.clock())
