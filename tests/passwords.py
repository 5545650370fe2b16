"""Passwords that cost little: a sample office has a hundred accounts, and hashing them all took longer than the tests of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from argon2 import PasswordHasher

from flows.adapters import identity


@contextmanager
def light_passwords() -> Iterator[None]:
    """What is hashed meanwhile is hashed with little work, and fits as quickly later. What the product does: `test_identity`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield
