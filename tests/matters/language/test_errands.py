"""The errand meter counts what the worst path costs the applicant, with the reason of each visit."""

import pytest

from matters.language.document import Definition
from matters.language.errands import errand_class, errands
from matters.language.guide import Offline
from matters.language.text.reading import read_definition
from matters.linter import findings

PAPER = (
    "    trust: D\n    required:",
    "    trust: D\n    medium: paper_original\n    why_paper: 须核对原件\n    required:",
)
PICK_UP = ("    how: online\n", "    how: pick_up\n    why_in_person: 领取钥匙和行车证\n")
ON_SITE = "    on_site: {reason: 当面核对, basis: 《样例办法》第三条}\n"
AT_ACCEPTANCE = ("    kind: accept\n", f"    kind: accept\n{ON_SITE}")
AT_DECISION = ("    kind: decide\n", f"    kind: decide\n{ON_SITE}")


@pytest.mark.parametrize(
    ("edits", "reasons"),
    [
        ([], ()),
        ([PAPER], ("提交纸质材料“会议或公务活动通知”：须核对原件",)),
        ([PICK_UP], ("“派车办结”须现场领取：领取钥匙和行车证",)),
        ([AT_DECISION], ("“审批”环节须到场：当面核对（《样例办法》第三条）",)),
        ([PAPER, AT_ACCEPTANCE], ("“受理”环节须到场：当面核对（《样例办法》第三条）",)),
        ([PAPER, PICK_UP], ("提交纸质材料“会议或公务活动通知”：须核对原件", "“派车办结”须现场领取：领取钥匙和行车证")),
        ([AT_ACCEPTANCE, AT_DECISION, PICK_UP], ("“受理”环节须到场", "“审批”环节须到场", "“派车办结”须现场领取")),
    ],
)
def test_visits_are_counted_once_each(car_text: str, edits: list[tuple[str, str]], reasons: tuple[str, ...]) -> None:
    """Papers handed in at an acceptance in person are the same visit."""
    count = errands(_changed(car_text, edits))
    assert count.worst == len(reasons)
    assert all(found.startswith(reason) for found, reason in zip(count.reasons, reasons, strict=True))


@pytest.mark.parametrize(
    "edit",
    [
        ("source: {kind: applicant}", "medium: paper_original\n    source: {kind: own_body, note: 本机关存档}"),
        ("    how: online\n", "    how: post\n"),
    ],
)
def test_what_the_administration_does_itself_is_no_errand(car_text: str, edit: tuple[str, str]) -> None:
    """A paper the body holds and a result sent by post cost the applicant nothing."""
    assert errands(_changed(car_text, [edit])).worst == 0


def test_a_paper_that_need_not_come_is_no_errand(shipped: dict[str, Definition]) -> None:
    """Advised and optional papers can be left at home."""
    car = shipped["MS032"]
    notice = car.materials[0].model_copy(update={"medium": "paper_original", "required": "advised"})
    assert errands(car.model_copy(update={"materials": (notice,)})).worst == 0


def test_of_branches_that_exclude_each_other_the_worst_counts(shipped: dict[str, Definition]) -> None:
    """Each case takes one of them; branches side by side add up."""
    project = shipped["MS001"]
    by_amount = next(n for n, step in enumerate(project.steps) if step.id == "by_amount")
    count = errands(_with_visits(project))
    assert [visit.path for visit in count.visits if visit.path[1] == by_amount] == [
        ("steps", by_amount, "branches", 0, "steps", 0),
        ("steps", by_amount, "branches", 0, "steps", 1),
    ]
    assert len([visit for visit in count.visits if visit.path[1] == 1]) == 5


def test_an_errand_without_reason_says_so(car_text: str) -> None:
    """The count stands even where the definition is silent."""
    count = errands(_changed(car_text, [("    how: online\n", "    how: on_site\n")]))
    assert count.reasons == ("“派车办结”须现场领取：未说明理由",)


def _with_visits(matter: Definition) -> Definition:
    """The same matter with everybody asked to come at every step inside a branch."""
    content = matter.model_dump(by_alias=True)
    for step in content["steps"]:
        inner = [s for branch in step.get("branches", ()) for s in branch["steps"]]
        deeper = [s for one in inner for branch in one.get("branches", ()) for s in branch["steps"]]
        for human in (*inner, *deeper, *step.get("otherwise", ())):
            if "branches" not in human:
                human["on_site"] = {"reason": "当面说明", "basis": "试"}
    return Definition.model_validate(content)


def _changed(text: str, edits: list[tuple[str, str]]) -> Definition:
    for right, wrong in edits:
        assert right in text
        text = text.replace(right, wrong)
    definition = read_definition(text, "试.yaml")
    assert isinstance(definition, Definition), definition
    return definition


def test_a_matter_stands_in_the_list_of_its_errands(car_text: str, shipped: dict[str, Definition]) -> None:
    """None, one, or more with the reason why; what is not handled here is in none of them."""
    assert errand_class(shipped["MS032"]) == "none"
    assert errand_class(_changed(car_text, [PICK_UP])) == "one"
    why = ("  case_type: promised\n", "  case_type: promised\n  why_more_errands: 还车时须再次到场验车\n")
    more = _changed(car_text, [PAPER, PICK_UP, why])
    assert errand_class(more) == "more"
    assert not {"many_errands", "idle_why_more_errands"} & {one.rule for one in findings(more)}
    elsewhere = Offline(kind="offline", why="classified", basis="样例依据", pointer="到样例中心办理。")
    guide = more.guide.model_copy(update={"access": elsewhere})
    assert errand_class(more.model_copy(update={"guide": guide})) == "offline"
