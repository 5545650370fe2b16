"""Where a definition is to run (运行环境): the organisation of a day, and everything else that it may name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from matters.language.document import Definition
from matters.language.golden import GoldenCase
from matters.language.rosters import Roster
from matters.organisation.snapshot import Organisation
from matters.world import World


@dataclass(frozen=True)
class Surroundings:
    """Everything around a definition. `known`: the matters there are, by code; `sample`: the organisation that ships.

    `interfaces`, `systems`, `resources`: what is connected and registered here, `files`: the digests of the forms
    handed in; nothing where nobody can tell.
    """

    world: World
    known: Mapping[str, Definition]
    sample: Organisation
    interfaces: Collection[str] | None = None
    systems: Collection[str] | None = None
    resources: Collection[str] | None = None
    files: Collection[str] | None = None

    @property
    def rosters(self) -> Mapping[str, Roster]:
        """The rosters (台账) that the matters there declare, by id."""
        return {roster.id: roster for matter in self.known.values() for roster in matter.rosters}

    def stage_of(self, golden: GoldenCase) -> Organisation:
        """The organisation in which a golden case plays: the one in force.

        What ships is filed as a post of the sample organisation, and plays there where the one in force has no such post.
        """
        in_force = self.world.organisation
        ours = in_force.find_post(golden.filed_as) or not self.sample.find_post(golden.filed_as)
        return in_force if ours else self.sample
