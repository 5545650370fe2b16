"""The sheets of an organisation as tables, in the order in which they are filled in: a sheet for each part, a record in a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matters.organisation.kinds import BODY_KIND_NAMES, LEVEL_NAMES
from matters.organisation.snapshot import ROLE_NAMES, THREE
from matters.organisation.tables.cells import (
    TableNames,
    body_cell,
    day_cell,
    known_by,
    many_cell,
    one_of,
    person_cell,
    scope_cell,
    text_cell,
    written,
    yes_cell,
)


@dataclass(frozen=True)
class TableColumn:
    """A column: its head, the key of the record it fills, what is to be written there, and how a cell is read."""

    head: str
    key: str
    said: str
    read: Callable[[str, TableNames], Any]
    needed: bool = True


@dataclass(frozen=True)
class TableSheet:
    """A sheet 表: the part of the organisation it holds and its columns, with a row that shows how it is filled in."""

    title: str
    part: str
    columns: tuple[TableColumn, ...]
    example: tuple[str, ...]


_ID = written(r"[a-z][a-z0-9_.-]{0,59}", "应以小写字母开头，由小写字母、数字、点、横线和下划线组成")
_BODY_ID = written(r"[a-z][a-z0-9_]{0,39}", "应以小写字母开头，由小写字母、数字和下划线组成")
_REGION = written(r"\d{6}(\d{3})?(\d{3})?", "应为 6、9 或 12 位数字")
_NUMBER = written(r"\d{3}", "应为三位数字，如 001；前面的 0 不见了的，请把这一列设为文本格式")
_PHONE = written(r"[0-9()+#-]{3,20}", "应为电话号码")
_CREDIT = written(r"[0-9A-Z]{18}", "应为 18 位统一社会信用代码")
_SINCE = TableColumn("起", "since", "开始日期，空着为一直", day_cell, needed=False)
_UNTIL = TableColumn("止", "until", "最后一天，空着为不限", day_cell, needed=False)

SHEETS: tuple[TableSheet, ...] = (
    TableSheet(
        "行政区划",
        "regions",
        (
            TableColumn("代码", "code", "6 位；乡镇 9 位，村 12 位", _REGION),
            TableColumn("名称", "name", "如 临河县", text_cell),
            TableColumn("层级", "level", "、".join(LEVEL_NAMES.values()), one_of(LEVEL_NAMES)),
            TableColumn("上级代码", "parent", "上级也在本表的才写", _REGION, needed=False),
        ),
        ("例：150802", "临河县", "县级", ""),
    ),
    TableSheet(
        "单位",
        "bodies",
        (
            TableColumn("标识", "id", "小写字母、数字、下划线，定下后不改", _BODY_ID),
            TableColumn("名称", "name", "全称，印在文书和印章上", text_cell),
            TableColumn("简称", "aliases", "可写几个，用顿号分开", many_cell, needed=False),
            TableColumn("类别", "kind", "、".join(BODY_KIND_NAMES.values()), one_of(BODY_KIND_NAMES)),
            TableColumn("层级", "level", "、".join(LEVEL_NAMES.values()), one_of(LEVEL_NAMES)),
            TableColumn("行政区划", "region", "区划代码", _REGION),
            TableColumn("机关代字", "prefix", "文号开头的字，各单位不同", text_cell),
            TableColumn("单位编号", "number", "三位数字，同一区划内不重复，用在办件编号里", _NUMBER),
            TableColumn("统一社会信用代码", "credit_code", "可空", _CREDIT, needed=False),
            TableColumn("行政隶属", "administrative", "上级单位的标识或名称，可空", body_cell, needed=False),
            TableColumn("业务指导", "professional", "指导单位的标识或名称，可空", body_cell, needed=False),
            _SINCE,
            _UNTIL,
        ),
        (
            "例：jgswzx",
            "临河县机关事务中心",
            "机关事务中心",
            "事业单位",
            "县级",
            "150802",
            "临机管",
            "003",
            "",
            "县政府办",
            "",
        ),
    ),
    TableSheet(
        "职责",
        "duties",
        (
            TableColumn("职责", "duty", "由谁受理事项看职责；名称见“可写的词”表", known_by("duty")),
            TableColumn("职责名称", "called", "自设的职责才写", text_cell, needed=False),
            TableColumn("行政区划", "region", "在哪个区划承担", _REGION),
            TableColumn("单位", "body", "承担单位的标识或名称", body_cell),
            _SINCE,
            _UNTIL,
        ),
        ("例：公务用车管理", "", "150802", "临河县机关事务中心"),
    ),
    TableSheet(
        "岗位",
        "posts",
        (
            TableColumn("岗位标识", "id", "可空，空着由系统编", _ID, needed=False),
            TableColumn("单位", "body", "标识或名称", body_cell),
            TableColumn("岗位类别", "kind", "事项按类别找人；名称见“可写的词”表", known_by("post")),
            TableColumn("类别名称", "called", "自设的类别才写", text_cell, needed=False),
            TableColumn("岗位名称", "title", "在本单位怎么称呼", text_cell),
            TableColumn("主要负责人", "head", "是或否；每个单位一个", yes_cell, needed=False),
            TableColumn("联络员", "liaison", "是或否；每个单位一个", yes_cell, needed=False),
            _SINCE,
            _UNTIL,
        ),
        ("例：", "临河县机关事务中心", "车辆调度岗", "", "车辆调度员", "否", "否"),
    ),
    TableSheet(
        "人员",
        "people",
        (
            TableColumn("标识", "id", "小写字母开头，一人一个，也作用户名", _ID),
            TableColumn("姓名", "name", "", text_cell),
            TableColumn("电话", "phone", "可空；同名的须写", _PHONE, needed=False),
            _SINCE,
            _UNTIL,
        ),
        ("例：wangfang", "王芳", "8210003"),
    ),
    TableSheet(
        "任职",
        "holdings",
        (
            TableColumn("人员", "person", "标识或姓名；一人几岗写几行", person_cell),
            TableColumn("单位", "body", "标识或名称；岗位写标识的可空", body_cell, needed=False),
            TableColumn("岗位", "post", "岗位名称或标识", text_cell),
            _SINCE,
            _UNTIL,
        ),
        ("例：王芳", "临河县机关事务中心", "车辆调度员"),
    ),
    TableSheet(
        "授权",
        "grants",
        (
            TableColumn("人员", "person", "标识或姓名", person_cell),
            TableColumn("角色", "role", "、".join(ROLE_NAMES.values()), one_of(ROLE_NAMES)),
            TableColumn("范围", "scope", "单位、区划代码，或“全部”；管理员须写“全部”", scope_cell),
            _SINCE,
            _UNTIL,
        ),
        ("例：王芳", "受理岗", "临河县机关事务中心"),
    ),
)
FORMER_NAMES = TableSheet(
    "曾用名",
    "former",
    (
        TableColumn("单位", "body", "标识或现名", body_cell),
        TableColumn("名称", "text", "改名以前的名称", text_cell),
        _SINCE,
        TableColumn("止", "until", "用到哪一天", day_cell),
    ),
    ("例：临河县机关事务中心", "临河县机关事务管理局", "", "2025-06-30"),
)
ADMINISTRATORS = TableSheet(
    "管理员",
    "administrators",
    (
        TableColumn(
            "角色", "role", "系统、安全、审计管理员各一人，安全管理员宜两人", one_of({r: ROLE_NAMES[r] for r in THREE})
        ),
        TableColumn("人员", "person", "标识或姓名", text_cell),
        TableColumn("用户名", "username", "登录用，小写字母开头", text_cell),
    ),
    ("例：系统管理员", "王芳", "wangfang"),
)
OPTIONAL = frozenset({FORMER_NAMES.title})
