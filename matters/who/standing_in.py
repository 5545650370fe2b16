"""Whether an agent may act for an absent principal on an item (代理办理): asked at every act and by every queue."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from matters.case.aggregate import Case
from matters.case.filed import Filed
from matters.case.items import Purpose, WorkItem
from matters.commands.base import Command
from matters.language.document import Definition
from matters.language.form import RowsField
from matters.language.quantities import filled, rows_of
from matters.language.route.steps import Signed
from matters.language.words.amounts import money_text
from matters.language.words.answers import is_money
from matters.organisation.proxies import Proxy, unfit
from matters.organisation.snapshot import Holder
from matters.who.actors import kept_apart
from matters.who.parties import parties_of
from matters.who.seats import sitting
from matters.world import World

_MENDING: frozenset[Purpose] = frozenset({"supplement", "late_materials"})
NONE_IN_FORCE = "没有有效的代理授权，或者授权已经撤销"


def covers(proxy: Proxy, matter: Definition, case: Case, item: WorkItem, filed: Filed, world: World) -> str | None:
    """Why the agent may not act for the principal on the item, told to the agent; nothing when he may."""
    handling = (_out_of_force, _out_of_bounds, _own_case, _two_hands, _second_voice)
    checks = (_out_of_force, _not_filed_so) if proxy.filing else handling
    return next((why for check in checks if (why := check(proxy, matter, case, item, filed, world))), None)


def not_standing_in(
    matter: Definition, case: Case, command: Command, item: WorkItem, filed: Filed, world: World
) -> str | None:
    """Why the actor of the command may not act for whom it names; `filed`: with what the command fills in."""
    given = [p for p in world.proxies if p.principal == command.behalf and p.agent == command.actor.person]
    reasons = [covers(proxy, matter, case, item, filed, world) for proxy in given]
    return (None if None in reasons else reasons[0]) if reasons else NONE_IN_FORCE


def principal_of(
    agent: str, matter: Definition, case: Case, item: WorkItem, filed: Filed, world: World
) -> Holder | None:
    """For whom the agent may act on the item: the principal of the first proxy that covers it."""
    given = (proxy for proxy in world.proxies if proxy.agent == agent)
    return next((p.principal for p in given if covers(p, matter, case, item, filed, world) is None), None)


def _out_of_force(
    proxy: Proxy, matter: Definition, case: Case, item: WorkItem, filed: Filed, world: World
) -> str | None:
    """Its days, its two people, and the item itself: only what is before the principal in his own right."""
    misfit = unfit(proxy, world.organisation, world.today)
    if not proxy.valid(world.today):
        return "代理期限尚未开始，或者已经届满"
    if proxy.principal not in (*item.holders, *item.group, item.lender):
        return "该待办不由被代理人办理"
    return misfit.message if misfit else None


def _not_filed_so(
    proxy: Proxy, matter: Definition, case: Case, item: WorkItem, filed: Filed, world: World
) -> str | None:
    """By a mandate (代办) the agent mends what he has filed himself; what else is asked of the applicant is the applicant's."""
    if item.purpose not in _MENDING or case.agent != proxy.agent:
        return "代办申请的委托只限于补正、补交您代为提交的办件"
    return "该事项不在委托范围内" if proxy.matters and case.matter not in proxy.matters else None


def _out_of_bounds(
    proxy: Proxy, matter: Definition, case: Case, item: WorkItem, filed: Filed, world: World
) -> str | None:
    """What the principal has left out: matters, amounts, items that were open before."""
    if proxy.matters and case.matter not in proxy.matters:
        return "该事项不在代理范围内"
    if not proxy.open_items and item.opened_at < proxy.begins:
        return "该待办在代理开始之前已经到达，不在代理范围内"
    if proxy.up_to is not None and any(amount > proxy.up_to for amount in _amounts(matter, filed.answers)):
        return f"金额超过代理授权的上限（{money_text(proxy.up_to)}）"
    return None


def _amounts(matter: Definition, answers: Any) -> Iterator[Decimal]:  # noqa: ANN401 - answers are JSON
    """Every amount the form says (金额); of repeating rows the sum of the column, which many small rows cannot hide."""
    for field in matter.fields:
        if is_money(field):
            yield _amount(answers.get(field.id))
        if isinstance(field, RowsField):
            for column in filter(is_money, field.columns):
                yield sum((_amount(row.get(column.id)) for row in rows_of(answers.get(field.id))), Decimal(0))


def _amount(value: object) -> Decimal:
    """An answer that is no amount counts as none: the form's own rules refuse it."""
    try:
        amount = Decimal(str(value)) if filled(value) else Decimal(0)
    except InvalidOperation:
        return Decimal(0)
    return amount if amount.is_finite() else Decimal(0)


def _own_case(proxy: Proxy, matter: Definition, case: Case, item: WorkItem, filed: Filed, world: World) -> str | None:
    """Nobody decides what is the own case of one of the two: applied for, or about them (当事人)."""
    if not parties_of(matter, case, filed).own().isdisjoint((proxy.agent, proxy.principal.person)):
        return "您或者被代理人是本办件的申请人或者当事人"
    return None


def _two_hands(proxy: Proxy, matter: Definition, case: Case, item: WorkItem, filed: Filed, world: World) -> str | None:
    """One of the two has acted in the case under another hat, or where this step is kept apart from (受审分离)."""
    both = {proxy.agent, proxy.principal.person}
    if any(deed.hat != proxy.principal and both & deed.people for deed in case.deeds):
        return "您或者被代理人已以其他身份办理过本办件"
    if both & kept_apart(matter.find_step(item.step), case):
        return "您或者被代理人办理过的环节须与本环节分开"
    return None


def _second_voice(
    proxy: Proxy, matter: Definition, case: Case, item: WorkItem, filed: Filed, world: World
) -> str | None:
    """The agent would speak twice at one step, or consent to what one of the two has asked for."""
    if {proxy.agent, proxy.principal.person}.intersection(item.askers):
        return "所请由您或者被代理人提出，须由其他人员审批"
    if proxy.agent in _voices(matter, case, item, filed, world):
        return "您本人在本环节有待办或者席位，请以本人身份办理"
    return None


def _voices(matter: Definition, case: Case, item: WorkItem, filed: Filed, world: World) -> set[str]:
    """Whoever has, had or is still to get a say of their own at the step of the item."""
    here = (item, *(other for other in case.items if other.step == item.step))
    asked = (holder for one in here for holder in (*one.holders, *one.group, one.lender) if holder)
    return {holder.person for holder in asked} | _in_other_seats(matter, case, item, filed, world)


def _in_other_seats(matter: Definition, case: Case, item: WorkItem, filed: Filed, world: World) -> set[str]:
    step, fork = matter.find_step(item.step), case.fork(item.step)
    if fork is None or not isinstance(step, Signed):
        return set()
    people: set[str] = set()
    for arm in (arm for arm in fork.arms if arm.id != item.seat):
        found = arm.who or sitting(step, arm.seat, parties_of(matter, case, filed), world)
        waiting = found if isinstance(found, tuple) and arm.end is None else ()
        people |= arm.people | {holder.person for holder in waiting}
    return people
