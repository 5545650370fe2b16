"""What a case says (填报内容), beside the facts that its events tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Filed:
    """The form and the materials as last written: the answers by field, the ids of files by material."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    materials: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def saying(self, answers: Mapping[str, Any]) -> "Filed":
        """The same with these answers, the others as they were."""
        return replace(self, answers={**self.answers, **answers})
