"""Files and papers over our own routes: checked per request, named, and unable to run anything."""

from urllib.parse import quote

from flows.views.cases import FileContent
from matters.errors.door import Invalid
from tests.ui.serving import Browser
from tests.ui.stub import StubService


def test_a_file_comes_with_its_name_and_is_shown_in_place(browser: Browser) -> None:
    """A PDF is shown by the browser, under its Chinese name."""
    browser.log_in()
    answer = browser.get("/files/f1")
    assert answer.content == b"%PDF-1.7"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f"inline; filename*=UTF-8''{quote('通知.pdf')}"
    assert "script-src 'none'" in answer.headers["content-security-policy"]


def test_somebody_elses_file_reads_like_none(browser: Browser) -> None:
    """The service decides for each request who asks."""
    browser.log_in("liao")
    assert browser.get("/files/f1").status_code == 404
    assert browser.get("/files/gone").text == browser.get("/files/f1").text


def test_a_page_of_a_material_is_drawn_for_whoever_may_see_it(browser: Browser) -> None:
    """By its number; without a login there is nothing."""
    assert browser.get("/looks/f1/2").status_code == 401
    browser.log_in()
    answer = browser.get("/looks/f1/2")
    assert (answer.content, answer.headers["content-type"]) == (b"page 2", "image/jpeg")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert {browser.get(f"/looks/{which}").status_code for which in ("f1/9", "gone/1")} == {404}


def test_a_blank_form_is_saved_by_its_content(browser: Browser) -> None:
    """By whoever is logged in, as far as the service lets them."""
    browser.log_in()
    answer = browser.get(f"/forms/{'a' * 64}")
    assert answer.content == b"PK form"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert browser.get(f"/forms/{'b' * 64}").status_code == 404


def test_a_roster_is_taken_along_as_far_as_one_may_see_it(browser: Browser) -> None:
    """By its name; another one reads like none."""
    browser.log_in()
    answer = browser.get("/exports/rosters/cars.xlsx")
    assert (answer.content, answer.headers["content-disposition"].startswith("attachment;")) == (b"PK cars", True)
    assert browser.get("/exports/rosters/none.xlsx").status_code == 404
    assert browser.get("/exports/reports/XX046/2026-02.xlsx").content == b"book"
    assert browser.get("/exports/charges/reform.xlsx").content == b"PK reform"
    assert browser.get("/exports/charges/loud.xlsx").status_code == 404
    assert browser.get("/exports/reports/XX047/2026-02.xlsx").status_code == 404


def test_a_paper_is_served(browser: Browser) -> None:
    """By its id."""
    browser.log_in()
    assert browser.get("/documents/d1").status_code == 200
    assert browser.get("/documents/gone").status_code == 404


def test_what_is_no_picture_or_pdf_is_saved_and_sandboxed(browser: Browser, stub: StubService) -> None:
    """Whatever a file says it is; its name cannot break out of the header."""
    stub.answers["download"] = FileContent(name='a"\r\nX-Evil: 1.html', media_type="text/html", content=b"<script>")
    browser.log_in()
    headers = browser.get("/files/f1").headers
    assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''a%22%0D%0A")
    assert headers["content-security-policy"].endswith("sandbox")
    assert "x-evil" not in headers


def test_a_list_is_taken_along_with_its_filter(browser: Browser) -> None:
    """The query is the filter; the file is saved under its Chinese name."""
    browser.log_in()
    answer = browser.get("/exports/seals.xlsx?body=logistics&since=2026-03-01")
    assert answer.json() == {"body": "logistics", "since": "2026-03-01", "until": None, "text": ""}
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote('用印登记.xlsx')}"
    assert browser.get("/exports/cases.csv?mine=False&state=submitted").json()["state"] == "submitted"
    assert browser.get("/exports/audit.csv").status_code == 200


def test_the_help_is_there_to_print_for_whoever_is_logged_in(browser: Browser) -> None:
    """What concerns the caller's roles; a stranger is asked to log in."""
    assert browser.get("/manual.pdf").status_code == 401
    browser.log_in()
    answer = browser.get("/manual.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    told = answer.content.decode()
    assert "怎样申请" in told
    assert "怎样编写、检查和发布事项" not in told


def test_an_export_is_refused_in_words(browser: Browser) -> None:
    """By the service, for a filter that is none, and for a format there is not."""
    browser.log_in()
    assert browser.get("/exports/seals.xlsx?since=yesterday").status_code == 400
    assert browser.get("/exports/seals.xlsx?bodies=all").status_code == 400
    assert browser.get("/exports/seals.pdf").status_code == 404
    browser.log_in("liao")
    assert "权限" in browser.get("/exports/audit.xlsx").text


def test_an_export_needs_a_login(browser: Browser) -> None:
    """Nothing is given out without one."""
    assert browser.get("/exports/audit.csv", headers={"accept": "*/*"}).status_code == 401


def test_a_paper_is_looked_at_before_it_is_issued(browser: Browser, stub: StubService) -> None:
    """In place; what is missing for it is told, and somebody else's item reads like none."""
    browser.log_in()
    assert browser.get("/previews/t1/approve?0a1b").content == b"%PDF-1.7 preview"
    assert browser.get("/previews/t2/approve").status_code == 404
    stub.answers["preview"] = Invalid.of("plate", "请填写")
    answer = browser.get("/previews/t1/approve")
    assert answer.status_code == 409
    assert answer.text.startswith("暂时不能预览：")


def test_nobody_looks_at_a_paper_without_a_login(browser: Browser) -> None:
    """As with every download."""
    assert browser.get("/previews/t1/approve").status_code == 401
