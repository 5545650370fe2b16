"""How recurring reports (周期性报送) stand, read from what was filed."""

from functools import partial

from flows.cases.deciding import world_of
from flows.offering import is_offered
from flows.resources import Resources
from matters.filing.recurring import Standing, owed_by, standings
from matters.language.document import Definition
from matters.language.recurring.periods import Period
from storage.database import Session
from storage.definitions import matters
from storage.recurring import reports


def recurring_matters(session: Session, resources: Resources) -> tuple[Definition, ...]:
    """Those in force that fall due again and again."""
    count = matters.count_published(session)
    found: tuple[Definition, ...] = resources.newest("recurring", count, partial(_recurring, session, resources))
    return found


def _recurring(session: Session, resources: Resources) -> tuple[Definition, ...]:
    known = (resources.definition(session, head.digest) for head in matters.published(session))
    return tuple(matter for matter in known if matter.recurring)


def stand(session: Session, resources: Resources, matter: Definition, period: Period) -> tuple[Standing, ...]:
    """How each body stands with the report of that period."""
    filed = reports.filed_for(session, matter.code, period.key)
    return standings(matter, period, filed, world_of(session, resources))


def owed(session: Session, resources: Resources, matter: Definition, body: str) -> tuple[Standing, ...]:
    """What the body owes still, the period that is due first before the others; nothing of what it cannot file yet."""
    if not is_offered(session, resources, matter, body):
        return ()
    filed = reports.filed_by(session, matter.code, (body,))
    return tuple(reversed(tuple(owed_by(matter, body, filed, world_of(session, resources)))))
