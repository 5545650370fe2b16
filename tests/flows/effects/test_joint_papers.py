"""A paper of two bodies, from the filing to the registers: both seals at once, each once, and none while one of them rests.

Covers: storage/migrations/versions/0029_joint_seals.py
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.documents.authority import Authority
from flows.documents.sealing.signing import KeyFileSealer
from flows.effects import sealing
from flows.effects.carrying import carry_out
from flows.views.registers import SealList, SealQuery
from tests.flows.conftest import MASTER
from tests.flows.effects.oracle import complaints
from tests.flows.service.office import START, Office
from tests.matters.public.definitions import public

APPLICANT, CLERK, FINANCE_HEAD, HEAD = "p25", "p22", "p26", "p20"
SECURITY, SECOND, AUDITOR = "p78", "p120", "p79"
LEASE: dict[str, Any] = {
    "reason": "新成立机构，现有用房不足",
    "staff": 30,
    "address": "样例市样例路8号",
    "area": "450.00",
    "start_on": "2026-04-01",
    "end_on": "2027-03-31",
    "rent": "270000",
}
NAMES = ("样例市机关事务管理局", "样例市财政局")


@pytest.fixture
def office(new_office: Callable[[str], Office], tmp_path: Path) -> Office:
    """An office of its own: its seals are stopped, and all its numbers are counted."""
    made = new_office("sqlite")
    authority = Authority.create(tmp_path / "authority", MASTER, "样例根证书", START)
    office = Office(replace(made.resources, sealer=KeyFileSealer(authority)), made.clock)
    office.publish(public("MR052"), "MR052")
    return office


def approved(office: Office) -> str:
    """A letting that both bodies have approved, by their hands; its reply is owed."""
    parts = {"answers": LEASE, "post": "city_data.staff", "materials": {"lease": (office.upload(APPLICANT).id,)}}
    case_no = office.file_as("MR052", APPLICANT, **parts)
    office.done(CLERK, case_no, "accept")
    office.carry(case_no)
    office.done(FINANCE_HEAD, case_no, "approve", opinion="同意。", fills={"approved_rent": "260000"})
    office.done(HEAD, case_no, "approve", opinion="同意租用。", fills={"approved_area": "430.00"})
    return case_no


def tried(office: Office, case_no: str) -> list[str]:
    """Another try after the rest; why the seals still wait."""
    office.clock.pass_by(seconds=301)
    while advance := office.lease(case_no):
        carry_out(office.resources, advance, "worker")
    return [one.reason for one in office.case(APPLICANT, case_no).effects if one.kind == "seal" and one.reason]


def uses(office: Office, case_no: str) -> list[tuple[str, str]]:
    """Whose seal was used on the papers of the case and by which number, the newest first."""
    found = office.service.seals.list(office.who(AUDITOR), SealQuery(text=case_no))
    assert isinstance(found, SealList)
    return [(line.body_name, line.seal_no) for line in found.items]


def sound(office: Office) -> list[str]:
    """What the oracle of the effects complains of, but for the seal keys, which came after the office."""
    return complaints(office.resources)


def test_both_seals_stand_on_one_paper_and_in_the_register(office: Office) -> None:
    """The lead body numbers it; each use has its own number; the verdict names both, and the case says who sealed it."""
    case_no = approved(office)
    office.carry(case_no)
    reply = office.case(APPLICANT, case_no).documents[-1]
    assert (reply.is_result, reply.sealed_by, reply.number) == (True, NAMES, "样市机管租〔2026〕1号")
    content = office.service.papers.download(office.who(APPLICANT), reply.id)
    verdict = office.service.papers.verify(content.content)  # type: ignore[union-attr]
    assert (verdict.verdict, tuple(seal.name for seal in verdict.seals)) == ("valid", NAMES)
    numbers = [(NAMES[1], "样市财印〔2026〕1号"), (NAMES[0], "样市机管印〔2026〕2号")]
    assert uses(office, case_no)[:2] == numbers
    found = office.service.seals.list(office.who(AUDITOR), SealQuery(text="样市财印〔2026〕1号"))
    assert [line.document for line in found.items] == [reply.id] * 2  # type: ignore[union-attr]
    assert sound(office) == []


def test_while_one_seal_is_stopped_none_is_used(office: Office) -> None:
    """The other body's waits as well, no paper comes out, and the case says why; taken back into use, both are set once."""
    stopped: Any = office.service.seal_stops.stop(office.who(SECURITY), "city_finance", "密钥疑似泄露")
    case_no = approved(office)
    (told,) = {why for _ in range(3) for why in tried(office, case_no)}
    assert told == (
        "样例市财政局的电子印章已停用（密钥疑似泄露），恢复用印后自动办理；"
        "联合行文的各枚印章一次盖齐，其余单位的印章一并等候，文书暂不出具"
    )
    assert [document.is_result for document in office.case(APPLICANT, case_no).documents] == [False]
    assert [body for body, _ in uses(office, case_no)] == [NAMES[0]]
    office.service.seal_stops.lift(office.who(SECOND), stopped.id)
    assert tried(office, case_no) == []
    assert [body for body, _ in uses(office, case_no)] == [NAMES[1], NAMES[0], NAMES[0]]
    assert sound(office) == []


@pytest.mark.parametrize("after", ["keep", "_settle"])
def test_a_crash_between_the_seals_and_the_register_uses_no_seal_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    """Sealed again to the same bytes with the numbers of the first claim."""
    case_no, made = approved(office), []
    hand = getattr(sealing, after)

    def dies(*given: Any) -> Any:  # noqa: ANN401
        made.append(given[-1] if isinstance(given[-1], bytes) else given[-1].content)
        if len(made) == 1:
            raise OSError("the machine went down")
        return hand(*given)

    with monkeypatch.context() as patched:
        patched.setattr(sealing, after, dies)
        tried(office, case_no)
        tried(office, case_no)
    assert (len(made), len(set(made))) == (2, 1)
    assert uses(office, case_no)[:2] == [(NAMES[1], "样市财印〔2026〕1号"), (NAMES[0], "样市机管印〔2026〕2号")]
    assert sound(office) == []
