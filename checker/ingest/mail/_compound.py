"""A file that is built like a small disk, with storages for folders and streams for files ([MS-CFB]).

Outlook's messages are such files. They are read here and not through ``olefile``, which is not made for hostile ones: a few bytes
of a header make it follow a loop for minutes, a directory costs it the square of its entries, and one that is no balanced
tree exceeds the stack. Here no table is longer than the file can be, nothing is read before it is asked for, and all that is
read together is no more than twice the file.
"""

from __future__ import annotations

import struct
import sys
from array import array
from dataclasses import dataclass, field
from typing import BinaryIO

from checker.ingest.unreadable import NotReadable

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What stands in the place of a sector's number: there is none, a chain ends.
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_MINI = 64  # bytes in a sector of the stream that holds the small streams
_ENTRY = 128  # bytes of an entry of the directory
_STORAGE, _STREAM = 1, 2
# A message has some fifteen entries for each recipient.
_MOST_ENTRIES = 500_000


@dataclass(frozen=True, slots=True)
class Stream:
    """Where a stream begins, and its length in bytes."""

    start: int
    size: int


@dataclass(slots=True)
class Storage:
    """What lies in a storage, by its name in lower case."""

    streams: dict[str, Stream] = field(default_factory=dict)
    storages: dict[str, Storage] = field(default_factory=dict)


class Compound:
    """A file of this kind, open. ``is_complete`` says whether all of its directory could be read.

    Raises ``NotReadable`` where it is none or is damaged. Of the beginning of a file (``is_whole`` false), what can be known
    from it is known.
    """

    def __init__(self, stream: BinaryIO, length: int, *, is_whole: bool = True) -> None:
        self._stream = stream
        self._length = length
        self._left = 2 * length + 65_536
        self._is_whole = is_whole
        header = self._at(0, 512)
        if len(header) < 512 or not header.startswith(MAGIC):
            raise NotReadable("it is damaged: it does not begin as an Outlook message does")
        version, _, shift, mini_shift = struct.unpack_from("<HHHH", header, 26)
        if shift not in (9, 12) or mini_shift != 6:
            raise NotReadable("it is damaged: its header says that its sectors have an impossible size")
        self._sector = 1 << shift
        # The number of sectors there can be; the last may be cut short.
        self._count = max(0, -(-length // self._sector) - 1)
        self._has_long_sizes = version >= 4
        directory, _, self._cutoff, mini_table, mini_tables, difat, _ = struct.unpack_from("<IIIIIII", header, 48)
        self._table = self._load_table(header, difat)
        self._mini_table = (mini_table, mini_tables)
        self._minis: tuple[array[int], bytes] | None = None
        self._root = Stream(_END, 0)
        self.is_complete = True
        self.root = self._tree(self._directory(directory))

    def read(self, stream: Stream) -> bytes:
        """What a stream holds."""
        if stream.size < self._cutoff:
            table, minis = self._small()
            sectors = _chain(table, stream.start, -(-stream.size // _MINI))
            self._spend(stream.size)
            content = b"".join(minis[sector * _MINI : (sector + 1) * _MINI] for sector in sectors)[: stream.size]
        else:
            content = self._content(stream)
        if len(content) < stream.size:
            raise NotReadable("it is damaged: a part of it lies beyond the end of the file")
        return content

    def _small(self) -> tuple[array[int], bytes]:
        """The table of the small streams, and the stream that holds them."""
        if self._minis is None:
            start, count = self._mini_table
            table = _numbers(self._content(Stream(start, min(count, self._count) * self._sector)))
            self._minis = table, self._content(self._root)
        return self._minis

    def _content(self, stream: Stream) -> bytes:
        """What lies in a chain of sectors; those that follow one another are read at once."""
        self._spend(stream.size)
        sectors = _chain(self._table, stream.start, -(-stream.size // self._sector))
        pieces: list[bytes] = []
        first = 0
        for at in range(1, len(sectors) + 1):
            if at == len(sectors) or sectors[at] != sectors[at - 1] + 1:
                pieces.append(self._at((sectors[first] + 1) * self._sector, (at - first) * self._sector))
                first = at
        return b"".join(pieces)[: stream.size]

    def _spend(self, size: int) -> None:
        # Streams that lie in one place would otherwise let a small file hold any amount.
        if size > self._length or size > self._left:
            raise NotReadable("it is damaged: what is in it would be larger than the file")
        self._left -= size

    def _at(self, offset: int, length: int) -> bytes:
        self._stream.seek(offset)
        return self._stream.read(length)

    def _load_table(self, header: bytes, difat: int) -> array[int]:
        """The table that says of each sector which one follows it ([MS-CFB] 2.3), with no more entries than there are sectors."""
        each = self._sector // 4
        wanted = self._count // each + 1
        places = _numbers(header[76:512])
        while len(places) < wanted and difat < self._count:
            more = _numbers(self._at((difat + 1) * self._sector, self._sector))
            if len(more) < each:
                break
            difat = more.pop()
            places += more
        table: array[int] = array("I")
        for place in places[:wanted]:
            part = self._at((place + 1) * self._sector, self._sector) if place < self._count else b""
            table += _numbers(part.ljust(self._sector, b"\xff")[: self._sector])
        return table[: self._count]

    def _directory(self, start: int) -> bytes:
        pieces: list[bytes] = []
        place = start
        most = min(self._count, _MOST_ENTRIES * _ENTRY // self._sector)
        while place != _END:
            if place >= len(self._table) or len(pieces) >= most:
                self.is_complete = False
                break
            pieces.append(self._at((place + 1) * self._sector, self._sector))
            place = self._table[place]
        if self._is_whole and not self.is_complete:
            raise NotReadable("it is damaged: its directory does not end, or not in the file")
        return b"".join(pieces)

    def _tree(self, directory: bytes) -> Storage:
        """The storages and streams. Entries point to one another in any way; each counts once."""
        root = Storage()
        if len(directory) < _ENTRY:
            self.is_complete = False
            return root
        _, _, _, child, start, size = self._entry(directory, 0)
        self._root = Stream(start, size)
        seen: set[int] = {0}
        waiting = [(child, root)]
        while waiting:
            number, storage = waiting.pop()
            if number in seen or (number + 1) * _ENTRY > len(directory):
                self.is_complete = self.is_complete and (number in seen or number == _FREE)
                continue
            seen.add(number)
            kind, left, right, child, start, size = self._entry(directory, number * _ENTRY)
            waiting += [(right, storage), (left, storage)]
            name = self._name(directory, number * _ENTRY)
            if kind == _STORAGE:
                inner = storage.storages.setdefault(name, Storage())
                waiting.append((child, inner))
            elif kind == _STREAM:
                storage.streams.setdefault(name, Stream(start, size))
        return root

    def _entry(self, directory: bytes, at: int) -> tuple[int, int, int, int, int, int]:
        """What it is, what stands left, right and below, where it begins, and its size ([MS-CFB] 2.6.1)."""
        left, right, child = struct.unpack_from("<III", directory, at + 68)
        start, low, high = struct.unpack_from("<III", directory, at + 116)
        return directory[at + 66], left, right, child, start, low | (high << 32 if self._has_long_sizes else 0)

    @staticmethod
    def _name(directory: bytes, at: int) -> str:
        length = min(64, struct.unpack_from("<H", directory, at + 64)[0])
        return directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace").lower()


def _chain(table: array[int], start: int, count: int) -> list[int]:
    """The numbers of so many sectors, each as the table says it of the one before."""
    sectors: list[int] = []
    while len(sectors) < count:
        if start >= len(table):
            raise NotReadable("it is damaged: a part of it lies beyond the end of the file")
        sectors.append(start)
        start = table[start]
    return sectors


def _numbers(raw: bytes) -> array[int]:
    numbers: array[int] = array("I")
    numbers.frombytes(raw[: len(raw) - len(raw) % 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
