"""The desk of forms (样表、空白表格): handed in by administrators, saved by whoever is to fill them in."""

import json
from hashlib import sha256

from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import SIGNED_IN, allowed_to, roles
from flows.service.shown.definitions import published_versions
from flows.uploads.checking import Fit, check_upload
from flows.views.cases import FileContent
from flows.views.editing import FormFileView
from flows.views.people import Caller
from matters.errors.administering import FormsFull
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from storage.database import Session
from storage.definitions import matter_drafts, matter_files, matters
from storage.definitions.matter_files import FormRecord

_ADMIN = roles("matter_admin")


class MatterFileDesk(WorkingDesk):
    """Files that versions name by their content, so that what was published stays what it was."""

    @allowed_to(_ADMIN, "上传样表和空白表格")
    def hand_in(
        self, caller: Caller, code: str, name: str, content: bytes, key: str | None = None
    ) -> FormFileView | Refusal:
        """Keep a file for the draft or the versions of a matter; looked into like whatever is handed in."""
        checked = check_upload(name, content)

        def keep(session: Session) -> FormFileView | Refusal:
            if matter_drafts.find(session, code) is None and matters.newest(session, code) is None:
                return NotFound(what=f"事项 {code[:20]}")
            if len(matter_files.of_matter(session, code)) >= matter_files.MOST:
                return FormsFull(most=matter_files.MOST)
            return checked if isinstance(checked, Refusal) else self._keep(session, caller, code, checked)

        handing = Operation(
            caller, "上传样表和空白表格", code, key=key, content=[code, name, sha256(content).hexdigest()]
        )
        return self._change(handing, keep, FormFileView)

    @allowed_to(_ADMIN, "查看样表和空白表格")
    def list(self, caller: Caller, code: str) -> tuple[FormFileView, ...]:
        """What was handed in for a matter, the newest first."""
        with self._resources.database.reading() as session:
            return tuple(_view(one) for one in matter_files.of_matter(session, code))

    @allowed_to(SIGNED_IN, "下载样表和空白表格")
    def download(self, caller: Caller, digest: str, code: str | None = None) -> FileContent | NotFound:
        """The bytes, once a published version, of that matter if one is named, says so; before that for administrators only."""
        with self._resources.database.reading() as session:
            found = [one for one in matter_files.by_digest(session, digest) if code in (None, one.code)]
            mine = found if _ADMIN.covers(caller) else [one for one in found if self._published(session, one)]
        if not mine:
            return NotFound(what="该表格", denied=digest if found else "")
        file = mine[0]
        return FileContent(name=file.name, media_type=file.media_type, content=self._resources.files.read(file.digest))

    def _keep(self, session: Session, caller: Caller, code: str, fit: Fit) -> FormFileView:
        digest, now = self._resources.files.put(fit.content), self._resources.clock()
        kept = FormRecord(code, digest, fit.name, fit.media_type, len(fit.content), caller.person, now)
        return _view(matter_files.add(session, kept))

    def _published(self, session: Session, file: FormRecord) -> bool:
        versions = (self._resources.definition(session, one.digest) for one in published_versions(session, file.code))
        return any(
            form.sha256 == file.digest
            for matter in versions
            for material in matter.materials
            for form in material.forms.values()
        )


def _view(file: FormRecord) -> FormFileView:
    written = f"{{name: {json.dumps(file.name, ensure_ascii=False)}, sha256: {file.digest}}}"
    return FormFileView(name=file.name, sha256=file.digest, size=file.size, media_type=file.media_type, written=written)
