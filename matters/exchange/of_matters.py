"""The elements of a matter (事项要素): GB/T 39046-2020 table 4, up_task_general_basic and _extend of the national platform."""

import re
from collections.abc import Callable
from functools import partial
from typing import get_args

from matters.exchange.parts import Content, Described, Element, UnfitCellError, Unmapped, lines_at, number_in, words_at
from matters.language.clock import AtOnce, CalendarDays, Limit, WorkingDays
from matters.language.errands import errands
from matters.language.words.answers import limit_text
from matters.organisation.kinds import BodyKind, Level

# Code sets of GB/T 39046-2020, appendix A: A.2 行使层级, A.4 服务对象, A.6 办件类型, A.7 特别程序.
LEVEL_CODES: dict[Level, str] = {
    "province": "2 省级/直属",
    "city": "3 市级/隶属",
    "county": "4 县级",
    "township": "5 镇（乡、街道）级",
    "village": "6 村（社区）级",
}
CASE_TYPES = {"immediate": "1 即办件", "promised": "2 承诺件"}
_ORGANS, _INSTITUTIONS, _OTHERS = "5 行政机关", "3 事业法人", "6 其他组织"
_SERVED: dict[BodyKind, str] = {"institution": _INSTITUTIONS, "village_body": _OTHERS, "enterprise": "2 企业法人"}
_CALLED = {"enquiry": "咨询", "supervision": "监督"}
_UNITS = {"working_days": "工作日", "calendar_days": "自然日"}
_BORROWED = "参照："
_IN_EDITOR = "请在“事项管理”中修改。"


def _clock(described: Described, name: str) -> Limit | None:
    clock = described.matter.clock
    return getattr(clock, name) if clock else None


def _days(name: str, described: Described) -> str:
    match _clock(described, name):
        case WorkingDays() | CalendarDays() as limit:
            return str(limit.days)
        case AtOnce():
            return "0"
    return ""


def _unit(name: str, described: Described) -> str:
    limit = _clock(described, name)
    return "工作日" if isinstance(limit, AtOnce) else _UNITS.get(limit.kind, "") if limit else ""


def _explained(name: str, described: Described) -> str:
    limit = _clock(described, name)
    return limit_text(limit) if limit else ""


def _take_days(name: str, content: Content, said: str) -> None:
    clock = content.get("clock")
    if clock is None:
        raise UnfitCellError("线下办理的事项没有时限，请清空这一格。")
    if not said:
        raise UnfitCellError("请写明天数；取消时限" + _IN_EDITOR)
    days, limit = number_in(said, 0, 365), clock.get(name) or {"kind": "working_days"}
    if limit["kind"] not in ("at_once", *_UNITS):
        raise UnfitCellError("本事项的时限分情形或者分批次，一个天数说不全，" + _IN_EDITOR)
    kind = "working_days" if limit["kind"] == "at_once" else limit["kind"]
    clock[name] = {"kind": kind, "days": days} if days else {"kind": "at_once"}


def _take_unit(name: str, content: Content, said: str) -> None:
    limit = (content.get("clock") or {}).get(name)
    kind = next((kind for kind, unit in _UNITS.items() if unit == said), None)
    if kind is None or not limit or limit["kind"] not in _UNITS:
        raise UnfitCellError("应为“工作日”或者“自然日”，且须写明天数。")
    limit["kind"] = kind


def _limit_elements(name: str, called: str, column: str) -> tuple[Element[Described], ...]:
    ours = f"时限·{called}"
    return (
        Element(f"{called}办结时限", f"{column}_day", ours, partial(_days, name), partial(_take_days, name)),
        Element(f"{called}办结时限单位", f"{column}_type", ours, partial(_unit, name), partial(_take_unit, name)),
        Element(f"{called}办结时限说明", f"{column}_explain", ours, partial(_explained, name)),
    )


def _basis(described: Described) -> str:
    return "\n".join(
        f"{'' if one.applies else _BORROWED}{one.title}{'　' + one.clause if one.clause else ''}"
        for one in described.matter.guide.legal_basis
    )


def _take_basis(content: Content, said: str) -> None:
    """A line for each, 标题　条款, the full-width space between; what a basis says in full stays with its title."""
    known = {one["title"]: one.get("text", "") for one in content["guide"].get("legal_basis", ())}
    found = []
    for line in (line.strip() for line in said.splitlines() if line.strip()):
        title, _, clause = line.removeprefix(_BORROWED).partition("　")
        one: Content = {"title": title, "clause": clause, "applies": not line.startswith(_BORROWED)}
        found.append(one | ({"text": known[title]} if known.get(title) else {}))
    content["guide"]["legal_basis"] = found


def _take_levels(content: Content, said: str) -> None:
    by_code = {code[0]: level for level, code in LEVEL_CODES.items()}
    codes = [part.strip()[:1] for part in said.split("、")]
    if wrong := next((code for code in codes if code not in by_code), None):
        raise UnfitCellError(f"没有行使层级“{wrong}”。应为 2 至 6，以顿号相连，如“3 市级/隶属、4 县级”。")
    if not all(codes):
        raise UnfitCellError("请写明行使层级，如“4 县级”。")
    content["guide"]["owner"]["levels"] = [by_code[code] for code in dict.fromkeys(codes)]


def _served(described: Described) -> str:
    applicants = described.matter.guide.applicants
    kinds = applicants.kinds or get_args(BodyKind)
    people = ["1 自然人"] if applicants.natural_person else []
    return "、".join(sorted({*people, *(_SERVED.get(kind, _ORGANS) for kind in kinds)}))


def _take_type(content: Content, said: str) -> None:
    code = said.split(" ", 1)[0].strip()
    if not code.isdecimal() or not 11 <= int(code) <= 19:
        raise UnfitCellError("机关内部事项的类型代码为 11 至 19（如政府内部审批等），不能写 01 至 10 和 20。")
    content["guide"]["item_type"] = int(code)


def _take_case_type(content: Content, said: str) -> None:
    found = next((kind for kind, code in CASE_TYPES.items() if said in (code, code[0], code[2:])), None)
    if found is None:
        raise UnfitCellError("应为“1 即办件”或者“2 承诺件”。")
    content["guide"]["case_type"] = found


def _contact(name: str, column: str, purpose: str, part: str) -> Element[Described]:
    """One part of where to ask or to complain."""

    def take(content: Content, said: str) -> None:
        contacts = content["guide"].setdefault("contacts", [])
        mine = [one for one in contacts if one["purpose"] == purpose]
        if len(mine) > 1:
            raise UnfitCellError(f"本事项有几处{_CALLED[purpose]}方式，一格说不清是哪一处，" + _IN_EDITOR)
        if not mine:
            mine = [{"purpose": purpose}]
            contacts.extend(mine)
        mine[0][part] = said

    said = partial(_said_of_contacts, purpose, part)
    return Element(name, column, f"办事指南·{_CALLED[purpose]}", said, take)


def _said_of_contacts(purpose: str, part: str, described: Described) -> str:
    found = (getattr(one, part) for one in described.matter.guide.contacts if one.purpose == purpose)
    return "、".join(filter(None, found))


def _questions(described: Described) -> str:
    return "\n".join(f"问：{one.question}\n答：{one.answer}" for one in described.matter.guide.questions)


def _take_questions(content: Content, said: str) -> None:
    found: list[Content] = []
    for line in (line.strip() for line in said.splitlines() if line.strip()):
        if line.startswith("问："):
            found.append({"question": line[2:], "answer": ""})
        elif found:
            answer = found[-1]["answer"]
            found[-1]["answer"] = f"{answer}\n{line}" if answer else line.removeprefix("答：")
        else:
            raise UnfitCellError("常见问题一问一答，每问另起一行，以“问：”开头，下一行以“答：”开头。")
    content["guide"]["questions"] = found


def _results(described: Described) -> str:
    """The titles of the papers; what the facts of a case fill in is left open."""
    papers = described.matter.outcome.papers if described.matter.outcome else ()
    return "、".join(dict.fromkeys(re.sub(r"\{[^{}]*\}", "×××", paper.title) for paper in papers))


def _special(described: Described) -> str:
    matter = described.matter
    longer = ["1 延长审批"] if matter.extension else []
    return "、".join([*longer, *(["2 除延长审批之外的情况"] if matter.suspension else [])])


def _guide(name: str) -> Callable[[Described], str]:
    return lambda described: str(getattr(described.matter.guide, name))


def _online(described: Described) -> bool:
    return described.matter.guide.access.kind == "online"


CODE: Element[Described] = Element("事项代码（扩展项）", "事项代码（扩展项）", "事项代码", lambda d: d.matter.code)
NAME: Element[Described] = Element("事项名称", "task_name", "名称", lambda d: d.matter.name, words_at("name"))
MATTERS: tuple[Element[Described], ...] = (
    CODE,
    NAME,
    Element("基本编码", "catalog_code", "国家编码", _guide("national_code"), words_at("guide", "national_code")),
    Element("实施编码", "local_task_code", "地方编码", _guide("local_code"), words_at("guide", "local_code")),
    Element("版本", "task_version", "版本", lambda d: str(d.matter.edition.version)),
    Element(
        "事项类型",
        "task_type",
        "事项类型",
        lambda d: f"{d.matter.guide.item_type} 政府内部审批等",
        _take_type,
    ),
    Element("设定依据", "by_law", "办事指南·设定依据", _basis, _take_basis),
    Element(
        "行使层级",
        "use_level",
        "受理层级",
        lambda d: "、".join(LEVEL_CODES[level] for level in d.matter.guide.owner.levels),
        _take_levels,
    ),
    Element("实施主体", "dept_name", "受理机构（由机构的职责定）", lambda d: "、".join(d.bodies)),
    *_limit_elements("legal", "法定", "anticipate"),
    *_limit_elements("promised", "承诺", "promise"),
    Element(
        "受理条件",
        "accept_condition",
        "办事指南·受理条件",
        lambda d: "\n".join(d.matter.guide.conditions),
        lines_at("guide", "conditions"),
    ),
    Element("办理流程", "handle_flow", "环节", lambda d: "→".join(step.name for step in d.matter.steps)),
    Element("结果名称", "result_name", "文书", _results),
    Element("服务对象", "server_type", "申请对象", _served),
    Element(
        "办件类型",
        "project_type",
        "办件类型",
        lambda d: CASE_TYPES[d.matter.guide.case_type],
        _take_case_type,
    ),
    Element("办理形式", "handle_type", "办理方式", lambda d: "2 电脑端网上办理" if _online(d) else "1 窗口办理"),
    Element("特别程序", "special_procedure", "延长、特别程序", _special),
    Element("是否网办", "is_online", "办理方式", lambda d: "是" if _online(d) else "否"),
    Element(
        "到办事现场次数", "limit_scene_num", "跑动次数（由环节和材料推得）", lambda d: str(errands(d.matter).worst)
    ),
    Element(
        "必须现场办理原因说明",
        "limit_scene_explain",
        "多次跑的理由",
        _guide("why_more_errands"),
        words_at("guide", "why_more_errands"),
    ),
    _contact("咨询方式", "link_way", "enquiry", "phone"),
    _contact("办理地点", "transact_addr", "enquiry", "place"),
    _contact("办理时间", "transact_time", "enquiry", "hours"),
    _contact("监督投诉方式", "supervise_way", "supervision", "phone"),
    Element("常见问题", "", "办事指南·常见问题", _questions, _take_questions),
    # What people look for in a list and the standards do not have; called alike in both.
    Element("事项类别（扩展项）", "事项类别（扩展项）", "类别", _guide("category"), words_at("guide", "category")),
    Element(
        "事项概述（扩展项）", "事项概述（扩展项）", "办事指南·概述", _guide("summary"), words_at("guide", "summary")
    ),
)

NOT_KEPT: tuple[Unmapped, ...] = (
    Unmapped("权限划分", "", "各层级办哪一类由受理机构的规定定，定义中没有单独的一项"),
    Unmapped("行使内容", "", "办事指南的概述写明，不另设"),
    Unmapped("实施主体代码", "dept_code", "统一社会信用代码在机构资料中，不随事项交换"),
    Unmapped("实施主体性质", "dept_type", "在机构资料中，不随事项交换"),
    Unmapped("承办机构", "", "与实施主体相同"),
    Unmapped("共同实施部门", "other_dept", "联办的单位按办件的内容定，见“环节”"),
    Unmapped("中介服务", "service_type", "机关内部事项没有中介服务"),
    Unmapped("数量限制", "limit_explain", "定义中没有这一项"),
    Unmapped("结果样本", "result_guid", "文书由系统生成，样本见“打印预览”"),
    Unmapped("是否收费", "is_fee", "机关内部事项不收费"),
    Unmapped("收费依据", "fee_basis", "机关内部事项不收费"),
    Unmapped("通办范围", "handle_area", "定义中没有这一项"),
    Unmapped("是否预约", "is_schedule", "须预约的由环节的资源预约定，没有单独的一项"),
    Unmapped("是否支持网上支付", "is_pay_online", "机关内部事项不收费"),
    Unmapped("是否支持物流快递", "is_express", "结果为电子文书，不寄送"),
)
