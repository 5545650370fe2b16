"""安装信息: what is said now and was said before; only what was changed is said anew.

Covers: ui/components/certificates.py
"""

from streamlit.testing.v1 import AppTest

from flows.views.operations import InstallationChange
from tests.ui.conftest import Open
from tests.ui.pages.test_register_pages import become
from tests.ui.stub import StubService
from tests.ui.stub_installation import FIRST

KEY = "installation.2"


def said(page: AppTest) -> str:
    """All HTML of the page."""
    assert not page.exception
    return "".join(str(part.value) for part in page.html)


def test_it_shows_every_version_as_text(open_page: Open, office: StubService) -> None:
    """With who said it; nobody's text is markup, and a single version has no history."""
    become(office, "audit_admin")
    page = open_page("installation_page")
    shown = said(page)
    assert all(part in shown for part in ("临河县&lt;i&gt;", "临河县印制", "本机管理", "仇波"))
    assert not page.button
    office.answers["installation"] = (FIRST,)
    assert "历次版本" not in [one.value for one in open_page("installation_page").header]


def test_what_was_changed_is_said_anew(open_page: Open, office: StubService) -> None:
    """What was left as it is stays unsaid, and a foot may be emptied or given."""
    become(office, "system_admin")
    page = open_page("installation_page")
    page.text_input(key=f"{KEY}.note").set_value("临河县人民政府办公室印制").run()
    page.button(key=f"{KEY}.save").click().run()
    assert office.did("installation_change") == [
        ("installation_change", InstallationChange(note="临河县人民政府办公室印制"))
    ]
    assert "现为第 3 版" in page.success[0].value


def test_how_long_seals_last_is_told_to_those_who_keep_them(open_page: Open, office: StubService) -> None:
    """To the security administrator beside what rests; without any, how one comes to be."""
    become(office, "security_admin")
    shown = said(open_page("seal_stops_page"))
    assert all(part in shown for part in ("样例县机关事务管理中心", "即将到期", "once seal import"))
    office.answers["certificates"] = ()
    assert "还没有印章证书" in said(open_page("seal_stops_page"))
