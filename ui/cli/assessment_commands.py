"""Commands on the schemes of assessment (考核办法): which there are, with what each says."""

import argparse

from flows.adapters.identity import LOCAL_MACHINE
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, given, table
from ui.cli.words import Declarations, subcommands


def _declare_assessments(parser: ChineseParser) -> None:
    with_data(command(subcommands(parser), "list", "列出各地区、各年度的考核办法及其状态", _list))


WORDS: Declarations = {"assessments": _declare_assessments}


def _list(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        found = given(service.assessments.list(LOCAL_MACHINE))
    head = ("序号", "地区", "年度", "办法", "状态", "起草", "发布或退回", "摘要")
    rows = [
        (
            str(one.id),
            one.region_name,
            str(one.scheme.year),
            one.scheme.name,
            one.state_name,
            one.entered_by,
            one.settled_by,
            one.digest[:12],
        )
        for one in found.lines
    ]
    return CommandOutcome(table([head, *rows]), found)
