"""A charge goes from one side to the other: who may do what at each state, and how it stands afterwards."""

from datetime import date
from typing import Any, get_args

import pytest

from matters.charges import (
    ACT_NAMES,
    Charge,
    ChargeAct,
    ChargeState,
    Done,
    Side,
    after,
    offered,
    opener_side,
    opening_problems,
)
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NotPossible, Stale

TODAY, DUE, LATER = date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 20)
CHARGE = Charge(kind="supervision", body="bureau", opened_by="p1", opened_on=TODAY, due=DUE)
BODY, OPENER, BOTH, NOBODY = Side(True, False), Side(False, True), Side(True, True), Side(False, False)
ACTS: tuple[ChargeAct, ...] = get_args(ChargeAct)
# Written out: at each state, what the body and what the opener may do, and how the charge stands then.
TABLE: dict[ChargeState, tuple[dict[ChargeAct, ChargeState], dict[ChargeAct, ChargeState]]] = {
    "open": ({"report": "open", "answer": "answered", "ask_extension": "extension"}, {}),
    "extension": (
        {"report": "extension", "answer": "answered"},
        {"extend": "open", "refuse_extension": "open"},
    ),
    "answered": ({}, {"close": "closed", "send_back": "open"}),
    "closed": ({}, {}),
}


def standing(state: ChargeState) -> Charge:
    """A charge at that state."""
    asked = LATER if state == "extension" else None
    return Charge(
        kind="supervision", body="bureau", opened_by="p1", opened_on=TODAY, due=DUE, state=state, asked_until=asked
    )


def done(act: ChargeAct, **parts: Any) -> Done:  # noqa: ANN401 - parts of an act
    """With all that the act takes."""
    return Done(**{"act": act, "seen": 1, "text": "说明", "until": LATER if act == "ask_extension" else None, **parts})


@pytest.mark.parametrize("state", list(TABLE))
@pytest.mark.parametrize("act", ACTS)
def test_each_act_at_each_state_by_each_side(state: ChargeState, act: ChargeAct) -> None:
    """As the table says; whatever it does not say is refused and changes nothing."""
    for side, told in zip((BODY, OPENER), TABLE[state], strict=True):
        found = after(standing(state), done(act), side, TODAY)
        if act in told:
            assert isinstance(found, Charge)
            assert (found.state, found.version) == (told[act], 2)
        else:
            assert isinstance(found, NotPossible)
            assert ACT_NAMES[act] in found.message
    assert isinstance(after(standing(state), done(act), NOBODY, TODAY), Refusal)
    assert set(offered(standing(state), BOTH)) == {*TABLE[state][0], *TABLE[state][1]}


def test_an_extension_moves_the_last_day() -> None:
    """To what was asked for, and only once it is allowed; an answer drops what was asked."""
    asked = after(CHARGE, done("ask_extension"), BODY, TODAY)
    assert isinstance(asked, Charge)
    assert (asked.due, asked.asked_until) == (DUE, LATER)
    for act, due in (("extend", LATER), ("refuse_extension", DUE)):
        settled = after(asked, done(act, seen=2), OPENER, TODAY)  # type: ignore[arg-type]  # of a table
        assert isinstance(settled, Charge)
        assert (settled.due, settled.asked_until) == (due, None)
    answered = after(asked, done("answer", seen=2), BODY, TODAY)
    assert isinstance(answered, Charge)
    assert (answered.asked_until, answered.progress) == (None, 100)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (done("ask_extension", until=None), "延期至哪一日"),
        (done("ask_extension", until=DUE), "须晚于2026年3月6日"),
        (done("ask_extension", until=date(9999, 1, 1)), "核对年份"),
        (done("answer", text=""), "请写明办理结果"),
        (done("report", text=""), "请写明进展"),
    ],
)
def test_what_is_left_unsaid_is_named(asked: Done, what: str) -> None:
    """With what to write."""
    found = after(CHARGE, asked, BODY, TODAY)
    assert isinstance(found, Invalid)
    assert what in found.message


def test_what_has_changed_meanwhile_is_looked_at_again() -> None:
    """An act on an earlier version is refused."""
    assert isinstance(after(CHARGE, done("answer", seen=2), BODY, TODAY), Stale)


def test_it_is_late_while_it_waits_for_its_body() -> None:
    """Not on its last day, and no longer once it is answered."""
    assert [standing("open").days_late(day) for day in (DUE, LATER)] == [0, 14]
    assert standing("answered").days_late(LATER) == 0
    assert standing("answered").days_late(TODAY) == -4


def test_progress_is_what_the_body_says() -> None:
    """Until it says something else."""
    half = after(CHARGE, done("report", progress=50), BODY, TODAY)
    assert isinstance(half, Charge)
    same = after(half, done("report", seen=2), BODY, TODAY)
    assert isinstance(same, Charge)
    assert same.progress == 50


def test_only_the_opener_closes_while_they_watch() -> None:
    """Once they do not, whoever does; who watches over nothing never."""
    assert opener_side("p1", CHARGE, watches=True, opener_watches=True)
    assert not opener_side("p2", CHARGE, watches=True, opener_watches=True)
    assert opener_side("p2", CHARGE, watches=True, opener_watches=False)
    assert not opener_side("p1", CHARGE, watches=False, opener_watches=False)


def test_an_opening_is_told_all_that_is_wrong() -> None:
    """At once."""
    assert [one.target for one in opening_problems("", "", date(2026, 3, 1), TODAY)] == ["title", "text", "due"]
    assert opening_problems("用车", "请核实", TODAY, TODAY) == ()
    assert [one.target for one in opening_problems("用车", "请核实", date(9999, 1, 1), TODAY)] == ["due"]
