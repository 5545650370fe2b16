"""What of the notices is one's own to choose (通知设置): by kind whether one is told, and by hours when it may leave the house.

Whatever is not among the kinds here binds: a right, a day or work of one's own depends on it, so everybody it is owed to is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from matters.calendar import SHANGHAI


@dataclass(frozen=True, slots=True)
class NewsKind:
    """A kind of news that only informs; nothing is to be done about it, and nothing is lost without it."""

    name: str
    word: str
    about: str
    topics: tuple[str, ...]


_TABLE = (
    NewsKind("copies", "抄送", "他人抄送给您、供您知晓的办件", ("copy_sent",)),
    NewsKind("discussion", "办理讨论", "您参与办理的办件中的讨论意见", ("discussed",)),
    NewsKind(
        "needless",
        "无需再办",
        "您的待办因申请人撤回、他人收回、减签或者拿回而取消",
        ("withdrawn", "recalled", "signer_removed", "taken_back"),
    ),
)
NEWS_KINDS: Mapping[str, NewsKind] = {kind.name: kind for kind in _TABLE}
BINDING: tuple[str, ...] = (
    "受理、不予受理、补正告知、出具文书、办结、撤销决定：关系您的权利，告知即生效或者开始计算期限。",
    "新的待办、退回到您这里的待办、催办、超期、挂起和恢复：须由您办理，或者影响办理期限。",
    "代理的授权和撤销、以您的名义提交的办件、管理员修复的办件，以及各管理岗位的待办。",
)
# Somebody waits for the very person at this moment, or the product itself stands still.
PRESSING: tuple[str, ...] = ("urged", "part_missed")
_KIND_OF: Mapping[str, str] = {topic: kind.name for kind in _TABLE for topic in kind.topics}


def kind_of(topic: str) -> str | None:
    """The kind by which one may choose not to be told of that topic; none of what binds."""
    return _KIND_OF.get(topic)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Do-not-disturb hours (勿扰时段) by the clock of Asia/Shanghai, over midnight where they end before they begin."""

    since: time
    until: time

    def over(self, at: datetime) -> datetime:
        """When they are over, of an instant within them; any other instant as it is."""
        local = at.astimezone(SHANGHAI)
        within = self.since <= local.time() < self.until
        if self.since > self.until:
            within = local.time() >= self.since or local.time() < self.until
        if not within:
            return at
        day = local.date() + timedelta(days=local.time() >= self.until)
        return datetime.combine(day, self.until, SHANGHAI)


@dataclass(frozen=True, slots=True)
class NewsChoice:
    """What somebody has chosen (通知设置): the kinds of which they are not told, and their quiet hours."""

    muted: tuple[str, ...] = ()
    quiet: QuietHours | None = None

    def wants(self, topic: str) -> bool:
        """Whether they are told of it."""
        return kind_of(topic) not in self.muted

    def outside_from(self, topic: str, at: datetime) -> datetime:
        """From when on news of that instant may be sent to them outside the product; what presses is sent at once."""
        return at if self.quiet is None or topic in PRESSING else self.quiet.over(at)


ALL_NEWS = NewsChoice()
