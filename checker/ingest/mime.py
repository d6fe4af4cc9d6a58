"""A message's bytes to a ``Message``: the words that its reader sees, what hangs on it, and what its header says.

Of two forms of one text the plain one is taken, unless it is empty or only sends its reader to the other. Parts of text in a
row are one text. Messages within a message are attachments: their words are not its sender's, but those of their own author. A
message without any text that can be read (encrypted, signed in one opaque piece, Outlook's own form, an attachment alone) is read
with an empty text, and ``sealed`` says why it is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from checker.domain import OWN, Attachment, Document, Mark, Message, Person, Recipient, Source, Zone
from checker.ingest import charsets, eight_bit, encoded_words, flowed, headers, html
from checker.ingest.fields import LONGEST, parse, split
from checker.ingest.limits import USUAL, Limits
from checker.ingest.parts import Part, tree, uudecoded
from checker.ingest.unreadable import NotReadable
from checker.ingest.wording import wording
from checker.language import zones

Who = Callable[[str, str], Person]
# Gives the text, the marks and the title of a file of this content and this name; ``NotReadable`` where it cannot.
Opener = Callable[[bytes, str], tuple[str, tuple[Mark, ...], str]]


@dataclass(frozen=True, slots=True)
class _Passage:
    """A part's text, and what HTML says of it."""

    text: str
    marks: Sequence[Mark] = ()
    quoted: Sequence[tuple[int, int, str]] = ()
    files: Sequence[Attachment] = ()


_TEXTS = ("text/plain", "text/html", "text/enriched", "text/richtext")
_LONGEST_NAME = 255
# A text shorter than this may be a stub; nobody says so much to say nothing.
_STUB = 400

# What a page says of itself; never UTF-7, in which markup can hide (HTML, 4.2.5.4).
_META = re.compile(
    rb"<(?:meta\s[^>]{0,300}?charset|\?xml\s[^>]{0,100}?encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}(?!utf-?7)([\w.:-]{1,40})",
    re.IGNORECASE,
)
_ENRICHED = re.compile(r"<(?:(<)|/?[\w-]{1,60}>)")
_PARAMETERS = re.compile(r"<param>[^<]{0,200}</param>", re.IGNORECASE)
_ENCLOSED = re.compile(rb"message/(?:rfc822|global)|multipart/digest", re.IGNORECASE)
_HTML = re.compile(r"\s{0,200}<(?:!doctype html|html|head|body)[\s>]", re.IGNORECASE)
_UU_BLOCK = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,255})\n((?:[!-`][^\n]{1,120}\n|`?\n)+)(?:end[ \t]*(?:\n|\Z))?", re.MULTILINE)


def read(raw: bytes, source: Source, who: Who, *, limits: Limits = USUAL, opener: Opener | None = None) -> Message:
    """The message that these bytes are; ``who`` gives the person behind a name and an address.

    Messages that hang on it are read with it. So are other files that may hold text if there is an ``opener``, but only those of
    somebody who is known: what a stranger sent can be no breach, and is most of what hangs on mail.
    ``NotReadable`` where it goes beyond the limits, and for nothing else, whatever the bytes hold.
    """
    if len(raw) > limits.message_bytes:
        most = limits.message_bytes
        raise NotReadable(f"it has {len(raw):,} bytes; {most:,} is the most that is read of one message")
    header, start = split(raw)
    if len(header) >= LONGEST:
        raise NotReadable(f"its header is longer than {LONGEST:,} bytes, the most that is read")
    fields = parse(header) if header.isascii() else eight_bit.in_utf8(parse(header))
    known = headers.of(fields)
    root = tree(raw, fields, start, most=limits.parts, deepest=limits.depth)
    files = _files(raw, root)
    pictures = {part.value("content-id")[0].strip("<>"): file.name for part, file, _ in files} if files else {}
    passage = _joined(_passages(raw, root, pictures))
    text = passage.text
    if len(text) > limits.text:
        raise NotReadable(f"its text has {len(text):,} characters; {limits.text:,} is the most that is read of one message")
    id = known.message_id or headers.id_of(raw)
    sender = _person(who, *known.sender)
    opened = _opened(files, id, source, who, limits, None if sender.is_outside else opener) if files else ()
    return Message(
        id=id,
        source=source,
        text=text,
        subject=known.subject,
        date=known.date,
        zones=zones.split(text, quoted=passage.quoted, subject=known.subject),
        marks=tuple(passage.marks),
        sender=sender,
        recipients=tuple([_recipient(who, *shown) for shown in known.recipients]),
        answers=known.answers,
        attachments=(*opened, *passage.files),
        automatic=known.automatic,
        written_by=who(*known.writer) if known.writer[1] else None,
    )


# The same people stand in one message after another.
@lru_cache(maxsize=8_192)
def _person(who: Who, name: str, email: str) -> Person:
    return who(name, email)


@lru_cache(maxsize=8_192)
def _recipient(who: Who, name: str, email: str, kind: str, field: str) -> Recipient:
    return Recipient(_person(who, name, email), kind, field)


def enclosed(raw: bytes, limits: Limits) -> list[bytes]:
    """The messages that hang on a message, in order; ``NotReadable`` where it goes beyond the limits."""
    if b"essage/" not in raw and b"/digest" not in raw and not _ENCLOSED.search(raw):
        return []
    header, start = split(raw)
    root = tree(raw, parse(header), start, most=limits.parts, deepest=limits.depth)
    return [part.content(raw) for part in root.leaves() if _is_message(part)]


def sealed(message: Message) -> str:
    """Why a message that was read has no text, where its attachments show it; empty for a message with text."""
    if message.text.strip():
        return ""
    for attachment in message.attachments:
        if reason := _SEALS.get(attachment.type):
            return reason
    return "it has no text but attachments" if message.attachments else ""


# Kinds of files in which nothing is written (RFC 2046, 4).
_WORDLESS = ("audio", "image", "video", "font", "model")
_SEALS: Mapping[str, str] = {
    "application/ms-tnef": "its text is in Outlook's own form (winmail.dat)",
    "application/pgp-encrypted": "it is encrypted (OpenPGP)",
    "application/pkcs7-mime": "it is encrypted or signed in one piece (S/MIME)",
    "application/vnd.ms-tnef": "its text is in Outlook's own form (winmail.dat)",
    "application/x-microsoft-rpmsg-message": "it is encrypted (Microsoft Purview)",
    "application/x-pkcs7-mime": "it is encrypted or signed in one piece (S/MIME)",
    "message/external-body": "its text is kept elsewhere",
    "message/partial": "it is a piece of a longer message",
}


# --- what is text ------------------------------------------------------------------------------------------------------


def _passages(raw: bytes, part: Part, pictures: Mapping[str, str]) -> list[_Passage]:
    """The texts of a part that its reader sees, in order. Parts are nested no deeper than the limits allow."""
    if part.children:
        if part.type == "multipart/alternative":
            return _preferred(raw, part, pictures)
        if part.type in ("multipart/digest", "multipart/encrypted"):
            return []
        return [passage for child in part.children for passage in _passages(raw, child, pictures)]
    if not _is_body(part):
        return []
    content = part.content(raw)
    declared = part.parameters.get("charset", "")
    if part.type == "text/html":
        return [_from_html(_decoded_html(content, declared), pictures)]
    text = charsets.decode(content, declared)
    if part.type != "text/plain":
        text = _ENRICHED.sub(lambda command: command[1] or "", _PARAMETERS.sub("", text))
    elif _HTML.match(text):
        return [_from_html(text, pictures)]  # HTML that nobody called so
    elif flowed.is_flowed(part.parameters):
        text = flowed.joined(text, part.parameters)
    return [_plain(text)]


def _preferred(raw: bytes, part: Part, pictures: Mapping[str, str]) -> list[_Passage]:
    """The one of several forms of a text that is read."""
    forms = [child for child in part.children if any(_is_body(leaf) for leaf in child.leaves())]
    plain = [child for child in forms if not any(leaf.type == "text/html" for leaf in child.leaves())]
    rich = [child for child in forms if any(leaf.type == "text/html" for leaf in child.leaves())]
    poor: list[_Passage] = []
    for form in plain:
        passages = _passages(raw, form, pictures)
        text = "".join(passage.text for passage in passages)
        if text.strip() and not (rich and _is_stub(text)):
            return passages
        poor = poor or passages
    for form in reversed(rich):  # the last is the one that its sender thought best (RFC 2046, 5.1.4)
        passages = _passages(raw, form, pictures)
        if any(passage.text for passage in passages):
            return passages
    return poor


def _is_stub(text: str) -> bool:
    lower = text[: _STUB + 1].lower()
    return len(text) <= _STUB and any(phrase in lower for phrase in wording("stubs"))


def _is_body(part: Part) -> bool:
    """Whether a part is text to be read where it stands, and not a file that hangs on the message."""
    if part.type not in _TEXTS:
        return False
    disposition, parameters = part.value("content-disposition")
    if disposition == "attachment":
        return False
    # Text with a file's name is a file; but some programs give a name to the message itself.
    return part.is_first or not (parameters.get("filename") or part.parameters.get("name"))


def _decoded_html(content: bytes, declared: str) -> str:
    if not declared and (meta := _META.search(content[:4_000])):
        declared = meta[1].decode("ascii")
    return charsets.decode(content, declared)


def _from_html(page: str, pictures: Mapping[str, str]) -> _Passage:
    shown = html.to_text(page, pictures=pictures)
    marks = [mark for mark in shown.marks if mark.kind in ("link", "picture")]
    return _Passage(shown.text, marks, shown.quoted)


def _plain(text: str) -> _Passage:
    files: list[Attachment] = []

    def taken(block: re.Match[str]) -> str:
        size = len(uudecoded(block[0].encode("ascii", "replace")))
        if not size:
            return block[0]
        files.append(Attachment(_file_name(block[1]) or f"unnamed-{len(files) + 1}", "application/octet-stream", size))
        return ""

    if "\nbegin " in text or text.startswith("begin "):
        text = _UU_BLOCK.sub(taken, text)  # how files were sent before there was MIME
    return _Passage(text.strip("\n").rstrip(), files=files)


def _joined(passages: Sequence[_Passage]) -> _Passage:
    if len(passages) == 1 and passages[0].text:
        return passages[0]
    pieces: list[str] = []
    marks: list[Mark] = []
    quoted: list[tuple[int, int, str]] = []
    files: list[Attachment] = []
    at = 0
    for passage in passages:
        files += passage.files
        if not passage.text:
            continue
        if pieces:
            pieces.append("\n\n")
            at += 2
        marks += [Mark(mark.kind, mark.start + at, mark.end + at, mark.value) for mark in passage.marks]
        quoted += [(start + at, end + at, kind) for start, end, kind in passage.quoted]
        pieces.append(passage.text)
        at += len(passage.text)
    return _Passage("".join(pieces), marks, quoted, files)


# --- what hangs on it --------------------------------------------------------------------------------------------------


def _files(raw: bytes, root: Part) -> list[tuple[Part, Attachment, bytes]]:
    """The parts that are files, with what they are called and what they hold."""
    found: list[tuple[Part, Attachment, bytes]] = []
    for part in root.leaves():
        if _is_body(part):
            continue
        content = part.content(raw)
        if part is root and not content:
            continue  # a header that promises a file, and nothing below it
        name = _given_name(part, content) or f"unnamed-{len(found) + 1}"
        found.append((part, Attachment(name, part.type, len(content)), content))
    return found


def _is_message(part: Part) -> bool:
    return part.type in ("message/rfc822", "message/global")


def _opened(
    files: Sequence[tuple[Part, Attachment, bytes]], id: str, source: Source, who: Who, limits: Limits, opener: Opener | None
) -> tuple[Attachment, ...]:
    """The files with what they say: messages by their own author, others as things that were sent along."""
    opened: list[Attachment] = []
    number = 0
    for part, file, content in files:
        if _is_message(part):
            number += 1
            within = f"{source.within}.{number}" if source.within else str(number)
            opened.append(_message(file, content, replace(source, within=within), who, limits, opener))
        elif opener is not None and part.type.partition("/")[0] not in _WORDLESS and part.type not in _SEALS:
            opened.append(_document(file, content, f"{id}/{file.name}", source, opener))
        else:
            opened.append(file)
    return tuple(opened)


def _message(file: Attachment, content: bytes, source: Source, who: Who, limits: Limits, opener: Opener | None) -> Attachment:
    if source.within.count(".") >= limits.enclosed:
        return replace(file, unread=f"messages within messages are nested more than {limits.enclosed} deep")
    try:
        return replace(file, document=read(content, source, who, limits=limits, opener=opener))
    except NotReadable as error:
        return replace(file, unread=str(error))


def _document(file: Attachment, content: bytes, id: str, source: Source, opener: Opener) -> Attachment:
    try:
        text, marks, title = opener(content, file.name)
    except NotReadable as error:
        return replace(file, unread=str(error))
    zones = (Zone(OWN, 0, len(text)),) if text else ()
    return replace(file, document=Document(id, source, text, title, None, zones, marks))


def _given_name(part: Part, content: bytes) -> str:
    _, parameters = part.value("content-disposition")
    if name := _file_name(parameters.get("filename", "") or part.parameters.get("name", "")):
        return name
    if part.type == "message/rfc822":
        header, _ = split(content[:100_000])
        subject = encoded_words.text(next(iter(parse(header).get("subject", ())), b""))
        return f"{subject[: _LONGEST_NAME - 4]}.eml" if subject else ""
    return ""


def _file_name(name: str) -> str:
    """The name itself, without the folders that some programs send along."""
    return " ".join(name.replace("\\", "/").rpartition("/")[2].split())[:_LONGEST_NAME]
