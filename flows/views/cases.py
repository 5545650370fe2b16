"""Cases, filings, drafts, files and notices."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from flows.views.base import Page, ProblemView, View
from flows.views.late_materials import LateMaterials
from flows.views.matters import Expectation
from flows.views.papers import DocumentView, EffectView
from flows.views.tasks import CaseActOffer, TaskView
from matters.language.route.steps import AnswerKind
from matters.organisation.snapshot import Holder


class OwedDuty(View):
    """An open duty after the decision (办后义务)."""

    name: str
    due: date | None
    provisional: bool


class CaseLine(View):
    """A case in a list. `duties`: those that are open after the decision; `late`: what it owes since its filing (先办后补)."""

    case_no: str
    matter: str
    matter_name: str
    title: str
    status: str
    status_name: str
    applicant: str
    applicant_body: str
    filed_at: datetime
    due: date | None
    provisional: bool
    result: Literal["granted", "denied"] | None
    result_name: str | None
    duties: tuple[OwedDuty, ...] = ()
    late: LateMaterials | None = None


class CaseList(View):
    """A page of cases."""

    items: tuple[CaseLine, ...]
    page: Page


class AnswerView(View):
    """One answered field as people read it. `table`: of repeating rows, the labels of the columns and then each row."""

    id: str
    label: str
    value: Any
    text: str
    table: tuple[tuple[str, ...], ...] = ()


class FileView(View):
    """An uploaded file; its bytes are at `/files/{id}`."""

    id: str
    name: str
    size: int
    media_type: str
    sha256: str


class FileContent(View):
    """A file's bytes for download."""

    name: str
    media_type: str
    content: bytes


class MaterialView(View):
    """A material of a case with its files, or where it is taken from when nobody hands it in."""

    id: str
    name: str
    files: tuple[FileView, ...]
    note: str = ""


class TimelineEntry(View):
    """One line of the history (办理过程). `note`: the conflict of interest in which somebody acted, as the matter allows;
    `behalf`: in whose stead it was done (代); `files`: that came with the act."""

    seq: int
    at: datetime
    step: str
    who: str
    post: str
    what: str
    opinion: str = ""
    findings: tuple[ProblemView, ...] = ()
    note: str = ""
    behalf: str | None = None
    files: tuple[FileView, ...] = ()


class InquiryView(View):
    """What another body was asked, and what it answered (协查). `body`: of those who are asked.

    `answer`: none while it is open, and for ever where the case went on without one; `note` says how it stands then.
    """

    step: str
    body: str
    question: str
    asked_at: datetime
    due: date | None
    provisional: bool
    answer: AnswerKind | None = None
    answer_name: str = ""
    opinion: str = ""
    files: tuple[FileView, ...] = ()
    who: str = ""
    answered_at: datetime | None = None
    note: str = ""


class WaitingFor(View):
    """Who is next and until when. `note`: that it was claimed, or lent for an opinion and by whom."""

    step: str
    who: tuple[str, ...]
    since: datetime
    due: date | None
    provisional: bool
    note: str = ""


class CopyView(View):
    """A copy for reading (抄送): to whom, through whom, and when it was read."""

    to: str
    by: str
    sent_at: datetime
    read_at: datetime | None


class DiscussionEntry(View):
    """What somebody who handles the case said to the others (讨论)."""

    who: str
    post: str
    at: datetime
    text: str


Relation = Literal["sub_matter", "follow_up", "parent", "predecessor"]
RELATION_LABELS: dict[Relation, str] = {
    "sub_matter": "子事项",
    "follow_up": "后续办件",
    "parent": "主办件",
    "predecessor": "前序办件",
}


class RelatedCase(View):
    """Another case that this one began, or that began this one (相关办件).

    `about`: the step and row it is for; `case_no`: none before it is filed; `number`: of its result paper; `readable`: the
    viewer may open it.
    """

    relation: Relation
    matter_name: str
    about: str
    case_no: str | None
    state_name: str
    number: str | None
    readable: bool


class CaseView(View):
    """A whole case as one viewer may see it. `tasks`: the viewer's own open items on it; `acts`: what else is open to them.

    `withheld`: something that was handed in is not among it, by the field rights of the steps the viewer has had.
    `discussion`: only for those who handle the case; `related`: the cases it began, and the one that began it.
    `partial`: the viewer is only asked something or owes a duty (协查), and sees no more of the case than that takes.
    """

    line: CaseLine
    answers: tuple[AnswerView, ...]
    materials: tuple[MaterialView, ...]
    timeline: tuple[TimelineEntry, ...]
    waiting: tuple[WaitingFor, ...]
    ahead: tuple[Expectation, ...]
    due_reason: str
    errands: int
    documents: tuple[DocumentView, ...]
    effects: tuple[EffectView, ...]
    tasks: tuple[TaskView, ...]
    can_withdraw: bool
    acts: tuple[CaseActOffer, ...] = ()
    copies: tuple[CopyView, ...] = ()
    discussion: tuple[DiscussionEntry, ...] = ()
    withheld: bool = False
    related: tuple[RelatedCase, ...] = ()
    inquiries: tuple[InquiryView, ...] = ()
    partial: bool = False


class SubmitRequest(View):
    """A filing. `choices`: step id → who is to act there, where the applicant names them; `post`: needed with several hats."""

    matter: str = Field(max_length=20)
    answers: Mapping[str, Any]
    materials: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    choices: Mapping[str, Holder] = Field(default_factory=dict)
    post: str | None = None


class Receipt(View):
    """What a submission answers."""

    case_no: str
    status: str
    status_name: str
    message: str


class DraftView(View):
    """A server-side draft of a filing, saved field by field. `files`: material id → files.

    `outdated`: what has changed in the matter since the draft was saved, and what in it fits no longer.
    """

    matter: str
    answers: Mapping[str, Any]
    materials: Mapping[str, tuple[FileView, ...]]
    post: str | None
    saved_at: datetime | None
    outdated: tuple[str, ...] = ()


class NoticeView(View):
    """An in-app notice (站内通知)."""

    id: str
    case_no: str
    text: str
    at: datetime
    read: bool
