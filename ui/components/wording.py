"""How dates, states and limits are written for people."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flows.views.cases import CaseLine, TimeShare
from flows.views.late_materials import LateMaterials
from flows.views.matters import CancelledView, ListedBatch
from flows.views.registers import DoubtLine
from matters.calendar import SHANGHAI, day_text, moment_text
from matters.filing.asked import must_be_given
from matters.language.form import ComputedField, FieldBase, When
from matters.language.guide import Batch
from matters.language.materials import Material
from ui.session import today


def day(value: date | None, provisional: bool = False) -> str:
    """A day; `provisional` when the holidays of that year have not been announced."""
    if value is None:
        return ""
    return day_text(value) + ("（暂定）" if provisional else "")


def second(value: datetime) -> str:
    """A second in Asia/Shanghai."""
    return f"{moment_text(value)}:{value:%S}"


def clock(value: datetime) -> str:
    """The time of day in Asia/Shanghai."""
    return f"{value.astimezone(SHANGHAI):%H:%M}"


def asked_as(part: FieldBase | Material, says: Mapping[str, Any] | None = None, unit: str = "") -> str:
    """The suffix of a label: its unit, and whether it must be given (必填、选填), as far as it is known what the form `says`."""
    words = (unit, _demand(part, says))
    return f"（{'，'.join(filter(None, words))}）" if any(words) else ""


def _demand(part: FieldBase | Material, says: Mapping[str, Any] | None) -> str:
    if isinstance(part, ComputedField) or (isinstance(part.required, When) and says is None):
        return ""
    fill = "交" if isinstance(part, Material) else "填"
    if must_be_given(part, says or {}, today()):
        return f"必{fill}"
    return "建议填写" if part.required == "advised" else f"选{fill}"


def cancelled_text(by: CancelledView) -> str:
    """Since when a matter is cancelled or will be (取消), on what ground, and what becomes of open cases."""
    source = f"依据：{by.ground}（{by.document_no}）"
    return f"自{day_text(by.since)}起取消。{source}。取消之日在办的办件{by.open_cases_name}。"


def batch_text(batch: Batch | ListedBatch) -> str:
    """A batch of the directory with its day and document."""
    return f"第 {batch.number} 批（{day_text(batch.published_on)}，{batch.document_no}）"


def size(octets: int) -> str:
    """A file's size."""
    return f"{octets / 1_048_576:.1f} MB" if octets >= 1_048_576 else f"{max(1, octets // 1024)} KB"


def slogan(count: int) -> str:
    """The worst path's errands in the words of the reform."""
    return {0: "一次不跑", 1: "只跑一次"}.get(count, f"至多跑 {count} 次")


def errands(count: int) -> str:
    """The same as a figure, with the slogan where there is one."""
    times = f"至多 {count} 次" if count else "0 次"
    return f"{times}（{slogan(count)}）" if count < 2 else times


def owed_text(line: CaseLine) -> str:
    """The duties that are open after the decision, each with its last day."""
    return "；".join(f"{duty.name}，应于{day(duty.due, duty.provisional)}前履行" for duty in line.duties)


def late_text(late: LateMaterials) -> str:
    """By when what is owed since the filing is to be brought, and what it is where it is named (先办后补)."""
    names = "、".join(one.name for one in late.materials)
    owed = f"应于{day(late.due, late.provisional)}前补交" + (f"：{names}" if names else "材料")
    return f"{owed}（逾期未补）" if late.overdue else owed


def with_id(name: str, key: str, *more: str) -> str:
    """A name with the id by which definitions call it, and more to tell it by; what has no name is its id."""
    notes = "，".join((*(() if name == key else (key,)), *more))
    return f"{name}（{notes}）" if notes else name


def doubt_title(line: DoubtLine) -> str:
    """What is in doubt."""
    return f"{line.kind_name}：{line.paper_name or line.matter_name}"


def doubt_facts(line: DoubtLine) -> list[tuple[str, str]]:
    """Where it belongs, since when it is in doubt and why."""
    return [
        ("办件编号", line.case_no),
        ("事项", line.matter_name),
        ("存疑时间", moment_text(line.since) if line.since else ""),
        ("状态", line.state),
        ("原因", line.reason),
        ("进展", "已提请不再执行，等候安全管理员复核" if line.proposed else ""),
    ]


def shares_text(shares: Sequence[TimeShare]) -> str:
    """Whose the elapsed working days were, the most first."""
    said = "，".join(f"{one.party_name} {one.days}" for one in sorted(shares, key=lambda one: -one.days))
    return f"自提交起共 {sum(one.days for one in shares)} 个工作日：{said}" if shares else ""
