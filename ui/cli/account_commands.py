"""Commands on accounts for the machine's own administration: list, disable, enable, reset."""

import argparse
from collections.abc import Callable
from functools import partial

from flows.adapters.identity import LOCAL_MACHINE
from flows.service import Service
from flows.views.organisation_editing import AccountLine, AccountReceipt
from matters.errors.base import Refusal
from ui.cli.commands import Commands, command, settings_of, with_data
from ui.cli.outcome import CommandOutcome, given, opened, table

AccountAct = Callable[[Service, str], AccountReceipt | Refusal]
_ACTS: dict[str, tuple[str, AccountAct]] = {
    "disable": ("停用账号，其登录和令牌立即失效", lambda s, name: s.account_keeping.disable(LOCAL_MACHINE, name)),
    "enable": ("启用账号", lambda s, name: s.account_keeping.enable(LOCAL_MACHINE, name)),
}


def add(users: Commands) -> None:
    """Declare the commands below `user`."""
    listing = with_data(command(users, "list", "列出账号", _list))
    listing.add_argument("--query", metavar="查找", default="", help="姓名、用户名、单位、角色或状态")
    for name, (summary, act) in _ACTS.items():
        with_data(command(users, name, summary, partial(_act, act))).add_argument("username", metavar="用户名")
    reset = with_data(command(users, "reset", "重置密码，输出一次性初始密码", _reset))
    reset.add_argument("username", metavar="用户名")


def _list(arguments: argparse.Namespace) -> CommandOutcome:
    lines: list[AccountLine] = []
    with opened(settings_of(arguments)) as service:
        while True:
            number = len(lines) // 20 + 1
            found = given(service.account_keeping.list(LOCAL_MACHINE, arguments.query, number))
            lines.extend(found.items)
            if len(lines) >= found.page.total:
                break
    rows = [(one.username, one.name, one.state, "、".join(one.role_names), "、".join(one.bodies)) for one in lines]
    return CommandOutcome(table([("用户名", "姓名", "状态", "角色", "单位"), *rows]), lines)


def _act(act: AccountAct, arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        done = given(act(service, arguments.username))
    return CommandOutcome([done.message], done)


def _reset(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        made = given(service.account_keeping.reset(LOCAL_MACHINE, arguments.username))
    return CommandOutcome([made.password], made)
