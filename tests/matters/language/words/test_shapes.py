"""What may stand under each key of the language, told from its models; a blank part is one that is only to be filled in."""

from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from matters.language.document import Definition
from matters.language.form import ChoiceField, TextField
from matters.language.outcome import Opinions, Paragraph
from matters.language.places import Data, parts
from matters.language.route.steps import Acceptance, Deliver
from matters.language.text.yaml_text import Parsed, parse_yaml
from matters.language.vocabulary import TO_FILL_IN
from matters.language.words.reference import parts_of_language
from matters.language.words.shapes import (
    Free,
    Line,
    Many,
    OnePart,
    Shape,
    Whole,
    Words,
    another_kind,
    blank_part,
    ids_in,
    keys_of,
    kind_names,
    kind_of,
)
from storage.definitions import catalog

TODAY = date(2026, 12, 1)
# What nobody can make up: codes of other matters, digests, days of the year, one of several ways to say how long.
_NEEDS_ITS_AUTHOR = {
    *("Definition", "FromEarlierMatter", "FormFile", "SubMatter", "FollowUp"),
    *("BatchDates", "Window", "Validity", "Opinions"),
}


def _kinds(shape: Shape, known: dict[type[BaseModel], None]) -> dict[type[BaseModel], None]:
    inner = shape.kinds if isinstance(shape, OnePart) else ()
    for kind in inner:
        if kind not in known:
            known[kind] = None
            for key in keys_of(kind):
                _kinds(key.shape, known)
    return _kinds(shape.item, known) if isinstance(shape, Many) else known


KINDS = tuple(_kinds(OnePart((Definition,)), {}))


def test_every_part_of_the_language_is_reached() -> None:
    """As many as the quick reference tells of, but for those that stand where only the text can say it."""
    assert len(KINDS) >= len(parts_of_language()) - 2


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_blank_part_is_one(kind: type[BaseModel]) -> None:
    """Read by its own model; what it lacks is to be filled in."""
    made = blank_part(kind, (), TODAY)
    if kind.__name__ in _NEEDS_ITS_AUTHOR:
        with pytest.raises(ValidationError):
            kind.model_validate(made)
    else:
        assert kind.model_validate(made)


def _agree(shape: Shape, value: Data, part: Any, seen: list[type[BaseModel]]) -> None:  # noqa: ANN401
    """Each part that is written is told to be of the kind that it was read as."""
    if isinstance(shape, Many) and isinstance(value, list):
        for item, read in zip(value, part, strict=False):
            _agree(shape.item, item, read, seen)
    elif isinstance(shape, OnePart) and isinstance(part, BaseModel) and isinstance(value, dict):
        kind = kind_of(shape, value)
        assert kind is type(part)
        seen.append(kind)
        by_key = {field.alias or name: name for name, field in kind.model_fields.items()}
        for key in keys_of(kind):
            if key.key in value:
                _agree(key.shape, value[key.key], getattr(part, by_key[key.key]), seen)


def test_each_part_of_what_ships_is_told_to_be_what_it_is() -> None:
    """Over all versions: of several kinds that may stand at a place, the right one."""
    for matter in catalog.shipped_versions():
        text = catalog.shipped_text(matter.code, matter.edition.version)
        parsed = parse_yaml(text or "")
        assert isinstance(parsed, Parsed)
        seen: list[type[BaseModel]] = []
        _agree(OnePart((Definition,)), parsed.data, matter, seen)
        assert len(seen) > 50 or matter.guide.access.kind == "offline"
        assert len(seen) <= sum(1 for _ in parts(matter))


def _key(kind: type[BaseModel], name: str) -> Shape:
    return next(key.shape for key in keys_of(kind) if key.key == name)


def test_what_may_stand_under_a_key() -> None:
    """Words by their meanings, numbers by their bounds, long texts, lists, and what is left to the text."""
    how = _key(Deliver, "how")
    assert isinstance(how, Words)
    assert how.meanings["online"]
    assert isinstance(_key(TextField, "max_length"), Whole)
    text = _key(Paragraph, "text")
    assert isinstance(text, Line)
    assert text.long
    options = _key(ChoiceField, "options")
    assert isinstance(options, Many)
    assert options.least == 2
    assert isinstance(_key(Opinions, "opinions"), Free)
    who = _key(Acceptance, "who")
    assert isinstance(who, OnePart)
    assert len(kind_names(who)) == len(who.kinds) > 3


def test_what_is_added_takes_no_id_that_is_there() -> None:
    """Nor the same one twice."""
    made = Many(OnePart((ChoiceField,)), 2).blank({"item_1"}, TODAY)
    assert isinstance(made, list)
    own = [one["id"] for one in made if isinstance(one, dict)]
    assert len({*own, "item_1"}) == 3
    assert TO_FILL_IN in set(ids_in(made))


def test_what_two_kinds_have_in_common_stays() -> None:
    """A text that becomes a choice keeps what it is called; its longest length means nothing there."""
    held: Data = {"id": "why", "label": "事由", "type": "text", "max_length": 20, "help": "写明"}
    made = another_kind(ChoiceField, held, {"why"}, TODAY)
    assert ChoiceField.model_validate(made).label == "事由"
    assert (made["id"], made["help"], made["type"]) == ("why", "写明", "choice")
    assert "max_length" not in made
