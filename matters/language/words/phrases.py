"""How the parts of a definition read in Chinese: who acts, which body, how long, under which condition."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from matters.language.clock import (
    AtOnce,
    BatchDates,
    ByCase,
    CalendarDays,
    FromField,
    FromStep,
    Start,
    WorkingDays,
)
from matters.language.comparisons import decimal_of
from matters.language.document import Definition
from matters.language.form import (
    Choosing,
    ComputedField,
    DecimalField,
    FormField,
    IntegerField,
    MoneyField,
    RowsField,
    When,
)
from matters.language.quantities import Constant, QuantityBase, Term, ValueKind
from matters.language.route.steps import walk
from matters.language.route.votes import VoteBase
from matters.language.route.who import (
    ByChoice,
    ByField,
    ByHead,
    ByHeads,
    ByLiaison,
    ByPost,
    ByRole,
    ToStandIn,
)
from matters.language.vocabulary import (
    APPLICANT,
    AsPassed,
    DutyHolder,
    EachNamed,
    NamedInField,
    PartyToCase,
    SuperiorOf,
)
from matters.language.words.amounts import spoken_amount
from matters.language.words.answers import answer_text, batches_text, is_money, limit_text
from matters.language.words.keys import key_name, word_name
from matters.organisation.snapshot import NAMELESS, Vocabulary

NOTHING = "（无）"
# Keys that hold ids of fields, materials, steps or papers. A word under another key is a word, also if something is called by it.
_POINTING = frozenset(
    {
        "",
        "field",
        "each",
        "sum",
        "any_row",
        "every_row",
        "min_in",
        "max_in",
        "column",
        "count",
        "filled",
        "not_before",
        "before_field",
        "urgent_exempt",
        "for_field",
        "per_row",
        "fills",
        "facts",
        "rows",
        "columns",
        "edit",
        "required",
        "hidden",
        "read",
        "paper",
        "papers",
        "apart_from",
        "opinions",
        "path",
        "target",
        "shows",
    }
)
_LARGE = 10_000  # from which on digits in a row are not taken in at a glance
_WHO = (ByPost, ByRole, ByHead, ByHeads, ByLiaison, ByField, ByChoice)
_BODIES = (PartyToCase, SuperiorOf, DutyHolder, NamedInField, EachNamed)
_LIMITS = (AtOnce, WorkingDays, CalendarDays, ByCase, BatchDates)
# Parts that are told as a whole: a change inside one is told as the old phrase and the new.
WHOLE: tuple[type, ...] = (Term, When, ToStandIn, AsPassed, FromStep, FromField, *_WHO, *_BODIES, *_LIMITS, VoteBase)


def _spoken(field: FormField | None, value: object) -> str:
    """An amount, or a large number, as people say it; nothing where the value is neither."""
    if not isinstance(field, IntegerField | DecimalField | MoneyField | ComputedField):
        return ""
    amount = decimal_of(value)
    told = amount is not None and (is_money(field) or abs(amount) >= _LARGE)
    return spoken_amount(amount, field.unit) if amount is not None and told else ""


@dataclass(frozen=True)
class Phrasing:
    """The phrases of one definition.

    `labels`: what people call its fields, options, materials, steps, duties and papers by id. `fields`: its fields and columns by
    id, whose values read as their answers do. `vocabulary`: what people call the kinds of post and the duties it names.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, FormField] = field(default_factory=dict)
    vocabulary: Vocabulary = NAMELESS

    def text(self, value: object, key: str = "") -> str:
        """Any value that stands under that key."""
        match value:
            case None | () | {} | "":
                return NOTHING
            case bool():
                return "是" if value else "否"
            case str():
                return self._word(value, key)
            case tuple() | list():
                return "、".join(self.text(part, key) for part in value)
            case Mapping():
                return "；".join(f"{self.labels.get(name, name)}：{self.text(part)}" for name, part in value.items())
            case BaseModel():
                return self._part(value)
        return str(value)

    def who(self, rule: Any) -> str:  # noqa: ANN401 - one of the actor rules
        """Who acts."""
        match rule:
            case ByPost():
                return f"{self.body(rule.of)}的{self._post(rule.post)}"
            case ByRole() | ByLiaison():
                return f"{self.body(rule.of)}的{word_name('role', getattr(rule, 'role', 'liaison'))}"
            case ByHeads():
                return f"{self.body(rule.of)}起 {rule.levels} 级主要负责人依次"
            case ByField():
                return f"表单“{self.label(rule.field)}”中指定的人员"
            case ByChoice():
                return f"由{word_name('chooser', rule.chooser)}在{self.body(rule.of)}的{self._post(rule.post)}中选定"
        return f"{self.body(rule.of)}主要负责人"

    def body(self, reference: Any) -> str:  # noqa: ANN401 - one of the references to a body
        """Which body."""
        match reference:
            case PartyToCase():
                return word_name("body", reference.body)
            case SuperiorOf():
                kind = word_name("line", reference.line)
                return f"{self.body(reference.superior_of)}的上级（{kind}）"
            case DutyHolder():
                return f"{self._region(reference)}负责“{self.text(reference.duty, 'duty')}”的单位"
            case EachNamed():
                none = "" if reference.if_none == "refuse" else f"（没有选定的，{reference.if_none.passes}）"
                return f"表单“{self.label(reference.each)}”中选定的各单位{none}"
        return f"表单“{self.label(reference.field)}”中指定的单位"

    def _region(self, holder: DutyHolder) -> str:
        """For which region a duty is held: the applicant's goes without saying."""
        level = word_name("level", holder.level)
        if holder.region_of == APPLICANT:
            return level
        return f"{self.body(holder.region_of)}所在地区{'' if holder.level == 'own' else level}"

    def limit(self, limit: Any) -> str:  # noqa: ANN401 - one of the limits, or none
        """How long."""
        match limit:
            case ByCase():
                cases = (f"{one.when.phrase(self)}的 {self.limit(one.limit)}" for one in limit.cases)
                return "；".join((*cases, f"其他 {self.limit(limit.otherwise)}"))
            case BatchDates():
                return f"{batches_text(limit)}分批办理"
        return limit_text(limit)

    def start(self, start: Start) -> str:
        """From where a clock is counted (起算)."""
        match start:
            case FromStep():
                return f"自“{self.label(start.step)}”办结起算"
            case FromField():
                return f"自所填“{self.label(start.field)}”起算，已过的自受理起算"
            case _:
                return f"自{word_name('starts', start)}起算"

    def label(self, name: str) -> str:
        """What people call something by its id."""
        return self.labels.get(name, name)

    def beside(self, left: QuantityBase, right: QuantityBase) -> str:
        """What something is compared with: a written value reads as an answer to the field beside it."""
        if not isinstance(right, Constant) or isinstance(right.value, bool):
            return right.phrase(self)
        if left.unit:
            return f"{right.value}{left.unit}"
        asked = self._asked(left)
        if said := _spoken(asked, right.value):
            return said
        return answer_text(asked, right.value) if asked else right.phrase(self)

    def kind(self, quantity: QuantityBase) -> ValueKind | None:
        """What kind of value it is; text that a definition writes down is whatever stands beside it."""
        if isinstance(quantity, Constant) and isinstance(quantity.value, int):
            return ValueKind.YES_NO if isinstance(quantity.value, bool) else ValueKind.NUMBER
        asked = self._asked(quantity)
        return quantity.holds or (asked.holds if asked else None)

    def _asked(self, quantity: QuantityBase) -> FormField | None:
        """The field or column a quantity is taken from."""
        return self.fields.get(quantity.like)

    def _post(self, kind: str) -> str:
        """A kind of post; its bare id does not say what it is."""
        return self.vocabulary.post_kinds.get(kind) or f"“{kind}”岗位"

    def _word(self, word: str, key: str) -> str:
        """An id by what people call it, or a word of the language."""
        if key == "duty":  # never a word, also if it is spelt like one
            return self.vocabulary.duties.get(word, word)
        return (self.labels.get(word) if key in _POINTING else None) or word_name(key, word)

    def _part(self, part: BaseModel) -> str:
        match part:
            case When():
                return f"{part.when.phrase(self)}的必须"
            case ToStandIn():
                return f"改由{self.who(part.to)}办理"
            case AsPassed():
                return f"自动通过（{part.passes}）"
            case FromStep() | FromField():
                return self.start(part)
        for kinds, phrase in ((_WHO, self.who), (_BODIES, self.body), (_LIMITS, self.limit)):
            if isinstance(part, kinds):
                return phrase(part)
        return part.phrase(self) if isinstance(part, Term) else self._spelt(part)

    def _spelt(self, part: BaseModel) -> str:
        """Key by key what is written down; the defaults go without saying."""
        written = {name: getattr(part, name) for name in type(part).model_fields if name in part.model_fields_set}
        return "，".join(f"{key_name(type(part), name)}：{self.text(value, name)}" for name, value in written.items())


def phrasing_of(matter: Definition, vocabulary: Vocabulary = NAMELESS) -> Phrasing:
    """The phrases with the labels of this definition and the names of an organisation."""
    form = phrasing_among(matter.fields)
    papers = matter.outcome.papers if matter.outcome else ()
    named = {part.id: part.name for part in (*matter.materials, *walk(matter.steps), *matter.duties, *papers)}
    return Phrasing({**form.labels, **named}, form.fields, vocabulary)


def phrasing_among(form: Collection[FormField]) -> Phrasing:
    """The phrases with the labels of these fields, their columns and their options."""
    fields = {field.id: field for field in form}
    fields |= {column.id: column for field in form if isinstance(field, RowsField) for column in field.columns}
    options = (option for field in fields.values() if isinstance(field, Choosing) for option in field.options)
    labels = {name: field.label for name, field in fields.items()} | {option.id: option.label for option in options}
    return Phrasing(labels, fields)
