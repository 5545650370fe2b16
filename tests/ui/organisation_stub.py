"""Stand-ins for the desks of the organisation and its accounts: canned views, and a record of every changing call."""

from dataclasses import dataclass, field
from typing import Any

from flows.views.base import Page
from flows.views.organisation_editing import (
    AccountLine,
    AccountList,
    AccountReceipt,
    BodyDetail,
    BodyLine,
    ChangePreview,
    ChangeReceipt,
    Choices,
    DutyLine,
    FoundLine,
    GrantLine,
    HoldingLine,
    ImportPreview,
    InitialPassword,
    NameLine,
    OrganisationTree,
    PersonDetail,
    PostLine,
    RegionNode,
    RoleRequestLine,
    UnattendedView,
)
from flows.views.people import Caller
from tests.ui.stub import AT, INJECTION

BODY = BodyLine(id="b1", name=f"样例局{INJECTION}", kind_name="行政机关", people=2, ended=False)
HELD = HoldingLine(
    person="p1",
    person_name="钟宏",
    post="b1.head",
    title="局长",
    body="b1",
    body_name=BODY.name,
    since=None,
    until=None,
    valid=True,
    tasks=2,
)
GONE = HELD.model_copy(update={"person": "p2", "person_name": "廖文", "valid": False, "until": AT.date(), "tasks": 0})
POST = PostLine(
    id="b1.head",
    title="局长",
    kind="head",
    kind_name="主要负责人",
    head=True,
    liaison=False,
    ended=False,
    holders=(HELD, GONE),
)
EMPTY = POST.model_copy(
    update={
        "id": "b1.seals",
        "title": "机要员",
        "kind": "seal_clerk",
        "kind_name": "印章管理岗",
        "head": False,
        "holders": (),
    }
)
GRANT = GrantLine(
    role="approver", role_name="审批人", scope="b1", scope_name=BODY.name, since=None, until=None, valid=True
)
DETAIL = BodyDetail(
    version=7,
    line=BODY,
    level_name="县级",
    region_name="样例县",
    prefix="样局",
    number="001",
    administrative=None,
    administrative_name="",
    professional=None,
    professional_name="",
    since=None,
    until=None,
    names=(NameLine(text="旧名", since=None, until=AT.date()), NameLine(text=BODY.name, since=AT.date(), until=None)),
    duties=(
        DutyLine(duty="cyberspace", name="网络安全和信息化", region="990121", region_name="样例县", valid=True),
        DutyLine(duty="archives", name="archives", region="990121", region_name="样例县", valid=True),
    ),
    posts=(POST, EMPTY, EMPTY.model_copy(update={"id": "b1.old", "title": "旧岗", "ended": True})),
)
PERSON = PersonDetail(
    version=7,
    id="p1",
    name="钟宏",
    phone="5550001",
    since=None,
    until=None,
    valid=True,
    holdings=(HELD, GONE),
    grants=(GRANT,),
    tasks=2,
    username="zhong",
)
UNATTENDED = UnattendedView(
    case_no="99012100120260302000018", matter_name="公务用车", step_name="审批", holders=("廖文（股长）",), opened_at=AT
)
TREE = OrganisationTree(
    version=7,
    regions=(RegionNode(code="990121", name="样例县", level_name="县级", depth=0, bodies=(BODY,)),),
    vacancies=("单位“样例局”没有在任的联络员。",),
    unattended=(UNATTENDED,),
    unattended_total=1,
)
CHOICES = Choices(
    version=7,
    regions={"990121": "样例县"},
    bodies={"b1": "样例局"},
    posts={"b1.head": "样例局　局长"},
    people={"p1": "钟宏"},
    post_kinds={"head": "主要负责人", "driver": "driver"},
    duties={"cyberspace": "网络安全和信息化"},
)
REQUEST = RoleRequestLine(
    id="r1",
    person="p1",
    person_name=f"钟宏{INJECTION}",
    role_name="审计管理员",
    since=AT.date(),
    last_day=None,
    asked_by="廖文",
    asked_at=AT,
    open_to_caller=True,
)
ACCOUNT = AccountLine(
    username="zhong",
    person="p1",
    name="钟宏",
    bodies=("样例局",),
    role_names=("审批人",),
    state="正常",
    disabled=False,
    logins=1,
    tokens=0,
    last_seen=AT,
)


@dataclass
class Editing:
    """The organisation's desk."""

    calls: list[tuple[Any, ...]] = field(default_factory=list)
    answer: Any = None
    waiting: tuple[RoleRequestLine, ...] = ()

    def tree(self, caller: Caller) -> OrganisationTree:
        return TREE

    def search(self, caller: Caller, q: str) -> tuple[FoundLine, ...]:
        bodies = (FoundLine(kind="单位", id="b1", name="样例局", detail="样例县"),)
        people = (FoundLine(kind="人员", id="p1", name="钟宏", detail="样例局局长"),)
        return (*bodies, *people) if q == "样例" else ()

    def body(self, caller: Caller, body_id: str) -> BodyDetail:
        return DETAIL

    def person(self, caller: Caller, person_id: str) -> PersonDetail:
        return PERSON

    def choices(self, caller: Caller) -> Choices:
        return CHOICES

    def preview(self, caller: Caller, change: dict[str, Any]) -> Any:  # noqa: ANN401 - what the test said
        usual = ChangePreview(
            version=7, name="人员离任", differences=("变更人员：钟宏",), tasks=2, warnings=("将没有办理人。",)
        )
        return self.answer or usual

    def change(self, caller: Caller, change: dict[str, Any], version: int, key: str) -> Any:  # noqa: ANN401
        self.calls.append((change, version, key))
        return self.answer or ChangeReceipt(version=8, object_id="p1", message="“人员离任”已办妥。")

    def requests(self, caller: Caller) -> tuple[RoleRequestLine, ...]:
        return self.waiting

    def confirm(self, caller: Caller, request: str, key: str) -> Any:  # noqa: ANN401
        self.calls.append(("confirm", request))
        return self.answer or ChangeReceipt(version=8, object_id="p1", message="“确认授权”已办妥。")

    def drop(self, caller: Caller, request: str, key: str) -> ChangeReceipt:
        self.calls.append(("drop", request))
        return ChangeReceipt(version=7, object_id="p1", message="这项授权提请已不予同意。")

    def preview_import(self, caller: Caller, text: str) -> ImportPreview:
        return ImportPreview(version=7, differences=("新增人员：甲",), problems=(), warnings=())

    def export(self, caller: Caller) -> str:
        return "version: 7\n"


@dataclass
class Keeping:
    """The desk of the accounts."""

    calls: list[tuple[Any, ...]] = field(default_factory=list)
    line: AccountLine = ACCOUNT

    def list(self, caller: Caller, q: str, page: int) -> AccountList:
        return AccountList(items=(self.line,), page=Page(page=1, size=20, total=1), without={"p2": "廖文（样例局）"})

    def create(self, caller: Caller, username: str, person: str) -> InitialPassword:
        self.calls.append(("create", username, person))
        return InitialPassword(username=username, password="abcd-efgh-2345")

    def reset(self, caller: Caller, username: str) -> InitialPassword:
        self.calls.append(("reset", username))
        return InitialPassword(username=username, password="abcd-efgh-2345")

    def _done(self, what: str, username: str) -> AccountReceipt:
        self.calls.append((what, username))
        return AccountReceipt(username=username, message=f"账号 {username} 已办妥。")

    def revoke(self, caller: Caller, username: str) -> AccountReceipt:
        return self._done("revoke", username)

    def disable(self, caller: Caller, username: str) -> AccountReceipt:
        return self._done("disable", username)

    def enable(self, caller: Caller, username: str) -> AccountReceipt:
        return self._done("enable", username)
