"""The supervision desk (督查): what is late or soon will be at the bodies that somebody watches over."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from flows.service.desk import WorkingDesk
from flows.service.intake.listing import cut
from flows.service.permissions import allowed_to, roles
from flows.service.shown.cases import NOBODY_THERE, holder_name
from flows.views.base import Turn
from flows.views.people import Caller
from flows.views.supervision import PressedBody, PressingItem, SupervisionList
from matters.case.words import item_name
from matters.organisation.snapshot import Organisation
from storage import cases
from storage.cases import CaseHead
from storage.database import Session
from storage.searching.finding import MOST_TOLD
from storage.searching.pressing import Pressing, pressing

_NEAR = timedelta(days=3)


class SupervisionDesk(WorkingDesk):
    """Of the bodies in the scope of the grant, with all below a region."""

    @allowed_to(roles("supervisor"), "查看督查清单")
    def list(self, caller: Caller, body: str | None = None, page: int | Turn = 1) -> SupervisionList:
        """What is due within three days or late, all of it or what one body has to do."""
        with self._resources.database.reading() as session:
            organisation, watched = (
                self._resources.organisation(session),
                self._reach(session, caller).bodies_overseen(),
            )
            found = pressing(session, watched, self._resources.today + _NEAR, MOST_TOLD + 1)
            of_body = [one for one in found[:MOST_TOLD] if body is None or _body_of(one, organisation) == body]
            shown, where = cut(of_body, page)
            return SupervisionList(
                bodies=tuple(self._bodies(found[:MOST_TOLD], organisation)),
                items=tuple(self._items(session, shown, organisation)),
                page=where.model_copy(update={"more": body is None and len(found) > MOST_TOLD}),
            )

    def _bodies(self, found: Sequence[Pressing], organisation: Organisation) -> Iterable[PressedBody]:
        today, days = self._resources.today, dict[str, list[int]]()
        for one in found:
            days.setdefault(_body_of(one, organisation), []).append((today - one.due).days)
        counted = [
            PressedBody(
                body=body,
                name=organisation.body_name(body, today) if body else NOBODY_THERE,
                late=sum(number > 0 for number in late),
                near=sum(number <= 0 for number in late),
                latest=max(0, *late),
            )
            for body, late in days.items()
        ]
        return sorted(counted, key=lambda one: (-one.late, -one.near, one.name))

    def _items(self, session: Session, found: Sequence[Pressing], organisation: Organisation) -> Iterable[PressingItem]:
        heads = {head.case_no: head for head in cases.find_all(session, {one.case_no for one in found})}
        return (self._item(session, one, heads[one.case_no], organisation) for one in found)

    def _item(self, session: Session, one: Pressing, head: CaseHead, organisation: Organisation) -> PressingItem:
        matter, today = self._resources.definition(session, head.definition), self._resources.today
        return PressingItem(
            id=one.id,
            case_no=one.case_no,
            matter_name=matter.name,
            title=head.title or matter.name,
            step_name=item_name(one.purpose, matter.called(one.step)),
            body=_body_of(one, organisation),
            who=tuple(holder_name(organisation, holder, today) for holder in one.holders),
            due=one.due,
            provisional=one.provisional,
            days_late=(today - one.due).days,
        )


def _body_of(one: Pressing, organisation: Organisation) -> str:
    """That of the first who may act; a post that has gone is nobody's."""
    posts = (organisation.find_post(holder.post) for holder in one.holders)
    return next((post.body for post in posts if post), "")
