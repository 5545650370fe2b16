"""申请: the form of a matter, saved field by field on the server, with the forecast of what lies ahead."""

from collections.abc import Mapping
from functools import partial
from typing import NoReturn

import streamlit as st

from flows.views.cases import DraftView, Receipt
from flows.views.matters import ForecastView
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.filing.reviewed import wants_review
from matters.language.document import Definition
from matters.organisation.snapshot import Holder
from ui.components.acts.late_materials import offer
from ui.components.acts.people import choose_actors
from ui.components.applying.again import offer_again, show_copied
from ui.components.applying.filing import Filing, kept_of
from ui.components.applying.parts import show_parts
from ui.components.applying.receipt import show_receipt
from ui.components.applying.review import show_chosen, show_review
from ui.components.asking import ask_first
from ui.components.defects import show_defects, show_problem
from ui.components.forecast import show_steps
from ui.components.links import Place, link
from ui.components.markup import bullets, facts, plain, show, tag
from ui.components.materials import Shelf, ask_for_files
from ui.components.messages import granted, refuse, refuse_after, tell
from ui.components.shown import as_shown
from ui.components.wording import clock, errands
from ui.session import caller, idempotency_key, service

PLACE = Place("filing", "申请")


def page() -> None:
    """The form of the matter in the address, or what was just filed."""
    who = caller()
    tell()
    code = st.query_params.get("matter", "")
    receipt = st.session_state.get(kept_of(code, "receipt"))
    if not code:
        st.title(PLACE.title, anchor=False)
        st.info("请先在“办事”中选择要办理的事项。")
        link("matters", "选择事项")
    elif receipt:
        _filed(who, code, receipt)
    else:
        _form(who, code)


def _filed(who: Caller, code: str, receipt: Receipt) -> None:
    show_receipt(who, receipt)
    offer_again(receipt.case_no, code)


def _form(who: Caller, code: str) -> None:
    matter = granted(service().matters.show(who, code))
    definition = Definition.model_validate(matter.definition)
    if definition.form is None or not matter.line.online:
        st.title(plain(f"申请：{definition.name}"), anchor=False)
        st.info("本事项不在网上办理，请按办事指南线下办理。")
        link("matter", "查看办事指南", matter=code)
        return
    draft = granted(service().drafts.load(who, code))
    filing = Filing(who, definition, draft, matter.owner_body)
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
        _closed(filing.forecast)
        _outdated(filing.draft)
        show_copied(filing.code)
        show_parts(filing.parts, filing.missing)
        _fill(filing)
        offer(filing, filing.forecast)
        choices = _choices(filing, filing.forecast)
    with right, st.container(key="once-ahead"):
        _show_forecast(filing.forecast)
    _submit(filing, choices)
    filing.show_way_back()


def _review(filing: Filing) -> None:
    """All that goes along, as it will be read; where something of it is refused, the form says so."""
    found = service().cases.review(filing.caller, filing.request(filing.chosen))
    if isinstance(found, Refusal):
        _back(filing, found)
    st.title(plain(f"核对：{filing.definition.name}"), anchor=False)
    left, right = st.columns([7, 4], gap="large")
    with left:
        show_review(filing, found.answers)
        if isinstance(filing.forecast, ForecastView):
            show_chosen(filing.forecast.choices, filing.chosen)
    with right, st.container(key="once-ahead"):
        _show_forecast(filing.forecast)
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


def _fill(filing: Filing) -> None:
    filing.choose_post()
    for part in filing.parts:
        with st.container(key=part.key):
            st.header(plain(part.title), anchor=False)
            for target in part.targets:
                _ask_for(filing, target)


def _ask_for(filing: Filing, target: str) -> None:
    field, material = filing.definition.field(target), filing.definition.material(target)
    if field:
        filing.ask(field)
    elif material:
        present, attach = filing.draft.materials.get(target, ()), partial(filing.attach, target)
        shelf = Shelf(filing.caller, filing.key(target), present, attach)
        ask_for_files(material, shelf, filing.requirement(material), filing.problem(target))


def _choices(filing: Filing, forecast: ForecastView | Refusal) -> dict[str, Holder]:
    """Who is to act at the steps that leave it to the applicant."""
    if isinstance(forecast, Refusal) or not forecast.choices:
        return {}
    st.header("选定办理人", anchor=False)
    with st.container(key=filing.key("choices.field"), gap="xsmall"):
        chosen = choose_actors(forecast.choices, filing.key("choose"))
        show_problem(filing.problem("choices"))
    return chosen


def _show_forecast(forecast: ForecastView | Refusal) -> None:
    if isinstance(forecast, Refusal):
        st.header("办理预告", anchor=False)
        show(tag("p", forecast.message, class_="once-note"))
        return
    show_steps("谁会办、按什么顺序", forecast.steps)
    show(facts([("承诺时限", forecast.promised), ("跑动次数", errands(forecast.errands))]))


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
    found = service().drafts.discard(caller(), filing.code)
    if isinstance(found, Refusal):
        refuse_after(found)
    else:
        filing.start_anew()


def _file(filing: Filing, choices: Mapping[str, Holder]) -> None:
    """File once: the key is bound to the content and to the moment the draft was saved."""
    draft = filing.draft
    if draft.saved_at is None:
        draft = granted(service().drafts.save(filing.caller, filing.code, {}, filing.post))
    request = filing.request(choices)
    found = service().cases.submit(filing.caller, request, idempotency_key("submit", request, draft.saved_at))
    if isinstance(found, Invalid):
        _back(filing, found)
    elif isinstance(found, Refusal):
        refuse(found)
    else:
        filing.start_anew()
        st.session_state[kept_of(filing.code, "receipt")] = found[0]
        st.rerun()
