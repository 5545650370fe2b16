"""An invented county of three bodies and seventeen people, as the tables in which an office would write it down."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook

Rows = list[list[str]]
NAME = "临河县"
REGION = "980322"

OFFICE, FINANCE, CENTRE = "临河县人民政府办公室", "临河县财政局", "临河县机关事务中心"
# Body, kind of post, title, head, liaison, person, name.
_POSTS = (
    (OFFICE, "主要负责人", "主任", "是", "", "guyuan", "顾远"),
    (OFFICE, "联络员", "联络员", "", "是", "yanlan", "严兰"),
    (OFFICE, "工作人员", "秘书", "", "", "mohui", "莫辉"),
    (OFFICE, "平台管理岗", "系统管理岗", "", "", "qiubo", "仇波"),
    (OFFICE, "平台管理岗", "安全管理岗", "", "", "shenqing", "沈晴"),
    (OFFICE, "平台管理岗", "安全管理副岗", "", "", "tangyi", "汤毅"),
    (OFFICE, "平台管理岗", "审计管理岗", "", "", "wumin", "邬敏"),
    (OFFICE, "平台管理岗", "机构和事项管理岗", "", "", "xiling", "席苓"),
    (FINANCE, "主要负责人", "局长", "是", "", "ruanjie", "阮杰"),
    (FINANCE, "联络员", "联络员", "", "是", "shaoqi", "邵琪"),
    (FINANCE, "工作人员", "预算股科员", "", "", "weiping", "卫萍"),
    (FINANCE, "综合事务岗", "办公室主任", "", "", "zhanghe", "章禾"),
    (CENTRE, "主要负责人", "主任", "是", "", "jiangtao", "江涛"),
    (CENTRE, "联络员", "联络员", "", "是", "luoxi", "骆曦"),
    (CENTRE, "工作人员", "会计", "", "", "niexin", "聂欣"),
    (CENTRE, "公务用车管理负责人", "车管股股长", "", "", "panfeng", "潘峰"),
    (CENTRE, "车辆调度岗", "调度员", "", "", "yuchun", "喻春"),
)
IDS = frozenset({"xfb", "czj", "swzx", *(post[5] for post in _POSTS)})
_RULING = {"仇波": "系统管理员", "沈晴": "安全管理员", "汤毅": "安全管理员", "邬敏": "审计管理员"}
ADMINISTRATORS: Rows = [
    ["角色", "人员", "用户名"],
    *([role, person, f"gl{number}"] for number, (person, role) in enumerate(_RULING.items(), 1)),
]


def sheets() -> dict[str, Rows]:
    """The tables, each with its heads."""
    working = [post for post in _POSTS if post[6] not in _RULING]
    return {
        "行政区划": [["代码", "名称", "层级", "上级代码"], [REGION, NAME, "县级", ""]],
        "单位": [
            ["标识", "名称", "简称", "类别", "层级", "行政区划", "机关代字", "单位编号", "行政隶属"],
            ["xfb", OFFICE, "县政府办、府办", "行政机关", "县级", REGION, "临政办", "001", ""],
            ["czj", FINANCE, "县财政局", "行政机关", "县级", REGION, "临财", "002", OFFICE],
            ["swzx", CENTRE, "", "事业单位", "县级", REGION, "临机管", "003", "xfb"],
        ],
        "职责": [["职责", "行政区划", "单位"], ["公务用车管理", REGION, CENTRE], ["财政", REGION, "czj"]],
        "岗位": [
            ["岗位标识", "单位", "岗位类别", "岗位名称", "主要负责人", "联络员"],
            *(["", body, kind, title, head, liaison] for body, kind, title, head, liaison, _, _ in _POSTS),
        ],
        "人员": [
            ["标识", "姓名", "电话"],
            *([person, name, f"82100{number:02}"] for number, (*_, person, name) in enumerate(_POSTS, 1)),
        ],
        "任职": [
            ["人员", "单位", "岗位", "起"],
            *([name, body, title, "2026-01-05"] for body, _, title, _, _, _, name in _POSTS),
        ],
        "授权": [
            ["人员", "角色", "范围"],
            *([name, "申请人", body] for body, *_, name in working),
            ["潘峰", "审批人", CENTRE],
            ["喻春", "受理岗", CENTRE],
            ["席苓", "机构管理员", "全部"],
            ["席苓", "事项管理员", "全部"],
        ],
    }


def workbook(tables: Mapping[str, Sequence[Sequence[str]]], *, merged: str = "") -> bytes:
    """The tables as a spreadsheet saves them; `merged`: a range of the first sheet that is merged."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_numbers": False}) as book:
        for number, (title, rows) in enumerate(tables.items()):
            page = book.add_worksheet(title)
            for line, row in enumerate(rows):
                page.write_row(line, 0, row)
            if merged and not number:
                page.merge_range(merged, "合并")
    return content.getvalue()
