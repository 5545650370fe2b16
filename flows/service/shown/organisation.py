"""The organisation as administrators see it: read models made of a snapshot and the open items counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flows.views.organisation_editing import (
    BodyDetail,
    BodyLine,
    Choices,
    DutyLine,
    FoundLine,
    GrantLine,
    HoldingLine,
    NameLine,
    PersonDetail,
    PostLine,
    RegionNode,
    RoleRequestLine,
)
from flows.views.people import Caller
from matters.language.words.answers import person_name
from matters.organisation.kinds import BODY_KIND_NAMES, LEVEL_NAMES
from matters.organisation.snapshot import ROLE_NAMES, Body, Grant, Holding, Organisation, Person, Post, Region
from storage.definitions import catalog
from storage.people.role_requests import RoleRequest
from storage.reassigning import Burden

MOST_FOUND = 50


@dataclass(frozen=True)
class Showing:
    """A snapshot on a day, with how many open items wait for whom."""

    organisation: Organisation
    today: date
    burdens: tuple[Burden, ...] = ()

    def regions(self) -> Iterator[RegionNode]:
        """The tree of regions, top first, each with its bodies."""
        for region, depth in self._ordered(None, 0):
            bodies = (body for body in self.organisation.bodies if body.region == region.code)
            yield RegionNode(
                code=region.code,
                name=region.name,
                level_name=LEVEL_NAMES[region.level],
                depth=depth,
                bodies=tuple(self.body_line(body) for body in bodies),
            )

    def body_line(self, body: Body) -> BodyLine:
        """A body in the tree."""
        people = {h.person for post in self._posts(body) for h in self.organisation.holders_of(post, self.today)}
        return BodyLine(
            id=body.id,
            name=self.organisation.body_name(body.id, self.today),
            kind_name=BODY_KIND_NAMES[body.kind],
            people=len(people),
            ended=body.until is not None and body.until < self.today,
        )

    def body(self, body: Body) -> BodyDetail:
        """A body in full."""
        duties = (duty for duty in self.organisation.duties if duty.body == body.id)
        return BodyDetail(
            version=self.organisation.version,
            line=self.body_line(body),
            level_name=LEVEL_NAMES[body.level],
            region_name=self.organisation.region(body.region).name,
            prefix=body.prefix,
            number=body.number,
            administrative=body.administrative,
            administrative_name=self._name(body.administrative),
            professional=body.professional,
            professional_name=self._name(body.professional),
            since=body.since,
            until=body.until,
            names=tuple(NameLine(text=name.text, since=name.since, until=name.until) for name in body.names),
            duties=tuple(
                DutyLine(
                    duty=duty.duty,
                    name=self.organisation.duty_name(duty.duty),
                    region=duty.region,
                    region_name=self.organisation.region(duty.region).name,
                    valid=duty.valid(self.today),
                )
                for duty in duties
            ),
            posts=tuple(self._post_line(post) for post in self._posts(body)),
        )

    def person(self, person: Person, username: str | None) -> PersonDetail:
        """A person in full."""
        held = (holding for holding in self.organisation.holdings if holding.person == person.id)
        granted = (grant for grant in self.organisation.grants if grant.person == person.id)
        return PersonDetail(
            version=self.organisation.version,
            id=person.id,
            name=person.name,
            phone=person.phone,
            since=person.since,
            until=person.until,
            valid=person.valid(self.today),
            holdings=tuple(self._holding(h) for h in held),
            grants=tuple(self._grant(grant) for grant in granted),
            tasks=sum(burden.items for burden in self.burdens if burden.person == person.id),
            username=username,
        )

    def found(self, words: str) -> tuple[FoundLine, ...]:
        """Bodies and people whose name, alias or id contains every word; at most 50."""
        wanted = words.lower().split()
        if not wanted:
            return ()
        bodies = (self._found_body(body) for body in self.organisation.bodies if _fits(wanted, _words_of(body)))
        people = (
            self._found_person(person)
            for person in self.organisation.people
            if _fits(wanted, (person.name, person.id, person.phone))
        )
        return (*bodies, *people)[:MOST_FOUND]

    def choices(self) -> Choices:
        """What the forms of a change may choose among: what is there today or will be, and the words of shipped matters."""
        shipped = catalog.shipped_vocabulary()
        bodies = [body for body in self.organisation.bodies if not _over(body, self.today)]
        posts = [post for post in self.organisation.posts if not _over(post, self.today)]
        people = [person for person in self.organisation.people if not _over(person, self.today)]
        duties = {duty.duty for duty in self.organisation.duties} | self.organisation.duty_names.keys()
        return Choices(
            version=self.organisation.version,
            regions={region.code: region.name for region, _ in self._ordered(None, 0)},
            bodies={body.id: self._name(body.id) for body in bodies},
            posts={post.id: f"{self._name(post.body)}　{post.title}" for post in posts},
            people={person.id: f"{person.name}（{self.office_of(person.id) or person.id}）" for person in people},
            post_kinds={**shipped.post_kinds, **self.organisation.vocabulary.post_kinds},
            duties={**shipped.duties, **{duty: self.organisation.duty_name(duty) for duty in sorted(duties)}},
        )

    def office_of(self, person_id: str) -> str:
        """Where a person works today: body and title, the first two of them."""
        posts = self.organisation.posts_of(person_id, self.today)
        return "、".join(f"{self._name(post.body)}{post.title}" for post in posts[:2])

    def scope_name(self, scope: str) -> str:
        """How people call a scope."""
        if scope == "*":
            return "全部"
        if self.organisation.find_body(scope):
            return self._name(scope)
        return next((f"{region.name}及以下" for region in self.organisation.regions if region.code == scope), scope)

    def _ordered(self, parent: str | None, depth: int) -> Iterator[tuple[Region, int]]:
        for region in (region for region in self.organisation.regions if region.parent == parent):
            yield region, depth
            yield from self._ordered(region.code, depth + 1)

    def _posts(self, body: Body) -> Iterable[Post]:
        return self.organisation.posts_in(body.id)

    def _post_line(self, post: Post) -> PostLine:
        held = (holding for holding in self.organisation.holdings if holding.post == post.id)
        return PostLine(
            id=post.id,
            title=post.title,
            kind=post.kind,
            kind_name=self.organisation.post_kind_name(post.kind),
            head=post.head,
            liaison=post.liaison,
            ended=_over(post, self.today),
            holders=tuple(self._holding(holding) for holding in held),
        )

    def _holding(self, holding: Holding) -> HoldingLine:
        post = self.organisation.post(holding.post)
        mine = (b.items for b in self.burdens if (b.person, b.post) == (holding.person, holding.post))
        valid = holding.valid(self.today)
        return HoldingLine(
            person=holding.person,
            person_name=self.organisation.person(holding.person).name,
            post=post.id,
            title=post.title,
            body=post.body,
            body_name=self._name(post.body),
            since=holding.since,
            until=holding.until,
            valid=valid,
            tasks=sum(mine) if valid else 0,
        )

    def _grant(self, grant: Grant) -> GrantLine:
        return GrantLine(
            role=grant.role,
            role_name=ROLE_NAMES[grant.role],
            scope=grant.scope,
            scope_name=self.scope_name(grant.scope),
            since=grant.since,
            until=grant.until,
            valid=grant.valid(self.today),
        )

    def _name(self, body_id: str | None) -> str:
        return self.organisation.body_name(body_id, self.today) if body_id else ""

    def _found_body(self, body: Body) -> FoundLine:
        region = self.organisation.region(body.region).name
        return FoundLine(kind="单位", id=body.id, name=self._name(body.id), detail=region)

    def _found_person(self, person: Person) -> FoundLine:
        detail = self.office_of(person.id) or ("已离任" if _over(person, self.today) else "未任职")
        return FoundLine(kind="人员", id=person.id, name=person.name, detail=detail)


def _over(one: Body | Post | Person, today: date) -> bool:
    return one.until is not None and one.until < today


def _words_of(body: Body) -> tuple[str, ...]:
    return (*(name.text for name in body.names), *body.aliases, body.id, body.prefix)


def _fits(wanted: list[str], texts: Iterable[str]) -> bool:
    whole = "\n".join(texts).lower()
    return all(word in whole for word in wanted)


def role_request(request: RoleRequest, organisation: Organisation, caller: Caller) -> RoleRequestLine:
    """A role that waits for a second administrator."""
    return RoleRequestLine(
        id=request.id,
        person=request.person,
        person_name=person_name(organisation, request.person),
        role_name=ROLE_NAMES[request.role],
        since=request.since,
        last_day=request.last_day,
        asked_by=person_name(organisation, request.asked_by),
        asked_at=request.asked_at,
        open_to_caller=caller.person not in (request.asked_by, request.person),
    )
