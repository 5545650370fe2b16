"""申请: the form of a matter, saved field by field on the server, with the forecast of what lies ahead."""

from collections.abc import Mapping
from typing import NoReturn

import streamlit as st

from flows.views.cases import DraftView, Receipt
from flows.views.filing_for import Mandate
from flows.views.matters import ForecastView
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.filing.reviewed import wants_review
from matters.language.document import Definition
from matters.organisation.snapshot import Holder
from ui.components.acts.late_materials import offer
from ui.components.applying.again import offer_again, show_copied
from ui.components.applying.filing import Filing, holder_of, kept_of, name_of
from ui.components.applying.mandates import hand_in, mandate_of, offer_mandates, review
from ui.components.applying.parts import show_parts
from ui.components.applying.receipt import show_receipt
from ui.components.applying.reporting import period_asked, show_period
from ui.components.applying.review import show_chosen, show_review
from ui.components.asking import ask_first
from ui.components.defects import show_defects
from ui.components.filling import choose_later, fill, show_ahead
from ui.components.links import Place, link
from ui.components.markup import bullets, plain, show, tag
from ui.components.messages import granted, refuse, refuse_after, tell
from ui.components.shown import as_shown
from ui.components.wording import clock
from ui.session import caller, service

PLACE = Place("filing", "申请")


def page() -> None:
    """The form of the matter in the address, or what was just filed."""
    who = caller()
    tell()
    code = st.query_params.get("matter", "")
    given = st.query_params.get("mandate", "")
    mandate = mandate_of(who, code, given) if given else None
    receipt = st.session_state.get(kept_of(name_of(code, mandate.principal if mandate else None), "receipt"))
    if not code:
        st.title(PLACE.title, anchor=False)
        st.info("请先在“办事”中选择要办理的事项。")
        link("matters", "选择事项")
    elif receipt:
        _filed(who, code, receipt, again=mandate is None)
    elif given and mandate is None:
        st.title(PLACE.title, anchor=False)
        st.info("该委托已经撤销或者届满，或者不包括该事项，不能代办。")
        link("proxies", "查看委托")
    else:
        _form(who, code, mandate)


def _filed(who: Caller, code: str, receipt: Receipt, *, again: bool) -> None:
    show_receipt(who, receipt)
    if again:
        offer_again(receipt.case_no, code)


def _form(who: Caller, code: str, mandate: Mandate | None) -> None:
    matter = granted(service().matters.show(who, code))
    definition = Definition.model_validate(matter.definition)
    if definition.form is None or not matter.line.online:
        st.title(plain(f"申请：{definition.name}"), anchor=False)
        st.info("本事项不在网上办理，请按办事指南线下办理。")
        link("matter", "查看办事指南", matter=code)
        return
    behalf = mandate.principal if mandate else None
    draft = granted(service().drafts.load(who, code, holder_of(behalf)))
    period = period_asked(who, definition, st.query_params.get("period", ""))
    filing = Filing(who, definition, draft, None if mandate else matter.owner_body, behalf, period)
    if filing.reviewing and draft.saved_at:
        _review(filing)
    else:
        _ask(filing)


def _ask(filing: Filing) -> None:
    st.title(plain(f"申请：{filing.definition.name}"), anchor=False)
    top, place = st.empty(), st.empty()  # there without it too, see `tell`; so are those below
    if filing.taken_away():
        with place.container():
            st.info("这份草稿已在另一个页面提交或清空。已提交的，请在“我的办件”中查看；需要再申请的，请重新填写。")
            link("my-cases", "我的办件")
    filing.follow()
    with top:
        show_defects(filing.defects, filing.turn("attempt"))
    left, right = st.columns([7, 4], gap="large")
    with left:
        _saved(filing.draft)
        show_period(filing.period)
        _closed(filing.forecast)
        _outdated(filing.draft)
        if filing.behalf is None:
            show_copied(filing.code)
            offer_mandates(filing)
        show_parts(filing.parts, filing.missing)
        fill(filing)
        offer(filing, filing.forecast)
        choices = choose_later(filing)
    with right, st.container(key="once-ahead"):
        show_ahead(filing.forecast)
    _submit(filing, choices)
    filing.show_way_back()


def _review(filing: Filing) -> None:
    """All that goes along, as it will be read; where something of it is refused, the form says so."""
    found = review(filing, st.query_params.get("mandate", ""))
    if isinstance(found, Refusal):
        _back(filing, found)
    st.title(plain(f"核对：{filing.definition.name}"), anchor=False)
    left, right = st.columns([7, 4], gap="large")
    with left:
        show_period(filing.period)
        show_review(filing, found.answers)
        if isinstance(filing.forecast, ForecastView):
            show_chosen(filing.forecast.choices, filing.chosen)
    with right, st.container(key="once-ahead"):
        show_ahead(filing.forecast)
    with st.container(horizontal=True):
        submitted = st.button("提交申请", type="primary", key=filing.key("submit.reviewed"))
        st.button("返回修改", key=filing.key("amend"), on_click=filing.amend)
    if submitted and as_shown():
        _file(filing, filing.chosen)


def _back(filing: Filing, refusal: Refusal) -> NoReturn:
    """To the form, which says what is wrong."""
    filing.amend()
    if isinstance(refusal, Invalid):
        filing.remember(refusal.problems)
    else:
        refuse_after(refusal)
    st.rerun()


def _saved(draft: DraftView) -> None:
    told = f"已保存 {clock(draft.saved_at)}" if draft.saved_at else "填写的内容会随时保存，可以离开后再继续。"
    show(tag("p", told, class_="once-note", role="status"))


def _closed(forecast: ForecastView | Refusal) -> None:
    """It can be filled in now, and handed in later; there without it too, so that nothing below is drawn anew."""
    place = st.empty()
    if isinstance(forecast, ForecastView) and forecast.closed:
        place.info(plain(forecast.closed))


def _outdated(draft: DraftView) -> None:
    """The matter has changed since the draft was saved."""
    place = st.empty()
    if draft.outdated:
        head, *changes = draft.outdated
        with place.container():
            st.warning(plain(head))
            show(bullets(changes))


def _submit(filing: Filing, choices: Mapping[str, Holder]) -> None:
    st.divider()
    with st.container(horizontal=True):
        pressed = _hand_in(filing)
        question = "已填写的内容和已上传的文件将全部清除，不能恢复。"
        ask_first("清空重填", question, filing.key("discard"), _discard, filing)
    if not (pressed and as_shown()):
        return
    if wants_review(filing.definition):
        filing.review(choices)
        st.rerun()
    _file(filing, choices)


def _hand_in(filing: Filing) -> bool:
    """The press that ends the form: on to reading it once more, or handed in at once where it is short."""
    key = filing.key("submit")
    if wants_review(filing.definition):
        return st.button("核对申请", type="primary", key=key)
    return st.button("提交申请", type="primary", key=key)


def _discard(filing: Filing) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    found = service().drafts.discard(caller(), filing.code, filing.applicant)
    if isinstance(found, Refusal):
        refuse_after(found)
    else:
        filing.start_anew()


def _file(filing: Filing, choices: Mapping[str, Holder]) -> None:
    """File once: the key is bound to the content and to the moment the draft was saved."""
    draft = filing.draft
    if draft.saved_at is None:
        draft = filing.save({})
    found = hand_in(filing, choices, draft.saved_at, st.query_params.get("mandate", ""))
    if isinstance(found, Invalid):
        _back(filing, found)
    elif isinstance(found, Refusal):
        refuse(found)
    else:
        filing.start_anew()
        st.session_state[kept_of(name_of(filing.code, filing.behalf), "receipt")] = found[0]
        st.rerun()
