"""Commands for whoever runs the product: doctor, audit check, db upgrade."""

import argparse
from pathlib import Path

from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import prepare
from flows.views.operations import Check
from flows.views.registers import ChainEnd
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, runs, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Declined, Unusable, given, read_json, table
from ui.cli.words import Declarations, subcommands


def _declare_doctor(parser: ChineseParser) -> None:
    parser.add_argument("--mend", action="store_true", help="先按办理记录更正与之不符的办件登记")
    with_data(runs(parser, _doctor))


def _declare_db(parser: ChineseParser) -> None:
    with_data(command(subcommands(parser), "upgrade", "把已建立的数据目录升级到本版本", _upgrade))


def _declare_audit(parser: ChineseParser) -> None:
    checking = command(subcommands(parser), "check", "逐行校验审计链，并与各表的记录核对", _check_audit)
    checking.add_argument(
        "--anchor", metavar="文件", type=Path, help="另行留存的链尾：以前 once audit check --json 的输出"
    )
    with_data(checking)


WORDS: Declarations = {"doctor": _declare_doctor, "audit": _declare_audit, "db": _declare_db}


def _doctor(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        mended = given(service.operations.mend(LOCAL_MACHINE)) if arguments.mend else ()
        checks = (*mended, *given(service.operations.doctor(LOCAL_MACHINE)))
    rows = [(_state(check), check.name, check.detail) for check in checks]
    return CommandOutcome(table(rows), checks, 0 if all(check.ok for check in checks) else 1)


def _check_audit(arguments: argparse.Namespace) -> CommandOutcome:
    kept = _kept_end(arguments.anchor) if arguments.anchor else None
    with opened(settings_of(arguments)) as service:
        found = given(service.audit.verify(LOCAL_MACHINE, kept))
    if not found.defects:
        whole = f"审计链完整：共 {found.lines} 行，各表的记录与链上所记一致。"
        return CommandOutcome([whole, f"链尾摘要：{found.end}", _KEEP if kept is None else _KEPT], found)
    return CommandOutcome([*found.defects, _ALTERED], found, 1)


_KEEP = (
    "没有与另行留存的链尾核对，整条链被重写时看不出来。请留存 once audit check --json 的输出，下次用 --anchor 核对。"
)
_KEPT = "与留存的链尾相符。"
_ALTERED = "记录被改动过。请立即停止服务，保全数据目录，报告审计管理员，再与备份核对。"


def _kept_end(path: Path) -> ChainEnd:
    said = read_json(path)
    try:
        return ChainEnd(lines=said["lines"], end=said["end"])
    except (TypeError, KeyError, ValueError) as error:
        raise Unusable(f"{path} 不是留存的链尾，请给出 once audit check --json 的输出。") from error


def _state(check: Check) -> str:
    return ("提醒" if check.heed else "正常") if check.ok else "异常"


def _upgrade(arguments: argparse.Namespace) -> CommandOutcome:
    settings = settings_of(arguments)
    if why := prepare(settings):
        raise Declined(why, "not_ready")
    folder = str(settings.data_dir.resolve())
    return CommandOutcome([f"数据库结构已是最新。数据目录：{folder}"], {"data_dir": folder, "upgraded": True})
