"""How a command is declared: its parser, its options in common, and the function that carries it out."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from flows.settings import Settings, unknown_settings
from ui.cli.chinese import ChineseParser
from ui.cli.outcome import CommandOutcome, Declined, Unusable
from ui.cli.words import Commands

CommandRun = Callable[[argparse.Namespace], CommandOutcome]


def command(commands: Commands, name: str, summary: str, run: CommandRun) -> ChineseParser:
    """A command below a word, such as `list` below `matter`."""
    return runs(commands.add_parser(name, help=summary, description=summary), run)


def runs(parser: ChineseParser, run: CommandRun) -> ChineseParser:
    """A command with `--json`."""
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
    for name, meant in unknown_settings(os.environ).items():
        raise Unusable(f"没有“{name}”这项设置{f'，是不是想写 {meant}' if meant else ''}。请更正或者删去这个环境变量。")
    return Settings(**{name: value for name, value in given.items() if value is not None})


def must_be_set_up(settings: Settings) -> None:
    """The way out where a command needs a data folder and there is none yet; one that lost its key is another matter."""
    if not settings.key_file.exists() and not (settings.authority_dir / "root.key").exists():
        from flows.founded import (
            nothing_there,  # with the database, a second that a command on a real folder does not need
        )

        raise Declined(nothing_there(settings), "no_data_folder")
