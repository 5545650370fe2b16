"""Keys per case: bound to their case and place, useless under another master key, gone when destroyed."""

import pytest
from cryptography.exceptions import InvalidTag
from sqlmodel import select

from storage import vault
from storage.database import Database
from storage.tables.cases import CaseRow
from storage.vault import Vault
from tests.storage.samples import VAULT, begun

CONTENT = {"理由": "印章遗失", "份数": 2}


def test_what_was_encrypted_is_decrypted() -> None:
    """The same content, other bytes each time."""
    key = VAULT.new_key("C1")
    one, two = (key.encrypt(CONTENT, "1") for _ in range(2))
    assert one != two
    assert key.decrypt(one, "1") == key.decrypt(two, "1") == CONTENT


def test_a_text_moved_elsewhere_does_not_decrypt() -> None:
    """Neither to another act of the case nor to another case, nor with a bit changed."""
    key = VAULT.new_key("C1")
    sealed = key.encrypt(CONTENT, "1")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for forged, place, who in [(sealed, "2", key), (sealed, "1", VAULT.new_key("C1")), (changed, "1", key)]:
        with pytest.raises(InvalidTag):
            who.decrypt(forged, place)


def test_the_stored_key_opens_only_for_its_case_and_master(database: Database) -> None:
    """A wrapped key copied to another case, or read under another master key, is refused."""
    with database.transaction() as session:
        one, two = begun(session, "C1"), begun(session, "C2")
        key = VAULT.case_key(one.case_no, one.wrapped_key)
        assert key is not None
        again = VAULT.case_key(one.case_no, one.wrapped_key)
        assert again is not None
        assert again.decrypt(key.encrypt(CONTENT, "1"), "1") == CONTENT
        with pytest.raises(InvalidTag):
            Vault(b"x" * 32).case_key(one.case_no, one.wrapped_key)
        with pytest.raises(InvalidTag):
            VAULT.case_key(two.case_no, key.wrapped)


def test_digests_are_salted_per_case() -> None:
    """The same words in two cases cannot be recognised by their digests."""
    one, two = VAULT.new_key("C1"), VAULT.new_key("C2")
    assert one.digest(CONTENT) == one.digest(dict(reversed(CONTENT.items())))
    assert one.digest(CONTENT) != two.digest(CONTENT)


def test_destroying_takes_the_title_too(database: Database) -> None:
    """The title is the applicant's own words."""
    with database.transaction() as session:
        vault.destroy(session, begun(session).id)
        assert session.exec(select(CaseRow.wrapped_key, CaseRow.title)).one() == (None, None)


def test_the_plain_key_is_not_shown() -> None:
    """It stays out of logs and tracebacks."""
    key = VAULT.new_key("C1")
    assert repr(key._plain) not in repr(key)


def test_a_master_key_of_another_length_is_refused() -> None:
    """32 bytes."""
    with pytest.raises(ValueError, match="16 bytes"):
        Vault(b"k" * 16)
