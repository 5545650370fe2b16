"""The desk of standing proxies (代理): granted by the principal or an administrator, ended at once by either or by the agent."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from flows.cases.proxies import GRANT, REVOKE, begin_proxy, end_proxy
from flows.resources import Resources
from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import SIGNED_IN, allowed_to, roles
from flows.service.shown.cases import hat_choice
from flows.service.shown.open_acts import hats
from flows.views.people import Caller
from flows.views.proxies import (
    PROXY_STATES,
    MatterChoice,
    PrincipalChoice,
    ProxyLine,
    ProxyList,
    ProxyOffer,
    ProxyReceipt,
    ProxyRequest,
    ProxyState,
)
from matters.calendar import period_text
from matters.errors.base import Problem, Refusal
from matters.errors.door import Forbidden, Invalid, NotFound
from matters.errors.handling import NotPossible
from matters.language.words.answers import person_name
from matters.organisation.proxies import Proxy, grant_problems, possible_agents
from matters.organisation.snapshot import Holder, Organisation
from matters.who.filing_for import PLEDGE_IS_OWN
from storage.collisions import ProxyTakenError
from storage.database import Session
from storage.definitions import matters
from storage.people import proxies
from storage.people.proxies import ProxyRecord
from storage.work import random_id


class ProxyDesk(WorkingDesk):
    """Who stands in for whom. Whether an act is covered is for the engine to say, at every act anew."""

    @allowed_to(SIGNED_IN, "查看代理")
    def list(self, caller: Caller) -> ProxyList:
        """The caller's proxies; for an administrator of the organisation also all others that are left in their bodies."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            own = proxies.concerning(session, caller.person)
            left = proxies.all_left(session, self._resources.today) if "org_admin" in caller.roles else ()
            granted = [record for record in own if record.proxy.principal.person == caller.person]
            held = [record for record in own if record.proxy.agent == caller.person]
            known = {record.proxy.id for record in own}
            others = [r for r in left if r.proxy.id not in known and self._administers(caller, r.proxy, organisation)]
            line = self._teller(session, caller, organisation)
            return ProxyList(
                granted=tuple(map(line, granted)), held=tuple(map(line, held)), others=tuple(map(line, others))
            )

    @allowed_to(SIGNED_IN, "查看代理")
    def offer(self, caller: Caller) -> ProxyOffer:
        """What the caller may make a proxy of."""
        return self._offer(caller.person)

    @allowed_to(roles("org_admin"), "查看人员的代理")
    def of_person(self, caller: Caller, person: str) -> ProxyList | NotFound:
        """The proxies of somebody in the administrator's bodies."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            if organisation.find_person(person) is None:
                return NotFound(what="该人员")
            theirs = [
                r for r in proxies.concerning(session, person) if self._administers(caller, r.proxy, organisation)
            ]
            line = self._teller(session, caller, organisation)
            granted = tuple(line(record) for record in theirs if record.proxy.principal.person == person)
            return ProxyList(granted=granted, held=tuple(line(r) for r in theirs if r.proxy.agent == person))

    @allowed_to(roles("org_admin"), "查看人员的代理")
    def offer_for(self, caller: Caller, person: str) -> ProxyOffer:
        """What the administrator may make a proxy of for that person."""
        return self._offer(person)

    @allowed_to(SIGNED_IN, GRANT)
    def grant(self, caller: Caller, request: ProxyRequest, key: str | None = None) -> ProxyReceipt | Refusal:
        """Name an agent, for oneself or as an administrator; everything wrong with it is told at once."""
        principal, content = request.principal.person, request.model_dump(mode="json")
        granting = Operation(caller, GRANT, principal, key=key, content=content)
        try:
            return self._change(
                granting,
                lambda session: self._grant(session, caller, request),
                ProxyReceipt,
                lambda receipt: receipt.id,
            )
        except ProxyTakenError:
            return NotPossible(action=GRANT, why="该岗位的代理刚刚有了变化，请刷新页面，核对后重新提交")

    @allowed_to(SIGNED_IN, REVOKE)
    def revoke(self, caller: Caller, proxy_id: str, key: str | None = None) -> ProxyReceipt | Refusal:
        """End a proxy at once: as its principal, as its agent who gives it up, or as an administrator."""
        revoking = Operation(caller, REVOKE, proxy_id, key=key, content=proxy_id)
        return self._change(revoking, lambda session: self._revoke(session, caller, proxy_id), ProxyReceipt)

    def _offer(self, person: str) -> ProxyOffer:
        with self._resources.database.reading() as session:
            organisation, today = self._resources.organisation(session), self._resources.today
            published = [self._resources.definition(session, head.digest) for head in matters.published(session)]
        worn = [Holder(person=person, post=post.id) for post in organisation.posts_of(person, today)]
        offered = ((hat, possible_agents(hat, organisation, today)) for hat in worn)
        return ProxyOffer(
            principals=tuple(
                PrincipalChoice(hat=hat_choice(hat, organisation, today), agents=hats(agents, organisation, today))
                for hat, agents in offered
                if agents
            ),
            matters=tuple(MatterChoice(code=matter.code, name=matter.name) for matter in published),
        )

    def _grant(self, session: Session, caller: Caller, request: ProxyRequest) -> ProxyReceipt | Refusal:
        organisation, today = self._resources.organisation(session), self._resources.today
        proxy = _asked_for(request, self._resources)
        if proxy.principal.person != caller.person and not self._administers(caller, proxy, organisation):
            return Forbidden(operation=GRANT)
        if proxy.principal.person != caller.person and proxy.agent == caller.person:
            return Invalid.of("agent", "不能指定自己代理他人，请由被代理人本人或者另一位机构管理员指定")
        if proxy.principal.person != caller.person and proxy.pledges:
            return Invalid.of("pledges", f"{PLEDGE_IS_OWN}，代为提交承诺只能由申请人本人授权")
        others = proxies.of_hat(session, proxy.principal, today)
        problems = (*grant_problems(proxy, others, organisation, today), *_unknown(session, proxy.matters))
        if problems:
            return Invalid(problems=problems)
        begin_proxy(session, self._resources, proxy, caller.person)
        name = person_name(organisation, proxy.agent)
        return ProxyReceipt(id=proxy.id, message=f"已授权{name}代理，{period_text(proxy.since, proxy.until)}。")

    def _revoke(self, session: Session, caller: Caller, proxy_id: str) -> ProxyReceipt | Refusal:
        organisation = self._resources.organisation(session)
        record = proxies.find(session, proxy_id)
        if record is None or not self._may_revoke(caller, record.proxy, organisation):
            return NotFound(what="该代理", denied=proxy_id if record else "")
        if not end_proxy(session, self._resources, record.proxy, caller.person):
            return NotPossible(action=REVOKE, why="该代理已经撤销")
        return ProxyReceipt(id=proxy_id, message="代理已撤销，立即生效。")

    def _administers(self, caller: Caller, proxy: Proxy, organisation: Organisation) -> bool:
        """Whether the caller keeps the organisation of the principal's body."""
        post = organisation.find_post(proxy.principal.post)
        return post is not None and organisation.granted(caller.person, "org_admin", post.body, self._resources.today)

    def _may_revoke(self, caller: Caller, proxy: Proxy, organisation: Organisation) -> bool:
        own = caller.person in (proxy.principal.person, proxy.agent)
        return own or self._administers(caller, proxy, organisation)

    def _teller(
        self, session: Session, caller: Caller, organisation: Organisation
    ) -> Callable[[ProxyRecord], ProxyLine]:
        """How the caller reads a proxy."""
        heads = matters.published(session)
        names = {head.code: self._resources.definition(session, head.digest).name for head in heads}

        def line(record: ProxyRecord) -> ProxyLine:
            proxy, state = record.proxy, _state_of(record, self._resources.today)
            left = state in ("coming", "in_force")
            return ProxyLine(
                id=proxy.id,
                principal=hat_choice(proxy.principal, organisation, self._resources.today),
                agent=proxy.agent,
                agent_name=person_name(organisation, proxy.agent),
                since=proxy.since,
                until=proxy.until,
                matters=tuple(MatterChoice(code=code, name=names.get(code, code)) for code in proxy.matters),
                up_to=str(proxy.up_to) if proxy.up_to is not None else None,
                open_items=proxy.open_items,
                filing=proxy.filing,
                pledges=proxy.pledges,
                granted_by=person_name(organisation, record.granted_by),
                granted_at=proxy.granted_at,
                revoked_by=person_name(organisation, record.revoked_by) if record.revoked_by else None,
                revoked_at=record.revoked_at,
                state=state,
                state_name=PROXY_STATES[state],
                revocable=left and self._may_revoke(caller, proxy, organisation),
            )

        return line


def _state_of(record: ProxyRecord, today: date) -> ProxyState:
    """Where it stands on that day."""
    if record.revoked_at:
        return "revoked"
    if today > record.proxy.until:
        return "over"
    return "in_force" if today >= record.proxy.since else "coming"


def _asked_for(request: ProxyRequest, resources: Resources) -> Proxy:
    return Proxy(
        id=random_id(),
        principal=request.principal,
        agent=request.agent,
        since=request.since,
        until=request.until,
        granted_at=resources.clock(),
        matters=tuple(dict.fromkeys(request.matters)),
        up_to=Decimal(request.up_to) if request.up_to is not None else None,
        open_items=request.open_items,
        filing=request.filing,
        pledges=request.pledges,
    )


def _unknown(session: Session, codes: Iterable[str]) -> tuple[Problem, ...]:
    """The codes that are no published matter's."""
    return tuple(
        Problem("matters", f"没有“{code[:20]}”这个事项") for code in codes if matters.newest(session, code) is None
    )
