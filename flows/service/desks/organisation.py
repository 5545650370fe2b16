"""The organisation desk (组织机构): looking up people, bodies and what kinds of post and duties are called.

No telephone number leaves it.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from flows.service.desk import WorkingDesk
from flows.service.intake.listing import PAGE_SIZE
from flows.service.permissions import SIGNED_IN, allowed_to
from flows.views.base import Page
from flows.views.people import BodyChoice, BodyChoices, Caller, PersonChoice, PersonChoices
from matters.language.words.answers import Names
from matters.organisation.kinds import BODY_KIND_NAMES, BodyKind
from matters.organisation.snapshot import Body, Organisation, Person, Vocabulary

T = TypeVar("T", bound=Body | Person)


class OrganisationDesk(WorkingDesk):
    """Who and what there is today. `q`: words that all occur, or one id."""

    @allowed_to(SIGNED_IN, "查找人员")
    def people(self, caller: Caller, q: str = "", body: str | None = None) -> PersonChoices:
        """The first people whose name, bodies and titles contain every word of `q`, among those of the body when given."""
        organisation, today = self._organisation(), self._resources.today
        names = Names(organisation, today)

        def said(person: Person) -> Iterable[str]:
            yield names.titles(person.id)
            for post in organisation.posts_of(person.id, today):
                yield from organisation.body(post.body).aliases

        there = [person for person in organisation.people if person.valid(today)]
        if body is not None:
            there = [p for p in there if body in {post.body for post in organisation.posts_of(p.id, today)}]
        found = _found(there, q, lambda person: person.name, said)
        items = (PersonChoice(id=p.id, name=p.name, title=names.titles(p.id)) for p in found[:PAGE_SIZE])
        return PersonChoices(items=tuple(items), page=_page(found))

    @allowed_to(SIGNED_IN, "查找单位")
    def bodies(self, caller: Caller, q: str = "", kinds: tuple[BodyKind, ...] = ()) -> BodyChoices:
        """The first bodies whose name and aliases contain every word of `q`, of these kinds when some are given."""
        names = Names(self._organisation(), self._resources.today)
        there = [b for b in names.organisation.bodies if b.valid(names.on) and (not kinds or b.kind in kinds)]
        found = _found(there, q, lambda body: names.body(body.id), lambda body: body.aliases)
        items = (
            BodyChoice(id=b.id, name=names.body(b.id), kind_name=BODY_KIND_NAMES[b.kind]) for b in found[:PAGE_SIZE]
        )
        return BodyChoices(items=tuple(items), page=_page(found))

    @allowed_to(SIGNED_IN, "查看岗位类别和职责名称")
    def vocabulary(self, caller: Caller) -> Vocabulary:
        """What people call the kinds of post and the duties that definitions name."""
        return self._organisation().vocabulary

    def _organisation(self) -> Organisation:
        with self._resources.database.reading() as session:
            return self._resources.organisation(session)


def _found(there: list[T], q: str, name: Callable[[T], str], said: Callable[[T], Iterable[str]]) -> list[T]:
    """Those of that id, or whose texts contain every word; those whose own name contains them stand first."""
    words = q.lower().split()

    def within(text: str) -> bool:
        return all(word in text.lower() for word in words)

    meant = [one for one in there if one.id == q]
    if meant:
        return meant
    by_name = [one for one in there if within(name(one))]
    known = {one.id for one in by_name}
    return by_name + [one for one in there if one.id not in known and within(" ".join((name(one), *said(one))))]


def _page(found: list[T]) -> Page:
    return Page(page=1, size=PAGE_SIZE, total=len(found))
