"""A report on paper: headings, paragraphs, tables and letters, whatever it is printed as.

What a reader is told is decided once, as a ``Paper``; ``paper_html``, ``markdown`` and ``docx`` print it, ``pdf`` by way of HTML.
Text in it is as it came: each printer shows hidden characters and takes the power from whatever its form gives meaning to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from markupsafe import Markup

from checker.report.highlight import Block as Words


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 to 5. ``anchor`` names its place; ``is_new_page`` begins a page where there are pages."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2
    anchor: str = ""
    is_new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``manner`` is empty, ``lede`` (what matters most), ``small`` (in passing) or ``fault`` (not to be missed)."""

    kind: ClassVar[str] = "paragraph"
    text: str
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names of things and what they are."""

    kind: ClassVar[str] = "facts"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list, numbered or not."""

    kind: ClassVar[str] = "points"
    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the columns in ``figures`` hold numbers. ``foot`` is a last row of totals, or empty."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a clause, and whose words they are."""

    kind: ClassVar[str] = "wording"
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A message or a draft: its headers, and its text in stretches, marked where it is evidence."""

    kind: ClassVar[str] = "letter"
    headers: tuple[tuple[str, str], ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that repeats what the words beside it say; left out where only words are printed."""

    kind: ClassVar[str] = "picture"
    svg: Markup
    name: str


Block: TypeAlias = Heading | Paragraph | Facts | Points | Table | Wording | Letter | Picture


@dataclass(frozen=True, slots=True)
class Paper:
    """A report, block by block under its title. ``running`` stands at the foot of each page."""

    title: str
    running: str
    blocks: tuple[Block, ...]


def paper(title: str, running: str, blocks: Iterable[Block]) -> Paper:
    """The report of these blocks, without facts and lists that hold nothing."""
    return Paper(title, running, tuple(block for block in blocks if not _is_empty(block)))


def _is_empty(block: Block) -> bool:
    if isinstance(block, Facts):
        return not block.pairs
    if isinstance(block, Points):
        return not block.items
    return isinstance(block, Picture | Paragraph) and not (block.svg if isinstance(block, Picture) else block.text)
