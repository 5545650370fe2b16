"""What the applicant does: hand in, mend what was asked for, withdraw (提交、补正、撤回)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from matters.case.events.deciding import Submitted, Withdrawn
from matters.case.events.returning import Supplemented
from matters.case.filed import Filed
from matters.commands.cases import Submit, Withdraw
from matters.commands.items import Supplement
from matters.course.following import come_back, open_from, resume
from matters.course.forecast import ahead
from matters.engine.decision import Decision
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, NotEligible, OfflineOnly
from matters.errors.handling import NotPossible
from matters.errors.together import told_together
from matters.filing.admission import not_open
from matters.filing.asked import Values, complete
from matters.filing.checking import filing_problems
from matters.filing.known import with_settled
from matters.filing.late_materials import Files
from matters.filing.recurring import period_of
from matters.language.begun_cases import DEEPEST
from matters.language.branches import sources
from matters.language.document import Definition
from matters.verbs.choosing import Choices, choose, misfit, unchosen
from matters.verbs.late_materials import bring_along, owe
from matters.who.concerned import concerned_in
from matters.who.filing_for import PLEDGE_IS_OWN, not_for_another, pledges_of
from matters.who.parties import Parties, owner_of
from matters.world import World

T = TypeVar("T")


def submit(decision: Decision, command: Submit) -> Refusal | None:
    matter, world = decision.matter, decision.world
    if matter.guide.access.kind == "offline":
        return OfflineOnly(matter=matter.name, pointer=matter.guide.access.pointer)
    if command.origin and command.origin.depth > DEEPEST:
        return NotPossible(action="发起子事项", why=f"子事项最多 {DEEPEST} 层")
    body = world.organisation.post(command.hat.post).body
    answers = with_settled(matter, command.answers, command.hat, world)
    owner = owner_of(matter, body, world, complete(matter, answers, world.today))
    if isinstance(owner, Refusal):
        return owner
    parties = Parties(command.hat, body, owner.id, says=decision.filed.answers)
    defects = filing_defects(matter, answers, command.materials, command.choices, world, parties)
    period = period_of(matter, command.period, body, world)
    refusal = _barred(matter, command, parties, world, period)
    if refusal or defects:
        return refusal or told_together(*defects)
    decision.tell(
        Submitted,
        case_no=command.case_no,
        matter=matter.code,
        definition=matter.digest,
        applicant=command.hat,
        applicant_body=body,
        owner_body=owner.id,
        origin=command.origin,
        channel=command.channel,
        period=period,
        **decision.resolved,
    )
    decision.learn(answers)
    owe(decision, command.materials)
    refusal = choose(decision, command.choices, "applicant") or _everybody_there(decision)
    return refusal or open_from(decision, matter.steps)


def filing_defects(
    matter: Definition, answers: Values, files: Files, choices: Choices, world: World, parties: Parties
) -> tuple[Refusal, ...]:
    """All that the applicant can mend: the form, its materials, and who was to be chosen."""
    problems = filing_problems(matter, answers, files, world, parties)
    amid = replace(parties, says=answers, concerned=concerned_in(matter, answers))
    found = (
        Invalid(problems=problems) if problems else None,
        misfit(matter, choices, "applicant", amid, world),
        unchosen(matter, choices, amid, world),
    )
    return tuple(one for one in found if one)


def _barred(
    matter: Definition, command: Submit, parties: Parties, world: World, period: str | Refusal
) -> Refusal | None:
    """The actor may not file it for somebody else, it is not for bodies like the applicant's, or not for such a period."""
    refusal = not_for_another(matter, command, parties, world) or _shut_out(matter, parties.applicant_body, world)
    return refusal or (period if isinstance(period, Refusal) else None)


def _shut_out(matter: Definition, body_id: str, world: World) -> Refusal | None:
    """Who may not apply at all, and who may not today."""
    body, rule = world.organisation.body(body_id), matter.guide.applicants
    fits = (not rule.levels or body.level in rule.levels) and (not rule.kinds or body.kind in rule.kinds)
    return not_open(matter, world.today) if fits else NotEligible(matter=matter.name, applicants="办事指南所列单位")


def _everybody_there(decision: Decision) -> Refusal | None:
    """Nobody is let in who would get stuck: each step that may come must find its actor now."""
    for step in ahead(decision.matter, decision.parties, decision.world, decision.case):
        if step.missing:
            return step.missing
    return None


def supplement(decision: Decision, command: Supplement) -> Refusal | None:
    problems = (*_anothers_pledges(decision, command), *_supplement_problems(decision, command))
    if problems:
        return Invalid(problems=problems)
    case, wrote = decision.case, _changed(command, decision.filed)
    decision.learn(command.answers)
    decision.tell(Supplemented, item=command.item, wrote=wrote)
    bring_along(decision, command.materials)
    if not case.straight:
        return resume(decision, decision.matter.spot(case.resume or ""))
    return come_back(decision, case.resume or "", case.also)


def _anothers_pledges(decision: Decision, command: Supplement) -> tuple[Problem, ...]:
    """Who mends a filing for the applicant makes no pledge (承诺) in doing so."""
    pledged = pledges_of(decision.matter).intersection(command.answers) if command.behalf else ()
    return tuple(Problem(one, PLEDGE_IS_OWN) for one in sorted(pledged))


def _changed(command: Supplement, before: Filed) -> tuple[str, ...]:
    """The fields and materials that say something else now."""
    answers = (key for key, value in command.answers.items() if before.answers.get(key) != value)
    materials = (key for key, files in command.materials.items() if before.materials.get(key, ()) != files)
    return (*answers, *materials)


def _supplement_problems(decision: Decision, command: Supplement) -> tuple[Problem, ...]:
    """Only what was asked for may change, and what that change makes wrong: a field it shows, a paper it demands.

    Materials that are owed (先办后补) may still be missing, but for those that were asked for.
    """
    matter, filed, late = decision.matter, decision.filed, decision.case.late
    given = {**command.answers, **command.materials}
    allowed = set(decision.case.targets)
    allowed |= matter.taken_over_with(allowed)
    owed = set(late.owes) - allowed if late else set()
    while True:
        answers = {**_applicants(matter, filed), **_among(command.answers, allowed)}
        files = {**filed.materials, **_among(command.materials, allowed)}
        problems = filing_problems(matter, answers, files, decision.world, decision.parties, owed)
        follows = {problem.target for problem in problems if problem.target in given} - allowed
        if not follows:
            break
        allowed |= follows
    outside = tuple(
        Problem(key, f"“{matter.label(key)[:40]}”不在本次补正范围内，不能修改") for key in given if key not in allowed
    )
    return (*outside, *problems, *_elsewhere(decision, answers))


def _elsewhere(decision: Decision, answers: Values) -> tuple[Problem, ...]:
    """Who accepted it keeps it: what would make it another body's is filed anew."""
    matter, body, world = decision.matter, decision.case.applicant_body, decision.world
    whole, before = complete(matter, answers, world.today), decision.filed.answers
    looked_at = (name for case in matter.guide.owner.by_case for name in case.when.looks_at)
    changed = tuple(name for name in sources(matter, tuple(looked_at)) if answers.get(name) != before.get(name))
    if not changed or owner_of(matter, body, world, whole) == owner_of(matter, body, world, before):
        return ()
    return (Problem(changed[0], "修改后应由其他单位受理，不能在本办件中修改。请撤回后重新申请"),)


def _among(given: Mapping[str, T], keys: set[str]) -> dict[str, T]:
    return {key: value for key, value in given.items() if key in keys}


def _applicants(matter: Definition, filed: Filed) -> dict[str, Any]:
    """What the applicant has answered, without the fields the office filled."""
    office = {field.id for field in matter.fields if field.filled_by == "office"}
    return {key: value for key, value in filed.answers.items() if key not in office}


def withdraw(decision: Decision, command: Withdraw) -> Refusal | None:
    agent = (decision.case.agent,) if decision.case.agent else ()
    decision.tell(Withdrawn, tell=tuple(dict.fromkeys((*decision.case.officials, *agent))))
    return None
