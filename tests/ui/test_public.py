"""The public verification: verdict with reasons in Chinese, compared with the scanned code, without a login."""

from flows.views.cases import MAX_FILE_BYTES
from tests.ui.serving import Browser
from tests.ui.stub import PAPER


def verify(browser: Browser, content: bytes, query: str = "") -> str:
    """Upload a file to the public page."""
    files = {"file": ("a.pdf", content, "application/pdf")}
    return browser.post(f"/verify{query}", files=files, headers={"Origin": browser.origin}).text


def test_a_sealed_file_is_told_with_its_seal(browser: Browser) -> None:
    """Verdict, reasons, number and seal, in the time of Shanghai."""
    page = verify(browser, b"%PDF-sealed")
    for part in ("查验结论：有效", "印章有效。", PAPER.number, "样例中心", "2026年3月2日 09:31", "覆盖全文"):
        assert part in page


def test_a_file_without_seal_is_told(browser: Browser) -> None:
    """No document and no seal."""
    page = verify(browser, b"%PDF-plain")
    assert "查验结论：未用印" in page
    assert "<h3>印章</h3>" not in page


def test_another_file_than_the_scanned_one_is_told(browser: Browser) -> None:
    """Genuine, but not the paper that carried the code."""
    assert "不是同一份文件" in verify(browser, b"%PDF-sealed", "?d=another&c=1")
    assert "不是同一份文件" not in verify(browser, b"%PDF-sealed", f"?d={PAPER.id}&c=1")


def test_the_scanned_address_is_kept_and_escaped(browser: Browser) -> None:
    """The form sends it along."""
    page = browser.get('/verify?d=d1"><b>&c=2').text
    assert "您扫描了文件上的查验码" in page
    assert "<b>" not in page


def test_no_file_is_told(browser: Browser) -> None:
    """Instead of a verdict."""
    assert "请先选择要查验的 PDF 文件" in verify(browser, b"")


def test_a_file_that_does_not_tell_its_size_is_not_read(browser: Browser) -> None:
    """Anybody may call this page, so nothing is read that may have no end."""
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Origin": browser.origin}
    assert browser.post("/verify", headers=headers, content=iter([b"--x"])).status_code == 413


def test_a_file_that_is_too_large_is_not_read(browser: Browser) -> None:
    """By what the client announces."""
    assert "无法查验" in verify(browser, bytes(MAX_FILE_BYTES + 70_000))


def test_the_root_certificate_is_public(browser: Browser) -> None:
    """So that seals can be checked without us."""
    assert browser.get("/root.pem").text.startswith("-----BEGIN CERTIFICATE-----")
