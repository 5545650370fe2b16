"""A look at the paper that an act would bring: for who may do it, by what issues it, with nothing done.

Covers: flows/cases/previewing.py, flows/service/intake/begun.py, flows/service/intake/writing.py, flows/service/shown/issuing.py
"""

from io import BytesIO
from pathlib import Path

import pikepdf

from flows.views.cases import FileContent
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotFound
from matters.language.actions import Action
from tests.flows.documents import poppler
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, STAFF, STRANGER, Office


def seen(office: Office, person: str, task: str, action: Action) -> FileContent | Refusal:
    """What that person is shown."""
    return office.service.papers.preview(office.who(person), task, action)


def shown(office: Office, person: str, task: str, action: Action) -> bytes:
    """The preview, which there must be."""
    found = seen(office, person, task, action)
    assert isinstance(found, FileContent), found
    assert found.name.endswith("（预览）.pdf")
    return found.content


def before_the_chief(office: Office) -> tuple[str, str]:
    """A case that was accepted, and the item of the decision."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    return case_no, office.task(CHIEF, case_no).id


def test_it_is_the_paper_that_will_be_issued_but_for_number_and_seal(office: Office, tmp_path: Path) -> None:
    """Said to be none; every other word of it is later sealed."""
    case_no, task = before_the_chief(office)
    office.service.drafts.keep_begun(office.who(CHIEF), task, {"opinion": "同意派车。"})
    preview = shown(office, CHIEF, task, "approve")
    said = poppler.text(preview, tmp_path)
    assert "预览件，尚未出具，不作凭证" in said
    office.done(CHIEF, case_no, "approve", opinion="同意派车。")
    office.carry(case_no)
    reply = office.case(CHIEF, case_no).documents[-1]
    sealed = office.service.papers.download(office.who(CHIEF), reply.id)
    assert isinstance(sealed, FileContent)
    issued = poppler.text(sealed.content, tmp_path)
    assert reply.number in issued
    assert reply.number[:6] not in said
    assert "扫码查验真伪" not in said
    (tmp_path / "preview.pdf").write_bytes(preview)
    printed = poppler.run("pdftotext", tmp_path / "preview.pdf", "-").decode().split()
    assert {line for line in printed if line not in issued} == {"预", "览", "预览件，尚未出具，不作凭证"}
    assert "驾驶员马行健" in said


def test_a_preview_is_no_sealed_paper_and_has_no_place_for_a_seal(office: Office) -> None:
    """查验 knows nothing of it, and no seal can be put into it later."""
    _, task = before_the_chief(office)
    preview = shown(office, CHIEF, task, "approve")
    with pikepdf.open(BytesIO(preview)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert "/Annots" not in pdf.pages[-1]
    verdict = office.service.papers.verify(preview)
    assert verdict.verdict == "unsealed"
    assert verdict.document is None


def test_to_look_changes_nothing(office: Office) -> None:
    """No number taken, no effect planned, no file or row kept, the audit trail as long as before; looking again is the same."""
    _, task = before_the_chief(office)
    before, audited = office.rows(), office.audited()
    once = shown(office, CHIEF, task, "approve")
    assert shown(office, CHIEF, task, "approve") == once
    assert shown(office, CHIEF, task, "approve") == once
    assert (office.rows(), office.audited()) == (before, audited)


def test_what_was_begun_stands_in_it(office: Office, tmp_path: Path) -> None:
    """The reason of a refusal as written so far; without one it is told what is missing."""
    _, task = before_the_chief(office)
    missing = seen(office, CHIEF, task, "reject")
    assert isinstance(missing, Refusal)
    assert not isinstance(missing, NotFound)
    office.service.drafts.keep_begun(office.who(CHIEF), task, {"opinion": "同一方向已有车辆，请合乘。"})
    said = poppler.text(shown(office, CHIEF, task, "reject"), tmp_path)
    assert "不予批准通知书" in said
    assert "同一方向已有车辆，请合乘。" in said


def test_the_defects_named_so_far_stand_in_the_notice(office: Office, tmp_path: Path) -> None:
    """补正通知书: the list of the page, before it goes out."""
    task = office.task(CLERK, office.file()).id
    begun = {"targets": ["destination"], "finding.destination": "请写明单位名称。"}
    office.service.drafts.keep_begun(office.who(CLERK), task, begun)
    said = poppler.text(shown(office, CLERK, task, "request_supplement"), tmp_path)
    assert "1．目的地：请写明单位名称。" in said


def test_what_must_be_filled_in_is_told_first(office: Office, tmp_path: Path) -> None:
    """受理 wants a car: no paper without it, and with it the paper that says so."""
    task = office.task(CLERK, office.file()).id
    assert isinstance(seen(office, CLERK, task, "accept"), Invalid)
    office.service.drafts.keep_begun(office.who(CLERK), task, {f"fill.{name}": value for name, value in CAR.items()})
    assert "受理通知书" in poppler.text(shown(office, CLERK, task, "accept"), tmp_path)


def test_only_who_may_do_it_now_is_shown_it(office: Office) -> None:
    """Everybody else gets the same answer as for nothing: the applicant, a colleague who has done their part, strangers."""
    case_no, task = before_the_chief(office)
    for person in (STAFF, CLERK, CLERK_2, STRANGER):
        there, nothing = seen(office, person, task, "approve"), seen(office, person, "no-such-item", "approve")
        assert isinstance(there, NotFound)
        assert isinstance(nothing, NotFound)
        assert there.message == nothing.message
    assert isinstance(seen(office, CHIEF, task, "conclude"), NotFound)
    assert isinstance(seen(office, CHIEF, task, "no_such_act"), NotFound)  # type: ignore[arg-type]  # from an address
    office.done(CHIEF, case_no, "approve")
    assert isinstance(seen(office, CHIEF, task, "approve"), NotFound)


def test_the_page_knows_which_acts_bring_a_paper(office: Office) -> None:
    """By the definition: 批复 where it is decided, nothing for handing on."""
    case_no, _ = before_the_chief(office)
    (task,) = office.case(CHIEF, case_no).tasks
    assert task.papers == {
        "approve": "公务用车派车批复",
        "reject": "不予批准通知书",
        "return_to_applicant": "补正通知书",
    }
