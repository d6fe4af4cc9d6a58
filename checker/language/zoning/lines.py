"""A message's text as lines, each with how deeply it is quoted.

Depth is counted in ``>`` marks and in the quotations that HTML markup showed. Equal lines that follow one another are one
``Line``, and so are all blank ones: a megabyte of blank lines is a single step for whatever reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, compress, count, pairwise, repeat
from operator import eq, itemgetter
from typing import NamedTuple

from checker.domain import FORWARDED, QUOTED

Stretch = tuple[int, int, str]
Span = tuple[int, int]

_LOOKED_AT = 4_000  # characters of a paragraph that are read for what it is
_LEFT_OUT = "\ufeff\u200b\u200e\u200f\u2060"  # marks that some programs put before an attribution; they say nothing
_MARKING = "> \t\xa0"  # signs that mark quotation, and the space among them
_NOTHING = _LEFT_OUT + " \t\r\n\f\v\x1c\x1d\x1e\x85\xa0\u2028\u2029"


class Line(NamedTuple):
    """A line, or several equal ones: where it lies, how deeply quoted, its words without marks, what markup said of it."""

    start: int
    end: int
    depth: int
    words: str
    hint: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.words


def read_lines(text: str, stretches: Sequence[Stretch] = ()) -> list[Line]:
    """The lines of a text, in order, covering all of it; a stretch's edge ends a line too."""
    if not stretches:
        return _lines(text, 0, 0, "")
    lines: list[Line] = []
    for start, end, depth, hint in _levels(len(text), stretches):
        lines += _lines(text[start:end], start, depth, hint)
    return lines


def _lines(text: str, start: int, depth: int, hint: str) -> list[Line]:
    """The lines of a stretch of text that begins here and lies this deep."""
    # Mostly by loops that are not Python's: no other step of zoning looks at every line of every message.
    raws = text.splitlines(keepends=True)
    is_plain = text.isascii() and "\x1f" not in text
    words = list(map(str.strip, raws)) if is_plain else [raw.strip(_NOTHING) for raw in raws]
    starts = list(accumulate(map(len, raws), initial=start))
    depths: Iterable[int] = repeat(depth)
    if is_marked := _may_be_marked(text, is_plain=is_plain):
        depths = marked = [depth] * len(raws)
        for at in [at for at, line in enumerate(words) if line[:1] == ">"]:
            line = words[at]
            if line[1:2] == " " and line[2:3] not in _MARKING:
                marked[at] += 1  # as most are
                words[at] = line[2:]
            else:
                marks, words[at] = _marks(line)
                marked[at] += marks
    # Equal lines, and blank ones however they are written.
    if again := [at for at in compress(count(1), map(eq, words, words[1:])) if not words[at] or raws[at] == raws[at - 1]]:
        is_new = [1] * len(words)
        for at in again:
            is_new[at] = 0
        if is_marked:
            first = [*compress(count(), is_new), len(raws)]
            depths = [max(marked[at:end]) for at, end in pairwise(first)]
        words = list(compress(words, is_new))
        starts = [*compress(starts, is_new), starts[-1]]
    return list(map(_line, zip(starts, starts[1:], depths, words, repeat(hint), strict=False)))


def _may_be_marked(text: str, *, is_plain: bool) -> bool:
    """Whether a line may begin with a mark of quotation: most text has the sign only behind addresses."""
    at = text.find(">")
    while at > 0 and is_plain and text[at - 1] > " ":
        at = text.find(">", at + 1)
    return at >= 0


words_of, depth_of = itemgetter(3), itemgetter(2)  # of a line; for loops that are not Python's
_line = partial(tuple.__new__, Line)  # what Line._make does, in a third of the time


def _marks(words: str) -> tuple[int, str]:
    """How many marks of quotation stand before these words, and the words without them."""
    if not words.startswith(">"):
        return 0, words
    if words.startswith(">>>") and words.endswith(">>>") and len(words) > 6:
        return 0, words  # GroupWise: ">>> A Person 03/03/26 10:12AM >>>" introduces; it is not quoted
    rest = words.lstrip(_MARKING)
    return words.count(">", 0, len(words) - len(rest)), rest


def without_marks(text: str) -> Iterator[str]:
    """The lines of a text without their ``>`` marks and line ends, other space as it was."""
    for raw in text.splitlines():
        marks, _ = _marks(raw.strip(_NOTHING))
        if marks:
            rest = raw.lstrip(_MARKING + _LEFT_OUT)
            space = raw[: len(raw) - len(rest)].rpartition(">")[2]
            yield space[1:] + rest
        else:
            yield raw


def unmarked(lines: list[Line], indices: Iterable[int], text: str) -> None:
    """Give back to these lines the ``>`` that was taken for a mark: it was a sign of the writer's."""
    for index in indices:
        line = lines[index]
        raw = text[line.start : line.end].split("\n", 1)[0].strip(_NOTHING)
        lines[index] = line._replace(depth=line.depth - _marks(raw)[0], words=raw)


def _levels(length: int, stretches: Sequence[Stretch]) -> Iterator[tuple[int, int, int, str]]:
    """The text cut at the edges of stretches: start, end, how many quotations lie around it, what the inmost one is."""
    sound = [(max(0, s), min(length, e), kind) for s, e, kind in stretches if s < min(e, length) and e > 0]
    sound.sort(key=lambda stretch: (stretch[0], -stretch[1], stretch[2]))
    edges = sorted({0, length} | {s for s, _, _ in sound} | {e for _, e, _ in sound})
    opened: list[Stretch] = []
    closing = sorted(sound, key=lambda stretch: (stretch[1], stretch[2]))
    depth, first, last = 0, 0, 0
    for start, end in pairwise(edges):
        while last < len(closing) and closing[last][1] <= start:
            depth -= closing[last][2] in (QUOTED, FORWARDED)
            last += 1
        while first < len(sound) and sound[first][0] <= start:
            depth += sound[first][2] in (QUOTED, FORWARDED)
            opened.append(sound[first])
            first += 1
        while opened and opened[-1][1] <= start:
            opened.pop()
        yield start, end, depth, opened[-1][2] if opened else ""


DRAWN_WITH = frozenset("-_=*+~#.·•—–")
_RULE = re.compile(r"[-_=*+~#.·•—– ]{3,}")


def is_rule(words: str) -> bool:
    """Whether a line is only drawn, and says nothing."""
    return words[:1] in DRAWN_WITH and _RULE.fullmatch(words) is not None


def paragraphs(lines: Sequence[Line], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of lines between blank ones; a drawn rule stands by itself."""
    first = start
    for index in range(start, end):
        words = lines[index].words
        if not words or (words[0] in DRAWN_WITH and is_rule(words)):
            if first < index:
                yield first, index
            if words:
                yield index, index + 1
            first = index + 1
    if first < end:
        yield first, end


def joined(lines: Sequence[Line], start: int, end: int) -> str:
    return " ".join(line.words[:_LOOKED_AT] for line in lines[start : min(end, start + 40)])[:_LOOKED_AT]


def next_line(lines: Sequence[Line], at: int) -> int:
    """The next line with words, at most three lines on (blank lines that follow one another are one line)."""
    for index in range(at, min(at + 3, len(lines))):
        if lines[index].words:
            return index
    return len(lines)


def depth_below(lines: Sequence[Line], at: int, depth: int) -> int:
    """How deep the words below a heading of this depth are quoted: as the shallowest of the deeper lines that follow."""
    below = next_line(lines, at)
    if below >= len(lines) or lines[below].depth <= depth:
        return depth
    least = lines[below].depth
    for line in lines[below : below + 60]:
        if line.words and line.depth <= depth:
            break
        if line.words:
            least = min(least, line.depth)
    return least
