"""The process that dies: it forks a worker for each job it reads, and answers how that worker ended.

The imports, fonts, keys and definitions are loaded once, so that a worker costs a fork and not three seconds.
"""

import json
import os
import signal
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

from flows.bootstrap import open_resources
from flows.resources import Resources
from tests.flows.effects.mutants import MUTANTS
from tests.flows.effects.points import Tripwire, write_passed
from tests.flows.effects.story import drain, moved, settings_of

VERDICTS = ("settled", "waiting", "failed", "doubt", "lost", "fault")


@dataclass(frozen=True)
class Job:
    """Carry out everything open in a data folder at a moment after `BEGIN`; `deed` (kill, stop, fail) at a point."""

    folder: str
    database: str
    seconds: float
    point: str = ""
    nth: int = 1
    deed: str = "kill"
    mutant: str = ""


def serve(folder: Path) -> None:
    """Read jobs from standard input until it ends. `folder` is a data folder to warm up on."""
    with open_resources(settings_of(folder)) as warm:
        drain(moved(warm, folder), "warm")
        warm.database.dispose()
        stopped: set[int] = set()
        for line in sys.stdin:
            order = json.loads(line)
            pids = order["resume"] if "resume" in order else [_start(warm, Job(**order))]
            for pid in stopped.intersection(pids):
                os.kill(pid, signal.SIGCONT)
            endings = [_ended(pid) for pid in pids]
            stopped = stopped.difference(pids) | {pid for pid, ending in endings if ending == "stopped"}
            sys.stdout.write(json.dumps(endings) + "\n")
            sys.stdout.flush()
        for pid in stopped:  # of a test that failed before it let them go on
            os.kill(pid, signal.SIGKILL)


def _ended(pid: int) -> tuple[int, str]:
    _, status = os.waitpid(pid, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        return pid, "stopped"
    return pid, "killed" if os.WIFSIGNALED(status) else VERDICTS[os.WEXITSTATUS(status)]


def _start(warm: Resources, job: Job) -> int:
    pid = os.fork()
    if pid == 0:
        os._exit(VERDICTS.index(_work(warm, job)))
    return pid


def _work(warm: Resources, job: Job) -> str:
    try:
        tripwire = Tripwire(job.point, job.nth, job.deed)
        MUTANTS[job.mutant]()
        tripwire.lay()
        tripwire.at("start")
        verdict = drain(moved(warm, Path(job.folder), job.database, job.seconds), f"worker:{os.getpid()}")
        write_passed(tripwire, Path(job.folder))
        return verdict
    except Exception:
        traceback.print_exc()
        return "fault"


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
