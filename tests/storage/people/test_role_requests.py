"""Roles that are asked for: they wait until somebody settles them, and that happens once."""

from dataclasses import replace
from datetime import date

import pytest

from storage.collisions import RoleRequestTakenError
from storage.database import Database
from storage.people import role_requests
from storage.people.role_requests import RoleRequest
from tests.storage.samples import NOON

ASKED = RoleRequest("r1", "p1", "audit_admin", date(2026, 3, 2), None, "p78", NOON)


def test_a_request_waits_until_it_is_settled_and_is_settled_once(database: Database) -> None:
    """Granted or dropped: of two administrators the first counts."""
    with database.transaction() as session:
        role_requests.add(session, ASKED)
        role_requests.add(session, RoleRequest("r2", "p1", "org_admin", date(2026, 3, 2), None, "p78", NOON))
    with database.reading() as session:
        assert [one.id for one in role_requests.waiting(session)] == ["r1", "r2"]
        assert role_requests.waiting(session)[0] == ASKED
    with database.transaction() as session:
        assert role_requests.settle(session, ASKED, granted=True, by="p80", now=NOON)
        assert not role_requests.settle(session, ASKED, granted=False, by="p81", now=NOON)
        assert [one.id for one in role_requests.waiting(session)] == ["r2"]


def test_what_is_asked_for_already_is_asked_for_once(database: Database) -> None:
    """The same role of the same person, until that is settled; whoever asks, and from whatever day."""
    again = replace(ASKED, id="r3", asked_by="p79", since=date(2026, 4, 1))
    with database.transaction() as session:
        role_requests.add(session, ASKED)
    with pytest.raises(RoleRequestTakenError), database.transaction() as session:
        role_requests.add(session, again)
    with database.transaction() as session:
        assert role_requests.settle(session, ASKED, granted=False, by="p80", now=NOON)
        role_requests.add(session, again)
