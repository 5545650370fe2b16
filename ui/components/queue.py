"""How an item of the queue is written: what it is and how near its due date is, in words, not by colour alone."""

from datetime import date

from flows.views.tasks import SOON_DAYS, TaskLine
from ui.components.links import link
from ui.components.markup import Html, show, tag
from ui.components.wording import day


def item_link(line: TaskLine) -> None:
    """To its case: the step before the title, and before both in whose stead one would act (代)."""
    stead = f"【代{line.behalf.name}】" if line.behalf else ""
    link("case", f"{stead}【{line.step_name}】{line.title}", case=line.case_no)


def urgency(line: TaskLine, on: date) -> Html:
    """A light with a word; none of what rests (挂起)."""
    return light((line.due - on).days) if line.due and not line.resting else Html()


def late_text(line: TaskLine, on: date) -> str:
    """What the light says."""
    return _left_text((line.due - on).days) if line.due and not line.resting else ""


def light(left: int) -> Html:
    """So many days before the last one, in words and in a colour."""
    said = _left_text(left)
    return tag("span", said, class_="once-light once-pressing" if left <= 0 else "once-light") if said else Html()


def _left_text(left: int) -> str:
    """From three days before the last day on."""
    if left < 0:
        return f"已超期 {-left} 天"
    return ("" if left > SOON_DAYS else "将到期") if left else "今日到期"


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
