"""Accounts in the hands of their keepers: initial passwords serve once, what is closed is closed at once."""

from datetime import timedelta
from itertools import count
from typing import get_args

import pytest

from flows.adapters.identity import LOCAL_MACHINE
from flows.views.organisation_editing import AccountList, AccountReceipt, InitialPassword
from flows.views.people import Caller, SessionView
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, LoginRefused, LoginRequired, NotFound
from matters.organisation.applying import apply
from matters.organisation.changes import AddPerson
from matters.organisation.snapshot import Grant, Organisation, Role
from storage.people import organisations
from tests.flows.service.office import Office
from tests.matters.stories import replaced

SYSTEM, SECURITY = "p77", "p78"
ADMINISTRATIVE = {"system_admin", "security_admin", "audit_admin", "org_admin", "matter_admin"}
OWN = "my-own-secret-7"
ADDRESSES = (f"10.77.{number // 250}.{number % 250}" for number in count())
FREE = iter(f"p{number}" for number in (*range(19, 37), *range(102, 105)))


def given(office: Office) -> InitialPassword:
    """A new account with its initial password."""
    person = next(FREE)
    made = office.service.account_keeping.create(office.who(SYSTEM), f"kept-{person}", person)
    assert isinstance(made, InitialPassword), made
    return made


def enter(office: Office, made: InitialPassword, password: str = "") -> str:
    """The token of a login."""
    opened = office.service.accounts.login(made.username, password or made.password, next(ADDRESSES))
    assert isinstance(opened, SessionView)
    return opened.token


def at(office: Office, token: str) -> Caller:
    """Who is at the token now."""
    found = office.service.accounts.resolve(token, "10.77.0.0")
    assert isinstance(found, Caller)
    return found


def settled(office: Office, made: InitialPassword) -> str:
    """The initial password is changed to an own one; the token of the login."""
    token = enter(office, made)
    changed = office.service.accounts.change_password(at(office, token), made.password, OWN, token)
    assert changed == made.username
    return token


def test_a_login_says_itself_that_the_initial_password_is_to_be_changed(one_office: Office) -> None:
    """What is answered to the login and what the login is afterwards are one: nothing open in either."""
    made = given(one_office)
    opened = one_office.service.accounts.login(made.username, made.password, next(ADDRESSES))
    assert isinstance(opened, SessionView)
    now = at(one_office, opened.token)
    assert opened.caller.must_change
    assert (opened.caller.must_change, opened.caller.roles, opened.caller.posts) == (True, now.roles, now.posts)


def test_an_initial_password_is_good_for_some_days(one_office: Office) -> None:
    """Others have seen it; unused or not, it ends, until it is reset. One's own does not."""
    days = one_office.resources.settings.initial_password_days
    waiting, own = given(one_office), given(one_office)
    settled(one_office, own)
    one_office.clock.pass_by(days=days - 1)
    token = enter(one_office, waiting)
    one_office.clock.pass_by(days=1)
    assert isinstance(one_office.service.accounts.resolve(token, "10.77.0.0"), LoginRequired)
    assert isinstance(
        one_office.service.accounts.login(waiting.username, waiting.password, next(ADDRESSES)), LoginRefused
    )
    enter(one_office, own, OWN)
    again = one_office.service.account_keeping.reset(one_office.who(SYSTEM), waiting.username)
    assert isinstance(again, InitialPassword)
    assert at(one_office, enter(one_office, again)).must_change


def test_an_initial_password_opens_nothing_but_the_choice_of_an_own_one(one_office: Office) -> None:
    """No role, no hat, not even notices, until it is changed; the same login then has everything."""
    made = given(one_office)
    token = enter(one_office, made)
    newcomer = at(one_office, token)
    assert newcomer.must_change
    assert (newcomer.roles, newcomer.posts) == (frozenset(), ())
    assert isinstance(one_office.service.notices.list(newcomer), Forbidden)
    assert isinstance(one_office.service.matters.list(newcomer), Forbidden)
    assert one_office.service.accounts.change_password(newcomer, made.password, OWN, token) == made.username
    settled_in = at(one_office, token)
    assert not settled_in.must_change
    assert "applicant" in settled_in.roles
    assert isinstance(one_office.service.accounts.login(made.username, made.password, next(ADDRESSES)), LoginRefused)


@pytest.mark.parametrize(
    ("old", "new", "target"),
    [("wrong", OWN, "old"), ("", "short", "new"), ("", "", "new"), ("", "same", "new"), ("", "kept-p{}-99xx", "new")],
)
def test_a_password_that_cannot_be_is_refused(one_office: Office, old: str, new: str, target: str) -> None:
    """Wrong old one, weak, empty, the same again, or around the user name; recorded, and nothing changes."""
    made = given(one_office)
    token = enter(one_office, made)
    wanted = made.password if new == "same" else new.format(made.username.removeprefix("kept-p"))
    refused = one_office.service.accounts.change_password(at(one_office, token), old or made.password, wanted, token)
    assert isinstance(refused, Invalid)
    assert [problem.target for problem in refused.problems] == [target]
    assert one_office.last_audit().outcome == "refused"
    assert at(one_office, token).must_change


def test_guessing_the_present_password_locks_the_account(one_office: Office) -> None:
    """Five wrong ones on the page count like five at the door."""
    made = given(one_office)
    token = settled(one_office, made)
    for _ in range(5):
        one_office.service.accounts.change_password(at(one_office, token), "wrong", "another-one-99", token)
    locked = one_office.service.accounts.change_password(at(one_office, token), OWN, "another-one-99", token)
    assert isinstance(locked, Invalid)


def test_changing_the_password_ends_the_other_logins(one_office: Office) -> None:
    """Who knew the old one is out; the present login stays."""
    made = given(one_office)
    token = settled(one_office, made)
    other = enter(one_office, made, OWN)
    one_office.service.accounts.change_password(at(one_office, token), OWN, "my-next-secret-8", token)
    assert isinstance(one_office.service.accounts.resolve(other, "x"), LoginRequired)
    assert at(one_office, token).username == made.username


def test_a_reset_ends_everything_and_gives_a_new_initial_password(one_office: Office) -> None:
    """Logins and API tokens end; the old password is dead; the new one serves once."""
    made = given(one_office)
    token = settled(one_office, made)
    api = one_office.service.accounts.add_token(LOCAL_MACHINE, made.username, "对接")
    assert isinstance(api, str)
    again = one_office.service.account_keeping.reset(one_office.who(SYSTEM), made.username)
    assert isinstance(again, InitialPassword)
    for ended in (token, api):
        assert isinstance(one_office.service.accounts.resolve(ended, "x"), LoginRequired)
    assert at(one_office, enter(one_office, again)).must_change


def test_a_program_is_not_stopped_by_an_initial_password(one_office: Office) -> None:
    """An API token made afterwards works: nobody could change a password for it."""
    made = given(one_office)
    api = one_office.service.accounts.add_token(LOCAL_MACHINE, made.username, "对接")
    assert isinstance(api, str)
    assert not at(one_office, api).must_change


def test_a_disabled_account_is_out_until_it_is_enabled(one_office: Office) -> None:
    """By either administrator; only the system administrator opens it again, and its old logins stay ended."""
    made = given(one_office)
    token = settled(one_office, made)
    keeping = one_office.service.account_keeping
    assert isinstance(keeping.disable(one_office.who(SECURITY), made.username), AccountReceipt)
    assert isinstance(one_office.service.accounts.resolve(token, "x"), LoginRequired)
    assert isinstance(one_office.service.accounts.login(made.username, OWN, next(ADDRESSES)), LoginRefused)
    assert isinstance(keeping.enable(one_office.who(SECURITY), made.username), Forbidden)
    assert isinstance(keeping.enable(one_office.who(SYSTEM), made.username), AccountReceipt)
    assert isinstance(one_office.service.accounts.resolve(token, "x"), LoginRequired)
    assert at(one_office, enter(one_office, made, OWN))


def test_revoking_ends_logins_and_tokens_and_keeps_the_password(one_office: Office) -> None:
    """For a lost notebook."""
    made = given(one_office)
    settled(one_office, made)
    told = one_office.service.account_keeping.revoke(one_office.who(SECURITY), made.username)
    assert isinstance(told, AccountReceipt)
    assert "1 个登录" in told.message
    assert at(one_office, enter(one_office, made, OWN))


def test_what_is_alive_is_counted(one_office: Office) -> None:
    """A token whose days are over is none, in the list and in the answer to whoever revokes."""
    made, clock, keeping = given(one_office), one_office.clock, one_office.service.account_keeping
    days = one_office.resources.settings.token_days
    for _ in range(2):
        assert isinstance(one_office.service.accounts.add_token(LOCAL_MACHINE, made.username, "对接"), str)
        clock.pass_by(days=days - 1)
    listed = keeping.list(one_office.who(SYSTEM), made.username)
    assert isinstance(listed, AccountList)
    assert [line.tokens for line in listed.items] == [1]
    told = keeping.revoke(one_office.who(SECURITY), made.username)
    assert isinstance(told, AccountReceipt)
    assert told.message == "已收回 0 个登录、1 个接口令牌。"


def test_administrators_are_reset_at_the_machine_only(one_office: Office) -> None:
    """Who resets a password could log in with it: no administrator becomes another."""
    keeping = one_office.service.account_keeping
    made = keeping.create(LOCAL_MACHINE, "audit-admin", "p79")
    assert isinstance(made, InitialPassword)
    refused = keeping.reset(one_office.who(SYSTEM), "audit-admin")
    assert isinstance(refused, Invalid)
    assert "本机" in refused.message
    assert isinstance(keeping.reset(LOCAL_MACHINE, "audit-admin"), InitialPassword)
    refused = keeping.create(one_office.who(SYSTEM), "security-admin", SECURITY)
    assert isinstance(refused, Invalid)
    assert "本机" in refused.message


@pytest.mark.parametrize("role", get_args(Role))
def test_who_is_to_be_an_administrator_counts_as_one(one_office: Office, role: Role) -> None:
    """三员 and those who keep organisation or matters, from a later day too; nobody else, and nobody whose time is over."""
    day, keeping, system = one_office.resources.today, one_office.service.account_keeping, one_office.who(SYSTEM)
    early, late = f"early-{role}".replace("_", "-"), f"late-{role}".replace("_", "-")
    first, second, former = (make_person(one_office, f"备选{name}") for name in "甲乙丙")
    assert isinstance(keeping.create(system, early, first), InitialPassword)
    for person in (first, second):
        grant(one_office, Grant(person=person, role=role, scope="*", since=day + timedelta(days=9)))
    grant(one_office, Grant(person=former, role=role, scope="*", until=day - timedelta(days=1)))
    kind = Invalid if role in ADMINISTRATIVE else InitialPassword
    assert isinstance(keeping.reset(system, early), kind)
    assert isinstance(keeping.create(system, late, second), kind)
    assert isinstance(keeping.create(system, f"former-{role}".replace("_", "-"), former), InitialPassword)
    assert isinstance(keeping.reset(LOCAL_MACHINE, early), InitialPassword)


def make_person(office: Office, name: str) -> str:
    """Somebody new, without post or role."""
    before = organisation(office)
    after = apply(before, AddPerson(name=name, on=office.resources.today), office.resources.today)
    assert isinstance(after, Organisation)
    with office.resources.database.transaction() as session:
        organisations.add(session, after, office.clock())
    return after.people[-1].id


def grant(office: Office, given: Grant) -> None:
    """One more grant."""
    before = organisation(office)
    after = replaced(before, grants=(*before.grants, given), version=before.version + 1)
    with office.resources.database.transaction() as session:
        organisations.add(session, after, office.clock())


def organisation(office: Office) -> Organisation:
    """The organisation of today."""
    with office.resources.database.reading() as session:
        return office.resources.organisation(session)


def test_nobody_locks_himself_out(one_office: Office) -> None:
    """The account one works with."""
    keeping = one_office.service.account_keeping
    keeping.create(LOCAL_MACHINE, SYSTEM, SYSTEM)
    assert isinstance(keeping.disable(one_office.who(SYSTEM), SYSTEM), Invalid)


@pytest.mark.parametrize(("username", "person"), [("Big", "p36"), ("", "p36"), ("x y", "p36"), ("ok-name", "p999")])
def test_an_account_that_cannot_be_made_is_refused(one_office: Office, username: str, person: str) -> None:
    """A name of its form, and a person who is there; recorded."""
    before = one_office.audited()
    assert isinstance(one_office.service.account_keeping.create(LOCAL_MACHINE, username, person), Refusal)
    assert one_office.audited() == before + 1


def test_a_person_has_one_account_and_a_name_one_person(one_office: Office) -> None:
    """Told in words, and an unknown account is not found."""
    made = given(one_office)
    keeping = one_office.service.account_keeping
    person = made.username.removeprefix("kept-")
    assert isinstance(keeping.create(LOCAL_MACHINE, "other-name", person), Invalid)
    assert isinstance(keeping.create(LOCAL_MACHINE, made.username, "p36"), Invalid)
    assert isinstance(keeping.disable(LOCAL_MACHINE, "nobody"), NotFound)


def test_the_list_tells_the_state_of_each_account(one_office: Office) -> None:
    """待改密码, 正常, 停用; found by name, user name or state; and who has none yet."""
    made = given(one_office)
    keeping, who = one_office.service.account_keeping, one_office.who(SECURITY)

    def state() -> str:
        listed = keeping.list(who, made.username)
        assert not isinstance(listed, Refusal)
        (line,) = listed.items
        return line.state

    assert state() == "待改密码"
    settled(one_office, made)
    assert state() == "正常"
    keeping.disable(who, made.username)
    assert state() == "停用"
    listed = keeping.list(who, "停用")
    assert not isinstance(listed, Refusal)
    assert made.username in {line.username for line in listed.items}
    assert made.username.removeprefix("kept-") not in listed.without


def test_an_initial_password_is_not_kept_in_the_trail(one_office: Office) -> None:
    """Neither in the audit row nor with a stored answer."""
    rows = one_office.rows()["idempotency_key"]
    made = given(one_office)
    assert one_office.rows()["idempotency_key"] == rows
    assert made.password not in str(one_office.last_audit())
