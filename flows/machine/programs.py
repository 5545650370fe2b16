"""Programs of ours that run as child processes: whatever lies in the current folder is neither imported nor read by them."""

import sys

# A child starts here. Prefect reads `.env` and `prefect.toml`, Streamlit its `.streamlit/` of the folder it is started in.
NOWHERE = "/"


def program(module: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs a module; `-P` keeps the current folder out of where modules are looked for."""
    return (sys.executable, "-P", "-m", module, *arguments)
