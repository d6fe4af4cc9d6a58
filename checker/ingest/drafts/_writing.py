"""The text of a draft as it grows, with the marks that lie on it.

A reader writes what it meets, in reading order, each stretch with its look; what comes out is the text as the report
shows it and marks whose offsets count characters of exactly that text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.domain import Mark
from checker.ingest.charsets import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The longest name, alternative text or title that is kept, in characters.
NAME = 200
# The line above what stands beside a draft and not in it: comments, and what a page holds but does not show.
RULE = "----------"
# How many tracked changes are gone through for the names of their authors.
_CHANGES = 5_000


@dataclass(frozen=True, slots=True)
class Look:
    """How a stretch of text looks and what hangs on it; empty or nought where it is not known.

    ``size`` is in points, the colours are ``#rrggbb``, ``heading`` is a level from 1 to 6, ``link`` an address and
    ``comment`` the name of somebody who commented on the draft in these words.
    """

    size: float = 0.0
    colour: str = ""
    background: str = ""
    bold: bool = False
    hidden: bool = False
    heading: int = 0
    link: str = ""
    comment: str = ""

    def values(self) -> Iterator[tuple[str, str]]:
        """The kinds and values of the marks that make up this look."""
        if self.heading:
            yield "heading", str(self.heading)
        if self.size:
            yield "size", f"{self.size:g}"
        if self.colour:
            yield "colour", self.colour
        if self.background:
            yield "background", self.background
        if self.bold:
            yield "bold", ""
        if self.hidden:
            yield "hidden", ""
        if self.link:
            yield "link", self.link
        if self.comment:
            yield "comment", self.comment


PLAIN = Look()


class Writing:
    """A text that grows at its end. Line breaks wait until words follow, so that it never ends in blank lines."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._breaks = 0
        self._marks: list[Mark] = []
        self._open: dict[str, int] = {}

    def __len__(self) -> int:
        return self._length

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(sorted(self._marks, key=lambda mark: (mark.start, -mark.end, mark.kind, mark.value)))

    def lines(self, count: int = 1) -> None:
        """Let what is written next begin at least ``count`` lines further down (2 leaves a blank line)."""
        self._breaks = max(self._breaks, count)

    def line_break(self) -> None:
        """Let what is written next begin one line further down, and never more than one line blank."""
        self._breaks = min(self._breaks + 1, 2)

    def write(self, words: str, look: Look = PLAIN) -> None:
        """Add words at the end, cleaned. Looks that go on across blank space in one line are one mark."""
        words = clean(words)
        if not words:
            return
        self._break()
        start = self._length
        self._pieces.append(words)
        self._length += len(words)
        if words.isspace():
            if "\n" in words:
                self._open.clear()
            return
        looks = dict(look.values())
        for kind, value in looks.items():
            self._extend(kind, value, start)
        for kind in [kind for kind in self._open if kind not in looks]:
            del self._open[kind]

    def picture(self, name: str, alternative: str = "", look: Look = PLAIN) -> None:
        """Add the line that stands for a picture: its look is what surrounds it, not how letters look."""
        look = replace(look, size=0.0, colour="", bold=False, heading=0)
        name, words = picture_line(name, alternative)
        self.lines()
        self._break()
        start = self._length
        self.write(words, look)
        self._marks.append(Mark("picture", start, self._length, name))
        self.lines()

    def add(self, other: Writing) -> None:
        """Add another writing, with its marks, at the end."""
        if not other._pieces:
            return
        self._break()
        self._marks += [Mark(m.kind, m.start + self._length, m.end + self._length, m.value) for m in other._marks]
        self._pieces += other._pieces
        self._length += other._length
        self._open.clear()
        self._breaks = other._breaks

    def _break(self) -> None:
        if self._breaks and self._pieces:
            self._pieces.append("\n" * self._breaks)
            self._length += self._breaks
            self._open.clear()
        self._breaks = 0

    def _extend(self, kind: str, value: str, start: int) -> None:
        if kind in self._open:
            mark = self._marks[self._open[kind]]
            if mark.value == value:
                self._marks[self._open[kind]] = Mark(kind, mark.start, self._length, value)
                return
        self._open[kind] = len(self._marks)
        self._marks.append(Mark(kind, start, self._length, value))


def picture_line(name: str, alternative: str = "") -> tuple[str, str]:
    """The name of a picture as a mark has it, and the words that stand for it in a text.

    >>> picture_line("depot.jpg", "The new depot")
    ('depot.jpg', '[picture: depot.jpg: The new depot]')
    """
    name, alternative = _bracketed(name).replace(":", "") or "picture", _bracketed(alternative)
    return name, f"[picture: {name}: {alternative}]" if alternative else f"[picture: {name}]"


def struck_out(writing: Writing, authors: list[str]) -> None:
    """Say, as a comment, how many passages were struck out with changes tracked, and by whom: an author for each.

    The words themselves are no longer the draft's. Who is sent the file can still see them.
    """
    if not authors:
        return
    names = ", ".join(dict.fromkeys(tidy(author) or "somebody" for author in authors[:_CHANGES]))
    passages = "1 passage" if len(authors) == 1 else f"{len(authors):,} passages"
    writing.lines()
    writing.write(f"[not read: {passages} struck out with changes tracked, by {tidy(names)}]", Look(comment=tidy(names)))
    writing.lines()


def title(text: str, marks: Iterable[Mark], named: str = "") -> str:
    """What to call a draft: its first heading, else the title that it gives itself, else its first line of words."""
    for start, end in sorted((mark.start, mark.end) for mark in marks if mark.kind == "heading"):
        if heading := tidy(text[start:end]):
            return heading
    if named := tidy(named):
        return named
    pictures = {mark.start for mark in marks if mark.kind == "picture"}
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip() and at not in pictures:
            return tidy(line)
        at += len(line)
    return ""


def tidy(words: str) -> str:
    r"""These words on one line, and no more of them than a name or title has.

    >>> tidy("  The new\n depot ")
    'The new depot'
    """
    return " ".join(clean(words[: NAME * 4]).split())[:NAME].rstrip()


def _bracketed(words: str) -> str:
    """Words that can stand within the square brackets of a picture's line without ending it."""
    return tidy(words).replace("[", "(").replace("]", ")")
