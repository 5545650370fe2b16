"""派发: a task is sent down to many bodies, each its own case in the name of who files for it; what comes back is summed."""

import time
from collections.abc import Mapping
from datetime import date
from typing import Any

from matters.case.deeds import Child
from matters.filing.asked import complete
from matters.language.document import Definition
from matters.linter import findings
from matters.organisation.snapshot import NOBODY, Grant, Organisation
from tests.matters.family import children, ended, filed, sub_matter
from tests.matters.forked import begun, decide, open_steps, rerouted
from tests.matters.stories import Story, varied

TOWNS = ("county_finance", "county_court", "sample_town")
SENT: Mapping[str, Any] = {"per_row": "asked", "as_body": {"field": "unit"}, "on_refusal": "go_on"}


def asking(matter: Definition, at_most: int = 500) -> Definition:
    """The matter with a table of the bodies that are asked, what each has answered, and the sum."""

    def add(document: dict[str, Any]) -> None:
        columns = [
            {"id": "unit", "label": "单位", "type": "body"},
            {"id": "done", "label": "完成数", "type": "integer", "required": "optional"},
        ]
        rows = {"id": "asked", "label": "派发单位", "type": "rows", "at_most": at_most, "columns": columns}
        total = {"id": "total", "label": "完成合计", "type": "computed", "value": {"sum": "asked", "column": "done"}}
        document["form"]["sections"][0]["fields"] += [rows, total]

    return varied(matter, add)


def sent(story: Story, *bodies: str, **more: Any) -> Story:  # noqa: ANN401
    """A case that has been accepted, by which these bodies are asked."""
    told = Story(asking(story.matter), story.organisation, story.calendar)
    task = sub_matter(hands_over={"fields": {"passengers": "done"}}, **{**SENT, **more})
    return begun(told, task, decide(), asked=[{"unit": body} for body in bodies])


def bodies_of(story: Story, found: tuple[Child, ...]) -> list[str]:
    """For which body each is filed."""
    return [story.organisation.post(one.applicant.post).body for one in found]


def test_each_body_has_a_case_of_its_own(story: Story) -> None:
    """In the name of its liaison officer, who may file for it; the case waits until all have come back."""
    case = sent(story, *TOWNS)
    assert bodies_of(case, children(case)) == list(TOWNS)
    for one, body in zip(children(case), TOWNS, strict=True):
        assert one.applicant in case.organisation.liaisons(body, date(2026, 3, 2))
    for nth in range(3):
        filed(case, nth)
    ended(case, nth=0)
    ended(case, nth=1)
    assert open_steps(case) == ["sub"]
    ended(case, nth=2)
    assert open_steps(case) == ["settle"]


def test_what_comes_back_is_summed(story: Story) -> None:
    """The table is what the bodies said, and computed fields add it up; who has not answered adds nothing."""
    matter = asking(story.matter)
    said = {
        "asked": [{"unit": "county_finance", "done": 4}, {"unit": "county_court"}, {"unit": "sample_town", "done": 3}]
    }
    assert complete(matter, said, date(2026, 3, 2))["total"] == "7"


def test_a_body_for_which_nobody_files_is_nobodys(story: Story) -> None:
    """Nothing is filed in another's name: it fails, and somebody takes over; the others go on."""
    people = {one.person for one in story.organisation.everybody("county_court", date(2026, 3, 2))}
    grants = tuple(one for one in story.organisation.grants if one.person not in people)
    bare = Story(story.matter, without_grants(story.organisation, grants), story.calendar)
    found = children(sent(bare, *TOWNS))
    assert [one.applicant == NOBODY for one in found] == [False, True, False]


def without_grants(organisation: Organisation, grants: tuple[Grant, ...]) -> Organisation:
    """The organisation in which these alone are granted anything."""
    return Organisation.model_validate({**organisation.model_dump(), "grants": [one.model_dump() for one in grants]})


def test_one_body_may_be_asked_without_a_table(story: Story) -> None:
    """By a field of the form; and in the applicant's own name as ever where none is named."""

    def add(document: dict[str, Any]) -> None:
        document["form"]["sections"][0]["fields"].append({"id": "unit", "label": "单位", "type": "body"})

    told = Story(varied(story.matter, add), story.organisation, story.calendar)
    case = begun(told, sub_matter(as_body={"field": "unit"}), decide(), unit="county_court")
    assert bodies_of(case, children(case)) == ["county_court"]
    plain = begun(Story(story.matter, story.organisation, story.calendar), sub_matter(), decide())
    assert bodies_of(plain, children(plain)) == ["county_finance"]
    assert not plain.events[-1].model_dump(mode="json").get("filers")


def test_a_task_names_a_column_of_bodies(story: Story) -> None:
    """A column of its rows, or a field; one that is none, or of another kind, is told."""
    for named, wanted in (("unit", None), ("nowhere", "unknown_field"), ("purpose", "field_kind")):
        step = sub_matter(**{**SENT, "as_body": {"field": named}})
        found = {one.rule for one in findings(rerouted(asking(story.matter), step, decide()))}
        assert (wanted in found) if wanted else not found & {"unknown_field", "field_kind"}


def test_five_hundred_bodies_are_asked_in_well_under_a_second(story: Story) -> None:
    """All in one act: the table is checked, and everybody's filer is found."""
    many = [TOWNS[n % 3] for n in range(500)]
    began = time.perf_counter()
    case = sent(story, *many)
    assert len(children(case)) == 500
    assert (
        time.perf_counter() - began < 5
    )  # 0.3 s by itself; the filing, its acceptance and the machine's load are in it
