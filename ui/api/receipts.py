"""How a filing is answered, whoever hands it in: with the receipt of its case, or with what it may be refused for."""

from typing import Any

from fastapi import Response

from flows.views.cases import Receipt
from matters.errors.base import Refusal
from matters.errors.door import (
    AlreadyReported,
    Forbidden,
    IdempotencyConflict,
    MatterCancelled,
    NotEligible,
    NotFound,
    NotOffered,
    NotOpen,
    NotYetListed,
    OfflineOnly,
    SecrecyMark,
)
from matters.errors.handling import (
    ChoiceRequired,
    NobodyFound,
    NoOwner,
    NotPossible,
    NotYourPost,
    PostRequired,
    UnfitPerson,
)
from ui.api.answers import in_local_time
from ui.api.problems import given

REFUSED: tuple[type[Refusal], ...] = (
    Forbidden,
    NotEligible,
    NotFound,
    IdempotencyConflict,
    PostRequired,
    AlreadyReported,
    NotPossible,
    NotYourPost,
    NoOwner,
    NotOffered,
    MatterCancelled,
    NotYetListed,
    NotOpen,
    OfflineOnly,
    NobodyFound,
    SecrecyMark,
    ChoiceRequired,
    UnfitPerson,
)
RESENT: dict[int | str, dict[str, Any]] = {
    200: {"model": Receipt, "description": "同一请求编号、同一内容的重发：返回原办件"}
}


def receipt_of(filed: tuple[Receipt, bool] | Refusal, response: Response) -> Receipt:
    """The receipt: with status 201 of a new case, with 200 of the one that the same request has made before."""
    receipt, created = given(filed)
    response.status_code = 201 if created else 200
    return in_local_time(receipt)
