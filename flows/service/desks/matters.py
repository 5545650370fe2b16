"""The matter desk (事项): what may be filed, and what lies ahead of a filing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flows.cases.around import look_up
from flows.cases.beginning import published
from flows.cases.deciding import world_of
from flows.cases.editions import edition_at, edition_for
from flows.directory import accepted_at, directory, often_filed
from flows.offering import is_open, missing_of, offered_to_any, sample_places, shown_to, told_to, unlisted
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.definitions import local_part, local_problems
from flows.service.intake.listing import cut
from flows.service.intake.narrowing import Narrowing
from flows.service.intake.surroundings import surroundings
from flows.service.permissions import SIGNED_IN, allowed_to, roles
from flows.service.shown.forecast import foreseen
from flows.service.shown.matters import cancelled_view, listed, matter_line
from flows.views.base import Turn
from flows.views.matters import (
    ForecastView,
    LocalFilling,
    LocalHint,
    MatterLine,
    MatterList,
    MatterListing,
    MatterQuery,
    MatterView,
    OfferingLine,
)
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotFound, NotYetListed
from matters.filing.taken import all_taken
from matters.language.document import Definition
from matters.language.local import LocalPart, foreign
from matters.language.words.answers import Names
from matters.organisation.snapshot import Body
from matters.trials.fitting import misfits
from matters.trials.surroundings import Surroundings
from matters.who.parties import accepting, owner_of
from matters.world import World
from storage.database import Session
from storage.definitions import cancellations, local_parts, matters

_FEW = 5  # that stand in one row
_KEEPERS = roles("matter_admin", local=True)


class MatterDesk(WorkingDesk):
    """Published matters."""

    @allowed_to(SIGNED_IN, "查看事项")
    def list(self, caller: Caller, query: MatterQuery = MatterQuery(), page: int | Turn = 1) -> MatterList:  # noqa: B008 - frozen
        """Published matters that are meant by the words, best first; without words all of them by code."""
        with self._resources.database.reading() as session:
            known = directory(session, self._resources)
            found = known.found(query.q)
            narrowing = self._narrowing(session, query)
            hits = self._offered(session, known.at(found.hits), caller)
            shown, where = cut(narrowing.left(hits), page)
            nearest = () if hits else narrowing.left(self._offered(session, known.at(found.nearest), caller))
            return MatterList(
                items=self._lines(session, shown, caller),
                page=where,
                facets=narrowing.facets(hits),
                nearest=self._lines(session, nearest, caller),
                ask=() if hits else self._keepers(session),
            )

    @allowed_to(SIGNED_IN, "查看事项清单")
    def listed(self, caller: Caller, query: MatterQuery, page: int | Turn = 1) -> MatterListing:
        """A page of the list as the administration publishes it (事项清单), the same for everybody."""
        with self._resources.database.reading() as session:
            found = listed(session, self._resources, query)
        shown, where = cut(found.left, page)
        return MatterListing(items=tuple(map(found.line, shown)), page=where, facets=found.facets)

    @allowed_to(SIGNED_IN, "查看常用事项")
    def often(self, caller: Caller) -> tuple[MatterLine, ...]:
        """What they or their bodies file most."""
        with self._resources.database.reading() as session:
            return self._lines(session, often_filed(session, self._resources, caller, _FEW), caller)

    def _offered(self, session: Session, found: Sequence[Definition], caller: Caller) -> Sequence[Definition]:
        """Those of them that are offered to the caller's bodies."""
        return [one for one in found if offered_to_any(session, self._resources, one, caller.bodies)]

    def _narrowing(self, session: Session, query: MatterQuery) -> Narrowing:
        names = Names(self._resources.organisation(session), self._resources.today)
        return Narrowing(query, accepted_at(session, self._resources), names)

    def _lines(self, session: Session, found: Sequence[Definition], caller: Caller) -> tuple[MatterLine, ...]:
        return tuple(self._line(session, one, caller) for one in found)

    def _line(self, session: Session, matter: Definition, caller: Caller) -> MatterLine:
        """By the edition of whoever accepts it from the caller's body."""
        world = world_of(session, self._resources)
        owner = _owner(matter, caller, world)
        edition = edition_at(session, self._resources, matter, owner.id if owner else None)
        return matter_line(edition, world.today, _name_of(owner, world))

    def _keepers(self, session: Session) -> tuple[str, ...]:
        """Who administers matters, each with the body where they sit first."""
        organisation, today = self._resources.organisation(session), self._resources.today
        names = Names(organisation, today)
        keepers = {one: organisation.posts_of(one, today) for one in organisation.administrators("matter_admin", today)}
        return tuple(f"{names.person(one)}（{names.body(posts[0].body)}）" for one, posts in keepers.items() if posts)

    @allowed_to(SIGNED_IN, "查看事项")
    def show(self, caller: Caller, code: str) -> MatterView | NotFound:
        """A matter with its definition, and who accepts it for the caller's body."""
        with self._resources.database.reading() as session:
            matter = self._visible(session, caller, code)
            if isinstance(matter, NotFound):
                return matter
            world = world_of(session, self._resources)
            cancelled = cancellations.standing(session).get(code)
            accepts = _owner(matter, caller, world)
            matter = edition_at(session, self._resources, matter, accepts.id if accepts else None)
            shown = shown_to(session, self._resources, matter, accepts.id if accepts else None)
            told = told_to(session, self._resources, shown, edits=_KEEPERS.covers(caller))
            name = _name_of(accepts, world)
        return MatterView(
            line=matter_line(matter, world.today, name),
            digest=matter.digest,
            definition=told,
            owner_body=accepts.id if accepts else None,
            owner_name=name,
            cancelled=cancelled_view(cancelled, world.today),
        )

    def _visible(self, session: Session, caller: Caller, code: str) -> Definition | NotFound:
        """The matter; one whose batch is not published yet (目录批次) is there for its administrators alone."""
        matter = published(session, self._resources, code)
        if isinstance(matter, NotFound) or _KEEPERS.covers(caller):
            return matter
        early = isinstance(unlisted(session, self._resources, matter), NotYetListed)
        return NotFound(what=f"事项 {code[:20]}") if early else matter

    @allowed_to(_KEEPERS, "查看事项开通情况")
    def offering(self, caller: Caller) -> tuple[OfferingLine, ...]:
        """Every published matter at every body that accepts it, with what is missing before it is offered."""
        with self._resources.database.reading() as session:
            heads = matters.published(session)
            found = [self._resources.definition(session, head.digest) for head in heads]
            around = surroundings(session, self._resources)
            return tuple(line for matter in found for line in self._offering(session, matter, around))

    @allowed_to(_KEEPERS, "填写事项本地内容")
    def fill(self, caller: Caller, wanted: LocalFilling, key: str | None = None) -> OfferingLine | Refusal:
        """Say whom to ask and to whom to complain where that body accepts the matter; shown from now on, as its hints are."""
        filling = Operation(caller, "填写事项本地内容", wanted.code, key=key, content=wanted.model_dump())

        def work(session: Session) -> OfferingLine | Refusal:
            matter = published(session, self._resources, wanted.code)
            if isinstance(matter, Refusal):
                return matter
            around = surroundings(session, self._resources)
            body = _accepting(matter, wanted.body, around.world)
            if isinstance(body, Invalid):
                return body
            part = local_part(wanted)
            if problems := local_problems(matter, part):
                return Invalid(problems=problems)
            local_parts.add(session, matter.code, body, part, caller.person, self._resources.clock())
            (line,) = (one for one in self._offering(session, matter, around) if one.body == body)
            return line

        return self._change(filling, work, OfferingLine)

    def _offering(self, session: Session, matter: Definition, around: Surroundings) -> Iterator[OfferingLine]:
        """What the office lacks stands before the matter everywhere, what a body has not filled in before that body's."""
        needs = tuple(one.message for one in misfits(matter, around) if one.severity == "error")
        for owner in accepting(matter, around.world) or ("",):
            yield self._offering_at(session, matter, owner, needs, around.world)

    def _offering_at(
        self, session: Session, matter: Definition, owner: str, needs: tuple[str, ...], world: World
    ) -> OfferingLine:
        free = not owner or is_open(session, self._resources, matter)
        unfilled = () if free else missing_of(session, matter, owner)
        part = local_parts.latest(session, matter.code, owner)[1]
        return OfferingLine(
            code=matter.code,
            name=matter.name,
            body=owner,
            body_name=world.organisation.body_name(owner, world.today) if owner else "",
            offered=not unfilled and bool(owner),
            lacks=(*needs, *(f"未填写{one}" for one in unfilled)),
            part=part,
            hints=() if free else _hints(matter, part),
        )

    @allowed_to(SIGNED_IN, "查看办理预告")
    def forecast(
        self, caller: Caller, code: str, answers: Mapping[str, Any], post: str | None = None
    ) -> ForecastView | Refusal:
        """Who will see it, in what order and how long; and what would be refused if it were filed now."""
        hat = self._hat(caller, post)
        if isinstance(hat, Refusal):
            return hat
        with self._resources.database.reading() as session:
            matter = self._visible(session, caller, code)
            if isinstance(matter, NotFound):
                return matter
            answers, body = all_taken(matter, answers), self._resources.organisation(session).post(hat.post).body
            matter = edition_for(session, self._resources, matter, body, answers)
            world = look_up(session, self._resources, world_of(session, self._resources), matter, answers)
        return foreseen(matter, hat, answers, world)


def _owner(matter: Definition, caller: Caller, world: World) -> Body | None:
    """The body that accepts it from the caller's."""
    owner = owner_of(matter, caller.posts[0].body, world) if caller.posts else None
    return owner if isinstance(owner, Body) else None


def _name_of(owner: Body | None, world: World) -> str | None:
    return world.organisation.body_name(owner.id, world.today) if owner else None


def _accepting(matter: Definition, wanted: str, world: World) -> str | Invalid:
    """The body of that id or name that accepts the matter; refused where two that do share the name."""
    called = _called(wanted, world)
    if not called:
        return Invalid.of("body", f"没有单位“{wanted}”。请写单位的名称或标识。")
    meant = called.intersection(accepting(matter, world))
    if not meant:
        return Invalid.of("body", f"该单位不受理“{matter.name}”。请从受理单位中选择。")
    body, *others = meant
    return Invalid.of("body", f"名称为“{wanted}”的受理单位不止一个。请写单位标识。") if others else body


def _called(wanted: str, world: World) -> set[str]:
    """The body of that id; else those that have that name today."""
    names = {
        one.id: world.organisation.body_name(one.id, world.today)
        for one in world.organisation.bodies
        if one.valid(world.today)
    }
    return {wanted} if wanted in names else {body for body, name in names.items() if name == wanted}


def _hints(matter: Definition, part: LocalPart) -> tuple[LocalHint, ...]:
    asked = foreign(matter, sample_places())
    return tuple(LocalHint(field=f.id, label=f.label, text=part.hints.get(f.id, f.help)) for f in asked)
