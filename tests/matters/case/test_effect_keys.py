"""Keys of effects and ids of advances: parts in the code, the same text as ever where they are stored."""

import pytest

from matters.case.effect_keys import AdvanceId, EffectKey
from matters.case.owed import Effect

WRITTEN = {
    "99012100320260302000018:7:render": EffectKey("99012100320260302000018", 7, "render"),
    "C1:3:submatter:2": EffectKey("C1", 3, "submatter", "2"),
    "C1:12:call_off:9.4": EffectKey("C1", 12, "call_off", "9.4"),
}


@pytest.mark.parametrize(("text", "key"), WRITTEN.items())
def test_a_key_is_written_as_it_was_and_read_back(text: str, key: EffectKey) -> None:
    """What the ledger holds keeps its key for ever."""
    assert (str(key), EffectKey.read(text)) == (text, key)
    effect = Effect(key=key, kind=key.kind)
    assert effect.model_dump(mode="json")["key"] == text
    assert Effect.model_validate_json(effect.model_dump_json()) == effect


@pytest.mark.parametrize(
    "text", ["", "C1", "C1:1", "C1:one:seal", "C1:01:seal", "C1:1:stamp", "C1:1:seal:", "C1:１:seal"]
)
def test_any_other_text_is_no_key(text: str) -> None:
    """A mistyped address finds nothing; it never finds another effect."""
    with pytest.raises(ValueError, match=r".+"):
        EffectKey.read(text)


def test_number_drawing_and_seal_of_a_paper_are_found_from_each_other() -> None:
    """One event owes them, each under its own kind; of papers for several rows each row has its own three."""
    drawn = EffectKey("C1", 3, "render")
    assert str(drawn.beside("seal")) == "C1:3:seal"
    assert drawn.same_paper(drawn.beside("number"))
    assert not drawn.same_paper(EffectKey("C2", 3, "render"))
    assert not drawn.same_paper(EffectKey("C1", 4, "render"))
    row = EffectKey("C1", 3, "render", "7")
    assert str(row.beside("seal")) == "C1:3:seal:7"
    assert row.same_paper(EffectKey("C1", 3, "number", "7"))
    assert not row.same_paper(EffectKey("C1", 3, "number", "8"))


def test_an_advance_is_named_by_its_case_and_first_event() -> None:
    """Written for the console and the ledger alike."""
    assert (str(AdvanceId("C1", 3)), AdvanceId.read("C1:3")) == ("C1:3", AdvanceId("C1", 3))
    for text in ("", "C1", "C1:x", "C1:03"):
        with pytest.raises(ValueError, match=r".+"):
            AdvanceId.read(text)
