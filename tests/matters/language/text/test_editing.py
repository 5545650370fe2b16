"""A text is changed at a place: it reads as the data with that change, and nothing else is touched."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from matters.errors.base import Problem
from matters.language.places import Data, Path
from matters.language.text.editing import Change, Insert, MoveDown, Put, Remove, changed, part_at, seen_by
from matters.language.text.yaml_text import Parsed, parse_yaml
from storage.definitions import catalog

TEXT = """\
# what it is
name: 派车  # short
aliases: [派车, 用车]
guide:
  # for whom
  summary: 用车
  scope: [within_department]

steps:
  # first
  - id: accept
    name: 受理
  - {id: decide, name: 审批}  # then

materials: []
"""
VALUES: tuple[Any, ...] = (
    *("新的文字", "a, b", "冒号: 值", "yes", "001", "2026-03-02", "多行\n第二行", "{x}", "#井", "- 减", "'", ""),
    *(5, True, None, ["甲", "乙"], {"id": "x", "label": "名"}, [], {}),
    [{"id": "x", "label": "名", "help": "长" * 70}, {"id": "y", "options": [{"id": "a", "label": "b"}]}],
)


def made(change: Change, text: str = TEXT) -> str:
    """The text with the change."""
    found = changed(text, change)
    assert isinstance(found, str), found
    return found


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (Put(("name",), "公务用车"), "name: 派车  # short", "name: 公务用车  # short"),
        (Put(("guide", "summary"), "写明: 事由"), "summary: 用车", "summary: '写明: 事由'"),
        (Put(("steps", 1, "name"), "审定, 签发"), "name: 审批}", "name: '审定, 签发'}"),
        (Put(("steps", 0, "kind"), "accept"), "name: 受理\n", "name: 受理\n    kind: accept\n"),
        (Put(("steps", 1, "kind"), "decide", ("id", "kind", "name")), "{id: decide, name", "{id: decide, kind: decide, name"),
        (Put(("brief",), ["a"], ("name", "brief", "guide")), "# short\n", "# short\nbrief: [a]\n"),
        (Insert(("aliases",), 1, "公车"), "[派车, 用车]", "[派车, 公车, 用车]"),
        (Insert(("materials",), 0, "证件"), "materials: []", "materials: [证件]"),
        (Insert(("steps",), 2, {"id": "end"}), "# then\n", "# then\n  - {id: end}\n"),
        (Insert(("steps",), 0, {"id": "see"}), "- id: accept", "- {id: see}\n  - id: accept"),
        (Remove(("aliases", 0)), "[派车, 用车]", "[用车]"),
        (Remove(("guide", "scope")), "  scope: [within_department]\n", ""),
        (Remove(("guide", "summary")), "  # for whom\n  summary: 用车\n", ""),
        (Remove(("steps", 0)), "  # first\n  - id: accept\n    name: 受理\n", ""),
        (Remove(("steps", 0, "id")), "- id: accept\n    name", "- name"),
        (
            MoveDown(("steps", 0)),
            "  # first\n  - id: accept\n    name: 受理\n  - {id: decide, name: 审批}  # then\n",
            "  - {id: decide, name: 审批}  # then\n  # first\n  - id: accept\n    name: 受理\n",
        ),
    ],
)  # fmt: skip
def test_only_what_is_meant_changes(change: Change, before: str, after: str) -> None:
    """Remarks, order, quotes and widths of the rest stay."""
    assert TEXT.count(before) == 1
    assert made(change) == TEXT.replace(before, after)


def test_the_same_again_changes_nothing() -> None:
    """Not even how it is written."""
    text = TEXT.replace("派车  #", '"派车"  #')
    assert made(Put(("name",), "派车"), text) == text


def test_what_does_not_fit_on_its_line_is_written_below() -> None:
    """Item by item, also of what stood within braces, or grew there."""
    long: Data = [{"id": "a", "label": "很长的名称" * 10}, {"id": "b", "label": "另一个" * 10}]
    below = f"  - id: a\n    label: {'很长的名称' * 10}\n  - id: b\n"
    assert f"\nmaterials:\n{below}" in made(Put(("materials",), long))
    assert "  - id: decide\n    name: 审批\n    options:\n" in made(Put(("steps", 1, "options"), long))
    text = TEXT
    for number in range(9):
        text = made(Insert(("materials",), number, {"id": f"m{number}", "name": "一种材料的名称"}), text)
    assert "\n  - {id: m8, name: 一种材料的名称}\n" in text
    assert max(map(len, text.split("\n"))) < 119


def test_remarks_stay_with_what_they_speak_of() -> None:
    """Of a list only the items that differ are written, of a part only its keys; the head of a text is nobody's."""
    text = "# licence\na:\n  # of x\n  - x  # one\n  # of y\n  - y  # two\nb: {k: 1}\n"
    assert made(Put(("a",), ["x", "y", "z"]), text) == text.replace("# two\n", "# two\n  - z\n")
    assert made(Put(("a",), ["y"]), text) == text.replace("  # of x\n  - x  # one\n", "")
    assert made(Put(("b",), {"k": 1, "m": 2}), text) == text.replace("{k: 1}", "{k: 1, m: 2}")
    assert made(Remove(("a",)), text) == "# licence\nb: {k: 1}\n"
    listed = "a:\n  - id: b\n    # deeper\n  - id: c\n"
    assert made(Remove(("a", 1)), listed) == "a:\n  - id: b\n    # deeper\n"
    assert made(Remove(("a", 0)), "a:\n  - # x - y\n    id: q\n  - id: r\n") == "a:\n  - id: r\n"
    block = "a: |\n  x\n  # text\nb: 1\nc: 2\n"
    assert made(Remove(("b",)), block) == "a: |\n  x\n  # text\nc: 2\n"
    left = changed("a: [\n x, # x\n y # y\n]\n", MoveDown(("a", 0)))
    assert isinstance(left, Problem)
    assert "请在“内容”中直接修改文字" in left.message


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("", Put(("a",), 1)),
        ("a:\n", Put(("a", "b"), 1)),
        ("a: x\n", Insert(("a",), 0, 1)),
        ("a: [1]\n", MoveDown(("a", 0))),
        ("a: [1]\n", Remove(("a", 3))),
        ("a: 1\n", Put(("form", "sections"), [])),
    ],
)
def test_a_place_that_is_gone_is_told(text: str, change: Change) -> None:
    """Somebody took it out, or made something else of it."""
    found = changed(text, change)
    assert isinstance(found, Problem)
    assert "请看清现在的内容后再改" in found.message


def test_true_is_not_one_and_a_mark_at_the_beginning_stays() -> None:
    """What is equal in Python is written anew all the same."""
    assert made(Put(("a",), True), "a: 1\n") == "a: true\n"
    assert made(Put(("a",), 2), "\ufeffa: 1\n") == "\ufeffa: 2\n"


@pytest.mark.parametrize(
    ("change", "first"),
    [
        (Remove(("steps", 1)), Remove(("steps", 0))),
        (Remove(("steps", 0)), Remove(("steps", 0))),
        (MoveDown(("steps", 0)), MoveDown(("steps", 0))),
        (Insert(("steps",), 2, "x"), Insert(("steps",), 2, "x")),
        (Put(("steps", 1, "name"), "x"), Remove(("steps", 0))),
        (Put(("steps", 1, "name"), "x"), MoveDown(("steps", 0))),
    ],
)
def test_what_a_change_was_meant_for_is_known_again(change: Change, first: Change) -> None:
    """After the first, the second would fall on something else; changes of other places leave it as it is."""
    seen = {text: seen_by(_data(text), change) for text in (TEXT, made(first), made(Put(("name",), "新")))}
    assert seen[TEXT] != seen[made(first)]
    assert seen[TEXT] == seen[made(Put(("name",), "新"))]


def _data(text: str) -> Data:
    parsed = parse_yaml(text)
    assert isinstance(parsed, Parsed)
    return parsed.data


def test_a_text_that_cannot_be_read_is_left_alone() -> None:
    """With the cause."""
    found = changed("a: [1\n", Put(("a",), 1))
    assert isinstance(found, Problem)
    assert found.message


@pytest.mark.parametrize(
    "text", ["a: |\n  one\n  two\n# end\nb: 1\n", "a:\nb: 1\n", "a: 1\r\nb: 2\r\n", "- - 1\n  - 2\n- x\n", "a: 1"]
)
def test_however_it_is_written_it_reads_as_meant_or_is_refused(text: str) -> None:
    """Blocks of lines, nothing at all, line ends of another system, lists in lists, no line end."""
    parsed = parse_yaml(text)
    assert isinstance(parsed, Parsed)
    for path, _ in _places(parsed.data):
        for change in (Put(path, "新"), Remove(path)):
            if path:
                _as_meant(text, change)


@pytest.mark.parametrize("code", sorted({one.code for one in catalog.shipped_versions()}))
def test_every_shipped_text_can_be_changed_anywhere(code: str) -> None:
    """Whatever is put, taken out, added or moved; what is moved is all there still, remarks too."""
    text, chance = catalog.shipped_text(code), random.Random(code)
    assert text
    parsed = parse_yaml(text)
    assert isinstance(parsed, Parsed)
    places = [one for one in _places(parsed.data) if one[0]]
    lists = [(path, value) for path, value in places if isinstance(value, list)]
    path, _ = chance.choice(places)
    _as_meant(text, Put(path, chance.choice(VALUES)))
    _as_meant(text, Remove(path))
    path, items = chance.choice(lists)
    _as_meant(text, Insert(path, chance.randint(0, len(items)), chance.choice(VALUES)))
    path, items = chance.choice([one for one in lists if len(one[1]) > 1])
    moved = _as_meant(text, MoveDown((*path, chance.randrange(len(items) - 1))))
    assert sorted(moved) == sorted(text)


def _places(data: Data, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, data
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        yield from _places(value, (*path, key))


def _as_meant(text: str, change: Change) -> str:
    """`changed` compares the whole; here what was put is looked up again."""
    done = made(change, text)
    parsed = parse_yaml(done)
    assert isinstance(parsed, Parsed)
    if isinstance(change, Put):
        assert part_at(parsed.data, change.path) == change.value
    return done
