"""What a supervisor (督查人员) watches: what is late or soon will be, by the body that has to act."""

from datetime import date

from pydantic import Field

from flows.views.base import Page, View
from flows.views.oversight.lights import Lit


class PressedBody(View, title="一个单位的超期和临期待办数"):
    """`body` is empty for what nobody attends to."""

    body: str = Field(description="承办单位标识；无人可办的为空")
    name: str = Field(description="承办单位名称")
    late: int = Field(description="已超期的待办数")
    near: int = Field(description="临期的待办数，天数见期限督促规则")
    latest: int = Field(description="超期最久的天数；没有超期的为 0")


class PressingItem(Lit, title="超期或者临期的一项待办"):
    """An open item, with who is to act. `days_late`: below 1, so many days are left."""

    id: str
    case_no: str
    matter_name: str
    title: str = Field(description="办件标题")
    step_name: str = Field(description="环节名称")
    body: str = Field(description="承办单位标识；无人可办的为空")
    who: tuple[str, ...] = Field(description="办理人")
    due: date = Field(description="办理期限")
    provisional: bool
    days_late: int = Field(description="已超期天数；为 0 的今日到期，为负的尚未到期")


class SupervisionList(View, title="督查清单"):
    """`bodies` counts all of them, `items` are those of the body that was asked for, on this page."""

    bodies: tuple[PressedBody, ...] = Field(description="各承办单位，超期多的在前")
    items: tuple[PressingItem, ...] = Field(description="待办，先到期的在前")
    page: Page
