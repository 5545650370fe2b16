"""API tokens: found while they are good, named by a part of their digest, revoked once."""

import pytest

from storage.collisions import CollisionError
from storage.database import Database
from storage.people import accounts, tokens
from storage.people.tokens import TokenRecord
from tests.storage.samples import NOON, at

DIGEST, OTHER = "ab" * 32, "cd" * 32
ID = DIGEST[:16]


@pytest.fixture
def with_token(database: Database) -> Database:
    """A database with a token of Li that ends at ten."""
    with database.transaction() as session:
        accounts.add_account(session, "lihua", "li", "hash", NOON)
        tokens.add(
            session, TokenRecord(DIGEST, "lihua", "报表程序", at(0), scope="cases:read files:read", expires_at=at(10))
        )
    return database


def test_a_token_is_found_as_it_was_made_until_its_end(with_token: Database) -> None:
    """Its own end or the longest life there is, whichever comes first; without an end of its own the latter."""
    with with_token.transaction() as session:
        found = tokens.find_alive(session, DIGEST, at(9), at(-1))
        assert found is not None
        assert (found.id, found.scopes, found.last_used) == (ID, ("cases:read", "files:read"), None)
        assert tokens.find_alive(session, DIGEST, at(10), at(-1)) is None
        assert tokens.find_alive(session, DIGEST, at(9), at(0)) is None
        tokens.add(session, TokenRecord(OTHER, "lihua", "对接", at(1)))
        assert [(one.label, one.scopes) for one in tokens.alive(session, "lihua", at(20), at(0))] == [("对接", None)]
        assert [one.label for one in tokens.alive(session, "lihua", at(9), at(-1))] == ["对接", "报表程序"]
        assert accounts.activity(session, at(9), at(-1))["lihua"].tokens == 2
        assert accounts.activity(session, at(10), at(-1))["lihua"].tokens == 1


def test_a_token_is_named_by_its_whole_id(with_token: Database) -> None:
    """Not by a part of it, nor by signs that match anything."""
    with with_token.transaction() as session:
        assert tokens.called(session, ID) is not None
        for wrong in ("", ID[:15], DIGEST, "%" * 16, "_" * 16):
            assert tokens.called(session, wrong) is None


def test_a_token_is_revoked_once(with_token: Database) -> None:
    """One, or all of an account; what is revoked is found no more."""
    with with_token.transaction() as session:
        tokens.add(session, TokenRecord(OTHER, "lihua", "对接", at(1)))
        assert tokens.revoke(session, DIGEST, at(2))
        assert not tokens.revoke(session, DIGEST, at(3))
        assert tokens.called(session, ID) is None
        assert tokens.revoke_all(session, "lihua", at(4)) == 1
        assert tokens.alive(session, "lihua", at(5), at(-1)) == ()


def test_the_last_use_is_kept(with_token: Database) -> None:
    """For the owner to see which are idle."""
    with with_token.transaction() as session:
        assert tokens.touch(session, DIGEST, at(5))
        found = tokens.called(session, ID)
        assert found is not None
        assert found.last_used == at(5)


def test_a_token_needs_its_account(database: Database) -> None:
    """The foreign key holds on both databases."""
    with pytest.raises(CollisionError), database.transaction() as session:
        tokens.add(session, TokenRecord(DIGEST, "nobody", "x", at(0)))
