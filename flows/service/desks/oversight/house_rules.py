"""The desk of the rules for what is near and late (期限督促规则): entered by one administrator, confirmed by another."""

from collections.abc import Iterable
from dataclasses import asdict

from flows.cases.calling import house_rule_entered
from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import allowed_to, roles
from flows.service.second_person import became, in_force, open_to
from flows.views.oversight.house_rules import (
    STATE_NAMES,
    HouseRuleEntry,
    HouseRuleLine,
    HouseRuleList,
    HouseRuleReceipt,
    HouseRuleView,
    RegionChoice,
)
from flows.views.people import Caller
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import NotPossible
from matters.language.words.answers import person_name
from matters.lateness import HOUSE_RULE, HouseRule
from matters.organisation.snapshot import Organisation, Region
from storage.database import Session
from storage.overseeing import house_rules
from storage.overseeing.house_rules import KeptRule

_KEEPERS = roles("matter_admin", local=True)
_SECOND = "须由另一位事项管理员确认，您是录入人"
_OVER = "这份规则已经确认或者退回，请刷新页面查看"


class HouseRuleDesk(WorkingDesk):
    """A rule holds once a second person has confirmed it, for the region and those below it that have none of their own."""

    @allowed_to(_KEEPERS, "查看期限督促规则")
    def list(self, caller: Caller) -> HouseRuleList:
        """Every rule, the last entered first."""
        with self._resources.database.reading() as session:
            kept, organisation = house_rules.all_rules(session), self._resources.organisation(session)
        newest = in_force(kept, _region_of)
        return HouseRuleList(
            lines=tuple(_line(one, newest, organisation, caller) for one in kept),
            otherwise=_view(HOUSE_RULE),
            regions=tuple(RegionChoice(code=one.code, name=one.name) for one in organisation.regions),
        )

    @allowed_to(_KEEPERS, "录入期限督促规则")
    def enter(self, caller: Caller, entry: HouseRuleEntry, key: str | None = None) -> HouseRuleReceipt | Refusal:
        """It waits for a second person."""

        def work(session: Session) -> HouseRuleReceipt | Refusal:
            organisation = self._resources.organisation(session)
            region = next((one for one in organisation.regions if one.code == entry.region), None)
            if region is None:
                return Invalid.of("region", "没有这个地区，请从地区中选择。")
            rule = HouseRule(**entry.model_dump(exclude={"region"}))
            if problems := (*rule.problems(), *_known(region, rule, house_rules.all_rules(session))):
                return Invalid(problems=problems)
            made = house_rules.enter(session, region.code, rule, caller.person, self._resources.clock())
            house_rule_entered(session, self._resources, made, region.name, caller.person)
            message = f"{region.name}期限督促规则已录入，须由另一位事项管理员确认后生效。"
            return HouseRuleReceipt(id=made, message=message)

        content = entry.model_dump(mode="json")
        asked = Operation(caller, "录入期限督促规则", entry.region, key=key, content=content)
        return self._change(asked, work, HouseRuleReceipt)

    @allowed_to(_KEEPERS, "确认期限督促规则")
    def confirm(self, caller: Caller, rule: int, key: str | None = None) -> HouseRuleReceipt | Refusal:
        """It holds from now on, as the second person says or the machine's own administration."""

        def work(session: Session) -> HouseRuleReceipt | Refusal:
            kept = house_rules.find(session, rule)
            if kept is None:
                return NotFound(what="该期限督促规则")
            if not open_to(kept, caller):
                return NotPossible(action="确认期限督促规则", why=_OVER if kept.settled_at else _SECOND)
            if not house_rules.put_into_force(session, rule, caller.person, self._resources.clock()):
                return NotPossible(action="确认期限督促规则", why=_OVER)
            return HouseRuleReceipt(id=rule, message="期限督促规则已生效，今后的提醒、亮灯和督促按此办理。")

        asked = Operation(caller, "确认期限督促规则", str(rule), key=key, content=rule)
        return self._change(asked, work, HouseRuleReceipt)

    @allowed_to(_KEEPERS, "退回期限督促规则")
    def send_back(self, caller: Caller, rule: int, key: str | None = None) -> HouseRuleReceipt | Refusal:
        """It will not hold; who has entered it may take it back so."""

        def work(session: Session) -> HouseRuleReceipt | Refusal:
            if house_rules.find(session, rule) is None:
                return NotFound(what="该期限督促规则")
            if not house_rules.send_back(session, rule, caller.person, self._resources.clock()):
                return NotPossible(action="退回期限督促规则", why=_OVER)
            return HouseRuleReceipt(id=rule, message="期限督促规则已退回，可以重新录入。")

        asked = Operation(caller, "退回期限督促规则", str(rule), key=key, content=rule)
        return self._change(asked, work, HouseRuleReceipt)


def _known(region: Region, rule: HouseRule, kept: Iterable[KeptRule]) -> tuple[Problem, ...]:
    """One of a region at a time, and none that says what holds already."""
    theirs = [one for one in kept if one.region == region.code]
    if any(one.settled_at is None for one in theirs):
        return (Problem("region", f"{region.name}已有一份规则等待确认，请先确认或者退回。"),)
    newest = in_force(theirs, _region_of)
    same = any(one.id in newest and one.rule == rule for one in theirs)
    return (Problem("region", f"与{region.name}现行的规则相同，无需再次录入。"),) if same else ()


def _region_of(kept: KeptRule) -> str:
    return kept.region


def _view(rule: HouseRule) -> HouseRuleView:
    return HouseRuleView(**asdict(rule))


def _line(kept: KeptRule, newest: frozenset[int], organisation: Organisation, caller: Caller) -> HouseRuleLine:
    state = became(kept, newest)
    return HouseRuleLine(
        id=kept.id,
        region=kept.region,
        region_name=next((one.name for one in organisation.regions if one.code == kept.region), kept.region),
        rule=_view(kept.rule),
        state=state,
        state_name=STATE_NAMES[state],
        entered_by=person_name(organisation, kept.entered_by),
        entered_at=kept.entered_at,
        settled_by=person_name(organisation, kept.settled_by) if kept.settled_by else "",
        settled_at=kept.settled_at,
        open_to_caller=open_to(kept, caller),
    )
