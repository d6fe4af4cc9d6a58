"""A message as Outlook keeps it, and the same as mail (RFC 5322), so that one reader reads all.

Outlook takes mail apart when it arrives: text, HTML and RTF, a table of recipients, files and hundreds of properties
([MS-OXCMSG], [MS-OXOMSG]). The header as it came is kept beside them where the message came from outside; of what was sent from
here, only the properties tell. ``written`` puts the message together again:

- the header as it came wins where it makes sense; its fields that describe the body (MIME) belong to a body that is no more;
- the table of recipients adds who is not in the header, above all blind copies, which a sender's own copy keeps;
- who wrote on another's behalf stands in Sender, the other in From (RFC 5322, 3.6.2).

Texts and files are written in base64, names in encoded words: what was kept is read back as it was, whatever it holds.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from checker.domain import BCC, CC, TO
from checker.ingest import dates, rtf
from checker.ingest.charsets import clean
from checker.ingest.encoded_words import unfolded
from checker.ingest.fields import Fields, parse, split
from checker.ingest.recipients import named


@dataclass(frozen=True, slots=True)
class File:
    """A file that hangs on a message: its name as sent, its MIME type (empty if unknown), and what it holds.

    ``content`` of a message (``is_message``) is the message as ``written`` gives it.
    """

    name: str
    type: str
    content: bytes
    content_id: str = ""
    is_message: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as Outlook keeps it; what it does not know of one is empty or None.

    ``transport`` is the header as it was received. A person is a name and an address; ``address`` chooses the latter.
    ``representing`` is on whose behalf ``sender`` sent it. ``recipients`` are those of the table: name, address, and to, cc or
    bcc.
    ``html`` is in the character set ``html_charset`` (empty: it says so itself), ``rtf`` is compressed ([MS-OXRTFCP]).
    ``message_class`` is what kind of thing it is (PidTagMessageClass: IPM.Note, REPORT.IPM.Note.NDR). ``is_unsent`` says
    that it is a draft.
    """

    transport: bytes
    subject: str
    sender: tuple[str, str]
    representing: tuple[str, str]
    recipients: tuple[tuple[str, str, str], ...]
    sent: datetime | None
    received: datetime | None
    message_id: str
    in_reply_to: str
    references: str
    text: str
    html: bytes
    rtf: bytes
    files: tuple[File, ...]
    folder: str = ""
    message_class: str = ""
    html_charset: str = ""
    is_unsent: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a message: its fields (RFC 2045) and its body as it is transferred."""

    fields: tuple[bytes, ...]
    body: bytes


# A text that is shorter may only say that there is another (``mime`` takes the HTML then); a longer one is the message.
_STUB = 400
_LONGEST_NAME, _LONGEST_FILE_NAME, _LONGEST_TEXT = 300, 1_000, 4_000
# More addresses in one field than these are more than ``addresses`` reads of it; a list is never so long but by a program.
_MOST_IN_FIELD = 100

# Fields that do not count as they came: of a body that is no more, and what a sender may have written to look like the keeper.
_DROPPED = re.compile(r"content-.*|mime-version|x-folder|x-gmail-labels|x-unsent|x-message-class|status|x-status")
_FOLD = re.compile(rb"[\r\n][ \t\r\n]*")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,'-]{0,69}")
_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,100}", re.ASCII)
_ID = re.compile(r"<([^<>]{1,900})>")
_MACHINES = re.compile(r"report\.|ipm\.note\.rules\.(?:oof|reply)template", re.IGNORECASE)


def written(kept: Kept) -> bytes:
    """The message as mail. Whatever a field holds, this gives a message that ``mime.read`` can read."""
    carried = parse(split(kept.transport)[0]) if kept.transport else {}
    body = _body(kept)
    lines = [*_header(kept, carried), b"MIME-Version: 1.0", *body.fields]
    return b"\r\n".join([*lines, b"", body.body])


def address(*candidates: str) -> str:
    """The best of several addresses of a person: one of the internet; if none is, one of an address book (X.500); or nothing.

    The latter is nobody's mail address, but the same for the same person in all that one server kept.

    >>> address("/O=ORG/CN=RECIPIENTS/CN=AP", "a@example.org")
    'a@example.org'
    """
    bare = [" ".join(candidate.split()) for candidate in candidates]
    outer = [candidate for candidate in bare if _is_of_internet(candidate)]
    inner = [candidate for candidate in bare if candidate.startswith("/")]
    return next(iter([*outer, *inner]), "")


def _is_of_internet(address: str) -> bool:
    local, at, domain = address.rpartition("@")
    return bool(at and local and domain) and not address.startswith("/") and " " not in address


# --- the header --------------------------------------------------------------------------------------------------------


def _header(kept: Kept, carried: Fields) -> Iterator[bytes]:
    """The fields of the header, without those of MIME."""
    subject = _subject(kept.subject)
    is_known = {
        "from": any(_is_of_internet(address) for _, address in named(carried, "from")) or not _author(kept),
        "date": any(dates.date(unfolded(value)) for value in carried.get("date", ())),
        "message-id": any(_ID.search(_text(value)) for value in carried.get("message-id", ())),
        "subject": not subject,
    }
    for name, values in carried.items():
        if not _DROPPED.fullmatch(name) and is_known.get(name, True):
            yield from (_carried(name, value) for value in values)
    if not is_known["from"]:
        yield from _people("From", _author(kept))
    if "sender" not in carried and _is_on_behalf(kept):
        yield from _people("Sender", [kept.sender])
    yield from _recipients(kept, carried)
    yield from _times(kept, is_date_known=is_known["date"])
    if subject:
        yield _field("Subject", _words(subject))
    yield from _ids(kept, carried, is_id_known=is_known["message-id"])
    if kept.message_class and kept.message_class.lower() != "ipm.note":
        yield _field("X-Message-Class", _words(kept.message_class))
        if _MACHINES.match(kept.message_class) and "auto-submitted" not in carried:
            yield _field("Auto-Submitted", _words(f"auto-generated ({kept.message_class})"))
    if kept.is_unsent:
        yield b"X-Unsent: 1"  # as Outlook marks a draft that it saves as mail
    if kept.folder.strip():
        yield _field("X-Folder", _words(kept.folder))


def _subject(subject: str) -> str:
    # In a store, a subject may begin with U+0001 and the length of its prefix (`RE: `) as a character ([MS-PST] 2.5.3.1.1.1).
    return subject[2:] if subject.startswith("\x01") else subject


def _author(kept: Kept) -> list[tuple[str, str]]:
    return [person for person in (kept.representing, kept.sender) if any(person)][:1]


def _is_on_behalf(kept: Kept) -> bool:
    """Whether somebody sent the message for another."""
    if not any(kept.sender) or not any(kept.representing):
        return False
    names = [_name_key(name) for name, _ in (kept.sender, kept.representing)]
    places = [place.lower() for _, place in (kept.sender, kept.representing)]
    if all(_is_of_internet(place) for place in places) or not all(names):
        return places[0] != places[1]
    return names[0] != names[1]


def _recipients(kept: Kept, carried: Fields) -> Iterator[bytes]:
    """Those of the table whom the header as it came does not name.

    One person may be in the header by a mail address and in the table by one of an address book; then the name tells.
    """
    openly = named(carried, "to", "cc")
    places = {place for _, place in openly}
    names = {_name_key(name) for name, _ in openly if name}
    for kind in (TO, CC, BCC):
        missing: list[tuple[str, str]] = []
        for name, place, its_kind in kept.recipients:
            if its_kind != kind or not (name.strip() or place.strip()):
                continue
            is_same_name = _name_key(name) in names and (kind != BCC or not _is_of_internet(place))
            if place.strip().lower() not in places and not is_same_name:
                missing.append((name, place))
        for start in range(0, len(missing), _MOST_IN_FIELD):
            yield from _people(kind.capitalize(), missing[start : start + _MOST_IN_FIELD])


def _times(kept: Kept, *, is_date_known: bool) -> Iterator[bytes]:
    if not is_date_known and (moment := _moment(kept.sent) or _moment(kept.received)):
        yield _field("Date", moment)
    if moment := _moment(kept.received):
        yield _field("Delivery-Date", moment)


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    aware = moment if moment.utcoffset() is not None else moment.replace(tzinfo=UTC)
    try:
        return format_datetime(aware.astimezone(UTC))
    except OverflowError:  # the first or the last day that a date can be, in another zone
        return ""


def _ids(kept: Kept, carried: Fields, *, is_id_known: bool) -> Iterator[bytes]:
    given = (("Message-ID", kept.message_id), ("In-Reply-To", kept.in_reply_to), ("References", kept.references))
    for name, value in given:
        is_known = is_id_known if name == "Message-ID" else name.lower() in carried
        if is_known:
            continue
        line = clean(value)
        found = _ID.findall(line) or [id for id in [line.strip(" \t\n<>,;\"'")] if id and len(id.split()) == 1]
        ids = ["".join(id.split()) for id in found[:1] if name == "Message-ID"] or ["".join(id.split()) for id in found]
        if ids:
            yield _field(name, "\r\n ".join(f"<{id}>" for id in ids))


def _carried(name: str, value: bytes) -> bytes:
    return name.encode("ascii") + b": " + _FOLD.sub(b"\r\n ", value.strip())


def _field(name: str, value: str) -> bytes:
    return f"{name}: {value}".encode("utf-8", "replace")


def _text(value: bytes) -> str:
    return clean(value.decode("utf-8", "replace"))


def _people(name: str, people: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """A field with these people in it, if there are any; a line each."""
    entries = [entry for entry in (_person(*person) for person in people) if entry]
    if entries:
        # After a name without an address a comma would make it half of the next one's: `Person, A`.
        lines = [entry + ("," if entry.endswith(">") else ";") for entry in entries[:-1]]
        yield _field(name, "\r\n ".join([*lines, entries[-1]]))


def _person(name: str, place: str) -> str:
    place = " ".join(re.sub(r"[<>]", "", clean(place[:1_000])).split())
    name = " ".join(clean(name[: 2 * _LONGEST_NAME]).split())[:_LONGEST_NAME]
    if not place:
        return _encoded(name) if name else ""
    if not name:
        return f"<{place}>"
    return f'"{name}" <{place}>' if _PLAIN_NAME.fullmatch(name) and "@" in place else f"{_encoded(name)} <{place}>"


def _name_key(name: str) -> tuple[str, ...]:
    """What is the same for two ways of writing one name: ``Person, Ann`` and ``Ann Person``."""
    return tuple(sorted(re.sub(r"[,'\"()]", " ", clean(name[:_LONGEST_NAME]).lower()).split()))


def _words(text: str) -> str:
    """A text for a field, on one line: as it is where it is plain, else in encoded words."""
    line = " ".join(clean(text[:_LONGEST_TEXT]).split())
    return line if line.isascii() and "=?" not in line and len(line) < 900 else _encoded(line)


def _encoded(text: str) -> str:
    """A text in encoded words, none longer than it may be (RFC 2047, 2), each whole characters."""
    pieces: list[str] = []
    piece = b""
    for letter in text:
        written = letter.encode("utf-8", "replace")
        if len(piece) + len(written) > 42:
            pieces.append(base64.b64encode(piece).decode("ascii"))
            piece = b""
        piece += written
    pieces.append(base64.b64encode(piece).decode("ascii"))
    return "\r\n ".join(f"=?utf-8?b?{piece}?=" for piece in pieces)


# --- the body ----------------------------------------------------------------------------------------------------------


def _body(kept: Kept) -> _Part:
    files = kept.files
    signed = next((part for part in map(_signed, files) if part), None)
    if signed is not None:
        text = signed  # signed in the clear: this file is the message as it was, text and all ([MS-OXOSMIME] 2.1.3)
        files = tuple(file for file in files if not _signed(file))
    else:
        text = _texts(kept)
    if not files:
        return text
    return _multipart("mixed", [text, *(_file(file, kept.message_class) for file in files)])


def _texts(kept: Kept) -> _Part:
    plain, page, charset = kept.text, kept.html, kept.html_charset
    if kept.rtf and not page and len(plain) <= _STUB:
        original = rtf.original(rtf.decompressed(kept.rtf))
        if original.is_html:
            page, charset = clean(original.text).encode(), "utf-8"
        elif not plain.strip():
            plain = original.text
    forms = [_base64([b"Content-Type: text/plain; charset=utf-8"], clean(plain).encode())] if plain.strip() or not page else []
    if page:
        known = f"; charset={charset}" if re.fullmatch(r"[\w.:-]{1,40}", charset, re.ASCII) else ""
        forms.append(_base64([f"Content-Type: text/html{known}".encode("ascii")], page))
    return forms[0] if len(forms) == 1 else _multipart("alternative", forms)


def _signed(file: File) -> _Part | None:
    """What a file holds if it is a message that was signed in the clear; None if it is any other."""
    if file.type.strip().lower() != "multipart/signed":
        return None
    header, start = split(file.content)
    kinds = parse(header).get("content-type", ())
    if not kinds or not kinds[0].lower().startswith(b"multipart/signed"):
        return None
    return _Part((_carried("Content-Type", kinds[0]),), file.content[start:])


def _file(file: File, message_class: str) -> _Part:
    name = _file_name(file.name)
    kind = "message/rfc822" if file.is_message else _type(file, name, message_class)
    fields = [f"Content-Type: {kind}".encode("ascii"), f"Content-Disposition: attachment{_parameter(name)}".encode("ascii")]
    id = re.sub(r"[^!-~]|[<>;\"]", "", file.content_id[:900])
    if id:
        fields.append(f"Content-ID: <{id}>".encode("ascii"))
    return _Part(tuple(fields), file.content) if file.is_message else _base64(fields, file.content)


def _type(file: File, name: str, message_class: str) -> str:
    kind = file.type.strip().lower()
    if not _TYPE.fullmatch(kind) or kind.startswith("multipart/"):
        kind = "application/octet-stream"  # its bytes are a file's, and not to be taken apart where they stand
    if kind in ("application/octet-stream", "text/plain"):
        if message_class.lower().startswith("ipm.note.smime") and name.lower().endswith(".p7m"):
            return "application/pkcs7-mime"
        if name.lower() == "message.rpmsg":
            return "application/x-microsoft-rpmsg-message"
    return kind


def _file_name(name: str) -> str:
    return " ".join(clean(name).replace("\\", "/").rpartition("/")[2].split())[:_LONGEST_FILE_NAME]


def _parameter(name: str) -> str:
    """A file's name as a parameter, in pieces that fit into a line (RFC 2231)."""
    pieces = [name[start : start + 20] for start in range(0, len(name), 20)]
    return "".join(
        f";\r\n filename*{number}*={'' if number else chr(39).join(('utf-8', '', ''))}{_percent(piece)}"
        for number, piece in enumerate(pieces)
    )


def _percent(text: str) -> str:
    plain = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"
    return "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in text.encode("utf-8", "replace"))


def _base64(fields: Sequence[bytes], content: bytes) -> _Part:
    body = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return _Part((*fields, b"Content-Transfer-Encoding: base64"), body)


def _multipart(kind: str, parts: Sequence[_Part]) -> _Part:
    """These parts as one. The boundary is made of what they hold, so that none of them can hold it."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"\r\n".join([*part.fields, b""]))
        digest.update(part.body)
    boundary = f"part-{digest.hexdigest()[:40]}".encode("ascii")
    pieces: list[bytes] = []
    for part in parts:
        pieces += [b"--" + boundary, *part.fields, b"", part.body]
    body = b"\r\n".join([*pieces, b"--" + boundary + b"--", b""])
    return _Part((f"Content-Type: multipart/{kind}; boundary=".encode("ascii") + b'"' + boundary + b'"',), body)
