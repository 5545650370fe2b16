"""What differs between two organisations, in words, and what an import may not do: lose an id, rewrite a past name, grant."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from matters.calendar import day_text, period_text
from matters.errors.base import Problem
from matters.organisation.check import narrow
from matters.organisation.snapshot import (
    ROLE_NAMES,
    THREE,
    Body,
    Grant,
    Holding,
    Lasting,
    Organisation,
    OrganisationRecord,
    Post,
)

L = TypeVar("L", bound=Lasting)
What = Literal["added", "removed", "changed"]
WHAT_NAMES: dict[What, str] = {"added": "新增", "removed": "删除", "changed": "变更"}


@dataclass(frozen=True, slots=True)
class OrganisationDifference:
    """One record or name that is new, gone or different. `part`: 单位、岗位、人员 and so on; `text`: it in words."""

    part: str
    what: What
    text: str


def differences(old: Organisation, new: Organisation) -> tuple[OrganisationDifference, ...]:
    """Every difference, by part in the order of the file."""
    parts: tuple[tuple[str, Iterable[OrganisationRecord], Iterable[OrganisationRecord]], ...] = (
        ("行政区划", old.regions, new.regions),
        ("单位", old.bodies, new.bodies),
        ("岗位", old.posts, new.posts),
        ("人员", old.people, new.people),
    )
    links: tuple[tuple[str, Iterable[Lasting], Iterable[Lasting]], ...] = (
        ("职责", old.duties, new.duties),
        ("任职", old.holdings, new.holdings),
        ("授权", old.grants, new.grants),
    )
    say = _Words(old, new)
    return (
        *(one for part, before, after in parts for one in _by_id(part, before, after, say)),
        *(one for part, before, after in links for one in _by_content(part, before, after, say)),
        *_by_name("岗位类别名称", old.post_kind_names, new.post_kind_names),
        *_by_name("职责名称", old.duty_names, new.duty_names),
    )


def import_problems(old: Organisation, new: Organisation, today: date) -> tuple[Problem, ...]:
    """What may not come: an id that is gone, a body called otherwise on a past day, a new administrator for a part, or that one
    of the three has nobody any more."""
    return (*_lost(old, new), *_renamed(old, new, today), *_narrowed(old, new), *_unadministered(old, new, today))


def _unadministered(old: Organisation, new: Organisation, today: date) -> Iterator[Problem]:
    for role in sorted(THREE):
        if old.administrators(role, today) and not new.administrators(role, today):
            name = ROLE_NAMES[role]
            yield Problem(role, f"导入后没有{name}。请在“管理员”表或授权中写明由谁担任。")


def newly_granted(old: Organisation, new: Organisation) -> tuple[Grant, ...]:
    """The grants of the new organisation that the old one does not cover."""
    return tuple(_uncovered(old.grants, new.grants))


def newly_held(old: Organisation, new: Organisation) -> tuple[Holding, ...]:
    """The holdings of the new organisation that the old one does not cover, or whose post is now another but for its title."""
    known = {post.id: _office(post) for post in old.posts}
    other = {post.id for post in new.posts if known.get(post.id) != _office(post)}
    fresh = tuple(_uncovered(old.holdings, new.holdings))
    return (*fresh, *(one for one in new.holdings if one.post in other and one not in fresh))


@dataclass(frozen=True)
class _Words:
    """Names of both organisations, the new one first."""

    old: Organisation
    new: Organisation

    def person(self, person_id: str) -> str:
        person = self.new.find_person(person_id) or self.old.find_person(person_id)
        return person.name if person else person_id

    def body(self, body_id: str) -> str:
        body = self.new.find_body(body_id) or self.old.find_body(body_id)
        return body.names[-1].text if body else body_id

    def post(self, post_id: str) -> str:
        post = self.new.find_post(post_id) or self.old.find_post(post_id)
        return f"{self.body(post.body)}{post.title}" if post else post_id

    def duty(self, duty: str) -> str:
        return self.new.duty_names.get(duty) or self.old.duty_name(duty)

    def scope(self, scope: str) -> str:
        region = next((region.name for region in self.new.regions if region.code == scope), None)
        return "全部" if scope == "*" else f"{region}及以下" if region else self.body(scope)

    def record(self, record: OrganisationRecord) -> str:
        """One record in a line."""
        said = record.model_dump()
        if isinstance(record, Body):
            return f"{record.names[-1].text}（{record.id}）{_days(record)}"
        if isinstance(record, Post):
            return f"{self.post(record.id)}（{record.id}）{_days(record)}"
        days = _days(record) if isinstance(record, Lasting) else ""
        if isinstance(record, Grant):
            return f"{self.person(record.person)}　{ROLE_NAMES[record.role]}　范围：{self.scope(record.scope)}{days}"
        if "post" in said:
            return f"{self.person(said['person'])}　{self.post(said['post'])}{days}"
        if "duty" in said:
            return f"{self.body(said['body'])}　{self.duty(said['duty'])}　{said['region']}{days}"
        return f"{said['name']}（{said.get('id', said.get('code'))}）{days}"


def _by_id(
    part: str, before: Iterable[OrganisationRecord], after: Iterable[OrganisationRecord], say: _Words
) -> Iterator[OrganisationDifference]:
    known, present = {_id(one): one for one in before}, {_id(one): one for one in after}
    yield from (
        OrganisationDifference(part, "removed", say.record(one)) for key, one in known.items() if key not in present
    )
    yield from (
        OrganisationDifference(part, "added", say.record(one)) for key, one in present.items() if key not in known
    )
    yield from (
        OrganisationDifference(part, "changed", f"{say.record(one)}：{_keys(known[key], one)}")
        for key, one in present.items()
        if key in known and known[key] != one
    )


def _by_content(
    part: str, before: Iterable[Lasting], after: Iterable[Lasting], say: _Words
) -> Iterator[OrganisationDifference]:
    known, present = dict.fromkeys(before), dict.fromkeys(after)
    gone, new = _without(known, present), _without(present, known)
    ends = {*map(_timeless, gone)} & {*map(_timeless, new)}
    yield from (OrganisationDifference(part, "removed", say.record(one)) for one in gone if _timeless(one) not in ends)
    for one in new:
        yield OrganisationDifference(part, "changed" if _timeless(one) in ends else "added", say.record(one))


def _without(records: Iterable[Lasting], others: Container[Lasting]) -> list[Lasting]:
    return [one for one in records if one not in others]


def _by_name(part: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[OrganisationDifference]:
    yield from (
        OrganisationDifference(part, "removed", f"{name}（{key}）") for key, name in before.items() if key not in after
    )
    yield from (
        OrganisationDifference(part, "added", f"{name}（{key}）") for key, name in after.items() if key not in before
    )
    yield from (
        OrganisationDifference(part, "changed", f"{name}（{key}），原为“{before[key]}”")
        for key, name in after.items()
        if key in before and before[key] != name
    )


_KEYS = {
    "name": "名称",
    "names": "名称",
    "level": "层级",
    "parent": "上级区划",
    "aliases": "别名",
    "kind": "类别",
    "region": "行政区划",
    "prefix": "机关代字",
    "number": "单位编号",
    "credit_code": "统一社会信用代码",
    "administrative": "行政隶属",
    "professional": "业务指导",
    "body": "单位",
    "title": "岗位名称",
    "head": "主要负责人",
    "liaison": "联络员",
    "phone": "电话",
    "since": "起始日期",
    "until": "截止日期",
}


def _keys(before: OrganisationRecord, after: OrganisationRecord) -> str:
    old, new = before.model_dump(), after.model_dump()
    return "、".join(_KEYS.get(key, key) for key in new if old[key] != new[key])


def _timeless(record: Lasting) -> Lasting:
    """The record without its days: the same link in other days is a change of it."""
    return record.model_copy(update={"since": None, "until": None})


def _id(record: OrganisationRecord) -> str:
    return str(getattr(record, "id", None) or getattr(record, "code", ""))


def _days(record: Lasting) -> str:
    days = period_text(record.since, record.until)
    return f"　{days}" if days else ""


def _lost(old: Organisation, new: Organisation) -> Iterator[Problem]:
    parts: tuple[tuple[str, Iterable[OrganisationRecord], Callable[[str], bool]], ...] = (
        ("行政区划", old.regions, lambda code: any(region.code == code for region in new.regions)),
        ("单位", old.bodies, lambda one: new.find_body(one) is not None),
        ("岗位", old.posts, lambda one: new.find_post(one) is not None),
        ("人员", old.people, lambda one: new.find_person(one) is not None),
    )
    for part, records, there in parts:
        for record in records:
            if not there(_id(record)):
                message = f"{part}“{_id(record)}”在新内容中缺失，而已有办件可能用到。请保留这一条，改为写明截止日期。"
                yield Problem(_id(record), message)


def _renamed(old: Organisation, new: Organisation, today: date) -> Iterator[Problem]:
    for body in old.bodies:
        if new.find_body(body.id) is None:
            continue
        for day in _turns(body, today):
            before, after = old.body_name(body.id, day), new.body_name(body.id, day)
            if before != after:
                said = f"{day_text(day)}的名称由“{before}”改为“{after}”。以往的名称已用于文书，请恢复，"
                yield Problem(body.id, f"{said}另写今天或以后启用的新名称。")
                break


def _turns(body: Body, today: date) -> tuple[date, ...]:
    """The days before today on which the name may change, and yesterday."""
    days = {one.since for one in body.names} | {one.until for one in body.names} | {today - timedelta(days=1)}
    return tuple(sorted(day for day in days if day is not None and day < today))


def _narrowed(old: Organisation, new: Organisation) -> Iterator[Problem]:
    for grant in newly_granted(old, new):
        if narrow(grant):
            yield Problem(
                grant.person, f"“{ROLE_NAMES[grant.role]}”不分范围。请把“{grant.person}”这项授权的范围改为 *。"
            )


def _office(post: Post) -> Post:
    return post.model_copy(update={"title": ""})


def _uncovered(old: Iterable[L], new: Iterable[L]) -> Iterator[L]:
    known: dict[Lasting, list[L]] = defaultdict(list)
    for one in old:
        known[_timeless(one)].append(one)
    return (one for one in new if not any(_covers(before, one) for before in known[_timeless(one)]))


def _covers(known: Lasting, one: Lasting) -> bool:
    begins = known.since is None or (one.since is not None and known.since <= one.since)
    ends = known.until is None or (one.until is not None and one.until <= known.until)
    return begins and ends
