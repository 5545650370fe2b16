"""The light of a last day as it is shown (绿灯、黄灯、红灯): with its word, so that nobody has to tell it by its colour."""

from typing import Any

from pydantic import Field

from flows.views.base import View
from matters.lateness import LIGHT_NAMES, Light


class Lit(View):
    """Base of what has a last day."""

    light: Light | None = Field(
        None,
        description="亮灯：`green` 正常，`yellow` 临期，`red` 超期，`stopped` 停止计时；没有期限或者已经办结的为空。"
        "临期的天数见所在地区的期限督促规则",
    )
    light_name: str = Field("", description="亮灯的名称；没有的为空")


def lit(light: Light | None) -> dict[str, Any]:
    """What a view says of that light."""
    return {"light": light, "light_name": LIGHT_NAMES[light] if light else ""}
