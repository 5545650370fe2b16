"""The end of a result that is good for some time only (结果有效期)."""

from typing import ClassVar, Literal

from matters.case.events.base import Closing


class ExpiryTold(Closing):
    """Whoever applied is told that the result ends soon. 有效期届满提醒."""

    name: ClassVar[str] = "有效期届满提醒"
    type: Literal["expiry_told"] = "expiry_told"
    tell: tuple[str, ...]
