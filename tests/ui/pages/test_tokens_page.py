"""接口令牌: one's own are listed, made and revoked; the token itself is shown until it is noted down, and never again."""

from datetime import timedelta

from flows.views.scopes import SCOPES
from flows.views.tokens import TokenList
from matters.errors.door import Forbidden, Invalid
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import StubService
from tests.ui.stub_tokens import SECRET, TOKEN_LINE, WHEN


def test_a_token_is_shown_with_what_it_is_good_for(open_page: Open, office: StubService) -> None:
    """Its scope in words, its end, its last use; one from the machine has no limits."""
    whole = TOKEN_LINE.model_copy(
        update={"id": "0" * 16, "name": "旧令牌", "scope": None, "last_used": WHEN + timedelta(hours=1)}
    )
    office.answers["tokens"] = TokenList(items=(TOKEN_LINE, whole))
    text = said(open_page("tokens_page"))
    for part in ("财务系统对接", SCOPES["cases:read"], "没有用过", "旧令牌", "不限范围", "最近使用"):
        assert part in text, part
    assert SECRET not in text


def test_a_token_is_made_and_shown_until_it_is_noted(open_page: Open, office: StubService) -> None:
    """With the name, the scope and the days of the form, which is empty afterwards."""
    page = open_page("tokens_page")
    assert page.button(key="tokens.create").disabled
    page.text_input(key="tokens.name.0").set_value(" 报表程序 ").run()
    page.multiselect(key="tokens.scope.0").set_value(["cases:read", "files:read"]).run()
    page.button(key="tokens.create").click().run()
    [(_, account, wanted)] = office.did("create token")
    assert (account, wanted.name, wanted.scope, wanted.days) == ("", "报表程序", ("cases:read", "files:read"), 90)
    assert [code.value for code in page.code] == [SECRET]
    assert page.text_input(key="tokens.name.1").value == ""
    page.button(key="tokens.made.noted").click().run()
    assert not page.code


def test_a_token_is_revoked_once_it_was_asked(open_page: Open, office: StubService) -> None:
    """And the page says so."""
    page = open_page("tokens_page")
    page.button(key=f"token.{TOKEN_LINE.id}.revoke").click().run()
    assert [call[1] for call in office.did("revoke token")] == [TOKEN_LINE.id]
    assert "已收回" in page.success[0].value


def test_a_refusal_is_told(open_page: Open, office: StubService) -> None:
    """What was typed stays in the form."""
    office.answers["token_made"] = Invalid.of("name", "已有名称为“报表程序”的令牌。")
    page = open_page("tokens_page")
    page.text_input(key="tokens.name.0").set_value("报表程序").run()
    page.multiselect(key="tokens.scope.0").set_value(["cases:read"]).run()
    page.button(key="tokens.create").click().run()
    assert "已有名称" in page.error[0].value
    assert page.text_input(key="tokens.name.0").value == "报表程序"


def test_those_of_another_account_are_the_guards(open_page: Open, office: StubService) -> None:
    """By the account in the address; to anybody else nothing of it is shown."""
    page = open_page("tokens_page", account="robot")
    page.text_input(key="tokens.name.0").set_value("派车系统").run()
    page.multiselect(key="tokens.scope.0").set_value(["tasks:write"]).run()
    page.button(key="tokens.create").click().run()
    assert [call[1] for call in office.did("create token")] == ["robot"]
    office.answers["tokens"] = Forbidden(operation="查看他人接口令牌")
    page = open_page("tokens_page", account="robot")
    assert "查看他人接口令牌" in page.error[0].value
    assert not page.button
