"""The parts that a message consists of (RFC 2045, 2046), and what they hold once decoded.

The tree is built by a loop over places in the message's bytes: no part is copied before somebody asks for it. Boundaries that
are missing, unclosed, repeated or not declared are lived with; what cannot be taken apart is text.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from checker.ingest import encoded_words, quoted_printable
from checker.ingest.charsets import decode as text_of
from checker.ingest.fields import Fields, parse, split_part
from checker.ingest.unreadable import NotReadable

# A word of a header and its parameters (RFC 2045, 5.1): ; name=value or ; name="value".
_PARAMETER = re.compile(r";\s{0,99}([^\s=;\"]{1,80})\s{0,99}=\s{0,99}(?:\"((?:[^\"\\]|\\.){0,20000}+)\"|([^;]*+))")
_ESCAPED = re.compile(r"\\([\"\\])")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,100}", re.ASCII)
# A boundary that nobody declared: a line of hyphens and something, followed by what only the header of a part says.
_UNDECLARED = re.compile(rb"(?<![^\r\n])--([^\r\n]{1,200}?)[ \t]{0,20}(?:\r\n|\n|\r)content-", re.IGNORECASE)
# What may follow a boundary on its line (RFC 2046, 5.1.1).
_REST_OF_LINE = re.compile(rb"(--)?[ \t]*+(?=[\r\n]|\Z)")
_LINE_END = re.compile(rb"[\r\n]")
# Most messages say in the same words what they consist of: so many fields are kept as read, none of them longer.
_LONGEST_KEPT = 300
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_UU_BEGIN = re.compile(rb"begin [0-7]{3,4} [^\r\n]{1,300}")


@dataclass(slots=True)
class Part:
    """A message or a part of one: its fields, its type, where its body lies in the bytes, and the parts within it.

    ``is_first`` says that nothing of the message stands before it.
    """

    fields: Fields
    type: str
    parameters: Mapping[str, str]
    start: int
    end: int
    depth: int = 0
    is_first: bool = True
    children: list[Part] = field(default_factory=list)

    def value(self, name: str) -> tuple[str, Mapping[str, str]]:
        """A structured field such as Content-Disposition: its word in lower case, and its parameters."""
        values = self.fields.get(name)
        return structured(values[0]) if values else ("", {})

    def leaves(self) -> Iterator[Part]:
        """The parts that hold no parts, in order."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            if part.children:
                waiting += reversed(part.children)
            else:
                yield part

    def content(self, raw: bytes) -> bytes:
        """What this part holds, its transfer encoding undone (RFC 2045, 6)."""
        return decoded(raw[self.start : self.end], self.value("content-transfer-encoding")[0])


def tree(raw: bytes, fields: Fields, start: int, *, most: int, deepest: int) -> Part:
    """The parts of a message with these fields whose body begins here; ``NotReadable`` where there are too many."""
    root = _part(fields, start, len(raw), "text/plain", 0)
    waiting = [root]
    total = 1
    while waiting:
        part = waiting.pop()
        if not part.type.startswith("multipart/"):
            continue
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for child_start, child_end in _stretches(raw, part):
            total += 1
            if total > most:
                raise NotReadable(f"it consists of more than {most:,} parts")
            if part.depth >= deepest:
                raise NotReadable(f"its parts are nested more than {deepest} deep")
            header, body = split_part(raw, child_start, child_end)
            child = _part(parse(header), min(body, child_end), child_end, default, part.depth + 1)
            child.is_first = part.is_first and not part.children
            part.children.append(child)
        waiting += part.children
        if not part.children:
            part.type = "text/plain"  # nothing parts it: all of it is text
    return root


def structured(value: bytes) -> tuple[str, Mapping[str, str]]:
    """The word and the parameters of a structured field, continuations and character sets resolved (RFC 2231).

    >>> structured(b"attachment; filename*0*=UTF-8''caf%C3%A9; filename*1=.pdf")
    ('attachment', mappingproxy({'filename': 'café.pdf'}))
    """
    return _usual(value) if len(value) <= _LONGEST_KEPT else _structured(value)


@lru_cache(maxsize=2_048)
def _usual(value: bytes) -> tuple[str, Mapping[str, str]]:
    word, parameters = _structured(value)
    return word, MappingProxyType(dict(parameters))


def _structured(value: bytes) -> tuple[str, Mapping[str, str]]:
    line = encoded_words.unfolded(value)
    word = line.partition(";")[0].strip().strip('"').lower()
    pieces: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for name, quoted, bare in _PARAMETER.findall(line):
        plain = _ESCAPED.sub(r"\1", quoted) if quoted else bare.strip().strip('"')
        base, star, rest = name.lower().partition("*")
        number, is_encoded = rest.rstrip("*"), name.endswith("*")
        at = int(number) if star and number.isdecimal() and len(number) < 4 else 0
        pieces.setdefault(base, {}).setdefault(at, (plain.encode("utf-8", "replace"), is_encoded))
    return word, {name: _joined(found) for name, found in pieces.items()}


def _joined(pieces: Mapping[int, tuple[bytes, bool]]) -> str:
    charset = ""
    whole = b""
    for number, (written, is_encoded) in sorted(pieces.items()):
        piece = written
        if is_encoded and number == 0 and piece.count(b"'") >= 2:
            declared, _, piece = piece.split(b"'", 2)
            charset = declared.decode("ascii", "replace")
        whole += _PERCENT.sub(lambda pair: bytes([int(pair[1], 16)]), piece) if is_encoded else piece
    # Many programs write encoded words here, which the standard forbids.
    return encoded_words.words(text_of(whole, charset))


def _part(fields: Fields, start: int, end: int, default: str, depth: int) -> Part:
    word, parameters = structured(next(iter(fields.get("content-type", ())), b""))
    kind = word.replace(" ", "")
    if not _TYPE.fullmatch(kind):
        kind = "text/html" if kind == "html" else default if not kind else "text/plain"  # RFC 2045, 5.2
    return Part(fields, kind, parameters, start, end, depth)


def _stretches(raw: bytes, part: Part) -> list[tuple[int, int]]:
    """Where the parts of a multipart lie."""
    declared = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
    if declared and (found := _between(raw, part, declared)):
        return found
    undeclared = _UNDECLARED.search(raw, part.start, min(part.end, part.start + 64_000))
    return _between(raw, part, undeclared[1]) if undeclared else []


def _between(raw: bytes, part: Part, boundary: bytes) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    start = -1
    for at, after, is_last in _delimiters(raw, part, b"--" + boundary):
        if start >= 0:
            stretches.append((start, max(start, _before_line_end(raw, at, part.start))))
        start = -1 if is_last else _after_line_end(raw, after, part.end)
    if start >= 0:
        stretches.append((start, max(start, part.end)))  # the last boundary is missing: cut off on the way, or never written
    return stretches


def _delimiters(raw: bytes, part: Part, dashed: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where the lines that a boundary makes begin and end, and which of them say that no part follows.

    Each message has a boundary of its own: to compile a pattern for it would take longer than to look for it.
    """
    at = raw.find(dashed, part.start, part.end)
    while at >= 0:
        is_line = at == 0 or raw[at - 1] in b"\r\n"
        rest = _REST_OF_LINE.match(raw, at + len(dashed), part.end) if is_line else None
        if rest:
            yield at, rest.end(), rest[1] is not None
            after = rest.end()
        else:
            line_end = _LINE_END.search(raw, at, part.end)
            after = line_end.start() if line_end else part.end
        at = raw.find(dashed, after, part.end)


def _before_line_end(raw: bytes, at: int, start: int) -> int:
    # The line end before a boundary belongs to the boundary (RFC 2046, 5.1.1).
    if raw.endswith(b"\r\n", start, at):
        return at - 2
    return at - 1 if at > start and raw[at - 1] in b"\r\n" else at


def _after_line_end(raw: bytes, at: int, end: int) -> int:
    if raw.startswith(b"\r\n", at, end):
        return at + 2
    return min(at + 1, end)


def decoded(body: bytes, encoding: str) -> bytes:
    """A body with its transfer encoding undone; as it is, where the encoding is unknown or plainly another."""
    encoding = encoding.partition("(")[0].strip("; ").replace(" ", "-")  # behind a bracket stands a comment
    if encoding == "quoted-printable":
        return quoted_printable.decoded(body)
    if encoding == "base64":
        return _base64(body)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return uudecoded(body)
    return body


def _base64(body: bytes) -> bytes:
    first = body[:4_000].lstrip().partition(b"\n")[0].strip()
    if len(first.translate(None, _BASE64)) * 4 > len(first) or (b" " in first and len(first) > 20):
        return body  # text that somebody called base64
    # What follows the padding is no part of it, such as the footer that a list hung on.
    bare = body.translate(None, _NOT_BASE64)
    bare = bare[: bare.find(b"=")] if b"=" in bare else bare
    bare = bare[: len(bare) - (len(bare) % 4 == 1)]
    return binascii.a2b_base64(bare + b"=" * (-len(bare) % 4))


def uudecoded(body: bytes) -> bytes:
    """What a uuencoded file holds, as far as its lines can be read; nothing if its first line is none."""
    begin = _UU_BEGIN.search(body)
    pieces: list[bytes] = []
    for line in filter(None, body[begin.end() if begin else 0 :].splitlines()):
        if line.strip() == b"end":
            break
        # The first letter says how many bytes the line holds, three for four letters; programs disagree on what else
        # stands at its end.
        wanted = 1 + (((line[0] - 32) & 63) + 2) // 3 * 4
        if not pieces and not len(line.rstrip()) - 2 <= wanted <= len(line) + 4:
            break
        try:
            pieces.append(binascii.a2b_uu(line[:wanted]))
        except binascii.Error:
            continue
    return b"".join(pieces)
