"""What a PDF says of a page beside drawing it: links, notes, form fields (ISO 32000-1, 12.5, 12.7) and tags (14.7, 14.8).

These are chains of references that a hostile file can close to a ring or fan out without end, so each is followed for
a limited number of steps and no reference is followed for its own sake. What is not as the standard has it is passed over:
none of it is the draft's own text as drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from checker.ingest.drafts._pdf_page import Box

if TYPE_CHECKING:
    from pdfminer.pdfdocument import PDFDocument

    from checker.ingest.drafts._pdf_page import BoundedPage

# How many things stuck on a page are read, and how many nodes of a document's tree of tags.
NOTES, NODES = 5_000, 200_000
# How far up an element is looked for the heading or figure that it is part of, and a field for its name or value.
_CLIMB = 20
# The longest note, value or alternative text, in characters.
_LONGEST = 20_000

_HIDDEN = 2  # of the flags of an annotation (Table 165): neither shown nor printed
_HEADING = re.compile(r"H([1-6])?")


@dataclass(frozen=True, slots=True)
class Note:
    """Words stuck on a page: typed on it or into its form, or (with an ``author``) somebody's comment on it."""

    text: str
    author: str = ""


def links_and_notes(page: BoundedPage) -> tuple[list[tuple[Box, str]], list[Note]]:
    """The boxes on a page that lead to addresses, and what is typed or noted on it."""
    links: list[tuple[Box, str]] = []
    notes: list[Note] = []
    for reference in _list(page.page_obj.annots)[:NOTES]:
        annotation = _dictionary(reference)
        if _integer(annotation.get("F")) & _HIDDEN:
            continue
        kind = _name(annotation.get("Subtype"))
        if kind == "Link":
            box = _placed(annotation.get("Rect"), page)
            address = _string(_dictionary(annotation.get("A")).get("URI"))
            if box and address:
                links.append((box, address))
        elif kind == "Widget":
            if value := _field(annotation):
                notes.append(Note(value))
        elif kind == "FreeText":
            if text := _string(annotation.get("Contents")):
                notes.append(Note(text))
        elif kind != "Popup" and (text := _string(annotation.get("Contents"))):
            notes.append(Note(text, _string(annotation.get("T")) or "somebody"))
    return links, notes


def tags(document: PDFDocument, page: BoundedPage) -> dict[int, tuple[int, str]]:
    """For each number of marked content on a page: the level of the heading, and the alternative text of the figure."""
    root = _dictionary(document.catalog.get("StructTreeRoot"))
    number = page.page_obj.attrs.get("StructParents")
    if not root or not isinstance(number, int):
        return {}
    roles = _dictionary(root.get("RoleMap"))
    found = {}
    for content, element in enumerate(_parents(root, number)[:NODES]):
        level, alternative = _part_of(element, roles)
        if level or alternative:
            found[content] = level, alternative
    return found


def _parents(root: dict[str, Any], number: int) -> list[Any]:
    """The elements that hold the marked content of a page, in the order of its numbers (14.7.4.4, 7.9.7)."""
    nodes = [_dictionary(root.get("ParentTree"))]
    left = NODES
    while nodes:
        node = nodes.pop()
        numbers = _list(node.get("Nums"))
        for key, held in zip(numbers[0::2], numbers[1::2], strict=False):
            if key == number:
                return _list(held)
        kids = _list(node.get("Kids"))
        left -= len(kids)
        if left < 0:
            return []
        for branch in map(_dictionary, kids):
            first, last = ([*_list(branch.get("Limits")), None, None])[:2]
            if isinstance(first, int) and isinstance(last, int) and first <= number <= last:
                nodes.append(branch)
    return []


def _part_of(reference: Any, roles: dict[str, Any]) -> tuple[int, str]:
    for _ in range(_CLIMB):
        element = _dictionary(reference)
        kind = _name(element.get("S"))
        kind = _name(roles.get(kind)) or kind
        if match := _HEADING.fullmatch(kind):
            return int(match[1] or 1), ""
        if kind == "Title":
            return 1, ""
        if kind == "Figure":
            return 0, _string(element.get("Alt"))
        reference = element.get("P")
    return 0, ""


def _field(annotation: dict[str, Any]) -> str:
    """The value typed into, or chosen in, a field of a form; it may lie with a field above (12.7.3)."""
    for _ in range(_CLIMB):
        if "V" in annotation:
            return "" if _name(annotation.get("FT")) == "Btn" else _string(annotation["V"])
        annotation = _dictionary(annotation.get("Parent"))
    return ""


def _placed(written: Any, page: BoundedPage) -> Box | None:
    corners = [resolve1(number) for number in _list(written)]
    if len(corners) != 4 or not all(isinstance(number, int | float) for number in corners):
        return None
    left, right = sorted((float(corners[0]), float(corners[2])))
    low, high = sorted((float(corners[1]), float(corners[3])))
    if page.rotation:
        return None  # a page that is turned on its side has links that lie elsewhere; none is better than a wrong one
    upper = float(page.height + page.mediabox[1])
    return Box(left, upper - high, right, upper - low)


def _list(written: Any) -> list[Any]:
    value = resolve1(written)
    return value if isinstance(value, list) else []


def _dictionary(written: Any) -> dict[str, Any]:
    value = resolve1(written)
    return value if isinstance(value, dict) else {}


def _integer(written: Any) -> int:
    value = resolve1(written)
    return value if isinstance(value, int) else 0


def _name(written: Any) -> str:
    value = resolve1(written)
    return str(value.name) if isinstance(value, PSLiteral) else ""


def _string(written: Any) -> str:
    value = resolve1(written)
    return decode_text(value[:_LONGEST]).strip() if isinstance(value, bytes) else ""
