"""How an item of the queue is written: what it is and how near its due date is, in words, not by colour alone."""

from datetime import date

from flows.views.cases import CaseLine
from flows.views.tasks import SOON_DAYS, TaskLine
from matters.lateness import LIGHT_NAMES, Light
from ui.components.links import link
from ui.components.markup import Html, show, tag
from ui.components.wording import day


def item_link(line: TaskLine) -> None:
    """To its case: the step before the title, and before both in whose stead one would act (代)."""
    stead = f"【代{line.behalf.name}】" if line.behalf else ""
    link("case", f"{stead}【{line.step_name}】{line.title}", case=line.case_no)


def urgency(line: TaskLine | CaseLine, on: date) -> Html:
    """Its light with a word; none where it has no last day."""
    return light(line.light, (line.due - on).days) if line.light and line.due else Html()


def late_text(line: TaskLine, on: date) -> str:
    """What the light says of what presses."""
    return _said(line.light, (line.due - on).days) if line.due and line.light in ("yellow", "red") else ""


def light(shown: Light, left: int) -> Html:
    """So many days before the last one, in words and in a colour."""
    return tag("span", _said(shown, left), class_=f"once-light once-{shown}")


def light_by_days(left: int) -> Html:
    """Of what follows no rule of the house (评价、督办): yellow from three days before the last one, red after it."""
    return light("red" if left < 0 else "yellow" if left <= SOON_DAYS else "green", left)


def _said(shown: Light, left: int) -> str:
    if shown == "red":
        return f"已超期 {-left} 天"
    return "今日到期" if shown == "yellow" and left == 0 else LIGHT_NAMES[shown]


def heads(first: str, about: str, due: str) -> None:
    """What stands in the columns of the rows."""
    show(tag("div", tag("span", first), cells(about, "申请单位", due), class_="once-heads"))


def row(line: TaskLine, on: date) -> None:
    """One item: in a line of its own where there is room, as a card on a phone."""
    until = day(line.due, line.provisional) + ("（已挂起）" if line.resting else "")
    stead = f"代{line.behalf.text}办理　" if line.behalf else ""
    item_link(line)
    about = line.brief or line.matter_name
    show(cells(about, line.applicant_body, until, urgency(line, on), f"{stead}{line.case_no}"))


def cells(about: str, body: str, due: str, light: Html | None = None, number: str = "") -> Html:
    """What stands beside the link, one below the other on a phone; the number is read aloud, and seen there."""
    found = (
        tag("span", about, class_="once-brief", title=about),
        tag("span", body, title=body),
        tag("span", due, light or Html()),
        tag("span", number, class_="once-number"),
    )
    return tag("div", *found, class_="once-cells")
