"""What an administrator of the organisation may not ask for (三员分立), and what work under way forbids."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from flows.documents.faces import misprint
from flows.views.people import Caller
from matters.calendar import day_text
from matters.errors.base import Problem, Refusal
from matters.errors.door import Forbidden, Invalid
from matters.organisation.changes import CHANGE_NAMES, Change, GiveDuty, GivePost, GrantRole, RevokeRole, read_change
from matters.organisation.difference import newly_granted, newly_held
from matters.organisation.snapshot import THREE, Body, Organisation
from storage import reassigning
from storage.database import Session
from storage.definitions import catalog

_GRANTS = (GrantRole, RevokeRole)


def wanted_change(caller: Caller, change: Change | dict[str, Any]) -> Change | Refusal:
    """The change, its form checked, if the caller may ask for it; names go on papers, so every font must print them."""
    try:
        wanted = read_change(change) if isinstance(change, dict) else change
    except ValidationError as error:
        targets = sorted({str(one["loc"][-1]) for one in error.errors()})
        return Invalid(
            problems=tuple(Problem(one, _MALFORMED.get(one, "没有填写，或写法不合要求。")) for one in targets)
        )
    for name, text in wanted.model_dump().items():
        if isinstance(text, str) and (wrong := misprint(text)):
            return Invalid.of(name, f"{wrong}。")
    return _not_allowed(caller, wanted) or wanted


def by_its_name(change: Change, before: Organisation) -> Change:
    """The change; a duty that nobody has had here is called as the shipped matters call it, unless the change says how."""
    if not isinstance(change, GiveDuty) or change.name or change.duty in before.duty_names:
        return change
    return change.model_copy(update={"name": catalog.shipped_vocabulary().duties.get(change.duty, "")})


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


def _not_allowed(caller: Caller, change: Change) -> Refusal | None:
    """Who keeps the organisation grants no roles, who grants roles does nothing else, and nobody serves himself."""
    name = CHANGE_NAMES[type(change)]
    needed = "security_admin" if isinstance(change, _GRANTS) else "org_admin"
    if not caller.local and needed not in caller.roles:
        return Forbidden(operation=name)
    if isinstance(change, GrantRole) and change.person == caller.person:
        return Invalid.of("person", "不能给自己授权。请由另一位安全管理员办理。")
    if isinstance(change, GivePost) and change.person == caller.person:
        return Invalid.of("person", "不能给自己任职。请由另一位机构管理员办理。")
    return None


def import_guards(caller: Caller, before: Organisation, after: Organisation, today: date) -> tuple[Problem, ...]:
    """What an import may not do for its caller, or to the three administrators; the machine itself may do all of it."""
    return () if caller.local else (*_roles(before, after, today), *_posts(caller, before, after, today))


def _roles(before: Organisation, after: Organisation, today: date) -> Iterator[Problem]:
    granted = newly_granted(before, after)
    if granted:
        sentence = "导入内容新增了授权。授权由安全管理员在人员页面办理，请从导入内容中删去新增的授权。"
        yield Problem(granted[0].person, sentence)
    lost = {grant.person for grant in newly_granted(after, before) if grant.role in THREE}
    for person in (one for one in before.people if before.roles_from(one.id, today) & THREE):
        now = after.person(person.id)
        if person.id in lost or (person.since, person.until) != (now.since, now.until):
            sentence = (
                f"{person.name}是系统、安全或审计管理员，不能通过导入撤销其授权或办理离任。请先由安全管理员撤销授权。"
            )
            yield Problem(person.id, sentence)


def _posts(caller: Caller, before: Organisation, after: Organisation, today: date) -> Iterator[Problem]:
    for person in dict.fromkeys(holding.person for holding in newly_held(before, after)):
        if person == caller.person:
            yield Problem(person, "导入内容给您本人新增或改换了任职。请删去，由另一位机构管理员办理。")
        elif before.roles_from(person, today) & THREE:
            name = after.person(person).name
            yield Problem(person, f"{name}是系统、安全或审计管理员，不办理业务。请从导入内容中删去其新增或改换的任职。")


def ended_at_work(session: Session, before: Organisation, after: Organisation, today: date) -> tuple[Problem, ...]:
    """Bodies that would end while cases of theirs are under way or items wait for their people."""
    ends = ((body, after.find_body(body.id)) for body in before.bodies)
    shortened = [one for body, one in ends if one and one.until and one.until != body.until]
    return tuple(problem for body in shortened for problem in _at_work(session, before, body, today))


def _at_work(session: Session, before: Organisation, body: Body, today: date) -> Iterator[Problem]:
    left = reassigning.unfinished(session, body.id, [post.id for post in before.posts_in(body.id)])
    last = max(left.due or today, today)
    if body.until and body.until < last and (left.cases or left.items):
        name = before.body_name(body.id, today)
        yield Problem(
            "body",
            f"“{name}”还有 {left.cases} 件在办办件和 {left.items} 项待办。请先把职责转给承接单位，待在办办件办结后再撤销；"
            f"或把撤销日期定在最晚的办理期限之后（{day_text(last + timedelta(days=1))}或以后）。",
        )
