"""The command line `once`: the same service as the pages, for the machine's own administration."""

import argparse
import logging
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from flows.settings import Settings
from ui.cli import case_commands, matter_commands, operation_commands, organisation_commands, run_commands
from ui.cli.chinese import ChineseParser, say_wrong
from ui.cli.commands import subcommands
from ui.cli.outcome import CommandOutcome, Declined, Unusable, as_json

_DESCRIPTION = """一次 Once：机关内部“最多跑一次”后台。

退出码：0 完成；1 被拒绝或检查未通过；2 命令写法不正确。"""


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command. 0 done, 1 refused or check failed, 2 wrong use."""
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    try:
        return _carried_out(arguments)
    except KeyboardInterrupt:
        say_wrong("已中断。")
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; nobody is left to tell
    except Exception:
        say_wrong(_kept_fault(arguments))
    return 1


def _parser() -> ChineseParser:
    parser = ChineseParser("once", _DESCRIPTION)
    commands = subcommands(parser)
    for module in (run_commands, matter_commands, case_commands, organisation_commands, operation_commands):
        module.add(commands)
    return parser


def _carried_out(arguments: argparse.Namespace) -> int:
    try:
        outcome: CommandOutcome = arguments.run(arguments)
    except Declined as declined:
        if arguments.json:
            print(as_json({"code": declined.code, "detail": declined.message, "problems": declined.problems}))
        say_wrong(declined.message)
        return 1
    except Unusable as unusable:
        say_wrong(unusable.message)
        return 2
    except ValidationError as error:
        say_wrong(_misshapen(error))
        return 2
    text = as_json(outcome.data) if arguments.json else "\n".join(outcome.lines)
    if text:
        print(text, flush=True)
    return outcome.code


def _misshapen(error: ValidationError) -> str:
    """What does not have the right form: a setting, or a part of what a file says."""
    places = [".".join(str(part) for part in one["loc"]) for one in error.errors()]
    if error.title == Settings.__name__:
        return f"设置 {'、'.join(f'ONCE_{place.upper()}' for place in places)} 的值不正确，请核对环境变量或命令参数"
    return f"{'、'.join(places)} 的内容不合要求，请核对后重试"


def _kept_fault(arguments: argparse.Namespace) -> str:
    """The whole of a fault goes to the log of the data folder; the person gets its number."""
    number = f"E{secrets.token_hex(4).upper()}"
    folder = Path(getattr(arguments, "data", None) or Settings().data_dir) / "logs"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    log = folder / "cli.log"
    handler = logging.FileHandler(log, encoding="utf-8")
    logger = logging.Logger("once.cli")
    logger.addHandler(handler)
    logger.exception("fault %s", number)
    handler.close()
    return f"发生故障，编号 {number}，操作没有完成。详情见 {log.resolve()}，请告知系统管理员。"
