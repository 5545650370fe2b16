"""What commands (指令) are made of: who wishes, in whose stead, on which item, with what opinion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from matters.case.values import ItemKey
from matters.organisation.snapshot import Holder, worn


@dataclass(frozen=True, slots=True)
class Proof:
    """When somebody last proved who they are (身份确认), at the login or since, and whether it was for this very act."""

    at: datetime
    for_this: bool = False


class Command(BaseModel):
    """A wish of an actor. `said` is the salted digest of what the person wrote in this act; the text itself stays outside.

    `behalf`: the hat of somebody absent for whom the actor stands in (代理). `proof`: what is known of who the actor is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: Holder
    behalf: Holder | None = None
    said: str = ""
    proof: Proof | None = None

    @property
    def hat(self) -> Holder:
        """The hat that the act counts for."""
        return self.behalf or self.actor

    @property
    def people(self) -> frozenset[str]:
        """Who acts, and in whose stead: the rules on hands hold for both."""
        return frozenset((self.actor.person, self.hat.person))

    @property
    def hats(self) -> tuple[Holder, ...]:
        """Under which hat each of the two acts: an agent wears that of the principal."""
        return worn(self.actor, self.behalf)


class OnItem(Command):
    """A command on one work item, at the version the person was shown."""

    item: ItemKey
    expected_version: int = Field(ge=0)


class Spoken(OnItem):
    """An official's act, with an opinion or a reason."""

    opinion: str = ""


class OnStep(Spoken):
    """An act that brings the step on, with the fields it lets its holder fill. `choices`: who acts at later steps (选定)."""

    fills: Mapping[str, Any] = Field(default_factory=dict)
    choices: Mapping[str, Holder] = Field(default_factory=dict)


class Itemised(Spoken):
    """An act that names all defects at once. `findings`: target id → what is wrong."""

    findings: Mapping[str, str]
