"""What every refusal (不予) is, and the defect of a filing."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar

from matters.calendar import moment_text


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect of a filing, pinned to a field, a material or a line. 问题."""

    target: str
    message: str


@dataclass(frozen=True)
class Refusal:
    """操作未被接受。"""

    code: ClassVar[str] = "refused"

    @property
    def message(self) -> str:
        """The sentence shown to the person, with the details filled in; moments in Asia/Shanghai."""
        details = {f.name: _worded(getattr(self, f.name)) for f in fields(self)}
        return (type(self).__doc__ or "").strip().format_map(details)


def _worded(detail: object) -> object:
    return moment_text(detail) if isinstance(detail, datetime) else detail
