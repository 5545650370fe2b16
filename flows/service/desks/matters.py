"""The matter desk (事项): what may be filed, and what lies ahead of a filing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flows.cases.beginning import published
from flows.cases.booking import look_up
from flows.cases.deciding import world_of
from flows.service.desk import WorkingDesk
from flows.service.intake.listing import asked_page
from flows.service.permissions import SIGNED_IN, allowed_to
from flows.service.shown.forecast import foreseen
from flows.views.base import Page
from flows.views.matters import ForecastView, MatterLine, MatterList, MatterView
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.filing.taken import all_taken
from matters.language.document import Definition
from matters.language.errands import errands
from matters.language.words.answers import limit_text
from matters.organisation.kinds import LEVEL_NAMES, Level
from matters.organisation.snapshot import Organisation
from matters.who.actors import owner_of
from storage.definitions import matters


class MatterDesk(WorkingDesk):
    """Published matters."""

    @allowed_to(SIGNED_IN, "查看事项")
    def list(
        self, caller: Caller, q: str = "", level: Level | None = None, body: str | None = None, page: int = 1
    ) -> MatterList:
        """Published matters whose name, alias or summary contains every word of `q`."""
        with self._resources.database.reading() as session:
            heads = matters.published(session)
            found = [self._resources.definition(session, head.digest) for head in heads]
            duties = _duties(self._resources.organisation(session), body, self._resources.today)
        fit = (m for m in found if _matches(m, q) and _at(m, level) and (body is None or m.guide.owner.duty in duties))
        lines = [_line(matter) for matter in fit]
        where = asked_page(page)
        shown = tuple(lines[where.skip : where.skip + where.size])
        return MatterList(items=shown, page=Page(page=where.number, size=where.size, total=len(lines)))

    @allowed_to(SIGNED_IN, "查看事项")
    def show(self, caller: Caller, code: str) -> MatterView | NotFound:
        """A matter with its whole definition, and who accepts it for the caller's body."""
        with self._resources.database.reading() as session:
            matter = published(session, self._resources, code)
            if isinstance(matter, NotFound):
                return matter
            world = world_of(session, self._resources)
        owner = owner_of(matter, caller.posts[0].body, world) if caller.posts else None
        accepts = owner if owner and not isinstance(owner, Refusal) else None
        return MatterView(
            line=_line(matter),
            digest=matter.digest,
            definition=matter.model_dump(mode="json", by_alias=True),
            owner_body=accepts.id if accepts else None,
            owner_name=world.organisation.body_name(accepts.id, world.today) if accepts else None,
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
            matter = published(session, self._resources, code)
            if isinstance(matter, NotFound):
                return matter
            answers = all_taken(matter, answers)
            world = look_up(session, world_of(session, self._resources), matter, answers)
        return foreseen(matter, hat, answers, world)


def _matches(matter: Definition, q: str) -> bool:
    text = " ".join((matter.code, matter.name, *matter.aliases, matter.guide.summary, matter.guide.category)).lower()
    return all(word in text for word in q.lower().split())


def _at(matter: Definition, level: Level | None) -> bool:
    return level is None or level in matter.guide.owner.levels


def _line(matter: Definition) -> MatterLine:
    guide = matter.guide
    return MatterLine(
        code=matter.code,
        name=matter.name,
        category=guide.category,
        summary=guide.summary,
        aliases=matter.aliases,
        levels=tuple(LEVEL_NAMES[level] for level in guide.owner.levels),
        promised=limit_text(matter.clock.promised if matter.clock else None),
        errands=errands(matter).worst,
        online=guide.access.kind == "online",
        version=matter.edition.version,
    )


def _duties(organisation: Organisation, body: str | None, today: date) -> set[str]:
    return {duty.duty for duty in organisation.duties if duty.body == body and duty.valid(today)}
