"""Rosters (台账): tables that a body keeps for good; results write them, forms read them, one matter declares each."""

from typing import Literal

from pydantic import Field

from matters.language.conditions import Condition
from matters.language.form import SimpleField
from matters.language.vocabulary import BodyRef, Id, Part, PartyToCase, Text

RosterAct = Literal["enter", "change", "take_out"]
Corrector = Literal["window", "approver"]


class Roster(Part):
    """A roster (台账). Every body that accepts the matter which declares it keeps a part of its own.

    `key`: the columns by which an entry is known within a part. `belongs`: the column that names whose entry it is; without
    one it is the applicant's whose case entered it. `seen_by`: beside those who keep it (officials who accept or decide in
    that body, and supervisors) nobody else, those to whose body the entry belongs, or everybody. `corrected_by`: who of the
    keepers mends it by hand.
    """

    id: Id
    name: Text
    columns: tuple[SimpleField, ...] = Field(min_length=1, max_length=40)
    key: tuple[Id, ...] = Field(min_length=1, max_length=3)
    belongs: Id | None = None
    seen_by: Literal["everybody", "belonging", "keepers"] = "keepers"
    corrected_by: tuple[Corrector, ...] = ("approver",)

    def column(self, column_id: str) -> SimpleField | None:
        """The column of that id."""
        return next((column for column in self.columns if column.id == column_id), None)


class RosterWrite(Part):
    """What a result writes into a roster (登入台账). `act`: an entry comes in, is changed, or is taken out.

    `values`: by column, the field it comes from; of a row (`per_row`: one entry each) its column comes first. `entry`: the
    field in which the entry was chosen that is changed or taken out. `of`: whose part of the roster.
    """

    roster: Id
    act: RosterAct
    entry: Id | None = None
    per_row: Id | None = None
    values: dict[Id, Id] = Field(default_factory=dict)
    of: BodyRef = PartyToCase(body="owner")
    when: Condition | None = None
