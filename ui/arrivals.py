"""What browsers hand in through Streamlit waits in this process until a page takes it: whose it is, and how much may wait.

Streamlit takes any upload under any session it knows and keeps it until that session is thrown away. So the gate asks here
before a byte is read, and what nobody waits for any more goes when its session does.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.types import Scope
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from flows.views.cases import MAX_FILE_BYTES
from ui.session import session_digest

PATH = "/_stcore/upload_file/"
MOST_OF_A_LOGIN = 4 * MAX_FILE_BYTES  # several pages at once, or a handful of scans chosen together
MOST_OF_ALL = 1024 * 1024 * 1024
FRAME = 1024 * 1024  # what a form adds to the file it carries
SECONDS_TO_COME_BACK = 120  # as long as Streamlit keeps a session whose connection broke


@dataclass
class Arrivals:
    """Uploads under way and waiting, by login session. `cookie` is the login cookie's name."""

    cookie: str
    _coming: Counter[str] = field(default_factory=Counter)
    _owners: dict[str, str] = field(default_factory=dict)
    _gone: dict[str, float] = field(default_factory=dict)

    def refusal(self, scope: Scope, login: str) -> tuple[int, str] | None:
        """Why an upload, or the removal of one, goes no further: a status and a sentence."""
        if scope["method"] not in ("PUT", "DELETE"):
            return None
        if self._owner(_session(scope)) != login:
            return 403, "这个上传地址不属于您的登录。请刷新页面后重新上传。"
        if scope["method"] == "DELETE":
            return None
        size = announced(scope)
        if size is None:
            return 411, "上传的文件没有标明大小。请刷新页面后重新上传。"
        if size > MAX_FILE_BYTES + FRAME or self._waiting(login) + size > MOST_OF_A_LOGIN:
            most = f"{MAX_FILE_BYTES // 1024**2} MB、一次合计 {MOST_OF_A_LOGIN // 1024**2} MB"
            return 413, f"上传的文件过大：每个不超过 {most}。请分批上传。"
        if self._waiting() + size > MOST_OF_ALL:
            return 503, "正在上传的文件过多。请稍后重新上传。"
        return None

    @contextmanager
    def coming(self, scope: Scope, login: str) -> Iterator[None]:
        """Count an upload against its login from before its first byte."""
        size = announced(scope) or 0
        self._owners[_session(scope)] = login
        self._coming[login] += size
        try:
            yield
        finally:
            self._coming[login] -= size
            self._coming += Counter()  # forgets the logins that have nothing coming

    def left(self, *, for_good: bool) -> None:
        """Note which sessions have just lost their connection: a tab was closed, or it may come back."""
        until = time.monotonic() + (0 if for_good else SECONDS_TO_COME_BACK)
        for session in self._owners:
            if not self._connected(session):
                self._gone.setdefault(session, until)

    def drop_gone(self) -> None:
        """Drop the uploads of sessions that have not come back in time."""
        for session, until in list(self._gone.items()):
            if self._connected(session):
                del self._gone[session]
            elif time.monotonic() >= until:
                self._files().remove_session_files(session)
                del self._gone[session], self._owners[session]

    def _waiting(self, login: str | None = None) -> int:
        """Bytes under way or waiting, of one login or of all."""
        at_rest = (
            len(file.data)
            for session, files in list(self._files().file_storage.items())
            for file in list(files.values())
            if login is None or self._owners.get(session) == login
        )
        return sum(at_rest) + (self._coming.total() if login is None else self._coming[login])

    def _owner(self, session: str) -> str | None:
        """The login at whose websocket the session is; nobody's when it has none."""
        client = Runtime.instance().get_client(session) if Runtime.exists() else None
        context = client.client_context if client else None
        token = context.cookies.get(self.cookie) if context else None
        return session_digest(token) if token else None

    def _connected(self, session: str) -> bool:
        return Runtime.exists() and Runtime.instance().is_active_session(session)

    def _files(self) -> MemoryUploadedFileManager:
        manager = Runtime.instance().uploaded_file_mgr
        if not isinstance(manager, MemoryUploadedFileManager):
            raise TypeError("uploads are not in memory")
        return manager


def announced(scope: Scope) -> int | None:
    """The size the request says it has; the server holds it to that. Nothing where it comes in pieces of any number."""
    headers = Headers(scope=scope)
    said = headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and "transfer-encoding" not in headers else None


def _session(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(PATH).partition("/")[0]
