"""What follows when a matter is cancelled (事项取消): whom open cases concern is told once, and what is to end ends."""

import logging
from collections.abc import Callable, Iterator
from functools import partial

from flows.cases.deciding import act_on, open_case
from flows.cases.walking import Walk
from flows.resources import Resources
from matters.calendar import day_text
from matters.cancelling import Cancellation
from matters.commands.reports import EndCancelled
from matters.errors.base import Refusal
from matters.organisation.snapshot import SYSTEM
from storage.definitions import cancellations
from storage.definitions.cancellations import KeptCancellation
from storage.notices import Message

BATCH = 100  # cases read at once; each then has a transaction of its own of some milliseconds

_CASES = Walk[str](logging.getLogger("once.cancelling"), "办件 {} 因事项取消的处理出错".format, shared=False)


def carry_cancellations(resources: Resources) -> int:
    """Tell of what was decided, and end what is to end; returns how many cases have ended.

    Two of these at once do no harm, and one that is killed is begun anew: a notice has a key, and an ended case is not open.
    """
    with resources.database.reading() as session:
        news, standing = cancellations.to_tell(session), cancellations.standing(session)
    for kept in news:
        _tell_all(resources, kept)
    due = (one for one in standing.values() if one.open_cases == "ended" and one.holds(resources.today))
    return sum(_CASES.each(_undecided(resources, one.code), _ending(resources, one)) for one in due)


def _tell_all(resources: Resources, kept: KeptCancellation) -> None:
    _CASES.each(_undecided(resources, kept.cancellation.code), partial(_tell, resources, kept))
    with resources.database.transaction() as session:
        cancellations.told(session, kept.id, kept.state)


def _undecided(resources: Resources, code: str) -> Iterator[str]:
    after = 0
    while True:
        with resources.database.reading() as session:
            found = cancellations.undecided(session, code, after, BATCH)
        if not found:
            return
        yield from (case_no for _, case_no in found)
        after = found[-1][0]


def _tell(resources: Resources, kept: KeptCancellation, case_no: str) -> bool:
    with resources.database.transaction() as session:
        opened = open_case(session, resources, case_no, lock=True)
        if opened is None:
            return False
        key = f"cancellation:{kept.id}:{kept.state}:{case_no}"
        text = _text(kept, opened.matter.name, case_no)
        message = Message(key, opened.case.affected, case_no, "matter_cancelled", text, resources.clock())
        return bool(resources.channel.tell(session, message))


def _text(kept: KeptCancellation, name: str, case_no: str) -> str:
    by = kept.cancellation
    if kept.state == "withdrawn":
        return f"事项“{name}”不再取消，本办件（{case_no}）照常办理。"
    after = "继续办理，直至办结" if by.open_cases == "go_on" else "届时尚未作出决定的，终止办理"
    return f"事项“{name}”自{day_text(by.since)}起取消（依据：{by.source}）。本办件（{case_no}）{after}。"


def _ending(resources: Resources, by: Cancellation) -> Callable[[str], bool]:
    def end(case_no: str) -> bool:
        with resources.database.transaction() as session:
            opened = open_case(session, resources, case_no, lock=True)
            if opened is None:
                return False
            answer = act_on(session, resources, opened, EndCancelled(actor=SYSTEM, ground=by.source), {})
            if isinstance(answer, Refusal):
                raise ValueError(answer.message)
            return answer.seq > opened.case.seq

    return end
