"""The desk of the organisation (机构与人员): browse it, see what a change would do, change it, import and export it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from pydantic import ValidationError

from flows.cases.deciding import world_of
from flows.cases.reassigning import close_account, reassign
from flows.documents.faces import misprint
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.organisation import ended_at_work, import_guards, not_allowed
from flows.service.permissions import allowed_to, roles
from flows.service.shown.cases import holder_name
from flows.service.shown.organisation import Showing
from flows.views.organisation_editing import (
    BodyDetail,
    ChangePreview,
    ChangeReceipt,
    Choices,
    FoundLine,
    ImportPreview,
    OrganisationTree,
    PersonDetail,
    UnattendedView,
)
from flows.views.people import Caller
from matters.calendar import SHANGHAI
from matters.errors.administering import OrganisationMoved
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, NotFound
from matters.language.text.reading import read_organisation
from matters.organisation.applying import apply, as_version
from matters.organisation.changes import CHANGE_NAMES, Change, Dated, EndBody, EndPerson, read_change
from matters.organisation.check import inconsistencies, vacancies
from matters.organisation.difference import WHAT_NAMES, differences, import_problems
from matters.organisation.snapshot import Organisation
from matters.organisation.text import organisation_text
from matters.trials.orphans import orphans
from storage import queues, reassigning
from storage.collisions import VersionTakenError
from storage.database import Session
from storage.definitions import matters
from storage.people import accounts, organisations

_READERS = roles("org_admin", "security_admin", "system_admin", local=True)
_EDITORS = roles("org_admin", "security_admin", local=True)
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
        wanted = _wanted(caller, change)
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
        wanted = _wanted(caller, change)
        if isinstance(wanted, Refusal):
            self._record(Operation(caller, "调整机构与人员"), wanted)
            return wanted
        content = [wanted.model_dump(mode="json"), expected_version]
        changing = Operation(caller, CHANGE_NAMES[type(wanted)], _about(wanted), key=key, content=content)
        return self._made(changing, expected_version, lambda session, before: self._changed_by(session, before, wanted))

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
        expected: int,
        changed: Callable[[Session, Organisation], Organisation | Refusal],
    ) -> ChangeReceipt | Refusal:
        def work(session: Session) -> ChangeReceipt | Refusal:
            before = self._resources.organisation(session)
            if before.version != expected:
                return OrganisationMoved()
            after = changed(session, before)
            if isinstance(after, Refusal):
                return after
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
        after = apply(before, change, self._resources.today)
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


def _wanted(caller: Caller, change: Change | dict[str, Any]) -> Change | Refusal:
    """The change, its form checked, if the caller may ask for it; names go on papers, so every font must print them."""
    try:
        wanted = read_change(change) if isinstance(change, dict) else change
    except ValidationError as error:
        targets = sorted({str(one["loc"][-1]) for one in error.errors()})
        return Invalid(
            problems=tuple(Problem(one, _MALFORMED.get(one, "没有填写，或写法不合要求。")) for one in targets)
        )
    for name, text in wanted.model_dump().items():
        if isinstance(text, str) and (odd := misprint(text)):
            return Invalid.of(name, f"{odd}无法打印，请删除或更换。")
    return not_allowed(caller, wanted) or wanted


_MALFORMED = {
    "body": "单位标识没有填写或写法不合要求：以小写字母开头，由小写字母、数字和下划线组成。",
    "duty": "职责标识没有填写或写法不合要求：以小写字母开头，由小写字母、数字和下划线组成。",
    "kind": "类别没有填写或写法不合要求：以小写字母开头，由小写字母、数字和下划线组成。",
    "name": "名称没有填写，或超过 60 个字。",
    "title": "岗位名称没有填写，或超过 60 个字。",
    "prefix": "机关代字没有填写。",
    "number": "单位编号应为三位数字。",
    "phone": "电话只能由数字、横线、括号等组成。",
    "on": "没有填写生效日期。",
    "person": "没有选择人员。",
    "post": "没有选择岗位。",
}


def _about(change: Change) -> str:
    """The id of what the change is about; nothing for a person who gets one only now."""
    parts = change.model_dump()
    return str(parts.get("person") or parts.get("post") or parts.get("body") or "")


def _told(before: Organisation, after: Organisation) -> tuple[str, ...]:
    lines = [f"{WHAT_NAMES[one.what]}{one.part}：{one.text}" for one in differences(before, after)]
    more = len(lines) - _MOST_TOLD
    return (*lines[:_MOST_TOLD], *([f"……另有 {more} 处"] if more > 0 else []))
