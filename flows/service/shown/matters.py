"""Matters in lists."""

from datetime import date

from flows.views.matters import MatterLine
from matters.filing.admission import opens_next
from matters.language.document import Definition
from matters.language.errands import errands
from matters.language.words.answers import limit_text
from matters.organisation.kinds import LEVEL_NAMES


def matter_line(matter: Definition, today: date, owner_name: str | None = None) -> MatterLine:
    """A matter with its promise and its errands, who accepts it from whoever looks, and when."""
    guide = matter.guide
    return MatterLine(
        code=matter.code,
        name=matter.name,
        category=guide.category,
        summary=guide.summary,
        aliases=matter.aliases,
        levels=tuple(LEVEL_NAMES[level] for level in guide.owner.levels),
        promised=limit_text(matter.clock.promised if matter.clock else None),
        errands=errands(matter).worst,
        online=guide.access.kind == "online",
        version=matter.edition.version,
        owner_name=owner_name,
        opens_on=opens_next(matter.clock, today),
    )
