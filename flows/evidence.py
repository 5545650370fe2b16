"""What database and file store say about an effect in doubt (存疑), and which settlements that allows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.resources import Resources
from matters.case.effect_kinds import KINDS, Kind
from matters.case.events.deciding import Decided
from matters.case.events.papers import PapersDue
from matters.case.fold import fold
from storage import cases, doubts, ledger
from storage.database import Session
from storage.doubts import Doubtful, Traces
from storage.files import DamagedFileError, FileStore
from storage.ledger import PlannedEffect


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence 证据 on an effect in doubt: `lines` as names and values.

    `outcome`: what a confirmation would record, nothing where no proof of the act is there. `repeatable`: it may be done
    again, because that gives the same bytes, because it provably has not happened, or because the other side can tell.
    `droppable`: the case can go on without it; it is decided (已决定) for ever without its result paper.
    """

    lines: tuple[tuple[str, str], ...]
    outcome: dict[str, Any] | None
    repeatable: bool
    droppable: bool


def evidence(session: Session, resources: Resources, doubtful: Doubtful) -> Evidence:
    """Read the traces of the act itself, never the worker's word for it."""
    effect, traces = doubtful.effect, doubts.traces(session, doubtful.effect)
    siblings = {
        other.effect.kind: other
        for other in ledger.effects_of(session, effect.case_id)
        if other.key.same_paper(effect.key)
    }
    outcome = _outcome(session, effect, traces, resources.files)
    free = KINDS[effect.effect.kind].again != "if_undone"
    repeatable = outcome is None and (free or _untouched(effect, traces))
    lines = (
        *_paper_lines(effect, siblings, traces, resources.files),
        *_notice_lines(effect, traces),
        *_call_lines(effect, outcome),
    )
    return Evidence(lines, outcome, repeatable, not _makes_result(session, effect))


def _makes_result(session: Session, effect: PlannedEffect) -> bool:
    """Of the case or of a row. Asked of the events, for the definition may be what is damaged."""
    owing = (event for event in cases.history(session, effect.case_id) if event.seq == effect.seq)
    return any(isinstance(event, Decided) or (isinstance(event, PapersDue) and event.step is None) for event in owing)


def _outcome(session: Session, effect: PlannedEffect, traces: Traces, files: FileStore) -> dict[str, Any] | None:
    """What the hand would have recorded, if the database shows that its act is done."""
    match effect.effect.kind:
        case "number" if traces.number:
            return {"number": traces.number}
        case "seal" if traces.document and _intact(files, traces.document.digest):
            return {"digest": traces.document.digest, "seal_number": traces.document.seal_number}
        case "outside_call" if _reported(session, effect):
            return {}
        case "notice" if effect.effect.to and traces.told >= set(effect.effect.to):
            return {"told": list(effect.effect.to)}
        case _:
            return None


def _untouched(effect: PlannedEffect, traces: Traces) -> bool:
    """Whether it provably has not happened: its act is a row in our own database, and the row is not there."""
    return (effect.effect.kind == "number" and traces.number is None) or (
        effect.effect.kind == "notice" and not traces.told
    )


def _paper_lines(
    effect: PlannedEffect, siblings: Mapping[Kind, PlannedEffect], traces: Traces, files: FileStore
) -> Iterator[tuple[str, str]]:
    if effect.effect.paper is None:
        return
    number = traces.number or _settled(siblings.get("number"), "number")
    yield "文号", f"已编：{number}" if number else "未编"
    digest = _settled(siblings.get("render"), "unsigned_digest")
    yield "待盖章文件", _file(files, digest) if digest else "未制作"
    if effect.effect.kind == "seal":
        yield "印章编号", f"已编：{effect.data['seal_number']}" if effect.data else "未编"
    document = traces.document
    yield "已盖章文书", f"已登记：{document.seal_number}，{_file(files, document.digest)}" if document else "没有登记"


def _settled(effect: PlannedEffect | None, key: str) -> Any:  # noqa: ANN401 - an outcome is JSON
    """What the outcome of that effect says; nothing before it has one."""
    return (effect.outcome or {}).get(key) if effect else None


def _notice_lines(effect: PlannedEffect, traces: Traces) -> Iterator[tuple[str, str]]:
    if effect.effect.kind == "notice":
        yield "通知", f"应发 {len(effect.effect.to)} 人，收件箱中已有 {len(traces.told)} 人"


def _call_lines(effect: PlannedEffect, outcome: dict[str, Any] | None) -> Iterator[tuple[str, str]]:
    """The other side is asked by a person; a request sent again carries the same key, by which it can tell."""
    if effect.effect.kind == "outside_call":
        yield "外部系统", "已报告办理情况" if outcome is not None else "尚未报告，请先向对方核实是否收到"
        yield "请求编号", str(effect.key)


def _reported(session: Session, effect: PlannedEffect) -> bool:
    """Whether the item it was about is done: only who had got the request could report on it."""
    case = fold(cases.history(session, effect.case_id))
    item = effect.effect.item
    return case is not None and item is not None and case.deed_on(item) is not None


def _file(files: FileStore, digest: str) -> str:
    state = "文件完好" if _intact(files, digest) else "文件缺失或已损坏，请先从备份恢复"
    return f"{state}（SHA-256：{digest}）"


def _intact(files: FileStore, digest: str) -> bool:
    try:
        files.read(digest)
    except DamagedFileError:
        return False
    return True
