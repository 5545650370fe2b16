"""What becomes of an effect whose hand has raised: tried again after a rest, or put to a person (存疑)."""

import logging
import secrets
from datetime import timedelta
from typing import Literal

from flows.cases.calling import doubt_arisen
from flows.documents.faces import UndrawableText
from flows.documents.sealing.sealer import SealingFailed
from flows.effects.claims import note
from flows.resources import Resources
from matters.case.effect_kinds import KINDS
from storage import doubts, ledger
from storage.collisions import CollisionError
from storage.definitions.matters import DamagedDefinitionError
from storage.doubts import Failure, Fault
from storage.files import DamagedFileError
from storage.ledger import PlannedEffect

# Five attempts over a good six minutes: longer than anything takes that mends itself, such as a restart of what is used.
PAUSES = (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))


class BlockedError(Exception):
    """The case cannot go on, for the reason that people would be told."""


# What no second attempt can change: it waits for whoever restores the file or publishes the definition.
_INCURABLE = (DamagedFileError, DamagedDefinitionError, LookupError, UndrawableText)
_LINES: tuple[tuple[type[Exception], str], ...] = (
    (DamagedFileError, "所需文件缺失或已损坏"),
    (DamagedDefinitionError, "事项定义已损坏"),
    (LookupError, "找不到办理所需的事项定义、组织机构版本或人员"),
    (UndrawableText, "文书内容含有无法打印的字符"),
    (SealingFailed, "加盖电子印章未成功"),
    (CollisionError, "与已有的文号、文书或通知冲突"),
    (TimeoutError, "等待外部应答超时"),
    (ConnectionError, "与外部的连接中断"),
    (OSError, "读写文件出错"),
)

log = logging.getLogger("once.effects")


def put_down(
    resources: Resources, effect: PlannedEffect, owner: str, error: Exception
) -> Literal["failed", "doubt", "lost"]:
    """Write the fault into the log and the ledger, and let the advance rest or put the effect in doubt."""
    number, now = secrets.token_hex(4), resources.clock()
    log.error("故障 %s：%s 未能办成", number, effect.key, exc_info=error)
    fault = Fault(number, told(error), now.isoformat(timespec="seconds"))
    with resources.database.transaction() as session:
        failure = doubts.fail(session, effect, owner, fault)
        if failure is None:
            return "lost"
        reason = _hopeless(effect, failure, error)
        if reason:
            doubts.give_up(session, effect, f"{reason}：{fault.line}（故障编号 {number}）", now)
            note(session, resources, effect, "列为存疑")
            doubt_arisen(session, resources, effect.key)
            log.warning("%s列为存疑，待人工核定：%s", KINDS[effect.effect.kind].word, reason)
            return "doubt"
        pause = PAUSES[failure.count - 1]
        doubts.give_back(session, effect, owner)
        ledger.release(session, effect.advance_id, owner, now + pause)
    word = KINDS[effect.effect.kind].word
    log.warning("%s第 %d 次未能办成，%d 秒后自动再试", word, failure.count, pause.total_seconds())
    return "failed"


def put_off(resources: Resources, effect: PlannedEffect, owner: str, reason: str) -> None:
    """Let the advance rest for a minute; the case tells the reason meanwhile, which people wrote, and no log does."""
    log.info("%s的条件尚不具备，稍后自动再看", KINDS[effect.effect.kind].word)
    with resources.database.transaction() as session:
        doubts.wait(session, effect, owner, reason)
        ledger.release(session, effect.advance_id, owner, resources.clock() + PAUSES[2])


def told(error: Exception) -> str:
    """The fault in one Chinese line; the log has the whole of it."""
    if isinstance(error, BlockedError):
        return str(error)
    return next((line for kind, line in _LINES if isinstance(error, kind)), f"程序出错（{type(error).__name__}）")


def _hopeless(effect: PlannedEffect, failure: Failure, error: Exception) -> str | None:
    """Why a machine must not, or need not, try again."""
    if failure.begun and not KINDS[effect.effect.kind].replayable:
        return "执行中出错，无法确知是否已办"
    if isinstance(error, _INCURABLE):
        return "不能自行恢复"
    return f"连续 {failure.count} 次未能办成" if failure.count > len(PAUSES) else None
