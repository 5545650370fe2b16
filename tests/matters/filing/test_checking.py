"""Answers and materials against the definition: each wrong value by itself, and nothing coerced."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from matters.calendar import SHANGHAI, Calendar
from matters.filing.asked import asked, is_required, shown
from matters.filing.checking import filing_problems, fill_problems, wrong_so_far
from matters.filing.values import _problem, value_problem
from matters.language.document import Definition
from matters.language.form import FIELD_TYPES, FieldBase, FormField
from matters.organisation.snapshot import Organisation
from matters.who.parties import Parties
from matters.world import World
from tests.matters.rich_form import rich_form
from tests.matters.stories import ANSWERS, STAFF, Story, varied

EMPTY = Organisation(version=1, regions=(), bodies=(), duties=(), posts=(), people=(), holdings=(), grants=())
WORLD = World(
    EMPTY, Calendar("none", frozenset(), frozenset(), frozenset()), datetime(2026, 3, 2, 9, 10, 30, tzinfo=SHANGHAI)
)
OPTIONS = [{"id": "a", "label": "甲"}, {"id": "b", "label": "乙"}, {"id": "c", "label": "丙"}]
FIELDS: dict[str, dict[str, Any]] = {
    "text": {"max_length": 5},
    "long_text": {"max_length": 5},
    "integer": {"min": 1, "max": 9},
    "decimal": {"places": 1},
    "whole": {"type": "decimal", "places": 0},
    "money": {"max": "100"},
    "date": {},
    "datetime": {"not_before": "now"},
    "after": {"type": "datetime", "not_before": "other"},
    "choice": {"options": OPTIONS},
    "choices": {"options": OPTIONS, "at_most": 2},
    "yes_no": {},
    "pledge": {"text": "承诺"},
    "phone": {},
    "id_number": {},
}
RIGHT: dict[str, list[Any]] = {
    "text": ["五个字以内"],
    "long_text": ["一\n二"],
    "integer": [1, 9],
    "decimal": ["0.5", "-3", "12"],
    "whole": ["12"],
    "money": ["0.01", "100"],
    "date": ["2026-02-28"],
    "datetime": ["2026-03-02T09:11"],
    "after": ["2026-03-02T08:01"],
    "choice": ["a"],
    "choices": [["a"], ["b", "c"]],
    "yes_no": [True, False],
    "pledge": [True],
    "phone": ["13800138000", "5550100", "0571-87051234", "87051234-801"],
    "id_number": ["11010519491231002X"],
}
WRONG: dict[str, list[Any]] = {
    "text": ["六个字就太长", "换\n行", 5, True, ["a"], {"a": 1}],
    "long_text": ["六个字就太长", 5],
    "integer": [0, 10, "5", 5.0, True, "五"],
    "decimal": ["0.55", "1e3", "NaN", "Infinity", "１２", 1.5, "1.", ".5", " 1", "1\n", "1" * 16],
    "whole": ["1.5", "1.0"],
    "money": ["-0.01", "100.01", "1.005", 5],
    "date": [
        "2026-02-30",
        "2026-2-8",
        "20260228",
        "2026-W09-6",
        "２０２６-02-28",
        20260228,
        "2026-02-28T00:00",
        "9999-02-28",
    ],
    "datetime": [
        "2026-03-02T09:10",
        "2026-03-02 09:11",
        "2026-3-2T9:11",
        "2026-03-02T09:11:00",
        "2026-03-02T24:01",
        "2026-03-02T09:11+08:00",
        5,
        "0001-01-01T00:00",
    ],
    "after": ["2026-03-02T07:59", "2026-03-02T08:00"],
    "choice": ["d", "", "甲", 1, ["a"]],
    "choices": [["d"], ["a", "a"], ["a", "b", "c"], "a", [1], [["a"]]],
    "yes_no": ["true", 1, "是"],
    "pledge": [False, "true", 1],
    "phone": ["1380013800", "13800138000\n", "12345678901", "１３８００１３８０００", "+8613800138000", 5550100],
    "id_number": [
        "110105194912310021",
        "11010519491231002x",
        "11010519491231002X\n",
        "１１０１０５１９４９１２３１００２X",
        "",
    ],
}
_FIELD: TypeAdapter[FormField] = TypeAdapter(FormField)


def field(kind: str) -> FormField:
    """A field of that kind."""
    return _FIELD.validate_python({"id": "it", "label": "项", "type": kind, **FIELDS[kind]})


def message(kind: str, value: object) -> str | None:
    """What is wrong with the value."""
    return value_problem(field(kind), value, {"other": "2026-03-02T08:00"}, WORLD)


def test_every_type_of_field_has_a_rule_for_its_values() -> None:
    """Write that of a new one in `matters/filing/values.py`, or nothing can be filed in it."""
    without = _problem.dispatch(object)
    assert [kind.__name__ for kind in FIELD_TYPES if _problem.dispatch(kind) is without] == []


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in RIGHT.items() for value in values])
def test_right_values_pass(kind: str, value: object) -> None:
    """Each type takes what people write."""
    assert message(kind, value) is None


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in WRONG.items() for value in values])
def test_wrong_values_are_told_in_chinese(kind: str, value: object) -> None:
    """Wrong type, wrong form, out of range: each gets half a sentence."""
    said = message(kind, value)
    assert said
    assert any("一" <= character <= "鿿" for character in said)


@settings(max_examples=200, deadline=None)
@given(
    kind=st.sampled_from(sorted(FIELDS)),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=5,
    ),
)
def test_no_value_at_all_breaks_the_check(kind: str, value: object) -> None:
    """Any JSON gets an answer and never an exception."""
    said = message(kind, value)
    assert said is None or said


def test_an_unknown_type_is_refused() -> None:
    """A kind of field without a rule of its own is not taken."""
    assert value_problem(FieldBase(id="b", label="新类型"), "x", {}, WORLD) == "此类填报项尚不能受理"


def targets(story: Story, files: dict[str, tuple[str, ...]] | None = None, **answers: object) -> list[str]:
    """What is wrong with a filing."""
    given_now = {key: value for key, value in {**ANSWERS, **answers}.items() if value is not None}
    return [problem.target for problem in filing_problems(story.matter, given_now, files or {}, story.world)]


def test_a_right_filing_has_no_problem(story: Story) -> None:
    """The sample answers pass."""
    assert targets(story) == []


@pytest.mark.parametrize("missing", sorted(ANSWERS))
def test_each_missing_answer_is_named(story: Story, missing: str) -> None:
    """Nothing, blanks, and an empty list count as missing; leaving 跨市 open asks for no reason."""
    blanks: tuple[Any, ...] = (None, "  ", [])
    for blank in blanks:
        without: dict[str, Any] = {missing: blank}
        assert targets(story, **without) == [missing]


def test_what_the_office_fills_is_not_the_applicants(story: Story) -> None:
    """An applicant who plans a car is told whose it is."""
    assert targets(story, plate="样A12345") == ["plate"]


def test_what_is_not_asked_must_not_be_answered(story: Story) -> None:
    """A hidden field with an answer is named; when its condition holds it is demanded."""
    assert targets(story, out_of_city_reason="没有") == ["out_of_city_reason"]
    assert targets(story, {"notice": ("f",)}, out_of_city=True) == ["out_of_city_reason"]


def test_materials_are_demanded_by_their_condition_and_counted(story: Story) -> None:
    """Six passengers need a notice; at most two files; no other material exists."""
    assert targets(story, passengers=6) == ["notice"]
    assert targets(story, {"notice": ("a",)}, passengers=6) == []
    assert targets(story, {"notice": ("a", "b", "c")}) == ["notice"]
    assert targets(story, {"bogus": ("a",)}) == ["bogus"]


def test_what_the_administration_holds_is_never_asked_for(story: Story) -> None:
    """A material of the own body is neither demanded nor taken."""
    source = {"kind": "own_body", "note": "系统内调取"}
    story.matter = varied(
        story.matter, lambda document: document["materials"][0].update(source=source, required="always")
    )
    assert not asked(story.matter.materials[0])
    assert targets(story) == []
    assert targets(story, {"notice": ("a",)}) == ["notice"]


def test_a_comparison_with_what_is_not_a_number_does_not_break_the_filing(story: Story) -> None:
    """“NaN” passengers are told as wrong, though a condition compares them with five."""
    assert targets(story, passengers="NaN") == ["passengers"]
    assert targets(story, passengers={"a": 1}) == ["passengers"]


def test_requirements_are_always_advised_optional_or_conditional(story: Story) -> None:
    """Only `always` and a condition that holds demand."""
    requirement = story.matter.materials[0].required
    assert is_required("always", {}, story.world.today)
    assert not is_required("advised", {}, story.world.today)
    assert not is_required("optional", {}, story.world.today)
    assert is_required(requirement, {"passengers": 6}, story.world.today)
    assert not is_required(requirement, {"passengers": 5}, story.world.today)


def test_a_section_hides_its_fields(story: Story) -> None:
    """The condition of a section counts for each field in it."""
    hidden = {"filled": "nowhere"}
    matter = varied(story.matter, lambda document: document["form"]["sections"][1].update(shown_when=hidden))
    contact = matter.field("contact")
    assert contact is not None
    assert not shown(matter, contact, {}, story.world.today)


def test_an_official_is_checked_against_the_whole_form(story: Story) -> None:
    """A filled time is compared with the applicant's, not only with what is filled now."""

    def office(document: dict[str, Any]) -> None:
        document["form"]["sections"][0]["fields"][3]["filled_by"] = "office"

    matter = varied(story.matter, office)
    parties = Parties(STAFF, "county_finance", "county_logistics", says=ANSWERS)
    early = {"return_at": "2026-03-09T08:00"}
    assert [p.target for p in fill_problems(matter, early, ("return_at",), story.world, parties)] == ["return_at"]
    assert fill_problems(matter, {"return_at": ""}, ("return_at",), story.world, parties) == ()


def test_while_a_form_is_filled_in_nothing_is_missing_and_what_is_wrong_is_told(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """The same sentences as at filing, of what was written only: no row or booking in the middle is held to be finished."""
    matter = rich_form(shipped["MS032"])
    world = Story(matter, organisation, calendar).world
    parties = Parties(STAFF, "county_finance", "county_logistics")
    rows = [{"name": "服务器", "amount": "约一千"}, {}]

    def told(**answers: object) -> dict[str, str]:
        return {one.target: one.message for one in wrong_so_far(matter, answers, world, parties)}

    assert told() == {}
    assert told(items=[{"name": "服务器"}]) == {}
    found = told(items=rows, start_on="2026-03-02", checker="p1")
    assert found["items"] == "采购明细：第 1 行 金额：应为数字，最多 2 位小数，如 380000.00 或 38万"
    assert found["start_on"].startswith("开始日期：不能早于")
    at_filing = filing_problems(matter, {"items": rows, "start_on": "2026-03-02"}, {}, world, parties)
    assert found["start_on"] in [one.message for one in at_filing]
    assert set(found) == {"items", "start_on"}
