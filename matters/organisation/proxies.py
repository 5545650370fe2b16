"""Standing proxies (代理): who stands in for whom, for which days and matters and up to which amount, and who may."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from matters.calendar import day_begins, implausible, period_text
from matters.errors.base import Problem
from matters.organisation.snapshot import THREE, Holder, Organisation


@dataclass(frozen=True, slots=True)
class Proxy:
    """Proxy 代理: the `agent`, a person, acts on the items of the `principal`, a person under one hat.

    In force from `since` to `until`, both days included, until it is revoked. `matters`: codes, none = all. `up_to`: the
    largest amount in 元. `open_items`: also on what was open before the proxy began.

    `filing` (代办申请): the agent, of whatever body, files for the principal instead, and mends what he has filed; `pledges`: and
    hands in the pledges (承诺) that the principal makes by granting this.
    """

    id: str
    principal: Holder
    agent: str
    since: date
    until: date
    granted_at: datetime
    matters: tuple[str, ...] = ()
    up_to: Decimal | None = None
    open_items: bool = False
    filing: bool = False
    pledges: bool = False

    @property
    def begins(self) -> datetime:
        """The instant from which an item counts as new: its granting, or the first moment of its first day."""
        return max(self.granted_at, day_begins(self.since))

    def valid(self, on: date) -> bool:
        """Whether that day lies within its period."""
        return self.since <= on <= self.until

    def collides(self, other: "Proxy") -> bool:
        """Whether both are of one hat and meet on a day and a matter, with two agents: nobody could say who stands in.

        Of filings the agent says for whom they are, and several may be charged with them.
        """
        if self.filing or other.filing:
            return False
        same_days = self.since <= other.until and other.since <= self.until
        all_matters = not self.matters or not other.matters
        same_matters = all_matters or not set(self.matters).isdisjoint(other.matters)
        return self.principal == other.principal and self.agent != other.agent and same_days and same_matters


def possible_agents(principal: Holder, organisation: Organisation, today: date) -> tuple[Holder, ...]:
    """Who may stand in for that hat: everybody else in its body but the three administrators (三员), under one hat each."""
    hats: dict[str, Holder] = {}
    post = organisation.find_post(principal.post)
    for one in organisation.posts_in(post.body) if post else ():
        for holder in organisation.holders_of(one, today):
            hats.setdefault(holder.person, holder)
    hats.pop(principal.person, None)
    return tuple(hat for hat in hats.values() if _handles_business(hat.person, organisation, today))


def may_file_for(principal: Holder, organisation: Organisation, today: date) -> tuple[Holder, ...]:
    """Who may be charged with filing for that hat: whoever may file at all, of any body, under one hat each."""
    hats: dict[str, Holder] = {}
    for post in organisation.posts:
        for holder in organisation.holders_of(post, today):
            if organisation.granted(holder.person, "applicant", post.body, today):
                hats.setdefault(holder.person, holder)
    hats.pop(principal.person, None)
    return tuple(hat for hat in hats.values() if _handles_business(hat.person, organisation, today))


def unfit(proxy: Proxy, organisation: Organisation, today: date) -> Problem | None:
    """Why these two cannot stand so to each other on that day, whatever the case."""
    post = organisation.find_post(proxy.principal.post)
    if post is None or proxy.principal not in organisation.holders_of(post, today):
        return Problem("principal", "被代理人已不在该岗位")
    if not _handles_business(proxy.principal.person, organisation, today):
        return Problem("principal", "系统、安全和审计管理员不办理业务，不能委托代理")
    if proxy.agent == proxy.principal.person:
        return Problem("agent", "代理人不能是被代理人本人")
    if not _handles_business(proxy.agent, organisation, today):
        return Problem("agent", "系统、安全和审计管理员不办理业务，不能担任代理人")
    agents = may_file_for if proxy.filing else possible_agents
    if all(hat.person != proxy.agent for hat in agents(proxy.principal, organisation, today)):
        whose = "须是可以提交申请的在任人员" if proxy.filing else "须是同单位的在任人员"
        return Problem("agent", f"代理人{whose}")
    return None


def _wrong_days(proxy: Proxy, today: date) -> Iterator[Problem]:
    if proxy.since < today:
        yield Problem("since", "开始日期不能早于今日")
    if proxy.until < proxy.since:
        yield Problem("until", "截止日期不能早于开始日期")
    for part, name, day in (("since", "开始日期", proxy.since), ("until", "截止日期", proxy.until)):
        if wrong := implausible(day):
            yield Problem(part, f"{name}{wrong}")


def grant_problems(proxy: Proxy, others: Iterable[Proxy], organisation: Organisation, today: date) -> Iterator[Problem]:
    """All that keeps the proxy from being granted. `others`: the proxies of the same hat that are in force or still to come."""
    misfit = unfit(proxy, organisation, today)
    if misfit:
        yield misfit
    yield from _wrong_days(proxy, today)
    if proxy.up_to is not None and not (proxy.up_to.is_finite() and proxy.up_to > 0):
        yield Problem("up_to", "金额上限须大于 0")
    yield from _beside_filing(proxy)
    taken = next((other for other in others if proxy.collides(other)), None)
    if taken:
        name = organisation.person(taken.agent).name
        period = period_text(taken.since, taken.until)
        yield Problem("agent", f"{period}已由{name}代理相同事项，请先撤销，或者错开日期和事项")


def _beside_filing(proxy: Proxy) -> Iterator[Problem]:
    """What is said of the one kind of proxy means nothing for the other."""
    if proxy.filing and (proxy.up_to is not None or proxy.open_items):
        yield Problem("filing", "代办申请的委托不能限定金额，也不涉及已有待办")
    if proxy.pledges and not proxy.filing:
        yield Problem("pledges", "只有代办申请的委托可以授权代为提交承诺")


def _handles_business(person: str, organisation: Organisation, today: date) -> bool:
    return not organisation.roles_of(person, today) & THREE
