"""Texts that come in with a filing or an act: nothing classified, and nothing that no font can print."""

from collections.abc import Iterator, Mapping
from typing import Any

from flows.documents.faces import misprint, unprintable
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, SecrecyMark
from matters.language.document import Definition
from matters.secrecy import secrecy_mark


def text_refusal(matter: Definition, texts: Mapping[str, Any]) -> Refusal | None:
    """Texts that must not come in: secrecy marks, and characters no font can print on the paper."""
    problems = []
    for key, value in texts.items():
        if unprintable(key):  # it could not even be shown in a refusal
            problems.append(Problem("", "填报项名称含有无法识别的字符"))
            continue
        for text in _strings(value):
            if refusal := marked(matter.label(key), text):
                return refusal
            if wrong := misprint(text):
                problems.append(Problem(key, f"{matter.label(key)}：{wrong}"))
    return Invalid(problems=tuple(problems)) if problems else None


def marked(where: str, content: object) -> SecrecyMark | None:
    """A secrecy mark in anything that somebody asks to be written down: reasons, names of people, whole imports."""
    mark = next((mark for text in _strings(content) if (mark := secrecy_mark(text))), None)
    return SecrecyMark(where=where, mark=mark) if mark else None


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)
