"""The notice desk (通知): a person's in-app notices."""

from collections.abc import Collection

from flows.service.desk import WorkingDesk
from flows.service.permissions import SIGNED_IN, allowed_to
from flows.service.reach import Reach
from flows.views.cases import NoticeView
from flows.views.people import Caller
from storage import cases, notices
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
    def unread(self, caller: Caller) -> int:
        """How many are unread."""
        with self._resources.database.reading() as session:
            return notices.unread(session, caller.person)

    def _titles(self, reach: Reach, case_nos: Collection[str]) -> dict[str, str]:
        """What the cases are about; the matter alone for whoever does not see the whole case in lists."""
        heads = cases.find_all(reach.session, case_nos) if case_nos else ()
        seen = cases.seen_by(reach.session, [head.id for head in heads], reach.bodies_seen()) if heads else ()
        return {
            head.case_no: (head.title if head.id in seen or head.applicant_person == reach.caller.person else None)
            or self._resources.definition(reach.session, head.definition).name
            for head in heads
        }


def _view(one: StoredNotice, title: str) -> NoticeView:
    read = one.read_at is not None
    return NoticeView(
        id=str(one.id), case_no=one.case_no, text=one.text, at=one.at, read=read, title=title, topic=one.topic
    )
