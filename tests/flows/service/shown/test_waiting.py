"""谁在办: of who has left nobody expects anything; who looks for a successor stands in place of the name.

Covers: flows/service/shown/cases.py
"""

from types import SimpleNamespace
from typing import Any

from flows.service.shown.cases import waiting, who_has
from flows.views.cases import WaitingFor
from matters.calendar import Calendar
from storage.definitions.catalog import sample_organisation, shipped_definitions
from tests.matters.forked import begun, decide, send_back, step
from tests.matters.stories import CHIEF, STAFF, Story, granted, moved


def _car() -> Story:
    """公务用车派车 in the sample organisation, in a year without holidays."""
    matter = next(one for one in shipped_definitions() if one.code == "MS032")
    return Story(matter, sample_organisation(), Calendar("none", frozenset(), frozenset(), frozenset({2026})))


def seen(case: Story) -> tuple[WaitingFor, ...]:
    """What the applicant's page says."""
    opened: Any = SimpleNamespace(case=case.case, matter=case.matter)
    return waiting(opened, case.organisation, case.world.today)


def test_a_leavers_name_does_not_stand_as_who_has_it() -> None:
    """无人可办, and who looks for a successor; the name of who is there stands as ever."""
    case = begun(_car(), step("check"), decide())
    (before,) = seen(case)
    name = before.who[0].split("（")[0]
    case.organisation = granted(moved(case.organisation, without=(CHIEF.person,)), "p37", "org_admin")
    (after,) = seen(case)
    assert after.who == ()
    assert after.note.startswith("无人可办")
    assert "机构管理员（" in after.note
    assert name not in after.note
    assert who_has(case.case.items[0], case.organisation, case.world.today) == ("无人可办",)


def test_the_applicant_who_has_changed_posts_still_owes_his_supplement() -> None:
    """What he owes is his, whatever the post."""
    case = begun(_car(), step("check"), decide())
    send_back(case, "check")
    case.organisation = moved(case.organisation, without=(STAFF.person,))
    (item,) = seen(case)
    assert len(item.who) == 1
    assert "无人可办" not in item.note
