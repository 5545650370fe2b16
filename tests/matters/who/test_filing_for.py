"""By a mandate (代办) an agent mends what he has filed; what is asked of the applicant besides stays the applicant's."""

from typing import Any

from matters.case.channel import ByMandate
from matters.who.standing_in import covers
from tests.matters.proxied import given
from tests.matters.stories import CLERK, STAFF, STRANGER, Story
from tests.matters.verbs.test_own_parts import tried

MANDATE = given(STAFF, STRANGER, filing=True)


def covered(case: Story, **filed: Any) -> str | None:  # noqa: ANN401 - parts of a case
    """Why the agent may not act on the only open item, if the case was filed so."""
    one = case.case.replaced(**filed)
    (item,) = one.items
    return covers(MANDATE, case.matter, one, item, case.filed, case.world)


def test_what_the_applicant_is_to_try_out_is_tried_by_the_applicant(story: Story) -> None:
    """The agent filed the case, and has no part in its route."""
    why = covered(tried(story), filed_by=STRANGER, channel=ByMandate(mandate=MANDATE.id))
    assert why is not None
    assert "只限于补正、补交" in why


def test_a_case_that_somebody_else_filed_is_none_of_the_agents(story: Story) -> None:
    """The same mandate mends what was filed by it, and neither the applicant's own cases nor another agent's."""
    story.went(story.submit())
    story.went(story.ask("purpose"))
    by_mandate = ByMandate(mandate=MANDATE.id)
    assert covered(story, filed_by=STRANGER, channel=by_mandate) is None
    assert covered(story) is not None
    assert covered(story, filed_by=CLERK, channel=by_mandate) is not None
