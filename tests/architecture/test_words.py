"""The sentences people read: one word for one thing, and the marks of Chinese print (GB/T 15834-2011)."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ui.shell.menu import all_pages

ROOT = Path(__file__).parents[2]
ROOMS = ("flows", "matters", "storage", "ui")
ASSETS = (".html", ".js")
# What sentences send people to within a page, or outside the product.
WITHIN_PAGES = {"逐项修改", "内容", "与现行版本的差异", "办理讨论", "检查", "设置—相机—格式"}
# Where Chinese characters are looked for, not said.
NOT_SAID = {
    "matters/commands/leaning.py",
    "matters/filing/taken.py",
}
MARKS = {
    r"[一-鿿”）〇][。，、；：？！][。，、；：]": "a stop after a stop",
    r"[。；，]”[。；，、]": "a stop within the quotation and another behind it",
    r"”、“": "no 、 between two quotations",
    r"[一-鿿][,;:!?](?=[一-鿿“”〇]|$)": "a mark of Latin print after Chinese",
    r"[一-鿿]\(|\)[一-鿿]": "brackets of Latin print",
    r"[一-鿿]\.\.\.": "…… has six points",
    r"[一-鿿] 〇 $": "a blank that will stand before a stop",
}
WORDS = {
    r"你(?!单位)|您单位": "您 for who reads; 你单位 in a paper to a body",
    r"字段(?!权限)": "填报项",
    r"无须|不用(?!的)": "无需",
    r"步骤": "环节",
    r"案件|申请件": "办件",
    r"件待办": "项待办: what waits is counted by 项, cases by 件",
    r"预估": "预告",
    r"展示": "显示",
    r"印制": "打印",
    r"帐号": "账号",
    r"登陆": "登录",
    r"其它": "其他",
}


def _literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string as it is written, a composed one as a whole with a gap for each value."""
    if isinstance(tree, ast.JoinedStr):
        yield tree.lineno, "".join(str(one.value) if isinstance(one, ast.Constant) else "〇" for one in tree.values)
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.lineno, tree.value
    for child in ast.iter_child_nodes(tree):
        yield from _literals(child)


@cache
def _trees() -> tuple[tuple[str, ast.AST], ...]:
    paths = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return tuple((path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))) for path in paths)


def _said() -> Iterator[tuple[str, str]]:
    """What code and assets say, with its place."""
    for name, tree in _trees():
        if name not in NOT_SAID:
            yield from ((f"{name}:{line}", text) for line, text in _literals(tree) if not text.isascii())
    for path in sorted(path for path in (ROOT / "ui").rglob("*") if path.suffix in ASSETS):
        lines = enumerate(path.read_text("utf-8").splitlines(), 1)
        yield from ((f"{path.relative_to(ROOT)}:{number}", line) for number, line in lines)


def _faults(rules: dict[str, str], said: Iterator[tuple[str, str]]) -> list[str]:
    return [
        f"{place}: {text.strip()[:60]!r}: {right}"
        for place, text in said
        for wrong, right in rules.items()
        if re.search(wrong, text)
    ]


def test_sentences_are_marked_as_chinese_is_printed() -> None:
    """A stop is put once, and neither commas nor brackets of Latin print stand between Chinese words."""
    faults = _faults(MARKS, _said())
    assert not faults, "\n".join(faults)


def test_one_thing_has_one_word() -> None:
    """Who reads that a field is 填报项 here and 字段 there looks for two things."""
    faults = _faults(WORDS, _said())
    assert not faults, "\n".join(faults)


def _unknown_pages(said: Iterator[tuple[str, str]]) -> list[str]:
    known = {place.title for place in all_pages()} | WITHIN_PAGES
    sent = ((place, name) for place, text in said for name in re.findall(r"[在从]“([^”〇{]+)”(?:中|的“)", text))
    return [f"{place}: {name}" for place, name in sent if name not in known]


def test_sentences_send_people_to_pages_by_the_name_in_the_menu() -> None:
    """Who is sent to 账号管理 does not find it where the menu says 账号."""
    faults = _unknown_pages(_said())
    assert not faults, "\n".join(faults)
    assert _unknown_pages(iter([("here", "在“账号管理”中开设"), ("there", "在“账号”中开设")])) == ["here: 账号管理"]


@pytest.mark.parametrize(
    "wrong",
    [
        "请核对。。",
        "意见：“同意。”。",
        "“甲”、“乙”",
        "你好",
        "请填写字段",
        "三件待办",
        "说明(选填)",
        "请核对,再提交",
        "办件 〇 ",
    ],
)
def test_a_wrong_sentence_is_found(wrong: str) -> None:
    """The rules above bite."""
    assert _faults(MARKS | WORDS, iter([("here", wrong)]))


def test_days_are_written_out_where_people_read_them() -> None:
    """2026年3月2日; 2026-03-02 stands in what is typed, sent or listed for machines."""
    listed = {"flows/documents/dressing.py", "flows/service/desks/exports.py", "ui/cli/case_commands.py"}
    dashed = [
        f"{name}:{node.lineno}"
        for name, tree in _trees()
        if name not in listed
        for node in ast.walk(tree)
        if isinstance(node, ast.FormattedValue) and node.format_spec
        if re.search(r"%Y-%m-%d(?!T)", ast.unparse(node.format_spec))
    ]
    assert not dashed, f"Take day_text, moment_text or period_text of matters/calendar.py: {dashed}"
