"""Papers that come besides that of the result: once a step is done (中途出具), and for each row of a table (一行一份)."""

from collections.abc import Iterable

from matters.case.events.papers import PapersDue
from matters.engine.decision import Decision
from matters.language.outcome import Occasion, Paper
from matters.language.quantities import rows_of


def due_at_step(decision: Decision, step: str) -> None:
    """The step is done: what it issues is due, anew where it was done before."""
    if decision.matter.outcome:
        _due(decision, decision.matter.outcome.papers_at(step), step)


def due_with_result(decision: Decision, result: Occasion) -> None:
    """The case is decided so: each row has its paper besides that of the case."""
    if decision.matter.outcome:
        _due(decision, decision.matter.outcome.papers_of_rows(result), None)


def _due(decision: Decision, papers: Iterable[Paper], step: str | None) -> None:
    for paper in papers:
        rows = len(rows_of(decision.filed.answers.get(paper.per_row))) if paper.per_row else None
        decision.tell(PapersDue, paper=paper.id, step=step, rows=rows)
