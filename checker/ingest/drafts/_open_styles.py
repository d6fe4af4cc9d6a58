"""How text in an OpenDocument file looks once all its styles have had their say (ODF 1.3 part 3, 16 and 20).

A style has a family (paragraph, text, table-cell, graphic) and a parent of the same family. A paragraph's style stands over the
default of its family, the styles of spans over that, each over the one around it. Styles that a program made by itself
("automatic") are known in one part of the file only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from checker.ingest.css import colour
from checker.ingest.drafts._word_numbers import formatted, number
from checker.ingest.drafts._word_styles import Says, heading_level
from checker.ingest.drafts._xml_names import child, kind, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree  # type: ignore[import-untyped]  # ships no types

# How long a chain of styles is followed that are each based on the next.
_CHAIN = 30
LEVELS = 10
# The highest number that a list may start with.
_HIGHEST = 32_767
_LENGTH = re.compile(r"(\d{1,5}(?:\.\d{0,9})?)(pt|px|in|cm|mm|%)")
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
# The forms of numbers (19.502), by the names that Word gives them.
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
# How many children of a style are looked at: it has one for each kind of properties.
_FEW = 30
# The most characters that a number shows.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How a list shows its items on one level: ``form`` of numbers as in Word, ``bullet`` or ``none``."""

    form: str = "bullet"
    before: str = ""
    after: str = ""
    shown: int = 1
    start: int = 1


class Styles:
    """The styles that are known in one part of a file."""

    def __init__(self, *places: etree._Element | None) -> None:
        """``places`` hold styles as their children; what an earlier one says of a name, a later does not change."""
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._defaults: dict[str, etree._Element] = {}
        self._lists: dict[str, tuple[ListLevel, ...]] = {}
        self._known: dict[tuple[str, str, Says], Says] = {}
        self._fills: dict[tuple[str, str], str] = {}
        self._headings: dict[str, int] = {}
        for place in places:
            for element in () if place is None else place:
                match kind(element):
                    case "style:style":
                        self._styles.setdefault((value(element, "style:family"), value(element, "style:name")), element)
                    case "style:default-style":
                        self._defaults.setdefault(value(element, "style:family"), element)
                    case "text:list-style":
                        self._lists.setdefault(value(element, "style:name"), tuple(_levels(element)))

    def usual(self) -> Says:
        """What is said of paragraphs that say nothing themselves."""
        return _over(Says(), self._defaults.get("paragraph"))

    def look(self, family: str, name: str, below: Says) -> Says:
        """How text with this style looks where what lies below it looks so."""
        key = family, name, below
        if key not in self._known:
            for element in reversed(list(self._chain(family, name))):
                below = _over(below, element)
            self._known[key] = below
        return self._known[key]

    def fill(self, family: str, name: str) -> str:
        """The colour with which a cell, a frame or a section is filled; empty if it has none."""
        if (family, name) not in self._fills:
            self._fills[family, name] = self._fill(family, name)
        return self._fills[family, name]

    def _fill(self, family: str, name: str) -> str:
        for element in self._chain(family, name):
            for properties in islice(element, _FEW):
                if value(properties, "draw:fill", "solid") == "solid" and (said := value(properties, "draw:fill-color")):
                    return colour(said)
                if said := value(properties, "fo:background-color"):
                    return colour(said)
        return ""

    def level(self, name: str) -> int:
        """The level of a heading that a paragraph's style gives it, 0 if it gives none."""
        if name not in self._headings:
            self._headings[name] = self._level(name)
        return self._headings[name]

    def _level(self, name: str) -> int:
        for element in self._chain("paragraph", name):
            outline = value(element, "style:default-outline-level")
            if outline.isdecimal():
                return min(int(outline[:3]), 6)
            called = value(element, "style:display-name") or value(element, "style:name").replace("_20_", " ")
            if (level := heading_level("", called)) is not None:
                return level
        return 0

    def is_hidden(self, family: str, name: str) -> bool:
        """Whether a section of this style is not shown."""
        for element in self._chain(family, name):
            if any(value(properties, "text:display") == "none" for properties in islice(element, _FEW)):
                return True
        return False

    def list_level(self, name: str, level: int) -> ListLevel:
        """How the list of this style shows items of this level, counted from 0."""
        levels = self._lists.get(name, ())
        return levels[level] if level < len(levels) else ListLevel()

    def _chain(self, family: str, name: str) -> Iterator[etree._Element]:
        for _ in range(_CHAIN):
            element = self._styles.get((family, name))
            if element is None:
                return
            yield element
            name = value(element, "style:parent-style-name")


class Counting:
    """Counts the items of lists."""

    def __init__(self) -> None:
        self._counts: dict[str, list[int | None]] = {}

    def begin(self, list_style: str) -> None:
        """Begin a list that does not go on from an earlier one of its style."""
        self._counts.pop(list_style, None)

    def next(self, styles: Styles, list_style: str, level: int, start: str) -> str:
        """The number, or bullet, of one more item; ``start`` is what it says itself of its number."""
        level = min(level, LEVELS - 1)
        counts = self._counts.setdefault(list_style, [None] * LEVELS)
        shown = styles.list_level(list_style, level)
        own = number(start, _HIGHEST)
        counts[level] = own if own is not None else shown.start if (count := counts[level]) is None else count + 1
        counts[level + 1 :] = [None] * (LEVELS - level - 1)
        if shown.form == "none":
            return ""
        if shown.form == "bullet":
            return "-"
        figures = []
        for above in range(max(0, level + 1 - shown.shown), level + 1):
            form = styles.list_level(list_style, above)
            if form.form not in ("none", "bullet"):
                figures.append(formatted(form.start if (count := counts[above]) is None else count, form.form))
        return f"{shown.before}{'.'.join(figures)}{shown.after}"[:_LONGEST].strip()


def _levels(style: etree._Element) -> Iterator[ListLevel]:
    levels: dict[int, ListLevel] = {}
    for element in style:
        at = number(value(element, "text:level"), LEVELS)
        if not at:
            continue
        if kind(element) != "text:list-level-style-number":
            levels[at - 1] = ListLevel()
            continue
        levels[at - 1] = ListLevel(
            form=_FORMS.get(value(element, "style:num-format"), "none"),
            before=value(element, "style:num-prefix")[:_LONGEST],
            after=value(element, "style:num-suffix")[:_LONGEST],
            shown=number(value(element, "text:display-levels"), LEVELS) or 1,
            start=number(value(element, "text:start-value"), _HIGHEST) or 1,
        )
    for at in range(max(levels, default=-1) + 1):
        yield levels.get(at, ListLevel())


def _over(below: Says, style: etree._Element | None) -> Says:
    """What one style says over what lies below it."""
    text = child(style, "style:text-properties")
    background = colour(value(child(style, "style:paragraph-properties"), "fo:background-color"))
    if background:
        below = replace(below, background=background)
    if text is None:
        return below
    if match := _LENGTH.fullmatch(value(text, "fo:font-size")):
        size = float(match[1]) * (_POINTS[match[2]] if match[2] != "%" else (below.size or 0.0) / 100)
        below = replace(below, size=round(size, 1))
    if value(text, "style:use-window-font-color") == "true":
        below = replace(below, colour="")
    elif said := value(text, "fo:color"):
        written = colour(said)
        below = replace(below, colour="" if written == "#000000" else written)
    if said := value(text, "fo:background-color"):
        below = replace(below, background=colour(said))
    if said := value(text, "fo:font-weight"):
        below = replace(below, bold=said == "bold" or (said.isdecimal() and int(said[:4]) >= 600))
    if said := value(text, "text:display"):
        below = replace(below, hidden=said == "none")
    return below
