"""The OpenAPI description made exact: every refusal by its code, every part in Chinese words, and a filing that works."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi.openapi.constants import REF_PREFIX

from flows.views.scopes import OWN, SCOPES
from flows.views.words import WORDS
from matters.errors.base import Refusal
from matters.errors.door import Busy, LoginRequired, ScopeMissing, StorageFull
from ui.api.examples import examples
from ui.api.forms import FILE, FORMS
from ui.api.problems import PLAIN, PROBLEM_TYPE, STATUS, TITLES, ProblemDocument
from ui.api.samples import Samples
from ui.api.scopes import scope_described

_DECLARED = "x-refusals"
# Beside the one shape of all problems, not within it: a generator gives up an answer whose shape is narrowed for each status.
CODES = "x-codes"
SCOPE = "x-scope"
_JSON = "application/json"
_FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")
_READING = ("get",)
_LOGIN_HEADER = {"WWW-Authenticate": {"description": "应使用的认证方式", "schema": {"type": "string"}}}
_TAG = {"description": "本次应答内容的标记", "required": True, "schema": {"type": "string"}}
_TAG_KNOWN = {
    "name": "If-None-Match",
    "in": "header",
    "description": "以前应答的 `ETag`；内容没有变化的，以 304 应答，不再发送内容",
    "schema": {"type": "string"},
}
_OF_THE_API = {
    "bad_request": (400, PLAIN[400][1] + "网址中有接口说明以外的参数，或者参数重复给出的，`detail` 写明参数名。"),
    "cross_site": (403, PLAIN[403][1]),
    "no_such_address": (404, PLAIN[404][1]),
    "too_large": (413, PLAIN[413][1]),
    "fault": (500, "系统出现故障，本次操作没有完成；`detail` 中有故障编号。"),
}


def refusals(*kinds: type[Refusal]) -> dict[str, Any]:
    """What the service may refuse on a route, for its `openapi_extra`. What the API itself may refuse need not be named."""
    return {_DECLARED: [kind.code for kind in kinds]}


def describe(schema: dict[str, Any]) -> None:
    """Complete the description that FastAPI made."""
    shapes = schema["components"]["schemas"]
    for name in _FRAMEWORKS_OWN:
        shapes.pop(name, None)
    shapes |= _problem_shapes()
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            _tell_scope(method, operation)
            operation["responses"] = dict(sorted((operation["responses"] | _problems(path, method, operation)).items()))
            if method in _READING:
                _revalidates(operation)
            for parameter in operation.get("parameters", ()):
                _simplify(parameter)
    for name, shape in shapes.items():
        _put_in_words(name, shape)
    _drop_titles(schema["paths"])
    _drop_titles(shapes)
    _give_examples(schema)


def _tell_scope(method: str, operation: dict[str, Any]) -> None:
    """A call that is open to tokens with limits says which one it asks for."""
    scope = scope_described(method, operation)
    if "security" in operation and scope in SCOPES:
        operation[SCOPE] = scope
        operation["description"] += f"接口令牌须有范围 `{scope}`。"


def _problem_shapes() -> dict[str, Any]:
    shape = ProblemDocument.model_json_schema(ref_template=REF_PREFIX + "{model}")
    return {**shape.pop("$defs"), ProblemDocument.__name__: shape}


def _problems(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    """The problem answers of an operation by status."""
    by_status: dict[int, dict[str, str]] = defaultdict(dict)
    for code in (*_api_codes(path, method, operation), *operation.pop(_DECLARED, ())):
        by_status[_status(code)][code] = _sentence(code)
    return {str(status): _problem_answer(status, codes) for status, codes in by_status.items()}


def _api_codes(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    """What may be refused before the service is asked, and by every service method."""
    yield from ("bad_request", "too_large", StorageFull.code, "fault")
    if str(STATUS[Busy.code]) not in operation["responses"]:  # who is asked for health tells it in its own form
        yield Busy.code
    if "requestBody" in operation or operation.get("parameters"):
        yield "invalid"
    if "{" in path:
        yield "no_such_address"
    if "security" in operation:
        yield LoginRequired.code
        if operation["tags"] != [OWN]:
            yield ScopeMissing.code
        if method not in _READING:
            yield "cross_site"


def _status(code: str) -> int:
    return _OF_THE_API[code][0] if code in _OF_THE_API else STATUS[code]


def _sentence(code: str) -> str:
    return _OF_THE_API[code][1] if code in _OF_THE_API else _refusal_sentences()[code]


@cache
def _refusal_sentences() -> dict[str, str]:
    """What each refusal tells the person; what it fills in is left out."""
    found: dict[str, str] = {}
    kinds = [Refusal]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        found.setdefault(kind.code, re.sub(r"(\{\w+\})+", "……", (kind.__doc__ or "").strip()))
    return found


def _problem_answer(status: int, codes: dict[str, str]) -> dict[str, Any]:
    lines = (f"- `{code}`：{sentence}" for code, sentence in codes.items())
    answer: dict[str, Any] = {
        "description": "\n".join((f"{TITLES[status]}。`code` 为：", "", *lines)),
        "content": {PROBLEM_TYPE: {"schema": {"$ref": REF_PREFIX + ProblemDocument.__name__}}},
        CODES: list(codes),
    }
    return answer | ({"headers": _LOGIN_HEADER} if status == STATUS[LoginRequired.code] else {})


def _problem(code: str) -> dict[str, Any]:
    """As it is answered."""
    status, kind = _status(code), f"urn:once:problem:{code}"
    told = ProblemDocument(type=kind, title=TITLES[status], status=status, detail=_sentence(code), code=code)
    return told.model_dump(exclude_none=True)


def _give_examples(schema: dict[str, Any]) -> None:
    samples = Samples(schema["components"]["schemas"])
    for operations in schema["paths"].values():
        for operation in operations.values():
            _give_example(operation, samples)


def _give_example(operation: dict[str, Any], samples: Samples) -> None:
    """A golden case where the catalogue has one; else a value of the shape that is described."""
    asked = operation.get("requestBody", {}).get("content", {}).get(_JSON)
    if asked:
        made = {"sample": {"summary": operation["summary"], "value": samples.of(asked["schema"])}}
        asked["examples"] = examples().get(operation["operationId"], made)
    for answer in operation["responses"].values():
        content = answer.get("content", {})
        if _JSON in content:
            content[_JSON]["example"] = samples.of(content[_JSON]["schema"])
        if PROBLEM_TYPE in content:
            content[PROBLEM_TYPE]["example"] = _problem(answer[CODES][0])


def _revalidates(operation: dict[str, Any]) -> None:
    """A read has a tag, and with that tag is answered without content."""
    operation.setdefault("parameters", []).append(_TAG_KNOWN)
    operation["responses"]["200"].setdefault("headers", {})["ETag"] = _TAG
    operation["responses"]["304"] = {
        "description": "内容与 `If-None-Match` 所列的相同，不再发送",
        "headers": {"ETag": _TAG},
    }


def _simplify(parameter: dict[str, Any]) -> None:
    """Described once. One that is not given is left out, or blank in an address: `null` cannot be written there."""
    if parameter["in"] == "query":
        parameter["allowEmptyValue"] = True
    shape = parameter["schema"]
    shape.pop("description", None)
    choices = [choice for choice in shape.pop("anyOf", ()) if choice != {"type": "null"}]
    if choices:
        (only,) = choices
        shape |= only


def _put_in_words(name: str, shape: dict[str, Any]) -> None:
    """A view says its own words; what is called alike everywhere is told once."""
    shape["description"] = FORMS.get(name) or shape["title"]
    for part, described in shape.get("properties", {}).items():
        if "description" not in described:
            described["description"] = FILE if name in FORMS else WORDS[part]


def _drop_titles(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Without the names that pydantic makes up from identifiers; a property that is called `title` stays."""
    if isinstance(value, dict):
        if isinstance(value.get("title"), str):
            del value["title"]
        for inner in value.values():
            _drop_titles(inner)
    elif isinstance(value, list):
        for inner in value:
            _drop_titles(inner)
