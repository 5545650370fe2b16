"""本地实施清单: what a body says of a matter otherwise than the directory; asked for in a form, confirmed by a second person."""

from collections.abc import Sequence

import streamlit as st

from flows.views.lists.local_editions import LocalChoice, LocalEditionLine, LocalEditionView
from flows.views.people import Caller
from matters.calendar import moment_text
from matters.errors.base import Refusal
from ui.components.asking import ask_first
from ui.components.links import Place
from ui.components.lists.local_form import content_facts, local_form
from ui.components.markup import bullets, facts, plain, show, table, tag
from ui.components.messages import answer_after, granted, tell
from ui.session import caller, idempotency_key, service

_HELP = (
    "目录由省级统一发布；受理单位的实施清单只写与目录不同之处，只能调整目录允许地方调整的内容，其余始终与目录一致。",
    "一位管理员提请，另一位确认后生效；新的申请按实施清单办理，已提交的办件不变。",
    "目录有新版本的，实施清单自动跟随；与新版本不符的，告知管理员，改好之前按原来的办理。",
)


def _waiting(who: Caller) -> int | Refusal:
    return service().local_editions.waiting(who)


PLACE = Place(
    "local_lists",
    "本地实施清单",
    rank=12,
    roles=frozenset({"matter_admin", "list_admin"}),
    waiting=_waiting,
    counted="份实施清单等您确认",
)


def page() -> None:
    """What waits or does not fit any more, then one matter at one body."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    show(bullets(_HELP))
    lines = granted(service().local_editions.list(who))
    for line in (line for line in lines if line.state == "waiting"):
        _asked(line)
    for line in (line for line in lines if line.current and line.unfit):
        st.warning(plain(f"{line.body_name}“{line.name}”的实施清单与目录现行版本不符，请修改后重新提请。"))
        show(bullets(line.unfit))
    _chosen(who, granted(service().local_editions.choices(who)), lines)


def _asked(line: LocalEditionLine) -> None:
    with st.container(border=True, key=f"local.{line.id}"):
        show(facts([*_about(line), *content_facts(line.content)]))
        if line.open_to_caller:
            question = "确认后新的申请按此办理，已提交的办件仍按原来的办理。"
            ask_first("生效", question, f"local.{line.id}.confirm", _settle, "confirm", line.id)
        else:
            show(tag("p", "须由另一位管理员核对确认；发现有误的，可以退回后重新提请。", class_="once-note"))
        ask_first("退回", "退回后可以修改，重新提请。", f"local.{line.id}.send_back", _settle, "send_back", line.id)


def _about(line: LocalEditionLine) -> list[tuple[str, str]]:
    return [
        ("事项", f"{line.code}　{line.name}"),
        ("受理单位", line.body_name),
        ("状态", line.state_name),
        ("来源", f"复制自{line.origin}" if line.origin else ""),
        ("提请", f"{moment_text(line.asked_at)} {line.asked_by}"),
    ]


def _chosen(who: Caller, choices: Sequence[LocalChoice], lines: Sequence[LocalEditionLine]) -> None:
    """The matter and body that one works on; those that have a list first."""
    st.header("编制", anchor=False)
    if not choices:
        st.info("您管理的范围内，没有可以编制实施清单的事项。")
        return
    own = {(line.code, line.body) for line in lines if line.current}
    ordered = sorted(choices, key=lambda one: ((one.code, one.body) not in own, one.code, one.body))
    names = {(one.code, one.body): f"{one.code}　{one.name}（{one.body_name}）" for one in ordered}
    chosen = st.selectbox(
        "事项和受理单位",
        list(names),
        format_func=lambda one: f"{names[one]}{'　已有实施清单' if one in own else ''}",
        key="local.chosen",
    )
    if chosen:
        view = granted(service().local_editions.show(who, *chosen))
        _standing(view)
        local_form(view)
        _copying(view, [one for one in ordered if one.code == view.code and one.body != view.body])
        _history(view)


def _standing(view: LocalEditionView) -> None:
    """What the directory says and allows, and what holds here instead."""
    on = f"依据目录第 {view.stands_on} 版" if view.stands_on else "没有实施清单，与目录相同"
    current = next((line for line in view.lines if line.current), None)
    renewed = "，来源单位已有新的一份，请核对是否跟随" if current and current.origin_renewed else ""
    show(
        facts(
            [
                ("目录", f"第 {view.directory_version} 版，承诺时限{view.promised}"),
                ("允许地方调整", "、".join(view.allowed_names)),
                ("现行", on),
                ("来源", f"复制自{current.origin}{renewed}" if current and current.origin else ""),
            ]
        )
    )
    if view.differences:
        show(tag("p", "与目录的差异", class_="once-label"), bullets([one.sentence for one in view.differences]))


def _copying(view: LocalEditionView, others: Sequence[LocalChoice]) -> None:
    """To another body, from the one that holds."""
    current = next((line for line in view.lines if line.current), None)
    if current is None or not others:
        return
    with st.expander("复制到其他单位", key=f"local.{view.code}.{view.body}.copying"):
        show(tag("p", "联系方式和地方编码不复制。来源有新的一份时，会告知复制的单位。", class_="once-note"))
        names = {one.body: one.body_name for one in others}
        key = f"local.{current.id}.copy"
        chosen = st.selectbox("受理单位", list(names), format_func=lambda one: names[one], key=f"{key}.body")
        st.button("提请复制", key=key, on_click=_copy, args=(current.id, chosen))


def _history(view: LocalEditionView) -> None:
    if view.lines:
        with st.expander("历次", key=f"local.{view.code}.{view.body}.history"):
            rows = [
                (
                    f"第 {line.number} 份" if line.number else "",
                    "现行" if line.current else line.state_name,
                    f"{moment_text(line.asked_at)} {line.asked_by}",
                    f"{moment_text(line.settled_at)} {line.settled_by}" if line.settled_at else "",
                    "；".join(f"{name}：{said}" for name, said in content_facts(line.content) if said),
                )
                for line in view.lines
            ]
            show(table(("份次", "状态", "提请", "确认或退回", "与目录不同之处"), rows))


def _settle(how: str, which: int) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    desk = service().local_editions
    settle = {"confirm": desk.confirm, "send_back": desk.send_back}[how]
    answer_after(settle(caller(), which, idempotency_key(f"local.{how}", str(which))))


def _copy(which: int, body: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    answer_after(service().local_editions.copy(caller(), which, body, idempotency_key("local.copy", body, which)))
