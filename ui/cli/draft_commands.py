"""Commands on drafts of definitions in a data folder: list them, throw one away."""

import argparse

from flows.adapters.identity import LOCAL_MACHINE
from matters.errors.door import NotFound
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import acting_as, opened
from ui.cli.outcome import CommandOutcome, given, table
from ui.cli.words import Declarations, subcommands


def _declare_draft(parser: ChineseParser) -> None:
    drafts = subcommands(parser)
    with_data(command(drafts, "list", "列出数据目录里的草案", _list))
    drop = with_data(command(drafts, "drop", "删除一份草案；已发布的版本不受影响", _drop))
    drop.add_argument("code", metavar="事项代码")
    drop.add_argument("--by", metavar="用户名", required=True, help="以哪个事项管理员的名义删除")


WORDS: Declarations = {"draft": _declare_draft}


def _list(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        drafts = [line.draft for line in given(service.matter_editing.list(LOCAL_MACHINE)).items if line.draft]
    rows = [
        (one.code, f"第 {one.version} 版", one.saved_by, "待发布" if one.submitted_by else "编写中") for one in drafts
    ]
    lines = table([("代码", "版本", "最后保存", "状态"), *rows]) if rows else ["没有草案。"]
    return CommandOutcome(lines, drafts)


def _drop(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        author = acting_as(service, arguments.by)
        desk = service.matter_editing
        draft = given(desk.show(author, arguments.code)).draft
        absent = NotFound(what=f"事项 {arguments.code} 的草案")
        given(desk.discard(author, arguments.code, draft.state.revision) if draft else absent)
    return CommandOutcome([f"已删除 {arguments.code} 的草案。"], {"code": arguments.code})
