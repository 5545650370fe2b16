"""The pages of the registers: filters reach the service, words are settled once, and nobody's text becomes markup.

Covers: ui/components/exporting.py, ui/pages/managing/audit_page.py, ui/pages/managing/doubt_page.py
Covers: ui/pages/managing/doubts_page.py, ui/pages/managing/seals_page.py, ui/pages/managing/seal_stops_page.py
"""

from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from flows.views.registers import ChainView
from matters.errors.administering import AlreadySettled
from matters.organisation.snapshot import Role
from tests.ui.conftest import Open
from tests.ui.organisation_stub import Editing
from tests.ui.stub import TOKEN, StubService
from tests.ui.stub_registers import DOUBT_VIEW, EFFECT, REVOKING
from ui import shell

PAGES: dict[str, dict[str, str]] = {
    "seals_page": {},
    "seal_stops_page": {},
    "audit_page": {},
    "doubts_page": {},
    "doubt_page": {"effect": EFFECT},
}


def become(office: StubService, *roles: Role) -> None:
    """The person at the browser has these roles."""
    office.people[TOKEN] = office.people[TOKEN].model_copy(update={"roles": frozenset(roles)})


def said(page: AppTest) -> str:
    """All HTML of a page."""
    return "".join(str(part.value) for part in page.html)


@pytest.mark.parametrize("name", PAGES)
def test_every_register_opens_and_keeps_text_text(open_page: Open, name: str) -> None:
    """One title, no error, no markup of anybody else's."""
    page = open_page(name, **PAGES[name])
    assert not page.exception
    assert not page.error
    assert len(page.title) == 1
    assert "<script" not in said(page)


@pytest.mark.parametrize("name", PAGES)
def test_no_register_opens_without_a_login(open_page: Open, cookies: dict[str, str], name: str) -> None:
    """The login's end is told and nothing else."""
    cookies.clear()
    page = open_page(name, **PAGES[name])
    assert [error.value for error in page.error] == ["登录已失效，请重新登录。"]
    assert not page.title


def test_the_filter_of_the_seal_register_reaches_the_service_and_the_export(
    open_page: Open, office: StubService
) -> None:
    """Body, days and text; the link carries the same."""
    page = open_page("seals_page")
    page.selectbox(key="seals.body").set_value("logistics")
    page.date_input(key="seals.since").set_value(date(2026, 3, 1))
    page.text_input(key="seals.text").set_value(" 样车批 ").run()
    query = office.did("seals")[-1][1]
    assert (query.body, query.since, query.until, query.text) == ("logistics", date(2026, 3, 1), None, "样车批")
    assert "/exports/seals.xlsx?body=logistics&amp;since=2026-03-01&amp;text=" in said(page)
    page.text_input(key="seals.text").set_value("没有").run()
    assert "没有相符的用印记录" in page.info[0].value


def test_a_seal_is_stopped_revoked_and_taken_back_into_use_each_by_its_button(
    open_page: Open, office: StubService
) -> None:
    """Each asks once; the form sends body and reason."""
    page = open_page("seal_stops_page")
    page.selectbox(key="seal.new.2.body").set_value("logistics")
    page.text_area(key="seal.new.2.reason").set_value("密钥疑似泄露").run()
    for name in ("seal.new.2.stop", "seal.new.2.revoke", "seal.s2.revoke", "seal.s1.lift"):
        page.button(key=name).click().run()
    assert [call for call in office.calls if call[0].startswith("seal_")] == [
        ("seal_stop", "logistics", "密钥疑似泄露"),
        ("seal_revoke", "logistics", "密钥疑似泄露"),
        ("seal_confirm", "s2"),
        ("seal_lift", "s1"),
    ]
    office.answers["seal_stops"] = (REVOKING.model_copy(update={"open_to_caller": False}),)
    page = open_page("seal_stops_page")
    assert {button.key for button in page.button} == {"seal.new.1.stop", "seal.new.1.revoke"}
    assert "另一位安全管理员" in said(page)


def test_papers_are_linked_for_those_who_may_read_them(open_page: Open, office: StubService) -> None:
    """An administrator sees the line, not the way in."""
    assert 'href="/documents/d1"' in said(open_page("seals_page"))
    office.answers["readable"] = False
    assert 'href="/documents' not in said(open_page("seals_page"))


def test_the_chain_is_verified_on_demand(open_page: Open, office: StubService) -> None:
    """A sound one in green, a broken one in red with the places."""
    page = open_page("audit_page")
    assert not page.success
    page.button(key="audit.verify").click().run()
    assert "逐行校验无误" in page.success[0].value
    office.answers["chain"] = ChainView(lines=7, end="0" * 64, defects=("第 3 行：内容被改动",))
    page.button(key="audit.verify").click().run()
    assert "审计链不完整" in page.error[0].value
    assert "第 3 行：内容被改动" in said(page)


def test_a_doubt_is_settled_with_its_number(open_page: Open, office: StubService) -> None:
    """The word names the doubt that was on the page, and the message is shown."""
    become(office, "system_admin")
    page = open_page("doubt_page", effect=EFFECT)
    page.text_area(key=f"doubt.{EFFECT}.2.reason").set_value("文件已恢复")
    page.button(key=f"doubt.{EFFECT}.2.submit.again").click().run()
    ((_, key, request, _),) = office.did("settle")
    assert (key, request.verdict, request.doubt, request.reason) == (EFFECT, "again", 2, "文件已恢复")
    assert "已核定重新执行" in page.success[0].value
    office.answers["settle"] = AlreadySettled()
    page.button(key=f"doubt.{EFFECT}.2.submit.again").click().run()
    assert "已经核定" in page.error[0].value


def test_the_consequences_are_told_before_it_is_dropped(open_page: Open, office: StubService) -> None:
    """They show as soon as the word is chosen."""
    become(office, "system_admin")
    page = open_page("doubt_page", effect=EFFECT)
    assert not page.warning
    page.radio(key=f"doubt.{EFFECT}.2.verdict").set_value("drop").run()
    assert "这是结果文书" in page.warning[0].value


def test_where_it_cannot_be_dropped_the_page_says_what_to_do(open_page: Open, office: StubService) -> None:
    """In place of the choice."""
    become(office, "system_admin")
    told = "这是办件的结果文书，请先排除故障，再核定“重新执行”。"
    office.answers["doubt"] = DOUBT_VIEW.model_copy(update={"allowed": ("again",), "instead_of_drop": told})
    page = open_page("doubt_page", effect=EFFECT)
    assert page.info[0].value == told
    assert page.radio(key=f"doubt.{EFFECT}.2.verdict").options == ["重新执行"]


def test_the_security_administrator_reads_and_agrees_only(open_page: Open, office: StubService) -> None:
    """No word of the first person, and a second one only where there is a proposal."""
    become(office, "security_admin")
    page = open_page("doubt_page", effect=EFFECT)
    assert not page.button
    office.answers["doubt"] = DOUBT_VIEW.model_copy(update={"proposer": "p77"})
    page = open_page("doubt_page", effect=EFFECT)
    page.button(key=f"doubt.{EFFECT}.2.agree").click().run()
    ((_, key, doubt, _),) = office.did("agree")
    assert (key, doubt) == (EFFECT, 2)


def test_a_settlement_is_not_made_when_the_login_is_revoked(open_page: Open, office: StubService) -> None:
    """The callback asks for the login itself."""
    become(office, "system_admin")
    page = open_page("doubt_page", effect=EFFECT)
    office.people.clear()
    page.button(key=f"doubt.{EFFECT}.2.submit.again").click().run()
    assert office.did("settle") == []


def test_an_unknown_doubt_is_told(open_page: Open) -> None:
    """A sentence, not a fault."""
    page = open_page("doubt_page", effect="gone")
    assert page.error
    assert not page.exception


@pytest.mark.parametrize(
    ("roles", "shown"),
    [
        (("system_admin",), {"存疑事项（1）"}),
        (("security_admin",), {"存疑事项（1）"}),
        (("audit_admin",), {"用印登记", "审计日志"}),
        (("applicant",), set()),
    ],
)
def test_the_menu_shows_the_registers_to_their_readers(
    office: StubService,
    cookies: dict[str, str],
    roles: tuple[Role, ...],
    shown: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The number in doubt stands in the menu."""
    become(office, *roles)
    office.organisation_editing = Editing()  # type: ignore[attr-defined]  # its figure stands in the menu too
    titles: list[str] = []
    real = st.Page

    def page(*given: object, **named: str) -> object:
        titles.append(named.get("title", ""))  # a link names no title
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(st, "Page", page)
    AppTest.from_file(Path(shell.__file__).with_name("entry.py"), default_timeout=30).run()
    registers = {"用印登记", "存疑事项（1）", "审计日志"}
    assert registers.intersection(titles) == shown
