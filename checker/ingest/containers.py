"""Files and folders that somebody gave, and the mail in them; every file accounted for.

``find`` walks what was given and tells of each file what it is, by its content first. ``items`` gives a file's messages and, as
``Unread``, what in it is none. ``Reader`` reads them. Each thing that ``items`` gives is later either read or not, so for each
file ``expected == read + unread`` can be kept; ``account`` makes the entry. Whether it is a mistake to have been given a path
without any mail is the caller's to say: ``without_mail`` names such paths.

Links are not followed out of the folder that was given: who names a folder has not named what lies elsewhere. A link to a file
within it is no second file.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import stat
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from checker.domain import CheckerError, Container, Message, Source, Unread
from checker.ingest import headers
from checker.ingest.charsets import clean
from checker.ingest.headers import Headers
from checker.ingest.mail import HEAD, Item, formats
from checker.ingest.mime import Limits, Who, read
from checker.ingest.unreadable import NotReadable

# The kind of a file without mail.
NOT_MAIL = "not mail"

# First bytes that say what a file is that holds no mail, or none that can be read here.
_SIGNATURES = (
    (b"!BDN", "an Outlook data file (PST, OST)"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Outlook message (MSG) or an old Office document"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x1f\x8b", "a gzip archive within a gzip archive"),
)
_DEVICE = "it is not a file but a device or a pipe"
_GZIP = b"\x1f\x8b"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Packing:
    """How far a packed file is unpacked at most: to so many bytes, and, beyond the first ones, so many times its size.

    Mail seldom shrinks to a twentieth; what shrinks to a thousandth was made to fill a disk.
    """

    bytes: int = 200_000_000_000
    free: int = 200_000_000
    ratio: int = 200


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that was given or lies in a folder that was given.

    ``path`` names it as the user would, ``given`` is what the user named. ``kind`` is a format of mail or ``NOT_MAIL``.
    ``location`` is where its bytes are, unpacked if need be. ``lost`` says what of it could not be had, empty if nothing; of a
    file without mail, why.
    """

    path: str
    given: str
    kind: str
    sha256: str
    location: Path
    lost: str = ""
    is_packed: bool = False

    @property
    def is_mail(self) -> bool:
        return self.kind != NOT_MAIL


def find(paths: Sequence[str | Path], scratch: Path, *, packing: Packing = Packing()) -> Iterator[MailFile]:
    """The files that are given, those of folders in sorted order, each once. Packed ones are unpacked into ``scratch``.

    Raises ``CheckerError``, before anything is read, for a path where nothing is.
    """
    given = [Path(path) for path in paths]
    for path in given:
        try:
            is_there = path.exists()
        except OSError as error:
            raise CheckerError(f"'{path}' cannot be opened: {_why(error)}.") from error
        if not is_there:
            raise CheckerError(f"There is no file or folder '{path}'.")
    return _found(given, scratch, packing)


def items(file: MailFile) -> Iterator[Item | Unread]:
    """The messages of a file in order, and what in it is no message; each must end as read or as unread."""
    number = 0
    if file.is_mail:
        try:
            for item in formats()[file.kind].items(file.location, file.path):
                number = max(number, item.source.number)
                yield item
        except OSError as error:
            yield Unread(Source(file.path, number + 1), f"from here on it could not be read: {_why(error)}")
            return
    if file.lost:
        yield Unread(Source(file.path, number + 1), file.lost)


def account(file: MailFile, *, expected: int, read: int, unread: int) -> Container:
    """The entry for a file in the account of a run: how many things ``items`` gave, and what became of them."""
    return Container(file.path, f"{file.kind}, gzip" if file.is_packed else file.kind, file.sha256, expected, read, unread)


def without_mail(paths: Sequence[str | Path], files: Iterable[MailFile]) -> tuple[str, ...]:
    """Those of the paths given that are not mail and hold none."""
    with_mail = {file.given for file in files if file.is_mail}
    return tuple(str(path) for path in paths if str(Path(path)) not in with_mail)


class Reader:
    """Reads messages where they lie, keeping the last file open: a mailbox on a server is not opened for each message.

    Raises ``NotReadable`` for a message that cannot be read, and nothing else, whatever a file holds.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._path: Path | None = None
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        self._path = self._stream = None

    def raw(self, item: Item) -> bytes:
        """A message's bytes, as RFC 5322 would have them."""
        # A mailbox adds little to its messages; what is far too long is not even fetched.
        if item.length > self._limits.bytes + 1_000_000:
            raise NotReadable(f"it has {item.length:,} bytes; {self._limits.bytes:,} is the most that is read of one message")
        try:
            return formats()[item.format].raw(self._open(item.path), item)
        except OSError as error:
            raise NotReadable(f"it could not be read: {_why(error)}") from error

    def index(self, item: Item) -> Headers:
        """What a message's header says, with an id in any case; its body is read only where the header gives none."""
        try:
            header = formats()[item.format].header(self._open(item.path), item)
        except OSError as error:
            raise NotReadable(f"it could not be read: {_why(error)}") from error
        known = headers.index(header)
        return known if known.message_id else replace(known, message_id=headers.id_of(self.raw(item)))

    def message(self, item: Item, who: Who) -> Message:
        """A message, read whole; ``who`` gives the person behind a name and an address."""
        return read(self.raw(item), item.source, who, limits=self._limits)

    def _open(self, path: Path) -> BinaryIO:
        if path != self._path or self._stream is None:
            self.close()
            self._stream = path.open("rb")
            self._path = path
        return self._stream


# --- what was given ----------------------------------------------------------------------------------------------------


def _found(given: Sequence[Path], scratch: Path, packing: Packing) -> Iterator[MailFile]:
    seen: set[str] = set()
    for path in given:
        for place, lost in _walk(path):
            key = os.path.realpath(place)
            if key in seen:
                continue  # named twice, or in a folder that was named as well
            seen.add(key)
            file = MailFile(_shown(place), str(path), NOT_MAIL, "", place, lost)
            yield file if lost else _read_file(file, scratch, packing)


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


def _read_file(file: MailFile, scratch: Path, packing: Packing) -> MailFile:
    """What a file is."""
    name = file.location.name
    try:
        with file.location.open("rb") as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            file = replace(file, sha256=hashlib.file_digest(stream, "sha256").hexdigest())
            if not head.startswith(_GZIP):
                return _recognised(file, head, name)
            stream.seek(0)
            unpacked = scratch / f"{file.sha256}.unpacked"
            lost = _unpack(stream, unpacked, packing)
    except OSError as error:
        return replace(file, lost=f"it could not be read: {_why(error)}")
    with unpacked.open("rb") as stream:
        head = stream.read(HEAD)
    known = _recognised(replace(file, location=unpacked, is_packed=True), head, name[:-3] if name[-3:].lower() == ".gz" else name)
    return replace(known, lost=lost) if lost and (known.is_mail or not head) else known


def _recognised(file: MailFile, head: bytes, name: str) -> MailFile:
    if not head:
        return replace(file, lost="it is empty")
    for kind, form in formats().items():
        if form.recognises(head, name):
            first = list(islice(form.items(file.location, file.path), 2))
            if any(isinstance(found, Item) for found in first):
                return replace(file, kind=kind)
            return replace(file, lost=first[0].reason if first and isinstance(first[0], Unread) else "there is no message in it")
    return replace(file, lost=_stranger(head))


def _stranger(head: bytes) -> str:
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            return f"it is no mail but {what}"
    if head[257:262] == b"ustar":
        return "it is no mail but a tar archive"
    if 0 in head[:4_096]:
        return "it is no mail but binary data"
    return "it is no mail: it does not begin with the header of one"


def _unpack(stream: BinaryIO, target: Path, packing: Packing) -> str:
    """Unpack a gzip file, and say what could not be had of it; empty if nothing."""
    size = os.fstat(stream.fileno()).st_size
    allowed = min(packing.bytes, max(packing.free, packing.ratio * size))
    written = 0
    with _create(target) as out, gzip.GzipFile(fileobj=stream) as packed:
        while True:
            try:
                # read1 gives what there is before the fault in a damaged file; read would lose it.
                chunk = packed.read1(_CHUNK)
            except (EOFError, OSError, zlib.error) as error:
                kind = "it ends too early" if isinstance(error, EOFError) else "it is damaged"
                return f"{kind}: after {written:,} bytes nothing more could be unpacked"
            if not chunk:
                return ""
            try:
                out.write(chunk[: allowed - written])
            except OSError as error:
                raise CheckerError(f"There is no room to unpack in '{target.parent}': {_why(error)}.") from error
            written += len(chunk)
            if written > allowed:
                return f"it unpacks to more than {allowed:,} bytes; the rest was not read"


def _create(target: Path) -> BinaryIO:
    try:
        return target.open("wb")
    except OSError as error:
        raise CheckerError(f"Nothing can be written to '{target.parent}': {_why(error)}.") from error


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
