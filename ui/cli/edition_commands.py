"""Commands on local lists (实施清单): what there is, a further one from a file, and what a version of the directory touches."""

import argparse
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from flows.adapters.identity import LOCAL_MACHINE
from flows.service import Service
from flows.views.lists.local_editions import LocalEditionReceipt, LocalEditionWanted
from matters.errors.base import Refusal
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Unusable, given, read_bytes, read_json, table
from ui.cli.words import Declarations, subcommands

_FORM = (
    '文件应为 {"code": "MS048", "body": "受理单位标识", "promise": "working_days", "promise_days": 4, …}，'
    "只写与目录不同之处；各项的写法见接口说明中的“提请实施清单”"
)
_SETTLED = {"confirm": "确认一份实施清单", "return": "退回一份等候确认的实施清单"}


def _declare_editions(parser: ChineseParser) -> None:
    editions = subcommands(parser)
    with_data(command(editions, "list", "列出各单位的实施清单", _list))
    asking = with_data(command(editions, "ask", "从 JSON 文件提请一份实施清单", _ask))
    asking.add_argument("file", metavar="文件", type=Path)
    copying = with_data(command(editions, "copy", "提请在另一单位实行同样的实施清单", _copy))
    copying.add_argument("which", metavar="序号", type=int, help="序号见 once matter edition list")
    copying.add_argument("body", metavar="单位标识")
    for word, said in _SETTLED.items():
        settling = with_data(command(editions, word, said, _settle))
        settling.add_argument("which", metavar="序号", type=int, help="序号见 once matter edition list")
        settling.set_defaults(how=word)
    touching = with_data(command(editions, "touched", "列出目录的一个新版本涉及哪些实施清单，能否跟随", _touched))
    touching.add_argument("code", metavar="事项代码")
    touching.add_argument("file", metavar="定义文件", type=Path)


WORDS: Declarations = {"edition": _declare_editions}


def _list(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        lines = given(service.local_editions.list(LOCAL_MACHINE))
    rows = [
        (
            str(one.id),
            one.code,
            one.name,
            one.body_name,
            "现行" if one.current else one.state_name,
            "；".join(one.unfit),
        )
        for one in lines
    ]
    heads = ("序号", "代码", "名称", "受理单位", "状态", "与目录不符之处")
    return CommandOutcome(table([heads, *rows]) if rows else ["没有实施清单。"], lines)


def _ask(arguments: argparse.Namespace) -> CommandOutcome:
    try:
        wanted = LocalEditionWanted.model_validate(read_json(arguments.file))
    except ValidationError as error:
        raise Unusable(f"文件 {arguments.file} 的写法不对。{_FORM}") from error
    with opened(settings_of(arguments)) as service:
        done = given(service.local_editions.ask(LOCAL_MACHINE, wanted))
    return CommandOutcome([done.message], done)


def _copy(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        done = given(service.local_editions.copy(LOCAL_MACHINE, arguments.which, arguments.body))
    return CommandOutcome([done.message], done)


def _settle(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        done = given(_settling(service, arguments.how)(LOCAL_MACHINE, arguments.which))
    return CommandOutcome([done.message], done)


def _settling(service: Service, how: str) -> Callable[..., LocalEditionReceipt | Refusal]:
    desk = service.local_editions
    return {"confirm": desk.confirm, "return": desk.send_back}[how]


def _touched(arguments: argparse.Namespace) -> CommandOutcome:
    text = read_bytes(arguments.file).decode("utf-8", "replace")
    with opened(settings_of(arguments)) as service:
        found = given(service.local_editions.touched(LOCAL_MACHINE, arguments.code, text))
    rows = [(one.body_name, "不能跟随" if one.unfit else "随目录更新", "；".join(one.unfit)) for one in found]
    return CommandOutcome(table([("受理单位", "发布后", "原因"), *rows]) if rows else ["没有涉及的实施清单。"], found)
