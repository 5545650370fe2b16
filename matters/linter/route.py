"""The route must lead to one decision: accept first, decide once, hand over last, in time, and not all by one hand."""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from matters.language.clock import AtOnce, longer
from matters.language.document import Definition
from matters.language.errands import MOST, errands
from matters.language.places import place_of
from matters.language.route.by_itself import Wait
from matters.language.route.spots import branches_of, steps_of
from matters.language.route.steps import (
    Acceptance,
    Branching,
    Countersign,
    Decide,
    Deliver,
    Exclusive,
    HumanStep,
    Inclusive,
    Inquiry,
    Parallel,
    PriorReview,
    Review,
    SpecialProcedure,
    Step,
    limit_of,
    of_kind,
    walk,
)
from matters.language.route.who import Who, each_of
from matters.language.vocabulary import AsPassed, BodyRef, PartyToCase
from matters.linter.finding import Finding, error, warning

_WANTED = {"form": "表单", "steps": "环节", "clock": "时限", "outcome": "文书与结果", "golden": "金样"}


def required_elements(matter: Definition) -> Iterator[Finding]:
    """An online matter says everything; an offline one is a pointer and has no form."""
    if matter.guide.access.kind == "offline":
        for name in ("form", "materials", "steps"):
            if getattr(matter, name):
                yield error("offline_has_form", (name,), "线下办理的事项只列名和指引，不得有表单、材料和环节。请删去。")
        return
    for name, chinese in _WANTED.items():
        if not getattr(matter, name):
            yield error("online_incomplete", (name,), f"网上办理的事项缺少{chinese}。请补上 {name}。")
    if "materials" not in matter.model_fields_set:
        yield error("materials_unsaid", ("materials",), "没有写明需要哪些材料。不需要材料时请写 materials: []。")


def advised_elements(matter: Definition) -> Iterator[Finding]:
    """What a reader of the guide looks for."""
    if matter.guide.baseline is None and matter.guide.access.kind == "online":
        yield warning("no_baseline", ("guide", "baseline"), "没有优化前基线，无法说明减了多少。请补上 baseline。")
    if not matter.guide.contacts:
        yield warning("no_contact", ("guide", "contacts"), "没有咨询、监督方式。请补上 contacts。")


def edition_rules(matter: Definition) -> Iterator[Finding]:
    """A local edition names the directory version it stands on; the directory stands on nothing."""
    local = matter.edition.publisher != "directory"
    if local != (matter.edition.stands_on is not None) or local != bool(matter.edition.directory_digest):
        message = (
            "请写明依据的目录版本 stands_on 及其摘要 directory_digest。"
            if local
            else "目录版本不依据其他版本，请删去 stands_on 和 directory_digest。"
        )
        yield error("edition", ("edition",), message)


def order_of_steps(matter: Definition) -> Iterator[Finding]:
    """Accept first and only there, one decision on every path, handing over last."""
    if not matter.steps:
        return
    first, last = _first_of_the_owner(matter), matter.steps[-1]
    accepts, delivers = of_kind(matter.steps, Acceptance), of_kind(matter.steps, Deliver)
    if not isinstance(first, Acceptance) or len(accepts) != 1:
        yield error("accept_first", ("steps",), "第一个环节须是受理，且只有一个受理环节。请调整环节。")
    if _decisions(matter.steps) != {1}:
        yield error("one_decision", ("steps",), "每条办理路径须恰有一个决定环节。请检查各分支。")
    if not isinstance(last, Deliver) or len(delivers) != 1:
        yield error("deliver_last", ("steps",), "最后一个环节须是送达办结，且只有一个。请调整环节。")
    yield from _after_decision(matter, matter.steps)


def _first_of_the_owner(matter: Definition) -> Step:
    """What comes after the reviews by the applicant's line."""
    return next((step for step in matter.steps if not isinstance(step, PriorReview)), matter.steps[0])


def prior_reviews(matter: Definition) -> Iterator[Finding]:
    """The applicant's line looks at a filing before the owner has it, and never fills in what is the owner's to fill."""
    leading = tuple(takewhile(lambda step: isinstance(step, PriorReview), matter.steps))
    for step in of_kind(matter.steps, PriorReview):
        if step not in leading:
            message = f"“{step.name}”是受理之前的审核，不能排在受理之后或者分支中。请移到受理之前，或改为 review。"
            yield error("prior_review_late", place_of(matter, step), message)
        if _body(step.who) == PartyToCase(body="owner"):
            message = f"“{step.name}”由受理机构自己办理，不是主管部门审核。请改由申请单位的上级办理，或改为 review。"
            yield error("prior_review_by_owner", (*place_of(matter, step), "who"), message)


def _decisions(steps: tuple[Step, ...]) -> set[int]:
    """The numbers of decisions that the paths through these steps may have."""
    return _sums(_decisions_in(step) for step in steps)


def _sums(numbers: Iterable[set[int]]) -> set[int]:
    """Whatever comes out when one of each is added: one after another, for the ways through forty branches are a trillion."""
    sums = {0}
    for some in numbers:
        sums = {one + other for one in sums for other in some}
    return sums


def _decisions_in(step: Step) -> set[int]:
    if isinstance(step, Decide):
        return {1}
    branches = [_decisions(branch.steps) for branch in (step.branches if isinstance(step, Branching) else ())]
    if isinstance(step, Exclusive):
        return set().union(*branches, _decisions(step.otherwise))
    return _sums(branches)


def _after_decision(matter: Definition, steps: tuple[Step, ...], decided: bool = False) -> Iterator[Finding]:
    """Nothing that leads to the decision comes after it, in the same row or in a branch behind it."""
    for step in steps:
        if decided and isinstance(step, (Acceptance, Review, Countersign, Inquiry, SpecialProcedure)):
            message = f"“{step.name}”排在决定之后，不会再办理。请移到决定之前；决定之后只能有承办环节。"
            yield error("after_decision", place_of(matter, step), message)
        if isinstance(step, Branching):
            for branch in branches_of(step):
                yield from _after_decision(matter, steps_of(step, branch), decided)
        decided = decided or any(isinstance(s, Decide) for s in walk((step,)))


def forks(matter: Definition) -> Iterator[Finding]:
    """A branch says when it is taken exactly where branches are chosen; nothing is decided while others are under way."""
    for step in walk(matter.steps):
        if isinstance(step, Branching):
            yield from _branch_conditions(matter, step)
        if isinstance(step, (Parallel, Inclusive)):
            for decision in (s for s in walk((step,)) if isinstance(s, (Decide, Acceptance, Deliver))):
                message = f"“{decision.name}”不能放在同时办理的分支中。请移到“{step.name}”之后。"
                yield error("decides_in_branch", place_of(matter, decision), message)
        if isinstance(step, Countersign) and len(step.signers) < 2 and each_of(step.signers[0]) is None:
            yield warning(
                "one_signer", (*place_of(matter, step), "signers"), "只有一方会签。请改为审核环节，或补上其他会签人。"
            )


def waits(matter: Definition) -> Iterator[Finding]:
    """A step waits for the day in a field, for so long, or for an event."""
    for step in walk(matter.steps):
        if (
            isinstance(step, Wait)
            and sum(one is not None for one in (step.for_field, step.for_event, step.for_time)) != 1
        ):
            message = f"“{step.name}”须等待一个日期、一段时间或者一个事件。请写明 for_field、for_time 或 for_event，只写其一。"
            yield error("waits_for_nothing", place_of(matter, step), message)


def _branch_conditions(matter: Definition, step: Branching) -> Iterator[Finding]:
    for branch in step.branches:
        if isinstance(step, Parallel) and branch.when is not None:
            message = f"并联的分支“{branch.name}”每件都办，不能带条件。请删去 when，或把该环节改为 inclusive。"
            yield error("branch_condition", (*place_of(matter, branch), "when"), message)
        elif not isinstance(step, Parallel) and branch.when is None:
            message = f"分支“{branch.name}”没有写明什么情形下办理。请补上 when。"
            yield error("branch_condition", place_of(matter, branch), message)
        if isinstance(step, Exclusive) and branch.veto:
            message = f"条件分支“{step.name}”只走一支，不存在一票否决。请删去“{branch.name}”的 veto。"
            yield error("branch_veto", (*place_of(matter, branch), "veto"), message)


def separate_hands(matter: Definition) -> Iterator[Finding]:
    """Who accepts does not decide alone (受审分离), and acceptance and decision are never passed by rule."""
    accepts = of_kind(matter.steps, Acceptance)
    for step in walk(matter.steps):
        if isinstance(step, Decide):
            together = [a for a in accepts if _body(a.who) == _body(step.who) and a.id not in step.apart_from]
            if together and not step.one_hand_reason:
                message = (
                    f"“{together[0].name}”与“{step.name}”可能由同一人办理。请写 apart_from，或写明 one_hand_reason。"
                )
                yield error("one_hand", place_of(matter, step), message)
        if isinstance(step, (Acceptance, Decide)) and _passes(step):
            message = f"“{step.name}”不能按规则自动通过。请改为指定代办人或 refuse_filing。"
            yield error("passes_decision", place_of(matter, step), message)


def _body(who: Who) -> BodyRef | None:
    return getattr(who, "of", None)


def _passes(step: HumanStep) -> bool:
    return any(isinstance(rule, AsPassed) for rule in (step.exceptions.nobody, step.exceptions.applicant))


def time_limits(matter: Definition) -> Iterator[Finding]:
    """The promise keeps within the law, each step within the promise, and the case type says the same as the clock."""
    clock = matter.clock
    if clock is None:
        return
    if longer(clock.promised, clock.legal):
        yield error("promise_exceeds_law", ("clock", "promised"), "承诺时限长于法定时限。请缩短承诺时限。")
    for step in walk(matter.steps):
        beside = isinstance(step, PriorReview) or getattr(step, "stops_clock", False)
        if longer(limit_of(step), clock.promised) and not beside:
            message = f"“{step.name}”的环节时限长于承诺时限。请核对。"
            yield warning("step_exceeds_promise", (*place_of(matter, step), "limit"), message)
    if (matter.guide.case_type == "immediate") != isinstance(clock.promised, AtOnce):
        message = "办件类型与承诺时限不一致：即办件须写 at_once，承诺件须写天数。请更正。"
        yield error("case_type", ("guide", "case_type"), message)


def overdue_rules(matter: Definition) -> Iterator[Finding]:
    """Overdue is what has a day to be done by."""
    for step in walk(matter.steps):
        key = "overdue" if getattr(step, "overdue", None) else "undone" if "undone" in step.model_fields_set else ""
        if key and limit_of(step) is None:
            message = f"“{step.name}”写了超期如何处理，却没有环节时限，不会超期。请补上 limit，或删去 {key}。"
            yield error("overdue_without_limit", (*place_of(matter, step), key), message)


def errand_rules(matter: Definition) -> Iterator[Finding]:
    """At most one errand, or why it takes more; and none without its reason (最多跑一次)."""
    visits, why = errands(matter).visits, matter.guide.why_more_errands.strip()
    if len(visits) > MOST and not why:
        listed = "；".join(visit.what for visit in visits)
        advice = "请合并或改为网上办理；确实不能的，在 why_more_errands 中写明理由，事项列入未达标清单"
        message = f"多次跑：申请人须到现场 {len(visits)} 次（{listed}）。{advice}。"
        yield error("many_errands", ("steps",), message)
    if why and len(visits) <= MOST:
        message = "事项至多跑一次，却写了多次跑的理由。请删去 why_more_errands。"
        yield error("idle_why_more_errands", ("guide", "why_more_errands"), message)
    for visit in visits:
        if not visit.ground.strip():
            message = f"{visit.what}，但没有说明理由。请写明 why_paper 或 why_in_person，或改为网上办理。"
            yield error("errand_without_reason", visit.path, message)
