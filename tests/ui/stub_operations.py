"""How the stub service says the product runs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.views.operations import Check, Figure
from flows.views.people import Caller

if TYPE_CHECKING:
    from tests.ui.stub import StubService


@dataclass
class Operations:
    """Checks."""

    stub: "StubService"

    def health(self) -> tuple[Check, ...]:
        found: tuple[Check, ...] = self.stub.answer("health", (Check(name="数据库", ok=True, detail="可用"),))
        return found

    def ready(self) -> tuple[Check, ...]:
        return self.health()

    def state(self, caller: Caller) -> tuple[Check, ...]:
        return self.health()

    def figures(self) -> tuple[Figure, ...]:
        counted = {("TaskDesk.act", "approve", "done"): 2.0, ('a"b', "", "refused"): 1.0}
        labels = ("operation", "act", "outcome")
        found = Figure(name="once_operations", meaning="操作", kind="counter", labels=labels, values=counted)
        return (found, Figure(name="once_items_open", meaning="待办", kind="gauge", values={(): 3}))

    def watch(self, caller: Caller) -> None:
        """Nobody is missed."""
