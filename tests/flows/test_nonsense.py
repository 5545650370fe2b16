"""An administrator types nonsense into any place of a definition: the answer is Chinese, at a line, with a mend, at once."""

import re
from datetime import datetime
from time import process_time
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.adapters.calendars import statutory_calendar
from flows.checking import check_text
from matters.calendar import SHANGHAI
from matters.trials.surroundings import Surroundings
from matters.world import World
from storage.definitions import catalog
from tests.sound import sound_template

SAMPLE = catalog.sample_organisation()
WORLD = World(SAMPLE, statutory_calendar(), datetime(2026, 3, 2, 9, tzinfo=SHANGHAI))
AROUND = Surroundings(WORLD, {}, SAMPLE, (), (), ())
TEXTS = (
    sound_template("XY001", "样例事项"),
    catalog.shipped_text("MS001") or "",
)
NONSENSE: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**9,
    1.5,
    "",
    " ",
    "x",
    "是",
    "nobody",
    "owner",
    "2026-02-30",
    "25:00",
    "{purpose",
    "{purpose!r:>999999999}",
    "{}",
    "{0}",
    "{purpose.x[0]}",
    "(a+)+",
    "(?=a)",
    "[",
    "\u202e",
    "𠮷",
    "😀",
    "秘密★1年",
    "a" * 5000,
    [],
    {},
    [[]],
    [None],
    [{}],
    {"x": 1},
    {"by": "head"},
    {"body": "owner"},
    {"duty": "nobody"},
    {"field": "purpose"},
    {"superior_of": {"superior_of": {"body": "owner"}}},
    {"filled": "purpose"},
    {"not": {"filled": "nobody"}},
    {"kind": "working_days", "days": 10**9},
    {"all": []},
    ["a", "a"],
    [1] * 300,
    {"to": {"by": "field", "field": "purpose"}},
    "0000-00-00T00:00:00+99:99",
    "9999-12-31T23:59:59+08:00",
    "0001-01-01T00:00:00+08:00",
)
MEND = re.compile("请|可用|应写作|只留|应为|至多|至少")


def places(data: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in the plain data, each part and each leaf."""
    found = [path] if path else []
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, part in pairs:
        found += places(part, (*path, key))
    return found


def spoilt(text: str, place: tuple[str | int, ...], nonsense: object, *, gone: bool) -> str:
    """The text with nonsense in that place, or with nothing there."""
    data = yaml.load(text, Loader=yaml.BaseLoader)
    inside = data
    for part in place[:-1]:
        inside = inside[part]
    if gone:
        del inside[place[-1]]
    else:
        inside[place[-1]] = nonsense
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


PLACES = [(text, place) for text in TEXTS for place in places(yaml.load(text, Loader=yaml.BaseLoader))]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), st.sampled_from(NONSENSE), st.booleans())
def test_nonsense_in_any_place_is_told_or_passes(
    where: tuple[str, tuple[str | int, ...]], nonsense: object, gone: bool
) -> None:
    """Never a fault, never slow, never a word of English."""
    text = spoilt(where[0], where[1], nonsense, gone=gone)
    began = process_time()
    found = check_text(text, AROUND)
    assert process_time() - began < 2.0
    for remark in found.remarks:
        assert 1 <= remark.line <= text.count("\n") + 1
        assert MEND.search(remark.message), remark.message
        assert re.search("[一-鿿]", remark.message)
