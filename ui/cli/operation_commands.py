"""Commands for whoever runs the product: doctor, db upgrade."""

import argparse

from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import prepare
from flows.views.operations import Check
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, runs, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Declined, given, table
from ui.cli.words import Declarations, subcommands


def _declare_doctor(parser: ChineseParser) -> None:
    parser.add_argument("--mend", action="store_true", help="先按办理记录更正与之不符的办件登记")
    with_data(runs(parser, _doctor))


def _declare_db(parser: ChineseParser) -> None:
    with_data(command(subcommands(parser), "upgrade", "把已建立的数据目录升级到本版本", _upgrade))


WORDS: Declarations = {"doctor": _declare_doctor, "db": _declare_db}


def _doctor(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        mended = given(service.operations.mend(LOCAL_MACHINE)) if arguments.mend else ()
        checks = (*mended, *given(service.operations.doctor(LOCAL_MACHINE)))
    rows = [(_state(check), check.name, check.detail) for check in checks]
    return CommandOutcome(table(rows), checks, 0 if all(check.ok for check in checks) else 1)


def _state(check: Check) -> str:
    return ("提醒" if check.heed else "正常") if check.ok else "异常"


def _upgrade(arguments: argparse.Namespace) -> CommandOutcome:
    settings = settings_of(arguments)
    if why := prepare(settings):
        raise Declined(why, "not_ready")
    folder = str(settings.data_dir.resolve())
    return CommandOutcome([f"数据库结构已是最新。数据目录：{folder}"], {"data_dir": folder, "upgraded": True})
