"""Filing by mandate (代办申请) on pages: who has charged me with it, and handing in for them or for oneself."""

from collections.abc import Mapping
from datetime import datetime

from flows.views.cases import Receipt, ReviewView, SubmitRequest
from flows.views.filing_for import Mandate, MandatedRequest
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.organisation.snapshot import Holder
from ui.components.applying.filing import Filing
from ui.components.links import link
from ui.session import idempotency_key, service


def mandates_of(who: Caller, matter: str) -> tuple[Mandate, ...]:
    """By which this person may file the matter for somebody else today."""
    found = service().for_others.mandates(who)
    given = () if isinstance(found, Refusal) else found
    return tuple(one for one in given if not one.matters or matter in {limited.code for limited in one.matters})


def mandate_of(who: Caller, matter: str, mandate: str) -> Mandate | None:
    """That mandate, if it is in force and covers the matter."""
    return next((one for one in mandates_of(who, matter) if one.id == mandate), None)


def offer_mandates(filing: Filing) -> None:
    """A link to the form for each who has given one, until one has begun to fill it in for oneself."""
    begun = filing.draft.saved_at is not None
    for one in () if begun else mandates_of(filing.caller, filing.code):
        link("filing", f"受托代办：为{one.principal.text}申请", matter=filing.code, mandate=one.id)


def review(filing: Filing, mandate: str = "") -> ReviewView | Refusal:
    """What it would say, as it will be read on the case."""
    request = filing.request(filing.chosen)
    if not mandate:
        return service().cases.review(filing.caller, request)
    return service().for_others.review(filing.caller, _by_mandate(filing, request, mandate))


def hand_in(
    filing: Filing, choices: Mapping[str, Holder], saved_at: datetime | None, mandate: str = ""
) -> tuple[Receipt, bool] | Refusal:
    """File once: the key is bound to the content and to the moment the draft was saved."""
    request = filing.request(choices)
    if not mandate:
        return service().cases.submit(filing.caller, request, idempotency_key("submit", request, saved_at))
    charged = _by_mandate(filing, request, mandate)
    return service().for_others.submit(filing.caller, charged, idempotency_key("submit", charged, saved_at))


def _by_mandate(filing: Filing, request: SubmitRequest, mandate: str) -> MandatedRequest:
    own = {"post": filing.caller.posts[0].post, "mandate": mandate}
    return MandatedRequest.model_validate({**request.model_dump(), **own})
