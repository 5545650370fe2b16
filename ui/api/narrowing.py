"""Lists narrowed by what a query says: the parameters of each list, read as one question."""

from typing import Annotated

from fastapi import Depends

from flows.views.registers import CaseListQuery
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


def _cases(
    q: Search = "",
    mine: OnlyMine = True,
    scope: ScopeFilter = None,
    state: StateFilter = None,
    matter: MatterFilter = "",
    order: CaseOrdered = "newest",
) -> CaseListQuery:
    return CaseListQuery(q=q, mine=mine, scope=scope, state=state, matter=matter, order=order)


CasesAsked = Annotated[CaseListQuery, Depends(_cases)]
TasksAsked = Annotated[TaskQuery, Depends(_tasks)]
