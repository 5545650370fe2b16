"""Effects in doubt: faults counted by their owner alone, one say per doubt, and what depends on a dropped effect."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from matters.case.effect_keys import AdvanceId, EffectKey
from matters.case.effect_kinds import Kind
from matters.case.owed import Effect
from storage import doubts, ledger
from storage.database import Database, Session
from storage.doubts import Doubtful, Failure, Fault
from storage.ledger import Claimant, EffectClaim, PlannedEffect
from tests.storage.samples import at, begun

ADVANCE, OWNER = AdvanceId("C1", 1), "host:1:a"
NUMBER = EffectKey("C1", 1, "number")
KINDS: tuple[Kind, ...] = ("number", "render", "seal")
FAULT = Fault("0a1b2c3d", "读写文件出错", "2026-11-20T12:00:00+00:00")


@pytest.fixture
def planned(database: Database) -> Database:
    """A case whose advance owes number, drawing and seal, held by OWNER."""
    with database.transaction() as session:
        effects = [Effect(key=EffectKey("C1", 1, kind), kind=kind, paper="result") for kind in KINDS]
        ledger.plan(session, begun(session), 1, "决定", effects, at(0))
        assert ledger.lease(session, ADVANCE, OWNER, at(0), at(60))
    return database


def waiting(session: Session) -> PlannedEffect:
    """The effect that comes next."""
    effect = ledger.next_effect(session, ADVANCE)
    assert effect is not None
    return effect


def claimed(session: Session, key: EffectKey, owner: str = OWNER, token: str = "t1", now: float = 0) -> EffectClaim:
    """Claim for a minute."""
    claim = ledger.claim(session, key, Claimant(owner, token, at(now), at(now + 60)), lambda: {"n": 7}, replayable=True)
    assert claim is not None
    return claim


def doubted(session: Session, key: EffectKey = NUMBER) -> Doubtful:
    """Put it in doubt after one fault."""
    assert doubts.fail(session, waiting(session), OWNER, FAULT) is not None
    assert doubts.give_up(session, waiting(session), "连续 5 次未能办成", at(1))
    found = doubts.find(session, key)
    assert found is not None
    return found


def states(session: Session) -> list[str]:
    """The states of the effects in order."""
    return [effect.state for effect in ledger.effects_of(session, 1)]


def test_faults_are_counted_for_whoever_holds_the_advance(planned: Database) -> None:
    """Of an effect that was rolled back, and of one whose claim was committed; the last fault is kept."""
    with planned.transaction() as session:
        assert doubts.fail(session, waiting(session), OWNER, FAULT) == Failure(1, begun=False)
        claimed(session, EffectKey("C1", 1, "number"))
        assert doubts.fail(session, waiting(session), OWNER, FAULT) == Failure(2, begun=True)
        doubts.give_back(session, waiting(session), OWNER)
        assert waiting(session).state == "planned"
        assert claimed(session, EffectKey("C1", 1, "number"), token="t2").data == {"n": 7}


def test_a_late_workers_fault_is_nobodys(planned: Database) -> None:
    """Who lost the advance, or the effect, neither counts nor gives back."""
    with planned.transaction() as session:
        assert doubts.fail(session, waiting(session), "host:2:b", FAULT) is None
        effect = waiting(session)
        claimed(session, effect.key, owner="host:2:b")
        assert doubts.fail(session, effect, OWNER, FAULT) is None
        doubts.give_back(session, effect, OWNER)
        assert states(session) == ["claimed", "planned", "planned"]


def test_a_doubt_stops_the_advance(planned: Database) -> None:
    """Nothing after it happens and no machine claims it; its evidence is listed."""
    with planned.transaction() as session:
        found = doubted(session)
        assert (found.count, found.faults, found.fault, found.since) == (1, 1, FAULT, at(1))
        assert doubts.in_doubt(session) == (found,)
        assert doubts.count(session) == 1
        assert ledger.next_effect(session, ADVANCE) is None
        assert (
            ledger.claim(session, found.effect.key, Claimant("w", "t", at(99), at(199)), dict, replayable=True) is None
        )
        assert ledger.open_advances(session, at(99), 10) == ()
        assert not ledger.finish_advance(session, ADVANCE, at(99))


def test_to_be_done_again_opens_the_advance_and_forgets_the_faults(planned: Database) -> None:
    """Five more attempts, from the data of the first claim."""
    with planned.transaction() as session:
        claimed(session, EffectKey("C1", 1, "number"))
        found = doubted(session)
        assert doubts.again(session, found)
        assert [advance.id for advance in ledger.open_advances(session, at(2), 10)] == [ADVANCE]
        assert ledger.lease(session, ADVANCE, OWNER, at(2), at(62))
        assert doubts.fail(session, waiting(session), OWNER, FAULT) == Failure(1, begun=False)
        assert claimed(session, EffectKey("C1", 1, "number"), token="t2").data == {"n": 7}


def test_done_records_the_outcome_and_goes_on(planned: Database) -> None:
    """The next effect follows."""
    with planned.transaction() as session:
        assert doubts.done(session, doubted(session), {"number": "样批〔2026〕1号"}, at(2))
        assert waiting(session).key == EffectKey("C1", 1, "render")


def test_dropped_takes_along_what_depends_on_it(planned: Database) -> None:
    """Without a number there is nothing to draw and nothing to seal; without the rest the advance is finished."""
    with planned.transaction() as session:
        assert doubts.drop(session, doubted(session), "改为线下办理", at(2))
        assert states(session) == ["cancelled"] * 3
        assert {effect.reason for effect in ledger.effects_of(session, 1)} == {"改为线下办理"}
        assert ledger.finish_advance(session, ADVANCE, at(3))


def test_a_worker_that_wakes_up_after_the_settlement_settles_nothing(planned: Database) -> None:
    """Its token is void, whatever was said; also while its claim would still run."""
    acts: list[Callable[[Session, Doubtful], bool]] = [
        doubts.again,
        lambda session, found: doubts.done(session, found, {}, at(3)),
    ]
    for act in acts:
        with planned.transaction() as session:
            late = claimed(session, waiting(session).key)
            assert doubts.doubt(session, late, "执行中断", at(1))
            found = doubts.find(session, late.key)
            assert found is not None
            assert act(session, found)
            assert not ledger.settle(session, late, {"by": "late"}, at(4))
            assert not doubts.doubt(session, late, "执行中断", at(4))
            assert ledger.effects_of(session, 1)[0].outcome in (None, {})


def test_one_of_sixteen_settles(planned: Database) -> None:
    """Different words on one doubt at once: one counts."""
    with planned.transaction() as session:
        found = doubted(session)
    start = Barrier(16)

    def say(number: int) -> bool:
        start.wait()
        with planned.transaction() as session:
            if number % 2:
                return doubts.again(session, found)
            return doubts.done(session, found, {"by": number}, at(2))

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(say, range(16))) == 1


def test_a_say_on_an_earlier_doubt_does_not_meet_the_present_one(planned: Database) -> None:
    """The page was opened before it was done again and failed again."""
    with planned.transaction() as session:
        first = doubted(session)
        assert doubts.again(session, first)
        assert ledger.lease(session, ADVANCE, OWNER, at(2), at(62))
        second = doubted(session)
        assert second.count == 2
        assert not doubts.again(session, first)
        assert not doubts.drop(session, first, "?", at(9))
        assert states(session)[0] == "in_doubt"


def test_what_was_said_is_kept(planned: Database) -> None:
    """In order, each doubt with its own."""
    with planned.transaction() as session:
        found = doubted(session)
        doubts.say(session, found, "drop_proposed", "重复申请", "p77", at(2))
        doubts.say(session, found, "again", "已恢复文件", "p77", at(3))
        told = [(said.doubt, said.verdict, said.reason, said.person) for said in doubts.said(session, found.effect.key)]
        assert told == [(1, "drop_proposed", "重复申请", "p77"), (1, "again", "已恢复文件", "p77")]
