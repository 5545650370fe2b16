"""Tables of what is authoritative at run time: matter definitions and the organisation, version by version."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from storage.tables.base import Row, UtcInstant


class MatterVersion(Row, table=True):
    """One version of a matter (事项). A published one never changes. `source`: its text as it was typed, when that is known."""

    __tablename__ = "matter_version"
    __table_args__ = (UniqueConstraint("code", "publisher", "version"),)

    id: int = Field(default=None, primary_key=True)
    code: str
    publisher: str
    version: int
    digest: str = Field(unique=True)
    state: str
    name: str
    document: str = Field(sa_type=Text)
    published_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    published_by: str | None = None
    second_by: str | None = None
    source: str | None = Field(default=None, sa_type=Text)


class MatterDraft(Row, table=True):
    """A version being written (草案), as text that need not be readable yet; one per matter and publisher.

    `based_on` is the published version it was begun from; `revision` counts the changes of the text. Submitted means that
    the text with `submitted_digest` waits for a second person.
    """

    __tablename__ = "matter_draft"

    code: str = Field(primary_key=True)
    publisher: str = Field(primary_key=True)
    based_on: int | None = None
    text: str = Field(sa_type=Text)
    revision: int
    saved_by: str
    saved_at: datetime = Field(sa_type=UtcInstant)
    submitted_by: str | None = None
    submitted_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    submitted_digest: str | None = None
    returned_by: str | None = None
    returned_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    return_reason: str | None = Field(default=None, sa_type=Text)


class MatterFile(Row, table=True):
    """A sample or blank form (样表、空白表格) handed in for a matter; its bytes lie with the files, and are never let go."""

    __tablename__ = "matter_file"

    code: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    name: str
    media_type: str
    size: int
    by: str
    at: datetime = Field(sa_type=UtcInstant)


class OrganisationVersion(Row, table=True):
    """One snapshot of the organisation (组织机构)."""

    __tablename__ = "organisation_version"

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    digest: str
    document: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcInstant)


class InstallationVersion(Row, table=True):
    """What the office said of itself at one time (安装信息); a further version is a further row."""

    __tablename__ = "installation_version"

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str
    note: str
    legend: str
    root_name: str
    sample: bool
    by: str
    at: datetime = Field(sa_type=UtcInstant)


class LocalPartRow(Row, table=True):
    """What a body has filled in of a matter it accepts (本地内容); a further version is a further row."""

    __tablename__ = "local_part"

    code: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    document: str = Field(sa_type=Text)
    by: str
    at: datetime = Field(sa_type=UtcInstant)


class MatterCancellationRow(Row, table=True):
    """That a matter is to be cancelled (取消), as somebody asked for it. `confirmed`: by a second person.

    `told`: what those whom open cases concern were told of it last; nothing yet where it is empty.
    """

    __tablename__ = "matter_cancellation"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(index=True)
    since: date
    ground: str = Field(sa_type=Text)
    document_no: str
    open_cases: str
    asked_by: str
    asked_at: datetime = Field(sa_type=UtcInstant)
    settled_by: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    confirmed: bool
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    told: str


class LocalEditionRow(Row, table=True):
    """What a body says of a matter otherwise than the directory (实施清单), as somebody asked for it.

    `origin`: the row of another body that it was copied from. `number`: the how many-th of the body it was to come into force;
    none waits, or was sent back. `unfit_for`: the version of the directory that it does not fit.
    """

    __tablename__ = "local_edition"
    __table_args__ = (UniqueConstraint("code", "body", "number"),)

    id: int = Field(default=None, primary_key=True)
    code: str
    body: str
    document: str = Field(sa_type=Text)
    origin: int | None = None
    asked_by: str
    asked_at: datetime = Field(sa_type=UtcInstant)
    settled_by: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    number: int | None = None
    unfit_for: int | None = None
