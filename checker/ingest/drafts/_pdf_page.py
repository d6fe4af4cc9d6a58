"""What stands on one page of a PDF: its words and how they look, its pictures, and what is stuck on it (ISO 32000-1).

All of it is what pdfminer makes of the page, with a limit on each thing that a page can repeat: a form that calls forms
that call forms would otherwise be drawn without end. Numbers are points; ``top`` and ``bottom`` count downwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot, inf
from statistics import median
from typing import TYPE_CHECKING, Any, TypeAlias

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, resolve1
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

from checker.ingest.drafts._writing import Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pdfminer.pdfinterp import PDFGraphicState
    from pdfminer.utils import PathSegment

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

_BOLD = re.compile(r"bold|black|heavy|demi|-bd\b", re.IGNORECASE)
_UNMAPPED = re.compile(r"\(cid:\d{1,9}\)")
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
    """Letters that stand together, in runs of one look each. ``base`` is the height of the line they stand on."""

    runs: tuple[tuple[str, Look], ...]
    box: Box
    base: float
    is_level: bool = True

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)

    @property
    def size(self) -> float:
        return max(look.size for _, look in self.runs)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was found on a page. ``pictures`` are boxes with alternative texts, ``rules`` its horizontal lines.

    ``unmapped`` counts characters of fonts that do not say which letters they show.
    """

    box: Box
    words: tuple[Word, ...]
    pictures: tuple[tuple[Box, str], ...]
    rules: tuple[Box, ...]
    shapes: int
    unmapped: int


class TooMuch(Exception):  # noqa: N818 - a limit that was reached, not a fault
    """A page holds more than is read of a page; the text says of what."""


class BoundedPage(Page):
    """A page that is drawn within limits; ``TooMuch`` when it goes beyond them."""

    @property
    def layout(self) -> Any:
        if not hasattr(self, "_layout"):
            device = _Device(self.pdf.rsrcmgr, pageno=self.page_number, laparams=None)
            _Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout


class _Device(PDFPageAggregatorWithMarkedContent):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.left = {"characters": CHARACTERS, "bytes of drawing": INSTRUCTIONS, "figures": FIGURES}
        self.shapes = 0

    def spend(self, what: str, amount: int) -> None:
        self.left[what] -= amount
        if self.left[what] < 0:
            raise TooMuch(what)

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
    words = []
    unmapped = 0
    for fragment in _fragments(_once(page.chars)):
        for letters in _split(fragment):
            unmapped += sum(1 for letter in letters if _UNMAPPED.fullmatch(letter["text"]))
            words.append(_word(letters, page, box, fills, links, tags))
    shapes = sum(len(page.objects.get(kind, ())) for kind in ("curve", "line", "rect"))
    return Sheet(box, tuple(words), tuple(_pictures(page, box, tags)), tuple(_rules(page)), shapes, unmapped)


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


def _once(letters: Iterable[Thing]) -> Iterator[Thing]:
    """Letters, without those drawn again a hair's breadth beside themselves to look bold."""
    seen: dict[tuple[str, str, float, int, int], tuple[float, float]] = {}
    for letter in letters:
        reach = max(letter["size"], 1) * _DUPLICATE
        x, y = letter["x0"], letter["top"]
        kind, column, row = (letter["text"], letter["fontname"], round(letter["size"], 1)), int(x // reach), int(y // reach)
        near = [(*kind, column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
        others = [seen[place] for place in near if place in seen]
        if any(abs(x - left) < reach and abs(y - top) < reach for left, top in others):
            continue
        seen[(*kind, column, row)] = x, y
        yield letter


def _fragments(letters: Iterable[Thing]) -> Iterator[list[Thing]]:
    """Letters that were drawn one after the other along one line, blank ones among them."""
    fragment: list[Thing] = []
    for letter in letters:
        if fragment and not -0.6 <= _gap(fragment[-1], letter) <= 1.2:
            yield fragment
            fragment = []
        fragment.append(letter)
    if fragment:
        yield fragment


def _gap(letter: Thing, other: Thing) -> float:
    """How far on the other letter stands after this one, in sizes of type; infinite if it is not on the same line."""
    a, b, _, _, e, f = letter["matrix"]
    length = hypot(a, b)
    size = max(letter["size"], other["size"])
    if not length or not size:
        return inf
    x, y = other["matrix"][4] - e - a * letter["adv"], other["matrix"][5] - f - b * letter["adv"]
    if abs(y * a - x * b) / length > _DRIFT * size:
        return inf
    return float((x * a + y * b) / length / size)


def _split(fragment: list[Thing]) -> Iterator[list[Thing]]:
    """The words of a fragment: parted by blanks, or by gaps wider than those between its letters."""
    gaps = [_gap(letter, other) for letter, other in pairwise(fragment)]
    if any(letter["text"].isspace() for letter in fragment):
        widest = _WIDE_SPACE
    else:  # "V O T E", spaced out, is one word
        widest = _SPACE + (max(median(gaps), 0) if len(gaps) > 3 else 0)
    word: list[Thing] = []
    for letter, gap in zip(fragment, [0.0, *gaps], strict=True):
        if word and (gap > widest or letter["text"].isspace()):
            yield word
            word = []
        if letter["text"] and not letter["text"].isspace():
            word.append(letter)
    if word:
        yield word


def _word(
    letters: list[Thing],
    page: BoundedPage,
    sheet_box: Box,
    fills: list[tuple[Box, str]],
    links: Sequence[tuple[Box, str]],
    tags: Mapping[int, tuple[int, str]],
) -> Word:
    box = Box(
        min(letter["x0"] for letter in letters),
        min(letter["top"] for letter in letters),
        max(letter["x1"] for letter in letters),
        max(letter["bottom"] for letter in letters),
    )
    middle = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    around = Look(
        background=next((fill for place, fill in reversed(fills) if place.has(*middle)), "").replace("#ffffff", ""),
        hidden=not sheet_box.has(*middle),
        link=next((address for place, address in links if place.has(*middle)), ""),
    )
    runs: list[tuple[str, Look]] = []
    for letter in letters:
        written = colour(letter["non_stroking_color"], letter.get("ncs") or "")
        look = replace(
            around,
            size=round(letter["size"], 1),
            colour="" if written == "#000000" else written,
            bold=bool(_BOLD.search(letter["fontname"])),
            heading=_tag(letter, tags)[0],
        )
        text = "\ufffd" if _UNMAPPED.fullmatch(letter["text"]) else letter["text"]
        if runs and runs[-1][1] == look:
            runs[-1] = runs[-1][0] + text, look
        else:
            runs.append((text, look))
    a, b, _, _, _, f = letters[0]["matrix"]
    is_level = a > 0 and abs(b) <= 0.05 * a
    return Word(tuple(runs), box, page.height - f + page.mediabox[1], is_level)


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
