"""Text from outside, made fit to be looked at: evidence marked by offset, zones set apart, invisible characters shown.

Offsets are taken on the document's own text and only then is anything escaped, so a mark stands where the detector saw it.
A passage that does not lie in the text (out of range, empty, or quoting other words than stand there) is dropped.

Characters that hide or turn text around (controls, bidirectional overrides, zero-width spaces, tags) are shown by their
numbers: Unicode Technical Report 36, sections 2.5 and 3.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from checker.domain import OWN, QUOTED, Document, Passage, Zone

_COMBINING = r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"

# A flag of England, Scotland or Wales is written with tag characters, and joiners are part of emoji and of several scripts:
# both stay as they are. No language stacks more than a few marks on a letter; a tower of them would cover the lines above.
_ODD = re.compile(
    r"(?P<flag>\U0001F3F4[\U000E0020-\U000E007E]{1,8}\U000E007F)"
    r"|(?P<joiner>(?<=[A-Za-z0-9])[\u200c\u200d]|[\u200c\u200d](?=[A-Za-z0-9]))"
    rf"|(?P<stack>(?<=[{_COMBINING}]{{6}})[{_COMBINING}]+)"
    r"|(?P<odd>[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000E0000-\U000E007F]+)"
)
HIDDEN = 12  # characters named of one run of hidden ones
NEAR = 200  # characters around what is marked that are printed on paper too
LEAST = 160  # characters that are worth leaving out
_BLANK_LINES = re.compile(r"\n(?:[ \t\xa0]*\n){4,}")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text to be marked, and the words that label it."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is marked throughout or not at all, with the labels of the spans that begin at it.

    One that ``is_far`` from all that is marked is left out on paper.
    """

    text: str
    is_marked: bool
    labels: tuple[str, ...] = ()
    is_far: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The pieces of one zone. A block without a zone stands for characters left out, as many as ``left_out`` says."""

    zone: Zone | None
    pieces: tuple[Piece, ...] = ()
    left_out: int = 0

    @property
    def kind(self) -> str:
        return self.zone.kind if self.zone else ""

    @property
    def is_marked(self) -> bool:
        return any(piece.is_marked for piece in self.pieces)

    @property
    def length(self) -> int:
        return sum(len(piece.text) for piece in self.pieces)


def is_in(passage: Passage, document: Document) -> bool:
    """Whether the passage's words stand where it says in the document."""
    if passage.document != document.id or not 0 <= passage.start < passage.end <= len(document.text):
        return False
    return document.text.startswith(passage.quote, passage.start) and len(passage.quote) == passage.end - passage.start


def pieces(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """The text from start to end, cut where spans begin and end; together the pieces are that text again.

    >>> [piece.text for piece in pieces("one two three", [Span(4, 7, "evidence 1")]) if piece.is_marked]
    ['two']
    """
    end = len(text) if end is None else end
    change: defaultdict[int, int] = defaultdict(int)
    labels: defaultdict[int, list[str]] = defaultdict(list)
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        if first < last:
            change[first] += 1
            change[last] -= 1
            labels[first].append(span.label if span.start == first else f"{span.label}, continued")
    depth = 0
    for first, last in pairwise(sorted({start, end, *change})):
        depth += change[first]
        yield Piece(text[first:last], depth > 0, tuple(labels[first]))


def blocks(document: Document, spans: Sequence[Span], start: int = 0, end: int | None = None) -> Iterator[Block]:
    """The document's text from start to end, a block for each zone, without the empty lines at a block's ends."""
    end = len(document.text) if end is None else end
    for zone in _zones(document):
        first, last = max(zone.start, start), min(zone.end, end)
        words = document.text[first:last]
        if not words.strip():
            continue
        first += len(words) - len(words.lstrip("\r\n"))
        last -= len(words) - len(words.rstrip())
        yield Block(zone, tuple(pieces(document.text, spans, first, last)))


def excerpt(document: Document, spans: Sequence[Span], around: int) -> Iterator[Block]:
    """The document's text for so many characters around each span, or from its beginning when there are no spans."""
    length = len(document.text)
    windows: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: span.start) or [Span(0, around, "")]:
        first, last = _word_start(document.text, span.start - around), min(length, span.end + around)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(last, windows[-1][1]))
        else:
            windows.append((first, last))
    shown = 0
    for first, last in windows:
        if first > shown:
            yield Block(None, left_out=first - shown)
        yield from blocks(document, spans, first, last)
        shown = last
    if shown < length:
        yield Block(None, left_out=length - shown)


def folded(shown: Iterable[Block], near: int = NEAR) -> tuple[Block, ...]:
    """The blocks, with what lies further than so many characters from anything marked told apart; together they are that text.

    Where nothing is marked, the beginning of the author's own words is near.
    """
    blocks = tuple(shown)
    if any(block.is_marked for block in blocks):
        return tuple(replace(block, pieces=tuple(_folded(block, near))) for block in blocks)
    own = next((number for number, block in enumerate(blocks) if block.kind in ("", OWN) and block.pieces), 0)
    return tuple(
        replace(block, pieces=tuple(_parts(block.pieces, 2 * near if number == own else 0, 0)))
        for number, block in enumerate(blocks)
    )


def _folded(block: Block, near: int) -> Iterator[Piece]:
    last = len(block.pieces) - 1
    for number, piece in enumerate(block.pieces):
        if piece.is_marked:
            yield piece
        else:
            yield from _parts((piece,), near if number > 0 else 0, near if number < last else 0)


def _parts(pieces: Sequence[Piece], before: int, after: int) -> Iterator[Piece]:
    """Each piece as the characters that stay near its beginning, the far ones, and those near its end."""
    for piece in pieces:
        length = len(piece.text)
        if length <= before + after + LEAST:
            yield piece
            continue
        first = before and _word_start(piece.text, before)
        last = _word_start(piece.text, length - after) if after else length
        for start, end, is_far in ((0, first, False), (first, last, True), (last, length, False)):
            if start < end:
                yield replace(piece, text=piece.text[start:end], is_far=is_far)


def _word_start(text: str, place: int) -> int:
    if place <= 0:
        return 0
    space = text.find(" ", place, place + 40)
    return place if space < 0 else space + 1


def _zones(document: Document) -> Iterator[Zone]:
    """The zones in order, what they leave uncovered counted as own words, and nothing twice."""
    shown, length = 0, len(document.text)
    for zone in sorted(document.zones, key=lambda zone: (zone.start, zone.end)):
        first, last = max(zone.start, shown), min(zone.end, length)
        if first >= last:
            continue
        if first > shown:
            yield Zone(OWN, shown, first)
        yield Zone(zone.kind, first, last, zone.author, zone.sent, zone.to, zone.subject)
        shown = last
    if shown < length:
        yield Zone(OWN, shown, length)


def zone_label(zone: Zone) -> str:
    """What a reader is told about whose words these are; own words are not labelled."""
    if zone.kind == OWN:
        return ""
    if zone.kind not in (QUOTED, "forwarded"):
        return zone.kind.capitalize()
    parts = [
        f"from {zone.author}" if zone.author else "",
        f"to {zone.to}" if zone.to else "",
        f"sent {zone.sent}" if zone.sent else "",
        f"“{zone.subject}”" if zone.subject else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"{zone.kind.capitalize()} mail" + (f": {said}" if said else "")


# --- invisible characters ----------------------------------------------------------------------------------------------------


def shown(text: str) -> Markup:
    """The text escaped for HTML, with invisible characters as labelled boxes and NULs gone."""
    text = _without_returns(text)
    parts: list[Markup] = []
    last = 0
    for match in _ODD.finditer(text):
        if match["flag"]:
            continue
        parts.append(escape(text[last : match.start()]))
        parts += [Markup('<span class="odd">{}</span>').format(name) for name in _names(match[0])]
        last = match.end()
    if not parts:
        return escape(text)
    return Markup("").join([*parts, escape(text[last:])])


def body(text: str) -> Markup:
    """As ``shown``, with long runs of empty lines counted instead of printed."""
    return shown(_BLANK_LINES.sub(_blank_lines, _without_returns(text)))


def plain(text: str) -> str:
    """The text for a terminal, with invisible characters as <U+202E>: none can move the cursor or turn words around."""
    return _ODD.sub(_plain, _without_returns(text))


def _plain(match: re.Match[str]) -> str:
    if match["flag"]:
        return match[0]
    return "".join(f"<{name.partition(' ')[0] if name[0] == 'U' else name}>" for name in _names(match[0]))


def _without_returns(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "")


def _blank_lines(match: re.Match[str]) -> str:
    return f"\n\n[{match[0].count(chr(10)) - 1} empty lines]\n\n"


def _names(run: str) -> Iterator[str]:
    """The number and name of each character of a run; one that is repeated comes once, and a long run is cut off."""
    if unicodedata.combining(run[0]):
        yield f"{len(run)} more combining marks"
        return
    groups = [(character, len(list(group))) for character, group in groupby(run)]
    for character, times in groups[:HIDDEN]:
        name = unicodedata.name(character, "").lower()
        yield f"U+{ord(character):04X}" + (f" {name}" if name else "") + (f" ×{times}" if times > 1 else "")
    if len(groups) > HIDDEN:
        yield f"{sum(times for _, times in groups[HIDDEN:])} more hidden characters"


def wrapped(text: str, width: int, indent: str) -> list[str]:
    """A text as lines of a terminal, invisible characters shown, further lines indented by two more."""
    return textwrap.wrap(
        " ".join(plain(text).split()),
        max(width, 30),
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
