"""Work items (待办): rows that follow the case, with random ids that a page or an address may carry."""

import secrets
from collections.abc import Callable, Iterable

from sqlmodel import col, delete, select, update

from matters.case import Case, WorkItem
from storage.database import Session, changed
from storage.tables import WorkItemHolder, WorkItemRow


def random_id() -> str:
    """An id that cannot be guessed: 80 bits, hexadecimal, so that none begins with a dash on a command line."""
    return secrets.token_hex(10)


def sync(session: Session, case_id: int, case: Case, new_id: Callable[[], str]) -> None:
    """Make the rows say what the case says: new items open, decided ones done, the rest of the closed ones closed."""
    rows = session.exec(select(WorkItemRow).where(WorkItemRow.case_id == case_id)).all()
    known = {row.key: row for row in rows}
    for item in (*case.items, *case.closed):
        if item.key not in known:
            known[item.key] = _open(session, case_id, item, new_id())
        _follow(session, known[item.key], item)
    for item in case.closed:
        if known[item.key].state == "open":
            _close(session, known[item.key].id, case, item)


def _open(session: Session, case_id: int, item: WorkItem, item_id: str) -> WorkItemRow:
    row = WorkItemRow(
        id=item_id,
        case_id=case_id,
        key=item.key,
        step=item.step,
        version=item.version,
        state="open",
        supplement=item.supplement,
        provisional=item.provisional,
        opened_at=item.opened_at,
        due=item.due,
    )
    session.add(row)
    session.flush()
    _hold(session, item_id, item)
    return row


def _follow(session: Session, row: WorkItemRow, item: WorkItem) -> None:
    """A new version of an item has other holders, another due date, or shows something else."""
    if row.version == item.version:
        return
    values = {"version": item.version, "due": item.due, "provisional": item.provisional}
    changed(session, update(WorkItemRow).where(col(WorkItemRow.id) == row.id).values(**values))
    session.exec(delete(WorkItemHolder).where(col(WorkItemHolder.item_id) == row.id))
    _hold(session, row.id, item)


def _hold(session: Session, item_id: str, item: WorkItem) -> None:
    for person, post in _distinct((holder.person, holder.post) for holder in item.holders):
        session.add(WorkItemHolder(item_id=item_id, person=person, post=post, open=True))
    session.flush()


def _close(session: Session, item_id: str, case: Case, item: WorkItem) -> None:
    deed = case.deed_on(item.key)
    values: dict[str, object] = {"state": "closed"}
    if deed:
        values = {
            "state": "done",
            "decided_by": deed.actor.person,
            "decided_post": deed.actor.post,
            "decided_at": deed.at,
            "deed": deed.what,
        }
    changed(session, update(WorkItemRow).where(col(WorkItemRow.id) == item_id).values(**values))
    session.exec(update(WorkItemHolder).where(col(WorkItemHolder.item_id) == item_id).values(open=False))


def _distinct(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return dict.fromkeys(pairs)
