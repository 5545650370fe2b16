"""Matters: the list, one matter's guide and form, and the forecast of a filing."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from flows.uploads.checking import MEDIA_TYPES
from flows.views.matters import ForecastView, MatterList, MatterQuery, MatterView
from matters.errors.door import Forbidden, NotFound
from matters.errors.handling import NoOwner, NotYourPost, PostRequired
from ui.api.answers import answered, download, file_answer
from ui.api.bodies import Body
from ui.api.callers import CallerHere, ServiceHere
from ui.api.describing import refusals
from ui.api.paging import LINK, PageAsked
from ui.api.parameters import (
    BatchFilter,
    BodyFilter,
    CategoryFilter,
    ErrandsFilter,
    FormDigest,
    LevelFilter,
    MatterCodeInPath,
    MatterScopeFilter,
    RegionFilter,
    Search,
    StandingFilter,
)
from ui.api.problems import given
from ui.api.scopes import ASKS
from ui.api.strict_route import StrictRoute

router = APIRouter(route_class=StrictRoute, prefix="/matters", tags=["matters"])


class ForecastRequest(Body, title="预告的依据：已知的填报内容"):
    """Answers as far as they are known (预告)."""

    answers: Mapping[str, Any]
    post: str | None = None


def accepted_where(level: LevelFilter = None, region: RegionFilter = None, body: BodyFilter = None) -> MatterQuery:
    """Where the matters that are asked for are accepted."""
    return MatterQuery(level=level, region=region, body=body)


def matter_query(
    where: Annotated[MatterQuery, Depends(accepted_where)],
    q: Search = "",
    category: CategoryFilter = None,
    errands: ErrandsFilter = None,
    scope: MatterScopeFilter = None,
    batch: BatchFilter = None,
) -> MatterQuery:
    """Which matters are asked for."""
    what = {"q": q, "category": category, "errands": errands, "scope": scope, "batch": batch}
    return where.model_copy(update=what)


def listed_query(query: Annotated[MatterQuery, Depends(matter_query)], standing: StandingFilter = None) -> MatterQuery:
    """Which matters of the list (事项清单) are asked for; what may be filed (办事) is in force."""
    return query.model_copy(update={"standing": standing})


@router.get(
    "",
    summary="事项列表",
    description="已发布的事项，分页列出。查找的可以是名称、叫法、拼音、首字母、代码或者一句话；"
    "最相符的在前，没有相符的列出最接近的。",
    response_description="一页事项",
    responses={200: {"headers": LINK}},
    openapi_extra=refusals(Forbidden),
)
def list_matters(
    service: ServiceHere, caller: CallerHere, page: PageAsked, query: Annotated[MatterQuery, Depends(matter_query)]
) -> MatterList:
    """Published matters, a page at a time."""
    return page.answered(service.matters.list(caller, query, page.turn))


@router.get(
    "/{code}",
    summary="事项定义",
    description="一个事项现行版本的完整定义，以及受理本人单位申请的机构。",
    response_description="事项及其定义",
    openapi_extra=refusals(Forbidden, NotFound),
)
def show_matter(service: ServiceHere, caller: CallerHere, code: MatterCodeInPath) -> MatterView:
    """One matter with its whole definition."""
    return answered(service.matters.show(caller, code))


@router.get(
    "/{code}/forms/{digest}",
    response_class=Response,
    responses=file_answer(*MEDIA_TYPES.values()),
    summary="下载样表或空白表格",
    description="文件内容的摘要见事项定义中材料的 `template` 和 `sample`。已发布的版本写明的，各人都可以下载。",
    openapi_extra=refusals(Forbidden, NotFound),
)
def download_form(service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, digest: FormDigest) -> Response:
    """A sample or blank form that a version of the matter names."""
    return download(given(service.matter_files.download(caller, digest, code)))


@router.post(
    "/{code}/forecast",
    summary="预告办理过程",
    description="按已知的填报内容，预告将经过哪些环节、由谁办理、需要多久，并列明现在提交会被指出的问题。不保存任何内容。",
    response_description="办理预告",
    openapi_extra=refusals(Forbidden, NotFound, NotYourPost, PostRequired, NoOwner) | ASKS,
)
def forecast(
    service: ServiceHere, caller: CallerHere, code: MatterCodeInPath, request: ForecastRequest
) -> ForecastView:
    """The steps ahead with these answers, and what would be refused now; nothing is stored."""
    return answered(service.matters.forecast(caller, code, request.answers, request.post))
