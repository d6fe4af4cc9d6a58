"""Drafts of publicity: press releases, leaflets, newsletters and pages, each a file of its own.

``found`` names the drafts of a folder, ``read`` makes a ``Document`` of one. A file's kind is told by its content first
and by its name only where the content does not say. A format is a module of this package and is known by lying here
(a module whose name begins with an underscore is a part of one). It has three things:

- ``NAMES``: the endings of file names that claim the format, in lower case;
- ``recognises(data: bytes) -> bool``: whether the content alone says that it is of this format, and of no other;
- ``read(data: bytes, name: str, *, limits: Limits) -> tuple[str, tuple[Mark, ...], str]``: the text as the report shows it,
  the marks on it, and the title; ``NotReadable`` where it cannot.

What hangs on messages is read here too: ``text_of`` gives its text, with fewer marks and much faster.
What may hang, crash or eat memory is read in a child process, where one is given.

Marks have offsets into exactly the text returned. Beside the kinds that ``domain.Mark`` lists there is ``comment``, on
words that somebody wrote beside the draft and not in it; its value is that person's name, as the file gives it; and
``page``, on the words of a page, whose value is its number; and ``emblem``, on a picture that is like one of the user's own
folder (``checker.ingest.emblems``).
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
from checker.ingest.limits import USUAL
from checker.ingest.unreadable import NotReadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.domain import Mark, Source
    from checker.ingest.child import Child
    from checker.ingest.limits import Limits

# Files that programs leave beside a user's own: none of them is a draft.
_LITTER = frozenset({"thumbs.db", "desktop.ini"})

# What a text cannot hold if a report is to show it: control characters and halves of surrogate pairs.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

# Formats that are no more than text: reading them takes time in proportion to their size, and cannot crash.
_PLAIN = ("html", "txt")


class Format(Protocol):
    """The face of a module that reads one format."""

    NAMES: tuple[str, ...]

    def recognises(self, data: bytes) -> bool: ...

    def read(self, data: bytes, name: str, *, limits: Limits) -> tuple[str, tuple[Mark, ...], str]: ...


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


def read(path: Path, id: str, source: Source, *, limits: Limits = USUAL, child: Child | None = None) -> Document:
    """The draft in this file, all of it the author's own words.

    Raises ``NotReadable``, with a reason in plain English, for a file that is empty, encrypted, damaged, too large or of
    a kind that is not known, and nothing else, whatever the file holds.
    """
    data = _content(path, limits)
    text, marks, title = read_bytes(data, path.name, limits=limits, child=child)
    marks = _with_emblems(marks, data, path.name, limits, child)
    return Document(id, source, text, title, None, (Zone(OWN, 0, len(text)),), marks)


def read_bytes(
    data: bytes, name: str, *, limits: Limits = USUAL, child: Child | None = None
) -> tuple[str, tuple[Mark, ...], str]:
    """The text, the marks and the title of a draft whose file has this content and this name; raises as ``read`` does.

    With a child process, whatever is more than plain text or HTML is read there.
    """
    form = _format_of(data, name, limits)
    if child is not None and form not in _PLAIN:
        from checker.ingest.drafts._job import READ, ask

        return ask(child, READ, data, name, limits)
    return _checked(_format(form).read(data, name, limits=limits), limits)


def text_of(data: bytes, name: str, *, limits: Limits = USUAL, child: Child | None = None) -> tuple[str, tuple[Mark, ...], str]:
    """What ``read_bytes`` gives, some fifty times faster for a PDF: of its marks only the pages, of its look nothing.

    Its words come in the order in which they were drawn, which is that of reading in nearly every PDF.
    """
    text, marks, title = _text_of(data, name, limits, child)
    return text, _with_emblems(marks, data, name, limits, child), title


def _text_of(data: bytes, name: str, limits: Limits, child: Child | None) -> tuple[str, tuple[Mark, ...], str]:
    form = _format_of(data, name, limits)
    if child is not None and form not in _PLAIN:
        from checker.ingest.drafts._job import TEXT, ask

        return ask(child, TEXT, data, name, limits)
    if form != "pdf":
        return _checked(_format(form).read(data, name, limits=limits), limits)
    from checker.ingest.drafts._pdf_words import read as words_of

    return _checked(words_of(data, limits), limits)


def _with_emblems(marks: tuple[Mark, ...], data: bytes, name: str, limits: Limits, child: Child | None) -> tuple[Mark, ...]:
    """The marks, with those of emblems where a user has some looked for."""
    from checker.ingest.emblems import are_looked_for, with_emblems

    return with_emblems(marks, data, name, limits=limits, child=child) if are_looked_for() else marks


def about(path: Path, *, limits: Limits = USUAL, child: Child | None = None) -> list[tuple[str, str]]:
    """What a draft's file says beside its text (``_about``), each with its kind; nothing for a file that cannot be read."""
    from checker.ingest.drafts._about import about as told

    try:
        data = _content(path, limits)
        if child is not None and not _is_plain(data):
            from checker.ingest.drafts._job import ask_about

            return ask_about(child, data, limits)
        return told(data, limits)
    except NotReadable:
        return []


def _is_plain(data: bytes) -> bool:
    """Whether a file is text or a page, which can be looked through without care."""
    from checker.ingest.drafts._kinds import kind_of

    return kind_of(data) in ("html", "text")


def _checked(draft: tuple[str, tuple[Mark, ...], str], limits: Limits) -> tuple[str, tuple[Mark, ...], str]:
    text, marks, title = draft
    if len(text) > limits.text:
        raise NotReadable(f"its text has {len(text):,} characters; {limits.text:,} is the most that is read of one draft")
    if not text.strip():
        raise NotReadable("no words in it")
    # A character for a character, so that the marks still lie where they lay.
    return _UNPRINTABLE.sub("\ufffd", text), marks, _UNPRINTABLE.sub("\ufffd", title)


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _LITTER


def _content(path: Path, limits: Limits) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise NotReadable("a folder that cannot be listed, or a link to a folder, which is not followed")
        if not stat.S_ISREG(mode):
            raise NotReadable("not a file but a device or a pipe")
        with path.open("rb") as file:
            return file.read(limits.document_bytes + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a nought in it
        raise NotReadable(f"cannot be opened: {getattr(error, 'strerror', None) or error}") from error


def _format_of(data: bytes, name: str, limits: Limits) -> str:
    """The format to read this in, by the name of its module."""
    from checker.ingest.drafts._kinds import STRANGERS, kind_of

    if not data:
        raise NotReadable("an empty file")
    if len(data) > limits.document_bytes:
        raise NotReadable(f"larger than {_size(limits.document_bytes)}, the most that is read of one draft")
    lower, kind = name.lower(), kind_of(data)
    if kind in STRANGERS:
        raise NotReadable(STRANGERS[kind])
    if kind == "text" and (named := next((form for form in _PLAIN if lower.endswith(_format(form).NAMES)), "")):
        return named  # a piece of a page need not begin as a page does
    form = "txt" if kind == "text" else kind
    if form in _names() and _format(form).recognises(data):
        return form  # most are of the kind that their module is named for: no other format's parts are loaded
    formats = _formats()
    for form, module in formats.items():
        if module.recognises(data):
            return form
    if named := next((form for form, module in formats.items() if lower.endswith(module.NAMES)), ""):
        return named
    known = ", ".join(ending for module in formats.values() for ending in module.NAMES)
    raise NotReadable(f"not of a kind that is read as a draft ({known})")


def _size(count: int) -> str:
    return f"{count / 2**20:,.0f} MB" if count >= 2**20 else f"{count:,} bytes"


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")))


@cache
def _format(name: str) -> Format:
    return cast("Format", importlib.import_module(f"{__name__}.{name}"))


@cache
def _formats() -> dict[str, Format]:
    return {name: _format(name) for name in _names()}
