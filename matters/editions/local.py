"""A local edition (实施清单): what the body that accepts a matter says otherwise than the directory (目录)."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from matters.language.clock import Limit
from matters.language.guide import Contact, Question
from matters.language.vocabulary import Id, MatterCode, Part

Change = Literal["promised", "contacts", "questions", "materials_fewer"]
CHANGE_NAMES: Mapping[Change, str] = {
    "promised": "承诺时限",
    "contacts": "联系方式",
    "questions": "常见问题",
    "materials_fewer": "减少材料",
}
# Which parts of an edition make which change; the code of the local list (地方编码) is its own.
PARTS: Mapping[str, Change] = {
    "promised": "promised",
    "contacts": "contacts",
    "questions": "questions",
    "without_materials": "materials_fewer",
    "electronic": "materials_fewer",
}


class LocalEdition(Part):
    """Local edition 实施清单 of a body: it follows every version of the directory that allows what it changes.

    What is left out is as the directory says. `without_materials` are not asked for any more; `electronic` are taken as files
    instead of on paper, which saves a visit.
    """

    format: Literal[1] = 1
    code: MatterCode
    body: Id
    local_code: str = Field(default="", max_length=50)
    promised: Limit | None = None
    contacts: tuple[Contact, ...] = Field(default=(), max_length=4)
    questions: tuple[Question, ...] = Field(default=(), max_length=20)
    without_materials: tuple[Id, ...] = Field(default=(), max_length=30)
    electronic: tuple[Id, ...] = Field(default=(), max_length=30)

    @property
    def changes(self) -> bool:
        """Whether it says anything otherwise than the directory."""
        return bool(self.local_code) or any(getattr(self, part) for part in PARTS)
