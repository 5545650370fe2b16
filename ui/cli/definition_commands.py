"""Commands that carry definitions between files and a data folder, and compare them: diff, import, export."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from flows import catalogue
from flows.adapters.identity import LOCAL_MACHINE
from flows.service import Service
from flows.views.editing import DefinitionDraft, TableFormat
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.exchange.parts import STANDARDS
from matters.language.document import Definition
from matters.language.text.reading import read_definition
from matters.language.words.differences import WEIGHT_NAMES, differences
from ui.cli.chinese import ChineseParser
from ui.cli.commands import runs, settings_of, with_data
from ui.cli.door import acting_as, opened
from ui.cli.outcome import CommandOutcome, Declined, Unusable, given, read_bytes, table
from ui.cli.words import Declarations


def _declare_diff(parser: ChineseParser) -> None:
    diff = with_data(runs(parser, _diff))
    for name in ("older", "newer"):
        diff.add_argument(name, metavar="定义", help="定义文件，或事项代码，或“代码@版本号”")


def _declare_import(parser: ChineseParser) -> None:
    take = with_data(runs(parser, _import))
    take.add_argument("paths", metavar="路径", type=Path, nargs="+", help="定义文件或文件夹")
    take.add_argument("--by", metavar="用户名", required=True, help="以哪个事项管理员的名义导入")
    take.add_argument("--publish", action="store_true", help="导入后立即提交并发布（须同时写 --second）")
    take.add_argument("--second", metavar="用户名", help="发布人：另一名事项管理员")


def _declare_export(parser: ChineseParser) -> None:
    with_data(runs(parser, _export)).add_argument("folder", metavar="目录", type=Path)


def _declare_tables(parser: ChineseParser) -> None:
    tables = with_data(runs(parser, _tables))
    tables.add_argument("file", metavar="文件", type=Path, help="写到哪里：.xlsx 或者 .json")
    tables.add_argument("--standard", choices=tuple(STANDARDS), default="gbt39046", help="按哪一种标准的表头")


def _declare_take_in(parser: ChineseParser) -> None:
    taking = with_data(runs(parser, _take_in))
    taking.add_argument("file", metavar="文件", type=Path, help="按导出的表头填写的 .xlsx 或者 .json")
    taking.add_argument("--by", metavar="用户名", help="以哪个事项管理员的名义导入；不写的，只试一试，不保存")


WORDS: Declarations = {
    "diff": _declare_diff,
    "import": _declare_import,
    "export": _declare_export,
    "tables": _declare_tables,
    "take-in": _declare_take_in,
}


def _diff(arguments: argparse.Namespace) -> CommandOutcome:
    older, newer = (_definition(arguments, name) for name in (arguments.older, arguments.newer))
    found = differences(older, newer, catalogue.vocabulary())
    rows = [(f"[{WEIGHT_NAMES[one.weight]}]", one.sentence) for one in found]
    data = [{"target": one.target, "sentence": one.sentence, "weight": one.weight} for one in found]
    return CommandOutcome(table(rows) if rows else ["两个定义的内容相同。"], data)


def _definition(arguments: argparse.Namespace, named: str) -> Definition:
    """From a file; else of the data folder when there is one, else of the catalogue."""
    path = Path(named)
    if path.exists() or path.suffix == ".yaml":
        read_bytes(path)
        return given(catalogue.read(path))
    code, _, version = named.partition("@")
    if version and not version.isdigit():
        raise Unusable(f"“{named}”应写作“代码@版本号”，如 XY001@2")
    wanted = int(version) if version else None
    if not settings_of(arguments).key_file.exists():
        return given(catalogue.find(code, wanted))
    with opened(settings_of(arguments)) as service:
        return given(_stored(service, code, wanted))


def _stored(service: Service, code: str, version: int | None) -> Definition | Refusal:
    view = given(service.matter_editing.show(LOCAL_MACHINE, code))
    wanted = version or next((one.version for one in view.versions if one.current), 0)
    found = read_definition(given(service.matter_editing.source(LOCAL_MACHINE, code, wanted)).text, code)
    return found if isinstance(found, Definition) else Invalid(found)


@dataclass(frozen=True)
class _Imported:
    """What became of one file."""

    file: str
    code: str
    version: int
    state: str
    message: str


def _import(arguments: argparse.Namespace) -> CommandOutcome:
    if arguments.publish and not arguments.second:
        raise Unusable("发布须由第二人进行：请用 --second 写明发布人")
    files = list(_files(arguments.paths))
    if not files:
        raise Unusable("所给文件夹里没有 .yaml 定义文件")
    with opened(settings_of(arguments)) as service:
        author = acting_as(service, arguments.by)
        second = acting_as(service, arguments.second) if arguments.publish else None
        done = [_imported(service, file, author, second) for file in files]
    lines = [f"{one.file}: {one.code} 第 {one.version} 版 {one.message}" for one in done]
    data = [{"file": one.file, "code": one.code, "version": one.version, "state": one.state} for one in done]
    return CommandOutcome(lines, data, 1 if any(one.state == "refused" for one in done) else 0)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise Unusable(f"没有这个文件或文件夹：{path}")
        yield from sorted(path.glob("*.yaml")) if path.is_dir() else [path]


def _imported(service: Service, file: Path, author: Caller, second: Caller | None) -> _Imported:
    text = read_bytes(file).decode("utf-8", "replace")
    matter = given(catalogue.read(file))
    code, version = matter.code, matter.edition.version
    if _is_published(service, matter):
        return _Imported(str(file), code, version, "unchanged", "这一版已经发布，没有导入。")
    found = _carried(service, code, text, author, second)
    if isinstance(found, Refusal):
        return _Imported(str(file), code, version, "refused", f"没有完成：{found.message}")
    return _Imported(
        str(file), code, version, "published" if second else "draft", "已发布。" if second else "已导入为草案。"
    )


def _is_published(service: Service, matter: Definition) -> bool:
    view = service.matter_editing.show(LOCAL_MACHINE, matter.code)
    return not isinstance(view, Refusal) and any(one.digest == matter.digest for one in view.versions)


def _carried(service: Service, code: str, text: str, author: Caller, second: Caller | None) -> Refusal | None:
    """Begin the draft; with a second person, submit and publish it. When that is refused, the draft is thrown away again."""
    desk = service.matter_editing
    begun = desk.begin(author, code, text=text)
    if isinstance(begun, Refusal) or second is None:
        return begun if isinstance(begun, Refusal) else None
    found: object = desk.submit(author, code, begun.state.revision)
    if isinstance(found, DefinitionDraft):
        found = desk.publish(second, code, found.state.submitted_digest or "")
    if not isinstance(found, Refusal):
        return None
    desk.discard(author, code, begun.state.revision)
    return found


def _export(arguments: argparse.Namespace) -> CommandOutcome:
    folder: Path = arguments.folder
    if folder.exists() and not folder.is_dir():
        raise Declined(f"{folder} 不是目录，请另选一个。")
    folder.mkdir(parents=True, exist_ok=True)
    with opened(settings_of(arguments)) as service:
        lines = given(service.matter_editing.list(LOCAL_MACHINE)).items
        written = [_written(service, folder, line.code, line.current.version) for line in lines if line.current]
    return CommandOutcome([f"已导出 {len(written)} 个定义到 {folder.resolve()}。"], [str(file) for file in written])


def _written(service: Service, folder: Path, code: str, version: int) -> Path:
    file = folder / f"{code}.v{version}.yaml"
    file.write_text(given(service.matter_editing.source(LOCAL_MACHINE, code, version)).text, "utf-8")
    return file


def _tables(arguments: argparse.Namespace) -> CommandOutcome:
    file: Path = arguments.file
    form = next((one for one in get_args(TableFormat) if file.suffix == f".{one}"), None)
    if form is None:
        raise Unusable("文件名应以 .xlsx 或者 .json 结尾")
    with opened(settings_of(arguments)) as service:
        content = given(service.matter_tables.export(LOCAL_MACHINE, arguments.standard, form)).content
    file.write_bytes(content)
    return CommandOutcome([f"已按{STANDARDS[arguments.standard]}导出到 {file.resolve()}。"], [str(file)])


def _take_in(arguments: argparse.Namespace) -> CommandOutcome:
    content = read_bytes(arguments.file)
    with opened(settings_of(arguments)) as service:
        desk = service.matter_tables
        found = desk.take_in(acting_as(service, arguments.by), content) if arguments.by else None
        done = given(found or desk.try_in(LOCAL_MACHINE, content))
    rows = [(str(one.row), one.code, one.name, one.state_name, "、".join(one.changed)) for one in done.items]
    return CommandOutcome([*table([("行", "代码", "名称", "状态", "采用的要素"), *rows]), done.message], done)
