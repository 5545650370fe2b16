"""API tokens at the service: made under a login, good for their scope and no longer than their end, revoked one by one.

Covers: flows/views/tokens.py, flows/views/scopes.py
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest

from flows.adapters.identity import LOCAL_MACHINE
from flows.views.people import Caller
from flows.views.scopes import covers, needed
from flows.views.tokens import NewToken, TokenLine, TokenList, TokenReceipt, TokenRequest
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, IdempotencyConflict, Invalid, LoginRequired, NotFound, ScopeMissing
from matters.organisation.snapshot import Grant, Organisation
from storage.people import organisations, tokens
from tests.flows.service.office import Office

SECURITY, OTHER_PERSON = "p78", "p20"
NUMBERS = count()


@pytest.fixture(scope="module")
def sqlite_office(new_office: Callable[[str], Office]) -> Office:
    """An office of its own: others open accounts for the same people."""
    return new_office("sqlite")


def caller(office: Office, person: str = OTHER_PERSON) -> Caller:
    """Somebody at a login of their own, with an account that tokens can be made for."""
    who = office.who(person)
    office.service.account_keeping.add(LOCAL_MACHINE, who.username, person, "correct-horse-9")
    return who


def wanted(*scope: str, days: int = 30) -> TokenRequest:
    """A token with a name nobody has."""
    return TokenRequest(name=f"对接{next(NUMBERS)}", scope=scope or ("cases:read",), days=days)


def made(office: Office, who: Caller, request: TokenRequest) -> tuple[str, str]:
    """Id and token."""
    new = office.service.tokens.create(who, request)
    assert isinstance(new, NewToken), new
    assert new.token
    return new.line.id, new.token


def listed(office: Office, who: Caller) -> tuple[TokenLine, ...]:
    """The caller's own."""
    found = office.service.tokens.list(who)
    assert isinstance(found, TokenList)
    return found.items


def used(office: Office, token: str, scope: str | None = None) -> Caller | Refusal:
    """Who the token stands for at a call that needs the scope."""
    return office.service.accounts.resolve(token, "10.0.0.1", scope)


def test_a_token_is_good_for_its_scope_alone(one_office: Office) -> None:
    """To change includes to read; what is not named is refused with its name, and the refusal stands in the trail."""
    who = caller(one_office)
    token_id, token = made(one_office, who, wanted("cases:read", "tasks:write"))
    for scope in ("cases:read", "tasks:read", "tasks:write", ""):
        found = used(one_office, token, scope)
        assert isinstance(found, Caller)
        assert (found.person, found.token, found.scope) == (who.person, token_id, ("cases:read", "tasks:write"))
    for scope in ("cases:write", "matters:read", "cases"):
        refused = used(one_office, token, scope)
        assert isinstance(refused, ScopeMissing)
        assert scope in refused.message
        assert (one_office.last_audit().object_id, one_office.last_audit().code) == (token_id, "scope_missing")


def test_where_no_scope_is_asked_for_a_token_with_limits_is_nobody(one_office: Office) -> None:
    """So no page and no download is open to it, whatever it is put into."""
    _, token = made(one_office, caller(one_office), wanted("cases:write", "tasks:write"))
    assert isinstance(one_office.service.accounts.resolve(token, "10.0.0.1"), LoginRequired)


def test_a_token_made_at_the_machine_is_good_for_everything(one_office: Office) -> None:
    """As those were that earlier releases made."""
    who = caller(one_office)
    token = one_office.service.accounts.add_token(LOCAL_MACHINE, who.username, "对接")
    assert isinstance(token, str)
    found = used(one_office, token)
    assert isinstance(found, Caller)
    assert (found.scope, bool(found.token)) == (None, True)
    line = next(one for one in listed(one_office, who) if one.id == found.token)
    assert (line.name, line.scope) == ("对接", None)
    assert line.expires_at - line.created_at == timedelta(days=one_office.resources.settings.token_days)


def test_no_token_makes_another(one_office: Office) -> None:
    """It would outlive its own end."""
    who = caller(one_office)
    token = one_office.service.accounts.add_token(LOCAL_MACHINE, who.username, "对接")
    assert isinstance(token, str)
    by_token = used(one_office, token)
    assert isinstance(by_token, Caller)
    assert isinstance(one_office.service.tokens.create(by_token, wanted()), Forbidden)


def test_a_token_ends_by_itself(one_office: Office) -> None:
    """On its day, and the list no longer has it."""
    who = caller(one_office)
    token_id, token = made(one_office, who, wanted(days=2))
    one_office.clock.pass_by(hours=47)
    assert isinstance(used(one_office, token, "cases:read"), Caller)
    one_office.clock.pass_by(hours=1)
    assert isinstance(used(one_office, token, "cases:read"), LoginRequired)
    assert token_id not in {one.id for one in listed(one_office, who)}


def test_a_token_ends_when_it_is_revoked_and_the_others_stay(one_office: Office) -> None:
    """By its owner; to somebody else it is not there."""
    who = caller(one_office)
    (first, gone), (_, stays) = made(one_office, who, wanted()), made(one_office, who, wanted())
    stranger = caller(one_office, "p21")
    assert isinstance(one_office.service.tokens.revoke(stranger, first), NotFound)
    assert isinstance(one_office.service.tokens.revoke(who, first), TokenReceipt)
    assert isinstance(used(one_office, gone, "cases:read"), LoginRequired)
    assert isinstance(used(one_office, stays, "cases:read"), Caller)
    assert isinstance(one_office.service.tokens.revoke(who, first), NotFound)


def test_the_last_use_is_written_once_a_minute(one_office: Office) -> None:
    """A program that calls a hundred times a second costs no hundred writes."""
    who = caller(one_office)
    token_id, token = made(one_office, who, wanted())

    def last_used() -> object:
        return next(one.last_used for one in listed(one_office, who) if one.id == token_id)

    assert last_used() is None
    used(one_office, token, "cases:read")
    first = last_used()
    assert first == one_office.clock()
    one_office.clock.pass_by(seconds=59)
    used(one_office, token, "cases:read")
    assert last_used() == first
    one_office.clock.pass_by(seconds=2)
    used(one_office, token, "cases:read")
    assert last_used() == one_office.clock()


def test_an_equal_request_makes_no_second_token_and_tells_no_secret_again(one_office: Office) -> None:
    """Neither is the token among what is kept of the answer."""
    who, request = caller(one_office), wanted()
    first = one_office.service.tokens.create(who, request, "key-1")
    again = one_office.service.tokens.create(who, request, "key-1")
    assert isinstance(first, NewToken)
    assert isinstance(again, NewToken)
    assert (again.line, again.token, bool(first.token)) == (first.line, None, True)
    assert isinstance(one_office.service.tokens.create(who, wanted(), "key-1"), IdempotencyConflict)


@pytest.mark.parametrize(("days", "target"), [(3650, "days"), (1, "name")])
def test_what_is_too_long_or_there_already_is_refused(one_office: Office, days: int, target: str) -> None:
    """Longer than any token may last, or under the name of another one."""
    who, request = caller(one_office), wanted(days=1)
    made(one_office, who, request)
    refused = one_office.service.tokens.create(who, request.model_copy(update={"days": days}))
    assert isinstance(refused, Invalid)
    assert [problem.target for problem in refused.problems] == [target]


def test_an_account_has_no_more_tokens_than_anybody_tells_apart(one_office: Office) -> None:
    """The twenty-first is refused until one is revoked."""
    who = caller(one_office, "p22")
    ids = [made(one_office, who, wanted())[0] for _ in range(20)]
    assert isinstance(one_office.service.tokens.create(who, wanted()), Invalid)
    one_office.service.tokens.revoke(who, ids[0])
    made(one_office, who, wanted())


def _only_a_robot(office: Office, person: str) -> None:
    with office.resources.database.transaction() as session:
        known = office.resources.organisation(session)
        kept = (grant for grant in known.grants if grant.person != person)
        parts = {name: getattr(known, name) for name in Organisation.model_fields}
        grants = (*kept, Grant(person=person, role="robot", scope="county_logistics"))
        organisations.add(
            session, Organisation(**{**parts, "version": known.version + 1, "grants": grants}), office.clock()
        )


def test_the_security_administrator_makes_tokens_of_robots_alone(one_office: Office) -> None:
    """Whoever has a person's token acts as that person; a robot has nobody who could log in. Anybody's may be revoked."""
    guard, person, robot = one_office.who(SECURITY), caller(one_office), caller(one_office, "p23")
    service = one_office.service.tokens
    assert isinstance(service.create_for(guard, person.username, wanted()), Invalid)
    assert isinstance(service.create_for(guard, "nobody", wanted()), NotFound)
    _only_a_robot(one_office, "p23")
    new = service.create_for(guard, robot.username, wanted("tasks:write"))
    assert isinstance(new, NewToken)
    assert new.token
    found = used(one_office, new.token, "tasks:write")
    assert isinstance(found, Caller)
    assert (found.person, set(found.roles)) == ("p23", {"robot"})
    listed = service.of_account(guard, robot.username)
    assert not isinstance(listed, Refusal)
    assert [one.id for one in listed.items] == [new.line.id]
    assert isinstance(service.of_account(guard, "nobody"), NotFound)
    assert isinstance(service.revoke(guard, new.line.id), TokenReceipt)
    assert isinstance(used(one_office, new.token, "tasks:write"), LoginRequired)


def test_only_its_digest_is_kept(one_office: Office) -> None:
    """Who reads the database cannot call with what stands there."""
    who = caller(one_office)
    token_id, token = made(one_office, who, wanted())
    with one_office.resources.database.reading() as session:
        record = tokens.called(session, token_id)
    assert record is not None
    assert token not in (record.token_digest, record.id)
    assert isinstance(used(one_office, record.token_digest, "cases:read"), LoginRequired)


def test_no_scope_covers_the_tokens_themselves_and_every_scope_who_one_is() -> None:
    """A call of a group that nobody has thought of is covered by nothing."""
    assert not covers(("tasks:write",), needed("tokens", changes=False))
    assert covers((), needed("sessions", changes=True))
    assert not covers(("cases:write",), needed("reports", changes=False))
