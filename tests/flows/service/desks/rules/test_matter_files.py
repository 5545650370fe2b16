"""Samples and blank forms: handed in with a draft, bound to what is published by their content, saved by who is to fill them in.

Covers: storage/definitions/matter_files.py
"""

from hashlib import sha256

import pytest

from flows.housekeeping import KEPT_DAYS, forget_uploads
from flows.views.cases import FileContent
from flows.views.editing import CheckView, DefinitionDraft, FormFileView, PublishedReceipt
from matters.errors.administering import FormsFull
from matters.errors.door import FileRefused, Forbidden, NotFound, SecrecyMark
from storage.definitions import matter_files
from tests.flows.good_files import docx, pdf
from tests.flows.service.desks.rules.test_matter_editing import AUTHOR, SECOND, begun, submitted
from tests.flows.service.office import STAFF, Office
from tests.sound import sound_template

BLANK, FILLED_IN = docx(text="名单（空白）"), pdf(content=b"filled in as it should be")
MATERIAL = """materials:
  - id: people
    name: 人员名单
    source: {kind: applicant}
    trust: D
    required: optional
    formats: [docx]
"""


def handed_in(office: Office, code: str, name: str = "名单（空白）.docx", content: bytes = BLANK) -> FormFileView:
    """A form, as an administrator of matters uploads it."""
    found = office.service.matter_files.hand_in(office.who(AUTHOR), code, name, content)
    assert isinstance(found, FormFileView), found
    return found


def naming(office: Office, draft: DefinitionDraft, *lines: str) -> DefinitionDraft:
    """The draft with a material that has these lines more."""
    written = MATERIAL + "".join(f"    {line}\n" for line in lines)
    text = draft.text.replace("materials: []\n", written)
    saved = office.service.matter_editing.save(office.who(AUTHOR), draft.state.code, text, draft.state.revision)
    assert isinstance(saved, DefinitionDraft), saved
    return saved


def remarks(office: Office, draft: DefinitionDraft) -> list[str]:
    """What is wrong with the text."""
    check = office.service.matter_editing.check(office.who(AUTHOR), draft.state.code, draft.text)
    assert isinstance(check, CheckView)
    return [one.message for one in check.remarks if one.severity == "error"]


def published(office: Office, draft: DefinitionDraft) -> PublishedReceipt:
    """By a second person."""
    digest = submitted(office, draft).state.submitted_digest or ""
    found = office.service.matter_editing.publish(office.who(SECOND), draft.state.code, digest)
    assert isinstance(found, PublishedReceipt), found
    return found


def test_a_form_goes_from_the_draft_to_the_applicant(office: Office) -> None:
    """Nobody but administrators has it before it is published; afterwards everybody, and it is what was read."""
    draft = begun(office)
    code, desk, staff = draft.state.code, office.service.matter_files, office.who(STAFF)
    blank, sample = handed_in(office, code), handed_in(office, code, "名单（样表）.pdf", FILLED_IN)
    draft = naming(office, draft, f"template: {blank.written}", f"sample: {sample.written}")
    assert remarks(office, draft) == []
    assert isinstance(desk.download(staff, blank.sha256), NotFound)
    assert isinstance(desk.download(office.who(SECOND), blank.sha256), FileContent)
    published(office, draft)
    assert desk.download(staff, blank.sha256) == FileContent(
        name="名单（空白）.docx",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        content=BLANK,
    )
    assert isinstance(desk.download(staff, sample.sha256, code), FileContent)
    assert isinstance(desk.download(staff, sample.sha256, "MS032"), NotFound)
    (material,) = office.service.matters.show(staff, code).definition["materials"]  # type: ignore[union-attr]
    assert (material["template"]["sha256"], material["sample"]["name"]) == (
        sha256(BLANK).hexdigest(),
        "名单（样表）.pdf",
    )


def test_what_is_named_and_is_not_there_is_not_published(office: Office) -> None:
    """At its line, with what to do."""
    draft = naming(office, begun(office), f"template: {{name: 名单.docx, sha256: {'0' * 64}}}")
    (message,) = remarks(office, draft)
    assert message.startswith("没有交来文件“名单.docx”")
    assert "上传" in message
    bare = naming(office, begun(office), "template: 名单.docx")
    assert remarks(office, bare)


def test_another_content_is_another_version(office: Office) -> None:
    """The digest of what is published hangs on the file, and not on whether the word is there."""
    draft = begun(office)
    code = draft.state.code
    first = published(office, naming(office, draft, f"template: {handed_in(office, code).written}"))
    again = office.service.matter_editing.begin(office.who(AUTHOR), code)
    assert isinstance(again, DefinitionDraft)
    other = handed_in(office, code, content=docx(text="新名单"))
    text = again.text.replace(sha256(BLANK).hexdigest(), other.sha256)
    saved = office.service.matter_editing.save(office.who(AUTHOR), code, text, again.state.revision)
    assert isinstance(saved, DefinitionDraft)
    assert published(office, saved).digest != first.digest
    # who began to fill in the older form has it still
    assert isinstance(office.service.matter_files.download(office.who(STAFF), sha256(BLANK).hexdigest()), FileContent)


def test_it_is_looked_into_like_whatever_is_handed_in(office: Office) -> None:
    """Kind, content and secrecy; and there is a matter it is for."""
    code, desk, who = begun(office).state.code, office.service.matter_files, office.who(AUTHOR)
    assert isinstance(desk.hand_in(who, code, "表.exe", b"MZ"), FileRefused)
    assert isinstance(desk.hand_in(who, code, "表.docx", docx(text="秘密★1年")), SecrecyMark)
    assert isinstance(desk.hand_in(who, "ZZ999", "表.docx", BLANK), NotFound)
    assert isinstance(desk.hand_in(office.who(STAFF), code, "表.docx", BLANK), Forbidden)
    assert isinstance(desk.list(office.who(STAFF), code), Forbidden)
    assert desk.list(who, code) == ()


def test_the_same_content_keeps_its_first_name_and_there_is_an_end(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A matter has so many and no more."""
    code = begun(office).state.code
    first = handed_in(office, code)
    assert handed_in(office, code, "又一份.docx") == first
    assert office.service.matter_files.list(office.who(AUTHOR), code) == (first,)
    monkeypatch.setattr(matter_files, "MOST", 1)
    refused = office.service.matter_files.hand_in(office.who(AUTHOR), code, "三.docx", docx(text="三"))
    assert isinstance(refused, FormsFull)
    assert "改用已经上传的文件" in refused.message


def test_its_bytes_stay_when_an_upload_with_the_same_content_is_forgotten(one_office: Office) -> None:
    """A civil servant has handed in the blank form itself, and never filed."""
    office = one_office
    content = docx(text="大家都有的表")
    office.upload(content=content, name="表.docx")
    form = handed_in(office, begun(office).state.code, content=content)
    office.clock.pass_by(days=KEPT_DAYS + 1)
    assert forget_uploads(office.resources) >= 1
    assert office.resources.files.read(form.sha256) == content


def test_a_matter_without_forms_is_what_it_was(office: Office) -> None:
    """`template: ""` of earlier times reads as none."""
    text = sound_template("XY001", "样例事项").replace(
        "materials: []\n", MATERIAL + '    template: ""\n    sample: ""\n'
    )
    plain = sound_template("XY001", "样例事项").replace("materials: []\n", MATERIAL)
    checks = [office.service.matter_editing.check(office.who(AUTHOR), "XY001", one) for one in (text, plain)]
    assert len({str(check.definition) for check in checks if isinstance(check, CheckView)}) == 1
