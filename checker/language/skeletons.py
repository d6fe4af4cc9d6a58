"""Text as it is matched, where it is written so that no search finds it: the skeleton of a text, and the way back.

A word can be hidden from a search and look the same to its reader: by characters without width, by letters of another script, by
mathematical, circled or full-width letters, by strokes laid over the letters. The skeleton is what a reader takes it for (the
idea is that of Unicode TR39, section 4). It is for matching alone; what is shown and quoted is always the text itself.

What somebody may honestly write stays: letters of any alphabet with their accents (composed, UAX 15), names in Cyrillic or
Greek. A letter of another script counts as Latin only within a word that has Latin letters too, or in a word wholly of
such letters that stands among Latin words.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import NamedTuple


class _Change(NamedTuple):
    """A stretch of the text as shown, and the stretch of the skeleton that stands for it, of another length."""

    shown_start: int
    shown_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A text as it is matched. Offsets in it and in the text as shown differ where something was left out or spelt out."""

    text: str
    changes: tuple[_Change, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text as shown that a stretch of the skeleton stands for.

        >>> skeleton("La\u200dbour").span(0, 6)
        (0, 7)
        """
        if not self.changes or end < start:
            return start, end
        if end == start:
            return (at := self._shown(start)), at
        change = self._change(end - 1)
        is_within = change is not None and end - 1 < change.end
        return self._shown(start), change.shown_end if change and is_within else self._shown(end - 1) + 1

    def at(self, shown: int) -> int:
        """The place in the skeleton that belongs to a place in the text as shown."""
        number = bisect_right(self.changes, shown - 1, key=lambda change: change.shown_start)
        if not number:
            return shown
        change = self.changes[number - 1]
        return change.end + shown - change.shown_end if shown >= change.shown_end else change.start

    def _shown(self, at: int) -> int:
        change = self._change(at)
        if change is None:
            return at
        return change.shown_start if at < change.end else change.shown_end + at - change.end

    def _change(self, at: int) -> _Change | None:
        number = bisect_right(self.changes, at, key=lambda change: change.start)
        return self.changes[number - 1] if number else None


def skeleton(text: str, names: frozenset[str] = frozenset()) -> Skeleton:
    """What a text looks like to its reader, in the plainest letters; the text itself where nothing in it is odd.

    ``names`` are words that keep their script, because somebody is called so.

    >>> skeleton("V\u043ete \U0001d40b\U0001d41ab\u200dour, and ask Siân Pryce-\u0141uk").text
    'Vote Labour, and ask Siân Pryce-Łuk'
    """
    if text.isascii() or not _odd().search(text):
        return Skeleton(text)
    plain = text.translate(_same_length())
    pieces: list[str] = []
    changes: list[_Change] = []
    done = length = 0
    for found in _other_length().finditer(plain):
        start, instead = _instead(found)
        if instead == plain[start : found.end()]:
            continue
        pieces += (plain[done:start], instead)
        length += start - done
        changes.append(_Change(start, found.end(), length, length + len(instead)))
        length += len(instead)
        done = found.end()
    plain = "".join([*pieces, plain[done:]])
    return Skeleton(_latin(plain, names) if _lookalike().search(plain) else plain, tuple(changes))


def _instead(found: re.Match[str]) -> tuple[int, str]:
    """Where a letter with what hangs on it begins to change, and what stands for it."""
    base, hanging = found["base"] or found["form"] or "", found["hanging"] or ""
    if base in _spelt_out():
        return found.start(), _spelt_out()[base]
    marks = "".join(c for c in hanging if c not in _invisible())
    if not marks:
        return found.end() - len(hanging), ""
    whole = unicodedata.normalize("NFC", base + marks)
    # An accent that some alphabet knows stays. Strokes through letters, rings round them and piles of marks are in no
    # alphabet; nor is an accent on a plain consonant that no composed letter has.
    if any(mark in _overlays() for mark in marks) or len(marks) > _PILE:
        return found.start(), base
    return found.start(), whole[0] if len(whole) > 1 and whole[0].isascii() else whole


_PILE = 2  # marks on one letter; Vietnamese and Yoruba need two


# --- letters of other scripts ---------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ]")


def _latin(text: str, names: frozenset[str]) -> str:
    """A text with letters of other scripts made Latin where they stand for Latin ones; of the same length."""
    alone, among = _alone(), _among()
    is_foreign: bool | None = None
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.isascii() or not _lookalike().search(line):
            continue
        words = [word[0] for word in _WORD.finditer(line)]
        has_latin = any(_LATIN.search(word) for word in words)
        has_foreign = any(_is_foreign(word) for word in words)
        if not has_latin and not has_foreign:  # a line of nothing but look-alikes: the rest of the text tells what it is
            if is_foreign is None:
                is_foreign = not _LATIN.search(text) or any(_is_foreign(word[0]) for word in _WORD.finditer(text))
            has_foreign = is_foreign

        def made(word: re.Match[str], *, is_trusted: bool = has_foreign) -> str:
            if word[0].isascii() or word[0] in names:
                return word[0]
            if _LATIN.search(word[0]):
                return word[0].translate(among)
            return word[0] if is_trusted else _all_alike(word[0], alone)

        lines[number] = _WORD.sub(made, line)
    return "\n".join(lines)


def _is_foreign(word: str) -> bool:
    """Whether a word is truly of another script: it has letters that no Latin one looks like, and none that are Latin."""
    return not word.isascii() and not _LATIN.search(word) and any(ord(c) not in _alone() for c in word)


def _all_alike(word: str, alone: Mapping[int, str]) -> str:
    return word.translate(alone) if all(ord(c) in alone for c in word) else word


# --- what is odd ----------------------------------------------------------------------------------------------------------


@functools.cache
def _table() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    text = resources.files("checker.language").joinpath("lookalikes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _pairs(kind: str) -> dict[int, str]:
    pairs: dict[int, str] = {}
    for letters, latin in _table()[kind].values():
        pairs |= {ord(letter): other for letter, other in zip(letters, latin, strict=True)}
    return pairs


@functools.cache
def _alone() -> Mapping[int, str]:
    return _pairs("alike")


@functools.cache
def _among() -> Mapping[int, str]:
    return _pairs("alike") | _pairs("near")


@functools.cache
def _lookalike() -> re.Pattern[str]:
    return re.compile(_any_of(map(chr, _among())))


@functools.cache
def _invisible() -> frozenset[str]:
    """Characters that show nothing: Default_Ignorable_Code_Point (UAX 44), the fillers that show as a space left out."""
    ranges = (
        *((0x115F, 0x1160), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F)),
        *((0xFFF9, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE01FF)),
    )
    single = (0xAD, 0x34F, 0x61C, 0x17B4, 0x17B5, 0xFEFF)
    return frozenset(map(chr, [*single, *(code for first, last in ranges for code in range(first, last + 1))]))


@functools.cache
def _marks() -> frozenset[str]:
    """Marks that hang on letters of any script (the blocks of combining marks); those of one script alone are its own affair."""
    ranges = ((0x300, 0x36F), (0x483, 0x489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1)) - _invisible()


@functools.cache
def _overlays() -> frozenset[str]:
    """Marks that strike a letter through, underline or enclose it (combining class 1, or category Me), and double rules."""
    struck = {mark for mark in _marks() if unicodedata.combining(mark) == 1 or unicodedata.category(mark) == "Me"}
    return frozenset(struck | set("\u0305\u0332\u0333\u033f\u035f\u0489"))


_FIRST = 0x250  # below are the letters of European alphabets, and nothing that stands for another letter
_SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
_ENCLOSED = re.compile(r"(?:PARENTHESIZED|(?:NEGATIVE )?(?:CIRCLED|SQUARED)) LATIN (CAPITAL|SMALL) LETTER ([A-Z])")
_SIGNS = {"\u2024": ".", "\u2044": "/", "\u2215": "/", "\u2800": " ", "\u3164": " ", "\uffa0": " "}
# Blocks that hold such forms, so that not every character of Unicode is asked for its name.
_FORMS = (
    *((_FIRST, 0x2B8), (0x1D00, 0x1DBF), (0x2000, 0x20BF), (0x2100, 0x218F), (0x2460, 0x24FF), (0x2C60, 0x2C7F)),
    *((0x3000, 0x3000), (0xA730, 0xA7FF), (0xFB00, 0xFB06), (0xFE50, 0xFE6F), (0xFF01, 0xFF5E)),
    *((0x1D400, 0x1D7FF), (0x1F110, 0x1F189)),
)


def _plain_form(c: str) -> str:
    """What a character is a form of, by Unicode's data: a letter, a figure, a sign of ASCII or a space; empty if of none."""
    name, kind = unicodedata.name(c, ""), unicodedata.category(c)
    if kind == "Zs":
        return " "
    if small := _SMALL_CAPITAL.fullmatch(name):
        return small[1].lower()
    if enclosed := _ENCLOSED.fullmatch(name):
        return enclosed[2] if enclosed[1] == "CAPITAL" else enclosed[2].lower()
    plain = unicodedata.normalize("NFKC", c)
    is_letter = kind[0] == "L" or kind in ("Nd", "Nl")
    if is_letter and (plain.isascii() or ord(plain[0]) in _among()) and plain != c:
        return plain
    return plain if name.startswith(("FULLWIDTH", "SMALL ")) and plain.isascii() else ""


@functools.cache
def _forms() -> Mapping[str, str]:
    every = (chr(code) for first, last in _FORMS for code in range(first, last + 1))
    return {c: plain for c in every if (plain := _plain_form(c))} | _SIGNS


@functools.cache
def _same_length() -> Mapping[int, str]:
    return {ord(c): plain for c, plain in _forms().items() if len(plain) == 1}


@functools.cache
def _spelt_out() -> Mapping[str, str]:
    return {c: plain for c, plain in _forms().items() if len(plain) > 1}


@functools.cache
def _other_length() -> re.Pattern[str]:
    hanging = _any_of(_invisible() | _marks())
    return re.compile(rf"(?P<base>(?!{hanging})[^\n])?(?P<hanging>{hanging}++)|(?P<form>{_any_of(_spelt_out())})")


@functools.cache
def _odd() -> re.Pattern[str]:
    return re.compile(_any_of({*_invisible(), *_marks(), *_forms(), *map(chr, _among())}))


def _any_of(characters: Iterable[str]) -> str:
    """A pattern for one of these characters, written in ranges."""
    return f"[{''.join(_ranges(sorted(map(ord, characters))))}]"


def _ranges(codes: list[int]) -> Iterator[str]:
    start = 0
    for end in range(1, len(codes) + 1):
        if end == len(codes) or codes[end] != codes[end - 1] + 1:
            yield f"\\U{codes[start]:08x}-\\U{codes[end - 1]:08x}"
            start = end
