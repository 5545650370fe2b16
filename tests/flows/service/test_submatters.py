"""子事项 and 一链办理 at the service: two matters of which one begins the other, filed, handled and carried out for real.

Covers: flows/effects/children.py, flows/effects/noticing.py
Covers: flows/service/shown/machine_work.py, flows/service/shown/related.py
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.effects.carrying import HANDS as HANDS_OF_KINDS
from flows.effects.carrying import carry_out
from flows.effects.children import begin, report
from flows.views.cases import RelatedCase
from flows.views.mending import RepairRequest
from flows.views.registers import CaseListQuery, SettleRequest
from matters.case.effect_kinds import KINDS
from matters.errors.base import Refusal
from matters.language.begun_cases import FollowUp
from matters.language.document import Definition
from storage import cases, ledger
from storage.definitions.catalog import shipped_definitions
from storage.ledger import PlannedEffect
from tests.flows.documents.poppler import text
from tests.flows.service.office import ANSWERS, CAR, CHIEF, CLERK, HEAD, STAFF, STRANGER, Office
from tests.matters.family import BY_HEAD, STOPS, sub_matter, with_stops
from tests.matters.forked import decide, rerouted, step
from tests.matters.stories import varied

CAR_MATTER = next(matter for matter in shipped_definitions() if matter.code == "MS032")
END = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}
HANDS: dict[str, Any] = {"fields": {name: name for name in ANSWERS}}
OF_ROW: dict[str, Any] = {"fields": {**HANDS["fields"], "destination": "place", "passengers": "people"}}


def child_of(office: Office, matter: Definition = CAR_MATTER) -> str:
    """A matter to be begun: accepted by the clerk, decided by the head; what it needs is a car."""
    made = rerouted(matter, decide("approve", apart_from=["accept"]), deliver=END)
    return office.publish(made.model_copy(update={"name": "子事项派车"}))


def parent_of(office: Office, *middle: dict[str, Any], follow_up: FollowUp | None = None) -> str:
    """A matter with these steps, whose table of stops and office fields sub-matters may write into."""

    def add(document: dict[str, Any]) -> None:
        field = {"type": "text", "filled_by": "office", "required": "optional"}
        document["form"]["sections"][0]["fields"] += [
            {"id": "ended", "label": "子事项结果", **field},
            {"id": "number", "label": "子事项文号", **field},
        ]

    made = rerouted(varied(with_stops(CAR_MATTER), add), *middle, deliver=END)
    if follow_up and made.outcome:
        results = [
            r.model_copy(update={"follow_up": follow_up}) if r.on == "granted" else r for r in made.outcome.results
        ]
        made = made.model_copy(update={"outcome": made.outcome.model_copy(update={"results": tuple(results)})})
    return office.publish(made.model_copy(update={"name": "主办派车"}))


def begun(office: Office, *middle: dict[str, Any], **answers: Any) -> str:  # noqa: ANN401
    """A case of such a matter, accepted, with what it owes carried out."""
    case_no = office.file_as(parent_of(office, *middle), answers={**ANSWERS, **answers})
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.carry(case_no)
    return case_no


def others(office: Office, case_no: str, person: str = STAFF) -> Sequence[RelatedCase]:
    """The cases it has to do with."""
    return office.case(person, case_no).related


def number(other: RelatedCase) -> str:
    """Its case number."""
    assert other.case_no
    return other.case_no


def end(office: Office, case_no: str, *, granted: bool = True) -> None:
    """The child is accepted and decided, and everything it owes carried out, the report of its end too."""
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.done(HEAD, case_no, "approve" if granted else "reject", opinion="意见")
    office.carry(case_no)


def states(office: Office, case_no: str) -> list[str]:
    """How its children stand, as the applicant reads it."""
    return [other.state_name for other in others(office, case_no)]


def test_a_sub_matter_is_filed_handled_and_brings_its_result_back(office: Office) -> None:
    """From the step that wants it to the parent's next step, by the effects alone."""
    back = {"result": "ended", "number": "number"}
    case_no = begun(office, sub_matter(matter=child_of(office), hands_over=HANDS, takes_back=back), decide())
    (child,) = others(office, case_no)
    assert (child.relation, child.state_name, child.readable) == ("sub_matter", "待受理", True)
    view = office.case(STAFF, number(child))
    assert view.line.applicant == office.case(STAFF, case_no).line.applicant
    assert {a.id: a.value for a in view.answers}["destination"] == ANSWERS["destination"]
    assert [(o.relation, o.case_no, o.readable) for o in view.related] == [("parent", case_no, True)]
    waiting = office.case(STAFF, case_no).waiting[0]
    assert (waiting.who, waiting.note) == ((), "等候子事项：共 1 件，已办结 0 件")
    end(office, number(child))
    told = office.case(STAFF, case_no)
    said = {answer.id: answer.text for answer in told.answers}
    assert CAR_MATTER.outcome
    assert said["ended"] == CAR_MATTER.outcome.result("granted").name
    assert said["number"] == told.related[0].number == office.case(STAFF, number(child)).documents[1].number
    assert told.related[0].state_name == "准予"
    assert office.task(HEAD, case_no).step == "settle"
    assert [entry.what for entry in told.timeline if number(child) in entry.what] == [f"已发起：{child.case_no}"]


def test_its_applicant_is_told_that_it_was_filed(office: Office) -> None:
    """Once, by a notice of the new case; it stands among the applicant's own cases."""
    case_no = begun(office, sub_matter(matter=child_of(office), hands_over=HANDS), decide())
    child = number(others(office, case_no)[0])
    office.carry(child)
    notices: Any = office.service.notices.list(office.who(STAFF))
    assert [n.text for n in notices if n.case_no == child and "自动发起" in n.text and case_no in n.text]
    mine: Any = office.service.cases.list(office.who(STAFF), CaseListQuery(q=child))
    assert [line.case_no for line in mine.items] == [child]


@pytest.mark.both
def test_each_row_has_its_own_case_and_its_own_cells(office: Office) -> None:
    """Filed from the columns of the row; what each brings back goes into its row alone."""
    rows = sub_matter(
        matter=child_of(office),
        per_row="stops",
        hands_over=OF_ROW,
        on_refusal="go_on",
        takes_back={"result": "outcome", "fields": {"plate": "car"}},
    )
    case_no = begun(office, rows, decide(), stops=STOPS)
    first, second = others(office, case_no)
    assert (first.about, second.about) == ("子事项sub，第 1 行", "子事项sub，第 2 行")
    answers = {a.id: a.value for a in office.case(STAFF, number(second)).answers}
    assert (answers["destination"], answers["passengers"]) == ("样例乡", 3)
    end(office, number(second), granted=False)
    assert office.case(STAFF, case_no).waiting[0].note == "等候子事项：共 2 件，已办结 1 件"
    end(office, number(first))
    table = next(a.value for a in office.case(STAFF, case_no).answers if a.id == "stops")
    assert [(row.get("car"), bool(row.get("outcome"))) for row in table] == [(CAR["plate"], True), (CAR["plate"], True)]
    assert table[0]["outcome"] != table[1]["outcome"]
    assert office.task(HEAD, case_no).step == "settle"


def test_what_cannot_be_filed_goes_to_a_person_who_begins_it_again(office: Office) -> None:
    """The reason stands in the history; nothing of the failed filing is kept, not even its number."""
    code = child_of(office, varied(CAR_MATTER, lambda d: _field(d, "passengers").update(max=2)))
    before = office.rows()["case_row"]
    case_no = begun(office, sub_matter(matter=code, hands_over=HANDS, on_failure=BY_HEAD), decide())
    assert office.rows()["case_row"] == before + 1
    assert states(office, case_no) == ["未能发起"]
    entry = next(e for e in office.case(HEAD, case_no).timeline if e.what == "未能发起")
    assert "乘车人数" in entry.opinion
    (task,) = office.case(HEAD, case_no).tasks
    assert task.line.actions[:4] == ("begin_again", "complete", "return_to_applicant", "reject")
    assert "complete" in task.opinion_required
    assert "重新发起" in task.instructions
    assert not task.fills
    office.done(HEAD, case_no, "begin_again")
    office.carry(case_no)
    assert states(office, case_no) == ["未能发起，已不再需要", "未能发起"]
    office.done(HEAD, case_no, "return_to_applicant", findings={"passengers": "子事项最多 2 人"})
    office.done(STAFF, case_no, "supplement", answers={"passengers": 2})
    office.carry(case_no)
    child = others(office, case_no)[-1]
    assert child.state_name == "待受理"
    end(office, number(child))
    assert office.task(HEAD, case_no).step == "settle"


def _field(document: dict[str, Any], name: str) -> dict[str, Any]:
    fields = (field for section in document["form"]["sections"] for field in section["fields"])
    return next(field for field in fields if field["id"] == name)


def test_a_matter_that_is_not_published_cannot_be_begun(office: Office) -> None:
    """The person who takes over reads so."""
    case_no = begun(office, sub_matter(matter="TS999", hands_over=HANDS), decide())
    assert states(office, case_no) == ["未能发起"]
    assert "TS999" in next(e for e in office.case(CHIEF, case_no).timeline if e.what == "未能发起").opinion


def test_materials_go_over_as_files_of_the_child(office: Office) -> None:
    """The parent keeps its own; each downloads where it belongs."""
    hands = {**HANDS, "materials": {"notice": "notice"}}
    notice = CAR_MATTER.materials

    def keep(matter: Definition) -> Definition:
        return matter.model_copy(update={"materials": notice})

    child = keep(rerouted(CAR_MATTER, decide("approve", apart_from=["accept"]), deliver=END))
    code = office.publish(child)
    parent = keep(rerouted(CAR_MATTER, sub_matter(matter=code, hands_over=hands), decide(), deliver=END))
    parent_code = office.publish(parent)
    file = office.upload()
    case_no = office.file_as(parent_code, materials={"notice": (file.id,)})
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.carry(case_no)
    view = office.case(STAFF, number(others(office, case_no)[0]))
    (copy,) = next(m.files for m in view.materials if m.id == "notice")
    assert (copy.name, copy.sha256) == (file.name, file.sha256)
    assert copy.id != file.id
    got: Any = office.service.files.download(office.who(CLERK), copy.id)
    assert not isinstance(got, Refusal)


def test_a_withdrawn_case_takes_its_children_with_it(office: Office) -> None:
    """Each by an effect of its own; its officials and its applicant are told; a decided one takes its course."""
    rows = sub_matter(matter=child_of(office), per_row="stops", hands_over=OF_ROW, on_refusal="go_on")
    case_no = begun(office, rows, decide(), stops=[*STOPS, {"place": "样例村", "people": 1}])
    first, second, third = (number(one) for one in others(office, case_no))
    for child in (first, second):
        office.done(CLERK, child, "accept", fills=CAR)
    office.done(HEAD, second, "approve", opinion="同意")
    office.service.cases.withdraw(office.who(STAFF), case_no, "不去了")
    office.carry(case_no)
    assert [office.case(STAFF, one).line.status for one in (first, second, third)] == [
        "withdrawn",
        "decided",
        "withdrawn",
    ]
    office.carry(first)
    notices: Any = office.service.notices.list(office.who(STAFF))
    assert [n for n in notices if n.case_no == first and "随主办件终结" in n.text]
    for child in (second, third):
        office.carry(child)
    assert states(office, case_no) == ["已撤回，已不再需要", "准予，已不再需要", "已撤回，已不再需要"]
    assert office.case(STAFF, case_no).line.status == "withdrawn"


def test_a_child_that_is_not_filed_yet_never_is(office: Office) -> None:
    """The parent was withdrawn before anybody had carried the filing out."""
    case_no = office.file_as(parent_of(office, sub_matter(matter=child_of(office), hands_over=HANDS), decide()))
    office.done(CLERK, case_no, "accept", fills=CAR)
    before = office.rows()["case_row"]
    office.service.cases.withdraw(office.who(STAFF), case_no, "不去了")
    office.carry(case_no)
    assert office.rows()["case_row"] == before
    assert states(office, case_no) == ["待发起，已不再需要"]


@pytest.mark.both
def test_two_workers_file_it_once(office: Office) -> None:
    """Claim and filing are one transaction under the parent's lock."""
    case_no = office.file_as(parent_of(office, sub_matter(matter=child_of(office), hands_over=HANDS), decide()))
    office.done(CLERK, case_no, "accept", fills=CAR)
    effect = _effect(office, case_no, "submatter")
    before = office.rows()["case_row"]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda n: begin(office.resources, effect, f"worker{n}"), range(4)))
    assert done.count(True) == 1
    assert office.rows()["case_row"] == before + 1
    office.carry(case_no)
    assert len(others(office, case_no)) == 1


def _effect(office: Office, case_no: str, kind: str) -> PlannedEffect:
    with office.resources.database.reading() as session:
        head = cases.find(session, case_no)
        assert head
        return next(e for e in ledger.effects_of(session, head.id) if e.effect.kind == kind)


@pytest.mark.parametrize("where", ["flows.cases.beginning.file_case", "storage.ledger.settle"])
def test_a_crash_keeps_nothing_and_the_next_worker_files_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Before the child is there, or after: the transaction is undone as a whole."""
    case_no = office.file_as(parent_of(office, sub_matter(matter=child_of(office), hands_over=HANDS), decide()))
    office.done(CLERK, case_no, "accept", fills=CAR)
    effect, before = _effect(office, case_no, "submatter"), office.rows()

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(where, dies)
        with pytest.raises(KeyboardInterrupt):
            begin(office.resources, effect, "worker")
    assert office.rows() == before
    office.carry(case_no)
    assert states(office, case_no) == ["待受理"]


@pytest.mark.both
def test_an_end_is_reported_once_whoever_carries_it(office: Office) -> None:
    """Of four workers one has the claim."""
    case_no = begun(office, sub_matter(matter=child_of(office), hands_over=HANDS, on_refusal="go_on"), decide())
    child = number(others(office, case_no)[0])
    office.service.cases.withdraw(office.who(STAFF), child, "另行办理")
    effect = _effect(office, child, "report_up")
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda n: report(office.resources, effect, f"worker{n}"), range(4)))
    assert done.count(True) == 1
    told = [entry.what for entry in office.case(STAFF, case_no).timeline]
    assert told.count("子事项办结：已撤回") == 1


def test_a_child_that_its_applicant_withdraws_is_told_above(office: Office) -> None:
    """`on_refusal: {to: …}`: somebody says what it means."""
    step_ = sub_matter(matter=child_of(office), hands_over=HANDS, on_refusal={"to": BY_HEAD})
    case_no = begun(office, step_, decide())
    child = number(others(office, case_no)[0])
    office.service.cases.withdraw(office.who(STAFF), child, "另行办理")
    office.carry(child)
    office.done(HEAD, case_no, "complete", opinion="不再等候")
    assert office.task(HEAD, case_no).step == "settle"


def test_a_denial_says_which_sub_matter_was_refused(office: Office, tmp_path: Path) -> None:
    """Nobody of this case has refused anything: the paper names the other case, how it ended and the number of its paper."""
    case_no = begun(office, sub_matter(matter=child_of(office), hands_over=HANDS, on_refusal="refuse"), decide())
    child = number(others(office, case_no)[0])
    end(office, child, granted=False)
    office.carry(case_no)
    case = office.case(STAFF, case_no)
    (paper,) = [paper for paper in case.documents if "不" in paper.title]
    content: Any = office.service.papers.download(office.who(STAFF), paper.id)
    (reply,) = [paper for paper in office.case(STAFF, child).documents if "不" in paper.title]
    printed = "".join(text(content.content, tmp_path).split())  # the lines of a cell stand between those of the others
    assert re.search(
        f"子事项（{child[:17]}.*按子事项的结果.*{child[17:]}）：不予批准（.*{reply.number[-3:]}）", printed
    )


def test_who_may_not_see_the_other_case_gets_no_link(office: Office) -> None:
    """Filed in the official's name, it is not the applicant's to read; nor is the parent a stranger's."""
    step_ = sub_matter(matter=child_of(office), hands_over=HANDS, as_body="owner")
    case_no = begun(office, step("check", post="vehicle_chief"), step_, decide())
    office.done(CHIEF, case_no, "approve", opinion="同意")
    office.carry(case_no)
    (seen,) = others(office, case_no)
    assert (seen.readable, seen.state_name, bool(seen.case_no)) == (False, "在办", True)
    assert isinstance(office.service.cases.show(office.who(STAFF), number(seen)), Refusal)
    assert isinstance(office.service.cases.show(office.who(STRANGER), case_no), Refusal)
    assert others(office, case_no, CHIEF)[0].readable
    assert office.case(CHIEF, number(seen)).can_withdraw


def test_a_mend_frees_a_case_that_waits_for_nothing(office: Office) -> None:
    """修复: two administrators skip the step; the child is called off."""
    case_no = begun(office, sub_matter(matter=child_of(office), hands_over=HANDS), decide())
    child = number(others(office, case_no)[0])
    repairs: Any = office.service.repairs
    (item,) = repairs.show(office.who("p48"), case_no).items
    repairs.ask(office.who("p48"), case_no, RepairRequest(what="skip", reason="子事项卡住", item=item.id))
    assert repairs.confirm(office.who("p37"), case_no).message == "已修复。"
    office.carry(case_no)
    assert office.case(STAFF, child).line.status == "withdrawn"
    assert office.task(HEAD, case_no).step == "settle"


# What a machine cannot do


def test_a_filing_in_doubt_is_done_again_on_a_persons_word(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault that cannot heal by itself puts it in doubt; the desk tells what dropping it would mean; then it is filed once."""
    case_no = office.file_as(parent_of(office, sub_matter(matter=child_of(office), hands_over=HANDS), decide()))
    office.done(CLERK, case_no, "accept", fills=CAR)
    effect, now = _effect(office, case_no, "submatter"), office.clock()
    with office.resources.database.transaction() as session:
        assert ledger.lease(session, effect.advance_id, "worker", now, now + timedelta(seconds=60))

    def lost(*_: object) -> None:
        raise LookupError("lost")

    with monkeypatch.context() as broken:
        broken.setattr("flows.effects.children.published", lost)
        assert carry_out(office.resources, effect.advance_id, "worker") == "doubt"
    with office.resources.database.reading() as session:
        organisation = office.resources.organisation(session)
    operator = next(
        p.id for p in organisation.people if "system_admin" in organisation.roles_of(p.id, office.resources.today)
    )
    desk: Any = office.service.doubts
    view = desk.show(office.who(operator), str(effect.key))
    assert ("again" in view.allowed, view.line.kind_name) == (True, "发起子事项")
    assert "修复办件" in view.consequences[0]
    assert not isinstance(
        desk.settle(office.who(operator), str(effect.key), SettleRequest(verdict="again", doubt=1)), Refusal
    )
    office.clock.pass_by(minutes=2)
    office.carry(case_no)
    assert states(office, case_no) == ["待受理"]


def test_every_kind_of_effect_has_a_hand() -> None:
    """So that what is planned can be done: add it in `flows/effects/carrying.py`."""
    assert set(HANDS_OF_KINDS) == set(KINDS)


# The next link of a chain


def concluded(office: Office, code: str) -> str:
    """A case of that matter, accepted, decided and concluded."""
    case_no = office.file_as(code)
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.done(HEAD, case_no, "approve", opinion="同意")
    office.carry(case_no)
    assert office.case(STAFF, case_no).line.status == "concluded"
    return case_no


def test_the_next_matter_of_the_chain_stands_in_the_queue_of_its_office(office: Office) -> None:
    """一链办理: 办结后自动生成待办; each of the two leads to the other."""
    link = FollowUp.model_validate({"matter": child_of(office), "hands_over": HANDS})
    case_no = concluded(office, parent_of(office, decide(), follow_up=link))
    (next_,) = others(office, case_no)
    assert (next_.relation, next_.state_name) == ("follow_up", "待受理")
    assert office.task(CLERK, number(next_)).actions[0] == "accept"
    assert [(o.relation, o.case_no) for o in others(office, number(next_))] == [("predecessor", case_no)]
    end(office, number(next_))
    assert states(office, case_no) == ["已办结"]


def test_a_link_that_cannot_be_filed_is_left_to_the_applicant(office: Office) -> None:
    """Who is told so by name of the matter; the case stays concluded."""
    code = child_of(office, varied(CAR_MATTER, lambda d: _field(d, "passengers").update(max=2)))
    link = FollowUp.model_validate({"matter": code, "hands_over": HANDS})
    case_no = concluded(office, parent_of(office, decide(), follow_up=link))
    assert states(office, case_no) == ["未能发起"]
    notices: Any = office.service.notices.list(office.who(STAFF))
    assert [n for n in notices if n.case_no == case_no and "“子事项派车”未能自动发起" in n.text]
