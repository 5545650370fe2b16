"""How Chinese characters sound (拼音); the only home of pypinyin."""

import os
from functools import cache

_MOST = 2  # readings of a character: further ones are of old books


@cache
def sounds(character: str) -> tuple[str, ...]:
    """Its usual readings in letters, without tones; what has none stands for itself.

    Its table of phrases is left out: it would take 45 MB and tell apart what a search finds either way.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    (readings,) = pinyin(character, style=Style.NORMAL, heteronym=True)
    return tuple(readings[:_MOST])
