"""The notice desk (通知): a person's in-app notices, and what of them is theirs to choose."""

from collections.abc import Collection, Iterator
from datetime import time

from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import SIGNED_IN, allowed_to
from flows.service.reach import Reach
from flows.views.cases import NoticeView
from flows.views.news import NewsKindView, NewsRequest, NewsSettings
from flows.views.people import Caller
from matters.case.news import ALL_NEWS, BINDING, NEWS_KINDS, NewsChoice, QuietHours
from matters.case.topics import TOPICS
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from storage import cases, notices
from storage.database import Session
from storage.notices import StoredNotice

_MOST_LISTED = 200  # the page puts those of one case together


class NoticeDesk(WorkingDesk):
    """What the system has told a person."""

    @allowed_to(SIGNED_IN, "查看通知")
    def list(self, caller: Caller) -> tuple[NoticeView, ...]:
        """The newest 200 notices."""
        with self._resources.database.reading() as session:
            told = notices.inbox(session, caller.person, _MOST_LISTED)
            titles = self._titles(self._reach(session, caller), {one.case_no for one in told if one.case_no})
        return tuple(_view(one, titles.get(one.case_no, "")) for one in told)

    @allowed_to(SIGNED_IN, "标记通知已读")
    def mark_read(self, caller: Caller, notice_id: str) -> None:
        """The person has read it; somebody else's notice stays as it is."""
        if notice_id.isdecimal() and len(notice_id) <= 18:
            with self._resources.database.transaction() as session:
                notices.mark_read(session, caller.person, int(notice_id), self._resources.clock())

    @allowed_to(SIGNED_IN, "标记通知已读")
    def mark_all_read(self, caller: Caller, case_no: str | None = None) -> bool:
        """The person has read everything, or has opened that case; false when nothing was new, and nothing is written."""
        with self._resources.database.reading() as session:
            if not notices.unread(session, caller.person, case_no):
                return False
        with self._resources.database.transaction() as session:
            notices.mark_all_read(session, caller.person, self._resources.clock(), case_no)
        return True

    @allowed_to(SIGNED_IN, "查看通知")
    def since_last_look(self, caller: Caller, case_no: str) -> tuple[NoticeView, ...]:
        """The person opens a case: what was told of it since the last time, which is read now; new work stands on its page.

        Nothing is written where nothing is new.
        """
        with self._resources.database.reading() as session:
            new = notices.new_of(session, caller.person, case_no)
        if new:
            with self._resources.database.transaction() as session:
                notices.mark_all_read(session, caller.person, self._resources.clock(), case_no)
        return tuple(_view(one, "") for one in new if one.topic not in TOPICS or not TOPICS[one.topic].work)

    @allowed_to(SIGNED_IN, "查看通知")
    def unread(self, caller: Caller) -> int:
        """How many are unread."""
        with self._resources.database.reading() as session:
            return notices.unread(session, caller.person)

    @allowed_to(SIGNED_IN, "查看通知设置")
    def settings(self, caller: Caller) -> NewsSettings:
        """What the person has chosen, and what there is to choose."""
        with self._resources.database.reading() as session:
            chosen = notices.choices(session, (caller.person,)).get(caller.person, ALL_NEWS)
        return _settings(chosen, outside=self._resources.outside.messages is not None)

    @allowed_to(SIGNED_IN, "更改通知设置")
    def choose(self, caller: Caller, request: NewsRequest, key: str | None = None) -> NewsSettings | Refusal:
        """It holds for what is told from now on; what binds cannot be left out."""
        chosen = _chosen(request)
        if isinstance(chosen, Refusal):
            return chosen

        def work(session: Session) -> NewsSettings:
            notices.choose(session, caller.person, chosen)
            return _settings(chosen, outside=self._resources.outside.messages is not None)

        content = request.model_dump(mode="json")
        choosing = Operation(caller, "更改通知设置", caller.person, key=key, content=content)
        return self._change(choosing, work, NewsSettings)

    def _titles(self, reach: Reach, case_nos: Collection[str]) -> dict[str, str]:
        """What the cases are about; the matter alone for whoever does not see the whole case in lists."""
        heads = cases.find_all(reach.session, case_nos) if case_nos else ()
        seen = cases.seen_by(reach.session, [head.id for head in heads], reach.bodies_seen()) if heads else ()
        return {
            head.case_no: (head.title if head.id in seen or head.applicant_person == reach.caller.person else None)
            or self._resources.definition(reach.session, head.definition).name
            for head in heads
        }


def _settings(chosen: NewsChoice, *, outside: bool) -> NewsSettings:
    kinds = (
        NewsKindView(kind=kind.name, name=kind.word, about=kind.about, told=kind.name not in chosen.muted)
        for kind in NEWS_KINDS.values()
    )
    since, until = (f"{chosen.quiet.since:%H:%M}", f"{chosen.quiet.until:%H:%M}") if chosen.quiet else (None, None)
    return NewsSettings(kinds=tuple(kinds), binding=BINDING, quiet_since=since, quiet_until=until, outside=outside)


def _chosen(request: NewsRequest) -> NewsChoice | Invalid:
    """What is asked for, or everything that is wrong with it."""
    unknown = (Problem("muted", _NO_KIND.format(kind)) for kind in request.muted if kind not in NEWS_KINDS)
    problems = (*unknown, *_ill_fitting(request.quiet_since, request.quiet_until))
    if problems:
        return Invalid(problems=problems)
    return NewsChoice(tuple(kind for kind in NEWS_KINDS if kind in request.muted), _hours(request))


_NO_KIND = "没有“{}”这一类可以不接收的通知"


def _ill_fitting(since: str | None, until: str | None) -> Iterator[Problem]:
    if (since is None) != (until is None):
        yield Problem("quiet_until", "勿扰时段的起止时间须同时填写，或者都不填")
    elif since and since == until:
        yield Problem("quiet_until", "勿扰时段的起止时间相同，请改为不同的时间；不设的，都不填")


def _hours(request: NewsRequest) -> QuietHours | None:
    since, until = request.quiet_since, request.quiet_until
    return QuietHours(time.fromisoformat(since), time.fromisoformat(until)) if since and until else None


def _view(one: StoredNotice, title: str) -> NoticeView:
    read = one.read_at is not None
    return NoticeView(
        id=str(one.id), case_no=one.case_no, text=one.text, at=one.at, read=read, title=title, topic=one.topic
    )
