"""考核: the scores of bodies, each down to the figures and cases it stands on; schemes are drafted and published here."""

from collections.abc import Iterable, Sequence

import streamlit as st

from flows.views.assessing.schemes import BodyScore, SchemeLine, SchemeList, ScoreQuery, ScoreSheet
from flows.views.people import Caller
from flows.views.supervision import BoardQuery
from matters.calendar import moment_text
from matters.errors.base import Refusal
from matters.organisation.kinds import LEVEL_NAMES
from ui.components.asking import ask_first
from ui.components.exporting import export_links
from ui.components.figures import behind, table
from ui.components.links import Place
from ui.components.markup import Html, bullets, facts, show, tag
from ui.components.messages import answer_after, granted, tell
from ui.components.oversight.drafting import drafted
from ui.session import caller, idempotency_key, service

_HELP = (
    "得分按已发布的考核办法由系统取数计算，满分 100 分；点指标的值可以看到计入的办件，再点开办件。",
    "办法按年度制定，由一位事项管理员起草，另一位核对后发布；发布后内容不变，新年度的办法不改变以前年度的得分。",
    "按办件计的指标取考核期内的数；按事项、按单位计的指标取当前的数；每个数后面都写明期间。",
)


def _waiting(who: Caller) -> int | Refusal:
    found = service().assessments.list(who)
    return found if isinstance(found, Refusal) else sum(line.open_to_caller for line in found.lines)


PLACE = Place(
    "assessments",
    "考核",
    rank=60,
    roles=frozenset({"supervisor", "matter_admin"}),
    waiting=_waiting,
    counted="份考核办法等您发布",
)


def page() -> None:
    """The scores for those who supervise, then the schemes, and the form for those who keep them."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    show(bullets(_HELP))
    found = granted(service().assessments.list(who))
    if "supervisor" in who.roles:
        _scores(who, found)
    if "matter_admin" in who.roles:
        _kept(who, found)
    _known([line for line in found.lines if line.state != "waiting"])


def _kept(who: Caller, found: SchemeList) -> None:
    """What waits for a second person, and the form."""
    for line in (line for line in found.lines if line.state == "waiting"):
        _waiting_line(line)
    st.header("起草", anchor=False)
    drafted(who, found)


def _known(lines: Sequence[SchemeLine]) -> None:
    st.header("考核办法", anchor=False)
    for line in lines:
        with st.expander(f"{_called(line)}（{line.state_name}）", key=f"assessments.{line.id}.known"):
            _scheme(line)
    if not lines:
        st.info("还没有已发布的考核办法，由一位事项管理员起草，另一位发布。")


def _called(line: SchemeLine) -> str:
    return f"{line.region_name} {line.scheme.year} 年度：{line.scheme.name}"


def _scores(who: Caller, found: SchemeList) -> None:
    st.header("得分", anchor=False)
    published = {line.id: line for line in found.lines if line.state in ("published", "replaced")}
    if not published:
        st.info("还没有已发布的考核办法，暂时没有得分。")
        return
    names = {number: f"{_called(line)}（{line.state_name}）" for number, line in published.items()}
    chosen = st.selectbox("按哪份办法", list(names), format_func=names.__getitem__, key="assessments.chosen")
    sheet = granted(service().assessments.scores(who, chosen))
    said = [f"考核期 {sheet.since} 至 {sheet.until}"]
    said += [f"另有 {sheet.unseen} 个考核对象不在您的督查范围内，未列出"] if sheet.unseen else []
    show(tag("p", "；".join(said), class_="once-note"))
    if not sheet.bodies:
        st.info("您的督查范围内没有这份办法的考核对象。")
        return
    indicators = [one.name for one in sheet.scheme.scheme.indicators]
    table(("单位", "总分", *indicators), (_row(body) for body in sheet.bodies))
    export_links("scores", ScoreQuery(scheme=chosen))
    for body in sheet.bodies:
        with st.expander(f"{body.name}：{body.total}", key=f"assessments.body.{body.body}"):
            _body(sheet, body)


def _row(body: BodyScore) -> Iterable[str]:
    return (body.name, body.total, *(mark.score for mark in body.marks))


def _body(sheet: ScoreSheet, body: BodyScore) -> None:
    """How each score came about; the value of a figure leads to what it counts."""
    query = BoardQuery(since=sheet.since, until=sheet.until, body=body.body)
    if body.note:
        show(tag("p", body.note, class_="once-note"))
    head = ("考核指标", "权重", "公式", "取数", "公式的值", "分数", "得分")
    rows = []
    for mark in body.marks:
        taken = [
            tag(
                "div",
                f"{one.name} ",
                behind(one, one, query),
                tag("span", _parts(one.numerator, one.denominator, one.period), class_="once-note"),
            )
            for one in mark.figures
        ]
        rows.append(
            (mark.name, str(mark.weight), mark.formula, Html("".join(taken)), mark.value, mark.points, mark.score)
        )
    table(head, rows)


def _parts(numerator: int, denominator: int | None, period: str) -> str:
    return f"　{numerator}{'' if denominator is None else f' / {denominator}'}，{period}"


def _scheme(line: SchemeLine) -> None:
    scheme, waits = line.scheme, line.state == "waiting"
    settled = f"{moment_text(line.settled_at)} {line.settled_by}" if line.settled_at else "等待另一位事项管理员发布"
    show(
        facts(
            [
                ("地区", line.region_name),
                ("考核期", f"{scheme.year} 年 {scheme.since} 月至 {scheme.until} 月"),
                ("考核对象", "、".join(LEVEL_NAMES[level] for level in scheme.levels) + "单位"),
                ("起草", f"{moment_text(line.entered_at)} {line.entered_by}"),
                ("退回" if line.state == "sent_back" else "发布", settled),
                *(() if waits else (("内容摘要", line.digest),)),
            ]
        )
    )
    head = ("考核指标", "公式", "权重", "满分", "分档", "没有数据时")
    rows = (
        (one.name, one.formula, str(one.weight), str(one.full), one.bands or "按公式的值", _without(one.without))
        for one in scheme.indicators
    )
    table(head, rows)


def _without(points: int | None) -> str:
    return "不计，权重由其余各项分摊" if points is None else f"{points} 分"


def _waiting_line(line: SchemeLine) -> None:
    with st.container(border=True, key=f"assessments.{line.id}"):
        show(tag("p", tag("strong", f"{_called(line)}（{line.state_name}）")))
        _scheme(line)
        if line.open_to_caller:
            question = "请逐项核对。发布后内容不再改变，得分按此计算。"
            ask_first("发布", question, f"assessments.{line.id}.publish", _settle, "publish", line.id)
        else:
            show(tag("p", "须由另一位事项管理员核对发布；发现有误的，可以退回后重新起草。", class_="once-note"))
        ask_first("退回", "退回后可以重新起草。", f"assessments.{line.id}.send_back", _settle, "send_back", line.id)


def _settle(how: str, scheme: int) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    settle = {"publish": service().assessments.publish, "send_back": service().assessments.send_back}[how]
    answer_after(settle(caller(), scheme, idempotency_key(f"assessments.{how}", str(scheme))))
