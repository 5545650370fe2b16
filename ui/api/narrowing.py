"""Lists narrowed by what a query says: the parameters of each list, read as one question."""

from typing import Annotated

from fastapi import Depends

from flows.views.registers import CaseListQuery, CaseQuery
from flows.views.tasks import TaskQuery
from ui.api.parameters import (
    ApplicantFilter,
    CaseOrdered,
    DueFilter,
    MatterFilter,
    OnlyMine,
    ScopeFilter,
    Search,
    StateFilter,
    StepFilter,
    TaskOrder,
)


def _tasks(
    q: Search = "",
    matter: MatterFilter = "",
    step: StepFilter = "",
    body: ApplicantFilter = "",
    due: DueFilter = None,
    order: TaskOrder = "due",
) -> TaskQuery:
    return TaskQuery(q=q, matter=matter, step=step, body=body, due=due, order=order)


def case_query(
    q: Search = "",
    mine: OnlyMine = True,
    state: StateFilter = None,
    matter: MatterFilter = "",
    due: DueFilter = None,
) -> CaseQuery:
    """Which cases, as a list and its export say it alike."""
    return CaseQuery(q=q, mine=mine, state=state, matter=matter, due=due)


def _cases(
    narrowed: Annotated[CaseQuery, Depends(case_query)], scope: ScopeFilter = None, order: CaseOrdered = "newest"
) -> CaseListQuery:
    return CaseListQuery(**narrowed.model_dump(), scope=scope, order=order)


CasesAsked = Annotated[CaseListQuery, Depends(_cases)]
TasksAsked = Annotated[TaskQuery, Depends(_tasks)]
