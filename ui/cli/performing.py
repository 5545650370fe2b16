"""Carrying out a command: its answer is printed, a refusal is one line, a fault is a number."""

import argparse
import logging
import secrets
import sys
from pathlib import Path

from pydantic import ValidationError

from flows.machine.causes import os_cause
from flows.settings import Settings, UnfitError
from ui.cli.chinese import say_wrong
from ui.cli.outcome import CommandOutcome, Declined, Unusable, as_json


def perform(arguments: argparse.Namespace) -> int:
    """Carry out the command that was written; the exit code."""
    try:
        return _carried_out(arguments)
    except KeyboardInterrupt:
        say_wrong("已中断。")
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; nobody is left to tell
    except Exception as error:
        say_wrong(_kept_fault(arguments, error))
    return 1


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
    except UnfitError as unfit:
        if arguments.json:
            print(as_json({"code": "unfit", "detail": str(unfit), "problems": []}))
        say_wrong(str(unfit))
        return 1
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


def _kept_fault(arguments: argparse.Namespace, fault: Exception) -> str:
    """The whole of a fault goes to the log of the data folder; the person gets its number."""
    number = f"E{secrets.token_hex(4).upper()}"
    log = Path(getattr(arguments, "data", None) or Settings().data_dir) / "logs" / "cli.log"
    told = f"系统出现故障，故障编号 {number}，本次操作没有完成。"
    try:
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = logging.FileHandler(log, encoding="utf-8")
    except OSError as error:
        return f"{told}详情无法记入日志（{os_cause(error)}）：{type(fault).__name__}: {fault}"
    logger = logging.Logger("once.cli")
    logger.addHandler(handler)
    logger.exception("fault %s", number)
    handler.close()
    return f"{told}详情见 {log.resolve()}，请告知系统管理员。"
