"""Commands on the rules for what is near and late (期限督促规则): what holds where, and the rule of a region set."""

import argparse

from pydantic import ValidationError

from flows.adapters.identity import LOCAL_MACHINE
from flows.views.oversight.house_rules import NUMBERS, HouseRuleEntry, HouseRuleView
from matters.lateness import MOST_DAYS
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Unusable, given, table
from ui.cli.words import Declarations, subcommands


def _declare_house_rules(parser: ChineseParser) -> None:
    rules = subcommands(parser)
    with_data(command(rules, "list", "列出各地区的期限督促规则", _list))
    setting = with_data(command(rules, "set", "录入一个地区的期限督促规则", _set))
    setting.add_argument("region", metavar="地区", help="行政区划代码")
    for name, words in NUMBERS.items():
        setting.add_argument(f"--{name}", metavar="天数", type=int, help=f"{words}；不写的按系统预置")
    setting.add_argument("--no-lapse", action="store_true", help="逾期未补正的只提醒申请人，不视为撤回申请")
    setting.add_argument("--no-digest", action="store_true", help="不向单位主要负责人、督查人员作每日汇总")
    setting.add_argument("--confirm", action="store_true", help="随即确认生效，不再等候另一位事项管理员")


WORDS: Declarations = {"house-rules": _declare_house_rules}


def _list(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        found = given(service.house_rules.list(LOCAL_MACHINE))
    rows = [("", "系统预置", "", *_said(found.otherwise))]
    rows += [(str(one.id), one.region_name, one.state_name, *_said(one.rule)) for one in found.lines]
    head = ("序号", "地区", "状态", "提醒", "黄灯", "督促", "报负责人", "报督查", "补正", "每日汇总")
    return CommandOutcome(table([head, *rows]), found)


def _said(rule: HouseRuleView) -> tuple[str, ...]:
    return (*(str(getattr(rule, name)) for name in NUMBERS), "是" if rule.digest else "否")


def _set(arguments: argparse.Namespace) -> CommandOutcome:
    said = {name: days for name in NUMBERS if (days := getattr(arguments, name)) is not None}
    try:
        entry = HouseRuleEntry(
            region=arguments.region, lapses=not arguments.no_lapse, digest=not arguments.no_digest, **said
        )
    except ValidationError as error:
        raise Unusable(f"天数应为 0 至 {MOST_DAYS} 之间的工作日数，地区应为行政区划代码，请核对") from error
    with opened(settings_of(arguments)) as service:
        done = given(service.house_rules.enter(LOCAL_MACHINE, entry))
        if arguments.confirm:
            done = given(service.house_rules.confirm(LOCAL_MACHINE, done.id))
    return CommandOutcome([done.message], done)
