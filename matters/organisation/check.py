"""Whether an organisation hangs together: told as problems when one is imported."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Literal

from matters.calendar import implausible
from matters.errors.base import Problem
from matters.organisation.kinds import BodyKind
from matters.organisation.snapshot import (
    ADMINISTRATORS,
    BUSINESS,
    ROLE_NAMES,
    THREE,
    Body,
    Grant,
    Lasting,
    Organisation,
    Post,
)

# Enterprises and deliberative bodies file and are consulted; they never accept a case.
CANNOT_ACCEPT: frozenset[BodyKind] = frozenset({"enterprise", "deliberative"})
_Target = Literal["region", "body", "post", "person", "scope"]


def organisation_problems(organisation: Organisation) -> tuple[Problem, ...]:
    """Every defect of an organisation that is to work: what does not fit together, where nobody is in office, mistyped days."""
    problems = inconsistencies(organisation)
    return (
        *problems,
        *_days(organisation),
        *vacancies(organisation),
        *_two_heads(organisation),
        *_twice_there(organisation),
    )


def inconsistencies(organisation: Organisation) -> tuple[Problem, ...]:
    """What may never be: ids given twice, links into nothing, blank names, circles, duties and roles in the wrong hands."""
    problems = (*_twice(organisation), *_dangling(organisation))
    return problems or (
        *_names(organisation),
        *_circles(organisation),
        *_duties(organisation),
        *_overlaps(organisation),
        *_hands(organisation),
    )


def vacancies(organisation: Organisation) -> tuple[Problem, ...]:
    """What must not be set up but may pass in a running office: nobody is head, liaison or staff; administrators for a part."""
    return (*_bodies(organisation), *_narrow(organisation))


def _twice(organisation: Organisation) -> Iterator[Problem]:
    yield from _repeated("行政区划代码", (region.code for region in organisation.regions))
    yield from _repeated("单位标识", (body.id for body in organisation.bodies))
    yield from _repeated("岗位标识", (post.id for post in organisation.posts))
    yield from _repeated("人员标识", (person.id for person in organisation.people))
    yield from _repeated("机关代字", (body.prefix for body in organisation.bodies))
    yield from _repeated("单位编号", (f"{body.region} {body.number}" for body in organisation.bodies))


def _repeated(kind: str, ids: Iterable[str]) -> Iterator[Problem]:
    for name, times in Counter(ids).items():
        if times > 1:
            yield Problem(name, f"{kind}“{name}”重复出现 {times} 次。请改为不同的值。")


def _dangling(organisation: Organisation) -> Iterator[Problem]:
    """Every link that leads nowhere. The ids are looked up as written, so nothing here may use the organisation's methods."""
    regions = {region.code for region in organisation.regions}
    bodies = {body.id for body in organisation.bodies}
    there: dict[_Target, set[str]] = {
        "region": regions,
        "body": bodies,
        "post": {post.id for post in organisation.posts},
        "person": {person.id for person in organisation.people},
        "scope": regions | bodies | {"*"},
    }
    for what, name, role, link, target in _links(organisation):
        if link is not None and link not in there[target]:
            yield Problem(name, f"{what}“{name}”的{role}“{link}”不存在。请更正或补上。")


def _links(organisation: Organisation) -> Iterator[tuple[str, str, str, str | None, _Target]]:
    """What has the link and by which id, what the link is called, where it leads, and among which ids that is found."""
    for region in organisation.regions:
        yield "行政区划", region.code, "上级区划", region.parent, "region"
    for body in organisation.bodies:
        yield "单位", body.id, "行政区划", body.region, "region"
        yield "单位", body.id, "行政隶属单位", body.administrative, "body"
        yield "单位", body.id, "业务指导单位", body.professional, "body"
    for duty in organisation.duties:
        yield "职责", duty.duty, "行政区划", duty.region, "region"
        yield "职责", duty.duty, "单位", duty.body, "body"
    for post in organisation.posts:
        yield "岗位", post.id, "单位", post.body, "body"
    for holding in organisation.holdings:
        yield "任职", holding.person, "人员", holding.person, "person"
        yield "任职", holding.person, "岗位", holding.post, "post"
    for grant in organisation.grants:
        yield "授权", grant.person, "人员", grant.person, "person"
        yield "授权", grant.person, "范围", grant.scope, "scope"


def _names(organisation: Organisation) -> Iterator[Problem]:
    """A kind of post and a duty are told by their names alone, so each has its own."""
    for what, names in (("岗位类别", organisation.post_kind_names), ("职责", organisation.duty_names)):
        first: dict[str, str] = {}
        for key, name in names.items():
            if not name.strip():
                yield Problem(key, f"{what}“{key}”的名称是空的。请写明名称，或删去这一条。")
            elif (other := first.setdefault(name.strip(), key)) != key:
                yield Problem(key, f"{what}“{other}”和“{key}”都叫“{name}”。请改为不同的名称。")


def _circles(organisation: Organisation) -> Iterator[Problem]:
    region_above = {region.code: region.parent for region in organisation.regions}
    administrative = {body.id: body.administrative for body in organisation.bodies}
    professional = {body.id: body.professional for body in organisation.bodies}
    called = {region.code: region.name for region in organisation.regions}
    called |= {body.id: _name(body) for body in organisation.bodies}
    lines = (("上级区划", region_above), ("行政隶属", administrative), ("业务指导", professional))
    for line, above in lines:
        for ring in _rings(above):
            way = " → ".join(called[one] for one in ring)
            yield Problem(ring[0], f"“{ring[0]}”沿{line}又回到自己（{way}）。请更正{line}关系。")


def _rings(above: dict[str, str | None]) -> Iterator[tuple[str, ...]]:
    """Each ring once, from its first name round to itself."""
    told: set[str] = set()
    for name in above:
        ring = _ring(name, above)
        if ring and name not in told:
            told |= {*ring}
            yield name, *ring


def _ring(name: str, above: dict[str, str | None]) -> tuple[str, ...]:
    """The way upwards from the name back to itself; empty where it leads elsewhere."""
    way: list[str] = []
    step = above[name]
    while step is not None and step != name and step not in way:
        way.append(step)
        step = above[step]
    return (*way, name) if step == name else ()


def _bodies(organisation: Organisation) -> Iterator[Problem]:
    lasting = {holding.post for holding in organisation.holdings if holding.until is None}
    held: dict[str, list[Post]] = defaultdict(list)
    for post in organisation.posts:
        if post.id in lasting:
            held[post.body].append(post)
    for body in (body for body in organisation.bodies if body.until is None):
        for missing in _missing(held[body.id]):
            yield Problem(body.id, f"单位“{_name(body)}”没有在任的{missing}。请补齐岗位和任职。")


def _two_heads(organisation: Organisation) -> Iterator[Problem]:
    heads: dict[str, list[str]] = defaultdict(list)
    for post in organisation.posts:
        if post.head and post.until is None:
            heads[post.body].append(post.title)
    for body in organisation.bodies:
        if len(titles := heads[body.id]) > 1:
            message = f"单位“{_name(body)}”有 {len(titles)} 个主要负责人岗位（{'、'.join(titles)}）。请只留一个，其余改为“否”。"
            yield Problem(body.id, message)


def _twice_there(organisation: Organisation) -> Iterator[Problem]:
    """One person under two ids."""
    first: dict[tuple[str, str], str] = {}
    for person in organisation.people:
        if (other := first.setdefault((person.name, person.phone), person.id)) != person.id:
            message = (
                f"人员“{person.name}”有 {other} 和 {person.id} 两个标识。是同一人的，合并为一个，几个岗位分别写任职；"
                "是两个人的，各写电话以便区分。"
            )
            yield Problem(person.id, message)


def _missing(held: Iterable[Post]) -> Iterator[str]:
    """Whom a body with these posts does without."""
    if not any(post.head for post in held):
        yield "主要负责人"
    if not any(post.liaison for post in held):
        yield "联络员"
    if all(post.head or post.liaison for post in held):
        yield "工作人员"


def _duties(organisation: Organisation) -> Iterator[Problem]:
    for duty in organisation.duties:
        body = organisation.body(duty.body)
        if body.kind in CANNOT_ACCEPT:
            name = organisation.duty_name(duty.duty)
            yield Problem(duty.duty, f"“{_name(body)}”不能受理办件，不能承担职责“{name}”。请改由机关或事业单位承担。")


def _overlaps(organisation: Organisation) -> Iterator[Problem]:
    """One duty has one body per region at any time."""
    for n, duty in enumerate(organisation.duties):
        for other in organisation.duties[n + 1 :]:
            same = (duty.duty, duty.region) == (other.duty, other.region)
            if same and duty.meets(other):
                name = organisation.duty_name(duty.duty)
                message = f"职责“{name}”在 {duty.region} 同时由两个单位承担。请只留一个，或写明起止日期。"
                yield Problem(duty.duty, message)


def _days(organisation: Organisation) -> Iterator[Problem]:
    for what, name, one in _lasting(organisation):
        for day in (one.since, one.until):
            if wrong := implausible(day):
                yield Problem(name, f"{what}“{name}”的日期 {day} {wrong}。")


def _lasting(organisation: Organisation) -> Iterator[tuple[str, str, Lasting]]:
    """All that holds for a time, with what it is called."""
    for body in organisation.bodies:
        yield from (("单位", body.id, one) for one in (body, *body.names))
    yield from (("岗位", post.id, post) for post in organisation.posts)
    yield from (("人员", person.id, person) for person in organisation.people)
    yield from (("任职", holding.person, holding) for holding in organisation.holdings)
    yield from (("授权", grant.person, grant) for grant in organisation.grants)
    yield from (("职责", duty.duty, duty) for duty in organisation.duties)


def narrow(grant: Grant) -> bool:
    """Whether it makes somebody an administrator for a part only, which nothing would honour."""
    return grant.role in ADMINISTRATORS and grant.scope != "*"


def _narrow(organisation: Organisation) -> Iterator[Problem]:
    for grant in organisation.grants:
        if grant.until is None and narrow(grant):
            name = organisation.person(grant.person).name
            message = (
                f"{name}的“{ROLE_NAMES[grant.role]}”只授到“{grant.scope}”，而该角色不分范围。请撤销，确需时改授“全部”。"
            )
            yield Problem(grant.person, message)


def _hands(organisation: Organisation) -> Iterator[Problem]:
    """三员分立: the three administrators are three people, and none of them has business at the same time."""
    for person, grants in _by_person(organisation).items():
        for one, other in combinations(grants, 2):
            if _apart(one, other) and one.meets(other):
                roles = f"“{ROLE_NAMES[one.role]}”和“{ROLE_NAMES[other.role]}”"
                name = organisation.person(person).name
                message = (
                    f"{name}不能同时是{roles}。系统、安全、审计管理员须三人分任，也不兼任办理业务的角色。"
                    "请改由他人担任，或先撤销其中一项。"
                )
                yield Problem(person, message)


def mixed_grants(organisation: Organisation) -> tuple[Grant, ...]:
    """The business that the three administrators have besides, at the same time; older organisations may hold such grants."""
    mixed = (
        other
        for held in _by_person(organisation).values()
        for one in held
        for other in held
        if one.role in THREE and other.role in BUSINESS and one.meets(other)
    )
    return tuple(dict.fromkeys(mixed))


def _by_person(organisation: Organisation) -> dict[str, list[Grant]]:
    """The grants of everybody who is an administrator at some time."""
    grants: dict[str, list[Grant]] = defaultdict(list)
    for grant in organisation.grants:
        grants[grant.person].append(grant)
    return {person: held for person, held in grants.items() if any(grant.role in THREE for grant in held)}


def _apart(one: Grant, other: Grant) -> bool:
    both = {one.role, other.role}
    return len(both) == 2 and bool(both & THREE) and both <= THREE | BUSINESS


def _name(body: Body) -> str:
    return body.names[-1].text
