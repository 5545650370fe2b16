"""Who may reach what (可见范围): what a caller's hats and grants open, asked of the organisation as it stands today."""

from collections.abc import Iterable
from datetime import date

from flows.cases.deciding import Opened
from flows.resources import Resources
from flows.views.people import Caller
from matters.organisation.snapshot import Holder, Organisation, Role


def supervises(caller: Caller, opened: Opened, organisation: Organisation, today: date) -> bool:
    """The caller is granted to watch over one of the bodies between which the case is (督查)."""
    parties = (opened.case.owner_body, opened.case.applicant_body)
    return any(organisation.granted(caller.person, "supervisor", body, today) for body in parties)


def concerns(caller: Caller, applicant: str, holders: Iterable[Holder]) -> bool:
    """The caller is the applicant, or holds an item under a hat that is still worn."""
    worn = hats_worn(caller)
    return caller.person == applicant or any(holder in worn for holder in holders)


def hats_worn(caller: Caller) -> frozenset[Holder]:
    """The caller under each post that is held today."""
    return frozenset(Holder(person=caller.person, post=hat.post) for hat in caller.posts)


def bodies_overseen(caller: Caller, organisation: Organisation, resources: Resources) -> tuple[str, ...]:
    """The bodies a supervisor watches over: those within the scopes of the grant (a region with all below it)."""
    if "supervisor" not in caller.roles:
        return ()
    today = resources.today
    return tuple(b.id for b in organisation.bodies if organisation.granted(caller.person, "supervisor", b.id, today))


def bodies_in_charge(
    caller: Caller,
    organisation: Organisation,
    resources: Resources,
    roles: tuple[Role, ...] = ("window", "approver", "liaison"),
) -> tuple[str, ...]:
    """The bodies in which the caller holds both a post and one of the roles; by default those whose cases the caller sees."""
    today = resources.today
    return tuple(
        hat.body
        for hat in caller.posts
        if any(organisation.granted(caller.person, role, hat.body, today) for role in roles)
    )
