"""Random routes between acceptance and handing over: every kind of step a person does, forks inside each other."""

from typing import Any

from hypothesis import strategies as st

from tests.matters.family import BY_HEAD, sub_matter
from tests.matters.forked import (
    BIG,
    EACH_ALONG,
    EXCEPTIONS,
    ON_THE_WAY,
    OUT,
    OWNER,
    branch,
    countersign,
    decide,
    fork,
    step,
)

Part = dict[str, Any]

# Posts of the owner that different people hold; the clerk for support is one of the two clerks for vehicles.
EACH = ["vehicle_chief", "deputy_head", "head", "vehicle_clerk", "support_clerk"]
POSTS = st.sampled_from(EACH)
ALONE = st.sampled_from([post for post in EACH if post != "vehicle_clerk"])  # posts that one person holds
RESUMES = st.sampled_from(["rerun", "straight_back", "choose"])
REPEATED = st.sampled_from(["ask_again", "skip_if_consecutive", "skip_if_unchanged"])
REFUSALS = st.sampled_from(["collect_all", "first_refusal_ends"])
SHARES = st.sampled_from(["0.34", "0.5", "0.51", "0.67", "1"])
VEHICLES = {"duty": "official_vehicles"}  # of a body at each level, with a chief, a clerk and a head there
AROUND = [{"kind": "report_up", "to": VEHICLES}, {"kind": "send_down", "to": VEHICLES}]
TO_THE_CITY = {"kind": "forward", "to": [{**VEHICLES, "level": "city"}]}
PASSES = st.sampled_from([[], AROUND, *([*AROUND, {**TO_THE_CITY, "comes_back": back}] for back in (True, False))])
SINGLE = ("review", "work", "applicant", "heads", "countersign", "inquiry", "special_procedure")
FORKS = ("parallel", "inclusive", "exclusive")
WAITING = ("wait", "sub_matter")


@st.composite
def middles(draw: st.DrawFn) -> list[Part]:
    """All that lies between: a route, the decision, at times work after it."""
    after = draw(st.sampled_from([[], [step("wash", "work")], [_duties()]]))
    return [*draw(routes(waits=True)), draw(decisions()), *after]


@st.composite
def routes(draw: st.DrawFn, depth: int = 2, prefix: str = "s", waits: bool = False) -> list[Part]:
    """A row of steps, with forks in it down to that depth. `waits`: some of the steps wait for a day, or for another matter."""
    longest = 3 if prefix == "s" else 2
    return [draw(_part(depth, f"{prefix}_{n}", waits)) for n in range(draw(st.integers(1, longest)))]


@st.composite
def decisions(draw: st.DrawFn) -> Part:
    """The decision by one, by heads in a row, or by one of two whom the form chooses."""
    kind = draw(st.sampled_from(["head", "heads", "either"]))
    resumes = draw(RESUMES)
    if kind == "either":
        big = branch("big", decide("leader", return_resumes=resumes), when=BIG)
        return fork("choice", "exclusive", big, otherwise=[decide("chief", return_resumes=resumes)])
    who = {"who": _heads(2)} if kind == "heads" else {}
    return {**decide(return_resumes=resumes), **who}


@st.composite
def signings(draw: st.DrawFn, id_: str, *, independent: bool = False) -> Part:
    """A step that several sign, under any vote. `independent`: each seat is one person's, there is no order among them, and
    nobody ends it alone by refusing.
    """
    posts = draw(st.lists(ALONE if independent else POSTS, min_size=2, max_size=4 if independent else 3))
    rules = ["all", "any", "ratio", "weighted"]
    vote: Part = {"rule": draw(st.sampled_from(rules if independent else [*rules, "in_order"]))}
    if vote["rule"] in ("ratio", "weighted"):
        vote["share"] = draw(SHARES)
    if vote["rule"] == "weighted":
        vote["weights"] = [{"signer": n, "weight": draw(st.integers(1, 3))} for n in range(1, len(posts) + 1)]
    refusal = "collect_all" if independent else draw(REFUSALS)
    part = countersign(id_, *posts, vote=vote, refusal=refusal, return_resumes=draw(RESUMES))
    if not independent:
        first = draw(st.sampled_from([part["signers"][0], _heads(2), {"by": "head", "of": EACH_ALONG}]))
        part["signers"][0] = first
    return part


@st.composite
def _part(draw: st.DrawFn, depth: int, id_: str, waits: bool) -> Part:
    kind = draw(st.sampled_from((*SINGLE, *(FORKS if depth else ()), *(WAITING if waits else ()))))
    if kind == "work":
        return step(id_, "work", draw(POSTS), passes_on=draw(PASSES))
    if kind == "countersign":
        return draw(signings(id_))
    if kind in ("inquiry", "special_procedure", "applicant"):
        return draw(_own_part(id_) if kind == "applicant" else _aside(id_, kind))
    if kind in WAITING:
        return draw(_waiting(id_, kind))
    if kind in FORKS:
        return draw(_fork(depth, id_, kind, waits))
    rules: Part = {"exceptions": {**EXCEPTIONS, "repeated": draw(REPEATED)}, "return_resumes": draw(RESUMES)}
    if kind == "heads":
        return {**step(id_, **rules), "who": _heads(draw(st.integers(1, 3)))}
    if draw(st.integers(0, 4)) == 4:
        return step(id_, post="head", of={"duty": "development_reform"}, **rules)
    return step(id_, post=draw(POSTS), passes_on=draw(PASSES), **rules)


@st.composite
def _own_part(draw: st.DrawFn, id_: str) -> Part:
    """What the applicant does in mid-route."""
    limit = {"kind": "working_days", "days": draw(st.integers(1, 3))}
    undone = draw(st.sampled_from(["remind", "supervise", "proceed_noted", "deemed_withdrawn"]))
    return {"id": id_, "name": f"确认{id_}", "kind": "applicant", "limit": limit, "undone": undone}


@st.composite
def _waiting(draw: st.DrawFn, id_: str, kind: str) -> Part:
    """What nobody acts on while it goes its way: a day to come, or another matter that is begun."""
    if kind == "wait":
        for_what: Part = draw(
            st.sampled_from([{"for_field": "depart_at"}, {"for_time": {"kind": "working_days", "days": 2}}])
        )
        return {"id": id_, "name": f"等待{id_}", "kind": "wait", "stops_clock": draw(st.booleans()), **for_what}
    refusal = draw(st.sampled_from(["refuse", "go_on", {"to": BY_HEAD}]))
    return sub_matter(id_, waits=draw(st.booleans()), on_refusal=refusal)


@st.composite
def _aside(draw: st.DrawFn, id_: str, kind: str) -> Part:
    """A question to another body, or a survey that not every case needs."""
    if kind == "inquiry":
        unanswered = draw(st.sampled_from(["remind", "supervise", "proceed_noted"]))
        limit = {"kind": "working_days", "days": 3}
        return {
            "id": id_,
            "name": f"协查{id_}",
            "kind": kind,
            "of": draw(st.sampled_from([{"duty": "development_reform"}, EACH_ALONG])),
            "question": "是否列入计划？",
            "answers": ["yes", "no", "material"],
            "limit": limit,
            "unanswered": unanswered,
        }
    when = draw(st.sampled_from([{}, {"when": BIG}]))
    return step(id_, kind, draw(POSTS), what="survey", stops_clock=True, **when)


@st.composite
def _fork(draw: st.DrawFn, depth: int, id_: str, kind: str, waits: bool) -> Part:
    branches = []
    for side in "ab":
        more = {"veto": draw(st.booleans())} if kind != "exclusive" else {}
        when = {} if kind == "parallel" else {"when": draw(st.sampled_from([BIG, OUT, *ON_THE_WAY]))}
        branches.append(branch(f"{id_}{side}", *draw(routes(depth - 1, f"{id_}{side}", waits)), **more, **when))
    if kind == "exclusive":
        otherwise = draw(routes(0, f"{id_}o", waits)) if draw(st.booleans()) else []
        return fork(id_, kind, *branches, otherwise=otherwise)
    return fork(id_, kind, *branches, refusal=draw(REFUSALS))


def _heads(levels: int) -> Part:
    return {"by": "heads", "of": OWNER, "levels": levels}


def _duties() -> Part:
    """Work after the decision, on two sides."""
    return fork(
        "duties", "parallel", branch("d1", step("wash", "work")), branch("d2", step("fuel", "work", "vehicle_clerk"))
    )
