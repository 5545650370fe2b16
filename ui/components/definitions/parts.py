"""What a definition's page shows beside the text: remarks with their lines, differences, golden cases, and versions."""

from collections.abc import Collection, Iterable

import streamlit as st

from flows.views.editing import CheckView, DefinitionView, DifferencesView, RemarkView, VersionView
from flows.views.people import Caller
from matters.calendar import moment_text
from matters.errors.base import Refusal
from matters.language.document import Definition
from matters.language.words.keys import word_name
from matters.language.words.phrases import phrasing_of
from ui.components.markup import Html, bullets, plain, show, table, tag
from ui.components.messages import granted
from ui.components.wording import day
from ui.session import service

SEVERITIES = {"error": "错误", "draft": "还不能运行", "warning": "提醒"}
# What a difference touches, with a word to the second person.
WEIGHTS = (
    ("promise", "改变承诺：申请人要填的、要交的、能得到的，会与以前不同"),
    ("running", "改变办理：在办的办件仍按原版本办理，一段时间内新旧两种办法并行"),
    ("safe", "文字说明：不影响办理"),
)


def show_remarks(check: CheckView, text: str) -> None:
    """Every remark with its line as it is written."""
    if not check.remarks:
        st.success("没有问题，可以提交发布。")
        return
    lines = text.split("\n")
    rows = [
        (str(remark.line), _severity(remark), _quoted(lines, remark.line), remark.message) for remark in check.remarks
    ]
    show(table(("行", "级别", "该行内容", "问题和改法"), rows))


def _severity(remark: RemarkView) -> Html:
    return tag("span", SEVERITIES[remark.severity], class_="once-whole")


def _quoted(lines: list[str], number: int) -> str:
    written = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    return written[:60] + ("…" if len(written) > 60 else "")


def show_differences(found: DifferencesView) -> None:
    """The differences by what they touch, the weightier first."""
    if not found.items:
        st.info("两个版本的内容相同。")
    for weight, meaning in WEIGHTS:
        sentences = [one.sentence for one in found.items if one.weight == weight]
        if sentences:
            show(tag("p", f"{meaning}（{len(sentences)} 处）", class_="once-label"), bullets(sentences))


def show_golden(matter: Definition, remarks: Collection[RemarkView], *, checked: bool) -> None:
    """The golden cases with what is expected of them and how they went."""
    if not matter.golden:
        st.info("没有金样。请至少写一个，运行从提交到办结的全过程。")
        return
    told, rows = phrasing_of(matter), []
    right = _without_remark(remarks) if checked else "未检查"
    for position, golden in enumerate(matter.golden):
        failed = (remark.message for remark in remarks if remark.target.startswith(f"golden[{position}]"))
        went = "；".join(failed) or right
        path = " → ".join(told.labels.get(step, step) for step in golden.expect.path)
        outcome = word_name("outcome", golden.expect.outcome)
        rows.append((golden.name, f"{day(golden.now)}　{golden.filed_as}", path, outcome, went))
    show(table(("金样", "何时、由谁申请", "应经过的环节", "应得的结果", "运行情况"), rows))


def _without_remark(remarks: Iterable[RemarkView]) -> str:
    """How a golden case went of which no remark tells: none is run before everything else is right."""
    others = any(remark.severity != "warning" and not remark.target.startswith("golden[") for remark in remarks)
    return "改好其他问题后再运行" if others else "通过"


def show_versions(who: Caller, view: DefinitionView) -> None:
    """The published versions, the text of one, and what two of them differ in."""
    if not view.versions:
        st.info("还没有发布过。")
        return
    show(table(("版本", "发布时间", "提交人", "发布人", "在办办件"), (_version(one) for one in view.versions)))
    numbers = [one.version for one in view.versions]
    chosen = st.selectbox("查看文本", numbers, format_func=_named, key=f"definition.{view.code}.version")
    if chosen is not None:
        source = granted(service().matter_editing.source(who, view.code, chosen))
        if not source.typed:
            show(tag("p", "这一版没有保存当时的文本，以下按内容重新写出。", class_="once-note"))
        with st.container(height=320, key="definition.source"):
            st.code(source.text, language="yaml", line_numbers=True)
    _compare(who, view, numbers)


def _compare(who: Caller, view: DefinitionView, numbers: list[int]) -> None:
    if len(numbers) < 2:
        return
    left, right = st.columns(2)
    older = left.selectbox("比较：从", numbers[1:], format_func=_named, key=f"definition.{view.code}.older")
    newer = right.selectbox("到", numbers, format_func=_named, key=f"definition.{view.code}.newer")
    if older is not None and newer is not None:
        show_differences(granted(service().matter_editing.compare(who, view.code, older, newer)))


def show_changes(who: Caller, view: DefinitionView) -> None:
    """What the draft changes in the version in force."""
    current = next((one.version for one in view.versions if one.current), None)
    if current is None:
        st.info("这是新事项，没有现行版本可以比较。")
        return
    found = service().matter_editing.compare(who, view.code, current)
    if isinstance(found, Refusal):
        st.info("草案的格式还有问题，改好后才能比较。详见“检查”。")
        return
    show_differences(found)


def running_note(version: VersionView, older: int = 0) -> Html:
    """How many cases are under way, and on which version."""
    words = f"在办 {version.running} 件" + (f"，另有 {older} 件按以前的版本办理" if older else "")
    return tag("span", words, class_="once-note")


def _version(one: VersionView) -> tuple[str, ...]:
    when = moment_text(one.published_at) if one.published_at else ""
    return (
        f"第 {one.version} 版{'（现行）' if one.current else ''}",
        when,
        one.published_by,
        one.second_by,
        str(one.running),
    )


def _named(version: int) -> str:
    return plain(f"第 {version} 版")
