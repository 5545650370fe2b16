"""What comes out: papers with number, template and seal (文书), results (结果), delivery, archive, duties after the decision."""

from collections.abc import Mapping
from datetime import date, timedelta
from string import Formatter
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from matters.calendar import day_in
from matters.language.begun_cases import FollowUp
from matters.language.clock import Limit
from matters.language.conditions import Condition
from matters.language.quantities import by_key
from matters.language.rosters import RosterWrite
from matters.language.vocabulary import BodyRef, Id, LongText, Part, Text

# `step`: a step is done, and the case goes on (中途出具). `concluded`: the record of the whole handling (审批表), drawn when the
# case is closed, whatever the result. `revoked`: that what a machine had decided does not stand (撤销决定).
Occasion = Literal[
    "accepted",
    "acceptance_refused",
    "supplement_requested",
    "extended",
    "step",
    "granted",
    "denied",
    "concluded",
    "revoked",
]

# Where the result of a case waits for its last day: no step and no duty can be called so, as their ids have no hyphen.
VALIDITY = "validity-of-result"

MOST_COLUMNS = 8  # more do not stand side by side on A4

# What the text of a paper may name in braces, beside the answers by field id (an answer reads with its unit: “3 人”).
PLACEHOLDERS: dict[str, str] = {
    "case_no": "办件编号",
    "matter_name": "事项名称",
    "applicant_body": "申请单位",
    "applicant_person": "经办人",
    "owner_body": "受理机构",
    "filed_on": "提交日期",
    "accepted_on": "受理日期",
    "due_on": "办结期限",
    "supplement_due": "补正期限",
    "extended_days": "延长的工作日数",
    "extension_ground": "延长的事由",
    "decided_on": "决定日期",
    "result_name": "办理结果",
    "result_valid_until": "有效期截止日",
    "report_period": "报送期",
}


def placeholders_in(text: str) -> frozenset[str] | None:
    """The names in braces; nothing when the braces do not pair."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


IN_WORDS = "in_words"  # how a text asks for an amount in words (大写): `{amount:in_words}`


def formatted_in(text: str) -> tuple[tuple[str, str], ...]:
    """The placeholders that are written with a format (`{purpose:>9}`, `{purpose!r}`), each with that."""
    try:
        parts = tuple(Formatter().parse(text))
    except ValueError:
        return ()
    return tuple((name, f"!{how}" if how else form or "") for _, name, form, how in parts if name and (form or how))


def written_out(text: str, names: Mapping[str, object]) -> str:
    """The text with each name in braces replaced by what it stands for; `{amount:in_words}` is a name of its own."""
    parts = Formatter().parse(text)
    return "".join(
        said + ("" if name is None else str(names.get(f"{name}:{form}", names[name]))) for said, name, form, _ in parts
    )


class NumberRule(Part):
    """How a paper is numbered (文号). `{prefix}` = the issuing body's 机关代字, `{year}`, `{n}` = the next of the sequence.

    What the pattern says but for `{n}` names the sequence, so that equal numbers cannot arise from two sequences.
    """

    pattern: Text = "{prefix}〔{year}〕{n}号"


class Printing(Part):
    """A block that prints answers. `why_sensitive`: why one that is sensitive must stand there in full; demanded then."""

    why_sensitive: str = Field(default="", max_length=400)


class Paragraph(Printing):
    """A paragraph of running text with `{placeholders}` (段落); `{amount:in_words}` is an amount in words (大写)."""

    text: LongText
    when: Condition | None = None


class FactTable(Printing):
    """A two-column table of answers by field id (要素表); repeating rows stand apart, without their sensitive columns."""

    facts: tuple[Id, ...] = Field(min_length=1)


class RowsTable(Printing):
    """Repeating rows as a table with the chosen columns (明细表); only here a sensitive column can be printed."""

    rows: Id
    columns: tuple[Id, ...] = Field(min_length=1, max_length=MOST_COLUMNS)


class Findings(Part):
    """The list of what is to be supplemented (补正事项)."""

    findings: Literal["numbered"]


class Opinions(Part):
    """The opinions of the named steps (办理意见), or of every step in the order of the acts."""

    opinions: (
        Annotated[Literal["every"], Tag("word")]
        | Annotated[Annotated[tuple[Id, ...], Field(min_length=1)], Tag("list")]
    ) = Field(discriminator=Discriminator(lambda value: "word" if isinstance(value, str) else "list"))


Block = Annotated[
    Annotated[Paragraph, Tag("text")]
    | Annotated[FactTable, Tag("facts")]
    | Annotated[RowsTable, Tag("rows")]
    | Annotated[Findings, Tag("findings")]
    | Annotated[Opinions, Tag("opinions")],
    by_key("text", "facts", "rows", "findings", "opinions"),
]


SealKind = Literal["official", "special"]


class SealRule(Part):
    """Which body's seal (用印); `official` 公章, `special` 业务专用章."""

    of: BodyRef
    kind: SealKind = "official"


class Paper(Part):
    """A paper 文书: drawn from the case, numbered, sealed. At most one per occasion. A record is addressed to `nobody`.

    `at`: of which step, where it is issued once a step is done (中途出具); done again, it is issued anew and the earlier one is
    superseded. `per_row`: one for each row of that table (一行一份), which its text and tables name by their columns; these come
    besides, any number of kinds.
    Of several `seals` (联合行文) the first is that of the lead body, which numbers it; all are set at once, or none.
    """

    id: Id
    name: Text
    on: Occasion
    at: Id | None = None
    per_row: Id | None = None
    title: Text
    addressee: Literal["applicant_body", "applicant_person", "nobody"] = "applicant_body"
    number: NumberRule
    blocks: tuple[Block, ...] = Field(min_length=1)
    closing: str = Field(default="", max_length=100)
    seals: tuple[SealRule, ...] = Field(min_length=1, max_length=3)

    @model_validator(mode="after")
    def _at_a_step(self) -> Self:
        if (self.on == "step") != (self.at is not None):
            raise ValueError("on: step 的文书须用 at 写明是哪个环节，其他文书不写 at")
        return self

    @property
    def is_result(self) -> bool:
        """Whether it tells a result: of the case, or of one of its rows."""
        return self.on in ("granted", "denied", "acceptance_refused")

    @property
    def fields(self) -> frozenset[str]:
        """The ids of all fields whose answers are printed on it, among the placeholders of its text."""
        texts = (self.title, self.closing, *(block.text for block in self.blocks if isinstance(block, Paragraph)))
        tables = (block.facts for block in self.blocks if isinstance(block, FactTable))
        rows = (self.per_row, *(block.rows for block in self.blocks if isinstance(block, RowsTable)))
        named = frozenset(filter(None, rows))
        return named.union(*(placeholders_in(text) or () for text in texts), *tables)


class Archive(Part):
    """Archive class and retention (归档范围、保管期限)."""

    category: Text
    retention: Literal["permanent", "30_years", "10_years"]


class DutyAfter(Part):
    """A duty after the decision (办后义务), with its own limit, counted from the decision.

    It is owed by the applicant where the body is the applicant's, else by the liaison officers of the body or its head.
    """

    id: Id
    name: Text
    owed_by: BodyRef
    limit: Limit
    text: LongText


class Validity(Part):
    """Period of validity 有效期, from the day of the decision.

    Years and months end on the day of the same number, or on the last of a month that has none of it; days are counted from
    the next (Civil Code, articles 201 and 202). `until_field` names the last day instead; it is the date of the form or of an
    office, and where nothing is filled in the result has no end. Whoever applied is told `remind_days` before the last day.
    """

    years: int = Field(default=0, ge=0, le=50)
    months: int = Field(default=0, ge=0, le=120)
    days: int = Field(default=0, ge=0, le=3650)
    until_field: Id | None = None
    remind_days: int = Field(default=30, ge=0, le=365)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(map(bool, (self.years, self.months, self.days, self.until_field))) != 1:
            raise ValueError(
                "有效期须写明一项：years（年）、months（月）、days（日）或者 until_field（截止日的填报项）"
            )
        return self

    @property
    def text(self) -> str:
        """How long, as people say it."""
        said = ((self.years, "年"), (self.months, "个月"), (self.days, "日"))
        return next((f"{number} {unit}" for number, unit in said if number), "以结果文书载明的日期为准")

    def last_day(self, decided: date, answers: Mapping[str, Any]) -> date | None:
        """The last day of what was decided on that day; nothing where the form does not say it."""
        if self.until_field:
            said = answers.get(self.until_field)
            return date.fromisoformat(str(said)[:10]) if said else None
        months = decided.month - 1 + self.months
        later = day_in(decided.year + self.years + months // 12, months % 12 + 1, decided.day)
        return later + timedelta(days=self.days)


class ResultCode(Part):
    """The result code for exchange (办结结果). The same number means different things in versions v1 and v2."""

    version: Literal["v1", "v2"]
    number: int = Field(ge=0, le=9)


class Result(Part):
    """One way the matter may end (结果). `paper` is the result paper; exactly one result per case.

    `writes`: what it writes into rosters (台账), at once.
    """

    on: Literal["granted", "denied"]
    name: Text
    paper: Id
    code: ResultCode
    validity: Validity | None = None
    archive: Archive
    duties: tuple[DutyAfter, ...] = ()
    follow_up: FollowUp | None = None
    writes: tuple[RosterWrite, ...] = Field(default=(), max_length=20)


class Outcome(Part):
    """Papers and results of a matter."""

    papers: tuple[Paper, ...] = Field(min_length=1)
    results: tuple[Result, ...] = Field(min_length=2, max_length=2)

    @property
    def duties(self) -> tuple[DutyAfter, ...]:
        """The duties after any decision."""
        return tuple(duty for result in self.results for duty in result.duties)

    def paper_on(self, occasion: Occasion) -> Paper | None:
        """The paper of the case issued on that occasion, if the definition has one."""
        return next((paper for paper in self.papers if paper.on == occasion and not paper.per_row), None)

    def papers_at(self, step: str) -> tuple[Paper, ...]:
        """The papers issued once that step is done."""
        return tuple(paper for paper in self.papers if paper.at == step)

    def papers_of_rows(self, occasion: Occasion) -> tuple[Paper, ...]:
        """The papers issued on that occasion for each row of a table."""
        return tuple(paper for paper in self.papers if paper.on == occasion and paper.per_row)

    def paper(self, paper_id: str) -> Paper:
        """The paper of that id; the linter has proved that it exists."""
        return next(paper for paper in self.papers if paper.id == paper_id)

    def result(self, on: Literal["granted", "denied"]) -> Result:
        """The result of that kind."""
        return next(result for result in self.results if result.on == on)
