"""What happens by itself when its day has come: what waits or rests goes on, claims end, what is overdue is told of."""

import logging
from functools import partial

from flows.cases.deciding import act_on, open_case
from flows.cases.walking import Walk
from flows.resources import Resources
from matters.commands.reports import Ring
from matters.errors.base import Refusal
from matters.organisation.snapshot import SYSTEM
from storage import alarms
from storage.alarms import Alarm

BATCH = 100  # read at once; each is then rung in a transaction of its own of some milliseconds

log = logging.getLogger("once.alarms")
_ALARMS = Walk[Alarm](log, lambda alarm: f"办件 {alarm.case_no} 的待办 {alarm.key} 到期处理出错", shared=False)


def ring(resources: Resources) -> int:
    """Ring every alarm whose day has come; returns for how many something followed.

    Two of these at once do no harm: under the lock of its case an item that has gone on is no news. A fault of one is logged
    and does not keep the others waiting.
    """
    failed: set[str] = set()
    rung = 0
    while found := _due(resources, failed):
        for alarm in found:
            if _ALARMS.one(alarm, partial(_ring, resources)):
                rung += 1
            else:
                failed.add(alarm.id)
    return rung


def _due(resources: Resources, failed: set[str]) -> tuple[Alarm, ...]:
    with resources.database.reading() as session:
        return alarms.due(session, resources.today, BATCH, failed)


def _ring(resources: Resources, alarm: Alarm) -> bool:
    """One alarm in one transaction; false when nothing followed: it was rung meanwhile, or nobody is there to act next."""
    with resources.database.transaction() as session:
        opened = open_case(session, resources, alarm.case_no, lock=True)
        if opened is None:
            return False
        answer = act_on(session, resources, opened, Ring(actor=SYSTEM, item=alarm.key), {})
        if isinstance(answer, Refusal):
            log.warning("办件 %s 到期后不能继续：%s", alarm.case_no, answer.message)
            return False
        return answer.seq > opened.case.seq
