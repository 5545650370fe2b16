"""Commands for whoever runs the product: verify, doctor, db upgrade, user add, token add."""

import argparse
import getpass
import sys
from pathlib import Path

from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import prepare
from flows.verification import own_root, trust_anchor, verify_file
from matters.calendar import SHANGHAI
from ui.cli import account_commands
from ui.cli.commands import Commands, command, group, settings_of, with_data
from ui.cli.outcome import CommandOutcome, Declined, Unusable, given, opened, read_bytes, table


def add(commands: Commands) -> None:
    """Declare the commands."""
    verify = with_data(command(commands, "verify", "查验一份文书的电子印章（可离线）", _verify))
    verify.add_argument("file", metavar="文件", type=Path)
    verify.add_argument(
        "--trust", metavar="根证书", type=Path, help="信任的根证书（PEM）；不写时用数据目录自己的根证书"
    )
    with_data(command(commands, "doctor", "自检", _doctor))
    database = group(commands, "db", "数据库")
    with_data(command(database, "upgrade", "建立或升级数据库结构", _upgrade))
    users = group(commands, "user", "账号")
    user = with_data(command(users, "add", "新增账号", _add_user))
    user.add_argument("username", metavar="用户名")
    user.add_argument("--person", metavar="人员标识", required=True, help="组织机构中的人员")
    user.add_argument("--password-stdin", action="store_true", help="从标准输入读取密码（不写时在终端输入两遍）")
    account_commands.add(users)
    tokens = group(commands, "token", "接口令牌")
    token = with_data(command(tokens, "add", "新增接口令牌，只显示这一次", _add_token))
    token.add_argument("--user", metavar="用户名", required=True, help="令牌代表的账号")
    token.add_argument("--label", metavar="用途", default="命令行新增", help="令牌用途，便于日后辨认")


def _verify(arguments: argparse.Namespace) -> CommandOutcome:
    content = read_bytes(arguments.file)
    if arguments.trust:
        view = verify_file(content, (_root(arguments.trust),))
    else:
        settings = settings_of(arguments)
        if not own_root(settings).exists():
            raise Unusable("没有可用的根证书，请用 --trust 指定根证书，或用 --data 指定数据目录")
        with opened(settings) as service:
            view = service.papers.verify(content)
    seals = [
        f"印章：{s.name}" + (f"，{s.signed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} 用印" if s.signed_at else "")
        for s in view.seals
    ]
    return CommandOutcome(
        [f"查验结论：{view.verdict_name}", *view.reasons, *seals], view, 0 if view.verdict == "valid" else 1
    )


def _root(path: Path) -> bytes:
    read_bytes(path)
    return given(trust_anchor(path))


def _doctor(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        checks = given(service.operations.doctor(LOCAL_MACHINE))
    rows = [("正常" if check.ok else "异常", check.name, check.detail) for check in checks]
    return CommandOutcome(table(rows), checks, 0 if all(check.ok for check in checks) else 1)


def _upgrade(arguments: argparse.Namespace) -> CommandOutcome:
    settings = settings_of(arguments)
    if why := prepare(settings, demo=False):
        raise Declined(why, "master_key_lost")
    folder = str(settings.data_dir.resolve())
    return CommandOutcome([f"数据库结构已是最新。数据目录：{folder}"], {"data_dir": folder, "upgraded": True})


def _add_user(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        password = _password(from_stdin=arguments.password_stdin)
        username = given(service.account_keeping.add(LOCAL_MACHINE, arguments.username, arguments.person, password))
    return CommandOutcome([f"已新增账号 {username}。"], {"username": username, "person": arguments.person})


def _password(*, from_stdin: bool) -> str:
    """Never an argument: those are seen by every process of the machine."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Unusable("没有终端可以输入密码，请用 --password-stdin 从标准输入读取")
    first = getpass.getpass("密码：")
    if getpass.getpass("再输入一遍：") != first:
        raise Declined("两次输入的密码不一致，账号没有新增。请重新操作。", "passwords_differ")
    return first


def _add_token(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        token = given(service.accounts.add_token(LOCAL_MACHINE, arguments.user, arguments.label))
    return CommandOutcome([token], {"token": token, "username": arguments.user})
