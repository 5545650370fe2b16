"""The listing desk (事项清单): the matters of the administration as its published list has them, the same for everybody."""

from flows.service.desk import WorkingDesk
from flows.service.intake.listing import cut
from flows.service.permissions import SIGNED_IN, allowed_to
from flows.service.shown.listing import listed, listed_matter
from flows.views.base import Turn
from flows.views.listing import MatterListing
from flows.views.matters import MatterQuery
from flows.views.people import Caller


class ListingDesk(WorkingDesk):
    """The list of matters; as a file it is with the exports."""

    @allowed_to(SIGNED_IN, "查看事项清单")
    def list(self, caller: Caller, query: MatterQuery, page: int | Turn = 1) -> MatterListing:
        """A page of it."""
        with self._resources.database.reading() as session:
            there, narrowing = listed(session, self._resources, query)
        shown, where = cut(narrowing.left(there), page)
        lines = tuple(listed_matter(one, narrowing) for one in shown)
        return MatterListing(items=lines, page=where, facets=narrowing.facets(there))
