"""窗口登记: what somebody brings to the window, written down by who accepts it, with the originals that were seen."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from flows.views.cases import Receipt
from flows.views.filing_for import WindowMatter, WindowRequest
from flows.views.people import Caller
from flows.views.tasks import HatChoice
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.filing.reviewed import wants_review
from matters.language.document import Definition
from matters.organisation.snapshot import Holder
from ui.components.applying.filing import Filing, holder_of, kept_of
from ui.components.applying.receipt import show_receipt
from ui.components.applying.review import show_review
from ui.components.asking import ask_first
from ui.components.defects import show_defects
from ui.components.filling import choose_later, fill, show_ahead
from ui.components.links import Place, link
from ui.components.markup import facts, plain, show, tag
from ui.components.messages import granted, refuse_after, tell
from ui.components.shown import as_shown
from ui.session import caller, idempotency_key, service

PLACE = Place("window", "窗口登记", rank=5, roles=frozenset({"window"}))
_NOTE = (
    "申请人本人到场的，在此为其登记：计跑动一次，逐份登记原件是否留存。办件归申请人，本人可以在网上查看、补正和撤回；"
    "登记后照常受理。本人的申请不能由本人登记。"
)
_RETURNED, _KEPT = "已核验，当场退还", "已核验，留存"


def page() -> None:
    """Matter, applicant, form; then the receipt."""
    who = caller()
    tell()
    receipt: Receipt | None = st.session_state.get(kept_of(PLACE.address, "receipt"))
    if receipt:
        show_receipt(who, receipt)
        link("window", "登记下一件")
        return
    st.title(PLACE.title, anchor=False)
    show(tag("p", _NOTE, class_="once-note"))
    matters = {one.code: one for one in granted(service().for_others.matters(who))}
    if not matters:
        st.info("您的岗位没有受理的事项，不能登记。")
        return
    matter = _matter(matters)
    applicant = _applicant(who, matter) if matter else None
    if matter and applicant:
        _form(who, matter, applicant)


def _matter(matters: dict[str, WindowMatter]) -> WindowMatter | None:
    code = st.selectbox(
        "办理什么事项",
        list(matters),
        index=None,
        format_func=lambda code: matters[code].name,
        placeholder="请选择事项",
        key="window.matter",
    )
    return matters[code] if code else None


def _applicant(who: Caller, matter: WindowMatter) -> HatChoice | None:
    q = st.text_input("查找申请人", key="window.find", max_chars=50, placeholder="输入姓名、单位或职务，按回车键查找")
    found = granted(service().for_others.applicants(who, matter.code, q.strip())) if q.strip() else ()
    if q.strip() and not found:
        show(tag("p", "没有找到该申请人，或者其申请不由本岗位受理。", class_="once-note", role="status"))
        return None
    known = {f"{one.person}/{one.post}": one for one in found}
    chosen = st.selectbox(
        "申请人",
        list(known),
        index=None,
        format_func=lambda one: known[one].text,
        placeholder="请先查找，再选择申请人",
        key=f"window.applicant.{matter.code}",
    )
    return known[chosen] if chosen else None


def _form(who: Caller, matter: WindowMatter, applicant: HatChoice) -> None:
    definition = Definition.model_validate(granted(service().matters.show(who, matter.code)).definition)
    draft = granted(service().drafts.load(who, matter.code, holder_of(applicant)))
    filing = Filing(who, definition, draft, behalf=applicant)
    if filing.reviewing and draft.saved_at:
        _review(filing, matter)
    else:
        _ask(filing, matter)


def _ask(filing: Filing, matter: WindowMatter) -> None:
    read_once_more = wants_review(filing.definition)
    top = st.empty()
    filing.taken_away()
    filing.follow()
    with top:
        show_defects(filing.defects, filing.turn("attempt"))
    left, right = st.columns([7, 4], gap="large")
    with left:
        fill(filing, partial(_ask_original, filing))
        choices = choose_later(filing)
    with right, st.container(key="once-ahead"):
        show_ahead(filing.forecast)
    st.divider()
    with st.container(horizontal=True):
        pressed = st.button("核对登记" if read_once_more else "登记", type="primary", key=filing.key("register"))
        question = "已填写的内容和已上传的文件将全部清除，不能恢复。"
        ask_first("清空重填", question, filing.key("discard"), _discard, filing)
    filing.show_way_back()
    if not (pressed and as_shown()):
        return
    if read_once_more:
        st.session_state[filing.key("originals")] = _originals(filing)
        filing.review(choices)
        st.rerun()
    _register(filing, _request(filing, matter, choices, _originals(filing)))


def _request(
    filing: Filing, matter: WindowMatter, choices: Mapping[str, Holder], originals: Mapping[str, str]
) -> WindowRequest:
    own = {"post": matter.post, "applicant": filing.applicant, "originals": originals}
    return WindowRequest.model_validate({**filing.request(choices).model_dump(), **own})


def _review(filing: Filing, matter: WindowMatter) -> None:
    """All that goes along, as it will be read, with the originals that were seen."""
    originals: dict[str, str] = st.session_state.get(filing.key("originals"), {})
    request = _request(filing, matter, filing.chosen, originals)
    found = service().for_others.review(filing.caller, request)
    if isinstance(found, Refusal):
        filing.amend()
        _wrong(filing, found)
        st.rerun()
    st.header(plain(f"核对：{filing.definition.name}"), anchor=False)
    show_review(filing, found.answers)
    names = {material.id: material.name for material in filing.definition.materials}
    kept = [(f"“{names[one]}”的原件", f"{_KEPT}：{place}" if place else _RETURNED) for one, place in originals.items()]
    if kept:
        show(facts(kept))
    with st.container(horizontal=True):
        pressed = st.button("登记", type="primary", key=filing.key("register.reviewed"))
        st.button("返回修改", key=filing.key("amend"), on_click=filing.amend)
    if pressed and as_shown():
        _register(filing, request)


def _ask_original(filing: Filing, material: str) -> None:
    """Whether the original was kept, and where; without a word of it nothing is registered."""
    seen: dict[str, str] = st.session_state.get(filing.key("originals"), {})  # before it was read once more
    if material in seen:
        st.session_state.setdefault(filing.key(f"{material}.original"), _KEPT if seen[material] else _RETURNED)
        st.session_state.setdefault(filing.key(f"{material}.place"), seen[material])
    kept = st.radio("原件", [_RETURNED, _KEPT], index=None, horizontal=True, key=filing.key(f"{material}.original"))
    if kept == _KEPT:
        st.text_input("原件留存在哪里（必填）", key=filing.key(f"{material}.place"), max_chars=200)


def _originals(filing: Filing) -> dict[str, str]:
    """Of each material that was brought; one that nobody has looked at is left out, and the service says so."""
    seen: dict[str, str] = {}
    for material, files in filing.draft.materials.items():
        kept = st.session_state.get(filing.key(f"{material}.original"))
        place = str(st.session_state.get(filing.key(f"{material}.place"), "")).strip()
        if files and (kept == _RETURNED or (kept == _KEPT and place)):
            seen[material] = place if kept == _KEPT else ""
    return seen


def _register(filing: Filing, request: WindowRequest) -> None:
    """File once: the key is bound to the content and to the moment the draft was saved."""
    saved_at = filing.draft.saved_at or filing.save({}).saved_at
    found = service().for_others.register(filing.caller, request, idempotency_key("window", request, saved_at))
    if isinstance(found, Refusal):
        filing.amend()
        _wrong(filing, found)
        st.rerun()
    filing.start_anew()
    st.session_state[kept_of(PLACE.address, "receipt")] = found[0]
    st.rerun()


def _wrong(filing: Filing, refusal: Refusal) -> None:
    """The form says it: beside each place, or on top."""
    if isinstance(refusal, Invalid):
        filing.remember(refusal.problems)
    else:
        refuse_after(refusal)


def _discard(filing: Filing) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    found = service().drafts.discard(caller(), filing.code, filing.applicant)
    if isinstance(found, Refusal):
        refuse_after(found)
    else:
        filing.start_anew()
