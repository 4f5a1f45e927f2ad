"""A PDF file, written: objects in packed groups, streams between them, and where each of them stands. Pure."""

import hashlib
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from struct import pack
from typing import NamedTuple

from governance.packs.parts import QUICK, Open

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_GROUP = 4_000  # objects: a reader that wants one of them unpacks all of its group
_INDICES = [pack(">H", index) for index in range(_GROUP)]
_FREE = pack(">BIH", 0, 0, 65_535)
_SIZES = struct.Struct(">III")
NO_GROUPS = "These bytes are no objects of a pack."


class Group(NamedTuple):
    """Objects beside each other as they stand in the file: how many, where the first begins, all of them packed."""

    count: int
    opening: int
    data: bytes


class Writer:
    """Objects are numbered by whoever writes them, each once, from 1 on. A number that nobody took is free."""

    def __init__(self) -> None:
        self._pieces = [_HEAD]
        self._at = len(_HEAD)
        self._entries: dict[int, bytes] = {}  # of a first number: the entries of it and those that follow
        self._next_groups: list[tuple[int, Group]] = []

    def objects(self, first: int, text: bytes) -> None:
        """Objects with the numbers from `first` on, one a line."""
        self.groups(first, grouped(first, text))

    def groups(self, first: int, groups: Sequence[Group]) -> None:
        """Objects that are packed already, with the numbers from `first` on. They are written when the file ends."""
        for group in groups:
            self._next_groups.append((first, group))
            first += group.count

    def stream(self, number: int, head: bytes, data: bytes) -> None:
        """A stream; `head` is its dictionary without the length."""
        self._entries[number] = pack(">BIH", 1, self._at, 0)
        self._write(
            b"%d 0 obj\n%s/Length %d>>\nstream\n" % (number, head[:-2], len(data)), data, b"\nendstream\nendobj\n"
        )

    def finished(self, size: int, root: int, info: int) -> bytes:
        """The file. `size` is the first number that no object has: the groups and the table take those that follow."""
        for number, (first, group) in enumerate(self._next_groups, size):
            place = pack(">BI", 2, number)
            self._entries[first] = place + place.join(_INDICES[: group.count])
            head = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode>>" % (group.count, group.opening)
            self.stream(number, head, group.data)
        table = size + len(self._next_groups)
        self._entries[table] = pack(">BIH", 1, self._at, 0)
        data = zlib.compress(b"".join(self._table()), QUICK)
        name = hashlib.sha256(b"".join(self._pieces)).hexdigest()[:32].encode()  # a name, and no proof
        head = b"<</Type/XRef/Size %d/Root %d 0 R/Info %d 0 R/W[1 4 2]/ID[<%s><%s>]/Filter/FlateDecode>>"
        at = self._at
        self.stream(table, head % (table + 1, root, info, name, name), data)
        self._write(b"startxref\n%d\n%%%%EOF\n" % at)
        return b"".join(self._pieces)

    def _table(self) -> Iterator[bytes]:
        """An entry for each number, from 0 on."""
        at = 0
        for first in sorted(self._entries):
            yield _FREE * (first - at)
            yield self._entries[first]
            at = first + len(self._entries[first]) // len(_FREE)

    def _write(self, *pieces: bytes) -> None:
        for piece in pieces:
            self._pieces.append(piece)
            self._at += len(piece)


def grouped(first: int, text: bytes) -> list[Group]:
    """Objects with the numbers from `first` on, one a line, packed."""
    lines = text.split(b"\n")
    return [_group(first + at, lines[at : at + _GROUP]) for at in range(0, len(lines), _GROUP)]


def _group(first: int, lines: Sequence[bytes]) -> Group:
    count = len(lines)
    numbers = [0] * (2 * count)
    numbers[::2] = range(first, first + count)
    numbers[1::2] = list(accumulate(map((1).__add__, map(len, lines)), initial=0))[:count]
    opening = b"%d %d " * count % tuple(numbers)
    data = zlib.compress(opening + b"\n".join(lines), QUICK)  # three times as quick, and a file a fortieth larger
    return Group(count, len(opening), data)


def closed(text: Open, base: int, outside: Mapping[int, int]) -> bytes:
    """Open text with its numbers put in: those of the part itself from `base` on, all others as given."""
    return text.text % tuple([number + base if number >= 0 else outside[number] for number in text.numbers])


# --- Groups as bytes: for the store -----------------------------------------------------------------------------------


def packed(groups: Sequence[Group]) -> bytes:
    return b"".join(_SIZES.pack(each.count, each.opening, len(each.data)) + each.data for each in groups)


def unpacked(data: bytes) -> list[Group]:
    """The groups again. Raises ValueError for bytes that are none."""
    found, at = [], 0
    try:
        while at < len(data):
            count, opening, size = _SIZES.unpack_from(data, at)
            at += _SIZES.size + size
            found.append(Group(count, opening, data[at - size : at]))
    except struct.error as error:
        raise ValueError(NO_GROUPS) from error
    if at != len(data) or not found:
        raise ValueError(NO_GROUPS)
    return found
