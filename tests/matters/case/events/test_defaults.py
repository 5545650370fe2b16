"""What a stored row leaves out is read as the default of its class: so a default is for ever."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from matters.case.events import Event
from matters.case.events.base import EventBase
from matters.case.owed import Effect

Defaults = Mapping[str, Any]
OF_EVERY_EVENT: Defaults = {"version": 1, "behalf": None, "said": "", "noted": None, "proven": None}
# Of its own, by the type of the event; those that are not here have none.
OF_EVENTS: Mapping[str, Defaults] = {
    "submitted": {"origin": None, "channel": None, "period": ""},
    "step_opened": {
        "purpose": "act",
        "seat": None,
        "due": None,
        "provisional": False,
        "overdue": None,
        "legs": (),
        "stops_clock": False,
    },
    "step_passed": {"same_as": None},
    "decided": {"valid_until": None, "remind_on": None},
    "forked": {"after": {}, "weights": {}},
    "arrived": {"silent": False},
    "released": {"reason": "", "tell": ()},
    "accepted": {"wrote": (), "paper": None, "tell": (), "due": None, "provisional": False, "clock_apart": False},
    "clock_begun": {"provisional": False},
    "acceptance_refused": {"paper": None, "tell": (), "wrote": ()},
    "supplement_requested": {
        "also": (),
        "straight": False,
        "due": None,
        "provisional": False,
        "overdue": None,
        "paper": None,
    },
    "lapsed": {"tell": ()},
    "supplemented": {"wrote": (), "due": None, "provisional": False},
    "approved": {"wrote": ()},
    "rejected": {"wrote": ()},
    "abstained": {"wrote": ()},
    "returned_to_step": {"back": None, "also": (), "beside": ()},
    "taken_back": {"tell": ()},
    "completed": {"wrote": ()},
    "resumed": {"due": None, "provisional": False, "case_due": None, "case_provisional": False, "tell": ()},
    "wait_opened": {"until": None, "holders": (), "stops_clock": False},
    "suspended": {"stops_clock": None},
    "extended": {"provisional": False, "items": (), "paper": None},
    "rest_ended": {"tell": ()},
    "procedure_begun": {"approved_by": None},
    "clock_resumed": {"until": None, "reason": None, "provisional": False},
    "days_counted_anew": {"due": None, "provisional": False, "items": ()},
    "duty_opened": {"due": None, "provisional": False},
    "went_overdue": {"heads": (), "tell": ()},
    "materials_owed": {"provisional": False},
    "materials_brought": {"wrote": (), "left": ()},
    "repair_asked": {"item": None, "step": None, "to": None, "tell": ()},
    "repair_dropped": {"tell": ()},
    "repaired": {"item": None, "step": None, "to": None, "tell": ()},
    "machine_asked": {"holders": (), "due": None, "provisional": False},
    "rules_checked": {"failed": (), "acts": False},
    "looked_up": {"wrote": ()},
    "spot_check_opened": {"due": None, "provisional": False},
    "revoked": {"paper": None, "tell": ()},
    "sub_matters_wanted": {"keeps": (), "filers": ()},
    "sub_matter_failed": {"tell": ()},
    "sub_matter_ended": {"number": None, "wrote": ()},
    "sub_matters_dropped": {"running": ()},
    "called_off": {"tell": ()},
    "ended_by_cancellation": {"tell": ()},
    "ended_without": {"tell": ()},
    "copy_sent": {"item": None},
    "papers_due": {"step": None, "rows": None},
    "paper_issued": {"row": None, "due_by": None},
    "concluded": {"item": None, "paper": None},
}
OF_EFFECTS: Defaults = {"paper": None, "topic": None, "to": (), "item": None, "child": None, "row": None}
ADVICE = (
    "Rows that are stored leave this out and would read as something else. Leave the default as it was and say what is new "
    "under a new name, or write a migration that puts the old value into the rows; then change the table of this test."
)
MISSING = "A default from now on is one for ever: put it into the table of this test."


def _defaults(kind: type[BaseModel], *elsewhere: str) -> dict[str, Any]:
    optional = ((name, field) for name, field in kind.model_fields.items() if not field.is_required())
    return {name: field.get_default(call_default_factory=True) for name, field in optional if name not in elsewhere}


def _told(where: str, frozen: Defaults, now: Defaults) -> list[str]:
    changed = (f"{where}.{name}: {ADVICE}" for name, value in frozen.items() if (name, value) not in now.items())
    return [*changed, *(f"{where}.{name}: {MISSING}" for name in now if name not in frozen)]


@pytest.mark.parametrize("kind", get_args(get_args(Event)[0]), ids=lambda kind: kind.__name__)
def test_what_an_event_leaves_out_reads_as_ever(kind: type[EventBase]) -> None:
    """Its defaults are those under which the first row was stored."""
    type_ = kind.model_fields["type"].default
    frozen = {**OF_EVERY_EVENT, "type": type_, **OF_EVENTS.get(type_, {})}
    assert not (told := _told(type_, frozen, _defaults(kind))), "\n".join(told)


def test_no_event_of_the_table_is_gone() -> None:
    """Cases are made of what has happened to them: a type of event is never taken away."""
    assert OF_EVENTS.keys() <= {kind.model_fields["type"].default for kind in get_args(get_args(Event)[0])}


def test_what_an_effect_leaves_out_reads_as_ever() -> None:
    """Effects that are planned wait in the ledger, and those that are done are evidence."""
    assert not (told := _told("effect", OF_EFFECTS, _defaults(Effect))), "\n".join(told)


def test_a_changed_default_is_told() -> None:
    """The control: changed, gone and new ones are each named, with what to do."""
    told = _told("accepted", {"due": None, "tell": ()}, {"tell": ("li",), "more": ""})
    assert told == [f"accepted.due: {ADVICE}", f"accepted.tell: {ADVICE}", f"accepted.more: {MISSING}"]
