"""Lines of the registers (审计日志、用印登记) as people read them."""

from flows.resources import Resources
from flows.service.shown.cases import post_name
from flows.views.registers import AuditLine, SealLine
from matters.calendar import local_day
from matters.language.words.answers import MACHINES, person_name
from matters.organisation.snapshot import Holder, Organisation
from storage import audit, registers
from storage.database import Session
from storage.seals import RegisteredUse

OUTCOMES = {"done": "成功", "refused": "被拒绝"}
_DEFECTS = {
    "changed": "内容被改动",
    "missing": "缺失",
    "unlinked": "与上一行不衔接",
    "truncated": "之后的内容被截去",
    "anchor": "与留存的链尾不符",
}
_KINDS = {"official": "公章", "special": "业务专用章"}
_STATES = {"valid": "有效", "superseded": "已更换", "revoked": "已撤销"}


def audit_line(line: registers.AuditRecord, organisation: Organisation) -> AuditLine:
    """A line of the audit chain."""
    entry = line.entry
    return AuditLine(
        seq=line.seq,
        at=entry.at,
        person=entry.person,
        person_name=_name(organisation, entry.person),
        post_name=post_name(organisation, Holder(person=entry.person, post=entry.post), local_day(entry.at)),
        operation=entry.operation,
        object_id=entry.object_id,
        outcome=entry.outcome,
        outcome_name=OUTCOMES.get(entry.outcome, entry.outcome),
        code=entry.code,
        address=entry.address,
    )


def defect_text(defect: audit.ChainDefect) -> str:
    """A place where the chain does not hold."""
    return f"第 {defect.seq} 行：{_DEFECTS[defect.kind]}"


def _name(organisation: Organisation, person: str) -> str:
    """Not everybody who acts is in the organisation: the machine itself, and whoever tried to log in."""
    known = organisation.find_person(person) is not None or person in MACHINES
    return person_name(organisation, person) if known else person or "未登录"


def seal_line(session: Session, resources: Resources, use: RegisteredUse, organisation: Organisation) -> SealLine:
    """A use of a seal, the body under its name of that day."""
    return SealLine(
        document=use.document,
        case_no=use.case_no,
        matter_name=resources.definition(session, use.definition).name,
        body_name=organisation.body_name(use.body, local_day(use.used_at)),
        kind_name=_KINDS[use.kind],
        certificate=use.certificate,
        title=use.title,
        document_no=use.document_no,
        seal_no=use.number,
        decided_by=person_name(organisation, use.actor_person),
        decided_post=post_name(
            organisation, Holder(person=use.actor_person, post=use.actor_post), local_day(use.used_at)
        ),
        used_at=use.used_at,
        sha256=use.digest,
        state=use.state,
        state_name=_STATES[use.state],
    )
