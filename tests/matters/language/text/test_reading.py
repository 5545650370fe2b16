"""Reading definitions: values are predictable, and every mistake is told in Chinese with source, line, path and mend.

Covers: matters/language/text/yaml_text.py, matters/language/text/models.py
"""

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from matters.language.document import Definition
from matters.language.text import yaml_text
from matters.language.text.reading import read_definition, read_organisation
from matters.language.text.yaml_text import MAX_BYTES, Parsed, Unreadable, parse_yaml
from matters.organisation.snapshot import Organisation

NOBODY = "nobody: {to: {by: post, post: vehicle_chief, of: {body: owner}}}"
PASSENGERS = "{compare: above, left: {field: passengers}, right: {value: 5}}"

# what is spoilt, by what, and what the message must say: place and mend
SPOILT = [
    (
        "type: choice",
        "type: strng",
        "form.sections第1项.fields第2项.type：没有这种类型“strng”，可用：text（单行文字）、",
    ),
    (
        "label: 用车事由",
        "lable: 用车事由",
        "form.sections第1项.fields第1项.lable：没有这一项。是不是想写“label”？请删除或更正拼写。",
    ),
    ("label: 用车事由", "lable: 用车事由", "form.sections第1项.fields第1项.label：缺少这一项"),
    (
        NOBODY,
        NOBODY.replace("{body:", "{boddy:"),
        "exceptions.nobody.to.of：写法不认识，应含以下之一：body、superior_of、duty、field",
    ),
    (NOBODY, "nobody: nowhere", "exceptions.nobody：不能写“nowhere”，可用：refuse_filing（不予接收申请）、superior"),
    (NOBODY, "nobody: [1]", "exceptions.nobody：写法不认识，应为一个词，或含以下之一：to、passes"),
    (NOBODY, "nobody: {to: {by: boss}}", "exceptions.nobody.to.by：没有这种类型“boss”"),
    (
        "required: optional",
        "required: maybe",
        "required：不能写“maybe”，可用：always（必须）、advised（建议）、optional（选填）",
    ),
    (
        "starts: accepted",
        "starts: tomorrow",
        "clock.starts：不能写“tomorrow”，可用：submitted（提交）、accepted（受理）",
    ),
    (PASSENGERS, PASSENGERS.replace("above", "over"), "required.when.any第2项.compare：不能写“over”，可用：equals"),
    (PASSENGERS, PASSENGERS.replace("passengers}", "passengers, x: 1}"), "when.any第2项.left.x：没有这一项"),
    (
        PASSENGERS,
        PASSENGERS.replace("value: 5", "value: [5]"),
        "right.value：应为 true 或 false，或者应为整数，或者应为文字",
    ),
    ("now: 2026-02-12T09:10:00+08:00", "now: 2026-02-12T09:10:00", "golden第1项.now：时间须写明时区"),
    (
        "now: 2026-02-12T09:10:00+08:00",
        "now: soon",
        "golden第1项.now：“soon”不是时间，应写作 2026-03-02T09:00:00+08:00",
    ),
    ("decide: 2026-02-14", "decide: 2026-02-30", "expect.due.decide：“2026-02-30”不是日期，应写作 2026-03-02"),
    ("max: 55", "max: many", "max：“many”不是整数"),
    ("errands: 0", "errands: -1", "errands：不能是“-1”，不应小于 0"),
    (
        "- text: 二、本次",
        "- txt: 二、本次",
        "blocks第3项：写法不认识，应含以下之一：text、facts、rows、findings、opinions",
    ),
    ("- text: 二、本次", "- text: null\n          x: 本次", "blocks第3项.x：没有这一项"),
    ("promised: {kind: working_days, days: 1}", "promised: {days: 1}", "clock.promised：没有写明类型。请补上 kind"),
    ("promised: {kind: working_days, days: 1}", "promised: soon", "clock.promised：应为“名称: 内容”的分组"),
    ("code: MS032", "code: 32", "code：应为文字。数字形式的编码请加引号"),
    ("code: MS032", "code: ms32", "code：“ms32”的写法不合要求"),
    ("scope: [cross_department]", "scope: []", "guide.scope：至少要有 1 项"),
    ("scope: [cross_department]", "scope: cross_department", "guide.scope：应为列表，每项前写“- ”"),
    ("name: 公务用车派车\n", "name: ''\n", "name：至少 1 个字"),
    (
        "levels: [province, city, county]",
        "levels: [县]",
        "owner.levels第1项：不能写“县”，可用：province（省级）、city（市级）",
    ),
    ("format: 1", "format: 2", "format：不能写“2”，可用：1"),
]


@pytest.mark.parametrize(("right", "wrong", "told"), SPOILT, ids=[told.split("：")[0] for _, _, told in SPOILT])
def test_a_mistake_is_told_with_its_place(car_text: str, right: str, wrong: str, told: str) -> None:
    """Source, line, path and how to mend it."""
    assert right in car_text
    text = car_text.replace(right, wrong, 1)
    found = read_definition(text, "MS032.v1.yaml")
    assert isinstance(found, tuple)
    message = next((p.message for p in found if told in p.message), "；".join(p.message for p in found))
    assert told in message
    number = re.match(r"MS032\.v1\.yaml 第 (\d+) 行：", message)
    assert number
    pairs = enumerate(zip(car_text.split("\n"), text.split("\n"), strict=False), start=1)
    spoilt = next(line for line, (before, after) in pairs if before != after)
    assert int(number[1]) in (spoilt, spoilt + 1)


UNREADABLE = [
    ("a: 1\na: 2", 2, "“a”在同一处写了两次（上一次在第 1 行）"),
    ("a:\n  b: 1\n  c: 2\n  b: 3", 4, "“b”在同一处写了两次（上一次在第 2 行）"),
    ("a:\n\tb: 1", 2, "制表符"),
    ("a: &x 1\nb: *x", 1, "不支持锚点和别名"),
    ("a: *x", 1, "不支持锚点和别名"),
    ("a: &a [&b [&c [1]]]", 1, "不支持锚点和别名"),
    ("a: !!python/object/apply:os.system [ls]", 1, "不支持类型标记"),
    ("a: 1\n---\nb: 1", 2, "一个文件只写一份内容"),
    ("a: b: c", 1, "这里不能再出现冒号"),
    ("a: 1\nb\n", 2, "缺少冒号"),
    ("a: '1", 1, "引号没有配对"),
    ("a: [1, 2", 1, "括号没有配对"),
    ("a: @x", 1, "不能用作开头的符号"),
    ("a:\n  - 1\n - 2", 3, "请对齐同一级"),
    ("? [a]\n: 1", 1, "名称只能是一个词"),
    ("a: 1\nb: \x07", 2, "不可见的控制字符"),
    ("a: \ud800", 1, "不可见的控制字符"),
    ("- " * 60 + "1", 1, "层次超过 40 级"),
    ("[" * 5000, 1, "层次超过 40 级"),
    ("a: " + "字" * (MAX_BYTES // 3), 1, "超过 1 MB"),
]


@pytest.mark.parametrize(("text", "line", "told"), UNREADABLE, ids=[told for _, _, told in UNREADABLE])
@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
def test_text_that_is_no_plain_yaml_is_refused(
    monkeypatch: pytest.MonkeyPatch, loader: type, text: str, line: int, told: str
) -> None:
    """Broken, ambiguous and hostile text is refused with its line, by either parser, before anything is built from it."""
    monkeypatch.setattr(yaml_text, "_LOADER", loader)
    found = parse_yaml(text)
    assert isinstance(found, Unreadable)
    assert told in found.message
    assert found.line in (line, line + 1)


@pytest.mark.parametrize("text", ["", "# nothing", "[]", "word", "1"])
def test_another_root_than_a_group_is_refused(text: str) -> None:
    """A definition is a group of named parts."""
    (problem,) = _problems(read_definition(text, "空.yaml"))
    assert problem == "空.yaml 第 1 行：内容应为“名称: 内容”的分组，第一级写 format、code、name 等项。"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("5", 5),
        ("-5", -5),
        ("0", 0),
        ("05", "05"),
        ("1.50", "1.50"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("12:30", "12:30"),
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02T09:00", "2026-03-02T09:00"),
        ("13800138000", "13800138000"),
        ("999999999", 999999999),
        ("1234567890", "1234567890"),
        ("'5'", "5"),
        ('"true"', "true"),
        (".inf", ".inf"),
    ],
)
def test_values_are_what_they_look_like(written: str, value: object) -> None:
    """Only true, false, null and short whole numbers are not text; nothing becomes a date by itself."""
    found = parse_yaml(f"a: {written}\non: 1")
    assert isinstance(found, Parsed)
    assert found.data == {"a": value, "on": 1}


def test_every_message_names_the_source_and_all_problems_come_in_order(car_text: str) -> None:
    """Several mistakes are told together, top to bottom."""
    text = (
        car_text.replace("type: choice", "type: x", 1)
        .replace("format: 1", "format: 9")
        .replace("errands: 0", "errands: x")
    )
    messages = _problems(read_definition(text, "甲.yaml"))
    lines = [int(m[1]) for m in (re.match(r"甲\.yaml 第 (\d+) 行：", message) for message in messages) if m]
    assert len(lines) == len(messages) >= 6
    assert lines == sorted(lines)


def test_the_shipped_text_means_the_same_to_any_yaml_reader(car_text: str) -> None:
    """Read by plain PyYAML, keys and texts are the same: our stricter reading never changes a word."""
    found = parse_yaml(car_text)
    assert isinstance(found, Parsed)
    assert _texts(found.data) == yaml.load(car_text, Loader=yaml.BaseLoader)


def test_an_organisation_is_read_with_its_dates() -> None:
    """Dates are text in YAML and days in the model; mistakes are told as in definitions."""
    text = (
        'version: 1\nregions: [{code: "990000", name: 样例省, level: province}]\nbodies: []\nduties: []\nposts: []\n'
        "people: [{id: p1, name: 甲, until: 2026-03-02}]\nholdings: []\ngrants: []\n"
    )
    found = read_organisation(text, "组织.yaml")
    assert isinstance(found, Organisation)
    assert found.people[0].until is not None
    assert found.people[0].until.isoformat() == "2026-03-02"
    (problem,) = _problems(read_organisation(text.replace('"990000"', "990000"), "组织.yaml"))
    assert problem == "组织.yaml 第 2 行：regions第1项.code：应为文字。数字形式的编码请加引号。"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_spoilt_value_is_told_in_chinese(car_text: str, data: st.DataObject) -> None:
    """Whatever stands at whatever place, the message is one of ours and the path leads there."""
    parsed = parse_yaml(car_text)
    assert isinstance(parsed, Parsed)
    written = parsed.data
    parents = list(_containers(written))
    parent = data.draw(st.sampled_from(parents))
    key = data.draw(st.sampled_from(sorted(parent) if isinstance(parent, dict) else range(len(parent))))
    value: Any = data.draw(
        st.sampled_from([None, True, -7, "?", "九" * 5000, [], {}, ["x"], {"x": 1}, [[]], 10**9, "1.5"])
    )
    parent[key] = value
    found = read_definition(json.dumps(written, ensure_ascii=False), "乙.yaml")
    for message in _problems(found) if isinstance(found, tuple) else []:
        assert "对照定义的格式说明" not in message
        assert not re.search(r"\b(Input|should|valid)\b", message, re.ASCII), message


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:- \n\t[]{}'\"#&*!|>?,@%1é字\x00"), max_size=60))
def test_no_text_raises(text: str) -> None:
    """Text from outside is read or refused, never more."""
    assert isinstance(read_definition(text, "丙.yaml"), (Definition, tuple))


def test_the_model_itself_still_refuses_what_reading_refuses() -> None:
    """A misspelt key is an error for every reader of the schema."""
    with pytest.raises(ValidationError):
        Definition.model_validate({"format": 1, "cod": "MS001"})


def _problems(found: object) -> list[str]:
    assert isinstance(found, tuple)
    return [problem.message for problem in found]


def _texts(data: Any) -> Any:  # noqa: ANN401 - plain data
    if isinstance(data, dict):
        return {key: _texts(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_texts(value) for value in data]
    words = {True: "true", False: "false", None: "null"}
    return words[data] if isinstance(data, bool) or data is None else str(data)


def _containers(data: Any) -> Any:  # noqa: ANN401 - plain data
    if isinstance(data, (dict, list)) and data:
        yield data
        for part in data.values() if isinstance(data, dict) else data:
            yield from _containers(part)
