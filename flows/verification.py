"""Verifying a sealed paper (查验): what the seals say, in the words people read. Works offline, with trust anchors alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from cryptography.x509 import load_pem_x509_certificates, load_pem_x509_crl

from flows.documents.sealing.verification import SealVerdict, verify
from flows.settings import Settings
from flows.views.papers import SealView, VerdictView
from matters.errors.door import FileRefused

ROOT_CERTIFICATE = "root.pem"

_NAMES: Mapping[Literal["valid", "altered", "untrusted", "unsealed", "revoked", "superseded"], str] = {
    "valid": "有效",
    "altered": "已被改动",
    "untrusted": "不受信任",
    "unsealed": "未用印",
    "revoked": "已作废",
    "superseded": "已被取代",
}


def verify_file(
    content: bytes,
    roots: Sequence[bytes],
    known_digest: str | None = None,
    *,
    crls: Sequence[bytes] = (),
    proven: bool = True,
    at: datetime | None = None,
) -> VerdictView:
    """The verdict on the bytes. `roots` and lists of revoked certificates are PEM, `known_digest` is what was registered.

    `proven`: when a seal that was revoked later was used is taken from the file; not where a register ought to know it.
    `at` replaces today for the validity of certificates.
    """
    verdict: SealVerdict = verify(content, roots, known_digest, crls=crls, at=at)
    if verdict.revoked_later and not proven:
        verdict = replace(verdict, verdict="untrusted", reasons=(_UNPROVEN,))
    seals = tuple(
        SealView(name=s.name, signed_at=s.signed_at, covers_whole_document=s.covers_whole_document)
        for s in verdict.seals
    )
    return VerdictView(
        verdict=verdict.verdict, verdict_name=_NAMES[verdict.verdict], reasons=verdict.reasons, seals=seals
    )


_UNPROVEN = "印章已经撤销，而本系统没有登记过这份文件，不能证实它是在撤销之前用印的。"


def called_back(view: VerdictView) -> VerdictView:
    """The seal is sound, but what the paper says has been revoked since; only the register of papers can know that."""
    reason = "印章有效，但文书所载的决定已经撤销，不再有效。"
    return view.model_copy(update={"verdict": "revoked", "verdict_name": _NAMES["revoked"], "reasons": (reason,)})


def replaced_by_later(view: VerdictView) -> VerdictView:
    """The seal is sound, but the step that issued the paper was done again, and issued another one."""
    reason = "印章有效，但出具本文书的环节已经重新办理，请以后来出具的同名文书为准。"
    return view.model_copy(update={"verdict": "superseded", "verdict_name": _NAMES["superseded"], "reasons": (reason,)})


def trust_anchor(path: Path) -> bytes | FileRefused:
    """The root certificate in this PEM file."""
    pem = path.read_bytes()
    try:
        load_pem_x509_certificates(pem)
    except ValueError:
        return FileRefused(name=path.name, reason="不是 PEM 格式的根证书，请核对后重试。")
    return pem


def revocation_list(pem: bytes, name: str) -> bytes | FileRefused:
    """The list of revoked certificates in this PEM text."""
    try:
        load_pem_x509_crl(pem)
    except ValueError:
        return FileRefused(name=name, reason="不是 PEM 格式的撤销名单，请核对后重试。")
    return pem


def own_crl(settings: Settings) -> Path:
    """Where the data folder keeps the list of its revoked seal certificates."""
    return settings.authority_dir / "root.crl"


def own_root(settings: Settings) -> Path:
    """Where the data folder keeps the root certificate of its own seals."""
    return settings.authority_dir / ROOT_CERTIFICATE
