"""The desk of the organisation (机构与人员): browse it, see what a change would do, change it, import and export it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from flows.cases.calling import role_asked
from flows.cases.deciding import world_of
from flows.cases.reassigning import close_account, reassign
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.organisation import by_its_name, ended_at_work, import_guards, wanted_change
from flows.service.permissions import allowed_to, roles
from flows.service.shown.cases import holder_name
from flows.service.shown.organisation import Showing, role_request
from flows.views.organisation_editing import (
    BodyDetail,
    ChangePreview,
    ChangeReceipt,
    Choices,
    FoundLine,
    ImportPreview,
    OrganisationTree,
    PersonDetail,
    RoleRequestLine,
    UnattendedView,
)
from flows.views.people import Caller
from matters.calendar import SHANGHAI
from matters.errors.administering import OrganisationMoved
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import NotPossible
from matters.language.text.reading import read_organisation
from matters.organisation.applying import apply, as_version
from matters.organisation.changes import CHANGE_NAMES, Change, Dated, EndBody, EndPerson, GrantRole
from matters.organisation.check import inconsistencies, vacancies
from matters.organisation.difference import WHAT_NAMES, differences, import_problems
from matters.organisation.snapshot import ADMINISTRATORS, Organisation
from matters.organisation.text import organisation_text
from matters.trials.orphans import orphans
from storage import queues, reassigning
from storage.collisions import RoleRequestTakenError, VersionTakenError
from storage.database import Session
from storage.definitions import matters
from storage.people import accounts, organisations, role_requests
from storage.people.role_requests import RoleRequest
from storage.work import random_id

_READERS = roles("org_admin", "security_admin", "system_admin", local=True)
_EDITORS = roles("org_admin", "security_admin", local=True)
_GUARDS = roles("security_admin")
_IMPORTERS = roles("org_admin", local=True)
AT_ONCE = 50  # items looked at within the administrator's own request, some 5 ms each; the executor does the rest
MOST_SHOWN = 20
_MOST_TOLD = 200


class OrganisationEditingDesk(WorkingDesk):
    """The organisation admin keeps bodies, posts and people; the security admin grants roles, never to himself (三员分立)."""

    @allowed_to(_READERS, "查看机构与人员")
    def tree(self, caller: Caller) -> OrganisationTree:
        """Regions and bodies, what is vacant, and the items nobody can act on."""
        with self._resources.database.reading() as session:
            showing = self._showing(session)
            waiting = tuple(self._unattended(session, item) for item in reassigning.unattended(session, MOST_SHOWN))
            total = reassigning.count_unattended(session)
        return OrganisationTree(
            version=showing.organisation.version,
            regions=tuple(showing.regions()),
            vacancies=tuple(problem.message for problem in vacancies(showing.organisation)),
            unattended=waiting,
            unattended_total=total,
        )

    @allowed_to(_READERS, "查看机构与人员")
    def waiting(self, caller: Caller) -> int:
        """How many items nobody can act on, which wait for a successor."""
        with self._resources.database.reading() as session:
            return reassigning.count_unattended(session)

    @allowed_to(_READERS, "查找机构与人员")
    def search(self, caller: Caller, q: str) -> tuple[FoundLine, ...]:
        """Bodies and people by name, alias, id or telephone; at most 50."""
        with self._resources.database.reading() as session:
            return self._showing(session).found(q)

    @allowed_to(_READERS, "查看单位")
    def body(self, caller: Caller, body_id: str) -> BodyDetail | NotFound:
        """A body with posts, holders, names and duties."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            body = organisation.find_body(body_id)
            if body is None:
                return NotFound(what="该单位")
            posts = [post.id for post in organisation.posts_in(body_id)]
            burdens = reassigning.burdens(session, posts=posts)
        return Showing(organisation, self._resources.today, burdens).body(body)

    @allowed_to(_READERS, "查看人员")
    def person(self, caller: Caller, person_id: str) -> PersonDetail | NotFound:
        """A person with posts, roles, open items and account."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            person = organisation.find_person(person_id)
            if person is None:
                return NotFound(what="该人员")
            burdens = reassigning.burdens(session, people=(person_id,))
            account = accounts.account_of(session, person_id)
        username = account.username if account else None
        return Showing(organisation, self._resources.today, burdens).person(person, username)

    @allowed_to(_READERS, "查看机构与人员")
    def choices(self, caller: Caller) -> Choices:
        """What the forms of a change may choose among."""
        with self._resources.database.reading() as session:
            return self._showing(session).choices()

    @allowed_to(_EDITORS, "预览机构调整")
    def preview(self, caller: Caller, change: Change | dict[str, Any]) -> ChangePreview | Refusal:
        """What the change would do, without doing it."""
        wanted = wanted_change(caller, change)
        if isinstance(wanted, Refusal):
            return wanted
        with self._resources.database.reading() as session:
            before = self._resources.organisation(session)
            after = self._applied(session, before, wanted)
            if isinstance(after, Refusal):
                return after
            return ChangePreview(
                version=before.version,
                name=CHANGE_NAMES[type(wanted)],
                differences=_told(before, after),
                tasks=self._touched(session, before, after),
                warnings=self._warnings(session, wanted, before, after),
            )

    @allowed_to(_EDITORS, "调整机构与人员")
    def change(
        self, caller: Caller, change: Change | dict[str, Any], expected_version: int, key: str | None = None
    ) -> ChangeReceipt | Refusal:
        """Make the change: a new version of the organisation, and what follows for open items and accounts."""
        wanted = wanted_change(caller, change)
        if isinstance(wanted, Refusal):
            self._record(Operation(caller, "调整机构与人员"), wanted)
            return wanted
        content = [wanted.model_dump(mode="json"), expected_version]
        changing = Operation(caller, CHANGE_NAMES[type(wanted)], _about(wanted), key=key, content=content)
        if isinstance(wanted, GrantRole) and wanted.role in ADMINISTRATORS and not caller.local:
            return self._ask(replace(changing, name="提请授权"), wanted, expected_version)
        return self._made(changing, expected_version, lambda session, before: self._changed_by(session, before, wanted))

    @allowed_to(_GUARDS, "查看授权提请")
    def requests(self, caller: Caller) -> tuple[RoleRequestLine, ...]:
        """The administrators' roles that wait for a second security administrator."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            return tuple(role_request(one, organisation, caller) for one in role_requests.waiting(session))

    @allowed_to(_GUARDS, "确认授权")
    def confirm(self, caller: Caller, request_id: str, key: str | None = None) -> ChangeReceipt | Refusal:
        """Let the person have the role, as the second administrator."""
        confirming = Operation(caller, "确认授权", request_id, key=key, content=request_id)
        return self._made(
            confirming, None, lambda session, before: self._confirmed(session, caller, before, request_id)
        )

    @allowed_to(_GUARDS, "不同意授权")
    def drop(self, caller: Caller, request_id: str, key: str | None = None) -> ChangeReceipt | Refusal:
        """Do not let the person have it, or take one's own request back."""

        def work(session: Session) -> ChangeReceipt | Refusal:
            request = _waiting(session, request_id)
            now = self._resources.clock()
            if not request or not role_requests.settle(session, request, granted=False, by=caller.person, now=now):
                return NotPossible(action="不同意授权", why=_SETTLED)
            version = self._resources.organisation(session).version
            return ChangeReceipt(version=version, object_id=request.person, message="这项授权提请已不予同意。")

        return self._change(
            Operation(caller, "不同意授权", request_id, key=key, content=request_id), work, ChangeReceipt
        )

    def _ask(self, asking: Operation, wanted: GrantRole, expected: int) -> ChangeReceipt | Refusal:
        try:
            return self._change(
                asking, lambda session: self._asked(session, asking.caller, wanted, expected), ChangeReceipt
            )
        except RoleRequestTakenError:
            refusal = NotPossible(action="授权", why=_ASKED_BEFORE)
            self._record(asking, refusal)
            return refusal

    def _asked(self, session: Session, caller: Caller, wanted: GrantRole, expected: int) -> ChangeReceipt | Refusal:
        """An administrator's role is granted by two: it waits until another security administrator confirms it."""
        before, today = self._resources.organisation(session), self._resources.today
        if before.version != expected:
            return OrganisationMoved()
        after = self._applied(session, before, wanted)
        if isinstance(after, Refusal):
            return after
        if not set(before.administrators("security_admin", today)) - {caller.person, wanted.person}:
            return NotPossible(action="授权", why=_NOBODY_ELSE)
        request = RoleRequest(
            id=random_id(),
            person=wanted.person,
            role=wanted.role,
            since=wanted.on,
            last_day=wanted.last_day,
            asked_by=caller.person,
            asked_at=self._resources.clock(),
        )
        role_requests.add(session, request)
        role_asked(session, self._resources, request)
        return ChangeReceipt(version=before.version, object_id=wanted.person, message=_ASKED)

    def _confirmed(
        self, session: Session, caller: Caller, before: Organisation, request_id: str
    ) -> Organisation | Refusal:
        request, now = _waiting(session, request_id), self._resources.clock()
        if request is None:
            return NotPossible(action="确认授权", why=_SETTLED)
        if caller.person in (request.asked_by, request.person):
            return NotPossible(action="确认授权", why="须由提请人和被授权人以外的另一位安全管理员确认")
        day = max(request.since, self._resources.today)
        given = GrantRole(person=request.person, role=request.role, scope="*", on=day, last_day=request.last_day)
        after = self._applied(session, before, given)
        if not isinstance(after, Refusal) and not role_requests.settle(
            session, request, granted=True, by=caller.person, now=now
        ):
            return NotPossible(action="确认授权", why=_SETTLED)
        return after

    @allowed_to(_IMPORTERS, "预览机构导入")
    def preview_import(self, caller: Caller, text: str) -> ImportPreview | Refusal:
        """What importing this YAML text would change, and what stands against it."""
        with self._resources.database.reading() as session:
            before = self._resources.organisation(session)
            after = self._imported(session, caller, before, text)
        if isinstance(after, Invalid):
            problems = tuple(problem.message for problem in after.problems)
            return ImportPreview(version=before.version, differences=(), problems=problems, warnings=())
        warnings = tuple(problem.message for problem in vacancies(after))
        return ImportPreview(version=before.version, differences=_told(before, after), problems=(), warnings=warnings)

    @allowed_to(_IMPORTERS, "导入机构与人员")
    def import_all(
        self, caller: Caller, text: str, expected_version: int, key: str | None = None
    ) -> ChangeReceipt | Refusal:
        """Replace the organisation by that of the text; no id may go, no name of before may change, no role be added."""
        importing = Operation(caller, "导入机构与人员", "全部", key=key, content=[text, expected_version])
        return self._made(
            importing, expected_version, lambda session, before: self._imported(session, caller, before, text)
        )

    @allowed_to(_READERS, "导出机构与人员")
    def export(self, caller: Caller) -> str:
        """The organisation of today as YAML text."""
        with self._resources.database.reading() as session:
            return organisation_text(self._resources.organisation(session))

    def _made(
        self,
        operation: Operation,
        expected: int | None,
        changed: Callable[[Session, Organisation], Organisation | Refusal],
    ) -> ChangeReceipt | Refusal:
        def work(session: Session) -> ChangeReceipt | Refusal:
            before = self._resources.organisation(session)
            if expected not in (None, before.version):
                return OrganisationMoved()
            after = changed(session, before)
            if isinstance(after, Refusal):
                return after
            if as_version(after, before.version) == before:
                same = f"内容没有变化，仍为第 {before.version} 版。"
                return ChangeReceipt(version=before.version, object_id=operation.object_id or "", message=same)
            organisations.add(session, after, self._resources.clock())
            object_id = operation.object_id or after.people[-1].id
            return ChangeReceipt(version=after.version, object_id=object_id, message=f"“{operation.name}”已办妥。")

        receipt: ChangeReceipt | Refusal
        try:
            receipt = self._change(operation, work, ChangeReceipt, lambda made: made.object_id)
        except VersionTakenError:  # another change was committed at the same moment
            receipt = OrganisationMoved()
            self._record(operation, receipt)
        if not isinstance(receipt, Refusal):
            reassign(self._resources, AT_ONCE)
        return receipt

    def _changed_by(self, session: Session, before: Organisation, change: Change) -> Organisation | Refusal:
        after = self._applied(session, before, change)
        if isinstance(change, EndPerson) and change.on == self._resources.today and not isinstance(after, Refusal):
            account = accounts.account_of(session, change.person)
            if account:
                close_account(session, self._resources, account)
        return after

    def _applied(self, session: Session, before: Organisation, change: Change) -> Organisation | Invalid:
        after = apply(before, by_its_name(change, before), self._resources.today)
        if isinstance(change, EndBody) and not isinstance(after, Refusal):
            problems = ended_at_work(session, before, after, self._resources.today)
            return Invalid(problems=problems) if problems else after
        return after

    def _imported(self, session: Session, caller: Caller, before: Organisation, text: str) -> Organisation | Invalid:
        """The organisation of the text as the next version."""
        read = read_organisation(text, "导入内容")
        if not isinstance(read, Organisation):
            return Invalid(problems=read)
        after = as_version(read, before.version + 1)
        today = self._resources.today
        problems = (
            inconsistencies(after)
            or import_problems(before, after, today)
            or (*import_guards(caller, before, after, today), *ended_at_work(session, before, after, today))
        )
        return Invalid(problems=problems) if problems else after

    def _showing(self, session: Session) -> Showing:
        return Showing(self._resources.organisation(session), self._resources.today)

    def _unattended(self, session: Session, item_id: str) -> UnattendedView:
        item = queues.item(session, item_id)
        if item is None:
            raise LookupError(item_id)
        organisation = self._resources.organisation(session)
        matter = self._resources.definition(session, item.case.definition)
        return UnattendedView(
            case_no=item.case.case_no,
            matter_name=matter.name,
            step_name=matter.called(item.step),
            holders=tuple(holder_name(organisation, holder, self._resources.today) for holder in item.holders),
            opened_at=item.opened_at,
        )

    def _touched(self, session: Session, before: Organisation, after: Organisation) -> int:
        """How many open items wait for people or posts that the change is about."""
        people = {p.id for p in before.people if p != after.find_person(p.id)}
        people |= {h.person for h in {*before.holdings} ^ {*after.holdings}}
        people |= {grant.person for grant in {*before.grants} ^ {*after.grants}}
        posts = {post.id for post in before.posts if post != after.find_post(post.id)}
        return sum(burden.items for burden in reassigning.burdens(session, people, posts))

    def _warnings(self, session: Session, change: Change, before: Organisation, after: Organisation) -> tuple[str, ...]:
        """Bodies left without head, liaison or staff, and steps of published matters left without anybody."""
        new = [problem.message for problem in vacancies(after) if problem not in vacancies(before)]
        day = change.on if isinstance(change, Dated) else self._resources.today
        now = datetime.combine(day, time(12), SHANGHAI)
        world = replace(world_of(session, self._resources), now=now)
        published = [self._resources.definition(session, head.digest) for head in matters.published(session)]
        left = orphans(published, world, replace(world, organisation=after))
        return (
            *new,
            *(f"“{o.body}”办理“{o.matter}”的“{o.step}”环节将没有办理人。请先安排接任人员。" for o in left[:_MOST_TOLD]),
        )


_ASKED = "已提请授权，须由另一位安全管理员确认后生效。"
_ASKED_BEFORE = "这项角色已经提请，正在等候另一位安全管理员确认，请在本页查看。需要更改的，请先撤回原提请"
_NOBODY_ELSE = "管理员的授权须由另一位安全管理员确认，目前没有这样的人员。请先在本机导入机构与人员，增设一位安全管理员"
_SETTLED = "这项提请已经办结，请刷新页面查看"


def _waiting(session: Session, request_id: str) -> RoleRequest | None:
    return next((one for one in role_requests.waiting(session) if one.id == request_id), None)


def _about(change: Change) -> str:
    """The id of what the change is about; nothing for a person who gets one only now."""
    parts = change.model_dump()
    return str(parts.get("person") or parts.get("post") or parts.get("body") or "")


def _told(before: Organisation, after: Organisation) -> tuple[str, ...]:
    lines = [f"{WHAT_NAMES[one.what]}{one.part}：{one.text}" for one in differences(before, after)]
    more = len(lines) - _MOST_TOLD
    return (*lines[:_MOST_TOLD], *([f"……另有 {more} 处"] if more > 0 else []))
