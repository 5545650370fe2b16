"""Random stories: whatever the people before whom a case is are offered, in any order, with a bound on what repeats itself."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from hypothesis import note
from hypothesis import strategies as st

from matters.calendar import SHANGHAI
from matters.case.deeds import Child
from matters.case.items import WorkItem
from matters.case.owed import owed
from matters.commands.base import Command, OnItem, Spoken
from matters.commands.cases import (
    AskRepair,
    ConfirmRepair,
    Discuss,
    DropRepair,
    HandOver,
    ReadCopy,
    RemoveSigner,
    ReplaceApplicant,
    RetractCopy,
    TakeBack,
    Urge,
)
from matters.commands.items import (
    AddSigners,
    Advise,
    Answer,
    Approve,
    AskExtension,
    AskSuspension,
    Complete,
    ConsentToSuspension,
    Delegate,
    HandInLate,
    PassingOn,
    Recall,
    Reply,
    ReturnToApplicant,
    ReturnToStep,
    SendCopy,
    Supplement,
    Transfer,
)
from matters.commands.reports import RecordBegun, RecordEnd, RecordFailure, Ring
from matters.engine.transitions import actions_on
from matters.errors.base import Refusal
from matters.language.clock import FromField, FromStep, Start
from matters.language.document import Definition
from matters.language.materials import Material
from matters.lifecycle import Verdict
from matters.organisation.snapshot import SYSTEM, Holder
from matters.verbs.returning import returnable
from matters.who.colleagues import colleagues, readers
from matters.who.other_bodies import ways
from tests.matters.clocked import EVERY_REASON, MORE_TIME, RESTS
from tests.matters.forked import begun, begun_first, led, line, with_stops
from tests.matters.papered import issuing, report
from tests.matters.random_routes import Part
from tests.matters.stories import ADMIN, CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, SECOND, STAFF, STRANGER, Story

WAYS = ("rerun", "straight_back")
AGREEING = (Approve, Complete, Supplement, HandInLate, Advise, Reply, Answer, ConsentToSuspension)
ORG_ADMIN = Holder(person="p76", post="")  # 机构管理员
COLLEAGUE = Holder(person="p49", post="county_finance.head")  # the applicant's
OFFICE = (CLERK, CLERK_2, CHIEF, DEPUTY, HEAD)
# What passes before an act; at times the clock of the machine is set back.
PASSING = (*[timedelta()] * 4, timedelta(days=1), timedelta(days=1), timedelta(days=9), timedelta(hours=-1))
# What a table on the way says: none, and tolls below, around and above what the branches ask.
TOLLS: tuple[dict[str, Any], ...] = (
    {},
    {"stops": [{"km": 20}], "road": "country"},
    {"stops": [{"km": 20}, {"km": 200}], "road": "motorway"},
    {"stops": [{"km": 112}]},
)
COMPANY: tuple[dict[str, Any], ...] = (
    {},
    {"along": ["county_reform"]},
    {"along": ["county_reform", "county_cyberspace"]},
)
LATER = tuple(
    Material.model_validate({"id": id_, "name": name, "source": {"kind": "applicant"}, "trust": "D"})
    for id_, name in (("notice", "通知"), ("roster", "名单"))
)
OFTEN = {
    "Approve": 5,
    "Complete": 4,
    "Supplement": 4,
    "ReturnToStep": 3,
    "ReturnToApplicant": 2,
    "AddSigners": 2,
    "TakeBack": 2,
    "RemoveSigner": 2,
    "Reject": 2,
}
MOST = {
    "ReturnToApplicant": 2,
    "ReturnToStep": 3,
    "TakeBack": 3,
    "AddSigners": 3,
    "RemoveSigner": 3,
    "Claim": 1,
    "Release": 1,
    "Transfer": 2,
    "Delegate": 2,
    "SendCopy": 1,
    "ReadCopy": 1,
    "RetractCopy": 1,
    "Urge": 1,
    "Discuss": 1,
    "AskSuspension": 2,
    "AskExtension": 3,
    "AskRepair": 2,
    "ConfirmRepair": 2,
    "DropRepair": 1,
    "HandOver": 2,
    "ReplaceApplicant": 1,
    "Ring": 3,
    "ReportUp": 2,
    "SendDown": 2,
    "Forward": 2,
}


@dataclass(frozen=True)
class Opening:
    """Something that one person may try: the name of the act, and the commands it could be."""

    name: str
    commands: Callable[[], Iterable[Command]]


@dataclass
class RandomStory:
    """A case with people who do anything. Each act is noted, so that a failing story can be read."""

    story: Story
    data: st.DataObject
    done: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, story: Story, route: Sequence[Part], data: st.DataObject) -> "RandomStory":
        """A case of that route, accepted."""
        passengers, out_of_city = data.draw(st.sampled_from([1, 9])), data.draw(st.booleans())
        first = data.draw(st.booleans())
        answers = {"passengers": passengers, "out_of_city": out_of_city, **data.draw(st.sampled_from(TOLLS))}
        answers |= data.draw(st.sampled_from(COMPANY))
        note(f"{answers=} {first=} {route}")
        starts: list[Start] = ["accepted", "submitted", FromField(field="depart_at"), FromStep(step=route[0]["id"])]
        plain = with_stops(with_rests(story.matter, data.draw(st.sampled_from(starts))))
        before = data.draw(st.sampled_from([(), (line(),)]))  # 主管部门审核, passed on by now
        told = Story(led(plain, *before), story.organisation, story.calendar)
        case = begun_first(told, LATER, *route, **answers) if first else begun(told, *route, **answers)
        if data.draw(st.booleans()):  # 中途出具、一行一份
            case.matter = issuing(case.matter)
        return cls(case, data)

    def acts(self, lengths: Sequence[int] = (4, 8, 12, 16)) -> Iterator[tuple[Command, Verdict]]:
        """Act after act, refused ones too, as many as one of the lengths says; at times days go by before."""
        for _ in range(self.data.draw(st.sampled_from(lengths))):
            self.story.now += self.data.draw(st.sampled_from(PASSING))
            wishes = list(self._wish())
            if wishes:
                command = self.data.draw(st.sampled_from(wishes))
                yield command, self.tell(command)

    def _wish(self) -> Iterable[Command]:
        """What one person could do in an act of one kind; nothing where that kind is not possible after all."""
        everything = (*on_items(self.story), *beside(self.story), *mending(self.story), *by_itself(self.story))
        openings = [one for one in everything if self.done[one.name] < MOST.get(one.name, 1_000)]
        names = sorted({one.name for one in openings}, key=lambda name: (-OFTEN.get(name, 1), name))
        if not names:
            return ()
        name = self.data.draw(st.sampled_from([name for name in names for _ in range(OFTEN.get(name, 1))]))
        self.done[name] += 1
        return self.data.draw(st.sampled_from([one for one in openings if one.name == name])).commands()

    def tell(self, command: Command) -> Verdict:
        """One act."""
        verdict = self.story.tell(command)
        said = verdict.code if isinstance(verdict, Refusal) else " ".join(event.type for event in verdict)
        note(f"{type(command).__name__} {command.model_dump(mode='json', exclude_unset=True)}: {said}")
        return verdict

    def all_agree(self) -> None:
        """From now on everybody brings on what they hold, until nothing is left but what a machine does."""
        for _ in range(200):
            if not self.story.case.items:
                break
            assert any(not isinstance(self.tell(one), Refusal) for one in agreeing(self.story))
        assert not self.story.case.items
        if self.story.case.ended == "withdrawn":
            return  # the applicant had let it lapse
        assert self.story.case.result in ("granted", "denied")
        sealed = [effect for event in self.story.events for effect in owed(event) if effect.kind == "seal"]
        for effect in self.data.draw(st.permutations(sealed)):
            self.story.went(report(effect))
        assert self.story.case.status == "concluded"


def on_items(story: Story) -> Iterator[Opening]:
    """Every act that an open item offers, by each of its holders and whoever has lent it."""
    for item in story.case.items:
        for kind in actions_on(story.matter, story.case.status, item):
            for holder in item.holders:
                yield Opening(kind.__name__, partial(_written, story, kind, item, holder))
        for waiting in (item.lender, item.asker):
            if waiting:
                yield _one(Recall(actor=waiting, item=item.key, expected_version=item.version))


def agreeing(story: Story) -> Iterator[Command]:
    """The acts that bring the first open item on; the applicant does his part in time.

    Who was added and must step aside by now, for what was done elsewhere under another hat, is taken off again (减签).
    """
    item = story.case.items[0]
    if item.alarm and item.purpose != "own_part":
        story.now = max(story.now, datetime.combine(item.alarm, time(9), SHANGHAI))
        yield Ring(actor=SYSTEM, item=item.key)
    for child in story.case.children_of(item.step):
        yield from reports_on(child)[:1]
    offered = actions_on(story.matter, story.case.status, item)
    for kind in (kind for kind in AGREEING if kind in offered):
        for holder in item.holders:
            yield from _written(story, kind, item, holder)
    arm = story.case.arm(item.step, item.seat)
    if item.seat and arm and arm.adder:
        yield RemoveSigner(actor=arm.adder, step=item.step, seat=item.seat)


def beside(story: Story) -> Iterator[Opening]:
    """The acts on the case as a whole, by whoever might have a ground for them."""
    case = story.case
    for deed in case.deeds:
        if deed.what in ("approved", "rejected", "abstained", "completed", "answered"):
            yield _one(TakeBack(actor=deed.actor, item=deed.item))
    for fork in case.forks:
        for arm in fork.arms:
            if arm.adder:
                yield _one(RemoveSigner(actor=arm.adder, step=fork.step, seat=arm.id))
    yield from (_one(ReadCopy(actor=copy.to)) for copy in case.copies)
    yield from (_one(RetractCopy(actor=copy.by, person=copy.to.person)) for copy in case.copies)
    yield _one(Urge(actor=STAFF))
    yield _one(Discuss(actor=case.deeds[0].actor, text="请看"))


def mending(story: Story) -> Iterator[Opening]:
    """What administrators may ask for and do: skip, jump, give to others, hand over. To end the case would be no way on."""
    for item in story.case.items:
        yield _ask(what="skip", item=item.key)
        yield from (_ask(what="reassign", item=item.key, to=to) for to in OFFICE)
        for leaver in item.holders:
            facts: dict[str, Any] = {"actor": ORG_ADMIN, "item": item.key, "leaver": leaver.person}
            yield from (_one(HandOver(**facts, to=to)) for to in OFFICE if to.person != leaver.person)
    yield from (_ask(what="jump", step=step.id) for step in story.matter.steps)
    if story.case.repair:
        yield _one(ConfirmRepair(actor=SECOND))
        yield _one(DropRepair(actor=SECOND))
    yield _one(ReplaceApplicant(actor=ORG_ADMIN, to=COLLEAGUE))


def by_itself(story: Story) -> Iterator[Opening]:
    """What a machine rings, before its day and after, and what it reports of sub-matters."""
    yield from (_one(Ring(actor=SYSTEM, item=item.key)) for item in story.case.items if item.alarm)
    yield from (_one(report) for child in story.case.children for report in reports_on(child))


def reports_on(child: Child) -> tuple[Command, ...]:
    """What can become of a sub-matter, the good first; nothing more where it has ended or could not begin."""
    told: dict[str, Any] = {"actor": SYSTEM, "child": child.key}
    if child.running:
        return (RecordEnd(**told, how="granted"), RecordEnd(**told, how="denied"))
    if child.end or child.failed:
        return ()
    return (RecordBegun(**told, child_case=f"99{child.key}"), RecordFailure(**told))


def with_rests(matter: Definition, starts: Start = "accepted") -> Definition:
    """The matter, whose items may rest, and whose clock begins there, stands still for whatever it may and may be extended."""
    assert matter.clock
    clock = matter.clock.model_copy(update={"stops": EVERY_REASON, "starts": starts})
    return matter.model_copy(update={"suspension": RESTS, "extension": MORE_TIME, "clock": clock})


def _ask(**what: Any) -> Opening:  # noqa: ANN401 - parts of a wish
    return _one(AskRepair(actor=ADMIN, reason="卡住", **what))


def _mended(story: Story) -> Iterator[dict[str, Any]]:
    """What the applicant could answer to what was asked for."""
    for passengers in (1, 9):
        says = {"destination": "样例镇政府", "passengers": passengers}
        yield {**{key: says[key] for key in story.case.targets if key in says}, **_later_journey(story)}


def _later_journey(story: Story) -> dict[str, str]:
    """A departure that has gone by meanwhile is put off as well: a journey is filed for a day to come."""
    if datetime.fromisoformat(story.answers["depart_at"]).replace(tzinfo=SHANGHAI) > story.now:
        return {}
    day = story.world.today + timedelta(days=2)
    return {"depart_at": f"{day}T08:00", "return_at": f"{day}T18:00"}


def _one(command: Command) -> Opening:
    return Opening(type(command).__name__, lambda: (command,))


def all_commands(story: Story) -> Iterator[Command]:
    """Everything that anybody may try now."""
    return (
        command for opening in (*on_items(story), *beside(story), *mending(story)) for command in opening.commands()
    )


def _written(story: Story, kind: type[OnItem], item: WorkItem, holder: Holder) -> Iterator[OnItem]:
    """What the holder could write in an act of that kind."""
    on: dict[str, Any] = {"actor": holder, "item": item.key, "expected_version": item.version}
    said = {**on, "opinion": "意见"}
    if kind is Supplement:
        files = {one: ("f1",) for one in story.case.targets if story.matter.material(one)}
        yield from (Supplement(**on, materials=files, answers=answers) for answers in _mended(story))
    elif kind is ReturnToApplicant:
        targets = ("destination", "passengers", *(material.id for material in story.matter.materials))
        yield from (kind(**said, findings={t: "请核实。"}, resumes=w) for t in targets for w in WAYS)
    elif kind is ReturnToStep:
        earlier = returnable(story.matter, story.case, item.step)
        yield from (kind(**said, step=to, resumes=way) for to in earlier for way in WAYS)
    elif kind is HandInLate:
        yield from (kind(**on, materials=dict.fromkeys(some, ("f1",))) for some in (item.owes, item.owes[:1]))
    elif kind in (AskSuspension, AskExtension, Answer):
        yield from (kind(**said, **parts) for parts in _asked(story, kind))
    elif kind in (Transfer, Delegate, AddSigners, SendCopy) or issubclass(kind, PassingOn):
        yield from (kind(**said, **named) for named in _named(story, kind, item, holder))
    else:
        yield kind(**(said if issubclass(kind, Spoken) else on))


def _asked(story: Story, kind: type[OnItem]) -> tuple[dict[str, Any], ...]:
    """Until when, by how many days, or what is answered."""
    if kind is AskExtension:
        return ({"days": 1}, {"days": 4})
    if kind is AskSuspension:
        return tuple({"until": story.world.today + timedelta(days=days)} for days in (1, 9))
    return ({"answer": "yes"}, {"answer": "no"}, {"answer": "material", "files": ("f1",)})


def _named(story: Story, kind: type[OnItem], item: WorkItem, holder: Holder) -> Iterator[dict[str, Any]]:
    """The people or the body that the holder could name in it."""
    if kind is SendCopy:
        fit = readers(story.case, holder, story.world)
        yield from ({"to": (to,)} for to in fit[:3] if to.person != STRANGER.person)
    elif issubclass(kind, PassingOn):
        onward = ways(story.matter, story.case, item, holder, story.filed, story.world)
        yield from ({"body": way.body} for way in onward if way.kind == kind.kind)
    else:
        near = colleagues(story.matter, story.case, item, holder, story.world)
        wheres = [{"where": where} for where in ("before", "beside", "after")] if kind is AddSigners else [{}]
        yield from ({"to": (to,), **where} for where in wheres for to in near)
