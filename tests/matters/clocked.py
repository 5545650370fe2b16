"""Cases whose clock stands still for all that it can: ten working days, accepted on Monday 2 March 2026, due on the 16th."""

from datetime import date
from typing import Any

from matters.commands.cases import AskRepair, ConfirmRepair
from matters.commands.items import AskSuspension, ConsentToSuspension, Resume
from matters.commands.reports import Ring
from matters.language.clock import WorkingDays
from matters.language.document import Definition
from matters.language.route.demands import ExtensionRule, SuspensionRule
from matters.organisation.snapshot import SYSTEM
from tests.matters.forked import begun, branch, decide, fork, hand, item_at, step
from tests.matters.stories import ADMIN, HEAD, SECOND, Story

RESTS = SuspensionRule.model_validate({"approved_by": {"by": "head", "of": {"body": "owner"}}, "at_most_days": 30})
MORE_TIME = ExtensionRule.model_validate(
    {"approved_by": {"by": "head", "of": {"body": "owner"}}, "at_most_days": 5, "times": 2}
)
EVERY_REASON = ("supplement", "special_procedure", "suspension")
DUE = date(2026, 3, 16)
X1, X2, Y1 = step("x1"), step("x2", post="support_clerk"), step("y1", post="deputy_head")
SIDES = fork("f", "parallel", branch("a", X1, X2), branch("b", Y1))


def ten_days(matter: Definition) -> Definition:
    """The matter with that clock, whose items may rest."""
    assert matter.clock
    clock = matter.clock.model_copy(
        update={"promised": WorkingDays(kind="working_days", days=10), "stops": EVERY_REASON}
    )
    return matter.model_copy(update={"clock": clock, "suspension": RESTS})


def clocked(story: Story, *middle: dict[str, Any], **answers: Any) -> Story:  # noqa: ANN401 - answers are JSON
    """An accepted case; without a route of its own with two sides, and the decision."""
    timed = Story(ten_days(story.matter), story.organisation, story.calendar)
    return begun(timed, *(middle or (SIDES, decide())), **answers)


def march(case: Story, day: int, hour: int = 9) -> Story:
    """The case on that day of March."""
    case.now = case.now.replace(month=3, day=day, hour=hour)
    return case


def rest(case: Story, step_id: str, until: int) -> None:
    """The item rests from now on until that day of March."""
    holder = item_at(case, step_id).holders[0]
    hand(case, AskSuspension, step_id, holder, until=date(2026, 3, until), opinion="等候勘查")
    consent = next(item for item in case.case.items if item.purpose == "suspension")
    case.went(ConsentToSuspension(actor=HEAD, item=consent.key, expected_version=consent.version))


def wake(case: Story, step_id: str) -> tuple[str, ...]:
    """Its holder goes on with it."""
    return hand(case, Resume, step_id, item_at(case, step_id).holders[0])


def rung(case: Story, step_id: str) -> tuple[str, ...]:
    """Its day has come."""
    return case.went(Ring(actor=SYSTEM, item=item_at(case, step_id).key))


def repaired(case: Story, what: str, **parts: Any) -> tuple[str, ...]:  # noqa: ANN401 - parts of a mend
    """Asked for by one administrator and confirmed by another."""
    case.went(AskRepair.model_validate({"actor": ADMIN, "what": what, "reason": "卡住", **parts}))
    return case.went(ConfirmRepair(actor=SECOND))


def amended(case: Story, **parts: Any) -> Story:  # noqa: ANN401 - parts of a definition
    """The case with something changed in its matter."""
    case.matter = case.matter.model_copy(update=parts)
    return case
