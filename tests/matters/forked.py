"""公务用车派车 with other steps between acceptance and handing over: forks, signers and work to try the course of a case on."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from matters.case.items import WorkItem
from matters.commands.base import OnItem
from matters.commands.items import Advise, Approve, Complete, Delegate, Reject, ReturnToApplicant, Supplement
from matters.commands.reports import RecordPaper
from matters.errors.base import Refusal
from matters.language.clock import ActFirst
from matters.language.document import Definition
from matters.language.materials import Material
from matters.language.route.steps import Acceptance, Step
from matters.language.single_answers import Filled
from matters.organisation.snapshot import SYSTEM, Holder
from matters.who.superiors import superiors_to_ask
from tests.matters.stories import HEAD, STAFF, Story, varied

STEPS: TypeAdapter[tuple[Step, ...]] = TypeAdapter(tuple[Step, ...])
EXCEPTIONS = {"nobody": "superior", "applicant": "superior", "repeated": "ask_again", "conflict": "exclude"}
OWNER = {"body": "owner"}
DELIVER = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}
BIG = {"compare": "above", "left": {"field": "passengers"}, "right": {"value": 5}}
OUT = {"compare": "equals", "left": {"field": "out_of_city"}, "right": {"value": True}}
DEAR = {"compare": "above", "left": {"field": "toll"}, "right": {"value": 50}}
STOPS = {  # a table on the way, each row with a product of its own; most routes are filed without
    "id": "stops",
    "label": "途经",
    "type": "rows",
    "required": "optional",
    "columns": [
        {"id": "km", "label": "里程", "type": "integer"},
        {"id": "toll", "label": "路费", "type": "computed", "value": {"times": [{"field": "km"}, {"value": "0.45"}]}},
    ],
}
ROAD = {  # what can be chosen hangs on the table
    "id": "road",
    "label": "路线",
    "type": "choice",
    "required": "optional",
    "options": [
        {"id": "motorway", "label": "高速", "when": {"any_row": "stops", "where": DEAR}},
        {"id": "country", "label": "国道"},
    ],
}
ALONG = {  # whom a route may name besides
    "id": "along",
    "label": "同行单位",
    "type": "bodies",
    "required": "optional",
}
EACH_ALONG = {"each": "along", "if_none": {"passes": "没有同行单位"}}
ON_THE_WAY = [{"any_row": "stops", "where": DEAR}, {"every_row": "stops", "where": {"not": DEAR}}]


def step(  # a step as YAML says it
    id_: str,
    kind: str = "review",
    post: str = "vehicle_chief",
    of: object = None,
    **more: Any,  # noqa: ANN401
) -> dict[str, Any]:
    """A step done by the holder of a post of the owner body, or of another."""
    who = {"by": "post", "post": post, "of": of or OWNER}
    return {"id": id_, "name": f"环节{id_}", "kind": kind, "who": who, "exceptions": EXCEPTIONS, **more}


def office(id_: str, duty: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A review by the clerk of the body that holds the duty."""
    return step(id_, post="review_clerk", of={"duty": duty}, **more)


def branch(id_: str, *steps: dict[str, Any], **more: object) -> dict[str, Any]:
    """A branch of a fork."""
    return {"id": id_, "name": f"分支{id_}", "steps": list(steps), **more}


def fork(id_: str, kind: str, *branches: dict[str, Any], **more: object) -> dict[str, Any]:
    """A step that forks."""
    rule = {} if kind == "exclusive" else {"refusal": "collect_all"}
    return {"id": id_, "name": f"分流{id_}", "kind": kind, "branches": list(branches), **rule, **more}


def countersign(
    id_: str,
    *posts: str,
    rule: str = "all",
    refusal: str = "collect_all",
    vote: dict[str, Any] | None = None,
    **more: object,
) -> dict[str, Any]:
    """A step signed by the holders of these posts of the owner body."""
    signers = [{"by": "post", "post": post, "of": OWNER} for post in posts]
    return {
        "id": id_,
        "name": "会签",
        "kind": "countersign",
        "signers": signers,
        "exceptions": EXCEPTIONS,
        "vote": vote or {"rule": rule},
        "refusal": refusal,
        **more,
    }


def decide(id_: str = "settle", **more: object) -> dict[str, Any]:
    """The decision of the owner's head."""
    who = {"by": "head", "of": OWNER}
    return {"id": id_, "name": "审定", "kind": "decide", "who": who, "exceptions": EXCEPTIONS, **more}


def rerouted(matter: Definition, *middle: dict[str, Any], deliver: dict[str, Any] | None = None) -> Definition:
    """The matter with these steps between its acceptance and its end."""
    steps = STEPS.validate_python(middle)
    last = STEPS.validate_python([deliver])[0] if deliver else matter.steps[-1]
    return matter.model_copy(update={"steps": (*up_to_acceptance(matter), *steps, last), "materials": ()})


def up_to_acceptance(matter: Definition) -> tuple[Step, ...]:
    """The acceptance, with what comes before it."""
    accept = next(n for n, one in enumerate(matter.steps) if isinstance(one, Acceptance))
    return matter.steps[: accept + 1]


def led(matter: Definition, *before: dict[str, Any]) -> Definition:
    """The matter with these steps before its acceptance."""
    return matter.model_copy(update={"steps": (*STEPS.validate_python(before), *matter.steps)})


def line(id_: str = "line", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """The body above the applicant's looks at it first, with two working days of its own."""
    who = {"by": "post", "post": "staff", "of": {"superior_of": {"body": "applicant"}}}
    return {
        "id": id_,
        "name": "主管部门审核",
        "kind": "prior_review",
        "who": who,
        "exceptions": {**EXCEPTIONS, "nobody": {"passes": "没有主管部门，直接报送"}},
        "limit": {"kind": "working_days", "days": 2},
        **more,
    }


def begun(story: Story, *middle: dict[str, Any], **answers: Any) -> Story:  # noqa: ANN401 - answers are JSON
    """A case of the rerouted matter, accepted."""
    return _begun(story, rerouted(story.matter, *middle, deliver=DELIVER), answers)


def begun_first(
    story: Story,
    materials: Sequence[Material],
    *middle: dict[str, Any],
    **answers: Any,  # noqa: ANN401 - answers are JSON
) -> Story:
    """The same, filed before these materials are there (先办后补)."""
    return _begun(story, acting_first(rerouted(story.matter, *middle, deliver=DELIVER), materials), answers)


def _begun(story: Story, matter: Definition, answers: dict[str, Any]) -> Story:
    told = Story(matter, story.organisation, story.calendar)
    reason: dict[str, Any] = {"out_of_city_reason": "跨市检查"} if answers.get("out_of_city") else {}
    told.went(told.submit(**answers, **reason))
    for before in up_to_acceptance(matter)[:-1]:
        approve(told, before.id)
    told.went(told.accept())
    return told


def with_stops(matter: Definition) -> Definition:
    """The matter whose form has a table, and may name bodies."""

    def add(document: dict[str, Any]) -> None:
        document["form"]["sections"][0]["fields"].extend((STOPS, ROAD, ALONG))

    return varied(matter, add)


def acting_first(matter: Definition, materials: Sequence[Material]) -> Definition:
    """The matter that asks for these materials, all of which may come within three working days after the filing."""
    assert matter.clock
    clock = matter.clock.model_copy(
        update={"act_first": ActFirst(when=Filled(filled="purpose"), within_working_days=3)}
    )
    return matter.model_copy(update={"clock": clock, "materials": tuple(materials)})


def open_steps(story: Story) -> list[str]:
    """The steps that wait for somebody."""
    return [item.step for item in story.case.items]


def item_at(story: Story, step_id: str, nth: int = 0) -> WorkItem:
    """An open item of the step."""
    return [item for item in story.case.items if item.step == step_id][nth]


def act(story: Story, kind: type[OnItem], step_id: str, nth: int = 0, **more: object) -> tuple[str, ...]:
    """The first holder of an open item of the step acts."""
    item = item_at(story, step_id, nth)
    holder = next(holder for holder in item.holders if item.purpose == "own_part" or holder.person != STAFF.person)
    said = {} if kind is Supplement else {"opinion": "意见"}
    return story.went(kind(actor=holder, item=item.key, expected_version=item.version, **said, **more))


def hand(story: Story, kind: type[OnItem], step_id: str, by: Holder, **more: object) -> tuple[str, ...]:
    """That holder acts on the open item of the step that is theirs."""
    item = next(i for i in story.case.items if i.step == step_id and by in (*i.holders, i.lender, i.asker))
    return story.went(kind(actor=by, item=item.key, expected_version=item.version, **more))


def leave(story: Story, step_id: str, by: Holder, head: Holder = HEAD) -> None:
    """The holder asks the head, who agrees to another round of supplementing."""
    hand(story, Delegate, step_id, by, to=(head,), opinion="拟再次要求补正")
    hand(story, Advise, step_id, head, opinion="同意，请一次说清")


def approve(story: Story, *steps: str) -> tuple[str, ...]:
    """Agree at each of these steps; the events of the last act."""
    return [act(story, Approve, one) for one in steps][-1]


def reject(story: Story, step_id: str, nth: int = 0) -> tuple[str, ...]:
    """Refuse at the step."""
    return act(story, Reject, step_id, nth)


def complete(story: Story, step_id: str) -> tuple[str, ...]:
    """Report the work as done."""
    return act(story, Complete, step_id)


def send_back(story: Story, step_id: str) -> tuple[str, ...]:
    """Return to the applicant, who is to mend the destination; another time with a head's leave."""
    item = item_at(story, step_id)
    for head in superiors_to_ask(story.matter, story.case, item, item.holders[0], story.world)[:1]:
        leave(story, step_id, item.holders[0], head)
    return act(story, ReturnToApplicant, step_id, findings={"destination": "请写明。"})


def mend(story: Story) -> tuple[str, ...]:
    """The applicant mends what was asked for."""
    (item,) = story.case.items
    supplement = Supplement(
        actor=STAFF, item=item.key, expected_version=item.version, answers={"destination": "样例镇政府"}, materials={}
    )
    return story.went(supplement)


def issue(story: Story, paper: str) -> tuple[str, ...]:
    """The system reports the paper."""
    record = RecordPaper(
        actor=SYSTEM, paper=paper, document=paper, number="样例〔2026〕1号", digest="0" * 64, issued_on=story.now.date()
    )
    return story.went(record)


def code(verdict: object) -> str:
    """The code of a refusal."""
    assert isinstance(verdict, Refusal), verdict
    return verdict.code


def drops(story: Story) -> Sequence[tuple[str, str]]:
    """What was closed without a deed, and why."""
    return [(drop.item.step, drop.why) for drop in story.case.drops]
