"""The file desk: how much may lie about, what becomes of what nobody uses, and the files of a supplement.

Covers: flows/service/intake/materials.py, flows/housekeeping.py
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from flows.housekeeping import KEPT_DAYS, forget_uploads
from flows.service.desks import files as file_desk
from flows.service.intake import materials as intake
from flows.uploads.checking import Fit, check_upload
from flows.uploads.location import PLACE_REMOVED
from flows.views.cases import DraftView, FileContent, FileView, KeptFile
from matters.errors.base import Refusal
from matters.errors.door import FileRefused, IdempotencyConflict, Invalid, NotFound, QuotaReached
from matters.language.materials import Material, UploadedByApplicant
from storage import files
from storage.files import DamagedFileError, Usage
from tests.flows.good_files import docx, jpeg, pdf, png, segment
from tests.flows.service.office import CHIEF, CLERK, HEAD, STAFF, STRANGER, Office

PHOTOGRAPH = jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude='39,54N'/>"))
PHOTOGRAPHS = Material(
    id="site",
    name="现场照片",
    source=UploadedByApplicant(kind="applicant"),
    trust="C",
    formats=("jpg", "png"),
    max_megabytes=1,
)


@pytest.fixture
def small_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files of two kilobytes."""
    monkeypatch.setattr(file_desk, "MAX_WAITING", Usage(2, 2048))


@pytest.fixture
def nothing_waits(office: Office) -> Iterator[Office]:
    """Files of other tests are out of the way, and those of this one afterwards."""
    _clear(office)
    yield office
    _clear(office)


def _clear(office: Office) -> None:
    with office.resources.database.transaction() as session:
        files.forget(session, [file.id for file in files.expired(session, office.clock.now.replace(year=2099))])


@pytest.mark.usefixtures("small_quota")
def test_a_person_may_not_hoard(nothing_waits: Office) -> None:
    """By count and by size; a case that takes the files up makes room, and nothing of a refused file is kept."""
    office = nothing_waits
    who, desk = office.who(STAFF), office.service.files
    first = office.upload(content=pdf(content=b"1"))
    office.upload(content=pdf(content=b"2"))
    refused = desk.upload(who, "三.pdf", pdf(content=b"3"))
    assert isinstance(refused, QuotaReached)
    assert "请先提交申请" in refused.message
    _filed(office, first)
    assert isinstance(desk.upload(who, "大.pdf", pdf(content=bytes(2000))), QuotaReached)
    assert isinstance(desk.upload(who, "三.pdf", pdf(content=b"3")), FileView)
    assert isinstance(desk.upload(office.who(CLERK), "别人.pdf", pdf()), FileView)


def test_a_case_may_not_hoard(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a case may have is told beside the materials, and the case is not filed."""
    monkeypatch.setattr(intake, "MAX_OF_CASE", Usage(10, 100))
    file = office.upload()
    request = office.request(passengers=8).model_copy(update={"materials": {"notice": (file.id,)}})
    before = office.rows()
    refused = office.service.cases.submit(office.who(STAFF), request, None)
    assert isinstance(refused, Invalid)
    assert "请合并或压缩" in refused.message
    assert office.rows() == before


def test_what_nobody_uses_goes_after_a_month(nothing_waits: Office) -> None:
    """A file of a case or a draft stays, and bytes that another file has; the rest goes with its bytes."""
    office = nothing_waits
    used, drafted, twin, unused = (office.upload(content=pdf(content=mark)) for mark in (b"a", b"b", b"a", b"c"))
    _filed(office, used)
    who = office.who(STAFF)
    assert isinstance(office.service.drafts.attach(who, "MS032", "notice", (drafted.id,)), DraftView)
    office.clock.pass_by(days=KEPT_DAYS - 1)
    assert forget_uploads(office.resources) == 0
    office.clock.pass_by(days=365 * 50)  # the bytes are as young as this test
    assert forget_uploads(office.resources) == 2
    kept = [isinstance(office.service.files.download(who, f.id), FileContent) for f in (used, drafted, twin, unused)]
    assert kept == [True, True, False, False]
    with pytest.raises(DamagedFileError):
        office.resources.files.read(unused.sha256)
    office.service.drafts.discard(who, "MS032")


def test_bytes_that_came_again_are_not_removed(one_office: Office) -> None:
    """Somebody may be handing them in at the same moment."""
    store, day = one_office.resources.files, one_office.clock.now.replace(year=2020)
    digest = store.put(pdf(content=b"again"))
    assert not store.remove(digest, day)
    assert store.read(digest) == pdf(content=b"again")
    assert not store.remove("0" * 64, day)


def test_the_files_of_a_supplement_are_kept_on_the_server(office: Office) -> None:
    """Like a draft: chosen, changed, put back, there again after a reload, and gone once the supplement is sent."""
    case_no = office.file()
    office.done(CLERK, case_no, "request_supplement", findings={"notice": "请提交通知"})
    task, who, desk = office.task(STAFF, case_no), office.who(STAFF), office.service.drafts
    file = office.upload()
    assert _chosen(office, task.id) == {}
    kept = desk.attach_supplement(who, task.id, "notice", (file.id,))
    assert isinstance(kept, DraftView)
    assert _chosen(office, task.id) == {"notice": [file.id]}
    desk.attach_supplement(who, task.id, "notice", None)
    assert _chosen(office, task.id) == {}
    desk.attach_supplement(who, task.id, "notice", (file.id,))
    office.done(STAFF, case_no, "supplement", materials={"notice": (file.id,)})
    assert isinstance(desk.load_supplement(who, task.id), NotFound)


def test_a_supplement_is_chosen_by_who_owes_it(office: Office) -> None:
    """Neither a stranger nor the office, nor with files of others, nor for an item that is no supplement."""
    case_no = office.file()
    accepting = office.task(CLERK, case_no)
    office.done(CLERK, case_no, "request_supplement", findings={"notice": "请提交通知"})
    task, desk, theirs = office.task(STAFF, case_no), office.service.drafts, office.upload(STRANGER)
    assert isinstance(desk.attach_supplement(office.who(STRANGER), task.id, "notice", (theirs.id,)), Refusal)
    assert isinstance(desk.load_supplement(office.who(CLERK), task.id), Refusal)
    assert isinstance(desk.attach_supplement(office.who(STAFF), task.id, "notice", (theirs.id,)), NotFound)
    assert isinstance(desk.load_supplement(office.who(STAFF), accepting.id), NotFound)
    assert isinstance(desk.load_supplement(office.who(STAFF), "none"), NotFound)


def test_a_file_is_given_to_whom_the_case_is_shown(office: Office) -> None:
    """Owner, holders and the body in charge; before it is filed only the owner."""
    file = office.upload(content=png(), name="图.png")
    assert isinstance(office.service.files.download(office.who(CLERK), file.id), NotFound)
    document = office.upload(content=docx(), name="文.docx")
    assert document.media_type.endswith("wordprocessingml.document")
    notice = office.upload()
    _filed(office, notice)
    desk, people = office.service.files, [office.who(post) for post in (STAFF, CLERK, CHIEF, HEAD, STRANGER)]
    answers = [desk.download(who, notice.id) for who in people]
    assert [isinstance(desk.look(who, notice.id), NotFound) for who in people] == [False, False, False, False, True]
    assert [isinstance(desk.page(who, notice.id, 1), NotFound) for who in people] == [False, False, False, False, True]
    assert [isinstance(answer, FileContent) for answer in answers] == [True, True, True, True, False]


def _chosen(office: Office, task_id: str) -> dict[str, list[str]]:
    view = office.service.drafts.load_supplement(office.who(STAFF), task_id)
    assert isinstance(view, DraftView)
    return {material: [file.id for file in chosen] for material, chosen in view.materials.items()}


def _filed(office: Office, file: FileView) -> None:
    request = office.request(passengers=8).model_copy(update={"materials": {"notice": (file.id,)}})
    assert not isinstance(office.service.cases.submit(office.who(STAFF), request, None), Refusal)


def test_bytes_of_a_refused_upload_are_not_kept(nothing_waits: Office) -> None:
    """One key with other bytes each time: the first is kept, of the others neither a row nor a file."""
    office = nothing_waits
    desk, who, folder = office.service.files, office.who(STAFF), office.resources.settings.files_dir
    kept = desk.upload(who, "三.pdf", pdf(content=b"first"), key="one-key")
    assert isinstance(kept, FileView)
    before = sorted(folder.rglob("*"))
    for number in range(3):
        refused = desk.upload(who, "三.pdf", pdf(content=b"other %d" % number), key="one-key")
        assert isinstance(refused, IdempotencyConflict)
    assert sorted(folder.rglob("*")) == before
    assert desk.upload(who, "三.pdf", pdf(content=b"first"), key="one-key") == kept


def test_an_upload_that_was_overtaken_under_its_key_leaves_no_bytes(
    nothing_waits: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the first is looked into, another with the same key is kept; the bytes of the first are nowhere."""
    office = nothing_waits
    desk, who, folder = office.service.files, office.who(STAFF), office.resources.settings.files_dir
    kept: list[FileView | Refusal] = []

    def overtaken(name: str, content: bytes, *, located: bool) -> Fit | Refusal:
        monkeypatch.undo()
        kept.append(desk.upload(who, "快.pdf", pdf(content=b"quick"), key="a-key"))
        before.extend(sorted(folder.rglob("*")))
        return check_upload(name, content, located=located)

    before: list[Path] = []
    monkeypatch.setattr(file_desk, "check_upload", overtaken)
    refused = desk.upload(who, "慢.pdf", pdf(content=b"slow"), key="a-key")
    assert isinstance(refused, IdempotencyConflict)
    assert all(isinstance(one, FileView) for one in kept)
    assert sorted(folder.rglob("*")) == before


def test_a_photograph_is_kept_without_its_place_and_the_person_is_told(nothing_waits: Office) -> None:
    """What others read of the case, and what is stored, has no place; the same upload again tells the same."""
    office = nothing_waits
    desk, who = office.service.files, office.who(STAFF)
    kept = desk.upload(who, "现场.jpg", PHOTOGRAPH, key="photograph")
    assert isinstance(kept, KeptFile)
    assert kept.remarks == (PLACE_REMOVED,)
    read = desk.download(who, kept.id)
    assert isinstance(read, FileContent)
    assert b"GPSLatitude" not in read.content
    assert kept.sha256 == sha256(read.content).hexdigest()
    assert kept.size == len(read.content)
    assert desk.upload(who, "现场.jpg", PHOTOGRAPH, key="photograph") == kept


def test_a_material_may_want_the_place(nothing_waits: Office) -> None:
    """A site visit: the definition says so, and every byte stays."""
    office = nothing_waits
    site = PHOTOGRAPHS.model_copy(update={"location": "kept"})
    kept = office.service.files.upload(office.who(STAFF), "现场.jpg", PHOTOGRAPH, material=site)
    assert isinstance(kept, KeptFile)
    assert (kept.remarks, kept.sha256) == ((), sha256(PHOTOGRAPH).hexdigest())


def test_a_file_of_another_kind_than_the_material_wants_is_refused_by_both_names(nothing_waits: Office) -> None:
    """Whatever it is called: what it is, and what is asked for; nothing of it is kept."""
    office = nothing_waits
    folder = office.resources.settings.files_dir
    before = sorted(folder.rglob("*"))
    refused = office.service.files.upload(office.who(STAFF), "现场.jpg", pdf(), material=PHOTOGRAPHS)
    assert isinstance(refused, FileRefused)
    assert "“现场照片”只收 JPG、PNG 文件，“现场.pdf”是 PDF 文件" in refused.message
    large = office.service.files.upload(office.who(STAFF), "大.jpg", jpeg(scan=bytes(2 << 20)), material=PHOTOGRAPHS)
    assert isinstance(large, FileRefused)
    assert "不超过 1 MB" in large.message
    assert sorted(folder.rglob("*")) == before
