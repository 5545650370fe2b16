"""Who may stand in for whom now (代理): asked of the same pure rule by queues, pages, acts and notices."""

from collections.abc import Iterable

from flows.cases.deciding import Opened, open_case, open_cases, world_of
from flows.resources import Resources
from matters.case.items import WorkItem
from matters.case.values import ItemKey
from matters.organisation.snapshot import Holder
from matters.who.standing_in import covers, principal_of
from storage import queues
from storage.database import Session
from storage.people import proxies

# Of all that may be covered, so many are looked into at a time, what is due first before the rest: the rule reads the case
# itself, and a case is read and folded in about a millisecond. The others follow as those are done.
MOST = 100


def covered_items(session: Session, resources: Resources, agent: str) -> dict[str, Holder]:
    """The ids of the open items on which the person may act in somebody's stead, each with in whose."""
    given = proxies.of_agent(session, agent, resources.today)
    found = queues.of_principals(session, given, MOST) if given else ()
    opened = open_cases(session, resources, (item.case for item in found)) if found else {}
    covered: dict[str, Holder] = {}
    for item in found:
        one = opened[item.case.id]
        waiting, world = one.case.item(item.key), world_of(session, resources, given)
        principal = principal_of(agent, one.matter, one.case, waiting, one.filed, world) if waiting else None
        if principal:
            covered[item.id] = principal
    return covered


def stands_in(
    session: Session, resources: Resources, agent: str, opened: Opened, key: ItemKey | None = None
) -> Holder | None:
    """In whose stead the person may act in the case: on the item of that key, open or not, or on any that is open."""
    given = proxies.of_agent(session, agent, resources.today)
    if not given:
        return None
    filed, world = opened.filed, world_of(session, resources, given)
    items = opened.case.items if key is None else _items(opened, key)
    found = (principal_of(agent, opened.matter, opened.case, item, filed, world) for item in items)
    return next((principal for principal in found if principal), None)


def covered_steps(session: Session, resources: Resources, agent: str, opened: Opened) -> frozenset[str]:
    """The steps of the case at which the person may act in somebody's stead on an open item."""
    given = proxies.of_agent(session, agent, resources.today)
    case, matter, filed, world = opened.case, opened.matter, opened.filed, world_of(session, resources, given)
    covered = (item for item in case.items if given and principal_of(agent, matter, case, item, filed, world))
    return frozenset(item.step for item in covered)


def stands_in_at(session: Session, resources: Resources, agent: str, item_id: str) -> Holder | None:
    """In whose stead the person may act on the open item of that id."""
    place = queues.place_of(session, item_id)
    opened = open_case(session, resources, place.case_no) if place else None
    if place is None or opened is None or opened.case.item(place.key) is None:
        return None
    return stands_in(session, resources, agent, opened, place.key)


def agents_of(
    session: Session, resources: Resources, opened: Opened, people: Iterable[str], key: ItemKey | None = None
) -> dict[str, str]:
    """Who may act in the stead of one of these people on the open item of that key, or on any; each with in whose."""
    given = proxies.of_principals(session, people, resources.today)
    filed, world = opened.filed, world_of(session, resources, given)
    items = [item for item in opened.case.items if key in (None, item.key)]
    return {
        proxy.agent: proxy.principal.person
        for proxy in given
        if any(covers(proxy, opened.matter, opened.case, item, filed, world) is None for item in items)
    }


def _items(opened: Opened, key: ItemKey) -> tuple[WorkItem, ...]:
    return tuple(item for item in (*opened.case.items, *opened.case.closed) if item.key == key)
