"""The limits of programs that read what people hand in: time and memory, kept by the kernel, also inside a library."""

import resource
import signal
import sys

CPU_SECONDS = 10.0  # 3 ms for a page of text: 300 pages take one second; 50 MB take four
DATA_BYTES = 200 * 1024 * 1024  # beyond the file


def handed_in() -> bytes:
    """The file on standard input; from here on this process is held to its limits."""
    content = sys.stdin.buffer.read()
    bound = DATA_BYTES + len(content)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)  # SIGPROF ends the process
    return content
