"""The desk of matter management (事项管理): definitions are written, checked, published by a second person, and compared."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flows.cases.beginning import published
from flows.cases.calling import draft_returned, draft_submitted
from flows.cases.deciding import world_of
from flows.cases.editions import follow
from flows.checking import SOURCE, check_text
from flows.offering import unlisted
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.definitions import identity_remarks, second_person, storable, unfit_text, unpublishable
from flows.service.intake.surroundings import surroundings
from flows.service.permissions import allowed_to, roles
from flows.service.shown.definitions import (
    check_view,
    definition_lines,
    definition_view,
    differences_view,
    draft_state,
    published_versions,
    source_view,
)
from flows.service.shown.forecast import foreseen
from flows.views.editing import (
    CheckView,
    DefinitionDraft,
    DefinitionList,
    DefinitionView,
    DifferencesView,
    DiscardedReceipt,
    PublishedReceipt,
    SourceView,
)
from flows.views.matters import ForecastView
from flows.views.people import Caller
from matters.errors.administering import (
    AlreadyPublished,
    AwaitingPublication,
    ChangedSinceReview,
    DraftExists,
    EditedMeanwhile,
    NotClean,
    NotSubmitted,
)
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, MatterCancelled, NotFound
from matters.errors.handling import OpinionRequired
from matters.filing.taken import all_taken
from matters.language.document import Definition
from matters.language.text.reading import read_definition
from matters.language.text.writing import with_version
from matters.organisation.snapshot import Holder
from matters.typed import cleaned
from storage.collisions import VersionTakenError
from storage.database import Session
from storage.definitions import catalog, matter_drafts, matters
from storage.definitions.matter_drafts import TextDraft, text_digest

V = TypeVar("V")

_ADMIN = roles("matter_admin")
_READER = roles("matter_admin", local=True)
_CODE = re.compile(r"[A-Z]{2,4}[0-9]{3}")
_MAX_REASON = 1000


class MatterEditingDesk(WorkingDesk):
    """One draft per matter, shared by its administrators. A published version never changes; cases stay on theirs."""

    @allowed_to(_READER, "管理事项")
    def list(self, caller: Caller) -> DefinitionList:
        """All matters with version in force, draft, and cases under way."""
        with self._resources.database.reading() as session:
            return DefinitionList(items=definition_lines(session, self._resources, caller))

    @allowed_to(_ADMIN, "管理事项")
    def waiting(self, caller: Caller) -> int:
        """How many drafts the caller may publish or send back."""
        with self._resources.database.reading() as session:
            drafts = matter_drafts.all_drafts(session)
        return sum(draft.submitted_by is not None and second_person(draft, caller) for draft in drafts)

    @allowed_to(_READER, "管理事项")
    def show(self, caller: Caller, code: str) -> DefinitionView | NotFound:
        """A matter with its versions and its draft."""
        with self._resources.database.reading() as session:
            return definition_view(session, self._resources, caller, code) or _unknown(code)

    @allowed_to(_ADMIN, "起草事项")
    def begin(
        self, caller: Caller, code: str, name: str = "", text: str | None = None, key: str | None = None
    ) -> DefinitionDraft | Refusal:
        """A draft from the newest version with the next number; of a new matter from the template, or from a given text."""

        def work(session: Session) -> DefinitionDraft | Refusal:
            return self._begin(session, caller, code, name, text)

        try:
            beginning = Operation(caller, "起草事项", code, key=key, content=[code, name, text])
            return self._change(beginning, work, DefinitionDraft)
        except VersionTakenError:
            return DraftExists(matter=code)

    @allowed_to(_ADMIN, "保存事项草案")
    def save(
        self, caller: Caller, code: str, text: str, revision: int, key: str | None = None
    ) -> DefinitionDraft | Refusal:
        """Keep the text as typed. Refused when somebody else, or another tab, has saved since `revision`."""
        text = storable(text)
        refusal = unfit_text(text)

        def work(session: Session) -> DefinitionDraft | Refusal:
            held = refusal or self._held(session, code)
            if isinstance(held, Refusal) or held.text == text:
                return self._as_seen(session, caller, held)
            if held.submitted_by:
                return AwaitingPublication(who=self._name(session, held.submitted_by))
            if held.revision != revision:
                return EditedMeanwhile(who=self._name(session, held.saved_by), at=held.saved_at)
            kept = matter_drafts.write(session, held, text, caller.person, self._resources.clock())
            return self._as_seen(session, caller, kept)

        saving = Operation(caller, "保存事项草案", code, key=key, content=[code, text, revision])
        return self._change(saving, work, DefinitionDraft)

    @allowed_to(_READER, "检查事项草案")
    def check(self, caller: Caller, code: str, text: str) -> CheckView:
        """Everything that is wrong with a text as the next version of this matter, each at its line."""
        return self._checked(code, text)

    @allowed_to(_ADMIN, "提交发布事项")
    def submit(self, caller: Caller, code: str, revision: int, key: str | None = None) -> DefinitionDraft | Refusal:
        """Hand the text over to a second person; only a clean one. With a key at most once, as all below."""
        refusal, checked = self._reviewed(code)

        def work(session: Session) -> DefinitionDraft | Refusal:
            held = self._held(session, code)
            if isinstance(held, Refusal):
                return held
            if held.submitted_by:
                return AwaitingPublication(who=self._name(session, held.submitted_by))
            if held.revision != revision or held.digest != checked:
                return EditedMeanwhile(who=self._name(session, held.saved_by), at=held.saved_at)
            if refusal:
                return refusal
            kept = matter_drafts.submit(session, held, caller.person, self._resources.clock())
            draft_submitted(session, self._resources, kept)
            return self._as_seen(session, caller, kept)

        submitting = Operation(caller, "提交发布事项", code, key=key, content=[code, revision])
        return self._change(submitting, work, DefinitionDraft)

    @allowed_to(_ADMIN, "撤回事项草案的提交")
    def take_back(self, caller: Caller, code: str, key: str | None = None) -> DefinitionDraft | Refusal:
        """Go on writing."""
        taking_back = Operation(caller, "撤回事项草案的提交", code, key=key, content=[code])
        return self._submitted(taking_back, matter_drafts.take_back)

    @allowed_to(_ADMIN, "退回事项草案")
    def send_back(self, caller: Caller, code: str, reason: str, key: str | None = None) -> DefinitionDraft | Refusal:
        """Have the author mend it; the reason is told."""
        reason = storable(cleaned(reason)).strip()[:_MAX_REASON]

        def returned(session: Session, held: TextDraft) -> TextDraft | Refusal:
            if not reason:
                return OpinionRequired(action="退回修改")
            kept = matter_drafts.send_back(session, held, caller.person, reason, self._resources.clock())
            draft_returned(session, self._resources, kept, held.submitted_by or held.saved_by)
            return kept

        return self._submitted(Operation(caller, "退回事项草案", code, key=key, content=[code, reason]), returned)

    @allowed_to(_ADMIN, "发布事项")
    def publish(self, caller: Caller, code: str, digest: str, key: str | None = None) -> PublishedReceipt | Refusal:
        """Put the submitted text into force. `digest` is that of the text the second person has read."""
        refusal, checked = self._reviewed(code)

        def work(session: Session) -> PublishedReceipt | Refusal:
            held = self._held(session, code)
            if isinstance(held, Refusal):
                return self._published_by(session, code, digest) or held
            if unfit := unpublishable(held, caller, digest):
                return unfit
            if held.digest != checked:
                return ChangedSinceReview()
            return refusal or self._publish(session, caller, held)

        try:
            publishing = Operation(caller, "发布事项", code, key=key, content=[code, digest])
            return self._change(publishing, work, PublishedReceipt)
        except VersionTakenError:  # the command line was faster
            return ChangedSinceReview()

    @allowed_to(_ADMIN, "删除事项草案")
    def discard(self, caller: Caller, code: str, revision: int, key: str | None = None) -> DiscardedReceipt | Refusal:
        """Throw the draft away, as it was seen."""

        def work(session: Session) -> DiscardedReceipt | Refusal:
            held = self._held(session, code)
            if isinstance(held, Refusal):
                return held
            if held.revision != revision:
                return EditedMeanwhile(who=self._name(session, held.saved_by), at=held.saved_at)
            matter_drafts.drop(session, held)
            return DiscardedReceipt(code=code)

        discarding = Operation(caller, "删除事项草案", code, key=key, content=[code, revision])
        return self._change(discarding, work, DiscardedReceipt)

    @allowed_to(_ADMIN, "比较事项版本")
    def compare(self, caller: Caller, code: str, older: int, newer: int | None = None) -> DifferencesView | Refusal:
        """What the newer version, or the draft, changes in meaning."""
        with self._resources.database.reading() as session:
            old, new = self._version(session, code, older), self._version(session, code, newer)
            vocabulary = self._resources.organisation(session).vocabulary
        if isinstance(old, Refusal):
            return old
        return new if isinstance(new, Refusal) else differences_view(old, new, vocabulary)

    @allowed_to(_READER, "查看事项文本")
    def source(self, caller: Caller, code: str, version: int) -> SourceView | NotFound:
        """The text of a published version, comments included where they are known."""
        with self._resources.database.reading() as session:
            head = next((one for one in published_versions(session, code) if one.version == version), None)
            return source_view(session, self._resources, head.digest) if head else _unknown(code)

    @allowed_to(_ADMIN, "试算事项草案")
    def try_out(self, caller: Caller, code: str, answers: Mapping[str, Any], post: str) -> ForecastView | Refusal:
        """Who would get a filing of that post under the draft, and what would be refused of it; nothing is kept."""
        with self._resources.database.reading() as session:
            matter, world = self._version(session, code, None), world_of(session, self._resources)
        if isinstance(matter, Refusal):
            return matter
        found = world.organisation.find_post(post)
        holders = world.organisation.holders_of(found, world.today) if found else ()
        if not holders:
            return NotFound(what="现任这个岗位的人员")
        return foreseen(matter, Holder(person=holders[0].person, post=post), all_taken(matter, answers), world)

    def _checked(self, code: str, text: str) -> CheckView:
        with self._resources.database.reading() as session:
            draft, heads = matter_drafts.find(session, code), published_versions(session, code)
            around = surroundings(session, self._resources)
        newest = heads[0].version if heads else 0
        checked = check_text(text, around)
        placed = tuple(identity_remarks(checked.definition, text, code, newest, draft)) if checked.definition else ()
        return check_view(checked, placed)

    def _begin(
        self, session: Session, caller: Caller, code: str, name: str, text: str | None
    ) -> DefinitionDraft | Refusal:
        if matter_drafts.find(session, code):
            return DraftExists(matter=code)
        head = matters.newest(session, code)
        if gone := self._cancelled(session, code):
            return gone
        if not _CODE.fullmatch(code):
            return Invalid((Problem("code", "事项代码应为 2 至 4 个大写字母加 3 位数字，如 XY001"),))
        if head is None and text is None and not name.strip():
            return Invalid((Problem("name", "请填写事项名称"),))
        text = storable(self._first_text(session, code, name.strip()) if text is None else text)
        based_on = head.version if head else None
        if refusal := unfit_text(text):
            return refusal
        begun = matter_drafts.begin(session, code, based_on, text, caller.person, self._resources.clock())
        return self._as_seen(session, caller, begun)

    def _first_text(self, session: Session, code: str, name: str) -> str:
        head = matters.newest(session, code)
        if head is None:
            return catalog.matter_template(code, name)
        return with_version(source_view(session, self._resources, head.digest).text, head.version + 1)

    def _publish(self, session: Session, caller: Caller, held: TextDraft) -> PublishedReceipt | Refusal:
        found = read_definition(held.text, SOURCE)
        newest = matters.newest(session, held.code)
        if not isinstance(found, Definition) or found.edition.version != (newest.version if newest else 0) + 1:
            return ChangedSinceReview()
        digest = matters.save_draft(session, found, held.text)
        matters.publish(session, digest, held.submitted_by or held.saved_by, caller.person, self._resources.clock())
        matter_drafts.drop(session, held)
        follow(session, self._resources, found)
        version = found.edition.version
        message = f"已发布“{found.name}”第 {version} 版。新的申请按新版办理，已提交的办件仍按原版本办理。"
        return PublishedReceipt(code=held.code, version=version, digest=digest, message=message)

    def _published_by(self, session: Session, code: str, digest: str) -> AlreadyPublished | None:
        """Who has published that very text meanwhile, and when."""
        head = matters.newest(session, code)
        source = matters.source_of(session, head.digest) if head else None
        if head is None or head.published_at is None or source is None or text_digest(source) != digest:
            return None
        who = self._name(session, head.second_by or head.published_by or "")
        return AlreadyPublished(who=who, at=head.published_at, version=head.version)

    def _reviewed(self, code: str) -> tuple[Refusal | None, str]:
        """Why the text as it is now must not be published, and its digest.

        A check takes too long for the transaction, which therefore goes on only with the text of this digest.
        """
        with self._resources.database.reading() as session:
            draft, gone = matter_drafts.find(session, code), self._cancelled(session, code)
        if draft is None:
            return _unknown(code), ""
        if gone:
            return gone, draft.digest
        check = self._checked(code, draft.text)
        wrong = sum(remark.severity in ("error", "draft") for remark in check.remarks)
        return None if check.clean else NotClean(count=wrong), draft.digest

    def _cancelled(self, session: Session, code: str) -> Refusal | None:
        """A matter that is cancelled (取消) has no further version: it would be a new one, under a code of its own."""
        matter = published(session, self._resources, code)
        closed = None if isinstance(matter, NotFound) else unlisted(session, self._resources, matter)
        return closed if isinstance(closed, MatterCancelled) else None

    def _submitted(
        self, operation: Operation, change: Callable[[Session, TextDraft], TextDraft | Refusal]
    ) -> DefinitionDraft | Refusal:
        """A change to a draft that waits for a second person."""

        def work(session: Session) -> DefinitionDraft | Refusal:
            held = self._held(session, operation.object_id)
            if isinstance(held, Refusal):
                return held
            kept = change(session, held) if held.submitted_by else NotSubmitted()
            return self._as_seen(session, operation.caller, kept)

        return self._change(operation, work, DefinitionDraft)

    def _as_seen(self, session: Session, caller: Caller, held: TextDraft | Refusal) -> DefinitionDraft | Refusal:
        if isinstance(held, Refusal):
            return held
        newest = matters.newest(session, held.code)
        organisation = self._resources.organisation(session)
        state = draft_state(held, newest.version if newest else 0, caller, organisation)
        return DefinitionDraft(state=state, text=held.text)

    def _held(self, session: Session, code: str) -> TextDraft | NotFound:
        return matter_drafts.lock(session, code) or NotFound(what=f"事项 {code[:20]} 的草案")

    def _version(self, session: Session, code: str, version: int | None) -> Definition | Refusal:
        """A published version, or the draft."""
        if version is not None:
            head = next((one for one in published_versions(session, code) if one.version == version), None)
            return self._resources.definition(session, head.digest) if head else _unknown(code)
        draft = matter_drafts.find(session, code)
        if draft is None:
            return _unknown(code)
        found = read_definition(draft.text, SOURCE)
        return found if isinstance(found, Definition) else Invalid(found)

    def _name(self, session: Session, person: str) -> str:
        found = self._resources.organisation(session).find_person(person)
        return found.name if found else person


def _unknown(code: str) -> NotFound:
    return NotFound(what=f"事项 {code[:20]} 的定义")
