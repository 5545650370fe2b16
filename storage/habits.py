"""What people and their bodies have filed lately (常用事项): read from the indexes of the lists, nothing is kept for it."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import bindparam, select

from storage.database import Session, asked
from storage.tables.base import table_of
from storage.tables.cases import AccessRow, CaseRow

# Of who files twice a year that is a century, of a clerk at a window some months.
LATELY = 200
_CASE, _ACCESS = table_of(CaseRow), table_of(AccessRow)
_OWN = select(_CASE.c.matter).where(_CASE.c.applicant_person == bindparam("person")).order_by(_CASE.c.id.desc())
_LATEST_IDS = (
    select(_ACCESS.c.case_id)
    .distinct()
    .where(_ACCESS.c.body == bindparam("body"))
    .order_by(_ACCESS.c.case_id.desc())
    .limit(LATELY)
)
_THEIRS = select(_CASE.c.matter).where(_CASE.c.id.in_(_LATEST_IDS), _CASE.c.applicant_body == bindparam("body"))


def often_filed(session: Session, person: str, bodies: Collection[str], most: int) -> tuple[str, ...]:
    """So many codes of matters: first what the person has filed most lately, then what else the bodies have."""
    own = Counter(asked(session, _OWN.limit(LATELY), person=person).scalars())
    theirs = Counter(code for body in bodies for code in asked(session, _THEIRS, body=body).scalars())
    ranked = (code for found in (own, theirs) for code, _ in found.most_common())
    return tuple(dict.fromkeys(ranked))[:most]
