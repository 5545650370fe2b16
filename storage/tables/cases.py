"""Tables of the cases: the events, the projection people read, what people wrote, and who may see it."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from matters.case.values import ItemKey
from storage.tables.base import KEYED, ByteText, Digest, ItemKeyText, JsonObject, Row, UtcInstant, only
from storage.tables.packing import PackedJson

# Most cases were filed by their applicants; a comparison with the column finds the index over the others.
BY_OTHERS = text("case_row.filed_by IS NOT NULL")
UNDER_WAY = text("case_row.ended_at IS NULL")
# Most cases of an office are over; those under way have no place in the index by when they ended.
OVER = text("case_row.ended_at IS NOT NULL")
# A report of a body for a period stands until it is given up: while it does there is no second one.
REPORTED = text(
    "case_row.period IS NOT NULL AND case_row.status NOT IN"
    " ('acceptance_refused', 'withdrawn', 'terminated', 'revoked') AND coalesce(case_row.result, '') <> 'denied'"
)


class CaseRow(Row, table=True):
    """Case 办件: projection of its events, and the row that is locked first by every change.

    `filed_by`, `channel`: who has filed it for the applicant, and how (代办、窗口登记). `period`: of a recurring report.
    """

    __tablename__ = "case_row"
    __table_args__ = (
        Index(None, "applicant_person", "id"),
        Index(None, "matter", "id"),
        Index(None, "status", "id"),
        Index(None, "filed_by", "id", **only(BY_OTHERS)),
        Index(None, "due", **only(UNDER_WAY)),
        Index(None, "ended_at", **only(OVER)),
        Index(None, "matter", "applicant_body", "period", unique=True, **only(REPORTED)),
    )

    id: int = Field(default=None, primary_key=True)
    case_no: str = Field(sa_type=ByteText, unique=True)
    matter: str
    definition: str
    title: str | None = None
    applicant_person: str
    applicant_post: str
    applicant_body: str
    owner_body: str
    status: str
    seq: int
    due: date | None = None
    provisional: bool
    result: str | None = None
    filed_at: datetime = Field(sa_type=UtcInstant)
    updated_at: datetime = Field(sa_type=UtcInstant)
    ended_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    wrapped_key: bytes | None = None
    filed_by: str | None = None
    channel: str | None = None
    period: str | None = None


class CaseEvent(Row, table=True):
    """Event 事件. (case, seq) is unique: lock and trail in one."""

    __tablename__ = "case_event"
    __table_args__ = KEYED

    case_id: int = Field(primary_key=True, foreign_key="case_row.id")
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    type: str
    version: int
    at: datetime = Field(sa_type=UtcInstant)
    payload: JsonObject = Field(sa_type=PackedJson)


class Revision(Row, table=True):
    """What people wrote in one act, encrypted with the key of its case."""

    __tablename__ = "revision"
    __table_args__ = KEYED

    case_id: int = Field(primary_key=True, foreign_key="case_row.id")
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    digest: str = Field(sa_type=Digest)
    ciphertext: bytes


# Of indexes that most items have no place in; a comparison with the column is enough to find the first two.
DECIDED, ALARMED = text("work_item.decided_by IS NOT NULL"), text("work_item.alarm IS NOT NULL")
# Most items are done: the indexes over what is to be done are found by these very words.
OPEN, HELD = text("work_item.state = 'open'"), text("work_item_holder.open")


class WorkItemRow(Row, table=True):
    """Work item 待办: open until somebody decides (done) or the case ends without them (closed).

    `organisation`, `looked_at`: the version and the day its holders were last found for; `unattended` (无人可办): nobody was.
    `purpose`: its step, a supplement, consent to a suspension, a day; `handling`: plain, claimed, delegated or suspended;
    `alarm`: the day on which it goes on by itself.
    """

    __tablename__ = "work_item"
    __table_args__ = (
        UniqueConstraint("case_id", "key"),
        Index(None, "decided_by", "decided_at", **only(DECIDED)),
        Index(None, "state", "organisation", **only(OPEN)),
        Index(None, "state", "due", "opened_at", "id", **only(OPEN)),
        Index(None, "state", "alarm", **only(ALARMED)),
    )

    id: str = Field(primary_key=True)
    case_id: int = Field(foreign_key="case_row.id")
    key: ItemKey = Field(sa_type=ItemKeyText)
    step: str
    version: int
    state: str
    purpose: str = "act"
    handling: str = "plain"
    provisional: bool
    opened_at: datetime = Field(sa_type=UtcInstant)
    due: date | None = None
    alarm: date | None = None
    decided_by: str | None = None
    decided_post: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    deed: str | None = None
    organisation: int
    looked_at: date
    unattended: bool = False


class WorkItemHolder(Row, table=True):
    """Who may act on a work item. `open` repeats the item's state, so that a queue reads open items only."""

    __tablename__ = "work_item_holder"
    __table_args__ = (Index(None, "person", "item_id", **only(HELD)), KEYED)

    item_id: str = Field(primary_key=True, foreign_key="work_item.id")
    person: str = Field(primary_key=True)
    post: str = Field(primary_key=True)
    open: bool


class AccessRow(Row, table=True):
    """A body that is party to a case, and why: every list and every object check joins it."""

    __tablename__ = "access"

    body: str = Field(primary_key=True)
    case_id: int = Field(primary_key=True, foreign_key="case_row.id", index=True)
    why: str = Field(primary_key=True)


class CaseWord(Row, table=True):
    """A word by which a case is found, as a keyed number; see `storage.searching.words`."""

    __tablename__ = "case_word"
    __table_args__ = KEYED

    word: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    case_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
