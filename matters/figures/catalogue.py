"""The figures (指标), each said once: its name, what it means, of what it is worked out, for which time and in which unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from matters.figures.facts import WEEKDAYS

Grain = Literal["cases", "matters", "bodies"]
Unit = Literal["件", "个", "%", "小时", "个/件", "次/件"]
Light = Literal["met", "missed"]
Sums = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """Figure 指标. `counts` (分子) over `among` (分母), both measures; one without `among` is a plain count.

    `grain`: of what the measures are sums: of cases for a time, or of matters or bodies as they are today. `goal`: the share in
    per cent from which it is reached; `scale`: by how much a measure is divided to be told in the unit.
    """

    id: str
    name: str
    meaning: str
    grain: Grain
    counts: str
    counted: str
    unit: Unit
    among: str = ""
    all_of: str = ""
    goal: int | None = None
    scale: int = 1

    @property
    def period(self) -> str:
        """Of which time it tells."""
        return "所选月份" if self.grain == "cases" else "当前"

    @property
    def behind(self) -> str:
        """The measure that counts one for each thing behind the figure: what an average is taken of, else what it counts."""
        return self.counts if self.unit in ("%", "件", "个") else self.among

    @property
    def splits(self) -> bool:
        """Whether each thing of the whole either counts or does not, so that those can be told that do not."""
        return self.among in ("matters", "offices", "concluded", "timed", "rated", "bad") and self.unit == "%"

    def value(self, sums: Sums) -> Fraction | None:
        """The figure, exact; nothing where there is nothing to count it of."""
        if not self.among:
            return Fraction(sums.get(self.counts, 0))
        whole = sums.get(self.among, 0)
        share = Fraction(sums.get(self.counts, 0), whole * self.scale) if whole else None
        return share * 100 if share is not None and self.unit == "%" else share

    def light(self, sums: Sums, goal: int | None = None) -> Light | None:
        """Whether the goal is reached, that of the figure or another one; nothing without a goal or a figure."""
        wanted, value = goal or self.goal, self.value(sums)
        if wanted is None or value is None:
            return None
        return "met" if value >= wanted else "missed"


BATCH_GOAL = 50  # per cent of the matters of a batch (首批事项 50 %); that of all is 60


def _cases(figure_id: str, name: str, meaning: str, counts: str, counted: str, **more: object) -> Figure:
    return Figure(figure_id, name, meaning, "cases", counts, counted, **more)  # type: ignore[arg-type]


def _share(figure_id: str, name: str, meaning: str, counts: str, counted: str, **more: object) -> Figure:
    return Figure(figure_id, name, meaning, "matters", counts, counted, "%", **more)  # type: ignore[arg-type]


_BEFORE = "；没有写明优化前基线的和线下办理的事项不计"
_CONCLUDED = {"among": "concluded", "all_of": "所选月份办结的办件"}
_LISTED = {"among": "matters", "all_of": "清单内的事项"}
FIGURES: tuple[Figure, ...] = (
    Figure("matters", "清单数", "目录批次已公布、有单位受理并已开通的事项", "matters", "matters", "清单内的事项", "个"),
    _share(
        "once_by_matters",
        "最多跑一次实现率（按事项）",
        "清单内申请人最不利也至多到现场一次的事项所占比例；线下办理的事项在分母内，不算实现",
        "at_most_once",
        "跑动次数为 0 或 1 的事项",
        goal=60,
        **_LISTED,
    ),
    _cases(
        "once_by_cases",
        "最多跑一次实现率（按办件）",
        "办结的办件中申请人实际至多到现场一次的所占比例；到窗口提出申请的计一次",
        "once",
        "实际跑动次数为 0 或 1 的办件",
        unit="%",
        goal=60,
        **_CONCLUDED,
    ),
    _share(
        "online",
        "网上可办率",
        "清单内可以网上提交、结果也不必到现场领取的事项所占比例；不能网上办理的，办事指南写明理由",
        "online",
        "全程网上办理的事项",
        **_LISTED,
    ),
    _cases("filed", "办件量", "所选月份提交的办件", "filed", "所选月份提交的办件", unit="件"),
    _cases(
        "concluded",
        "办结量",
        "所选月份办结的办件；不予受理、撤回和终止的不算办结",
        "concluded",
        "所选月份办结的办件",
        unit="件",
    ),
    _cases(
        "on_time",
        "按时率",
        "有办结期限的办件中在期限当日或者之前办结的所占比例；停止计时和批准延长的，期限已经顺延",
        "on_time",
        "按时办结的办件",
        unit="%",
        among="timed",
        all_of="所选月份办结、有办结期限的办件",
    ),
    _share(
        "days_saved",
        "时限压缩率",
        f"承诺时限比优化前少的工作日所占比例；分情形的按最长的计，承诺时限不以工作日计的不计{_BEFORE}",
        "days_saved",
        "承诺时限比优化前减少的工作日",
        among="days_before",
        all_of="优化前的工作日",
    ),
    _share(
        "materials_saved",
        "减材料",
        f"要申请人提交的材料比优化前少的所占比例；建议和可选的材料不算{_BEFORE}",
        "materials_saved",
        "比优化前减少的材料",
        among="materials_before",
        all_of="优化前的材料",
    ),
    _share(
        "steps_saved",
        "减环节",
        f"有人办理的环节比优化前少的所占比例；各条件分支的环节都计入{_BEFORE}",
        "steps_saved",
        "比优化前减少的环节",
        among="steps_before",
        all_of="优化前的环节",
    ),
    _share(
        "errands_saved",
        "减跑动",
        f"申请人到现场的次数比优化前少的所占比例，按最不利的情形计{_BEFORE}",
        "errands_saved",
        "比优化前减少的跑动次数",
        among="errands_before",
        all_of="优化前的跑动次数",
    ),
    _share(
        "shared",
        "材料免提交率",
        "办理所需材料中由受理机构自行取得、不要申请人提交的所占比例；建议和可选的材料不算",
        "shared",
        "不要申请人提交的材料",
        among="materials",
        all_of="办理所需的材料",
    ),
    _cases(
        "sealed",
        "用印率",
        "办结的办件中结果文书加盖电子印章的所占比例",
        "sealed",
        "结果文书已用印的办件",
        unit="%",
        goal=50,
        **_CONCLUDED,
    ),
    _cases(
        "hours",
        "平均用时",
        "从提交到办结的时间，夜间和节假日也计入",
        "minutes",
        "各办件用时之和",
        unit="小时",
        scale=60,
        **_CONCLUDED,
    ),
    _cases(
        "bodies",
        "平均经办部门",
        "经手办理的部门数；协查和办后义务不算",
        "bodies",
        "各办件经办部门之和",
        unit="个/件",
        **_CONCLUDED,
    ),
    _cases(
        "steps",
        "平均环节",
        "有人办理过的环节数；协查和办后义务不算",
        "steps",
        "各办件环节之和",
        unit="个/件",
        **_CONCLUDED,
    ),
    _cases(
        "signatures", "平均签字", "同意、不同意和弃权的次数", "signatures", "各办件签字之和", unit="次/件", **_CONCLUDED
    ),
    _cases(
        "pleased",
        "满意度",
        "所选月份给出的评价中非常满意、满意和基本满意的所占比例，按首次评价、按作出决定的单位计；没有评价的办件不计，不当作满意",
        "pleased",
        "非常满意、满意和基本满意的评价",
        unit="%",
        among="rated",
        all_of="所选月份给出的评价",
    ),
    _cases(
        "mended",
        "差评整改率",
        "所选月份给出的差评（不满意、非常不满意）中已经答复整改的所占比例，按作出决定的单位计；还在期限内没有答复的在分母内",
        "mended",
        "已经答复整改的差评",
        unit="%",
        among="bad",
        all_of="所选月份给出的差评",
    ),
    Figure(
        "connected",
        "接入率",
        "有人任职并已开通账号的单位所占比例；停用的账号不算",
        "bodies",
        "connected",
        "已有人开通账号的单位",
        "%",
        among="offices",
        all_of="督查范围内现有的单位",
        goal=90,
    ),
)
_DAYS = zip(WEEKDAYS, "一二三四五六日", strict=True)
BY_WEEKDAY: tuple[Figure, ...] = tuple(
    _cases(day, f"周{name}提交", f"所选月份逢周{name}提交的办件", day, f"周{name}提交的办件", unit="件")
    for day, name in _DAYS
)
BY_ID: Mapping[str, Figure] = {figure.id: figure for figure in (*FIGURES, *BY_WEEKDAY)}
# The eight of the board (一屏统览), in their order.
BOARD = ("matters", "once_by_matters", "once_by_cases", "online", "filed", "concluded", "on_time", "days_saved")
