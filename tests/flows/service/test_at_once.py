"""同时办理: whoever is first, the case goes on once; nobody's act is lost, and who comes second reads why.

Every race is run until 24 acts are done, on each database; `make crash` does 1,000.
"""

import pytest

from matters.organisation.snapshot import Holder
from storage import cases, database
from tests.flows.service.office import CHIEF, CLERK, CLERK_2, HEAD, STAFF, Office
from tests.flows.service.racing import AT_MOST, Move, Race, acts, run, takes_back, withdraws
from tests.matters.forked import branch, countersign, decide, fork, step

pytestmark = pytest.mark.both

DEPUTY = "p43"
PAIRS, MANY = 12, 500
LOSSY = 60  # not every race is lost
CHECK, EITHER_CLERK = step("check", post="vehicle_chief"), step("check", post="vehicle_clerk")
TO_CHIEF = Holder(person=CHIEF, post="county_logistics.vehicle_chief")
TO_CLERK_2 = Holder(person=CLERK_2, post="county_logistics.vehicle_clerk.2")
FIRST = frozenset({"already_decided"})
GONE = frozenset({"no_longer_needed"})


def agrees(person: str) -> Move:
    """Approve."""
    return acts(person, "approve", opinion="同意")


RACES = {
    "three signers": Race(
        (countersign("sign", "vehicle_chief", "deputy_head", "head"), decide()),
        (agrees(CHIEF), agrees(DEPUTY), agrees(HEAD)),
        accepted=(3,),
    ),
    "a signature and a refusal that ends it": Race(
        (countersign("sign", "vehicle_chief", "deputy_head", refusal="first_refusal_ends"), decide()),
        (agrees(CHIEF), acts(DEPUTY, "reject", opinion="不同意")),
        accepted=(1, 2),
        told=GONE,
    ),
    "two of whom one is enough": Race(
        (countersign("sign", "vehicle_chief", "deputy_head", rule="any"), decide()),
        (agrees(CHIEF), agrees(DEPUTY)),
        accepted=(1,),
        told=FIRST,
    ),
    "two branches that arrive": Race(
        (fork("both", "parallel", branch("a", CHECK), branch("b", step("look", post="deputy_head"))), decide()),
        (agrees(CHIEF), agrees(DEPUTY)),
        accepted=(2,),
    ),
    "deciding and taking back": Race(
        (CHECK, decide()),
        (agrees(HEAD), takes_back(CHIEF)),
        accepted=(1,),
        told=GONE | {"not_possible", "wrong_status"},
        begun=True,
    ),
    "deciding and withdrawing": Race(
        (decide(),),
        (agrees(HEAD), withdraws(STAFF)),
        accepted=(1,),
        told=GONE | {"wrong_status"},
    ),
    "signing and adding a signer beside": Race(
        (countersign("sign", "vehicle_chief", "deputy_head"), decide()),
        (agrees(CHIEF), acts(DEPUTY, "add_signers", where="beside", to=(TO_CLERK_2,), opinion="请会签")),
        accepted=(2,),
    ),
    "deciding and asking somebody before, on one item": Race(
        (EITHER_CLERK, decide()),
        (agrees(CLERK), acts(CLERK_2, "add_signers", where="before", to=(TO_CHIEF,), opinion="请把关")),
        accepted=(1,),
        told=FIRST | GONE,
    ),
    "two who claim": Race(
        (EITHER_CLERK, decide()),
        (acts(CLERK, "claim"), acts(CLERK_2, "claim")),
        accepted=(1,),
        told=frozenset({"claimed_by_another"}),
    ),
    "eight clicks under one key": Race(
        (CHECK, decide()),
        (acts(CHIEF, "approve", key="click", opinion="同意"),) * AT_MOST,
        accepted=(AT_MOST,),
    ),
}


@pytest.mark.parametrize("name", RACES)
@pytest.mark.parametrize("pairs", [PAIRS, pytest.param(MANY, marks=pytest.mark.crash)])
def test_of_acts_at_the_same_moment_none_is_lost_and_none_counts_twice(name: str, pairs: int, office: Office) -> None:
    """The case is decided once or withdrawn, waits for nobody who has spoken, and every loser reads who or what was first."""
    assert run(office, RACES[name], pairs) == []


def test_without_the_lock_on_the_case_somebody_is_left_without_an_answer(
    postgres_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: READ COMMITTED alone. What stands behind it, `cases.append`, keeps the case sound, but a vote is lost."""
    monkeypatch.setattr(cases, "_LOCKED", cases._NUMBERED)
    monkeypatch.setattr(cases, "_LOCKED_WITH_ITEM", cases._WITH_ITEM)
    assert lost_votes(postgres_office, "no answer but CaseMovedOnError")


def test_with_a_deferred_begin_somebody_is_left_without_an_answer(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a transaction that reads before it takes SQLite's write lock is refused it at once."""

    engine = database._sqlite_engine
    monkeypatch.setattr(database, "_sqlite_engine", lambda url, begin, *more: engine(url, "BEGIN DEFERRED", *more))
    assert lost_votes(sqlite_office, "told: 系统繁忙")


def lost_votes(office: Office, told: str) -> list[str]:
    """The cases in which a signer was left with that; nothing else went wrong."""
    wrong = run(office, RACES["three signers"], LOSSY)
    lost = [one for one in wrong if told in one]
    assert all(one in lost or "were accepted" in one for one in wrong), wrong
    return lost
