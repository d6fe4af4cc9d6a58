"""The parts of a document that is a zip: Word, PowerPoint (ECMA-376 part 2) and OpenDocument (ODF 1.3 part 2).

The file is taken to be hostile: how many parts it has and how large they grow is looked at before anything is unpacked, and
no part is trusted to be as large as it says. Nothing outside it is ever opened.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from checker.ingest.drafts._xml_names import parsed
from checker.ingest.limits import USUAL
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from lxml import etree  # type: ignore[import-untyped]  # ships no types

    from checker.ingest.limits import Limits

SIGN = b"PK\x03\x04"

# The most parts in a document: long ones with many pictures have some hundreds.
MEMBERS = 5_000
# The most bytes that one XML part, and all of them, may unpack to; Word itself balks at 512 MB of text.
PART, PARTS = 64 * 2**20, 128 * 2**20
# Whatever its size, a part may unpack to this much.
FREE = 2**20

# What reading a zip that is not one can raise.
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Zipped:
    """The parts of one file, each unpacked only when it is asked for; their names are compared as Word does, in any case."""

    def __init__(self, data: bytes, limits: Limits = USUAL) -> None:
        """Open the zip; ``NotReadable`` if it is not one or holds what no document holds."""
        most = min(MEMBERS, limits.members)
        if data.count(b"PK\x01\x02") > most * 4:  # before zipfile makes an object of each of a million entries
            raise NotReadable("a zip file with far too many parts")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_FAULTS as error:
            raise NotReadable("damaged: it cannot be unpacked as an Office document") from error
        members = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(members) > most:
            raise NotReadable(f"it has {len(members):,} parts; {most:,} is the most that is read")
        self._members = {info.filename.lstrip("/").lower(): info for info in members}
        self._is_double = len(self._members) < len(members)
        self._ratio = limits.ratio
        self._left = min(PARTS, limits.unpacked(len(data)))

    @property
    def names(self) -> frozenset[str]:
        """The names of all parts, in lower case."""
        return frozenset(self._members)

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or None if there is no such part; ``NotReadable`` if there is and it cannot be unpacked."""
        if self._is_double:
            raise NotReadable("damaged: two of its parts have the same name")
        info = self._members.get(name.lower())
        return None if info is None else self._unpacked(info)

    def xml(self, name: str) -> etree._Element | None:
        """The XML of a part, or None if there is no such part; ``NotReadable`` if there is and it cannot be read."""
        data = self.part(name)
        return None if data is None else parsed(data, name)

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise NotReadable("encrypted: it opens only with a password")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotReadable("damaged: packed in a way that Office documents are not")
        allowed = min(PART, self._left, max(FREE, info.compress_size * self._ratio))
        too_much = NotReadable(f"its part {info.filename!r} unpacks to more than a document can hold")
        if info.file_size > allowed:
            raise too_much
        try:
            with self._zip.open(info) as file:
                data = file.read(allowed + 1)
        except _ZIP_FAULTS as error:
            raise NotReadable(f"damaged: its part {info.filename!r} cannot be unpacked") from error
        if len(data) > allowed:
            raise too_much
        self._left -= len(data)
        return data
