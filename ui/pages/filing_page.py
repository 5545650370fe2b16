"""申请: the form of a matter, saved field by field on the server, with the forecast of what lies ahead."""

from functools import partial

import streamlit as st

from flows.views.cases import DraftView, Receipt, SubmitRequest
from flows.views.matters import ForecastView
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.filing.asked import asked
from matters.language.document import Definition
from matters.organisation.snapshot import Holder
from ui.components.acts.late_materials import offer
from ui.components.acts.people import choose_actors
from ui.components.asking import ask_first
from ui.components.defects import show_defects, show_problem
from ui.components.filing import Filing
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
    receipt = st.session_state.get(_receipt_key(code))
    if not code:
        st.title(PLACE.title, anchor=False)
        st.info("请先在“办事”中选择要办理的事项。")
        link("matters", "选择事项")
    elif receipt:
        _filed(code, receipt)
    else:
        _form(who, code)


def _receipt_key(code: str) -> str:
    return f"filing.{code}.receipt"


def _filed(code: str, receipt: Receipt) -> None:
    st.title("申请已提交", anchor=False)
    st.success(plain(f"{receipt.message}办理进展会通知您，也可以在“我的办件”中查看。"))
    show(facts([("办件编号", receipt.case_no), ("当前状态", receipt.status_name)]))
    link("case", "查看办理进度", case=receipt.case_no)
    link("my-cases", "我的办件")
    if st.button("再申请一件", key=f"filing.{code}.again"):
        del st.session_state[_receipt_key(code)]
        st.rerun()


def _form(who: Caller, code: str) -> None:
    matter = granted(service().matters.show(who, code))
    definition = Definition.model_validate(matter.definition)
    st.title(plain(f"申请：{definition.name}"), anchor=False)
    if definition.form is None or not matter.line.online:
        st.info("本事项不在网上办理，请按办事指南线下办理。")
        link("matter", "查看办事指南", matter=code)
        return
    draft = granted(service().drafts.load(who, code))
    filing = Filing(who, definition, draft, matter.owner_body)
    top, place = st.empty(), st.empty()  # there without it too, see `tell`; so are those below
    if filing.taken_away():
        with place.container():
            st.info("这份草稿已在另一个页面提交或清空。已提交的，请在“我的办件”中查看；需要再申请的，请重新填写。")
            link("my-cases", "我的办件")
    filing.follow()
    with top:
        show_defects(filing.defects, filing.attempt)
    left, right = st.columns([7, 4], gap="large")
    with left:
        _saved(draft)
        _outdated(draft)
        _fill(filing)
        offer(filing, filing.forecast)
        _submit(filing, _choices(filing, filing.forecast))
    with right:
        _show_forecast(filing.forecast)


def _saved(draft: DraftView) -> None:
    told = f"已保存 {clock(draft.saved_at)}" if draft.saved_at else "填写的内容会随时保存，可以离开后再继续。"
    show(tag("p", told, class_="once-note", role="status"))


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
    for section in filing.sections():
        st.header(plain(section.title), anchor=False)
        for field in filing.shown_in(section):
            filing.ask(field)
    wanted = [material for material in filing.definition.materials if asked(material)]
    if wanted:
        st.header("申请材料", anchor=False)
    for material in wanted:
        present, attach = filing.draft.materials.get(material.id, ()), partial(filing.attach, material.id)
        shelf = Shelf(filing.caller, filing.key(material.id), present, attach)
        ask_for_files(material, shelf, filing.requirement(material), filing.problem(material.id))


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


def _submit(filing: Filing, choices: dict[str, Holder]) -> None:
    st.divider()
    with st.container(horizontal=True):
        submitted = st.button("提交申请", type="primary", key=filing.key("submit"))
        question = "已填写的内容和已上传的文件将全部清除，不能恢复。"
        ask_first("清空重填", question, filing.key("discard"), _discard, filing)
    if submitted and as_shown():
        _file(filing, choices)


def _discard(filing: Filing) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    found = service().drafts.discard(caller(), filing.code)
    if isinstance(found, Refusal):
        refuse_after(found)
    else:
        filing.start_anew()


def _file(filing: Filing, choices: dict[str, Holder]) -> None:
    """File once: the key is bound to the content and to the moment the draft was saved."""
    draft = filing.draft
    if draft.saved_at is None:
        draft = granted(service().drafts.save(filing.caller, filing.code, {}, filing.post))
    request = SubmitRequest(
        matter=filing.code,
        answers=filing.answers,
        materials={key: tuple(file.id for file in files) for key, files in draft.materials.items() if files},
        choices=choices,
        post=filing.post,
    )
    found = service().cases.submit(filing.caller, request, idempotency_key("submit", request, draft.saved_at))
    if isinstance(found, Invalid):
        filing.remember(found.problems)
        st.rerun()
    elif isinstance(found, Refusal):
        refuse(found)
    else:
        st.session_state[_receipt_key(filing.code)] = found[0]
        filing.start_anew()
        st.rerun()
