"""The desk of local lists (实施清单): what bodies say otherwise than the directory, kept within a scope."""

from collections.abc import Callable, Iterator

from flows.cases.calling import edition_asked, origin_renewed
from flows.cases.editions import compose, put_into_force
from flows.checking import SOURCE
from flows.directory import accepted_at, directory
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.local_editions import edition_of
from flows.service.permissions import allowed_to, roles
from flows.service.second_person import may_be_second
from flows.service.shown.lists.local_editions import edition_line, edition_view
from flows.views.lists.local_editions import (
    LocalChoice,
    LocalEditionLine,
    LocalEditionReceipt,
    LocalEditionView,
    LocalEditionWanted,
    TouchedEdition,
)
from flows.views.people import Caller
from matters.editions.local import LocalEdition
from matters.errors.administering import OutOfScope, SecondPersonNeeded
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import NotPossible
from matters.language.document import Definition
from matters.language.text.reading import read_definition
from storage.database import Session
from storage.definitions import local_editions, matters
from storage.definitions.local_editions import KeptEdition

_KEEPERS = roles("matter_admin", "list_admin", local=True)
_DIRECTORY = roles("matter_admin", local=True)
_OVER = "这份实施清单已经确认或者退回，请刷新页面查看"
_Act = Callable[[Session, KeptEdition], LocalEditionReceipt | Refusal]


class LocalEditionDesk(WorkingDesk):
    """A local list changes only what the directory allows, by two persons, each of them within the scope of their grant."""

    @allowed_to(_KEEPERS, "查看实施清单")
    def list(self, caller: Caller) -> tuple[LocalEditionLine, ...]:
        """Every one of the bodies within the caller's scope, the last first."""
        with self._resources.database.reading() as session:
            kept = local_editions.all_of(session)
            mine = (one for one in kept if self._keeps(session, caller, one.edition.body))
            return tuple(edition_line(session, self._resources, caller, one) for one in mine)

    @allowed_to(_KEEPERS, "查看实施清单")
    def waiting(self, caller: Caller) -> int:
        """How many the caller may confirm or send back."""
        with self._resources.database.reading() as session:
            kept = (one for one in local_editions.all_of(session) if one.state == "waiting")
            others = (one for one in kept if may_be_second(caller, one.asked_by))
            return sum(self._keeps(session, caller, one.edition.body) for one in others)

    @allowed_to(_KEEPERS, "查看实施清单")
    def choices(self, caller: Caller) -> tuple[LocalChoice, ...]:
        """Of which matters, and for which bodies within the caller's scope, there may be one."""
        with self._resources.database.reading() as session:
            return tuple(self._choices(session, caller))

    @allowed_to(_KEEPERS, "查看实施清单")
    def show(self, caller: Caller, code: str, body: str) -> LocalEditionView | Refusal:
        """What the directory says and allows, what holds there, and every one there was."""
        with self._resources.database.reading() as session:
            found = self._directory(session, caller, code, body)
            return found if isinstance(found, Refusal) else edition_view(session, self._resources, caller, found, body)

    @allowed_to(_KEEPERS, "提请实施清单")
    def ask(self, caller: Caller, wanted: LocalEditionWanted, key: str | None = None) -> LocalEditionReceipt | Refusal:
        """It waits for a second person. What it may not change is told part by part."""

        def work(session: Session) -> LocalEditionReceipt | Refusal:
            before = next((one for one in local_editions.at(session, wanted.code, wanted.body) if one.number), None)
            edition = edition_of(wanted, wanted.code, wanted.body)
            if isinstance(edition, Refusal):
                return edition
            return self._asked(session, caller, edition, before.origin if before else None)

        content = wanted.model_dump(mode="json")
        asking = Operation(caller, "提请实施清单", f"{wanted.code} {wanted.body}", key=key, content=content)
        return self._change(asking, work, LocalEditionReceipt)

    @allowed_to(_KEEPERS, "复制实施清单")
    def copy(self, caller: Caller, which: int, body: str, key: str | None = None) -> LocalEditionReceipt | Refusal:
        """Ask for the same at another body, which keeps where it came from; whom to ring up there is another matter."""

        def work(session: Session) -> LocalEditionReceipt | Refusal:
            origin = local_editions.find(session, which)
            if origin is None or origin.number is None:
                return NotFound(what="该份实施清单")
            if origin.edition.body == body:
                return NotPossible(action="复制实施清单", why="来源就是本单位，请直接修改")
            said = origin.edition.model_copy(update={"body": body, "contacts": (), "local_code": ""})
            return self._asked(session, caller, said, origin.id)

        copying = Operation(caller, "复制实施清单", f"{which} {body}", key=key, content=[which, body])
        return self._change(copying, work, LocalEditionReceipt)

    @allowed_to(_KEEPERS, "确认实施清单")
    def confirm(self, caller: Caller, which: int, key: str | None = None) -> LocalEditionReceipt | Refusal:
        """New filings go by it from now on; whoever has copied the one before is told."""

        def confirmed(session: Session, kept: KeptEdition) -> LocalEditionReceipt | Refusal:
            if kept.state == "waiting" and kept.asked_by == caller.person and not caller.local:
                return SecondPersonNeeded(act="确认实施清单", mine="这份实施清单的提请人", instead="核对后确认")
            matter = self._directory(session, caller, kept.edition.code, kept.edition.body)
            if isinstance(matter, Refusal):
                return matter
            made = compose(session, self._resources, matter, kept.edition)
            if not isinstance(made, Definition):
                return Invalid(problems=made)
            if not local_editions.confirm(session, kept, caller.person, self._resources.clock()):
                return NotPossible(action="确认实施清单", why=_OVER)
            put_into_force(session, self._resources, made, kept.asked_by, caller.person)
            origin_renewed(session, self._resources, kept, matter, self._copied(session, kept))
            message = f"“{matter.name}”的实施清单已生效。新的申请按此办理，已提交的办件仍按原来的办理。"
            return LocalEditionReceipt(id=kept.id, message=message)

        return self._done(Operation(caller, "确认实施清单", str(which), key=key, content=which), which, confirmed)

    @allowed_to(_KEEPERS, "退回实施清单")
    def send_back(self, caller: Caller, which: int, key: str | None = None) -> LocalEditionReceipt | Refusal:
        """It does not come about; who has asked for it may take it back so."""

        def returned(session: Session, kept: KeptEdition) -> LocalEditionReceipt | Refusal:
            if not local_editions.send_back(session, kept.id, caller.person, self._resources.clock()):
                return NotPossible(action="退回实施清单", why=_OVER)
            return LocalEditionReceipt(id=kept.id, message="已退回，可以修改后重新提请。")

        return self._done(Operation(caller, "退回实施清单", str(which), key=key, content=which), which, returned)

    @allowed_to(_DIRECTORY, "查看目录新版本涉及的实施清单")
    def touched(self, caller: Caller, code: str, text: str) -> tuple[TouchedEdition, ...]:
        """Which local lists would follow this text as the next version of the directory, and which would not, and why."""
        found = read_definition(text, SOURCE)
        if not isinstance(found, Definition):
            return ()
        with self._resources.database.reading() as session:
            standing = local_editions.standing(session, code)
            return tuple(self._touched(session, found, one) for one in standing)

    def _touched(self, session: Session, found: Definition, kept: KeptEdition) -> TouchedEdition:
        body, made = kept.edition.body, compose(session, self._resources, found, kept.edition)
        name = self._resources.organisation(session).body_name(body, self._resources.today)
        unfit = () if isinstance(made, Definition) else tuple(one.message for one in made)
        return TouchedEdition(body=body, body_name=name, unfit=unfit)

    def _choices(self, session: Session, caller: Caller) -> Iterator[LocalChoice]:
        accepted = accepted_at(session, self._resources)
        organisation, today = self._resources.organisation(session), self._resources.today
        for matter in directory(session, self._resources).matters:
            bodies = accepted[matter.code] if matter.edition.local_may_change else ()
            for body in (one for one in bodies if self._keeps(session, caller, one)):
                name = organisation.body_name(body, today)
                yield LocalChoice(code=matter.code, name=matter.name, body=body, body_name=name)

    def _asked(
        self, session: Session, caller: Caller, edition: LocalEdition, origin: int | None
    ) -> LocalEditionReceipt | Refusal:
        matter = self._directory(session, caller, edition.code, edition.body)
        if isinstance(matter, Refusal):
            return matter
        made = compose(session, self._resources, matter, edition)
        if not isinstance(made, Definition):
            return Invalid(problems=made)
        if refusal := self._needless(session, edition):
            return refusal
        which = local_editions.ask(session, edition, origin, caller.person, self._resources.clock())
        edition_asked(session, self._resources, which, matter, edition.body, caller.person)
        message = f"已提请“{matter.name}”的实施清单，须由另一位管理员确认后生效。"
        return LocalEditionReceipt(id=which, message=message)

    def _needless(self, session: Session, edition: LocalEdition) -> Refusal | None:
        """One at a time; and to say nothing otherwise than the directory is something only where something was said."""
        kept = local_editions.at(session, edition.code, edition.body)
        if any(one.state == "waiting" for one in kept):
            return NotPossible(action="提请实施清单", why="已有一份等候确认，请先确认或者退回")
        if edition.changes or any(one.number for one in kept):
            return None
        return Invalid((Problem("", "没有写明与目录不同之处。与目录相同的，无需编制实施清单。"),))

    def _directory(self, session: Session, caller: Caller, code: str, body: str) -> Definition | Refusal:
        """The version of the directory in force, if the caller may keep the list of that body and the body accepts the matter."""
        head, organisation = matters.newest(session, code), self._resources.organisation(session)
        if head is None:
            return NotFound(what=f"事项 {code[:20]}")
        if organisation.find_body(body) is None:
            return NotFound(what="该单位")
        if not self._keeps(session, caller, body):
            return OutOfScope(body=organisation.body_name(body, self._resources.today))
        if body not in accepted_at(session, self._resources).get(code, ()):
            return Invalid.of("body", "该单位不受理这个事项。请从受理单位中选择。")
        return self._resources.definition(session, head.digest)

    def _keeps(self, session: Session, caller: Caller, body: str) -> bool:
        """Whether the body is within the scope of the caller's grant (授权范围)."""
        organisation, today = self._resources.organisation(session), self._resources.today
        granted = (organisation.granted(caller.person, role, body, today) for role in sorted(_KEEPERS.roles))
        return caller.local or any(granted)

    def _copied(self, session: Session, origin: KeptEdition) -> tuple[str, ...]:
        """The bodies whose list came from an earlier one of this body."""
        earlier = {one.id for one in local_editions.at(session, origin.edition.code, origin.edition.body)}
        standing = local_editions.standing(session, origin.edition.code)
        return tuple(one.edition.body for one in standing if one.origin in earlier)

    def _done(self, operation: Operation, which: int, act: _Act) -> LocalEditionReceipt | Refusal:
        def work(session: Session) -> LocalEditionReceipt | Refusal:
            kept = local_editions.find(session, which)
            if kept is None:
                return NotFound(what="该份实施清单")
            if not self._keeps(session, operation.caller, kept.edition.body):
                name = self._resources.organisation(session).body_name(kept.edition.body, self._resources.today)
                return OutOfScope(body=name)
            return act(session, kept)

        return self._change(operation, work, LocalEditionReceipt)
