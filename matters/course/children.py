"""What a case does about those it begins (子事项、一链办理): which are wanted, what their ends mean, when none is needed."""

from collections.abc import Collection, Iterable
from typing import Any, Literal

from matters.case.aggregate import Case
from matters.case.deeds import Child
from matters.case.events.children import EndReported, FollowUpWanted, SubMattersDropped, SubMattersWanted
from matters.case.filed import Filed
from matters.case.items import WorkItem
from matters.case.values import ChildKey
from matters.course.handing_over import row_of
from matters.engine.decision import Decision
from matters.errors.handling import NobodyFound
from matters.language.begun_cases import Filer
from matters.language.branches import sources
from matters.language.document import Definition
from matters.language.quantities import rows_of
from matters.language.route.by_itself import SubMatter
from matters.language.route.who import ToStandIn
from matters.language.vocabulary import NamedInField
from matters.organisation.snapshot import NOBODY, Holder
from matters.who.actors import decides_business, holders
from matters.who.parties import Parties
from matters.world import World

# A step still waits, is done, is refused, begins again what was withdrawn, ends the case, or needs somebody to say.
Standing = Literal["waits", "done", "refused", "begins_again", "ends", "asks"]
_LEFT_FOR_GOOD = ("refused", "signed_by_another", "taken_back", "repaired")


def rows_wanted(step: SubMatter, filed: Filed) -> tuple[int, ...]:
    """The rows that need a child each, from 1; row 0 alone where the step begins one matter."""
    if step.per_row is None:
        return (0,)
    return tuple(n for n, _ in enumerate(rows_of(filed.answers.get(step.per_row)), start=1))


def want(decision: Decision, step: SubMatter, anew: Collection[ChildKey] = ()) -> None:
    """Have children begun for the rows that have none that stands; those that do not stand are needed no more.

    `anew`: those that are begun anew although they would stand.
    """
    case, rows = decision.case, rows_wanted(step, decision.filed)
    stand = {child.row: child.key for child in case.children_of(step.id) if _stands(decision, step, child, anew)}
    keeps = tuple(stand[row] for row in rows if row in stand)
    _drop(decision, (child for child in case.children_of(step.id) if child.key not in keeps and _open(child)))
    new = tuple(row for row in rows if row not in stand)
    decision.rule(
        SubMattersWanted,
        step=step.id,
        matter=step.matter,
        **_filed_for(step, decision, new),
        rows=new,
        keeps=keeps,
        organisation=decision.world.organisation.version,
    )


def _stands(decision: Decision, step: SubMatter, child: Child, anew: Collection[ChildKey]) -> bool:
    """A child of an earlier round counts as it is, unless it never began, or should be told something else today."""
    void = child.failed or child.key in anew
    return not void and not outdated(decision.matter, decision.case, step, child)


def outdated(matter: Definition, case: Case, step: SubMatter, child: Child) -> bool:
    """Whether what the child was told has been changed since; what children have brought back themselves is no such change."""
    reports = {other.ended_by for other in case.children if other.step == step.id}
    changed = {name for at, names in case.written if at > child.seq and at not in reports for name in names}
    return bool(changed & _told_of(matter, step))


def _told_of(matter: Definition, step: SubMatter) -> set[str]:
    """The fields and materials from which the children of a step are told anything."""
    columns = matter.columns(step.per_row)
    named = (*step.hands_over.fields.values(), *step.hands_over.materials.values())
    own = dict.fromkeys(name for name in named if name not in columns)
    sent = [step.as_body.field] if isinstance(step.as_body, NamedInField) and step.as_body.field not in columns else []
    return {*sources(matter, (*own, *sent)), *([step.per_row] if step.per_row else [])}


def standing(step: SubMatter, case: Case) -> Standing:
    """What the children of a step mean for it by now; those whose end it does not wait for need only be begun."""
    children = case.children_of(step.id)
    if any(child.failed for child in children):
        return "asks"
    meant = _not_granted(step, case) if step.waits else None
    if meant:
        return meant
    return "done" if all(_came(step, child) for child in children) else "waits"


def _not_granted(step: SubMatter, case: Case) -> Standing | None:
    """What those that were refused or withdrawn mean; a refusal comes first."""
    if step.on_refusal != "go_on" and any(child.refused for child in case.children_of(step.id)):
        return "refused" if step.on_refusal == "refuse" else "asks"
    return _without_decision(step, case) if step.on_withdrawal != "go_on" and withdrawn(step, case) else None


def _without_decision(step: SubMatter, case: Case) -> Standing:
    """By the rule of the step; a second time, or once the case is decided, somebody has to say."""
    if step.on_withdrawal == "begin_again" and not _begun_before(step, case):
        return "begins_again"
    return "ends" if step.on_withdrawal == "end" and case.result is None else "asks"


def _begun_before(step: SubMatter, case: Case) -> bool:
    """Whether one that was withdrawn for the same row has been begun again already."""
    rows = {child.row for child in withdrawn(step, case)}
    return any(c.step == step.id and c.row in rows and c.withdrawn and not c.needed for c in case.children)


def withdrawn(step: SubMatter, case: Case) -> tuple[Child, ...]:
    """The children of the step that have ended without a decision."""
    return tuple(child for child in case.children_of(step.id) if child.withdrawn)


def _came(step: SubMatter, child: Child) -> bool:
    """What the step waits for: the end of the child, or only that it is begun."""
    return (child.end if step.waits else child.case_no) is not None


def outstanding(step: SubMatter, case: Case) -> bool:
    """Whether an end is to be waited for, whatever anybody says."""
    return step.waits and any(_open(child) for child in case.children_of(step.id))


def waiting_item(case: Case, step_id: str) -> WorkItem | None:
    """The item at which the case waits for children of that step."""
    return next((item for item in case.items if item.step == step_id and item.purpose == "sub_matter"), None)


def taking_over(step: SubMatter, case: Case, parties: Parties, world: World) -> tuple[Holder, ...] | NobodyFound:
    """Who says how it goes on: by the rule of the step, else the heads of the owner body or of its superiors."""
    failed = any(child.failed for child in case.children_of(step.id))
    rule = step.on_refusal.to if isinstance(step.on_refusal, ToStandIn) and not failed else step.on_failure
    organisation, today = world.organisation, world.today
    found, body = holders(rule, parties, world), organisation.find_body(parties.owner_body)
    while body is not None:
        fit = tuple(h for h in found if h.person not in parties.own() and decides_business(h, world))
        if fit:
            return fit
        found, body = organisation.heads(body.id, today), organisation.superior(body.id, "administrative")
    return NobodyFound(body=organisation.body_name(parties.owner_body, today), step=step.name)


def _filed_for(step: SubMatter, decision: Decision, rows: tuple[int, ...]) -> dict[str, Any]:
    """In whose name they are filed; those that are sent down (派发), each in that of who files for its body."""
    case, world = decision.case, decision.world
    if not isinstance(step.as_body, NamedInField):
        return {"applicant": filer(step.as_body, case, world)}
    answers, field = decision.filed.answers, step.as_body.field
    named = ({**answers, **row_of(step, answers, row)}.get(field) for row in rows)
    return {"applicant": case.applicant, "filers": tuple(_filing_for(str(body or ""), world) for body in named)}


def _filing_for(body_id: str, world: World) -> Holder:
    """Who files for the body: its liaison officers before its heads before all others who may.

    Nobody where there is none; then it cannot be begun, and whoever takes over hears why.
    """
    organisation, today = world.organisation, world.today
    body = organisation.find_body(body_id)
    if body is None or not body.valid(today):
        return NOBODY
    may_file = organisation.with_role(body.id, "applicant", today)
    first = (*organisation.liaisons(body.id, today), *organisation.heads(body.id, today), *may_file)
    return next((one for one in first if one in may_file), NOBODY)


def filer(as_body: Filer, case: Case, world: World) -> Holder:
    """In whose name a child is filed: the applicant's, or that of the owner body's official who acted last and is there still."""
    if as_body == "applicant":
        return case.applicant
    organisation = world.organisation
    officials = [
        deed.actor
        for deed in reversed(case.deeds)
        if (post := organisation.find_post(deed.actor.post)) and post.body == case.owner_body
    ]
    there = [
        h
        for h in officials
        if (post := organisation.find_post(h.post)) and h in organisation.holders_of(post, world.today)
    ]
    return next(iter((*there, *organisation.heads(case.owner_body, world.today), *officials)), case.applicant)


def follow(decision: Decision) -> None:
    """What has just been told means for the cases that this one began, and for the one that began it."""
    case = decision.case
    _drop(decision, (child for child in case.children if _moot(decision.matter, case, child)))
    if case.ended == "concluded":
        _want_next(decision)
    if case.ended and case.origin and not case.origin.follows and not case.end_reported:
        decision.rule(EndReported)


def _want_next(decision: Decision) -> None:
    """The next link of a chain, once."""
    case, outcome = decision.case, decision.matter.outcome
    link = outcome.result(case.result).follow_up if outcome and case.result else None
    if link and not any(child.step == "" for child in case.children):
        decision.rule(FollowUpWanted, matter=link.matter, applicant=filer(link.as_body, case, decision.world))


def _drop(decision: Decision, children: Iterable[Child]) -> None:
    gone = tuple(children)
    if gone:
        running = tuple(child.key for child in gone if child.running)
        decision.rule(SubMattersDropped, children=tuple(child.key for child in gone), running=running)


def _open(child: Child) -> bool:
    """It is to be begun, or under way."""
    return not child.failed and child.end is None


def _moot(matter: Definition, case: Case, child: Child) -> bool:
    """Nobody needs it any more, open as it is: the case has come to nothing, or has left the step that waits for good.

    A step that was left by a return may be come to again, so its children go on meanwhile.
    """
    if child.step == "" or not (child.needed and _open(child)):
        return False
    if case.ended not in (None, "concluded") or case.result == "denied":
        return True
    awaited = matter.step(child.step).waits or child.case_no is None  # type: ignore[union-attr]
    return awaited and (case.ended == "concluded" or _left_for_good(case, child.step))


def _left_for_good(case: Case, step_id: str) -> bool:
    here = [item for item in (*case.items, *case.closed) if item.step == step_id]
    last = max(here, key=lambda item: item.seq)
    drop, deed = case.drop_of(last.key), case.deed_on(last.key)
    return bool((drop and drop.why in _LEFT_FOR_GOOD) or (deed and deed.what in ("rejected", "completed")))
