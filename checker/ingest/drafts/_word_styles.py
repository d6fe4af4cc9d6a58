"""How a run of text in a Word document looks once all its styles have had their say (ECMA-376 part 1, 17.7.2).

In order, each over the one before: the document's defaults, the paragraph's style, the run's style, the run itself.
Table styles are not followed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.ingest.drafts._xml_names import child, kind, value, within

if TYPE_CHECKING:
    from lxml import etree  # type: ignore[import-untyped]  # ships no types

# Points. What Word takes when a document says nothing (17.3.2.38 leaves it to the program).
DEFAULT_SIZE = 10.0
# How long a chain of styles is followed that are each based on the next.
_CHAIN = 30

_HIGHLIGHTS = {
    "black": "#000000",
    "blue": "#0000ff",
    "cyan": "#00ffff",
    "green": "#00ff00",
    "magenta": "#ff00ff",
    "red": "#ff0000",
    "yellow": "#ffff00",
    "white": "#ffffff",
    "darkBlue": "#000080",
    "darkCyan": "#008080",
    "darkGreen": "#008000",
    "darkMagenta": "#800080",
    "darkRed": "#800000",
    "darkYellow": "#808000",
    "darkGray": "#808080",
    "lightGray": "#c0c0c0",
}  # 17.18.40
# The names that text gives to the colours of a theme, where they are not the theme's own (17.18.97).
_THEME = {
    "text1": "dk1",
    "dark1": "dk1",
    "tx1": "dk1",
    "background1": "lt1",
    "light1": "lt1",
    "bg1": "lt1",
    "text2": "dk2",
    "dark2": "dk2",
    "tx2": "dk2",
    "background2": "lt2",
    "light2": "lt2",
    "bg2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})(?![0-9A-Za-z])")
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Says:
    """What one style, or one run, says of the look of text; None where it says nothing.

    An empty colour is one it says is the reader's own ("auto").
    """

    size: float | None = None
    colour: str | None = None
    background: str | None = None
    bold: bool | None = None
    hidden: bool | None = None

    def over(self, below: Says) -> Says:
        """What this says, and where it says nothing what lies below says."""
        return Says(
            below.size if self.size is None else self.size,
            below.colour if self.colour is None else self.colour,
            below.background if self.background is None else self.background,
            below.bold if self.bold is None else self.bold,
            below.hidden if self.hidden is None else self.hidden,
        )


@dataclass(frozen=True, slots=True)
class Item:
    """What a paragraph, or a style, says of its place in a list (``w:numPr``), as written: empty where it says nothing.

    ``list`` is the id of the list, "0" for none; ``level`` is the paragraph's own word, ``style_level`` its style's, and
    ``style`` is the id of the style that the place comes from.
    """

    list: str = ""
    level: str = ""
    style_level: str = ""
    style: str = ""

    @property
    def is_listed(self) -> bool:
        return self.list != "0"


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it is based on. ``level`` is the level of a heading from 1 to 6, 0 if it is none."""

    says: Says = Says()
    level: int = 0
    item: Item | None = None


_NONE = Style()


class Styles:
    """The styles of one document."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self._colours = {} if theme is None else dict(theme_colours(theme))
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self._usual = ""
        defaults = Says()
        if styles is not None:
            defaults = self.says(child(styles, "w:docDefaults", "w:rPrDefault", "w:rPr"))
            for element in styles:
                if kind(element) == "w:style":
                    self._elements.setdefault(value(element, "w:styleId"), element)
                    if value(element, "w:type") == "paragraph" and is_on(value(element, "w:default", "0")):
                        self._usual = value(element, "w:styleId")
        self._defaults = defaults.over(Says(DEFAULT_SIZE, "", "", bold=False, hidden=False))

    def of_paragraph(self, id: str) -> Style:
        """The style of a paragraph; the document's usual one if it names none or one that is not there."""
        return self._style(id if id in self._elements else self._usual)

    def list_of(self, id: str) -> str:
        """The id of the list that a style for lists stands for; empty if there is none."""
        item = self._style(id).item
        return "" if item is None else item.list

    def look(self, paragraph: Style, run: etree._Element | None, above: Says = Says()) -> Says:
        """How a run with these properties (``w:rPr``) looks in a paragraph of this style that says ``above`` itself."""
        style = self._style(value(child(run, "w:rStyle"))).says
        own = self.says(run)
        says = own.over(above).over(style).over(paragraph.says).over(self._defaults)
        # Bold and hidden turn round when two styles both say them (17.7.3); the run's own word is the last.
        if own.bold is None and style.bold and paragraph.says.bold:
            says = replace(says, bold=False)
        if own.hidden is None and style.hidden and paragraph.says.hidden:
            says = replace(says, hidden=False)
        return says

    def says(self, properties: etree._Element | None) -> Says:
        """What run properties (``w:rPr``) say themselves."""
        if properties is None:
            return Says()
        size: float | None = None
        colour = background = None
        bold = hidden = None
        for element in properties:
            match kind(element):
                case "w:sz":
                    size = half_points(value(element))
                case "w:color":
                    colour = self.colour(value(element), value(element, "w:themeColor"))
                case "w:shd":
                    background = self.shading(element)
                case "w:highlight":
                    background = _HIGHLIGHTS.get(value(element), "")
                case "w:b":
                    bold = is_on(value(element, default="1"))
                case "w:vanish":
                    hidden = is_on(value(element, default="1"))
        return Says(size, colour, background, bold, hidden)

    def shading(self, element: etree._Element | None) -> str | None:
        """The colour that ``w:shd`` lays under text, None if there is no such element (17.3.5)."""
        if element is None:
            return None
        if value(element) == "solid":
            return self.colour(value(element, "w:color"), value(element, "w:themeColor"))
        return self.colour(value(element, "w:fill"), value(element, "w:themeFill"))

    def fill(self, properties: etree._Element | None) -> str:
        """The colour that fills a shape (``a:solidFill`` in its properties); empty if it has none, or not one only."""
        for element in () if properties is None else within(properties, "a:solidFill")[:1]:
            if element.getparent() is properties and len(element):
                return self.colour(element[0].get("val", ""), element[0].get("val", ""))
        return ""

    def colour(self, written: str, theme: str = "") -> str:
        """The colour written so, or of this name in the theme; empty if it is neither, or is the reader's own."""
        if match := _HEX.match(written):
            return f"#{match[1].lower()}"
        return self._colours.get(_THEME.get(theme, theme), "")

    def _style(self, id: str) -> Style:
        if id not in self._known:
            self._known[id] = self._resolved(id)
        return self._known[id]

    def _resolved(self, id: str) -> Style:
        says, level, item = Says(), None, None
        element = self._elements.get(id)
        for _ in range(_CHAIN):
            if element is None:
                break
            says = says.over(self.says(child(element, "w:rPr")))
            shading = self.shading(child(element, "w:pPr", "w:shd"))
            if says.background is None and shading is not None:
                says = replace(says, background=shading)
            if level is None:
                level = heading_level(value(child(element, "w:pPr", "w:outlineLvl")), value(child(element, "w:name")))
            if (said := child(element, "w:pPr", "w:numPr")) is not None:
                item = Item(style=value(element, "w:styleId")) if item is None else item
                # A style may say the level alone, and leave the list to the style that it is based on.
                item = replace(
                    item,
                    list=item.list or value(child(said, "w:numId")),
                    style_level=item.style_level or value(child(said, "w:ilvl")),
                )
            element = self._elements.get(value(child(element, "w:basedOn")))
        return Style(says, level or 0, item) if says != Says() or level or item else _NONE


def item_of(said: etree._Element | None, style: Item | None) -> Item | None:
    """The place in a list that a paragraph has by its own word (``w:numPr``) over its style's; None if it has none."""
    if said is None:
        return style
    below = Item() if style is None else style
    return replace(below, list=value(child(said, "w:numId")) or below.list, level=value(child(said, "w:ilvl")))


def heading_level(outline: str, name: str = "") -> int | None:
    """The level that an outline level (0-8, 9 is none) or a style's name gives; None where neither says.

    >>> heading_level("0"), heading_level("", "Heading 3"), heading_level("9"), heading_level("", "Quote")
    (1, 3, 0, None)
    """
    if outline.isdecimal():
        return min(int(outline[:3]) + 1, 6) if int(outline[:3]) < 9 else 0
    if match := _HEADING.fullmatch(name.strip()):
        return min(int(match[1]), 6)
    return {"title": 1, "subtitle": 2}.get(name.strip().lower())


def half_points(written: str) -> float | None:
    """A size in points, from half points as written; None if it is no size that text can have.

    >>> half_points("21"), half_points("-3"), half_points("big")
    (10.5, None, None)
    """
    if not written.isdecimal() or not 0 < int(written[:8]) <= 3276:
        return None
    return int(written[:8]) / 2


def is_on(written: str) -> bool:
    """Whether a switch as OOXML writes them (17.17.4) is on."""
    return written not in ("0", "false", "off")


def theme_colours(theme: etree._Element) -> list[tuple[str, str]]:
    """The colours of a theme by the names of their places in it: ``dk1``, ``lt1``, ``accent1`` and so on."""
    colours = []
    for scheme in within(theme, "a:clrScheme")[:1]:
        for slot in scheme:
            for colour in slot:
                if match := _HEX.match(colour.get("lastClr") or colour.get("val", "")):
                    colours.append((kind(slot).partition(":")[2], f"#{match[1].lower()}"))
    return colours
