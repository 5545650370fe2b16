"""Sample events and cases for the storage tests: filed, accepted, approved, withdrawn."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from matters.case.aggregate import Case
from matters.case.events import Event
from matters.case.events.course import StepOpened
from matters.case.events.deciding import Accepted, Approved, Submitted, Withdrawn
from matters.case.fold import fold
from matters.organisation.snapshot import Holder
from storage import cases
from storage.cases import CaseHead
from storage.database import Session
from storage.searching import words
from storage.vault import Vault

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
VAULT = Vault(b"k" * 32)
LI = Holder(person="li", post="clerk")
WANG = Holder(person="wang", post="window")
ZHAO = Holder(person="zhao", post="head")
QIAN = Holder(person="qian", post="deputy")


def at(seconds: float) -> datetime:
    """That many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def filed(
    case_no: str = "C1", applicant: Holder = LI, body: str = "office", owner: str = "bureau"
) -> tuple[Event, ...]:
    """A case handed in, waiting for Wang to accept it."""
    submitted = Submitted(
        case_no=case_no,
        seq=1,
        at=NOON,
        actor=applicant,
        matter="seal_making",
        definition="d" * 64,
        applicant=applicant,
        applicant_body=body,
        owner_body=owner,
        organisation=1,
        calendar="2026",
    )
    return submitted, opened(2, "accept", WANG, case_no=case_no)


def opened(seq: int, step: str, *holders: Holder, case_no: str = "C1", due: date | None = None) -> StepOpened:
    """A step that waits for these holders."""
    return StepOpened(
        case_no=case_no,
        seq=seq,
        at=at(seq),
        actor=LI,
        step=step,
        holders=holders,
        due=due,
        organisation=1,
        calendar="2026",
    )


def accepted(case_no: str = "C1") -> tuple[Event, ...]:
    """Wang accepts; Zhao and Qian countersign."""
    return (
        Accepted(case_no=case_no, seq=3, at=at(3), actor=WANG, item="2:accept", due=date(2026, 12, 1)),
        opened(4, "sign", ZHAO, case_no=case_no, due=date(2026, 11, 30)),
        opened(5, "sign", QIAN, case_no=case_no, due=date(2026, 11, 25)),
    )


def approved(seq: int, item: str, actor: Holder, case_no: str = "C1") -> Approved:
    """One of them agrees."""
    return Approved(case_no=case_no, seq=seq, at=at(seq), actor=actor, item=item)


def withdrawn(seq: int, case_no: str = "C1") -> Withdrawn:
    """Li takes the case back."""
    return Withdrawn(case_no=case_no, seq=seq, at=at(seq), actor=LI, tell=("wang",))


def case_of(events: Sequence[Event]) -> Case:
    """The case that these events make."""
    case = fold(events)
    assert case is not None
    return case


def begun(
    session: Session, case_no: str = "C1", applicant: Holder = LI, body: str = "office", about: str = "印章"
) -> CaseHead:
    """A stored case that was just handed in."""
    events = filed(case_no, applicant, body)
    head = cases.begin(session, events, case_of(events), VAULT.new_key(case_no), f"{case_no}的{about}")
    words.learn(session, head.id, VAULT.words.of_case(case_no, about))
    return head


def go_on(session: Session, case_no: str, events: Sequence[Event]) -> CaseHead:
    """Lock the case and add events."""
    head = cases.lock(session, case_no)
    assert head is not None
    before = cases.history(session, head.id)
    return cases.append(session, head, events, case_of(before), case_of([*before, *events]))
