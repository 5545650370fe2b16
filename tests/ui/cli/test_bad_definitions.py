"""写错的定义: for each kind of mistake, `once matter check` names the file, the line, what is wrong and how to mend it."""

import re
from pathlib import Path

import pytest

from tests.sound import sound_template
from tests.ui.cli.conftest import Once

SOUND = sound_template("XY001", "样例事项")
DECIDE = "  - id: decide\n"
HEAD = "{by: head, of: {body: owner}}"
FLOW = "kind: {kind}, who: {who}, exceptions: {{nobody: {nobody}, applicant: superior, repeated: ask_again, conflict: exclude}}"
FILLED = "{filled: purpose}"
IS_A = "{compare: equals, left: {field: purpose}, right: {value: 甲}}"
STARTS = "  starts: accepted\n"
MEND = re.compile("请|可用|应写作")  # every remark says what to do


def step(id_: str, kind: str = "review", who: str = HEAD, nobody: str = "superior", more: str = "") -> str:
    """A step in one line."""
    return f"{{id: {id_}, name: 环节{id_}, {FLOW.format(kind=kind, who=who, nobody=nobody)}{more}}}"


def line(one: str) -> str:
    """A step before the decision."""
    return f"  - {one}\n"


def ways(*whens: str, kind: str = "exclusive", rest: str = "otherwise: []") -> str:
    """A fork, one line for each branch."""
    head = f"  - id: ways\n    name: 分流\n    kind: {kind}\n    {rest}\n    branches:\n"
    each = (f"      - {{id: b{n}, name: 第{n}支, {when}steps: [{step(f's{n}')}]}}\n" for n, when in enumerate(whens, 1))
    return head + "".join(each)


def when(condition: str) -> str:
    """The condition of a branch."""
    return f"when: {condition}, "


def signed(vote: str) -> str:
    """A step signed by two, the vote on a line of its own."""
    exceptions = "exceptions: {nobody: superior, applicant: superior, repeated: ask_again, conflict: exclude}"
    who = f"signers: [{HEAD}, {{by: post, post: deputy_head, of: {{body: owner}}}}]"
    begin = f"  - id: sign\n    name: 会签\n    kind: countersign\n    {who}\n    {exceptions}\n"
    return f"{begin}    vote: {vote}\n    refusal: collect_all\n"


# What is written before the decision, a piece of the line that is wrong, and what is said of it.
BEFORE_THE_DECISION: dict[str, tuple[str, str, str]] = {
    "a cycle: a step cannot name the next one": (
        line(step("look", more=", next: accept")),
        "next: accept",
        "没有这一项",
    ),
    "a branch that contradicts itself": (
        ways(when(f"{{all: [{IS_A}, {{not: {FILLED}}}]}}")),
        "第1支",
        "“第1支”永远走不到",
    ),
    "a branch behind one that takes its cases": (ways(when(FILLED), when(IS_A)), "第2支", "“第2支”永远走不到"),
    "a join without its split": (line("{id: together, name: 汇合, kind: join}"), "together", "没有这种类型“join”"),
    "a split into one": (
        ways("", kind="parallel", rest="refusal: collect_all"),
        "    branches:",
        "至少要有 2 项",
    ),
    "a condition on an unknown field": (
        ways(when("{filled: purpos}")),
        "purpos}",
        "没有“purpos”这个填报项。是不是想写“purpose”？",
    ),
    "a condition of another type": (
        ways(when("{compare: above, left: {field: purpose}, right: {today_plus: 5}}")),
        "today_plus",
        "文字不能与日期比较",
    ),
    "a comparison that text does not know": (
        ways(when(IS_A.replace("equals", "above"))),
        "above",
        "文字不能作这种比较",
    ),
    "a kind of post that nobody has": (
        line(step("look", who="{by: post, post: vehicle_chef, of: {body: owner}}")),
        "vehicle_chef",
        "没有单位设有“vehicle_chef”这类岗位",
    ),
    "nobody in one body": (
        line(
            step(
                "look",
                who="{by: post, post: network_chief, of: {body: owner}}",
                nobody=("{to: {by: post, post: network_chief, of: {body: owner}}}"),
            )
        ),
        "环节look",
        "“样例县机关事务管理中心”没有人能办“环节look”",
    ),
    "a share of nothing": (signed("{rule: ratio, share: 0}"), "share: 0", "不能是“0”，应大于 0"),
    "a share of more than all": (signed("{rule: ratio, share: 1.2}"), "share: 1.2", "不能是“1.2”，不应大于 1"),
    "a share in per cent": (signed("{rule: ratio, share: 120%}"), "share: 120%", "“120%”不是数"),
    "the same id twice": (line(step("accept", kind="review")), "环节accept", "标识“accept”已经用过"),
    "a matter that does not exist": (
        line(
            "{id: sub, name: 子事项, kind: sub_matter, matter: ZZ999, on_refusal: refuse,"
            " on_failure: {by: head, of: {body: owner}}}"
        ),
        "ZZ999",
        "没有代码为“ZZ999”的事项",
    ),
}
# What is changed elsewhere: the words, what stands there instead, and what is said of it.
ELSEWHERE: dict[str, tuple[str, str, str]] = {
    "a review after the decision": ("  - id: handover\n", f"{line(step('late'))}  - id: handover\n", "不会再办理"),
    "two fields of one id": ("{id: contact_phone, label", "{id: purpose, label", "标识“purpose”已经用过"),
    "a key twice": ("    name: 审批\n", "    name: 审批\n    name: 审定\n", "“name”在同一处写了两次"),
    "a misspelt key": (
        "    kind: decide\n",
        "    kind: decide\n    apart_form: [accept]\n",
        "是不是想写“apart_from”？",
    ),
    "a misspelt part": ("clock:\n", "clocks:\n", "是不是想写“clock”？"),
    "materials later, and none that could come": (
        STARTS,
        f"{STARTS}  act_first: {{when: {FILLED}, within_working_days: 3}}\n",
        "先办后补没有可以后补的内容",
    ),
    "a hurry that hangs on an unknown field": (
        STARTS,
        f"{STARTS}  act_first: {{when: {{filled: purpos}}, within_working_days: 3}}\n",
        "没有“purpos”这个填报项。是不是想写“purpose”？",
    ),
    "a key of another part": (
        "    limit: {kind: at_once}\n",
        "    limit: {kind: at_once, days: 3}\n",
        "limit.days：不能写在这里。这里可以写：kind。",
    ),
    "a limit in words": (
        "    limit: {kind: at_once}\n",
        "    limit: 3个工作日\n",
        "应为“名称: 内容”的分组。请写作 {kind: working_days, days: 3}。",
    ),
    "a body in words": (
        "{by: post, post: vehicle_clerk, of: {body: owner}}",
        "{by: post, post: vehicle_clerk, of: 本单位}",
        "steps第1项.who.of：写法不认识，应含以下之一：body、superior_of、duty、field、each。请写作 {body: owner}。",
    ),
    "a material that nobody sees": (
        "materials: []\n",
        "materials: [{id: card, name: 证件, required: optional, source: {kind: applicant}, formats: [pdf], trust: D,"
        " sensitivity: personal}]\n",
        "没有环节可以看到“证件”",
    ),
    "a column beside its rows": (
        "        - {id: contact_phone,",
        "        - {id: stops, label: 途经, type: rows, required: optional, columns: [{id: km, label: 里程, type: integer}]}\n"
        "        - {id: far, label: 远, type: text, required: optional, shown_when: {filled: km}}\n"
        "        - {id: contact_phone,",
        "“km”是“途经”中的一列，每行各有一个值，此处不能用。请写合计 {sum: stops, column: km}",
    ),
    "a decision nobody takes": ("    kind: decide\n", "    kind: review\n", "须恰有一个决定环节"),
}


def lines_of(text: str, words: str) -> set[int]:
    """The lines on which the words stand."""
    return {number for number, one in enumerate(text.split("\n"), 1) if words in one}


def assert_told(once: Once, file: Path, text: str, at: set[int], cause: str) -> None:
    """One remark names the place and the cause; every remark says how to mend it, and the command has failed."""
    file.write_text(text, "utf-8")
    said = once("matter", "check", str(file))
    remarks = [one for one in said.out.splitlines() if "：" in one and "未通过" not in one]
    told = [re.match(rf"{re.escape(str(file))}:(\d+): (?:错误|还不能运行)：(.+)", one) for one in remarks]
    assert said.code == 1
    assert any(found and int(found[1]) in at and cause in found[2] for found in told), said.out
    assert all(found and MEND.search(found[2]) for found in told), said.out


@pytest.mark.parametrize("mistake", BEFORE_THE_DECISION)
def test_a_mistake_in_the_route_is_told_at_its_line(once: Once, tmp_path: Path, mistake: str) -> None:
    """Cause and mend in Chinese."""
    written, words, cause = BEFORE_THE_DECISION[mistake]
    text = SOUND.replace(DECIDE, written + DECIDE, 1)
    assert_told(once, tmp_path / "XY001.v1.yaml", text, lines_of(text, words), cause)


@pytest.mark.parametrize("mistake", ELSEWHERE)
def test_a_mistake_elsewhere_is_told_at_its_line(once: Once, tmp_path: Path, mistake: str) -> None:
    """Within two lines: of what stands twice the second is told, and what is missing where it should begin."""
    right, wrong, cause = ELSEWHERE[mistake]
    assert right in SOUND
    text = SOUND.replace(right, wrong, 1)
    near = SOUND[: SOUND.index(right)].count("\n") + 1
    at = lines_of(text, "steps:") if "决定环节" in cause else set(range(near, near + 3))
    assert_told(once, tmp_path / "XY001.v1.yaml", text, at, cause)


def test_returns_cannot_make_a_case_endless(once: Once, tmp_path: Path) -> None:
    """No key names the next step, so the only way back is a person's return; however often, the case can be brought to an end."""
    straight = line(step("look", more=", return_resumes: straight_back"))
    text = SOUND.replace(DECIDE, straight + DECIDE, 1)
    file = tmp_path / "XY001.v1.yaml"
    file.write_text(text, "utf-8")
    found = once("matter", "explore", str(file), "--json")
    assert found.code == 0, found.out
    assert (found.data["stuck"], found.data["whole"]) == ([], True)


def test_what_is_refused_was_sound_before(once: Once, tmp_path: Path) -> None:
    """The text the mistakes are written into."""
    file = tmp_path / "XY001.v1.yaml"
    file.write_text(SOUND, "utf-8")
    assert once("matter", "check", str(file)).code == 0
