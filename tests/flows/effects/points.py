"""Named points between claim, act and settle where a worker can be made to die, to stand still or to fail."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from flows.effects import carrying
from storage import ledger
from storage.database import Session
from storage.files import FileFolder

_ROUNDS = ("before_lease_commit", "after_lease_commit", "before_renew_commit", "after_renew_commit")
_FINISH = ("before_finish_commit", "after_finish_commit")
_AT_ONCE = ("begin", "after_claim", "before_settle", "before_settle_commit", "after_settle_commit")
_IN_TWO = (
    "begin",
    "after_claim",
    "before_claim_commit",
    "after_claim_commit",
    "before_put",
    "after_put",
    "before_settle",
    "before_settle_commit",
    "after_settle_commit",
)
POINTS = (
    "carry:start",
    *(f"carry:{name}" for name in _ROUNDS),
    *(f"number:{name}" for name in _AT_ONCE),
    *(f"render:{name}" for name in _IN_TWO),
    *(f"seal:{name}" for name in _IN_TWO),
    *(f"notice:{name}" for name in _AT_ONCE),
    *(f"carry:{name}" for name in _FINISH),
)


class Tripwire:
    """Does `deed` when the point is passed for the `nth` time; notes every point that was passed."""

    def __init__(self, point: str, nth: int, deed: str) -> None:
        self._point = point
        self._left = nth
        self._deed = deed
        self._kind = "carry"
        self._stage = ""
        self.passed: list[str] = []

    def lay(self) -> None:
        """Wrap the ledger, the file store, the hands and the commits of this process; it ends with the process."""
        for name in ("lease", "renew", "finish_advance", "claim", "settle"):
            setattr(ledger, name, self._staged(name, getattr(ledger, name)))
        FileFolder.put = self._around(FileFolder.put, "put")  # type: ignore[method-assign]
        for kind, hand in carrying.HANDS.items():
            carrying.HANDS[kind] = self._handed(kind, hand)
        event.listen(Session, "before_commit", lambda session: self.at(f"before_{self._stage}_commit"))
        event.listen(Session, "after_commit", lambda session: self.at(f"after_{self._stage}_commit"))

    def _staged(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """A commit is named by the last of these that its transaction called."""
        stage = name.removesuffix("_advance")
        around = self._around(call, stage) if name in ("claim", "settle") else call

        def staged(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - stands for five functions
            self._stage = stage
            return around(*given, **named)

        return staged

    def _around(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        def around(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - stands for three functions
            self.at(f"before_{name}")
            answer = call(*given, **named)
            self.at(f"after_{name}")
            return answer

        return around

    def _handed(self, kind: str, hand: Callable[..., bool]) -> Callable[..., bool]:
        def handed(*given: Any) -> bool:  # noqa: ANN401 - stands for every hand
            self._kind = kind
            try:
                self.at("begin")
                return hand(*given)
            finally:
                self._kind = "carry"

        return handed

    def at(self, name: str) -> None:
        """The worker passes here."""
        point = f"{self._kind}:{name}"
        if point not in POINTS:
            return
        self.passed.append(point)
        self._left -= self._point in (point, "any")
        if self._left == 0 and self._point in (point, "any"):
            self._left = -1
            _do(self._deed)


def _do(deed: str) -> None:
    if deed == "fail":
        raise OSError(28, "No space left on device")
    os.kill(os.getpid(), signal.SIGKILL if deed == "kill" else signal.SIGSTOP)


def write_passed(tripwire: Tripwire, folder: Path) -> None:
    """Leave the points that were passed in a file of the data folder."""
    (folder / "points.txt").write_text("\n".join(tripwire.passed))


# Every point once, those around a commit on PostgreSQL; what another stands right beside is passed by the chain of recoveries.
_COMMITS = tuple(point for point in POINTS if point.endswith("_commit") and not point.startswith("carry"))
_PASSED = ("before_put", "after_claim", "before_settle")
CRASHES = (
    *(("sqlite", point) for point in POINTS if point not in _COMMITS and not point.endswith(_PASSED)),
    *(("sqlite", f"{kind}:{name}") for kind in ("number", "notice") for name in _PASSED[1:]),
    *(("postgresql", point) for point in _COMMITS),
)
ON_THE_OTHER = tuple(("sqlite", point) for point in _COMMITS)
