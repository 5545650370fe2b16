"""The reconciler reads our ledger first and Prefect second; Prefect is a fake here, the ledger is real.

Covers: flows/evidence.py, flows/runs/client.py, flows/runs/leases.py, flows/service/desks/doubts.py
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from flows.adapters.channel import InBox
from flows.resources import Resources
from flows.runs.client import UNDER_WAY, PrefectAwayError, Run, StateType, WantedRun
from flows.runs.leases import Leases
from flows.runs.reconciler import Reconciler
from flows.sample import sample_founding
from flows.settings import Settings
from matters.case.effect_keys import AdvanceId, EffectKey
from matters.case.effect_kinds import KINDS, Kind
from matters.case.owed import Effect
from storage import installations, ledger
from storage.database import Database
from storage.definitions.catalog import sample_organisation
from storage.ledger import Claimant, EffectClaim, OpenAdvance
from storage.people import organisations
from tests.storage.samples import NOON, begun

LEASE = timedelta(seconds=60)


class FakePrefect:
    """Prefect as it was seen to behave: keys are unique, only SCHEDULED can be claimed, nothing is ever started again."""

    def __init__(self) -> None:
        self.states: dict[str, StateType] = {}
        self.advances: dict[str, AdvanceId | None] = {}
        self.forced: list[tuple[str, StateType]] = []
        self.away = False

    async def create(self, wanted: WantedRun) -> Run:
        self._answer()
        run_id = f"run of {wanted.advance}"
        self.states.setdefault(run_id, "SCHEDULED")
        self.advances[run_id] = wanted.advance
        return Run(run_id, self.states[run_id], wanted.advance)

    async def claim(self, run_id: str) -> bool:
        self._answer()
        if self.states[run_id] != "SCHEDULED":
            return False
        self.states[run_id] = "PENDING"
        return True

    async def force_state(self, run_id: str, state: StateType, reason: str) -> None:
        self._answer()
        self.forced.append((run_id, state))
        self.states[run_id] = state

    async def unfinished(self, before: datetime) -> tuple[Run, ...]:
        self._answer()
        found = ((run_id, state) for run_id, state in self.states.items() if state in UNDER_WAY)
        return tuple(Run(run_id, state, self.advances[run_id], NOON) for run_id, state in found)

    def _answer(self) -> None:
        if self.away:
            raise PrefectAwayError("ConnectError")


class Office:
    """A ledger with one advance, and a clock that the test sets."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOON
        parts = cast("Any", None)  # the reconciler needs no files or keys
        settings = Settings(lease_seconds=60)
        self.resources = Resources(
            settings=settings,
            database=database,
            files=parts,
            vault=parts,
            sealer=parts,
            channel=InBox(),
            identity=parts,
            clock=lambda: self.now,
        )
        with database.transaction() as session:
            organisations.add(session, sample_organisation(), NOON)
            installations.add(session, sample_founding().installation)
        self.prefect = FakePrefect()
        self.reconciler = Reconciler(self.resources, self.prefect)

    def plan(self, kinds: Sequence[Kind], case_no: str = "C1") -> AdvanceId:
        with self.database.transaction() as session:
            effects = [Effect(key=EffectKey(case_no, seq, kind), kind=kind) for seq, kind in enumerate(kinds, 1)]
            return ledger.plan(session, begun(session, case_no), 1, "受理", effects, NOON)

    def claim(self, key: str) -> EffectClaim:
        with self.database.transaction() as session:
            held = ledger.claim(
                session,
                EffectKey.read(key),
                Claimant("dead", f"token of {key}", self.now, self.now + LEASE),
                dict,
                replayable=True,
            )
        assert held is not None
        return held

    def settle(self, key: str) -> None:
        claim = self.claim(key)
        with self.database.transaction() as session:
            assert ledger.settle(session, claim, {}, self.now)

    def advance(self, advance_id: AdvanceId) -> OpenAdvance | None:
        with self.database.reading() as session:
            return ledger.advance(session, advance_id)

    def states(self) -> list[str]:
        with self.database.reading() as session:
            return [effect.state for effect in ledger.effects_of(session, 1)]

    def run(self, advance_id: AdvanceId, state: StateType) -> Run:
        """The run that a dead executor left in this state, noted in the ledger."""
        run_id = f"run of {advance_id}"
        self.prefect.states[run_id], self.prefect.advances[run_id] = state, advance_id
        with self.database.transaction() as session:
            ledger.note_run(session, advance_id, run_id)
        return Run(run_id, state, advance_id)

    def take_over(self, advance_id: AdvanceId, state: StateType) -> bool:
        run, advance = self.run(advance_id, state), self.advance(advance_id)
        assert advance is not None
        return asyncio.run(self.reconciler.take_over(advance, run))

    def sweep(self) -> None:
        asyncio.run(self.reconciler.sweep())


@pytest.fixture
def office(database: Database) -> Office:
    """The office over each of the two databases."""
    return Office(database)


def test_an_advance_whose_executor_died_before_the_post_gets_its_run_under_the_same_key(office: Office) -> None:
    """(a) Killed between commit and POST, or between POST and note: one advance, one run."""
    office.plan(["notice"])
    first = Leases(office.resources).take()
    assert first is not None
    office.now += LEASE
    second = Leases(office.resources).take()
    assert second is not None
    runs = {asyncio.run(office.prefect.create(held.wanted)).id for held in (first, second)}
    assert len(runs) == 1
    assert second.wanted == WantedRun(
        "seal_making", AdvanceId("C1", 1), "C1 · 受理", ("matter:seal_making", "case:C1", "body:bureau")
    )


@pytest.mark.parametrize("state", ["PENDING", "RUNNING", "CRASHED", "FAILED", "CANCELLING", "CANCELLED", "PAUSED"])
def test_a_hanging_run_with_nothing_claimed_is_scheduled_again(office: Office, state: StateType) -> None:
    """(b, c, d) None claimed: the same run can be claimed once more."""
    advance = office.plan(["number", "notice"])
    assert office.take_over(advance, state)
    assert office.prefect.states == {"run of C1:1": "SCHEDULED"}
    assert asyncio.run(office.prefect.claim("run of C1:1"))


@pytest.mark.parametrize("state", ["PENDING", "RUNNING", "CRASHED", "FAILED"])
def test_a_hanging_run_whose_effects_are_settled_is_completed(office: Office, state: StateType) -> None:
    """(b) Killed between the last settle and the end of the run: nothing is run again."""
    advance = office.plan(["notice"])
    office.settle("C1:1:notice")
    assert not office.take_over(advance, state)
    assert office.prefect.states == {"run of C1:1": "COMPLETED"}
    assert office.advance(advance) is None


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if kind.replayable])
def test_a_claimed_pure_replay_is_run_again(office: Office, kind: Kind) -> None:
    """(b) Drawing and sealing give the same bytes again, so a machine may repeat them."""
    advance = office.plan([kind])
    office.claim(f"C1:1:{kind}")
    office.now += LEASE
    assert office.take_over(advance, "RUNNING")
    assert office.states() == ["claimed"]
    assert office.prefect.states == {"run of C1:1": "SCHEDULED"}


def test_a_claimed_effect_that_is_no_pure_replay_goes_in_doubt(office: Office) -> None:
    """(b) Nobody can know whether it happened: a person must say, and the run says so."""
    advance = office.plan(["notice", "notice"])
    office.claim("C1:1:notice")
    office.now += LEASE
    assert not office.take_over(advance, "RUNNING")
    assert office.states() == ["in_doubt", "planned"]
    assert office.prefect.states == {"run of C1:1": "CRASHED"}
    assert Leases(office.resources).take() is None


def test_a_claim_whose_lease_runs_is_left_alone(office: Office) -> None:
    """A slow worker is not a dead one."""
    office.plan(["notice"])
    office.claim("C1:1:notice")
    office.now += LEASE - timedelta(seconds=1)
    office.sweep()
    assert office.states() == ["claimed"]
    assert office.prefect.forced == []


def test_the_sweep_puts_in_doubt_what_nobody_can_know(office: Office) -> None:
    """Whether or not an executor comes to take the advance over."""
    advance = office.plan(["notice"])
    office.run(advance, "RUNNING")
    office.claim("C1:1:notice")
    office.now += LEASE
    office.sweep()
    assert office.states() == ["in_doubt"]
    assert office.prefect.forced == [("run of C1:1", "CRASHED")]


def test_the_sweep_closes_the_run_of_a_settled_advance(office: Office) -> None:
    """Killed after the ledger was closed, before Prefect was told."""
    advance = office.plan(["notice"])
    office.run(advance, "RUNNING")
    office.settle("C1:1:notice")
    with office.database.transaction() as session:
        assert ledger.finish_advance(session, advance, office.now)
    office.sweep()
    office.sweep()
    assert office.prefect.forced == [("run of C1:1", "COMPLETED")]


def test_the_sweep_leaves_the_run_of_an_open_advance_to_who_holds_it(office: Office) -> None:
    """Closing it would show as done what is not."""
    office.run(office.plan(["notice"]), "RUNNING")
    office.sweep()
    assert office.prefect.forced == []


def test_a_round_of_a_sweep_is_left_alone_until_no_round_lasts_so_long(office: Office) -> None:
    """Then its executor is dead: the round is shown as broken off, and the next one does its work."""
    office.prefect.states["round"], office.prefect.advances["round"] = "RUNNING", None
    office.now += ledger.FARTHEST - timedelta(seconds=1)
    office.sweep()
    assert office.prefect.forced == []
    office.now += timedelta(seconds=1)
    office.sweep()
    assert office.prefect.forced == [("round", "CRASHED")]


def test_two_reconcilers_at_once_doubt_one_effect_once(office: Office) -> None:
    """(e) The ledger is changed by one of them; what both may tell Prefect is the same."""
    office.run(office.plan(["notice"]), "RUNNING")
    office.claim("C1:1:notice")
    office.now += LEASE

    async def both() -> None:
        await asyncio.gather(office.reconciler.sweep(), Reconciler(office.resources, office.prefect).sweep())

    asyncio.run(both())
    assert office.states() == ["in_doubt"]
    assert set(office.prefect.forced) == {("run of C1:1", "CRASHED")}


def test_a_recovery_that_is_itself_cut_off_is_finished_by_the_next(office: Office) -> None:
    """(f) The ledger was closed, then Prefect went away before it was told: no orphan after the second pass."""
    advance = office.plan(["notice"])
    office.settle("C1:1:notice")
    office.prefect.away = True
    with pytest.raises(PrefectAwayError):
        office.take_over(advance, "RUNNING")
    office.prefect.away = False
    office.sweep()
    assert office.prefect.states == {"run of C1:1": "COMPLETED"}


def test_a_doubt_of_which_prefect_was_not_told_is_told_by_the_next_sweep(office: Office) -> None:
    """(f) Otherwise the console would show it running for ever."""
    office.run(office.plan(["notice"]), "RUNNING")
    office.claim("C1:1:notice")
    office.now += LEASE
    office.prefect.away = True
    with pytest.raises(PrefectAwayError):
        office.sweep()
    office.prefect.away = False
    office.sweep()
    assert office.prefect.forced == [("run of C1:1", "CRASHED")]


def test_an_advance_is_held_by_one_of_two_executors(office: Office) -> None:
    """The second finds nothing until the first lets go, and then the rest is kept."""
    office.plan(["notice"])
    one, other = Leases(office.resources), Leases(office.resources)
    held = one.take()
    assert held is not None
    assert other.take() is None
    one.release(held, rest_seconds=30)
    assert other.take() is None
    office.now += timedelta(seconds=30)
    assert other.take() is not None
    assert not one.renew(held)


def test_the_rest_between_attempts_doubles_up_to_half_a_minute(office: Office) -> None:
    """A fault that stays must not fill the log nor the queue."""
    office.plan(["notice"])
    rests = []
    for _ in range(8):
        held = Leases(office.resources).take()
        assert held is not None
        rests.append(held.retry_seconds)
        Leases(office.resources).release(held)
    assert rests == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
