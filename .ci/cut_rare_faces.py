"""Cuts the rare faces in flows/documents/fonts out of HanaMinA and HanaMinB; see SOURCES.txt there for where those come from.

python .ci/cut_rare_faces.py FOLDER_OF_HANAMIN, with fontTools 4.68: several faces, so that a rare name costs the reading of
one of them. A character the text face has is left out.
"""

import lzma
import sys
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

FONTS = Path(__file__).parent.parent / "flows" / "documents" / "fonts"
_GRID = 200  # units of an em: the grid GlyphWiki designs on; the clone stays small and a print at 600 dpi shows no difference
_CUTS = {
    range(0xF900, 0xFB00): "HanaMinA",
    range(0x20000, 0x24000): "HanaMinB",
    range(0x24000, 0x28000): "HanaMinB",
    range(0x28000, 0x2C000): "HanaMinB",
    range(0x2C000, 0x2EBE1): "HanaMinB",
    range(0x2F800, 0x2FA1E): "HanaMinA",
}
_DROPPED = ["BASE", "FFTM", "GDEF", "GSUB", "prop", "gasp", "vhea", "vmtx"]
_SQUEEZED = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "pb": 0}]


def main(folder: Path) -> None:
    """Write every face anew; the same input gives the same bytes."""
    known = TTFont(FONTS / "NotoSerifSC-Regular.ttf").getBestCmap()
    for points, source in _CUTS.items():
        font = TTFont(folder / f"{source}.ttf", recalcTimestamp=False)
        wanted = [point for point in points if point in font.getBestCmap() and point not in known]
        cut(font, wanted, f"RareSong-{points[0]:X}-{points[-1]:X}")


def cut(font: TTFont, points: list[int], name: str) -> None:
    """One face of `points`, without hints and layout, under its own name: PDF tells faces apart by it."""
    options = Options(hinting=False, layout_features=[], glyph_names=False, drop_tables=_DROPPED)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    scale_upem(font, _GRID)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = name
    made = BytesIO()
    font.save(made)
    content = lzma.compress(made.getvalue(), format=lzma.FORMAT_XZ, filters=_SQUEEZED)
    (FONTS / f"{name}.ttf.xz").write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
