"""A word of the command line loads what it needs and no more: counted in modules, which do not depend on the machine."""

import gc
import subprocess
import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import pytest

from flows.settings import Settings
from tests.sample_folder import planted
from ui import cli
from ui.cli.words import WordParser, loading

DRAWN = {"reportlab", "pikepdf", "segno", "xlsxwriter"}
SERVED = {"prefect", "streamlit", "fastapi", "starlette", "uvicorn", "httpx", "alembic", "psycopg"}
KEPT = {"sqlalchemy", "sqlmodel"}
SEALED = {"pyhanko", "cryptography"}
HEAVY = DRAWN | SERVED | KEPT | SEALED
LOADED = """
import sys
from ui.cli import main
main(sys.argv[1:])
print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)
"""


def _loaded(*words: str | Path) -> set[str]:
    """The packages in a new process that has carried out the command."""
    ran = subprocess.run([sys.executable, "-c", LOADED, *map(str, words)], capture_output=True, text=True, check=True)
    return set(ran.stderr.splitlines()[-1].split())


def test_help_loads_no_package_at_all() -> None:
    """The words are known without what they do."""
    assert not _loaded("--help") & (HEAVY | {"pydantic", "flows", "matters", "storage"})


def test_the_list_of_matters_reads_definitions_only() -> None:
    """Neither a database nor a seal, a drawing or a server."""
    assert not _loaded("matter", "list") & HEAVY


def test_an_offline_check_of_a_paper_needs_no_database(tmp_path: Path) -> None:
    """With a root certificate of its own it is judged by the bytes alone; within a data folder the register is asked too."""
    planted(Settings(data_dir=tmp_path))
    paper, root = tmp_path / "secret.key", tmp_path / "authority" / "root.pem"
    assert not _loaded("verify", paper, "--trust", root) & (DRAWN | SERVED | KEPT)
    assert not _loaded("verify", paper, "--data", tmp_path) & (DRAWN | SERVED)


@pytest.mark.parametrize("below", [(), ("matter",)])
def test_each_word_is_declared_by_the_module_it_names(below: tuple[str, ...]) -> None:
    """And no module declares a word that is not told."""
    told = {name: parser.module for name, parser in _words(cli.parser(), below).items() if parser.module}
    for module in set(told.values()):
        declared = set(import_module(f"ui.cli.{module}").WORDS)
        assert declared == {name for name, where in told.items() if where == module}, module


def _words(parser: ArgumentParser, below: tuple[str, ...]) -> dict[str, WordParser]:
    (words,) = (action.choices for action in parser._actions if action.choices)
    assert isinstance(words, dict)
    if not below:
        return words
    inner = words[below[0]]
    inner.unfold()
    return _words(inner, below[1:])


def test_garbage_is_looked_for_again_after_loading() -> None:
    """Whether the modules could be imported or not."""
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ImportError), loading():
        import_module("ui.cli.nothing")
    assert gc.isenabled()
