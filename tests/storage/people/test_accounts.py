"""Accounts, logins and tokens: counted, locked, closed, revoked."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.collisions import CollisionError, NameTakenError
from storage.database import Database
from storage.people import accounts
from tests.storage.samples import NOON, at


@pytest.fixture
def with_li(database: Database) -> Database:
    """A database with the account of Li."""
    with database.transaction() as session:
        accounts.add_account(session, "lihua", "li", "hash", NOON)
    return database


def test_an_account_is_found_by_name(with_li: Database) -> None:
    """As it was made."""
    with with_li.reading() as session:
        found = accounts.find_account(session, "lihua")
        assert found is not None
        assert (found.person, found.password_hash, found.disabled, found.failures) == ("li", "hash", False, 0)
        assert accounts.all_accounts(session) == (found,)
        assert accounts.find_account(session, "nobody") is None


@pytest.mark.parametrize(("username", "person"), [("lihua", "wang"), ("other", "li")])
def test_names_and_people_are_taken_once(with_li: Database, username: str, person: str) -> None:
    """One username, one account per person."""
    with pytest.raises(NameTakenError), with_li.transaction() as session:
        accounts.add_account(session, username, person, "hash", NOON)


def test_wrong_passwords_are_counted_and_lock(with_li: Database) -> None:
    """The fifth locks; a right one afterwards forgets them."""
    with with_li.transaction() as session:
        assert [accounts.note_failure(session, "lihua", 5, at(900)) for _ in range(4)] == [1, 2, 3, 4]
        assert accounts.find_account(session, "lihua").locked_until is None  # type: ignore[union-attr]
        assert accounts.note_failure(session, "lihua", 5, at(900)) == 5
        assert accounts.find_account(session, "lihua").locked_until == at(900)  # type: ignore[union-attr]
        assert accounts.note_success(session, "lihua")
        found = accounts.find_account(session, "lihua")
        assert found is not None
        assert (found.failures, found.locked_until) == (0, None)
        assert accounts.note_failure(session, "nobody", 5, at(900)) == 0


def test_no_wrong_password_is_lost_among_threads(with_li: Database) -> None:
    """Guessing in parallel does not get more tries."""

    def fail(_: int) -> None:
        with with_li.transaction() as session:
            accounts.note_failure(session, "lihua", 99, at(900))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fail, range(24)))
    with with_li.reading() as session:
        assert accounts.find_account(session, "lihua").failures == 24  # type: ignore[union-attr]


def test_an_account_can_be_disabled(with_li: Database) -> None:
    """And enabled again."""
    with with_li.transaction() as session:
        assert accounts.set_disabled(session, "lihua", True)
        assert accounts.find_account(session, "lihua").disabled  # type: ignore[union-attr]
        assert not accounts.set_disabled(session, "nobody", True)


def test_attempts_count_by_address_and_time(database: Database) -> None:
    """Only those of that address and not the old ones."""
    with database.transaction() as session:
        for second, address in enumerate(("a", "a", "b", "a")):
            accounts.note_attempt(session, address, at(second))
        assert accounts.attempts_from(session, "a", at(1)) == 2


def test_a_login_lives_until_it_is_closed(with_li: Database) -> None:
    """Opened, used, closed; another one of the same account stays open."""
    with with_li.transaction() as session:
        for digest in ("d1", "d2"):
            accounts.open_login(session, digest, "lihua", "127.0.0.1", at(0), at(3600))
        assert accounts.touch_login(session, "d1", at(60))
        found = accounts.find_login(session, "d1")
        assert found is not None
        assert (found.username, found.last_seen, found.expires_at) == ("lihua", at(60), at(3600))
        assert accounts.close_login(session, "d1")
        assert not accounts.close_login(session, "d1")
        assert accounts.find_login(session, "d1") is None
        assert accounts.find_login(session, "d2") is not None


def test_what_has_expired_is_forgotten(with_li: Database) -> None:
    """Logins past their end and old attempts; nothing else."""
    with with_li.transaction() as session:
        accounts.open_login(session, "old", "lihua", "a", at(0), at(10))
        accounts.open_login(session, "new", "lihua", "a", at(0), at(99))
        accounts.note_attempt(session, "a", at(0))
        accounts.note_attempt(session, "a", at(20))
        assert accounts.forget_expired(session, at(10), at(20)) == 2
        assert accounts.find_login(session, "new") is not None
        assert accounts.attempts_from(session, "a", at(0)) == 1


def test_a_login_needs_its_account(database: Database) -> None:
    """The foreign key holds on both databases."""
    with pytest.raises(CollisionError), database.transaction() as session:
        accounts.open_login(session, "d", "nobody", "a", at(0), at(10))
