"""The door: logins, locks, ends of a login, tokens and accounts, with a clock that is told."""

from itertools import count

import pytest

from flows.adapters.identity import LOCAL_MACHINE, token_digest
from flows.views.people import Caller, SessionView
from matters.errors.base import Refusal
from matters.errors.door import Invalid, LoginRefused, LoginRequired, NotFound
from storage.people import accounts as store
from storage.people import tokens
from tests.flows.service.office import Office

PASSWORD = "correct-horse-9"
ADDRESSES = (f"10.0.{number // 250}.{number % 250}" for number in count())
FREE = iter(
    ("p01", "p02", "p03", "p04", "p05", "p06", "p07", "p08", "p09", "p10", "p11", "p13", "p14", "p15", "p16", "p101")
)


@pytest.fixture
def name(one_office: Office) -> str:
    """An account nobody has used yet."""
    person = next(FREE)
    assert one_office.service.account_keeping.add(LOCAL_MACHINE, f"user-{person}", person, PASSWORD) == f"user-{person}"
    return f"user-{person}"


def login(office: Office, name: str, password: str = PASSWORD, address: str = "") -> SessionView | LoginRefused:
    """Try to log in, from an address of its own unless one is given."""
    return office.service.accounts.login(name, password, address or next(ADDRESSES))


def opened(office: Office, name: str) -> str:
    """The token of a fresh login."""
    session = login(office, name)
    assert isinstance(session, SessionView)
    return session.token


def resolved(office: Office, token: str) -> Caller | Refusal:
    """Who the token stands for."""
    return office.service.accounts.resolve(token, "10.0.0.1")


def test_a_login_stands_for_its_person_with_roles_and_hats(one_office: Office, name: str) -> None:
    """The caller has today's roles, and is never the machine itself."""
    caller = resolved(one_office, opened(one_office, name))
    assert isinstance(caller, Caller)
    assert caller.person == name.removeprefix("user-")
    assert caller.roles
    assert caller.posts
    assert not caller.local


def test_every_failure_reads_the_same(one_office: Office, name: str) -> None:
    """Unknown name, wrong password, disabled account: nobody learns which."""
    with one_office.resources.database.transaction() as session:
        store.set_disabled(session, name, True)
    answers = [
        login(one_office, name),
        login(one_office, name, "wrong"),
        login(one_office, "nobody"),
        login(one_office, ""),
    ]
    assert {answer.message for answer in answers if isinstance(answer, Refusal)} == {LoginRefused().message}
    assert len([answer for answer in answers if isinstance(answer, Refusal)]) == 4


def test_five_wrong_passwords_lock_for_fifteen_minutes(one_office: Office, name: str) -> None:
    """The right one is refused meanwhile, in the same words, and let in afterwards."""
    for _ in range(5):
        assert isinstance(login(one_office, name, "wrong"), LoginRefused)
    assert isinstance(login(one_office, name), LoginRefused)
    one_office.clock.pass_by(minutes=14, seconds=59)
    assert isinstance(login(one_office, name), LoginRefused)
    one_office.clock.pass_by(seconds=2)
    assert isinstance(login(one_office, name), SessionView)


def test_four_wrong_passwords_do_not_lock_and_are_forgotten(one_office: Office, name: str) -> None:
    """连续 means in a row: a right one starts the count again."""
    for _ in range(2):
        for _ in range(4):
            login(one_office, name, "wrong")
        assert isinstance(login(one_office, name), SessionView)


def test_trying_while_locked_does_not_prolong_the_lock(one_office: Office, name: str) -> None:
    """Somebody who knocks every minute cannot keep the owner out for ever."""
    for _ in range(20):
        login(one_office, name, "wrong")
    one_office.clock.pass_by(minutes=15, seconds=1)
    assert isinstance(login(one_office, name), SessionView)


def test_after_a_lock_there_are_five_tries_again(one_office: Office, name: str) -> None:
    """The first slip after the lock does not lock again."""
    for _ in range(5):
        login(one_office, name, "wrong")
    one_office.clock.pass_by(minutes=16)
    login(one_office, name, "wrong")
    assert isinstance(login(one_office, name), SessionView)


def test_an_address_that_guesses_names_is_stopped(one_office: Office, name: str) -> None:
    """Thirty failures from one address refuse even the right password from there, for a quarter of an hour, not elsewhere."""
    for number in range(30):
        login(one_office, f"guess-{number}", "wrong", "10.66.0.1")
    assert isinstance(login(one_office, name, address="10.66.0.1"), LoginRefused)
    assert isinstance(login(one_office, name, address="10.66.0.2"), SessionView)
    one_office.clock.pass_by(minutes=15, seconds=1)
    assert isinstance(login(one_office, name, address="10.66.0.1"), SessionView)


def test_an_idle_login_ends(one_office: Office, name: str) -> None:
    """Sixty minutes without a request; each request begins them anew."""
    token = opened(one_office, name)
    for _ in range(3):
        one_office.clock.pass_by(minutes=59)
        assert isinstance(resolved(one_office, token), Caller)
    one_office.clock.pass_by(minutes=60, seconds=1)
    assert isinstance(resolved(one_office, token), LoginRequired)


def test_a_busy_login_ends_too(one_office: Office, name: str) -> None:
    """Twelve hours at most, however often it is used."""
    token = opened(one_office, name)
    for _ in range(23):
        one_office.clock.pass_by(minutes=30)
        assert isinstance(resolved(one_office, token), Caller)
    one_office.clock.pass_by(minutes=30)
    assert isinstance(resolved(one_office, token), LoginRequired)


def test_logging_out_ends_the_login_at_once(one_office: Office, name: str) -> None:
    """And is recorded once; a second time is nothing."""
    token = opened(one_office, name)
    before = one_office.audited()
    one_office.service.accounts.logout(token)
    one_office.service.accounts.logout(token)
    assert isinstance(resolved(one_office, token), LoginRequired)
    assert one_office.audited() == before + 1
    assert one_office.last_audit().operation == "退出登录"


def test_a_disabled_account_is_out_at_once(one_office: Office, name: str) -> None:
    """Running logins and API tokens included."""
    token = opened(one_office, name)
    api = one_office.service.accounts.add_token(LOCAL_MACHINE, name, "对接")
    assert isinstance(api, str)
    with one_office.resources.database.transaction() as session:
        store.set_disabled(session, name, True)
    assert isinstance(resolved(one_office, token), LoginRequired)
    assert isinstance(resolved(one_office, api), LoginRequired)


def test_an_api_token_stands_for_its_account_until_it_is_revoked(one_office: Office, name: str) -> None:
    """And for nobody afterwards."""
    token = one_office.service.accounts.add_token(LOCAL_MACHINE, name, "对接")
    assert isinstance(token, str)
    one_office.clock.pass_by(days=30)
    caller = resolved(one_office, token)
    assert isinstance(caller, Caller)
    assert caller.username == name
    with one_office.resources.database.transaction() as session:
        tokens.revoke_all(session, name, one_office.clock())
    assert isinstance(resolved(one_office, token), LoginRequired)


def test_an_api_token_ends_with_its_days(one_office: Office, name: str) -> None:
    """A forgotten one does not stay open for ever."""
    token = one_office.service.accounts.add_token(LOCAL_MACHINE, name, "对接")
    assert isinstance(token, str)
    one_office.clock.pass_by(days=one_office.resources.settings.token_days - 1)
    assert isinstance(resolved(one_office, token), Caller)
    one_office.clock.pass_by(days=1)
    assert isinstance(resolved(one_office, token), LoginRequired)


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "密", "'; --"])
def test_a_token_that_never_was_is_nobody(one_office: Office, token: str) -> None:
    """Made-up tokens, and the digest of one."""
    assert isinstance(resolved(one_office, token), LoginRequired)


def test_the_stored_digest_is_no_token(one_office: Office, name: str) -> None:
    """Who reads the database cannot log in with what stands there."""
    assert isinstance(resolved(one_office, token_digest(opened(one_office, name))), LoginRequired)


@pytest.mark.parametrize(
    ("username", "person", "password", "kind"),
    [
        ("weak", "p17", "short", Invalid),
        ("weak", "p17", "onlyletters", Invalid),
        ("weakling", "p17", "weakling-99", Invalid),
        ("somebody", "p999", PASSWORD, NotFound),
    ],
)
def test_an_account_that_cannot_be_made_is_refused_and_recorded(
    one_office: Office, username: str, person: str, password: str, kind: type[Refusal]
) -> None:
    """Weak password, unknown person; one line in the trail each."""
    before, rows = one_office.audited(), one_office.rows()
    answer = one_office.service.account_keeping.add(LOCAL_MACHINE, username, person, password)
    assert isinstance(answer, kind)
    assert (one_office.audited(), one_office.rows()) == (before + 1, rows)


def test_names_and_people_have_one_account(one_office: Office, name: str) -> None:
    """Neither the name nor the person twice."""
    person = name.removeprefix("user-")
    add = one_office.service.account_keeping.add
    assert isinstance(add(LOCAL_MACHINE, "another", person, PASSWORD), Invalid)
    assert isinstance(add(LOCAL_MACHINE, name, "p18", PASSWORD), Invalid)


def test_a_token_for_no_account_is_refused(one_office: Office) -> None:
    """There is nobody it could stand for."""
    assert isinstance(one_office.service.accounts.add_token(LOCAL_MACHINE, "nobody", "x"), NotFound)


def test_the_machine_may_act_for_an_account(one_office: Office, name: str) -> None:
    """The command line names an account; what it then may is what that person may."""
    caller = one_office.service.accounts.local(LOCAL_MACHINE, name)
    assert isinstance(caller, Caller)
    assert not caller.local
    assert isinstance(one_office.service.accounts.local(LOCAL_MACHINE, "nobody"), NotFound)
