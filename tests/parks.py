"""A body whose duty, posts and robot the sample organisation lacks, and a matter that only it handles."""

from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from matters.calendar import SHANGHAI, Calendar
from matters.organisation.applying import apply
from matters.organisation.changes import read_change
from matters.organisation.snapshot import Organisation
from tests.sound import sound_template

CODE, BODY, DUTY, SYSTEM = "YL001", "county_parks", "tree_care", "tree_register"
CLERK, CHIEF, HEAD, ROBOT = (f"{BODY}.{kind}" for kind in ("tree_clerk", "tree_chief", "head", "tree_robot"))
STAFF = "county_finance.staff"
_PEOPLE = {
    "p901": ("tree_clerk", "护绿"),
    "p902": ("tree_chief", "守林"),
    "p903": ("head", "常青"),
    "p904": ("tree_robot", "树籍"),
}
_CALL = """  - id: register
    name: 登记树籍
    kind: automatic
    work: {do: outside_call, system: tree_register, hands_over: [purpose], robot: {by: role, role: robot, of: {body: owner}}}
    on_failure: {by: post, post: tree_clerk, of: {body: owner}}
    limit: {kind: working_days, days: 2}
"""
_PLACES = (
    ("vehicle_clerk", "tree_clerk"),
    ("vehicle_chief", "tree_chief"),
    ("official_vehicles", DUTY),
    ("county_logistics", BODY),
)


def changes(on: date, wearers: Mapping[str, str] = MappingProxyType({})) -> list[dict[str, Any]]:
    """What sets the body up from that day on, in the words of an administrator of the organisation.

    `wearers`: who takes up its posts; new people where nobody is said.
    """
    worn = {f"{BODY}.{kind}": wearers.get(f"{BODY}.{kind}", person) for person, (kind, _) in _PEOPLE.items()}
    body = {"type": "add_body", "body": BODY, "name": "样例县园林所", "kind": "institution", "region": "990121"}
    wanted: list[dict[str, Any]] = [
        {**body, "prefix": "样县园", "number": "088", "administrative": "county_government"}
    ]
    for person, (kind, name) in _PEOPLE.items():
        wanted.append({"type": "add_post", "body": BODY, "kind": kind, "title": f"园林{kind}", "head": kind == "head"})
        if not wearers:
            wanted.append({"type": "add_person", "person": person, "name": name})
        wanted.append({"type": "give_post", "person": worn[f"{BODY}.{kind}"], "post": f"{BODY}.{kind}"})
    for post, role in ((CLERK, "window"), (CHIEF, "approver"), (HEAD, "approver"), (ROBOT, "robot")):
        wanted.append({"type": "grant_role", "person": worn[post], "role": role, "scope": BODY})
    wanted.append({"type": "give_duty", "duty": DUTY, "name": "树木养护", "region": "990121", "body": BODY})
    return [{**change, "on": on} for change in wanted]


def with_parks(organisation: Organisation, on: date) -> Organisation:
    """The organisation with the body in it."""
    for change in changes(on):
        after = apply(organisation, read_change(change), on)
        assert isinstance(after, Organisation), (change, after)
        organisation = after
    return organisation


def parks_text(calendar: Calendar, day: date) -> str:
    """The definition: owner duty, posts and robot of the body, with a golden case on these working days."""
    text = sound_template(CODE, "树木修剪")
    for before, after in _PLACES:
        assert before in text, before
        text = text.replace(before, after)
    text = text.replace("  - id: handover\n", _CALL + "  - id: handover\n")
    days = [day, *(calendar.add_working_days(day, n).day for n in (1, 2, 3))]
    reported = (
        f"      - {{by: {ROBOT}, action: complete, at: {datetime.combine(days[1], time(10), SHANGHAI).isoformat()}}}\n"
    )
    text = text.replace("    expect:\n", reported + "    expect:\n").replace("case: 2026-03-05", f"case: {days[3]}")
    return text.replace("2026-03-02", str(days[0])).replace("2026-03-03", str(days[1]))
