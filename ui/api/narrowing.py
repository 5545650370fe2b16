"""Lists narrowed by what a query says: the parameters of each list, read as one question."""

from typing import Annotated

from fastapi import Depends

from flows.views.tasks import TaskQuery
from ui.api.parameters import ApplicantFilter, DueFilter, MatterFilter, Search, StepFilter, TaskOrder


def _tasks(
    q: Search = "",
    matter: MatterFilter = "",
    step: StepFilter = "",
    body: ApplicantFilter = "",
    due: DueFilter = None,
    order: TaskOrder = "due",
) -> TaskQuery:
    return TaskQuery(q=q, matter=matter, step=step, body=body, due=due, order=order)


TasksAsked = Annotated[TaskQuery, Depends(_tasks)]
