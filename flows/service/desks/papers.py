"""The paper desk (文书): sealed papers of a case, and verification for everybody."""

from flows.issued import verify_issued
from flows.service.desk import WorkingDesk
from flows.service.permissions import allowed_to, public, roles
from flows.service.shown.hidden import document_views, hidden_in, shows_paper
from flows.views.cases import FileContent
from flows.views.papers import DocumentView, VerdictView
from flows.views.people import Caller
from matters.errors.door import NotFound
from storage import cases, documents
from storage.database import Session
from storage.documents import Document

_READERS = roles("applicant", "approver", "window", "liaison", "supervisor")


class PaperDesk(WorkingDesk):
    """Sealed papers."""

    @allowed_to(_READERS, "查看文书")
    def list(self, caller: Caller, case_no: str) -> tuple[DocumentView, ...] | NotFound:
        """The papers of a case the caller may see."""
        with self._resources.database.reading() as session:
            reach = self._reach(session, caller)
            opened = reach.whole(case_no)
            if isinstance(opened, NotFound):
                return opened
            return document_views(session, opened, hidden_in(opened, reach))

    @allowed_to(_READERS, "下载文书")
    def download(self, caller: Caller, document_id: str) -> FileContent | NotFound:
        """A sealed paper's bytes, for whoever is shown all that is printed on it."""
        with self._resources.database.reading() as session:
            found = documents.find(session, document_id)
            head = cases.by_id(session, found.case_id) if found else None
            if found is None or head is None or not self._may_read(session, caller, head.case_no, found):
                return NotFound(what="该文书", denied=document_id if found else "")
        content = self._resources.files.read(found.digest)
        return FileContent(name=f"{found.title}（{found.number}）.pdf", media_type="application/pdf", content=content)

    def _may_read(self, session: Session, caller: Caller, case_no: str, document: Document) -> bool:
        reach = self._reach(session, caller)
        opened = reach.whole(case_no)
        return not isinstance(opened, NotFound) and shows_paper(opened, document, hidden_in(opened, reach))

    @public
    def verify(self, content: bytes) -> VerdictView:
        """Judge a PDF anybody uploads: recomputed from the bytes, then compared with what was issued here."""
        sealer = self._resources.sealer
        return verify_issued(self._resources.database, content, sealer.root_pem, sealer.crl_pem)

    @public
    def revocation_list(self) -> bytes:
        """The list of revoked seal certificates as PEM, for verification elsewhere."""
        return self._resources.sealer.crl_pem

    @public
    def root_certificate(self) -> bytes:
        """The trust anchor as PEM, for verification elsewhere."""
        return self._resources.sealer.root_pem
