"""Finding a matter among thousands: what people type, beside a look through every name for the same words."""

import random
from collections.abc import Iterator

from flows.adapters.pinyin import sounds
from flows.directory import Directory
from matters.finding.index import index_of
from matters.language.document import Definition
from storage.definitions.catalog import shipped_definitions
from tests.benchmarks.measuring import Times, table_of_pairs
from tests.flows.test_directory import MEANT, NOT_MEANT

MATTERS = 5_000
LONG = "我们单位因为工作需要想申请更新一批车辆用于开展执法检查请问应该找哪个部门办理"
_THINGS = (
    "公章 车辆 机房 档案 会议室 办公用房 土地 水利 林业 道路 桥梁 校舍 设备 人员 编制 津贴 合同 预算 资产 仓储 网络 数据 接口 "
    "平台 系统 网站 域名 电话 视频 会场 食堂 宿舍 停车 通行证 工作证 印章 执法证 票据 软件 硬件"
).split()
_ACTS = (
    "制作 购置 更新 派用 报废 处置 划转 租赁 维修 备案 登记 核准 变更 注销 调拨 领用 借用 接入 迁移 扩容 共享 开通 保障 鉴定 "
    "评审 任命 推荐 考核 培训"
).split()
_WHERE = "样例县 样例市 本级 乡镇 机关 事业单位 年度 临时 紧急 跨部门".split()


def benchmark_finding() -> None:
    """Print the table: every question in turn, three times."""
    matters = tuple(_made())
    built = Times("index of them all, once for a publication")
    index = built.of(lambda: index_of(matters, sounds))
    directory = Directory(matters, index)
    searched, scanned = Times(f"a question among {MATTERS} matters"), Times("every name looked through")
    for asked in (*MEANT, *NOT_MEANT, LONG) * 3:
        with searched.span():
            directory.found(asked)
        with scanned.span():
            _ = [one for one in matters if any(asked in name for name in (one.name, *one.aliases))]
    print(table_of_pairs([(searched, scanned), (built, scanned)]))


def _made() -> Iterator[Definition]:
    """The shipped ones under other names, seven each."""
    chance, shipped = random.Random(7), shipped_definitions()

    def name() -> str:
        return chance.choice(_THINGS) + chance.choice(_ACTS)

    for number in range(MATTERS):
        like = shipped[number % len(shipped)]
        aliases = (*(name() for _ in range(6)), chance.choice(like.aliases))
        named = {"code": f"TX{number:05d}", "name": chance.choice(_WHERE) + name(), "aliases": aliases}
        yield like.model_copy(update=named)
