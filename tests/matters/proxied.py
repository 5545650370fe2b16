"""Proxies to try acting in somebody's stead with."""

from datetime import date, timedelta
from typing import Any

from matters.commands.base import OnItem
from matters.errors.base import Refusal
from matters.lifecycle import Verdict
from matters.organisation.proxies import Proxy
from matters.organisation.snapshot import Holder
from tests.matters.stories import NOW, Story

TODAY = NOW.date()


def given(principal: Holder, agent: Holder, **more: Any) -> Proxy:  # noqa: ANN401 - parts of a proxy
    """A proxy for a week, granted before anything happened."""
    usual: dict[str, Any] = {
        "id": f"{principal.person}-{agent.person}",
        "since": TODAY,
        "until": date(2026, 3, 8),
        "granted_at": NOW - timedelta(hours=1),
    }
    return Proxy(principal=principal, agent=agent.person, **{**usual, **more})


def grant(story: Story, principal: Holder, agent: Holder, **more: Any) -> Proxy:  # noqa: ANN401 - parts of a proxy
    """The principal has named the agent."""
    proxy = given(principal, agent, **more)
    story.proxies = (*story.proxies, proxy)
    return proxy


def stand_in(story: Story, kind: type[OnItem], step_id: str, agent: Holder, behalf: Holder, **more: object) -> Verdict:
    """The agent acts on the principal's item at the step, open or done, at its present version."""
    of_step = [item for item in (*story.case.items, *story.case.closed) if item.step == step_id]
    item = next(item for item in of_step if behalf in (*item.holders, *item.group, item.lender))
    said = {"opinion": "意见"} if "opinion" in kind.model_fields else {}
    command = kind(actor=agent, behalf=behalf, item=item.key, expected_version=item.version, **{**said, **more})
    return story.tell(command)


def why(verdict: Verdict) -> str:
    """The sentence of a refusal."""
    assert isinstance(verdict, Refusal), verdict
    return verdict.message


def done(verdict: Verdict) -> tuple[str, ...]:
    """The types of the events."""
    assert not isinstance(verdict, Refusal), verdict.message
    return tuple(event.type for event in verdict)
