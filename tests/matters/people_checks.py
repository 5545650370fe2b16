"""Mutants of people and routes: who accepts, who looks at it before, who has a seat."""

from collections.abc import Mapping
from typing import Any

from tests.matters.limit_checks import Check
from tests.matters.line_checks import LINE
from tests.matters.owner_checks import OWNERS
from tests.matters.seat_checks import SEATS

PEOPLE: Mapping[str, tuple[Any, str, Any, Check]] = {**OWNERS, **LINE, **SEATS}
