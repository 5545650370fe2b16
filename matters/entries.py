"""Entries of rosters (台账记录) as a decision sees them: what stands there, by whose key, and since which change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matters.language.quantities import filled
from matters.language.rosters import Roster

BETWEEN_KEYS = " · "


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the part of a roster that a body keeps. `version` counts its changes; not `live`: it was taken out."""

    id: str
    roster: str
    body: str
    belongs: str
    key: str
    version: int
    live: bool
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rosters:
    """The rosters that matter for a decision, as they are declared, with those of their entries that it names."""

    declared: Mapping[str, Roster] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()

    def find(self, roster: str, body: str, key: str) -> Entry | None:
        """The entry of that key in that body's part, taken out or not."""
        wanted = (roster, body, key)
        return next((one for one in self.entries if (one.roster, one.body, one.key) == wanted), None)

    def of(self, entry_id: str) -> Entry | None:
        """The entry of that id."""
        return next((one for one in self.entries if one.id == entry_id), None)

    def called(self, roster: str) -> str:
        """What people call the roster."""
        known = self.declared.get(roster)
        return known.name if known else roster


def key_of(roster: Roster, values: Mapping[str, Any]) -> str | None:
    """The key of an entry that says this; nothing as long as part of it is missing."""
    parts = [values.get(column) for column in roster.key]
    return BETWEEN_KEYS.join(str(part) for part in parts) if all(filled(part) for part in parts) else None
