"""The draft desk (草稿): a filing saved on the server field by field; the browser is disposable."""

import json
from collections.abc import Mapping
from typing import Any, get_args

from flows.cases.around import look_up
from flows.cases.beginning import published
from flows.cases.deciding import Opened, open_case, world_of
from flows.cases.editions import edition_for
from flows.cases.standing_in import stands_in_at
from flows.offering import unlisted
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.filing_for import ForOthers
from flows.service.intake.texts import marked, text_refusal
from flows.service.permissions import allowed_to, roles
from flows.service.shown.cases import file_view
from flows.views.base import ProblemView
from flows.views.cases import CopiedView, DraftView, LeftOut
from flows.views.people import Caller
from matters.case.items import ASIDE, OF_APPLICANT, Purpose
from matters.errors.base import Refusal
from matters.errors.door import DraftUnderWay, Invalid, NotFound, SecrecyMark
from matters.errors.handling import NotApplicantsCase
from matters.filing.checking import fill_problems
from matters.filing.copied import copied, papers_to_bring
from matters.filing.known import known_answers, taken_over
from matters.filing.outdated import outdated
from matters.filing.taken import all_taken
from matters.language.document import Definition
from matters.organisation.snapshot import Body, Holder
from matters.typed import cleaned_value
from matters.who.parties import Parties, owner_of, parties_of
from matters.world import World
from storage import cases, drafts, files, queues
from storage.database import Session
from storage.queues import ItemView

_OWN = roles("applicant")
_FILING = roles("applicant", "window")
_HANDLER = roles("applicant", "approver", "window", "liaison")
_WITH_FILES: frozenset[Purpose] = ASIDE | OF_APPLICANT
_ANY: frozenset[Purpose] = frozenset(get_args(Purpose))
MOST_BEGUN = 200_000  # characters: an opinion has 1,000, and the longest form of an office some ten thousand


class DraftDesk(WorkingDesk):
    """One draft per person and matter. What is saved need not be valid yet."""

    @allowed_to(_FILING, "读取草稿")
    def load(self, caller: Caller, matter: str, applicant: Holder | None = None) -> DraftView:
        """The draft as it stands, and what has changed in the matter since it was saved; empty when there is none.

        `applicant`: of a filing for somebody else (代办、窗口登记) for whom; each has a draft of its own.
        """
        with self._resources.database.reading() as session:
            content = self._content(session, caller, drafts.of_filing(matter, applicant))
            return self._view(session, caller, matter, content, applicant)

    @allowed_to(_FILING, "保存草稿")
    def save(
        self,
        caller: Caller,
        matter: str,
        answers: Mapping[str, Any],
        post: str | None = None,
        applicant: Holder | None = None,
    ) -> DraftView | Refusal:
        """Merge these answers into the draft; `None` takes an answer out. A secrecy mark never reaches the disk."""
        with self._resources.database.reading() as session:
            definition = published(session, self._resources, matter)
        if isinstance(definition, NotFound):
            return definition
        answers = all_taken(definition, answers)
        refusal = text_refusal(definition, answers)
        if isinstance(refusal, SecrecyMark):
            self._record(Operation(caller, "保存草稿", matter), refusal)
            return refusal
        with self._resources.database.transaction() as session:
            content = self._content(session, caller, drafts.of_filing(matter, applicant))
            merged = {**content["answers"], **answers}
            content["answers"] = {key: value for key, value in merged.items() if value is not None}
            content["post"] = post or content["post"]
            content["definition"] = self._edition(session, caller, definition, content, applicant).digest
            return self._store(session, caller, matter, content, applicant)

    @allowed_to(_OWN, "拷贝办件到草稿")
    def copy(self, caller: Caller, case_no: str, key: str | None = None) -> CopiedView | Refusal:
        """Begin a filing with what an earlier case of the caller's says (再办一件); a draft under way is left as it is."""
        copying = Operation(caller, "拷贝办件到草稿", case_no, key=key, content=case_no)
        return self._change(copying, lambda session: self._copy(session, caller, case_no), CopiedView)

    def _copy(self, session: Session, caller: Caller, case_no: str) -> CopiedView | Refusal:
        opened = self._reach(session, caller).whole(case_no)
        if isinstance(opened, NotFound):
            return opened
        if opened.case.applicant.person != caller.person:
            return NotApplicantsCase(action="拷贝办件")
        now = published(session, self._resources, opened.matter.code)
        if isinstance(now, NotFound):
            return now
        if closed := unlisted(session, self._resources, now):
            return closed
        kept = self._content(session, caller, now.code)
        if kept["answers"] or any(kept["materials"].values()):
            return DraftUnderWay(matter=now.name)
        return self._begin_with(session, caller, opened, now)

    def _begin_with(self, session: Session, caller: Caller, opened: Opened, now: Definition) -> CopiedView:
        world = look_up(session, self._resources, world_of(session, self._resources), now, opened.answers)
        post = caller.hat(opened.case.applicant.post)
        found = copied(opened.matter, now, opened.answers, world, _between(caller, post, now, world))
        content = {"answers": found.answers, "materials": {}, "post": post, "definition": now.digest}
        self._store(session, caller, now.code, content)
        left = (*found.left_out, *papers_to_bring(now, opened.materials))
        return CopiedView(
            case_no=opened.case.case_no,
            matter=now.code,
            left_out=tuple(LeftOut(name=name, reason=reason) for name, reason in left),
        )

    @allowed_to(_FILING, "保存草稿")
    def attach(
        self, caller: Caller, matter: str, material: str, file_ids: tuple[str, ...], applicant: Holder | None = None
    ) -> DraftView | NotFound:
        """Set the files of one material; only files of the caller."""
        with self._resources.database.transaction() as session:
            if foreign := _foreign(session, caller, file_ids):
                return foreign
            content = self._content(session, caller, drafts.of_filing(matter, applicant))
            content["materials"] = {**content["materials"], material: list(file_ids)}
            return self._store(session, caller, matter, content, applicant)

    @allowed_to(_HANDLER, "读取草稿")
    def load_supplement(self, caller: Caller, task_id: str) -> DraftView | NotFound:
        """The files chosen so far for what the caller owes; of a supplement only materials that were changed are in it."""
        with self._resources.database.reading() as session:
            if not self._owes(session, caller, task_id):
                return _not_held(session, caller, task_id)
            name = drafts.of_item(task_id)
            return self._view(session, caller, name, self._content(session, caller, name))

    @allowed_to(_HANDLER, "保存草稿")
    def attach_supplement(
        self, caller: Caller, task_id: str, material: str, file_ids: tuple[str, ...] | None
    ) -> DraftView | NotFound:
        """Set the files of one material in a supplement, or those of an answer; without files it is as it was handed in."""
        with self._resources.database.transaction() as session:
            if not self._locked(session, task_id) or not self._owes(session, caller, task_id):
                return _not_held(session, caller, task_id)
            if foreign := _foreign(session, caller, file_ids or ()):
                return foreign
            name = drafts.of_item(task_id)
            content = self._content(session, caller, name)
            changed = {**content["materials"], material: None if file_ids is None else list(file_ids)}
            content["materials"] = {key: ids for key, ids in changed.items() if ids is not None}
            return self._store(session, caller, name, content)

    @allowed_to(_HANDLER, "读取草稿")
    def load_begun(self, caller: Caller, task_id: str) -> Mapping[str, Any]:
        """What has been chosen and written so far on an open item of the caller, by name; `opinion` is the opinion (意见)."""
        with self._resources.database.reading() as session:
            content = self._content(session, caller, drafts.of_item(task_id))
            begun: Mapping[str, Any] = content["answers"] if self._holds(session, caller, task_id) else {}
            return begun

    @allowed_to(_HANDLER, "保存草稿")
    def keep_begun(
        self, caller: Caller, task_id: str, parts: Mapping[str, Any]
    ) -> NotFound | SecrecyMark | Invalid | None:
        """Keep these parts until the item is done; `None` takes one out. A secrecy mark never reaches the disk.

        Nothing is checked but the size: what is begun need not be valid, and the act itself is checked as any other.
        """
        kept = {part: cleaned_value(value) for part, value in parts.items()}
        refusal = marked("办理意见", kept)
        if refusal:
            self._record(Operation(caller, "保存草稿", task_id), refusal)
            return refusal
        with self._resources.database.transaction() as session:
            if not self._locked(session, task_id) or not self._holds(session, caller, task_id):
                return _not_held(session, caller, task_id)
            name = drafts.of_item(task_id)
            content = self._content(session, caller, name)
            merged = {**content["answers"], **kept}
            content["answers"] = {part: value for part, value in merged.items() if value is not None}
            if len(json.dumps(content["answers"], ensure_ascii=False)) > MOST_BEGUN:
                return Invalid.of("", "填写的内容过长，没有保存，请精简")
            drafts.save(session, self._resources.vault, caller.person, name, content, self._resources.clock())
        return None

    @allowed_to(_HANDLER, "读取草稿")
    def wrong(self, caller: Caller, task_id: str, given: Mapping[str, Any]) -> tuple[ProblemView, ...]:
        """What is wrong with what is being filled in on an open item of the caller; that something is missing is not told yet."""
        with self._resources.database.reading() as session:
            item = queues.item(session, task_id)
            if item is None or not self._holds(session, caller, task_id):
                return ()
            opened = open_case(session, self._resources, item.case.case_no)
            if opened is None:
                return ()
            matter, given = opened.matter, all_taken(opened.matter, given)
            says = {**opened.answers, **given}
            world = look_up(session, self._resources, world_of(session, self._resources), matter, says)
            parties = parties_of(matter, opened.case, opened.filed)
            problems = fill_problems(matter, given, tuple(given), world, parties)
        return tuple(ProblemView(target=one.target, message=one.message) for one in problems)

    @allowed_to(_FILING, "删除草稿")
    def discard(self, caller: Caller, matter: str, applicant: Holder | None = None) -> None:
        """Throw the draft away."""
        with self._resources.database.transaction() as session:
            drafts.drop(session, caller.person, drafts.of_filing(matter, applicant))

    def _locked(self, session: Session, task_id: str) -> bool:
        """Nobody acts on the item from now on: whoever does so next forgets what is saved here."""
        return cases.lock_with_item(session, task_id) is not None

    def _owes(self, session: Session, caller: Caller, task_id: str) -> bool:
        """Whether the caller holds an item that files are handed in for."""
        return self._holds(session, caller, task_id, _WITH_FILES)

    def _holds(self, session: Session, caller: Caller, task_id: str, purposes: frozenset[Purpose] = _ANY) -> bool:
        item = queues.item(session, task_id)
        if item is None or item.state != "open" or item.purpose not in purposes:
            return False
        return _held(item, caller) or stands_in_at(session, self._resources, caller.person, task_id) is not None

    def _content(self, session: Session, caller: Caller, matter: str) -> dict[str, Any]:
        kept = drafts.load(session, self._resources.vault, caller.person, matter)
        return kept or {"answers": {}, "materials": {}, "post": None}

    def _store(
        self, session: Session, caller: Caller, matter: str, content: dict[str, Any], applicant: Holder | None = None
    ) -> DraftView:
        name, now = drafts.of_filing(matter, applicant), self._resources.clock()
        drafts.save(session, self._resources.vault, caller.person, name, content, now)
        return self._view(session, caller, matter, content, applicant)

    def _view(
        self, session: Session, caller: Caller, matter: str, content: dict[str, Any], applicant: Holder | None = None
    ) -> DraftView:
        ids = [i for given in content["materials"].values() for i in given]
        found, now = files.find_all(session, ids), published(session, self._resources, matter)
        if isinstance(now, Definition):
            now = self._edition(session, caller, now, content, applicant)
        return DraftView(
            matter=matter,
            answers=content["answers"],
            post=content["post"],
            materials={
                key: tuple(file_view(found[i]) for i in given if i in found)
                for key, given in content["materials"].items()
            },
            saved_at=drafts.drafts_of(session, caller.person).get(drafts.of_filing(matter, applicant)),
            outdated=self._outdated(session, now, content),
            known=self._known(session, caller, now, content, applicant),
        )

    def _edition(
        self,
        session: Session,
        caller: Caller,
        matter: Definition,
        content: Mapping[str, Any],
        applicant: Holder | None,
    ) -> Definition:
        """The one under which it would be filed as it stands (实施清单)."""
        post = applicant.post if applicant else caller.hat(content["post"])
        held = self._resources.organisation(session).find_post(post) if post else None
        return edition_for(session, self._resources, matter, held.body, content["answers"]) if held else matter

    def _known(
        self,
        session: Session,
        caller: Caller,
        now: Definition | Refusal,
        content: Mapping[str, Any],
        applicant: Holder | None,
    ) -> dict[str, Any]:
        """Under the post that was chosen, or the one there is to begin with; of others only to who may file for them."""
        if not isinstance(now, Definition):
            return {}
        if applicant and not ForOthers(session, self._resources, caller).may(now, applicant):
            return {}
        world = look_up(session, self._resources, world_of(session, self._resources), now, content["answers"])
        post = applicant.post if applicant else caller.hat(content["post"])
        person = applicant.person if applicant else caller.person
        known = known_answers(now, person, post, world)
        return known | (taken_over(now, content["answers"], Holder(person=person, post=post), world) if post else {})

    def _outdated(self, session: Session, now: Definition | Refusal, content: dict[str, Any]) -> tuple[str, ...]:
        """Why it cannot be filed any more; else told until the draft is saved under the version in force."""
        known = content.get("definition")
        if not known or not isinstance(now, Definition):
            return ()
        if closed := unlisted(session, self._resources, now):
            return (closed.message,)
        if now.digest == known:
            return ()
        old, world = self._resources.definition(session, known), world_of(session, self._resources)
        return outdated(old, now, content["answers"], content["materials"], world)


def _between(caller: Caller, post: str | None, matter: Definition, world: World) -> Parties | None:
    """The parties of a filing under that hat, as far as they are known."""
    body = next((hat.body for hat in caller.posts if hat.post == post), None)
    owner = owner_of(matter, body, world) if body else None
    if post is None or body is None or not isinstance(owner, Body):
        return None
    return Parties(Holder(person=caller.person, post=post), body, owner.id)


def _held(item: ItemView, caller: Caller) -> bool:
    return any(holder.person == caller.person for holder in item.holders)


def _not_held(session: Session, caller: Caller, task_id: str) -> NotFound:
    item = queues.item(session, task_id)
    return NotFound(what="该待办", denied=task_id if item and not _held(item, caller) else "")


def _foreign(session: Session, caller: Caller, file_ids: tuple[str, ...]) -> NotFound | None:
    """The answer when one of the files is not there, or is somebody else's."""
    found = files.find_all(session, file_ids)
    others = [file.id for file in found.values() if file.owner_person != caller.person]
    return NotFound(what="该文件", denied=next(iter(others), "")) if others or len(found) < len({*file_ids}) else None
