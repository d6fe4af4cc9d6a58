"""Outlook's messages, written for the tests: properties in streams, streams in a compound file ([MS-OXMSG], [MS-CFB])."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import pytest

# A file's content by its name; a storage within is another tree.
Tree: TypeAlias = Mapping[str, Any]
# A property's value by its number: text, bytes, number or time; `Narrow` is text in a set of 8 bits.
Properties: TypeAlias = Mapping[int, Any]

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


class Narrow(bytes):
    """Text as old programs keep it, in the character set of the message."""


@pytest.fixture(scope="session")
def compound() -> Callable[[Tree], bytes]:
    return write_compound


@pytest.fixture(scope="session")
def outlook() -> Callable[..., bytes]:
    """A .msg file with these properties, recipients and attachments."""

    def write(
        properties: Properties, recipients: Sequence[Properties] = (), attachments: Sequence[Properties] = (), **options: bool
    ) -> bytes:
        return write_compound(thing(32, properties, recipients, attachments), **options)

    return write


@pytest.fixture(scope="session")
def enclosed() -> Callable[..., Tree]:
    """A message within a message, to be the object of an attachment."""
    return lambda *parts: thing(24, *parts)


@pytest.fixture(scope="session")
def narrow() -> Callable[[str, str], bytes]:
    return lambda text, charset: Narrow(text.encode(charset))


def thing(
    before: int, properties: Properties, recipients: Sequence[Properties] = (), attachments: Sequence[Properties] = ()
) -> dict[str, Any]:
    """A message, a recipient or an attachment as a storage; so many bytes stand before its properties of fixed length."""
    tree: dict[str, Any] = {}
    known = bytearray(before)
    for number, value in properties.items():
        kind, fixed, content = written(value)
        known += struct.pack("<HHI8s", kind, number, 6, fixed)
        if content is not None:
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = content
    tree["__properties_version1.0"] = bytes(known)
    if before == 32:  # names of properties that have no number: none, but every file has a place for them
        tree["__nameid_version1.0"] = {f"__substg1.0_{number:08X}": b"" for number in (0x00020102, 0x00030102, 0x00040102)}
    for name, storages in (("recip", recipients), ("attach", attachments)):
        for number, inner in enumerate(storages):
            tree[f"__{name}_version1.0_#{number:08X}"] = thing(8, inner)
    return tree


def written(value: Any) -> tuple[int, bytes, bytes | Tree | None]:
    """A property's type, its value if that is of fixed length (else its size), and its value if it is not."""
    if isinstance(value, str):
        content: bytes = value.encode("utf-16-le", "surrogatepass")
        return 0x001F, struct.pack("<II", len(content) + 2, 0), content
    if isinstance(value, Narrow):
        return 0x001E, struct.pack("<II", len(value) + 1, 0), bytes(value)
    if isinstance(value, bytes):
        return 0x0102, struct.pack("<II", len(value), 0), value
    if isinstance(value, datetime):
        ticks = (value - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10
        return 0x0040, struct.pack("<Q", ticks), None
    if isinstance(value, int):
        return 0x0003, struct.pack("<Q", value), None
    return 0x000D, struct.pack("<II", 0xFFFFFFFF, 1), value


def write_compound(tree: Tree, *, is_balanced: bool = True) -> bytes:
    """A compound file of version 3 with these streams and storages. Small streams lie in the stream for them."""
    entries: list[list[Any]] = [["Root Entry", 5, FREE, FREE, FREE, END, 0]]
    small = bytearray()
    small_table: list[int] = []
    sectors: list[bytes] = []
    table: list[int] = []

    def stored(content: bytes) -> int:
        """The first of the sectors that hold this; each points to the next."""
        first = len(sectors)
        for at in range(0, len(content), 512):
            sectors.append(content[at : at + 512].ljust(512, b"\0"))
            table.append(len(sectors))
        if len(sectors) == first:
            return END
        table[-1] = END
        return first

    def placed(content: bytes) -> int:
        if len(content) >= 4096:
            return stored(content)
        if not content:
            return END
        first = len(small_table)
        pieces = -(-len(content) // 64)
        small_table.extend([*range(first + 1, first + pieces), END])
        small.extend(content.ljust(64 * pieces, b"\0"))
        return first

    def added(inside: Tree) -> int:
        """The entry that stands above the others of a storage."""
        numbers = []
        for name in sorted(inside, key=lambda name: (len(name), name.upper())):
            numbers.append(len(entries))
            entries.append([name, 2, FREE, FREE, FREE, END, 0])
            content = inside[name]
            if isinstance(content, bytes):
                entries[numbers[-1]][5:] = [placed(content), len(content)]
            else:
                entries[numbers[-1]][1] = 1
                entries[numbers[-1]][4] = added(content)
        return halved(numbers)

    def halved(numbers: Sequence[int]) -> int:
        if not numbers:
            return FREE
        if not is_balanced:
            for number, following in itertools.pairwise(numbers):
                entries[number][3] = following
            return numbers[0]
        middle = len(numbers) // 2
        entries[numbers[middle]][2:4] = [halved(numbers[:middle]), halved(numbers[middle + 1 :])]
        return numbers[middle]

    entries[0][4] = added(tree)
    entries[0][5:] = [stored(bytes(small)), len(small)]
    small_tables = -(-len(small_table) // 128)
    small_start = stored(struct.pack(f"<{128 * small_tables}I", *small_table, *[FREE] * (128 * small_tables - len(small_table))))
    directory = stored(b"".join(entry(*known) for known in entries))
    tables = 1
    while 128 * tables < len(sectors) + tables:
        tables += 1
    assert tables <= 109, "more than seven megabytes need what this does not write"
    places = list(range(len(sectors), len(sectors) + tables))
    table += [FAT] * tables
    table += [FREE] * (128 * tables - len(table))
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, tables, directory, 0, 4096, small_start, small_tables, END, 0, places[0],
    )  # fmt: skip
    head += struct.pack("<108I", *places[1:], *[FREE] * (109 - tables))
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI16sIII", wide, len(wide) + 2, kind, 1, left, right, child, b"", 0, b"", start, size, 0
    )  # fmt: skip
