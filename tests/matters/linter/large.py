"""Definitions as large as they may be, and larger: sound ones, and ones with a mistake in every place."""

from tests.sound import sound_template

FLOW = "exceptions: {nobody: superior, applicant: superior, repeated: ask_again, conflict: exclude}"
WHO = "who: {by: head, of: {body: owner}}"
DECIDE, FIELD, REPLY = (
    "  - id: decide\n",
    "        - {id: contact_phone,",
    "        - facts: [purpose, contact_phone]\n",
)
STORY = "    story:\n"


def _branch(id_: str, field: str, value: int) -> str:
    when = f"{{compare: equals, left: {{field: {field}}}, right: {{value: 值{value}}}}}"
    return (
        f"{{id: b{id_}, name: 支{value}, when: {when}, steps: [{{id: s{id_}, name: 核, kind: review, {WHO}, {FLOW}}}]}}"
    )


def large(*, fields: int = 195, steps: int = 19, blocks: int = 100, acts: int = 190, wrong: bool = False) -> str:
    """The template with so many of each; with `wrong`, what they point at is not there."""
    text = sound_template("XY001", "样例事项")
    named = "nobody" if wrong else "purpose"
    asked = "".join(
        f"        - {{id: f{n}, label: 填报项{n}, type: text, required: optional, shown_when: {{filled: {named}}}}}\n"
        for n in range(fields)
    )
    ways = "".join(
        f"  - {{id: fork{n}, name: 分流{n}, kind: exclusive, otherwise: [], branches: ["
        + ", ".join(_branch(f"{n}_{m}", named, m) for m in range(2))
        + "]}\n"
        for n in range(steps)
    )
    said = "".join(f"        - text: 第{n}段{{{named}}}。\n" for n in range(blocks))
    act = "      - {by: county_logistics.vehicle_clerk, action: claim, at: 2026-03-02T09:30:00+08:00}\n"
    undo = act.replace("claim", "release")
    text = text.replace(FIELD, asked + FIELD).replace(DECIDE, ways + DECIDE).replace(REPLY, said + REPLY)
    return text.replace(STORY, STORY + (act + undo) * (acts // 2))
