"""One-matter bundles (一件事): matters filed together with merged form and materials."""

from pydantic import Field

from matters.language.clock import Limit
from matters.language.conditions import Condition
from matters.language.vocabulary import Id, LongText, MatterCode, Part, Text


class Member(Part):
    """A matter in the bundle; it starts when those in `after` have their results, and only `when` the condition holds."""

    matter: MatterCode
    after: tuple[MatterCode, ...] = ()
    when: Condition | None = None


class SharedFact(Part):
    """Fields of several matters that are one fact, asked once (同一事实): `{matter code: field id}`."""

    id: Id
    label: Text
    fields: dict[MatterCode, Id] = Field(min_length=2)


class SharedMaterial(Part):
    """Materials of several matters that are one paper, handed in once: `{matter code: material id}`."""

    id: Id
    name: Text
    materials: dict[MatterCode, Id] = Field(min_length=2)


class Bundle(Part):
    """A bundle 一件事: dependency graph, shared facts and materials, one promise; partial results come as they are ready."""

    format: int = Field(default=1, ge=1, le=1)
    code: MatterCode
    name: Text
    summary: LongText
    members: tuple[Member, ...] = Field(min_length=2)
    facts: tuple[SharedFact, ...] = ()
    materials: tuple[SharedMaterial, ...] = ()
    promised: Limit
