"""A single file made smaller: gzip (RFC 1952), bzip2, xz and Zstandard (RFC 8878). It has no name beside its own."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import cast

from backports import zstd

from checker.ingest.limits import Limits
from checker.ingest.packed import Member
from checker.ingest.packed._writing import unpack

NAME = "compressed file"

# The first bytes, what people call it, and what file names add.
_FORMS = (
    (b"\x1f\x8b", "gzip", ".gz"),
    (b"BZh", "bzip2", ".bz2"),
    (b"\xfd7zXZ\x00", "xz", ".xz"),
    (b"\x28\xb5\x2f\xfd", "zstd", ".zst"),
)
_FAULTS = (OSError, zlib.error, lzma.LZMAError, zstd.ZstdError, MemoryError)
# A window larger than this is asked for by nobody who packs mail: 128 MiB, as the zstd program allows (RFC 8878, 3.1.1.1.2).
_WINDOW = 27
_XZ_MEMORY = 256 * 1024 * 1024


def form(head: bytes) -> str:
    """What people call the compression of a file that begins so; empty for none."""
    return next((name for start, name, _ in _FORMS if head.startswith(start)), "")


def bare(name: str) -> str:
    """A file's name without what compression added to it.

    >>> bare("Sent.mbox.gz")
    'Sent.mbox'
    """
    ending = next((ending for _, _, ending in _FORMS if name.lower().endswith(ending)), "")
    return name[: -len(ending)] if ending else name


def recognises(head: bytes, name: str) -> bool:
    return bool(form(head)) and (not head.startswith(b"BZh") or head[4:10] == b"1AY&SY") and bool(name)


def members(path: Path, scratch: Path, limits: Limits) -> Iterator[Member]:
    target = scratch / "unpacked"
    allowed = limits.unpacked(path.stat().st_size)
    with path.open("rb") as raw:
        head = raw.read(8)
        raw.seek(0)
        lost = unpack(_reader(raw, form(head)), target, allowed, _FAULTS)
    yield Member("", target if target.stat().st_size or not lost else None, lost)


def _reader(raw: object, kind: str) -> Callable[[int], bytes]:
    """Gives what there is before a fault in a damaged file, as ``read1`` does; ``read`` would lose it."""
    stream = cast("BufferedIOBase", raw)
    if kind == "gzip":
        return gzip.GzipFile(fileobj=stream).read1
    if kind == "bzip2":
        return bz2.BZ2File(stream).read1
    if kind == "xz":
        return _xz(stream)
    return zstd.ZstdFile(stream, options={zstd.DecompressionParameter.window_log_max: _WINDOW}).read1


def _xz(stream: BufferedIOBase) -> Callable[[int], bytes]:
    # LZMAFile knows no limit of memory, and the header of a hostile file may ask for four gigabytes.
    decompressor = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)

    def read(size: int) -> bytes:
        nonlocal decompressor
        while True:
            if decompressor.eof:
                rest = decompressor.unused_data.lstrip(b"\x00") or stream.read(size).lstrip(b"\x00")
                if not rest:
                    return b""
                decompressor = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)  # another stream may follow in one file
                chunk = decompressor.decompress(rest, size)
            else:
                given = stream.read(size) if decompressor.needs_input else b""
                if not given and decompressor.needs_input:
                    raise EOFError
                chunk = decompressor.decompress(given, size)
            if chunk:
                return chunk

    return read
