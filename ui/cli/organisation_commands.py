"""Commands on the organisation: check a file, import it, export what is in force."""

import argparse
from pathlib import Path

from flows.adapters.identity import LOCAL_MACHINE
from flows.office_template import template
from flows.own_office import is_workbook, organisation_and_grants_in
from matters.errors.door import Invalid
from matters.organisation.text import organisation_text
from ui.cli.chinese import ChineseParser
from ui.cli.commands import command, settings_of, with_data
from ui.cli.door import opened
from ui.cli.outcome import CommandOutcome, Declined, Unusable, given, read_bytes
from ui.cli.words import Declarations, subcommands


def _declare_organisation(parser: ChineseParser) -> None:
    organisation = subcommands(parser)
    with_data(command(organisation, "export", "输出现行机构与人员（YAML）", _export))
    check = with_data(command(organisation, "check", "检查文件，列出与现行机构的差异", _check))
    check.add_argument("file", metavar="文件", type=Path)
    template = command(organisation, "template", "写出空白的机构表（XLSX），填好后用于 once setup 或 import", _template)
    template.add_argument("file", metavar="文件", type=Path)
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


def _template(arguments: argparse.Namespace) -> CommandOutcome:
    file: Path = arguments.file.with_suffix(".xlsx")
    if file.exists():
        raise Declined(f"文件 {file} 已经存在，没有覆盖。请换一个名称。", "file_exists")
    try:
        file.write_bytes(template())
    except OSError as error:
        raise Unusable(f"文件 {file} 无法写入，请核对路径和权限") from error
    said = f"已写出机构表模板 {file}。各表第 2 行是说明，第 3 行是示例；从第 4 行起填写。"
    return CommandOutcome([said], {"file": str(file)})


def _text(path: Path) -> str:
    """What the file says, as YAML; a table is read into it."""
    content = read_bytes(path)
    if is_workbook(content):
        found = organisation_and_grants_in(path.name, content)
        return organisation_text(given(Invalid(problems=found) if isinstance(found, tuple) else found))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unusable(f"文件 {path} 不是 UTF-8 编码的文本，也不是 XLSX 表格") from error
