"""Tables of the assessment (考核): the schemes of the regions and years."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from storage.tables.base import Row, UtcInstant


class AssessmentSchemeRow(Row, table=True):
    """A scheme as somebody drafted it. `number`: the how many-th to be published; without one it waits or was sent back."""

    __tablename__ = "assessment_scheme"

    id: int = Field(default=None, primary_key=True)
    region: str
    year: int
    said: str = Field(sa_type=Text)
    entered_by: str
    entered_at: datetime = Field(sa_type=UtcInstant)
    settled_by: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    number: int | None = Field(default=None, unique=True)
