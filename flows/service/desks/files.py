"""The file desk (材料文件): keep what is handed in, give it out to who may see it."""

from hashlib import sha256

from flows.documents.looks import draw_page, look_at
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.materials import misfit
from flows.service.permissions import allowed_to, roles
from flows.service.shown.cases import file_view
from flows.service.shown.hidden import hidden_in, shows_file
from flows.service.shown.partial import files_of, files_of_acts
from flows.uploads.checking import Fit, check_upload
from flows.uploads.names import display_name, shown
from flows.views.cases import FileContent, FileLook, KeptFile
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import FileRefused, IdempotencyConflict, NotFound, QuotaReached
from matters.language.materials import Material
from storage import cases, files, idempotency
from storage.database import Session
from storage.work import random_id

# Of one person, not yet part of a case; the largest matter of the directory asks for 30 files.
MAX_WAITING = files.Usage(count=200, size=1024 * 1024 * 1024)
_READERS = roles("applicant", "approver", "window", "liaison", "supervisor")


class FileDesk(WorkingDesk):
    """Uploaded files, by id."""

    @allowed_to(roles("applicant", "approver", "window", "liaison"), "上传文件")
    def upload(
        self, caller: Caller, name: str, content: bytes, key: str | None = None, material: Material | None = None
    ) -> KeptFile | Refusal:
        """Keep a file; it belongs to the caller until a case takes it up. The same key and bytes give the same file.

        Who knows the material it is for is told at once when it does not fit; otherwise that is told at the filing.
        """
        uploading = Operation(caller, "上传文件", key=key, content=[name, sha256(content).hexdigest()])
        known = self._answered(uploading, KeptFile)  # asked first: no transaction takes back bytes that were kept
        if isinstance(known, KeptFile):
            return known
        with self._resources.database.reading() as session:
            crowded = _crowded(session, caller, content)  # asked first: a look into the file takes a second
        checked = known or crowded or _looked_into(name, content, material)

        def keep(session: Session) -> KeptFile | Refusal:
            if key and idempotency.look_up(session, self._request(uploading)):
                return IdempotencyConflict()  # the same key was answered during the look into the file
            fit = _crowded(session, caller, content) or checked
            if isinstance(fit, Refusal):
                return fit
            digest = self._resources.files.put(
                fit.content
            )  # not before: nobody would remove what a refused request kept
            now, owner = self._resources.clock(), caller.person
            kept = files.StoredFile(random_id(), digest, len(fit.content), fit.media_type, fit.name, owner, now)
            files.add(session, kept)
            return KeptFile(**file_view(kept).model_dump(), remarks=fit.remarks)

        return self._change(uploading, keep, KeptFile, lambda kept: kept.id)

    @allowed_to(_READERS, "下载文件")
    def download(self, caller: Caller, file_id: str) -> FileContent | NotFound:
        """A file's bytes: for its owner, and for whoever is shown its material in the case it belongs to.

        What came with an answer (协查) is for those who handle the case; who is only asked reads what the definition shows.
        """
        return self._content(caller, file_id)

    @allowed_to(_READERS, "查看材料")
    def look(self, caller: Caller, file_id: str) -> FileLook | NotFound:
        """What of a file can be looked at in place, for whoever may download it; seconds at most, whatever the content."""
        found = self._content(caller, file_id)
        return found if isinstance(found, NotFound) else look_at(found.content, found.media_type)

    @allowed_to(_READERS, "查看材料")
    def page(self, caller: Caller, file_id: str, number: int) -> FileContent | NotFound:
        """A page of a file drawn small, as JPEG, for whoever may download it."""
        found = self._content(caller, file_id)
        if isinstance(found, NotFound):
            return found
        drawn = draw_page(found.content, found.media_type, number)
        if not drawn:
            return NotFound(what="该页")
        return FileContent(name=f"{found.name}（第 {number} 页）.jpg", media_type="image/jpeg", content=drawn)

    def _content(self, caller: Caller, file_id: str) -> FileContent | NotFound:
        with self._resources.database.reading() as session:
            found = files.find(session, file_id)
            if found is None or not self._may_read(session, caller, found):
                return NotFound(what="该文件", denied=file_id if found else "")
        return FileContent(
            name=found.name, media_type=found.media_type, content=self._resources.files.read(found.digest)
        )

    def _may_read(self, session: Session, caller: Caller, found: files.StoredFile) -> bool:
        if found.owner_person == caller.person:
            return True
        head = cases.by_id(session, found.case_id) if found.case_id else None
        reach = self._reach(session, caller)
        reached = reach.some(head.case_no) if head else None
        if reached is None or isinstance(reached, NotFound):
            return False
        opened, part = reached
        if part:
            return found.id in files_of(opened, part)
        of_acts = files_of_acts(opened, handling=caller.person in opened.case.handlers)
        return found.id in of_acts or shows_file(opened, found.id, hidden_in(opened, reach))


def _looked_into(name: str, content: bytes, material: Material | None) -> Fit | Refusal:
    fit = check_upload(name, content, located=material is not None and material.location == "kept")
    if material and isinstance(fit, Fit) and (wrong := misfit(material, fit.name, fit.media_type, len(content))):
        return FileRefused(name=shown(display_name(name)), reason=f"{wrong}。请转换或压缩后重新上传。")
    return fit


def _crowded(session: Session, caller: Caller, content: bytes) -> QuotaReached | None:
    """Whether the person has handed in as much as may lie about before it is filed."""
    waiting = files.waiting(session, caller.person)
    if waiting.count < MAX_WAITING.count and waiting.size + len(content) <= MAX_WAITING.size:
        return None
    return QuotaReached(limit=f"{MAX_WAITING.count} 个、合计 {MAX_WAITING.size // 1024**3} GB")
