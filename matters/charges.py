"""What a body is charged with by a day (督办单、改革任务): how it stands after each act, and what anybody may do with it next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from matters.calendar import day_text, implausible
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NotPossible, Stale

ChargeKind = Literal["supervision", "instruction", "reform"]
KIND_NAMES: Mapping[ChargeKind, str] = {"supervision": "督办单", "instruction": "批示督办", "reform": "改革任务"}
ChargeState = Literal["open", "extension", "answered", "closed"]
STATE_NAMES: Mapping[ChargeState, str] = {
    "open": "待反馈",
    "extension": "延期待审",
    "answered": "已反馈，待销号",
    "closed": "已销号",
}
ChargeAct = Literal["report", "answer", "ask_extension", "extend", "refuse_extension", "send_back", "close"]
ACT_NAMES: Mapping[ChargeAct, str] = {
    "report": "报进展",
    "answer": "反馈",
    "ask_extension": "申请延期",
    "extend": "同意延期",
    "refuse_extension": "不同意延期",
    "send_back": "退回重办",
    "close": "销号",
}
# What the body does that is charged, and what whoever opened the charge does, by how it stands.
_BY_BODY: Mapping[ChargeState, tuple[ChargeAct, ...]] = {
    "open": ("report", "answer", "ask_extension"),
    "extension": ("report", "answer"),
    "answered": (),
    "closed": (),
}
_BY_OPENER: Mapping[ChargeState, tuple[ChargeAct, ...]] = {
    "open": (),
    "extension": ("extend", "refuse_extension"),
    "answered": ("close", "send_back"),
    "closed": (),
}

# How it stands after an act; a report of progress leaves it as it is.
_THEN: Mapping[ChargeAct, ChargeState] = {
    "answer": "answered",
    "ask_extension": "extension",
    "extend": "open",
    "refuse_extension": "open",
    "send_back": "open",
    "close": "closed",
}


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge 督办单 as it stands after its `version`-th act; opening it is the first. `progress`: in percent, as the body says.

    `case_no`, `matter`: what it is about, if not a task of its own. `asked_until`: to which day an extension is asked for.
    """

    kind: ChargeKind
    body: str
    opened_by: str
    opened_on: date
    due: date
    case_no: str | None = None
    matter: str | None = None
    state: ChargeState = "open"
    asked_until: date | None = None
    progress: int = 0
    closed_on: date | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state != "closed"

    @property
    def waits_for_body(self) -> bool:
        """Whether it is the body's turn; an extension that was asked for does not stop it."""
        return self.state in ("open", "extension")

    def days_late(self, today: date) -> int:
        """So many days after its last one without an answer; below 1, so many are left. None late once it is answered."""
        return (today - self.due).days if self.waits_for_body else min((today - self.due).days, 0)


@dataclass(frozen=True, slots=True)
class Side:
    """On which sides of a charge somebody stands: they speak for the body, and they may do what its opener does."""

    answers: bool
    opener: bool


@dataclass(frozen=True, slots=True)
class Done:
    """An act that somebody asks for. `seen`: the version they were shown; `until`: of an extension."""

    act: ChargeAct
    seen: int
    text: str = ""
    until: date | None = None
    progress: int | None = None


def opener_side(person: str, charge: Charge, *, watches: bool, opener_watches: bool) -> bool:
    """Whether that person does what the opener does: the opener alone (谁督办谁销号).

    Where the opener watches over the body no longer, because they left or their region shrank, whoever does watch over it.
    """
    return watches and (person == charge.opened_by or not opener_watches)


def offered(charge: Charge, side: Side) -> tuple[ChargeAct, ...]:
    """What somebody on these sides may do now."""
    theirs = _BY_BODY[charge.state] if side.answers else ()
    return (*theirs, *(_BY_OPENER[charge.state] if side.opener else ()))


def opening_problems(title: str, text: str, due: date, today: date) -> tuple[Problem, ...]:
    """Everything that is wrong with a charge that is to be opened."""
    said = (
        ("title", "" if title else "请填写督办事项"),
        ("text", "" if text else "请写明要求"),
        ("due", implausible(due) or ("办理期限已过，请改为今日或者以后的日期" if due < today else "")),
    )
    return tuple(Problem(target, message) for target, message in said if message)


def after(charge: Charge, done: Done, side: Side, today: date) -> Charge | Refusal:
    """The charge after that act, or why it is refused."""
    if done.seen != charge.version:
        return Stale()
    if done.act not in offered(charge, side):
        return _not_offered(charge, done.act, side)
    if wrong := _unsaid(charge, done, today):
        return wrong
    return _moved(charge, done, today)


def _moved(charge: Charge, done: Done, today: date) -> Charge:
    facts: Mapping[ChargeAct, Mapping[str, Any]] = {
        "report": {"progress": charge.progress if done.progress is None else done.progress},
        "answer": {"progress": 100, "asked_until": None},
        "ask_extension": {"asked_until": done.until},
        "extend": {"due": charge.asked_until or charge.due, "asked_until": None},
        "refuse_extension": {"asked_until": None},
        "send_back": {},
        "close": {"closed_on": today},
    }
    state = _THEN.get(done.act, charge.state)
    return replace(charge, version=charge.version + 1, state=state, **facts[done.act])


def _not_offered(charge: Charge, act: ChargeAct, side: Side) -> NotPossible:
    theirs = [states for states in (_BY_BODY, _BY_OPENER) if any(act in acts for acts in states.values())]
    mine = (side.answers and _BY_BODY in theirs) or (side.opener and _BY_OPENER in theirs)
    if mine:
        return NotPossible(action=ACT_NAMES[act], why=f"该督办现在是“{STATE_NAMES[charge.state]}”，请刷新页面查看")
    who = "承办单位的负责人或者联络员" if _BY_BODY in theirs else "督办的发起人"
    return NotPossible(action=ACT_NAMES[act], why=f"该操作由{who}进行")


_NEED_WORDS: Mapping[ChargeAct, str] = {
    "report": "请写明进展",
    "answer": "请写明办理结果",
    "ask_extension": "请写明延期的理由",
    "refuse_extension": "请写明不同意的理由",
    "send_back": "请写明还须办理什么",
}


def _unsaid(charge: Charge, done: Done, today: date) -> Invalid | None:
    """What the act leaves unsaid."""
    if done.act in _NEED_WORDS and not done.text:
        return Invalid.of("text", _NEED_WORDS[done.act])
    if done.act != "ask_extension":
        return None
    if done.until is None or done.until <= max(charge.due, today):
        return Invalid.of("until", f"请填写延期至哪一日，须晚于{day_text(max(charge.due, today))}")
    wrong = implausible(done.until)
    return Invalid.of("until", f"延期的日期{wrong}") if wrong else None
