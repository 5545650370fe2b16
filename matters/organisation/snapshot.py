"""The organisation (组织机构) as a frozen snapshot: regions, bodies, duties, posts, people and who holds what when."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from matters.organisation.kinds import BodyKind, Level

Role = Literal[
    "applicant",
    "approver",
    "window",
    "liaison",
    "matter_admin",
    "list_admin",
    "org_admin",
    "system_admin",
    "security_admin",
    "audit_admin",
    "supervisor",
    "robot",
]
ROLE_NAMES: dict[Role, str] = {
    "applicant": "申请人",
    "approver": "审批人",
    "window": "受理岗",
    "liaison": "联络员",
    "matter_admin": "事项管理员",
    "list_admin": "本地清单管理员",
    "org_admin": "机构管理员",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
    "supervisor": "督查人员",
    "robot": "数字员工",
}
THREE: frozenset[Role] = frozenset({"system_admin", "security_admin", "audit_admin"})  # 三员
# What nobody of the three has besides; to file for oneself (申请人) is no business.
BUSINESS: frozenset[Role] = frozenset(ROLE_NAMES) - THREE - {"applicant"}
ADMINISTRATIVE_POST = "administrator"  # the kind of post (平台管理岗) that the three may hold
# Held for the whole office: who may do what they may is asked by role alone.
ADMINISTRATORS: frozenset[Role] = THREE | {"org_admin", "matter_admin"}
Line = Literal["administrative", "professional"]
T = TypeVar("T")


class OrganisationRecord(BaseModel):
    """Base of all parts of the organisation."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Lasting(OrganisationRecord):
    """Something valid from a day to a day, both included; open ends are open."""

    since: date | None = None
    until: date | None = None

    def valid(self, on: date) -> bool:
        """Whether it holds on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def lasts_to(self, day: date) -> bool:
        """Whether it holds on that day or on a later one."""
        return self.until is None or self.until >= day

    def meets(self, other: "Lasting") -> bool:
        """Whether there is a day on which both hold."""
        starts = max(self.since or date.min, other.since or date.min)
        return starts <= min(self.until or date.max, other.until or date.max)


class Region(OrganisationRecord):
    """Region 行政区划. `code` has six digits, nine for townships and twelve for villages."""

    code: str = Field(pattern=r"^\d{6}(\d{3})?(\d{3})?$")
    name: str
    level: Level
    parent: str | None = None


class DatedName(Lasting):
    """A name in its time; a renamed body keeps its old names for old papers."""

    text: str


class Body(Lasting):
    """Body 单位. `prefix` is its 机关代字 in document numbers, `number` its three-digit number in case numbers."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    names: tuple[DatedName, ...] = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    kind: BodyKind
    level: Level
    region: str
    prefix: str
    number: str = Field(pattern=r"^\d{3}$")
    credit_code: str = ""
    administrative: str | None = None
    professional: str | None = None


class Duty(Lasting):
    """A duty 职责 held by a body for one region: the key of “who is responsible here”."""

    duty: str
    region: str
    body: str


class Post(Lasting):
    """Post 岗位 in a body. `kind` is the same word in every body, `title` what people call it here."""

    id: str
    body: str
    kind: str
    title: str
    head: bool = False
    liaison: bool = False


class Person(Lasting):
    """Person 人员."""

    id: str
    name: str
    phone: str = ""


class Holding(Lasting):
    """A person holding a post (任职); one person may hold several, in several bodies."""

    person: str
    post: str


class Grant(Lasting):
    """A role granted to a person within a scope: a body id, a region code, or `*` (授权)."""

    person: str
    role: Role
    scope: str


class Holder(OrganisationRecord, title="人员和岗位"):
    """A person under one hat: person and post."""

    person: str
    post: str = Field(description="岗位标识")


def worn(actor: Holder, behalf: Holder | None) -> tuple[Holder, ...]:
    """Under which hat each of those acts who stand behind an act: whoever acts in somebody's stead (代理) wears their post."""
    return (behalf, Holder(person=actor.person, post=behalf.post)) if behalf else (actor,)


NOBODY = Holder(person="", post="")  # where nobody is found
SYSTEM = Holder(person="system", post="")  # who acts where nobody does: what machines report and do


@dataclass(frozen=True)
class Vocabulary:
    """What people call the kinds of post (岗位类别) and the duties (职责) that definitions name by id, where it is known."""

    post_kinds: Mapping[str, str] = field(default_factory=dict)
    duties: Mapping[str, str] = field(default_factory=dict)


NAMELESS = Vocabulary()  # every id stands for itself


class Organisation(OrganisationRecord):
    """The whole organisation at one version; immutable, so that an event need only name the version it was resolved in.

    `post_kind_names`, `duty_names`: what people call a kind of post and a duty, by its id. Old snapshots have none.
    """

    version: int = Field(ge=1)
    regions: tuple[Region, ...]
    bodies: tuple[Body, ...]
    duties: tuple[Duty, ...]
    posts: tuple[Post, ...]
    people: tuple[Person, ...]
    holdings: tuple[Holding, ...]
    grants: tuple[Grant, ...]
    post_kind_names: dict[str, str] = {}
    duty_names: dict[str, str] = {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What this organisation calls kinds of post and duties; a kind without a name is called as its first post is."""
        titles = {post.kind: post.title for post in reversed(self.posts)}
        return Vocabulary(titles | self.post_kind_names, self.duty_names)

    @cached_property
    def _regions(self) -> Mapping[str, Region]:
        return {region.code: region for region in self.regions}

    @cached_property
    def _bodies(self) -> Mapping[str, Body]:
        return {body.id: body for body in self.bodies}

    @cached_property
    def _posts(self) -> Mapping[str, Post]:
        return {post.id: post for post in self.posts}

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def _posts_by_body(self) -> Mapping[str, list[Post]]:
        return _grouped((post.body, post) for post in self.posts)

    @cached_property
    def _held(self) -> Mapping[str, list[tuple[Holding, Person, Holder]]]:
        """By post, who holds it. One object for each hat: a page offers hundreds of them, and to make them took half its time."""
        hats = ((h, self._people[h.person], Holder(person=h.person, post=h.post)) for h in self.holdings)
        return _grouped((holding.post, (holding, person, hat)) for holding, person, hat in hats)

    @cached_property
    def _holdings_by_person(self) -> Mapping[str, list[Holding]]:
        return _grouped((holding.person, holding) for holding in self.holdings)

    @cached_property
    def _grants_by_person(self) -> Mapping[str, list[Grant]]:
        return _grouped((grant.person, grant) for grant in self.grants)

    def region(self, code: str) -> Region:
        """The region of that code."""
        return self._regions[code]

    def body(self, body_id: str) -> Body:
        """The body of that id."""
        return self._bodies[body_id]

    def find_body(self, body_id: str) -> Body | None:
        """The body of that id, or nothing: for ids that come from outside."""
        return self._bodies.get(body_id)

    def post(self, post_id: str) -> Post:
        """The post of that id."""
        return self._posts[post_id]

    def find_post(self, post_id: str) -> Post | None:
        """The post of that id, or nothing: for ids that come from outside."""
        return self._posts.get(post_id)

    def person(self, person_id: str) -> Person:
        """The person of that id."""
        return self._people[person_id]

    def find_person(self, person_id: str) -> Person | None:
        """The person of that id, or nothing: for ids that come from outside."""
        return self._people.get(person_id)

    def posts_in(self, body_id: str) -> tuple[Post, ...]:
        """All posts of a body, ended ones too."""
        return tuple(self._posts_by_body.get(body_id, ()))

    def body_name(self, body_id: str, on: date) -> str:
        """The name the body had on that day; its newest where none was valid."""
        names = self._bodies[body_id].names
        return next((name.text for name in names if name.valid(on)), names[-1].text)

    def post_kind_name(self, kind: str) -> str:
        """What people call a kind of post; its id where nobody calls it anything."""
        return self.vocabulary.post_kinds.get(kind, kind)

    def duty_name(self, duty: str) -> str:
        """What people call a duty; its id where it has no name."""
        return self.vocabulary.duties.get(duty, duty)

    def posts_of(self, person_id: str, on: date) -> tuple[Post, ...]:
        """The posts a person holds on that day (several hats)."""
        held = self._holdings_by_person.get(person_id, [])
        posts = (self._posts[holding.post] for holding in held if holding.valid(on))
        return tuple(post for post in posts if post.valid(on) and self._bodies[post.body].valid(on))

    def holders_of(self, post: Post, on: date) -> tuple[Holder, ...]:
        """Who holds that post on that day."""
        held = self._held.get(post.id, ()) if post.valid(on) else ()
        return tuple(hat for holding, person, hat in held if holding.valid(on) and person.valid(on))

    def holders(self, body_id: str, kind: str, on: date) -> tuple[Holder, ...]:
        """Who holds a post of that kind in the body."""
        return self._holding(body_id, lambda post: post.kind == kind, on)

    def heads(self, body_id: str, on: date) -> tuple[Holder, ...]:
        """The head of the body (主要负责人)."""
        return self._holding(body_id, lambda post: post.head, on)

    def liaisons(self, body_id: str, on: date) -> tuple[Holder, ...]:
        """The liaison officer of the body (联络员)."""
        return self._holding(body_id, lambda post: post.liaison, on)

    def everybody(self, body_id: str, on: date) -> tuple[Holder, ...]:
        """Everybody with a post in the body."""
        return self._holding(body_id, lambda post: True, on)

    def representatives(self, body_id: str, on: date) -> tuple[Holder, ...]:
        """Who speaks for the body: its head and its liaison officer."""
        return self._holding(body_id, lambda post: post.head or post.liaison, on)

    def with_role(self, body_id: str, role: Role, on: date) -> tuple[Holder, ...]:
        """Everybody with a post in the body who is granted the role for it."""
        everybody = self.everybody(body_id, on)
        return tuple(holder for holder in everybody if self.granted(holder.person, role, body_id, on))

    def _holding(self, body_id: str, fits: Callable[[Post], bool], on: date) -> tuple[Holder, ...]:
        posts = (post for post in self._posts_by_body.get(body_id, []) if fits(post))
        return tuple(holder for post in posts for holder in self.holders_of(post, on))

    def roles_of(self, person_id: str, on: date) -> frozenset[Role]:
        """Every role a person has anywhere on that day."""
        return frozenset(grant.role for grant in self._grants_by_person.get(person_id, []) if grant.valid(on))

    def administrators(self, role: Role, on: date) -> tuple[str, ...]:
        """The people who have that role of an administrator anywhere on that day."""
        return tuple(person.id for person in self.people if role in self.roles_of(person.id, on))

    def roles_from(self, person_id: str, day: date) -> frozenset[Role]:
        """Every role a person has anywhere on that day or is to have later."""
        grants = self._grants_by_person.get(person_id, [])
        return frozenset(grant.role for grant in grants if grant.lasts_to(day))

    def granted(self, person_id: str, role: Role, body_id: str, on: date) -> bool:
        """Whether the person has the role for that body: by the body itself, one of its regions, or everywhere."""
        scopes, grants = self._scopes_of(body_id), self._grants_by_person.get(person_id, [])
        return any(grant.role == role and grant.scope in scopes and grant.valid(on) for grant in grants)

    def all_granted(self, role: Role, bodies: Iterable[str], on: date) -> tuple[str, ...]:
        """The people who have the role for one of these bodies, in the order of the organisation."""
        scopes = {scope for body in bodies for scope in self._scopes_of(body)}
        found = {
            grant.person for grant in self.grants if grant.role == role and grant.scope in scopes and grant.valid(on)
        }
        return tuple(person.id for person in self.people if person.id in found and person.valid(on))

    def _scopes_of(self, body_id: str) -> set[str]:
        return {"*", body_id, *(region.code for region in self.region_line(self._bodies[body_id].region))}

    def region_line(self, code: str) -> tuple[Region, ...]:
        """The region and those above it, nearest first."""
        line = [self._regions[code]]
        while line[-1].parent is not None:
            line.append(self._regions[line[-1].parent])
        return tuple(line)

    def regions_below(self, code: str) -> tuple[Region, ...]:
        """The regions directly below."""
        return tuple(region for region in self.regions if region.parent == code)

    def duty_body(self, duty: str, region: str, on: date) -> Body | None:
        """The body that holds the duty for exactly that region."""
        held = (d for d in self.duties if d.duty == duty and d.region == region and d.valid(on))
        return next((self._bodies[d.body] for d in held if self._bodies[d.body].valid(on)), None)

    def superior(self, body_id: str, line: Line) -> Body | None:
        """The superior body along the line (行政隶属 or 业务指导)."""
        body = self._bodies[body_id]
        above = body.administrative if line == "administrative" else body.professional
        return self._bodies[above] if above else None

    def subordinates(self, body_id: str, line: Line) -> tuple[Body, ...]:
        """The bodies whose superior along the line it is."""
        return tuple(body for body in self.bodies if self.superior(body.id, line) == self._bodies[body_id])


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups
