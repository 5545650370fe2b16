"""Commands on definitions of matters; they work on files and on what ships, without a data folder."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows import catalogue
from flows.catalogue import Checked
from flows.views.late_materials import LateMaterials
from matters.language.document import Definition
from ui.cli import definition_commands
from ui.cli.commands import Commands, command, group
from ui.cli.outcome import CommandOutcome, Unusable, as_json, given, read_bytes, read_json, table

_SEVERITIES = {"error": "错误", "warning": "提醒", "draft": "还不能运行"}


def add(commands: Commands) -> None:
    """Declare the commands."""
    matters = group(commands, "matter", "事项定义：列出、查看、检查、预估、比较、导入、导出")
    command(matters, "list", "列出随产品提供的事项", _list)
    command(matters, "show", "查看一个事项的定义", _show).add_argument("code", metavar="事项代码")
    command(matters, "schema", "输出事项定义的 JSON Schema，供编辑器使用", _schema)
    check = command(matters, "check", "检查定义：格式、规则和金样", _check)
    check.add_argument("paths", metavar="路径", type=Path, nargs="+", help="定义文件或文件夹")
    check.add_argument("--publish", action="store_true", help="按发布要求检查：还不能运行的定义也不通过")
    forecast = command(matters, "forecast", "预估办理过程", _forecast)
    forecast.add_argument("path", metavar="路径", help="定义文件，或事项代码")
    forecast.add_argument("--answers", metavar="文件", type=Path, required=True, help="填报内容（JSON）")
    forecast.add_argument("--post", metavar="岗位", help="以样例组织的哪个岗位申请（默认取第一个金样的申请岗位）")
    explore = command(matters, "explore", "推演金样的申请所有可能的办理过程，查明有无办不完的情形", _explore)
    explore.add_argument("path", metavar="路径", help="定义文件，或事项代码")
    definition_commands.add(matters)


def _list(arguments: argparse.Namespace) -> CommandOutcome:
    entries = catalogue.entries()
    rows = [
        (e.code, e.name, e.category, e.promised, str(e.errands), "可运行" if e.runnable else "还不能运行")
        for e in entries
    ]
    return CommandOutcome(table([("代码", "名称", "类别", "承诺时限", "跑动次数", "状态"), *rows]), entries)


def _show(arguments: argparse.Namespace) -> CommandOutcome:
    matter = given(catalogue.find(arguments.code))
    return CommandOutcome(_matter_lines(matter), matter.model_dump(mode="json", by_alias=True))


def _matter_lines(matter: Definition) -> list[str]:
    return [
        f"{matter.code}  {matter.name}  第 {matter.edition.version} 版",
        matter.guide.summary,
        *(f"填报：{field.label}" for field in matter.fields if field.filled_by == "applicant"),
        *(f"材料：{material.name}" for material in matter.materials),
        *(f"环节：{step.name}" for step in matter.steps),
        *(f"金样：{golden.name}" for golden in matter.golden),
        *(f"未尽：{gap.what}" for gap in matter.gaps),
        f"内容摘要 {matter.digest}",
    ]


def _schema(arguments: argparse.Namespace) -> CommandOutcome:
    schema = catalogue.schema()
    return CommandOutcome([as_json(schema)], schema)


def _check(arguments: argparse.Namespace) -> CommandOutcome:
    missing = [str(path) for path in arguments.paths if not path.exists()]
    if missing:
        raise Unusable(f"没有这个文件或文件夹：{'、'.join(missing)}")
    checked = catalogue.check(arguments.paths)
    if not checked:
        raise Unusable("所给文件夹里没有 .yaml 定义文件")
    failed = any(one.wrong or (arguments.publish and not one.runnable) for one in checked)
    return CommandOutcome(list(_check_lines(checked)), checked, 1 if failed else 0)


def _check_lines(checked: Sequence[Checked]) -> Iterator[str]:
    for one in checked:
        for remark in one.remarks:
            yield f"{remark.file}:{remark.line}: {_SEVERITIES[remark.severity]}：{remark.message}"
        state = "未通过" if one.wrong else "通过" if one.runnable else "没有错误，但还不能运行"
        yield f"{one.file}: {' '.join(filter(None, (one.code, one.name, state)))}（金样 {one.golden} 个）"


def _forecast(arguments: argparse.Namespace) -> CommandOutcome:
    answers = read_json(arguments.answers)
    if not isinstance(answers, dict):
        raise Unusable(f"文件 {arguments.answers} 应为“名称: 内容”的 JSON 对象")
    view = given(catalogue.forecast(_matter(arguments.path), answers, arguments.post))
    lines = [
        *table(
            [("环节", "办理人", "时限"), *((s.name, "、".join(s.who) or "系统", s.limit or "—") for s in view.steps)]
        ),
        f"承诺时限：{view.promised or '—'}  跑动次数：{view.errands}",
        *(_late(view.late) if view.late else ()),
        *(f"需修改：{problem.message}" for problem in view.problems),
    ]
    return CommandOutcome(lines, view, 1 if view.problems else 0)


def _late(late: LateMaterials) -> tuple[str]:
    """What may be brought later (先办后补)."""
    return (f"先办后补：{'、'.join(one.name for one in late.materials)}，现在提交的应于 {late.due:%Y-%m-%d} 前补交",)


def _explore(arguments: argparse.Namespace) -> CommandOutcome:
    view = given(catalogue.explore(_matter(arguments.path)))
    lines = [
        f"推演了 {view.states} 种情形、{view.moves} 步办理。",
        f"能办出的结果：{'、'.join(view.outcomes) or '无'}",
        *(f"没有到过的环节：{name}。金样中没有会到这一环节的申请，请补充金样。" for name in view.unopened),
        *(f"办不完：{' → '.join(('提交申请', *story))}，此后怎样办理都不能办结。" for story in view.stuck),
        *(() if view.whole else ("情形过多，没有全部推演。",)),
    ]
    return CommandOutcome(lines, view, 1 if view.stuck else 0)


def _matter(path_or_code: str) -> Definition:
    path = Path(path_or_code)
    if not path.exists() and path.suffix != ".yaml":
        return given(catalogue.find(path_or_code))
    read_bytes(path)
    return given(catalogue.read(path))
