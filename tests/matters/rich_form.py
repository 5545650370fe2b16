"""A matter for tests whose form has repeating rows, computed values, people, bodies and bounded days."""

from typing import Any

from matters.language.document import Definition
from tests.matters.stories import varied

_KINDS = [{"id": "goods", "label": "货物"}, {"id": "service", "label": "服务"}, {"id": "other", "label": "其他"}]
_IS_OTHER = {"compare": "equals", "left": {"field": "kind"}, "right": {"value": "other"}}
_LARGE = {"compare": "above", "left": {"field": "total"}, "right": {"value": 10000}}
_SECRET = {"sensitivity": "work_secret"}
_SUM = {"sum": "items", "column": "amount"}
_COLUMNS = [
    {"id": "name", "label": "名称", "type": "text", "max_length": 20},
    {"id": "kind", "label": "类别", "type": "choice", "options": _KINDS},
    {"id": "amount", "label": "金额", "type": "money"},
    {"id": "needed_on", "label": "需用日期", "type": "date", "earliest": {"today_plus": 0}, "required": "optional"},
    {"id": "note", "label": "说明", "type": "text", "shown_when": _IS_OTHER},
]
FORM: dict[str, Any] = {
    "sections": [
        {
            "id": "list",
            "title": "采购内容",
            "fields": [
                {"id": "purpose", "label": "采购事由", "type": "text"},
                {"id": "items", "label": "采购明细", "type": "rows", "columns": _COLUMNS, "at_most": 60},
                {"id": "total", "label": "合计金额", "type": "computed", "value": _SUM, "unit": "元"},
                {"id": "lines", "label": "明细行数", "type": "computed", "value": {"count": "items"}, "unit": "行"},
                {"id": "reason", "label": "大额采购理由", "type": "long_text", "shown_when": _LARGE},
            ],
        },
        {
            "id": "who",
            "title": "供应和联系",
            "fields": [
                {"id": "carrier", "label": "供应单位", "type": "body", "kinds": ["enterprise"]},
                {"id": "contact", "label": "供应单位联系人", "type": "person", "within": {"field": "carrier"}},
                {"id": "owner", "label": "本单位经办人", "type": "person", "within": {"body": "applicant"}},
                {"id": "asked", "label": "征求意见单位", "type": "bodies", "required": "optional", "at_most": 2},
                {"id": "start_on", "label": "开始日期", "type": "date", "earliest": {"today_plus": 5}},
                {
                    "id": "end_on",
                    "label": "完成日期",
                    "type": "date",
                    "earliest": {"field": "start_on"},
                    "latest": {"today_plus": 365},
                },
            ],
        },
        {
            "id": "check",
            "title": "核价",
            "fields": [
                {
                    "id": "checker",
                    "label": "核价人",
                    "type": "person",
                    "filled_by": "office",
                    "within": {"body": "owner"},
                },
                {
                    "id": "prices",
                    "label": "核定单价",
                    "type": "rows",
                    "filled_by": "office",
                    "required": "optional",
                    "columns": [
                        {"id": "name", "label": "名称", "type": "text"},
                        {"id": "price", "label": "单价", "type": "money"},
                        {"id": "limit", "label": "控制价", "type": "money", "required": "optional", **_SECRET},
                    ],
                },
            ],
        },
    ]
}
ANSWERS: dict[str, Any] = {
    "purpose": "购置办公设备",
    "items": [
        {"name": "服务器", "kind": "goods", "amount": "8000.50"},
        {"name": "运维", "kind": "service", "amount": "1200", "needed_on": "2026-03-20"},
    ],
    "carrier": "sample_telecom",
    "contact": "p75",
    "owner": "p50",
    "start_on": "2026-03-10",
    "end_on": "2026-04-10",
}


def rich_form(like: Definition) -> Definition:
    """A runnable matter with this form, for the rest like a shipped one."""

    def change(document: dict[str, Any]) -> None:
        document.update(code="XX002", name="样例采购", aliases=["采购"], form=FORM, materials=[], golden=[])
        document["steps"][0]["rights"] = {"edit": ["checker", "prices"], "required": ["checker"]}
        for paper in document["outcome"]["papers"]:
            paper["blocks"] = [block for block in paper["blocks"] if "opinions" in block or "findings" in block]
            paper["blocks"].insert(
                0, {"text": "“{purpose}”（{lines}，合计{total}，大写{total:in_words}）办理情况如下。"}
            )
            if paper["on"] == "granted":
                shown = ["items", "total", "carrier", "contact", "owner", "checker", "prices"]
                paper["blocks"] += [{"facts": shown}, {"rows": "items", "columns": ["amount", "name"]}]

    return varied(like, change)
