"""A small matter with every field type that a page can ask for."""

from matters.language.document import Definition

_EXCEPTIONS = {"nobody": "superior", "applicant": "superior", "repeated": "ask_again", "conflict": "exclude"}
_PAPER = {
    "name": "通知书",
    "title": "通知书",
    "number": {},
    "blocks": [{"text": "样例。"}],
    "seals": [{"of": {"body": "owner"}}],
}
_CODE = {"version": "v2", "number": 0}
_ARCHIVE = {"category": "样例", "retention": "10_years"}
_OUT = {"compare": "equals", "left": {"field": "out_of_city"}, "right": {"value": True}}
_OPTIONS = [{"id": "meeting", "label": "会议"}, {"id": "other", "label": "其他"}]

FIELDS = [
    {"id": "purpose", "label": "用车事由", "type": "text", "help": "写明*活动*名称。"},
    {"id": "place", "label": "目的地", "type": "text"},
    {"id": "kind", "label": "用车类型", "type": "choice", "options": _OPTIONS},
    {"id": "many", "label": "随行设备", "type": "choices", "options": _OPTIONS, "required": "optional"},
    {"id": "day", "label": "用车日期", "type": "date"},
    {"id": "leave_at", "label": "出发时间", "type": "datetime"},
    {"id": "people", "label": "乘车人数", "type": "integer", "unit": "人"},
    {"id": "cost", "label": "预计费用", "type": "money", "required": "optional"},
    {"id": "weight", "label": "载重", "type": "decimal", "unit": "吨", "required": "optional"},
    {"id": "out_of_city", "label": "是否跨市", "type": "yes_no"},
    {"id": "reason", "label": "跨市理由", "type": "long_text", "shown_when": _OUT},
    {"id": "contact", "label": "联系人", "type": "text", "prefill": {"applicant": "person_name"}},
    {"id": "phone", "label": "联系电话", "type": "phone"},
    {"id": "identity", "label": "身份号码", "type": "id_number", "required": "optional"},
    {"id": "pledge", "label": "用车承诺", "type": "pledge", "text": "本单位承诺内容真实。"},
    {"id": "plate", "label": "车牌号", "type": "text", "filled_by": "office"},
]

SAMPLE = Definition.model_validate(
    {
        "format": 1,
        "code": "XX001",
        "name": "样例派车",
        "aliases": ["派车"],
        "edition": {"version": 1},
        "guide": {
            "category": "机关事务",
            "summary": "用车单位在网上提出申请。",
            "scope": ["cross_department"],
            "case_type": "promised",
            "access": {"kind": "online"},
            "owner": {"duty": "vehicles", "levels": ["county"]},
            "conditions": ["因公务活动确需用车。"],
            "legal_basis": [{"title": "《样例办法》", "clause": "第一条"}],
            "contacts": [{"purpose": "enquiry", "phone": "5550100"}],
        },
        "form": {"sections": [{"id": "trip", "title": "用车信息", "fields": FIELDS}]},
        "materials": [
            {
                "id": "notice",
                "name": "活动通知",
                "source": {"kind": "applicant"},
                "trust": "D",
                "required": {"when": _OUT},
            },
        ],
        "steps": [
            {
                "id": "accept",
                "name": "受理",
                "kind": "accept",
                "exceptions": _EXCEPTIONS,
                "who": {"by": "post", "post": "clerk", "of": {"body": "owner"}},
            }
        ],
        "outcome": {
            "papers": [{"id": "reply", "on": "granted", **_PAPER}, {"id": "denial", "on": "denied", **_PAPER}],
            "results": [
                {"on": "granted", "name": "同意", "paper": "reply", "code": _CODE, "archive": _ARCHIVE},
                {"on": "denied", "name": "不同意", "paper": "denial", "code": _CODE, "archive": _ARCHIVE},
            ],
        },
        "gaps": [{"what": "回车登记", "until_then": "在台账中登记。"}],
    }
)
