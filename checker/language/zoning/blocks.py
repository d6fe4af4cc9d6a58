"""Blocks of header lines above quoted or forwarded mail, as mail programs write them, and as Lotus Notes does.

Outlook, Apple Mail, Thunderbird, Gmail, Yahoo, Samsung and BlackBerry name each line; Notes begins with a bare name and time.
A memorandum has such lines too: what makes a block a message's is a time or an address in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from checker.language.zoning.lexicon import words
from checker.language.zoning.lines import Line, depth_below, is_rule, next_line

_LINE = 3_000  # characters: nothing longer is a header
_LONGEST = 80  # lines: as long as a block of headers may be, with its lists of recipients

_LABEL = re.compile(r"[*_]{0,2}([^\W\d_][\w -]{0,14}[^\W\d_]|[^\W\d_])[*_]{0,2}[ \t\xa0]{0,3}")
_LONGEST_LABEL = 24  # characters, with its colon
_SPACE = "* \t\xa0"  # around a value
_INNER = re.compile(r"[ \t\xa0][*_]{0,2}(Sent|Date|To|Cc|Subject|Anfonwyd|At|Pwnc)[*_]{0,2}:[*_]{0,2}[ \t\xa0]")
TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2} ?[ap]m\b", re.IGNORECASE)
ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]")
_NOTES_ADDRESS = re.compile(r"\w/\w[\w ]{0,30}(?:/\w|@\w)|\w@\w")
WHEN = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s{1,3}\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s[A-Z]{3,4})?")
_ON_WHEN = re.compile(r"(?:\s+on|\s{2,}|\s*\t)\s*(" + WHEN.pattern + r")$")
BY = re.compile(r"(?:please respond to|sent by:|to be answered by)", re.IGNORECASE)


class Heading(NamedTuple):
    """What introduces somebody's words. ``end`` is the line after it, ``depth`` how deeply quoted its words are.

    ``kind`` is forwarded or quoted where the heading says so, else empty.
    """

    end: int
    depth: int
    kind: str = ""
    author: str = ""
    sent: str = ""
    to: str = ""
    subject: str = ""


class Block(NamedTuple):
    """Header lines as they stand: the line after them, their depth, the name of the first, and each with its value."""

    end: int
    depth: int
    first: str
    fields: dict[str, str]

    @property
    def is_nameless(self) -> bool:
        """Whether this is a block of Notes that lost its name and time."""
        return self.first == "to" and "from" not in self.fields and "cc" in self.fields and "subject" in self.fields

    @property
    def is_mail(self) -> bool:
        """Whether the block is a message's and not a memorandum's: it has a time or an address, and says enough."""
        fields = self.fields
        sent = fields.get("sent") or fields.get("date") or ""
        known = ("from" in fields) + bool(sent) + ("to" in fields) + ("subject" in fields)
        if self.is_nameless:
            return _NOTES_ADDRESS.search(fields["to"][:300]) is not None
        if not fields.get("from") or known < 3 or self.first == "cc":
            return False
        people = f"{fields['from'][:300]} {fields.get('to', '')[:300]}"
        has_time = TIME.search(sent[:100]) is not None or WHEN.search(fields["from"][-60:]) is not None
        has_address = ADDRESS.search(people) is not None or _NOTES_ADDRESS.search(people) is not None
        if self.first == "to":
            return has_time and has_address
        return has_time or has_address or "sent" in fields


@cache
def _labels() -> dict[str, str]:
    names = ("from", "sent", "date", "to", "cc", "subject", "other")
    return {label: name for name in names for label in words(f"quotation.labels.{name}")}


@lru_cache(maxsize=8_192)
def _name(head: str) -> str | None:
    """The name that zoning has for what stands before a colon, empty if it has none; ``None`` for what can be no label."""
    found = _LABEL.fullmatch(head)
    if not found:
        return None
    return _labels().get(found[1].lower()) or ("other" if "-" in found[1] else "")


def field_of(line: str, *, is_bare: bool = False) -> tuple[str, str] | None:
    """The header that a line gives, by the name zoning has for it, and its value."""
    colon = line.find(":", 0, _LONGEST_LABEL)
    if colon >= 0 and (known := _name(line[:colon])) is not None:
        if not known:
            return None
        value = line[colon + 1 :]
        if value[:1] in ("*", "_"):
            value = value[2:] if value[1:2] in ("*", "_") else value[1:]
        return known, value.strip(_SPACE)
    if is_bare and len(line) < 9:
        name = _labels().get(line.lower())
        return (name, "") if name else None
    return None


def is_label(line: str) -> bool:
    """Whether a line is a header line of any kind."""
    colon = line.find(":", 0, _LONGEST_LABEL)
    return colon >= 0 and bool(_name(line[:colon]))


def block_at(lines: Sequence[Line], at: int, *, is_bare: bool = False) -> Block | None:
    """The header lines that begin here, with the lines that go on in the next; ``None`` if this is no header line.

    Notes leaves a blank line before the subject; elsewhere a blank line ends the block. Other text after a header line goes
    on with it only if another header follows, or (a subject alone) if it is one short line more.
    """
    opening = field_of(lines[at].words, is_bare=is_bare)
    if not opening or (opening[0] in ("other", "cc") and not lines[at].words.lower().startswith(("received:", "return-path:"))):
        return None
    depth, fields = lines[at].depth, dict[str, str]()
    name, waiting, end = "", list[str](), at
    index, last = at, min(len(lines), at + _LONGEST)
    while index < last:
        line = lines[index]
        if not line.words:
            after = next_line(lines, index)
            if after >= len(lines) or "subject" in fields or lines[after].depth != depth:
                break
            ahead = field_of(lines[after].words, is_bare=is_bare)
            if not ahead or ahead[0] in fields:
                break
            index = after
            continue
        if line.depth != depth or len(line.words) > _LINE:
            break
        found = field_of(line.words, is_bare=is_bare)
        if found and (found[0] not in fields or found[0] in ("cc", "other")):
            if waiting and name:
                fields[name] = " ".join([fields[name], *waiting]).strip()
            waiting = []
            name = found[0]
            fields[name] = found[1]
            if name == "from":
                _split_inner(fields)
            end = index + 1
        elif found:
            break
        else:
            waiting.append(line.words)
        index += 1
    end = _last_wrap(lines, end, name, fields, waiting)
    return Block(end, depth, opening[0], fields)


def _last_wrap(lines: Sequence[Line], end: int, name: str, fields: dict[str, str], waiting: Sequence[str]) -> int:
    """Where the block ends when its last header may go on: one more line under a full one, with a blank line below."""
    if not waiting or name not in ("to", "cc", "subject", "from") or end >= len(lines):
        return end
    last = lines[end - 1].words
    full = len(last) > 55 or ":" not in last or (name in ("to", "cc") and fields[name].endswith((",", ";")))
    alone = end + 1 >= len(lines) or lines[end + 1].is_blank
    if name == "from" and WHEN.fullmatch(waiting[0]):
        fields["date"] = waiting[0]
        return end + 1
    if full and alone and len(waiting[0]) < 80:
        fields[name] = f"{fields[name]} {waiting[0]}".strip()
        return end + 1
    return end


def _split_inner(fields: dict[str, str]) -> None:
    """A line of ``From: ... Sent: ... To: ...`` that lost its line ends, into the headers it holds."""
    value = fields["from"]
    if ":" not in value:
        return
    parts = _INNER.split(f"{value} ")
    if len(parts) >= 5:
        fields["from"] = parts[0].strip()
        for label, content in zip(parts[1::2], parts[2::2], strict=True):
            fields.setdefault(_labels()[label.lower()], content.strip())


def from_block(lines: Sequence[Line], at: int, block: Block, kind: str = "") -> Heading:
    fields = block.fields
    author, sent = fields.get("from", ""), fields.get("sent") or fields.get("date") or ""
    if not sent and (when := _ON_WHEN.search(author[-60:]) or WHEN.search(author[-60:])):
        sent, author = when[when.lastindex or 0], author[: len(author) - len(author[-60:]) + when.start()]
    depth = depth_below(lines, block.end, block.depth)
    if depth > block.depth and _has_own_below(lines, at, block):
        depth = block.depth
    return Heading(block.end, depth, kind, tidy(author), sent.strip(), fields.get("to", ""), fields.get("subject", ""))


def _has_own_below(lines: Sequence[Line], at: int, block: Block) -> bool:
    """Whether unquoted words below a block are its author's: so if there is something to read above it.

    Below a block that opens a message, marked lines are the message answered and unmarked ones the answer. Below words of
    the writer's own, they are what the block's author answered, and his answer.
    """
    above = any(line.words and line.depth == block.depth and not is_rule(line.words) for line in lines[max(0, at - 20) : at])
    return above and any(line.words and line.depth == block.depth for line in lines[block.end : block.end + 400])


_MAILTO = re.compile(r"<mailto:[^>]{0,200}>")


def tidy(author: str) -> str:
    """An author as written, without what wrapping and linking did to it.

    >>> tidy("A Person, < a@example.org<mailto:a@example.org>>")
    'A Person <a@example.org>'
    """
    author = _MAILTO.sub("", author) if author.count("<") > 1 else author
    author = author.replace("< ", "<").replace(" >", ">").replace(", <", " <")
    return " ".join(author.split()).strip("*, \t")


# --- Lotus Notes -----------------------------------------------------------------------------------------------------


def may_be_notes(line: str, below: str) -> bool:
    """Whether a line may begin a block of Notes: it holds a time, or the next line does or says who sent or answers."""
    is_timed = line[0].isdigit() or line[-1].isdigit() or line[-1] in "Mm"
    return is_timed or below[:1].isdigit() or below.startswith(("Sent by", "Please respond", "To be answered", "AM", "PM"))


def notes_at(lines: Sequence[Line], at: int) -> Block | None:
    """``A Person`` / ``03/02/2026 10:12 AM`` / ``To: ...``: a name and a time without labels, then header lines."""
    line = lines[at].words
    depth = lines[at].depth
    author, sent, below = "", "", at + 1
    if line[0].isdigit():
        if not WHEN.fullmatch(line[:40]):
            return None
        sent = line
    elif line[-1].isdigit() or line[-1] in "Mm":
        found = _ON_WHEN.search(line[-60:])
        if found and len(line) < 200:
            author, sent = line[: len(line) - len(line[-60:]) + found.start()], found[1]
    if not sent:
        if len(line) > 100:
            return None
        for below in range(at + 1, min(at + 4, len(lines))):
            ahead = lines[below].words
            if not ahead or lines[below].depth != depth:
                return None
            if ahead[0].isdigit() and WHEN.fullmatch(ahead[:40]):
                author, sent = line, ahead
                break
            joined = f"{line} {ahead}"
            is_time = ahead[0].isdigit() or ahead in ("AM", "PM")
            if below == at + 1 and is_time and len(ahead) < 30 and (found := _ON_WHEN.search(joined[-60:])):
                author, sent = joined[: len(joined) - len(joined[-60:]) + found.start()], found[1]
                break
            if not BY.match(ahead) and not BY.match(lines[below - 1].words):
                return None
        if not sent:
            return None
        below += 1
    for _ in range(6):
        below = next_line(lines, below)
        if below >= len(lines) or lines[below].depth != depth:
            return None
        opening = field_of(lines[below].words, is_bare=True)
        if opening and opening[0] in ("to", "cc", "subject"):
            break
        if not BY.match(lines[below].words) and not BY.match(lines[below - 1].words):
            return None
        below += 1
    else:
        return None
    found_block = block_at(lines, below, is_bare=True)
    if not found_block or len(found_block.fields.keys() & {"to", "cc", "subject"}) < 2:
        return None
    fields = {**found_block.fields, "from": author, "sent": sent}
    return found_block._replace(fields=fields, first="from")
