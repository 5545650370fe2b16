"""People are told of charges (督办通知): the body of what is asked, its opener of the answer, both of a last day near or past."""

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from flows.cases.walking import Walk
from flows.charges.standing import speaking
from flows.resources import Resources
from flows.views.tasks import SOON_DAYS
from matters.calendar import day_text
from matters.charges import KIND_NAMES, Charge, ChargeAct
from storage.database import Session
from storage.notices import Message
from storage.overseeing import charges
from storage.overseeing.charges import Kept, Told

_MOST = 200  # in a round; the next is an hour later

_CHARGES = Walk[Kept](logging.getLogger("once.charges"), lambda kept: f"督办 {kept.id} 的通知出错")
# What is told of each act, and whether to the body; else it is told to whoever opened the charge.
_TEXTS: Mapping[ChargeAct, tuple[bool, str]] = {
    "report": (False, "{body}就{kind}“{title}”报告了进展，见“督办”。"),
    "answer": (False, "{body}已就{kind}“{title}”反馈，请在“督办”中销号或者退回重办。"),
    "ask_extension": (False, "{body}就{kind}“{title}”申请延期至{asked}，请在“督办”中决定。"),
    "extend": (True, "{kind}“{title}”已同意延期，请在{due}前反馈，见“督办”。"),
    "refuse_extension": (True, "{kind}“{title}”未同意延期，请在{due}前反馈，见“督办”。"),
    "send_back": (True, "{kind}“{title}”的反馈已退回，请继续办理，在{due}前反馈，见“督办”。"),
    "close": (True, "{kind}“{title}”已销号，无需再办。"),
}
_OPENED = "贵单位收到{kind}“{title}”，请在{due}前反馈，见“督办”。"
_NEAR = "{kind}“{title}”应于{due}前反馈，尚未反馈，请抓紧办理，见“督办”。"
_LATE = "{kind}“{title}”（{body}）应于{due}前反馈，已逾期，请尽快办理或者督促办理，见“督办”。"


def opened(session: Session, resources: Resources, kept: Kept) -> None:
    """The body hears what it is charged with."""
    _tell(session, resources, kept, "open", _OPENED, to_body=True)


def done(session: Session, resources: Resources, kept: Kept, act: ChargeAct) -> None:
    """The other side hears of the act. `kept`: as it stands after it."""
    to_body, text = _TEXTS[act]
    _tell(session, resources, kept, f"{act}:{kept.charge.version}", text, to_body=to_body)


def remind(resources: Resources) -> int:
    """Of each last day once that it comes near, to the body, and once that it has passed, to both; how many charges were told of.

    Looked at every hour, one transaction for each; what a missed round did not tell the next one tells.
    """
    today = resources.today
    soon: tuple[tuple[Told, date], ...] = (("late_told", today), ("near_told", today + timedelta(days=SOON_DAYS + 1)))
    return sum(
        _CHARGES.each(_to_tell(resources, what, before), partial(_told, resources, what)) for what, before in soon
    )


def _to_tell(resources: Resources, what: Told, before: date) -> tuple[Kept, ...]:
    """What has passed already is not told as near."""
    with resources.database.reading() as session:
        found = charges.to_tell(session, resources.vault, what, before, _MOST)
    return tuple(one for one in found if what == "late_told" or one.charge.due >= resources.today)


def _told(resources: Resources, what: Told, kept: Kept) -> bool:
    """Whether it was told now."""
    with resources.database.transaction() as session:
        if not charges.note_told(session, kept.id, what, kept.charge.due):
            return False
        fact = f"{what}:{kept.charge.due}"
        _tell(session, resources, kept, fact, _LATE if what == "late_told" else _NEAR, to_body=True)
        if what == "late_told":
            _tell(session, resources, kept, fact, _LATE, to_body=False)
        return True


def _tell(session: Session, resources: Resources, kept: Kept, fact: str, text: str, *, to_body: bool) -> None:
    charge = kept.charge
    hats = speaking(session, resources, charge.body) if to_body else ()
    to = tuple(dict.fromkeys(hat.person for hat in hats)) if to_body else (charge.opened_by,)
    told = text.format_map(_called(session, resources, kept, charge))
    message = Message(f"charge:{kept.id}:{fact}", to, charge.case_no or "", "charge", told, resources.clock())
    resources.channel.tell(session, message)


def _called(session: Session, resources: Resources, kept: Kept, charge: Charge) -> Mapping[str, str]:
    body = resources.organisation(session).body_name(charge.body, resources.today)
    asked = day_text(charge.asked_until) if charge.asked_until else ""
    due, title = day_text(charge.due), str(kept.said.get("title", ""))
    return {"kind": KIND_NAMES[charge.kind], "title": title, "due": due, "asked": asked, "body": body}
