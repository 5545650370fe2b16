"""Definitions come from the package and from files; a file that does not read is told, not raised."""

from pathlib import Path

from matters.definition import Definition
from matters.linter import not_runnable
from storage.catalog import read_paths, sample_organisation, shipped_definitions


def test_what_ships_reads() -> None:
    """The catalogue by file name, with one definition that runs, and the sample organisation."""
    definitions = shipped_definitions()
    assert [definition.code for definition in definitions] == sorted(definition.code for definition in definitions)
    assert [definition.code for definition in definitions if not not_runnable(definition)] == ["MS032"]
    assert sample_organisation().region("990121").name == "样例县"


def test_files_and_folders_are_read_with_their_problems(tmp_path: Path) -> None:
    """Good, broken, unreadable, of another encoding, and not there at all."""
    good = Path(__file__).parents[2] / "matters" / "catalog" / "MS032.v1.yaml"
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.yaml").write_text(good.read_text("utf-8"), "utf-8")
    (folder / "b.yaml").write_text("code: [", "utf-8")
    (folder / "c.yaml").write_bytes("名称: 公务用车".encode("gb18030"))
    (folder / "notes.txt").write_text("not a definition", "utf-8")
    found = read_paths([folder, tmp_path / "missing.yaml"])
    assert [Path(name).name for name in found] == ["a.yaml", "b.yaml", "c.yaml", "missing.yaml"]
    assert isinstance(found[str(folder / "a.yaml")], Definition)
    told = {Path(name).name: result[0].message for name, result in found.items() if isinstance(result, tuple)}
    assert "b.yaml 第 1 行：" in told["b.yaml"]
    assert told["c.yaml"] == "c.yaml：不是 UTF-8 编码的文本。请另存为 UTF-8 后重试。"
    assert told["missing.yaml"] == "missing.yaml：文件打不开。请核对路径和读取权限。"
