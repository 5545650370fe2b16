"""Passwords that everybody tries first (常见密码): words of a list, however they are dressed up, and walks over the keyboard."""

import lzma
from functools import cache
from itertools import pairwise
from pathlib import Path

_FILE = Path(__file__).with_name("common_passwords.txt.xz")
_UNDISGUISED = str.maketrans("@4301!5$7+", "aaeoiisstt")
_UNSHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
_LEAST = 4  # letters that are left when figures and signs at both ends are taken away
_SHARE = 0.75  # of the steps from one character to the next that lie on a path
_PATHS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1b2c3d4e5f6g7h8i9j0",
)
_STEPS = {pair for path in _PATHS for way in (path, path[::-1]) for pair in pairwise(way)}


def is_common(password: str) -> bool:
    """Whether guessing begins with it."""
    plain = password.lower()
    words = {plain, _core(plain), _core(plain.translate(_UNDISGUISED)), _core(plain).translate(_UNDISGUISED)}
    return any(_listed(word) for word in words) or _walks(plain) or _little_but_a_walk(plain)


def _core(text: str) -> str:
    """Without figures and signs at both ends, which are what people add."""
    letters = [place for place, character in enumerate(text) if character.isalpha()]
    return text[letters[0] : letters[-1] + 1] if letters else ""


def _listed(word: str) -> bool:
    half = word[: len(word) // 2]
    return word in _words() or (len(half) >= _LEAST and word == half * 2 and half in _words())


def _little_but_a_walk(text: str) -> bool:
    """A letter or three beside a run of figures or a date."""
    rest = "".join(character for character in text.translate(_UNSHIFTED) if character.isdigit())
    letters = sum(character.isalpha() for character in text)
    return letters < _LEAST and (_walks(rest) or (len(rest) in (6, 8) and rest[:2] in ("19", "20")))


def _walks(text: str) -> bool:
    """Mostly the same character again, or the next one on a path."""
    steps = list(pairwise(text.translate(_UNSHIFTED)))
    taken = sum(one == other or (one, other) in _STEPS for one, other in steps)
    return bool(steps) and taken / len(steps) >= _SHARE


@cache
def _words() -> frozenset[str]:
    return frozenset(lzma.decompress(_FILE.read_bytes()).decode().split())
