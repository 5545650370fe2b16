"""Papers that were issued here: as people read them, and whether a file is one of them."""

from hashlib import sha256

from flows.settings import Settings
from flows.verification import called_back, own_crl, own_root, replaced_by_later, verify_file
from flows.views.papers import DocumentView, VerdictView
from matters.case.fold import fold
from storage import cases, documents
from storage.database import Database, Session
from storage.documents import Document


def document_view(
    document: Document, case_no: str, sealed_by: tuple[str, ...] = (), *, superseded: bool = False
) -> DocumentView:
    """A sealed paper; by whom, where that is not told beside it."""
    return DocumentView(
        id=document.id,
        case_no=case_no,
        title=document.title,
        number=document.number,
        issued_on=document.issued_on,
        sha256=document.digest,
        is_result=document.is_result,
        superseded=superseded,
        sealed_by=sealed_by,
    )


def verify_issued(database: Database, content: bytes, root: bytes, crl: bytes) -> VerdictView:
    """Judge a PDF: recomputed from the bytes under our own root and list, then compared with what was issued here.

    To the byte what was registered was sealed when it says so, and stands although the certificate has ended since.
    """
    with database.reading() as session:
        issued = documents.by_digest(session, sha256(content).hexdigest())
        replaced = issued is not None and _superseded(session, issued.document)
    view = verify_file(content, (root,), crls=(crl,), proven=issued is not None)
    if issued and view.verdict == "untrusted" and view.seals:
        view = verify_file(content, (root,), crls=(crl,), at=view.seals[-1].signed_at)
    if issued is None or view.verdict != "valid":
        return view
    shown = document_view(issued.document, issued.case_no, superseded=replaced)
    known = view.model_copy(update={"document": shown})
    if issued.document.is_result and issued.status == "revoked":
        return called_back(known)
    return replaced_by_later(known) if replaced else known


def _superseded(session: Session, document: Document) -> bool:
    """Whether the step that issued it was done again since, and issued another in its place."""
    case = fold(cases.history(session, document.case_id))
    papers = case.papers if case else ()
    return any(one.document == document.id and case is not None and not case.in_force(one) for one in papers)


def verify_in_folder(settings: Settings, content: bytes) -> VerdictView:
    """The same for a data folder, without the service: to import and open all of it took 1.9 s, this takes half."""
    database = Database(settings.database)
    try:
        return verify_issued(database, content, own_root(settings).read_bytes(), own_crl(settings).read_bytes())
    finally:
        database.dispose()
