"""The face of the seal, on paper.

Covers: flows/documents/outlines.py
"""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from flows.documents.faces import UndrawableText
from flows.documents.seal_face import SealFace
from flows.documents.sealing.sealer import SealedPdf
from tests.flows.documents import poppler
from tests.flows.documents.samples import BODY

MM = 72 / 25.4


def test_the_printed_seal_measures_42_mm(sealed: SealedPdf, tmp_path: Path) -> None:
    """pyHanko's default margins would shrink it to 38.4 mm; only a render shows that."""
    with pikepdf.open(BytesIO(sealed.content)) as opened:
        left, _, right, upper = (float(edge) / MM for edge in opened.Root.AcroForm.Fields[0].Rect)
    picture = poppler.pixels(sealed.content, tmp_path, 1, (left - 2, 297 - upper - 2, right - left + 4, 46))
    red = [[dot[0] > 150 and dot[1] < 90 and dot[2] < 90 for dot in row] for row in picture]
    rows = [index for index, row in enumerate(red) if any(row)]
    columns = [index for index, column in enumerate(zip(*red, strict=True)) if any(column)]
    for extent in (rows, columns):
        assert (extent[-1] - extent[0] + 1) / 300 * 25.4 == pytest.approx(42, abs=0.3)


def test_name_and_date_stay_readable_under_the_seal(sealed: SealedPdf, tmp_path: Path) -> None:
    """The seal is multiplied over black type, and its own characters are pictures, not text."""
    text = poppler.text(sealed.content, tmp_path)
    assert text.count(BODY) == 2
    with pikepdf.open(BytesIO(sealed.content)) as opened:
        appearance = opened.Root.AcroForm.Fields[0].AP.N
        assert "/Font" not in appearance.Resources
        assert "/Multiply" in [state.get("/BM") for state in appearance.Resources.ExtGState.values()]


@pytest.mark.parametrize("name", ["样例局", BODY, "样例省样例市样例县人民政府机关事务管理和综合保障服务中心"])
def test_the_name_stays_inside_the_ring(name: str) -> None:
    """Short and long names alike: every character's centre lies between star and ring."""
    drawn = SealFace(name, "样例").drawing(200)
    assert drawn.count(b"\nf\nQ") == len(name) + 2


def test_a_name_that_cannot_be_drawn_is_refused() -> None:
    """A seal with a gap in its name is worse than none."""
    with pytest.raises(UndrawableText):
        SealFace("样例😀局", "").drawing(100)
