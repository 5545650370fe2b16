"""Names in braces as people call them (占位): `{purpose}` reads `{申请事由}` where a form is edited, and is kept as the id."""

import re
from collections import Counter
from collections.abc import Mapping

from matters.language.outcome import IN_WORDS, PLACEHOLDERS

IN_WORDS_SAID = "大写"
# What a number (文号) may name besides.
_OF_NUMBERS = {"prefix": "机关代字", "year": "年份", "n": "序号"}
_NAME = re.compile(r"\{([^{}:]+)(?::([^{}:]*))?\}")


def called(fields: Mapping[str, str]) -> dict[str, str]:
    """What each name in braces is called: a field by its label, where that leads back to it and to nothing else."""
    names = {**fields, **_OF_NUMBERS, **PLACEHOLDERS}
    often = Counter(names.values())
    return {name: label for name, label in names.items() if often[label] == 1 and label not in names and _fits(label)}


def _fits(label: str) -> bool:
    return label == label.strip() != "" and not set(label) & set("{}:")


def spoken(text: str, names: Mapping[str, str]) -> str:
    """The text with each name as it is called; one that is called nothing stays as it is."""
    return _replaced(text, names, {IN_WORDS: IN_WORDS_SAID})


def written(text: str, names: Mapping[str, str]) -> str:
    """The text as a definition keeps it."""
    return _replaced(text, {label: name for name, label in names.items()}, {IN_WORDS_SAID: IN_WORDS})


def _replaced(text: str, names: Mapping[str, str], forms: Mapping[str, str]) -> str:
    def one(found: re.Match[str]) -> str:
        form = f":{forms.get(found[2], found[2])}" if found[2] is not None else ""
        return f"{{{names.get(found[1].strip(), found[1])}{form}}}"

    return _NAME.sub(one, text)
