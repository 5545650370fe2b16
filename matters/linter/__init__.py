"""The linter: what is wrong with a definition, and what the engine cannot run yet."""

from collections.abc import Callable, Iterator
from itertools import islice

from matters.language.document import Definition
from matters.linter.actors import (
    bodies_apart,
    bodies_in_time,
    doubled_voices,
    owners,
    passing_on,
    places_of_rules,
    repetitions,
    weights,
)
from matters.linter.briefs import briefs
from matters.linter.children import Known, other_side, own_side
from matters.linter.conditions import condition_types, quantity_types
from matters.linter.finding import Finding, error
from matters.linter.form import (
    asks_itself,
    field_rules,
    office_fields,
    order_of_fields,
    seen_by_somebody,
    sensitive_data,
    step_rights,
)
from matters.linter.joint_papers import joint_papers
from matters.linter.late_materials import acting_first
from matters.linter.limits import extensions, lead_times, limits_by_case, starts
from matters.linter.machines import calls_in_time, instant_acts, instant_proofs, reported_events
from matters.linter.options import dependent_options
from matters.linter.papers import (
    bare_placeholders,
    blanks,
    contents,
    known_in_time,
    never_issued,
    occasions,
    placeholders,
    results,
    sensitive_in_full,
    tables,
)
from matters.linter.papers_besides import papers_besides
from matters.linter.reach import unreachable_branches
from matters.linter.recurring import recurring_reports
from matters.linter.references import duplicate_ids, unknown_references
from matters.linter.rosters import rosters
from matters.linter.route import (
    advised_elements,
    edition_rules,
    errand_rules,
    forks,
    order_of_steps,
    overdue_rules,
    prior_reviews,
    required_elements,
    separate_hands,
    time_limits,
    waits,
)
from matters.linter.sizes import sizes
from matters.linter.untouched import untouched_hints
from matters.linter.validity import validities

MOST_TOLD = 200
_RULES: tuple[Callable[[Definition], Iterator[Finding]], ...] = (
    required_elements,
    advised_elements,
    untouched_hints,
    edition_rules,
    briefs,
    duplicate_ids,
    unknown_references,
    condition_types,
    quantity_types,
    field_rules,
    order_of_fields,
    sensitive_data,
    office_fields,
    step_rights,
    seen_by_somebody,
    asks_itself,
    dependent_options,
    order_of_steps,
    prior_reviews,
    forks,
    unreachable_branches,
    waits,
    separate_hands,
    time_limits,
    limits_by_case,
    extensions,
    starts,
    validities,
    overdue_rules,
    errand_rules,
    occasions,
    results,
    contents,
    never_issued,
    placeholders,
    bare_placeholders,
    tables,
    known_in_time,
    sensitive_in_full,
    blanks,
    joint_papers,
    papers_besides,
    places_of_rules,
    bodies_apart,
    bodies_in_time,
    owners,
    passing_on,
    repetitions,
    weights,
    doubled_voices,
    reported_events,
    instant_acts,
    instant_proofs,
    calls_in_time,
    own_side,
    acting_first,
    lead_times,
    rosters,
    recurring_reports,
)


def findings(matter: Definition) -> tuple[Finding, ...]:
    """Every defect of the definition; one with an error is not published."""
    return tuple(sizes(matter)) or _ruled(matter)


def findings_among(matter: Definition, known: Known) -> tuple[Finding, ...]:
    """The same, with what is wrong between the definition and the matters it begins."""
    return tuple(sizes(matter)) or (*_ruled(matter), *_told(other_side(matter, known)))


def _ruled(matter: Definition) -> tuple[Finding, ...]:
    return _told(finding for rule in _RULES for finding in rule(matter))


def _told(found: Iterator[Finding]) -> tuple[Finding, ...]:
    """The first of them: to find the place of each takes time, and nobody mends two hundred at once."""
    told = tuple(islice(found, MOST_TOLD))
    more = next(found, None)
    return (*told, error("too_many", (), "问题太多，其余的没有列出。请先改正已列出的，再检查。")) if more else told
