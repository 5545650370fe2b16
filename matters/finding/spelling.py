"""Letters as pinyin: in which ways they may be read as syllables."""

import re
from collections.abc import Iterator

_INITIAL = "(?:zh|ch|sh|[bcdfghjklmnpqrstwxyz])?"
_FINALS = (
    "iang iong uang ang eng ing ong ian iao uai uan van ai an ao ei en er ia ie in iu ou ua ue ui un uo ve vn a e i o u v"
).split()
_BEGINNINGS = {final[:length] for final in _FINALS for length in range(len(final))}
_SYLLABLE = re.compile(f"{_INITIAL}(?:{'|'.join(_FINALS)})")
_UNFINISHED = re.compile(f"{_INITIAL}(?:{'|'.join(sorted(_BEGINNINGS))})")
_LONGEST = 6  # letters of a syllable: zhuang


def spellings(letters: str) -> Iterator[tuple[str, ...]]:
    """The longest syllables first; the last may still lack its end: `yongch`."""
    for length in range(min(_LONGEST, len(letters)), 0, -1):
        first, rest = letters[:length], letters[length:]
        if rest and _SYLLABLE.fullmatch(first):
            yield from ((first, *others) for others in spellings(rest))
        elif not rest and (_SYLLABLE.fullmatch(first) or _UNFINISHED.fullmatch(first)):
            yield (first,)
