"""Drafts: one per person and matter, unreadable without the vault."""

import pytest
from cryptography.exceptions import InvalidTag
from sqlmodel import select, update

from storage import drafts
from storage.database import Database
from storage.tables.people import DraftRow
from tests.storage.samples import VAULT, at


def test_the_last_draft_is_kept(database: Database) -> None:
    """Saving again replaces; dropping forgets."""
    with database.transaction() as session:
        drafts.save(session, VAULT, "li", "seal", {"a": 1}, at(0))
        drafts.save(session, VAULT, "li", "seal", {"a": 2}, at(1))
        drafts.save(session, VAULT, "li", "leave", {"b": 1}, at(2))
    with database.transaction() as session:
        assert drafts.load(session, VAULT, "li", "seal") == {"a": 2}
        assert list(drafts.drafts_of(session, "li").items()) == [("leave", at(2)), ("seal", at(1))]
        assert drafts.load(session, VAULT, "wang", "seal") is None
        assert drafts.drop(session, "li", "seal")
        assert not drafts.drop(session, "li", "seal")
        assert drafts.load(session, VAULT, "li", "seal") is None


def test_a_draft_is_encrypted_for_its_person(database: Database) -> None:
    """No word of it lies open, and it does not decrypt as another person's."""
    with database.transaction() as session:
        drafts.save(session, VAULT, "li", "seal", {"a": "印章遗失"}, at(0))
        assert "印章".encode() not in session.exec(select(DraftRow.payload)).one()
        session.exec(update(DraftRow).values(person="wang"))
        with pytest.raises(InvalidTag):
            drafts.load(session, VAULT, "wang", "seal")
