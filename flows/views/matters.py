"""Matters and what lies ahead of a filing."""

from collections.abc import Mapping
from typing import Any

from flows.views.base import Page, ProblemView, View
from flows.views.late_materials import LateMaterials
from flows.views.tasks import ActorChoice


class MatterLine(View):
    """A matter in a list. `errands` is the worst path's count."""

    code: str
    name: str
    category: str
    summary: str
    aliases: tuple[str, ...]
    levels: tuple[str, ...]
    promised: str
    errands: int
    online: bool
    version: int


class MatterView(View):
    """A matter with its whole definition (guide, form, materials, steps) as `definition`."""

    line: MatterLine
    digest: str
    definition: Mapping[str, Any]
    owner_body: str | None
    owner_name: str | None


class MatterList(View):
    """A page of matters."""

    items: tuple[MatterLine, ...]
    page: Page


class Expectation(View):
    """A step ahead: who will see it and how long it may take; `who` empty = unknown yet.

    `branch`: the branch it stands in. `certain`: it will come; else it may, which hangs on what is not answered yet. `machine`: a
    machine does it, or tries first where somebody is named.
    """

    step: str
    name: str
    who: tuple[str, ...]
    limit: str
    branch: str = ""
    certain: bool = True
    machine: bool = False


class ForecastView(View):
    """The steps ahead in order, and what would be refused now. `choices`: the steps whose actor the applicant names.

    `late`: the required materials that may be brought after a filing of today, and until when (先办后补).
    """

    steps: tuple[Expectation, ...]
    errands: int
    promised: str
    problems: tuple["ProblemView", ...] = ()
    choices: tuple[ActorChoice, ...] = ()
    late: LateMaterials | None = None
