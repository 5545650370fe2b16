"""The in-doubt desk (存疑核定): what a machine must not repeat waits here with its evidence for a person's word."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from flows.cases.calling import drop_proposed
from flows.evidence import Evidence, evidence
from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import allowed_to, roles
from flows.service.shown.machine_work import effect_view
from flows.views.people import Caller
from flows.views.registers import DoubtLine, DoubtReceipt, DoubtView, SaidView, SettleRequest, Settling
from matters.calendar import moment_text
from matters.case.effect_keys import EffectKey
from matters.case.effect_kinds import KINDS
from matters.errors.administering import AlreadySettled, SettlementRefused
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.errors.handling import OpinionRequired
from matters.language.document import Definition
from matters.language.outcome import Paper
from matters.language.words.answers import person_name
from matters.organisation.snapshot import Organisation
from storage import cases, doubts, ledger
from storage.database import Session
from storage.definitions.matters import DamagedDefinitionError
from storage.doubts import Doubtful, Said, SettlementVerdict
from storage.ledger import PlannedEffect

_READERS = roles("system_admin", "security_admin")
SETTLINGS: dict[Settling, str] = {"again": "重新执行", "done": "确认已完成", "drop": "不再执行"}
_VERDICTS: dict[SettlementVerdict, str] = {
    "again": "重新执行",
    "done": "确认已完成",
    "drop_proposed": "提请不再执行",
    "dropped": "同意不再执行",
}
_NOT_REPEATABLE = "不能证明它没有办成，再次执行可能造成重复"
_NOT_PROVEN = "数据库和文件库中没有它已经办成的证据"
_NEEDED = "这是结果文书，不出具则办件无法办结"
_WHAT_INSTEAD = (
    "这是办件的结果文书，不能核定为“不再执行”：没有它，办件将一直停在“已决定”，无法办结。请先按“最近出错”排除故障"
    "（如从备份恢复缺失的文件或事项定义），再核定“重新执行”；证据表明已经办成的，核定“确认已完成”。"
)


class DoubtDesk(WorkingDesk):
    """Effects in doubt. Each settlement is a guarded update of one doubt: of two people, one has the say."""

    @allowed_to(_READERS, "查看存疑事项")
    def count(self, caller: Caller) -> int:
        """How many wait."""
        with self._resources.database.reading() as session:
            return doubts.count(session)

    @allowed_to(_READERS, "查看存疑事项")
    def list(self, caller: Caller) -> tuple[DoubtLine, ...]:
        """All that wait, oldest first."""
        with self._resources.database.reading() as session:
            return tuple(self._line(session, found) for found in doubts.in_doubt(session))

    @allowed_to(_READERS, "查看存疑事项")
    def show(self, caller: Caller, key: str) -> DoubtView | NotFound:
        """One with its evidence; also after it was settled."""
        with self._resources.database.reading() as session:
            found = _find(session, key)
            return self._view(session, found) if found else _unknown(key)

    @allowed_to(roles("system_admin"), "核定存疑事项")
    def settle(
        self, caller: Caller, effect: str, request: SettleRequest, key: str | None = None
    ) -> DoubtReceipt | Refusal:
        """Say that it is to be done again, that it is done, or propose that it be dropped."""
        name, content = f"存疑核定：{SETTLINGS[request.verdict]}", request.model_dump(mode="json")
        settling = Operation(caller, name, effect, key=key, content=content)
        return self._change(settling, lambda session: self._settle(session, caller, effect, request), DoubtReceipt)

    @allowed_to(roles("security_admin"), "复核不再执行")
    def agree(self, caller: Caller, effect: str, doubt: int, key: str | None = None) -> DoubtReceipt | Refusal:
        """The second person agrees that it be dropped."""
        agreeing = Operation(caller, "存疑核定：同意不再执行", effect, key=key, content=[effect, doubt])
        return self._change(agreeing, lambda session: self._agree(session, caller, effect, doubt), DoubtReceipt)

    def _settle(self, session: Session, caller: Caller, key: str, request: SettleRequest) -> DoubtReceipt | Refusal:
        found = self._waiting(session, key, request.doubt)
        if isinstance(found, Refusal):
            return found
        act = {"again": self._again, "done": self._done, "drop": self._propose}[request.verdict]
        return act(session, caller, found, request.reason.strip())

    def _again(self, session: Session, caller: Caller, found: Doubtful, reason: str) -> DoubtReceipt | Refusal:
        if not evidence(session, self._resources, found).repeatable:
            return SettlementRefused(verdict=SETTLINGS["again"], why=_NOT_REPEATABLE)
        if not doubts.again(session, found):
            return AlreadySettled()
        return self._said(session, caller, found, "again", reason, "已核定重新执行，系统随即自动继续。")

    def _done(self, session: Session, caller: Caller, found: Doubtful, reason: str) -> DoubtReceipt | Refusal:
        outcome = evidence(session, self._resources, found).outcome
        if outcome is None:
            return SettlementRefused(verdict=SETTLINGS["done"], why=_NOT_PROVEN)
        if not doubts.done(session, found, outcome, self._resources.clock()):
            return AlreadySettled()
        return self._said(session, caller, found, "done", reason, "已确认完成，系统随即继续后面的事项。")

    def _propose(self, session: Session, caller: Caller, found: Doubtful, reason: str) -> DoubtReceipt | Refusal:
        if not reason:
            return OpinionRequired(action=SETTLINGS["drop"])
        if not evidence(session, self._resources, found).droppable:
            return SettlementRefused(verdict=SETTLINGS["drop"], why=_NEEDED)
        if _proposal(session, found):
            return AlreadySettled()
        drop_proposed(session, self._resources, found.effect.key, caller.person)
        message = "已提请不再执行，经安全管理员复核同意后生效。"
        return self._said(session, caller, found, "drop_proposed", reason, message)

    def _agree(self, session: Session, caller: Caller, key: str, doubt: int) -> DoubtReceipt | Refusal:
        found = self._waiting(session, key, doubt)
        if isinstance(found, Refusal):
            return found
        proposal = _proposal(session, found)
        if proposal is None:
            return SettlementRefused(verdict=SETTLINGS["drop"], why="还没有人提请")
        if proposal.person == caller.person:
            return SettlementRefused(verdict=SETTLINGS["drop"], why="须由提请人以外的人员复核")
        if not evidence(session, self._resources, found).droppable:
            return SettlementRefused(verdict=SETTLINGS["drop"], why=_NEEDED)
        if not doubts.drop(session, found, f"核定不再执行：{proposal.reason}", self._resources.clock()):
            return AlreadySettled()
        return self._said(session, caller, found, "dropped", proposal.reason, "已同意不再执行。")

    def _waiting(self, session: Session, key: str, doubt: int) -> Doubtful | Refusal:
        found = _find(session, key, lock=True)
        if found is None:
            return _unknown(key)
        return found if found.effect.state == "in_doubt" and found.count == doubt else AlreadySettled()

    def _said(
        self, session: Session, caller: Caller, found: Doubtful, verdict: SettlementVerdict, reason: str, message: str
    ) -> DoubtReceipt:
        doubts.say(session, found, verdict, reason, caller.person, self._resources.clock())
        return DoubtReceipt(key=str(found.effect.key), message=message)

    def _view(self, session: Session, found: Doubtful) -> DoubtView:
        organisation = self._resources.organisation(session)
        proof = evidence(session, self._resources, found)
        proposal = _proposal(session, found)
        waiting = found.effect.state == "in_doubt"
        return DoubtView(
            line=self._line(session, found),
            work=tuple(_work(found)),
            traces=proof.lines,
            allowed=tuple(_allowed(proof)) if waiting else (),
            consequences=tuple(_consequences(found.effect, self._definition(session, found), proof)),
            said=tuple(_said_view(said, organisation) for said in doubts.said(session, found.effect.key)),
            proposer=proposal.person if waiting and proposal and proof.droppable else None,
            instead_of_drop="" if proof.droppable or not waiting else _WHAT_INSTEAD,
            run=self._run(session, found),
        )

    def _run(self, session: Session, found: Doubtful) -> str:
        advance = ledger.advance(session, found.effect.advance_id)
        console = self._resources.settings.prefect_console
        return f"{console}/runs/flow-run/{advance.run_id}" if advance and advance.run_id else ""

    def _line(self, session: Session, found: Doubtful) -> DoubtLine:
        matter, shown = self._definition(session, found), effect_view(found.effect)
        paper = _paper(found.effect, matter)
        return DoubtLine(
            key=str(found.effect.key),
            case_no=found.effect.case_no,
            matter_name=matter.name if matter else "（事项定义缺失）",
            kind_name=shown.kind_name,
            paper_name=paper.name if paper else "",
            since=found.since,
            reason=found.effect.reason or "",
            doubt=found.count,
            state=shown.state_name,
            proposed=_proposal(session, found) is not None,
        )

    def _definition(self, session: Session, found: Doubtful) -> Definition | None:
        """Nothing where it is missing or damaged, which may be the very reason for the doubt."""
        head = cases.by_id(session, found.effect.case_id)
        try:
            return self._resources.definition(session, head.definition) if head else None
        except (LookupError, DamagedDefinitionError):
            return None


def _find(session: Session, key: str, *, lock: bool = False) -> Doubtful | None:
    """The effect of that key, which a person may have mistyped."""
    try:
        wanted = EffectKey.read(key)
    except ValueError:
        return None
    return doubts.find(session, wanted, lock=lock)


def _unknown(key: str) -> NotFound:
    return NotFound(what=f"存疑事项 {key[:60]}")


def _proposal(session: Session, found: Doubtful) -> Said | None:
    """The proposal to drop it in this doubt."""
    said = doubts.said(session, found.effect.key)
    return next((one for one in said if one.doubt == found.count and one.verdict == "drop_proposed"), None)


def _allowed(proof: Evidence) -> Iterator[Settling]:
    if proof.repeatable:
        yield "again"
    if proof.outcome is not None:
        yield "done"
    if proof.droppable:
        yield "drop"


def _work(found: Doubtful) -> Iterator[tuple[str, str]]:
    yield "执行次数", f"认领 {found.effect.attempts} 次，出错 {found.faults} 次"
    if found.fault:
        at = _second(datetime.fromisoformat(found.fault.at))
        yield "最近出错", f"{found.fault.line}（故障编号 {found.fault.number}，{at}）"
    if found.owner and found.claimed_at:
        yield "最近认领", f"{found.owner}，{_second(found.claimed_at)}"
    if found.lease_until:
        yield "认领有效至", _second(found.lease_until)


def _consequences(effect: PlannedEffect, matter: Definition | None, proof: Evidence) -> Iterator[str]:
    """What it means to drop it."""
    if effect.effect.paper is None:
        yield KINDS[effect.effect.kind].without
        return
    paper = _paper(effect, matter)
    yield f"“{paper.name if paper else '该文书'}”不再制作、用印和出具，也不再为它发送通知。"
    number: Mapping[str, str] = dict(proof.lines)
    if number.get("文号", "").startswith("已编"):
        yield "已编的文号作废不补，核定的理由即是缺号的说明。"
    if paper and paper.on == "acceptance_refused":
        yield "这是不予受理的结果文书，请另行书面告知申请人不予受理的理由。"


def _paper(effect: PlannedEffect, matter: Definition | None) -> Paper | None:
    return matter.outcome.paper(effect.effect.paper) if matter and matter.outcome and effect.effect.paper else None


def _said_view(said: Said, organisation: Organisation) -> SaidView:
    who = person_name(organisation, said.person)
    return SaidView(at=said.at, who=who, verdict_name=_VERDICTS[said.verdict], reason=said.reason)


def _second(instant: datetime) -> str:
    return f"{moment_text(instant)}:{instant:%S}"
