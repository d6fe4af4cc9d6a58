"""What stands on one page of a PDF: its words and how they look, its pictures, and what is stuck on it (ISO 32000-1).

All of it is what pdfminer makes of the page, with a limit on each thing that a page can repeat: a form that calls forms
that call forms would otherwise be drawn without end. Numbers are points; ``top`` and ``bottom`` count downwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from math import atan2, degrees, hypot, inf
from statistics import median
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, resolve1
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

from checker.ingest.drafts._writing import Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pdfminer.pdfinterp import PDFGraphicState
    from pdfminer.pdfpage import PDFPage
    from pdfminer.utils import PathSegment
    from pdfplumber.pdf import PDF

    from checker.ingest.drafts._pdf_file import PdfFile

# What pdfplumber says of a character, a shape or a picture: untyped there, and put into the dataclasses below here.
Thing: TypeAlias = "dict[str, Any]"

# The most characters of a page. A broadsheet in small type has 40,000.
CHARACTERS = 100_000
# The most bytes of drawing instructions of a page, unpacked, each time they are carried out.
INSTRUCTIONS = 20 * 2**20
# The most figures (pictures, and drawings that are called by name) of a page.
FIGURES = 20_000
# How many lines and shapes of a page are kept. They only tell what lies under text; a map has some 100,000.
SHAPES = 5_000
# How many coloured shapes are looked for under each word: the last drawn, which lie on top.
_UNDER = 300
# Smaller pictures are bullets, dots and rules.
_SMALLEST = 12

# In points: letters that are smaller cannot be seen.
_LEAST = 0.5

_BOLD = re.compile(r"bold|black|heavy|demi|-bd\b", re.IGNORECASE)
_UNMAPPED = re.compile(r"\(cid:\d{1,9}\)")
# Codes that WinAnsiEncoding leaves free show a bullet (Table D.2, note 3). Some programs write this one.
_BULLET = "(cid:127)"
_UNKNOWN = "\ufffd"
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"})
# Colour spaces whose numbers are amounts of an ink that the file names, or places in a table: no colour can be told.
_NAMELESS = frozenset({"Separation", "DeviceN", "Indexed", "Pattern", "Lab"})
_DUPLICATE = 0.1  # of its size: letters drawn again no further off are one letter made bold
_DRIFT = 0.5  # of its size: letters further off the line of the letter before begin anew
_SPACE = 0.18  # of its size: the least gap between words where no space is written
_WIDE_SPACE = 0.5  # the same, where spaces are written and a gap is more likely letter-spacing


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def has(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def joined(self, other: Box) -> Box:
        """The smallest rectangle that holds both."""
        return Box(min(self.x0, other.x0), min(self.top, other.top), max(self.x1, other.x1), max(self.bottom, other.bottom))


@dataclass(frozen=True, slots=True)
class Word:
    """Letters that stand together, in runs of one look each.

    ``box`` is where they stand on the page. ``direction`` is the angle, in degrees, in which they are read, and whether
    they are mirrored; ``place`` is where they stand when the page is turned so that they read from left to right, and
    ``base`` the height of the line that they then stand on.
    """

    runs: tuple[tuple[str, Look], ...]
    box: Box
    direction: tuple[int, bool]
    place: Box
    base: float

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)

    @property
    def size(self) -> float:
        return max(look.size for _, look in self.runs)

    @property
    def is_hidden(self) -> bool:
        """Whether they stand beside the page."""
        return self.runs[0][1].hidden


LEVEL = (0, False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was found on a page. ``pictures`` are boxes with alternative texts, ``rules`` its horizontal lines.

    ``images`` and ``shapes`` count all pictures and drawn shapes, ``unmapped`` the characters of fonts that do not say
    which letters they show.
    """

    box: Box
    words: tuple[Word, ...]
    pictures: tuple[tuple[Box, str], ...]
    rules: tuple[Box, ...]
    images: int
    shapes: int
    unmapped: int


@dataclass(frozen=True, slots=True)
class _Letter:
    """A character. ``start``, ``end`` and ``base`` are along and below the line on which it stands, however that is turned."""

    text: str
    box: Box
    look: Look
    direction: tuple[int, bool]
    start: float
    end: float
    base: float
    size: float
    font: str


class TooMuch(Exception):  # noqa: N818 - a limit that was reached, not a fault
    """A page, or the draft with it, holds more than is read; the text says of what."""


class BoundedPage(Page):
    """A page that is drawn within limits; ``TooMuch`` when it goes beyond them."""

    def __init__(self, file: PdfFile, page: PDFPage, number: int) -> None:
        super().__init__(cast("PDF", file), page, number)
        self.file = file

    @property
    def layout(self) -> Any:
        if not hasattr(self, "_layout"):
            device = _Device(self.pdf.rsrcmgr, pageno=self.page_number, laparams=None)
            device.left_of_file = self.file.left
            _Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout


class _Device(PDFPageAggregatorWithMarkedContent):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.left = {"characters": CHARACTERS, "bytes of drawing": INSTRUCTIONS, "figures": FIGURES}
        self.left_of_file = dict(self.left)
        self.shapes = 0

    def spend(self, what: str, amount: int) -> None:
        self.left[what] -= amount
        self.left_of_file[what] -= amount
        if self.left[what] < 0:
            raise TooMuch(f"it holds more {what} than are read of one page")
        if self.left_of_file[what] < 0:
            raise TooMuch(f"with it the draft holds more {what} than are read of one draft")

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        # Numbers of marked content within a form count for the form, not for the page.
        super().begin_tag(tag, None if self._stack else props)

    def render_char(self, *args: Any, **options: Any) -> float:
        self.spend("characters", 1)
        return float(super().render_char(*args, **options))

    def begin_figure(self, *args: Any, **options: Any) -> None:
        self.spend("figures", 1)
        super().begin_figure(*args, **options)

    def paint_path(
        self,
        graphicstate: PDFGraphicState,
        stroke: Any,
        fill: Any,
        evenodd: Any,
        path: Sequence[PathSegment],
    ) -> None:
        self.shapes += 1
        if self.shapes <= SHAPES:
            super().paint_path(graphicstate, stroke, fill, evenodd, path)
            if self.cur_item._objs:
                # pdfplumber shows the colour space where pdfminer gives it, which is for letters only.
                self.cur_item._objs[-1].ncs = graphicstate.ncs  # type: ignore[attr-defined]


class _Interpreter(PDFPageInterpreter):
    def execute(self, streams: Any) -> None:
        for reference in streams:
            stream = resolve1(reference)
            if isinstance(stream, PDFStream):
                assert isinstance(self.device, _Device)
                self.device.spend("bytes of drawing", len(stream.get_data()))
        super().execute(streams)


def sheet(page: BoundedPage, links: Sequence[tuple[Box, str]], tags: Mapping[int, tuple[int, str]]) -> Sheet:
    """What stands on a page.

    ``links`` are boxes that lead to addresses; ``tags`` give for a number of marked content the level of the heading that
    it is part of, and the alternative text of the figure.
    """
    box = Box(*(float(side) for side in page.bbox))
    fills = list(_fills(page))[-_UNDER:]
    letters = list(_once(_letters(page, tags)))
    words = []
    for fragment in _fragments(letters):
        for word in _split(fragment):
            words.append(_word(word, box, fills, links))
    return Sheet(
        box,
        tuple(words),
        tuple(_pictures(page, box, tags)),
        tuple(_rules(page)),
        len(page.images),
        sum(len(page.objects.get(kind, ())) for kind in ("curve", "line", "rect")),
        sum(letter.text == _UNKNOWN for letter in letters),
    )


def colour(components: object, space: str = "") -> str:
    """``#rrggbb`` of a colour as grey, RGB or CMYK from 0 to 1 (8.6.4); empty where the numbers do not tell one.

    >>> colour((0.2,)), colour((1, 0, 0)), colour((0, 1, 1, 0)), colour((1.0,), "Separation")
    ('#333333', '#ff0000', '#ff0000', '')
    """
    if space in _NAMELESS or not isinstance(components, tuple | list):
        return ""
    levels = [float(level) for level in components if isinstance(level, int | float)]
    if len(levels) != len(components) or not all(0 <= level <= 1 for level in levels):
        return ""
    match levels:
        case [grey]:
            red = green = blue = grey
        case [red, green, blue]:
            pass
        case [cyan, magenta, yellow, black]:
            red, green, blue = ((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
        case _:
            return ""
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _letters(page: BoundedPage, tags: Mapping[int, tuple[int, str]]) -> Iterator[_Letter]:
    left, height = float(page.mediabox[0]), float(page.height + page.mediabox[1])
    for thing in page.chars:
        a, b, c, d, e, f = thing["matrix"]
        ahead = thing["adv"]
        if ahead < 0:  # letters of a negative size: as large, and turned round
            a, b, c, d, ahead = -a, -b, -c, -d, -ahead
        across, up = hypot(a, b), hypot(c, d)
        if not across or not up:
            continue
        # The box of a letter is that of its advance and of its height, both turned; the height alone is the size.
        wide, high = thing["x1"] - thing["x0"], thing["bottom"] - thing["top"]
        size = (high - abs(b * ahead)) / abs(d) if abs(d) >= abs(c) else (wide - abs(a * ahead)) / abs(c)
        size = size * up if size > 0 else thing["size"]
        is_hidden = size < _LEAST
        size = max(size, _LEAST)
        is_mirrored = a * d - b * c < 0
        down = 1 if is_mirrored else -1
        x, y = (a * (e + left) + b * f) / across, down * (a * f - b * (e + left)) / across
        text = "•" if thing["text"] == _BULLET else thing["text"].translate(_LIGATURES)
        text = _UNKNOWN if _UNMAPPED.fullmatch(text) else text
        written = colour(thing["non_stroking_color"], thing.get("ncs") or "")
        look = Look(
            size=round(size, 1),
            colour="" if written == "#000000" else written,
            bold=bool(_BOLD.search(thing["fontname"])),
            hidden=is_hidden,
            heading=_tag(thing, tags)[0],
        )
        direction = round(degrees(atan2(b, a))) % 360, is_mirrored
        yield _Letter(text, _box(thing), look, direction, x, x + ahead * across, height + y, size, thing["fontname"])


def _once(letters: Iterable[_Letter]) -> Iterator[_Letter]:
    """Letters, without those drawn again a hair's breadth beside themselves to look bold."""
    seen: dict[tuple[str, str, float, int, int], tuple[float, float]] = {}
    for letter in letters:
        reach = max(letter.size, 1) * _DUPLICATE
        x, y = letter.box.x0, letter.box.top
        text, font, size, column, row = letter.text, letter.font, letter.look.size, int(x // reach), int(y // reach)
        near = [(text, font, size, column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
        others = [seen[place] for place in near if place in seen]
        if letter.look.hidden or not any(abs(x - left) < reach and abs(y - top) < reach for left, top in others):
            seen[text, font, size, column, row] = x, y
            yield letter


def _fragments(letters: Iterable[_Letter]) -> Iterator[list[_Letter]]:
    """Letters that were drawn one after the other along one line, blank ones among them."""
    fragment: list[_Letter] = []
    for letter in letters:
        if fragment and not -0.6 <= _gap(fragment[-1], letter) <= 1.2:
            yield fragment
            fragment = []
        fragment.append(letter)
    if fragment:
        yield fragment


def _gap(letter: _Letter, other: _Letter) -> float:
    """How far on the other letter stands after this one, in sizes of type; infinite if it is not on the same line."""
    size = max(letter.size, other.size)
    if letter.direction != other.direction or not size or abs(letter.base - other.base) > _DRIFT * size:
        return inf
    return (other.start - letter.end) / size


def _split(fragment: list[_Letter]) -> Iterator[list[_Letter]]:
    """The words of a fragment: parted by blanks, or by gaps wider than those between its letters."""
    gaps = [_gap(letter, other) for letter, other in pairwise(fragment)]
    if any(letter.text.isspace() for letter in fragment):
        widest = _WIDE_SPACE
    else:  # "V O T E", spaced out, is one word
        widest = _SPACE + (max(median(gaps), 0) if len(gaps) > 3 else 0)
    word: list[_Letter] = []
    for letter, gap in zip(fragment, [0.0, *gaps], strict=True):
        if word and (gap > widest or letter.text.isspace()):
            yield word
            word = []
        if letter.text and not letter.text.isspace():
            word.append(letter)
    if word:
        yield word


def _word(letters: list[_Letter], page: Box, fills: list[tuple[Box, str]], links: Sequence[tuple[Box, str]]) -> Word:
    box = reduce(Box.joined, (letter.box for letter in letters))
    middle = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    fill = next((fill for place, fill in reversed(fills) if place.has(*middle)), "")
    link = next((address for place, address in links if place.has(*middle)), "")
    runs: list[tuple[str, Look]] = []
    for letter in letters:
        look = replace(
            letter.look,
            background="" if fill == "#ffffff" else fill,
            hidden=letter.look.hidden or not page.has(*middle),
            link=link,
        )
        if runs and runs[-1][1] == look:
            runs[-1] = runs[-1][0] + letter.text, look
        else:
            runs.append((letter.text, look))
    first, size = letters[0], max(letter.size for letter in letters)
    place = Box(first.start, first.base - 0.8 * size, letters[-1].end, first.base + 0.2 * size)
    return Word(tuple(runs), box, first.direction, place, first.base)


def _fills(page: BoundedPage) -> Iterator[tuple[Box, str]]:
    """The coloured rectangles that may lie under text, in the order in which they are drawn."""
    for thing in page.rects:
        box = _box(thing)
        fill = colour(_components(thing), thing.get("ncs") or "")
        if thing.get("fill") and fill and box.x1 - box.x0 > 20 and box.bottom - box.top > 6:
            yield box, fill


def _components(thing: Thing) -> object:
    components = thing.get("non_stroking_color")
    return (components,) if isinstance(components, int | float) else components


def _rules(page: BoundedPage) -> Iterator[Box]:
    """The horizontal lines of a page, and the upper and lower edges of its frames."""
    for thing in [*page.lines, *page.rects]:
        box = _box(thing)
        if box.x1 - box.x0 > 20:
            yield replace(box, bottom=box.top)
            if box.bottom - box.top > 4:
                yield replace(box, top=box.bottom)


def _pictures(page: BoundedPage, sheet_box: Box, tags: Mapping[int, tuple[int, str]]) -> Iterator[tuple[Box, str]]:
    """The pictures on a page, those that are cut into strips put together, and without bullets and rules."""
    pictures: list[tuple[Box, str]] = []
    for thing in page.images:
        box, alternative = _box(thing), _tag(thing, tags)[1]
        if pictures and _continues(pictures[-1][0], box) and alternative in ("", pictures[-1][1]):
            pictures[-1] = pictures[-1][0].joined(box), pictures[-1][1]
        else:
            pictures.append((box, alternative))
    for box, alternative in pictures:
        is_shown = box.x1 > sheet_box.x0 and box.x0 < sheet_box.x1 and box.bottom > sheet_box.top and box.top < sheet_box.bottom
        if is_shown and min(box.x1 - box.x0, box.bottom - box.top) >= _SMALLEST:
            yield box, alternative


def _tag(thing: Thing, tags: Mapping[int, tuple[int, str]]) -> tuple[int, str]:
    number = thing.get("mcid")
    return tags.get(number, (0, "")) if isinstance(number, int) else (0, "")


def _continues(box: Box, strip: Box) -> bool:
    is_below = abs(strip.x0 - box.x0) < 1 and abs(strip.x1 - box.x1) < 1 and abs(strip.top - box.bottom) < 1
    is_beside = abs(strip.top - box.top) < 1 and abs(strip.bottom - box.bottom) < 1 and abs(strip.x0 - box.x1) < 1
    return is_below or is_beside


def _box(thing: Thing) -> Box:
    return Box(float(thing["x0"]), float(thing["top"]), float(thing["x1"]), float(thing["bottom"]))
