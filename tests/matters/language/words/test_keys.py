"""Chinese names: every key and word that a definition may hold has one.

Covers: matters/language/words/reference.py
"""

from matters.language.form import FIELD_TYPES
from matters.language.route.votes import VOTES
from matters.language.words.keys import key_name, part_name, word_name
from matters.language.words.reference import parts_of_language
from tests.matters.language.words.sheet import PARTS, SHEET, keys_and_words, lines

# Written in Latin letters also in Chinese: classes of trust, kinds of files, versions of the exchange format.
LATIN = {"A", "B", "C", "D", "pdf", "ofd", "docx", "xlsx", "jpg", "png", "v1", "v2"}


def test_every_key_has_a_chinese_name() -> None:
    """Add a new one to `matters/language/words/keys.py`."""
    named = {(part, key): key_name(part, key) for part in PARTS for key in part.model_fields}
    assert [f"{part.__name__}.{key}" for (part, key), name in named.items() if name.isascii()] == []


def test_every_word_has_a_chinese_name() -> None:
    """In the place where it stands."""
    unnamed = [(key, word) for key, word in keys_and_words() if word not in LATIN and word_name(key, word) == word]
    assert sorted(f"{key}: {word}" for key, word in unnamed) == []


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


def test_the_sheet_of_all_words_is_as_it_was_read() -> None:
    """Words stand beside what they name; `python -m tests.matters.language.words.sheet` writes the sheet anew, to be read."""
    assert list(lines()) == SHEET.read_text(encoding="utf-8").splitlines()


def test_steps_fields_and_votes_are_told_by_their_classes() -> None:
    """The word that chooses a kind of step, a type of field or a vote means what the class says of itself."""
    assert word_name("kind", "special_procedure") == "特别程序"
    assert (word_name("type", "id_number"), word_name("rule", "ratio")) == ("公民身份号码", "按比例通过（票签）")
    assert sum(line.startswith("word type: ") for line in lines()) == len(FIELD_TYPES)
    assert sum(line.startswith("word rule: ") for line in lines()) == len(VOTES)
