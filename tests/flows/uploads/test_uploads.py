"""Uploads are hostile: a table of bad files that are refused in words, and one of good files that pass.

Covers: flows/uploads/archives.py, flows/uploads/checking.py, flows/uploads/finding.py, flows/uploads/pdfs.py
Covers: flows/uploads/xml_parts.py
"""

import resource
import subprocess
import sys
from base64 import b64encode

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.uploads.archives import MAX_XML
from flows.uploads.checking import MEDIA_TYPES, Fit, check_upload
from flows.views.cases import MAX_FILE_BYTES
from matters.errors.base import Refusal
from matters.errors.door import FileRefused, SecrecyMark
from tests.flows.bad_files import MENDED, NAMES, bad_files, locked_pdf, marked_files
from tests.flows.good_files import PDF, XML, docx, good_files, jpeg, pdf, png, printed, xlsx

BAD = list(bad_files())
GOOD = list(good_files())
# Of processor time, as the wall says little on a busy machine: the largest workbook takes 1.6 s of a quick core, 2.9 of a slow.
SECONDS, SECONDS_OF_A_PDF = 4.0, 10.0
MEGABYTES = 200
VERSION_64 = b"PK\x03\x04PK\x01\x02\0\0@" + bytes(56) + b"PK\x05\x06" + bytes(8) + b"?" + bytes(9)


def spent() -> float:
    """Processor seconds of this process and of the readers it started."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


@pytest.mark.parametrize(("kind", "name", "content"), GOOD, ids=[name for _, name, _ in GOOD])
def test_files_of_the_office_are_taken(kind: str, name: str, content: bytes) -> None:
    """What word processors, scanners, cameras and the tax service produce raises no alarm."""
    fit = check_upload(name, content)
    assert isinstance(fit, Fit)
    assert (fit.media_type, fit.name) == (MEDIA_TYPES[kind], name)


@pytest.mark.parametrize(("why", "name", "content"), BAD, ids=[why for why, _, _ in BAD])
def test_bad_files_are_refused_in_words(why: str, name: str, content: bytes) -> None:
    """Each in bounded time, with a sentence that says what to do."""
    before = spent()
    refused = check_upload(name, content)
    assert spent() - before < (SECONDS_OF_A_PDF if name.endswith("pdf") else SECONDS)
    assert isinstance(refused, FileRefused | SecrecyMark)
    assert refused.message.isprintable()
    assert "请" in refused.message


def test_the_table_has_its_size() -> None:
    """Forty were asked for."""
    assert len(BAD) >= 100


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_trick_names_are_refused(name: str) -> None:
    """Long, reversed, invisible, paths, reserved: refused in words that can be shown."""
    refused = check_upload(name, PDF)
    assert isinstance(refused, FileRefused)
    assert refused.message.isprintable()
    assert "请" in refused.message


@pytest.mark.parametrize(("given_name", "kept"), MENDED.items())
def test_odd_but_harmless_names_are_kept_in_a_safe_form(given_name: str, kept: str) -> None:
    """Composed letters, no blanks at the ends; a dash is only a dash."""
    assert check_upload(given_name, PDF) == Fit(MEDIA_TYPES["pdf"], kept, PDF)


@pytest.mark.parametrize("mark", ["秘密★", "机密★1年", "绝密★"])
def test_a_mark_inside_is_found(mark: str) -> None:
    """In plain bytes of any coding, in a drawn page, and wherever an office file has text."""
    found = [check_upload(name, content) for _, name, content in marked_files()]
    written = (mark.encode(), mark.encode("gb18030"), mark.encode("utf-16-be"), b" " + mark.encode("utf-16-be"))
    found += [check_upload("a.pdf", pdf(content=text)) for text in written]
    found.append(check_upload("a.pdf", printed(f"文头{mark}")))
    assert {type(answer) for answer in found} == {SecrecyMark}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("大.pdf", pdf(content=bytes(MAX_FILE_BYTES - 1000))),
        ("大.jpg", jpeg(scan=b"\x12" * (MAX_FILE_BYTES - 100))),
        ("大.docx", docx(("word/media/a.bin", b64encode(bytes(30 * 1024 * 1024))))),
        ("大.xlsx", xlsx(cells=b"<c><v>1</v></c>" * (MAX_XML // 16))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_largest_files_keep_the_bounds(name: str, content: bytes) -> None:
    """Four seconds, ten of a PDF, and two hundred megabytes beyond the file itself."""
    before, started = spent(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert isinstance(check_upload(name, content), Fit)
    assert spent() - before < (SECONDS_OF_A_PDF if name.endswith("pdf") else SECONDS)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - started) / 1024 < MEGABYTES


@pytest.mark.parametrize(
    ("called", "content", "kept", "media_type"),
    [
        ("照片.jpg", png(), "照片.png", "png"),
        ("照片.HEIC", jpeg(), "照片.jpg", "jpg"),
        ("扫描.png", PDF, "扫描.pdf", "pdf"),
        ("申请.doc", docx(), "申请.docx", "docx"),
        ("申请.wps", docx(), "申请.docx", "docx"),
        ("表.docx", xlsx(), "表.xlsx", "xlsx"),
        ("通知", PDF, "通知.pdf", "pdf"),
        ("IMG_2026.11.29", jpeg(), "IMG_2026.11.29.jpg", "jpg"),
        ("长" * 200, png(), "长" * 196 + ".png", "png"),
    ],
)
def test_what_is_called_by_another_kind_is_kept_under_its_own(
    called: str, content: bytes, kept: str, media_type: str
) -> None:
    """A telephone cannot rename, and programs save under the ending of others: taken by content, and told."""
    fit = check_upload(called, content)
    assert isinstance(fit, Fit)
    assert (fit.name, fit.media_type) == (kept, MEDIA_TYPES[media_type])
    assert fit.remarks == (f"“{called}”的内容是 {media_type.upper()}，已存为“{kept}”",)


@pytest.mark.parametrize("name", ["图.exe", "图.docm", "图.js", "图.lnk", "图.zzz"])
def test_a_picture_called_a_program_is_not_taken(name: str) -> None:
    """Whoever calls a file so does not mean a picture."""
    assert isinstance(check_upload(name, png()), FileRefused)


def test_a_pdf_that_only_restricts_its_readers_is_read() -> None:
    """No printing or copying without the owner's password: it opens for everybody, its text too; a mark in it is found."""
    assert isinstance(check_upload("限制.pdf", locked_pdf("")), Fit)
    assert isinstance(check_upload("限制.pdf", locked_pdf("", printed("机密★1年"))), SecrecyMark)
    by_certificate = PDF.replace(b"trailer<<", b"trailer<</ID[(a)(a)]/Encrypt<</Filter/Adobe.PubSec/V 4>>")
    for locked in (locked_pdf("secret"), by_certificate):
        refused = check_upload("加密.pdf", locked)
        assert isinstance(refused, FileRefused)
        assert "去掉密码" in refused.message


@settings(max_examples=150, deadline=None)
@example(name="0.DOCX", content=VERSION_64)  # an archive of a version that does not exist
@given(
    name=st.one_of(st.text(max_size=30), st.sampled_from(["a.docx", "a.png", "a.jpg", "a.ofd", "a.xlsx"])),
    content=st.one_of(
        st.binary(max_size=200),
        st.integers(0, 600).map(lambda at: _spoilt(docx(("word/header1.xml", XML + b"<d/>")), at)),
        st.integers(0, 600).map(lambda at: _spoilt(png(), at)),
        st.integers(0, 600).map(lambda at: _spoilt(jpeg(), at)),
    ),
)
def test_no_file_at_all_breaks_the_check(name: str, content: bytes) -> None:
    """Any bytes under any name get a type or a refusal."""
    answer = check_upload(name, content)
    assert isinstance(answer, Refusal | Fit)


def _spoilt(content: bytes, at: int) -> bytes:
    at %= len(content)
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def test_the_reader_of_pdfs_loads_no_forms() -> None:
    """It starts anew for every PDF: with the forms of the product that took 0.4 s, without them 0.1."""
    told = "import flows.documents.inspecting, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert {name for name in loaded if name.startswith(("flows.views", "matters.language", "storage"))} == set()
