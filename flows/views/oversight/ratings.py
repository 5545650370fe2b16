"""Ratings (好差评): what is sent with one, how it stands, what is owed, and their sums."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from flows.views.base import Asked, Page, View
from matters.case.rating import GRADE_NAMES, STATE_NAMES, Grade, RatingState

MAX_TEXT = 1000
SumBy = Literal["grade", "body", "matter", "month"]
_GRADES = "，".join(f"`{grade}` {name}" for grade, name in GRADE_NAMES.items())
_STATES = "，".join(f"`{state}` {name}" for state, name in STATE_NAMES.items())
Reason = Annotated[str, Field(max_length=40)]


class RatingRequest(Asked, title="评价"):
    """A rating by the applicant."""

    grade: Grade = Field(description=f"等级：{_GRADES}")
    reasons: tuple[Reason, ...] = Field((), max_length=20, description="所选原因的标识，见 `GET` 的 `reasons`")
    text: str = Field("", max_length=MAX_TEXT, description="评价内容；写了的，须由承办单位答复")


class AnswerRequest(Asked, title="对评价的答复"):
    """What the body answers; of a bad rating, how it was mended."""

    text: str = Field(max_length=MAX_TEXT, description="答复；差评的，写明怎样整改")


class SecondRequest(Asked, title="复评"):
    """The second rating, of what was mended."""

    grade: Grade = Field(description=f"等级：{_GRADES}")
    text: str = Field("", max_length=MAX_TEXT, description="复评内容")


class RatingReceipt(View, title="评价回执"):
    """What an act on a rating answers."""

    case_no: str
    message: str


class GivenRating(View, title="一个评价"):
    """A rating with its answer and the second one, for who may read it."""

    grade: Grade = Field(description=f"等级：{_GRADES}")
    grade_name: str = Field(description="等级的名称")
    reasons: tuple[str, ...] = Field(description="所选原因的名称")
    text: str = Field(description="评价内容；没有写的为空")
    day: date = Field(description="评价日期")
    body_name: str = Field(description="被评价单位的名称")
    due: date | None = Field(description="应答复的最后一日；无需答复的为空")
    state: RatingState = Field(description=f"情况：{_STATES}")
    state_name: str
    answer: str = Field(description="答复；尚未答复的为空")
    answered_on: date | None = Field(description="答复日期；尚未答复的为空")
    second_grade: Grade | None = Field(description="复评等级；没有复评的为空")
    second_grade_name: str = Field(description="复评等级的名称；没有复评的为空")
    second_text: str = Field(description="复评内容；没有写的为空")


class RatingView(View, title="办件的评价"):
    """What of a case's rating concerns the viewer: what they may do now, and the rating if they may read it."""

    case_no: str
    may_rate: bool = Field(description="本人现在可否评价")
    until: date | None = Field(description="可以评价的最后一日；不能评价的为空")
    may_answer: bool = Field(description="是否须由本人答复")
    may_rate_again: bool = Field(description="本人现在可否复评")
    reasons: Mapping[Grade, Mapping[str, str]] = Field(description="每一等级可选的原因：标识 → 名称")
    given: GivenRating | None = Field(description="已作的评价；没有评价的，或者本人无权查看的为空")


class ToRate(View, title="待评价的办件"):
    """A case that the applicant may rate, or rate again."""

    case_no: str
    title: str = Field(description="办件标题")
    until: date = Field(description="可以评价的最后一日")
    again: bool = Field(description="是否复评")


class RatingLine(View, title="评价列表中的一行"):
    """A rating without what was written and without who rated."""

    case_no: str
    matter: str
    matter_name: str
    body: str = Field(description="被评价单位")
    body_name: str = Field(description="被评价单位的名称")
    day: date = Field(description="评价日期")
    grade: Grade = Field(description=f"等级：{_GRADES}")
    grade_name: str = Field(description="等级的名称")
    due: date | None = Field(description="应答复的最后一日；无需答复的为空")
    days_late: int = Field(description="已逾期天数；尚未逾期的为 0 或者负数，无需答复的为 0")
    state: RatingState = Field(description=f"情况：{_STATES}")
    state_name: str


class RatingDuties(View, title="本人待评价和待答复的"):
    """What of ratings is the caller's to do."""

    to_rate: tuple[ToRate, ...] = Field(description="待评价和待复评的办件")
    to_answer: tuple[RatingLine, ...] = Field(description="须由本人答复、整改的评价，先到期的在前")


class RatingList(View, title="一页评价"):
    """Ratings of the work of the bodies one watches over."""

    items: tuple[RatingLine, ...]
    page: Page


class RatingSum(View, title="评价的一行合计"):
    """How many ratings of each grade, and what became of the bad ones."""

    key: str = Field(description="等级、单位标识、事项代码或者年月，依 `by`")
    name: str = Field(description="该行的名称")
    counts: Mapping[Grade, int] = Field(description="各等级的件数")
    total: int = Field(description="合计件数")
    bad: int = Field(description="差评件数：不满意和非常不满意")
    mended: int = Field(description="差评中已经整改答复的件数")


class RatingSums(View, title="评价的合计"):
    """Sums over a time, by one thing."""

    since: date = Field(description="自何日起，含")
    until: date = Field(description="至何日止，含")
    items: tuple[RatingSum, ...]
