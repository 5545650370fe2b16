"""What the running system says of itself."""

from flows.views.base import View


class Check(View):
    """One line of `once doctor`."""

    name: str
    ok: bool
    detail: str
