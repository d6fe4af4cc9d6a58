"""Outlook's messages in a file each, .msg ([MS-OXMSG]), written as mail for the one reader that reads all.

A message is a storage with a stream for each property that has no fixed length and one stream for all that have; recipients,
attachments and messages that hang on it are storages within. Numbers and character sets of properties come from ``oxmsg``. Its
reading of files is not used: it loads all that a file holds, gives up a message over one unknown character set, and
knows neither kinds of recipients nor messages within messages (see also ``_compound``).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from oxmsg.domain import constants as c
from oxmsg.domain.encodings import encoding_from_codepage
from oxmsg.domain.model import UnrecognizedCodePageError, UnsupportedEncodingError

from checker.domain import BCC, CC, TO, Source, Unread
from checker.ingest import charsets
from checker.ingest.composing import File, Kept, address, written
from checker.ingest.mail import Item
from checker.ingest.mail._compound import MAGIC, Compound, Storage
from checker.ingest.unreadable import NotReadable

_PROPERTIES = "__properties_version1.0"
_RECIPIENT, _ATTACHMENT, _VALUE = "__recip_version1.0_", "__attach_version1.0_", "__substg1.0_"
_NAMES = tuple(name.encode("utf-16-le") for name in (_PROPERTIES, "__nameid_version1.0", _RECIPIENT, _ATTACHMENT, _VALUE))
# How many bytes stand before the properties of fixed length, in a file, a message within a message, and anything else.
_OF_FILE, _OF_MESSAGE, _OF_OTHERS = 32, 24, 8
# A file that is larger is no message, or none that can be read.
_LARGEST = 2_000_000_000
_DEEPEST = 20

# Properties that `oxmsg` does not name.
_REPORT_TEXT, _REPRESENTING_SMTP, _ATTACH_LONG_PATHNAME = 0x1001, 0x5D02, 0x370D
# How a file hangs on a message (PidTagAttachMethod, [MS-OXCMSG] 2.2.2.9): as a message, as an object of another program.
_AS_MESSAGE, _AS_OBJECT = 5, 6
_UNSENT = 0x08  # PidTagMessageFlags, [MS-OXCMSG] 2.2.1.6
_KINDS = {1: TO, 2: CC, 3: BCC}
_ORIGIN = datetime(1601, 1, 1, tzinfo=UTC)

# Kinds of things that are messages whatever they hold, and what others are called (PidTagMessageClass).
_MESSAGES = (
    "ipm.note",
    "report.",
    "ipm.schedule.",
    "ipm.post",
    "ipm.taskrequest",
    "ipm.sharing",
    "ipm.recall",
    "ipm.outlook.recall",
)
_OTHERS = {
    "ipm.activity": "a journal entry",
    "ipm.appointment": "a calendar entry",
    "ipm.contact": "a contact",
    "ipm.distlist": "a distribution list",
    "ipm.stickynote": "a note",
    "ipm.task": "a task",
}


def recognises(head: bytes, name: str) -> bool:
    """A compound file whose root holds what only Outlook's messages hold.

    Where its directory lies too far behind to be seen, the name or any entry that can be seen will do; ``items`` looks again.
    """
    if not head.startswith(MAGIC):
        return False
    try:
        file = Compound(BytesIO(head), len(head), is_whole=False)
    except NotReadable:
        return name.lower().endswith(".msg")
    if _is_message(file.root):
        return True
    return not file.is_complete and (name.lower().endswith(".msg") or any(entry in head for entry in _NAMES))


def items(path: Path, file: str) -> Iterator[Item | Unread]:
    size = path.stat().st_size
    if size < _LARGEST:
        with path.open("rb") as stream:
            try:
                is_message = _is_message(Compound(stream, size).root)
            except NotReadable as error:
                yield Unread(Source(file, 1), error.reason)
                return
        if not is_message:
            yield Unread(Source(file, 1), "it is no mail but an old Office document")
            return
    yield Item(Source(file, 1), "msg", path, 0, size)


def raw(stream: BinaryIO, item: Item) -> bytes:
    return written(_kept(_opened(stream, item), is_whole=True))


def header(stream: BinaryIO, item: Item) -> bytes:
    """The header as ``raw`` writes it, and nothing of the text or the files."""
    return written(_kept(_opened(stream, item), is_whole=False))


def _is_message(root: Storage) -> bool:
    return _PROPERTIES in root.streams or any(name.startswith(_VALUE) for name in root.streams)


def _opened(stream: BinaryIO, item: Item) -> _Thing:
    file = Compound(stream, item.length)
    return _thing(file, file.root, _OF_FILE)


# --- properties --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Thing:
    """A message, a recipient or an attachment: a storage with its properties."""

    file: Compound
    storage: Storage
    fixed: dict[int, bytes] = field(default_factory=dict)
    charset: str = ""

    def has(self, *properties: int) -> bool:
        return any(
            (found := self.storage.streams.get(f"{_VALUE}{property:04x}{kind:04x}")) and found.size
            for property in properties
            for kind in (c.PTYP_STRING, c.PTYP_STRING8, c.PTYP_BINARY)
        )

    def binary(self, property: int, kind: int = c.PTYP_BINARY) -> bytes:
        stream = self.storage.streams.get(f"{_VALUE}{property:04x}{kind:04x}")
        return self.file.read(stream) if stream else b""

    def text(self, property: int, charset: str = "") -> str:
        """A text, from Unicode or, in old files, from the character set of the message."""
        if wide := self.binary(property, c.PTYP_STRING):
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self.binary(property, c.PTYP_STRING8)
        return charsets.decode(narrow, charset or self.charset).rstrip("\0") if narrow else ""

    def number(self, property: int) -> int:
        return int.from_bytes(self.fixed.get(property, b"")[:4], "little")

    def moment(self, property: int) -> datetime | None:
        """A time, kept as tenths of a microsecond since 1601; None where there is none, or none in a year that there is."""
        ticks = int.from_bytes(self.fixed.get(property, b""), "little")
        try:
            return _ORIGIN + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None


def _thing(file: Compound, storage: Storage, before: int, charset: str = "") -> _Thing:
    stream = storage.streams.get(_PROPERTIES)
    known = file.read(stream)[before:] if stream else b""
    fixed: dict[int, bytes] = {}
    for at in range(0, len(known) - 15, 16):
        fixed.setdefault(struct.unpack_from("<H", known, at + 2)[0], known[at + 8 : at + 16])
    thing = _Thing(file, storage, fixed, charset)
    own = _charset(thing, c.PID_MESSAGE_CODEPAGE) or _charset(thing, c.PID_INTERNET_CODEPAGE) or charset
    return _Thing(file, storage, fixed, own)


def _charset(thing: _Thing, property: int) -> str:
    """The character set that a property names by its number; empty where it names none that is known, or Unicode as such."""
    try:
        name = str(encoding_from_codepage(thing.number(property)))
    except (UnrecognizedCodePageError, UnsupportedEncodingError):
        return ""
    return "" if name.startswith("utf-16") else name


# --- a message ---------------------------------------------------------------------------------------------------------


def _kept(message: _Thing, *, is_whole: bool, depth: int = 0) -> Kept:
    """A message; if it is not to be whole, without its text and what its files hold."""
    message_class = message.text(c.PID_MESSAGE_CLASS)
    sender = _person(message, c.PID_SENDER_NAME, c.PID_SENDER_SMTP_ADDRESS, c.PID_SENDER_EMAIL_ADDRESS)
    representing = _person(message, c.PID_SENT_REPRESENTING_NAME, _REPRESENTING_SMTP, c.PID_SENT_REPRESENTING_EMAIL_ADDRESS)
    if not (any(sender) or any(representing)):
        _refuse(message, message_class)
    body = _charset(message, c.PID_INTERNET_CODEPAGE)
    page = message.text(c.PID_HTML, body) if is_whole else ""  # older programs keep it as text
    return Kept(
        transport=message.text(c.PID_TRANSPORT_MESSAGE_HEADERS).encode("utf-8", "replace"),
        subject=message.text(c.PID_SUBJECT) or message.text(c.PID_NORMALIZED_SUBJECT),
        sender=sender,
        representing=representing,
        recipients=tuple(_recipients(message)),
        sent=message.moment(c.PID_CLIENT_SUBMIT_TIME),
        received=message.moment(c.PID_MESSAGE_DELIVERY_TIME),
        message_id=message.text(c.PID_INTERNET_MESSAGE_ID),
        in_reply_to=message.text(c.PID_IN_REPLY_TO_ID),
        references=message.text(c.PID_INTERNET_REFERENCES),
        text=(message.text(c.PID_BODY, body) or message.text(_REPORT_TEXT, body)) if is_whole else "",
        html=(page.encode("utf-8", "replace") or message.binary(c.PID_HTML)) if is_whole else b"",
        rtf=message.binary(c.PID_RTF_COMPRESSED) if is_whole else b"",
        files=tuple(_files(message, is_whole=is_whole, depth=depth)),
        message_class=message_class,
        html_charset="utf-8" if page else body,
        is_unsent=bool(message.number(c.PID_MESSAGE_FLAGS) & _UNSENT),
    )


def _refuse(message: _Thing, message_class: str) -> None:
    """Raise ``NotReadable`` for a thing of Outlook's that is no message and says nothing."""
    kind = message_class.lower()
    if kind.startswith(_MESSAGES) or message.has(c.PID_BODY, c.PID_HTML, c.PID_RTF_COMPRESSED, c.PID_TRANSPORT_MESSAGE_HEADERS):
        return
    for name, what in _OTHERS.items():
        if kind.startswith(name):
            raise NotReadable(f"it is an Outlook item but no message: {what} without text or sender")
    if not message.has(c.PID_SUBJECT):
        raise NotReadable("it has no sender, no subject and no text: an empty Outlook item, or a damaged one")


def _person(thing: _Thing, name: int, *addresses: int) -> tuple[str, str]:
    shown = thing.text(name).strip()
    return shown, address(*(thing.text(property) for property in addresses), shown.strip("'\""))


def _within(message: _Thing, prefix: str) -> list[Storage]:
    return [storage for name, storage in sorted(message.storage.storages.items()) if name.startswith(prefix)]


def _recipients(message: _Thing) -> Iterator[tuple[str, str, str]]:
    """The table of recipients; where there is none, the names that Outlook shows."""
    table = _within(message, _RECIPIENT)
    for storage in table:
        recipient = _thing(message.file, storage, _OF_OTHERS, message.charset)
        kind = _KINDS.get(recipient.number(c.PID_RECIPIENT_TYPE) & 0x0F, TO)
        name, place = _person(recipient, c.PID_DISPLAY_NAME, c.PID_SMTP_ADDRESS, c.PID_EMAIL_ADDRESS)
        yield name, place, kind
    if not table:
        for kind, property in ((TO, c.PID_DISPLAY_TO), (CC, c.PID_DISPLAY_CC), (BCC, c.PID_DISPLAY_BCC)):
            for name in message.text(property).split(";"):
                if name.strip():
                    yield name.strip(), address(name.strip(" '\"")), kind


def _files(message: _Thing, *, is_whole: bool, depth: int) -> Iterator[File]:
    for storage in _within(message, _ATTACHMENT):
        attachment = _thing(message.file, storage, _OF_OTHERS, message.charset)
        name = (
            attachment.text(c.PID_ATTACH_LONG_FILENAME)
            or attachment.text(c.PID_ATTACH_FILENAME)
            or attachment.text(c.PID_DISPLAY_NAME)
        )
        kind = attachment.text(c.PID_ATTACH_MIME_TAG)
        content_id = attachment.text(c.PID_ATTACH_CONTENT_ID)
        method = attachment.number(c.PID_ATTACH_METHOD)
        inner = storage.storages.get(f"{_VALUE}{c.PID_ATTACH_DATA_BINARY:04x}{c.PTYP_OBJECT:04x}")
        if inner is not None and (method == _AS_MESSAGE or (method != _AS_OBJECT and _is_message(inner))):
            yield File("", "message/rfc822", _enclosed(message, inner, depth) if is_whole else b"", is_message=True)
        elif inner is not None:
            yield File(name, kind, _object(attachment, inner) if is_whole else b"", content_id)
        elif attachment.has(c.PID_ATTACH_DATA_BINARY) or not attachment.has(_ATTACH_LONG_PATHNAME):
            yield File(name, kind, attachment.binary(c.PID_ATTACH_DATA_BINARY) if is_whole else b"", content_id)
        else:  # not the file but where it lies: in a folder or in the cloud
            where = attachment.text(_ATTACH_LONG_PATHNAME) if is_whole else ""
            yield File(name or where, "text/uri-list", where.encode("utf-8", "replace"), content_id)


def _enclosed(message: _Thing, inner: Storage, depth: int) -> bytes:
    if depth >= _DEEPEST:
        raise NotReadable(f"messages within messages are nested more than {_DEEPEST} deep")
    thing = _thing(message.file, inner, _OF_MESSAGE, message.charset)
    return written(_kept(thing, is_whole=True, depth=depth + 1))


def _object(attachment: _Thing, inner: Storage) -> bytes:
    """The file within an object of another program, where it keeps it as one; else nothing."""
    found: Sequence[str] = [name for name in ("package", "contents", "\x01ole10native") if name in inner.streams]
    return attachment.file.read(inner.streams[found[0]]) if found else b""
