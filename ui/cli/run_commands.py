"""Commands that run the product or its parts: up, web, executor, prefect, demo."""

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flows import catalogue, demo, processes
from flows.settings import Settings
from matters.errors.door import NotFound
from matters.organisation.snapshot import ROLE_NAMES
from ui.cli.chinese import ChineseParser, say_wrong
from ui.cli.commands import runs, settings_of, with_data
from ui.cli.outcome import CommandOutcome, Declined, table
from ui.cli.words import Declarations

APPLICATION = "ui.app:create_app"
ACCOUNTS = "demo-accounts.json"


def _declare_up(parser: ChineseParser) -> None:
    _with_address(with_data(runs(parser, _up)))
    parser.add_argument("--demo", action="store_true", help="同时建立样例账号，供试用")


def _declare_web(parser: ChineseParser) -> None:
    _with_address(with_data(runs(parser, _web)))


def _declare_executor(parser: ChineseParser) -> None:
    with_data(runs(parser, _executor))


def _declare_prefect(parser: ChineseParser) -> None:
    with_data(runs(parser, _prefect))


def _declare_demo(parser: ChineseParser) -> None:
    runs(parser, _demo).add_argument(
        "--out", metavar="目录", type=Path, required=True, help="存放文书、root.pem 和 summary.json 的目录"
    )
    parser.add_argument(
        "--matters", metavar="代码", nargs="+", default=(), help="只演示这些事项，每种结果各一件；不写的，每个事项一件"
    )


WORDS: Declarations = {
    "up": _declare_up,
    "web": _declare_web,
    "executor": _declare_executor,
    "prefect": _declare_prefect,
    "demo": _declare_demo,
}


def _with_address(parser: ChineseParser) -> ChineseParser:
    parser.add_argument("--host", metavar="地址", help="监听地址（默认 127.0.0.1，只有 IPv6 的主机为 ::1）")
    parser.add_argument("--port", metavar="端口", type=int, help="监听端口（默认 8610）")
    return parser


def _up(arguments: argparse.Namespace) -> CommandOutcome:
    settings = settings_of(arguments)
    announce = _announcer(settings, with_accounts=arguments.demo)
    return CommandOutcome((), {}, processes.up(settings, arguments.demo, announce, APPLICATION))


def _announcer(settings: Settings, *, with_accounts: bool) -> Callable[[str], None]:
    """The welcome, which names the address, goes to stdout with the accounts; everything else is a warning."""

    def announce(message: str) -> None:
        if settings.address not in message:
            say_wrong(message)
            return
        lines = [message, *(_accounts(settings.data_dir / ACCOUNTS) if with_accounts else ())]
        print("\n".join(lines), flush=True)

    return announce


def _accounts(file: Path) -> list[str]:
    """Those who act in the golden cases; all others are in the file."""
    if not file.exists():
        return []
    accounts = json.loads(file.read_text("utf-8"))
    storied = catalogue.storied_posts()
    rows = [
        (
            account["username"],
            account["password"],
            account["person"],
            f"{post['body_name']}{post['title']}",
            _hats(account),
        )
        for post_id in storied
        for account in accounts
        for post in account["posts"]
        if post["post"] == post_id
    ]
    return [
        f"可供试用的样例账号（全部 {len(accounts)} 个列在 {file.resolve()}）：",
        *table([("用户名", "密码", "姓名", "岗位", "角色"), *rows]),
    ]


def _hats(account: dict[str, Any]) -> str:
    return "、".join(ROLE_NAMES[role] for role in account["roles"])


def _web(arguments: argparse.Namespace) -> CommandOutcome:
    return CommandOutcome((), {}, _alone(arguments, lambda settings: processes.web_part(settings, APPLICATION)))


def _executor(arguments: argparse.Namespace) -> CommandOutcome:
    return CommandOutcome((), {}, _alone(arguments, processes.executor_part))


def _prefect(arguments: argparse.Namespace) -> CommandOutcome:
    return CommandOutcome((), {}, _alone(arguments, processes.prefect_part))


def _alone(arguments: argparse.Namespace, part: Callable[[Settings], processes.ProcessPart]) -> int:
    return processes.run_alone(settings_of(arguments), part, say_wrong)


def _known(codes: Iterable[str]) -> None:
    if unknown := [code for code in codes if isinstance(catalogue.find(code), NotFound)]:
        raise Declined(f"没有事项 {'、'.join(unknown)}。随产品提供的事项见 once matter list。")


def _demo(arguments: argparse.Namespace) -> CommandOutcome:
    out: Path = arguments.out
    if out.exists() and not out.is_dir():
        raise Declined(f"{out} 不是目录，请另选一个。")
    _known(arguments.matters)
    summary = demo.run(out, arguments.matters)
    rows = [(case.case_no, case.matter_name, case.story, case.status_name) for case in summary.cases]
    unverified = sum(paper.verdict != "valid" for case in summary.cases for paper in case.documents)
    lines = [
        *table([("办件编号", "事项", "情形", "结果"), *rows]),
        f"办件 {len(summary.cases)} 件，准予办结 {summary.granted} 件，文书 {summary.papers} 份，"
        f"查验未通过 {unverified} 份，用时 {summary.seconds:.1f} 秒。",
        f"文书、root.pem 和 summary.json 已存入 {out.resolve()}。",
        *summary.failures,
    ]
    return CommandOutcome(lines, summary, 0 if summary.complete and not unverified else 1)
