"""Where a case has forked (分支、席): which branches it took or who signs, how each ended, and straight ways back."""

from dataclasses import dataclass
from typing import Literal

from matters.case.frozen import Frozen
from matters.case.values import ArmKey, Leg, SeatKey
from matters.organisation.snapshot import Holder

ArmEnd = Literal["passed", "refused", "abstained", "removed"]


@dataclass(frozen=True)
class Arm(Frozen):
    """One branch of a fork (分支) or one seat of a step that several sign (席), and how it ended.

    `after`: the arms that must be done before it opens. Of an added signer (加签): the `adder`, and `who` was named; of the
    adder's own seat also the `legs` by which the item had come. `weight` counts in a vote by share. `signer`: whose word it is,
    spoken by the `agent` if one stood in (代). `silent`: nobody has spoken on it, so that it is no voice in a share.
    """

    id: ArmKey
    weight: int = 1
    after: tuple[ArmKey, ...] = ()
    adder: Holder | None = None
    who: tuple[Holder, ...] = ()
    legs: tuple[Leg, ...] = ()
    signer: str | None = None
    agent: str | None = None
    end: ArmEnd | None = None
    silent: bool = False

    @property
    def seat(self) -> SeatKey:
        """Which seat it is; refused is a branch."""
        if not isinstance(self.id, SeatKey):
            raise TypeError(f"{self.id} is no seat")
        return self.id

    @property
    def adds_to(self) -> SeatKey | None:
        """The seat of the adder, of an added signer."""
        return self.id.adds_to if isinstance(self.id, SeatKey) else None

    @property
    def people(self) -> frozenset[str]:
        """Who has spoken on the seat, and in whose stead: neither signs another seat."""
        return frozenset(person for person in (self.signer, self.agent) if person)


@dataclass(frozen=True)
class Fork(Frozen):
    """The branches taken at a step, or the signers of one that several sign, and how those that are done ended."""

    step: str
    arms: tuple[Arm, ...]

    def with_arm(self, arm: ArmKey, **changes: object) -> "Fork":
        """The fork with one arm changed."""
        return self.replaced(arms=tuple(a.replaced(**changes) if a.id == arm else a for a in self.arms))

    def arm(self, arm: ArmKey) -> Arm | None:
        """The arm of that id."""
        return next((a for a in self.arms if a.id == arm), None)

    def ended(self, how: ArmEnd) -> tuple[Arm, ...]:
        """The arms that ended so."""
        return tuple(arm for arm in self.arms if arm.end == how)

    @property
    def under_way(self) -> tuple[Arm, ...]:
        """The arms that are not done."""
        return tuple(arm for arm in self.arms if arm.end is None)

    @property
    def ready(self) -> tuple[Arm, ...]:
        """The arms that are not done and wait for no other one."""
        waiting = {arm.id for arm in self.under_way}
        return tuple(arm for arm in self.under_way if not waiting.intersection(arm.after))


@dataclass(frozen=True, slots=True)
class Detour:
    """An earlier step that is done again, after which the case comes straight `back`, and to the steps interrupted `also`."""

    step: str
    back: str
    also: tuple[str, ...] = ()
