"""What of a matter is local (本地内容): the owner's contacts, and hints that name its places; all else is the same everywhere."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from pydantic import Field

from matters.language.document import Definition
from matters.language.form import FormField
from matters.language.guide import Contact
from matters.language.vocabulary import Id, LongText, Part

# “，如“甲”“乙””: an example after a comma, of one quotation or several.
_EXAMPLE = re.compile("[，、；]?(?:例如|如)(?:“[^”]*”[、或]?)+")
_PURPOSES: Mapping[str, str] = {"enquiry": "咨询电话", "supervision": "监督电话"}


class LocalPart(Part):
    """By the body that accepts the matter (受理单位填写): in place of what ships, which names nobody who could be rung up here.

    `hints`: help texts (填报说明) by the field they belong to.
    """

    contacts: tuple[Contact, ...] = ()
    hints: dict[Id, LongText] = Field(default_factory=dict)


def lacking(matter: Definition, part: LocalPart, places: Collection[str]) -> Iterator[str]:
    """What must be filled in before the matter may be offered: telephones, and hints that name `places` of elsewhere."""
    there = {contact.purpose for contact in part.contacts if contact.phone}
    yield from (name for purpose, name in _PURPOSES.items() if purpose not in there)
    yield from (f"“{field.label}”的填报说明" for field in foreign(matter, places) if field.id not in part.hints)


def foreign(matter: Definition, places: Collection[str]) -> tuple[FormField, ...]:
    """The fields whose hint, as it ships, names one of these places."""
    return tuple(field for field in matter.fields if any(place in field.help for place in places))


def localised(matter: Definition, part: LocalPart) -> Definition:
    """The matter as it is shown where that body accepts it; what is decided by stays the published one."""
    guide = matter.guide.model_copy(update={"contacts": part.contacts or matter.guide.contacts})
    form = matter.form and matter.form.model_copy(
        update={
            "sections": tuple(
                section.model_copy(
                    update={
                        "fields": tuple(
                            field.model_copy(update={"help": part.hints.get(field.id, field.help)})
                            for field in section.fields
                        )
                    }
                )
                for section in matter.form.sections
            )
        }
    )
    return matter.model_copy(update={"guide": guide, "form": form})


def without_examples(told: Any, places: Collection[str]) -> Any:  # noqa: ANN401 - any JSON value
    """The same content without the examples that name one of these places."""
    if isinstance(told, dict):
        return {name: without_examples(part, places) for name, part in told.items()}
    if isinstance(told, list):
        return [without_examples(part, places) for part in told]
    return _EXAMPLE.sub(_unless(places), told) if isinstance(told, str) else told


def _unless(places: Collection[str]) -> Callable[[re.Match[str]], str]:
    return lambda example: "" if any(place in example[0] for place in places) else example[0]
