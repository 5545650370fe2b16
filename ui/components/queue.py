"""How an item of the queue is written: what it is and how near its due date is, in words, not by colour alone."""

from datetime import date

from flows.views.tasks import TaskLine
from ui.components.links import link
from ui.components.markup import Html, tag


def item_link(line: TaskLine) -> None:
    """To its case: the step before the title, and before both in whose stead one would act (代)."""
    stead = f"【代{line.behalf.name}】" if line.behalf else ""
    link("case", f"{stead}【{line.step_name}】{line.title}", case=line.case_no)


def urgency(line: TaskLine, on: date) -> Html:
    """Nothing before the last day, and nothing of what rests (挂起)."""
    if line.due is None or line.due > on or line.resting:
        return Html()
    return tag("p", "今日到期" if line.due == on else f"已超期 {(on - line.due).days} 天", class_="once-alert")
