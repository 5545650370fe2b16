"""Logs of the parts: bounded while a part runs, and read for why it ended."""

import subprocess
import sys
from pathlib import Path

import pytest

from flows.machine.part_logs import LOG_BYTES, PartLog, last_end
from flows.processes import ProcessPart, start

WRITING = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"


def test_a_long_log_is_put_aside_while_its_part_goes_on_writing(tmp_path: Path) -> None:
    """Nobody restarts the product for months; what is written afterwards is in the emptied file."""
    log = PartLog(tmp_path / "logs" / "web.log")
    with (
        log.opened() as output,
        subprocess.Popen([sys.executable, "-c", WRITING], stdin=subprocess.PIPE, stdout=output, text=True) as part,
    ):
        assert part.stdin is not None
        part.stdin.write("x" * LOG_BYTES + "\n")
        part.stdin.flush()
        while log.path.stat().st_size <= LOG_BYTES:
            pass
        log.put_aside()
        part.stdin.write("later\n")
        part.stdin.close()
        part.wait(20)
    assert log.path.read_text() == "later\n"
    assert (tmp_path / "logs" / "web.log.1").stat().st_size == LOG_BYTES + 1


def test_a_long_log_is_put_aside_at_a_start(tmp_path: Path) -> None:
    """One of an earlier life."""
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "web.log").write_bytes(b"x" * (LOG_BYTES + 1))
    part = ProcessPart("web", (sys.executable, "-c", "print('started', flush=True)"), {})
    assert start(part, logs).wait(10) == 0
    assert (logs / "web.log").read_text() == "started\n"
    assert (logs / "web.log.1").stat().st_size == LOG_BYTES + 1


@pytest.mark.parametrize(
    ("said", "known", "error"),
    [
        ("", "", ""),
        ("all is well\n", "", ""),
        (
            "Traceback (most recent call last):\nValueError: one\n\nasyncpg.SomeError: two\nBye.\n",
            "",
            "asyncpg.SomeError: two",
        ),
        (
            "ERROR: [Errno 98] error while binding: address already in use\n",
            "它要用的端口已被占用，请停止占用它的程序",
            "",
        ),
    ],
)
def test_the_cause_is_the_last_error_and_its_mend_where_it_is_known(
    said: str, known: str, error: str, tmp_path: Path
) -> None:
    """Of what the newest start wrote, and of nothing before."""
    log = PartLog(tmp_path / "prefect.log")
    log.path.write_text("OSError: No space left on device\n")
    log.begin()
    with log.opened() as output:
        output.write(said.encode())
    assert (log.known_cause(), log.last_error()) == (known, error)


def test_how_a_part_ended_is_known_until_it_is_started_anew(tmp_path: Path) -> None:
    """The web and the doctor are other processes."""
    log = PartLog(tmp_path / "prefect.log")
    assert last_end(tmp_path, "prefect") == ""
    log.note_end("流程引擎意外退出（3）")
    assert last_end(tmp_path, "prefect") == "流程引擎意外退出（3）"
    log.forget_end()
    assert last_end(tmp_path, "prefect") == ""
