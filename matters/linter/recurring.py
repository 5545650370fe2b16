"""A recurring report (周期性报送): its periods begin where it says, its days lie where they can, one body takes it."""

from collections.abc import Iterator

from matters.language.document import Definition
from matters.language.outcome import PLACEHOLDERS, placeholders_in
from matters.language.places import Path, parts
from matters.language.recurring.periods import MONTHS
from matters.language.recurring.rule import DayOfNext, Recurring
from matters.language.rights import sensitive
from matters.linter.finding import Finding, error

_PLACE: Path = ("recurring",)


def recurring_reports(matter: Definition) -> Iterator[Finding]:
    """What a report that falls due by itself must have, and what no other filing can speak of."""
    rule = matter.recurring
    if rule is None:
        yield from _no_period(matter)
        return
    if rule.first.first != rule.since:
        message = f"{rule.since} 不是报送期的第一日。请改为某一期的第一日，如 {rule.first.first}。"
        yield error("report_since", (*_PLACE, "since"), message)
    yield from _due_in_time(rule)
    yield from _owed_by_somebody(matter, rule)
    yield from _taken_by_one(matter)
    yield from _summed_for_everybody(matter, rule)


def _due_in_time(rule: Recurring) -> Iterator[Finding]:
    if isinstance(rule.due, DayOfNext) and rule.due.month > MONTHS[rule.every]:
        message = f"一期只有 {MONTHS[rule.every]} 个月，没有第 {rule.due.month} 个月。请更正 month。"
        yield error("report_due", (*_PLACE, "due", "month"), message)


def _owed_by_somebody(matter: Definition, rule: Recurring) -> Iterator[Finding]:
    """Who owes it may apply for it."""
    for key in ("levels", "kinds"):
        owing, applies = getattr(rule.owes, key), getattr(matter.guide.applicants, key)
        if owing and applies and not set(owing) <= set(applies):
            message = "应报单位中有不在申请对象之列的，无法提交。请更正 owes，或放宽 guide.applicants。"
            yield error("report_owed_by_nobody", (*_PLACE, "owes", key), message)


def _taken_by_one(matter: Definition) -> Iterator[Finding]:
    """To whom it is owed is known before anything is filled in, and on any day on which it is owed it can be filed."""
    if matter.guide.owner.by_case:
        message = "报送由谁收取须在填报之前确定，不能分情形受理。请删去 by_case。"
        yield error("report_owner", ("guide", "owner", "by_case"), message)
    if matter.guide.access.kind == "offline":
        message = "周期性报送在网上办理。请改为 online，或删去 recurring。"
        yield error("report_offline", ("guide", "access"), message)
    if matter.clock and matter.clock.window:
        message = "每期何时报送由 recurring 规定。请删去 window，以免应报而不能报。"
        yield error("report_window", ("clock", "window"), message)


def _summed_for_everybody(matter: Definition, rule: Recurring) -> Iterator[Finding]:
    """What is added up is shown to everybody who takes the reports."""
    for position, name in enumerate(rule.sums):
        field = matter.field(name)
        if field and sensitive(field):
            message = f"“{field.label}”是敏感内容，不能列入汇总。请删去。"
            yield error("report_sum_sensitive", (*_PLACE, "sums", position), message)


def _no_period(matter: Definition) -> Iterator[Finding]:
    for path, part in parts(matter.outcome):
        text = getattr(part, "text", None) or getattr(part, "title", None)
        if isinstance(text, str) and "report_period" in (placeholders_in(text) or ()):
            what = PLACEHOLDERS["report_period"]
            yield error("no_report_period", ("outcome", *path), f"不是周期性报送的事项，没有“{what}”可写。请删去。")
