"""The measures of the figures, summed over what somebody looks at: as a whole, and by region, body, matter, batch and month."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from flows.directory import accepted_at, directory
from flows.offering import offered_at
from flows.resources import Resources
from matters.figures.catalogue import Sums
from matters.figures.standing import standing_of
from matters.language.document import Definition
from matters.organisation.snapshot import Body, Organisation
from storage.database import Session
from storage.definitions import cancellations, local_parts, matters
from storage.figures import asking, rated
from storage.figures.asking import By, Span
from storage.people import accounts

Key = str | int


@dataclass(frozen=True, slots=True)
class Listed:
    """A matter of the list (清单) with those of the bodies looked at that it can be filed at."""

    matter: Definition
    bodies: frozenset[str]
    counts: Sums

    @property
    def batch(self) -> int | None:
        """The batch of the directory (目录批次) that it came with."""
        return self.matter.guide.batch.number if self.matter.guide.batch else None


@dataclass(frozen=True)
class Sight:
    """What somebody looks at: these bodies in these months, of these matters or of all, those no longer listed too."""

    session: Session
    resources: Resources
    bodies: tuple[str, ...]
    since: int
    until: int
    matters: frozenset[str] | None = None

    @property
    def span(self) -> Span:
        """As sums are asked for."""
        chosen = None if self.matters is None else tuple(sorted(self.matters))
        return Span(self.since, self.until, self.bodies, chosen)

    @cached_property
    def organisation(self) -> Organisation:
        """As it is today; bodies that are no more stand in it still."""
        return self.resources.organisation(self.session)

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """The matters of the list that can be filed at one of the bodies."""
        seen = frozenset(self.bodies)
        there = (replace(one, bodies=one.bodies & seen) for one in all_listed(self.session, self.resources))
        return tuple(one for one in there if one.bodies and self._chosen(one.matter.code))

    @cached_property
    def offices(self) -> tuple[tuple[Body, Sums], ...]:
        """The bodies that there are today, each with whether anybody who has a post there has an account."""
        today, people = self.resources.today, accounts.people_with_accounts(self.session)
        there = (body for body in map(self.organisation.body, self.bodies) if body.valid(today))
        return tuple((body, self._connected(body, people)) for body in there)

    def whole(self) -> Sums:
        """All measures."""
        of_cases = {**asking.totals(self.session, self.span), **rated.totals(self.session, self.span)}
        listed, offices = (one.counts for one in self.listed), (counts for _, counts in self.offices)
        return {**of_cases, **_added(listed), **_added(offices)}

    def by_matter(self) -> Mapping[Key, Sums]:
        """By code, those of the list and those of which cases count."""
        listed: Mapping[Key, Sums] = {one.matter.code: one.counts for one in self.listed}
        return _joined(self._cases_by("matter"), listed)

    def by_body(self) -> Mapping[Key, Sums]:
        """By body, those that were merged or ended too where cases count there."""
        return _joined(self._cases_by("body"), self._groups(lambda body: body.id))

    def by_region(self) -> Mapping[Key, Sums]:
        """By the region in which the bodies are."""
        return self._of_bodies(lambda body: body.region)

    def by_level(self) -> Mapping[Key, Sums]:
        """By their level."""
        return self._of_bodies(lambda body: body.level)

    def by_batch(self) -> Mapping[Key, Sums]:
        """By the batch of the directory (目录批次); of matters without one nothing is told."""
        cases, found = self._cases_by("matter"), dict[Key, list[Sums]]()
        for one in self.listed:
            if one.batch is not None:
                found.setdefault(one.batch, []).extend((one.counts, cases.get(one.matter.code, {})))
        return {number: _added(parts) for number, parts in found.items()}

    def by_month(self) -> Mapping[Key, Sums]:
        """By month; matters and bodies are as they are today, in whatever month."""
        return self._cases_by("month")

    def _chosen(self, code: str) -> bool:
        return self.matters is None or code in self.matters

    def _connected(self, body: Body, people: frozenset[str]) -> Sums:
        holders = self.organisation.everybody(body.id, self.resources.today)
        return {"offices": 1, "connected": int(any(holder.person in people for holder in holders))}

    def _cases_by(self, by: By) -> Mapping[Key, Sums]:
        """What they count, and their ratings."""
        cases, ratings = (ask(self.session, self.span, by) for ask in (asking.totals_by, rated.totals_by))
        return _joined(cases, ratings)

    def _of_bodies(self, group: Callable[[Body], str]) -> Mapping[Key, Sums]:
        cases = dict[Key, list[Sums]]()
        for body, sums in self._cases_by("body").items():
            cases.setdefault(group(self.organisation.body(str(body))), []).append(sums)
        return _joined({key: _added(parts) for key, parts in cases.items()}, self._groups(group))

    def _groups(self, group: Callable[[Body], str]) -> Mapping[Key, Sums]:
        """What matters and bodies count in each group: a matter that is accepted by several of its bodies once."""
        found = dict[Key, list[Sums]]()
        for body, counts in self.offices:
            found.setdefault(group(body), []).append(counts)
        for one in self.listed:
            for key in {group(self.organisation.body(body)) for body in one.bodies}:
                found.setdefault(key, []).append(one.counts)
        return {key: _added(parts) for key, parts in found.items()}


def all_listed(session: Session, resources: Resources) -> tuple[Listed, ...]:
    """The list of matters (事项清单) with all bodies at which each can be filed."""
    known, accepted = directory(session, resources).matters, accepted_at(session, resources)
    parts, cancelled = local_parts.count(session), tuple(cancellations.standing(session))
    version = resources.organisation(session).version
    state = (matters.count_published(session), parts, cancelled, version, resources.today)

    def read() -> tuple[Listed, ...]:
        at = ((one, offered_at(session, resources, one, accepted[one.code])) for one in known)
        return tuple(Listed(one, frozenset(bodies), standing_of(one)) for one, bodies in at if bodies)

    return resources.newest("figures", state, read)


def _added(parts: Iterable[Sums]) -> Sums:
    added = Counter[str]()
    for part in parts:
        added.update(part)
    return added


def _joined(first: Mapping[Key, Sums], second: Mapping[Key, Sums]) -> Mapping[Key, Sums]:
    return {key: {**first.get(key, {}), **second.get(key, {})} for key in (*second, *first)}
