"""Before it goes out: what a careful colleague would point out in a draft that breaks no clause.

Hidden text, comments and unsettled changes that would go out with the file, the names it carries, headings out of order,
pictures without words for those who cannot see them, letters too pale to read, and sentences that are hard going. All of it
is advice: it changes no outcome and no exit code. Contrast is that of WCAG 2.2, criterion 1.4.3, which asks for 4.5 to 1, and 3
to 1 from 18 points, or 14 in bold; headings follow its technique G141, pictures criterion 1.1.1.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from itertools import pairwise
from typing import Any

from checker.domain import Document, Mark, Passage
from checker.language.phrases import Phrases
from checker.language.sentences import Sentence, sentences
from checker.report.desk import Note
from checker.report.words import count

_SHOWN = 5  # passages of one note
_MOST = 1_000  # marks of one kind, and sentences, that are looked at
_LONG = 35  # words of a sentence: official guidance for public bodies asks for 25
_MANY_HEADINGS = 1_500  # characters of a text in a laid-out file that should have a heading
_LARGE, _LARGE_BOLD = 18.0, 14.0  # points from which letters are large (WCAG 2.2)
_ENOUGH, _ENOUGH_LARGE = 4.5, 3.0
_WHITE, _BLACK = "#ffffff", "#000000"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_FILE_NAME = re.compile(r"[\w .()-]{1,120}\.(?:bmp|emf|gif|jpe?g|png|svg|tiff?|webp|wmf)", re.IGNORECASE)
# Alternative text that says that there is a picture and not what it shows.
_EMPTY_WORDS = frozenset({"chart", "graphic", "image", "logo", "photo", "photograph", "picture"})
_AUTHORS = ("author", "last edited by", "company")
# What programs write where they know no name.
_NOBODY = frozenset({"administrator", "anonymous", "author", "python-docx", "un-named", "unknown", "user"})
_CHANGES = ("inserted", "deleted")


def notes(document: Document, about: Sequence[tuple[str, str]]) -> Iterator[Note]:
    """What to look at in a draft before it goes out; ``about`` is what its file says beside the text."""
    by_kind: dict[str, list[Mark]] = {}
    for mark in document.marks:
        by_kind.setdefault(mark.kind, []).append(mark)
    found = (
        _hidden(document, by_kind.get("hidden", ())),
        _comments(document, by_kind.get("comment", ())),
        _changes(about),
        _names(about),
        _headings(document, by_kind.get("heading", ())),
        _pictures(document, by_kind.get("picture", ())),
        _contrast(document, by_kind),
        _plain_english(document),
    )
    for each in found:
        for kind, text, passages in each:
            yield Note(document.id, document.source, kind, text, tuple(passages[:_SHOWN]))


_Told = Iterator[tuple[str, str, Sequence[Passage]]]


def _hidden(document: Document, marks: Sequence[Mark]) -> _Told:
    words = [mark for mark in marks if document.text[mark.start : mark.end].strip()]
    if words:
        amount = sum(len(document.text[mark.start : mark.end].split()) for mark in words)
        yield (
            "hidden text",
            f"The file holds {count(amount, 'word')} that a reader does not see and anybody can find. Take them out.",
            [_short(document, mark.start, mark.end, "Hidden here.") for mark in words],
        )


def _comments(document: Document, marks: Sequence[Mark]) -> _Told:
    if marks:
        by = Counter(mark.value or "somebody" for mark in marks)
        yield (
            "comments",
            f"Comments by {_listed(sorted(by))} would go out with the file. Settle them and take them out.",
            [_short(document, mark.start, mark.end, f"By {mark.value or 'somebody'}.") for mark in marks],
        )


def _changes(about: Sequence[tuple[str, str]]) -> _Told:
    by = sorted({words for kind, words in about if kind in _CHANGES})
    if by:
        yield (
            "tracked changes",
            f"The file keeps unsettled changes of {_listed(by)}; what was struck out can be read. Accept or reject them.",
            (),
        )


def _names(about: Sequence[tuple[str, str]]) -> _Told:
    told = [f"{kind}: {words}" for kind, words in about if kind in _AUTHORS and words.lower() not in _NOBODY]
    if told:
        yield (
            "names in the file",
            f"The file's properties name people or bodies ({_listed(told)}). Take them out if they should not go out.",
            (),
        )


def _headings(document: Document, marks: Sequence[Mark]) -> _Told:
    levels = [(int(mark.value), mark) for mark in marks[:_MOST] if mark.value.isdigit()]
    if not levels:
        is_laid_out = any(mark.kind in ("size", "bold") for mark in document.marks)
        if is_laid_out and len(document.text) > _MANY_HEADINGS:
            yield (
                "headings",
                "No heading is marked as one: use heading styles, so that readers who listen can find their way.",
                (),
            )
        return
    skipped = [
        _short(document, mark.start, mark.end, f"A heading of level {level} after one of level {before}.")
        for (before, _), (level, mark) in pairwise(levels)
        if level > before + 1
    ]
    if skipped:
        yield "heading order", "Headings skip a level. Each should be one level below the one it belongs to.", skipped
    if levels[0][0] > 2:
        level, mark = levels[0]
        yield (
            "heading order",
            f"The first heading is of level {level}. A text begins with a heading of level 1.",
            [_short(document, mark.start, mark.end, "The first heading.")],
        )


def _pictures(document: Document, marks: Sequence[Mark]) -> _Told:
    without = []
    for mark in marks[:_MOST]:
        line = document.text[mark.start : mark.end].removeprefix("[picture: ").removesuffix("]")
        _, _, words = line.partition(": ")
        even = words.strip().lower().strip(".")
        if not even or even in _EMPTY_WORDS or _FILE_NAME.fullmatch(even):
            without.append(_short(document, mark.start, mark.end, "No words for it, or none that say what it shows."))
    if without:
        yield (
            "alternative text",
            f"{count(len(without), 'picture')} without words that say what it shows. Add them, or mark it as decoration.",
            without,
        )


# --- contrast -----------------------------------------------------------------------------------------------------------


def _contrast(document: Document, by_kind: Mapping[str, Sequence[Mark]]) -> _Told:
    pale: list[tuple[float, Mark, str]] = []
    grounds, sizes, bolds = (list(by_kind.get(kind, ()))[:_MOST] for kind in ("background", "size", "bold"))
    unseen = {(mark.start, mark.end) for mark in by_kind.get("hidden", ())}
    for mark in list(by_kind.get("colour", ()))[:_MOST]:
        if not _COLOUR.match(mark.value) or not document.text[mark.start : mark.end].strip() or (mark.start, mark.end) in unseen:
            continue
        ground = next((g.value for g in reversed(grounds) if g.start <= mark.start < g.end and _COLOUR.match(g.value)), "")
        if not ground and mark.value.lower() == _WHITE:
            continue  # what lies behind white letters is a picture or a band that the file does not tell
        ground = ground or _WHITE
        size = max((float(s.value) for s in sizes if s.start <= mark.start < s.end and _is_number(s.value)), default=0.0)
        is_bold = any(b.start <= mark.start < b.end for b in bolds)
        is_large = size >= _LARGE or (is_bold and size >= _LARGE_BOLD)
        ratio = contrast(mark.value, ground)
        if ratio < (_ENOUGH_LARGE if is_large else _ENOUGH):
            pale.append((ratio, mark, ground))
    if pale:
        worst, mark, ground = min(pale, key=lambda one: (one[0], one[1].start))
        yield (
            "contrast",
            f"Letters are hard to tell from what lies behind them: {worst:.1f} to 1 at worst ({mark.value} on {ground}), "
            f"where {_ENOUGH:g} to 1 is asked for, or {_ENOUGH_LARGE:g} to 1 for large letters.",
            [_short(document, m.start, m.end, f"{m.value} on {g}: {r:.1f} to 1.") for r, m, g in pale],
        )


def contrast(one: str, other: str) -> float:
    """How far two #rrggbb colours stand apart, from 1 to 21 (WCAG 2.2, contrast ratio).

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _is_number(value: str) -> bool:
    return re.fullmatch(r"\d{1,4}(?:\.\d{1,4})?", value) is not None


# --- words --------------------------------------------------------------------------------------------------------------


@functools.cache
def _plainer() -> Mapping[str, str]:
    """Words of offices, each with a plainer one."""
    table: dict[str, Any] = tomllib.loads(  # Any: TOML
        resources.files("checker.scan").joinpath("plain_english.toml").read_text(encoding="utf-8")
    )
    return {str(word): str(plain) for word, plain in table["plainer"].items()}


@functools.cache
def _phrases() -> Phrases:
    return Phrases({word: [word] for word in _plainer()})


def _plain_english(document: Document) -> _Told:
    told: list[Sentence] = []
    for number, sentence in enumerate(sentences(document.text)):
        if number == _MOST:
            break
        told.append(sentence)
    long = [one for one in told if len(one.text.split()) > _LONG and not one.text.startswith("[")]
    if long:
        longest = max(len(one.text.split()) for one in long)
        yield (
            "long sentences",
            f"{count(len(long), 'sentence')} of more than {_LONG} words, the longest of {longest}. Cut them in two.",
            [_short(document, one.start, one.end, count(len(one.text.split()), "word") + ".") for one in long],
        )
    heavy: list[Passage] = []
    for one in told:
        for hit in _phrases().find(one.text):
            heavy.append(document.passage(one.start + hit.start, one.start + hit.end, f"“{_plainer()[hit.kind]}” says the same."))
    if heavy:
        yield "plain English", f"{count(len(heavy), 'word')} of office for which there is a plainer one.", heavy


def _short(document: Document, start: int, end: int, why: str) -> Passage:
    return document.passage(start, min(end, start + 160), why)


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:4])
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return ", ".join(shown) + more
