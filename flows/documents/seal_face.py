"""The face of a round seal: ring, star and name as one vector drawing, without any text or font in it."""

import math
from dataclasses import dataclass

from flows.documents.faces import UndrawableText, runs, unprintable
from flows.documents.outlines import outline

# 42 mm, usual for a department; 国发〔1999〕25号 allows bodies below a government 45 mm at most
SEAL_SIZE = 42 * 72 / 25.4
_RED = b"0.86 0 0 rg 0.86 0 0 RG"
_RING = 1.2 / 21  # line of 1.2 mm on a radius of 21 mm
_STAR = 7 / 21  # star of 14 mm
_SPAN = math.radians(262)  # the widest arc a long name may take
_STEP = math.radians(19)  # between the characters of a short name
_TALL = 5.6 / 21  # height of a character on the arc
_INSET = 1.0 / 21  # between ring and name
_LEGEND = 3.6 / 21


@dataclass(frozen=True)
class SealFace:
    """A round seal 圆形印章 with a five-pointed star: `name` runs along the arc, `legend` stands below the star."""

    name: str
    legend: str

    def drawing(self, size: float) -> bytes:
        """Content stream on a square of `size` points; the ring's outer edge touches its sides."""
        offending = unprintable(self.name + self.legend)
        if offending:
            raise UndrawableText(offending)
        radius = size / 2
        parts = [
            b"q",
            _RED,
            b"%.4f 0 0 %.4f %.4f %.4f cm" % (radius, radius, radius, radius),
            _ring(),
            _star(),
            *self._arc(),
            *self._legend_line(),
            b"Q",
        ]
        return b"\n".join(parts)

    def _arc(self) -> list[bytes]:
        """Characters from left to right over the star, feet towards the centre, narrowed where the name is long."""
        count = len(self.name)
        step = min(_STEP, _SPAN / max(count - 1, 1))
        middle = 1 - _RING - _INSET - _TALL / 2
        wide = min(_TALL * 0.82, step * (middle - _TALL / 2) * 1.08)
        made = []
        for index, character in enumerate(self.name):
            angle = (index - (count - 1) / 2) * step
            made.append(_glyph(character, middle * math.sin(angle), middle * math.cos(angle), -angle, wide, _TALL))
        return made

    def _legend_line(self) -> list[bytes]:
        step = _LEGEND * 1.25
        first = -(len(self.legend) - 1) / 2 * step
        return [
            _glyph(character, first + index * step, -0.65, 0, _LEGEND, _LEGEND)
            for index, character in enumerate(self.legend)
        ]


def _glyph(character: str, x: float, y: float, angle: float, wide: float, tall: float) -> bytes:
    """One character, the centre of its em square at (x, y), turned by `angle`."""
    ((face, _),) = runs(character, heavy=True)
    cos, sin = math.cos(angle), math.sin(angle)
    a, b, c, d = wide * cos, wide * sin, -tall * sin, tall * cos
    left, lower = 0.5 * face.width(character), 0.38  # the em square of a Han glyph spans -0.12 to 0.88
    matrix = (a, b, c, d, x - left * a - lower * c, y - left * b - lower * d)
    placed = " ".join(f"{value:.5f}" for value in matrix).encode()
    return b"q %s cm\n%s\nf\nQ" % (placed, outline(face, character))


def _ring() -> bytes:
    radius = 1 - _RING / 2
    k = 0.5522847498 * radius  # cubic approximation of a quarter circle
    r = radius
    return (
        f"{_RING:.5f} w {r:.5f} 0 m "
        f"{r:.5f} {k:.5f} {k:.5f} {r:.5f} 0 {r:.5f} c {-k:.5f} {r:.5f} {-r:.5f} {k:.5f} {-r:.5f} 0 c "
        f"{-r:.5f} {-k:.5f} {-k:.5f} {-r:.5f} 0 {-r:.5f} c {k:.5f} {-r:.5f} {r:.5f} {-k:.5f} {r:.5f} 0 c s"
    ).encode()


def _star() -> bytes:
    inner = _STAR * math.sin(math.radians(18)) / math.sin(math.radians(54))
    points = []
    for index in range(10):
        length, angle = (inner if index % 2 else _STAR), math.radians(90 + 36 * index)
        points.append(f"{length * math.cos(angle):.5f} {length * math.sin(angle):.5f}")
    return f"{points[0]} m {' l '.join(points[1:])} l h f".encode()
