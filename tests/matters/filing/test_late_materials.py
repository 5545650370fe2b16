"""先办后补: who may file without the required materials, what is owed then, until when, and that the case goes on meanwhile.

Covers: matters/verbs/late_materials.py
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from matters.calendar import SHANGHAI
from matters.case.items import WorkItem
from matters.case.owed import owed
from matters.commands.cases import AskRepair, ConfirmRepair, HandOver, ReplaceApplicant, Submit, Withdraw
from matters.commands.items import Accept, Conclude, HandInLate, RefuseAcceptance, Revoke
from matters.commands.reports import CheckRules, Reresolve, Ring
from matters.course.forecast import ahead
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.filing.checking import filing_problems
from matters.language.clock import LATE_MATERIALS
from matters.language.document import Definition
from matters.language.errands import errands, errands_made
from matters.organisation.snapshot import SYSTEM, Holder
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage, run
from matters.who.parties import Parties, parties_of
from tests.matters.forked import approve, code, decide, hand, item_at, reject, rerouted, send_back, step
from tests.matters.stories import (
    ADMIN,
    ANSWERS,
    CASE_NO,
    CHIEF,
    CLERK,
    CLERK_2,
    HEAD,
    SECOND,
    STAFF,
    STRANGER,
    Story,
    decided_by_machine,
    moved,
    varied,
)
from tests.matters.test_duties import SUCCESSOR, _org_admin

URGENT = {"compare": "above", "left": {"field": "passengers"}, "right": {"value": 5}}
OUT = {"compare": "equals", "left": {"field": "out_of_city"}, "right": {"value": True}}


def material(id_: str, name: str, required: object = "always", **more: object) -> dict[str, Any]:
    """A material of the applicant."""
    return {"id": id_, "name": name, "source": {"kind": "applicant"}, "trust": "D", "required": required, **more}


def lenient(matter: Definition, *more: dict[str, Any], days: int = 3) -> Definition:
    """The matter that acts first for a large party: two materials always, one where it leaves the city, one at will."""

    def add(document: dict[str, Any]) -> None:
        document["clock"]["act_first"] = {"when": URGENT, "within_working_days": days}
        document["materials"] = [
            material("notice", "通知", max_files=2),
            material("roster", "名单"),
            material("route", "路线", {"when": OUT}),
            material("map", "地图", "optional"),
            *more,
        ]
        document["golden"] = []

    return varied(matter, add)


def filing(story: Story, files: dict[str, tuple[str, ...]] | None = None, /, **answers: Any) -> Submit:  # noqa: ANN401
    """A filing, urgent unless the answers say otherwise."""
    said = {**ANSWERS, "passengers": 9, **answers}
    return Submit(actor=STAFF, case_no=CASE_NO, answers=said, materials=files or {})


def filed(story: Story, files: dict[str, tuple[str, ...]] | None = None, /, **answers: Any) -> Story:  # noqa: ANN401
    """A case that was filed first."""
    case = Story(lenient(story.matter), story.organisation, story.calendar)
    case.went(filing(case, files, **answers))
    return case


def late(story: Story) -> WorkItem:
    """The item of what is owed."""
    assert story.case.late
    return story.case.late


def bring(story: Story, *materials: str, actor: Holder = STAFF, **more: Any) -> HandInLate:  # noqa: ANN401
    """Bring these, a file of each."""
    files = {**dict.fromkeys(materials, ("f1",)), **more.pop("files", {})}
    item = late(story)
    return HandInLate(actor=actor, item=item.key, expected_version=item.version, materials=files)


def granted(story: Story) -> Story:
    """The case accepted, decided and handed over, whatever is owed."""
    accepted(story)
    story.went(story.approve())
    story.went(story.paper("reply"))
    story.went(Conclude(**story.on(CLERK)))
    return story


def accepted(story: Story) -> Story:
    """The case accepted."""
    story.went(story.accept())
    return story


def problems(verdict: object) -> dict[str, str]:
    """What is wrong, by target."""
    assert isinstance(verdict, Invalid), verdict
    return {problem.target: problem.message for problem in verdict.problems}


def test_what_is_missing_is_owed_by_the_applicant_from_the_filing_on(story: Story) -> None:
    """Monday and three working days: Thursday, whatever the clock of the case says; the applicant is told."""
    case = filed(story)
    item = late(case)
    assert (item.purpose, item.step, item.holders, item.due) == (
        "late_materials",
        LATE_MATERIALS,
        (STAFF,),
        date(2026, 3, 5),
    )
    assert item.owes == ("notice", "roster")
    assert [event.type for event in case.events] == ["submitted", "materials_owed", "step_opened"]
    assert [effect.to for effect in owed(case.events[1])] == [("p50",)]
    assert case.matter.called(item.step) == "补交材料"


def test_what_is_brought_is_not_owed(story: Story) -> None:
    """Some at filing, or all; what is needed by the answers besides is owed with the others."""
    assert late(filed(story, {"roster": ("f1",)})).owes == ("notice",)
    assert filed(story, {"roster": ("f1",), "notice": ("f2",)}).case.late is None
    assert late(filed(story, out_of_city=True, out_of_city_reason="跨市检查")).owes == ("notice", "roster", "route")


def test_who_is_in_no_hurry_brings_everything_as_before(story: Story) -> None:
    """The condition does not hold, or nothing was answered that it looks at."""
    case = Story(lenient(story.matter), story.organisation, story.calendar)
    assert set(problems(case.tell(filing(case, passengers=3)))) == {"notice", "roster"}
    unsaid = {key: value for key, value in ANSWERS.items() if key != "passengers"}
    assert {"notice", "roster", "passengers"} <= {
        p.target for p in filing_problems(case.matter, unsaid, {}, case.world)
    }
    strict = varied(case.matter, lambda document: document["clock"].pop("act_first"))
    assert set(problems(Story(strict, case.organisation, case.calendar).tell(filing(case)))) == {"notice", "roster"}


def test_everything_else_is_checked_all_the_same(story: Story) -> None:
    """An answer that is missing, a material nobody asks for, too many files."""
    case = Story(lenient(story.matter), story.organisation, story.calendar)
    assert set(problems(case.tell(filing(case, {"roster": ("a", "b")}, destination="")))) == {"roster", "destination"}
    assert set(problems(case.tell(filing(case, {"letter": ("a",)})))) == {"letter"}


def test_the_case_goes_its_way_as_if_nothing_were_owed(story: Story) -> None:
    """Accepted, decided, handed over; the forecast before and in between is that of a case that owes nothing."""
    case = filed(story)
    parties = Parties(STAFF, case.case.applicant_body, case.case.owner_body, says=case.answers)
    steps = [one.step for one in ahead(case.matter, parties, case.world)]
    assert [
        one.step for one in ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
    ] == steps[1:]
    granted(case)
    assert (case.case.status, case.case.result, case.case.items) == ("concluded", "granted", (late(case),))
    assert case.went(bring(case, "notice", "roster")) == ("materials_brought",)
    assert (case.case.status, case.case.items) == ("concluded", ())


def test_what_is_owed_comes_piece_by_piece(story: Story) -> None:
    """The item shrinks, its day stays, and whoever had it open is told that it has changed."""
    case = filed(story)
    before = late(case)
    case.went(bring(case, "roster"))
    item = late(case)
    assert (item.key, item.owes, item.due, item.version) == (before.key, ("notice",), before.due, 2)
    assert code(case.tell(bring(case, "notice").model_copy(update={"expected_version": 1}))) == "stale"
    assert case.case.changed_since(before.seq) == {"roster"}
    case.went(bring(case, files={"notice": ("a", "b")}))
    assert case.case.late is None
    deed = case.case.deed_on(before.key)
    assert deed
    assert (deed.actor, deed.what) == (STAFF, "materials_brought")
    assert (
        code(case.tell(HandInLate(actor=STAFF, item=before.key, expected_version=2, materials={}))) == "already_decided"
    )


@pytest.mark.parametrize(
    ("files", "targets"),
    [
        ({}, {"materials"}),
        ({"notice": ()}, {"notice"}),
        ({"map": ("f1",)}, {"map"}),
        ({"nothing": ("f1",)}, {"nothing"}),
        ({"roster": ("a", "b")}, {"roster"}),
        ({"notice": ("a",), "map": ("b",)}, {"map"}),
    ],
)
def test_only_what_is_owed_is_taken(story: Story, files: dict[str, tuple[str, ...]], targets: set[str]) -> None:
    """Nothing at all, no file, what is not owed, more files than may be; one wrong one and nothing is taken."""
    case = filed(story)
    assert set(problems(case.tell(bring(case, files=files)))) == targets
    assert late(case).owes == ("notice", "roster")


def test_what_has_come_is_not_brought_twice(story: Story) -> None:
    """A wrong file is changed by a supplement."""
    case = filed(story)
    case.went(bring(case, "roster"))
    assert set(problems(case.tell(bring(case, "roster")))) == {"roster"}


def test_nobody_else_brings_it(story: Story) -> None:
    """Neither who handles the case, nor a colleague of the applicant, nor who would stand in for him."""
    case = filed(story)
    for actor in (CLERK, STRANGER, SUCCESSOR):
        assert code(case.tell(bring(case, "notice", actor=actor))) == "not_holder"
    instead = bring(case, "notice", actor=SUCCESSOR).model_copy(update={"behalf": STAFF})
    assert code(case.tell(instead)) == "not_possible"


def test_it_is_the_applicants_own_and_handed_to_nobody(story: Story) -> None:
    """No act but bringing what is owed."""
    case = filed(story)
    item = late(case)
    commands = case.every_command(STAFF, item.key)
    offered = {name for name in ("claim", "transfer", "delegate", "fulfil", "supplement", "accept") if name in commands}
    said = {code(case.tell(commands[name])) for name in offered}
    assert said <= {"action_not_offered", "wrong_status"}


def supplementing(story: Story, *targets: str, files: dict[str, tuple[str, ...]] | None = None) -> Story:
    """A case that was filed first, of which these are to be mended."""
    case = filed(story, files)
    case.went(case.ask(*targets))
    return case


def test_a_supplement_leaves_what_is_owed_alone(story: Story) -> None:
    """It stays open meanwhile, may be brought meanwhile, and keeps its day."""
    case = supplementing(story, "destination")
    assert late(case).owes == ("notice", "roster")
    case.went(bring(case.later(days=1), "roster"))
    assert case.went(case.supplement(destination="样例镇政府"))[0] == "supplemented"
    assert (late(case).owes, late(case).due) == (("notice",), date(2026, 3, 5))


def test_what_is_asked_for_by_name_comes_with_the_supplement(story: Story) -> None:
    """It is owed no more then; the rest still is."""
    case = supplementing(story, "notice", "destination")
    assert set(problems(case.tell(case.supplement(destination="县城")))) == {"notice"}
    told = case.went(case.supplement(destination="县城", files={"notice": ("f1",)}))
    assert told[:2] == ("supplemented", "materials_brought")
    assert late(case).owes == ("roster",)


def test_what_came_late_need_not_come_with_the_supplement(story: Story) -> None:
    """Either way is enough."""
    case = supplementing(story, "notice")
    case.went(bring(case, "notice"))
    case.went(case.supplement())
    assert late(case).owes == ("roster",)


def test_the_last_one_may_come_with_the_supplement(story: Story) -> None:
    """The item is done."""
    case = supplementing(story, "notice", files={"roster": ("f1",)})
    case.went(case.supplement(files={"notice": ("f2",)}))
    assert case.case.late is None
    assert case.case.deeds[-1].what == "materials_brought"


def test_an_owed_material_that_was_not_asked_for_does_not_come_with_the_supplement(story: Story) -> None:
    """It is brought by itself."""
    case = supplementing(story, "destination")
    assert set(problems(case.tell(case.supplement(files={"roster": ("f1",)}, destination="县城")))) == {"roster"}


def test_what_is_owed_stays_owed_when_the_hurry_is_over(story: Story) -> None:
    """The new answers would not have let it be filed first; nothing has to come sooner for that."""
    case = supplementing(story, "passengers")
    case.went(case.supplement(passengers=3))
    assert (late(case).owes, late(case).due) == (("notice", "roster"), date(2026, 3, 5))


def test_what_the_new_answers_require_comes_with_them(story: Story) -> None:
    """Nothing comes to be owed by a supplement, though the case is urgent."""
    case = supplementing(story, "out_of_city")
    away: dict[str, Any] = {"out_of_city": True, "out_of_city_reason": "跨市检查"}
    assert set(problems(case.tell(case.supplement(**away)))) == {"route"}
    case.went(case.supplement(files={"route": ("f1",)}, **away))
    assert late(case).owes == ("notice", "roster")


def test_what_the_new_answers_do_not_require_is_owed_no_more(story: Story) -> None:
    """Nobody looks for the route of a journey in town."""
    case = filed(story, out_of_city=True, out_of_city_reason="跨市检查")
    case.went(case.ask("out_of_city", "out_of_city_reason"))
    told = case.went(case.supplement(out_of_city=False, out_of_city_reason=None))
    assert told[:2] == ("supplemented", "materials_brought")
    assert late(case).owes == ("notice", "roster")


def test_what_the_office_fills_in_makes_nothing_owed(story: Story) -> None:
    """The applicant was not asked for it, and is not by a supplement of something else."""

    def add(document: dict[str, Any]) -> None:
        document["materials"].append(material("handover", "交接单", {"when": {"filled": "plate"}}))

    case = Story(varied(lenient(story.matter), add), story.organisation, story.calendar)
    case.went(filing(case))
    accepted(case)
    case.went(case.give_back("destination"))
    assert "materials_brought" not in case.went(case.supplement(destination="县城"))
    assert late(case).owes == ("notice", "roster")


def test_a_return_and_a_leap_leave_it_open(story: Story) -> None:
    """Sent back to the applicant after acceptance, led elsewhere by administrators: it lies beside the way of the case."""
    case = Story(rerouted(story.matter, step("check"), decide()), story.organisation, story.calendar)
    case.matter = case.matter.model_copy(
        update={"materials": lenient(story.matter).materials, "clock": lenient(story.matter).clock}
    )
    case.went(filing(case))
    accepted(case)
    send_back(case, "check")
    assert late(case).owes == ("notice", "roster")
    case.went(AskRepair(actor=ADMIN, what="jump", step="settle", reason="卡住"))
    case.went(ConfirmRepair(actor=SECOND))
    assert {item.step for item in case.case.items} == {LATE_MATERIALS, "settle"}
    approve(case, "settle")
    case.went(case.paper("reply"))
    assert late(case).owes == ("notice", "roster")


def test_a_denied_case_owes_it_still(story: Story) -> None:
    """It has ended with a result."""
    case = accepted(filed(story))
    reject(case, "decide")
    case.went(case.paper("denial"))
    assert (case.case.status, case.case.result, late(case).owes) == ("concluded", "denied", ("notice", "roster"))


def _terminated(case: Story) -> None:
    case.went(AskRepair(actor=ADMIN, what="end", reason="重复提交"))
    case.went(ConfirmRepair(actor=SECOND))


ENDS = {
    "withdrawn": lambda case: case.went(Withdraw(actor=STAFF)),
    "acceptance_refused": lambda case: case.went(RefuseAcceptance(**case.on(CLERK), opinion="不属于保障范围。")),
    "terminated": _terminated,
}


@pytest.mark.parametrize("end", ENDS)
def test_it_lapses_with_a_case_that_comes_to_nothing(story: Story, end: str) -> None:
    """Nobody brings anything then, and nobody is warned."""
    case = filed(story)
    item = late(case)
    ENDS[end](case)
    assert (case.case.status, case.case.items) == (end, ())
    again = HandInLate(actor=STAFF, item=item.key, expected_version=1, materials={"notice": ("f1",)})
    assert code(case.tell(again)) in ("wrong_status", "no_longer_needed")
    assert case.went(Ring(actor=SYSTEM, item=item.key)) == ()


def test_it_lapses_when_the_decision_is_revoked(story: Story) -> None:
    """What a machine has granted does not stand."""
    case = Story(decided_by_machine(lenient(story.matter), most=20), story.organisation, story.calendar)
    case.went(filing(case))
    accepted(case)
    machine = next(one for one in case.case.items if one.purpose == "machine")
    case.went(CheckRules(actor=SYSTEM, item=machine.key, lot=0))
    case.went(case.paper("reply"))
    check = next(one for one in case.case.items if one.purpose == "spot_check")
    case.went(Revoke(actor=HEAD, item=check.key, expected_version=1, opinion="重复派车"))
    assert (case.case.status, case.case.items) == ("revoked", ())


def ring(case: Story) -> tuple[str, ...]:
    """The system looks whether the day has come."""
    return case.went(Ring(actor=SYSTEM, item=late(case).key))


def test_overdue_it_is_told_of_once(story: Story) -> None:
    """逾期未补: to the applicant, to those at the acceptance desk, and to who supervises that body; it stays open."""
    case = filed(story)
    assert ring(case.later(days=3)) == ()
    assert ring(case.later(days=1)) == ("materials_overdue",)
    told = set(owed(case.events[-1])[0].to)
    assert {"p50", CLERK.person, CLERK_2.person} <= told
    supervising = {p.id for p in case.organisation.people if _supervises(case, p.id)}
    assert supervising
    assert supervising <= told
    assert late(case).warned == date(2026, 3, 5)
    assert ring(case.later(days=30)) == ()
    case.went(bring(case, "notice", "roster"))
    assert case.case.late is None


def _supervises(case: Story, person: str) -> bool:
    return case.organisation.granted(person, "supervisor", case.case.owner_body, case.world.today)


def test_overdue_after_the_end_tells_who_accepted(story: Story) -> None:
    """The one who has accepted it, if still in the post; else the heads of the body."""
    case = filed(story)
    case.went(case.accept(CLERK_2))
    case.went(case.approve())
    case.went(case.paper("reply"))
    case.went(Conclude(**case.on(CLERK)))
    gone = replace(case, organisation=moved(case.organisation, without=(CLERK.person, CLERK_2.person)))
    assert ring(case.later(days=4)) == ("materials_overdue",)
    assert CLERK_2.person in owed(case.events[-1])[0].to
    ring(gone.later(days=4))
    told = owed(gone.events[-1])[0].to
    assert HEAD.person in told
    assert not {CLERK.person, CLERK_2.person} & set(told)


def test_what_came_in_time_is_not_told_of(story: Story) -> None:
    """Nor is a second day set by bringing some of it."""
    case = filed(story)
    case.went(bring(case, "notice"))
    assert late(case).alarm == date(2026, 3, 6)
    item = late(case)
    case.went(bring(case, "roster"))
    assert case.later(days=9).went(Ring(actor=SYSTEM, item=item.key)) == ()


def test_no_rest_and_no_supplement_moves_its_day(story: Story) -> None:
    """The clock of the case stands still; this one never does."""
    case = supplementing(story, "destination")
    case.later(days=2)
    case.went(case.supplement(destination="县城"))
    accepted(case)
    assert late(case).due == date(2026, 3, 5)


def test_a_day_in_a_year_without_announced_holidays_is_provisional(story: Story) -> None:
    """暂定, like every other day."""
    case = Story(lenient(story.matter, days=30), story.organisation, story.calendar)
    case.now = case.now.replace(year=2026, month=12, day=20, tzinfo=SHANGHAI)
    depart = {"depart_at": "2026-12-25T08:00", "return_at": "2026-12-25T18:00"}
    case.went(filing(case, **depart))
    assert late(case).provisional


def test_a_leavers_debt_goes_with_the_filing_or_to_the_successor(story: Story) -> None:
    """经办人变更 while the case runs, 离职交接 once it is concluded; who brought something for it handles no case."""
    case = filed(story)
    case.went(bring(case, "roster"))
    case.went(ReplaceApplicant(actor=_org_admin(case), to=SUCCESSOR))
    assert late(case).holders == (SUCCESSOR,)
    case.went(bring(case, "notice", actor=SUCCESSOR))
    over = granted(filed(story))
    over.went(HandOver(actor=_org_admin(over), item=late(over).key, leaver="p50", to=SUCCESSOR))
    over.went(bring(over, "notice", "roster", actor=SUCCESSOR))
    assert over.case.late is None
    assert SUCCESSOR.person not in over.case.handlers


def test_a_change_of_the_organisation_leaves_it_with_the_applicant(story: Story) -> None:
    """Like a supplement."""
    case = filed(story)
    case.organisation = moved(case.organisation, without=("p50",))
    assert case.went(Reresolve(actor=SYSTEM, item=late(case).key)) == ()
    assert late(case).holders == (STAFF,)


def test_administrators_do_not_lift_it(story: Story) -> None:
    """Nothing waits for it that could get stuck; to give it to somebody else is a matter of the applicant's body."""
    case = filed(story)
    for wish in ({"what": "skip"}, {"what": "reassign", "to": HEAD}):
        verdict = case.tell(AskRepair(actor=ADMIN, item=late(case).key, reason="免交", **wish))
        assert isinstance(verdict, Refusal), wish


def test_a_machine_accepts_what_is_filed_first(story: Story) -> None:
    """秒批 of an acceptance asks for no paper."""

    def add(document: dict[str, Any]) -> None:
        document["steps"][0]["instant"] = {"rules": [{"text": "写明了事由", "holds": {"filled": "purpose"}}]}
        document["steps"][0]["rights"] = {"edit": ["plate", "driver", "driver_phone"]}

    case = Story(varied(lenient(story.matter), add), story.organisation, story.calendar)
    case.went(filing(case))
    machine = next(one for one in case.case.items if one.purpose == "machine")
    case.went(CheckRules(actor=SYSTEM, item=machine.key, lot=0))
    assert (case.case.status, late(case).owes) == ("in_progress", ("notice", "roster"))
    ring(case.later(days=4))
    assert HEAD.person in owed(case.events[-1])[0].to


def test_papers_that_come_later_cost_a_visit_of_their_own(story: Story) -> None:
    """Presence at acceptance does not cover what is not there yet; what comes late comes at once."""
    on_site = {"reason": "验车", "basis": "规定"}

    def add(document: dict[str, Any]) -> None:
        document["materials"][0] |= {"medium": "paper_original", "why_paper": "须验原件"}
        document["steps"][0]["on_site"] = on_site

    paper = varied(lenient(story.matter), add)
    assert errands(paper).worst == 2
    assert errands(varied(paper, lambda document: document["clock"].pop("act_first"))).worst == 1
    assert errands_made(paper, ("accept",), ("notice",), True) == 1
    assert errands_made(paper, ("accept",), ("notice",), True, late=("notice",)) == 2


def _golden(shipped: dict[str, Definition], *, brought: bool = True) -> Definition:
    """A golden case of the shipped matter that brings its notice later."""

    def add(document: dict[str, Any]) -> None:
        document["clock"]["act_first"] = {"when": {"filled": "purpose"}, "within_working_days": 2}
        golden = next(golden for golden in document["golden"] if golden.get("materials"))
        files = golden.pop("materials")
        if brought:
            at = golden["story"][-1]["at"]
            act = {"by": golden["filed_as"], "action": "hand_in_late", "at": at, "materials": files}
            golden["story"].append(act)
        golden["expect"]["due"]["late-materials"] = "2026-03-04"
        document["golden"] = [golden]

    return varied(shipped["MS032"], add)


@pytest.mark.parametrize("brought", [True, False])
def test_a_golden_case_files_first(shipped: dict[str, Definition], story: Story, *, brought: bool) -> None:
    """With its day; whether it is brought or not, the outcome is the same."""
    matter = _golden(shipped, brought=brought)
    golden = matter.golden[0]
    limit = story.calendar.add_working_days(golden.now.astimezone(SHANGHAI).date(), 2).day
    days = {**golden.expect.due, LATE_MATERIALS: limit}
    right = golden.model_copy(update={"expect": golden.expect.model_copy(update={"due": days})})
    assert run(matter, right, story.organisation, story.calendar) == ()
    wrong = golden.model_copy(
        update={"expect": golden.expect.model_copy(update={"due": {LATE_MATERIALS: limit + timedelta(days=1)}})}
    )
    assert [LATE_MATERIALS in p.message for p in run(matter, wrong, story.organisation, story.calendar)] == [True]


def test_it_is_explored_to_its_end(shipped: dict[str, Definition], story: Story) -> None:
    """Brought before and after the end of the case; a case that is over is no dead end while something is owed."""
    found = explore(Stage(_golden(shipped), story.organisation, story.calendar))
    assert (found.stuck, found.whole) == ((), True)
    strict = varied(_golden(shipped), lambda document: document["clock"].pop("act_first"))
    assert found.states > explore(Stage(strict, story.organisation, story.calendar)).states


def test_accepting_needs_no_word_on_what_is_owed(story: Story) -> None:
    """The acceptance desk sees two items, and acts on its own."""
    case = filed(story)
    desk = item_at(case, "accept")
    said = Accept(
        actor=CLERK, item=desk.key, expected_version=desk.version, fills={"plate": "样A12345", "driver": "马行健"}
    )
    assert "accepted" in case.went(said)
    assert hand(case, type(case.approve()), "decide", CHIEF)[0] == "approved"
