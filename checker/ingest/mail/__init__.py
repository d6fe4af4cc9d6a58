"""Formats of mail, a module each; a format is known by lying here.

A module of this package has four functions, and nothing else need be told of it:

- ``recognises(head: bytes, name: str) -> bool``: whether a file that begins with these bytes (64 KiB, or all of it) and has
  this name is of the format. The content counts; the name only where content leaves it open. No two formats may
  recognise the same file.
- ``items(path: Path, file: str) -> Iterator[Item | Unread]``: the messages in a file, in order, numbered from 1 (0 is what lies
  before the first), found without reading them; ``Unread`` for what is no message. ``file`` is the name that reports show.
- ``raw(stream: BinaryIO, item: Item) -> bytes``: one of them, from the open file, as RFC 5322 would have it. A format that keeps
  messages otherwise writes them so.
- ``header(stream: BinaryIO, item: Item) -> bytes``: at least the header of one of them, and little more.

All may raise ``OSError`` where a file cannot be read, and the last two ``NotReadable``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from checker.domain import Source, Unread

# How much of a file `recognises` is shown.
HEAD = 65_536


class Item(NamedTuple):
    """A message before it is read: what reports call it, the format, the file it lies in, and where in it, in bytes.

    ``path`` is where the bytes are, which for a packed file is not where the user's file is.
    """

    source: Source
    format: str
    path: Path
    offset: int
    length: int


class Format(Protocol):
    """The face of a module that knows one format of mail."""

    def recognises(self, head: bytes, name: str) -> bool: ...

    def items(self, path: Path, file: str) -> Iterator[Item | Unread]: ...

    def raw(self, stream: BinaryIO, item: Item) -> bytes: ...

    def header(self, stream: BinaryIO, item: Item) -> bytes: ...


@cache
def formats() -> dict[str, Format]:
    """The formats by the names of their modules, in sorted order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return {name: cast("Format", importlib.import_module(f"{__name__}.{name}")) for name in names}
