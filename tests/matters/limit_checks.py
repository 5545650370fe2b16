"""Mutants of the limits of applicants and situations, and what they are asked: small stories from Monday 2 March 2026."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from matters.case import standing
from matters.case.events.validity import ExpiryTold
from matters.case.items import WorkItem
from matters.commands.items import Complete
from matters.commands.reports import Ring
from matters.course import opening
from matters.engine import decision
from matters.errors.base import Refusal
from matters.filing import checking
from matters.language.outcome import Validity
from matters.organisation.snapshot import SYSTEM
from matters.verbs import applying, ringing
from tests.matters.course.test_validity import ends, granted, lasting
from tests.matters.filing.test_admission import AUTUMN, early, opened, within
from tests.matters.forked import BIG, begun, decide, hand, item_at, open_steps
from tests.matters.stories import STAFF, Story, varied
from tests.matters.verbs.test_own_parts import tried
from tests.matters.verbs.test_pausing import announced
from tests.matters.verbs.test_supplement_limits import limited


def nothing(*_: object) -> None:
    """The rule says nothing."""


def the_last_of_all(limit: Any, *_: object) -> Any:  # noqa: ANN401 - any limit
    """Whatever the case says."""
    return getattr(limit, "otherwise", limit)


def shut_is_shut(story: Story) -> Iterator[str]:
    """申请窗口期: a matter that opens in September takes nothing in March."""
    case = within(story, opened(story.matter, AUTUMN))
    if not isinstance(case.tell(case.submit()), Refusal):
        yield "filed while it was shut"


def too_soon_is_refused(story: Story) -> Iterator[str]:
    """提前量: two working days before tomorrow were on Friday."""
    case = within(story, early(story.matter, working_days=2))
    if not isinstance(case.tell(case.submit(STAFF, depart_at="2026-03-03T08:00")), Refusal):
        yield "filed for a day that was too near"


def a_lapse_is_an_end_and_not_before(story: Story) -> Iterator[str]:
    """补正期限: open on its last day, over on the next."""
    case = within(story, limited(story.matter))
    case.went(case.submit())
    case.went(case.ask("destination"))
    for day, status in ((9, "supplementing"), (10, "withdrawn")):
        case.now = case.now.replace(day=day)
        if case.case.items:
            case.tell(Ring(actor=SYSTEM, item=case.case.items[0].key))
        if case.case.status != status:
            yield f"{case.case.status} on {day} March"


def the_applicants_days_are_his(story: Story) -> Iterator[str]:
    """申请人办理: two days with the applicant are none of the office's."""
    case = tried(story)
    case.later(days=2)
    hand(case, Complete, "try", STAFF)
    if case.case.due != date(2026, 3, 18):
        yield f"due on {case.case.due}"


def what_is_left_undone_is_gone_on_from(story: Story) -> Iterator[str]:
    """申请人办理: without it the case goes on, where the step says so."""
    case = tried(story, undone="proceed_noted")
    item = item_at(case, "try")
    case.now = case.now.replace(day=10)
    case.tell(Ring(actor=SYSTEM, item=item.key))
    if open_steps(case) != ["settle"]:
        yield f"waits at {open_steps(case)}"


def each_situation_has_its_limit(story: Story) -> Iterator[str]:
    """分情形: three days for a large party."""
    limits = [{"kind": "working_days", "days": days} for days in (3, 1)]

    def add(document: dict[str, Any]) -> None:
        cases = [{"when": BIG, "limit": limits[0]}]
        document["clock"]["promised"] = {"kind": "by_case", "cases": cases, "otherwise": limits[1]}

    case = within(story, varied(story.matter, add))
    case.went(case.submit(STAFF, passengers=9).model_copy(update={"materials": {"notice": ("f1",)}}))
    case.went(case.accept())
    if case.case.due != date(2026, 3, 5):
        yield f"due on {case.case.due}"


def a_notice_lasts(story: Story) -> Iterator[str]:
    """公示: nobody decides before its days are over."""
    case = begun(story, announced(), decide())
    if open_steps(case) != ["notice"]:
        yield f"open: {open_steps(case)}"


def a_result_ends_and_says_so(story: Story) -> Iterator[str]:
    """结果有效期: a month after 2 March is 2 April; whoever applied is told a week before."""
    case = granted(lasting(story, months=1, remind_days=7))
    if ends(case) != (date(2026, 4, 2), (date(2026, 3, 26),)):
        yield f"{ends(case)}"
    for item in case.case.items:
        case.now = case.now.replace(day=26)
        case.tell(Ring(actor=SYSTEM, item=item.key))
    if not any(isinstance(event, ExpiryTold) for event in case.events):
        yield "nobody was told"


Check = Callable[[Story], Iterator[str]]
# By what is wrong: where the engine looks the rule up, what stands there instead, and who notices.
LIMITS: Mapping[str, tuple[Any, str, Any, Check]] = {
    "always open": (applying, "not_open", nothing, shut_is_shut),
    "never too soon": (checking, "too_soon", lambda *_: (), too_soon_is_refused),
    "nothing lapses": (ringing, "lapse", nothing, a_lapse_is_an_end_and_not_before),
    "over on its last day": (WorkItem, "warns", property(lambda item: item.due), a_lapse_is_an_end_and_not_before),
    "the applicant's time is the office's": (standing, "_applicants_alone", lambda _: (), the_applicants_days_are_his),
    "what is undone stays so": (ringing, "left_undone", nothing, what_is_left_undone_is_gone_on_from),
    "one limit for all": (
        decision,
        "limit_in",
        lambda limit, *_: getattr(limit, "otherwise", limit),
        each_situation_has_its_limit,
    ),
    "good for ever": (Validity, "last_day", nothing, a_result_ends_and_says_so),
    "ends unnoticed": (ringing, "tell_of_expiry", nothing, a_result_ends_and_says_so),
    "a notice of no days": (opening, "_day_waited_for", lambda told, _: told.world.today, a_notice_lasts),
}
