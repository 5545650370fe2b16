"""Whether answers and materials satisfy the definition: every defect at once (一次性告知), nothing coerced."""

from matters.filing.asked import asked, complete, computed_value, is_required, shown, shown_columns
from matters.filing.checking import filing_problems, fill_problems, material_problems
from matters.filing.late_materials import acts_first, demanded, missing, owed_until
from matters.filing.slots import booking_fields, held, holds_in, lost, window_around
from matters.filing.values import value_problem

__all__ = [
    "acts_first", "asked", "booking_fields", "complete", "computed_value", "demanded", "filing_problems", "fill_problems",
    "held", "holds_in", "is_required", "lost", "material_problems", "missing", "owed_until", "shown", "shown_columns",
    "value_problem", "window_around",
]  # fmt: skip
