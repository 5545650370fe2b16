"""Golden cases (金样): a filing, its story and what must come out; run on every edit of the definition."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field, field_validator

from matters.language.actions import GoldenAction
from matters.language.rosters import RosterAct
from matters.language.route.steps import AnswerKind
from matters.language.vocabulary import Id, Part, Text


class GoldenFinding(Part):
    """One item of a supplement request: field or material id, and what is wrong."""

    target: Id
    message: Text


class Act(Part):
    """One act of the story: who, by post of the organisation, does what, when (aware instant). A robot acts by its post, too.

    `to`, `choices`: other people, by post too; `body`: to which an item is passed on. Days that the case waits for come by
    themselves, rules are checked and sub-matters begun. What a register says is an act `by: system`: `look_up` with its answers,
    or `fail` as one that does not know; so is how a sub-matter ends, `child_ended`: its `outcome`, of which `row`, and what it
    brings back as `fills`.
    """

    by: Text
    action: GoldenAction
    at: datetime
    opinion: str = ""
    fills: dict[Id, Any] = Field(default_factory=dict)
    findings: tuple[GoldenFinding, ...] = ()
    answers: dict[Id, Any] = Field(default_factory=dict)
    materials: dict[Id, tuple[Text, ...]] = Field(default_factory=dict)
    to: tuple[Text, ...] = ()
    where: Literal["before", "beside", "after"] | None = None
    step: Id | None = None
    resumes: Literal["rerun", "straight_back"] | None = None
    choices: dict[Id, Text] = Field(default_factory=dict)
    until: date | None = None
    days: int | None = Field(default=None, ge=1, le=365)
    answer: AnswerKind | None = None
    files: tuple[Text, ...] = ()
    outcome: Literal["granted", "denied", "withdrawn"] | None = None
    row: int = Field(default=0, ge=0)
    body: Id | None = None

    @field_validator("at")
    @classmethod
    def _aware(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError("时间须写明时区，如 2026-03-02T09:00:00+08:00")
        return value


class ExpectedEntry(Part):
    """What a result writes into a roster (登入的记录). `entry`: the key of the one that is changed or taken out."""

    roster: Id
    act: RosterAct
    entry: str = ""
    values: dict[Id, Any] = Field(default_factory=dict)


class Expected(Part):
    """What must come out. `path` lists the steps opened for people in order, those opened again too; no machine's work.

    `due` gives the last day each step or duty fell due, `case` that of the whole case as it stands in the end,
    `late-materials` that of the materials owed since the filing (先办后补), `validity-of-result` the last on which what was
    decided is good (有效期). `writes`: what stands in rosters (台账) by it, in order; nothing once it was revoked.
    """

    path: tuple[Id, ...]
    due: dict[str, date] = Field(default_factory=dict)
    outcome: Literal["granted", "denied", "acceptance_refused", "withdrawn", "revoked"]
    papers: tuple[Id, ...]
    errands: int = Field(ge=0)
    writes: tuple[ExpectedEntry, ...] = ()


class GoldenCase(Part):
    """A golden case 金样, filed `filed_as` a post at a fixed instant.

    It plays in the organisation in force; in the sample organisation, where only that one has the post. `until`: the day to which
    it goes on after its last act, as where something lapses because nobody acts.
    """

    id: Id
    name: Text
    filed_as: Text
    now: datetime
    answers: dict[Id, Any]
    materials: dict[Id, tuple[Text, ...]] = Field(default_factory=dict)
    choices: dict[Id, Text] = Field(default_factory=dict)
    story: tuple[Act, ...]
    until: date | None = None
    expect: Expected

    @field_validator("now")
    @classmethod
    def _aware(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError("时间须写明时区，如 2026-03-02T09:00:00+08:00")
        return value
