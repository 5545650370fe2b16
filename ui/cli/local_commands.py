"""Commands on what of a matter is local: what must be filled in before it is offered here, and filling it in."""

import argparse
from collections.abc import Iterator

from flows.adapters.identity import LOCAL_MACHINE
from flows.views.matters import LocalFilling, OfferingLine
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Unusable, given, table
from ui.cli.words import Declarations, subcommands


def _declare_local(parser: ChineseParser) -> None:
    local = subcommands(parser)
    with_data(command(local, "list", "列出各事项还缺什么才能开通", _list))
    fill = with_data(command(local, "fill", "填写一个事项在受理单位的联系方式和填报说明", _fill))
    fill.add_argument("code", metavar="事项代码")
    fill.add_argument("--body", metavar="单位", required=True, help="受理单位的名称或标识")
    fill.add_argument("--enquiry", metavar="电话", required=True, help="咨询电话")
    fill.add_argument("--supervision", metavar="电话", required=True, help="监督电话")
    fill.add_argument("--place", metavar="地点", default="", help="咨询地点")
    fill.add_argument("--hours", metavar="时间", default="", help="咨询时间")
    fill.add_argument(
        "--hint", metavar="填报项=说明", action="append", default=[], help="改写一个填报项的说明，可写几次"
    )


WORDS: Declarations = {"local": _declare_local}


def _list(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        lines = given(service.matters.offering(LOCAL_MACHINE))
    rows = [row for line in lines for row in _rows(line)]
    return CommandOutcome(table([("代码", "名称", "单位标识", "受理单位", "状态", "还缺"), *rows]), lines)


def _rows(line: OfferingLine) -> Iterator[tuple[str, ...]]:
    """What it lacks stands one below the other, the first beside the matter."""
    state = "已开通" if line.offered else "未开通"
    first, *more = line.lacks or ("",)
    yield (line.code, line.name, line.body or "—", line.body_name or "—", state, first)
    yield from (("", "", "", "", "", one) for one in more)


def _fill(arguments: argparse.Namespace) -> CommandOutcome:
    wanted = LocalFilling(
        code=arguments.code,
        body=arguments.body,
        enquiry=arguments.enquiry,
        supervision=arguments.supervision,
        place=arguments.place,
        hours=arguments.hours,
        hints=dict(map(_hint, arguments.hint)),
    )
    with opened(settings_of(arguments)) as service:
        line = given(service.matters.fill(LOCAL_MACHINE, wanted))
    return CommandOutcome([f"已填写 {line.code} {line.name} 在“{line.body_name}”的本地内容。"], line)


def _hint(text: str) -> tuple[str, str]:
    field, equals, said = text.partition("=")
    if not equals:
        raise Unusable(f"“{text}”不是“填报项=说明”，请更正")
    return field.strip(), said.strip()
