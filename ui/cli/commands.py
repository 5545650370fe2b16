"""How a command is declared: its parser, its options in common, and the function that carries it out."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from flows.settings import Settings
from ui.cli.chinese import ChineseParser
from ui.cli.outcome import CommandOutcome

CommandRun = Callable[[argparse.Namespace], CommandOutcome]
Commands: TypeAlias = "argparse._SubParsersAction[ChineseParser]"


def subcommands(parser: ChineseParser) -> Commands:
    """A place for commands below this parser."""
    return parser.add_subparsers(
        title="命令", metavar="命令", required=True, dest=f"below {parser.prog}", parser_class=ChineseParser
    )


def group(commands: Commands, name: str, summary: str) -> Commands:
    """A word that several commands share, such as `matter`."""
    return subcommands(commands.add_parser(name, help=summary, description=summary))


def command(commands: Commands, name: str, summary: str, run: CommandRun) -> ChineseParser:
    """A command with `--json`."""
    parser = commands.add_parser(name, help=summary, description=summary)
    parser.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")
    parser.set_defaults(run=run)
    return parser


def with_data(parser: ChineseParser) -> ChineseParser:
    """A command on a data folder."""
    parser.add_argument("--data", metavar="目录", type=Path, help="数据目录（默认取 ONCE_DATA_DIR，未设时为 .once）")
    return parser


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The settings of the environment with what the command line says on top."""
    given = {
        "data_dir": arguments.data,
        "host": getattr(arguments, "host", None),
        "port": getattr(arguments, "port", None),
    }
    return Settings(**{name: value for name, value in given.items() if value is not None})
