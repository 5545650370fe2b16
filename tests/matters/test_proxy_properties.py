"""What holds of any proxies in any story: nobody serves himself, no hand counts twice, a revocation bites at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from matters.case.aggregate import Case
from matters.case.items import WorkItem
from matters.commands.base import Command, OnItem
from matters.commands.cases import TakeBack
from matters.commands.items import AddSigners, Approve, Claim, Complete, Delegate, Reject, Transfer
from matters.errors.base import Refusal
from matters.language.route.steps import HumanStep
from matters.organisation.proxies import Proxy
from matters.organisation.snapshot import Holder
from tests.matters.forked import begun
from tests.matters.proxied import given as proxy_given
from tests.matters.random_routes import Part, middles
from tests.matters.stories import CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, NOW, Story
from tests.matters.test_properties import often

OFFICE = (CLERK, CLERK_2, CHIEF, DEPUTY, HEAD)
KINDS: tuple[type[OnItem], ...] = (Approve, Reject, Complete, Claim, Transfer, Delegate, AddSigners)
DECIDING = (Approve, Complete)
PAIRS = st.tuples(st.sampled_from(OFFICE), st.sampled_from(OFFICE))


@dataclass
class Absences:
    """A case applied for by somebody of the office that decides it, where anybody may have named anybody."""

    story: Story
    data: st.DataObject

    @classmethod
    def of(cls, story: Story, route: list[Part], data: st.DataObject) -> "Absences":
        """A case of that route, accepted, with random proxies."""
        case = begun(story, *route, passengers=data.draw(st.sampled_from([1, 9])))
        case.so_far = replace(case.case, applicant=data.draw(st.sampled_from((DEPUTY, HEAD, CLERK_2))))
        pairs = data.draw(st.lists(PAIRS, min_size=4, max_size=9))
        case.proxies = tuple(data.draw(proxies(principal, agent)) for principal, agent in pairs)
        note(f"{case.case.applicant.person} {[(p.principal.person, p.agent) for p in case.proxies]} {route}")
        return cls(case, data)

    def acts(self) -> Iterator[tuple[Command, bool]]:
        """Whoever holds an item acts, or somebody in their stead; whether it was let happen."""
        for _ in range(self.data.draw(st.sampled_from([4, 8, 12]))):
            wishes = [wish for wish in self._wishes() if wish]
            if wishes:
                command = self.data.draw(st.sampled_from(self.data.draw(st.sampled_from(wishes))))
                verdict = self.story.tell(command)
                note(f"{type(command).__name__} {command.actor.person} for {command.hat.person}: {verdict}"[:200])
                yield command, not isinstance(verdict, Refusal)

    def steads(self, item: WorkItem, *, of_holders: bool = False) -> Iterator[Command]:
        """Every act on an item that any agent there is could try; or only in the stead of those who hold it."""
        for proxy in self.story.proxies:
            actor = next(hat for hat in OFFICE if hat.person == proxy.agent)
            if proxy.principal in item.holders or not of_holders:
                yield from self._tried(item, actor, proxy.principal)

    def _wishes(self) -> Iterator[list[Command]]:
        """Of each kind of wish, all there are: in the stead of holders most of all."""
        items = self.story.case.items
        for kinds in (DECIDING, DECIDING, KINDS):
            likely = [command for item in items for command in self.steads(item, of_holders=True)]
            yield [command for command in likely if isinstance(command, kinds)]
        yield [command for item in items for command in self.steads(item)]
        yield [command for item in items for holder in item.holders for command in self._tried(item, holder, None)]
        yield [TakeBack(actor=deed.actor, behalf=deed.behalf, item=deed.item) for deed in self.story.case.deeds]

    def _tried(self, item: WorkItem, actor: Holder, behalf: Holder | None) -> Iterator[Command]:
        for kind in KINDS:
            said: dict[str, Any] = {"opinion": "意见"} if "opinion" in kind.model_fields else {}
            said |= {"to": (actor if behalf else DEPUTY,)} if "to" in kind.model_fields else {}
            said |= {"where": "beside"} if kind is AddSigners else {}
            yield kind(actor=actor, behalf=behalf, item=item.key, expected_version=item.version, **said)


@st.composite
def proxies(draw: st.DrawFn, principal: Holder, agent: Holder) -> Proxy:
    """A proxy of these two, mostly in force."""
    granted = draw(st.sampled_from([NOW - timedelta(days=1), NOW + timedelta(hours=1)]))
    matters = draw(st.sampled_from([(), (), (), ("MS030",)]))
    return proxy_given(principal, agent, granted_at=granted, matters=matters, open_items=draw(st.booleans()))


@often
@given(route=middles(), data=st.data())
def test_nobody_serves_himself_and_no_hand_counts_twice(story: Story, route: list[Part], data: st.DataObject) -> None:
    """The applicant is in no act; who stood in had a proxy; one step has as many people as it has voices."""
    case = Absences.of(story, route, data)
    for command, happened in case.acts():
        if happened and command.behalf:
            now = case.story.case
            assert now.applicant.person not in command.people
            assert any(p.agent == command.actor.person and p.principal == command.behalf for p in case.story.proxies)
            assert no_two_hats(now, command)
        assert one_voice_each(case.story.case)
        assert hands_apart(case.story, case.story.case)


def no_two_hats(case: Case, command: Command) -> bool:
    """Whether whatever one of the two has done in the case was done under the principal's hat."""
    return all(deed.hat == command.behalf for deed in case.deeds if command.people & deed.people)


def one_voice_each(case: Case) -> bool:
    """Whether nobody has spoken on two seats of a step, whether for themselves or for somebody else."""
    spoken = [(fork.step, person) for fork in case.forks for arm in fork.arms for person in arm.people]
    return len(spoken) == len(set(spoken))


def hands_apart(story: Story, case: Case) -> bool:
    """Whether steps that are kept apart were done by different people (受审分离)."""
    for deed in case.deeds:
        step = story.matter.step(deed.step)
        apart = step.apart_from if isinstance(step, HumanStep) else ()
        if any(other.step in apart and other.people & deed.people for other in case.deeds):
            return False
    return True


@often
@given(route=middles(), data=st.data())
def test_a_revocation_bites_at_once(story: Story, route: list[Part], data: st.DataObject) -> None:
    """Whatever an agent could do a moment ago, on whatever is open or done, he cannot any more; nothing else changes."""
    case = Absences.of(story, route, data)
    for _ in case.acts():
        pass
    before = case.story.case
    items = (*before.items, *before.closed)
    tried = [command for item in items for command in case.steads(item)]
    tried += [TakeBack(actor=deed.actor, behalf=deed.behalf, item=deed.item) for deed in before.deeds if deed.behalf]
    case.story.proxies = ()
    for command in tried:
        assert isinstance(case.story.tell(command), Refusal), command
    assert case.story.case == before
