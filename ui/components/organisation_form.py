"""The forms of a change of the organisation: ask, show what it would do, and do it once the administrator confirms."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import streamlit as st

from flows.views.organisation_editing import ChangePreview, Choices
from matters.errors.base import Refusal
from matters.organisation.changes import CHANGE_NAMES
from matters.organisation.kinds import BODY_KIND_NAMES
from matters.organisation.snapshot import ROLE_NAMES
from ui.components.days import ask_day
from ui.components.markup import bullets, show, tag
from ui.components.messages import refuse, refuse_after, tell_after
from ui.components.wording import with_id
from ui.session import caller, idempotency_key, service, today

FormKind = Literal[
    "text",
    "day",
    "last_day",
    "flag",
    "person",
    "post",
    "body",
    "region",
    "role",
    "scope",
    "duty",
    "post_kind",
    "body_kind",
]


@dataclass(frozen=True)
class Asked:
    """One part of a change as a form asks for it."""

    name: str
    label: str
    kind: FormKind = "text"
    optional: bool = False


_DAY = Asked("on", "生效日期", "day")
_UNTIL = Asked("last_day", "截止日期（选填，当日仍有效）", "last_day")
_PERSON, _POST, _BODY = Asked("person", "人员", "person"), Asked("post", "岗位", "post"), Asked("body", "单位", "body")
_ROLE, _SCOPE = Asked("role", "角色", "role"), Asked("scope", "范围", "scope")
_DUTY, _REGION = Asked("duty", "职责", "duty"), Asked("region", "行政区划", "region")
_SUPERIORS = (
    Asked("administrative", "行政隶属单位（选填）", "body", optional=True),
    Asked("professional", "业务指导单位（选填）", "body", optional=True),
)
ASKED: Mapping[str, tuple[Asked, ...]] = {
    "add_body": (
        Asked("body", "单位标识（小写字母、数字、下划线）"),
        Asked("name", "单位名称"),
        Asked("kind", "单位类别", "body_kind"),
        _REGION,
        Asked("prefix", "机关代字"),
        Asked("number", "单位编号（三位数字）"),
        *_SUPERIORS,
        _DAY,
    ),
    "rename_body": (_BODY, Asked("name", "新名称"), _DAY),
    "end_body": (_BODY, _DAY),
    "change_superiors": (_BODY, *_SUPERIORS),
    "add_post": (
        _BODY,
        Asked("kind", "岗位类别", "post_kind"),
        Asked("title", "岗位名称"),
        Asked("head", "主要负责人", "flag"),
        Asked("liaison", "联络员", "flag"),
        _DAY,
    ),
    "end_post": (_POST, _DAY),
    "add_person": (Asked("name", "姓名"), Asked("phone", "电话（选填）", optional=True), _DAY),
    "end_person": (_PERSON, _DAY),
    "change_phone": (_PERSON, Asked("phone", "电话")),
    "give_post": (_PERSON, _POST, _DAY, _UNTIL),
    "take_post": (_PERSON, _POST, _DAY),
    "grant_role": (_PERSON, _ROLE, _SCOPE, _DAY, _UNTIL),
    "revoke_role": (_PERSON, _ROLE, _SCOPE, _DAY),
    "give_duty": (_BODY, _DUTY, Asked("name", "职责名称（新职责填写）", optional=True), _REGION, _DAY),
    "take_duty": (_BODY, _DUTY, _REGION, _DAY),
}
_NAMES = {kind.model_fields["type"].default: name for kind, name in CHANGE_NAMES.items()}


@dataclass(frozen=True)
class Offer:
    """The changes offered at one place. `known` is not asked; `among`: all that may be chosen, by `<type>.<part>`."""

    place: str
    types: tuple[str, ...]
    choices: Choices
    known: Mapping[str, str]
    among: Mapping[str, Mapping[str, str]]

    def show(self) -> None:
        """Ask which change, ask for its parts, and show what it would do."""
        chosen = st.selectbox(
            "调整内容",
            self.types,
            format_func=_NAMES.__getitem__,
            index=None,
            key=self._key("type"),
            placeholder="请选择",
        )
        if chosen is None:
            return
        with st.container(border=True, key=self._key(f"form.{chosen}")):
            self._draw(chosen)
            change = self._change(chosen)
            if st.button("预览影响", key=self._key("preview")):
                st.session_state[self._key("pending")] = change
            if st.session_state.get(self._key("pending")) == change:
                self._preview(change)

    def _draw(self, chosen: str) -> None:
        columns = st.columns(2)
        for number, part in enumerate(part for part in ASKED[chosen] if part.name not in self.known):
            with columns[number % 2]:
                self._ask(chosen, part)

    def _ask(self, chosen: str, part: Asked) -> None:
        key = self._key(f"{chosen}.{part.name}")
        if part.kind == "text":
            st.text_input(part.label, key=key)
        elif part.kind == "flag":
            st.checkbox(part.label, key=key)
        elif part.kind in ("day", "last_day"):
            usual = today() if part.kind == "day" else None
            ask_day(part.label, usual, today(), key=key)
        else:
            narrowed = self.among.get(f"{chosen}.{part.name}")
            options = self._options(part.kind) if narrowed is None else narrowed
            st.selectbox(
                part.label,
                list(options),
                format_func=lambda value: options.get(value, value),
                index=None,
                key=key,
                placeholder="请选择",
                accept_new_options=part.kind in ("post_kind", "duty"),
            )

    def _change(self, chosen: str) -> dict[str, Any]:
        """The change as the form stands in the browser now; nothing is said of a part that is empty."""
        given = {part.name: self._value(chosen, part) for part in ASKED[chosen]}
        return {"type": chosen, **{name: value for name, value in given.items() if value is not None}}

    def _value(self, chosen: str, part: Asked) -> Any:  # noqa: ANN401 - the value of any widget
        if part.name in self.known:
            return self.known[part.name]
        raw = st.session_state.get(self._key(f"{chosen}.{part.name}"))
        if isinstance(raw, date):
            return raw.isoformat()
        return raw.strip() if isinstance(raw, str) else raw

    def _options(self, kind: FormKind) -> Mapping[str, str]:
        choices = self.choices
        scopes = {"*": "全部", **{code: f"{name}及以下" for code, name in choices.regions.items()}, **choices.bodies}
        options: dict[str, Mapping[str, str]] = {
            "person": choices.people,
            "post": choices.posts,
            "body": choices.bodies,
            "region": choices.regions,
            "role": dict(ROLE_NAMES.items()),
            "scope": scopes,
            "duty": {duty: with_id(name, duty) for duty, name in choices.duties.items()},
            "post_kind": {kind: with_id(name, kind) for kind, name in choices.post_kinds.items()},
            "body_kind": dict(BODY_KIND_NAMES.items()),
        }
        return options[kind]

    def _preview(self, change: dict[str, Any]) -> None:
        found = service().organisation_editing.preview(caller(), change)
        if isinstance(found, Refusal):
            refuse(found)
            return
        show_preview(found)
        st.button(
            f"确认{found.name}",
            type="primary",
            key=self._key("confirm"),
            on_click=self._confirm,
            args=(change, found.version),
        )

    def _confirm(self, change: dict[str, Any], version: int) -> None:
        """Runs as a callback, before the page: asks for the login itself."""
        if self._change(change["type"]) != change:  # typed on after the preview, which the page is about to take away
            return
        key = idempotency_key("organisation", json.dumps(change, sort_keys=True), version)
        done = service().organisation_editing.change(caller(), change, version, key)
        st.session_state.pop(self._key("pending"), None)
        if isinstance(done, Refusal):
            refuse_after(done)
            return
        for name in [name for name in st.session_state if str(name).startswith(self._key(""))]:
            del st.session_state[name]
        tell_after(done.message)

    def _key(self, name: str) -> str:
        return f"change.{self.place}.{name}"


def show_preview(found: ChangePreview) -> None:
    """What would change, whom it touches, and what needs thought."""
    show(tag("p", tag("strong", "将作如下调整")), bullets(found.differences))
    if found.tasks:
        show(tag("p", f"涉及 {found.tasks} 项待办，确认后按新的机构信息重新确定办理人。"))
    if found.warnings:
        show(tag("div", tag("p", tag("strong", "请注意")), bullets(found.warnings), class_="once-alert"))
