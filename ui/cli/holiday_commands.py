"""Commands on the days off (放假安排): which years are known, a notice from a file, and the last days it has moved."""

import argparse
from pathlib import Path

from pydantic import ValidationError

from flows.adapters.identity import LOCAL_MACHINE
from flows.views.holidays import HolidayEntry
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Unusable, given, read_json, table
from ui.cli.words import Declarations, subcommands

_FORM = (
    '文件应为 {"year": 2027, "source": "文号", "days_off": ["2027-01-01", …], "working_days": ["2027-01-02", …]}，'
    "days_off 为放假的日期，working_days 为调休上班的周六、周日"
)


def _declare_holidays(parser: ChineseParser) -> None:
    holidays = subcommands(parser)
    with_data(command(holidays, "list", "列出各年的放假安排", _list))
    importing = with_data(command(holidays, "import", "从 JSON 文件录入一年的放假安排", _import))
    importing.add_argument("file", metavar="文件", type=Path)
    importing.add_argument("--confirm", action="store_true", help="随即确认生效，不再等候另一位事项管理员")
    moved = with_data(command(holidays, "moved", "列出一份放假安排改变了哪些期限", _moved))
    moved.add_argument("notice", metavar="序号", type=int, help="序号见 once holidays list")


WORDS: Declarations = {"holidays": _declare_holidays}


def _list(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        lines = given(service.holidays.list(LOCAL_MACHINE))
    rows = [
        (str(one.id), str(one.year), one.state_name, one.source, str(one.moved) if one.counted else "待重新计算")
        for one in lines
    ]
    return CommandOutcome(table([("序号", "年份", "状态", "文号", "改变的期限"), *rows]), lines)


def _import(arguments: argparse.Namespace) -> CommandOutcome:
    try:
        entry = HolidayEntry.model_validate(read_json(arguments.file))
    except ValidationError as error:
        raise Unusable(f"文件 {arguments.file} 的写法不对（{_where(error)}）。{_FORM}") from error
    with opened(settings_of(arguments)) as service:
        done = given(service.holidays.enter(LOCAL_MACHINE, entry))
        if arguments.confirm:
            done = given(service.holidays.confirm(LOCAL_MACHINE, done.id))
    return CommandOutcome([done.message], done)


def _where(error: ValidationError) -> str:
    return "、".join(dict.fromkeys(".".join(map(str, one["loc"])) or "整个文件" for one in error.errors()[:5]))


def _moved(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        lines = given(service.holidays.moved(LOCAL_MACHINE, arguments.notice))
    rows = [(one.case_no, one.what, str(one.before), str(one.after)) for one in lines]
    return CommandOutcome(
        table([("办件编号", "期限", "原为", "改为"), *rows]) if rows else ["没有期限因此改变。"], lines
    )
