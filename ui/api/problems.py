"""Problem documents (RFC 9457): one table from refusal code to HTTP status, and the handlers that write them."""

import errno
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from flows.views.base import ProblemView
from matters.calendar import SHANGHAI
from matters.errors.base import Problem, Refusal
from matters.errors.door import Busy, StorageFull

T = TypeVar("T")

PROBLEM_TYPE = "application/problem+json"

STATUS: Mapping[str, int] = {
    "refused": 422,
    "login_required": 401,
    "login_refused": 401,
    "forbidden": 403,
    "scope_missing": 403,
    "proof_required": 403,
    "not_holder": 403,
    "not_applicant": 403,
    "draft_under_way": 409,
    "not_eligible": 403,
    "self_decision": 403,
    "concerned_self": 403,
    "already_signed": 403,
    "same_hand": 403,
    "not_found": 404,
    "already_decided": 409,
    "no_longer_needed": 409,
    "claimed_by_another": 409,
    "not_possible": 409,
    "stale": 409,
    "organisation_moved": 409,
    "wrong_status": 409,
    "action_not_offered": 409,
    "idempotency_conflict": 409,
    "already_settled": 409,
    "settlement_refused": 409,
    "draft_exists": 409,
    "edited_meanwhile": 409,
    "awaiting_publication": 409,
    "not_submitted": 409,
    "changed_since_review": 409,
    "out_of_scope": 403,
    "second_person": 403,
    "already_published": 409,
    "not_clean": 422,
    "invalid": 422,
    "opinion_required": 422,
    "findings_required": 422,
    "post_required": 422,
    "not_your_post": 422,
    "nobody_found": 422,
    "unfit_person": 422,
    "choice_required": 422,
    "no_owner": 422,
    "not_offered": 422,
    "matter_cancelled": 422,
    "not_yet_listed": 422,
    "offline_only": 422,
    "not_open": 422,
    "already_reported": 409,
    "secrecy_mark": 422,
    "file_refused": 422,
    "quota_reached": 422,
    "forms_full": 422,
    "busy": 503,
    "storage_full": 507,
}

TITLES: Mapping[int, str] = {
    400: "请求内容无法识别",
    401: "需要登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持的请求方式",
    409: "与最新状态不一致",
    413: "内容过大",
    429: "请求过于频繁",
    422: "内容需要修改",
    500: "系统故障",
    503: "系统繁忙",
    507: "存储空间不足",
}
PLAIN: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", "请求内容无法识别。请核对格式后重试。"),
    403: ("cross_site", "该请求不是从本系统页面发出的，未予受理。请回到本系统页面重新操作。"),
    404: ("no_such_address", "没有这个接口地址。请核对后重试。"),
    405: ("method_not_allowed", "该接口不支持这种请求方式。请对照接口说明。"),
    413: ("too_large", "内容超过允许的大小，未予接收。请压缩或拆分后重试。"),
    429: ("too_many_requests", "请求过于频繁，未予受理。请一分钟后再试。"),
    503: ("busy", Busy().message),
    507: ("storage_full", StorageFull().message),
}
_SENTENCES: Mapping[str, str] = {
    "missing": "缺少这一项，请补上。",
    "extra_forbidden": "没有这一项，请删除或更正拼写。",
    "literal_error": "取值不在允许的范围内。",
    "string_type": "应为文字。",
    "string_too_short": "不能为空。",
    "string_too_long": "超过允许的长度。",
    "string_pattern_mismatch": "写法不合要求。",
    "int_type": "应为整数。",
    "int_parsing": "应为整数。",
    "int_from_float": "应为整数。",
    "bool_parsing": "应为 true 或 false。",
    "greater_than_equal": "小于允许的最小值。",
    "less_than_equal": "大于允许的最大值。",
    "tuple_type": "应为列表。",
    "dict_type": "应为“名称: 内容”的对象。",
    "mapping_type": "应为“名称: 内容”的对象。",
    "model_attributes_type": "应为 JSON 对象；请同时核对 Content-Type 是否为 application/json。",
    "json_invalid": "不是有效的 JSON。",
}
_FALLBACK = "内容不合要求，请对照接口说明更正。"


class ProblemDocument(BaseModel, title="问题文档（RFC 9457）：请求未被接受的原因和应当怎么办"):
    """A refusal (不予) as RFC 9457 says. `code` is stable; `who` and `when` say whose act was first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str = Field(description="问题类别的标识（URN）")
    title: str = Field(description="问题类别")
    status: int = Field(description="HTTP 状态码")
    detail: str = Field(description="给人看的说明：哪里不对，应当怎么办")
    code: str = Field(description="问题代码，稳定不变，供程序判断")
    problems: tuple[ProblemView, ...] | None = Field(None, description="逐处列明的问题，仅 `invalid` 有")
    who: str | None = Field(None, description="办理的人，`already_decided` 和 `no_longer_needed` 有")
    when: str | None = Field(None, description="他人办理的时间，`already_decided` 和 `no_longer_needed` 有")


class Refused(Exception):  # noqa: N818 - named like the value it carries
    """Carries a problem document out of a route."""

    def __init__(self, document: ProblemDocument) -> None:
        super().__init__(document.code)
        self.document = document


def given(outcome: T | Refusal) -> T:
    """What the service answered, or the way out with its refusal."""
    if isinstance(outcome, Refusal):
        raise Refused(refusal_document(outcome))
    return outcome


def refusal_document(refusal: Refusal) -> ProblemDocument:
    """The refusal as a problem document."""
    problems = getattr(refusal, "problems", None)
    pinned = _pinned(problems) if problems else None
    who, at = getattr(refusal, "who", None), getattr(refusal, "at", None)
    when = at.astimezone(SHANGHAI).isoformat() if at else None
    return _document(
        STATUS[refusal.code], refusal.code, _cut(refusal.message, _LONGEST), problems=pinned, who=who, when=when
    )


_MOST, _LONGEST, _LONGEST_PART = 200, 4000, 300


def _pinned(problems: Sequence[Problem]) -> tuple[ProblemView, ...]:
    """As many as anybody reads, each of a length that is read: an answer is not larger than what was asked."""
    told = [ProblemView(target=_cut(p.target, 100), message=_cut(p.message, _LONGEST_PART)) for p in problems[:_MOST]]
    more = len(problems) - _MOST
    return (*told, *([ProblemView(target="", message=f"另有 {more} 处，未逐一列出。")] if more > 0 else []))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def plain_document(status: int) -> ProblemDocument:
    """The problem document of a request that never reached the service."""
    code, detail = PLAIN.get(status, PLAIN[400])
    return _document(status, code, detail)


def bad_query_document(problems: Sequence[str]) -> ProblemDocument:
    """The problem document of a request whose query says what nobody would hear; every defect at once."""
    code, _ = PLAIN[400]
    return _document(400, code, f"网址中的参数有{len(problems)}处需要修改：{'；'.join(problems)}。")


def fault_document(number: str) -> ProblemDocument:
    """What an outsider sees of a fault: its number, and nothing of its cause."""
    detail = f"系统出现故障，本次操作没有完成。请稍后重试；仍不成功的，请将故障编号 {number} 告知系统管理员。"
    return _document(500, "fault", detail)


def _document(status: int, code: str, detail: str, **more: Any) -> ProblemDocument:  # noqa: ANN401 - optional fields
    title = TITLES.get(status, TITLES[400])
    return ProblemDocument(
        type=f"urn:once:problem:{code}", title=title, status=status, detail=detail, code=code, **more
    )


def problem_response(document: ProblemDocument, headers: Mapping[str, str] | None = None) -> Response:
    """The document as a response."""
    content = document.model_dump_json(exclude_none=True)
    return Response(content, document.status, headers, PROBLEM_TYPE)


def answer_refused(_: Request, error: Exception) -> Response:
    """A refusal of the service, or of the API itself."""
    assert isinstance(error, Refused)
    login = {"WWW-Authenticate": "Bearer"} if error.document.status == HTTPStatus.UNAUTHORIZED else None
    return problem_response(error.document, login)


def answer_http_error(request: Request, error: Exception) -> Response:
    """Unknown address, wrong method, unreadable body; or one that found no room on its way in."""
    assert isinstance(error, HTTPException)
    status = 507 if no_room(error.__cause__) else error.status_code
    headers = {"Allow": _allowed(request)} if status == HTTPStatus.METHOD_NOT_ALLOWED else error.headers
    return problem_response(plain_document(status), headers)


def _allowed(request: Request) -> str:
    """Every method of the address; the framework names those of the first route only."""
    there = (route for route in request.app.state.routes if route.matches(request.scope)[0] is not Match.NONE)
    return ", ".join(sorted(method for route in there for method in route.methods))


def no_room(error: BaseException | None) -> bool:
    """Whether the disk was full; a large upload lies in the temporary folder while it is read."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def answer_invalid_request(_: Request, error: Exception) -> Response:
    """A request that does not have the described shape; every defect at once."""
    assert isinstance(error, RequestValidationError)
    found = tuple(ProblemView(target=_target(e), message=_sentence(e)) for e in error.errors()[:20])
    detail = "；".join(f"{problem.target}：{problem.message.rstrip('。')}" for problem in found)
    return problem_response(
        _document(422, "invalid", f"请求内容有 {len(found)} 处需要修改：{detail}。", problems=found)
    )


def _target(error: Mapping[str, Any]) -> str:
    """`answers.title` for a field; the part of the request when all of it is meant, or its text cannot be read."""
    inside = () if error["type"] == "json_invalid" else error["loc"][1:]
    return ".".join(str(part)[:60] for part in inside) or str(error["loc"][0])


def _sentence(error: Mapping[str, Any]) -> str:
    return _SENTENCES.get(error["type"], _FALLBACK)
