"""Seals that are stopped or revoked: nothing is sealed meanwhile, older papers stay good, and two people decide for good.

Covers: flows/cases/renewing.py, storage/seal_stops.py
"""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from flows.adapters.identity import LOCAL_MACHINE
from flows.cases.renewing import call_to_renew
from flows.documents.authority import Authority
from flows.documents.sealing.order import SealOrder
from flows.documents.sealing.signing import KeyFileSealer
from flows.effects.carrying import carry_out
from flows.service.desks.sealing.seal_stops import SealStopDesk
from flows.verification import verify_file
from flows.views.operations import Check
from flows.views.papers import VerdictView
from flows.views.registers import SealStopLine, SealStopReceipt
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, NotFound
from matters.errors.handling import NotPossible
from storage import cases, ledger, seal_stops
from tests.flows.conftest import MASTER
from tests.flows.documents.foreign import PASSWORD, ForeignAuthority
from tests.flows.service.office import CAR, CLERK, STAFF, START, Office

SECURITY, SECOND, SYSTEM = "p78", "p120", "p77"
BODY, REASON = "county_logistics", "密钥疑似泄露"


@pytest.fixture
def office(new_office: Callable[[str], Office], tmp_path: Path) -> Office:
    """An office with seals of its own: they are revoked here."""
    made = new_office("sqlite")
    authority = Authority.create(tmp_path / "authority", MASTER, "样例根证书", START)
    return Office(replace(made.resources, sealer=KeyFileSealer(authority)), made.clock)


def desk(office: Office) -> SealStopDesk:
    """The desk under test."""
    return office.service.seal_stops


def receipt(said: SealStopReceipt | Refusal) -> SealStopReceipt:
    """What was accepted."""
    assert isinstance(said, SealStopReceipt), said
    return said


def standing(office: Office, person: str = SECOND) -> tuple[SealStopLine, ...]:
    """What that administrator sees."""
    lines = desk(office).list(office.who(person))
    assert not isinstance(lines, Refusal)
    return lines


def accepted(office: Office) -> str:
    """A case whose acceptance owes a paper."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    return case_no


def paper(office: Office, case_no: str) -> bytes:
    """Its sealed paper."""
    listed: Any = office.service.papers.list(office.who(STAFF), case_no)
    content = office.service.papers.download(office.who(STAFF), listed[0].id)
    assert not isinstance(content, Refusal)
    return content.content


def verified(office: Office, content: bytes) -> VerdictView:
    """As anybody verifies it."""
    return office.service.papers.verify(content)


def try_to_seal(office: Office, case_no: str) -> list[str]:
    """Another try after the rest; the reasons that the case tells of what still waits."""
    office.clock.pass_by(seconds=61)
    while advance := office.lease(case_no):
        carry_out(office.resources, advance, "worker")
    return [effect.reason for effect in office.case(STAFF, case_no).effects if effect.kind == "seal"]


def test_with_a_stopped_seal_papers_wait_and_say_why(office: Office) -> None:
    """However long: it is nobody's fault, so it never goes in doubt. Somebody else takes the seal back into use."""
    stop = receipt(desk(office).stop(office.who(SECURITY), BODY, REASON))
    assert (office.last_audit().operation, office.last_audit().object_id) == ("停用印章", BODY)
    case_no = accepted(office)
    told = {reason for _ in range(8) for reason in try_to_seal(office, case_no)}
    assert told == {f"样例县机关事务管理中心的电子印章已停用（{REASON}），恢复用印后自动办理"}
    own = desk(office).lift(office.who(SECURITY), stop.id)
    assert isinstance(own, NotPossible)
    assert "另一位安全管理员" in own.message
    receipt(desk(office).lift(office.who(SECOND), stop.id))
    assert isinstance(desk(office).lift(office.who(SECOND), stop.id), NotPossible)
    assert try_to_seal(office, case_no) == [""]
    assert verified(office, paper(office, case_no)).verdict == "valid"


def test_a_revoked_seal_leaves_older_papers_good_and_seals_nothing_more(office: Office) -> None:
    """It rests from the first word, is revoked by the second, and another certificate takes its place."""
    case_no = accepted(office)
    office.carry(case_no)
    before = paper(office, case_no)
    unregistered = stray(office)
    assert verified(office, unregistered).verdict == "valid"
    office.clock.pass_by(hours=1)
    asked = receipt(desk(office).revoke(office.who(SECURITY), BODY, REASON))
    assert verified(office, before).reasons == ("印章有效，文件自用印后没有改动。",)
    waits = accepted(office)
    assert "已撤销" in try_to_seal(office, waits)[0]
    assert isinstance(desk(office).confirm(office.who(SECURITY), asked.id), NotPossible)
    receipt(desk(office).confirm(office.who(SECOND), asked.id))
    assert isinstance(desk(office).confirm(office.who(SECOND), asked.id), NotPossible)
    assert [(line.final, line.kind) for line in standing(office)] == [(True, "revoked")]
    old = verified(office, before)
    assert old.verdict == "valid"
    assert "该印章此后已于2026年3月2日 10:" in old.reasons[1]
    unknown = verified(office, unregistered)
    assert unknown.verdict == "untrusted"
    assert "没有登记过" in unknown.reasons[0]
    assert "已撤销" in try_to_seal(office, waits)[0]
    assert "新的印章" in receipt(desk(office).lift(office.who(SECOND), asked.id)).message
    try_to_seal(office, waits)
    assert verified(office, paper(office, waits)).reasons == ("印章有效，文件自用印后没有改动。",)


def told_of_certificates(office: Office) -> list[str]:
    """What the security administrator has been told, oldest first, after the look of this hour and of the next."""
    for _ in range(2):
        call_to_renew(office.resources)
    notices: Any = office.service.notices.list(office.who(SECURITY))
    return [one.text for one in reversed(notices) if one.topic == "certificate_ends"]


def test_an_imported_seal_that_ends_is_told_in_time_and_papers_wait_until_it_is_renewed(office: Office) -> None:
    """By notices, once for each stage, and by the doctor; what waits says why, and goes on by itself under the next one.

    What was sealed under one that has ended stands for whoever knows from the register when that was.
    """
    authority, name = ForeignAuthority(START), "样例县机关事务管理中心"
    seals, operations = office.service.seals, office.service.operations

    def take(days: int) -> None:
        taken = seals.take(LOCAL_MACHINE, authority.issued(name, days=days), PASSWORD)
        assert not isinstance(taken, Refusal), taken

    def doctor() -> Check:
        checks = operations.doctor(LOCAL_MACHINE)
        assert not isinstance(checks, Refusal)
        return next(one for one in checks if one.name == "印章证书")

    assert (doctor().ok, doctor().heed, told_of_certificates(office)) == (True, False, [])
    take(days=30)
    soon = f"{name}的印章证书将于2026年3月30日到期。请向发证机构换发后，在服务器上用 once seal import 导入"
    assert (doctor().ok, doctor().heed, doctor().detail) == (True, True, soon)
    assert told_of_certificates(office) == [f"{soon}。"]
    case_no = accepted(office)
    office.clock.pass_by(days=30)
    assert try_to_seal(office, case_no) == [f"{name}的印章证书已于2026年3月30日到期，换发导入后自动办理"]
    assert not doctor().ok
    assert told_of_certificates(office) == [f"{soon}。", f"{soon}。".replace("将于", "已于")]
    take(days=33)
    assert doctor().ok
    assert try_to_seal(office, case_no) == [""]
    sealed = paper(office, case_no)
    assert (
        verify_file(sealed, (office.resources.sealer.root_pem,)).verdict == "untrusted"
    )  # that one has ended by today
    assert verified(office, sealed).reasons == ("印章有效，文件自用印后没有改动。",)


def stray(office: Office) -> bytes:
    """Something else under the same seal that no register knows, as a thief of the key would make it."""
    case_no = accepted(office)
    office.carry(case_no)
    drawn = next(e.outcome["unsigned_digest"] for e in effects(office, case_no) if e.effect.kind == "render")
    pdf = office.resources.files.read(drawn)
    order = SealOrder(
        "D-X", sha256(pdf).hexdigest(), "N-X", office.clock(), b"s" * 32, BODY, "样例县机关事务管理中心", "样例"
    )
    return office.resources.sealer.seal(pdf, order).content


def effects(office: Office, case_no: str) -> Any:  # noqa: ANN401 - rows of the ledger
    """What the machine did for the case."""
    with office.resources.database.reading() as session:
        head = cases.find(session, case_no)
        assert head is not None
        return ledger.effects_of(session, head.id)


def test_of_two_who_stop_a_seal_at_once_one_does(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other has seen it in use a moment ago; the database lets one stop of a body stand."""
    stop = receipt(desk(office).stop(office.who(SECURITY), BODY, REASON))
    with monkeypatch.context() as a_moment_ago:
        a_moment_ago.setattr(seal_stops, "of_body", lambda *_: None)
        for act in (desk(office).stop, desk(office).revoke):
            late = act(office.who(SECOND), BODY, REASON)
            assert isinstance(late, NotPossible)
            assert "刚刚已由他人停用" in late.message
    assert [line.id for line in standing(office)] == [stop.id]
    receipt(desk(office).lift(office.who(SECOND), stop.id))


def test_at_the_machine_a_seal_is_revoked_at_once(office: Office) -> None:
    """Whoever runs the machine holds its keys anyhow; a stop gives way to the graver word."""
    office.carry(accepted(office))
    receipt(desk(office).stop(office.who(SECURITY), BODY, REASON))
    assert "证书序列号" in receipt(desk(office).revoke(LOCAL_MACHINE, BODY, "密钥泄露")).message
    (line,) = standing(office)
    assert (line.final, line.asked_by, line.reason) == (True, "本机管理", "密钥泄露")
    again = desk(office).stop(office.who(SECOND), BODY, REASON)
    assert isinstance(again, NotPossible)
    assert "已经撤销" in again.message


def test_what_cannot_be_stopped_is_refused(office: Office) -> None:
    """A body that is not there, no reason, somebody who does not guard the seals."""
    assert isinstance(desk(office).stop(office.who(SECURITY), "nowhere", REASON), NotFound)
    assert isinstance(desk(office).stop(office.who(SECURITY), BODY, "　"), Invalid)
    assert isinstance(desk(office).stop(office.who(SYSTEM), BODY, REASON), Forbidden)
    assert standing(office) == ()
