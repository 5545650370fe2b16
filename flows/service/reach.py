"""Who may reach what (可见范围): what a caller's hats, grants and proxies open, asked of the organisation as it stands today."""

from dataclasses import dataclass

from flows.cases.deciding import Opened, open_case
from flows.cases.standing_in import covered_steps
from flows.rating.standing import to_answer
from flows.resources import Resources
from flows.views.people import Caller
from matters.case.items import ASIDE, WorkItem
from matters.errors.door import NotFound
from matters.language.rights import shown_aside
from matters.organisation.snapshot import Holder, Organisation, Role
from storage import cases
from storage.database import Session
from storage.queues import ItemView


@dataclass(frozen=True, slots=True)
class PartSeen:
    """What somebody sees of a case who only does something beside its handling: at those steps, and what they show."""

    steps: frozenset[str]
    shows: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """What one caller sees within one session. Somebody else's case answers like one that does not exist."""

    session: Session
    resources: Resources
    caller: Caller

    def whole(self, case_no: str, *, lock: bool = False) -> Opened | NotFound:
        """The case if the caller may see all of it that is not hidden at a step."""
        opened = open_case(self.session, self.resources, case_no, lock=lock)
        return opened if opened and self.sees(opened) else unknown_case(case_no, opened)

    def some(self, case_no: str, *, lock: bool = False) -> tuple[Opened, PartSeen | None] | NotFound:
        """The case with what the caller sees of it: the whole (no part), or what somebody sees who is only asked something."""
        opened = open_case(self.session, self.resources, case_no, lock=lock)
        if opened is None:
            return unknown_case(case_no)
        if self.sees(opened):
            return opened, None
        part = self.part(opened)
        return (opened, part) if part else unknown_case(case_no, opened)

    def sees(self, opened: Opened) -> bool:
        """Whether the case is the caller's own work or filing, or that of a body the caller answers for."""
        if self._took_part(opened) or self.supervises(opened):
            return True
        if cases.may_see(self.session, opened.head.id, self.bodies_seen()):
            return True
        return bool(self.covered_steps(opened) - opened.case.aside) or self._answers_for(opened)

    def part(self, opened: Opened) -> PartSeen | None:
        """What the caller may see of the case beside its handling (协查、办后义务), or nothing.

        What waits or waited for one of the caller's hats, what the caller did, what a proxy covers, and what bodies are asked
        that the caller supervises.
        """
        case, person, organisation = opened.case, self.caller.person, self._organisation
        worn, watched = self._worn, frozenset(self.bodies_overseen())

        def theirs(item: WorkItem) -> bool:
            concerned = (*item.holders, *item.group, *((item.lender,) if item.lender else ()))
            return any(holder in worn or organisation.post(holder.post).body in watched for holder in concerned)

        waited = {item.step for item in (*case.items, *case.closed) if item.purpose in ASIDE and theirs(item)}
        done = {deed.step for deed in case.deeds if person in deed.people}
        passed_on = {one.step for one in case.involved if one.person == person and one.step}
        steps = case.aside & {*waited, *done, *passed_on, *self.covered_steps(opened)}
        shows = frozenset(name for step in steps for name in shown_aside(opened.matter, step))
        return PartSeen(steps, shows) if steps else None

    def covered_steps(self, opened: Opened) -> frozenset[str]:
        """The steps of the case at which the caller may act in somebody's stead (代理)."""
        return covered_steps(self.session, self.resources, self.caller.person, opened)

    def supervises(self, opened: Opened) -> bool:
        """The caller is granted to watch over one of the bodies between which the case is (督查)."""
        parties = (opened.case.owner_body, opened.case.applicant_body)
        return any(self._granted("supervisor", body) for body in parties)

    def concerned_by(self, item: ItemView) -> bool:
        """An item tells by itself that it is the caller's: as the applicant, or under a hat that is still worn."""
        return self.caller.person == item.case.applicant_person or not self._worn.isdisjoint(item.holders)

    def bodies_seen(self) -> tuple[str, ...]:
        """The bodies whose cases the caller sees."""
        return (*self.bodies_in_charge("window", "approver", "liaison"), *self.bodies_overseen())

    def bodies_overseen(self) -> tuple[str, ...]:
        """The bodies a supervisor watches over: those within the scopes of the grant (a region with all below it)."""
        if "supervisor" not in self.caller.roles:
            return ()
        return tuple(body.id for body in self._organisation.bodies if self._granted("supervisor", body.id))

    def bodies_answered_for(self) -> tuple[str, ...] | None:
        """Whose seals the caller may look into; nothing means everybody's."""
        if "audit_admin" in self.caller.roles:
            return None
        return tuple(dict.fromkeys((*self.bodies_in_charge("window", "approver"), *self.bodies_overseen())))

    def bodies_in_charge(self, *roles: Role) -> tuple[str, ...]:
        """The bodies in which the caller holds both a post and one of the roles."""
        bodies = (hat.body for hat in self.caller.posts)
        return tuple(body for body in bodies if any(self._granted(role, body) for role in roles))

    @property
    def _organisation(self) -> Organisation:
        return self.resources.organisation(self.session)

    @property
    def _worn(self) -> frozenset[Holder]:
        """The caller under each post that is held today."""
        return frozenset(Holder(person=self.caller.person, post=hat.post) for hat in self.caller.posts)

    def _granted(self, role: Role, body: str) -> bool:
        return self._organisation.granted(self.caller.person, role, body, self.resources.today)

    def _answers_for(self, opened: Opened) -> bool:
        """The case was rated, and the caller is who answers for the body."""
        return to_answer(self.session, self.resources, opened.head.id, self.caller.person) is not None

    def _took_part(self, opened: Opened) -> bool:
        """On the side of the applicant, or in the handling: what is done beside it opens a part only."""
        case = opened.case
        items = (item for item in (*case.items, *case.closed) if item.purpose not in ASIDE)
        holders = (holder for item in items for holder in item.holders)
        acted = (person for deed in case.deeds if deed.step not in case.aside for person in deed.people)
        involved = (one.person for one in case.involved if one.step not in case.aside)
        named = (*case.applying, *acted, *involved, *(copy.to.person for copy in case.copies))
        return self.caller.person in named or not self._worn.isdisjoint(holders)


def unknown_case(case_no: str, there: Opened | None = None) -> NotFound:
    """The answer for a case that is not there for the caller, though it may be for others."""
    return NotFound(what=f"办件 {case_no[:40]}", denied=case_no if there else "")
