"""A matter for tests that books a meeting room and, if wanted, seats in a shuttle; and what there is to book."""

from datetime import date, datetime
from typing import Any

from matters.calendar import SHANGHAI
from matters.language.document import Definition
from matters.organisation.resources import Hold, Resource, Slot
from tests.matters.stories import varied

OWNER = "county_logistics"
FORM: dict[str, Any] = {
    "sections": [
        {
            "id": "what",
            "title": "预约内容",
            "fields": [
                {"id": "topic", "label": "会议名称", "type": "text"},
                {
                    "id": "room",
                    "label": "会议室",
                    "type": "booking",
                    "resource": "meeting_room",
                    "of": {"body": "owner"},
                    "days_ahead": 30,
                    "longest_hours": 48,
                },
                {
                    "id": "ride",
                    "label": "班车座位",
                    "type": "booking",
                    "resource": "shuttle",
                    "of": {"body": "owner"},
                    "by_seat": True,
                    "required": "optional",
                },
            ],
        },
    ],
}
R301 = Resource("r301", OWNER, "meeting_room", "会议室301", 30, date(2026, 1, 1))
R302 = Resource("r302", OWNER, "meeting_room", "会议室302", 12, date(2026, 1, 1))
SHUTTLE = Resource("bus", OWNER, "shuttle", "一号班车", 5, date(2026, 1, 1))


def booked_form(like: Definition, code: str = "XX009") -> Definition:
    """A runnable matter with this form, for the rest like a shipped one."""

    def change(document: dict[str, Any]) -> None:
        document.update(
            code=code, name="样例会议室预约", aliases=["订会议室"], form=FORM, materials=[], golden=[], brief=[]
        )
        document["steps"][0]["rights"] = {"edit": [], "required": []}
        for paper in document["outcome"]["papers"]:
            paper["blocks"] = [block for block in paper["blocks"] if "opinions" in block or "findings" in block]
            paper["blocks"].insert(0, {"text": "“{topic}”使用{room}，办理情况如下。"})

    return varied(like, change)


def booking(resource: str, begins: str, ends: str, day: str = "2026-03-10", **more: object) -> dict[str, Any]:
    """An answer."""
    return {"resource": resource, "from": f"{day}T{begins}", "to": f"{day}T{ends}", **more}


def at(clock: str, day: int = 10) -> datetime:
    """That minute of a day of March 2026."""
    hours, minutes = clock.split(":")
    return datetime(2026, 3, day, int(hours), int(minutes), tzinfo=SHANGHAI)


def slot(begins: str, ends: str) -> Slot:
    """A slot of the tenth."""
    return Slot(at(begins), at(ends))


def hold(begins: str, ends: str, seats: int | None = None, resource: str = "r301") -> Hold:
    """What somebody else has of the tenth."""
    return Hold(resource, slot(begins, ends), seats)
