"""In which order the words of a page are read, and which lines make a paragraph. Only places and sizes are looked at.

Words on one line are a row; a row falls into segments where there is a wide gap. Where segments stand left and right of a
gutter, line under line, they are columns and are read one after the other, and so within each column. Rows that fall into
segments and are no columns are a table, read row by row with a tab between the cells.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from checker.ingest.drafts._pdf_page import LEVEL, Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checker.ingest.drafts._pdf_page import Sheet, Word

# In sizes of type.
_SAME_ROW = 0.3
# Gaps that may be a gutter, and gaps between the cells of a table; below them words are of one sentence.
_NARROW = 0.6
_WIDE = 1.3
_PARAGRAPH = 2.4
# In times the usual distance of a column's lines.
_LEADING = 1.25
# How much larger than the rest of the text a heading is.
_LARGER = 1.15
# A heading is no longer than this, in characters.
_HEADING = 200
# What makes columns: this many lines on each side, as long as this on average, and no more than this share of all
# segments of the region across the gutter. Columns in columns are looked for this many times.
_LINES, _LETTERS, _ACROSS, _DEEP = 3, 14, 0.4, 3
# This many rules across a gutter are the rules of a table.
_RULES = 3

_BULLET = re.compile(r"(?:[•▪●○◦■□➢❖✓·*\-–—\uf0a7\uf0b7]|o|\(?\d{1,2}[.)]|\(?[a-z][.)])\Z")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand side by side on one line, with no wide gap between them."""

    words: tuple[Word, ...]
    place: Box
    base: float
    size: float

    @property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are read as one, each of one segment or of the cells of a table's row.

    ``gap`` is how many lines further down than the paragraph above it begins: 1, or 2 where a blank one is left.
    """

    lines: tuple[tuple[Segment, ...], ...]
    box: Box
    gap: int

    @property
    def size(self) -> float:
        return self.lines[0][0].size

    @property
    def letters(self) -> int:
        return sum(segment.letters for line in self.lines for segment in line)


def paragraphs(sheet: Sheet) -> list[Paragraph]:
    """The paragraphs of a page in the order in which they are read.

    Words that are read in another direction than most come after them, and those beside the page last.
    """
    groups: dict[tuple[bool, int, bool], list[Word]] = {}
    for word in sheet.words:
        groups.setdefault((word.is_hidden, *word.direction), []).append(word)
    found: list[Paragraph] = []
    for key in sorted(groups, key=lambda key: (key[0], -len(groups[key]), key)):
        rules = sheet.rules if key[1:] == LEVEL else ()
        for column in _columns([cell for row in _rows(groups[key]) for cell in _cells(row, _NARROW)], rules, _DEEP):
            found += _paragraphs(column)
    return found


def heading_sizes(pages: Iterable[Sequence[Paragraph]]) -> dict[float, int]:
    """The sizes of type in which headings stand, and their levels: those larger than most of the text, largest first."""
    letters: Counter[float] = Counter()
    short: set[float] = set()
    for page in pages:
        for paragraph in page:
            letters[paragraph.size] += paragraph.letters
            if _is_short(paragraph):
                short.add(paragraph.size)
    if not letters:
        return {}
    body = max(letters, key=lambda size: (letters[size], -size))
    larger = sorted((size for size in short if size > body * _LARGER), reverse=True)
    return {size: min(level, 6) for level, size in enumerate(larger, 1)}


def is_heading(paragraph: Paragraph, sizes: dict[float, int]) -> bool:
    """Whether a paragraph is a heading by its size: all of it, for a form filled in large type has no headings."""
    last = paragraph.lines[-1][-1].words[-1].text
    if paragraph.size not in sizes or not _is_short(paragraph) or (paragraph.letters > 60 and last.endswith(".")):
        return False
    least = min(sizes) * 0.95
    return all(word.size >= least for line in paragraph.lines for segment in line for word in segment.words)


def _is_short(paragraph: Paragraph) -> bool:
    return paragraph.letters <= _HEADING and len(paragraph.lines) <= 3


def _rows(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words that stand on one line, from the top of the page down."""
    row: list[Word] = []
    for word in sorted(words, key=lambda word: (word.base, word.place.x0)):
        if row and word.base - row[0].base > _SAME_ROW * min(word.size, row[0].size):
            yield row
            row = []
        row.append(word)
    if row:
        yield row


def _cells(row: Iterable[Word], gap: float) -> Iterator[Segment]:
    """The words of a row, parted where a gap is wider than so many sizes of type."""
    words: list[Word] = []
    for word in sorted(row, key=lambda word: word.place.x0):
        if words and word.place.x0 - words[-1].place.x1 > gap * max(word.size, words[-1].size):
            yield _segment(words)
            words = []
        words.append(word)
    if words:
        yield _segment(words)


def _segment(words: list[Word]) -> Segment:
    sizes = Counter[float]()
    for word in words:
        sizes[word.size] += len(word.text)
    size = max(sizes, key=lambda size: (sizes[size], size))
    place = reduce(Box.joined, (word.place for word in words))
    return Segment(tuple(words), place, max(word.base for word in words), size)


def _columns(segments: list[Segment], rules: Sequence[Box], depth: int) -> Iterator[list[Segment]]:
    """Segments in the groups in which they are read."""
    gutter = _gutter(segments, rules) if depth else None
    if gutter is None:
        if segments:
            yield segments
        return
    across: list[Segment] = []
    left: list[Segment] = []
    right: list[Segment] = []
    for segment in segments:
        is_across = segment.place.x0 < gutter < segment.place.x1
        if is_across and (left or right):
            yield from _columns(left, rules, depth - 1)
            yield from _columns(right, rules, depth - 1)
            left, right = [], []
        if is_across:
            across.append(segment)
            continue
        if across:
            yield across
            across = []
        (left if segment.place.x1 <= gutter else right).append(segment)
    if across:
        yield across
    yield from _columns(left, rules, depth - 1)
    yield from _columns(right, rules, depth - 1)


def _gutter(segments: Sequence[Segment], rules: Sequence[Box]) -> float | None:
    """Where a region falls into columns, left and right of it; None if it does not."""
    if len(segments) < 2 * _LINES:
        return None
    places = sorted({round(segment.place.x0) - 1.0 for segment in segments})
    best: tuple[int, int, float] | None = None
    for x in places:
        left = [segment for segment in segments if segment.place.x1 <= x]
        right = [segment for segment in segments if segment.place.x0 >= x]
        across = len(segments) - len(left) - len(right)
        if min(len(left), len(right)) < _LINES or across > _ACROSS * len(segments):
            continue
        if min(_usual(left), _usual(right)) < _LETTERS or not _are_beside(left, right):
            continue
        score = (-across, min(len(left), len(right)), x)
        if best is None or score > best:
            best = score
    if best is None:
        return None
    x = best[2]
    top, bottom = min(s.place.top for s in segments), max(s.place.bottom for s in segments)
    crossing = sum(rule.x0 < x - 5 and rule.x1 > x + 5 and top <= rule.top <= bottom for rule in rules)
    return None if crossing >= _RULES else x


def _usual(segments: Sequence[Segment]) -> float:
    return median(segment.letters for segment in segments)


def _are_beside(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether the two stand beside, and not above, one another for most of the shorter one's height."""
    tops = max(left[0].place.top, right[0].place.top)
    bottoms = min(left[-1].place.bottom, right[-1].place.bottom)
    shorter = min(left[-1].place.bottom - left[0].place.top, right[-1].place.bottom - right[0].place.top)
    return bottoms - tops > 0.5 * shorter


def _paragraphs(column: Sequence[Segment]) -> Iterator[Paragraph]:
    """The paragraphs of segments that are read row by row."""
    lines = _lines(column)
    steps = [below[0].base - above[0].base for above, below in pairwise(lines)]
    usual = median(step for step in steps if step > 0) if any(step > 0 for step in steps) else 0.0
    edge = max(line[-1].place.x1 for line in lines)
    margin = Counter(round(line[0].place.x0 / 3) for line in lines).most_common(1)[0][0]
    stack: list[tuple[Segment, ...]] = []
    gap = 2
    for line, step in zip(lines, [0.0, *steps], strict=True):
        if stack:
            is_apart = step > _PARAGRAPH * line[0].size or (step > usual * _LEADING and step > 1.3 * line[0].size)
            is_like = 1 / _LARGER < line[0].size / stack[-1][0].size < _LARGER
            if is_apart or not is_like:
                yield from _broken(stack, edge, margin, gap)
                stack, gap = [], 2 if is_apart or step > 1.1 * line[0].size else 1
        stack.append(line)
    yield from _broken(stack, edge, margin, gap)


def _lines(column: Sequence[Segment]) -> list[tuple[Segment, ...]]:
    """The lines of a column: what the search for gutters cut too fine is put together again."""
    words = [word for segment in column for word in segment.words]
    lines = [tuple(_cells(row, _WIDE)) for row in _rows(words)]
    for at, line in enumerate(lines):
        around = [other[0] for other in (lines[at - 1 : at] + lines[at + 1 : at + 2]) if len(other) == 1]
        if len(line) > 1 and around and all(_is_stretched(line, other) for other in around):
            lines[at] = (_segment([word for cell in line for word in cell.words]),)
    return lines


def _is_stretched(line: tuple[Segment, ...], other: Segment) -> bool:
    """Whether the gaps in a line come of setting it as wide as its neighbour, which has words where they are."""
    gaps = [(left.place.x1, right.place.x0) for left, right in pairwise(line)]
    edges = abs(other.place.x0 - line[0].place.x0), abs(other.place.x1 - line[-1].place.x1)
    is_covered = all(other.place.x0 < start and end < other.place.x1 for start, end in gaps)
    return is_covered and max(end - start for start, end in gaps) < 3 * line[0].size and min(edges) < 2


def _broken(stack: Sequence[tuple[Segment, ...]], edge: float, margin: int, gap: int) -> Iterator[Paragraph]:
    """Lines that stand close together, broken where a line ends before it had to: there somebody broke it."""
    own_edge = max(line[-1].place.x1 for line in stack)
    lines: list[tuple[Segment, ...]] = []
    for line in stack:
        if lines:
            reach = edge if round(line[0].place.x0 / 3) == margin else own_edge
            if _is_broken(lines[-1], line, reach):
                yield _paragraph(lines, gap)
                lines, gap = [], 1
        lines.append(line)
    yield _paragraph(lines, gap)


def _is_broken(above: tuple[Segment, ...], below: tuple[Segment, ...], edge: float) -> bool:
    if len(above) > 1 or len(below) > 1:
        return True
    first, last = below[0].words[0], above[0].words[-1].text
    if _BULLET.match(first.text):
        return True
    room = edge - above[0].place.x1
    if room < first.place.x1 - first.place.x0 + 0.5 * first.size:
        return False
    # There was room for the next word. A sentence that goes on in small letters goes on nevertheless, as far as lines of
    # uneven length are: programs that set whole paragraphs at a time leave a word's room at the end of many.
    goes_on = first.text[0].islower() and last[-1] not in ".:;!?"
    return not goes_on or room > 0.5 * (edge - above[0].place.x0)


def _paragraph(lines: list[tuple[Segment, ...]], gap: int) -> Paragraph:
    return Paragraph(
        tuple(lines), reduce(Box.joined, (word.box for line in lines for segment in line for word in segment.words)), gap
    )
