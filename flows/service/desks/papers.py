"""The paper desk (文书): sealed papers of a case, a look at one before it is issued, and verification for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flows.cases.deciding import Opened, open_case
from flows.cases.previewing import foreseen
from flows.cases.standing_in import stands_in
from flows.documents.drawing import draw_preview
from flows.documents.manual import Chapter, draw_manual
from flows.documents.paper import DrawnPaper
from flows.issued import verify_issued
from flows.service.desk import WorkingDesk
from flows.service.intake.begun import parts_begun, texts_of
from flows.service.intake.texts import text_refusal
from flows.service.intake.writing import written_by
from flows.service.permissions import SIGNED_IN, allowed_to, public, roles
from flows.service.shown.cases import offered
from flows.service.shown.hidden import document_views, hidden_in, shows_paper
from flows.service.shown.issuing import papers_of
from flows.service.shown.opinions import offers_at
from flows.views.cases import FileContent
from flows.views.papers import DocumentView, VerdictView
from flows.views.people import Caller
from flows.views.tasks import OpinionOffer
from matters.case.items import WorkItem
from matters.commands.acts import on_item
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.errors.handling import NotPossible
from matters.language.actions import Action
from matters.language.document import Definition
from matters.organisation.snapshot import Holder
from storage import cases, documents, drafts, queues
from storage.database import Session
from storage.documents import Document
from storage.queues import ItemView

_PAPER = "该文书"
_READERS = roles("applicant", "approver", "window", "liaison", "supervisor")


@dataclass(frozen=True, slots=True)
class _Before:
    """An open item before somebody who may act on it, under that hat, or in whose stead."""

    opened: Opened
    item: WorkItem
    task_id: str
    hat: Holder
    behalf: Holder | None


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
            organisation = self._resources.organisation(session)
            return document_views(session, opened, hidden_in(opened, reach), organisation)

    @allowed_to(_READERS, "下载文书")
    def download(self, caller: Caller, document_id: str) -> FileContent | NotFound:
        """A sealed paper's bytes, for whoever is shown all that is printed on it."""
        with self._resources.database.reading() as session:
            found = documents.find(session, document_id)
            head = cases.by_id(session, found.case_id) if found else None
            if found is None or head is None or not self._may_read(session, caller, head.case_no, found):
                return NotFound(what=_PAPER, denied=document_id if found else "")
        content = self._resources.files.read(found.digest)
        return FileContent(name=f"{found.title}（{found.number}）.pdf", media_type="application/pdf", content=content)

    @allowed_to(_READERS, "预览文书")
    def preview(self, caller: Caller, task_id: str, action: Action) -> FileContent | Refusal:
        """The paper that the act would bring, with what was begun so far: for whoever may do it now, and nobody else.

        Marked across, unsealed and without number; it is kept nowhere.
        """
        with self._resources.database.reading() as session:
            before = self._item_before(session, caller, task_id, action)
            found = before if isinstance(before, Refusal) else self._foreseen(session, caller, before, action)
        if isinstance(found, Refusal):
            return found
        return FileContent(name=f"{found.title}（预览）.pdf", media_type="application/pdf", content=draw_preview(found))

    @allowed_to(SIGNED_IN, "打印使用手册")
    def manual(self, caller: Caller, chapters: Sequence[Chapter]) -> FileContent:
        """What the help tells the caller, to print."""
        content = draw_manual("一次　使用手册", chapters, self._resources.today)
        return FileContent(name="使用手册.pdf", media_type="application/pdf", content=content)

    def _item_before(self, session: Session, caller: Caller, task_id: str, action: Action) -> _Before | NotFound:
        """The open item that offers the caller the act, under which hat and in whose stead."""
        item = queues.item(session, task_id)
        opened = open_case(session, self._resources, item.case.case_no) if item else None
        if opened is None or item is None:
            return NotFound(what=_PAPER)
        waiting = opened.case.item(item.key)
        own = _held(waiting, caller)
        behalf = None if own else stands_in(session, self._resources, caller.person, opened, item.key)
        if waiting is None or not _brings(opened.matter, item, action, own or behalf):
            return NotFound(what=_PAPER, denied=task_id)
        hat = self._hat_beside(session, caller, behalf) if behalf else own
        return _Before(opened, waiting, task_id, hat or waiting.holders[0], behalf)

    def _hat_beside(self, session: Session, caller: Caller, principal: Holder) -> Holder:
        """The caller's own in the body of the one in whose stead it is done."""
        body = self._resources.organisation(session).post(principal.post).body
        return Holder(person=caller.person, post=next((hat.post for hat in caller.posts if hat.body == body), ""))

    def _foreseen(self, session: Session, caller: Caller, before: _Before, action: Action) -> DrawnPaper | Refusal:
        opened, item, parts = before.opened, before.item, self._begun(session, caller, before, action)
        unfit = next(filter(None, (text_refusal(opened.matter, part) for part in texts_of(parts))), None)
        if unfit:
            return unfit
        command = on_item(action, before.hat, item.key, item.version, {**parts, "behalf": before.behalf})
        found = foreseen(session, self._resources, opened, command, written_by(opened, parts))
        if isinstance(found, Refusal):
            return found
        if found is None or not shows_paper(opened, found[0], hidden_in(opened, self._reach(session, caller))):
            return NotPossible(action="预览文书", why="办理后不会马上出具文书，或者文书载有不向您显示的内容")
        return found[1]

    def _begun(self, session: Session, caller: Caller, before: _Before, action: Action) -> dict[str, Any]:
        """What the caller has written and chosen so far, with the opinion that stands ready for the act."""
        matter = before.opened.matter
        kept = drafts.load(session, self._resources.vault, caller.person, drafts.of_item(before.task_id))
        offer = offers_at(matter.step(before.item.step)).get(action, OpinionOffer())
        return parts_begun(matter, kept["answers"] if kept else {}, offer.preset)

    def _may_read(self, session: Session, caller: Caller, case_no: str, document: Document) -> bool:
        reach = self._reach(session, caller)
        opened = reach.whole(case_no)
        return not isinstance(opened, NotFound) and shows_paper(opened, document.paper, hidden_in(opened, reach))

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


def _held(item: WorkItem | None, caller: Caller) -> Holder | None:
    """The hat under which an open item waits for the caller."""
    return next((one for one in item.holders if one.person == caller.person), None) if item else None


def _brings(matter: Definition, item: ItemView, action: Action, holder: Holder | None) -> bool:
    """Whether the item offers the holder the act, and the act may bring a paper."""
    if holder is None or action not in offered(item, matter, holder.person):
        return False
    return bool(papers_of(matter, matter.find_step(item.step), (action,)))
