"""通知设置 at the desk: whole, by kinds there are and hours that fit; it holds for the next notice and for nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from flows.views.news import NewsRequest, NewsSettings
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from storage.tables.duties import EffectRow
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, HEAD, STAFF, Office


def chosen(office: Office, person: str, **parts: object) -> NewsSettings | Refusal:
    """What comes of choosing that."""
    return office.service.notices.choose(office.who(person), NewsRequest.model_validate(parts))


def settings(office: Office, person: str) -> NewsSettings:
    """What the person has chosen."""
    found = office.service.notices.settings(office.who(person))
    assert isinstance(found, NewsSettings)
    return found


@pytest.mark.both
def test_what_was_told_of_a_case_is_new_until_it_is_opened(office: Office) -> None:
    """自上次查看以来: to each their own; what there is to do stands on the page and is no news."""
    case_no = office.file()
    office.carry(case_no)
    applicant, clerk = office.who(STAFF), office.who(CLERK)
    assert office.service.notices.since_last_look(clerk, case_no) == ()
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.carry(case_no)
    new: Any = office.service.notices.since_last_look(applicant, case_no)
    assert [one.topic for one in new] == ["paper_issued"]
    assert office.service.notices.since_last_look(applicant, case_no) == ()
    listed: Any = office.service.notices.list(clerk)
    assert all(one.read for one in listed if one.case_no == case_no)


@pytest.mark.both
def test_what_is_chosen_stands_until_something_else_is(office: Office) -> None:
    """Everything at once: what is left out of the next choice is as it was at first; of others nothing changes."""
    assert isinstance(
        chosen(office, CHIEF, muted=["copies", "copies"], quiet_since="22:00", quiet_until="07:00"), NewsSettings
    )
    now = settings(office, CHIEF)
    assert [kind.kind for kind in now.kinds if not kind.told] == ["copies"]
    assert (now.quiet_since, now.quiet_until) == ("22:00", "07:00")
    assert all(kind.told for kind in settings(office, HEAD).kinds)
    chosen(office, CHIEF)
    now = settings(office, CHIEF)
    assert all(kind.told for kind in now.kinds)
    assert (now.quiet_since, now.quiet_until) == (None, None)


@pytest.mark.parametrize(
    ("parts", "target"),
    [
        ({"muted": ["new_task"]}, "muted"),
        ({"muted": ["accepted", "copies"]}, "muted"),
        ({"quiet_since": "22:00"}, "quiet_until"),
        ({"quiet_until": "07:00"}, "quiet_until"),
        ({"quiet_since": "07:00", "quiet_until": "07:00"}, "quiet_until"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    one_office: Office, parts: dict[str, object], target: str
) -> None:
    """What binds is no kind; hours have two different ends."""
    refusal = chosen(one_office, CLERK, **parts)
    assert isinstance(refusal, Invalid)
    assert [problem.target for problem in refusal.problems] == [target]
    assert all(kind.told for kind in settings(one_office, CLERK).kinds)


def test_a_copy_is_not_told_to_whoever_does_not_want_to_hear_of_copies(new_office: Callable[[str], Office]) -> None:
    """The copy is theirs to read all the same; that a case waits for somebody is told whatever is chosen."""
    one_office = new_office("sqlite")
    chosen(one_office, HEAD, muted=["copies", "discussion", "needless"])
    case_no = one_office.file(STAFF)
    reader = next(one for one in one_office.case(CLERK, case_no).tasks[0].readers if one.person == HEAD)
    one_office.done(CLERK, case_no, "send_copy", to=({"person": reader.person, "post": reader.post},), opinion="请阅")
    one_office.carry(case_no)
    assert one_office.service.notices.list(one_office.who(HEAD)) == ()
    assert _told(one_office) == [[CLERK, CLERK_2], []]
    assert one_office.case(HEAD, case_no).copies
    assert one_office.service.notices.unread(one_office.who(CLERK))


def _told(office: Office) -> list[list[str]]:
    """Who was told of each piece of news, as the ledger has it."""
    with office.resources.database.reading() as session:
        done = [row for row in session.exec(select(EffectRow)) if row.key.kind == "notice"]
    return [(row.outcome or {})["told"] for row in sorted(done, key=lambda row: row.key.seq)]
