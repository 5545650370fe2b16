"""Texts of definitions as administrators bring them: what is not kept at all, and what must not be published."""

from flows.checking import Lines
from flows.service.intake.texts import marked
from flows.views.editing import RemarkView
from flows.views.matters import LocalFilling
from flows.views.people import Caller
from matters.errors.administering import ChangedSinceReview, NotSubmitted, SecondPersonNeeded
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.filing.phones import is_phone, phone
from matters.language.document import DIRECTORY, Definition
from matters.language.guide import Contact
from matters.language.local import LocalPart
from matters.language.text.yaml_text import MAX_BYTES
from storage.definitions.matter_drafts import TextDraft


def storable(text: str) -> str:
    """What a database can hold: no NUL, no lone surrogates, one kind of line end."""
    return text.replace("\r\n", "\n").replace("\x00", "").encode("utf-8", "replace").decode()


def unfit_text(text: str) -> Refusal | None:
    """Why a text is not kept at all."""
    if refusal := marked("事项定义", text):
        return refusal
    if len(text.encode()) > MAX_BYTES:
        return Invalid((Problem("text", "内容超过 1 MB，请精简"),))
    return None


def unpublishable(held: TextDraft, caller: Caller, digest: str) -> Refusal | None:
    """Why this person must not publish the text: only what was submitted, as it was read, and by a second one."""
    if held.submitted_digest is None:
        return NotSubmitted()
    if digest != held.submitted_digest or held.digest != held.submitted_digest:
        return ChangedSinceReview()
    return None if second_person(held, caller) else SecondPersonNeeded()


def second_person(draft: TextDraft, caller: Caller) -> bool:
    """Whether the caller neither wrote the text last nor submitted it: two people have then agreed to the same text."""
    return caller.person not in (draft.saved_by, draft.submitted_by)


def identity_remarks(
    matter: Definition, text: str, code: str, newest: int, draft: TextDraft | None
) -> tuple[RemarkView, ...]:
    """What makes the text another matter or version than the one that comes next."""
    lines, wanted = Lines(text), newest + 1
    found: list[tuple[str, str]] = []
    if matter.code != code:
        found.append(("code", f"代码应为 {code}：草案不能改变事项代码。"))
    if matter.edition.publisher != DIRECTORY:
        found.append(("edition.publisher", "这里只发布目录的版本，publisher 应为 directory。"))
    if matter.edition.version != wanted:
        found.append(
            ("edition.version", f"版本号应为 {wanted}：现行为第 {newest} 版。" if newest else "版本号应为 1。")
        )
    remarks = [RemarkView(line=lines.of(place), severity="error", target=place, message=said) for place, said in found]
    if draft and (draft.based_on or 0) != newest:
        said = f"草案从第 {draft.based_on or 0} 版开始编写，现行已是第 {newest} 版。请在“与现行版本的差异”中核对。"
        remarks.append(RemarkView(line=lines.of("edition"), severity="warning", target="edition", message=said))
    return tuple(remarks)


def local_part(wanted: LocalFilling) -> LocalPart:
    """What is to be kept of it, telephones in their one form."""
    enquiry = Contact(purpose="enquiry", phone=phone(wanted.enquiry), place=wanted.place, hours=wanted.hours)
    supervision = Contact(purpose="supervision", phone=phone(wanted.supervision))
    return LocalPart(contacts=(enquiry, supervision), hints=wanted.hints)


def local_problems(matter: Definition, part: LocalPart) -> tuple[Problem, ...]:
    """Every defect: a telephone that is none, a hint of a field that the matter does not have."""
    fields = {field.id for field in matter.fields}
    phones = [
        Problem(one.purpose, f"“{one.phone}”不是电话号码。请更正。") for one in part.contacts if not is_phone(one.phone)
    ]
    return (*phones, *(Problem(one, f"没有填报项“{one}”。请更正。") for one in part.hints if one not in fields))
