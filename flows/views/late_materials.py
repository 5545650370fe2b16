"""What an urgent case owes since its filing (先办后补)."""

from datetime import date

from flows.views.base import View


class OwedMaterial(View):
    """A material that is to be brought later."""

    id: str
    name: str


class LateMaterials(View):
    """Materials that are owed, or may be left for later, and until when. `overdue`: the day has passed (逾期未补).

    `materials`: those the viewer may see; in a list of cases none is named.
    """

    due: date
    provisional: bool
    overdue: bool = False
    materials: tuple[OwedMaterial, ...] = ()
