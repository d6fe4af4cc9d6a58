"""From a document's lines to its paragraphs: what a page adds is dropped, what a page parts is joined.

Page headers, footers and page numbers go; a word parted at a line's end and a paragraph parted by a line or page end are
put together; signs of Markdown that are no words go. Of every character that is left it is known where it stood.
Where the reader marked pages (``Mark`` of kind ``page``), furniture is what repeats at their edges; else it is what stands
beside a lone page number or breaks into sentences time and again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from checker.domain import CheckerError, Document, Mark
from checker.protocols.importing.marks import mark_of

# The longest document that can be a protocol, in characters, and the most lines with words in it.
LONGEST, MOST = 1_000_000, 6_000
# The longest line that a text with hard line ends has; beyond it a line is a paragraph.
_WRAPPED = 120
# How many lines at each edge of a page may be furniture.
_EDGE = 3
_TITLE_WORDS, _TITLE_LENGTH = 16, 120

_LONE_NUMBER = re.compile(r"(?:-\s{0,2})?(?:page\s{0,3})?\d{1,4}(?:\s{0,3}(?:of|/)\s{0,3}\d{1,4})?(?:\s{0,2}-)?\Z", re.IGNORECASE)
_CONTENTS_LINE = re.compile(r"\S.{0,150}?(?:\.[ .]{3,200}|\t|…{2,50} ?)\s{0,9}\d{1,3}\Z")
_RULE = re.compile(r"[-_=*—–]{3,200}\Z")
_PICTURE = re.compile(r"\[picture: [^\]\n]{0,500}\]")
_MARKDOWN = re.compile(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.,;:)])[*_](?!\w)|^#{1,6}\s|^>\s?")
_DOTTED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})\.?\s")
_NAMED_LAST = re.compile(r" (?=(?:Appendix|Annexe?|Schedule) (?:\d{1,2}|[A-Z])\Z)")
_RUN_IN = re.compile(r"(?<=[.;:?!)]) (\d{1,3}(?:\.\d{1,3}){1,4}) (?=[A-Z“\"])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph: its words, where each of their characters stands, and how it looks.

    ``heading`` is the level that the document gives it, 0 when it gives none; ``is_apart`` says that a blank line is above.
    """

    text: str
    places: Sequence[int]
    indent: int = 0
    heading: int = 0
    is_bold: bool = False
    page: int = 0
    is_apart: bool = False

    @property
    def start(self) -> int:
        return self.places[0]

    @property
    def end(self) -> int:
        return self.places[-1] + 1

    def piece(self, start: int, end: int) -> Line:
        """The words from start to end of ``text``, without blank space around them."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        return replace(self, text=self.text[start:end], places=self.places[start:end])


def paragraphs(document: Document) -> tuple[list[Line], list[Line]]:
    """The paragraphs of a document in order, and the lines that were dropped as furniture of its pages.

    Raises ``CheckerError`` for a document that is too long to be a protocol.
    """
    if len(document.text) > LONGEST:
        raise CheckerError(
            f"{document.source.file} has {len(document.text):,} characters; a protocol has no more than {LONGEST:,}."
        )
    lines = [line for line in _lines(document) if not _RULE.match(line.text)]
    if len(lines) > MOST:
        raise CheckerError(f"{document.source.file} has {len(lines):,} lines; a protocol has no more than {MOST:,}.")
    dropped = _furniture(lines)
    kept = [line for at, line in enumerate(lines) if at not in dropped]
    kept = list(_parted(kept))
    return list(_joined(kept)), [lines[at] for at in sorted(dropped)]


def is_title(text: str) -> bool:
    """Whether words can be a heading by themselves: few, with a capital, and not ended as a sentence is.

    >>> is_title("Undue influence"), is_title("Members must not:"), is_title("are designated as restricted")
    (True, False, False)
    """
    if not 1 < len(text) <= _TITLE_LENGTH or len(text.split()) > _TITLE_WORDS or "://" in text:
        return False
    first = next((letter for letter in text if letter.isalnum()), "")
    if first.islower() or not any(letter.isalpha() for letter in text):
        return False
    ending = text.rstrip("”\"'’ -–—")[-1:]
    return ending not in tuple(".:;,") and " : " not in text and not text.startswith(("“", '"'))


def is_address(text: str) -> bool:
    """Whether a paragraph is nothing but the address of a web page."""
    return " " not in text and ("://" in text or text.startswith("www."))


def is_ended(text: str) -> bool:
    """Whether a paragraph ends as a sentence or lead-in does."""
    text = text.rstrip(" ⁰¹²³⁴⁵⁶⁷⁸⁹")
    return text.rstrip(" ”\"'’)]")[-1:] in tuple(".:;?!") or text.endswith((":-", ":–", ":—"))


def _lines(document: Document) -> Iterator[Line]:
    text = document.text
    hidden = _Spans(document.marks, "hidden", "comment")
    headings, bolds, pages = (_Spans(document.marks, kind) for kind in ("heading", "bold", "page"))
    is_apart, at = False, 0
    for raw in text.splitlines(keepends=True):
        line = _line(raw, at)
        at += len(raw)
        if line is None:
            is_apart = is_apart or not raw.strip()
            continue
        if hidden.covers(line.start, line.end):
            continue
        heading = headings.value(line.start, line.end)
        hashes = len(raw.lstrip()) - len(raw.lstrip().lstrip("#"))
        is_bold = bolds.covers(line.start, line.end) or (raw.strip().startswith("**") and raw.strip().endswith("**"))
        level = int(heading) if heading.isdecimal() else hashes if 0 < hashes <= 6 else 0
        page = pages.value(line.start, line.start + 1)
        yield replace(line, heading=level, is_bold=is_bold, page=int(page) if page.isdecimal() else 0, is_apart=is_apart)
        is_apart = False


def _line(raw: str, at: int) -> Line | None:
    """A line without blank space at its ends, signs of Markdown and pictures; None if no word is left."""
    body = raw.strip()
    start = raw.find(body[:1]) if body else 0
    indent = len(raw[:start].expandtabs(8))
    if body == "---" or not body:
        return None
    gone = sorted(span for sign in (_MARKDOWN, _PICTURE) for span in (match.span() for match in sign.finditer(body)))
    words: list[str] = []
    places: list[int] = []
    skipped = 0
    for place, letter in enumerate(body):
        while skipped < len(gone) and gone[skipped][1] <= place:
            skipped += 1
        if skipped < len(gone) and gone[skipped][0] <= place:
            continue
        is_blank = letter.isspace() or letter in "\u200b\ufeff\ufffd"
        if is_blank and (not words or words[-1] == " "):
            continue
        words.append(" " if is_blank else letter)
        places.append(at + start + place)
    while words and words[-1] == " ":
        words.pop()
        places.pop()
    return Line("".join(words), places, indent) if any(letter.isalnum() for letter in words) else None


class _Spans:
    """Stretches of some kinds of mark, asked by place."""

    def __init__(self, marks: Iterable[Mark], *kinds: str) -> None:
        self._marks = sorted((mark for mark in marks if mark.kind in kinds), key=lambda mark: (mark.start, mark.end))
        self._starts = [mark.start for mark in self._marks]

    def _near(self, start: int, end: int) -> Iterator[Mark]:
        for at in range(bisect_right(self._starts, end) - 1, -1, -1):
            mark = self._marks[at]
            if mark.start < end and mark.end > start:
                yield mark
            if mark.end <= start:
                return

    def covers(self, start: int, end: int) -> bool:
        """Whether most of the stretch is marked: a number may stand before a bold heading unmarked."""
        marked = sum(min(mark.end, end) - max(mark.start, start) for mark in self._near(start, end))
        return marked > 0.7 * (end - start)

    def value(self, start: int, end: int) -> str:
        return self._near_value(start, end) if self.covers(start, end) else ""

    def _near_value(self, start: int, end: int) -> str:
        return next((mark.value for mark in self._near(start, end)), "")


def _furniture(lines: Sequence[Line]) -> set[int]:
    """Which lines a page adds, by their numbers."""
    if len({line.page for line in lines if line.page}) > 1:
        dropped = _at_edges(lines)
    else:
        dropped = _beside_numbers(lines) | _interrupting(lines)
    return dropped | {at for at, line in enumerate(lines) if _CONTENTS_LINE.match(line.text)}


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text).casefold()


def _at_edges(lines: Sequence[Line]) -> set[int]:
    pages: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        pages.setdefault(line.page, []).append(at)
    edges = {page: {*numbers[:_EDGE], *numbers[-_EDGE:]} for page, numbers in pages.items()}
    seen = Counter(key for numbers in edges.values() for key in {_key(lines[at]) for at in numbers})
    often = max(2, -(-len(pages) // 2))
    return {
        at
        for numbers in edges.values()
        for at in numbers
        if _LONE_NUMBER.match(lines[at].text) or (seen[_key(lines[at])] >= often and not _is_clause(lines[at]))
    }


def _is_clause(line: Line) -> bool:
    """Whether a repeated line is the document's own: an item or a lead-in may well stand in it five times."""
    return line.text.endswith(":") or (mark_of(line.text) is not None and not line.text.lower().startswith("page"))


def _beside_numbers(lines: Sequence[Line]) -> set[int]:
    numbers = {at for at, line in enumerate(lines) if _LONE_NUMBER.match(line.text)}
    beside = Counter(_key(lines[at + step]) for at in numbers for step in (-1, 1) if 0 <= at + step < len(lines))
    return numbers | {
        at + step
        for at in numbers
        for step in (-1, 1)
        if 0 <= at + step < len(lines)
        and beside[_key(lines[at + step])] > 1
        and len(lines[at + step].text) <= _TITLE_LENGTH
        and not lines[at + step].text.endswith((".", ":", ";"))
    }


def _interrupting(lines: Sequence[Line]) -> set[int]:
    """Lines that stand three times or more and break into a sentence at least once."""
    counts = Counter(line.text for line in lines if len(line.text) <= _TITLE_LENGTH and not _is_clause(line))
    often = {text for text, count in counts.items() if count > 2}
    breaking = {
        lines[at].text
        for at in range(1, len(lines) - 1)
        if lines[at].text in often and not is_ended(lines[at - 1].text) and lines[at + 1].text[:1].islower()
    }
    return {at for at, line in enumerate(lines) if line.text in breaking}


def _parted(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, parted where the next numbered paragraph was run into one: 5.1 … words. 5.2 Words."""
    last = ""
    for line in lines:
        start = 0
        while True:
            own = _DOTTED.match(line.text[start:])
            last = own[1] if own is not None else last
            above, _, number = last.rpartition(".")
            wanted = {f"{last}.1"} | ({f"{above}.{int(number) + 1}"} if above else set()) if last else set()
            named = _NAMED_LAST.search(line.text) if line.heading or line.is_bold else None
            if named is not None:
                yield line.piece(start, named.start())
                start = named.start() + 1
                break
            place = next((m for m in _RUN_IN.finditer(line.text[start:]) if m[1] in wanted), None)
            if place is None:
                break
            yield line.piece(start, start + place.start())
            start += place.start() + 1
        yield line.piece(start, len(line.text)) if start else line


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[int(len(lengths) * 0.98)] if lengths else 0
    whole = " ".join(line.text for line in lines).casefold()
    words = Counter(_WORD.findall(whole))
    open: Line | None = None
    last = ""
    for line in lines:
        if open is not None and _goes_on(open, last, line, width):
            open = _join(open, line, words)
        else:
            if open is not None:
                yield open
            open = line
        last = line.text
    if open is not None:
        yield open


def _goes_on(above: Line, last: str, below: Line, width: int) -> bool:
    """Whether a line goes on with the paragraph above; ``last`` is that paragraph's last line as yet."""
    is_set_apart = (above.heading and above.heading == below.heading) or (above.is_bold and below.is_bold)
    is_one_heading = (above.text.isupper() and below.text.isupper()) or below.text[:1].islower()
    is_numbered = mark_of(above.text) is not None and mark_of(below.text) is None
    if above.page and is_set_apart and is_one_heading and is_numbered and is_title(above.text):  # it has two lines
        return True
    if mark_of(below.text) is not None or below.heading or above.heading != below.heading:
        return False
    if above.is_bold and not below.is_bold and is_title(above.text):
        return False
    item = mark_of(above.text)
    is_in_list = item is not None and item.is_lettered
    if last.endswith(("-", "‐", "\u00ad")) and last[-2:-1].isalpha() and below.text[:1].islower():
        return True
    is_forced = width <= _WRAPPED and len(last) + 1 + len(below.text.split(" ", 1)[0]) > width - 8
    if is_forced and not below.is_apart:
        return not (is_title(above.text) and is_title(below.text) and below.text[:1].isupper() and len(last) < width // 2)
    is_near = not below.is_apart or above.page != below.page or item is None
    if above.page and is_near and not is_ended(above.text) and len(above.text.split()) > 4:
        # In a PDF what is not set as a heading is none: a line that ends in no stop was cut off.
        is_styled = (
            below.heading or below.is_bold or above.is_bold or above.heading or below.text.isupper() or above.text.isupper()
        )
        is_closed = is_in_list and above.text.endswith((",", ";", "; or", "; and", "and/or"))
        if not is_styled and not is_closed and not is_address(below.text):
            return True
    if is_ended(above.text) or is_address(below.text) or is_address(above.text):
        return False
    if below.text[:1].islower():
        return not (is_in_list and above.text.endswith((",", ";", "; or", "; and", "and/or")))
    return above.text.endswith(",") and not is_in_list


def _join(above: Line, below: Line, words: Counter[str]) -> Line:
    text, places = above.text, list(above.places)
    if text.endswith(("-", "‐", "\u00ad")) and text[-2:-1].isalpha():
        first = _WORD.findall(text[-60:].casefold())[-1:] or [""]
        second = _WORD.match(below.text.casefold())
        together = first[0] + (second[0] if second else "")
        hyphened = f"{first[0]}-{second[0] if second else ''}"
        if not (words[hyphened] and not words[together]):
            text, places = text[:-1], places[:-1]
        return replace(above, text=text + below.text, places=[*places, *below.places])
    return replace(above, text=f"{text} {below.text}", places=[*places, places[-1] + 1, *below.places])
