"""Commands that cancel a matter (取消): asked for, confirmed, sent back or withdrawn at the machine."""

import argparse
from collections.abc import Callable

from pydantic import ValidationError

from flows.adapters.identity import LOCAL_MACHINE
from flows.service import Service
from flows.views.editing import CancellationReceipt, CancellationWanted
from matters.cancelling import OPEN_CASES_NAMES
from matters.errors.base import Refusal
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Unusable, given, table
from ui.cli.words import Declarations, subcommands

_SETTLED = {
    "confirm": "确认一项取消",
    "return": "退回一项等候确认的取消",
    "withdraw": "撤回一项尚未到日子的取消",
}


def _declare_cancel(parser: ChineseParser) -> None:
    cancelling = subcommands(parser)
    with_data(command(cancelling, "list", "列出提请过的事项取消", _list))
    asking = with_data(command(cancelling, "ask", "提请取消一个事项", _ask))
    asking.add_argument("code", metavar="事项代码")
    asking.add_argument("--since", metavar="日期", required=True, help="自哪一天起取消，如 2026-09-01")
    asking.add_argument("--ground", metavar="文件", required=True, help="取消的依据，写文件名称")
    asking.add_argument("--number", metavar="文号", required=True, help="依据的文号")
    choices = "；".join(f"{word} {name}" for word, name in OPEN_CASES_NAMES.items())
    asking.add_argument("--open-cases", choices=list(OPEN_CASES_NAMES), required=True, help=f"在办的办件：{choices}")
    for word, said in _SETTLED.items():
        settling = with_data(command(cancelling, word, said, _settle))
        settling.add_argument("which", metavar="序号", type=int, help="序号见 once matter cancel list")
        settling.set_defaults(how=word)


WORDS: Declarations = {"cancel": _declare_cancel}


def _list(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        lines = given(service.cancelling.list(LOCAL_MACHINE))
    rows = [
        (str(one.id), one.code, one.name, str(one.since), one.document_no, one.open_cases_name, one.state_name)
        for one in lines
    ]
    heads = ("序号", "代码", "名称", "取消的日子", "文号", "在办的办件", "状态")
    return CommandOutcome(table([heads, *rows]) if rows else ["没有提请过的事项取消。"], lines)


def _ask(arguments: argparse.Namespace) -> CommandOutcome:
    said = {
        "since": arguments.since,
        "ground": arguments.ground,
        "document_no": arguments.number,
        "open_cases": arguments.open_cases,
    }
    try:
        wanted = CancellationWanted.model_validate(said)
    except ValidationError as error:
        raise Unusable(f"“{arguments.since}”不是日期，或者文字过长，请按 2026-09-01 的写法更正") from error
    with opened(settings_of(arguments)) as service:
        done = given(service.cancelling.ask(LOCAL_MACHINE, arguments.code, wanted))
    return CommandOutcome([done.message], done)


def _settle(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        done = given(_settling(service, arguments.how)(LOCAL_MACHINE, arguments.which))
    return CommandOutcome([done.message], done)


def _settling(service: Service, how: str) -> Callable[..., CancellationReceipt | Refusal]:
    desk = service.cancelling
    return {"confirm": desk.confirm, "return": desk.send_back, "withdraw": desk.withdraw}[how]
