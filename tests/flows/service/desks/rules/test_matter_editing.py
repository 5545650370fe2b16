"""Matter management: texts kept as typed, checked at the line, published by a second person; cases stay on their version.

Covers: flows/service/shown/definitions.py, flows/service/intake/definitions.py, flows/cases/calling.py
Covers: flows/service/intake/surroundings.py
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from flows.checking import CheckedText, check_text
from flows.views.editing import DefinitionDraft, PublishedReceipt, VersionView
from matters.errors.administering import (
    AlreadyPublished,
    AwaitingPublication,
    ChangedSinceReview,
    DraftExists,
    EditedMeanwhile,
    NotClean,
    NotSubmitted,
    SecondPersonNeeded,
)
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, NotFound, SecrecyMark
from matters.errors.handling import OpinionRequired
from matters.trials.surroundings import Surroundings
from storage import cases
from storage.definitions import catalog
from tests.flows.service.office import STAFF, Office
from tests.sound import sound_template

AUTHOR, SECOND = "p37", "p48"
CODES = (f"{letters}{number}" for letters in ("ED", "EE") for number in range(100, 1000))


def begun(office: Office, text: str | None = None) -> DefinitionDraft:
    """A draft of a matter of its own."""
    code = next(CODES)
    written = sound_template(code, f"样例事项 {code}") if text is None else text
    draft = office.service.matter_editing.begin(office.who(AUTHOR), code, text=written)
    assert isinstance(draft, DefinitionDraft), draft
    return draft


def saved(
    office: Office, draft: DefinitionDraft, before: str, after: str, by: str = AUTHOR
) -> DefinitionDraft | Refusal:
    """The draft with some words changed."""
    assert before in draft.text
    text = draft.text.replace(before, after, 1)
    return office.service.matter_editing.save(office.who(by), draft.state.code, text, draft.state.revision)


def submitted(office: Office, draft: DefinitionDraft, by: str = AUTHOR) -> DefinitionDraft:
    """The draft, waiting for a second person."""
    found = office.service.matter_editing.submit(office.who(by), draft.state.code, draft.state.revision)
    assert isinstance(found, DefinitionDraft), found
    assert found.state.submitted_digest
    return found


def published(office: Office, draft: DefinitionDraft) -> PublishedReceipt:
    """Put into force."""
    waiting = submitted(office, draft)
    digest = waiting.state.submitted_digest or ""
    found = office.service.matter_editing.publish(office.who(SECOND), draft.state.code, digest)
    assert isinstance(found, PublishedReceipt), found
    return found


def versions(office: Office, code: str) -> tuple[VersionView, ...]:
    """The published versions."""
    view = office.service.matter_editing.show(office.who(AUTHOR), code)
    assert not isinstance(view, Refusal)
    return view.versions


def test_the_same_click_twice_is_answered_once(office: Office) -> None:
    """Submitted, sent back, taken back, published and thrown away: the second of two equal requests changes nothing."""
    desk, author, second = office.service.matter_editing, office.who(AUTHOR), office.who(SECOND)
    draft = begun(office)
    code, revision = draft.state.code, draft.state.revision
    twice = [desk.submit(author, code, revision, "k1") for _ in range(2)]
    assert twice[0] == twice[1]
    assert all(isinstance(desk.send_back(second, code, "请核对。", "k2"), DefinitionDraft) for _ in range(2))
    submitted(office, draft)
    assert all(isinstance(desk.take_back(author, code, "k3"), DefinitionDraft) for _ in range(2))
    digest = submitted(office, draft).state.submitted_digest or ""
    receipts = [desk.publish(second, code, digest, "k4") for _ in range(2)]
    assert isinstance(receipts[0], PublishedReceipt)
    assert receipts[0] == receipts[1]
    again = desk.begin(author, code)
    assert isinstance(again, DefinitionDraft)
    assert desk.discard(author, code, again.state.revision, "k5") == desk.discard(
        author, code, again.state.revision, "k5"
    )


def test_a_new_matter_comes_into_force_by_two_people(office: Office) -> None:
    """From the template; the text, comments included, stays readable and both names are on record."""
    draft = begun(office)
    receipt = published(office, draft)
    desk, who = office.service.matter_editing, office.who(AUTHOR)
    (version,) = versions(office, draft.state.code)
    source = desk.source(who, draft.state.code, 1)
    assert (version.version, version.current, version.digest) == (1, True, receipt.digest)
    assert version.published_by != version.second_by
    assert not isinstance(source, Refusal)
    assert (source.text, source.typed) == (draft.text, True)
    assert not isinstance(office.service.matters.show(office.who(STAFF), draft.state.code), Refusal)
    assert desk.show(who, draft.state.code).draft is None  # type: ignore[union-attr]


def test_a_text_is_kept_although_it_cannot_be_read(office: Office) -> None:
    """And a submission of it is refused."""
    draft = begun(office)
    broken = saved(office, draft, "format: 1", "format: [")
    assert isinstance(broken, DefinitionDraft)
    desk, who = office.service.matter_editing, office.who(AUTHOR)
    check = desk.check(who, draft.state.code, broken.text)
    assert not isinstance(check, Refusal)
    assert check.definition is None
    assert check.remarks[0].line > 1
    assert isinstance(desk.submit(who, draft.state.code, broken.state.revision), NotClean)
    assert isinstance(desk.compare(who, draft.state.code, 1), NotFound)


def test_a_comparison_calls_posts_as_the_organisation_does(office: Office) -> None:
    """Not by the ids that the text has."""
    draft = begun(office)
    published(office, draft)
    desk, who = office.service.matter_editing, office.who(AUTHOR)
    new = desk.begin(who, draft.state.code)
    assert isinstance(new, DefinitionDraft)
    changed = saved(office, new, "who: {by: post, post: vehicle_clerk", "who: {by: post, post: seal_clerk")
    assert isinstance(changed, DefinitionDraft)
    found = desk.compare(who, draft.state.code, 1)
    assert not isinstance(found, Refusal)
    assert any("由“受理机构的车辆调度岗”改为“受理机构的印章管理岗”" in one.sentence for one in found.items)


def test_the_slower_of_two_tabs_is_refused_with_who_and_when(office: Office) -> None:
    """What was saved first stays; the same text again is no change."""
    draft = begun(office)
    first = saved(office, draft, "综合", "项目", by=SECOND)
    second = saved(office, draft, "综合", "人事")
    assert isinstance(first, DefinitionDraft)
    assert isinstance(second, EditedMeanwhile)
    assert second.who in second.message
    again = office.service.matter_editing.save(office.who(SECOND), draft.state.code, first.text, draft.state.revision)
    assert isinstance(again, DefinitionDraft)
    assert again.state.revision == first.state.revision
    assert isinstance(
        office.service.matter_editing.submit(office.who(AUTHOR), draft.state.code, draft.state.revision),
        EditedMeanwhile,
    )


def test_nobody_publishes_what_he_wrote_or_submitted(office: Office) -> None:
    """Two people have agreed to the same text: whoever wrote it last, whoever submitted it, and a third or the other."""
    draft = begun(office)
    waiting = submitted(office, draft)
    digest = waiting.state.submitted_digest or ""
    desk = office.service.matter_editing
    assert not waiting.state.may_publish
    assert isinstance(desk.publish(office.who(AUTHOR), draft.state.code, digest), SecondPersonNeeded)
    assert isinstance(desk.take_back(office.who(AUTHOR), draft.state.code), DefinitionDraft)
    other = submitted(office, draft, by=SECOND)
    for person in (AUTHOR, SECOND):  # one wrote it, the other submitted it
        refusal = desk.publish(office.who(person), draft.state.code, other.state.submitted_digest or "")
        assert isinstance(refusal, SecondPersonNeeded)


def test_a_submitted_text_waits_unchanged(office: Office) -> None:
    """It is neither changed nor submitted twice; taken back it is written on."""
    draft = submitted(office, begun(office))
    desk, who = office.service.matter_editing, office.who(AUTHOR)
    assert isinstance(saved(office, draft, "综合", "人事"), AwaitingPublication)
    assert isinstance(desk.submit(who, draft.state.code, draft.state.revision), AwaitingPublication)
    assert isinstance(desk.take_back(who, draft.state.code), DefinitionDraft)
    assert isinstance(saved(office, draft, "综合", "人事"), DefinitionDraft)
    assert isinstance(desk.take_back(who, draft.state.code), NotSubmitted)
    assert isinstance(desk.publish(office.who(SECOND), draft.state.code, "0" * 64), NotSubmitted)


def test_a_text_saved_during_the_check_is_not_submitted(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was checked is no longer what lies there, although the revision handed in is the newest."""
    draft = begun(office)
    desk, code = office.service.matter_editing, draft.state.code

    def slow(text: str, around: Surroundings) -> CheckedText:
        found = check_text(text, around)
        assert isinstance(saved(office, draft, "format: 1", "format: ["), DefinitionDraft)
        return found

    monkeypatch.setattr("flows.service.desks.rules.matter_editing.check_text", slow)
    refused = desk.submit(office.who(AUTHOR), code, draft.state.revision + 1)
    assert isinstance(refused, EditedMeanwhile)


def test_a_text_submitted_during_the_check_is_not_published(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text that was checked was taken back, and the one that the second person has read submitted in its place."""
    draft = begun(office)
    desk, who, code = office.service.matter_editing, office.who(AUTHOR), draft.state.code
    digest = submitted(office, draft).state.submitted_digest or ""
    assert isinstance(desk.take_back(who, code), DefinitionDraft)
    other = saved(office, draft, "综合", "人事")
    assert isinstance(other, DefinitionDraft)

    def slow(text: str, around: Surroundings) -> CheckedText:
        found = check_text(text, around)
        monkeypatch.undo()
        first = saved(office, other, "人事", "综合")
        assert isinstance(first, DefinitionDraft)
        assert submitted(office, first).state.submitted_digest == digest
        return found

    monkeypatch.setattr("flows.service.desks.rules.matter_editing.check_text", slow)
    assert isinstance(desk.publish(office.who(SECOND), code, digest), ChangedSinceReview)
    assert isinstance(desk.publish(office.who(SECOND), code, digest), PublishedReceipt)


def test_what_was_not_reviewed_is_not_published(office: Office) -> None:
    """The text was taken back, changed and submitted again while the second person still read the first."""
    draft = begun(office)
    seen = submitted(office, draft).state.submitted_digest or ""
    desk, who = office.service.matter_editing, office.who(AUTHOR)
    desk.take_back(who, draft.state.code)
    changed = saved(office, draft, "综合", "人事")
    assert isinstance(changed, DefinitionDraft)
    submitted(office, changed)
    assert isinstance(desk.publish(office.who(SECOND), draft.state.code, seen), ChangedSinceReview)
    assert versions(office, draft.state.code) == ()


def test_it_goes_back_with_a_reason(office: Office) -> None:
    """The author reads who wants what."""
    draft = submitted(office, begun(office))
    desk = office.service.matter_editing
    assert isinstance(desk.send_back(office.who(SECOND), draft.state.code, " "), OpinionRequired)
    returned = desk.send_back(office.who(SECOND), draft.state.code, "请写明依据。")
    assert isinstance(returned, DefinitionDraft)
    assert (returned.state.return_reason, returned.state.submitted_digest) == ("请写明依据。", None)
    assert returned.state.returned_by


@pytest.mark.both
def test_two_second_persons_publish_once(office: Office) -> None:
    """Of four clicks at the same time one publishes."""
    draft = submitted(office, begun(office))
    desk, digest = office.service.matter_editing, draft.state.submitted_digest or ""
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: desk.publish(office.who(SECOND), draft.state.code, digest), range(4)))
    assert sum(isinstance(one, PublishedReceipt) for one in found) == 1
    later = [one for one in found if not isinstance(one, PublishedReceipt)]
    assert all(isinstance(one, (AlreadyPublished, NotFound, ChangedSinceReview)) for one in later)
    assert len(versions(office, draft.state.code)) == 1


def test_a_second_publication_reads_who_has_published(office: Office) -> None:
    """Who, when and as which version; of another text nothing is known."""
    draft = submitted(office, begun(office))
    desk, digest = office.service.matter_editing, draft.state.submitted_digest or ""
    assert isinstance(desk.publish(office.who(SECOND), draft.state.code, digest), PublishedReceipt)
    again = desk.publish(office.who(SECOND), draft.state.code, digest)
    assert isinstance(again, AlreadyPublished)
    assert again.version == 1
    assert again.who in again.message
    other = desk.publish(office.who(SECOND), draft.state.code, "0" * 64)
    assert isinstance(other, NotFound)
    assert "草案" in other.message


@pytest.mark.both
def test_a_matter_has_one_draft(office: Office) -> None:
    """Also when two begin at the same time."""
    draft = begun(office)
    desk = office.service.matter_editing
    assert isinstance(desk.begin(office.who(SECOND), draft.state.code, "另一份"), DraftExists)
    code = next(CODES)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: desk.begin(office.who(AUTHOR), code, "样例"), range(4)))
    assert sum(isinstance(one, DefinitionDraft) for one in found) == 1
    assert sum(isinstance(one, DraftExists) for one in found) == 3


def test_a_code_and_a_name_are_needed(one_office: Office) -> None:
    """Of a new matter; the code is of the directory's form."""
    desk, who = one_office.service.matter_editing, one_office.who(AUTHOR)
    assert isinstance(desk.begin(who, "abc", "样例"), Invalid)
    assert isinstance(desk.begin(who, next(CODES), " "), Invalid)
    assert isinstance(desk.show(who, "ZZ999"), NotFound)
    assert isinstance(desk.source(who, "ZZ999", 1), NotFound)
    assert isinstance(desk.discard(who, "ZZ999", 1), NotFound)


def test_a_mark_of_secrecy_never_reaches_the_disk(one_office: Office) -> None:
    """Refused and on record; the text before stays."""
    draft = begun(one_office)
    assert isinstance(saved(one_office, draft, "综合", "机密★1年"), SecrecyMark)
    assert one_office.last_audit().code == "secrecy_mark"
    view = one_office.service.matter_editing.show(one_office.who(AUTHOR), draft.state.code)
    assert not isinstance(view, Refusal)
    assert view.draft
    assert view.draft.text == draft.text


def test_a_draft_is_of_its_matter_and_of_the_next_version(one_office: Office) -> None:
    """Another code or number is told at its line."""
    draft = begun(one_office)
    text = draft.text.replace(f"code: {draft.state.code}", "code: ZZ001").replace("version: 1}", "version: 3}")
    check = one_office.service.matter_editing.check(one_office.who(AUTHOR), draft.state.code, text)
    assert not isinstance(check, Refusal)
    wrong = {remark.target: text.split("\n")[remark.line - 1] for remark in check.remarks if remark.severity == "error"}
    assert wrong == {"code": "code: ZZ001", "edition.version": "edition: {publisher: directory, version: 3}"}


def test_the_next_version_begins_where_the_last_ended(one_office: Office) -> None:
    """With its comments and the next number; compared with it, only the number differs."""
    draft = begun(one_office)
    published(one_office, draft)
    desk, who = one_office.service.matter_editing, one_office.who(AUTHOR)
    again = desk.begin(who, draft.state.code)
    assert isinstance(again, DefinitionDraft)
    assert again.text == draft.text.replace("version: 1}", "version: 2}")
    found = desk.compare(who, draft.state.code, 1)
    assert not isinstance(found, Refusal)
    assert [one.target for one in found.items] == ["edition.version"]
    assert isinstance(desk.discard(who, draft.state.code, 99), EditedMeanwhile)
    assert not isinstance(desk.discard(who, draft.state.code, again.state.revision), Refusal)
    assert isinstance(desk.compare(who, draft.state.code, 1), NotFound)


def test_a_forecast_of_the_draft_names_people(one_office: Office) -> None:
    """Without anything being filed."""
    draft, before = begun(one_office), one_office.rows()["case_row"]
    desk, who = one_office.service.matter_editing, one_office.who(AUTHOR)
    found = desk.try_out(who, draft.state.code, {"purpose": "试算"}, "county_finance.staff")
    assert not isinstance(found, Refusal)
    assert [step.step for step in found.steps][:2] == ["accept", "decide"]
    assert found.steps[0].who
    assert [problem.target for problem in found.problems] == ["contact_phone"]
    assert isinstance(desk.try_out(who, draft.state.code, {}, "nobody.here"), NotFound)
    assert one_office.rows()["case_row"] == before


@pytest.mark.parametrize("person", [STAFF, "p39"])
def test_others_have_no_part_in_it(one_office: Office, person: str) -> None:
    """Refused, and on record."""
    desk, before = one_office.service.matter_editing, one_office.audited()
    assert isinstance(desk.list(one_office.who(person)), Forbidden)
    assert isinstance(desk.begin(one_office.who(person), "ZZ001", "样例"), Forbidden)
    assert one_office.audited() == before + 2


def test_everything_is_on_record(one_office: Office) -> None:
    """Every change leaves a line with its author and matter."""
    before = one_office.audited()
    published(one_office, begun(one_office))
    entry = one_office.last_audit()
    assert one_office.audited() == before + 3
    assert (entry.person, entry.operation, entry.outcome) == (SECOND, "发布事项", "done")


def test_cases_under_way_stay_and_drafts_are_told(office: Office) -> None:
    """The new version asks for more: the running case keeps its own, and a filing begun before is told what changed."""
    desk, who = office.service.matter_editing, office.who(AUTHOR)
    case_no = office.file()
    running = office.service.cases.show(office.who(STAFF), case_no)
    office.service.drafts.save(office.who(STAFF), "MS032", {"destination": "样例县财政局"}, "county_finance.staff")
    draft = desk.begin(who, "MS032")
    assert isinstance(draft, DefinitionDraft)
    text = catalog.shipped_text("MS032", draft.state.version - 1) or ""
    assert draft.text.split("\n")[0] == text.split("\n")[0]
    changed = saved(office, draft, "type: text, max_length: 80", "type: text, max_length: 70")
    assert isinstance(changed, DefinitionDraft)
    receipt = published(office, changed)
    with office.resources.database.reading() as session:
        head = cases.find(session, case_no)
    assert head
    assert head.definition != receipt.digest
    assert office.service.cases.show(office.who(STAFF), case_no) == running
    older = next(one for one in versions(office, "MS032") if one.version == receipt.version - 1)
    assert older.running >= 1
    opened = office.service.drafts.load(office.who(STAFF), "MS032")
    assert not isinstance(opened, Refusal)
    assert f"第 {receipt.version} 版" in opened.outdated[0]
    assert any("字数上限由“80”改为“70”" in line for line in opened.outdated)
    long = {**office.request().answers, "destination": "远" * 75}
    request = office.request().model_copy(update={"answers": long})
    refusal = office.service.cases.submit(office.who(STAFF), request, None)
    assert isinstance(refusal, Invalid)
    office.service.drafts.discard(office.who(STAFF), "MS032")
    assert office.task("p40", case_no)


def test_whoever_is_to_publish_is_told_and_has_it_in_the_menu(office: Office) -> None:
    """The other administrators get a notice and a figure; sent back, the author gets one, and nothing waits any more."""
    editing, notices = office.service.matter_editing, office.service.notices

    def told(person: str, topic: str) -> list[str]:
        found = notices.list(office.who(person))
        assert not isinstance(found, Refusal)
        return [one.text for one in found if one.topic == topic]

    before = editing.waiting(office.who(SECOND))
    draft = submitted(office, begun(office))
    assert isinstance(before, int)
    assert editing.waiting(office.who(SECOND)) == before + 1
    assert any("请在“事项管理”中审阅" in text for text in told(SECOND, "draft_submitted"))
    assert not any(draft.state.code in text for text in told(AUTHOR, "draft_submitted"))
    editing.send_back(office.who(SECOND), draft.state.code, "期限过长")
    assert editing.waiting(office.who(SECOND)) == before
    assert any("退回了您提交的事项" in text for text in told(AUTHOR, "draft_returned"))
