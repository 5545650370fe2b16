"""The supervision desk (督查): what is late or soon will be at the bodies that somebody watches over."""

from collections.abc import Iterable, Sequence
from datetime import date

from flows.lateness.lights import Lights, lights
from flows.service.desk import WorkingDesk
from flows.service.intake.listing import cut
from flows.service.permissions import allowed_to, roles
from flows.service.shown.cases import NOBODY_THERE, holder_name
from flows.views.base import Turn
from flows.views.oversight.lights import lit
from flows.views.people import Caller
from flows.views.supervision import PressedBody, PressingItem, SupervisionList
from matters.case.words import item_name
from matters.lateness import Light
from matters.organisation.snapshot import Organisation
from storage import queues
from storage.database import Session
from storage.queues import ItemView
from storage.searching.finding import MOST_TOLD


class SupervisionDesk(WorkingDesk):
    """Of the bodies in the scope of the grant, with all below a region."""

    @allowed_to(roles("supervisor"), "查看督查清单")
    def list(
        self, caller: Caller, body: str | None = None, page: int | Turn = 1, light: Light | None = None
    ) -> SupervisionList:
        """What is near its last day or late by the rule of the house, all of it or what one body has to do, or of one light."""
        with self._resources.database.reading() as session:
            organisation, now = self._resources.organisation(session), lights(session, self._resources)
            watched = self._reach(session, caller).bodies_overseen()
            found = queues.pressing(session, watched, now.yellow_until, MOST_TOLD + 1)
            pressing = [one for one in found[:MOST_TOLD] if now.of_item(one) != "green"]
            asked = (one for one in pressing if light in (None, now.of_item(one)))
            shown, where = cut([one for one in asked if body in (None, _body_of(one, organisation))], page)
            return SupervisionList(
                bodies=tuple(self._bodies(pressing, organisation)),
                items=tuple(self._item(session, one, organisation, now) for one in shown),
                page=where.model_copy(update={"more": body is None and len(found) > MOST_TOLD}),
            )

    def _bodies(self, found: Sequence[ItemView], organisation: Organisation) -> Iterable[PressedBody]:
        today, days = self._resources.today, dict[str, list[int]]()
        for one in found:
            days.setdefault(_body_of(one, organisation), []).append(_days_late(one, today))
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

    def _item(self, session: Session, one: ItemView, organisation: Organisation, now: Lights) -> PressingItem:
        matter, today = self._resources.definition(session, one.case.definition), self._resources.today
        return PressingItem(
            id=one.id,
            case_no=one.case.case_no,
            matter_name=matter.name,
            title=one.case.title or matter.name,
            step_name=item_name(one.purpose, matter.called(one.step)),
            body=_body_of(one, organisation),
            who=tuple(holder_name(organisation, holder, today) for holder in one.holders),
            due=one.due,
            provisional=one.provisional,
            days_late=_days_late(one, today),
            **lit(now.of_item(one)),
        )


def _days_late(one: ItemView, today: date) -> int:
    return (today - one.due).days if one.due else 0


def _body_of(one: ItemView, organisation: Organisation) -> str:
    """That of the first who may act; a post that has gone is nobody's."""
    posts = (organisation.find_post(holder.post) for holder in one.holders)
    return next((post.body for post in posts if post), "")
