"""Other matters that a case begins (子事项、后续事项): what they are told, in whose name they are filed, what comes back."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from matters.language.quantities import by_key
from matters.language.vocabulary import Id, MatterCode, NamedInField, Part

# A sub-matter of a sub-matter of a sub-matter: what begins itself through newer versions ends there.
DEEPEST = 3
# In whose name it is filed: the applicant's of this case, or that of the owner body's official who acted last.
Filer = Literal["applicant", "owner"]
# Or the task is sent down (派发) to the body that is named in a field, or in a column of the row: who files for it answers.
SentTo = Annotated[Annotated[Filer, Tag("word")] | Annotated[NamedInField, Tag("field")], by_key("field", or_word=True)]


class HandsOver(Part):
    """What the begun matter is told (移交内容). Its field or material comes first, then the own one; of a row its column.

    `fixed`: what stands in its field each time.
    """

    fields: dict[Id, Id] = Field(default_factory=dict)
    materials: dict[Id, Id] = Field(default_factory=dict)
    fixed: dict[Id, str | int | bool] = Field(default_factory=dict)


class TakesBack(Part):
    """What is written into this case once a sub-matter has ended (带回内容), into own fields or columns of the row.

    `result`: where the name of its outcome goes; `number`: where the number of its result paper goes; `fields`: its field
    first, then the own one.
    """

    result: Id | None = None
    number: Id | None = None
    fields: dict[Id, Id] = Field(default_factory=dict)

    @property
    def places(self) -> tuple[str, ...]:
        """The own fields and columns that are written."""
        return (*(name for name in (self.result, self.number) if name), *self.fields.values())


class FollowUp(Part):
    """The next link of a chain (一链办理): a case of that matter is filed by itself once this one is concluded."""

    matter: MatterCode
    hands_over: HandsOver = HandsOver()
    as_body: Filer = "applicant"
