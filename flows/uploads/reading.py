"""Readers of files handed in: processes of their own with hard limits, so that no file can stop, fill or break the service."""

import subprocess
from threading import BoundedSemaphore

from flows.machine.programs import NOWHERE, program

PATIENCE = 60.0  # seconds of a busy machine; the reader's own limit counts only what it uses itself
_READERS = BoundedSemaphore(2)  # of 200 MB each


def read_elsewhere(module: str, content: bytes, *arguments: str) -> bytes:
    """What the program said of the file before it ended, by itself or at its limits."""
    with _READERS:
        try:
            done = subprocess.run(
                program(module, *arguments),
                input=content,
                cwd=NOWHERE,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            return late.stdout or b""
    return done.stdout
