"""What a filing asks for, in one sentence (摘要)."""

from collections.abc import Mapping
from typing import Any

from matters.language.document import Definition
from matters.language.outcome import placeholders_in, written_out
from matters.language.words.answers import Names, answer_texts


def brief_of(matter: Definition, answers: Mapping[str, Any], names: Names | None = None) -> str:
    """The clauses whose every answer is there, in the order of the definition; empty where it composes none."""
    said = {part: text for part, text in answer_texts(matter.fields, answers, names).items() if text}
    clauses = (clause for clause in matter.brief if (placeholders_in(clause) or frozenset()) <= said.keys())
    return "，".join(written_out(clause, said) for clause in clauses)
