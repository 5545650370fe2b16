"""Carrying out a change of the organisation (机构调整): a new snapshot, or why not. The past is never rewritten."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import singledispatch
from itertools import count
from typing import TypeVar

from matters.calendar import day_text, implausible
from matters.errors.base import Problem
from matters.errors.door import Invalid
from matters.organisation.changes import (
    AddBody,
    AddPerson,
    AddPost,
    Change,
    ChangePhone,
    ChangeSuperiors,
    Dated,
    EndBody,
    EndPerson,
    EndPost,
    GiveDuty,
    GivePost,
    GrantRole,
    RenameBody,
    RevokeRole,
    TakeDuty,
    TakePost,
)
from matters.organisation.check import inconsistencies, narrow
from matters.organisation.snapshot import (
    ADMINISTRATIVE_POST,
    ROLE_NAMES,
    THREE,
    Body,
    DatedName,
    Duty,
    Grant,
    Holding,
    Lasting,
    Organisation,
    Person,
    Post,
)

L = TypeVar("L", bound=Lasting)
R = TypeVar("R", Body, Person)


class _NoError(Exception):
    """Carries a problem out of the depth of a change."""

    def __init__(self, target: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(target, message)


def apply(organisation: Organisation, change: Change, today: date) -> Organisation | Invalid:
    """The organisation after the change, one version on. Refused: a first day before today, unknown ids, what cannot be."""
    try:
        if isinstance(change, Dated):
            _from_today(change, today)
        changed = _changed(change, organisation)
    except _NoError as no:
        return Invalid(problems=(no.problem,))
    problems = inconsistencies(changed)
    return Invalid(problems=problems) if problems else changed


def _from_today(change: Dated, today: date) -> None:
    if change.on < today:
        raise _NoError(
            "on", f"生效日期不能早于今天（{day_text(today)}）。已经过去的日子以当时的登记为准，请改为今天或以后的日期。"
        )
    last_day: date | None = getattr(change, "last_day", None)
    if last_day is not None and last_day < change.on:
        raise _NoError("last_day", "截止日期早于生效日期。请更正日期。")
    for part, name, day in (("on", "生效日期", change.on), ("last_day", "截止日期", last_day)):
        if wrong := implausible(day):
            raise _NoError(part, f"{name}{wrong}。")


@singledispatch
def _changed(change: object, organisation: Organisation) -> Organisation:
    raise TypeError(f"no such change: {type(change).__name__}")


@_changed.register
def _(change: AddBody, organisation: Organisation) -> Organisation:
    region = next((region for region in organisation.regions if region.code == change.region), None)
    if region is None:
        raise _NoError("region", f"没有代码为 {change.region} 的行政区划。请从列表中选择。")
    body = Body(
        id=change.body,
        names=(DatedName(text=change.name),),
        kind=change.kind,
        level=region.level,
        region=region.code,
        prefix=change.prefix,
        number=change.number,
        administrative=change.administrative,
        professional=change.professional,
        since=change.on,
    )
    return _next(organisation, bodies=(*organisation.bodies, body))


@_changed.register
def _(change: RenameBody, organisation: Organisation) -> Organisation:
    body = _body(organisation, change.body, change.on)
    newest = body.names[-1]
    if newest.text == change.name:
        raise _NoError("name", f"该单位的名称已经是“{change.name}”。请核对新名称。")
    if newest.since is not None and newest.since >= change.on:
        raise _NoError("on", f"该单位已登记自{day_text(newest.since)}起更名为“{newest.text}”。请选择此后的日期。")
    names = (*body.names[:-1], _ended(newest, change.on), DatedName(text=change.name, since=change.on))
    return _next(organisation, bodies=_put(organisation.bodies, body.model_copy(update={"names": names})))


@_changed.register
def _(change: EndBody, organisation: Organisation) -> Organisation:
    body = _body(organisation, change.body, change.on)
    below = [b for b in organisation.bodies if change.body in (b.administrative, b.professional) and b.until is None]
    if below:
        names = "、".join(organisation.body_name(b.id, change.on) for b in below[:5])
        raise _NoError("body", f"还有单位隶属于或受指导于该单位：{names}。请先调整这些单位的隶属关系。")
    posts = {post.id for post in organisation.posts if post.body == body.id}
    ended = _end(organisation.holdings, change.on, lambda holding: holding.post in posts)
    return _next(
        organisation,
        bodies=_put(organisation.bodies, _ended(body, change.on)),
        posts=tuple(_ended(post, change.on) if post.id in posts else post for post in organisation.posts),
        holdings=ended,
        duties=_end(organisation.duties, change.on, lambda duty: duty.body == body.id),
        grants=_end(organisation.grants, change.on, lambda grant: grant.scope == body.id),
    )


@_changed.register
def _(change: ChangeSuperiors, organisation: Organisation) -> Organisation:
    body = _known_body(organisation, change.body)
    above = {"administrative": change.administrative, "professional": change.professional}
    return _next(organisation, bodies=_put(organisation.bodies, body.model_copy(update=above)))


@_changed.register
def _(change: AddPost, organisation: Organisation) -> Organisation:
    body = _body(organisation, change.body, change.on)
    taken = {post.id for post in organisation.posts}
    plain = f"{body.id}.{change.kind}"
    free = next(name for n in count(1) if (name := plain if n == 1 else f"{plain}.{n}") not in taken)
    post = Post(
        id=free,
        body=body.id,
        kind=change.kind,
        title=change.title,
        head=change.head,
        liaison=change.liaison,
        since=change.on,
    )
    return _next(organisation, posts=(*organisation.posts, post))


@_changed.register
def _(change: EndPost, organisation: Organisation) -> Organisation:
    post = _post(organisation, change.post, change.on)
    return _next(
        organisation,
        posts=tuple(_ended(p, change.on) if p.id == post.id else p for p in organisation.posts),
        holdings=_end(organisation.holdings, change.on, lambda holding: holding.post == post.id),
    )


@_changed.register
def _(change: AddPerson, organisation: Organisation) -> Organisation:
    person = Person(
        id=change.person or _free_person(organisation), name=change.name, phone=change.phone, since=change.on
    )
    return _next(organisation, people=(*organisation.people, person))


@_changed.register
def _(change: EndPerson, organisation: Organisation) -> Organisation:
    person = _person(organisation, change.person, change.on)
    if roles := _administers(organisation, person, change.on):
        raise _NoError("person", f"{person.name}是{roles}，不能直接办理离任。请先由安全管理员撤销这项授权。")
    return _next(
        organisation,
        people=_put(organisation.people, _ended(person, change.on)),
        holdings=_end(organisation.holdings, change.on, lambda holding: holding.person == person.id),
        grants=_end(organisation.grants, change.on, lambda grant: grant.person == person.id),
    )


@_changed.register
def _(change: ChangePhone, organisation: Organisation) -> Organisation:
    person = _known_person(organisation, change.person)
    return _next(organisation, people=_put(organisation.people, person.model_copy(update={"phone": change.phone})))


@_changed.register
def _(change: GivePost, organisation: Organisation) -> Organisation:
    person = _person(organisation, change.person, change.on)
    post = _post(organisation, change.post, change.on)
    if roles := _administers(organisation, person, change.on):
        raise _NoError("person", f"{person.name}是{roles}，不能再任职。请改由他人任职，或先由安全管理员撤销这项授权。")
    given = Holding(person=person.id, post=post.id, since=change.on, until=change.last_day)
    held = (h for h in organisation.holdings if (h.person, h.post) == (person.id, post.id))
    if any(one.meets(given) for one in held):
        raise _NoError("post", f"{person.name}在此期间已任“{post.title}”，无需重复任职。请核对人员、岗位和日期。")
    return _next(organisation, holdings=(*organisation.holdings, given))


@_changed.register
def _(change: TakePost, organisation: Organisation) -> Organisation:
    holdings = _end(
        organisation.holdings, change.on, lambda holding: (holding.person, holding.post) == (change.person, change.post)
    )
    if holdings == organisation.holdings:
        raise _NoError("post", "该人员届时不担任此岗位，无需免职。请核对人员、岗位和日期。")
    return _next(organisation, holdings=holdings)


@_changed.register
def _(change: GrantRole, organisation: Organisation) -> Organisation:
    person = _person(organisation, change.person, change.on)
    given = Grant(person=person.id, role=change.role, scope=change.scope, since=change.on, until=change.last_day)
    if change.role in THREE:
        _no_business(organisation, person, change)
    if narrow(given):
        raise _NoError("scope", f"“{ROLE_NAMES[change.role]}”不分范围。请把范围选为“全部”。")
    same = (g for g in organisation.grants if (g.person, g.role, g.scope) == (person.id, change.role, change.scope))
    if any(one.meets(given) for one in same):
        raise _NoError("role", f"{person.name}在此期间已有这项授权，无需重复授权。请核对人员、角色和范围。")
    return _next(organisation, grants=(*organisation.grants, given))


@_changed.register
def _(change: RevokeRole, organisation: Organisation) -> Organisation:
    wanted = (change.person, change.role, change.scope)
    grants = _end(organisation.grants, change.on, lambda grant: (grant.person, grant.role, grant.scope) == wanted)
    if grants == organisation.grants:
        raise _NoError("role", "该人员届时没有这项授权，无需撤销。请核对人员、角色和范围。")
    return _next(organisation, grants=grants)


@_changed.register
def _(change: GiveDuty, organisation: Organisation) -> Organisation:
    body = _body(organisation, change.body, change.on)
    duty = Duty(duty=change.duty, region=change.region, body=body.id, since=change.on)
    return _next(organisation, duties=(*organisation.duties, duty), duty_names=_duty_names(organisation, change))


@_changed.register
def _(change: TakeDuty, organisation: Organisation) -> Organisation:
    wanted = (change.duty, change.region, change.body)
    duties = _end(organisation.duties, change.on, lambda duty: (duty.duty, duty.region, duty.body) == wanted)
    if duties == organisation.duties:
        raise _NoError("duty", "该单位届时不承担此项职责，无需收回。请核对职责、地区和日期。")
    return _next(organisation, duties=duties)


def _next(organisation: Organisation, **parts: object) -> Organisation:
    """A new snapshot. Never by `model_copy`: that would carry along the indexes of the old one."""
    old = {name: getattr(organisation, name) for name in Organisation.model_fields}
    return Organisation.model_validate({**old, **parts, "version": organisation.version + 1})


def _duty_names(organisation: Organisation, change: GiveDuty) -> dict[str, str]:
    """The names of duties once it is given."""
    known = organisation.duty_names.get(change.duty, "")
    if known and change.name not in ("", known):
        raise _NoError(
            "name", f"职责“{change.duty}”的名称已经是“{known}”。已有职责不必填写名称，请留空；新职责请另定标识。"
        )
    name = known or change.name
    if not name and all(duty.duty != change.duty for duty in organisation.duties):
        raise _NoError("name", f"还没有标识为“{change.duty}”的职责。如是新职责，请填写职责名称，否则请从列表中选择。")
    return organisation.duty_names | ({change.duty: name} if name else {})


def _eve(day: date) -> date:
    return day - timedelta(days=1)


def _ended(record: L, on: date) -> L:
    """The record with its last day before `on`, unless it ended before."""
    over = record.until is not None and record.until < on
    return record if over else record.model_copy(update={"until": _eve(on)})


def _end(records: Iterable[L], on: date, fits: Callable[[L], bool]) -> tuple[L, ...]:
    """The records, with those that fit ended before `on`; of those what would have begun later is dropped."""
    dropped = (r for r in records if not (fits(r) and r.since is not None and r.since >= on))
    return tuple(_ended(r, on) if fits(r) else r for r in dropped)


def _put(records: tuple[R, ...], changed: R) -> tuple[R, ...]:
    return tuple(changed if record.id == changed.id else record for record in records)


def _free_person(organisation: Organisation) -> str:
    taken = {person.id for person in organisation.people}
    return next(name for n in count(len(taken) + 1) if (name := f"p{n:02}") not in taken)


def _known_body(organisation: Organisation, body_id: str) -> Body:
    body = organisation.find_body(body_id)
    if body is None:
        raise _NoError("body", f"没有标识为“{body_id}”的单位。请从列表中选择。")
    return body


def _body(organisation: Organisation, body_id: str, on: date) -> Body:
    body = _known_body(organisation, body_id)
    if not body.valid(on):
        raise _NoError("body", f"“{organisation.body_name(body_id, on)}”届时尚未设立或已经撤销。请核对单位和日期。")
    return body


def _post(organisation: Organisation, post_id: str, on: date) -> Post:
    post = organisation.find_post(post_id)
    if post is None:
        raise _NoError("post", f"没有标识为“{post_id}”的岗位。请从列表中选择。")
    if not post.valid(on):
        raise _NoError("post", f"岗位“{post.title}”届时尚未设立或已经撤销。请核对岗位和日期。")
    return post


def _known_person(organisation: Organisation, person_id: str) -> Person:
    person = organisation.find_person(person_id)
    if person is None:
        raise _NoError("person", f"没有标识为“{person_id}”的人员。请从列表中选择。")
    return person


def _person(organisation: Organisation, person_id: str, on: date) -> Person:
    person = _known_person(organisation, person_id)
    if not person.valid(on):
        raise _NoError("person", f"{person.name}届时尚未到任或已经离任。请核对人员和日期。")
    return person


def _no_business(organisation: Organisation, person: Person, change: GrantRole) -> None:
    """三员: whoever handles business under a post hands it over first."""
    held = (
        organisation.post(one.post)
        for one in organisation.holdings
        if one.person == person.id and one.lasts_to(change.on)
    )
    titles = "、".join(post.title for post in held if post.kind != ADMINISTRATIVE_POST)
    if titles:
        raise _NoError(
            "person",
            f"{person.name}任有办理业务的岗位（{titles}），不能是{ROLE_NAMES[change.role]}。请改由他人担任，或先由机构管理员免职。",
        )


def _administers(organisation: Organisation, person: Person, day: date) -> str:
    """Which of the three administrators (三员) the person is then or is to be, in words; nothing for anybody else."""
    held = organisation.roles_from(person.id, day) & THREE
    return "、".join(ROLE_NAMES[role] for role in sorted(held))


def as_version(organisation: Organisation, version: int) -> Organisation:
    """The same organisation under another version."""
    parts = {name: getattr(organisation, name) for name in Organisation.model_fields}
    return Organisation.model_validate({**parts, "version": version})


def last_turn(organisation: Organisation, today: date) -> date:
    """The newest day up to today on which something in the organisation began or was over: who acts may differ since."""
    parts = (*organisation.bodies, *organisation.posts, *organisation.people, *organisation.holdings)
    lasting: tuple[Lasting, ...] = (*parts, *organisation.grants, *organisation.duties)
    begun = (one.since for one in lasting if one.since is not None)
    over = (one.until + timedelta(days=1) for one in lasting if one.until is not None)
    return max((day for day in (*begun, *over) if day <= today), default=date.min)
