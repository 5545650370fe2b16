"""The guide of a matter (办事指南): what a civil servant reads before filing."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from matters.language.conditions import Condition
from matters.language.vocabulary import BodyRef, Id, LongText, MatterCode, Part, Text
from matters.organisation.kinds import BodyKind, Level


class LegalBasis(Part):
    """One ground of the matter (设定依据). `applies` false = 参照, the rule is borrowed and does not bind."""

    title: Text
    clause: str = ""
    text: str = Field(default="", max_length=2000)
    applies: bool = True


class Baseline(Part):
    """How it was before the reform (优化前基线); the figures that savings are counted against."""

    materials: int = Field(ge=0)
    steps: int = Field(ge=0)
    working_days: int = Field(ge=0)
    errands: int = Field(ge=0)
    source: Text


class Batch(Part):
    """The batch of the directory that published the matter (目录批次)."""

    number: int = Field(ge=1)
    published_on: date
    document_no: Text


class Online(Part):
    """Unclassified, filed here (网上办理)."""

    kind: Literal["online"]


class Offline(Part):
    """Listed with a pointer only (线下办理): classified content or a presence that a statute demands. No form, no upload."""

    kind: Literal["offline"]
    why: Literal["classified", "statutory_presence"]
    basis: Text
    pointer: LongText


Scope = Literal["cross_department", "cross_level", "within_department"]
Access = Annotated[Online | Offline, Field(discriminator="kind")]


class OwnerCase(Part):
    """Who accepts in one situation (分情形受理), seen from the applicant's body and by what the form says."""

    when: Condition
    of: BodyRef


class Owner(Part):
    """Who accepts (受理机构): the body that holds the duty at these levels. One duty has one body per region.

    `by_case`: where the form says so another body accepts instead; where it says so of two, nobody can be told to.
    """

    duty: Id
    levels: tuple[Level, ...] = Field(min_length=1)
    by_case: tuple[OwnerCase, ...] = ()


class Applicants(Part):
    """Who may file (申请对象): kinds and levels of bodies; empty = all. `natural_person` allows a person's own affair."""

    levels: tuple[Level, ...] = ()
    kinds: tuple[BodyKind, ...] = ()
    natural_person: bool = False


class Contact(Part):
    """Where to ask or complain (咨询、监督)."""

    purpose: Literal["enquiry", "supervision"]
    phone: str = ""
    place: str = ""
    hours: str = ""


class Question(Part):
    """A frequent question (常见问题)."""

    question: Text
    answer: LongText


class Gap(Part):
    """What the real matter needs and the language or the engine cannot do yet (未尽); shown on the guide."""

    what: Text
    until_then: LongText


class Guide(Part):
    """Guide 办事指南. Elements of GB/T 39046-2020 table 4 and of the national exchange tables, in words.

    `item_type` is 11–19 (政府内部审批等 and local extensions), never a licence. `local_code` is the local list's code (地方编码).
    `why_more_errands`: why one errand is not enough (多次跑的理由); the matter then stands among those that fall short.
    """

    item_type: int = Field(default=11, ge=11, le=19)
    local_code: str = Field(default="", max_length=50)
    national_code: str = Field(default="", max_length=50)
    category: Text
    summary: LongText
    scope: tuple[Scope, ...] = Field(min_length=1)
    publicity: Literal["internal", "public"] = "internal"
    case_type: Literal["immediate", "promised"]
    access: Access
    owner: Owner
    joint: tuple[BodyRef, ...] = ()
    applicants: Applicants = Applicants()
    conditions: tuple[Text, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1)
    baseline: Baseline | None = None
    batch: Batch | None = None
    contacts: tuple[Contact, ...] = ()
    questions: tuple[Question, ...] = ()
    why_more_errands: str = Field(default="", max_length=400)
    follow_ups: tuple[MatterCode, ...] = ()
