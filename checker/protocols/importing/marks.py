"""The marks that number a protocol's paragraphs: ``1.``, ``1.1``, ``(a)``, ``iv)``, bullets, footnotes, "Article 4".

What a mark means depends on what stands before it (``i`` follows ``h``, or opens a list): ``mark_of`` says what a mark
may be and ``tree`` decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DOTTED, NUMBER, LETTER, CAPITAL, ROMAN, BULLET, FOOTNOTE, NAMED = (
    "dotted", "number", "letter", "capital", "roman", "bullet", "footnote", "named",
)  # fmt: skip

_BULLETS = "•▪●○◦■□➢❖✓·∙\uf0a7\uf0b7"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NAMED = r"(?P<name>article|section|clause|paragraph|rule|part|schedule|appendix|annexe?|chapter)"
_MARK = re.compile(
    rf"(?P<bullet>(?:[{_BULLETS}]|[-*–—o](?=\s))\s{{0,20}})?"
    rf"(?:(?P<footnote>[{_SUPERSCRIPTS}]{{1,3}})\s{{0,5}}"
    rf"|{_NAMED}\s{{1,5}}(?P<named>\d{{1,3}}|[A-Z]|[IVX]{{1,5}})\b(?:\s{{0,3}}[.:)–—-](?=\s|\Z))?\s{{0,20}}"
    r"|(?P<dotted>\d{1,3}(?:\.\d{1,3}){1,4})(?:[.):](?=\s|\Z)|(?=\s|\Z))\s{0,20}"
    r"|(?P<open>[(\[]?)(?:(?P<number>\d{1,3})|(?P<roman>[ivx]{1,6})|(?P<letters>[a-z]{1,2}|[A-Z]))(?P<close>[.)\]:]{1,2})(?=\s|\Z)\s{0,20}"
    r"|(?P<bare>\d{1,2})\s{1,20}(?=(?-i:[A-Z]))"
    r")?",
    re.IGNORECASE,
)
_ROMANS = (
    "",
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
)
_EXAMPLE = re.compile(r"(?:e\.\s?g\.?|for example|example)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sign:
    """What a mark may be: its style, its place in the order of its list, and how a number is written with it."""

    style: str
    order: int
    label: str


@dataclass(frozen=True, slots=True)
class NumberMark:
    """The mark before a paragraph: the styles it may be of, how it is bracketed, and where the words after it begin."""

    signs: tuple[Sign, ...]
    shape: str
    end: int
    name: str = ""

    @property
    def is_lettered(self) -> bool:
        """Whether the paragraph is an item of a list and no section."""
        return self.signs[0].style in (LETTER, ROMAN, BULLET, CAPITAL) or self.shape.startswith("(")


def mark_of(text: str) -> NumberMark | None:
    """The mark that a paragraph begins with, None if it has none.

    >>> [(s.style, s.order) for s in mark_of("(i) to be open").signs]
    [('letter', 9), ('roman', 1)]
    >>> mark_of("10 working days"), mark_of("1.2 The Protocol").signs[0].label
    (None, '1.2')
    """
    match = _MARK.match(text)
    if match is None or not match.end():
        return None
    if match["footnote"]:
        number = int("".join(str(_SUPERSCRIPTS.index(digit)) for digit in match["footnote"]))
        return NumberMark((Sign(FOOTNOTE, number, f"fn{number}"),), "", match.end())
    if match["named"]:
        return _named(match, text)
    if match["dotted"]:
        label = ".".join(str(int(part)) for part in match["dotted"].split("."))
        return NumberMark(
            (Sign(DOTTED, int(label.rpartition(".")[2]), label),),
            "",
            match.end("dotted") if match.end() == match.end("dotted") else match.end(),
        )
    if match["bare"]:
        return NumberMark((Sign(NUMBER, int(match["bare"]), str(int(match["bare"]))),), "bare", match.end())
    if match["number"]:
        sign = Sign(NUMBER, int(match["number"]), str(int(match["number"])))
        return NumberMark((sign,), _shape(match), match.end())
    if match["roman"] or match["letters"]:
        signs = tuple(_letters(match["roman"] or match["letters"]))
        if signs and not (match["close"] == "." and not match["open"] and _is_initial(text, match)):
            return NumberMark(signs, _shape(match), match.end())
    if match["bullet"]:
        return NumberMark((Sign(BULLET, 0, ""),), match["bullet"].strip(), match.end("bullet"))
    return None


def is_example(text: str) -> bool:
    """Whether an item only illustrates the one before it."""
    return _EXAMPLE.match(text) is not None


def letter(order: int) -> str:
    """The letter of this place in a list, counted from 1: a to z, then aa, bb.

    >>> letter(1), letter(26), letter(28)
    ('a', 'z', 'bb')
    """
    turn, place = divmod(order - 1, 26)
    return "abcdefghijklmnopqrstuvwxyz"[place] * (turn + 1)


def _shape(match: re.Match[str]) -> str:
    return f"{match['open']}{match['close'].replace(':', '.')[:1]}"


def _named(match: re.Match[str], text: str) -> NumberMark | None:
    # "Section 2 of the Act" and "paragraph 5 says" are words of a sentence; a mark is followed by a stop or a title.
    rest = text[match.end() :]
    is_stopped = match.end("named") < match.end() and text[match.end("named") : match.end()].strip(" ") != ""
    if not match["name"][:1].isupper() or (rest and not is_stopped and not rest[:1].isupper()):
        return None
    value = match["named"]
    order = int(value) if value.isdecimal() else _roman(value.lower()) or ord(value[0].upper()) - 64
    return NumberMark(
        (Sign(NAMED, order, str(order) if value.isdecimal() else value.lower()),), "", match.end(), match["name"].lower()
    )


def _letters(words: str) -> list[Sign]:
    signs = []
    if len(words) == 1 and words.isupper():
        signs.append(Sign(CAPITAL, ord(words) - 64, words.lower()))
    elif len(words) == 1:
        signs.append(Sign(LETTER, ord(words) - 96, words))
    elif len(set(words)) == 1 and words.islower() and words not in ("ii", "xx"):
        signs.append(Sign(LETTER, ord(words[0]) - 70, words))
    order = _roman(words.lower())
    if order:
        signs.append(Sign(ROMAN, order, words.lower()))
    return signs


def _roman(words: str) -> int:
    return _ROMANS.index(words) if words in _ROMANS[1:] else 0


def _is_initial(text: str, match: re.Match[str]) -> bool:
    """Whether a letter with a stop is an abbreviation or a name's initial: ``e.g.``, ``i.e.``, ``J. Smith``."""
    rest = text[match.end("close") : match.end("close") + 4]
    return rest[:1].isalpha() or (len(rest) > 2 and rest[2:3] == ".")
