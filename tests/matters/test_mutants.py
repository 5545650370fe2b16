"""The tests can fail: each rule of the engine is broken in turn, and a small story complains of it.

A mutant puts something else where the engine looks the rule up. A check tells a story and yields what is wrong with it:
nothing of the engine as it is, something of the mutant.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from matters import lifecycle
from matters.case import fold, standing, vote
from matters.case.account import Account
from matters.case.aggregate import Case
from matters.case.events.deciding import Decided
from matters.case.filed import Filed
from matters.case.forks import Fork
from matters.case.items import Suspension, WorkItem
from matters.case.owed import owed
from matters.case.values import Dropped, SeatKey
from matters.commands.base import Command
from matters.commands.cases import RemoveSigner, TakeBack
from matters.commands.items import (
    Abstain,
    AddSigners,
    Approve,
    Claim,
    Delegate,
    Reject,
    ReturnToApplicant,
    Supplement,
    Transfer,
)
from matters.commands.reports import Reresolve
from matters.course import following, opening
from matters.engine import guards
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import NotPossible, SelfDecision, Stale
from matters.filing import asked as taking_in
from matters.language.conditions import AnyRow, EveryRow
from matters.language.document import Definition
from matters.language.form import Choosing
from matters.language.route.steps import Decide, Signed
from matters.organisation.snapshot import SYSTEM
from matters.trials.golden_run import Stage
from matters.verbs import deciding, handing, returning
from matters.verbs.returning import returnable
from matters.who import actors, colleagues, parties, seats, standing_in, superiors
from matters.world import World
from tests.matters.clock_checks import (
    a_clock_set_back_is_no_time,
    a_repair_starts_it,
    a_rest_is_over_on_its_day,
    a_supplement_stops_it,
    a_trial_rings_on_the_day,
    all_time_again,
    any_rest,
    never,
    no_day_counts_twice,
    rung_at_the_next_act,
    what_passes_by_rule_names_nobody,
    what_rests_alone_stops_it,
    with_spells_of_any_length,
)
from tests.matters.forked import (
    BIG,
    EXCEPTIONS,
    act,
    approve,
    begun,
    branch,
    countersign,
    decide,
    fork,
    hand,
    item_at,
    mend,
    office,
    open_steps,
    reject,
    send_back,
    step,
)
from tests.matters.proxied import grant, stand_in
from tests.matters.stories import CHIEF, CLERK_2, DEPUTY, HEAD, STAFF, STRANGER, Story, moved, told
from tests.matters.value_checks import (
    a_choice_fits_what_it_hangs_on,
    a_dear_row_leads_to_finance,
    as_it_was_typed,
    everything,
    no_table_is_no_cheap_table,
    of_none_too,
    of_the_first_row,
)
from tests.matters.who.test_concerned import asking
from tests.matters.word_checks import WORDS

Mutate = Callable[[pytest.MonkeyPatch], None]
Check = Callable[[Story], Iterator[str]]
A, B = office("a", "finance"), office("b", "development_reform", return_resumes="straight_back")
CLOSE, PASSED_BY_ALL, ARRIVE = Decision.close, following.passed_by_all, following.arrive
BOTH = fork("f", "parallel", branch("l", A), branch("r", office("c", "cyberspace")))
HALF = {"rule": "ratio", "share": "0.5"}


# What a check asks


def let(story: Story, command: Command) -> bool:
    """Whether the engine lets it happen."""
    return not isinstance(story.tell(command), Refusal)


def try_on(story: Story, item: WorkItem, kind: Any, actor: Any, **more: object) -> bool:  # noqa: ANN401 - any command on an item
    """Whether the engine lets this person act on the item at the version they were shown."""
    return let(story, kind(actor=actor, item=item.key, expected_version=item.version, opinion="意见", **more))


# The checks


def a_decision_stays(story: Story) -> Iterator[str]:
    """What is decided cannot be taken back."""
    case = begun(story, decide())
    item = item_at(case, "settle")
    approve(case, "settle")
    if let(case, TakeBack(actor=HEAD, item=item.key)):
        yield "taken back after the decision"


def an_old_page_is_refused(story: Story) -> Iterator[str]:
    """An act on what has changed since is stale."""
    case = begun(story, decide())
    shown = item_at(case, "settle")
    hand(case, Transfer, "settle", HEAD, to=(DEPUTY,), opinion="出差")
    hand(case, Transfer, "settle", DEPUTY, to=(HEAD,), opinion="出差")
    if try_on(case, shown, Approve, HEAD):
        yield "approved from a page that was out of date"


def only_holders_act(story: Story) -> Iterator[str]:
    """Nobody else."""
    case = begun(story, decide())
    if try_on(case, item_at(case, "settle"), Approve, STRANGER):
        yield "a stranger decided"


def nobody_decides_for_himself(story: Story) -> Iterator[str]:
    """Whatever made the applicant a holder."""
    case = told(Story(story.matter, story.organisation, story.calendar), "in_progress")
    (item,) = case.case.items
    case.so_far = replace(case.case, items=(replace(item, holders=(STAFF,)),))
    if try_on(case, item, Approve, STAFF):
        yield "the applicant decided"


def one_person_signs_once(story: Story) -> Iterator[str]:
    """One of two clerks has signed the seat that is hers alone."""
    case = begun(story, countersign("sign", "vehicle_clerk", "support_clerk"), decide())
    shared, own = case.case.items
    hand(case, Approve, "sign", own.holders[0])
    if try_on(case, shared, Approve, CLERK_2):
        yield "signed twice"


def a_refusal_has_its_reason(story: Story) -> Iterator[str]:
    """In words."""
    case = begun(story, decide())
    item = item_at(case, "settle")
    if let(case, Reject(actor=HEAD, item=item.key, expected_version=1)):
        yield "refused without a word"


def only_colleagues_take_over(story: Story) -> Iterator[str]:
    """Never the applicant."""
    case = begun(story, decide())
    if try_on(case, item_at(case, "settle"), Transfer, HEAD, to=(STAFF,)):
        yield "the applicant was handed the decision"


def who_lent_a_seat_gets_no_other(story: Story) -> Iterator[str]:
    """It would come back to somebody who cannot sign it."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), decide())
    hand(case, Delegate, "sign", CHIEF, to=(CLERK_2,), opinion="请核对")
    other = next(item for item in case.case.items if DEPUTY in item.holders)
    if try_on(case, other, Transfer, DEPUTY, to=(CHIEF,)):
        yield "two seats for one person"


def half_is_half_of_all(story: Story) -> Iterator[str]:
    """Of all who are named, and exactly half is enough."""
    case = begun(
        story, countersign("sign", "vehicle_chief", "deputy_head", "support_clerk", "head", vote=HALF), decide()
    )
    hand(case, Approve, "sign", CHIEF)
    if open_steps(case) == ["settle"]:
        yield "one of four was enough"
        return
    hand(case, Approve, "sign", DEPUTY)
    if open_steps(case) != ["settle"]:
        yield "two of four were not enough"


def who_was_removed_does_not_count(story: Story) -> Iterator[str]:
    """The share is of those who are left."""
    vote = {"rule": "ratio", "share": "0.6"}
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", vote=vote), decide())
    hand(case, AddSigners, "sign", CHIEF, where="beside", to=(CLERK_2, HEAD), opinion="请把关")
    hand(case, Approve, "sign", CHIEF)
    hand(case, Approve, "sign", DEPUTY)
    case.went(RemoveSigner(actor=CHIEF, step="sign", seat="1+1"))
    if open_steps(case) != ["settle"]:
        yield "two of three were not enough"


def abstaining_is_not_agreeing(story: Story) -> Iterator[str]:
    """弃权 takes no side."""
    case = begun(
        story, countersign("sign", "vehicle_chief", "deputy_head", vote={"rule": "ratio", "share": "1"}), decide()
    )
    hand(case, Abstain, "sign", CHIEF)
    if case.case.items:
        hand(case, Approve, "sign", DEPUTY)
    if case.case.result != "denied":
        yield "passed by an abstention"


def collected_refusals_count(story: Story) -> Iterator[str]:
    """收齐再定."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), decide())
    hand(case, Reject, "sign", CHIEF, opinion="不妥")
    hand(case, Approve, "sign", DEPUTY)
    if case.case.result != "denied":
        yield "passed against a refusal"


def a_veto_ends_the_step(story: Story) -> Iterator[str]:
    """一票否决."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", refusal="first_refusal_ends"), decide())
    hand(case, Reject, "sign", CHIEF, opinion="不妥")
    if case.case.result != "denied":
        yield "one refusal was not enough"


def the_join_waits(story: Story) -> Iterator[str]:
    """For every branch."""
    case = begun(story, BOTH, decide())
    approve(case, "a")
    if open_steps(case) != ["c"]:
        yield "went on without the other branch"


def nobody_is_left_asked(story: Story) -> Iterator[str]:
    """或签 closes the other seats."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head", rule="any"), decide())
    approve(case, "sign")
    if open_steps(case) != ["settle"]:
        yield "a seat is open though one signature was enough"


def who_is_added_before_signs_before(story: Story) -> Iterator[str]:
    """前加签."""
    case = begun(story, step("check"), decide())
    hand(case, AddSigners, "check", CHIEF, where="before", to=(DEPUTY,), opinion="请把关")
    if [item.holders for item in case.case.items] != [(DEPUTY,)]:
        yield "asked at the same time"


def a_return_reaches_every_branch(story: Story) -> Iterator[str]:
    """There is one task, the applicant’s."""
    case = begun(story, BOTH, decide())
    send_back(case, "c")
    if len(case.case.items) != 1:
        yield "another branch goes on while the applicant mends"


def straight_back_is_straight(story: Story) -> Iterator[str]:
    """直达退回人."""
    case = begun(story, A, B, decide())
    approve(case, "a")
    send_back(case, "b")
    mend(case)
    if open_steps(case) != ["b"]:
        yield "the first step is asked again"


def no_return_off_the_way(story: Story) -> Iterator[str]:
    """Only where the case has come by this time."""
    case = begun(story, fork("c", "exclusive", branch("l", A, when=BIG), otherwise=[B]), decide(), passengers=9)
    approve(case, "a")
    act(case, ReturnToApplicant, "settle", findings={"passengers": "请核实。"})
    (item,) = case.case.items
    case.went(Supplement(actor=STAFF, item=item.key, expected_version=1, answers={"passengers": 1}, materials={}))
    approve(case, "b")
    if returnable(case.matter, case.case, "settle") != ("b",):
        yield "offers a step of a branch that was not taken"


def what_others_built_on_stays(story: Story) -> Iterator[str]:
    """拿回 only before the next one has decided."""
    case = begun(story, A, B, decide())
    item = item_at(case, "a")
    approve(case, "a", "b")
    if let(case, TakeBack(actor=item.holders[0], item=item.key)):
        yield "taken back after the next one had decided"


def an_earlier_round_stays(story: Story) -> Iterator[str]:
    """What was decided before a return is over."""
    case = begun(story, BOTH, decide())
    item = item_at(case, "a")
    approve(case, "a")
    send_back(case, "c")
    mend(case)
    case.tell(TakeBack(actor=item.holders[0], item=item.key))
    if open_steps(case).count("a") > 1:
        yield "one person has the same step twice"


def a_refusal_taken_back_is_as_if_never_made(story: Story) -> Iterator[str]:
    """Inside a branch of a fork that goes on."""
    inner = fork("g", "parallel", branch("x", A), branch("y", step("y")), refusal="first_refusal_ends")
    case = begun(story, fork("f", "parallel", branch("l", inner), branch("r", B)), decide())
    item = item_at(case, "a")
    reject(case, "a")
    case.went(TakeBack(actor=item.holders[0], item=item.key))
    if "y" not in open_steps(case):
        yield "what it had cut off stays cut off"


def one_decision_and_one_number(story: Story) -> Iterator[str]:
    """And one seal."""
    case = begun(story, A, decide())
    approve(case, "a", "settle")
    for kind in ("number", "seal"):
        papers = [effect.paper for event in case.events for effect in owed(event) if effect.kind == kind]
        if papers.count(case.case.result_paper) != 1:
            yield f"the result is owed more than one {kind}"


def an_opinion_stands_while_nothing_changed(story: Story) -> Iterator[str]:
    """沿用前次意见."""
    again = {**step("again"), "exceptions": {**EXCEPTIONS, "repeated": "skip_if_unchanged"}}
    case = begun(story, step("first"), B, again, decide())
    approve(case, "first")
    send_back(case, "b")
    mend(case)
    approve(case, "b")
    if open_steps(case) != ["again"]:
        yield "an opinion on something else was taken over"


def no_proxy_for_an_own_case(story: Story) -> Iterator[str]:
    """What somebody has applied for, he does not even claim in another's stead."""
    case = begun(story, step("check"), decide())
    case.so_far = replace(case.case, applicant=DEPUTY)
    grant(case, CHIEF, DEPUTY)
    if not isinstance(stand_in(case, Claim, "check", DEPUTY, CHIEF), NotPossible):
        yield "an applicant stood in at his own case"


def no_proxy_beside_an_own_seat(story: Story) -> Iterator[str]:
    """Two voices are two people's."""
    case = begun(story, countersign("sign", "vehicle_chief", "deputy_head"), decide())
    grant(case, CHIEF, DEPUTY)
    if not isinstance(stand_in(case, Approve, "sign", DEPUTY, CHIEF), Refusal):
        yield "one person signed for both"


def no_proxy_no_stead(story: Story) -> Iterator[str]:
    """Whatever a call says."""
    case = begun(story, step("check"), decide())
    if not isinstance(stand_in(case, Approve, "check", DEPUTY, CHIEF), Refusal):
        yield "stood in without a proxy"


def nobody_is_sent_round_again(story: Story) -> Iterator[str]:
    """The second time a head has to say why (再次补正)."""
    case = begun(story, step("check"), decide())
    send_back(case, "check")
    mend(case)
    item = item_at(case, "check")
    if try_on(case, item, ReturnToApplicant, item.holders[0], findings={"destination": "请写明。"}):
        yield "sent back a second time on the clerk's own word"


def one_person_has_one_vote(story: Story) -> Iterator[str]:
    """一人一票: the chief sits on the deputy's post as well."""
    story.organisation = moved(story.organisation, without=(DEPUTY.person,), **{CHIEF.person: DEPUTY.post})
    case = begun(
        story, countersign("sign", "vehicle_chief", "deputy_head", "support_clerk", "head", vote=HALF), decide()
    )
    hand(case, Approve, "sign", CHIEF)
    if open_steps(case) == ["settle"]:
        yield "one of three people was half of them"


def a_later_seat_is_no_further_vote(story: Story) -> Iterator[str]:
    """The chief comes to the deputy's post while the vote is on."""
    case = begun(
        story, countersign("sign", "vehicle_chief", "deputy_head", "support_clerk", "head", vote=HALF), decide()
    )
    other = next(item for item in case.case.items if DEPUTY in item.holders)
    hand(case, Approve, "sign", CHIEF)
    case.organisation = moved(case.organisation, without=(DEPUTY.person,), **{CHIEF.person: DEPUTY.post})
    case.tell(Reresolve(actor=SYSTEM, item=other.key))
    if open_steps(case) == ["settle"]:
        yield "one person made two votes"


def a_seat_lifts_no_demand(story: Story) -> Iterator[str]:
    """The head who signs beside has given no leave for another round."""
    case = begun(story, step("check"), decide())
    send_back(case, "check")
    mend(case)
    hand(case, AddSigners, "check", CHIEF, where="beside", to=(HEAD,), opinion="请把关")
    item = next(item for item in case.case.items if CHIEF in item.holders)
    if try_on(case, item, ReturnToApplicant, CHIEF, findings={"destination": "请写明。"}):
        yield "sent back without the head's leave"


def whom_it_is_about_stands_aside(story: Story) -> Iterator[str]:
    """当事人回避: the chief is the one the form names."""
    case = begun(
        Story(asking(story.matter), story.organisation, story.calendar), step("check"), decide(), officer=CHIEF.person
    )
    item = item_at(case, "check")
    if CHIEF in item.holders:
        yield "the one it is about was asked"
    case.so_far = replace(case.case, items=(replace(item, holders=(CHIEF,)),))
    if try_on(case, item, Approve, CHIEF):
        yield "the one it is about decided"


# The mutants


def put(owner: object, name: str, new: object) -> Mutate:
    """Something else under that name, where the engine looks it up."""
    return lambda monkeypatch: monkeypatch.setattr(owner, name, new)


def nothing(*_: object, **__: object) -> None:
    """In place of a rule that objects or does something."""


def nobody_has_a_say(case: Case, step: str, items: object, seat: object = None) -> set[str]:
    """As if nobody held or had signed anything of the step."""
    return set()


def guard_at_any_version(matter: Definition, case: Case, filed: Filed, command: Any, world: World) -> Refusal | None:  # noqa: ANN401
    """The guard without its check of the version."""
    refusal = guards.guard(matter, case, filed, command, world)
    return None if isinstance(refusal, Stale) else refusal


def guard_without_self_decision(
    matter: Definition, case: Case, filed: Filed, command: Command, world: World
) -> Refusal | None:
    """The guard that lets applicants decide."""
    refusal = guards.guard(matter, case, filed, command, world)
    return None if isinstance(refusal, SelfDecision) else refusal


def more_than_the_share(fork: Fork, share: Decimal) -> bool | None:
    """One vote too many: > in place of >=."""
    agreed, all_ = len(fork.ended("passed")), len(fork.arms) - len(fork.ended("removed"))
    return True if agreed > share * all_ else None if fork.under_way else False


def share_of_those_who_voted(fork: Fork, share: Decimal) -> bool | None:
    """Who has not spoken is not counted."""
    voted = len(fork.arms) - len(fork.under_way) - len(fork.ended("removed"))
    return True if len(fork.ended("passed")) >= share * voted else None if fork.under_way else False


def share_with_those_removed(fork: Fork, share: Decimal) -> bool | None:
    """Who was removed is counted still."""
    return True if len(fork.ended("passed")) >= share * len(fork.arms) else None if fork.under_way else False


def everybody_has_spoken(fork: Fork) -> bool | None:
    """However they did."""
    return None if fork.under_way else True


def first_branch_is_enough(step: Any, fork: Fork) -> bool | None:  # noqa: ANN401 - any step that forks
    """The join goes on when one branch has arrived."""
    return True if fork.ended("passed") else vote.outcome(step, fork)


def close_but_not_at_a_return(decision: Decision, items: Iterable[WorkItem], why: Dropped) -> None:
    """A return leaves what is open elsewhere."""
    if why != "returned":
        CLOSE(decision, items, why)


def decide_twice(decision: Decision, step: Signed) -> Refusal | None:
    """A decision is told once more."""
    if isinstance(step, Decide):
        decision.tell(Decided, result="granted", paper=decision.paper("granted"))
    return PASSED_BY_ALL(decision, step)


def every_seat_is_a_voice(decision: Decision, step: Any, arm: Any, *, passed: bool | None, silent: bool = False) -> Any:  # noqa: ANN401
    """Whoever has spoken on another seat has spoken on this one too."""
    return ARRIVE(decision, step, arm, passed=passed)


def seats_of_every_post(step: Any, parties: Any, world: World) -> Any:  # noqa: ANN401
    """Each post weighs, also of those that one person holds."""
    found = seats.seats_of(step, parties, world)
    assert isinstance(found, tuple)
    weigh = Counter(
        person for (who,) in step.actor_rules for person in {h.person for h in actors.holders(who, parties, world)}
    )
    return tuple(replace(seat, weight=weigh[seat.holders[0].person]) for seat in found)


def abstention_agrees(decision: Decision, step: Signed, seat: SeatKey | None, *, passed: bool | None) -> Refusal | None:
    """Who takes no side agrees."""
    return following.sign(decision, step, seat, passed=passed is not False)


MUTANTS: dict[str, tuple[Mutate, Check]] = {
    "no status is checked": (put(guards, "_status_guard", nothing), a_decision_stays),
    "no version is checked": (put(lifecycle, "guard", guard_at_any_version), an_old_page_is_refused),
    "anybody may act": (put(guards, "_stranger", nothing), only_holders_act),
    "applicants may decide": (put(lifecycle, "guard", guard_without_self_decision), nobody_decides_for_himself),
    "one hand may sign twice": (put(guards, "_same_hand", nothing), one_person_signs_once),
    "no reason is asked for": (put(guards, "lacks_opinion", nothing), a_refusal_has_its_reason),
    "anybody may be handed an item": (put(handing, "unfit", nothing), only_colleagues_take_over),
    "who has a seat may get another": (put(colleagues, "deciding", nobody_has_a_say), who_lent_a_seat_gets_no_other),
    "more than the share": (put(vote, "_share_reached", more_than_the_share), half_is_half_of_all),
    "share of those who voted": (put(vote, "_share_reached", share_of_those_who_voted), half_is_half_of_all),
    "removed signers count": (put(vote, "_share_reached", share_with_those_removed), who_was_removed_does_not_count),
    "abstaining agrees": (put(deciding, "sign", abstention_agrees), abstaining_is_not_agreeing),
    "refusals are forgotten": (put(vote, "_unanimous", everybody_has_spoken), collected_refusals_count),
    "no refusal ends a step": (put(vote, "_one_refusal_ends", lambda step, fork: False), a_veto_ends_the_step),
    "the join does not wait": (put(following, "outcome", first_branch_is_enough), the_join_waits),
    "other seats stay open": (put(following, "close_items", nothing), nobody_is_left_asked),
    "nobody waits for who was added": (
        put(Fork, "ready", property(lambda f: f.under_way)),
        who_is_added_before_signs_before,
    ),
    "a return forgets a branch": (put(Decision, "close", close_but_not_at_a_return), a_return_reaches_every_branch),
    "straight back runs again": (put(returning, "_resumes", lambda step, wish: "rerun"), straight_back_is_straight),
    "a return into any branch": (put(returning, "_taken_this_time", lambda *_: True), no_return_off_the_way),
    "taken back from under others": (put(returning, "_gone_on", lambda *_: False), what_others_built_on_stays),
    "taken back from an earlier round": (put(returning, "_done_anew", lambda *_: False), an_earlier_round_stays),
    "what was cut off stays so": (put(returning, "_cut_off", lambda *_: ()), a_refusal_taken_back_is_as_if_never_made),
    "a vote for every post": (put(opening, "seats_of", seats_of_every_post), one_person_has_one_vote),
    "a voice for every seat": (put(following, "arrive", every_seat_is_a_voice), a_later_seat_is_no_further_vote),
    "a seat is a leave": (put(superiors, "superiors", colleagues.heads), a_seat_lifts_no_demand),
    "whom it is about is asked": (put(parties, "kept_out", lambda *_: frozenset()), whom_it_is_about_stands_aside),
    "whom it is about decides": (put(guards, "_concerned", nothing), whom_it_is_about_stands_aside),
    "sent back time and again": (put(returning, "superiors_to_ask", lambda *_: ()), nobody_is_sent_round_again),
    "decided twice": (put(following, "passed_by_all", decide_twice), one_decision_and_one_number),
    "proxy for own case": (put(standing_in, "_own_case", nothing), no_proxy_for_an_own_case),
    "proxy beside an own seat": (put(standing_in, "_second_voice", nothing), no_proxy_beside_an_own_seat),
    "anybody stands in": (put(guards, "_stead_guard", nothing), no_proxy_no_stead),
    "an opinion stands for anything": (
        put(Case, "changed_since", lambda *_: set()),
        an_opinion_stands_while_nothing_changed,
    ),
    "time is not kept": (put(lifecycle, "keep_time", nothing), a_supplement_stops_it),
    "any rest stops the clock": (put(standing, "_resting", any_rest), what_rests_alone_stops_it),
    "no rest stops the clock": (put(standing, "_resting", lambda *_: ()), what_rests_alone_stops_it),
    "no time is accounted for": (put(fold, "time_until", lambda case, now: case.time), a_repair_starts_it),
    "time counts again": (put(Account, "of", all_time_again), no_day_counts_twice),
    "a rest lasts until it is rung": (put(Suspension, "ends", property(never)), a_rest_is_over_on_its_day),
    "a clock set back is time": (put(Account, "lasting", with_spells_of_any_length), a_clock_set_back_is_no_time),
    "a trial rings late": (put(Stage, "ring", rung_at_the_next_act), a_trial_rings_on_the_day),
    "the first row stands for all": (put(AnyRow, "met", of_the_first_row), a_dear_row_leads_to_finance),
    "no row is every row": (put(EveryRow, "met", of_none_too), no_table_is_no_cheap_table),
    "rows are not worked out": (put(taking_in, "complete_row", as_it_was_typed), a_dear_row_leads_to_finance),
    "everything is offered": (put(Choosing, "offered", everything), a_choice_fits_what_it_hangs_on),
    "rules have names": (put(Decision, "rule", Decision.tell), what_passes_by_rule_names_nobody),
    **{name: (put(*mutant[:3]), mutant[3]) for name, mutant in WORDS.items()},
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_noticed(story: Story, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The story has no complaint of the engine, and one of the mutant."""
    mutate, check = MUTANTS[name]
    assert list(check(story)) == []
    mutate(monkeypatch)
    assert list(check(story)) != []
