"""Stand-ins for the list of matters."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from flows.views.base import Page
from flows.views.matters import Facet, FacetCount, ListedBatch, ListedMatter, MatterListing, MatterQuery

CARS = ListedMatter(
    code="T001",
    name="样例用车",
    category="机关事务",
    scopes=("跨部门",),
    levels=("县级",),
    bodies=("样例中心",),
    legal="5 个工作日",
    promised="1 个工作日",
    errands=0,
    errand_class="none",
    errand_class_name="一次不跑",
    reasons=(),
    batch=ListedBatch(number=1, published_on=date(2026, 3, 2), document_no="样府办发〔2026〕1号"),
    basis=("《样例办法》第三条",),
    version=1,
)
KEYS = CARS.model_copy(
    update={
        "code": "T002",
        "name": "样例领钥匙",
        "errands": 2,
        "errand_class": "more",
        "errand_class_name": "多次跑（未达标）",
        "reasons": ("“领取”须现场领取：领取钥匙", "两次都须本人签收"),
        "batch": None,
    }
)


def facet(name: str, called: str, values: Iterable[str]) -> Facet:
    """A facet whose values are called as they are."""
    counts = tuple(FacetCount(value=one, name=one, count=count) for one, count in Counter(values).items())
    return Facet(id=name, name=called, values=counts)


def listed(query: MatterQuery) -> MatterListing:
    """Two matters, narrowed by their errands alone."""
    items = tuple(one for one in (CARS, KEYS) if query.errands in (None, one.errand_class))
    errands = facet("errands", "跑动次数", (one.errand_class for one in (CARS, KEYS)))
    return MatterListing(items=items, page=Page(page=1, size=20, total=len(items)), facets=(errands,))
