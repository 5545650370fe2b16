"""Which kind of value a form field holds; conditions and references ask for kinds, not for field types."""

from collections.abc import Mapping
from typing import Literal

FieldKind = Literal[
    "text",
    "number",
    "date",
    "datetime",
    "choice",
    "choices",
    "yes_no",
    "person",
    "body",
    "booking",
    "rows",
]

KIND_NAMES: Mapping[FieldKind, str] = {
    "text": "文字",
    "number": "数值",
    "date": "日期",
    "datetime": "时间",
    "choice": "单选",
    "choices": "多选",
    "yes_no": "是否",
    "person": "人员",
    "body": "单位",
    "booking": "预约",
    "rows": "重复行",
}

KIND_OF: Mapping[str, FieldKind] = {
    "text": "text",
    "long_text": "text",
    "phone": "text",
    "id_number": "text",
    "integer": "number",
    "decimal": "number",
    "money": "number",
    "computed": "number",
    "date": "date",
    "datetime": "datetime",
    "choice": "choice",
    "choices": "choices",
    "yes_no": "yes_no",
    "pledge": "yes_no",
    "person": "person",
    "body": "body",
    "booking": "booking",
    "rows": "rows",
}
