"""Words shared by every part of a definition: identifiers, levels, references to bodies, and the strict model base."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Tag

from matters.language.quantities import by_key
from matters.organisation.kinds import Level

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="小写字母开头的标识，发布后不再改变")]
MatterCode = Annotated[str, Field(pattern=r"^[A-Z]{2,4}[0-9]{3}$", description="目录代码，如 MS032")]
Text = Annotated[str, Field(min_length=1, max_length=200)]
TO_FILL_IN = "待填写"  # what stands in a part that was just added, until somebody writes what is meant
LongText = Annotated[str, Field(min_length=1, max_length=4000)]


class Part(BaseModel):
    """Base of every part of a definition: immutable, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class PartyToCase(Part):
    """A body that is party to every case: `owner` 受理机构, `applicant` 申请单位."""

    body: Literal["owner", "applicant"]


APPLICANT = PartyToCase(body="applicant")


class SuperiorOf(Part):
    """The superior of another body along the administrative (行政隶属) or professional (业务指导) line."""

    superior_of: "BodyRef"
    line: Literal["administrative", "professional"] = "administrative"


class DutyHolder(Part):
    """The body that holds a duty (职责) for the applicant's region at the named level; `own` = the nearest one upwards.

    A township that has no such body of its own is looked after by its county's. `region_of`: for the region of another body
    instead, as of one that the form names.
    """

    duty: Id
    level: Level | Literal["own"] = "own"
    region_of: "BodyRef" = APPLICANT


class NamedInField(Part):
    """The body named in a field of the form."""

    field: Id


class AsPassed(Part):
    """The step passes with its own event and reason, never recorded as an approval."""

    passes: Text


class EachNamed(Part):
    """Each of the bodies named in a field, one after another as they are listed (逐一指定的单位).

    `if_none`: what becomes of the step, or of the signer, when none is named: it passes with this reason, or is refused.
    """

    each: Id
    if_none: Annotated[
        Annotated[Literal["refuse"], Tag("word")] | Annotated[AsPassed, Tag("passes")], by_key("passes", or_word=True)
    ]


BodyRef = Annotated[
    Annotated[PartyToCase, Tag("body")]
    | Annotated[SuperiorOf, Tag("superior_of")]
    | Annotated[DutyHolder, Tag("duty")]
    | Annotated[NamedInField, Tag("field")]
    | Annotated[EachNamed, Tag("each")],
    by_key("body", "superior_of", "duty", "field", "each"),
]

SuperiorOf.model_rebuild()
DutyHolder.model_rebuild()
