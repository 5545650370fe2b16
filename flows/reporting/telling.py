"""Those who have not filed a recurring report (周期性报送) are told: by the clock before and after its last day, or urged."""

import logging
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice

from flows.cases.deciding import world_of
from flows.cases.walking import Walk
from flows.offering import is_offered
from flows.reporting.standing import recurring_matters, stand
from flows.resources import Resources
from matters.calendar import day_text
from matters.filing.recurring import Standing, to_remind
from matters.language.document import Definition
from matters.language.recurring.periods import Period
from matters.organisation.snapshot import Organisation
from storage.database import Session
from storage.notices import Message
from storage.recurring import calls, reports
from storage.recurring.calls import ReportCall

_LOOKED_BACK = 12  # periods: who owes more has been told of the others when their time came

_log = logging.getLogger("once.reporting")
_FAULT = "事项 {} 的报送提醒出错"
_MATTERS = Walk[Definition](_log, lambda matter: _FAULT.format(matter.code))
_TEXTS: Mapping[str, tuple[str, str]] = {
    "before": ("report_due", "“{matter}”{period}应于{due}前报送，贵单位尚未报送，请在“工作台”的“待报送”中填报。"),
    "after": ("report_overdue", "“{matter}”{period}已于{due}截止，贵单位尚未报送，请尽快在“工作台”的“待报送”中填报。"),
}
_URGED = ("report_urged", "收取单位请贵单位尽快报送“{matter}”{period}（{due}截止），请在“工作台”的“待报送”中填报。")


def tell(
    session: Session, resources: Resources, matter: Definition, standing: Standing, occasion: str, by: str | None = None
) -> int:
    """One notice to each of those who file for the body, and a line of it; returns how many were told.

    Whatever is told twice collides with itself, and nothing of the second is kept.
    """
    now, organisation = resources.clock(), resources.organisation(session)
    calls.note(session, matter.code, standing.period.key, ReportCall(standing.body, occasion, now, by))
    topic, text = _TEXTS.get(occasion, _URGED)
    due = day_text(standing.due.day)
    told = text.format(matter=matter.name, period=standing.period.name, due=due)
    key = f"report:{matter.code}:{standing.period.key}:{standing.body}:{occasion}"
    to = _filers(organisation, standing.body, resources)
    resources.channel.tell(session, Message(key, to, "", topic, told, now))
    return len(to)


def _filers(organisation: Organisation, body: str, resources: Resources) -> tuple[str, ...]:
    """The liaison officers among those who may file for it; where none may, all who may."""
    may_file = organisation.with_role(body, "applicant", resources.today)
    liaisons = set(organisation.liaisons(body, resources.today))
    chosen = [hat for hat in may_file if hat in liaisons] or may_file
    return tuple(dict.fromkeys(hat.person for hat in chosen))


def remind(resources: Resources) -> int:
    """Tell every body that has not filed that its report is due soon, and once more that it is overdue; each once.

    Looked at every hour. One transaction for each body; a fault of one body or matter does not keep the others waiting.
    """
    with resources.database.reading() as session:
        found = recurring_matters(session, resources)
    return _MATTERS.each(found, partial(_reminded, resources))


def _reminded(resources: Resources, matter: Definition) -> int:
    bodies = Walk[tuple[Standing, str]](_log, lambda one: f"{_FAULT.format(matter.code)}（{one[0].body}）")
    return bodies.each(_to_tell(resources, matter), lambda one: _told(resources, matter, *one))


def _to_tell(resources: Resources, matter: Definition) -> list[tuple[Standing, str]]:
    """Whom of what: those who have not been told so, of what they can file."""
    with resources.database.reading() as session:
        ended = matter.recurring.ended(resources.today) if matter.recurring else ()
        due = (one for period in islice(ended, _LOOKED_BACK) for one in _due(session, resources, matter, period))
        return [one for one in due if is_offered(session, resources, matter, one[0].body)]


def _due(session: Session, resources: Resources, matter: Definition, period: Period) -> Iterator[tuple[Standing, str]]:
    world = world_of(session, resources)
    known = {(one.body, one.occasion) for one in calls.of_period(session, matter.code, period.key)}
    for one in stand(session, resources, matter, period):
        occasion = to_remind(matter, one, world)
        if occasion and (one.body, occasion) not in known:
            yield one, occasion


def _told(resources: Resources, matter: Definition, standing: Standing, occasion: str) -> bool:
    """Whether it was told now: the report may have come meanwhile, or another process may have told it."""
    with resources.database.transaction() as session:
        filed = reports.filed_by(session, matter.code, (standing.body,))
        if any(one.period == standing.period.key for one in filed):
            return False
        tell(session, resources, matter, standing, occasion)
        return True
