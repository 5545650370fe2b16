"""安装信息: what papers and seals say of the office, with every version, and how long the certificates of its seals last."""

import streamlit as st

from flows.views.operations import LEGEND_LIMIT, NAME_LIMIT, NOTE_LIMIT, InstallationChange, InstallationView
from matters.calendar import moment_text
from matters.errors.base import Refusal
from ui.components.certificates import show_certificates
from ui.components.links import Place
from ui.components.markup import facts, show, table, tag
from ui.components.messages import granted, refuse_after, tell, tell_after
from ui.session import caller, idempotency_key, service

_HEAD = ("版", "名称", "文书页脚的话", "公章五角星下方的字", "由谁写明", "何时")

PLACE = Place("installation", "安装信息", rank=72, roles=frozenset({"system_admin", "audit_admin"}))


def page() -> None:
    """What holds now, the form for whoever keeps it, and what was said before."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    now, *before = granted(service().installation.history(who))
    show(
        facts(
            [
                ("名称", now.name),
                ("文书页脚", now.note or "（不印）"),
                ("公章下方", now.legend or "（不刻）"),
                ("印章根证书", now.root_name),
            ]
        )
    )
    if "system_admin" in who.roles:
        _form(now)
        show_certificates(who)
    if before:
        st.header("历次版本", anchor=False)
        show(table(_HEAD, map(_row, (now, *before))))


def _form(now: InstallationView) -> None:
    """Its keys carry the version: once it is saved, the form begins from what was said."""
    st.header("修改", anchor=False)
    key = f"installation.{now.version}"
    st.text_input("本单位或本地的名称", now.name, key=f"{key}.name", max_chars=NAME_LIMIT)
    st.text_input("文书页脚的话（可空）", now.note, key=f"{key}.note", max_chars=NOTE_LIMIT)
    st.text_input("公章五角星下方的字（可空）", now.legend, key=f"{key}.legend", max_chars=LEGEND_LIMIT)
    told = "此后编出的文书按新的写，已编出的不变。根证书的名称写在证书里，不能修改。"
    show(tag("p", told, class_="once-note"))
    st.button("保存", type="primary", key=f"{key}.save", on_click=_save, args=(now, key))


def _save(now: InstallationView, key: str) -> None:
    """Runs as a callback, before the page: asks for the login itself. What was not touched is not said anew."""
    typed = {name: st.session_state[f"{key}.{name}"].strip() for name in ("name", "note", "legend")}
    if not typed["name"]:
        typed.pop("name")
    wanted = InstallationChange(**{name: text for name, text in typed.items() if text != getattr(now, name)})
    done = service().installation.change(caller(), wanted, idempotency_key("installation.change", wanted, now.version))
    if isinstance(done, Refusal):
        refuse_after(done)
    else:
        tell_after(f"安装信息已改，现为第 {done.version} 版。")


def _row(said: InstallationView) -> tuple[str, ...]:
    return (
        str(said.version),
        said.name,
        said.note or "—",
        said.legend or "—",
        said.by_name,
        moment_text(said.at),
    )
