"""Cases somebody had a part in (已办、委派、抄送): the newest part first, over indexes of persons and with bounded effort."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import BindParameter, bindparam, exists, func, literal, select

from matters.case.items import ASIDE
from storage.database import Session, asked
from storage.searching.finding import EFFORT, CaseFilter, Found, conditions
from storage.tables.base import table_of
from storage.tables.cases import CaseRow, WorkItemHolder, WorkItemRow
from storage.tables.people import Notice
from storage.tables.records import BY_PEOPLE, AuditRow

Part = Literal["decided", "lent", "copied"]
ACTS = 5_000  # of somebody, the latest: what was lent before them has come back

_CASE, _ITEM, _HOLDER = table_of(CaseRow), table_of(WorkItemRow), table_of(WorkItemHolder)
_NOTICE, _AUDIT = table_of(Notice), table_of(AuditRow)
_ME: BindParameter[str] = bindparam("person")
_ACTS = (
    select(_AUDIT.c.object_id, _AUDIT.c.at)
    .where(_AUDIT.c.person == _ME, BY_PEOPLE, _AUDIT.c.operation == "办理待办", _AUDIT.c.outcome == "done")
    .order_by(_AUDIT.c.seq.desc())
    .limit(ACTS)
    .subquery()
)
# Rows keep who decided an item and who holds it, not who has lent it: the cases tell that. Here are those it may be true of.
_LENT = (
    _ITEM.c.handling.in_(("delegated", "asked")),
    func.coalesce(_ITEM.c.state, "") == "open",
    ~exists().where(_HOLDER.c.item_id == _ITEM.c.id, _HOLDER.c.person == _ME),
)
_PARTS = {
    "decided": select(_ITEM.c.case_id, _ITEM.c.purpose, _ITEM.c.decided_at.label("at"))
    .where(_ITEM.c.decided_by == _ME)
    .order_by(_ITEM.c.decided_at.desc()),
    "lent": select(_ITEM.c.case_id, _ITEM.c.purpose, _ACTS.c.at)
    .join_from(_ACTS, _CASE, _CASE.c.case_no == _ACTS.c.object_id)
    .join(_ITEM, _ITEM.c.case_id == _CASE.c.id)
    .where(*_LENT)
    .order_by(_ACTS.c.at.desc()),
    "copied": select(_CASE.c.id.label("case_id"), literal("act").label("purpose"), _NOTICE.c.at)
    .join_from(_NOTICE, _CASE, _CASE.c.case_no == _NOTICE.c.case_no)
    .where(_NOTICE.c.person == _ME, _NOTICE.c.topic == "copy_sent")
    .order_by(_NOTICE.c.id.desc()),
}


@dataclass(frozen=True, slots=True)
class Had:
    """Within which cases one looks: those that somebody had that part in."""

    part: Part
    person: str


def find_parts(session: Session, had: Had, wanted: CaseFilter, most: int) -> Found:
    """So many of these cases that meet every condition.

    What was done beside the handling (协查、办后义务) is not found by what it may not show of its case.
    """
    reached = _PARTS[had.part].limit(EFFORT).subquery()
    told = (reached.c.purpose.not_in(ASIDE),) if wanted.words or wanted.bodies else ()
    rows = (
        select(reached.c.case_id)
        .where(*told, *conditions(wanted, reached.c.case_id))
        .group_by(reached.c.case_id)
        .order_by(func.max(reached.c.at).desc(), reached.c.case_id.desc())
        .limit(most + 1)
    )
    ids = tuple(asked(session, rows, person=had.person).scalars())
    more = len(ids) > most
    count = select(func.count()).select_from(reached)
    cut = not more and int(asked(session, count, person=had.person).scalar_one()) >= EFFORT
    return Found(ids[:most], more, newest_only=cut)
