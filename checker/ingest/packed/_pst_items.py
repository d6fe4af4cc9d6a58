"""An item of an Outlook store, as libpff's Python module gives it, to a message as ``composing`` knows it.

The protocols say what of pypff's classes is used. The numbers of properties are those of [MS-OXPROPS].
"""

from __future__ import annotations

import ctypes
import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from checker.domain import BCC, CC, TO
from checker.ingest.charsets import decode
from checker.ingest.composing import File, Kept, address, written
from checker.ingest.packed._names import shown
from checker.ingest.unreadable import NotReadable

# What pypff raises on a damaged store, and what its attributes that are None then lead to.
FAULTS = (OSError, ValueError, TypeError, LookupError, AttributeError, OverflowError, SystemError)

# Types of values ([MS-OXCDATA], 2.11.1).
_STRING_8, _STRING = 0x1E, 0x1F
# How a file hangs on a message ([MS-OXCMSG], 2.2.2.9): not said or as bytes, as a message, as an OLE object; or it is elsewhere.
_BYTES, _EMBEDDED, _OLE = (0, 1), 5, 6
_KINDS = {1: TO, 2: CC, 3: BCC}
_UNSENT = 0x8
_START = datetime(1601, 1, 1, tzinfo=UTC)
_LONGEST_SUBJECT = 120

# Classes of items that are no messages ([MS-OXOCFG], [MS-OXOCNTC], [MS-OXOJRNL], [MS-OXONOTE], [MS-OXOTASK]).
_OTHERS = {
    "ipm.activity": "a journal entry",
    "ipm.configuration": "settings of Outlook",
    "ipm.contact": "a contact",
    "ipm.distlist": "a distribution list",
    "ipm.microsoft": "settings of Outlook",
    "ipm.stickynote": "a note",
    "ipm.task": "a task",
}
_MAIL = ("ipm.note", "ipm.post", "ipm.schedule", "report")
# Properties whose loss would change what a message says, as a report names them.
_PARTS = {
    0x007D: "its header as it was received",
    0x0037: "its subject",
    0x1000: "its text",
    0x1009: "its formatted text",
    0x1013: "its text in HTML",
}


class Entry(Protocol):
    """A property: the type of its value, and its bytes, None where it has none."""

    value_type: int
    data: bytes | None


class RecordSet(Protocol):
    """The properties of a thing, or of one row of a table."""

    def get_entry_by_type(self, entry_type: int, /) -> Entry | None: ...


class PffItem(Protocol):
    """Anything in a store."""

    identifier: int
    number_of_record_sets: int

    def get_record_set(self, index: int, /) -> RecordSet: ...


class PffAttachment(PffItem, Protocol):
    size: int | None
    number_of_sub_items: int

    def read_buffer(self, size: int, /) -> bytes: ...

    def get_sub_item(self, index: int, /) -> PffMessage: ...


class PffMessage(PffItem, Protocol):
    """An item in a folder. What pypff knows no class for has no recipients and no attachments."""

    recipients: PffItem | None
    number_of_attachments: int

    def get_attachment(self, index: int, /) -> PffAttachment: ...


class PffFolder(PffItem, Protocol):
    number_of_sub_folders: int
    number_of_sub_messages: int

    def get_sub_folder(self, index: int, /) -> PffFolder | None: ...

    def get_sub_message(self, index: int, /) -> PffMessage: ...


class PffFile(Protocol):
    root_folder: PffFolder | None
    message_store: PffItem | None
    number_of_orphan_items: int

    def get_orphan_item(self, index: int, /) -> PffMessage: ...


@dataclass(frozen=True, slots=True)
class Most:
    """How much is taken at most: bytes of a message, messages within messages, items of a store, bytes written in all."""

    message_bytes: int
    enclosed: int
    members: int
    packed_bytes: int


@dataclass(slots=True)
class Record:
    """The properties of a thing, each empty where there is none; ``lost`` are those that are there and cannot be read."""

    rows: RecordSet | None
    charset: str = ""
    lost: list[int] = field(default_factory=list)

    def data(self, number: int) -> bytes:
        return self._value(number)[1]

    def text(self, number: int) -> str:
        kind, value = self._value(number)
        text = value.decode("utf-16-le", "replace") if kind == _STRING else decode(value, self.charset)
        return text.rstrip("\x00")

    def integer(self, number: int) -> int:
        return int.from_bytes(self.data(number)[:4], "little")

    def time(self, number: int) -> datetime | None:
        """A moment; None also for one that no calendar has."""
        ticks = int.from_bytes(self.data(number)[:8], "little")
        try:
            return _START + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    def subject(self) -> str:
        """The subject as a report shows it. Its first characters may tell how long its `RE: ` is ([MS-PST], 2.5.3.1.1.1)."""
        text = self.text(0x0037)
        return shown(text[2:] if text.startswith("\x01") else text).strip()[:_LONGEST_SUBJECT]

    def html(self) -> tuple[bytes, str]:
        """The text in HTML, and its character set; empty where it says that itself."""
        kind, value = self._value(0x1013)
        if kind == _STRING:
            return value.decode("utf-16-le", "replace").rstrip("\x00").encode("utf-8", "replace"), "utf-8"
        return value, charset(self.integer(0x3FDE))

    def _value(self, number: int) -> tuple[int, bytes]:
        if self.rows is None:
            return 0, b""
        try:
            entry = self.rows.get_entry_by_type(number)
            return (entry.value_type, bytes(entry.data or b"")) if entry is not None else (0, b"")
        except FAULTS:
            self.lost.append(number)
            return 0, b""


def record(item: PffItem | None) -> Record:
    """The properties of a thing, with its strings in the character set that it tells."""
    if item is None or not item.number_of_record_sets:
        return Record(None)
    known = Record(item.get_record_set(0))
    known.charset = charset(known.integer(0x3FFD) or known.integer(0x3FDE))
    return known


def charset(codepage: int) -> str:
    """The character set of a code page of Windows; empty for none.

    >>> charset(1252), charset(65001), charset(28605)
    ('cp1252', 'utf-8', 'iso8859-15')
    """
    if codepage == 65001:
        return "utf-8"
    if 28591 <= codepage <= 28606:
        return f"iso8859-{codepage - 28590}"
    return f"cp{codepage}" if codepage else ""


def kept(message: PffMessage, folder: str, most: Most, faults: list[str], *, depth: int = 0) -> Kept:
    """An item of a store as a message, ``depth`` messages deep in another. ``faults`` takes what of it could not be had.

    ``NotReadable`` where it is none.
    """
    known = record(message)
    message_class = known.text(0x001A)
    kind = ".".join(message_class.lower().split(".")[:2])
    if kind in _OTHERS:
        raise NotReadable(f"{_OTHERS[kind]}, not a message")
    html, html_charset = known.html()
    text, rtf, transport = known.text(0x1000), known.data(0x1009), known.text(0x007D)
    recipients = tuple(_recipients(message, known, has_header=bool(transport)))
    if not (kind.startswith(_MAIL) or text or html or rtf or transport or recipients):
        raise NotReadable(f"an item without a text, not a message; its class is '{shown(message_class)[:80]}'")
    files = tuple(_files(message, folder, most, faults, depth))
    faults += [
        f"{_PARTS[number]} could not be read: the store is damaged where it lies" for number in known.lost if number in _PARTS
    ]
    return Kept(
        transport=transport.encode("utf-8", "replace"),
        subject=known.text(0x0037),
        sender=_person(known, 0x0C1A, 0x5D01, 0x0C1E, 0x0C1F),
        representing=_person(known, 0x0042, 0x5D02, 0x0064, 0x0065),
        recipients=recipients,
        sent=known.time(0x0039),
        received=known.time(0x0E06),
        message_id=known.text(0x1035),
        in_reply_to=known.text(0x1042),
        references=known.text(0x1039),
        text=text,
        html=html,
        rtf=rtf,
        files=files,
        folder=folder,
        message_class=message_class,
        html_charset=html_charset,
        is_unsent=bool(known.integer(0x0E07) & _UNSENT),
    )


def as_mail(known: Kept) -> bytes:
    """A message as mail. ``NotReadable`` where writing it fails, which then is not for the store's being damaged."""
    try:
        return written(known)
    except FAULTS as error:
        raise NotReadable(f"the program that reads it failed: {type(error).__name__}") from error


# --- people ------------------------------------------------------------------------------------------------------------


def _person(known: Record, name: int, smtp: int, kind: int, place: int) -> tuple[str, str]:
    """A name and the best address. What is of another kind than mail or an address book (a fax, UNKNOWN) is no address."""
    is_address = known.text(kind).upper() in ("SMTP", "EX", "")
    return known.text(name), address(known.text(smtp), known.text(place) if is_address else "")


def _recipients(message: PffMessage, known: Record, *, has_header: bool) -> Iterator[tuple[str, str, str]]:
    """The table of recipients; where there is none and no header either, the names that Outlook shows."""
    table = getattr(message, "recipients", None)
    rows = table.number_of_record_sets if table is not None else 0
    for index in range(rows):
        assert table is not None
        row = Record(table.get_record_set(index), known.charset)
        kind = _KINDS.get(row.integer(0x0C15) & 0xF)  # the higher bits tell what became of the delivery
        if kind is not None:
            name, place = _person(row, 0x3001, 0x39FE, 0x3002, 0x3003)
            yield name or row.text(0x5FF6), place, kind
    if rows or has_header:
        return
    for number, kind in ((0x0E04, TO), (0x0E03, CC), (0x0E02, BCC)):
        for name in known.text(number).split(";"):
            if name.strip():
                yield name.strip(), address(name.strip()), kind


# --- files -------------------------------------------------------------------------------------------------------------


def _files(message: PffMessage, folder: str, most: Most, faults: list[str], depth: int) -> Iterator[File]:
    """What hangs on a message. Of what is not taken the name stays, and a fault says why."""
    room = most.message_bytes * 2 // 3  # in base64, four bytes stand for three
    for index in range(getattr(message, "number_of_attachments", 0)):
        name = f"number {index + 1}"
        try:
            attachment = message.get_attachment(index)
            known = record(attachment)
            name = shown(known.text(0x3707) or known.text(0x3704) or known.text(0x3001)) or name
            file = _file(attachment, known, name, folder, most, faults, depth, room)
        except NotReadable as error:
            faults.append(f"its attachment '{name}': {error.reason}")
            yield File(name, "", b"")
        except FAULTS:
            faults.append(f"its attachment '{name}' could not be read: the store is damaged where it lies")
            yield File(name, "", b"")
        else:
            room -= len(file.content)
            yield file


def _file(
    attachment: PffAttachment, known: Record, name: str, folder: str, most: Most, faults: list[str], depth: int, room: int
) -> File:
    how = known.integer(0x3705)
    if how == _EMBEDDED:
        if depth + 1 >= most.enclosed:
            raise NotReadable(f"a message more than {most.enclosed} messages deep, the most that is read")
        inner: list[str] = []
        content = as_mail(kept(_enclosed(attachment), folder, most, inner, depth=depth + 1))
        faults += [f"its attachment '{name}': {fault}" for fault in inner]
        if len(content) > room:
            raise NotReadable(_too_large(most))
        return File(name, "message/rfc822", content, is_message=True)
    if how not in _BYTES and how != _OLE:
        raise NotReadable("it is kept elsewhere, and here is only where")
    size = attachment.size or 0  # None where it holds nothing at all
    if size > room:
        raise NotReadable(_too_large(most))
    content = attachment.read_buffer(size) if size else b""
    if len(content) < size:
        raise NotReadable(f"only {len(content):,} of its {size:,} bytes are in the store")
    return File(name, known.text(0x370E), content, known.text(0x3712))


def _too_large(most: Most) -> str:
    return f"it was not taken: with it the message would have more than {most.message_bytes:,} bytes, the most that is read"


def _enclosed(attachment: PffAttachment) -> PffMessage:
    """The message that hangs on another as a message.

    libpff has it, but its Python module offers no way to ask for it. Asked for by the library's own function, it becomes a
    sub item of the attachment, and these the module does offer.
    """
    if not attachment.number_of_sub_items:
        pypff = importlib.import_module("pypff")
        # An item is, behind what every object of Python begins with, a pointer to libpff's own, and two more pointers.
        own = object.__basicsize__ + 3 * ctypes.sizeof(ctypes.c_void_p)
        ask = getattr(ctypes.CDLL(pypff.__file__), "libpff_attachment_get_item", None)
        if ask is None or type(attachment) is not pypff.attachment or pypff.attachment.__basicsize__ != own:
            raise NotReadable("a message that this libpff does not give")
        item = ctypes.c_void_p.from_address(id(attachment) + object.__basicsize__)
        given, error = ctypes.c_void_p(), ctypes.c_void_p()
        ask(item, ctypes.byref(given), ctypes.byref(error))
    if not attachment.number_of_sub_items:
        raise NotReadable("a message that libpff could not find in the store")
    return attachment.get_sub_item(0)
