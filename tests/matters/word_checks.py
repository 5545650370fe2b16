"""The mutants of single words of the language, each told in the module of its subject."""

from collections.abc import Mapping
from typing import Any

from tests.matters.limit_checks import LIMITS, Check
from tests.matters.paper_checks import PAPERS
from tests.matters.people_checks import PEOPLE
from tests.matters.report_checks import REPORTS
from tests.matters.roster_checks import ROSTERS
from tests.matters.time_checks import TIME

WORDS: Mapping[str, tuple[Any, str, Any, Check]] = {**LIMITS, **PEOPLE, **ROSTERS, **TIME, **PAPERS, **REPORTS}
