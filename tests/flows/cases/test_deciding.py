"""One act in one transaction: what it keeps, what a reader finds, and what a replay sees."""

from dataclasses import replace

import pytest

from flows.cases.deciding import act_on, open_case
from matters.case.events.course import StepOpened
from matters.commands.items import Claim
from matters.commands.reports import RecordPaper
from matters.organisation.snapshot import SYSTEM, Holder
from storage import cases, ledger
from storage.vault import destroy
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, STAFF, Office


def test_a_case_opens_with_what_was_written_last(office: Office) -> None:
    """Answers of the filing, then the supplement's, then the office's own fields."""
    case_no = office.file()
    office.done(CLERK, case_no, "request_supplement", findings={"destination": "请写明。"})
    office.done(STAFF, case_no, "supplement", answers={"destination": "县城"})
    office.done(CLERK, case_no, "accept", fills=CAR)
    with office.resources.database.reading() as session:
        opened = open_case(session, office.resources, case_no)
    assert opened is not None
    assert (opened.answers["destination"], opened.answers["plate"]) == ("县城", "样A12345")
    assert all(written.intact for written in opened.written)


def test_a_case_as_it_stood_is_what_a_replay_draws(office: Office) -> None:
    """`until` forgets later events and later answers alike."""
    case_no = office.file()
    office.done(CLERK, case_no, "request_supplement", findings={"destination": "请写明。"})
    office.done(STAFF, case_no, "supplement", answers={"destination": "县城"})
    with office.resources.database.reading() as session:
        opened = open_case(session, office.resources, case_no)
    assert opened is not None
    before = opened.until(3)
    assert (before.answers["destination"], before.case.status) == ("样例镇", "supplementing")
    with pytest.raises(ValueError, match="no event"):
        opened.until(0)


def test_an_act_that_was_undone_is_not_at_hand(office: Office) -> None:
    """Another one at the same moment leaves a row that says the same: what is read then is what has happened."""
    case_no, near = office.file(), replace(office.resources, at_hand={})

    def cut() -> None:
        with near.database.transaction() as session:
            opened = open_case(session, near, case_no, lock=True)
            assert opened is not None
            (item,) = opened.case.items
            hat = next(holder for holder in item.holders if holder.person == CLERK)
            act_on(session, near, opened, Claim(actor=hat, item=item.key, expected_version=item.version), {})
            raise RuntimeError("cut")

    with pytest.raises(RuntimeError, match="cut"):
        cut()
    office.done(CLERK_2, case_no, "claim")
    with near.database.reading() as session:
        opened = open_case(session, near, case_no)
    assert opened is not None
    assert [holder.person for one in opened.case.items for holder in one.holders] == [CLERK_2]


def test_every_event_carries_the_digest_of_what_was_written(office: Office) -> None:
    """The text beside it proves itself by the trail."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR, opinion="拟同意。")
    with office.resources.database.reading() as session:
        opened = open_case(session, office.resources, case_no)
    assert opened is not None
    said = {event.seq: event.said for event in opened.events if event.said}
    assert said == {written.seq: written.digest for written in opened.written}


def test_the_bodies_of_new_holders_become_party(office: Office) -> None:
    """Whoever gets a task may see the case; nobody else does."""
    case_no = office.file("p70", "sample_town.staff")
    with office.resources.database.reading() as session:
        head = cases.find(session, case_no)
        assert head is not None
        assert cases.may_see(session, head.id, ["county_logistics"])
        assert cases.may_see(session, head.id, ["sample_town"])
        assert not cases.may_see(session, head.id, ["county_court", "county_finance"])


def test_effects_are_planned_with_their_decision(office: Office) -> None:
    """One advance for one decision, its effects in the order of the events."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    with office.resources.database.reading() as session:
        head = cases.find(session, case_no)
        assert head is not None
        effects = ledger.effects_of(session, head.id)
    assert [(str(effect.advance_id.seq), effect.effect.kind) for effect in effects] == [
        ("1", "notice"),
        ("3", "number"),
        ("3", "render"),
        ("3", "seal"),
        ("3", "notice"),
    ]


def test_a_paper_told_twice_changes_nothing(office: Office) -> None:
    """The machine's repetition leaves events, rows and effects as they are."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.carry(case_no)
    before = office.rows()
    with office.resources.database.transaction() as session:
        opened = open_case(session, office.resources, case_no, lock=True)
        assert opened is not None
        (paper,) = opened.case.papers
        again = RecordPaper(
            actor=SYSTEM,
            paper=paper.paper,
            document=paper.document,
            number=paper.number,
            digest=paper.digest,
            issued_on=office.resources.today,
        )
        assert act_on(session, office.resources, opened, again, {}) == opened.case
    assert office.rows() == before


def test_a_case_without_its_key_is_still_a_case(office: Office) -> None:
    """After the end of retention the events stand and the texts are gone."""
    case_no = office.file()
    with office.resources.database.transaction() as session:
        head = cases.find(session, case_no)
        assert head is not None
        assert destroy(session, head.id)
    with office.resources.database.reading() as session:
        opened = open_case(session, office.resources, case_no)
    assert opened is not None
    assert (opened.answers, opened.written, opened.case.status) == ({}, (), "submitted")


def test_a_case_that_is_not_there_is_nothing(office: Office) -> None:
    """No number, no case."""
    with office.resources.database.reading() as session:
        assert open_case(session, office.resources, "9" * 23) is None


def test_a_step_is_opened_for_who_holds_the_post_at_that_moment(office: Office) -> None:
    """The event keeps the holders and the version of the organisation they were found in."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    with office.resources.database.reading() as session:
        opened = open_case(session, office.resources, case_no)
        version = office.resources.organisation(session).version
    assert opened is not None
    last = opened.events[-1]
    assert isinstance(last, StepOpened)
    assert last.holders == (Holder(person=CHIEF, post="county_logistics.vehicle_chief"),)
    assert last.organisation == version
