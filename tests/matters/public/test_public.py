"""Matters of real offices, taken from their public pages: written down completely, publishable, and played to every end."""

from pathlib import Path

import pytest

from matters.calendar import Calendar
from matters.linter import findings
from matters.linter.runnable import not_runnable
from matters.organisation.snapshot import Organisation
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage, run
from tests.matters.public.definitions import PUBLIC, matter_at


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
