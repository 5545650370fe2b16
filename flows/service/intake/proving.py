"""A password that somebody gives to prove who they are (身份确认): tried, counted and locked alike wherever one is asked for."""

from datetime import datetime, timedelta

from flows.adapters.identity import LOCK_AFTER, LOCK_MINUTES
from flows.resources import Resources
from storage.database import Session
from storage.people import accounts
from storage.people.accounts import AccountRecord

_ADDRESS_LIMIT = 30  # failed tries from one address within the lock time


def tried(resources: Resources, username: str, password: str, address: str) -> tuple[AccountRecord | None, bool]:
    """The account that the password opens, if any; and whether nothing opens it now. It takes the same time whatever fails."""
    now = resources.clock()
    with resources.database.reading() as session:
        account = accounts.find_account(session, username)
        tries = accounts.attempts_from(session, address, now - timedelta(minutes=LOCK_MINUTES))
    fits = resources.identity.proven(account, password)
    until = account.locked_until if account else None
    locked = tries >= _ADDRESS_LIMIT or bool(until and until > now)
    return (account if fits and not locked else None), locked


def count_failure(session: Session, username: str, address: str, now: datetime) -> None:
    """One more wrong password. What is tried while locked is not to be counted, else waiting would not help anybody."""
    account = accounts.find_account(session, username)
    if account and account.locked_until:  # a lock that is over: five new tries
        accounts.note_success(session, username)
    accounts.note_attempt(session, address, now)
    accounts.note_failure(session, username, LOCK_AFTER, now + timedelta(minutes=LOCK_MINUTES))
