"""What people choose of notices (通知设置)."""

from typing import Annotated

from pydantic import Field

from flows.views.base import Asked, View

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["22:00"])]


class NewsKindView(View, title="可以选择是否接收的一类通知"):
    """A kind of news that only informs."""

    kind: str = Field(description="类别标识")
    name: str = Field(description="类别名称")
    about: str = Field(description="包括哪些通知")
    told: bool = Field(description="本人是否接收")


class NewsSettings(View, title="本人的通知设置"):
    """What somebody has chosen. `outside`: whether notices go outside the product at all, after quiet hours."""

    kinds: tuple[NewsKindView, ...] = Field(description="可以选择的各类")
    binding: tuple[str, ...] = Field(description="一律接收、不能关闭的通知及其理由")
    quiet_since: str | None = Field(description="勿扰时段自几时起；没有设的为空")
    quiet_until: str | None = Field(description="勿扰时段至几时止；早于起始的，止于次日")
    outside: bool = Field(description="通知是否另向系统外转发；不转发的，勿扰时段没有作用")


class NewsRequest(Asked, title="通知设置"):
    """Everything at once; what is left out is as if nothing had been chosen."""

    muted: tuple[str, ...] = Field(default=(), max_length=20, description="不接收的各类（类别标识）")
    quiet_since: Clock | None = Field(None, description="勿扰时段自几时起，如 22:00；与止时同时填写")
    quiet_until: Clock | None = Field(None, description="勿扰时段至几时止；早于起始的，止于次日", examples=["07:00"])
