"""Identity: hashes, weak passwords, tokens, and the caller behind a person."""

from datetime import UTC, date, datetime

import pytest

from flows.adapters.identity import (
    LOCAL_MACHINE,
    Identity,
    Passwords,
    caller_of,
    new_token,
    password_fits,
    password_hash,
    token_digest,
    weak_password,
)
from storage.definitions.catalog import sample_organisation
from storage.people.accounts import AccountRecord

TODAY = date(2026, 3, 2)


@pytest.fixture(params=[Passwords])
def identity(request: pytest.FixtureRequest) -> Identity:
    """Each way to prove who one is: what every one of them keeps to."""
    made: Identity = request.param()
    return made


@pytest.mark.parametrize("typed", ["", "correct-horse-8", "CORRECT-HORSE-9", "\0", "春" * 5000, "' OR 1=1 --"])
def test_nobody_is_proven_by_what_is_not_their_secret(identity: Identity, typed: str) -> None:
    """Whatever is typed is answered; without an account not even the right secret proves anything."""
    account = AccountRecord(
        "li", "p1", password_hash("correct-horse-9"), False, 0, None, datetime(2026, 3, 2, tzinfo=UTC), False
    )
    assert identity.proven(account, "correct-horse-9")
    assert not identity.proven(account, typed)
    assert not identity.proven(None, "correct-horse-9")


def test_a_password_fits_its_own_hash_alone() -> None:
    """Salted: two hashes of one password differ; unknown accounts and broken hashes fit nothing."""
    one, two = password_hash("correct-horse-9"), password_hash("correct-horse-9")
    assert one != two
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")  # what OWASP asks for at least
    assert password_fits(one, "correct-horse-9")
    assert not password_fits(one, "Correct-horse-9")
    assert not password_fits(None, "correct-horse-9")
    assert not password_fits("garbage", "correct-horse-9")


@pytest.mark.parametrize(
    "password", ["", "short-9", "onlyletters", "12345678901", "----------", "Wang-wei-2026", "Password123"]
)
def test_weak_passwords_are_told_why(password: str) -> None:
    """Ten characters, two kinds, and not around the name."""
    assert weak_password(password, "wang-wei")


@pytest.mark.parametrize("password", ["correct-horse", "k7mq2xp9wd", "春眠不觉晓处处闻啼鸟1"])
def test_sound_passwords_pass(password: str) -> None:
    """Chinese counts as letters."""
    assert weak_password(password, "wang-wei") is None


def test_tokens_are_long_and_stored_as_digests() -> None:
    """256 bits, never the same, never stored."""
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 43 for token in tokens)
    assert len(token_digest("x")) == 64


def test_a_caller_has_the_hats_of_the_day() -> None:
    """p42 left the post at the end of 2025; p41 took one up in 2026."""
    organisation = sample_organisation()
    before = caller_of(organisation, "p42", "p42", date(2025, 12, 31), "")
    after = caller_of(organisation, "p42", "p42", date(2026, 1, 1), "")
    assert before is not None
    assert after is not None
    assert "county_logistics.staff" in {hat.post for hat in before.posts}
    assert "county_logistics.staff" not in {hat.post for hat in after.posts}


def test_nobody_is_behind_an_unknown_person() -> None:
    """A person who is not in the organisation any more."""
    assert caller_of(sample_organisation(), "p999", "x", TODAY, "") is None


def test_only_the_machine_itself_is_local() -> None:
    """It has no person, no role and no hat: it files and decides nothing."""
    assert LOCAL_MACHINE.local
    assert (LOCAL_MACHINE.roles, LOCAL_MACHINE.posts) == (frozenset(), ())
