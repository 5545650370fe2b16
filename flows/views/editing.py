"""Definitions as their administrators edit them: texts, remarks, differences and versions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from flows.views.base import View

Severity = Literal["error", "warning", "draft"]


class RemarkView(View):
    """What is wrong with a text, at its line. `draft`: the engine cannot run it yet; `target` is the place in the definition."""

    line: int
    severity: Severity
    target: str
    message: str


class CheckView(View):
    """A text that was checked. `definition`: what was read, nothing when its form is wrong. `clean`: may be published."""

    remarks: tuple[RemarkView, ...]
    clean: bool
    golden: int
    definition: Mapping[str, Any] | None


class DifferenceView(View):
    """One difference of two versions, with what it touches: words only, promises, or the way cases are handled."""

    target: str
    sentence: str
    weight: Literal["safe", "promise", "running"]
    weight_name: str


class VersionView(View):
    """A published version. `running`: cases under way on it. `current`: the one that new filings follow."""

    version: int
    digest: str
    published_at: datetime | None
    published_by: str
    second_by: str
    running: int
    current: bool


class DraftState(View):
    """Where a draft stands, without its text. `submitted_digest` is set while it waits for a second person.

    `may_publish`: the viewer is such a second person.
    """

    code: str
    based_on: int | None
    version: int
    revision: int
    saved_by: str
    saved_at: datetime
    submitted_by: str
    submitted_at: datetime | None
    submitted_digest: str | None
    returned_by: str
    return_reason: str
    may_publish: bool


class DefinitionDraft(View):
    """A draft with its text."""

    state: DraftState
    text: str


class DefinitionLine(View):
    """A matter in the administrators' list; one that was never published has a draft only.

    `older_running`: cases under way on versions that are no longer the newest.
    """

    code: str
    name: str
    current: VersionView | None
    older_running: int
    draft: DraftState | None


class DefinitionList(View):
    """All matters, by code."""

    items: tuple[DefinitionLine, ...]


class DefinitionView(View):
    """A matter with its versions, newest first, and its draft."""

    code: str
    name: str
    versions: tuple[VersionView, ...]
    draft: DefinitionDraft | None


class DifferencesView(View):
    """What two versions differ in."""

    items: tuple[DifferenceView, ...]


class SourceView(View):
    """The text of a version. `typed`: as it was typed, comments included; else written anew from the content."""

    text: str
    typed: bool


class PublishedReceipt(View):
    """What a publication answers."""

    code: str
    version: int
    digest: str
    message: str


class DiscardedReceipt(View):
    """What throwing a draft away answers."""

    code: str
