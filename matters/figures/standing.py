"""What a matter counts by its definition in force (事项口径), against how it was before the reform (优化前基线)."""

from collections.abc import Mapping

from matters.language.clock import AtOnce, ByCase, Limit, WorkingDays
from matters.language.document import Definition
from matters.language.errands import errand_class, errands
from matters.language.route.steps import Countersign, Deliver, HumanStep, of_kind


def standing_of(matter: Definition) -> Mapping[str, int]:
    """By measure. What it was before and what it is now are told where a baseline is written, and days where they compare."""
    materials = [one for one in matter.materials if one.required not in ("advised", "optional")]
    asked = sum(one.source.kind == "applicant" for one in materials)
    counts = {
        "matters": 1,
        "at_most_once": int(errand_class(matter) in ("none", "one")),
        "online": int(matter.guide.access.kind == "online" and not any(one.in_person for one in _deliveries(matter))),
        "materials": len(materials),
        "shared": len(materials) - asked,
    }
    return counts | _saved(matter, asked)


def _deliveries(matter: Definition) -> tuple[Deliver, ...]:
    return of_kind(matter.steps, Deliver)


def _saved(matter: Definition, materials: int) -> dict[str, int]:
    before = matter.guide.baseline
    if before is None or matter.guide.access.kind == "offline":
        return {}
    saved = {
        "materials_before": before.materials,
        "materials_saved": before.materials - materials,
        "steps_before": before.steps,
        "steps_saved": before.steps - len(of_kind(matter.steps, HumanStep, Countersign)),
        "errands_before": before.errands,
        "errands_saved": before.errands - errands(matter).worst,
    }
    days = promised_days(matter.clock.promised) if matter.clock else None
    return (
        saved
        if days is None
        else saved | {"days_before": before.working_days, "days_saved": before.working_days - days}
    )


def promised_days(limit: Limit) -> int | None:
    """The promise in working days, of several situations the longest; nothing where it is not said in them."""
    match limit:
        case AtOnce():
            return 0
        case WorkingDays():
            return limit.days
        case ByCase():
            days = [promised_days(one) for one in (*(case.limit for case in limit.cases), limit.otherwise)]
            return None if None in days else max(one for one in days if one is not None)
    return None
