"""JSON bodies read strictly: no depth bombs, no NUL, no half characters, no numbers that JSON does not have."""

import json
import math
from typing import Any

from starlette.exceptions import HTTPException

# A filing nests six deep: body, answers, rows, row, choices, choice.
MAX_DEPTH = 20
MAX_BYTES = 2 * 1024 * 1024


def read_json(body: bytes) -> Any:  # noqa: ANN401 - any JSON value
    """The value written in this JSON text; HTTP 400 for what must not come near the database."""
    try:
        value = json.loads(body.decode(), parse_constant=_no_such_number)
    except (ValueError, RecursionError) as error:
        raise HTTPException(400) from error
    if not _sound(value):
        raise HTTPException(400)
    return value


def _no_such_number(name: str) -> float:
    raise ValueError(name)


def _sound(value: object) -> bool:
    """Walks level by level, so that a deep body cannot exhaust the stack."""
    level = [value]
    for _ in range(MAX_DEPTH):
        if not all(_sound_leaf(part) for part in level):
            return False
        level = [inner for part in level for inner in _inside(part)]
        if not level:
            return True
    return False


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _sound_leaf(value: object) -> bool:
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
    return not isinstance(value, float) or math.isfinite(value)
