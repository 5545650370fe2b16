"""编辑事项: the text with its remarks at the line, the form and the steps it makes, what it changes, and the way into force."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from secrets import token_hex
from typing import Any

import streamlit as st

from flows.views.editing import CheckView, DefinitionDraft, DefinitionView, DraftState
from flows.views.people import Caller
from matters.calendar import moment_text
from matters.errors.administering import DraftExists, EditedMeanwhile
from matters.errors.base import Problem, Refusal
from matters.errors.door import NotFound
from matters.errors.handling import NotPossible
from matters.language.document import Definition
from matters.language.places import path_text
from matters.language.text.editing import Change, changed, seen_by
from matters.language.text.reading import read_definition
from matters.language.text.yaml_text import Parsed, Unreadable, parse_yaml
from matters.language.words.phrases import Phrasing, phrasing_of
from matters.organisation.snapshot import Vocabulary
from ui.components.asking import ask_first
from ui.components.definitions.by_part import edit_by_part
from ui.components.definitions.cancelling import show_cancelling
from ui.components.definitions.editor import definition_editor, typed
from ui.components.definitions.forms import show_forms
from ui.components.definitions.language_help import language_help
from ui.components.definitions.part_fields import Draft
from ui.components.definitions.parts import show_changes, show_golden, show_remarks, show_versions
from ui.components.definitions.preview import preview_form
from ui.components.guides.route_picture import route_picture
from ui.components.links import Place, link
from ui.components.lists.touched import show_touched
from ui.components.markup import plain, show, tag
from ui.components.messages import granted, refuse_after, tell, tell_after
from ui.session import caller, idempotency_key, service, today

_UNREADABLE = "草案的格式还有问题，改好后才能显示。详见“检查”。"


@dataclass(frozen=True)
class _Sheet:
    """What the page is about: a draft, or the version in force when there is none. `check`: of a draft only.

    `called`: what people call the duties and the kinds of post that it names.
    """

    who: Caller
    view: DefinitionView
    text: str
    check: CheckView | None
    definition: Definition | None
    called: Vocabulary

    @property
    def state(self) -> DraftState | None:
        return self.view.draft.state if self.view.draft else None


PLACE = Place("definition", "编辑事项", roles=frozenset({"matter_admin"}))


def page() -> None:
    """The definition of the matter in the address."""
    who = caller()
    code = st.query_params.get("matter", "")
    if not code:
        st.title(PLACE.title, anchor=False)
        st.info("请先在“事项管理”中选择事项。")
        link("definitions", "选择事项")
        return
    view = granted(service().matter_editing.show(who, code))
    sheet = _sheet(who, view)
    name = sheet.definition.name if sheet.definition else view.name
    st.title(plain(f"{code}　{name}"), anchor=False)
    tell()
    _standing(sheet)
    _tabs(sheet)


def _sheet(who: Caller, view: DefinitionView) -> _Sheet:
    called = granted(service().organisation.vocabulary(who))
    if view.draft is None:
        text = granted(service().matter_editing.source(who, view.code, view.versions[0].version)).text
        found = read_definition(text, view.code)
        return _Sheet(who, view, text, None, found if isinstance(found, Definition) else None, called)
    sent = typed(_editor_key(view.code))
    text = view.draft.text if sent is None else sent
    check = _checked(who, view, text)
    drawn = Definition.model_validate(check.definition) if check.definition else None
    return _Sheet(who, view, text, check, drawn, called)


def _checked(who: Caller, view: DefinitionView, text: str) -> CheckView:
    """The check of this text, made once: the golden cases take a tenth of a second and more."""
    newest = view.versions[0].version if view.versions else 0
    wanted = (view.code, newest, sha256(text.encode()).hexdigest())
    kept: tuple[object, CheckView] | None = st.session_state.get("definition.checked")
    if kept and kept[0] == wanted:
        return kept[1]
    check = granted(service().matter_editing.check(who, view.code, text))
    st.session_state["definition.checked"] = (wanted, check)
    return check


def _standing(sheet: _Sheet) -> None:
    """Where the draft stands, and what can be done with it now."""
    state, view = sheet.state, sheet.view
    if state is None:
        show(
            tag(
                "p",
                f"现行第 {view.versions[0].version} 版。已发布的版本不能修改；需要修改的，请起草新版本。",
                class_="once-note",
            )
        )
        _button("起草新版本", "begin", partial(_begin, view.code), primary=True)
    elif state.submitted_digest is None:
        _being_written(sheet, state)
    elif state.may_publish:
        _awaiting_me(sheet, state, state.submitted_digest)
    else:
        st.info(
            plain(f"{state.submitted_by}已提交发布第 {state.version} 版，须由其他事项管理员审阅发布，此前不能修改。")
        )
        _button("撤回提交，继续修改", "take_back", partial(_take_back, view.code, _turn(view.code)))


def _being_written(sheet: _Sheet, state: DraftState) -> None:
    if state.return_reason:
        st.warning(plain(f"{state.returned_by}退回修改：{state.return_reason}"))
    saved = f"第 {state.version} 版草案，{state.saved_by}于{moment_text(state.saved_at)}保存。"
    show(tag("p", saved, class_="once-note", role="status"))
    _told_of_others(sheet, state)
    clean = sheet.check is not None and sheet.check.clean
    with st.container(horizontal=True):
        _button(
            "提交发布",
            "submit",
            partial(_submit, state.code, _turn(state.code)),
            primary=True,
            disabled=not clean,
            help=None if clean else "改好“检查”中列出的错误后才能提交。",
        )
        question = "放弃后，草案的内容不再保留；已发布的版本不受影响。"
        discard = partial(_discard, state.code, _turn(state.code), state.revision)
        ask_first("放弃草案", question, "definition.discard", discard)


def _told_of_others(sheet: _Sheet, state: DraftState) -> None:
    """Somebody else, or another tab, has saved since this page took its text."""
    known = st.session_state.setdefault(_revision_key(state.code, _turn(state.code)), state.revision)
    if known != state.revision:
        st.warning(
            plain(f"草案已由{state.saved_by}于{moment_text(state.saved_at)}另行保存。您在本页的修改不会再保存。")
        )
        _button("载入最新内容", "reload", partial(_load_anew, state.code))


def _awaiting_me(sheet: _Sheet, state: DraftState, digest: str) -> None:
    """The second person: what changes, then yes or no. The buttons carry the digest of the text on this page."""
    st.info(
        plain(f"{state.submitted_by}提交发布第 {state.version} 版，请审阅。先看“与现行版本的差异”，再决定发布或退回。")
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        publish = partial(_publish, state.code, _turn(state.code), digest)
        question = f"发布后，新的申请一律按第 {state.version} 版办理；已发布的版本不能修改，也不能收回。"
        ask_first(f"发布第 {state.version} 版", question, f"definition.publish.{digest}", publish)
        question = f"退回后由{state.submitted_by}修改，改好后须重新提交。"
        send_back = partial(_send_back, state.code, _turn(state.code))
        ask_first("退回修改", question, f"definition.send_back.{digest}", send_back, reason="退回的理由")


def _tabs(sheet: _Sheet) -> None:
    count = sum(remark.severity != "warning" for remark in sheet.check.remarks) if sheet.check else 0
    names = (
        "逐项修改",
        "内容",
        f"检查（{count}）" if count else "检查",
        "表单预览",
        "环节图",
        "与现行版本的差异",
        "金样",
        "版本",
        "取消",
    )
    tabs = st.tabs(names, key=f"definition.{sheet.view.code}.tabs")
    parts, text, check, form, route, changes, golden, versions, gone = tabs
    with text:
        _content(sheet)
    with parts:
        _by_part(sheet)
    with check:
        _remarks(sheet)
    with form:
        _drawn(sheet, lambda matter: preview_form(sheet.who, matter))
    with route:
        _drawn(sheet, lambda matter: show(route_picture(matter, sheet.called)))
    with changes:
        _changes(sheet)
    with golden:
        remarks = sheet.check.remarks if sheet.check else ()
        _drawn(sheet, lambda matter: show_golden(matter, remarks, checked=sheet.check is not None))
    with versions:
        show_versions(sheet.who, sheet.view)
    with gone:
        if sheet.view.versions:
            show_cancelling(sheet.who, sheet.view.code)
        else:
            st.info("事项尚未发布，无需取消；不再需要的，放弃草案即可。")


def _changes(sheet: _Sheet) -> None:
    if sheet.view.draft:
        show_changes(sheet.who, sheet.view)
        show_touched(sheet.who, sheet.view.code, sheet.text)
    else:
        st.info("没有草案。")


def _by_part(sheet: _Sheet) -> None:
    parsed = parse_yaml(sheet.text)
    if isinstance(parsed, Unreadable):
        st.info(plain(f"“内容”第 {parsed.line} 行读不懂，改好后才能逐项修改：{parsed.message}"))
        return
    edit_by_part(
        Draft(
            code=sheet.view.code,
            content=parsed.data,
            told=phrasing_of(sheet.definition, sheet.called) if sheet.definition else Phrasing(vocabulary=sheet.called),
            words=sheet.called,
            remarks=[(one.target, one.message) for one in sheet.check.remarks] if sheet.check else (),
            locked=sheet.state is None or sheet.state.submitted_digest is not None,
            today=today(),
            change=partial(_change, sheet.view.code),
        )
    )


def _content(sheet: _Sheet) -> None:
    state = sheet.state
    definition_editor(
        _editor_key(sheet.view.code),
        sheet.text,
        _editor_key(sheet.view.code) + (state.submitted_digest or "") if state else "",
        sheet.check.remarks if sheet.check else (),
        locked=state is None or state.submitted_digest is not None,
        changed=partial(_save, sheet.view.code),
    )
    with st.expander("样表和空白表格", key="definition.forms"):
        show_forms(sheet.who, sheet.view.code, locked=state is None or state.submitted_digest is not None)
    with st.expander("写法速查", key="definition.help"):
        language_help()


def _remarks(sheet: _Sheet) -> None:
    if sheet.check:
        show_remarks(sheet.check, sheet.text)
    else:
        st.info("这是已发布的版本，发布时已检查通过。")


def _drawn(sheet: _Sheet, draw: Callable[[Definition], None]) -> None:
    if sheet.definition:
        draw(sheet.definition)
    else:
        st.info(_UNREADABLE)


def _button(label: str, name: str, act: Callable[[], None], *, primary: bool = False, **more: Any) -> None:  # noqa: ANN401
    st.button(label, key=f"definition.{name}", on_click=act, type="primary" if primary else "secondary", **more)


def _editor_key(code: str) -> str:
    return f"definition.{code}.editor.{_turn(code)}"


def _turn(code: str) -> str:
    """What this page shows of the matter until something has been done with it; never the same again."""
    return str(st.session_state.setdefault(f"definition.{code}.turn", token_hex(8)))


def _revision_key(code: str, turn: str) -> str:
    return f"definition.{code}.revision.{turn}"


def _load_anew(code: str) -> None:
    """Forget what this page holds; the text on the server is shown."""
    st.session_state.pop(f"definition.{code}.turn", None)


def _save(code: str) -> None:
    """Runs as a callback whenever the browser sends a text."""
    text = typed(_editor_key(code))
    if text is None:
        return
    found = service().matter_editing.save(
        caller(), code, text, st.session_state.get(_revision_key(code, _turn(code)), 0)
    )
    _saved(code, found)


def _change(code: str, change: Change, seen: object) -> None:
    """Runs as a callback: one change of the draft as it is saved, for what the page showed and nothing else."""
    view = service().matter_editing.show(caller(), code)
    if isinstance(view, Refusal) or view.draft is None:
        refuse_after(view if isinstance(view, Refusal) else NotFound(what="草案"))
        return
    state, known = view.draft.state, st.session_state.get(_revision_key(code, _turn(code)), 0)
    made = _made(view.draft.text, change, seen)
    if state.revision != known:
        refuse_after(EditedMeanwhile(who=state.saved_by, at=state.saved_at))
    elif isinstance(made, Problem):
        refuse_after(NotPossible(action="修改", why=made.message))
    else:
        found = service().matter_editing.save(caller(), code, made, known)
        if isinstance(found, DefinitionDraft):
            _load_anew(code)  # the editor beside shows the text as it is now
        _saved(code, found)


def _made(text: str, change: Change, seen: object) -> str | Problem:
    parsed = parse_yaml(text)
    if isinstance(parsed, Parsed) and seen_by(parsed.data, change) != seen:
        return Problem(path_text(change.path), "这一处刚刚已有改动，请看清现在的内容后再改")
    return changed(text, change)


def _saved(code: str, found: DefinitionDraft | Refusal) -> None:
    if isinstance(found, DefinitionDraft):
        st.session_state[_revision_key(code, _turn(code))] = found.state.revision
    else:
        refuse_after(found)


def _begin(code: str) -> None:
    _load_anew(code)
    found = service().matter_editing.begin(caller(), code)
    if isinstance(found, Refusal) and not isinstance(found, DraftExists):  # that draft is what the page shows next
        refuse_after(found)


def _submit(code: str, turn: str) -> None:
    revision = st.session_state.get(_revision_key(code, turn), 0)
    found = service().matter_editing.submit(caller(), code, revision, _key("submit", turn))
    _told(code, found, "已提交发布，请其他事项管理员审阅。")


def _take_back(code: str, turn: str) -> None:
    _told(code, service().matter_editing.take_back(caller(), code, _key("take_back", turn)), "已撤回提交。")


def _send_back(code: str, turn: str, reason: str) -> None:
    found = service().matter_editing.send_back(caller(), code, reason, _key("send_back", turn, reason))
    _told(code, found, "已退回修改。")


def _publish(code: str, turn: str, digest: str) -> None:
    found = service().matter_editing.publish(caller(), code, digest, _key("publish", turn, digest))
    _told(code, found, getattr(found, "message", ""))


def _discard(code: str, turn: str, revision: int) -> None:
    found = service().matter_editing.discard(caller(), code, revision, _key("discard", turn))
    _told(code, found, "已放弃草案。")


def _key(operation: str, turn: str, content: str = "") -> str:
    """A second click on what the page showed is answered as the first; a later draft of the same number is another."""
    return idempotency_key(operation, content, turn)


def _told(code: str, found: object, done: str) -> None:
    if isinstance(found, Refusal):
        refuse_after(found)
    else:
        tell_after(done)
        _load_anew(code)
