"""What a new matter, or a part just added, begins with must become its own: hints are not for applicants to read."""

from collections.abc import Iterator

from matters.language.document import Definition
from matters.language.guide import Baseline, Contact, Guide, LegalBasis
from matters.language.places import parts
from matters.language.vocabulary import TO_FILL_IN
from matters.linter.finding import Finding, error

# Where the template has a hint in place of the text, and what its hints look like.
_HINTED: tuple[tuple[type, tuple[str, ...]], ...] = (
    (Guide, ("summary",)),
    (LegalBasis, ("title", "clause", "text")),
    (Contact, ("phone", "place", "hours")),
    (Baseline, ("source",)),
)
_HINTS = ("请写明", "请用两三句话写明")


def untouched_hints(matter: Definition) -> Iterator[Finding]:
    """Told where each stands, for the guide shows them as they are."""
    yield from _left_to_fill_in(matter)
    for path, part in parts(matter.guide, ("guide",)):
        for name in (name for model, names in _HINTED if isinstance(part, model) for name in names):
            written = getattr(part, name)
            if written.startswith(_HINTS) or (written and not written.strip("0")):
                message = f"“{written[:20]}”是模板里的提示，申请人会原样看到。请改为本事项的内容，没有的请删去。"
                yield error("untouched_hint", (*path, name), message)


def _left_to_fill_in(matter: Definition) -> Iterator[Finding]:
    for path, part in parts(matter):
        for name in type(part).model_fields:
            if TO_FILL_IN in _texts(getattr(part, name)):
                message = f"这里还写着“{TO_FILL_IN}”。请写明内容，不需要的请删去。"
                yield error("untouched_hint", (*path, name), message)


def _texts(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
