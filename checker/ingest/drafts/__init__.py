"""Drafts of publicity: press releases, leaflets, newsletters and pages, each a file of its own.

``found`` names the drafts of a folder, ``read`` makes a ``Document`` of one. A file's kind is told by its content first
and by its name only where the content does not say. A format is a module of this package and is known by lying here
(a module whose name begins with an underscore is a part of one). It has three things:

- ``NAMES``: the endings of file names that claim the format, in lower case;
- ``recognises(data: bytes) -> bool``: whether the content alone says that it is of this format;
- ``read(data: bytes, name: str) -> tuple[str, tuple[Mark, ...], str]``: the text as the report shows it, the marks on
  it, and the title; ``NotReadable`` where it cannot.

Marks have offsets into exactly the text returned. Beside the kinds that ``domain.Mark`` lists there is ``comment``, on
words that somebody wrote beside the draft and not in it; its value is that person's name, as the file gives it; and
``page``, on the words of a page, whose value is its number.
A mark of size, colour or background is there where the file says so: no colour means the reader's own, which is black.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import stat
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from checker.domain import OWN, Document, Zone
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.domain import Mark, Source

# The largest draft that is read, in bytes. A leaflet with pictures for the printer has tens of megabytes.
LARGEST = 100 * 1024 * 1024
# The longest text that is kept of a draft, in characters: some 1,500 pages.
LONGEST = 5_000_000

# Files that programs leave beside a user's own: none of them is a draft.
_LITTER = frozenset({"thumbs.db", "desktop.ini"})

# What a text cannot hold if a report is to show it: control characters and halves of surrogate pairs.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the compound files of old Office programs, [MS-CFB] 2.2

# Kinds of file that people do write drafts in and that are not read here: first bytes, ending, what to say.
_STRANGERS = (
    (b"{\\rtf", ".rtf", "a rich text file (RTF)"),
    (b"PK\x03\x04", ".odt", "an OpenDocument text (ODT)"),
    (_OLE, ".doc", "an old Word document (DOC)"),
    (b"PK\x03\x04", ".pptx", "a PowerPoint presentation (PPTX)"),
    (_OLE, ".pub", "a Publisher document (PUB)"),
)


class Format(Protocol):
    """The face of a module that reads one format."""

    NAMES: tuple[str, ...]

    def recognises(self, data: bytes) -> bool: ...

    def read(self, data: bytes, name: str) -> tuple[str, tuple[Mark, ...], str]: ...


def found(place: Path) -> Iterator[Path]:
    """The drafts that lie here: the file itself, or every file of a folder and its folders, in sorted order.

    Files whose kind is not known come too, so that ``read`` can say why they are not read; so does a folder that cannot
    be listed, or a link to a folder, which is not followed. Passed over are hidden files (``.gitkeep``), lock files
    (``~$leaflet.docx``) and what Windows leaves in folders.
    """
    try:
        is_folder = place.is_dir()
    except OSError:  # the folder that it lies in may not be looked into; `read` will say so
        is_folder = False
    if not is_folder:
        yield place
        return
    drafts: list[Path] = []
    unlisted: list[OSError] = []
    for folder, inner, names in os.walk(place, onerror=unlisted.append):
        inner[:] = [name for name in inner if not name.startswith(".")]
        links = [name for name in inner if (Path(folder) / name).is_symlink()]
        drafts += [Path(folder) / name for name in names + links if not _is_litter(name)]
    yield from sorted(drafts + [Path(error.filename) for error in unlisted])


def read(path: Path, id: str, source: Source) -> Document:
    """The draft in this file, all of it the author's own words.

    Raises ``NotReadable``, with a reason in plain English, for a file that is empty, encrypted, damaged, too large or of
    a kind that is not known, and nothing else, whatever the file holds.
    """
    text, marks, title = read_bytes(_content(path), path.name)
    return Document(id, source, text, title, None, (Zone(OWN, 0, len(text)),), marks)


def read_bytes(data: bytes, name: str) -> tuple[str, tuple[Mark, ...], str]:
    """The text, the marks and the title of a draft whose file has this content and this name; raises as ``read`` does."""
    if not data:
        raise NotReadable("an empty file")
    if len(data) > LARGEST:
        raise NotReadable(f"larger than {LARGEST // 2**20} MB, the most that is read of one draft")
    text, marks, title = _format_of(data, name).read(data, name)
    if len(text) > LONGEST:
        raise NotReadable(f"its text has {len(text):,} characters; {LONGEST:,} is the most that is read of one draft")
    if not text.strip():
        raise NotReadable("no words in it")
    # A character for a character, so that the marks still lie where they lay.
    return _UNPRINTABLE.sub("\ufffd", text), marks, _UNPRINTABLE.sub("\ufffd", title)


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LITTER


def _content(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise NotReadable("a folder that cannot be listed, or a link to a folder, which is not followed")
        if not stat.S_ISREG(mode):
            raise NotReadable("not a file but a device or a pipe")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a nought in it
        raise NotReadable(f"cannot be opened: {getattr(error, 'strerror', None) or error}") from error


def _format_of(data: bytes, name: str) -> Format:
    formats = _formats()
    for form in formats:
        if form.recognises(data):
            return form
    lower = name.lower()
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise NotReadable("encrypted: it opens only with a password")  # [MS-OFFCRYPTO] 1.3.2
    for start, ending, kind in _STRANGERS:
        if data.startswith(start) and lower.endswith(ending):
            raise NotReadable(f"{kind}: save it as DOCX or PDF, or as plain text")
    for form in formats:
        if lower.endswith(form.NAMES):
            return form
    known = ", ".join(ending for form in formats for ending in form.NAMES)
    raise NotReadable(f"not of a kind that is read as a draft ({known})")


@cache
def _formats() -> tuple[Format, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(cast("Format", importlib.import_module(f"{__name__}.{name}")) for name in names)
