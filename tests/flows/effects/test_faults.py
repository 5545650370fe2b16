"""A hand that raises: tried again after growing rests, in doubt after five times, and settled by people.

Covers: flows/effects/carrying.py, flows/effects/claims.py, flows/effects/rendering.py, flows/effects/sealing.py
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from flows.effects import carrying, faults
from flows.resources import Resources
from flows.service import Service
from flows.views.people import Caller
from flows.views.registers import DoubtReceipt, DoubtView, SettleRequest, Settling
from matters.case.effect_keys import EffectKey
from matters.errors.administering import AlreadySettled, SettlementRefused
from matters.errors.base import Refusal
from matters.errors.handling import OpinionRequired
from storage import audit, doubts, ledger
from storage.ledger import PlannedEffect
from tests.flows.effects.conftest import Place
from tests.flows.effects.oracle import assert_sound, complaints
from tests.flows.effects.story import caller, drain

OPERATOR, GUARDIAN = "county_data.administrator.2", "county_data.administrator.3"
HOURS = 3600


def failing(error: Exception, times: int = 99) -> Callable[[Resources, PlannedEffect, str], bool]:
    """A drawing hand that claims as the real one does, then raises so many times."""
    real, left = carrying.HANDS["render"], [times]

    def hand(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
        if not left[0]:
            return real(resources, effect, owner)
        left[0] -= 1
        put, resources.files.__dict__["put"] = resources.files.put, _raising(error)
        try:
            return real(resources, effect, owner)
        finally:
            resources.files.__dict__["put"] = put

    return hand


def _raising(error: Exception) -> Callable[[bytes], str]:
    def put(content: bytes) -> str:
        raise error

    return put


def with_hand(monkeypatch: pytest.MonkeyPatch, hand: Callable[[Resources, PlannedEffect, str], bool]) -> None:
    """Let this hand draw."""
    monkeypatch.setattr(carrying, "HANDS", {**carrying.HANDS, "render": hand})


def doubtful(place: Place, monkeypatch: pytest.MonkeyPatch) -> str:
    """The drawing of the result in doubt, its hand mended afterwards; its key."""
    with monkeypatch.context() as broken:
        with_hand(broken, failing(LookupError("no definition")))
        with place.resources() as resources:
            assert drain(resources, "worker") == "doubt"
    with place.resources() as resources, resources.database.reading() as session:
        (found,) = doubts.in_doubt(session)
    return str(found.effect.key)


def seen(resources: Resources, key: str) -> DoubtView:
    """What the desk shows."""
    view = Service(resources).doubts.show(caller(resources, OPERATOR), key)
    assert isinstance(view, DoubtView)
    return view


def settle(
    resources: Resources,
    key: str,
    verdict: Settling,
    reason: str = "已查明",
    doubt: int = 1,
    request: str | None = None,
) -> DoubtReceipt | Refusal:
    """The operator's word."""
    said = SettleRequest(verdict=verdict, doubt=doubt, reason=reason)
    return Service(resources).doubts.settle(caller(resources, OPERATOR), key, said, request)


def test_a_fault_is_followed_by_a_growing_rest_and_the_fifth_by_a_doubt(
    approved: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not before the rest is over, not more than five times; the ledger keeps the last fault with its number."""
    with_hand(monkeypatch, failing(OSError(5, "Input/output error")))
    for rest in faults.PAUSES:
        with approved.resources() as resources:
            assert drain(resources, "worker") == "failed"
        approved.seconds += rest.total_seconds() - 1
        with approved.resources() as resources:
            assert drain(resources, "eager") == "settled"  # it rests
        approved.seconds += 1
    with approved.resources() as resources:
        assert drain(resources, "worker") == "doubt"
        approved.seconds += HOURS
    with approved.resources() as resources:
        assert drain(resources, "worker") == "settled"
        with resources.database.reading() as session:
            (found,) = doubts.in_doubt(session)
            assert audit.entries(session, limit=1, operation="列为存疑")[0].object_id == str(found.effect.key)
    assert found.fault is not None
    assert (found.faults, found.fault.line) == (5, "读写文件出错")
    assert found.effect.reason == f"连续 5 次未能办成：读写文件出错（故障编号 {found.fault.number}）"


def test_a_fault_that_heals_needs_nobody(approved: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two faults, then the paper is there, once."""
    with_hand(monkeypatch, failing(OSError("flaky"), times=2))
    for ending in ("failed", "failed", "settled"):
        with approved.resources() as resources:
            assert drain(resources, "worker") == ending
        approved.seconds += HOURS
    assert_sound(approved)


def test_what_cannot_heal_is_put_to_a_person_at_once_and_goes_on_when_it_is_mended(
    approved: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drawn file that is lost: the evidence says so; restored and settled, the paper is sealed and the case sound."""
    assert approved.run("seal:begin") == "killed"
    approved.wait_for_leases()
    with approved.resources() as resources:
        drawn = _drawn(resources)
        content = drawn.read_bytes()
        drawn.unlink()
        assert drain(resources, "worker") == "doubt"
        with resources.database.reading() as session:
            (found,) = doubts.in_doubt(session)
        view = seen(resources, str(found.effect.key))
        assert "文件缺失或已损坏" in dict(view.traces)["待盖章文件"]
        assert "已编" in dict(view.traces)["文号"]
        assert dict(view.traces)["已盖章文书"] == "没有登记"
        assert view.allowed == ("again",)
        drawn.write_bytes(content)
        assert isinstance(settle(resources, str(found.effect.key), "again"), DoubtReceipt)
        assert drain(resources, "worker") == "settled"
    assert_sound(approved)


def _drawn(resources: Resources) -> Path:
    with resources.database.reading() as session:
        effects = ledger.effects_of(session, 1)
    digest = next(
        str(e.outcome["unsigned_digest"]) for e in reversed(effects) if e.outcome and e.effect.kind == "render"
    )
    return resources.settings.files_dir / digest[:2] / digest


def test_an_outside_act_whose_hand_raised_is_never_repeated(approved: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claimed, then an error: nobody can know, so it is in doubt at once and not after five attempts."""
    sent: list[EffectKey] = []

    def dispatch(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
        from flows.effects.claims import claim

        with resources.database.transaction() as session:
            assert claim(session, resources, effect, owner, dict) is not None
        sent.append(effect.key)
        raise ConnectionError("the answer got lost")

    monkeypatch.setattr(carrying, "HANDS", {**carrying.HANDS, "number": dispatch})
    with approved.resources() as resources:
        assert drain(resources, "worker") == "doubt"
        assert drain(resources, "worker") == "settled"
    assert len(sent) == 1


def test_done_again_the_work_goes_on_by_itself(approved: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is done before the word, everything once after it; the same request again changes nothing."""
    key = doubtful(approved, monkeypatch)
    with approved.resources() as resources:
        assert drain(resources, "worker") == "settled"
        assert complaints(resources) != []
        first = settle(resources, key, "again", request="k1")
        assert isinstance(first, DoubtReceipt)
        assert settle(resources, key, "again", request="k1") == first
        assert drain(resources, "worker") == "settled"
        assert seen(resources, key).said[0].verdict_name == "重新执行"
    assert_sound(approved)


def test_of_two_people_at_once_one_has_the_say(approved: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other is told so; whatever the words, the paper comes out once."""
    key = doubtful(approved, monkeypatch)
    start = Barrier(2)
    with approved.resources() as resources:

        def say(number: int) -> DoubtReceipt | Refusal:
            start.wait()
            return settle(resources, key, "again", f"说明{number}", request=f"k{number}")

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(say, range(2)))
        assert sorted(type(answer).__name__ for answer in answers) == ["AlreadySettled", "DoubtReceipt"]
        assert drain(resources, "worker") == "settled"
    assert_sound(approved)


def test_a_worker_that_finishes_after_the_settlement_is_fenced(
    approved: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped after its claim, given up by the ledger, settled by a person and done by another: it changes nothing."""
    late, stopped = approved.start("render:before_put", deed="stop")
    assert stopped == "stopped"
    approved.wait_for_leases()
    key = doubtful(approved, monkeypatch)
    with approved.resources() as resources:
        assert isinstance(settle(resources, key, "again"), DoubtReceipt)
    assert approved.workers.resume(late) == [(late, "waiting")]
    approved.wait_for_leases()
    with approved.resources() as resources:
        assert drain(resources, "worker") == "settled"
    assert_sound(approved)


@pytest.mark.parametrize("point", ["render:after_claim_commit", "render:after_put", "seal:after_claim_commit"])
def test_a_crash_after_the_settlement_loses_nothing(
    point: str, approved: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settled, then the worker dies: the next one finishes."""
    key = doubtful(approved, monkeypatch)
    with approved.resources() as resources:
        assert isinstance(settle(resources, key, "again"), DoubtReceipt)
    assert approved.run(point) == "killed"
    assert approved.recover() == "settled"
    assert_sound(approved)


def test_a_crash_before_the_settlement_is_committed_leaves_the_doubt(
    approved: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Word, record and audit row are one transaction."""
    key = doubtful(approved, monkeypatch)
    with approved.resources() as resources:
        with monkeypatch.context() as broken:
            broken.setattr(audit, "record", _crash)
            with pytest.raises(RuntimeError):
                settle(resources, key, "again")
        assert seen(resources, key).said == ()
        assert isinstance(settle(resources, key, "again"), DoubtReceipt)
        assert drain(resources, "worker") == "settled"
    assert_sound(approved)


def _crash(*_: object) -> None:
    raise RuntimeError("killed")


def test_done_is_confirmed_only_on_evidence(approved: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A drawing leaves no proof; a notice that is in the in-box does, and then it is not left a second time."""
    key = doubtful(approved, monkeypatch)
    with approved.resources() as resources:
        assert isinstance(settle(resources, key, "done"), SettlementRefused)
        assert isinstance(settle(resources, key, "again"), DoubtReceipt)
        real = ledger.settle
        with monkeypatch.context() as broken:
            broken.setattr(carrying, "HANDS", {**carrying.HANDS, "notice": _posts_and_dies})
            assert drain(resources, "worker") == "doubt"
        with resources.database.reading() as session:
            (found,) = doubts.in_doubt(session)
        assert ledger.settle is real
        assert seen(resources, str(found.effect.key)).allowed == ("done", "drop")
        assert isinstance(settle(resources, str(found.effect.key), "again"), SettlementRefused)
        assert isinstance(settle(resources, str(found.effect.key), "done"), DoubtReceipt)
        assert drain(resources, "worker") == "settled"
    assert_sound(approved)


def _posts_and_dies(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Leaves the notices in a transaction that does not settle."""
    from flows.effects.claims import claim
    from storage import notices
    from storage.notices import Message

    with resources.database.transaction() as session:
        claim(session, resources, effect, owner, dict)
        told = effect.effect.to
        message = Message(str(effect.key), told, effect.case_no, "concluded", "已办结", resources.clock())
        notices.post(session, message)
    raise ConnectionError("died")


def test_the_result_paper_cannot_be_dropped(approved: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the case stays decided for ever: not offered, refused, not agreed to, and the page says what to do."""
    key = doubtful(approved, monkeypatch)
    with approved.resources() as resources:
        view = seen(resources, key)
        assert (view.allowed, view.proposer) == (("again",), None)
        assert "排除故障" in view.instead_of_drop
        assert "重新执行" in view.instead_of_drop
        assert isinstance(settle(resources, key, "drop", reason="重复申请"), SettlementRefused)
        _propose_as_before(resources, key)
        assert isinstance(Service(resources).doubts.agree(caller(resources, GUARDIAN), key, 1), SettlementRefused)
        assert seen(resources, key).proposer is None
        assert isinstance(settle(resources, key, "again"), DoubtReceipt)
        assert drain(resources, "worker") == "settled"
        assert seen(resources, key).instead_of_drop == ""
    assert_sound(approved)


def _propose_as_before(resources: Resources, key: str) -> None:
    """A proposal of the time when any effect could be dropped."""
    with resources.database.transaction() as session:
        found = doubts.find(session, EffectKey.read(key))
        assert found is not None
        doubts.say(session, found, "drop_proposed", "重复申请", OPERATOR, resources.clock())


def test_to_drop_it_takes_a_reason_and_two_people(accepted: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proposed by one, agreed to by another; then the paper is not made, and its number is explained."""
    key = doubtful(accepted, monkeypatch)
    with accepted.resources() as resources:
        desk, guardian = Service(resources).doubts, caller(resources, GUARDIAN)
        assert isinstance(desk.agree(guardian, key, 1), SettlementRefused)
        assert isinstance(settle(resources, key, "drop", reason=" "), OpinionRequired)
        assert isinstance(settle(resources, key, "drop", reason="重复申请"), DoubtReceipt)
        assert isinstance(settle(resources, key, "drop", reason="又说"), AlreadySettled)
        assert isinstance(_agree_as_proposer(resources, key), SettlementRefused)
        assert any("文号作废" in line for line in seen(resources, key).consequences)
        assert isinstance(desk.agree(guardian, key, 1), DoubtReceipt)
        assert isinstance(desk.agree(guardian, key, 1), AlreadySettled)
        assert drain(resources, "worker") == "settled"
        with resources.database.reading() as session:
            states = {e.key.kind: (e.state, e.reason) for e in ledger.effects_of(session, 1) if _same(e, key)}
    dropped = ("cancelled", "核定不再执行：重复申请")
    assert states == {"number": ("done", None), "render": dropped, "seal": dropped}


def _same(effect: PlannedEffect, key: str) -> bool:
    return effect.key.same_paper(EffectKey.read(key))


def told(resources: Resources, person: str, topic: str) -> list[str]:
    """What somebody was told of that."""
    found = Service(resources).notices.list(caller(resources, person))
    assert not isinstance(found, Refusal)
    return [one.text for one in found if one.topic == topic]


def test_whoever_must_speak_on_a_doubt_is_told_and_has_it_in_the_menu(
    accepted: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system administrators when it arises, the security administrators when it is to be dropped; then it is gone."""
    key = doubtful(accepted, monkeypatch)
    with accepted.resources() as resources:
        desk, operator, guardian = Service(resources).doubts, caller(resources, OPERATOR), caller(resources, GUARDIAN)
        assert (desk.count(operator), desk.count(guardian)) == (1, 1)
        assert (len(told(resources, OPERATOR, "doubt_arisen")), told(resources, GUARDIAN, "drop_proposed")) == (1, [])
        settle(resources, key, "drop", reason="重复申请")
        (asked,) = told(resources, GUARDIAN, "drop_proposed")
        assert "请在“存疑事项”中复核" in asked
        desk.agree(guardian, key, 1)
        assert (desk.count(operator), desk.count(guardian)) == (0, 0)


def _agree_as_proposer(resources: Resources, key: str) -> DoubtReceipt | Refusal:
    """The proposer with a role of the second person as well."""
    operator = caller(resources, OPERATOR)
    both: Caller = operator.model_copy(update={"roles": operator.roles | {"security_admin"}})
    return Service(resources).doubts.agree(both, key, 1)


def test_a_page_of_an_earlier_doubt_settles_nothing(approved: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Done again and failed again meanwhile."""
    key = doubtful(approved, monkeypatch)
    with approved.resources() as resources:
        assert isinstance(settle(resources, key, "again"), DoubtReceipt)
    assert doubtful(approved, monkeypatch) == key
    with approved.resources() as resources:
        assert isinstance(settle(resources, key, "again", doubt=1), AlreadySettled)
        assert isinstance(settle(resources, key, "again", doubt=2), DoubtReceipt)
