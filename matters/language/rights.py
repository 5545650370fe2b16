"""What a step lets whoever holds it fill, see (字段权限) and say: which fields and materials are kept from them."""

from collections.abc import Iterable

from matters.language.document import Definition
from matters.language.form import FieldBase, FormField, RowsField
from matters.language.materials import Material
from matters.language.route.by_itself import SubMatter
from matters.language.route.demands import OpinionRule, Rights
from matters.language.route.steps import Inquiry, Step, WithOpinion, WithRights, walk

_SENSITIVE = ("personal", "work_secret")


def sensitive(part: FieldBase | Material) -> bool:
    """Whether it is shown only where a step lists it (敏感内容); of repeating rows, when one of the columns is."""
    columns = part.columns if isinstance(part, RowsField) else ()
    return any(one.sensitivity in _SENSITIVE for one in (part, *columns))


def printed(field: FormField) -> FormField:
    """The field as papers print it where they choose no columns: of repeating rows without the sensitive ones."""
    return field.model_copy(update={"columns": printed_columns(field)}) if isinstance(field, RowsField) else field


def printed_columns(field: RowsField) -> tuple[FormField, ...]:
    """The columns that are not sensitive."""
    return tuple(column for column in field.columns if not sensitive(column))


def rights_of(step: Step | None) -> Rights:
    """What whoever acts at the step may fill and see by its rule; nothing in particular where its kind has no such rule."""
    return step.rights if isinstance(step, WithRights) else Rights()


def opinion_of(step: Step | None) -> OpinionRule:
    """What the step demands and offers of opinions; nothing in particular where its kind has no such rule."""
    return step.opinion if isinstance(step, WithOpinion) else OpinionRule()


def filled_at(step: Step) -> frozenset[str]:
    """What is filled at the step: by whoever acts there, or with what a sub-matter brings back."""
    brought = step.takes_back.places if isinstance(step, SubMatter) else ()
    return frozenset((*rights_of(step).edit, *brought))


def hidden_at(matter: Definition, step_id: str) -> frozenset[str]:
    """The fields and materials that the step does not show: those it hides, and sensitive ones it does not list."""
    rights = rights_of(matter.find_step(step_id))
    return (_sensitive_ones(matter) - {*rights.edit, *rights.read}) | set(rights.hidden)


def hidden_from(matter: Definition, steps: Iterable[str]) -> frozenset[str]:
    """What none of these steps shows: whoever has had several is shown the union. Without a step, what any step hides."""
    hidden = [hidden_at(matter, step) for step in steps]
    return frozenset.intersection(*hidden) if hidden else hidden_anywhere(matter)


def hidden_anywhere(matter: Definition) -> frozenset[str]:
    """What must not stand in titles and lists, nor before people who only look on and may yet be the ones it is hidden from."""
    return frozenset().union(_sensitive_ones(matter), *(hidden_at(matter, step.id) for step in walk(matter.steps)))


def shown_aside(matter: Definition, step_id: str) -> frozenset[str]:
    """The fields, materials and parties that those who act beside the handling see."""
    asking = matter.find_step(step_id)
    return frozenset(asking.shows) if isinstance(asking, Inquiry) else frozenset()


def _sensitive_ones(matter: Definition) -> frozenset[str]:
    return frozenset(part.id for part in (*matter.fields, *matter.materials) if sensitive(part))
