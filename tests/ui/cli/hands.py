"""Stands in for Prefect and the executor: carries every open advance, one after the other, until it is terminated."""

import time

from flows.bootstrap import open_resources
from flows.effects.carrying import carry_out
from flows.runs.leases import Leases
from flows.settings import Settings


def carry_everything() -> None:
    """Work as `once executor` does, without a run for each advance."""
    with open_resources(Settings()) as resources:
        leases = Leases(resources)
        while True:
            held = leases.take()
            if held is None:
                time.sleep(0.05)
            else:
                carry_out(resources, held.advance.id, held.owner)


if __name__ == "__main__":
    carry_everything()
