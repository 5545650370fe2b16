"""接口令牌: what programs of one's own may do, made and revoked; for the security administrator those of another account."""

import streamlit as st

from flows.views.scopes import SCOPES
from flows.views.tokens import NewToken, TokenLine, TokenRequest
from matters.calendar import moment_text
from matters.errors.base import Refusal
from ui.components.asking import ask_first
from ui.components.links import Place
from ui.components.markup import plain, show, tag
from ui.components.messages import answer_after, granted, refuse_after, tell
from ui.session import caller, idempotency_key, service

_NOTE = (
    "其他程序用接口令牌以账号本人的身份调用接口，只能用于所选的范围，到期自动失效。请按用途分别新增，不用的及时收回；"
    "令牌等同密码，请勿转给他人。"
)
_MADE, _TURN = "tokens.made", "tokens.turn"

PLACE = Place("tokens", "接口令牌")


def page() -> None:
    """The caller's own, or those of the account in the address."""
    who = caller()
    account = st.query_params.get("account", "")
    tell()
    st.title(PLACE.title, anchor=False)
    if account:
        show(tag("p", f"账号 {account} 的接口令牌。只能为仅有“数字员工”角色的账号新增。", class_="once-note"))
    else:
        show(tag("p", _NOTE, class_="once-note"))
    _made()
    desk = service().tokens
    found = granted(desk.of_account(who, account) if account else desk.list(who))
    for line in found.items:
        _line(line)
    if not found.items:
        st.info("没有接口令牌。")
    _form(account)


def _made() -> None:
    """Shown until it is noted down, and never again: only its digest is kept."""
    made: NewToken | None = st.session_state.get(_MADE)
    if made and made.token:
        st.success(plain(f"令牌“{made.line.name}”如下，系统不再保存，请立即存入使用它的程序。"))
        st.code(made.token, language=None)
        st.button("已存好，不再显示", key=f"{_MADE}.noted", on_click=st.session_state.pop, args=(_MADE, None))


def _line(line: TokenLine) -> None:
    with st.container(border=True, key=f"token.{line.id}"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        used = f"最近使用 {moment_text(line.last_used)}" if line.last_used else "没有用过"
        scope = "不限范围" if line.scope is None else "、".join(SCOPES.get(one, one) for one in line.scope)
        with left:
            show(
                tag("p", tag("strong", line.name)),
                tag("p", scope),
                tag(
                    "p",
                    f"{moment_text(line.created_at)}新增，{moment_text(line.expires_at)}失效，{used}",
                    class_="once-note",
                ),
            )
        with right:
            question = f"令牌“{line.name}”立即失效，使用它的程序不能再调用接口。"
            ask_first("收回", question, f"token.{line.id}.revoke", _revoke, line.id)


def _form(account: str) -> None:
    turn = st.session_state.get(_TURN, 0)
    with st.expander("新增接口令牌", key=f"tokens.new.{turn}"):
        name = st.text_input("名称", key=f"tokens.name.{turn}", max_chars=60, placeholder="用在哪里，如“财务系统对接”")
        scope = st.multiselect(
            "范围",
            list(SCOPES),
            format_func=lambda one: SCOPES[one],
            key=f"tokens.scope.{turn}",
            placeholder="请选择",
            help="“办理”包括“查看”。",
        )
        st.number_input("有效天数", 1, 3650, 90, key=f"tokens.days.{turn}")
        ready = bool(name.strip() and scope)
        st.button(
            "新增", key="tokens.create", type="primary", disabled=not ready, on_click=_create, args=(account, turn)
        )


def _create(account: str, turn: int) -> None:
    """Runs as a callback, before the page: asks for the login itself, and the form for what was written last."""
    name, scope, days = (st.session_state[f"tokens.{part}.{turn}"] for part in ("name", "scope", "days"))
    wanted, who, desk = TokenRequest(name=name.strip(), scope=tuple(scope), days=days), caller(), service().tokens
    made = desk.create_for(who, account, wanted) if account else desk.create(who, wanted)
    if isinstance(made, Refusal):
        refuse_after(made)
    else:
        st.session_state[_MADE] = made
        st.session_state[_TURN] = turn + 1


def _revoke(token_id: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    answer_after(service().tokens.revoke(caller(), token_id, idempotency_key("revoke token", token_id)))
