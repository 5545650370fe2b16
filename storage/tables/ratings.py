"""Tables of the ratings (好差评): how each stands, to be summed, and what people wrote, encrypted."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from storage.tables.base import KEYED, ByteText, Row, UtcInstant, only

# Those that somebody has to answer: few beside all that were given.
OWED = text("rating.due IS NOT NULL AND rating.answered_on IS NULL")


class RatingRow(Row, table=True):
    """A rating of a case, once for each; it is summed by body, matter, version, day and grade. It does not say who rated.

    `due`: by when it is to be answered; `answered_on`: of a bad grade the day on which it was mended (整改).
    """

    __tablename__ = "rating"
    __table_args__ = (Index(None, "body", "day"), Index(None, "due", **only(OWED)))

    case_id: int = Field(primary_key=True, foreign_key="case_row.id", sa_column_kwargs={"autoincrement": False})
    case_no: str = Field(sa_type=ByteText)
    matter: str
    version: int
    body: str
    step: str
    decided_by: str
    day: date
    grade: str
    due: date | None = None
    answered_on: date | None = None
    second_grade: str | None = None
    second_on: date | None = None


class RatingWordRow(Row, table=True):
    """What was written: with the rating, as the answer, with the second one; each once, under the key of the case."""

    __tablename__ = "rating_word"
    __table_args__ = KEYED

    case_id: int = Field(primary_key=True, foreign_key="case_row.id")
    part: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcInstant)
    person: str
    post: str
    ciphertext: bytes
