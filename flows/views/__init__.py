"""Frozen read models and request forms of the service: the types pages, API and command line know."""

from flows.views.base import (
    Page,
    ProblemView,
    View,
)
from flows.views.cases import (
    AnswerView,
    CaseLine,
    CaseList,
    CaseView,
    DraftView,
    FileContent,
    FileView,
    MaterialView,
    NoticeView,
    Receipt,
    SubmitRequest,
    TimelineEntry,
    WaitingFor,
)
from flows.views.matters import (
    Expectation,
    ForecastView,
    MatterLine,
    MatterList,
    MatterView,
)
from flows.views.operations import (
    Check,
)
from flows.views.papers import (
    DocumentView,
    EffectView,
    SealView,
    VerdictView,
)
from flows.views.people import (
    Caller,
    PostView,
    SessionView,
)
from flows.views.tasks import (
    ACTION_LABELS,
    Action,
    ActReceipt,
    ActRequest,
    FillField,
    TaskLine,
    TaskList,
    TaskView,
)

__all__ = [
    "ACTION_LABELS",
    "ActReceipt",
    "ActRequest",
    "Action",
    "AnswerView",
    "Caller",
    "CaseLine",
    "CaseList",
    "CaseView",
    "Check",
    "DocumentView",
    "DraftView",
    "EffectView",
    "Expectation",
    "FileContent",
    "FileView",
    "FillField",
    "ForecastView",
    "MaterialView",
    "MatterLine",
    "MatterList",
    "MatterView",
    "NoticeView",
    "Page",
    "PostView",
    "ProblemView",
    "Receipt",
    "SealView",
    "SessionView",
    "SubmitRequest",
    "TaskLine",
    "TaskList",
    "TaskView",
    "TimelineEntry",
    "VerdictView",
    "View",
    "WaitingFor",
]
