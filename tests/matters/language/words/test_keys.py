"""Chinese names: every key and word that a definition may hold has one."""

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from matters.language.document import Definition
from matters.language.words.keys import key_name, part_name, word_name
from matters.language.words.reference import parts_of_language

# Written in Latin letters also in Chinese: classes of trust, kinds of files, versions of the exchange format.
LATIN = {"A", "B", "C", "D", "pdf", "ofd", "docx", "xlsx", "jpg", "png", "v1", "v2"}


def models(kind: Any, found: dict[type[BaseModel], None]) -> dict[type[BaseModel], None]:  # noqa: ANN401 - a type
    """Every model that is reached from an annotation."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in found:
            found[kind] = None
            for field in kind.model_fields.values():
                models(field.annotation, found)
    else:
        for part in get_args(kind):
            models(part, found)
    return found


def words(kind: Any) -> set[str]:  # noqa: ANN401 - a type
    """The words that an annotation allows."""
    if get_origin(kind) is Literal:
        return {word for word in get_args(kind) if isinstance(word, str)}
    return set().union(*(words(part) for part in get_args(kind))) if get_args(kind) else set()


PARTS = tuple(models(Definition, {}))


def test_every_key_has_a_chinese_name() -> None:
    """Add a new one to `matters/language/words/keys.py`."""
    named = {(part, key): key_name(part, key) for part in PARTS for key in part.model_fields}
    assert [f"{part.__name__}.{key}" for (part, key), name in named.items() if name.isascii()] == []


def test_every_word_has_a_chinese_name() -> None:
    """In the place where it stands."""
    found = {
        (key, word) for part in PARTS for key, field in part.model_fields.items() for word in words(field.annotation)
    }
    assert sorted(f"{key}: {word}" for key, word in found if word not in LATIN and word_name(key, word) == word) == []


def test_every_part_has_a_chinese_name_of_its_own() -> None:
    """So that the quick reference can list them."""
    names = [part_name(part) for part in PARTS]
    assert [name for name in names if name.isascii()] == []
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_a_text_that_is_no_word_stays() -> None:
    """Free text is not translated."""
    assert word_name("title", "关于用车的批复") == "关于用车的批复"


def test_the_language_describes_itself() -> None:
    """The whole first; what must be there, what may stand there, and parts by their names."""
    parts = {part.name: {key.key: key for key in part.keys} for part in parts_of_language()}
    whole = parts["事项定义"]
    assert whole["guide"].required
    assert not whole["aliases"].required
    assert whole["steps"].written.startswith("列表：〔受理〕 或 〔审核〕")
    assert parts["办事指南"]["case_type"].written == "immediate（即办件）、promised（承诺件）"
    assert "not" in parts["非"]
