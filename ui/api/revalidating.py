"""Reads that need not be sent twice: every answer of a read has its `ETag`, and whoever has it already gets 304 (RFC 9110)."""

from hashlib import sha256
from http import HTTPStatus

from fastapi import Request, Response

_LENGTH = 32  # of the hexadecimal digest: 128 bits


def revalidated(request: Request, response: Response) -> Response:
    """The answer with its tag, or no content where the caller has named that tag."""
    if request.method != "GET" or response.status_code != HTTPStatus.OK:
        return response
    tag = f'"{sha256(response.body).hexdigest()[:_LENGTH]}"'
    if tag in _known(request.headers.get("If-None-Match", "")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
    response.headers["ETag"] = tag
    return response


def _known(header: str) -> set[str]:
    """The tags of the header; a weak one is compared like any other."""
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
