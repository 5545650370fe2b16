"""What holds of any definition and any story: it can end, once; nobody else acts; replay agrees; a refusal is a value.

Each property is tried on `ONCE_TEST_EXAMPLES` random cases, 60 where that is not set; before a release it is run with 2000
(`ONCE_TEST_EXAMPLES=2000 pytest tests/matters/test_properties.py --timeout=0`).
"""

import os
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matters.case.aggregate import Case
from matters.case.events import read_event
from matters.case.events.deciding import Decided
from matters.case.fold import fold
from matters.case.owed import owed
from matters.commands.items import Abstain, Approve, Reject
from matters.engine.transitions import actions_on
from matters.errors.base import Refusal
from tests.matters.forked import begun, decide
from tests.matters.random_routes import Part, middles, signings
from tests.matters.random_stories import RandomStory, all_commands
from tests.matters.stories import CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, STAFF, STRANGER, Story

EXAMPLES = int(os.environ.get("ONCE_TEST_EXAMPLES", "60"))
ACTORS = (STAFF, CLERK, CLERK_2, CHIEF, DEPUTY, HEAD, STRANGER)
often: Callable[[Any], Any] = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@often
@given(route=middles(), data=st.data())
def test_from_anywhere_a_case_ends_once_everybody_agrees(story: Story, route: list[Part], data: st.DataObject) -> None:
    """It is decided once, with one result paper that is numbered once and sealed once, and it concludes; or it has lapsed."""
    case = RandomStory.of(story, route, data)
    for _ in case.acts():
        assert_one_result(case)
    case.all_agree()
    assert_one_result(case)
    kinds = Counter(event.type for event in case.story.events)
    if kinds["lapsed"]:
        assert (kinds["lapsed"], kinds["decided"], case.story.case.ended) == (1, 0, "withdrawn")
        return
    assert (kinds["decided"], kinds["concluded"]) == (1, 1)
    (result,) = (event.paper for event in case.story.events if isinstance(event, Decided))
    for kind in ("number", "seal"):
        assert [e.paper for event in case.story.events for e in owed(event) if e.kind == kind].count(result) == 1
    assert_one_paper_each(case.story.case)


def assert_one_paper_each(case: Case) -> None:
    """Of each paper that comes besides one is in force, or one for each row; those of earlier rounds are not."""
    for order in case.orders:
        there = [paper for paper in case.papers if paper.paper == order.paper]
        rows = [paper.row for paper in there if case.in_force(paper)]
        assert sorted(rows, key=str) == sorted(range(order.rows) if order.rows is not None else [None], key=str)
        assert len({paper.number for paper in there}) == len(there)


def assert_one_result(case: RandomStory) -> None:
    """No second decision, and no effect planned twice."""
    assert sum(event.type == "decided" for event in case.story.events) <= 1
    keys = [effect.key for event in case.story.events for effect in owed(event)]
    assert len(keys) == len(set(keys))


@often
@given(route=middles(), data=st.data())
def test_the_case_is_what_its_events_say(story: Story, route: list[Part], data: st.DataObject) -> None:
    """After every act: replayed from memory, and from JSON as it is stored. A refusal leaves everything as it was."""
    case = RandomStory.of(story, route, data)
    before = case.story.case
    for _, verdict in case.acts():
        now = case.story.case
        assert now == before if isinstance(verdict, Refusal) else now.seq == before.seq + len(verdict)
        assert fold(case.story.events) == now
        before = now
    assert fold(read_event(event.model_dump(mode="json")) for event in case.story.events) == case.story.case


@often
@given(route=middles(), data=st.data())
def test_a_stranger_gets_nowhere(story: Story, route: list[Part], data: st.DataObject) -> None:
    """Whatever an open item offers its holders, or the case those who take part: tried by somebody else it is refused."""
    case = RandomStory.of(story, route, data)
    for _ in case.acts(lengths=(3, 6, 9)):
        before = case.story.case
        for command in all_commands(case.story):
            assert isinstance(case.story.tell(command.model_copy(update={"actor": STRANGER})), Refusal), command
        assert case.story.case == before


@often
@given(route=middles(), data=st.data())
def test_whatever_waits_waits_for_somebody_who_may_act(story: Story, route: list[Part], data: st.DataObject) -> None:
    """An open item has holders and acts, or a day, or a sub-matter; no seat has two, and nobody signs a step twice in a round."""
    case = RandomStory.of(story, route, data)
    for _ in case.acts():
        now = case.story.case
        people = [item for item in now.items if item.purpose not in ("wait", "sub_matter")]
        assert all(item.holders and actions_on(case.story.matter, now.status, item) for item in people)
        assert all(item.alarm for item in now.items if item.purpose == "wait")
        assert all(now.children_of(item.step) for item in now.items if item.purpose == "sub_matter")
        # consent to a rest, and to more time, is asked for beside the work
        seats = [(item.step, item.seat, item.about, item.about and item.purpose) for item in now.items]
        assert len(seats) == len(set(seats))
        assert signed_once(now)


def signed_once(case: Case) -> bool:
    """Whether every seat that is signed was signed by somebody else."""
    signers = [(fork.step, arm.signer) for fork in case.forks for arm in fork.arms if arm.signer]
    return len(signers) == len(set(signers))


@often
@given(part=signings("sign", independent=True), data=st.data())
def test_votes_lead_to_the_same_outcome_in_any_order(story: Story, part: Part, data: st.DataObject) -> None:
    """Everybody has made up their mind before; who speaks first does not matter."""
    first, second = begun(story, part, decide()), begun(story, part, decide())
    people = sorted({holder.person for item in first.case.items for holder in item.holders})
    minds = {one: data.draw(st.sampled_from([Approve, Reject, Abstain])) for one in people}
    if part["vote"]["rule"] in ("all", "any"):
        minds = {one: Reject if mind is Abstain else mind for one, mind in minds.items()}
    ends = [vote(case, minds, data.draw(st.permutations(people))) for case in (first, second)]
    assert ends[0] == ends[1]


def vote(case: Story, minds: dict[str, Any], order: list[str]) -> tuple[object, ...]:
    """How it stands once everybody has voted who is still asked."""
    for person in order:
        mine = [
            (item, h) for item in case.case.items if item.step == "sign" for h in item.holders if h.person == person
        ]
        for item, holder in mine[:1]:
            case.went(minds[person](actor=holder, item=item.key, expected_version=item.version, opinion="意见"))
    assert all(item.step != "sign" for item in case.case.items)
    return case.case.result, [item.step for item in case.case.items]


@often
@given(route=middles(), data=st.data())
def test_whatever_is_tried_the_engine_answers(story: Story, route: list[Part], data: st.DataObject) -> None:
    """Any command by anybody on any item there ever was is accepted, or refused with a sentence; nothing is raised."""
    case = RandomStory.of(story, route, data)
    for _ in case.acts():
        items = (*case.story.case.items, *case.story.case.closed)
        actor, item = data.draw(st.sampled_from(ACTORS)), data.draw(st.sampled_from(items))
        commands = case.story.every_command(actor, item.key)
        verdict = case.story.tell(commands[data.draw(st.sampled_from(sorted(commands)))])
        assert verdict.message if isinstance(verdict, Refusal) else verdict is not None
        assert fold(case.story.events) == case.story.case
