"""How what has happened to a case reads in Chinese: the names of events, and what came of them."""

from collections.abc import Mapping, Sequence

from matters.calendar import day_text, local_day
from matters.case.aggregate import STATUS_NAMES
from matters.case.deeds import Child
from matters.case.events import Event
from matters.case.events.automatic import CalledOut, MachineFailed, RulesChecked
from matters.case.events.cancelling import EndedByCancellation
from matters.case.events.children import SubMatterBegun, SubMatterEnded
from matters.case.events.deciding import Decided
from matters.case.events.extending import Extended, ExtensionAsked
from matters.case.events.inquiries import Answered, MaterialsBrought, MaterialsOwed
from matters.case.events.papers import PapersDue
from matters.case.events.pausing import ClockBegun
from matters.case.events.recounting import DaysCountedAnew
from matters.case.items import Purpose
from matters.case.values import ChildEnd, Conflict, MachineFault
from matters.language.branches import instant_of
from matters.language.document import Definition
from matters.language.route.by_itself import Automatic
from matters.language.route.machines import RuleCheck
from matters.language.words.keys import word_name

CONFLICT_NOTES: Mapping[Conflict, str] = {"two_hats": "本人曾以其他岗位办理过其他环节，按规定注明后办理"}
RESULTS: Mapping[str, str] = {"granted": "准予", "denied": "不予批准"}
_ITEM_NAMES: Mapping[Purpose, str] = {
    "supplement": "{supplement}",
    "suspension": "{step}：挂起审批",
    "extension": "{step}：延长审批",
    "spot_check": "{step}：抽检",
    "duty": "办后义务：{step}",
}
_FAULTS: Mapping[MachineFault, str] = {
    "not_found": "数据接口没有返回可用的结果",
    "unreachable": "外部接口或系统暂时无法连接",
    "reported": "外部系统报告不能办理",
    "overdue": "外部系统逾期未报告",
}


def item_name(purpose: Purpose, step: str, supplement: str = "补正") -> str:
    """What an item is called: by its step, and by what it waits for besides."""
    return _ITEM_NAMES.get(purpose, "{step}").format(step=step, supplement=supplement)


def event_name(event: Event) -> str:
    """What people call what has happened; of an answer also what it was."""
    return f"{event.name}：{answer_name(event)}" if isinstance(event, Answered) else event.name


def answer_name(event: Answered) -> str:
    """What a body that was asked has answered."""
    return word_name("answers", event.answer)


def event_text(matter: Definition, event: Event) -> str:
    """What came of it; empty for what tells itself by its name. Names of materials are left to those who may see them."""
    match event:
        case RulesChecked():
            return _checked(matter, event)
        case MachineFailed():
            return _FAULTS[event.why]
        case CalledOut():
            return event.system
        case EndedByCancellation():
            return event.ground
        case SubMatterBegun():
            return event.child_case
        case PapersDue():
            return _due(matter, event)
        case SubMatterEnded():
            return f"{end_name(event.how)}（{event.number}）" if event.number else end_name(event.how)
        case _:
            return _by_days(matter, event)


def _due(matter: Definition, event: PapersDue) -> str:
    """Which paper, and how many of it where it is one for each row (一行一份)."""
    name = matter.outcome.paper(event.paper).name if matter.outcome else event.paper
    if event.rows is None:
        return name
    return f"{name}，共 {event.rows} 份" if event.rows else f"{name}，表中没有明细，无需出具"


def end_name(end: ChildEnd) -> str:
    """How another case that this one began has ended (子事项)."""
    return RESULTS[end] if end == "granted" or end == "denied" else STATUS_NAMES[end]


def waiting_text(children: Sequence[Child]) -> str:
    """How many other cases are waited for, and how many have ended (子事项)."""
    return f"等候子事项：共 {len(children)} 件，已办结 {sum(child.end is not None for child in children)} 件"


def _by_days(matter: Definition, event: Event) -> str:
    """What has a day that was not known before."""
    match event:
        case MaterialsOwed() | MaterialsBrought():
            return _late_materials(event)
        case DaysCountedAnew():
            return _counted_anew(matter, event)
        case ClockBegun():
            return f"自{day_text(local_day(event.since))}起计算办理时限，办结期限为{day_text(event.due)}"
        case ExtensionAsked():
            return f"{event.days} 个工作日"
        case Extended():
            return f"延长 {event.days} 个工作日，办结期限为{day_text(event.due)}"
        case Decided() if event.valid_until:
            return f"有效期至{day_text(event.valid_until)}"
        case _:
            return ""


def _late_materials(event: MaterialsOwed | MaterialsBrought) -> str:
    if isinstance(event, MaterialsOwed):
        return f"部分材料应于{day_text(event.due)}前补齐"
    return "尚未补齐" if event.left else "已补齐"


def _counted_anew(matter: Definition, event: DaysCountedAnew) -> str:
    """The last days that hold now that the days off are known (放假安排)."""
    case = [f"办结期限为{day_text(event.due)}"] if event.due else []
    items = (f"“{matter.called(one.item.step)}”的办理期限为{day_text(one.due)}" for one in event.items)
    return "按新公布的放假安排，" + "，".join([*case, *items])


def _checked(matter: Definition, event: RulesChecked) -> str:
    """Which rules of which version do not hold, by their own words (自动办理)."""
    step = matter.step(event.place)
    instant = instant_of(step)
    work = step.work if isinstance(step, Automatic) else None
    rules = instant.rules if instant else work.rules if isinstance(work, RuleCheck) else ()
    version = f"事项第 {event.edition} 版"
    if not event.failed:
        return f"{len(rules)} 条规则全部符合（{version}）" + ("，由系统即时办理" if event.acts else "")
    return f"不符合：{'；'.join(rules[number - 1].text for number in event.failed)}（{version}）"
