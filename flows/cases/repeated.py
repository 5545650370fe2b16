"""The same filed once more (重复申请): a hint with the earlier case, never a refusal; twice may be meant."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from flows.resources import Resources
from matters.case.aggregate import Status
from storage import cases, files
from storage.cases import CaseHead, Written
from storage.database import Session

# Whoever presses twice does so soon; each case of the same matter is decrypted for it.
_LATELY, _MOST = timedelta(days=30), 20
_GONE: tuple[Status, ...] = ("withdrawn", "terminated", "acceptance_refused", "revoked")


def filed_before(session: Session, resources: Resources, filed: CaseHead) -> CaseHead | None:
    """The newest case of the same person and matter that was filed with the same answers and materials lately.

    What is kept of both is compared: it has also what the post settles and nobody sent. One that has come to nothing is
    none: after that one files anew.
    """
    vault, since = resources.vault, filed.filed_at - _LATELY
    found = cases.first_written(
        session, lambda head: vault.case_key(head.case_no, head.wrapped_key), filed, since, _MOST
    )
    kept = {head.id: (head, written) for head, written in found}
    own = kept.pop(filed.id, None)
    said = _said(session, own[1]) if own else None
    standing = ((head, written) for head, written in kept.values() if head.status not in _GONE)
    return next((head for head, written in standing if _said(session, written) == said), None)


def _said(session: Session, written: Written) -> tuple[object, dict[str, list[str]]]:
    return written.content.get("answers"), _contents(session, written.content.get("materials", {}))


def _contents(session: Session, materials: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """What was handed in, by its digests: uploaded twice it has two ids."""
    named = {key: list(ids) for key, ids in materials.items() if ids}
    known = files.find_all(session, (one for ids in named.values() for one in ids))
    return {key: sorted(known[one].digest if one in known else one for one in ids) for key, ids in named.items()}
