"""A matter for tests with papers besides that of the result: one of a step on the way, and one for each row of a table."""

from datetime import date
from typing import Any

from matters.case.deeds import IssuedPaper
from matters.case.owed import Effect, owed
from matters.commands.reports import RecordPaper
from matters.language.document import Definition
from matters.language.outcome import Paper
from matters.language.route.steps import Acceptance, Decide, Signed, walk
from matters.organisation.snapshot import SYSTEM
from tests.matters.forked import DELIVER, OWNER, approve, decide, office, rerouted
from tests.matters.stories import Story, varied

CARS: dict[str, Any] = {
    "id": "cars",
    "label": "车辆",
    "type": "rows",
    "required": "optional",
    "at_least": 0,
    "columns": [
        {"id": "which", "label": "车号", "type": "text"},
        {"id": "price", "label": "价格", "type": "money", "required": "optional"},
    ],
}


def paper(paper_id: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A paper with a sentence."""
    return {
        "id": paper_id,
        "name": f"{paper_id}单",
        "title": "通知单",
        "number": {"pattern": f"{{prefix}}{paper_id}〔{{year}}〕{{n}}号"},
        "blocks": [{"text": "请查收。"}],
        "seals": [{"of": OWNER}],
        **more,
    }


FIRST = office("a", "finance")
SECOND = office("b", "development_reform")


def papered(matter: Definition, *middle: dict[str, Any], rows_at: str = "") -> Definition:
    """Looked at by two bodies before it is decided: the first one issues a paper, and with the grant each car has its own.

    `rows_at`: that paper is for each car as well.
    """

    def change(document: dict[str, Any]) -> None:
        document["form"]["sections"][0]["fields"].append(CARS)
        notice = paper("notice", on="step", at="a", seals=[{"of": {"duty": "finance"}}])
        if rows_at:
            notice["per_row"] = rows_at
        passing = paper("pass", on="granted", per_row="cars", title="通行证（{which}）", addressee="nobody")
        document["outcome"]["papers"] += [notice, passing]

    return rerouted(varied(matter, change), *(middle or (FIRST, SECOND, decide())), deliver=DELIVER)


def issuing(matter: Definition) -> Definition:
    """The matter with a paper of each step at which somebody signs, and one for each stop on the way with the grant."""
    assert matter.outcome
    signed = (one for one in walk(matter.steps) if isinstance(one, Signed) and not isinstance(one, Acceptance | Decide))
    made = [paper(f"of_{one.id}", on="step", at=one.id) for one in signed]
    made.append(paper("pass", on="granted", per_row="stops"))
    papers = (*matter.outcome.papers, *map(Paper.model_validate, made))
    return matter.model_copy(update={"outcome": matter.outcome.model_copy(update={"papers": papers})})


def told(story: Story, cars: int = 2, matter: Definition | None = None) -> Story:
    """A case of that matter with so many cars, accepted."""
    case = Story(matter or papered(story.matter), story.organisation, story.calendar)
    rows = [{"which": f"样{n}", "price": "1.00"} for n in range(cars)]
    case.went(case.submit(cars=rows))
    case.went(case.accept())
    return case


def granted(story: Story, cars: int = 2) -> Story:
    """The same, granted; nothing is sealed yet."""
    case = told(story, cars)
    approve(case, "a", "b", "settle")
    return case


def due(story: Story, paper_id: str) -> list[Effect]:
    """What is to be sealed of that paper, in the order of the events."""
    effects = (effect for event in story.events for effect in owed(event))
    return [effect for effect in effects if effect.kind == "seal" and effect.paper == paper_id]


def report(effect: Effect, document: str = "") -> RecordPaper:
    """The system reports that it is sealed."""
    return RecordPaper(
        actor=SYSTEM,
        paper=effect.paper or "",
        document=document or str(effect.key),
        number=f"号{effect.key}",
        digest="0" * 64,
        issued_on=date(2026, 3, 2),
        due_by=effect.seq,
        row=effect.row,
    )


def issued(story: Story, paper_id: str) -> list[IssuedPaper]:
    """What is out of that paper."""
    return [one for one in story.case.papers if one.paper == paper_id]
