"""What a limit hangs on (提前量、分情形时限、起算) must be known when it is applied, and how far it may be moved (延长)."""

from collections.abc import Iterator

from matters.language.branches import sources
from matters.language.clock import AtOnce, CaseLimit, FromField, FromStep, WorkingDays
from matters.language.document import Definition
from matters.language.form import FormField, conditional
from matters.language.places import Path, parts
from matters.language.quantities import ValueKind
from matters.language.rights import filled_at
from matters.language.route.steps import Acceptance, Decide, of_kind, walk
from matters.linter.finding import Finding, error, warning

_PLACE: Path = ("clock", "advance")
_STARTS: Path = ("clock", "starts")
_EXTENSION: Path = ("extension",)


def lead_times(matter: Definition) -> Iterator[Finding]:
    """Neither nothing nor hours of a day, and no answer of the office decides."""
    lead = matter.clock.advance if matter.clock else None
    if lead is None:
        return
    if not lead.working_days and not lead.hours:
        message = "没有写明提前多久。请写明 working_days（工作日）或 hours（小时），或删去 advance。"
        yield error("no_lead_time", _PLACE, message)
    field = matter.field(lead.before_field)
    if lead.hours and field and field.holds is ValueKind.DATE:
        message = f"“{field.label}”只填日期，不能按小时提前。请改用 working_days，或者改用填写日期和时间的填报项。"
        yield error("hours_before_a_day", (*_PLACE, "hours"), message)
    for key in ("before_field", "urgent_exempt"):
        yield from _known_too_late(matter.field(getattr(lead, key) or ""), (*_PLACE, key))


def _known_too_late(field: FormField | None, place: Path) -> Iterator[Finding]:
    if field and field.filled_by == "office":
        message = f"“{field.label}”由受理机构填写，提交时还不知道，不能据此要求提前申请。请改用申请人填写的内容。"
        yield error("lead_time_unknown", place, message)


def extensions(matter: Definition) -> Iterator[Finding]:
    """What ends the same day is not extended; nor is anything by more than it may take, where the law says how long that is."""
    clock, rule = matter.clock, matter.extension
    if clock is None or rule is None:
        return
    if isinstance(clock.promised, AtOnce):
        message = "即办件当日办结，不存在延长期限。请删去 extension，或改为承诺件。"
        yield error("extension_of_a_day", _EXTENSION, message)
    if isinstance(clock.legal, WorkingDays) and rule.at_most_days > clock.legal.days:
        message = f"延长的天数超过法定时限本身（{clock.legal.days} 个工作日）。请核对设定依据，缩短 at_most_days。"
        yield warning("extension_beyond_law", (*_EXTENSION, "at_most_days"), message)


def starts(matter: Definition) -> Iterator[Finding]:
    """Every case comes to where its clock begins, and before its decision; a day that is said is known by the acceptance."""
    start = matter.clock.starts if matter.clock else None
    if isinstance(start, FromStep):
        yield from _from_step(matter, start)
    field = matter.field(start.field) if isinstance(start, FromField) else None
    if field and (conditional(field) or (field.filled_by == "office" and field.id not in _known_at_acceptance(matter))):
        message = f"受理时“{field.label}”可能还没有填，期限无从起算。请改用受理前必填的日期。"
        yield error("start_unknown", _STARTS, message)


def _from_step(matter: Definition, start: FromStep) -> Iterator[Finding]:
    here = next((n for n, step in enumerate(matter.steps) if step.id == start.step), None)
    if here is None:
        if matter.find_step(start.step):
            message = f"“{matter.called(start.step)}”在分支里，办件不经过它时期限永不起算。请改用主线上的环节。"
            yield error("start_uncertain", _STARTS, message)
        return
    if of_kind(matter.steps[: here + 1], Decide) or not of_kind(matter.steps[:here], Acceptance):
        message = (
            f"期限不能自“{matter.called(start.step)}”起算。请改用受理之后、决定之前的环节；自受理起算的，写 accepted。"
        )
        yield error("start_out_of_place", _STARTS, message)


def _known_at_acceptance(matter: Definition) -> frozenset[str]:
    first = next((step for step in walk(matter.steps) if isinstance(step, Acceptance)), None)
    return filled_at(first) if first else frozenset()


def limits_by_case(matter: Definition) -> Iterator[Finding]:
    """Which limit a case has is told by what the applicant says, or what is filled in when it is accepted."""
    from_filing = matter.clock is not None and matter.clock.starts == "submitted"
    known = frozenset() if from_filing else _known_at_acceptance(matter)
    for path, part in parts(matter.clock):
        looked_at = sources(matter, part.when.looks_at) if isinstance(part, CaseLimit) else ()
        for field in filter(None, map(matter.field, looked_at)):
            if field.filled_by == "office" and field.id not in known:
                message = f"受理时“{field.label}”还没有填，不能决定适用哪个时限。请改用申请时或受理时填写的内容。"
                yield error("limit_unknown", ("clock", *path, "when"), message)
