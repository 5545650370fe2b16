"""Urgent use first, materials later (先办后补): whether a filing may do so, what is missing then, and until when it is owed."""

from collections.abc import Collection, Mapping
from datetime import date

from matters.calendar import DueDate
from matters.filing.asked import Values, asked, complete, is_required
from matters.language.clock import ActFirst, WorkingDays
from matters.language.document import Definition
from matters.language.due_dates import due_date
from matters.world import World

Files = Mapping[str, tuple[str, ...]]


def acts_first(matter: Definition, answers: Values, today: date) -> ActFirst | None:
    """The rule by which a filing with these answers may leave its required materials for later; nothing where it may not."""
    rule = matter.clock.act_first if matter.clock else None
    return rule if rule and rule.when.met(complete(matter, answers, today), today) else None


def owed_until(rule: ActFirst, world: World) -> DueDate:
    """The last day for what is owed by a filing of this moment."""
    return due_date(late_limit(rule), world.now, world.calendar)


def late_limit(rule: ActFirst) -> WorkingDays:
    """How long what is owed may take."""
    return WorkingDays(kind="working_days", days=rule.within_working_days)


def demanded(matter: Definition, answers: Values, today: date) -> tuple[str, ...]:
    """The materials that the applicant must hand in with these answers, now or later."""
    says = complete(matter, answers, today)
    return tuple(one.id for one in matter.materials if asked(one) and is_required(one.required, says, today))


def missing(
    matter: Definition, answers: Values, files: Files, today: date, among: Collection[str] | None = None
) -> tuple[str, ...]:
    """Those of them that have not been handed in; only `among` these where some are owed already."""
    wanted = (one for one in demanded(matter, answers, today) if among is None or one in among)
    return tuple(one for one in wanted if not files.get(one))
