"""账号: who has one and in what state; open, reset, disable, enable, and end logins."""

import streamlit as st

from flows.views.organisation_editing import AccountLine, AccountList, InitialPassword
from flows.views.people import Caller
from matters.calendar import moment_text
from matters.errors.base import Refusal
from ui.components.asking import ask_first
from ui.components.links import Place, link
from ui.components.markup import plain, show, tag
from ui.components.messages import answer_after, granted, refuse_after, tell
from ui.components.pager import pager, turn
from ui.session import caller, service

_PAGE, _PASSWORD = "accounts.page", "accounts.password"

PLACE = Place("accounts", "账号", rank=50, roles=frozenset({"system_admin", "security_admin"}))


def page() -> None:
    """A search, one row an account, and the form for a new one."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    _initial_password()
    words = st.text_input("查找", key="accounts.q", placeholder="姓名、用户名、单位、角色或状态")
    found = granted(service().account_keeping.list(who, words, turn(_PAGE)))
    if "system_admin" in who.roles:
        _open_account(found)
    for line in found.items:
        _line(who, line)
    if found.items:
        pager(_PAGE, found.page)
    else:
        st.info("没有相符的账号。")


def _initial_password() -> None:
    """Shown until it is noted down, and never again: only its hash is kept."""
    made: InitialPassword | None = st.session_state.get(_PASSWORD)
    if made:
        st.success(plain(f"账号 {made.username} 的初始密码如下，系统不再保存。请当面或密封告知本人，首次登录须修改。"))
        with st.container(horizontal=True, vertical_alignment="center"):
            show(tag("p", tag("strong", made.password)))
            st.button(
                "已记下，不再显示", key=f"{_PASSWORD}.noted", on_click=st.session_state.pop, args=(_PASSWORD, None)
            )


def _open_account(found: AccountList) -> None:
    with st.expander(f"开设账号（尚有 {len(found.without)} 人没有账号）"):
        left, right = st.columns(2)
        person = left.selectbox(
            "人员",
            list(found.without),
            format_func=lambda one: found.without[one],
            index=None,
            key="accounts.person",
            placeholder="请选择",
        )
        right.text_input("用户名", key="accounts.username", placeholder=person or "")
        st.button("开设", key="accounts.open", on_click=_create, disabled=not person)


def _line(who: Caller, line: AccountLine) -> None:
    with st.container(border=True, key=f"account.{line.username}"):
        left, right = st.columns([3, 2], vertical_alignment="center")
        with left:
            link("person", f"{line.name}（{line.username}）", person=line.person)
            used = f"，最近使用 {moment_text(line.last_seen)}" if line.last_seen else ""
            alive = f"{line.state}　{line.logins} 个登录、{line.tokens} 个接口令牌{used}"
            belongs = f"{'、'.join(line.bodies)}　{'、'.join(line.role_names)}"
            show(tag("p", alive), tag("p", belongs, class_="once-note"))
            if "security_admin" in who.roles:
                link("tokens", "接口令牌", account=line.username)
        with right, st.container(horizontal=True, horizontal_alignment="right"):
            _buttons(who, line)


def _buttons(who: Caller, line: AccountLine) -> None:
    keeper, name = "system_admin" in who.roles, line.username
    if keeper and not line.disabled:
        question = f"{line.name}现在的密码立即失效，须用新的初始密码登录后修改。"
        ask_first("重置密码", question, f"{name}.reset", _reset, name)
    if line.logins or line.tokens:
        question = f"{line.name}的 {line.logins} 个登录和 {line.tokens} 个接口令牌立即失效，未保存的填写会丢失。"
        ask_first("收回登录和令牌", question, f"{name}.revoke", _act, "revoke", name)
    if not line.disabled:
        question = f"停用后，{line.name}不能再登录，已有的登录和接口令牌一并收回。"
        ask_first("停用", question, f"{name}.disable", _act, "disable", name)
    elif keeper:
        st.button("启用", key=f"{name}.enable", on_click=_act, args=("enable", name))


def _create() -> None:
    """Runs as a callback, before the page: asks for the login itself, and the form for what was written last."""
    person = st.session_state["accounts.person"] or ""
    username = st.session_state["accounts.username"].strip() or person
    _keep(service().account_keeping.create(caller(), username, person))


def _reset(username: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    _keep(service().account_keeping.reset(caller(), username))


def _keep(made: InitialPassword | Refusal) -> None:
    if isinstance(made, Refusal):
        refuse_after(made)
    else:
        st.session_state[_PASSWORD] = made


def _act(what: str, username: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    keeping, who = service().account_keeping, caller()
    act = {"revoke": keeping.revoke, "disable": keeping.disable, "enable": keeping.enable}[what]
    done = act(who, username)
    answer_after(done)
