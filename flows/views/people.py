"""Who calls, under which hats, and logins."""

from datetime import datetime

from flows.views.base import Page, View
from matters.organisation.snapshot import Role


class PostView(View):
    """A hat of a person: post and body with their names of today."""

    post: str
    title: str
    body: str
    body_name: str


class Caller(View):
    """Who calls: person with roles, hats and where from. `local` is the command line of the machine itself.

    `must_change`: logged in with an initial password; nothing is open to them but choosing one of their own.
    """

    person: str
    name: str
    username: str
    roles: frozenset[Role]
    posts: tuple[PostView, ...]
    address: str = ""
    local: bool = False
    must_change: bool = False


class SessionView(View):
    """A fresh login: the token is shown once and kept only as a digest."""

    token: str
    caller: Caller
    expires_at: datetime


class PersonChoice(View):
    """A person one may choose (人员): with body and title of every post, and nothing else that is known of them."""

    id: str
    name: str
    title: str

    @property
    def text(self) -> str:
        """How the person is told from namesakes."""
        return f"{self.name}（{self.title}）" if self.title else self.name


class PersonChoices(View):
    """The first people found."""

    items: tuple[PersonChoice, ...]
    page: Page


class BodyChoice(View):
    """A body one may choose (单位), by its name of today."""

    id: str
    name: str
    kind_name: str


class BodyChoices(View):
    """The first bodies found."""

    items: tuple[BodyChoice, ...]
    page: Page
