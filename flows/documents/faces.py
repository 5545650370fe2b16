"""The vendored type faces, and the question whether a text can be printed with them."""

import lzma
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics, ttfonts

FOLDER = Path(__file__).parent / "fonts"
ASCENT = 0.88  # of the em square; Han glyphs stand on -0.12
_SPACING = frozenset("\n\r\t")  # a text field may hold these; drawing turns them into line breaks and spaces
_REFUSED = frozenset(("Cc", "Cf", "Co", "Cs", "Cn", "Mn", "Me"))
_PICTOGRAPHS = frozenset("⚽⚾") | frozenset(map(chr, range(0x1F000, 0x20000)))  # the faces draw some of them
_HAN_PLANES = range(0x20000, 0x40000)  # set aside for Han characters, also for those that Unicode takes in later
_NEWER = (
    "尚不在系统字库中（字库收字至国家标准GB 18030—2022实现级别3），请改用证件上的替代写法或汉语拼音，并告知受理机构"
)
_RARE = re.compile(r"RareSong-([0-9A-F]+)-([0-9A-F]+)\.ttf\.xz")
_MOST_TOLD, _NEIGHBOURS = 5, 6
_LOADING = Lock()


class UndrawableText(ValueError):  # noqa: N818  the name says what is wrong
    """Text reached the drawing that no face can print; the check at submission should have refused it."""

    def __init__(self, characters: Sequence[str]) -> None:
        super().__init__(f"以下字符无法打印，请更换后再提交：{'、'.join(map(named, characters))}")
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


@cache
def rare_faces() -> Mapping[range, Path]:
    """The files of the rare Song face by the code points they are for: all Han of Unicode 10 that `song` lacks.

    These are Extensions B to F and the compatibility ideographs, as GB 18030-2022, level 3, asks of systems that print names.
    """
    found = ((_RARE.fullmatch(file.name), file) for file in sorted(FOLDER.iterdir()))
    return {range(int(name[1], 16), int(name[2], 16) + 1): file for name, file in found if name}


def runs(text: str, *, heavy: bool) -> Iterator[tuple[Face, str]]:
    """`text` in pieces of one face each, in order; every character must be printable."""
    first = heavy_song() if heavy else song()
    for face, piece in groupby(text, lambda character: _face_of(character, first) or first):
        yield face, "".join(piece)


def unprintable(text: str) -> tuple[str, ...]:
    """The distinct characters of `text` that cannot be printed, in order of appearance.

    Refused are characters without a glyph (they would be drawn as a box and extracted as U+0000), controls and
    invisible characters, combining marks and variation selectors (nothing here shapes text), and pictographs.
    """
    first = song()
    return tuple(character for character in dict.fromkeys(text) if not _printable(character, first))


def named(character: str) -> str:
    """A character in a sentence for its author: as it looks, where it can be seen, and its code point."""
    seen = character.isprintable() or ord(character) in _HAN_PLANES
    return f"{character if seen else '不可见字符'}（U+{ord(character):04X}）"


def misprint(text: str) -> str:
    """What in a text cannot be printed and what to do, as a sentence for its author without its stop; empty where all can be.

    Each character is told beside its neighbours.
    """
    odd = unprintable(text)
    if not odd:
        return ""
    places = "、".join(f"{_after(text, character, odd)}{named(character)}" for character in odd[:_MOST_TOLD])
    newer = all(ord(character) in _HAN_PLANES for character in odd)
    return f"{places}{_NEWER if newer else '无法打印，请删除或更换'}"


def _after(text: str, character: str, odd: Sequence[str]) -> str:
    """Where in the text it stands first."""
    before = "".join(one for one in text[: text.index(character)].replace("\n", " ") if one not in odd).rstrip()
    return f"“{'……' * (len(before) > _NEIGHBOURS)}{before[-_NEIGHBOURS:]}”后面的" if before else "开头的"


def _printable(character: str, first: Face) -> bool:
    if character in _SPACING:
        return True
    if unicodedata.category(character) in _REFUSED or character in _PICTOGRAPHS:
        return False
    return _face_of(character, first) is not None


def _face_of(character: str, first: Face) -> Face | None:
    """The face that draws a character, `first` where it can."""
    for face in (first, song()):
        if ord(character) in face.glyphs:
            return face
    file = next((file for points, file in rare_faces().items() if ord(character) in points), None)
    rare = _face(file.name.removesuffix(".ttf.xz")) if file else None
    return rare if rare and ord(character) in rare.glyphs else None


def _face(name: str) -> Face:
    with _LOADING:
        return _loaded(name)


@cache
def _loaded(name: str) -> Face:
    ttfonts.makeToUnicodeCMap = _to_unicode
    plain, packed = FOLDER / f"{name}.ttf", FOLDER / f"{name}.ttf.xz"
    content = plain.read_bytes() if plain.exists() else lzma.decompress(packed.read_bytes())
    font = ttfonts.TTFont(name, BytesIO(content), asciiReadable=0)
    pdfmetrics.registerFont(font)
    if pdfmetrics.getFont(name) is not font:  # it keeps the first of one face, which may encode the same text otherwise
        raise RuntimeError(f"{name} was registered elsewhere in this process; its papers would have other bytes")
    return Face(name, font.face.charToGlyph, font.face.charWidths, content)


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
