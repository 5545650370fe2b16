"""The two vendored type faces, and the question whether a text can be printed with them."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics, ttfonts

FOLDER = Path(__file__).parent / "fonts"
ASCENT = 0.88  # of the em square; Han glyphs stand on -0.12
_SPACING = frozenset("\n\r\t")  # a text field may hold these; drawing turns them into line breaks and spaces
_REFUSED = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Mn", "Me"))
_PICTOGRAPHS = frozenset("⚽⚾") | frozenset(map(chr, range(0x1F000, 0x20000)))  # the faces draw some of them
_LOADING = Lock()


class UndrawableText(ValueError):  # noqa: N818  the name says what is wrong
    """Text reached the drawing that no face can print; the check at submission should have refused it."""

    def __init__(self, characters: Sequence[str]) -> None:
        super().__init__(f"以下字符无法印制，请更换后再提交：{'、'.join(map(named, characters))}")
        self.characters = tuple(characters)


@dataclass(frozen=True, eq=False)
class Face:
    """One type face 字体; `widths` are thousandths of the em square, by code point."""

    name: str
    glyphs: Mapping[int, int]
    widths: Mapping[int, float]
    data: bytes

    def width(self, character: str) -> float:
        """Advance as a part of the type size."""
        return self.widths[ord(character)] / 1000


def song() -> Face:
    """Song face 宋体 of the text: GB 2312, all of URO, Extension A and the plane 2 of the 8,105-character table."""
    return _face("NotoSerifSC-Regular")


def heavy_song() -> Face:
    """Heavy Song face 小标宋 stand-in for titles, cut to the common characters; the rest falls back to `song`."""
    return _face("NotoSerifSC-Bold")


def runs(text: str, *, heavy: bool) -> Iterator[tuple[Face, str]]:
    """`text` in pieces of one face each, in order; every character must be printable."""
    full = song()
    wanted = heavy_song() if heavy else full
    for face, piece in groupby(text, lambda character: wanted if ord(character) in wanted.glyphs else full):
        yield face, "".join(piece)


def unprintable(text: str) -> tuple[str, ...]:
    """The distinct characters of `text` that cannot be printed, in order of appearance.

    Refused are characters without a glyph (they would be drawn as a box and extracted as U+0000), controls and
    invisible characters, combining marks and variation selectors (nothing here shapes text), and pictographs.
    """
    glyphs = song().glyphs
    return tuple(dict.fromkeys(character for character in text if not _printable(character, glyphs)))


def named(character: str) -> str:
    """A character in a sentence for its author: as it looks, where it can be seen, and its code point."""
    return f"{character if character.isprintable() else '不可见字符'}（U+{ord(character):04X}）"


def _printable(character: str, glyphs: Mapping[int, int]) -> bool:
    if character in _SPACING:
        return True
    return (
        ord(character) in glyphs and unicodedata.category(character) not in _REFUSED and character not in _PICTOGRAPHS
    )


def _face(name: str) -> Face:
    with _LOADING:
        return _loaded(name)


@cache
def _loaded(name: str) -> Face:
    ttfonts.makeToUnicodeCMap = _to_unicode
    path = FOLDER / f"{name}.ttf"
    font = ttfonts.TTFont(name, str(path), asciiReadable=0)
    pdfmetrics.registerFont(font)
    if pdfmetrics.getFont(name) is not font:  # it keeps the first of one face, which may encode the same text otherwise
        raise RuntimeError(f"{name} was registered elsewhere in this process; its papers would have other bytes")
    return Face(name, font.face.charToGlyph, font.face.charWidths, path.read_bytes())


def _to_unicode(name: str, subset: Sequence[int]) -> str:
    """ToUnicode map of one font subset.

    Stands in for reportlab's own, which writes five hex digits above U+FFFF (𬭎 is then copied as another character),
    maps code 0 (fails PDF/A-2u) and writes blocks of more than the 100 entries that ISO 32000-1, 9.7.5.4 allows.
    """
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if code and point != 0xFEFF
    ]
    blocks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo\n<< /Registry ({name})\n/Ordering ({name})\n/Supplement 0\n>> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n1 begincodespacerange\n<00> <{len(subset) - 1:02X}>\n"
        f"endcodespacerange\n{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
