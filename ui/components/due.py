"""How near a due date is: told in words, not by colour alone."""

from datetime import date

from ui.components.markup import Html, tag


def urgency(due: date | None, on: date) -> Html:
    """Nothing before the last day."""
    if due is None or due > on:
        return Html()
    return tag("p", "今日到期" if due == on else f"已超期 {(on - due).days} 天", class_="once-alert")
