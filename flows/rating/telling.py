"""People are told of ratings (评价通知): whoever may rate is asked once, who has to answer, who was answered, who supervises."""

import logging
from datetime import timedelta
from functools import partial

from flows.cases.beginning import published
from flows.cases.deciding import world_of
from flows.cases.walking import Walk
from flows.rating.standing import answerers
from flows.resources import Resources
from matters.calendar import day_text, local_day
from matters.case.rating import Rating, last_day
from matters.errors.base import Refusal
from matters.who.colleagues import supervising
from storage import cases
from storage.database import Session
from storage.notices import Message
from storage.overseeing import ratings

_REMIND_AFTER = timedelta(days=3)  # most rate at once, by the notice that the case is over
_MOST = 200  # in a round; the next is an hour later

_FAULT = "办件 {} 的评价通知出错"
_log = logging.getLogger("once.rating")
_TO_ASK = Walk[str](_log, _FAULT.format)
_TO_ANSWER = Walk[Rating](_log, lambda rating: _FAULT.format(rating.case_no))


def given(session: Session, resources: Resources, rating: Rating) -> None:
    """Who answers for the body hears what is owed, and until when."""
    if rating.due is None:
        return
    what = "整改并答复" if rating.is_bad else "答复"
    text = "{}（{}）的申请人作出了评价，请在{}前" + what + "，见“工作台”的“待答复的评价”。"
    to = tuple(hat.person for hat in answerers(session, resources, rating))
    told = text.format(_matter(session, resources, rating), rating.case_no, day_text(rating.due))
    _tell(session, resources, rating, "owed", to, told)


def answered(session: Session, resources: Resources, rating: Rating, applicant: str) -> None:
    """The applicant hears that there is an answer; of a bad rating, that it may be rated once more."""
    more = "，整改后的情况可以再次评价" if rating.is_bad else ""
    told = f"您对{_matter(session, resources, rating)}（{rating.case_no}）的评价已有答复，请在办件中查看{more}。"
    _tell(session, resources, rating, "answered", (applicant,), told)


def still_bad(session: Session, resources: Resources, rating: Rating) -> None:
    """Who supervises the body hears that mending has not helped."""
    told = f"{_matter(session, resources, rating)}（{rating.case_no}）整改后复评仍不满意，请督促整改，见“服务评价”。"
    _tell(session, resources, rating, "still_bad", supervising((rating.body,), world_of(session, resources)), told)


def remind(resources: Resources) -> int:
    """Ask once who has not rated, and tell once of what is not answered in time; returns how many were told.

    Looked at every hour, one transaction each; what a missed round did not tell the next one tells.
    """
    now, days = resources.clock(), resources.settings.rating_days
    with resources.database.reading() as session:
        found = ratings.to_remind(session, now - timedelta(days=days), now - _REMIND_AFTER, _MOST)
        late = ratings.late(session, resources.today, _MOST)
    asked = _TO_ASK.each(found, partial(_asked, resources))
    return asked + _TO_ANSWER.each(late, partial(_overdue, resources))


def _asked(resources: Resources, case_no: str) -> int:
    with resources.database.transaction() as session:
        head = cases.find(session, case_no)
        if head is None or head.ended_at is None or ratings.of_case(session, head.id):
            return 0
        name = resources.definition(session, head.definition).name
        until = day_text(last_day(local_day(head.ended_at), resources.settings.rating_days))
        text = f"您申请的{name}（{case_no}）已经结束，请在{until}前评价本次服务；也可以不评，系统不再提醒。"
        message = Message(f"rate:{case_no}", (head.applicant_person,), case_no, "rate", text, resources.clock())
        return len(resources.channel.tell(session, message))


def _overdue(resources: Resources, rating: Rating) -> int:
    """Under its key everybody is told once, however often one looks."""
    with resources.database.transaction() as session:
        now = ratings.of_case(session, rating.case_id)
        if now is None or not now.waits_for_answer:
            return 0
        told = f"{_matter(session, resources, rating)}（{rating.case_no}）的评价逾期未答复，请尽快办理或者督促办理。"
        heads = (hat.person for hat in answerers(session, resources, rating))
        to = (*heads, *supervising((rating.body,), world_of(session, resources)))
        return _tell(session, resources, rating, "late", to, told)


def _tell(session: Session, resources: Resources, rating: Rating, fact: str, to: tuple[str, ...], text: str) -> int:
    key, topic = f"rating:{rating.case_no}:{fact}", f"rating_{fact}"
    return len(resources.channel.tell(session, Message(key, to, rating.case_no, topic, text, resources.clock())))


def _matter(session: Session, resources: Resources, rating: Rating) -> str:
    matter = published(session, resources, rating.matter)
    return rating.matter if isinstance(matter, Refusal) else matter.name
