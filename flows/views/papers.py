"""Sealed papers, what machines owe, and verdicts on PDFs."""

from datetime import date, datetime
from typing import Literal

from flows.views.base import View


class DocumentView(View):
    """A sealed paper; its bytes are at `/documents/{id}`."""

    id: str
    case_no: str
    title: str
    number: str
    issued_on: date
    sha256: str
    is_result: bool


class EffectView(View):
    """Something a machine owes or has done (系统事项)."""

    key: str
    kind: str
    kind_name: str
    state: str
    state_name: str
    reason: str = ""


class SealView(View):
    """One seal found in a PDF."""

    name: str
    signed_at: datetime | None
    covers_whole_document: bool


class VerdictView(View):
    """The verdict on an uploaded PDF."""

    verdict: Literal["valid", "altered", "untrusted", "unsealed", "revoked", "superseded"]
    verdict_name: str
    reasons: tuple[str, ...]
    seals: tuple[SealView, ...]
    document: DocumentView | None = None
