"""Who calls, under which hats, and logins."""

from datetime import datetime

from flows.views.base import View
from matters.organisation import Role


class PostView(View):
    """A hat of a person: post and body with their names of today."""

    post: str
    title: str
    body: str
    body_name: str


class Caller(View):
    """Who calls: person with roles, hats and where from. `local` is the command line of the machine itself."""

    person: str
    name: str
    username: str
    roles: frozenset[Role]
    posts: tuple[PostView, ...]
    address: str = ""
    local: bool = False


class SessionView(View):
    """A fresh login: the token is shown once and kept only as a digest."""

    token: str
    caller: Caller
    expires_at: datetime
