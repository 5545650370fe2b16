"""How far a case is (进度), in one line: what is done, with whom it is now and until when, what is to come.

Steps that run side by side are one point: whoever files wants to know how far it is, not how the office divides its work.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from flows.cases.deciding import Opened
from flows.service.shown.cases import few, result_word
from flows.views.cases import ProgressPoint, WaitingFor
from flows.views.matters import Expectation
from matters.case.aggregate import STATUS_NAMES, Case
from matters.case.deeds import HANDED_IN, Deed
from matters.case.items import ASIDE
from matters.language.document import Definition
from matters.language.route.spots import rows_of
from matters.language.route.steps import Branching, Exclusive, Step, walk
from matters.language.words.answers import person_name, who_acted
from matters.organisation.snapshot import Organisation

_BESIDE = (*ASIDE, "spot_check")


def progress(
    opened: Opened,
    waiting: Collection[WaitingFor],
    ahead: Collection[Expectation],
    organisation: Organisation,
) -> tuple[ProgressPoint, ...]:
    """The points in the order of the route, between the filing and the end. `waiting`: one for each open item, in order."""
    case, matter = opened.case, opened.matter
    both = zip(case.awaited, waiting, strict=True)
    open_now = [(item.step, one) for item, one in both if item.purpose not in _BESIDE]
    known = _Known(case, matter, organisation, open_now, {one.step: one for one in reversed(tuple(ahead))})
    filed = ProgressPoint(
        name="提交申请", state="done", who=(person_name(organisation, case.applicant.person),), at=case.filed_at
    )
    points = (_point(known, name, steps) for name, steps in _places(matter.steps))
    return (filed, *(point for point in points if point), _end(opened))


@dataclass(frozen=True, slots=True)
class _Known:
    """What the points are made of: what waits now, and by step what is expected."""

    case: Case
    matter: Definition
    organisation: Organisation
    waiting: list[tuple[str, WaitingFor]]
    ahead: dict[str, Expectation]

    def deeds(self, steps: Collection[str]) -> list[Deed]:
        """What was done at these steps, by whom it may have been."""
        return [deed for deed in self.case.deeds if deed.step in steps and deed.what not in HANDED_IN]


def _places(steps: tuple[Step, ...]) -> Iterator[tuple[str, frozenset[str]]]:
    """The points of the route: of a choice the steps of each way, of what runs side by side all steps together."""
    for step in steps:
        if isinstance(step, Exclusive):
            for _, row in rows_of(step):
                yield from _places(row)
        else:
            yield step.name, frozenset(one.id for one in walk((step,)) if not isinstance(one, Branching))


def _point(known: _Known, name: str, steps: frozenset[str]) -> ProgressPoint | None:
    """Nothing where the case neither was nor is nor is expected to come."""
    now = [one for step, one in known.waiting if step in steps]
    to_come = [one for step, one in known.ahead.items() if step in steps]
    deeds = known.deeds(steps)
    if now:
        return _now(known, name, now, deeds)
    if to_come:
        return _to_come(name, to_come)
    if deeds:
        who = dict.fromkeys(who_acted(known.organisation, deed.actor, deed.behalf) for deed in deeds)
        return ProgressPoint(name=name, state="done", who=tuple(who), at=deeds[-1].at)
    return None


def _now(known: _Known, name: str, waiting: list[WaitingFor], deeds: list[Deed]) -> ProgressPoint:
    """With the last of their days."""
    last = max(waiting, key=lambda one: one.due or date.min)
    return ProgressPoint(
        name=name,
        state="now",
        who=_people(waiting),
        due=last.due,
        provisional=last.provisional,
        note="；".join(dict.fromkeys(filter(None, _notes(known, name, waiting, deeds)))),
    )


def _notes(known: _Known, name: str, waiting: list[WaitingFor], deeds: list[Deed]) -> Iterator[str]:
    """What is open where that is not the whole, and what is done of it already."""
    under_way = "、".join(dict.fromkeys(one.step for one in waiting))
    yield "" if under_way == name else under_way
    open_still = {step for step, _ in known.waiting}
    done = dict.fromkeys(known.matter.called(deed.step) for deed in deeds if deed.step not in open_still)
    yield f"已办{'、'.join(done)}" if done else ""
    yield from (one.note for one in waiting)


def _to_come(name: str, expected: list[Expectation]) -> ProgressPoint:
    by_machine = all(one.machine and not one.who for one in expected)
    notes = ("系统自动办理" if by_machine else "", "" if any(one.certain for one in expected) else "视办理情况而定")
    return ProgressPoint(name=name, state="ahead", who=_people(expected), note="，".join(filter(None, notes)))


def _people(asked: Collection[WaitingFor | Expectation]) -> tuple[str, ...]:
    """By name alone: the line is short, and what they are stands elsewhere."""
    names = tuple(dict.fromkeys(who.partition("（")[0] for one in asked for who in one.who))
    return few(names)


def _end(opened: Opened) -> ProgressPoint:
    """How it ended, by the matter's own word for the result; until then the last day of the whole."""
    case, word = opened.case, result_word(opened.matter, opened.case.result)
    if case.ended:
        name = word if word and case.ended == "concluded" else STATUS_NAMES[case.ended]
        return ProgressPoint(name=name, state="done", at=opened.head.ended_at)
    said = f"结果：{word}" if word else ""
    return ProgressPoint(name="办结", state="ahead", due=case.due, provisional=case.provisional, note=said)
