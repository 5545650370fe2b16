"""What a part of the product writes: its log, put aside when it is long, and why the part ended last."""

import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flows.machine.causes import known_cause
from flows.settings import UnfitError

REFUSED = "拒绝启动："
LOG_BYTES = 10_000_000
_LAST = 65_536  # a traceback of Prefect has some 20 kB
_MOST_QUOTED = 300
_ERROR = re.compile(r"^(?:[\w.]+\.)?\w*(?:Error|Exception|Errno)\b.*", re.MULTILINE)


@dataclass
class PartLog:
    """The log of one part; `begun` is where its newest start begins."""

    path: Path
    begun: int = 0

    def opened(self) -> BinaryIO:
        """For a part that starts."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.put_aside()
        return self.path.open("ab")

    def begin(self) -> None:
        """The part starts: whatever it writes next is of this start."""
        self.put_aside()
        self.begun = self._size()

    def put_aside(self) -> None:
        """Copied and emptied, not renamed: the part goes on writing into the file it has open."""
        if self._size() > LOG_BYTES:
            shutil.copyfile(self.path, self.path.with_suffix(".log.1"))
            os.truncate(self.path, 0)
            self.begun = 0

    def known_cause(self) -> str:
        """Why it ended in Chinese with the mend, where that is known; it names nothing that not everybody may read."""
        return known_cause(self._said())

    def last_error(self) -> str:
        """What it said itself of why it ended, in one line; for whoever may read the log."""
        return next(reversed(_ERROR.findall(self._said())), "").strip()[:_MOST_QUOTED]

    def refusal(self) -> str:
        """With what sentence it refused to live, if it did; tried again it would refuse again."""
        last = next(reversed(self._said().splitlines()), "")
        return last if last.startswith(REFUSED) else ""

    def note_end(self, told: str) -> None:
        """Leave it where the other parts can read it."""
        _ended(self.path).write_text(told, "utf-8")

    def forget_end(self) -> None:
        """It lives."""
        _ended(self.path).unlink(missing_ok=True)

    def _said(self) -> str:
        """The end of what the newest start has written."""
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            file.seek(max(self.begun, self._size() - _LAST))
            return file.read().decode(errors="replace")
        return ""

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0


def refusal(error: UnfitError) -> str:
    """What a part says when it cannot live: its supervisor knows by it whether to try again."""
    return f"{REFUSED if error.lasting else ''}{error}"


def last_end(logs: Path, name: str) -> str:
    """Why that part ended last, while it does not live."""
    with suppress(FileNotFoundError):
        return _ended(logs / f"{name}.log").read_text("utf-8")
    return ""


def _ended(log: Path) -> Path:
    return log.with_suffix(".end")
