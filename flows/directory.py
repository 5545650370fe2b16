"""The directory of published matters (事项目录) as it is looked through: read and indexed once for every publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.adapters.pinyin import sounds
from flows.cases.beginning import published
from flows.cases.deciding import world_of
from flows.offering import offered_to_any
from flows.resources import Resources
from flows.views.people import Caller
from matters.finding.index import Index, index_of
from matters.finding.ranking import Found, found
from matters.language.document import Definition
from matters.who.parties import accepting
from storage import habits
from storage.database import Session
from storage.definitions import matters


@dataclass(frozen=True, slots=True)
class Directory:
    """The newest published version of every matter, by code, and what they are found by."""

    matters: tuple[Definition, ...]
    index: Index

    def found(self, words: str) -> Found:
        """What is meant by these words, best first; without words everything by code."""
        return found(self.index, words) if words.strip() else Found(tuple(range(len(self.matters))))

    def at(self, places: Sequence[int]) -> tuple[Definition, ...]:
        """The matters at these places."""
        return tuple(self.matters[place] for place in places)


def often_filed(session: Session, resources: Resources, caller: Caller, most: int) -> tuple[Definition, ...]:
    """So many of the matters offered to the caller that they or their bodies file most."""
    codes = habits.often_filed(session, caller.person, caller.bodies, most)
    known = (published(session, resources, code) for code in codes)
    return tuple(
        one for one in known if isinstance(one, Definition) and offered_to_any(session, resources, one, caller.bodies)
    )


def directory(session: Session, resources: Resources) -> Directory:
    """As it is now."""

    def read() -> Directory:
        known = tuple(resources.definition(session, head.digest) for head in matters.published(session))
        return Directory(known, index_of(known, sounds))

    return resources.newest("directory", matters.count_published(session), read)


def accepted_at(session: Session, resources: Resources) -> Mapping[str, tuple[str, ...]]:
    """By code of every published matter the bodies that accept it today."""
    known, world = directory(session, resources).matters, world_of(session, resources)
    state = (matters.count_published(session), world.organisation.version, world.today)

    def read() -> Mapping[str, tuple[str, ...]]:
        return {one.code: accepting(one, world) for one in known}

    return resources.newest("accepted_at", state, read)
