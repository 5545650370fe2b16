"""The list of matters (事项清单) as the administration publishes it: every matter with its elements."""

from datetime import date

from pydantic import Field

from flows.views.base import Page, View
from flows.views.matters import Facet
from matters.language.errands import ErrandClass


class ListedBatch(View, title="目录批次"):
    """The batch of the directory in which a matter was published."""

    number: int = Field(description="批次号")
    published_on: date = Field(description="公布的日子")
    document_no: str = Field(description="公布的文号")


class ListedMatter(View, title="清单中的一个事项"):
    """A matter of the list. `bodies`: who accepts it, of those that were asked for."""

    code: str
    name: str = Field(description="事项名称")
    category: str = Field(description="事项类别")
    scopes: tuple[str, ...] = Field(description="联办范围")
    levels: tuple[str, ...] = Field(description="受理层级")
    bodies: tuple[str, ...] = Field(description="受理机构")
    legal: str = Field(description="法定时限；没有的为空")
    promised: str
    errands: int
    errand_class: ErrandClass = Field(description="跑动清单")
    errand_class_name: str = Field(description="跑动清单的名称")
    reasons: tuple[str, ...] = Field(description="须到现场的各项理由")
    batch: ListedBatch | None = Field(description="目录批次；不分批公布的为空")
    basis: tuple[str, ...] = Field(description="设定依据")
    version: int = Field(description="事项版本号")


class MatterListing(View, title="一页事项清单"):
    """A page of the list by code, and by what it can be narrowed."""

    items: tuple[ListedMatter, ...]
    page: Page
    facets: tuple[Facet, ...] = Field(description="可以按其再筛选的条件，以及各取值相符的事项数")
