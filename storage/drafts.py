"""Drafts (草稿) of filings and supplements, encrypted with the draft's key from the vault."""

from datetime import datetime

from sqlmodel import col, delete, select

from matters.organisation.snapshot import Holder
from storage.database import Session, changed
from storage.tables.base import JsonObject
from storage.tables.people import OF_ITEM, DraftRow
from storage.vault import Vault

PLACE = "draft"
_FOR = "@"


def of_item(item_id: str) -> str:
    """The name, in the place of a matter's code, under which is kept what a person has begun on an item: 补正, or an opinion.

    It is saved under the lock of the case, while the item is open, and forgotten in the transaction that closes the item.
    """
    return f"{OF_ITEM}{item_id}"


def of_filing(matter: str, applicant: Holder | None = None) -> str:
    """The name of what somebody begins to file: the matter's code, and for whom it is if for somebody else (代办、窗口登记)."""
    return f"{matter}{_FOR}{applicant.person}/{applicant.post}" if applicant else matter


def save(session: Session, vault: Vault, person: str, matter: str, content: JsonObject, now: datetime) -> None:
    """Keep the draft of that person and matter; the one before is replaced."""
    payload = vault.draft_key(person, matter).encrypt(content, PLACE)
    session.merge(DraftRow(person=person, matter=matter, payload=payload, updated_at=now))
    session.flush()


def load(session: Session, vault: Vault, person: str, matter: str) -> JsonObject | None:
    """The draft."""
    one = select(DraftRow.payload).where(DraftRow.person == person, DraftRow.matter == matter)
    payload = session.exec(one).first()
    return None if payload is None else vault.draft_key(person, matter).decrypt(payload, PLACE)


def contents(session: Session, vault: Vault, person: str) -> tuple[JsonObject, ...]:
    """All drafts of a person."""
    rows = session.exec(select(DraftRow.matter, DraftRow.payload).where(DraftRow.person == person))
    return tuple(vault.draft_key(person, matter).decrypt(payload, PLACE) for matter, payload in rows)


def drafts_of(session: Session, person: str) -> dict[str, datetime]:
    """Matters of which a person has a draft, with the time of the last change, newest first."""
    rows = select(DraftRow.matter, DraftRow.updated_at).where(DraftRow.person == person)
    return dict(session.exec(rows.order_by(col(DraftRow.updated_at).desc())).all())


def filings_of(session: Session, person: str) -> dict[str, datetime]:
    """The same of one's own filings alone: what is begun on an item stands with the item."""
    found = drafts_of(session, person)
    return {matter: at for matter, at in found.items() if not matter.startswith(OF_ITEM) and _FOR not in matter}


def drop(session: Session, person: str, matter: str) -> bool:
    """Forget the draft, for it was filed or thrown away."""
    return changed(session, delete(DraftRow).where(col(DraftRow.person) == person, col(DraftRow.matter) == matter))
