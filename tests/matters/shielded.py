"""公务用车派车 with a check at which part of it is kept from whoever holds it (字段权限)."""

from typing import Any

from matters.language.document import Definition
from tests.matters.forked import decide, step
from tests.matters.stories import varied

HIDDEN = ("purpose", "contact_phone", "notice")  # at the check, and the telephone, being personal, at the decision too


def shielded(matter: Definition, code: str = "TR001") -> Definition:
    """Acceptance sees all; the check by the chief neither purpose, notice nor telephone; the head decides."""

    def change(document: dict[str, Any]) -> None:
        document.update(code=code, golden=[])
        field = next(f for s in document["form"]["sections"] for f in s["fields"] if f["id"] == "contact_phone")
        field["sensitivity"] = "personal"
        accept, _, dispatch = document["steps"]
        accept["rights"]["read"] = ["contact_phone"]
        check = step(
            "check", rights={"hidden": ["purpose", "notice"], "edit": ["driver_phone"], "required": ["driver_phone"]}
        )
        document["steps"] = [accept, check, decide(), dispatch]
        for paper in document["outcome"]["papers"]:
            for block in paper["blocks"]:
                if block.get("opinions") == ["decide"]:
                    block["opinions"] = ["settle"]

    return varied(matter, change)
