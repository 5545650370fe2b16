"""Checks of the mutants for rosters: small stories of cars that are entered, chosen, changed meanwhile and put back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from matters import lifecycle
from matters.case.events.rosters import EntriesPutBack, EntriesWritten
from matters.commands.cases import Submit
from matters.commands.items import Revoke
from matters.commands.reports import CheckRules
from matters.course import entering as course
from matters.course import following
from matters.entries import Entry, Rosters
from matters.errors.base import Refusal
from matters.filing import checking
from matters.filing import entries as naming
from matters.language.document import Definition
from matters.organisation.snapshot import SYSTEM
from matters.verbs import revoking
from tests.matters.rostered import OWNER, by_machine, entering, giving
from tests.matters.stories import CASE_NO, HEAD, STAFF, Story

CAR: Mapping[str, Any] = {"plate": "样A1", "model": "轿车", "seats": 5}
ENTRY = Entry("c.1", "cars", OWNER, "county_finance", "样A1", 1, live=True, values=CAR)
OTHERS = replace(ENTRY, id="c.2", belongs="county_court", key="样A2", values={**CAR, "plate": "样A2"})
GONE: Mapping[str, Any] = {"car": "样A1", "model": "轿车", "seats": 5, "gone": True}


def telling(story: Story, matter: Definition, *there: Entry, seen_by: str = "everybody") -> Story:
    """A case of that matter, with these entries in the roster."""
    (roster,) = entering(story.matter).rosters
    declared = {"cars": roster.model_copy(update={"seen_by": seen_by})}
    return Story(matter, story.organisation, story.calendar, rosters=Rosters(declared, there))


def filed(story: Story, **answers: Any) -> Any:  # noqa: ANN401
    """What the engine says to a filing."""
    return story.tell(Submit(actor=STAFF, case_no=CASE_NO, answers={"reason": "更新", **answers}, materials={}))


def decided(story: Story, **answers: Any) -> Any:  # noqa: ANN401
    """What it says to the approval of one that was accepted."""
    if isinstance(refused := filed(story, **answers), Refusal):
        return refused
    story.went(story.accept(fills={}))
    return story.tell(story.approve(opinion="同意。"))


def a_granted_case_writes(story: Story) -> Iterator[str]:
    """Each row enters one."""
    case = telling(story, entering(story.matter))
    events = decided(case, list=[CAR, {**CAR, "plate": "样A9"}])
    written = [one for one in events if isinstance(one, EntriesWritten)]
    if [len(one.entries) for one in written] != [2]:
        yield "not each row was entered once"


def a_key_comes_in_once(story: Story) -> Iterator[str]:
    """Not twice by one decision."""
    if not isinstance(decided(telling(story, entering(story.matter)), list=[CAR, CAR]), Refusal):
        yield "two entries have one key"


def what_stands_is_told_at_the_filing(story: Story) -> Iterator[str]:
    """Before anybody has handled it."""
    if not isinstance(filed(telling(story, entering(story.matter), ENTRY), list=[CAR]), Refusal):
        yield "filed although it stands there"


def what_changed_is_told_to_the_decider(story: Story) -> Iterator[str]:
    """Somebody has mended the entry meanwhile."""
    case = telling(story, giving(story.matter), ENTRY)
    filed(case, **GONE)
    case.went(case.accept(fills={}))
    case.rosters = replace(case.rosters or Rosters(), entries=(replace(ENTRY, version=2),))
    if not isinstance(case.tell(case.approve(opinion="同意。")), Refusal):
        yield "decided on what had changed"


def only_ones_own_is_chosen(story: Story) -> Iterator[str]:
    """An entry of another body, where each sees its own."""
    case = telling(story, giving(story.matter), ENTRY, OTHERS, seen_by="belonging")
    if not isinstance(filed(case, **{**GONE, "car": "样A2"}), Refusal):
        yield "somebody else's car was chosen"


def what_was_taken_over_is_not_rewritten(story: Story) -> Iterator[str]:
    """The model is the roster's."""
    case = telling(story, giving(story.matter), ENTRY)
    if not isinstance(filed(case, **{**GONE, "model": "越野车"}), Refusal):
        yield "the form says something else than the entry"


def a_revoked_case_puts_back(story: Story) -> Iterator[str]:
    """What it took out."""
    case = telling(story, by_machine(giving(story.matter)), ENTRY)
    filed(case, **GONE)
    case.went(case.accept(fills={}))
    case.went(CheckRules(actor=SYSTEM, item=case.item, lot=0))
    case.went(case.paper("reply"))
    case.rosters = replace(case.rosters or Rosters(), entries=(replace(ENTRY, version=2, live=False),))
    check = next(item for item in case.case.items if item.purpose == "spot_check")
    told = case.tell(Revoke(actor=HEAD, item=check.key, expected_version=1, opinion="并未报废"))
    if isinstance(told, Refusal) or not any(isinstance(one, EntriesPutBack) for one in told):
        yield "the car is still gone"


def what_came_after_stays(story: Story) -> Iterator[str]:
    """An entry that was changed after the decision is not put back over that."""
    case = telling(story, by_machine(giving(story.matter)), ENTRY)
    filed(case, **GONE)
    case.went(case.accept(fills={}))
    case.went(CheckRules(actor=SYSTEM, item=case.item, lot=0))
    case.went(case.paper("reply"))
    case.rosters = replace(case.rosters or Rosters(), entries=(replace(ENTRY, version=3),))
    check = next(item for item in case.case.items if item.purpose == "spot_check")
    if not isinstance(case.tell(Revoke(actor=HEAD, item=check.key, expected_version=1, opinion="有误")), Refusal):
        yield "what came after was lost"


def silent(*_: object, **__: object) -> tuple[()]:
    """Nothing is wrong."""
    return ()


def blindly(decision: Any) -> None:  # noqa: ANN401
    """Put back whatever stands there."""
    back = (one.model_copy(update={"version": one.version + 1}) for one in decision.case.entered)
    decision.rule(EntriesPutBack, entries=tuple(back))


def nothing(*_: object, **__: object) -> None:
    """As if there were no rule."""


ROSTERS: Mapping[str, Any] = {
    "a result writes nothing": (following, "take_effect", nothing, a_granted_case_writes),
    "a key comes in twice": (course._Entering, "_problem", nothing, a_key_comes_in_once),
    "what stands is told late": (checking, "entering_problems", silent, what_stands_is_told_at_the_filing),
    "what changed is not looked at": (course, "_moved", silent, what_changed_is_told_to_the_decider),
    "what was seen is forgotten": (lifecycle, "note_seen", nothing, what_changed_is_told_to_the_decider),
    "anybody's entry is open": (naming, "_open_to", lambda *_: True, only_ones_own_is_chosen),
    "what was taken over is typed": (checking, "copying_problems", silent, what_was_taken_over_is_not_rewritten),
    "a revoked result stands": (revoking, "put_back", nothing, a_revoked_case_puts_back),
    "put back over others": (revoking, "put_back", blindly, what_came_after_stays),
}
