"""Who acts must make sense where it stands: heads in a row, chosen people, repetitions, weights, what goes to other bodies."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from matters.language.branches import comes_before, sources
from matters.language.document import Definition
from matters.language.form import BodiesField, FormField, conditional
from matters.language.places import Path, parts, place_of
from matters.language.rights import filled_at, rights_of
from matters.language.route.steps import Countersign, Decide, HumanStep, Inquiry, Review, Step, Work, of_kind, walk
from matters.language.route.votes import VoteWeighted
from matters.language.route.who import ByChoice, ByField, ByHeads, Exceptions, Who, each_of, field_of
from matters.language.vocabulary import BodyRef, EachNamed, PartyToCase
from matters.linter.finding import Finding, error, warning


def places_of_rules(matter: Definition) -> Iterator[Finding]:
    """Heads in a row sign one after another, so they stand where people sign; somebody is chosen for a step of one."""
    signed = {id(step.who) for step in of_kind(matter.steps, Review, Decide)}
    signed |= {id(who) for step in of_kind(matter.steps, Countersign) for who in step.signers}
    alone = {id(step.who) for step in of_kind(matter.steps, HumanStep)}
    for path, part in parts(matter):
        if isinstance(part, ByHeads) and id(part) not in signed:
            message = "多级负责人只能用于审核、决定和会签环节。请改为 head，或改变环节种类。"
            yield error("heads_out_of_place", path, message)
        if isinstance(part, ByChoice) and id(part) not in alone:
            message = "选定办理人只能用于由一人办理的环节，不能用于会签、代办和抄送。请改为 post。"
            yield error("choice_out_of_place", path, message)


def passing_on(matter: Definition) -> Iterator[Finding]:
    """What is passed on is acted on elsewhere by the same rule, so the rule must name a post or a role; each way is said once."""
    for step in walk(matter.steps):
        rules = step.passes_on if isinstance(step, HumanStep) else ()
        if not rules:
            continue
        place = (*place_of(matter, step), "passes_on")
        if not isinstance(step, Review | Decide | Work):
            message = f"“{step.name}”不能转送其他单位，只有审核、决定和承办环节可以。请删去 passes_on。"
            yield error("passes_on_out_of_place", place, message)
        elif isinstance(step, HumanStep) and isinstance(step.who, ByField | ByHeads | ByChoice):
            message = (
                f"“{step.name}”的办理人是指定的人员，在其他单位找不到对应的人。请改为 post、role、head 或 liaison。"
            )
            yield error("passes_on_to_nobody", place, message)
        kinds = [rule.kind for rule in rules]
        if len(set(kinds)) < len(kinds):
            yield error("passes_on_twice", place, f"“{step.name}”的上报、转下级、转报各只能写一次。请合并。")


def bodies_apart(matter: Definition) -> Iterator[Finding]:
    """Each of several bodies is meant where several act: by signers, inquiries and copies."""
    known = {id(each_of(rule)) for rule in _of_several(matter)}
    for path, part in parts(matter):
        if isinstance(part, EachNamed) and id(part) not in known:
            message = "选定的各单位只能用于会签、协查和抄送。请改为一个单位，或改变环节种类。"
            yield error("each_out_of_place", path, message)


def _of_several(matter: Definition) -> Iterator[Who | BodyRef]:
    """The rules that may mean several bodies."""
    for step in walk(matter.steps):
        if isinstance(step, Countersign):
            yield from step.signers
        elif isinstance(step, Inquiry):
            yield step.of
        elif isinstance(step, HumanStep):
            yield from step.copy_to


def bodies_in_time(matter: Definition) -> Iterator[Finding]:
    """Who names the bodies does so before they act; where none may be left out, they are demanded."""
    for step in walk(matter.steps):
        apart = (each_of(rule) for rule, *_ in step.actor_rules)
        named = [(each, field) for each in apart if each and (field := matter.field(each.each))]
        before = [other for other in walk(matter.steps) if named and comes_before(matter, other.id, step.id)]
        for each, field in named:
            yield from _named_late(step, field, before, place_of(matter, each))
            yield from _refused_late(step, each, field, before, place_of(matter, each))


def _named_late(step: Step, field: FormField, before: Iterable[Step], place: Path) -> Iterator[Finding]:
    if field.filled_by == "office" and not any(field.id in filled_at(other) for other in before):
        message = f"“{step.name}”要用到“{field.label}”，但此前没有必经的环节可以填写。请在前面的环节列入 rights.edit。"
        yield error("named_too_late", (*place, "each"), message)


def _refused_late(
    step: Step, each: EachNamed, field: FormField, before: Iterable[Step], place: Path
) -> Iterator[Finding]:
    if each.if_none == "refuse" and not _sure(field, before):
        message = f"“{field.label}”可以不填，“{step.name}”却不能没有单位。请改为必填，或在 if_none 写明自动通过的理由。"
        yield error("none_refused_late", (*place, "if_none"), message)


def _sure(field: FormField, before: Iterable[Step]) -> bool:
    """Whether at least one body is named by then: the filing, or a step before, demands it."""
    some = not isinstance(field, BodiesField) or field.at_least > 0
    demanded = not conditional(field) and field.filled_by == "applicant"
    return some and (demanded or any(field.id in rights_of(step).required for step in before))


def owners(matter: Definition) -> Iterator[Finding]:
    """Who accepts is known at the filing: by what the applicant fills in, and not by itself."""
    for number, case in enumerate(matter.guide.owner.by_case):
        place = ("guide", "owner", "by_case", number)
        named = field_of(case.of)
        asked = (*sources(matter, case.when.looks_at), *([named] if named else []))
        late = [field for name in asked if (field := matter.field(name)) and field.filler == "office"]
        if late:
            message = f"提交时“{late[0].label}”还没有内容，不能据以确定受理机构。请改用申请人填写的填报项。"
            yield error("owner_known_late", place, message)
        if any(part == PartyToCase(body="owner") for _, part in parts(case.of)) or each_of(case.of):
            yield error("owner_by_itself", (*place, "of"), "受理机构不能由它自己或者若干单位来确定。请写明一个单位。")


def repetitions(matter: Definition) -> Iterator[Finding]:
    """Only a review is passed by an earlier opinion of the same person; acceptance, decision and work are done each time."""
    may = {id(step.exceptions) for step in of_kind(matter.steps, Review)}
    for path, part in parts(matter):
        if isinstance(part, Exceptions) and part.repeated != "ask_again" and id(part) not in may:
            message = "只有审核环节可以沿用同一人的前次意见。请写 repeated: ask_again。"
            yield error("skips_repetition", (*path, "repeated"), message)


def weights(matter: Definition) -> Iterator[Finding]:
    """A weight belongs to a signer there is, once."""
    for step in walk(matter.steps):
        if not isinstance(step, Countersign) or not isinstance(step.vote, VoteWeighted):
            continue
        named = [weight.signer for weight in step.vote.weights]
        if max(named) > len(step.signers) or len(set(named)) < len(named):
            message = f"“{step.name}”的权重须按会签人的顺序各写一次，signer 从 1 到 {len(step.signers)}。请更正。"
            yield error("weight_of_nobody", (*place_of(matter, step), "vote", "weights"), message)


def doubled_voices(matter: Definition) -> Iterator[Finding]:
    """One person has one vote (一人一票); where two seats may fall to one, the share is of fewer people than were named."""
    for step in of_kind(matter.steps, Countersign):
        seats = enumerate(step.signers, start=1) if step.vote.by_share else ()
        for (first, one), (second, other) in combinations(seats, 2):
            if _may_be_one(one, other):
                message = (
                    f"“{step.name}”的第{first}、第{second}会签人可能是同一人：按比例计票时一人只计一票，总票数随之减少。"
                    "请核对通过比例，或改由不同单位的人员会签。"
                )
                yield warning("one_person_two_seats", (*place_of(matter, step), "signers"), message)


def _may_be_one(one: Who, other: Who) -> bool:
    """Whether both rules may name the same person: in one body, or by a field that may name anybody or any body."""
    return isinstance(one, ByField) or isinstance(other, ByField) or one.of == other.of or _any_body(one, other)


def _any_body(*rules: Who) -> bool:
    return any(each_of(rule) for rule in rules)
