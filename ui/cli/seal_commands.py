"""Commands on the seals: which may not be used, to stop or revoke one, to take it back into use, the list for others."""

import argparse
from collections.abc import Callable
from pathlib import Path

from flows.adapters.identity import LOCAL_MACHINE
from flows.service import Service
from flows.views.registers import SealStopReceipt
from matters.calendar import day_text, local_day
from matters.errors.base import Refusal
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Declined, given, read_bytes, read_password, table
from ui.cli.words import Declarations, subcommands


def _declare_seal(parser: ChineseParser) -> None:
    seal = subcommands(parser)
    with_data(command(seal, "list", "列出停用、撤销的印章", _list))
    for name, summary, run in (("stop", "停用一个单位的印章", _stop), ("revoke", "撤销一个单位的印章和证书", _revoke)):
        stopping = with_data(command(seal, name, summary, run))
        stopping.add_argument("body", metavar="单位标识")
        stopping.add_argument("--reason", metavar="理由", required=True)
    lifting = with_data(command(seal, "lift", "恢复用印；撤销过的，改用新的印章", _lift))
    lifting.add_argument("body", metavar="单位标识")
    importing = with_data(command(seal, "import", "导入发证机构签发的印章（PKCS#12），换发的也用它", _import))
    importing.add_argument("file", metavar="文件", type=Path)
    importing.add_argument("--password-stdin", action="store_true", help="从标准输入读取文件的密码（不写时在终端输入）")
    with_data(command(seal, "certificates", "列出在用的印章证书和有效期", _certificates))
    with_data(command(seal, "crl", "输出撤销名单（PEM），供在别处查验", _crl))


WORDS: Declarations = {"seal": _declare_seal}


def _list(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        lines = given(service.seal_stops.list(LOCAL_MACHINE))
    if not lines:
        return CommandOutcome(["没有停用或撤销的印章；证书见 once seal certificates。"], lines)
    rows = [(one.body, one.body_name, one.kind_name, "已生效" if one.final else "", one.reason) for one in lines]
    return CommandOutcome(table([("单位标识", "单位", "状态", "撤销", "理由"), *rows]), lines)


def _stop(arguments: argparse.Namespace) -> CommandOutcome:
    return _said(arguments, lambda service: service.seal_stops.stop(LOCAL_MACHINE, arguments.body, arguments.reason))


def _revoke(arguments: argparse.Namespace) -> CommandOutcome:
    return _said(arguments, lambda service: service.seal_stops.revoke(LOCAL_MACHINE, arguments.body, arguments.reason))


def _lift(arguments: argparse.Namespace) -> CommandOutcome:
    def lift(service: Service) -> SealStopReceipt | Refusal:
        lines = given(service.seal_stops.list(LOCAL_MACHINE))
        found = next((one.id for one in lines if one.body == arguments.body), None)
        if found is None:
            raise Declined(f"{arguments.body} 的印章没有停用或撤销。", "not_stopped")
        return service.seal_stops.lift(LOCAL_MACHINE, found)

    return _said(arguments, lift)


def _import(arguments: argparse.Namespace) -> CommandOutcome:
    content = read_bytes(arguments.file)
    password = read_password("文件的密码：", from_stdin=arguments.password_stdin)
    with opened(settings_of(arguments)) as service:
        taken = given(service.seals.take(LOCAL_MACHINE, content, password))
    said = f"已导入“{taken.body_name}”的印章证书，有效期至{day_text(local_day(taken.until))}。此后的文书用它盖章。"
    return CommandOutcome([said], taken)


def _certificates(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        held = given(service.seals.certificates(LOCAL_MACHINE))
    rows = [
        (one.body_name, "导入" if one.imported else "自制", one.serial, local_day(one.until).isoformat(), one.state)
        for one in held
    ]
    return CommandOutcome(table([("单位", "来源", "序列号", "有效期至", "状态"), *rows]), held)


def _crl(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        pem = service.papers.revocation_list().decode()
    return CommandOutcome(pem.splitlines(), {"pem": pem})


def _said(arguments: argparse.Namespace, act: Callable[[Service], SealStopReceipt | Refusal]) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        receipt = given(act(service))
    return CommandOutcome([receipt.message], receipt)
