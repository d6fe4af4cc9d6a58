"""What style sheets say of size, colour, weight and sight, as far as a reader of text needs it.

No more of CSS is understood than rules for a tag, a class, an id, or a tag with one of those (Selectors Level 4), style
attributes, and the values that such rules bear in mail and on plain web pages. Whatever else a sheet says is passed over: what
holds only on small screens or in print, what depends on where an element stands, variables.
"""

from __future__ import annotations

import colorsys
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

# Points. A browser's own size is 16 px, and 96 px are an inch (CSS Values 4, 6.2).
BROWSER_SIZE = 12.0

_POINTS = {"pt": 1.0, "px": 0.75, "pc": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "rem": BROWSER_SIZE}
_PARTS = {"em": 1.0, "ex": 0.5, "ch": 0.5, "%": 0.01}
# CSS Fonts 4, 2.5, at a browser's own size.
_KEYWORDS = {
    "xx-small": 6.75,
    "x-small": 7.5,
    "small": 9.75,
    "medium": 12.0,
    "large": 13.5,
    "x-large": 18.0,
    "xx-large": 24.0,
    "xxx-large": 36.0,
}
# What `<font size=N>` means (HTML, 15.3.4).
_FONT_SIZES = {1: 7.5, 2: 9.75, 3: 12.0, 4: 13.5, 5: 18.0, 6: 24.0, 7: 36.0}

# Nobody prints larger than this; beyond it a figure is an accident.
_LARGEST = 2000.0

_NUMBER = r"\d{1,5}(?:\.\d{0,20})?|\.\d{1,20}"
_LENGTH = re.compile(rf"\+?({_NUMBER})\s?([a-z%]{{0,3}})")
_FIGURE = re.compile(rf"(-?(?:{_NUMBER}))(%|deg)?")
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]{0,100})\)")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*|\*)?([.#][\w-]+)?", re.IGNORECASE | re.ASCII)
_RULES = 5_000
# Lengths of nothing, and ways to put an element where nobody looks: pages do so with what is meant for other programs.
_NO_LENGTH = re.compile(r"0{1,9}(?:\.0{0,9})?(?:px|pt|em|rem|%)?")
_NEXT_TO_NOTHING = re.compile(r"0{1,9}(?:\.(?:0\d{0,9})?)?%?|\.0\d{0,9}|[0-4](?:\.\d{0,9})?%")
_NO_SCALE = re.compile(r"scale\(0(?:,\s?0)?\)")
_FAR_OFF = re.compile(r"-\d{3,6}(?:\.\d{0,9})?(?:px|pt|em|rem)|-\d{2,6}(?:\.\d{0,9})?em|-\d{4,6}%")
_CLIPPED = re.compile(r"rect\((?:[01](?:px)?[\s,]{0,5}){4}\)|inset\((?:50|100)%\)")
# The properties of sheets that anything here asks about.
_READ = frozenset(
    {
        *("background", "background-color", "border-top", "bottom", "clip", "clip-path", "color", "display", "font", "font-size"),
        *(
            "font-weight",
            "height",
            "left",
            "max-height",
            "max-width",
            "opacity",
            "overflow",
            "overflow-x",
            "overflow-y",
            "position",
        ),
        *("right", "text-indent", "top", "transform", "visibility", "white-space"),
    }
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The simple rules of a document's style sheets: for each selector its weight, its place, and what it declares."""

    rules: Mapping[str, tuple[int, int, Mapping[str, str]]]

    def style(self, tag: str, id: str, classes: Sequence[str]) -> dict[str, str]:
        """What the rules declare of an element, the lighter and earlier overruled by the heavier and later."""
        style: dict[str, str] = {}
        if self.rules:
            signs = ["", *(f".{name}" for name in classes)] + ([f"#{id}"] if id else [])
            names = ["*", *(name for sign in signs for name in (sign, tag + sign))]
            for _, _, declared in sorted(self.rules[name] for name in dict.fromkeys(names) if name in self.rules):
                style.update(declared)
        return style


def sheet(texts: list[str]) -> Sheet:
    """The simple rules of these style sheets."""
    rules: dict[str, tuple[int, int, Mapping[str, str]]] = {}
    order = 0
    for text in texts:
        for selectors, body in _blocks(_without_comments(text)):
            declared = {name: value for name, value in _declared(body[:20_000]) if name in _READ}
            for selector in selectors.split(",")[:100]:
                parts = _SELECTOR.fullmatch(selector.strip())
                if parts is None or not declared or len(rules) >= _RULES:
                    continue
                tag, sign = (parts[1] or "").lower(), parts[2] or ""
                weight = (1 if tag not in ("", "*") else 0) + (0 if not sign else 10 if sign[0] == "." else 100)
                name = sign if tag == "*" and sign else tag + sign
                # Rules for one selector are one rule: what an element costs must not grow with a hostile sheet.
                earlier = rules[name][2] if name in rules else {}
                order += 1
                rules[name] = (weight, order, {**earlier, **declared})
    return Sheet(rules)


@lru_cache(maxsize=4096)
def _declared(style: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            value = " ".join(value.lower().split())
            found[name.strip().lower()] = value.partition("!important")[0].strip()
    return tuple(found.items())


def declarations(style: str) -> dict[str, str]:
    """The properties that a style attribute or the body of a rule declares, names and values in lower case.

    >>> declarations("Color: RED !important; font-size:12pt")
    {'color': 'red', 'font-size': '12pt'}
    """
    return dict(_declared(style[:20_000]))


@cache
def _names() -> Mapping[str, str]:
    text = files("checker.ingest").joinpath("colours.toml").read_text(encoding="utf-8")
    return {name: str(value) for name, value in tomllib.loads(text).items()}


@lru_cache(maxsize=4096)
def colour(value: str) -> str:
    """A colour as ``#rrggbb``; empty for what names none, or one that lets all through.

    >>> colour("rgb(255, 0, 0)"), colour("#0af"), colour("Navy"), colour("transparent")
    ('#ff0000', '#00aaff', '#000080', '')
    """
    value = value.strip().lower()[:120]
    if value in _names():
        return _names()[value]
    digits = value.removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{6}(?:[0-9a-f]{2})?", digits):  # attributes of old pages leave the # away
        return "" if digits[6:] == "00" else f"#{digits[:6]}"
    if value.startswith("#") and re.fullmatch(r"[0-9a-f]{3,4}", digits):
        return "" if digits[3:] == "0" else "#" + "".join(2 * digit for digit in digits[:3])
    function = _FUNCTION.fullmatch(value)
    if function is None:
        return ""
    figures = [_figure(part) for part in re.split(r"[\s,/]+", function[2].strip())]
    if len(figures) not in (3, 4) or None in figures:
        return ""
    known = [figure for figure in figures if figure is not None]
    if len(known) == 4 and known[3][0] <= 0:
        return ""
    if function[1] == "rgb":
        parts = [number * 2.55 if unit == "%" else number for number, unit in known[:3]]
    else:
        hue, saturation, lightness = (number for number, _ in known[:3])
        parts = [255 * part for part in colorsys.hls_to_rgb(hue % 360 / 360, lightness / 100, saturation / 100)]
    return "#" + "".join(f"{min(255, max(0, round(part))):02x}" for part in parts)


def _figure(part: str) -> tuple[float, str] | None:
    number = _FIGURE.fullmatch(part)
    return (float(number[1]), number[2] or "") if number else None


def background(style: Mapping[str, str]) -> str:
    """The background colour that a style declares; empty if none."""
    if found := colour(style.get("background-color", "")):
        return found
    for word in re.findall(r"#[0-9a-f]{3,8}|[a-z]{3,20}(?:\([^()]{0,100}\))?", style.get("background", "")[:300]):
        if found := colour(word):
            return found
    return ""


@lru_cache(maxsize=4096)
def points(value: str, around: float) -> float | None:
    """A font size in points, given the size of the text around it; None for what says no size.

    >>> points("16px", 12), points("150%", 10), points("x-large", 12), points("0", 12), points("inherit", 12)
    (12.0, 15.0, 18.0, 0.0, None)
    """
    value = value.strip().lower()[:60]
    around = around or BROWSER_SIZE
    if value in _KEYWORDS:
        return _KEYWORDS[value]
    if value in ("larger", "smaller"):
        return _tidy(around * 1.2 if value == "larger" else around / 1.2)
    length = _LENGTH.fullmatch(value)
    if length is None:
        return None
    number, unit = float(length[1]), length[2]
    if unit in _PARTS:
        return _tidy(number * _PARTS[unit] * around)
    if unit in _POINTS:
        return _tidy(number * _POINTS[unit])
    return 0.0 if number == 0 else None  # a bare figure is no length, except nought


def font_size(value: str, around: float) -> float | None:
    """What the size attribute of ``<font>`` means in points: a step from 1 to 7, or so many steps more or fewer than 3."""
    step = re.fullmatch(r"([+-]?)(\d{1,2})", value.strip()[:20])
    if step is None:
        return points(value, around)  # people do write <font size="12pt">
    number = int(step[2])
    return _FONT_SIZES[min(7, max(1, {"+": 3 + number, "-": 3 - number}.get(step[1], number)))]


def size(style: Mapping[str, str], around: float) -> float | None:
    """The font size that a style declares, in points; None if none."""
    if "font-size" in style:
        return points(style["font-size"], around)
    for word in style.get("font", "")[:200].split():
        part = word.partition("/")[0]  # font: bold 14pt/1.2 Arial
        if not part.isdigit() and (found := points(part, around)) is not None:
            return found
    return None


def is_out_of_sight(style: Mapping[str, str]) -> bool:
    """Whether a style lets nobody see an element though it is displayed: it has no height, is clear, or lies far off the page.

    >>> is_out_of_sight({"max-height": "0px", "overflow": "hidden"}), is_out_of_sight({"text-indent": "-9999px"})
    (True, True)
    """
    if style.get("display") == "none" or _NEXT_TO_NOTHING.fullmatch(style.get("opacity", "1")):
        return True
    if style.get("color") == "transparent" or _NO_SCALE.fullmatch(style.get("transform", "")):
        return True
    if "hidden" in (style.get("overflow", ""), style.get("overflow-x", ""), style.get("overflow-y", "")) and any(
        _NO_LENGTH.fullmatch(style.get(side, "")) for side in ("height", "max-height")
    ):
        return True
    if _FAR_OFF.match(style.get("text-indent", "")):
        return True
    if style.get("position") not in ("absolute", "fixed"):
        return False
    is_clipped = bool(_CLIPPED.fullmatch(style.get("clip", "")) or _CLIPPED.fullmatch(style.get("clip-path", "")))
    return is_clipped or any(_FAR_OFF.match(style.get(side, "")) for side in ("left", "top", "right", "bottom"))


def is_bold(style: Mapping[str, str]) -> bool | None:
    """Whether a style makes text bold or plain; None if it says neither."""
    weight = style.get("font-weight", "")
    if not weight and "font" in style:
        weight = "bold" if "bold" in style["font"].split() else ""
    if weight.isdigit() and weight.isascii():
        return int(weight[:6]) >= 600
    return {"bold": True, "bolder": True, "normal": False, "lighter": False}.get(weight)


def _tidy(number: float) -> float:
    return min(_LARGEST, round(number, 1))


def _without_comments(text: str) -> str:
    pieces: list[str] = []
    at = 0
    while (start := text.find("/*", at)) >= 0:
        pieces.append(text[at:start])
        end = text.find("*/", start + 2)
        at = len(text) if end < 0 else end + 2
    pieces.append(text[at:])
    # Sheets hidden from browsers of the last century stand in the marks of an HTML comment.
    return " ".join(pieces).replace("<!--", " ").replace("-->", " ")


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Selectors and bodies of the rules at the outer level; blocks of @media and the like are passed over whole."""
    depth = 0
    prelude = start = 0
    for brace in re.finditer(r"[{};]", text):
        at = brace.start()
        if brace[0] == "{":
            if depth == 0:
                start = at
            depth += 1
        elif brace[0] == "}":
            depth -= 1
            if depth == 0 and not (selectors := text[prelude:start].strip()).startswith("@"):
                yield selectors, text[start + 1 : at]
            if depth <= 0:
                depth, prelude = 0, at + 1
        elif depth == 0:
            prelude = at + 1
