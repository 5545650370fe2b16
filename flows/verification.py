"""Verifying a sealed paper (查验): what the seals say, in the words people read. Works offline, with trust anchors alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from cryptography.x509 import load_pem_x509_certificates

from flows.documents.sealing.verification import SealVerdict, verify
from flows.settings import Settings
from flows.views.papers import SealView, VerdictView
from matters.errors.door import FileRefused

ROOT_CERTIFICATE = "root.pem"

_NAMES: Mapping[Literal["valid", "altered", "untrusted", "unsealed", "revoked"], str] = {
    "valid": "有效",
    "altered": "已被改动",
    "untrusted": "不受信任",
    "unsealed": "未用印",
    "revoked": "已作废",
}


def verify_file(content: bytes, roots: Sequence[bytes], known_digest: str | None = None) -> VerdictView:
    """The verdict on the bytes. `roots` are PEM, `known_digest` is the SHA-256 that was registered, where one was."""
    verdict: SealVerdict = verify(content, roots, known_digest)
    seals = tuple(
        SealView(name=s.name, signed_at=s.signed_at, covers_whole_document=s.covers_whole_document)
        for s in verdict.seals
    )
    return VerdictView(
        verdict=verdict.verdict, verdict_name=_NAMES[verdict.verdict], reasons=verdict.reasons, seals=seals
    )


def called_back(view: VerdictView) -> VerdictView:
    """The seal is sound, but what the paper says has been revoked since; only the register of papers can know that."""
    reason = "印章有效，但文书所载的决定已经撤销，不再有效。"
    return view.model_copy(update={"verdict": "revoked", "verdict_name": _NAMES["revoked"], "reasons": (reason,)})


def trust_anchor(path: Path) -> bytes | FileRefused:
    """The root certificate in this PEM file."""
    pem = path.read_bytes()
    try:
        load_pem_x509_certificates(pem)
    except ValueError:
        return FileRefused(name=path.name, reason="不是 PEM 格式的根证书，请核对后重试。")
    return pem


def own_root(settings: Settings) -> Path:
    """Where the data folder keeps the root certificate of its own seals."""
    return settings.authority_dir / ROOT_CERTIFICATE
