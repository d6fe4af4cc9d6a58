"""Files and folders that somebody gave, and the mail in them; every file accounted for.

``find`` walks what was given and tells of each file what it is, by its content first; what is packed is unpacked, and gone
through in the same way. ``items`` gives a file's messages and, as ``Unread``, what in it is none; ``Reader.enclosed`` gives the
messages that hang on a message. ``Reader`` reads them. Each thing that ``items`` gives is later either read or not, so for each
file ``expected == read + unread`` can be kept. Whether it is a mistake to have been given a path without any mail is the
caller's to say: ``without_mail`` names such paths.

Links are not followed out of the folder that was given: who names a folder has not named what lies elsewhere. A link to a file
within it is no second file.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from checker.domain import CheckerError, Document, Mark, Message, Source, Unread
from checker.ingest import drafts, headers
from checker.ingest.charsets import clean
from checker.ingest.child import Child
from checker.ingest.headers import Headers
from checker.ingest.limits import USUAL, Limits
from checker.ingest.mail import HEAD, Item, formats
from checker.ingest.mime import Who, enclosed, read
from checker.ingest.packed import Kind, Member, kinds
from checker.ingest.packed.compressed import bare, form
from checker.ingest.patience import at_most
from checker.ingest.unreadable import NotReadable
from checker.ingest.wording import wording

# The kind of a file without mail, of one that only serves a mail program or describes an export, and of an archive as such.
NOT_MAIL = "not mail"
OWN_FILE = "a file of the mail program or of the export itself"

# First bytes that say what a file is that holds no mail, or none that can be read here.
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first, or pack it as zip"),
    (b"Rar!", "a RAR archive; unpack it first, or pack it as zip"),
)
_DEVICE = "it is not a file but a device or a pipe"
# Formats in which a file is one message: many of them are told as the folder that they lie in.
_SINGLE = ("eml", "emlx", "msg")
_ENCLOSING = re.compile(
    rb"^content-type:[ \t\r\n]{0,20}(?:multipart/(?!alternative)|message/rfc822)", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that was given, lies in a folder that was given, or was packed in one of these.

    ``path`` names it as the user would, ``given`` is what the user named. ``kind`` is a format of mail, ``NOT_MAIL``,
    ``OWN_FILE``, or a kind of packed file; ``packing`` says how it was packed. ``location`` is where its bytes are, unpacked if
    need be. ``lost`` says what of it could not be had, empty if nothing; of a file without mail, why; ``faults`` names each
    thing in it that could not be had. ``folder`` is the folder under which it is told if it is a single message or no mail,
    empty if it was given by name. ``called`` is what reports call it where its kind does not say enough.
    """

    path: str
    given: str
    kind: str
    sha256: str
    location: Path
    lost: str = ""
    packing: str = ""
    faults: tuple[str, ...] = ()
    folder: str = ""
    called: str = ""

    @property
    def is_mail(self) -> bool:
        return self.kind in formats()

    @property
    def is_single(self) -> bool:
        """Whether the file is at most one message."""
        return self.kind in _SINGLE or self.kind in (NOT_MAIL, OWN_FILE)


@dataclass(frozen=True, slots=True)
class _Unpacking:
    """Where packed files are unpacked, each in a folder of its own, and how much of them."""

    scratch: Path
    limits: Limits

    def folder(self) -> Path:
        try:
            return Path(tempfile.mkdtemp(prefix="unpacked-", dir=self.scratch))
        except OSError as error:
            raise CheckerError(f"Nothing can be written to '{self.scratch}': {_why(error)}.") from error


@dataclass(slots=True)
class _Budget:
    """How many bytes may still be unpacked of the outermost file, whatever lies in it."""

    left: int


@dataclass(frozen=True, slots=True)
class _Nest:
    """What a packed file lies in: how deep, within which files, and what may still be unpacked."""

    budget: _Budget
    depth: int = 0
    hashes: tuple[str, ...] = ()


def find(paths: Sequence[str | Path], scratch: Path, *, limits: Limits = USUAL) -> Iterator[MailFile]:
    """The files that are given, those of folders in sorted order, each once. Packed ones are unpacked into ``scratch``.

    A packed file is followed by what is in it. Raises ``CheckerError``, before anything is read, for a path where nothing is.
    """
    given = [Path(path) for path in paths]
    for path in given:
        try:
            is_there = path.exists()
        except OSError as error:
            raise CheckerError(f"'{path}' cannot be opened: {_why(error)}.") from error
        if not is_there:
            raise CheckerError(f"There is no file or folder '{path}'.")
    return _found(given, _Unpacking(scratch, limits))


def items(file: MailFile) -> Iterator[Item | Unread]:
    """The messages of a file in order, and what in it is no message; each must end as read or as unread."""
    number = 0
    if file.is_mail and file.location.stat().st_size:
        try:
            for item in formats()[file.kind].items(file.location, file.path):
                number = max(number, item.source.number)
                yield item
        except OSError as error:
            yield Unread(Source(file.path, number + 1), f"from here on it could not be read: {_why(error)}")
            return
    for fault in file.faults:
        number += 1
        yield Unread(Source(file.path, number), fault)
    if file.lost:
        yield Unread(Source(file.path, number + 1), file.lost)


def without_mail(paths: Sequence[str | Path], files: Iterable[MailFile]) -> tuple[str, ...]:
    """Those of the paths given that are not mail and hold none."""
    with_mail = {file.given for file in files if file.is_mail}
    return tuple(str(path) for path in paths if str(Path(path)) not in with_mail)


class Reader:
    """Reads messages where they lie, keeping the last file open: a mailbox on a server is not opened for each message.

    Raises ``NotReadable`` for a message that cannot be read, and nothing else, whatever a file holds.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or USUAL
        self._child = Child(self._limits)
        self._path: Path | None = None
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
        self._child.close()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        self._path = self._stream = None

    def raw(self, item: Item) -> bytes:
        """A message's bytes, as RFC 5322 would have them."""
        # A mailbox adds little to its messages; what is far too long is not even fetched.
        if item.length > self._limits.message_bytes + 1_000_000:
            most = self._limits.message_bytes
            raise NotReadable(f"it has {item.length:,} bytes; {most:,} is the most that is read of one message")
        try:
            raw = formats()[item.format].raw(self._open(item.path), item)
        except OSError as error:
            raise NotReadable(f"it could not be read: {_why(error)}") from error
        for number in _numbers(item.source.within):
            raw = enclosed(raw, self._limits)[number - 1]
        return raw

    def enclosed(self, item: Item) -> Iterator[Item]:
        """The messages that hang on a message, and on these, each a document of its own (RFC 2046, 5.2.1)."""
        depth = len(_numbers(item.source.within))
        if depth >= self._limits.enclosed:
            return
        try:
            if not depth and not _ENCLOSING.search(formats()[item.format].header(self._open(item.path), item)):
                return
            held = enclosed(self.raw(item), self._limits)
        except (NotReadable, OSError):
            return  # the message itself is named as not read
        for number, _ in enumerate(held, 1):
            within = f"{item.source.within}.{number}" if item.source.within else str(number)
            inner = item._replace(source=replace(item.source, within=within))
            yield inner
            yield from self.enclosed(inner)

    def index(self, item: Item) -> Headers:
        """What a message's header says, with an id in any case; its body is read only where the header gives none."""
        if item.source.within:
            raw = self.raw(item)
            known = headers.index(raw)
            return known if known.message_id else known._replace(message_id=headers.id_of(raw))
        try:
            header = formats()[item.format].header(self._open(item.path), item)
        except OSError as error:
            raise NotReadable(f"it could not be read: {_why(error)}") from error
        known = headers.index(header)
        return known if known.message_id else known._replace(message_id=headers.id_of(self.raw(item)))

    def message(self, item: Item, who: Who) -> Message:
        """A message, read whole; ``who`` gives the person behind a name and an address."""
        with at_most(self._limits.seconds):
            return read(self.raw(item), item.source, who, limits=self._limits, opener=self._open_file)

    def draft(self, path: Path, id: str, source: Source) -> Document:
        """A draft, read whole."""
        return drafts.read(path, id, source, limits=self._limits, child=self._child)

    def about_draft(self, path: Path) -> list[tuple[str, str]]:
        """What a draft's file says beside its text: authors, unsettled changes."""
        return drafts.about(path, limits=self._limits, child=self._child)

    def _open_file(self, data: bytes, name: str) -> tuple[str, tuple[Mark, ...], str]:
        return drafts.text_of(data, name, limits=self._limits, child=self._child)

    def _open(self, path: Path) -> BinaryIO:
        # Items of one file share its path; to compare two by their parts takes as long as to read a header.
        if self._stream is None or (path is not self._path and path != self._path):
            self.close()
            self._stream = path.open("rb", buffering=131_072)
            self._path = path
        return self._stream


# --- what was given ----------------------------------------------------------------------------------------------------


def _found(given: Sequence[Path], unpacking: _Unpacking) -> Iterator[MailFile]:
    seen: set[str] = set()
    for path in given:
        for place, lost in _walk(path):
            key = os.path.realpath(place)
            if key in seen:
                continue  # named twice, or in a folder that was named as well
            seen.add(key)
            folder = _shown(place.parent) if place != path else ""
            file = MailFile(_shown(place), str(path), NOT_MAIL, "", place, lost, folder=folder)
            if lost:
                yield file
            else:
                yield from _opened(file, place.name, unpacking, None)


def _walk(path: Path) -> Iterator[tuple[Path, str]]:
    """The files at a path, in sorted order, each with the reason why it cannot be opened, if there is one."""
    if not path.is_dir():
        yield path, "" if path.is_file() else _DEVICE
        return
    root = path.resolve()
    waiting = [path]
    while waiting:
        place = waiting.pop()
        try:
            mode = place.stat().st_mode if place == path else place.lstat().st_mode
            inside = sorted(place.iterdir(), reverse=True) if stat.S_ISDIR(mode) else []
        except OSError as error:
            yield place, f"it could not be opened: {_why(error)}"
            continue
        if stat.S_ISLNK(mode):
            target = Path(os.path.realpath(place))
            if not target.is_relative_to(root):
                yield place, "it is a link out of the folder that was given"
            elif not target.exists():
                yield place, "it is a link to nothing"
        elif stat.S_ISDIR(mode):
            waiting += inside
        else:
            yield place, "" if stat.S_ISREG(mode) else _DEVICE


def _shown(place: Path) -> str:
    """A path as a report can show it: names of files may hold line breaks, and bytes that are no characters."""
    return " ".join(clean(os.fsencode(place).decode("utf-8", "replace")).split("\n"))


def _opened(file: MailFile, name: str, unpacking: _Unpacking, nest: _Nest | None) -> Iterator[MailFile]:
    """What a file is and, if it is packed, what is in it. ``nest`` says what it was packed in, if anything."""
    try:
        with file.location.open("rb") as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            file = replace(file, sha256=hashlib.file_digest(stream, "sha256").hexdigest())
    except OSError as error:
        yield replace(file, lost=f"it could not be read: {_why(error)}")
        return
    for kind in kinds().values():
        if kind.recognises(head, name):
            size = file.location.stat().st_size
            inner = nest or _Nest(_Budget(unpacking.limits.unpacked(size)))
            if inner.depth >= unpacking.limits.nesting:
                deepest = unpacking.limits.nesting
                yield replace(file, lost=f"it was not unpacked: it lies {inner.depth} packed files deep; {deepest} is the most")
            elif file.sha256 in inner.hashes:
                yield replace(file, lost="it was not unpacked: it holds itself")
            else:
                yield from _unpacked(file, name, kind, form(head), unpacking, inner)
            return
    yield _recognised(file, head, name)


def _unpacked(file: MailFile, name: str, kind: Kind, compression: str, unpacking: _Unpacking, nest: _Nest) -> Iterator[MailFile]:
    """What is in a packed file. One that is only compressed has one thing in it, which goes by the file's own name."""
    allowed = replace(unpacking.limits, packed_bytes=max(1, nest.budget.left), free=max(1, nest.budget.left))
    packing = ", ".join(word for word in (file.packing, compression) if word)
    if not compression:
        yield replace(file, kind=kind.NAME)
    hashes = (*nest.hashes, file.sha256)
    try:
        for member in kind.members(file.location, unpacking.folder(), allowed):
            nest.budget.left -= member.location.stat().st_size if member.location else 0
            inside = replace(
                file,
                path=f"{file.path}/{member.name}" if member.name else file.path,
                kind=NOT_MAIL,
                location=member.location or file.location,
                lost=member.lost,
                packing=packing,
                faults=member.faults,
                folder=f"{file.path}/{member.name.rpartition('/')[0]}".rstrip("/") if member.name else file.folder,
            )
            if member.location is None:
                yield inside if compression else replace(inside, folder=inside.folder or file.path)
            elif member.kind:
                yield replace(inside, kind="mbox", called=member.kind, sha256=_hash(member.location))
            else:
                shown = bare(name) if compression else member.name.rpartition("/")[2]
                yield from _within(inside, shown, member, unpacking, replace(nest, depth=nest.depth + 1, hashes=hashes))
    except OSError as error:
        yield replace(file, lost=f"it could not be unpacked: {_why(error)}")


def _within(file: MailFile, name: str, member: Member, unpacking: _Unpacking, nest: _Nest) -> Iterator[MailFile]:
    """What a member is; what could not be had of it stays said."""
    original = file.sha256
    for found in _opened(replace(file, lost=""), name, unpacking, nest):
        if found.path == file.path and found.location == file.location:
            known = replace(found, sha256=original) if not member.name else found
            yield replace(known, lost=member.lost) if member.lost and (known.is_mail or not known.lost) else known
        else:
            yield found


def _hash(place: Path) -> str:
    with place.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _recognised(file: MailFile, head: bytes, name: str) -> MailFile:
    if _is_own(name):
        return replace(file, kind=OWN_FILE)
    if not head:
        return replace(file, lost="it is empty")
    for kind, format in formats().items():
        if format.recognises(head, name):
            first = list(islice(format.items(file.location, file.path), 2))
            if any(isinstance(found, Item) for found in first):
                return replace(file, kind=kind)
            return replace(file, lost=first[0].reason if first and isinstance(first[0], Unread) else "there is no message in it")
    return replace(file, lost=_stranger(head))


def _stranger(head: bytes) -> str:
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            return f"it is no mail but {what}"
    if 0 in head[:4_096]:
        return "it is no mail but binary data"
    return "it is no mail: it does not begin with the header of one"


def _is_own(name: str) -> bool:
    lower = name.lower()
    return any(fnmatchcase(lower, pattern) for pattern in wording("own_files"))


def _numbers(within: str) -> list[int]:
    return [int(number) for number in within.split(".")] if within else []


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
