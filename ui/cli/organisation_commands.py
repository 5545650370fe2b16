"""Commands on the organisation: check a file, import it, export what is in force."""

import argparse
from pathlib import Path

from flows.adapters.identity import LOCAL_MACHINE
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Unusable, given, read_bytes
from ui.cli.words import Declarations, subcommands


def _declare_organisation(parser: ChineseParser) -> None:
    organisation = subcommands(parser)
    with_data(command(organisation, "export", "输出现行机构与人员（YAML）", _export))
    check = with_data(command(organisation, "check", "检查文件，列出与现行机构的差异", _check))
    check.add_argument("file", metavar="文件", type=Path)
    importing = with_data(command(organisation, "import", "导入文件，成为新的版本", _import))
    importing.add_argument("file", metavar="文件", type=Path)


WORDS: Declarations = {"organisation": _declare_organisation}


def _export(arguments: argparse.Namespace) -> CommandOutcome:
    with opened(settings_of(arguments)) as service:
        text = given(service.organisation_editing.export(LOCAL_MACHINE))
    return CommandOutcome(text.splitlines(), {"yaml": text})


def _check(arguments: argparse.Namespace) -> CommandOutcome:
    text = _text(arguments.file)
    with opened(settings_of(arguments)) as service:
        found = given(service.organisation_editing.preview_import(LOCAL_MACHINE, text))
    lines = [
        *(f"错误　{one}" for one in found.problems),
        *(f"提醒　{one}" for one in found.warnings),
        *found.differences,
    ]
    return CommandOutcome(lines or ["没有差异。"], found, 1 if found.problems else 0)


def _import(arguments: argparse.Namespace) -> CommandOutcome:
    text = _text(arguments.file)
    with opened(settings_of(arguments)) as service:
        found = given(service.organisation_editing.preview_import(LOCAL_MACHINE, text))
        done = given(service.organisation_editing.import_all(LOCAL_MACHINE, text, found.version))
    said = done.message if done.version == found.version else f"已导入，现为第 {done.version} 版。"
    return CommandOutcome([*found.differences, said], done)


def _text(path: Path) -> str:
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unusable(f"文件 {path} 不是 UTF-8 编码的文本") from error
