"""Two matters for tests with one roster: cars are entered by the row, and one of them is chosen later to be given away."""

from typing import Any

from matters.language.document import Definition
from tests.matters.stories import varied

OWNER = "county_logistics"
ROSTER: dict[str, Any] = {
    "id": "cars",
    "name": "公务用车台账",
    "columns": [
        {"id": "plate", "label": "车牌号", "type": "text"},
        {"id": "model", "label": "车型", "type": "text"},
        {"id": "seats", "label": "座位数", "type": "integer"},
        {"id": "state", "label": "状况", "type": "text", "required": "optional"},
    ],
    "key": ["plate"],
    "seen_by": "everybody",
    "corrected_by": ["approver"],
}
ENTERING: dict[str, Any] = {
    "sections": [
        {
            "id": "what",
            "title": "车辆",
            "fields": [
                {"id": "reason", "label": "事由", "type": "text"},
                {
                    "id": "list",
                    "label": "车辆清单",
                    "type": "rows",
                    "columns": [
                        {"id": "plate", "label": "车牌号", "type": "text"},
                        {"id": "model", "label": "车型", "type": "text"},
                        {"id": "seats", "label": "座位数", "type": "integer"},
                    ],
                },
            ],
        },
    ],
}
GIVING: dict[str, Any] = {
    "sections": [
        {
            "id": "what",
            "title": "车辆",
            "fields": [
                {"id": "reason", "label": "事由", "type": "text"},
                {
                    "id": "car",
                    "label": "车辆",
                    "type": "entry",
                    "roster": "cars",
                    "copies": {"model": "model", "seats": "seats"},
                },
                {"id": "model", "label": "车型", "type": "text"},
                {"id": "seats", "label": "座位数", "type": "integer"},
                {"id": "gone", "label": "是否报废", "type": "yes_no"},
                {"id": "state", "label": "新的状况", "type": "text", "required": "optional"},
            ],
        },
    ],
}
ENTERS: list[dict[str, Any]] = [
    {
        "roster": "cars",
        "act": "enter",
        "per_row": "list",
        "values": {"plate": "plate", "model": "model", "seats": "seats"},
    }
]
GONE: dict[str, Any] = {"compare": "equals", "left": {"field": "gone"}, "right": {"value": True}}
WRITES: list[dict[str, Any]] = [
    {"roster": "cars", "act": "take_out", "entry": "car", "when": GONE},
    {"roster": "cars", "act": "change", "entry": "car", "values": {"state": "state"}, "when": {"not": GONE}},
]


def entering(like: Definition, code: str = "XX021") -> Definition:
    """The matter that keeps the roster, and enters the cars of its rows."""
    return _made(like, code, "样例车辆登记", ENTERING, ENTERS, [ROSTER])


def giving(like: Definition, code: str = "XX022") -> Definition:
    """The matter in which a car of the roster is chosen, and taken out or put into another state."""
    return _made(like, code, "样例车辆处置", GIVING, WRITES, [])


def _made(
    like: Definition, code: str, name: str, form: dict[str, Any], writes: list[dict[str, Any]], rosters: list[Any]
) -> Definition:
    def change(document: dict[str, Any]) -> None:
        document.update(
            code=code, name=name, aliases=[name], form=form, materials=[], golden=[], brief=[], rosters=rosters
        )
        document["steps"][0]["rights"] = {"edit": [], "required": []}
        document["outcome"]["results"][0]["writes"] = writes
        for paper in document["outcome"]["papers"]:
            paper["blocks"] = [block for block in paper["blocks"] if "opinions" in block or "findings" in block]
            paper["blocks"].insert(0, {"text": "“{reason}”的办理情况如下。"})

    return varied(like, change)


def by_machine(matter: Definition) -> Definition:
    """The same matter, which a machine grants at once and a person looks at again."""
    head = {"by": "head", "of": {"body": "owner"}}
    check = {"of_hundred": 100, "who": head, "limit": {"kind": "working_days", "days": 5}}

    def change(document: dict[str, Any]) -> None:
        rules = [{"text": "写明了事由", "holds": {"filled": "reason"}}]
        document["steps"][1]["instant"] = {"rules": rules, "spot_check": check}

    return varied(matter, change)
