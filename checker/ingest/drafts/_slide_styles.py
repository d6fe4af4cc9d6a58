"""How text on a slide looks once all that it inherits has had its say (ECMA-376 part 1, 19.3 and 21.1.2).

In order, each over the one before: the presentation's defaults, the master's styles, the master's and the layout's placeholder of
the same kind, the shape, the run itself. Each says what it says for nine levels of paragraphs.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from checker.ingest import css
from checker.ingest.drafts._word_numbers import formatted
from checker.ingest.drafts._word_styles import Says
from checker.ingest.drafts._xml_names import child, kind, value

if TYPE_CHECKING:
    from lxml import etree  # type: ignore[import-untyped]  # ships no types

LEVELS = 9
_DEFAULT_SIZE = 18.0
# How many children of a style, or of what it says of a level, are looked at: each shape goes through them, and a style has ten.
_FEW = 30
# What places of the master's styles serve which kinds of placeholders.
_TITLES = ("title", "ctrTitle")
_OTHERS = ("dt", "ftr", "sldNum", "hdr")
_FORMS = {
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "arabic": "decimal",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}  # 20.1.10.61
_NOTHING = Says()  # frozen, so that all may share it


@dataclass(frozen=True, slots=True)
class Bullet:
    """What stands before a paragraph: nothing, a bullet, or a number of this kind that counts from ``start``."""

    number: str = ""
    start: int = 1
    is_shown: bool = True

    def text(self, count: int) -> str:
        """How it shows before the so manieth paragraph (counted from 0)."""
        if not self.is_shown:
            return ""
        for prefix, form in _FORMS.items():
            if self.number.startswith(prefix):
                number = formatted(self.start + count, form)
                ending = self.number.removeprefix(prefix)
                return {"Period": f"{number}.", "ParenR": f"{number})", "ParenBoth": f"({number})"}.get(ending, number)
        return "-"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a theme, and by which names the slides of a master call them."""

    theme: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def fill(self, properties: etree._Element | None) -> str:
        """The one colour with which something is filled; empty if it has none, or not one only."""
        filled = child(properties, "a:solidFill")
        return "" if filled is None or not len(filled) else self.of(filled[0])

    def of(self, element: etree._Element) -> str:
        """The colour that an element says (20.1.2.3); empty if it cannot be told."""
        match kind(element):
            case "a:srgbClr":
                colour = css.colour(f"#{value(element, 'val')[:6]}")
            case "a:sysClr":
                colour = css.colour(f"#{value(element, 'lastClr')[:6]}")
            case "a:prstClr":
                colour = css.colour(value(element, "val"))
            case "a:schemeClr":
                name = value(element, "val")
                colour = self.theme.get(self.names.get(name, name), "")
            case _:
                colour = ""
        return _shaded(colour, element) if colour else ""


def _shaded(colour: str, element: etree._Element) -> str:
    """The colour made lighter or darker, as the element says (20.1.2.3.19 to 21)."""
    amounts = {kind(change): _share(value(change, "val")) for change in element}
    if not {"a:lumMod", "a:lumOff"} & set(amounts):
        return colour
    hue, light, full = colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    light = min(1.0, max(0.0, light * amounts.get("a:lumMod", 1.0) + amounts.get("a:lumOff", 0.0)))
    return "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, light, full))


def _share(written: str) -> float:
    return int(written[:8]) / 100_000 if written.isdecimal() else 1.0


class Inherited:
    """What the text of one shape inherits: the styles that apply to it, the nearest first."""

    def __init__(self, styles: Sequence[etree._Element | None], colours: Colours, *, scale: float = 1.0) -> None:
        """``styles`` are elements with a child for each level; ``scale`` is by how much text was made smaller to fit."""
        self._styles = [style for style in styles if style is not None]
        self._colours = colours
        self._scale = scale

    def says(self, level: int, own: etree._Element | None) -> Says:
        """How a run with these properties (``a:rPr``) looks in a paragraph of this level."""
        said = self.own(own)
        for style in self._styles:
            said = said.over(self.own(child(_level(style, level), "a:defRPr")))
        size = (said.size or _DEFAULT_SIZE) * self._scale
        return replace(said, size=round(size, 1), colour="" if said.colour == "#000000" else said.colour)

    def own(self, properties: etree._Element | None) -> Says:
        """What properties of a run say themselves."""
        if properties is None:
            return _NOTHING
        size, bold, highlight = value(properties, "sz"), value(properties, "b"), child(properties, "a:highlight")
        has_fill = child(properties, "a:solidFill") is not None
        return Says(
            size=int(size) / 100 if size.isdecimal() and len(size) < 7 and int(size) else None,
            bold=bold in ("1", "true", "on") if bold else None,
            colour=self._colours.fill(properties) if has_fill else None,
            background=self._colours.of(highlight[0]) if highlight is not None and len(highlight) else None,
        )

    def bullet(self, level: int, own: etree._Element | None) -> Bullet:
        """What stands before a paragraph with these properties (``a:pPr``)."""
        for properties in (own, *(_level(style, level) for style in self._styles)):
            for element in () if properties is None else islice(properties, _FEW):
                match kind(element):
                    case "a:buNone":
                        return Bullet(is_shown=False)
                    case "a:buChar" | "a:buBlip":
                        return Bullet()
                    case "a:buAutoNum":
                        start = value(element, "startAt", "1")
                        return Bullet(value(element, "type"), int(start[:5]) if start.isdecimal() else 1)
        return Bullet(is_shown=False)


def _level(style: etree._Element, level: int) -> etree._Element | None:
    """What a style says of paragraphs of this level, counted from 0."""
    return next((one for one in islice(style, _FEW) if kind(one) == f"a:lvl{level + 1}pPr" and len(one) <= _FEW), None)


def master_style(master: etree._Element | None, placeholder: str) -> etree._Element | None:
    """The master's style for text in a placeholder of this kind; None for text in none, which has no share in it."""
    if not placeholder or placeholder in _OTHERS:
        return child(master, "p:txStyles", "p:otherStyle") if placeholder else None
    return child(master, "p:txStyles", "p:titleStyle" if placeholder in _TITLES else "p:bodyStyle")
