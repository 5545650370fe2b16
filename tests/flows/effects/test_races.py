"""Two workers, a late worker, a withdrawal in between, and an act that may not be repeated."""

import asyncio
from datetime import datetime

import pytest

from flows.effects import carrying
from flows.effects.claims import claim
from flows.resources import Resources
from flows.runs.client import Run, StateType, WantedRun
from flows.runs.reconciler import Reconciler
from flows.service import Service
from flows.views.cases import CaseList, Receipt
from matters.case.effect_keys import EffectKey
from storage import doubts, ledger
from storage.ledger import PlannedEffect
from tests.flows.effects.conftest import Place
from tests.flows.effects.oracle import assert_sound
from tests.flows.effects.story import APPLICANT, caller, drain

pytestmark = pytest.mark.both


def test_two_workers_at_once(approved: Place) -> None:
    """Two that begin at the same moment do the work once; the other finds nothing left or waits."""
    pids = [approved.start("carry:start", deed="stop")[0] for _ in range(2)]
    endings = [ending for _, ending in approved.workers.resume(*pids)]
    assert set(endings) == {"settled"}
    assert_sound(approved)


@pytest.mark.parametrize(
    ("point", "ending"),
    [
        ("carry:after_renew_commit", "waiting"),
        ("number:after_settle_commit", "lost"),
        ("render:before_put", "waiting"),
        ("seal:begin", "waiting"),
        ("seal:after_put", "waiting"),
        ("notice:begin", "waiting"),
    ],
)
def test_a_late_worker_is_fenced(point: str, ending: str, approved: Place) -> None:
    """Who stood still past its lease changes nothing of what another has done meanwhile (SIGSTOP, SIGCONT)."""
    late, stopped = approved.start(point, deed="stop")
    assert stopped == "stopped"
    assert approved.recover() == "settled"
    assert approved.workers.resume(late) == [(late, ending)]
    assert_sound(approved)


def withdraw(place: Place) -> None:
    """The applicant takes the case back."""
    with place.resources() as resources:
        applicant = caller(resources, APPLICANT)
        listed = Service(resources).cases.list(applicant)
        assert isinstance(listed, CaseList)
        (line,) = listed.items
        assert isinstance(Service(resources).cases.withdraw(applicant, line.case_no), Receipt)


def states(place: Place) -> dict[str, list[str]]:
    """The states of the effects by kind."""
    with place.resources() as resources, resources.database.reading() as session:
        effects = ledger.effects_of(session, 1)
    return {kind: [e.state for e in effects if e.effect.kind == kind] for kind in ("number", "render", "seal")}


@pytest.mark.parametrize("point", ["carry:start", "number:before_settle_commit"])
def test_a_withdrawal_cancels_a_paper_that_is_not_numbered(point: str, accepted: Place) -> None:
    """No number is allotted for a case that was taken back; the people concerned are told all the same."""
    assert accepted.run(point) == "killed"
    withdraw(accepted)
    assert states(accepted) == {"number": ["cancelled"], "render": ["cancelled"], "seal": ["cancelled"]}
    assert accepted.recover() == "settled"
    assert_sound(accepted)


@pytest.mark.parametrize(
    "point", ["number:after_settle_commit", "render:after_claim_commit", "seal:after_claim_commit"]
)
def test_a_withdrawal_burns_no_number(point: str, accepted: Place) -> None:
    """A paper that has its number is finished after the withdrawal, so that the register has no gap."""
    assert accepted.run(point) == "killed"
    withdraw(accepted)
    assert accepted.recover() == "settled"
    assert states(accepted) == {"number": ["done"], "render": ["done"], "seal": ["done"]}
    assert_sound(accepted)


class NoRuns:
    """Prefect without a run to close."""

    async def create(self, wanted: WantedRun) -> Run:
        raise NotImplementedError

    async def claim(self, run_id: str) -> bool:
        raise NotImplementedError

    async def force_state(self, run_id: str, state: StateType, reason: str) -> None:
        raise NotImplementedError

    async def unfinished(self, before: datetime) -> tuple[Run, ...]:
        return ()


def test_what_cannot_be_known_is_put_to_a_person(accepted: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """An act outside that was begun and not settled is never repeated by a machine, only shown as in doubt."""
    sent: list[EffectKey] = []

    def dispatch(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
        with resources.database.transaction() as session:
            held = claim(session, resources, effect, owner, dict)
        if held is None:
            return False
        sent.append(effect.key)
        return False  # the worker dies before the answer comes

    monkeypatch.setattr(carrying, "HANDS", {**carrying.HANDS, "notice": dispatch})
    with accepted.resources() as resources:
        assert drain(resources, "first") == "waiting"
    accepted.wait_for_leases()
    with accepted.resources() as resources:
        assert drain(resources, "second") == "waiting"
        asyncio.run(Reconciler(resources, NoRuns()).sweep())
    accepted.wait_for_leases()
    with accepted.resources() as resources:
        assert drain(resources, "third") == "settled"  # nothing that a machine may take is left
        with resources.database.reading() as session:
            assert [found.effect.key for found in doubts.in_doubt(session)] == sent
    assert len(sent) == 1
