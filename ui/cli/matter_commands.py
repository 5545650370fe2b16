"""Commands on definitions of matters that ship, without a data folder; and the words for those in files and folders."""

import argparse

from flows import catalogue
from flows.catalogue import Entry
from matters.language.document import Definition
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command
from ui.cli.outcome import CommandOutcome, as_json, given, table
from ui.cli.words import Declarations, subcommands, word


def _declare_matter(parser: ChineseParser) -> None:
    matters = subcommands(parser)
    command(matters, "list", "列出随产品提供的事项", _list)
    command(matters, "show", "查看一个事项的定义", _show).add_argument("code", metavar="事项代码")
    command(matters, "schema", "输出事项定义的 JSON Schema，供编辑器使用", _schema)
    command(matters, "asked-twice", "两两比对事项，列出重复要求申请人提交的材料", _asked_twice)
    word(matters, "check", "检查定义：格式、规则和金样", "rehearsal_commands")
    word(matters, "forecast", "预告办理过程", "rehearsal_commands")
    word(matters, "explore", "推演金样的申请所有可能的办理过程，查明有无办不完的情形", "rehearsal_commands")
    word(matters, "diff", "比较两个定义的差异", "definition_commands")
    word(matters, "import", "把定义文件导入数据目录，作为草案；可同时发布", "definition_commands")
    word(matters, "draft", "列出、删除数据目录里的草案", "draft_commands")
    word(matters, "local", "各事项还缺什么才能开通，填写受理单位的联系方式", "local_commands")
    word(matters, "edition", "本地实施清单：列出、提请、确认、退回、复制，目录新版本涉及哪些", "edition_commands")
    word(matters, "cancel", "事项取消：提请、确认、退回、撤回", "cancel_commands")
    word(matters, "export", "把全部现行定义导出为文件", "definition_commands")
    word(matters, "tables", "按国家标准的要素表导出全部事项", "definition_commands")
    word(matters, "take-in", "导入要素表：有改动的和新增的各成为草案", "definition_commands")


_HOW = {
    "asked": "{one.matter} 和 {one.other} 都要求申请人提交“{one.material}”",
    "issued": "{one.matter} 要求申请人提交“{one.material}”，而 {one.other} 的结果就是它",
}
WORDS: Declarations = {"matter": _declare_matter}


def _list(arguments: argparse.Namespace) -> CommandOutcome:
    entries = catalogue.entries()
    rows = [
        (e.code, e.name, e.category, *((e.promised, str(e.errands)) if e.online else ("线下办理", "—")), _state(e))
        for e in entries
    ]
    return CommandOutcome(table([("代码", "名称", "类别", "承诺时限", "跑动次数", "状态"), *rows]), entries)


def _state(entry: Entry) -> str:
    return "可运行" if entry.runnable else "还不能运行"


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


def _asked_twice(arguments: argparse.Namespace) -> CommandOutcome:
    told = catalogue.repetitions()
    counted = f"{told.matters} 个事项两两比对 {told.pairs} 对，要求申请人提交材料 {told.asked} 项，重复 {len(told.found)} 项。"
    return CommandOutcome([*(_HOW[one.how].format(one=one) for one in told.found), counted], told)


def _schema(arguments: argparse.Namespace) -> CommandOutcome:
    schema = catalogue.schema()
    return CommandOutcome([as_json(schema)], schema)
