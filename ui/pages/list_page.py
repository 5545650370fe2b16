"""事项清单: the matters as the administration publishes them, narrowed as one asks for them, and to be taken along."""

from typing import Any

import streamlit as st

from flows.views.matters import Facet, ListedMatter, MatterQuery
from flows.views.people import Caller
from ui.components.exporting import export_links
from ui.components.links import Place, link
from ui.components.markup import facts, show
from ui.components.messages import granted, tell
from ui.components.narrowing import Narrowing, amount
from ui.components.wording import batch_text, cancelled_text, errands
from ui.session import caller, service

PLACE = Place("list", "事项清单", rank=15)
_NONE = "没有符合以上条件的事项。可以减少条件，或者清除筛选查看全部事项。"


def page() -> None:
    """What is asked for stands in the address: a list can be sent on as it is seen."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    filters = Narrowing("list")
    query = _query(who, filters)
    found = filters.listed(lambda number: granted(service().matters.listed(who, query, number)))
    if not found.items:
        st.info(_NONE)
        filters.clearing()
        return
    st.header(f"{amount(found.page, '个事项')}", anchor=False)
    for line in found.items:
        with st.container(border=True, key=f"listed.{line.code}", gap="small"):
            link("matter", line.name, matter=line.code)
            show(facts(_elements(line)))
    filters.pages(found.page)
    export_links("matters", query)


def _query(who: Caller, filters: Narrowing) -> MatterQuery:
    """What the fields ask for; each offers the values that the list has."""
    asked: dict[str, Any] = {"q": filters.words("q", "名称、叫法、拼音或者一句话")}
    everything = granted(service().matters.listed(who, MatterQuery(q=asked["q"])))
    for facet in everything.facets:
        asked[facet.id] = filters.choice(facet.name, facet.id, _choices(facet)) or None
    return MatterQuery.model_validate(asked)


def _choices(facet: Facet) -> dict[str, str]:
    return {"": f"{facet.name}：{facet.usual}", **{one.value: f"{one.name}（{one.count}）" for one in facet.values}}


def _elements(line: ListedMatter) -> list[tuple[str, str]]:
    return [
        ("取消", cancelled_text(line.cancelled) if line.cancelled else ""),
        ("事项代码", f"{line.code}，第 {line.version} 版"),
        ("受理机构", "、".join(line.bodies)),
        ("类别", f"{line.category}；{'、'.join(line.scopes)}"),
        ("承诺时限", line.promised + (f"（法定时限 {line.legal}）" if line.legal else "")),
        ("跑动次数", line.errand_class_name if line.errand_class == "offline" else errands(line.errands)),
        ("须到现场的理由", "；".join(line.reasons)),
        ("目录批次", batch_text(line.batch) if line.batch else ""),
        ("设定依据", "；".join(line.basis)),
    ]
