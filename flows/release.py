"""Which release of the product runs, as `pyproject.toml` names it."""

from importlib.metadata import version

RELEASE = version("once-gov")
