"""The effect ledger: planned once, claimed once, settled once, fenced, in doubt for a person."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import col, select

from matters.case.effect_keys import AdvanceId, EffectKey
from matters.case.effect_kinds import Kind
from matters.case.owed import Effect
from storage import cases, doubts, ledger, numbers
from storage.collisions import EffectKeyTakenError
from storage.database import Database, Session
from storage.ledger import Claimant, EffectClaim
from storage.tables.base import JsonObject
from storage.tables.duties import EffectRow
from tests.storage.samples import at, begun, go_on, withdrawn

ADVANCE = AdvanceId("C1", 1)
KINDS: tuple[Kind, ...] = ("number", "render", "seal")


def effect(kind: Kind, seq: int = 1, paper: str | None = "notice") -> Effect:
    """An effect of the case C1."""
    return Effect(key=EffectKey("C1", seq, kind), kind=kind, paper=paper)


@pytest.fixture
def planned(database: Database) -> Database:
    """A database with one case whose advance owes number, drawing and seal."""
    with database.transaction() as session:
        ledger.plan(session, begun(session), 1, "受理", [effect(kind) for kind in KINDS], at(0))
    return database


def no_data() -> JsonObject:
    """A claim that fixes nothing."""
    return {}


def claimed(
    session: Session, key: EffectKey, token: str = "t1", now: float = 0, *, replayable: bool = True
) -> EffectClaim | None:
    """Claim for a minute."""
    return ledger.claim(session, key, Claimant("worker", token, at(now), at(now + 60)), no_data, replayable=replayable)


def settled(session: Session, key: EffectKey, now: float = 0) -> None:
    """Claim and settle."""
    claim = claimed(session, key, now=now)
    assert claim is not None
    assert ledger.settle(session, claim, {"ok": 1}, at(now))


def test_effects_come_one_by_one_in_order(planned: Database) -> None:
    """The next one is the first not settled; when all are, there is none and the advance can be finished."""
    with planned.transaction() as session:
        for kind in KINDS:
            waiting = ledger.next_effect(session, ADVANCE)
            assert waiting is not None
            assert (waiting.effect, waiting.state) == (effect(kind), "planned")
            assert not ledger.finish_advance(session, ADVANCE, at(1))
            settled(session, waiting.key)
        assert ledger.next_effect(session, ADVANCE) is None
        assert ledger.finish_advance(session, ADVANCE, at(1))
        assert not ledger.finish_advance(session, ADVANCE, at(2))
        assert ledger.open_advances(session, at(3), 10) == ()


def test_an_open_advance_names_its_run(planned: Database) -> None:
    """What the executor needs to start a run is in the row."""
    with planned.transaction() as session:
        (found,) = ledger.open_advances(session, at(0), 10)
        assert (found.case_no, found.id.seq, found.matter, found.label, found.body) == (
            "C1",
            1,
            "seal_making",
            "受理",
            "bureau",
        )
        assert ledger.note_run(session, ADVANCE, "run-1")
        again = ledger.advance(session, ADVANCE)
        assert again is not None
        assert again.run_id == "run-1"


def test_planning_the_same_again_changes_nothing(planned: Database) -> None:
    """Same key, same content."""
    with planned.transaction() as session:
        head = go_on(session, "C1", [withdrawn(3)])
        ledger.plan_more(session, head, 1, [effect("number")], at(1))
        assert [e.position for e in ledger.effects_of(session, head.id)] == [0, 1, 2]


def test_an_effect_of_an_earlier_release_is_the_same_effect(planned: Database) -> None:
    """Its payload repeats the key and names what is empty; planned again it changes nothing."""
    with planned.transaction() as session:
        for row in session.exec(select(EffectRow)):
            assert not {"key", "kind", "topic"} & set(row.payload)
            row.payload = effect(row.key.kind).model_dump(mode="json")
        session.flush()
        head = go_on(session, "C1", [withdrawn(3)])
        ledger.plan_more(session, head, 1, [effect("number")], at(1))
        assert [found.effect for found in ledger.effects_of(session, head.id)] == [effect(kind) for kind in KINDS]


def test_what_is_settled_is_fenced_no_more(planned: Database) -> None:
    """Token and lease are gone with the claim; who had it, and when, is kept."""
    with planned.transaction() as session:
        settled(session, effect("number").key)
        row = session.exec(select(EffectRow).where(col(EffectRow.state) == "done")).one()
        assert (row.token, row.lease_until) == (None, None)
        assert row.claimed_by
        assert row.claimed_at


def test_the_same_key_with_other_content_is_refused(planned: Database) -> None:
    """Same key, other content is an error and nothing of it stays."""
    with planned.transaction() as session:
        head = go_on(session, "C1", [withdrawn(3)])
    with pytest.raises(EffectKeyTakenError), planned.transaction() as session:
        ledger.plan_more(session, head, 1, [effect("notice", 3), effect("number", paper="other")], at(1))
    with planned.reading() as session:
        assert ledger.next_effect(session, ADVANCE) is not None
        assert EffectKey("C1", 3, "notice") not in {e.key for e in ledger.effects_of(session, 1)}


def test_effects_of_the_system_are_appended_and_reopen_the_advance(planned: Database) -> None:
    """An event inside a run owes its notice in the same advance, even if the run had just finished it."""
    with planned.transaction() as session:
        for kind in KINDS:
            settled(session, EffectKey("C1", 1, kind))
        assert ledger.finish_advance(session, ADVANCE, at(1))
        head = go_on(session, "C1", [withdrawn(3)])
        ledger.plan_more(session, head, 1, [effect("notice", 3)], at(2))
        waiting = ledger.next_effect(session, ADVANCE)
        assert waiting is not None
        assert (waiting.key, waiting.position) == (EffectKey("C1", 3, "notice"), 3)
        assert len(ledger.open_advances(session, at(3), 10)) == 1


def test_one_of_sixteen_threads_claims(planned: Database) -> None:
    """Sixteen threads, one claim, for each of the effects."""
    start = Barrier(16)

    def compete(number: int, key: EffectKey) -> bool:
        start.wait()
        with planned.transaction() as session:
            return claimed(session, key, token=f"t{number}", replayable=False) is not None

    with ThreadPoolExecutor(16) as pool:
        for kind in KINDS:
            tries = [pool.submit(compete, number, EffectKey("C1", 1, kind)) for number in range(16)]
            assert sum(t.result() for t in tries) == 1


def test_one_of_sixteen_threads_takes_over_an_expired_claim(planned: Database) -> None:
    """Taking over is a conditional update too: the winner's fresh lease shuts the others out."""
    with planned.transaction() as session:
        claimed(session, EffectKey("C1", 1, "seal"))
    start = Barrier(16)

    def compete(number: int) -> bool:
        start.wait()
        with planned.transaction() as session:
            return claimed(session, EffectKey("C1", 1, "seal"), token=f"late{number}", now=61) is not None

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(compete, range(16))) == 1


def test_the_first_claim_fixes_the_data(planned: Database) -> None:
    """A replay gets the same data and takes no new seal number, so that it makes the same bytes."""

    def seal_number() -> JsonObject:
        return {"seal_number": numbers.allot(session, "seal:bureau")}

    with planned.transaction() as session:
        first = ledger.claim(
            session, EffectKey("C1", 1, "seal"), Claimant("w1", "t1", at(0), at(60)), seal_number, replayable=True
        )
    with planned.transaction() as session:
        second = ledger.claim(
            session, EffectKey("C1", 1, "seal"), Claimant("w2", "t2", at(61), at(120)), seal_number, replayable=True
        )
        assert first is not None
        assert second is not None
        assert (first.data, second.data) == ({"seal_number": 1}, {"seal_number": 1})
        assert (first.attempts, second.attempts) == (1, 2)
        assert numbers.allot(session, "seal:bureau") == 2


def test_a_live_claim_is_not_taken(planned: Database) -> None:
    """Before its lease runs out nobody gets it, pure replay or not."""
    with planned.transaction() as session:
        claimed(session, EffectKey("C1", 1, "seal"))
        assert claimed(session, EffectKey("C1", 1, "seal"), token="t2", now=59) is None


def test_what_cannot_be_replayed_is_not_taken_back(planned: Database) -> None:
    """An act upon the outside whose worker died is for a person, however long ago."""
    with planned.transaction() as session:
        claimed(session, EffectKey("C1", 1, "seal"), replayable=False)
        assert claimed(session, EffectKey("C1", 1, "seal"), token="t2", now=10_000, replayable=False) is None


def test_a_late_worker_settles_nothing(planned: Database) -> None:
    """Its token is no longer that of the row; the outcome is the second worker's."""
    with planned.transaction() as session:
        late = claimed(session, EffectKey("C1", 1, "seal"))
        fresh = claimed(session, EffectKey("C1", 1, "seal"), token="t2", now=61)
        assert late is not None
        assert fresh is not None
        assert not ledger.settle(session, late, {"by": "late"}, at(62))
        assert not doubts.doubt(session, late, "late", at(62))
        assert ledger.settle(session, fresh, {"by": "fresh"}, at(63))
        assert not ledger.settle(session, fresh, {"by": "again"}, at(64))
        seal = next(e for e in ledger.effects_of(session, 1) if e.key == EffectKey("C1", 1, "seal"))
        assert (seal.state, seal.outcome, seal.settled_at) == ("done", {"by": "fresh"}, at(63))


def test_a_worker_late_but_unreplaced_may_settle(planned: Database) -> None:
    """Only a takeover fences it out; its work is not thrown away for slowness alone."""
    with planned.transaction() as session:
        late = claimed(session, EffectKey("C1", 1, "seal"))
        assert late is not None
        assert ledger.expired_claims(session, at(60)) == (late,)
        assert ledger.settle(session, late, {}, at(100))
        assert ledger.expired_claims(session, at(200)) == ()


def test_planning_into_a_doubtful_advance_does_not_hide_the_doubt(planned: Database) -> None:
    """The advance stays in doubt, whatever is appended."""
    with planned.transaction() as session:
        claim = claimed(session, EffectKey("C1", 1, "number"), replayable=False)
        assert claim is not None
        doubts.doubt(session, claim, "?", at(1))
        head = go_on(session, "C1", [withdrawn(3)])
        ledger.plan_more(session, head, 1, [effect("notice", 3)], at(1))
        assert ledger.open_advances(session, at(2), 10) == ()


def test_withdrawal_cancels_what_has_not_begun(planned: Database) -> None:
    """A paper of which nothing is done goes; kept kinds stay."""
    with planned.transaction() as session:
        head = go_on(session, "C1", [withdrawn(3)])
        ledger.plan(session, head, 3, "撤回", [effect("notice", 3)], at(1))
        assert ledger.cancel_planned(session, head.id, keep=["notice"]) == 3
        assert claimed(session, EffectKey("C1", 1, "number")) is None
        assert states(session) == ["cancelled", "cancelled", "cancelled", "planned"]


def test_withdrawal_leaves_a_paper_that_has_begun(planned: Database) -> None:
    """Its number is allotted; without its drawing and seal it would be a gap that nobody can explain."""
    with planned.transaction() as session:
        settled(session, EffectKey("C1", 1, "number"))
        assert ledger.cancel_planned(session, 1, keep=["notice"]) == 0
        assert states(session) == ["done", "planned", "planned"]


def test_withdrawal_waits_for_a_number_being_allotted(postgres_database: Database) -> None:
    """A number committed while the cancelling looks on is seen by it."""
    with postgres_database.transaction() as session:
        ledger.plan(session, begun(session), 1, "受理", [effect(kind) for kind in KINDS], at(0))

    def cancel() -> int:
        with postgres_database.transaction() as session:
            return ledger.cancel_planned(session, 1, keep=["notice"])

    with ThreadPoolExecutor(1) as pool:
        with postgres_database.transaction() as session:
            settled(session, EffectKey("C1", 1, "number"))
            cancelling = pool.submit(cancel)
            with pytest.raises(TimeoutError):
                cancelling.result(timeout=0.5)
        assert cancelling.result(timeout=10) == 0
    with postgres_database.reading() as session:
        assert states(session) == ["done", "planned", "planned"]


def states(session: Session) -> list[str]:
    """The states of the case's effects in order."""
    return [effect.state for effect in ledger.effects_of(session, 1)]


def test_one_of_sixteen_threads_leases_an_advance(planned: Database) -> None:
    """One run at a time carries an advance."""
    start = Barrier(16)

    def compete(number: int) -> bool:
        start.wait()
        with planned.transaction() as session:
            return ledger.lease(session, ADVANCE, f"run{number}", at(0), at(60))

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(compete, range(16))) == 1


def test_a_lease_runs_out_and_can_be_renewed(planned: Database) -> None:
    """Renewed by its owner alone; after its end anybody may take it, and then the old owner has lost it."""
    with planned.transaction() as session:
        assert ledger.lease(session, ADVANCE, "a", at(0), at(60))
        assert ledger.open_advances(session, at(30), 10) == ()
        assert not ledger.renew(session, ADVANCE, "b", at(90))
        assert ledger.renew(session, ADVANCE, "a", at(90))
        assert not ledger.lease(session, ADVANCE, "b", at(89), at(200))
        assert ledger.lease(session, ADVANCE, "b", at(90), at(200))
        assert not ledger.renew(session, ADVANCE, "a", at(300))
        assert not ledger.release(session, ADVANCE, "a", None)
        (found,) = ledger.open_advances(session, at(200), 10)
        assert found.attempts == 2


def test_what_a_wrong_clock_has_leased_or_put_off_is_not_waited_for(planned: Database) -> None:
    """An executor a day ahead is killed and its clock put right: its advance and its effect are free at once, not tomorrow."""
    tomorrow = 86_400.0
    key = effect("number").key
    with planned.transaction() as session:
        assert ledger.lease(session, ADVANCE, "ahead", at(tomorrow), at(tomorrow + 60))
        assert claimed(session, key, "ahead", tomorrow)
        assert not ledger.lease(session, ADVANCE, "behind", at(tomorrow + 30), at(tomorrow + 90))
        assert [claim.key for claim in ledger.expired_claims(session, at(0))] == [key]
        assert ledger.lease(session, ADVANCE, "right", at(0), at(60))
        assert ledger.release(session, ADVANCE, "right", at(tomorrow))
        assert ledger.lease(session, ADVANCE, "again", at(1), at(61))


def test_a_released_advance_waits_for_its_back_off(planned: Database) -> None:
    """Not before the instant given, then again: no retry without back-off, and none without an end to it."""
    with planned.transaction() as session:
        ledger.lease(session, ADVANCE, "a", at(0), at(60))
        assert ledger.release(session, ADVANCE, "a", at(30))
        assert not ledger.lease(session, ADVANCE, "b", at(29), at(90))
        assert ledger.open_advances(session, at(29), 10) == ()
        assert ledger.lease(session, ADVANCE, "b", at(30), at(90))


def test_advances_come_oldest_first_and_no_more_than_asked(database: Database) -> None:
    """The queue of the executor is fair."""
    with database.transaction() as session:
        for number in (3, 1, 2):
            ledger.plan(session, begun(session, f"C{number}"), 1, "提交", [], at(number))
        found = ledger.open_advances(session, at(9), 2)
    assert [advance.case_no for advance in found] == ["C1", "C2"]


def test_a_plan_during_the_finish_is_not_lost(planned: Database) -> None:
    """Whichever comes first, an advance with an effect left to do is open in the end; twenty tries."""
    start = Barrier(2)

    def finish() -> None:
        start.wait()
        with planned.transaction() as session:
            ledger.finish_advance(session, ADVANCE, at(1))

    def add(number: int) -> None:
        start.wait()
        with planned.transaction() as session:
            head = cases.lock(session, "C1")
            assert head is not None
            ledger.plan_more(session, head, 1, [effect("notice", 10 + number)], at(2))

    with planned.transaction() as session:
        for kind in KINDS:
            settled(session, EffectKey("C1", 1, kind))
    with ThreadPoolExecutor(2) as pool:
        for number in range(20):
            for done in (pool.submit(finish), pool.submit(add, number)):
                done.result()
            with planned.transaction() as session:
                assert len(ledger.open_advances(session, at(9), 10)) == 1
                settled(session, EffectKey("C1", 10 + number, "notice"))
