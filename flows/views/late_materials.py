"""What an urgent case owes since its filing (先办后补)."""

from datetime import date

from pydantic import Field

from flows.views.base import View


class OwedMaterial(View, title="先办后补的一份材料"):
    """A material that is to be brought later."""

    id: str = Field(description="材料标识，补交时填入 `materials`")
    name: str = Field(description="材料名称")


class LateMaterials(View, title="先办后补的材料及其补交期限"):
    """Materials that are owed, or may be left for later, and until when. `overdue`: the day has passed (逾期未补).

    `materials`: those the viewer may see; in a list of cases none is named.
    """

    due: date = Field(description="补交的最后一日")
    provisional: bool
    overdue: bool = Field(False, description="是否逾期未补")
    materials: tuple[OwedMaterial, ...] = Field((), description="所欠的材料；办件列表中不列")
