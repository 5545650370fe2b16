"""Where the bodies that sign a paper stand at its end (署名、用印、成文日期): one, or several side by side (联合行文)."""

from dataclasses import dataclass
from datetime import date

from flows.documents.seal_face import SEAL_SIZE
from flows.documents.strips import BODY, LEADING, MM, PITCH, WIDTH, measure
from flows.documents.wrapping import balanced
from matters.calendar import day_text

QR_SIZE = 24 * MM
SEAL_DROP = 0.3 * LEADING  # the seal's top lies within one line of the text
NAME_DROP = 1.65 * LEADING  # name and date then lie 3 mm below the seal's centre
_BESIDE_CODE = QR_SIZE + 4 * MM
_MARGIN = 2 * MM  # between the names of neighbours
_SMALLEST = 10.0  # a name that would be smaller in one line stands in two
_CODE_WORDS = 10 * MM  # what the code is for, below it


@dataclass(frozen=True)
class SignedBy:
    """A body's name in one line or two of that size, centred `centre` points from the left edge of the text area."""

    name: str
    lines: tuple[str, ...]
    size: float
    centre: float


@dataclass(frozen=True)
class SignOff:
    """The end of a paper. `height`: what it takes; `code_top`: where the code to check it stands, below the last line."""

    signers: tuple[SignedBy, ...]
    day: str
    height: float
    code_top: float


def sign_off(signers: tuple[str, ...], issued_on: date) -> SignOff:
    """One body stands over the date, which ends four characters from the right; seals of several never touch (GB/T 9704-2012).

    Two find room beside the code to check the paper; of three the code stands below.
    """
    day = day_text(issued_on)
    below = SEAL_DROP + SEAL_SIZE
    if len(signers) == 1:
        return SignOff((_alone(signers[0], day),), day, below, LEADING)
    first = _BESIDE_CODE if len(signers) == 2 else 0.0
    room = (WIDTH - first) / len(signers)
    beside = tuple(_beside(name, room, first + (place + 0.5) * room) for place, name in enumerate(signers))
    if first:
        return SignOff(beside, day, below, LEADING)
    code_top = below + _MARGIN
    return SignOff(beside, day, code_top + QR_SIZE + _CODE_WORDS, code_top)


def _alone(name: str, day: str) -> SignedBy:
    size = min(BODY, (WIDTH - QR_SIZE - 2 * BODY) / len(name))
    centre = min(WIDTH - 4 * PITCH - measure(day, BODY, 0) / 2, WIDTH - measure(name, size, 0) / 2)
    return SignedBy(name, (name,), size, centre)


def _beside(name: str, room: float, centre: float) -> SignedBy:
    """As large as the text where it fits, else smaller, else in two lines."""
    width = room - _MARGIN
    size = min(BODY, BODY * width / measure(name, BODY, 0))
    if size >= _SMALLEST:
        return SignedBy(name, (name,), size, centre)
    half = len(name) / 2 + 1
    size = min(_SMALLEST, width / half)
    return SignedBy(name, balanced(name, lambda text: measure(text, size, 0), width), size, centre)
