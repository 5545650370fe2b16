"""Time (时限): forms of limits, where a clock starts, what stops it, and what the applicant owes in time."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, Tag, model_validator

from matters.language.conditions import Condition
from matters.language.quantities import by_key
from matters.language.vocabulary import Id, Part


class AtOnce(Part):
    """Done on the same working day (即办)."""

    kind: Literal["at_once"]


class WorkingDays(Part):
    """N working days, the first being the next working day (N 个工作日)."""

    kind: Literal["working_days"]
    days: int = Field(ge=1, le=365)


class CalendarDays(Part):
    """N calendar days (N 日)."""

    kind: Literal["calendar_days"]
    days: int = Field(ge=1, le=3650)


class CaseLimit(Part):
    """The limit of one of several situations."""

    when: Condition
    limit: "Limit"


class ByCase(Part):
    """Different limits for different situations of one matter (分情形); the first that fits, else `otherwise`."""

    kind: Literal["by_case"]
    cases: tuple[CaseLimit, ...] = Field(min_length=1)
    otherwise: "Limit"


class BatchDates(Part):
    """Handled in batches on fixed days of the year, written MM-DD (批次)."""

    kind: Literal["batches"]
    dates: tuple[Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")], ...] = Field(min_length=1)


Limit = Annotated[AtOnce | WorkingDays | CalendarDays | ByCase | BatchDates, Field(discriminator="kind")]
CaseLimit.model_rebuild()
ByCase.model_rebuild()


class FromStep(Part):
    """Counted from when a step is done (自环节办结起算), by people, a machine, or the day or event that it waits for."""

    step: Id


class FromField(Part):
    """Counted from the day in a field (自所填日期起算); from the acceptance where that day had gone by."""

    field: Id


Start = Annotated[
    Annotated[Literal["submitted", "accepted"], Tag("word")]
    | Annotated[FromStep, Tag("step")]
    | Annotated[FromField, Tag("field")],
    by_key("step", "field", or_word=True),
]


_DAY = r"^((0[1-9]|1[0-2])-)?(0[1-9]|[12]\d|3[01])$"


class Window(Part):
    """Filing is open from one day to the other, both included (申请窗口期).

    MM-DD is a day of each year, also over New Year; DD is one of each month. A day that a month does not have is its last one:
    31 is the end of every month.
    """

    opens: Annotated[str, Field(pattern=_DAY)]
    closes: Annotated[str, Field(pattern=_DAY)]

    @model_validator(mode="after")
    def _alike(self) -> Self:
        if len(self.opens) != len(self.closes):
            raise ValueError("开始日和截止日须写法一致：每年的写 月-日，如 03-01；每月的只写日，如 05")
        return self


class LeadTime(Part):
    """File so much earlier than the date in a field (提前量). `urgent_exempt`: a yes/no field that lifts it.

    Working days are whole ones: that of the filing counts, that of the date does not. Hours go by the wall clock.
    """

    before_field: Id
    working_days: int = Field(default=0, ge=0, le=60)
    hours: int = Field(default=0, ge=0, le=240)
    urgent_exempt: Id | None = None


# Where the item of owed materials stands: no step and no duty can be called so, as their ids have no hyphen.
LATE_MATERIALS = "late-materials"


class ActFirst(Part):
    """Urgent use first, materials within so many working days after the filing (先办后补).

    Where `when` holds on the answers at filing, the applicant may file without the required materials. What is missing then is
    owed from that day on, whatever becomes of the clock of the case, and the case goes its way meanwhile. A supplement (补正)
    that changes the answers makes nothing owed: what it makes required comes with it, as does what it was asked for by name.
    What was owed stays owed until the same day, also if `when` holds no longer, but for what the new answers do not require.
    """

    when: Condition
    within_working_days: int = Field(ge=1, le=30)


# What follows when a supplement (补正) has not come in time: the filing may also be taken as withdrawn (视为撤回).
UnsupplementedRule = Literal["remind", "supervise", "deemed_withdrawn"]


def _several(said: object) -> object:
    """One window may stand by itself; what was stored before there could be several says that there is none."""
    if said is None:
        return ()
    return said if isinstance(said, list | tuple) else (said,)


class Clock(Part):
    """Legal and promised limit side by side (法定、承诺时限); the promise never exceeds the law.

    `starts`: from where the promise is counted; before that the case has no last day. The case clock stops while the applicant
    supplements (补正) and during a special procedure (特别程序) that says so.
    `supplement_within`: how long each supplement may take, and `unsupplemented` what follows when it has not come by then.
    """

    @model_validator(mode="before")
    @classmethod
    def _without_extension(cls, given: Any) -> Any:  # noqa: ANN401 - whatever is read; pydantic judges it
        """Definitions that were published before 1 December 2026 say here that there is no extension (延长)."""
        if isinstance(given, Mapping) and given.get("extension", "") is None:
            return {key: part for key, part in given.items() if key != "extension"}
        return given

    legal: Limit | None = None
    promised: Limit
    starts: Start = "accepted"
    first_day: Literal["next_working_day", "same_day"] = "next_working_day"
    stops: tuple[Literal["supplement", "special_procedure", "suspension"], ...] = ("supplement",)
    supplement_within: Limit | None = None
    unsupplemented: UnsupplementedRule = "remind"
    window: Annotated[tuple[Window, ...], BeforeValidator(_several)] = ()
    advance: LeadTime | None = None
    act_first: ActFirst | None = None


def longer(limit: Limit | None, other: Limit | None) -> bool:
    """Whether the one lasts longer than the other, as far as both can be told in days."""
    days, most = _days(limit), _days(other)
    return days is not None and most is not None and days > most


def _days(limit: Limit | None) -> float | None:
    """A limit in calendar days, five working days taken as seven; nothing for fixed dates."""
    match limit:
        case AtOnce():
            return 0
        case WorkingDays():
            return limit.days * 7 / 5
        case CalendarDays():
            return limit.days
        case ByCase():
            limits = (*(case.limit for case in limit.cases), limit.otherwise)
            return max((days for days in map(_days, limits) if days is not None), default=None)
        case _:
            return None
