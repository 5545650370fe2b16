"""The draft desk (草稿): a filing saved on the server field by field; the browser is disposable."""

from collections.abc import Mapping
from typing import Any

from flows.service.cases import published, text_refusal
from flows.service.desk import WorkingDesk
from flows.service.permissions import allowed_to, roles
from flows.service.presenting import file_view
from flows.views import Caller, DraftView
from matters.errors import NotFound, Refusal, SecrecyMark
from storage import drafts, files
from storage.database import Session

_OWN = roles("applicant")


class DraftDesk(WorkingDesk):
    """One draft per person and matter. What is saved need not be valid yet."""

    @allowed_to(_OWN, "读取草稿")
    def load(self, caller: Caller, matter: str) -> DraftView:
        """The draft as it stands; empty when there is none."""
        with self._resources.database.reading() as session:
            return self._view(session, caller, matter, self._content(session, caller, matter))

    @allowed_to(_OWN, "保存草稿")
    def save(
        self, caller: Caller, matter: str, answers: Mapping[str, Any], post: str | None = None
    ) -> DraftView | Refusal:
        """Merge these answers into the draft; `None` takes an answer out. A secrecy mark never reaches the disk."""
        with self._resources.database.reading() as session:
            definition = published(session, self._resources, matter)
        if isinstance(definition, NotFound):
            return definition
        refusal = text_refusal(definition, answers)
        if isinstance(refusal, SecrecyMark):
            self._record(caller, "保存草稿", matter, refusal)
            return refusal
        with self._resources.database.transaction() as session:
            content = self._content(session, caller, matter)
            merged = {**content["answers"], **answers}
            content["answers"] = {key: value for key, value in merged.items() if value is not None}
            content["post"] = post or content["post"]
            return self._store(session, caller, matter, content)

    @allowed_to(_OWN, "保存草稿")
    def attach(self, caller: Caller, matter: str, material: str, file_ids: tuple[str, ...]) -> DraftView | NotFound:
        """Set the files of one material; only files of the caller."""
        with self._resources.database.transaction() as session:
            found = files.find_all(session, file_ids)
            if any(i not in found or found[i].owner_person != caller.person for i in file_ids):
                return NotFound(what="该文件")
            content = self._content(session, caller, matter)
            content["materials"] = {**content["materials"], material: list(file_ids)}
            return self._store(session, caller, matter, content)

    @allowed_to(_OWN, "删除草稿")
    def discard(self, caller: Caller, matter: str) -> None:
        """Throw the draft away."""
        with self._resources.database.transaction() as session:
            drafts.drop(session, caller.person, matter)

    def _content(self, session: Session, caller: Caller, matter: str) -> dict[str, Any]:
        kept = drafts.load(session, self._resources.vault, caller.person, matter)
        return kept or {"answers": {}, "materials": {}, "post": None}

    def _store(self, session: Session, caller: Caller, matter: str, content: dict[str, Any]) -> DraftView:
        drafts.save(session, self._resources.vault, caller.person, matter, content, self._resources.clock())
        return self._view(session, caller, matter, content)

    def _view(self, session: Session, caller: Caller, matter: str, content: dict[str, Any]) -> DraftView:
        ids = [i for given in content["materials"].values() for i in given]
        found = files.find_all(session, ids)
        return DraftView(
            matter=matter, answers=content["answers"], post=content["post"],
            materials={
                key: tuple(file_view(found[i]) for i in given if i in found)
                for key, given in content["materials"].items()
            },
            saved_at=drafts.drafts_of(session, caller.person).get(matter),
        )  # fmt: skip
