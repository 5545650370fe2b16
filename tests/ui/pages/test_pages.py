"""Every page as a program: what it shows, who may open it, and that nobody's text becomes markup.

Covers: ui/components/guides/guide.py, ui/components/messages.py, ui/components/pager.py
Covers: ui/components/wording.py, ui/pages/guide_page.py, ui/pages/help_page.py
Covers: ui/pages/notices_page.py, ui/pages/tasks_page.py, ui/pages/verify_page.py
"""

import re
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flows.views.cases import CaseView, NoticeView
from matters.errors.base import Refusal
from matters.language.document import Definition
from storage.definitions.catalog import shipped_definitions
from tests.ui.conftest import Open
from tests.ui.sample_matter import SAMPLE
from tests.ui.stub import AT, CASE_NO, INJECTION, OTHER_TOKEN, TOKEN, TWO_HATS, StubService, case
from ui import shell
from ui.components.markup import plain
from ui.session import cookie_name
from ui.shell.menu import all_pages

QUERIES = {"matter": {"matter": "XX001"}, "filing": {"matter": "XX001"}, "case": {"case": CASE_NO}}
PAGES = {
    draw.__module__.rpartition(".")[2]: QUERIES.get(place.address, {})
    for place, draw in all_pages().items()
    if not place.roles
}
COOKIE = cookie_name(secure=False)

FILE_FORMATS = {"PDF", "pdf", "OFD", "DOCX", "XLSX", "CSV", "JSON", "JPG", "PNG", "HEIC"}  # as people call them


def said(page: AppTest) -> str:
    """All texts of a page."""
    parts = [*page.title, *page.header, *page.markdown, *page.error, *page.success, *page.info, *page.warning]
    bodies = [str(part.value) for part in parts] + [str(part.value) for part in page.html]
    labels = [widget.label for kind in (page.button, page.text_input, page.radio, page.selectbox) for widget in kind]
    return "\n".join(bodies + labels)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens(open_page: Open, name: str) -> None:
    """With a login each page runs to its end and has one title."""
    page = open_page(name, **PAGES[name])
    assert not page.exception
    assert not page.error
    assert len(page.title) == 1


@pytest.mark.parametrize("name", PAGES)
def test_no_page_opens_without_a_login(open_page: Open, cookies: dict[str, str], name: str) -> None:
    """Nothing but the sentence and the way to the login is shown."""
    del cookies[COOKIE]
    page = open_page(name, **PAGES[name])
    assert [error.value for error in page.error] == ["登录已失效，请重新登录。"]
    assert not page.title
    assert not page.button


@pytest.mark.parametrize("name", PAGES)
def test_pages_speak_chinese(open_page: Open, name: str) -> None:
    """No English word of ours is left; tags, addresses and the injected text aside."""
    text = said(open_page(name, **PAGES[name]))
    for injected in (INJECTION, escape(INJECTION), plain(INJECTION)):
        text = text.replace(injected, "")
    words = set(re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]*>|&\w+;", "", text))) - FILE_FORMATS
    assert words == set()


def test_a_reconnected_session_of_another_login_is_emptied(open_page: Open, cookies: dict[str, str]) -> None:
    """Streamlit reattaches by session id alone, so what one person typed must not show to the next."""
    page = open_page("my_cases_page")
    page.text_input(key="cases.q").set_value("机密内容").run()
    cookies[COOKIE] = OTHER_TOKEN
    page.run()
    assert "登录人已经变化" in page.error[0].value
    assert "cases.q" not in page.session_state
    page.run()
    assert page.text_input(key="cases.q").value == ""


def test_a_callback_cannot_act_when_the_login_is_revoked(open_page: Open, office: StubService) -> None:
    """Callbacks run before the page's own check: they must ask themselves."""
    page = open_page("notices_page")
    office.people.clear()
    page.button(key="notice.7.read").click().run()
    assert office.did("read_all") == []
    assert "登录已失效" in page.error[0].value


def test_a_callback_cannot_act_for_another_login(open_page: Open, office: StubService, cookies: dict[str, str]) -> None:
    """The click was made by the person before."""
    page = open_page("notices_page")
    cookies[COOKIE] = OTHER_TOKEN
    page.button(key="notice.7.read").click().run()
    assert office.did("read_all") == []


def test_a_draft_is_not_saved_when_the_login_is_revoked(open_page: Open, office: StubService) -> None:
    """The callback of a field asks for the login too."""
    page = open_page("filing_page", matter="XX001")
    office.people.clear()
    page.text_input(key="filing.XX001.1.0.purpose").set_value("赴镇").run()
    assert office.did("save") == []


@pytest.mark.parametrize("name", ["case_page", "notices_page", "my_cases_page"])
def test_what_people_write_stays_text(open_page: Open, name: str) -> None:
    """Tags are escaped in HTML; punctuation is inert in labels that Streamlit reads as Markdown."""
    page = open_page(name, **PAGES[name])
    assert "<script" not in "".join(str(part.value) for part in page.html)
    assert all("![x](" not in str(part.value) for part in [*page.title, *page.markdown, *page.error])


def test_the_guide_begins_with_what_has_to_be_done(open_page: Open) -> None:
    """Conditions, materials, the route as a picture, result and whom to ask; bases and codes come last."""
    page = open_page("guide_page", matter="XX001")
    titles = [heading.value for heading in page.header]
    assert titles == ["办理条件", "申请材料", "办理流程", "办理结果", "联系方式", "设定依据", "事项信息"]
    assert "环节图" in said(page)


def test_what_a_matter_does_not_cover_is_told_to_whoever_administers_matters(
    open_page: Open, office: StubService
) -> None:
    """An applicant can do nothing about it."""
    office.people[TOKEN] = office.people[TOKEN].model_copy(update={"roles": frozenset({"matter_admin"})})
    page = open_page("guide_page", matter="XX001")
    assert "未尽事宜" in [heading.value for heading in page.header]


def test_whatever_is_entered_of_a_guide_is_shown(open_page: Open, office: StubService) -> None:
    """Limits, windows, scope, batch, baseline, clauses with what they say, codes, joint bodies and what follows."""
    document = SAMPLE.model_dump(mode="json", by_alias=True)
    limit = {"kind": "working_days", "days": 20}
    document["clock"] = {"promised": {"kind": "working_days", "days": 5}, "legal": limit, "starts": "submitted"}
    head = {"by": "head", "of": {"body": "owner"}}
    document["extension"] = {"at_most_days": 3, "times": 2, "approved_by": head, "grounds": ["案情复杂"]}
    document["clock"] |= {
        "supplement_within": {"kind": "working_days", "days": 3},
        "unsupplemented": "deemed_withdrawn",
    }
    document["clock"]["window"] = [{"opens": "09-01", "closes": "09-30"}]
    document["clock"]["advance"] = {"before_field": "leave_at", "working_days": 2, "urgent_exempt": "out_of_city"}
    document["guide"] |= {
        "scope": ["cross_department", "cross_level"],
        "batch": {"number": 3, "published_on": "2026-01-15", "document_no": "样府发〔2026〕7号"},
        "baseline": {"materials": 4, "steps": 6, "working_days": 9, "errands": 2, "source": "自行估算"},
        "legal_basis": [
            {"title": "《样例办法》", "clause": "第七条", "text": "单位用车应当集中调度。", "applies": False}
        ],
        "local_code": "DF-7",
        "national_code": "GJ-9",
        "joint": [{"body": "applicant"}],
        "follow_ups": ["MS009"],
    }
    next(one for one in document["outcome"]["results"] if one["on"] == "granted")["validity"] = {"years": 2}
    office.answers["matter"] = Definition.model_validate(document)
    told = said(open_page("guide_page", matter="XX001"))
    for words in (
        "（有效期：2 年）",
        "5 个工作日，自提交起算",
        "共可延长不超过 3 个工作日，至多 2 次（事由：案情复杂）",
        "20 个工作日",
        "每年9月1日至9月30日",
        "3 个工作日，逾期未补正的视为撤回申请",
        "”之前 2 个工作日提交；“",
        "跨部门、跨层级",
        "第 3 批（2026年1月15日，样府发〔2026〕7号）",
        "材料 4 份，环节 6 个，9 个工作日，跑动 2 次",
        "数据来源：自行估算",
        "《样例办法》第七条（参照）",
        "单位用车应当集中调度。",
        "DF-7",
        "GJ-9",
        "申请单位",
        "MS009",
    ):
        assert words in told, words


def test_a_matter_off_line_is_a_pointer(open_page: Open, office: StubService) -> None:
    """Where, why and on what ground; no promise, no errands, no papers to fetch."""
    document = SAMPLE.model_dump(mode="json", by_alias=True)
    pointer = {
        "kind": "offline",
        "why": "classified",
        "basis": "《保密规定》第九条",
        "pointer": "请到县保密办公室办理。",
    }
    document["guide"]["access"] = pointer
    document |= {"form": None, "materials": [], "steps": [], "clock": None, "outcome": None, "golden": []}
    office.answers["matter"] = Definition.model_validate(document)
    told = said(open_page("guide_page", matter="XX001"))
    assert "本事项不在网上办理。请到县保密办公室办理。" in told
    assert "内容涉及国家秘密，依规定不得在非涉密系统中填报、上传" in told
    assert "《保密规定》第九条" in told
    assert not any(words in told for words in ("承诺时限", "跑动次数", "一次不跑", "下载", "申请材料", "办理流程"))


def test_the_guide_tells_how_long_a_notice_lasts(open_page: Open, office: StubService) -> None:
    """公示: for so long, after which it goes on by itself; or until the day in a field."""
    document = SAMPLE.model_dump(mode="json", by_alias=True)
    notice = {"id": "notice", "name": "公示", "kind": "wait", "for_time": {"kind": "working_days", "days": 5}}
    until = {"id": "until", "name": "等候", "kind": "wait", "for_field": "leave_at"}
    document["steps"][1:1] = [notice, until]
    office.answers["matter"] = Definition.model_validate(document)
    told = said(open_page("guide_page", matter="XX001"))
    assert "为期 5 个工作日，期满后继续" in told
    assert re.search("等到“[^”]+”", told)


def test_the_guide_tells_who_is_asked_and_what_is_owed_afterwards(open_page: Open, office: StubService) -> None:
    """协查 in its branch of the route; 办后义务 with the result it comes from, who owes it and until when."""
    office.answers["matter"] = next(matter for matter in shipped_definitions() if matter.code == "MS009")
    page = open_page("guide_page", matter="MS009")
    drawn = re.sub(r"<[^>]*>", " ", said(page))
    assert re.search(r"向其他单位协查 +网络安全通报协查 .*?时限：2 个工作日", drawn)
    assert "登记终端和责任人（同意接入后，由申请单位履行，15 个工作日）：新接入" in said(page)
    assert "办后义务" in [heading.value for heading in page.header]


def test_an_unknown_matter_is_refused_in_words(open_page: Open) -> None:
    """No fault, no empty page."""
    assert "没有找到" in open_page("guide_page", matter="YY999").error[0].value


def test_the_queue_tells_what_is_overdue_in_words(open_page: Open) -> None:
    """Not by colour alone."""
    assert "已超期" in said(open_page("tasks_page"))


def test_the_case_shows_state_papers_people_and_system_work(open_page: Open) -> None:
    """All parts of a case, its provisional due date and its links."""
    text = said(open_page("case_page", case=CASE_NO))
    for part in (
        "待受理",
        "2026年3月3日（暂定）",
        "/documents/d1",
        "/files/f1",
        "廖文",
        "后续环节",
        "加盖电子印章：存疑（待核）",
    ):
        assert part in text, part


def test_the_case_says_that_something_is_not_shown(open_page: Open, office: StubService) -> None:
    """Only where something is withheld (字段权限): nobody takes what is shown for the whole."""
    told = []
    for withheld in (False, True):
        office.answers["case"] = case().model_copy(update={"withheld": withheld})
        told.append("不向您显示" in said(open_page("case_page", case=CASE_NO)))
    assert told == [False, True]


def test_somebody_elses_case_reads_like_none(open_page: Open) -> None:
    """One sentence for both."""
    assert "没有找到办件" in open_page("case_page", case="0").error[0].value


def test_withdrawing_is_confirmed_in_place_and_sent_once(open_page: Open, office: StubService) -> None:
    """First the question, then the act with its key."""
    page = open_page("case_page", case=CASE_NO)
    key = f"withdraw.{CASE_NO}.1"
    page.text_area(key=f"{key}.reason").set_value("改期").run()
    assert office.did("withdraw") == []
    page.button(key=key).click().run()
    [(_, case_no, reason, idempotency)] = office.did("withdraw")
    assert (case_no, reason) == (CASE_NO, "改期")
    assert len(idempotency) == 64
    assert "已撤回" in page.success[0].value


def test_a_case_that_cannot_be_withdrawn_offers_nothing(open_page: Open, office: StubService) -> None:
    """The button is not shown."""
    office.answers["case"] = case(can_withdraw=False)
    assert not open_page("case_page", case=CASE_NO).button


def test_verifying_tells_the_verdict_with_its_reasons(open_page: Open) -> None:
    """A sealed file and one without."""
    page = open_page("verify_page")
    page.file_uploader(key="verify.file").upload("a.pdf", b"%PDF-sealed", "application/pdf").run()
    assert "查验结论：有效" in re.sub(r"\\", "", page.success[0].value)
    page = open_page("verify_page")
    page.file_uploader(key="verify.file").upload("a.pdf", b"%PDF-plain", "application/pdf").run()
    assert "未用印" in page.error[0].value


def test_the_help_for_handlers_is_for_handlers(open_page: Open, office: StubService) -> None:
    """An applicant is not shown how to approve."""
    assert "怎样受理和审批" in [heading.value for heading in open_page("help_page").header]
    office.people[TOKEN] = office.people[TOKEN].model_copy(update={"roles": frozenset({"applicant"})})
    assert "怎样受理和审批" not in [heading.value for heading in open_page("help_page").header]


def test_the_help_for_administrators_of_matters_speaks_of_drafts_and_golden_cases(
    open_page: Open, office: StubService
) -> None:
    """To them only: how a definition is written, checked and published."""
    assert "怎样编写、检查和发布事项" not in [heading.value for heading in open_page("help_page").header]
    office.people[TOKEN] = office.people[TOKEN].model_copy(update={"roles": frozenset({"matter_admin"})})
    page = open_page("help_page")
    assert "怎样编写、检查和发布事项" in [heading.value for heading in page.header]
    assert all(words in said(page) for words in ("草案", "金样", "写法速查", "另一名事项管理员"))


def test_the_frame_names_the_person_and_the_hats(office: StubService, cookies: dict[str, str]) -> None:
    """Who is logged in, under which hats, and a form that logs out."""
    office.people[TOKEN] = TWO_HATS
    cookies["once_csrf"] = "csrf-value"
    page = AppTest.from_file(Path(shell.__file__).with_name("entry.py"), default_timeout=30).run()
    text = "".join(str(part.value) for part in page.sidebar.html)
    assert not page.exception
    for part in ("钟宏", "样例县财政局", "派车员", 'action="/logout"', "csrf-value"):
        assert part in text, part


def test_a_refusal_of_a_list_is_told(open_page: Open, office: StubService, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that refuses gives a sentence, never a fault."""
    refusal: CaseView | Refusal = Refusal()
    monkeypatch.setattr(office.tasks, "queue", lambda *asked: refusal)
    page = open_page("tasks_page")
    assert not page.exception
    assert page.error


def test_news_of_one_case_stands_in_one_box_and_is_read_at_once(open_page: Open, office: StubService) -> None:
    """Headed by what the case is about, the newest first; the others below; one press reads all of the case, or everything."""
    page = open_page("notices_page")
    assert "赴样例镇开展防汛检查" in said(page)
    assert [box.label for box in page.expander] == ["此前的通知（2）", "通知设置"]
    assert len([button for button in page.button if button.label == "标为已读"]) == 2
    page.button(key="notice.9.read").click().run()
    page.button(key="notices.read").click().run()
    assert [call[2] for call in office.did("read_all")] == ["YL-1", None]


SHOW_CASE = "from ui.pages import case_page\nfrom ui.shell.frame import to_its_end\nto_its_end(case_page.page)"


def test_opening_a_case_reads_its_news(open_page: Open, office: StubService) -> None:
    """Nobody marks singly what he has just looked at; it is told on top, and as long as the case is open."""
    office.answers["since"] = (NoticeView(id="7", case_no=CASE_NO, text="已受理，请留意。", at=AT, read=False),)
    page = AppTest.from_string("from ui.shell.frame import show_frame\nshow_frame()", default_timeout=30)
    page.query_params["case"] = CASE_NO
    page.run()
    assert [call[2] for call in office.did("looked")] == [CASE_NO]
    case = AppTest.from_string(SHOW_CASE, default_timeout=30)
    case.session_state["case.news"] = (CASE_NO, office.answers["since"])
    case.query_params["case"] = CASE_NO
    assert "自您上次查看以来" in said(case.run())
    assert "已受理，请留意。" in said(case)
