"""What the tests of the rules share: the announced calendar, the sample organisation and the shipped definitions."""

from importlib.resources import files

import pytest
from chinese_calendar.constants import holidays, workdays

from matters.calendar import Calendar
from matters.language.document import Definition
from matters.organisation.snapshot import Organisation
from storage.definitions.catalog import sample_organisation, shipped_definitions, shipped_versions
from tests.matters.stories import Story


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """Working days as the State Council announced them for 2025 and 2026."""
    off = frozenset(day for day in holidays if day.weekday() < 5)
    return Calendar("announced", off, frozenset(workdays), frozenset({2025, 2026}))


@pytest.fixture(scope="session")
def organisation() -> Organisation:
    """The sample organisation."""
    return sample_organisation()


@pytest.fixture(scope="session")
def shipped() -> dict[str, Definition]:
    """The newest shipped version of every matter by code."""
    return {definition.code: definition for definition in shipped_definitions()}


@pytest.fixture(scope="session")
def every_version() -> tuple[Definition, ...]:
    """Every shipped version of every matter: cases may be under way on any of them."""
    return shipped_versions()


@pytest.fixture(scope="session")
def car_text() -> str:
    """公务用车派车 as text, to be spoilt."""
    return files("matters").joinpath("catalog", "MS032.v3.yaml").read_text("utf-8")


@pytest.fixture
def story(shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar) -> Story:
    """公务用车派车 before anybody has filed."""
    return Story(shipped["MS032"], organisation, calendar)
