"""The command that makes an office's own installation; it asks at a terminal for what is missing."""

import argparse
import sys
from pathlib import Path
from typing import Any

from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import Founding, found, now
from flows.own_office import (
    Administrator,
    OwnOffice,
    Problems,
    administrators_in,
    founding_of,
    granted_administrators,
    holds_administrators,
    organisation_in,
)
from flows.settings import Settings
from flows.views.operations import InstallationChange
from matters.calendar import local_day, moment_text
from matters.errors.base import Problem
from matters.organisation.snapshot import ROLE_NAMES, THREE, Organisation
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, runs, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Declined, given, read_bytes, table
from ui.cli.words import Declarations, subcommands

_NO_NAME = Problem("name", "没有写明名称。请用 --name 写明，如 --name 临河县。")
_NO_FILE = Problem(
    "organisation", "没有写明机构文件。请用 --organisation 写明；空白的表用 once organisation template 取得。"
)


def _declare_setup(parser: ChineseParser) -> None:
    with_data(runs(parser, _setup))
    parser.add_argument("--organisation", metavar="文件", type=Path, help="机构表（XLSX）或 YAML 文件")
    parser.add_argument(
        "--administrators",
        metavar="文件",
        type=Path,
        help="管理员文件（XLSX 或 YAML），不写时取机构表中的“管理员”表或授权",
    )
    parser.add_argument("--name", metavar="名称", help="本单位或本地的名称，如 临河县")
    parser.add_argument("--note", metavar="文字", default="", help="印在文书页脚的话（默认没有）")
    parser.add_argument("--legend", metavar="文字", default="", help="公章五角星下方的字（默认没有）")
    parser.add_argument(
        "--root-name", metavar="名称", default="", help="印章根证书的名称（默认“<名称>电子印章根证书”）"
    )


def _declare_installation(parser: ChineseParser) -> None:
    words = subcommands(parser)
    with_data(command(words, "show", "列出现行的和历次的安装信息", _show))
    change = with_data(command(words, "change", "改写安装信息；已编出文书的，仍按原来的写", _change))
    change.add_argument("--name", metavar="名称", help="本单位或本地的名称")
    change.add_argument("--note", metavar="文字", help="印在文书页脚的话，可以是空的")
    change.add_argument("--legend", metavar="文字", help="公章五角星下方的字，可以是空的")


WORDS: Declarations = {"setup": _declare_setup, "installation": _declare_installation}


def _show(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        said = given(service.installation.history(LOCAL_MACHINE))
    rows = [
        (str(one.version), one.name, one.note, one.legend, one.root_name, one.by_name, moment_text(one.at))
        for one in said
    ]
    return CommandOutcome(table([("版", "名称", "页脚", "公章下方", "根证书", "由谁", "何时"), *rows]), said)


def _change(arguments: argparse.Namespace) -> CommandOutcome:
    wanted = InstallationChange(name=arguments.name, note=arguments.note, legend=arguments.legend)
    with opened(settings_of(arguments)) as service:
        said = given(service.installation.change(LOCAL_MACHINE, wanted))
    return CommandOutcome([f"安装信息已改，现为第 {said.version} 版。此后编出的文书按新的写。"], said)


def _setup(arguments: argparse.Namespace) -> CommandOutcome:
    settings = settings_of(arguments)
    founding = _founding(arguments)
    if not isinstance(founding, Founding):
        return _refused(founding)
    if why := found(settings, founding):
        raise Declined(why, "already_set_up")
    return CommandOutcome(_told(founding, settings), _described(founding, settings))


def _founding(arguments: argparse.Namespace) -> Founding | Problems:
    """What the files and the answers at the terminal make; all that is wrong with any of them."""
    name = arguments.name or _asked("本单位或本地的名称：")
    path = arguments.organisation or _path(_asked("机构表文件（XLSX 或 YAML）："))
    if path is None:
        return (_NO_FILE,) if name else (_NO_NAME, _NO_FILE)
    content = read_bytes(path)
    organisation = organisation_in(path.name, content)
    administrators = _administrators(arguments.administrators, path, content, organisation)
    if isinstance(organisation, tuple):
        return (*organisation, *_problems(administrators))
    chosen = tuple(one for one in administrators if isinstance(one, Administrator))
    wanted = OwnOffice(name, organisation, chosen, arguments.note, arguments.legend, arguments.root_name)
    return _problems(administrators) or founding_of(wanted, now())


def _administrators(
    file: Path | None, path: Path, content: bytes, organisation: Organisation | Problems
) -> tuple[Administrator, ...] | Problems:
    """By the file that names them, the sheet beside the organisation, its grants, or whoever is named at the terminal."""
    if file is not None:
        return administrators_in(file.name, read_bytes(file))
    if holds_administrators(content):
        return administrators_in(path.name, content)
    if isinstance(organisation, tuple):
        return ()
    granted = granted_administrators(organisation, local_day(now()))
    lacking = sorted(THREE - {one.role for one in granted})
    asked = ((role, _asked(f"{ROLE_NAMES[role]}（姓名或人员标识）：")) for role in lacking)
    return granted + tuple(
        Administrator.model_validate({"role": role, "person": person, "username": _asked("　用户名：") or person})
        for role, person in asked
        if person
    )


def _problems(found: tuple[Administrator, ...] | Problems) -> Problems:
    return tuple(one for one in found if isinstance(one, Problem))


def _asked(question: str) -> str:
    """The answer at the terminal; nothing where nobody is there."""
    return input(question).strip() if sys.stdin.isatty() else ""


def _path(text: str) -> Path | None:
    return Path(text) if text else None


def _refused(problems: Problems) -> CommandOutcome:
    """Every defect in a line of its own: a table has many, and all are to be seen at once."""
    lines = [*(one.message for one in problems), "没有建立。请改正以上各处，再运行一次。"]
    told = [{"target": one.target, "message": one.message} for one in problems]
    return CommandOutcome(lines, {"code": "invalid", "problems": told}, 1)


def _told(founding: Founding, settings: Settings) -> list[str]:
    organisation = founding.organisation
    rows = [(one["role_name"], one["person"], one["username"], one["password"]) for one in _accounts(founding)]
    guards = sum(one["role"] == "security_admin" for one in _accounts(founding))
    return [
        f"已建立“{founding.installation.name}”：{len(organisation.bodies)} 个单位、{len(organisation.people)} 人。"
        f"数据目录：{settings.data_dir.resolve()}",
        f"管理员的一次性密码只显示这一次，{settings.initial_password_days} 天内有效，首次登录后须修改：",
        *table([("角色", "姓名", "用户名", "一次性密码"), *rows]),
        *(["安全管理员只有一人：授予管理员角色须由两人提请和确认，请尽快增加一人。"] if guards < 2 else []),
        "请运行 once up 启动，由系统管理员登录后在“账号”中为其他人员开设账号。",
    ]


def _accounts(founding: Founding) -> list[dict[str, str]]:
    organisation = founding.organisation
    roles = {grant.person: grant.role for grant in organisation.grants if grant.role in THREE}
    return [
        {
            "role": roles[one.person],
            "role_name": ROLE_NAMES[roles[one.person]],
            "person": organisation.person(one.person).name,
            "username": one.username,
            "password": one.password,
        }
        for one in founding.accounts
    ]


def _described(founding: Founding, settings: Settings) -> dict[str, Any]:
    return {
        "name": founding.installation.name,
        "data_dir": str(settings.data_dir.resolve()),
        "bodies": len(founding.organisation.bodies),
        "people": len(founding.organisation.people),
        "administrators": _accounts(founding),
    }
