"""How long the command line takes to start, in seconds of the processor, beside an interpreter that does nothing."""

import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.in_process import prepared

REPEATED = 5
_ONCE = "import sys; from ui.cli import main; sys.exit(main(sys.argv[1:]))"


def benchmark_starting(folder: Path) -> None:
    """Print a line for each command."""
    with prepared(folder / "data", "") as resources:
        data = resources.settings.data_dir
    paper = ("verify", str(data / "secret.key"))
    commands = {
        "once --help": ("--help",),
        "once matter list": ("matter", "list"),
        "once verify --trust": (*paper, "--trust", str(data / "authority" / "root.pem")),
        "once verify --data": (*paper, "--data", str(data)),
    }
    bare = _seconds("-c", "")
    print(f"\nstarting, processor seconds (an interpreter alone: {bare:.2f})")
    for name, words in commands.items():
        taken = _seconds("-c", _ONCE, *words)
        print(f"{name:24}{taken:6.2f}{taken / bare:8.0f} × the interpreter")


def _seconds(*words: str) -> float:
    return statistics.median(_spent([sys.executable, *words]) for _ in range(REPEATED))


def _spent(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
