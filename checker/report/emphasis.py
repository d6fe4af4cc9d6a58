"""The emphasis meter: how heavily a draft names the parties of Members, and a picture of its pages with the mentions marked.

The weights are those that the detector of party emphasis gives, so that what is shown is what was judged; quiet mentions that
may pass are shown too. The picture is drawn from the text and its marks (size, weight, colour, headings, bands, pictures,
pages) on sheets of A4: it shows how things stand to one another and is no facsimile, for files do not say where words lie.
Everything drawn may come from a hostile file: it is escaped, its colours are checked, and pages and lines are counted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from checker.detectors.publicity.party_emphasis import Mention, weighed
from checker.detectors.publicity.publications import people_of, publications
from checker.domain import Case, Document, Finding, Mark, Person, Protocol
from checker.language import party_talk
from checker.language.parties import national
from checker.report import highlight

BEHAVIOUR = "party-emphasis"

PAGES = 6  # drawn of one draft
_WIDE, _HIGH, _MARGIN = 595.0, 842.0, 48.0  # A4 in points
_USUAL = 11.0  # points of letters of which the file does not say how large they are
_HEADINGS = {1: 20.0, 2: 16.0, 3: 13.0}
_SMALLEST, _LARGEST = 5.0, 96.0
_LEADING = 1.3  # times the size, from line to line
# Times the size, the breadth of letters in the usual sans serif: narrow ones, small ones and figures, capitals, broad ones.
_NARROW, _SMALL, _CAPITAL, _BROAD = 0.26, 0.54, 0.69, 0.86
_NARROW_LETTERS, _BROAD_LETTERS = frozenset("fijlrtI.,:;'’‘!|()[]-"), frozenset("mwMW@%—…")
_BOLD = 1.07  # times as broad when bold
_PICTURE_HIGH = 90.0
_LONGEST = 400  # letters of a word that are measured: what is longer fills the line
_LINES = 1_200  # drawn of one draft
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_WORD = re.compile(r"\S+|\n")
_INK = "#1b1b1b"


@dataclass(frozen=True, slots=True)
class Metered:
    """A party's mentions in a draft as they were weighed, heaviest first in print order, and what may pass by the protocol."""

    party: str
    mentions: tuple[Mention, ...]
    allowed: float

    @property
    def total(self) -> float:
        return sum(mention.weight for mention in self.mentions)

    @property
    def is_over(self) -> bool:
        return self.total > self.allowed or any(mention.weight > self.allowed + 1 for mention in self.mentions)


def metered(document: Document, people: tuple[Person, ...], protocol: Protocol) -> list[Metered]:
    """Each Member's party that a draft names, with its mentions; empty where the protocol does not regulate emphasis."""
    rule = next((rule for rule in protocol.rules if rule.behaviour == BEHAVIOUR), None)
    if rule is None:
        return []
    limit = rule.limits.get("party_mentions_max", 1)
    allowed = float(limit) if isinstance(limit, int | float) else 1.0
    signs = party_talk.signs_of(person.party for person in people)
    names = {party.id: party.names[0] for party in national()}
    found: dict[str, list[Mention]] = {}
    for publication in publications(Case(publicity=(document,), people=people)):
        for mention in weighed(publication, signs, people_of(people)):
            found.setdefault(mention.party, []).append(mention)
    return [Metered(names.get(party, party), tuple(mentions), allowed) for party, mentions in sorted(found.items())]


# --- the picture --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Look:
    size: float
    is_bold: bool
    colour: str
    ground: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word where it is drawn: its place in the text, and left edge, line, breadth and look on the page."""

    start: int
    text: str
    x: float
    y: float
    wide: float
    look: _Look
    page: int


class _Looks:
    """How the text looks at a place, by its marks: the last mark that covers it, of each kind."""

    def __init__(self, marks: Sequence[Mark], length: int) -> None:
        changes = sorted({0, length, *(place for mark in marks for place in (mark.start, mark.end) if 0 <= place <= length)})
        self._starts = changes
        values: list[dict[str, str]] = [{} for _ in changes]
        for mark in sorted(marks, key=lambda mark: mark.start - mark.end):  # the widest first, so that the narrowest stays
            if mark.kind in ("size", "bold", "colour", "background", "heading"):
                for number in range(bisect_right(changes, mark.start) - 1, len(changes)):
                    if changes[number] >= mark.end:
                        break
                    values[number][mark.kind] = mark.value
        self._looks = [_look(value) for value in values]

    def at(self, place: int) -> _Look:
        return self._looks[max(0, bisect_right(self._starts, place) - 1)]


def _look(values: dict[str, str]) -> _Look:
    level = int(values["heading"]) if values.get("heading", "").isdigit() else 0
    size = float(values["size"]) if re.fullmatch(r"\d{1,3}(?:\.\d{1,4})?", values.get("size", "")) else 0.0
    size = size or _HEADINGS.get(level, 12.0 if level else _USUAL)
    ground = values.get("background", "")
    colour = values.get("colour", "")
    colour = colour if _COLOUR.match(colour) else _INK
    ground = ground if _COLOUR.match(ground) and ground.lower() != "#ffffff" else ""
    if not ground and colour.lower() == "#ffffff":
        ground = "#8a8a8a"  # white letters on something that the file does not tell
    return _Look(min(max(size, _SMALLEST), _LARGEST), "bold" in values or bool(level), colour, ground)


def picture(document: Document, mentions: Sequence[Mention], findings: Sequence[Finding], *, name: str) -> Markup:
    """The pages of a draft as SVG with its mentions and findings marked; ``name`` makes its ids its own on a page."""
    words = list(_laid(document))
    if not words:
        return Markup("")
    pages = words[-1].page + 1
    spans = [(m.start, m.end) for m in mentions]
    others = [
        (passage.start, passage.end)
        for finding in findings
        if finding.behaviour != BEHAVIOUR
        for passage in finding.evidence
        if passage.document == document.id and passage.quote
    ]
    tall = _HIGH if pages > 1 else min(_HIGH, max(max(word.y for word in words) + _MARGIN, _HIGH / 4))  # empty paper cut off
    drawn = [_page(number, [w for w in words if w.page == number], mentions, spans, others, tall) for number in range(pages)]
    across = min(pages, 3)
    down = -(-pages // across)
    wide, high = across * (_WIDE + 24) + 24, down * (tall + 24) + 24
    said = f"The pages of {document.id} as the file lays them out, with {len(mentions)} mentions of Members' parties marked."
    parts = [
        Markup(
            '<svg class="pages" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{0}-t"'
            ' viewBox="0 0 {1:.0f} {2:.0f}">'
            '<title id="{0}-t">{3}</title>'
        ).format(name, wide, high, highlight.plain(said))
    ]
    for number, content in enumerate(drawn):
        x, y = 24 + (number % across) * (_WIDE + 24), 24 + (number // across) * (_HIGH + 24)
        parts.append(Markup('<g transform="translate({:.0f} {:.0f})">{}</g>').format(x, y, content))
    return Markup("").join([*parts, Markup("</svg>")])


def page_of(document: Document, mentions: Sequence[Mention]) -> list[int]:
    """On which page of the picture each mention stands, counted from 1; 0 for what is not drawn."""
    words = list(_laid(document))
    starts = [word.start for word in words]
    return [
        words[at].page + 1 if (at := bisect_right(starts, mention.start) - 1) >= 0 and mention.start < _end(words[at]) + 1 else 0
        for mention in mentions
    ]


def _breadth(text: str, look: _Look) -> float:
    broad = sum(
        _NARROW if letter in _NARROW_LETTERS else _BROAD if letter in _BROAD_LETTERS else _CAPITAL if letter.isupper() else _SMALL
        for letter in text[:_LONGEST]
    )
    return broad * look.size * (_BOLD if look.is_bold else 1)


def _end(word: _Word) -> int:
    return word.start + len(word.text)


def _laid(document: Document) -> Iterator[_Word]:
    """The words of a draft in lines on pages."""
    text, looks = document.text, _Looks(document.marks, len(document.text))
    breaks = sorted({mark.start for mark in document.marks if mark.kind == "page" and mark.start})
    pictures = {mark.start: mark for mark in document.marks if mark.kind == "picture"}
    page, lines, x, y = 0, 0, _MARGIN, _MARGIN
    line: list[_Word] = []
    skip = 0

    def height(words: Sequence[_Word]) -> float:
        return max((word.look.size for word in words), default=_USUAL * 0.6) * _LEADING

    for match in _WORD.finditer(text):
        place = match.start()
        if place < skip:
            continue
        new_page = bool(breaks and place >= breaks[0])
        while breaks and place >= breaks[0]:
            breaks.pop(0)
        look = looks.at(place)
        mark = pictures.get(place)
        wide = _breadth(match[0], look)
        is_end = match[0] == "\n" or mark is not None or new_page
        if is_end or x + wide > _WIDE - _MARGIN:
            tall = height(line)
            if line and y + tall > _HIGH - _MARGIN:
                page, y = page + 1, _MARGIN
            y += tall
            for word in line:
                yield _Word(word.start, word.text, word.x, y, word.wide, word.look, page)
            line, x, lines = [], _MARGIN, lines + 1
            if new_page:
                page, y = page + 1, _MARGIN
            if page >= PAGES or lines > _LINES:
                return
        if match[0] == "\n":
            continue
        if mark is not None:
            if y + _PICTURE_HIGH > _HIGH - _MARGIN:
                page, y = page + 1, _MARGIN
            if page >= PAGES:
                return
            y += _PICTURE_HIGH
            yield _Word(place, text[place : mark.end], _MARGIN, y, 0.0, look, page)
            skip = mark.end
            continue
        line.append(_Word(place, match[0], x, y, min(wide, _WIDE - 2 * _MARGIN), look, page))
        x += wide + look.size * 0.28
    if line and y + height(line) > _HIGH - _MARGIN:
        page, y = page + 1, _MARGIN
    if page < PAGES:
        y += height(line)
        for word in line:
            yield _Word(word.start, word.text, word.x, y, word.wide, word.look, page)


def _page(
    number: int,
    words: Sequence[_Word],
    mentions: Sequence[Mention],
    spans: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
    tall: float,
) -> Markup:
    parts = [
        Markup('<rect class="sheet-of-paper" width="{:.0f}" height="{:.0f}" fill="#ffffff" stroke="#8a8a8a"/>').format(
            _WIDE, tall
        )
    ]
    for run in _runs([word for word in words if word.look.ground and word.wide]):
        first, last = run[0], run[-1]
        size = first.look.size
        box = (first.x - 3, first.y - size, last.x + last.wide - first.x + 6, size * _LEADING, first.look.ground)
        parts.append(Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>').format(*box))
    for run in _runs([word for word in words if word.wide and _is_within(word, others) and not _is_within(word, spans)]):
        parts.append(_box(run, 'class="also"', 'fill="none" stroke="#1b1b1b" stroke-width="1.2" stroke-dasharray="4 2"'))
    for mention in mentions:
        run = [word for word in words if word.start < mention.end and mention.start < _end(word)]
        for row in _runs([word for word in run if word.wide]):
            thick = 1.0 + min(mention.weight, 5.0) * 0.6
            parts.append(
                _box(row, 'class="mention"', f'fill="#fff0b3" fill-opacity="0.85" stroke="#7a5c00" stroke-width="{thick:.1f}"')
            )
    for word in words:
        if not word.wide:
            parts.append(_picture_box(word, is_marked=_is_within(word, spans)))
    for is_mention in (False, True):  # apart, so that the words of a mention stand where its box does
        for run in _runs([word for word in words if word.wide and _is_within(word, spans) is is_mention]):
            parts.append(_text(run, spans))
    for mention in mentions:
        named = next((word for word in words if word.start < mention.end and mention.start < _end(word)), None)
        if named is not None:
            parts.append(_badge(named, mention))
    parts.append(
        Markup('<text x="{:.0f}" y="{:.0f}" font-size="10" text-anchor="end" fill="#55585c">page {}</text>').format(
            _WIDE - 12, tall - 12, number + 1
        )
    )
    return Markup("").join(parts)


def _is_within(word: _Word, spans: Sequence[tuple[int, int]]) -> bool:
    return any(word.start < end and start < _end(word) for start, end in spans)


def _runs(words: Sequence[_Word]) -> list[list[_Word]]:
    """The words in stretches of one line and one look that follow each other."""
    runs: list[list[_Word]] = []
    for word in words:
        last = runs[-1][-1] if runs else None
        follows = (
            last is not None and last.y == word.y and last.look == word.look and 0 <= word.x - last.x - last.wide < last.look.size
        )
        if follows:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _box(run: Sequence[_Word], name: str, style: str) -> Markup:
    first, last = run[0], run[-1]
    size, wide = first.look.size, last.x + last.wide - first.x
    place = f'x="{first.x - 2:.1f}" y="{first.y - size * 0.95:.1f}" width="{wide + 4:.1f}" height="{size * 1.25:.1f}"'
    return Markup(f'<rect {name} {place} rx="2" {style}/>')  # noqa: S704 figures and words of ours alone


def _text(run: Sequence[_Word], spans: Sequence[tuple[int, int]]) -> Markup:
    first, last = run[0], run[-1]
    words = highlight.plain(" ".join(word.text for word in run))
    ink = _INK if first.look.ground and _is_within(first, spans) else first.look.colour
    return Markup(
        '<text x="{:.1f}" y="{:.1f}" font-size="{:.1f}" textLength="{:.1f}" lengthAdjust="spacingAndGlyphs" fill="{}"{}>{}</text>'
    ).format(
        first.x,
        first.y,
        first.look.size,
        last.x + last.wide - first.x,
        ink,
        Markup(' font-weight="bold"') if first.look.is_bold else "",
        escape(words),
    )


def _picture_box(word: _Word, *, is_marked: bool) -> Markup:
    words = highlight.plain(word.text.removeprefix("[picture: ").removesuffix("]"))
    shown = words if len(words) <= 84 else f"{words[:83]}…"
    top, wide = word.y - _PICTURE_HIGH + 8, _WIDE - 2 * _MARGIN
    return Markup(
        '<rect x="{0:.0f}" y="{1:.1f}" width="{2:.0f}" height="{3:.0f}" fill="#ececea" stroke="{7}" stroke-width="{8}"/>'
        '<text x="{4:.0f}" y="{5:.1f}" font-size="10" fill="#3a3d42">picture: {6}</text>'
    ).format(
        _MARGIN,
        top,
        wide,
        _PICTURE_HIGH - 14,
        _MARGIN + 8,
        top + (_PICTURE_HIGH - 14) / 2,
        shown,
        "#7a5c00" if is_marked else "#8a8a8a",
        3 if is_marked else 1,
    )


def _badge(word: _Word, mention: Mention) -> Markup:
    """The weight of a mention, in the margin of its line or beside its picture."""
    middle = word.y - (word.look.size * 0.35 if word.wide else _PICTURE_HIGH / 2)
    return Markup(
        '<circle cx="{0:.1f}" cy="{1:.1f}" r="13" fill="#1b1b1b"/>'
        '<text x="{0:.1f}" y="{2:.1f}" font-size="12" font-weight="bold" text-anchor="middle" fill="#ffffff">{3:g}</text>'
    ).format(24.0, middle, middle + 4.5, mention.weight)
