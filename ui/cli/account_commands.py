"""Commands on accounts and tokens for the machine's own administration."""

import argparse
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from flows.adapters.identity import LOCAL_MACHINE
from flows.service import Service
from flows.views.organisation_editing import AccountLine, AccountReceipt
from matters.errors.base import Refusal
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Declined, Unusable, given, read_password, table
from ui.cli.words import Declarations, subcommands

AccountAct = Callable[[Service, str], AccountReceipt | Refusal]
_ACTS: dict[str, tuple[str, AccountAct]] = {
    "disable": ("停用账号，其登录和令牌立即失效", lambda s, name: s.account_keeping.disable(LOCAL_MACHINE, name)),
    "enable": ("启用账号", lambda s, name: s.account_keeping.enable(LOCAL_MACHINE, name)),
}


def _declare_user(parser: ChineseParser) -> None:
    users = subcommands(parser)
    user = with_data(command(users, "add", "新增账号", _add))
    user.add_argument("username", metavar="用户名")
    user.add_argument("--person", metavar="人员标识", required=True, help="组织机构中的人员")
    user.add_argument("--password-stdin", action="store_true", help="从标准输入读取密码（不写时在终端输入两遍）")
    everybody = with_data(
        command(users, "add-all", "为没有账号的人员各开一个账号，用户名即人员标识，一次性密码写入文件", _add_all)
    )
    everybody.add_argument("file", metavar="文件", type=Path, help="新建的文件，只有本人可读")
    listing = with_data(command(users, "list", "列出账号", _list))
    listing.add_argument("--query", metavar="查找", default="", help="姓名、用户名、单位、角色或状态")
    for name, (summary, act) in _ACTS.items():
        with_data(command(users, name, summary, partial(_act, act))).add_argument("username", metavar="用户名")
    reset = with_data(command(users, "reset", "重置密码，输出一次性初始密码", _reset))
    reset.add_argument("username", metavar="用户名")


def _declare_token(parser: ChineseParser) -> None:
    token = with_data(command(subcommands(parser), "add", "新增接口令牌，只显示这一次", _add_token))
    token.add_argument("--user", metavar="用户名", required=True, help="令牌代表的账号")
    token.add_argument("--label", metavar="用途", default="命令行新增", help="令牌用途，便于日后辨认")


WORDS: Declarations = {"user": _declare_user, "token": _declare_token}


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


def _add(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        password = _password(from_stdin=arguments.password_stdin)
        username = given(service.account_keeping.add(LOCAL_MACHINE, arguments.username, arguments.person, password))
    return CommandOutcome([f"已新增账号 {username}。"], {"username": username, "person": arguments.person})


def _add_all(arguments: argparse.Namespace) -> CommandOutcome:
    """Each password is in the file before the next account is opened: what breaks off loses none."""
    refused: list[str] = []
    with opened(settings_of(arguments)) as service, _own_file(arguments.file) as file:
        without = given(service.account_keeping.list(LOCAL_MACHINE)).without
        file.write("用户名\t人员\t一次性密码\n")
        for person, name in without.items():
            made = service.account_keeping.create(LOCAL_MACHINE, person, person)
            if isinstance(made, Refusal):
                refused.append(f"{name}：{made.message}")
            else:
                print(made.username, name, made.password, sep="\t", file=file, flush=True)
    opened_for = len(without) - len(refused)
    days = settings_of(arguments).initial_password_days
    said = (
        f"已开设 {opened_for} 个账号，一次性密码在 {arguments.file.resolve()} 中，{days} 天内有效。分发后请删除该文件。"
    )
    return CommandOutcome([said, *refused], {"opened": opened_for, "refused": refused}, 1 if refused else 0)


@contextmanager
def _own_file(path: Path) -> Iterator[TextIO]:
    """A new file that nobody else reads; what is there is not written over."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as there:
        raise Declined(f"文件 {path} 已经存在，没有覆盖。请换一个名称。", "file_exists") from there
    except OSError as error:
        raise Unusable(f"文件 {path} 无法写入，请核对路径和权限") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        yield file


def _password(*, from_stdin: bool) -> str:
    """At a terminal it is typed twice."""
    first = read_password("密码：", from_stdin=from_stdin)
    if not from_stdin and getpass.getpass("再输入一遍：") != first:
        raise Declined("两次输入的密码不一致，账号没有新增。请重新操作。", "passwords_differ")
    return first


def _add_token(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        token = given(service.accounts.add_token(LOCAL_MACHINE, arguments.user, arguments.label))
    return CommandOutcome([token], {"token": token, "username": arguments.user})
