"""What lies ahead of a filing (办理预告), before it is one."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flows.service.shown.cases import expectations
from flows.service.shown.late_materials import if_filed_now
from flows.service.shown.open_acts import applicants_choices
from flows.views.base import ProblemView
from flows.views.matters import ComputedView, ForecastView
from matters.course.forecast import ahead
from matters.errors.handling import NoOwner
from matters.filing.admission import not_open
from matters.filing.asked import complete, shown, unknown
from matters.filing.checking import filing_problems, wrong_so_far
from matters.filing.known import with_settled
from matters.language.document import Definition
from matters.language.due_dates import limit_so_far
from matters.language.errands import errands
from matters.language.form import ComputedField
from matters.language.words.answers import answer_text, limit_text
from matters.language.words.phrases import phrasing_among, phrasing_of
from matters.organisation.snapshot import Holder
from matters.who.concerned import concerned_in
from matters.who.parties import Parties, owner_of
from matters.world import World


def _computed(matter: Definition, answers: Mapping[str, Any], world: World) -> Iterator[ComputedView]:
    """What is worked out of the answers, as far as it belongs on the form."""
    says, words = complete(matter, answers, world.today), phrasing_among(matter.fields)
    for field in matter.computed:
        if isinstance(field, ComputedField) and shown(matter, field, says, world.today):
            why, text = unknown(field, says, world.today), answer_text(field, says.get(field.id))
            yield ComputedView(id=field.id, label=field.label, text=text, why_not=why.text(words) if why else "")


def foreseen(
    matter: Definition, hat: Holder, answers: Mapping[str, Any], world: World, *, at_window: bool = False
) -> ForecastView | NoOwner:
    """What lies ahead of a filing under that hat, handed in at the window or not, and what would be refused of it now."""
    body = world.organisation.post(hat.post).body
    answers = with_settled(matter, answers, hat, world)
    owner = owner_of(matter, body, world, complete(matter, answers, world.today))
    if isinstance(owner, NoOwner):
        return owner
    parties = Parties(hat, body, owner.id, concerned=concerned_in(matter, answers))
    steps = ahead(matter, replace(parties, says=answers), world)
    problems = filing_problems(matter, answers, {}, world, parties)
    wrong = wrong_so_far(matter, answers, world, parties)
    closed = not_open(matter, world.today)
    return ForecastView(
        steps=expectations(steps, world.organisation, world.today),
        errands=errands(matter, at_window=at_window).worst,
        promised=_promised(matter, answers, world),
        wrong=tuple(ProblemView(target=p.target, message=p.message) for p in wrong),
        problems=tuple(ProblemView(target=p.target, message=p.message) for p in problems),
        computed=tuple(_computed(matter, answers, world)),
        choices=applicants_choices(matter, parties, world),
        closed=closed.message if closed else "",
        late=if_filed_now(matter, answers, world),
    )


def _promised(matter: Definition, answers: Mapping[str, Any], world: World) -> str:
    """How long it may take, as far as the answers tell which limit it has."""
    said, today = complete(matter, answers, world.today), world.today
    promised = limit_text(limit_so_far(matter.clock.promised, said, today) if matter.clock else None)
    if matter.clock is None or matter.clock.starts == "accepted":
        return promised
    return f"{promised}（{phrasing_of(matter).start(matter.clock.starts)}）"
