"""JSON bodies: what must not come near the database is refused while it is read."""

import pytest
from starlette.exceptions import HTTPException

from ui.api.strict_json import MAX_DEPTH, read_json


def nested(depth: int) -> bytes:
    """Lists inside each other."""
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a": NaN}',
        b"[Infinity]",
        b"1e999",
        b'"\\u0000"',
        b'{"\\u0000": 1}',
        b'["\\ud800"]',
        nested(MAX_DEPTH + 1),
        nested(100_000),
    ],
)
def test_what_no_form_can_hold_is_refused(body: bytes) -> None:
    """No JSON, no number that JSON does not have, no NUL, no half character, nothing nested without end."""
    with pytest.raises(HTTPException) as refused:
        read_json(body)
    assert refused.value.status_code == 400


def test_plain_json_is_read() -> None:
    """Up to the depth that is told, with characters outside the basic plane."""
    assert read_json('{"名称": ["𠀀", 1.5, null, true]}'.encode()) == {"名称": ["𠀀", 1.5, None, True]}
    assert read_json(nested(MAX_DEPTH)) is not None
