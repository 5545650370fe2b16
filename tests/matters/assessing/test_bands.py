"""Bands: every value falls into exactly one, and what overlaps or leaves a gap is refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matters.assessing.bands import read_bands
from matters.assessing.formulas import UnreadableError

THREE = "90 以上：100；低于 80：0；80 至 90：60.5"


@pytest.mark.parametrize(
    ("value", "points"), [("-5", "0"), ("79.9999", "0"), ("80", "60.5"), ("90", "100"), ("1000", "100")]
)
def test_the_start_belongs_to_a_band_and_the_end_does_not(value: str, points: str) -> None:
    """In whatever order they are written."""
    assert [band.points for band in read_bands(THREE) if band.has(Fraction(value))] == [Fraction(points)]


@given(st.sets(st.integers(-50, 150), min_size=1, max_size=6), st.fractions(-100, 200))
def test_every_value_has_exactly_one_band(edges: set[int], value: Fraction) -> None:
    """Whatever the edges are."""
    first, *rest = sorted(edges)
    text = [f"低于 {first}：0", f"{max(edges)} 以上：10"]
    text += [f"{low} 至 {high}：5" for low, high in zip((first, *rest), rest, strict=False)]
    assert sum(band.has(value) for band in read_bands("；".join(text))) == 1


def test_without_bands_there_are_none() -> None:
    """The value itself is the points then."""
    assert read_bands(" ") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("低于 80：0；75 以上：10", "重叠"),
        ("低于 80：0；低于 90：5；90 以上：10", "重叠"),
        ("低于 80：0；85 以上：10", "空档"),
        ("低于 80：0", "最高一档"),
        ("80 以上：0", "最低一档"),
        ("很好：10", "看不懂分档“很好：10”"),
        ("低于 80：0；90 至 80：5；90 以上：10", "起点应当小于终点"),
    ],
)
def test_what_gives_two_points_or_none_is_refused(text: str, says: str) -> None:
    """With how it is written."""
    with pytest.raises(UnreadableError, match=says):
        read_bands(text)
