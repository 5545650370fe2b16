"""结果有效期: it begins with the decision, and whoever applied is told once before it ends.

Covers: matters/case/events/validity.py
"""

from datetime import date
from typing import Any

import pytest

from matters.case.owed import owed
from matters.case.topics import topic_of
from matters.commands.items import Revoke
from matters.commands.reports import Ring
from matters.errors.base import Refusal
from matters.language.outcome import VALIDITY
from matters.organisation.snapshot import SYSTEM
from tests.matters.stories import ANSWERS, HEAD, STAFF, Story, varied
from tests.matters.verbs.test_automating import decided

UNTIL = {"id": "good_until", "label": "有效期至", "type": "date", "required": "optional"}


def lasting(story: Story, **period: object) -> Story:
    """The matter whose permission is good for some time; the form may say until when."""

    def add(document: dict[str, Any]) -> None:
        document["form"]["sections"][0]["fields"].append(dict(UNTIL))
        next(one for one in document["outcome"]["results"] if one["on"] == "granted")["validity"] = period

    return Story(varied(story.matter, add), story.organisation, story.calendar)


def granted(case: Story, **answers: object) -> Story:
    """Decided on Monday 2 March 2026."""
    case.answers = {**ANSWERS, **answers}
    case.went(case.submit(STAFF, **answers))
    case.went(case.accept())
    case.went(case.approve())
    return case


def ends(case: Story) -> tuple[date | None, tuple[date, ...]]:
    """The last day of what was decided, and when what waits for it wakes."""
    return case.case.valid_until, tuple(i.until for i in case.case.items if i.purpose == "validity" and i.until)


@pytest.mark.parametrize(
    ("period", "until", "told"),
    [
        ({"years": 1}, date(2027, 3, 2), date(2027, 1, 31)),
        ({"months": 1, "remind_days": 7}, date(2026, 4, 2), date(2026, 3, 26)),
        ({"days": 5, "remind_days": 4}, date(2026, 3, 7), date(2026, 3, 3)),
        ({"days": 1, "remind_days": 0}, date(2026, 3, 3), date(2026, 3, 3)),
        ({"until_field": "good_until"}, date(2026, 3, 20), date(2026, 3, 3)),
    ],
)
def test_it_begins_with_the_decision(story: Story, period: dict[str, Any], until: date, told: date) -> None:
    """So long before its end the reminder comes, not before tomorrow."""
    assert ends(granted(lasting(story, **period), good_until="2026-03-20")) == (until, (told,))


def test_without_a_day_it_has_no_end(story: Story) -> None:
    """Nothing waits for one."""
    assert ends(granted(lasting(story, until_field="good_until"))) == (None, ())


def test_what_would_be_over_already_is_not_granted(story: Story) -> None:
    """It says which field, and nothing is decided."""
    case = lasting(story, until_field="good_until")
    case.answers = {**ANSWERS, "good_until": "2026-03-01"}
    case.went(case.submit(STAFF, good_until="2026-03-01"))
    case.went(case.accept())
    refused = case.tell(case.approve())
    assert isinstance(refused, Refusal)
    assert "“有效期至”是2026年3月1日" in refused.message
    assert case.case.result is None


def test_what_is_denied_has_none(story: Story) -> None:
    """The period stands with the other result."""
    case = lasting(story, years=1)
    case.went(case.submit())
    case.went(case.accept())
    case.went(case.every_command(case.case.items[0].holders[0], case.item)["reject"])
    assert ends(case) == (None, ())


def test_whoever_applied_is_told_once(story: Story) -> None:
    """On its day and not before; the case ends as ever, and the telling changes nothing of the result."""
    case = granted(lasting(story, months=1, remind_days=7))
    case.went(case.paper("approval"))
    item = next(item for item in case.case.items if item.purpose == "validity")
    ring = Ring(actor=SYSTEM, item=item.key)
    case.now = case.now.replace(day=25)
    assert case.went(ring) == ()
    case.now = case.now.replace(day=26)
    assert case.went(ring) == ("expiry_told",)
    (notice,) = owed(case.events[-1])
    assert (notice.topic, notice.to) == ("expires", (STAFF.person,))
    topic = topic_of(case.events[-1])
    assert topic is not None
    assert "再办一件" in topic.text
    assert case.went(ring) == ()
    assert case.case.valid_until == date(2026, 4, 2)
    assert [event.type for event in case.events if event.place == VALIDITY] == ["expiry_told"]


def test_what_is_revoked_is_good_no_longer(story: Story) -> None:
    """撤销决定: nobody is told of its end."""
    case, check = decided(lasting(story, years=1))
    assert ends(case)[0] == date(2027, 3, 2)
    case.went(Revoke(actor=HEAD, item=check.key, expected_version=1, opinion="重复派车"))
    assert ends(case) == (None, ())
