"""The way of a case (办理进程): which steps follow, what opens with them, and what lies ahead."""
