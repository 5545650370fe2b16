"""The machine's hands: what is owed after a decision, claimed, done and settled, each at most once."""

from flows.effects.carrying import Carried, carry_out

__all__ = ["Carried", "carry_out"]
