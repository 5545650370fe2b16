"""The words of the command line: told at once; what a word takes is read when it is chosen."""

import argparse
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeAlias

from ui.cli.chinese import ChineseParser

Declarations = Mapping[str, Callable[[ChineseParser], None]]
Commands: TypeAlias = "argparse._SubParsersAction[WordParser]"


@contextmanager
def loading() -> Iterator[None]:
    """While modules are imported: they stay, and to look for garbage among them, then and at the end, takes an eighth of all."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class WordParser(ChineseParser):
    """The parser of one word. `module`: where `WORDS` declares what it takes; nothing where that is known already."""

    module = ""

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]  # noqa: ANN401
        """What was written after the word; argparse asks this of the word that was chosen, and of no other.

        Refused with all that was written: the value of an option that is not known may have been taken for something else.
        """
        self.unfold()
        known, rest = super().parse_known_args(args, namespace)
        if rest:
            unknown = [one for one in rest if one.startswith("-")] or rest
            self.refuse(f"“{' '.join(args or ())}”中有不认识的参数 {'、'.join(unknown)}")
        return known, rest

    def unfold(self) -> None:
        """Learn what the word takes.

        Its module is imported now: all that any command needs took 1.9 s, the list of words takes 0.1 s.
        """
        if self.module:
            with loading():
                declarations: Declarations = import_module(f"ui.cli.{self.module}").WORDS
            self.module = ""
            declarations[self.prog.rpartition(" ")[2]](self)


def subcommands(parser: ChineseParser) -> Commands:
    """A place for words below this parser."""
    return parser.add_subparsers(
        title="命令", metavar="命令", required=True, dest=f"below {parser.prog}", parser_class=WordParser
    )


def word(commands: Commands, name: str, summary: str, module: str) -> None:
    """A word that a module of this room declares."""
    commands.add_parser(name, help=summary, description=summary).module = module
