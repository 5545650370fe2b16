"""The desk of the assessment (考核): schemes drafted by one and published by another, and the scores that follow from them."""

from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import allowed_to, roles
from flows.service.shown.oversight.assessments import in_force, keeps, open_to, scheme_line, score_sheet
from flows.views.assessing.schemes import (
    SchemeEntry,
    SchemeList,
    SchemeReceipt,
    SchemeRemark,
    ScoreSheet,
)
from flows.views.oversight.house_rules import RegionChoice
from flows.views.people import Caller
from matters.assessing.scheme import Scheme
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import NotPossible
from matters.figures.catalogue import FIGURES
from matters.organisation.snapshot import Organisation
from storage.database import Session
from storage.overseeing import assessments

_KEEPERS = roles("matter_admin", local=True)
_READERS = roles("supervisor", "matter_admin", local=True)
_SECOND = "须由另一位事项管理员发布，您是起草人"
_OVER = "这份办法已经发布或者退回，请刷新页面查看"
_WHAT = "该考核办法"


class AssessmentDesk(WorkingDesk):
    """What is published never changes: a further scheme of the same region and year replaces it, and both can be read."""

    @allowed_to(_READERS, "查看考核办法")
    def list(self, caller: Caller) -> SchemeList:
        """Every scheme; supervisors read those that were published."""
        with self._resources.database.reading() as session:
            kept, organisation = assessments.all_schemes(session), self._resources.organisation(session)
        shown = kept if keeps(caller) else [one for one in kept if one.number]
        newest = in_force(kept)
        return SchemeList(
            lines=tuple(scheme_line(one, newest, organisation, caller) for one in shown),
            regions=tuple(RegionChoice(code=one.code, name=one.name) for one in organisation.regions),
            figures=tuple(figure.name for figure in FIGURES),
            year=self._resources.today.year,
        )

    @allowed_to(_KEEPERS, "检查考核办法")
    def check(self, caller: Caller, entry: SchemeEntry) -> tuple[SchemeRemark, ...]:
        """Everything that cannot be right with a draft, while it is written."""
        with self._resources.database.reading() as session:
            found = _problems(session, self._resources.organisation(session), _scheme(entry))
        return tuple(SchemeRemark(target=one.target, message=one.message) for one in found)

    @allowed_to(_KEEPERS, "起草考核办法")
    def enter(self, caller: Caller, entry: SchemeEntry, key: str | None = None) -> SchemeReceipt | Refusal:
        """It waits for a second person."""

        def work(session: Session) -> SchemeReceipt | Refusal:
            scheme = _scheme(entry)
            if problems := _problems(session, self._resources.organisation(session), scheme):
                return Invalid(problems=problems)
            made = assessments.enter(session, scheme, caller.person, self._resources.clock())
            return SchemeReceipt(id=made, message=f"“{scheme.name}”已起草，须由另一位事项管理员核对后发布。")

        content = entry.model_dump(mode="json")
        asked = Operation(caller, "起草考核办法", f"{entry.region} {entry.year}", key=key, content=content)
        return self._change(asked, work, SchemeReceipt)

    @allowed_to(_KEEPERS, "发布考核办法")
    def publish(self, caller: Caller, scheme: int, key: str | None = None) -> SchemeReceipt | Refusal:
        """It holds from now on, as the second person says or the machine's own administration."""

        def work(session: Session) -> SchemeReceipt | Refusal:
            kept = assessments.find(session, scheme)
            if kept is None:
                return NotFound(what=_WHAT)
            if not open_to(kept, caller):
                return NotPossible(action="发布考核办法", why=_OVER if kept.settled_at else _SECOND)
            if not assessments.publish(session, scheme, caller.person, self._resources.clock()):
                return NotPossible(action="发布考核办法", why=_OVER)
            return SchemeReceipt(id=scheme, message=f"“{kept.scheme.name}”已发布，内容不再改变。")

        return self._change(
            Operation(caller, "发布考核办法", str(scheme), key=key, content=scheme), work, SchemeReceipt
        )

    @allowed_to(_KEEPERS, "退回考核办法")
    def send_back(self, caller: Caller, scheme: int, key: str | None = None) -> SchemeReceipt | Refusal:
        """It will not hold; who has drafted it may take it back so."""

        def work(session: Session) -> SchemeReceipt | Refusal:
            if assessments.find(session, scheme) is None:
                return NotFound(what=_WHAT)
            if not assessments.send_back(session, scheme, caller.person, self._resources.clock()):
                return NotPossible(action="退回考核办法", why=_OVER)
            return SchemeReceipt(id=scheme, message="考核办法已退回，可以重新起草。")

        return self._change(
            Operation(caller, "退回考核办法", str(scheme), key=key, content=scheme), work, SchemeReceipt
        )

    @allowed_to(roles("supervisor"), "查看考核得分")
    def scores(self, caller: Caller, scheme: int) -> ScoreSheet | NotFound:
        """By a published scheme, of the bodies that the caller watches over today, and how many others it assesses."""
        with self._resources.database.reading() as session:
            return score_sheet(session, self._resources, self._reach(session, caller), scheme) or NotFound(what=_WHAT)


def _scheme(entry: SchemeEntry) -> Scheme:
    return Scheme.of(entry.model_dump())


def _problems(session: Session, organisation: Organisation, scheme: Scheme) -> tuple[Problem, ...]:
    """Of itself, and with what is there: one of a region and year waits at a time, and none says what holds already."""
    if all(one.code != scheme.region for one in organisation.regions):
        return (Problem("region", "没有这个地区，请从地区中选择。"), *scheme.problems())
    kept = assessments.all_schemes(session)
    theirs = [one for one in kept if (one.scheme.region, one.scheme.year) == (scheme.region, scheme.year)]
    known: tuple[Problem, ...] = ()
    if any(one.settled_at is None for one in theirs):
        known = (Problem("year", f"该地区 {scheme.year} 年度已有一份办法等待发布，请先发布或者退回。"),)
    elif any(one.id in in_force(theirs) and one.scheme == scheme for one in theirs):
        known = (Problem("year", "与已发布的办法相同，无需再次起草。"),)
    return (*known, *scheme.problems())
