"""Matters of real offices, taken from their public pages: written down completely, publishable, and played to every end."""

from pathlib import Path

import pytest

from matters.calendar import Calendar, local_day
from matters.filing.asked import complete
from matters.linter import findings
from matters.linter.runnable import not_runnable
from matters.organisation.snapshot import Organisation
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage, run
from tests.matters.public.definitions import PUBLIC, matter_at, public


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.name)
def test_a_real_matter_is_publishable_and_ends(path: Path, organisation: Organisation, calendar: Calendar) -> None:
    """No defect and nothing the engine cannot run; its golden cases come out as counted by hand; every way in it ends."""
    matter = matter_at(path)
    assert [*findings(matter), *not_runnable(matter)] == []
    assert [problem for golden in matter.golden for problem in run(matter, golden, organisation, calendar)] == []
    found = explore(Stage(matter, organisation, calendar))
    assert (found.stuck, found.unopened, found.whole) == ((), (), True)


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.name)
def test_a_real_matter_names_its_source(path: Path) -> None:
    """Where its steps and papers are from stands at the top."""
    assert "Source: " in path.read_text("utf-8").split("format: 1")[0]


FIGURES: dict[tuple[str, str], dict[str, str | int]] = {
    ("MR036", "large"): {"days": "365", "rent": "584365", "cheapest": "2.00", "deposit_share": "8.6"},
    ("MR036", "short"): {"days": "179", "rent": "1080265", "cheapest": "0.35", "deposit_share": "0.0"},
    ("MR065", "settled_over_budget"): {"nights": "2", "guest_count": 3, "better_rooms": 1, "ceiling": "3600"},
    ("MR065", "too_many_at_table"): {"nights": "0", "companion_share": "400", "better_rooms": 0, "ceiling": "400"},
    ("MR066", "within_quota"): {"days": "2", "people": "66", "staff_share": "10.0", "total": "28545", "left": "16335"},
    ("MR066", "over_quota"): {
        "days": "2",
        "staff_share": "13.3",
        "total": "34000",
        "ceiling": "23120",
        "left": "-10880",
    },
}


@pytest.mark.parametrize(("code", "golden_id"), FIGURES)
def test_a_real_matter_computes_what_was_counted_by_hand(code: str, golden_id: str) -> None:
    """Days, sums over products of rows, shares as they are rounded, extremes, rows that meet a condition."""
    matter = public(code)
    golden = next(one for one in matter.golden if one.id == golden_id)
    says = complete(matter, golden.answers, local_day(golden.now))
    counted = FIGURES[code, golden_id]
    assert {name: says.get(name) for name in counted} == counted


def test_a_golden_case_says_what_its_result_writes(organisation: Organisation, calendar: Calendar) -> None:
    """Another value, another act, or nothing where something is written is told; a denied one writes nothing."""
    matter = public("MR025")
    first, again, denied = matter.golden
    (entered,) = first.expect.writes
    for golden, writes in (
        (first, ()),
        (first, (entered.model_copy(update={"values": {**entered.values, "last_books": "16"}}),)),
        (again, first.expect.writes),
        (denied, again.expect.writes),
    ):
        spoilt = golden.model_copy(update={"expect": golden.expect.model_copy(update={"writes": writes})})
        (problem,) = run(matter, spoilt, organisation, calendar)
        assert "登入台账" in problem.message
