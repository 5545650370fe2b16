"""Commands that try a definition out in the sample organisation: check, forecast, explore."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows import catalogue, rehearsal
from flows.rehearsal import Checked
from flows.views.late_materials import LateMaterials
from matters.calendar import day_text
from matters.language.document import Definition
from ui.cli.chinese import ChineseParser
from ui.cli.commands import runs, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Unusable, given, read_bytes, read_json, table
from ui.cli.words import Declarations

_SEVERITIES = {"error": "错误", "warning": "提醒", "draft": "还不能运行"}


def _declare_check(parser: ChineseParser) -> None:
    take = with_data(runs(parser, _check))
    take.add_argument("paths", metavar="路径", type=Path, nargs="+", help="定义文件或文件夹")
    take.add_argument(
        "--publish", action="store_true", help="按发布要求检查，与“事项管理”相同；还不能运行的定义也不通过"
    )


def _declare_forecast(parser: ChineseParser) -> None:
    runs(parser, _forecast).add_argument("path", metavar="路径", help="定义文件，或事项代码")
    parser.add_argument("--answers", metavar="文件", type=Path, required=True, help="填报内容（JSON）")
    parser.add_argument("--post", metavar="岗位", help="以样例组织的哪个岗位申请（默认取第一个金样的申请岗位）")


def _declare_explore(parser: ChineseParser) -> None:
    runs(parser, _explore).add_argument("path", metavar="路径", help="定义文件，或事项代码")


WORDS: Declarations = {"check": _declare_check, "forecast": _declare_forecast, "explore": _declare_explore}


def _check(arguments: argparse.Namespace) -> CommandOutcome:
    missing = [str(path) for path in arguments.paths if not path.exists()]
    if missing:
        raise Unusable(f"没有这个文件或文件夹：{'、'.join(missing)}")
    where, checked = _checked(arguments)
    if not checked:
        raise Unusable("所给文件夹里没有 .yaml 定义文件")
    failed = any(one.wrong or (arguments.publish and not one.runnable) for one in checked)
    return CommandOutcome([*_check_lines(checked), f"本次按{where}检查。"], checked, 1 if failed else 0)


def _checked(arguments: argparse.Namespace) -> tuple[str, Sequence[Checked]]:
    """Where the files were checked, and what was found: at the desk of the data folder that is named or is to publish."""
    settings = settings_of(arguments)
    if arguments.data or (arguments.publish and settings.key_file.exists()):
        with opened(settings) as service:
            return f"数据目录 {settings.data_dir} 的组织机构", rehearsal.check_at_desk(service, arguments.paths)
    found = rehearsal.check(arguments.paths, to_publish=arguments.publish)
    return "样例组织（用 --data 指明数据目录时按其组织机构）", found


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
    view = given(rehearsal.forecast(_matter(arguments.path), answers, arguments.post))
    lines = [
        *table(
            [("环节", "办理人", "时限"), *((s.name, "、".join(s.who) or "系统", s.limit or "—") for s in view.steps)]
        ),
        f"承诺时限：{view.promised or '—'}  跑动次数：{view.errands}",
        *filter(None, [view.closed]),
        *(_late(view.late) if view.late else ()),
        *(f"需修改：{problem.message}" for problem in view.problems),
    ]
    return CommandOutcome(lines, view, int(bool(view.problems or view.closed)))


def _late(late: LateMaterials) -> tuple[str]:
    """What may be brought later (先办后补)."""
    return (f"先办后补：{'、'.join(one.name for one in late.materials)}，现在提交的，应于{day_text(late.due)}前补交",)


def _explore(arguments: argparse.Namespace) -> CommandOutcome:
    view = given(rehearsal.explore(_matter(arguments.path)))
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
