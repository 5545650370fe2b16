"""Whom one asks when something hangs on somebody's consent (审批)."""

from matters.engine.decision import Decision
from matters.errors.handling import NobodyFound
from matters.language.route.who import Who
from matters.organisation.snapshot import Holder
from matters.who.actors import decides_business, holders


def consenting(decision: Decision, rule: Who, what: str) -> tuple[Holder, ...] | NobodyFound:
    """Those who may consent by that rule: neither who asks, nor in whose stead, nor whose own case it is.

    `what`: what people call the consent, for when there is nobody.
    """
    out = decision.command.people | decision.case.own
    found = holders(rule, decision.parties, decision.world)
    fit = tuple(h for h in found if h.person not in out and decides_business(h, decision.world))
    body = decision.world.organisation.body_name(decision.case.owner_body, decision.world.today)
    return fit or NobodyFound(body=body, step=what)
