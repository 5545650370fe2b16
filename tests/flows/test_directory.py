"""Matters are found as people speak: by names, by sound, with typing errors, in sentences; what is not meant is not claimed.

Covers: matters/finding/index.py, matters/finding/ranking.py
"""

import pytest

from flows.adapters.pinyin import sounds
from flows.directory import Directory, directory
from matters.finding.index import index_of
from matters.language.document import Definition
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import Office

CAR, NEW_CAR, SEAL, NETWORK, DATA, VIDEO, PROJECT, OFFICER, FUNDS, ROOM = (
    "MS032", "MS030", "MS022", "MS009", "MS013", "MS028", "MS001", "MS048", "MS062", "MS029",
)  # fmt: skip
CLOUD, DISASTER, LINE, TERMINAL, CATALOGUE, OPEN_DATA, LICENCE, ACCOUNT, APP, MESSAGE, OLD_OFFICE, ACCEPTANCE = (
    "MS005", "MS008", "MS011", "MS012", "MS016", "MS019", "MS021", "MS023", "MS025", "MS026", "MS027", "MS003",
)  # fmt: skip
# What people type, and the codes that must come first, in this order.
MEANT = {
    # names and what people call them
    "派车": (CAR,), "用车": (CAR, NEW_CAR), "公务用车": (CAR, NEW_CAR), "借车": (CAR,), "坐车": (CAR,), "车": (CAR, NEW_CAR),
    "印章": (SEAL,), "盖章": (SEAL,), "刻个章": (SEAL,), "上网": (NETWORK,), "开会": (VIDEO,), "立项": (PROJECT,),
    "视频会议": (VIDEO,), "数据": (DATA,), "买车": (NEW_CAR,), "换公车": (NEW_CAR,), "CDO": (OFFICER,), "派车单": (CAR,),
    "经费": (FUNDS,), "租房": ("MS034",), "换班": ("MS047",), "密评": ("MS054",), "查档案": ("MS041",), "门禁卡": ("MS037",),
    "RPA": ("MS061",), "等保": ("MS053",), "推荐专家": ("MS050",), "信创改造": ("MS056",), "征求意见": ("MS044",),
    "报请示": ("MS043",), "会议室": (ROOM, VIDEO), "水管漏水报修": ("MS038",), "大修办公楼": ("MS035",), "能耗月报": ("MS036",),
    "督办": ("MS045",), "招人": ("MS052",), "网站被篡改": ("MS055",), "报任务进展": ("MS057",),
    # pinyin, whole, begun, and by initials
    "yongche": (CAR, NEW_CAR), "paiche": (CAR,), "PaiChe": (CAR,), "yongch": (CAR,), "yinzhang": (SEAL,), "gaizhang": (SEAL,),
    "YC": (CAR,), "gwyc": (CAR, NEW_CAR), "sjgx": (DATA,), "shuzihua": (PROJECT,), "woyaoyongche": (CAR,),
    # typing errors, by sound and by one wrong character
    "拍车": (CAR,), "数宇化": (PROJECT,), "数椐官": (OFFICER,), "首席数椐官": (OFFICER,), "刻彰": (SEAL,), "供需兑接": (DATA,),
    # traditional characters
    "派車": (CAR,), "數字化項目": (PROJECT,), "數據共享": (DATA,), "車": (CAR,), "我要申請派車": (CAR,),
    # other order of words
    "更新车辆": (NEW_CAR,), "官据数": (OFFICER,), "制作印章": (SEAL,), "接入外网": (NETWORK,),
    # sentences
    "我要用车去开会": (CAR, VIDEO), "需要一辆车": (CAR,), "申请车辆": (CAR,), "出差用车": (CAR,), "公章丢了怎么办": (SEAL,),
    "我们单位想做个系统": (PROJECT,), "请问怎么申请会议室": (ROOM, VIDEO), "要一间视频会议室": (VIDEO,),
    "单位搬家网络怎么办": (NETWORK,), "下周培训要个车": (CAR,), "想申请更新一批车辆用于开展执法检查": (NEW_CAR,),
    # what the matters of networks, data and accounts are called
    "云主机": (CLOUD,), "灾备": (DISASTER,), "专网": (LINE, NETWORK), "换电脑": (TERMINAL,), "打印机": (TERMINAL,),
    "目录": (CATALOGUE,),
    "开放数据": (OPEN_DATA,), "证照": (LICENCE,), "账号": (ACCOUNT,), "新同事开账号": (ACCOUNT,), "应用上架": (APP,),
    "短信": (MESSAGE,),
    "OA": (OLD_OFFICE,), "验收": (ACCEPTANCE,),
    # bases, codes, full width
    "《政务数据共享条例》": (DATA, CATALOGUE), "国发〔1999〕25号": (SEAL,), "数据安全法": (DATA,),
    "MS032": (CAR,), "ms32": (CAR,), "32": (CAR,), "ｍｓ０３２": (CAR,), "ＣＤＯ": (OFFICER,),
}  # fmt: skip
NOT_MEANT = ("公车私用", "请假", "宿舍", "体检", "食堂", "工资", "xyz", "……")


@pytest.fixture(scope="module")
def known() -> Directory:
    """The shipped matters."""
    matters = tuple(sorted(shipped_definitions(), key=lambda one: one.code))
    return Directory(matters, index_of(matters, sounds))


def _codes(found: tuple[Definition, ...]) -> tuple[str, ...]:
    return tuple(one.code for one in found)


@pytest.mark.parametrize("asked", MEANT)
def test_what_is_meant_comes_first(known: Directory, asked: str) -> None:
    """As somebody types it who has not read the catalogue."""
    hits = _codes(known.at(known.found(asked).hits))
    assert hits[: len(MEANT[asked])] == MEANT[asked]


@pytest.mark.parametrize("asked", NOT_MEANT)
def test_what_no_matter_is_about_is_not_claimed(known: Directory, asked: str) -> None:
    """At most three that come near are offered instead."""
    found = known.found(asked)
    assert not found.hits
    assert len(found.nearest) <= 3


def test_what_comes_nearest_is_offered_where_nothing_is_meant(known: Directory) -> None:
    """By the words that do stand in it."""
    assert CAR in _codes(known.at(known.found("公车私用").nearest))


@pytest.mark.parametrize("asked", ["往返", "介绍信"])
def test_a_text_that_says_what_is_not_needed_is_not_found_by_it(known: Directory, asked: str) -> None:
    """不用介绍信，不用往返盖章 is about neither."""
    assert NETWORK not in _codes(known.at(known.found(asked).hits))


def test_what_is_pasted_by_mistake_is_looked_at_as_far_as_a_question_goes(known: Directory) -> None:
    """Its length costs nothing."""
    begun = "我们单位因为工作需要用车去开会，还要办理很多别的事情，请问应该找哪个部门呢？" * 2
    assert known.found(begun * 1_000) == known.found(begun[:40])


def test_a_publication_is_found_at_once(one_office: Office, known: Directory) -> None:
    """The index is of what is published now, and is made once for it."""
    words = "无人机测绘飞行"

    def found() -> tuple[Definition, ...]:
        with one_office.resources.database.reading() as session:
            known = directory(session, one_office.resources)
            assert directory(session, one_office.resources) is known
        return known.at(known.found(words).hits)

    assert not found()
    code = one_office.publish(known.matters[0].model_copy(update={"name": words}))
    assert _codes(found()) == (code,)
