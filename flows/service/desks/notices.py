"""The notice desk (通知): a person's in-app notices."""

from flows.service.desk import WorkingDesk
from flows.service.permissions import SIGNED_IN, allowed_to
from flows.views.cases import NoticeView
from flows.views.people import Caller
from storage import notices


class NoticeDesk(WorkingDesk):
    """What the system has told a person."""

    @allowed_to(SIGNED_IN, "查看通知")
    def list(self, caller: Caller) -> tuple[NoticeView, ...]:
        """The newest 50 notices."""
        with self._resources.database.reading() as session:
            return tuple(
                NoticeView(id=str(n.id), case_no=n.case_no, text=n.text, at=n.at, read=n.read_at is not None)
                for n in notices.inbox(session, caller.person)
            )

    @allowed_to(SIGNED_IN, "标记通知已读")
    def mark_read(self, caller: Caller, notice_id: str) -> None:
        """The person has read it; somebody else's notice stays as it is."""
        if notice_id.isdecimal() and len(notice_id) <= 18:
            with self._resources.database.transaction() as session:
                notices.mark_read(session, caller.person, int(notice_id), self._resources.clock())

    @allowed_to(SIGNED_IN, "查看通知")
    def unread(self, caller: Caller) -> int:
        """How many are unread."""
        with self._resources.database.reading() as session:
            return notices.unread(session, caller.person)
