"""The properties a camera writes (EXIF, a TIFF inside): where it was taken is cut out in place, the rest stays as it is."""

import re
import struct
from collections.abc import Iterator

# Also in what makers and camera programs write in forms of their own.
COORDINATES = re.compile(rb"latitude|longitude|gps_?(?:lat|lon|pos|coord)", re.IGNORECASE)
_GPS, _ORIENTATION, _INNER = 0x8825, 0x0112, (0x8769, 0xA005)
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_ENTRY = 12
_MOST_DIRECTORIES = 32


def without_place(tiff: bytes) -> bytes:
    """The same properties without the place; of those that cannot be read nothing, of unclear ones the way up."""
    try:
        properties = _Tiff(tiff)
        properties.cut_places()
    except (struct.error, KeyError, IndexError):
        return b""
    left = bytes(properties.data)
    return properties.way_up() if COORDINATES.search(left.replace(b"\0", b"")) else left


class _Tiff:
    """Directories of entries, 12 bytes each; what does not fit into an entry stands elsewhere (TIFF 6.0)."""

    def __init__(self, tiff: bytes) -> None:
        self.data = bytearray(tiff)
        self._order = {b"II": "<", b"MM": ">"}[tiff[:2]]

    def cut_places(self) -> None:
        """Blank the directories of places, and take away what leads to them."""
        for directory in list(self._directories()):
            for entry in reversed(list(self._entries(directory))):
                if self._number("H", entry) == _GPS:
                    self._blank(self._number("I", entry + 8))
                    self._take_out(directory, entry)

    def way_up(self) -> bytes:
        """New properties that tell nothing but how the picture is to be turned."""
        found = [
            self._number("H", entry + 8)
            for directory in self._directories()
            for entry in self._entries(directory)
            if self._number("H", entry) == _ORIENTATION
        ]
        return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, _ORIENTATION, 3, 1, found[0] if found else 1, 0, 0)

    def _number(self, form: str, at: int) -> int:
        return int(struct.unpack_from(self._order + form, self.data, at)[0])

    def _entries(self, directory: int) -> range:
        first = directory + 2
        return range(first, first + _ENTRY * self._number("H", directory), _ENTRY)

    def _directories(self) -> Iterator[int]:
        waiting, seen = [self._number("I", 4)], set[int]()
        while waiting and len(seen) < _MOST_DIRECTORIES:
            directory = waiting.pop()
            if not directory or directory in seen:
                continue
            seen.add(directory)
            yield directory
            entries = self._entries(directory)
            waiting += [self._number("I", entry + 8) for entry in entries if self._number("H", entry) in _INNER]
            if entries.stop + 4 <= len(self.data):
                waiting.append(self._number("I", entries.stop))

    def _blank(self, directory: int) -> None:
        entries = self._entries(directory)
        for entry in entries:
            size = _SIZES[self._number("H", entry + 2)] * self._number("I", entry + 4)
            if size > 4:
                self._erase(self._number("I", entry + 8), size)
        self._erase(directory, entries.stop - directory)

    def _erase(self, at: int, size: int) -> None:
        size = max(min(size, len(self.data) - at), 0)
        self.data[at : at + size] = bytes(size)

    def _take_out(self, directory: int, entry: int) -> None:
        end = self._entries(directory).stop + 4
        self.data[entry:end] = self.data[entry + _ENTRY : end] + bytes(_ENTRY)
        struct.pack_into(self._order + "H", self.data, directory, self._number("H", directory) - 1)
