"""How the work of machines reads in Chinese (自动办理): which rules failed, and why a person takes over."""

from collections.abc import Mapping

from matters.case.events import Event
from matters.case.events.automatic import CalledOut, MachineFailed, RulesChecked
from matters.case.values import MachineFault
from matters.language.document import Definition
from matters.language.following import instant_of
from matters.language.route.machines import RuleCheck
from matters.language.route.steps import Automatic

_FAULTS: Mapping[MachineFault, str] = {
    "not_found": "数据接口没有返回可用的结果",
    "unreachable": "外部接口或系统暂时无法连接",
    "reported": "外部系统报告不能办理",
    "overdue": "外部系统逾期未报告",
}


def event_text(matter: Definition, event: Event) -> str:
    """What came of it; empty for what tells itself by its name."""
    match event:
        case RulesChecked():
            return _checked(matter, event)
        case MachineFailed():
            return _FAULTS[event.why]
        case CalledOut():
            return event.system
        case _:
            return ""


def _checked(matter: Definition, event: RulesChecked) -> str:
    """Which rules of which version do not hold, by their own words."""
    step = matter.step(event.item.step)
    instant = instant_of(step)
    work = step.work if isinstance(step, Automatic) else None
    rules = instant.rules if instant else work.rules if isinstance(work, RuleCheck) else ()
    version = f"事项第 {event.edition} 版"
    if not event.failed:
        return f"{len(rules)} 条规则全部符合（{version}）" + ("，由系统即时办理" if event.acts else "")
    return f"不符合：{'；'.join(rules[number - 1].text for number in event.failed)}（{version}）"
