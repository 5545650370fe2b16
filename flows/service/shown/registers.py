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
_ROW_DEFECTS = {
    "row_changed": "内容在写入之后被改动",
    "row_missing": "写入之后被删去",
    "row_added": "不是由系统写入，审计链中没有记载",
    "row_twice": "审计链中记载了两次，原有内容可能被替换",
    "unreadable": "有内容无法读出，可能已损坏",
}
_TABLES = {
    "case_event": "办理记录",
    "revision": "填报内容",
    "document": "文书",
    "seal_use": "用印登记",
    "organisation_version": "机构与人员版本",
    "installation_version": "安装信息版本",
    "local_part": "本地内容",
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


def defect_text(defect: audit.Defect) -> str:
    """A place where the chain does not hold, or where a table does not hold what the chain says."""
    if isinstance(defect, audit.ChainDefect):
        return f"第 {defect.seq} 行：{_DEFECTS[defect.kind]}"
    of_case = f"（办件 {defect.case_no}）" if defect.case_no else ""
    line = f"，见审计链第 {defect.line} 行" if defect.line else ""
    key = f" {defect.key}" if defect.key else ""
    return f"{_TABLES[defect.table]} {defect.table}{key}{of_case}：{_ROW_DEFECTS[defect.kind]}{line}"


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
