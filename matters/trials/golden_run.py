"""Running golden cases (金样): the story is played through the engine and compared with what the definition expects."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from matters.calendar import Calendar, day_begins, local_day
from matters.case.aggregate import Case
from matters.case.deeds import Child
from matters.case.events import Event
from matters.case.events.course import StepOpened
from matters.case.events.deciding import Decided, PaperIssued
from matters.case.events.extending import Extended
from matters.case.events.inquiries import DutyOpened, MaterialsBrought, MaterialsOwed
from matters.case.events.pausing import Resumed
from matters.case.filed import Filed
from matters.case.fold import evolve
from matters.case.items import WorkItem
from matters.case.owed import Effect, owed
from matters.case.values import ItemKey
from matters.commands.acts import ON_ITEMS, ItemAct, on_item
from matters.commands.base import Command
from matters.commands.cases import Submit, Withdraw
from matters.commands.reports import (
    CheckRules,
    RecordBegun,
    RecordCall,
    RecordEnd,
    RecordLookUp,
    RecordPaper,
    ReportFault,
    Ring,
)
from matters.engine.transitions import actions_on
from matters.errors.base import Problem, Refusal
from matters.filing.asked import complete
from matters.filing.entries import planned
from matters.language.clock import LATE_MATERIALS
from matters.language.document import Definition
from matters.language.errands import errands_made
from matters.language.golden import Act, ExpectedEntry, GoldenCase
from matters.language.outcome import VALIDITY
from matters.lifecycle import decide
from matters.linter.finding import guess
from matters.linter.runnable import not_runnable
from matters.organisation.snapshot import SYSTEM, Holder, Organisation
from matters.world import World


@dataclass(frozen=True)
class Played:
    """How far the story has gone: what the case says, the events told, and the case they make."""

    filed: Filed = field(default_factory=Filed)
    case: Case | None = None
    events: tuple[Event, ...] = field(default=())


@dataclass(frozen=True)
class Stage:
    """What a story is played against."""

    matter: Definition
    organisation: Organisation
    calendar: Calendar

    def tell(self, played: Played, command: Command, at: datetime) -> Played | Refusal:
        """The story after one command, and after the papers it owes have been issued at once."""
        world = World(self.organisation, self.calendar, at)
        verdict = decide(self.matter, played.case, played.filed, command, world)
        if isinstance(verdict, Refusal):
            return verdict
        case = played.case
        for event in verdict:
            case = evolve(case, event)
        told = Played(_said(played.filed, command), case, (*played.events, *verdict))
        for effect in (effect for event in verdict for effect in owed(event)):
            report = _done(effect, at, len(told.events))
            after = self.tell(told, report, at) if report else told
            if isinstance(after, Refusal):
                return after
            told = after
        return told

    def ring(self, played: Played, at: datetime) -> Played:
        """The story at that instant: each day that has come was rung as it came, with all that followed from it."""
        silent: set[ItemKey] = set()
        while due := _due_to_ring(played, local_day(at), silent):
            day, key = due
            now = max(day_begins(day), played.events[-1].at)
            rung = self.tell(played, Ring(actor=SYSTEM, item=key), now)
            after = rung if isinstance(rung, Refusal) else self.begun(rung, now)
            if isinstance(after, Refusal) or after.events == played.events:
                silent.add(key)
            else:
                played = after
        return played

    def begun(self, played: Played, at: datetime) -> Played | Refusal:
        """The story after the other matters that it wants have been begun."""
        for child in played.case.children if played.case else ():
            if child.needed and not child.case_no:
                report = RecordBegun(actor=SYSTEM, child=child.key, child_case=f"金样-{child.key}")
                told = self.tell(played, report, at)
                return told if isinstance(told, Refusal) else self.begun(told, at)
        return played

    def holders(self, posts: Mapping[Any, str], on: date) -> dict[Any, Holder]:
        """Who holds each of these posts on that day; posts that not exactly one person holds are left out."""
        found = {key: self.holder(post, on) for key, post in posts.items()}
        return {key: holder for key, holder in found.items() if holder}

    def holder(self, post_id: str, on: date) -> Holder | None:
        """The one person who holds the post on that day."""
        found = self.cast(post_id, on)
        return found if isinstance(found, Holder) else None

    def cast(self, post_id: str, on: date) -> Holder | str:
        """Who plays the post on that day, or why nobody can."""
        post = self.organisation.find_post(post_id)
        if post is None:
            near = guess(post_id, (one.id for one in self.organisation.posts))
            return f"组织机构中没有岗位“{post_id}”。{near}请改为现有的岗位"
        if not post.valid(on):
            return f"岗位“{post_id}”在 {on} 尚未设立，或者已经撤销。请更正岗位或日期"
        found = self.organisation.holders_of(post, on)
        if len(found) != 1:
            return f"岗位“{post_id}”在 {on} 有 {len(found)} 人任职，金样只能用恰有一人任职的岗位。请更正岗位或日期"
        return found[0]


def _due_to_ring(played: Played, today: date, silent: Collection[ItemKey]) -> tuple[date, ItemKey] | None:
    """What is to be rung first by that day, of what something may still follow from."""
    items = played.case.items if played.case else ()
    alarms = ((item.alarm, item.key) for item in items if item.key not in silent)
    due = ((day, key) for day, key in alarms if day and day <= today)
    return min(due, key=lambda one: (one[0], one[1].seq), default=None)


def _said(filed: Filed, command: Command) -> Filed:
    """What the case says once the command has brought its own."""
    said = {**getattr(command, "answers", {}), **getattr(command, "fills", {})}
    return Filed({**filed.answers, **said}, {**filed.materials, **getattr(command, "materials", {})})


def run(matter: Definition, golden: GoldenCase, organisation: Organisation, calendar: Calendar) -> tuple[Problem, ...]:
    """Play one golden case; nothing comes back when everything is as expected."""
    if not_runnable(matter):
        return (Problem(golden.id, f"金样“{golden.name}”未运行：该定义含有系统尚不能运行的写法。请先处理。"),)
    played = _play(Stage(matter, organisation, calendar), golden)
    if isinstance(played, Problem):
        return (played,)
    return tuple(_differences(matter, golden, played))


def _play(stage: Stage, golden: GoldenCase) -> Played | Problem:
    applicant = stage.cast(golden.filed_as, local_day(golden.now))
    if isinstance(applicant, str):
        return _stopped(golden, applicant)
    filed = stage.tell(Played(), filing(stage, golden, applicant), golden.now)
    played = filed if isinstance(filed, Refusal) else stage.begun(filed, golden.now)
    if isinstance(played, Refusal):
        return _stopped(golden, f"提交未被接受：{played.message}")
    for number, act in enumerate(golden.story, start=1):
        after = _act(stage, played, act)
        if isinstance(after, str):
            return _stopped(golden, f"第 {number} 步（{act.by}）未被接受：{after}")
        played = after
    return stage.ring(played, day_begins(golden.until)) if golden.until else played


def filing(stage: Stage, golden: GoldenCase, applicant: Holder) -> Submit:
    """The filing of a golden case."""
    choices = stage.holders(golden.choices, local_day(golden.now))
    return Submit(actor=applicant, case_no="金样", answers=golden.answers, materials=golden.materials, choices=choices)


def _act(stage: Stage, played: Played, act: Act) -> Played | str:
    """The story after one act, or why it was not taken."""
    played = stage.ring(played, act.at)
    command = _reported(played, act) if act.by == SYSTEM.person else _acted(stage, played, act)
    if isinstance(command, str):
        return command
    after = stage.tell(played, command, act.at)
    after = after if isinstance(after, Refusal) else stage.begun(after, act.at)
    return after.message if isinstance(after, Refusal) else after


def _acted(stage: Stage, played: Played, act: Act) -> Command | str:
    actor = stage.cast(act.by, local_day(act.at))
    if isinstance(actor, str) or played.case is None:
        return actor if isinstance(actor, str) else "还没有提交申请"
    command = _command(stage, act, actor, _item(stage.matter, played.case, actor, ON_ITEMS.get(act.action)))
    return command or "没有轮到该岗位办理的待办，或者没有这种动作"


def _reported(played: Played, act: Act) -> Command | str:
    """What a register that the case has asked says in this story, or how one of its sub-matters ends."""
    case = played.case
    if act.action == "child_ended":
        return _child_ended(case.children if case else (), act)
    item = next((item for item in case.items if item.work == "look_up"), None) if case else None
    if item is None:
        return "没有等候数据核验的环节"
    known = RecordLookUp(actor=SYSTEM, item=item.key, answers=act.answers)
    return known if act.action == "look_up" else ReportFault(actor=SYSTEM, item=item.key, why="not_found")


def _child_ended(children: tuple[Child, ...], act: Act) -> Command | str:
    running = (child for child in children if child.needed and child.running)
    child = next((child for child in running if child.row == act.row), None)
    if child is None:
        return "这一行没有在办的子事项"
    return RecordEnd(actor=SYSTEM, child=child.key, how=act.outcome or "granted", fills=act.fills)


def _item(matter: Definition, case: Case, actor: Holder, what: ItemAct | None) -> WorkItem | None:
    """What waits for the actor, first what offers the act; else what comes back to the actor, to call it back."""
    mine = [item for item in case.items if actor in item.holders]
    fit = (item for item in mine if what and what.command in actions_on(matter, case.status, item))
    coming_back = (item for item in case.items if actor in (item.lender, item.asker))
    return next((item for item in (*fit, *mine, *coming_back)), None)


def _command(stage: Stage, act: Act, actor: Holder, item: WorkItem | None) -> Command | None:
    if act.action == "withdraw":
        return Withdraw(actor=actor, reason=act.opinion)
    if item is None or act.action not in ON_ITEMS:
        return None
    parts = {
        "opinion": act.opinion,
        "fills": act.fills,
        "answers": act.answers,
        "materials": act.materials,
        "findings": {finding.target: finding.message for finding in act.findings},
        "where": act.where,
        "step": act.step,
        "resumes": act.resumes,
        "until": act.until,
        "days": act.days,
        "body": act.body,
        "answer": act.answer,
        "files": act.files,
        "choices": stage.holders(act.choices, local_day(act.at)),
        "to": tuple(stage.holders(dict(enumerate(act.to)), local_day(act.at)).values()),
    }
    try:
        return on_item(act.action, actor, item.key, item.version, parts)
    except ValidationError:  # a part that the act needs is missing, or a post in it is nobody's
        return None


def _done(effect: Effect, at: datetime, document: int) -> Command | None:
    """What a machine reports at once; nothing for what it owes besides, and for what a register says, which the story tells."""
    match effect.kind:
        case "seal":
            return _issued(effect, at, document)
        case "rule_check":
            return CheckRules(actor=SYSTEM, item=effect.item or "", lot=99)
        case "outside_call":
            return RecordCall(actor=SYSTEM, item=effect.item or "")
        case _:
            return None


def _issued(effect: Effect, at: datetime, document: int) -> RecordPaper:
    return RecordPaper(
        actor=SYSTEM,
        paper=effect.paper or "",
        due_by=effect.seq,
        row=effect.row,
        document=f"金样-{document}",
        number="金样〔0〕0号",
        digest="0" * 64,
        issued_on=local_day(at),
    )


def _stopped(golden: GoldenCase, why: str) -> Problem:
    return Problem(golden.id, f"金样“{golden.name}”没有运行到底：{why}")


def _differences(matter: Definition, golden: GoldenCase, played: Played) -> Iterable[Problem]:
    expect, case = golden.expect, played.case
    due = {**_due(played.events), "case": case.due if case else None}
    path = _path(played.events)
    papers = "、".join(event.paper for event in played.events if isinstance(event, PaperIssued))
    pairs: list[tuple[str, object, object]] = [
        ("环节", "、".join(expect.path), "、".join(path)),
        *((f"“{step}”的期限", day, due.get(step)) for step, day in expect.due.items()),
        ("结果", expect.outcome, (case and case.outcome) or "尚未办完"),
        ("文书", "、".join(expect.papers), papers),
        ("跑动次数", expect.errands, _errands(matter, played, path)),
        ("登入台账", _told(expect.writes), _told(_written(matter, played))),
    ]
    for what, wanted, found in pairs:
        if wanted != found:
            message = f"金样“{golden.name}”的{what}与预期不符：应为 {wanted}，实为 {found or '无'}。请更正定义或金样。"
            yield Problem(golden.id, message)


def _written(matter: Definition, played: Played) -> tuple[ExpectedEntry, ...]:
    """What the result has written into rosters, and what still stands of it."""
    entered = played.case.entered if played.case else ()
    day = local_day(played.events[-1].at)
    plans = {(one.number, one.row): one for one in planned(matter, complete(matter, played.filed.answers, day), day)}
    found = (plans[one.write, one.row] for one in entered)
    return tuple(
        ExpectedEntry(roster=one.rule.roster, act=one.rule.act, entry=one.key or "", values=one.values) for one in found
    )


def _told(entries: Iterable[ExpectedEntry]) -> str:
    return "；".join(f"{one.roster} {one.act} {one.entry} {sorted(one.values.items())}" for one in entries)


def _due(events: Iterable[Event]) -> dict[str, date | None]:
    """Until when each step, each duty and the materials owed were to be done, as it was said last."""
    due: dict[str, date | None] = {}
    for event in events:
        match event:
            case StepOpened():
                due[event.step] = event.due
            case Resumed():
                due[event.place] = event.due
            case Extended():
                due |= {one.item.step: one.due for one in event.items}
            case DutyOpened():
                due[event.duty] = event.due
            case MaterialsOwed():
                due[LATE_MATERIALS] = event.due
            case Decided() if event.valid_until:
                due[VALIDITY] = event.valid_until
    return due


def _path(events: Iterable[Event]) -> tuple[str, ...]:
    """The steps in the order in which they were opened; the signers of one round of a countersigned step count once."""
    opened = (event for event in events if isinstance(event, StepOpened))
    rounds = dict.fromkeys((event.step, event.at if event.seat else event.seq) for event in opened)
    return tuple(step for step, _ in rounds)


def _errands(matter: Definition, played: Played, path: tuple[str, ...]) -> int:
    granted = played.case is not None and played.case.result == "granted"
    late = [name for event in played.events if isinstance(event, MaterialsBrought) for name in event.wrote]
    return errands_made(matter, path, played.filed.materials, granted, late)
