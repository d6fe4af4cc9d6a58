"""The numbers and bullets that Word makes for lists, as they show on the page (ECMA-376 part 1, 17.9).

A paragraph names a list (``w:num``); a list is made after a pattern (``w:abstractNum``) of nine levels. Lists of one
pattern are counted together unless a list says that it starts anew. Every bullet is given as ``-``: which sign it shows
is a matter of its font.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.ingest.drafts._word_styles import Says, is_on
from checker.ingest.drafts._xml_names import child, kind, value, within

if TYPE_CHECKING:
    from lxml import etree  # type: ignore[import-untyped]  # ships no types

    from checker.ingest.drafts._word_styles import Item, Styles

LEVELS = 9
# The longest pattern of a number, and the longest number, in characters: "Schedule 1 Part 2 Paragraph 1.1.1" has 33.
LONGEST = 60
# The highest number that a list can start with in Word.
_HIGHEST = 32_767
# Beyond these, letters and roman numerals are written in figures. Word itself gives up on letters after thirty z.
_LETTERS, _ROMANS = 26 * 30, 3_999

_PLACE = re.compile(r"%([1-9])")
_NUMERALS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_NOTHING = Says()  # frozen, so that all may share it


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``restart`` is how many of the levels above start it anew, each when it is used.

    ``style`` is the paragraph style that the level belongs to; ``says`` is what it says of the look of its numbers.
    """

    start: int = 0
    form: str = "decimal"
    text: str = ""
    restart: int = 0
    is_arabic: bool = False
    style: str = ""
    says: Says = _NOTHING


@dataclass(frozen=True, slots=True)
class Number:
    """The number before a paragraph, and what its level says of its look."""

    text: str
    says: Says


@dataclass(frozen=True, slots=True)
class _List:
    """A list: the pattern that it is counted with, its levels, and which of them start anew where it begins."""

    pattern: str
    levels: tuple[Level, ...]
    anew: frozenset[int]


class Numbering:
    """The lists that a document defines (its part ``numbering``), each read when it is first asked for."""

    def __init__(self, numbering: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._patterns: dict[str, etree._Element] = {}
        self._links: dict[str, str] = {}
        self._nums: dict[str, tuple[etree._Element, str]] = {}
        self._levels: dict[str, tuple[Level, ...]] = {}
        self._known: dict[str, _List | None] = {}
        for element in () if numbering is None else numbering:
            match kind(element):
                case "w:abstractNum":
                    id = value(element, "w:abstractNumId")
                    self._patterns.setdefault(id, element)
                    self._links.setdefault(id, value(child(element, "w:numStyleLink")))
                case "w:num":
                    self._nums.setdefault(value(element, "w:numId"), (element, value(child(element, "w:abstractNumId"))))

    def of(self, id: str) -> _List | None:
        """The list of this id; None if there is none."""
        if id not in self._known:
            self._known[id] = self._read(id)
        return self._known[id]

    def _read(self, id: str) -> _List | None:
        num, pattern = self._nums.get(id, (None, ""))
        if num is None or pattern not in self._patterns:
            return None
        # A pattern may be that of a style for lists, which names a list, whose pattern has the levels (17.9.21).
        if linked := self._links[pattern]:
            _, behind = self._nums.get(self._styles.list_of(linked), (None, ""))
            pattern = behind if behind in self._patterns else pattern
        levels, anew = list(self._of_pattern(pattern)), set()
        for override in num:
            at = number(value(override, "w:ilvl"), LEVELS - 1)
            if kind(override) != "w:lvlOverride" or at is None:
                continue
            if (written := child(override, "w:lvl")) is not None:
                levels[at] = self._level(written, at)
            start = number(value(child(override, "w:startOverride")), _HIGHEST)
            if start is not None:
                levels[at] = replace(levels[at], start=start)
                anew.add(at)
        return _List(pattern, tuple(levels), frozenset(anew))

    def _of_pattern(self, pattern: str) -> tuple[Level, ...]:
        # Kept, for a thousand lists may be of one pattern.
        if pattern not in self._levels:
            levels = [Level(restart=at) for at in range(LEVELS)]
            for written in self._patterns[pattern]:
                at = number(value(written, "w:ilvl"), LEVELS - 1)
                if kind(written) == "w:lvl" and at is not None:
                    levels[at] = self._level(written, at)
            self._levels[pattern] = tuple(levels)
        return self._levels[pattern]

    def _level(self, written: etree._Element, at: int) -> Level:
        restart = number(value(child(written, "w:lvlRestart")), LEVELS)
        # A form of Word's own stands in an alternative; the last is the standard's, to fall back on.
        form = next(iter(within(written, "w:numFmt")[-1:]), None)
        legal = child(written, "w:isLgl")
        return Level(
            start=number(value(child(written, "w:start")), _HIGHEST) or 0,
            form=value(form, default="decimal"),
            text=" ".join(value(child(written, "w:lvlText"))[:LONGEST].split()),
            restart=at if restart is None or restart > at else restart,
            is_arabic=legal is not None and is_on(value(legal, default="1")),
            style=value(child(written, "w:pStyle")),
            says=self._styles.says(child(written, "w:rPr")),
        )


class Counting:
    """Counts the lists of one story of a document: its body, its footnotes, its text boxes."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, item: Item | None) -> Number | None:
        """Count one more paragraph; its number, or None if it shows none."""
        found = None if item is None else self._numbering.of(item.list)
        if item is None or found is None:
            return None
        at = _level(item, found)
        counts = self._counts.setdefault(found.pattern, [None] * LEVELS)
        if at in found.anew and (item.list, at) not in self._begun:
            counts[at] = None
        self._begun.add((item.list, at))
        counts[at] = found.levels[at].start if (count := counts[at]) is None else count + 1
        for above in range(at):  # a level that was passed over counts as used once
            if counts[above] is None:
                counts[above] = found.levels[above].start
        for below in range(at + 1, LEVELS):
            if at < found.levels[below].restart:
                counts[below] = None
        text = _shown(found, at, counts)
        return Number(text, found.levels[at].says) if text else None


def number(written: str, highest: int) -> int | None:
    """The number written so; None if it is none, or is above the highest that there can be.

    >>> number("7", 8), number("9", 8), number("-1", 8), number("", 8)
    (7, None, None, None)
    """
    if not written.isdecimal() or len(written) > 9 or int(written) > highest:
        return None
    return int(written)


def formatted(count: int, form: str) -> str:
    """A count as a list shows it, in one of the forms of 17.18.59; those that are not known are figures.

    >>> [formatted(28, form) for form in ("decimal", "lowerLetter", "upperRoman", "ordinal", "none")]
    ['28', 'bb', 'XXVIII', '28th', '']
    >>> formatted(7, "decimalZero"), formatted(5_000_000, "lowerRoman"), formatted(0, "upperLetter")
    ('07', '5000000', '0')
    """
    match form:
        case "none" | "bullet":  # a bullet has no number that others could refer to
            return ""
        case "lowerLetter" | "upperLetter" if 0 < count <= _LETTERS:
            turn, place = divmod(count - 1, 26)
            letters = "abcdefghijklmnopqrstuvwxyz"[place] * (turn + 1)
            return letters.upper() if form == "upperLetter" else letters
        case "lowerRoman" | "upperRoman" if 0 < count <= _ROMANS:
            numeral = _roman(count)
            return numeral.upper() if form == "upperRoman" else numeral
        case "decimalZero":
            return f"{count:02}"
        case "ordinal":
            teens = 10 < count % 100 < 14
            return f"{count}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"
    return str(count)


def _roman(count: int) -> str:
    numeral = ""
    for worth, letters in _NUMERALS:
        times, count = divmod(count, worth)
        numeral += letters * times
    return numeral


def _level(item: Item, found: _List) -> int:
    """The level of a paragraph: its own word, else that which belongs to its style (17.9.23), else its style's word."""
    own = number(item.level, LEVELS - 1)
    if own is not None:
        return own
    for at, level in enumerate(found.levels):
        if item.style and level.style == item.style:
            return at
    return number(item.style_level, LEVELS - 1) or 0


def _shown(found: _List, at: int, counts: list[int | None]) -> str:
    level = found.levels[at]
    if level.form == "bullet":
        # "Note:" can be a bullet too.
        is_word = sum(letter.isalnum() for letter in level.text) > 1
        return level.text if is_word else "-" if level.text else ""

    def place(match: re.Match[str]) -> str:
        to = int(match[1]) - 1
        if to > at:  # a level below has no number here
            return ""
        form = found.levels[to].form
        if level.is_arabic and form not in ("none", "bullet"):
            form = "decimal"
        return formatted(counts[to] or 0, form)

    return _PLACE.sub(place, level.text)[:LONGEST].strip()
