"""The desk of the days off (放假安排): one administrator of matters enters a year's notice, another confirms it."""

from collections.abc import Iterable

from flows.cases.calling import holidays_entered
from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import allowed_to, roles
from flows.service.second_person import became, in_force, open_to
from flows.views.holidays import (
    STATE_NAMES,
    HolidayEntry,
    HolidayNoticeLine,
    HolidayReceipt,
    MovedDayLine,
)
from flows.views.people import Caller
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import NotPossible
from matters.holidays import HolidayNotice, notice_problems
from matters.language.words.answers import person_name
from matters.organisation.snapshot import Organisation
from storage.database import Session
from storage.definitions import holidays
from storage.definitions.holidays import KeptNotice

_KEEPERS = roles("matter_admin", local=True)
MOST_MOVED = 1000
_SECOND = "须由另一位事项管理员确认，您是录入人"
_OVER = "这份放假安排已经确认或者退回，请刷新页面查看"


class HolidayDesk(WorkingDesk):
    """A notice holds once a second person has confirmed it; the machine counts the last days of open cases anew by it."""

    @allowed_to(_KEEPERS, "查看放假安排")
    def list(self, caller: Caller) -> tuple[HolidayNoticeLine, ...]:
        """Every notice, the last entered first."""
        with self._resources.database.reading() as session:
            kept, moved = holidays.all_notices(session), holidays.count_moved(session)
            organisation = self._resources.organisation(session)
        newest = in_force(kept, _year_of)
        return tuple(_line(one, newest, moved.get(one.id, 0), organisation, caller) for one in kept)

    @allowed_to(_KEEPERS, "查看放假安排")
    def moved(self, caller: Caller, notice: int) -> tuple[MovedDayLine, ...]:
        """The last days that a notice has moved, a thousand at most."""
        with self._resources.database.reading() as session:
            found = holidays.moved_by(session, notice, MOST_MOVED)
        return tuple(
            MovedDayLine(case_no=one.case_no, what=one.what, before=one.before, after=one.after) for one in found
        )

    @allowed_to(_KEEPERS, "录入放假安排")
    def enter(self, caller: Caller, entry: HolidayEntry, key: str | None = None) -> HolidayReceipt | Refusal:
        """It waits for a second person."""

        def work(session: Session) -> HolidayReceipt | Refusal:
            kept = holidays.all_notices(session)
            notice = _notice(entry)
            if problems := (*_unsaid(entry), *notice_problems(notice), *_known(notice, kept)):
                return Invalid(problems=problems)
            made = holidays.enter(session, notice, caller.person, self._resources.clock())
            holidays_entered(session, self._resources, made, notice, caller.person)
            message = f"{notice.year}年放假安排已录入，须由另一位事项管理员确认后生效。"
            return HolidayReceipt(id=made, message=message)

        content = entry.model_dump(mode="json")
        return self._change(
            Operation(caller, "录入放假安排", str(entry.year), key=key, content=content), work, HolidayReceipt
        )

    @allowed_to(_KEEPERS, "确认放假安排")
    def confirm(self, caller: Caller, notice: int, key: str | None = None) -> HolidayReceipt | Refusal:
        """It holds from now on, as the second person says or the machine's own administration."""

        def work(session: Session) -> HolidayReceipt | Refusal:
            kept, now = holidays.find(session, notice), self._resources.clock()
            if kept is None:
                return NotFound(what="该放假安排")
            if not open_to(kept, caller):
                return NotPossible(action="确认放假安排", why=_OVER if kept.settled_at else _SECOND)
            if not holidays.put_into_force(session, notice, caller.person, now):
                return NotPossible(action="确认放假安排", why=_OVER)
            message = f"{kept.notice.year}年放假安排已生效。在办事项的期限会自动重新计算，改变的日期在本页列出。"
            return HolidayReceipt(id=notice, message=message)

        asked = Operation(caller, "确认放假安排", str(notice), key=key, content=notice)
        return self._change(asked, work, HolidayReceipt)

    @allowed_to(_KEEPERS, "退回放假安排")
    def send_back(self, caller: Caller, notice: int, key: str | None = None) -> HolidayReceipt | Refusal:
        """It will not hold; who has entered it may take it back so."""

        def work(session: Session) -> HolidayReceipt | Refusal:
            kept = holidays.find(session, notice)
            if kept is None:
                return NotFound(what="该放假安排")
            if not holidays.send_back(session, notice, caller.person, self._resources.clock()):
                return NotPossible(action="退回放假安排", why=_OVER)
            return HolidayReceipt(id=notice, message=f"{kept.notice.year}年放假安排已退回，可以重新录入。")

        asked = Operation(caller, "退回放假安排", str(notice), key=key, content=notice)
        return self._change(asked, work, HolidayReceipt)


def _notice(entry: HolidayEntry) -> HolidayNotice:
    return HolidayNotice(entry.year, frozenset(entry.days_off), frozenset(entry.working_days), entry.source.strip())


def _unsaid(entry: HolidayEntry) -> tuple[Problem, ...]:
    said = entry.source.strip()
    return () if said else (Problem("source", "请写明放假安排的文号，例如“国办发明电〔2025〕7号”。"),)


def _known(notice: HolidayNotice, kept: Iterable[KeptNotice]) -> tuple[Problem, ...]:
    """One of a year at a time, and none that says what holds already."""
    of_year = [one for one in kept if one.notice.year == notice.year]
    if any(one.settled_at is None for one in of_year):
        return (Problem("year", f"{notice.year}年已有一份放假安排等待确认，请先确认或者退回。"),)
    wanted, newest = (notice.days_off, notice.working_days), in_force(of_year, _year_of)
    same = any(one.id in newest and (one.notice.days_off, one.notice.working_days) == wanted for one in of_year)
    return (Problem("days_off", f"与现行的{notice.year}年放假安排相同，无需再次录入。"),) if same else ()


def _year_of(kept: KeptNotice) -> int:
    return kept.notice.year


def _line(
    kept: KeptNotice, newest: frozenset[int], moved: int, organisation: Organisation, caller: Caller
) -> HolidayNoticeLine:
    state = became(kept, newest)
    return HolidayNoticeLine(
        id=kept.id,
        year=kept.notice.year,
        source=kept.notice.source,
        days_off=tuple(sorted(kept.notice.days_off)),
        working_days=tuple(sorted(kept.notice.working_days)),
        state=state,
        state_name=STATE_NAMES[state],
        entered_by=person_name(organisation, kept.entered_by),
        entered_at=kept.entered_at,
        settled_by=person_name(organisation, kept.settled_by) if kept.settled_by else "",
        settled_at=kept.settled_at,
        moved=moved,
        counted=kept.counted_at is not None,
        open_to_caller=open_to(kept, caller),
    )
