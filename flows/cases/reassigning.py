"""What follows a change of the organisation: open items get the people who are right now, accounts of who left are closed."""

import logging
from datetime import date
from functools import partial

from flows.cases.deciding import act_on, open_case
from flows.cases.walking import Walk
from flows.resources import Resources
from matters.case.items import OF_APPLICANT, WorkItem
from matters.commands.reports import Reresolve
from matters.errors.base import Refusal
from matters.organisation.applying import last_turn
from matters.organisation.snapshot import SYSTEM, Organisation
from storage import reassigning
from storage.database import Session
from storage.people import accounts, tokens
from storage.people.accounts import AccountRecord
from storage.reassigning import Outdated

BATCH = 100  # items read at once; each is then looked at in a transaction of its own of some milliseconds

_ITEMS = Walk[Outdated](
    logging.getLogger("once.reassigning"),
    lambda item: f"办件 {item.case_no} 的待办 {item.key} 重新确定办理人出错",
    shared=False,
)


def reassign(resources: Resources, limit: int | None = None) -> int:
    """Look again at open items whose holders were found before the organisation last changed or turned.

    At most `limit` items, all without one; returns how many were looked at. Two of these at once do no harm: each item is
    asked for again under the lock of its case. A fault of one item is logged and does not keep the others waiting.
    """
    failed: set[str] = set()
    tried = looked = 0
    while found := _found(resources, failed, BATCH if limit is None else min(BATCH, limit - tried)):
        for item in found:
            if _ITEMS.one(item, partial(_look_again, resources)):
                looked += 1
            else:
                failed.add(item.id)
        tried += len(found)
    return looked


def close_accounts_of_leavers(resources: Resources) -> int:
    """Disable the accounts of people who have left by now, with their logins and tokens; returns how many."""
    with resources.database.reading() as session:
        organisation = resources.organisation(session)
        known = [account for account in accounts.all_accounts(session) if not account.disabled]
    gone = [account for account in known if _left(organisation, account.person, resources)]
    for account in gone:
        with resources.database.transaction() as session:
            close_account(session, resources, account)
    return len(gone)


def close_account(session: Session, resources: Resources, account: AccountRecord) -> None:
    """Disable an account; its logins and tokens end at once."""
    accounts.set_disabled(session, account.username, True)
    accounts.close_logins(session, account.username)
    tokens.revoke_all(session, account.username, resources.clock())


def _left(organisation: Organisation, person_id: str, resources: Resources) -> bool:
    person = organisation.find_person(person_id)
    return person is None or (person.until is not None and person.until < resources.today)


def _found(resources: Resources, failed: set[str], most: int) -> list[Outdated]:
    if most <= 0:
        return []
    with resources.database.reading() as session:
        organisation = resources.organisation(session)
        turn = last_turn(organisation, resources.today)
        # what failed before stands first in the order, so ask for that many more
        found = reassigning.outdated(session, organisation.version, turn, most + len(failed))
    return [item for item in found if item.id not in failed][:most]


def _look_again(resources: Resources, item: Outdated) -> bool:
    """One item in one transaction. Nobody found: it stays with its holders and is marked as unattended (无人可办)."""
    with resources.database.transaction() as session:
        opened = open_case(session, resources, item.case_no, lock=True)
        organisation = resources.organisation(session)
        turn = last_turn(organisation, resources.today)
        if opened is None or not reassigning.is_outdated(session, item.id, organisation.version, turn):
            return False
        answer = act_on(session, resources, opened, Reresolve(actor=SYSTEM, item=item.key), {})
        waiting = None if isinstance(answer, Refusal) else answer.item(item.key)
        nobody = waiting is None or not _attended(waiting, organisation, resources.today)
        return reassigning.note_looked(session, item.id, organisation.version, resources.today, unattended=nobody)


def _attended(item: WorkItem, organisation: Organisation, today: date) -> bool:
    """Whether one of the holders is still there to act; what the applicant owes stays with him, whatever the post."""
    if item.purpose in ("wait", "sub_matter", "validity"):
        return True
    for holder in item.holders:
        person = organisation.find_person(holder.person)
        posts = organisation.posts_of(holder.person, today)
        if (
            person
            and person.valid(today)
            and (item.purpose in OF_APPLICANT or any(post.id == holder.post for post in posts))
        ):
            return True
    return False
