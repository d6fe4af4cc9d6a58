"""The text of one part of an OpenDocument file: its body, a header, the notes (ODF 1.3 part 3, 4 to 7 and 9 to 10).

The walk is a loop, not a recursion. Text boxes wait until the paragraph that holds them has been read, notes until the body has,
and comments until all has.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from checker.ingest.drafts._office_parts import picture_name
from checker.ingest.drafts._open_styles import Counting
from checker.ingest.drafts._word_styles import Says
from checker.ingest.drafts._writing import Look, Writing, tidy
from checker.ingest.drafts._xml_names import child, kind, value, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.ingest.drafts._open_styles import Styles

# Elements whose content is no text of the draft: struck out, measures, what indexes are made of, fields of forms.
_PASSED = frozenset(
    {
        "dc:creator", "dc:date", "office:forms", "svg:desc", "svg:title", "text:alphabetical-index-source",
        "text:bibliography-source", "text:illustration-index-source", "text:note-citation", "text:object-index-source",
        "text:ruby-text", "text:sequence-decls", "text:table-index-source", "text:table-of-content-source",
        "text:tracked-changes", "text:user-field-decls", "text:user-index-source", "text:variable-decls",
        "office:event-listeners", "draw:glue-point", "draw:enhanced-geometry", "draw:image-map",
    }
)  # fmt: skip
_SHAPES = frozenset(
    {
        "draw:caption", "draw:circle", "draw:connector", "draw:custom-shape", "draw:ellipse", "draw:frame", "draw:g", "draw:line",
        "draw:path", "draw:polygon", "draw:polyline", "draw:rect", "draw:regular-polygon",
    }
)  # fmt: skip
# The most spaces that one element stands for.
_SPACES = 40
# Among how many of a shape's children its title and description are looked for.
_FEW = 50


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the text in an element stands in. ``gap`` is how many lines further down a paragraph begins than the one above."""

    says: Says
    background: str = ""
    link: str = ""
    heading: int = 0
    comment: str = ""
    is_hidden: bool = False
    gap: int = 2
    is_in_paragraph: bool = False
    list_style: str = ""
    level: int = -1

    def look(self) -> Look:
        return Look(
            size=self.says.size or 0.0,
            colour=self.says.colour or "",
            background=self.says.background or self.background,
            bold=bool(self.says.bold),
            hidden=bool(self.says.hidden) or self.is_hidden,
            heading=self.heading,
            link=self.link,
            comment=self.comment,
        )


@dataclass(slots=True)
class _Walk:
    """One element that is gone through, and the frames of those that are open in it."""

    steps: etree.iterwalk
    frames: list[_Frame]
    boxes: list[tuple[etree._Element, _Frame]]


class PartText:
    """Reads one part into a writing of its own; ``notes`` and ``comments`` keep what waits until that has been done."""

    def __init__(self, styles: Styles) -> None:
        self.writing = Writing()
        self.notes: list[etree._Element] = []
        self.comments: list[etree._Element] = []
        self.styles = styles
        self._counting = Counting()
        self._gap = ""
        self._is_fresh = True
        self._number = ""
        self._cells: list[int] = []  # of each row that is open, how many tabs wait; -1 where cells are not on one line

    def read(self, root: etree._Element, *, comment: str = "", is_hidden: bool = False, gap: int = 2) -> None:
        """Read all that is in an element: as the draft's own words or as those of somebody's comment on it."""
        frame = _Frame(self.styles.usual(), comment=comment, is_hidden=is_hidden, gap=gap)
        walks = [_Walk(etree.iterwalk(root, events=("start", "end")), [frame], [])]
        while walks:
            walk = walks[-1]
            event, element = next(walk.steps, ("", None))
            if element is None:
                walks.pop()
                self.writing.lines(walk.frames[0].gap)
            elif event == "start":
                self._enter(walk, element)
            else:
                inner = walk.frames.pop()
                self._leave(walk, element, inner)
                if walk.boxes and not walk.frames[-1].is_in_paragraph:
                    boxes, walk.boxes = walk.boxes, []
                    for box, around in reversed(boxes):
                        walks.append(_Walk(etree.iterwalk(box, events=("start", "end")), [around], []))

    def _enter(self, walk: _Walk, element: etree._Element) -> None:
        frame = walk.frames[-1]
        name = kind(element)
        is_root = len(walk.frames) == 1
        if not is_root and (name in _PASSED or self._is_waiting(walk, element, name, frame)):
            walk.steps.skip_subtree()
            walk.frames.append(frame)
            return
        inner = self._frame(element, name, frame)
        walk.frames.append(inner)
        self._open(element, name, inner)
        if inner.is_in_paragraph:
            self._words(element.text or "", inner)

    def _is_waiting(self, walk: _Walk, element: etree._Element, name: str, frame: _Frame) -> bool:
        """Whether this element is read later, or told in a line."""
        match name:
            case "text:note":
                self.notes.append(element)
            case "office:annotation":
                self.comments.append(element)
            case "draw:text-box" | "table:table" if frame.is_in_paragraph:
                walk.boxes.append((element, replace(frame, is_in_paragraph=False, gap=2, list_style="", level=-1)))
            case "draw:object" | "draw:object-ole" | "draw:plugin" | "draw:floating-frame":
                self._not_read(element, frame)
            case "text:hidden-text" | "text:hidden-paragraph":
                if words := value(element, "text:string-value"):
                    self._words(words, replace(frame, is_hidden=True))
            case _:
                return False
        return True

    def _frame(self, element: etree._Element, name: str, frame: _Frame) -> _Frame:
        """What an element changes for the text in it."""
        style = value(element, "text:style-name")
        match name:
            case "text:p" | "text:h":
                says = self.styles.look("paragraph", style, self.styles.usual())
                outline = value(element, "text:outline-level", "1")
                level = min(int(outline[:3]), 6) if outline.isdecimal() else 1
                heading = level if name == "text:h" else self.styles.level(style)
                gap = 2 if heading and frame.gap else frame.gap
                return replace(frame, says=says, heading=heading, is_in_paragraph=True, gap=gap)
            case "text:span":
                return replace(frame, says=self.styles.look("text", style, frame.says))
            case "text:a" | "draw:a":
                says = self.styles.look("text", style, frame.says)
                return replace(frame, says=says, link=value(element, "xlink:href") or frame.link)
            case "text:section":
                is_hidden = value(element, "text:display") == "none" or self.styles.is_hidden("section", style)
                fill = self.styles.fill("section", style)
                return replace(frame, is_hidden=frame.is_hidden or is_hidden, background=fill or frame.background)
            case "text:list":
                level = frame.level + 1
                return replace(frame, list_style=style or frame.list_style, level=level, gap=min(frame.gap, 1))
            case "table:table":
                return replace(frame, gap=1, list_style="", level=-1)
            case "table:table-row":
                is_hidden = value(element, "table:visibility") in ("collapse", "filter")
                return replace(frame, gap=0 if _is_short(element) else 1, is_hidden=frame.is_hidden or is_hidden)
            case "table:table-cell":
                fill = self.styles.fill("table-cell", value(element, "table:style-name"))
                return replace(frame, background=fill or frame.background)
            case _ if name in _SHAPES:
                fill = self.styles.fill("graphic", value(element, "draw:style-name"))
                return replace(frame, background=fill or frame.background)
        return frame

    def _open(self, element: etree._Element, name: str, frame: _Frame) -> None:
        match name:
            case "text:p" | "text:h":
                self._begin_line(frame.gap)
            case "text:list":
                if (
                    value(element, "text:continue-numbering") != "true"
                    and not value(element, "text:continue-list")
                    and not frame.level
                ):
                    self._counting.begin(frame.list_style)
            case "text:list-item":
                start = value(element, "text:start-value")
                self._number = self._counting.next(self.styles, frame.list_style, max(frame.level, 0), start)
            case "text:s":
                count = value(element, "text:c", "1")
                self._words(" " * min(int(count[:4]) if count.isdecimal() else 1, _SPACES), frame, is_kept=True)
            case "text:tab":
                self._words("\t", frame, is_kept=True)
            case "text:line-break":
                self.writing.line_break()
                self._is_fresh, self._gap = True, ""
            case "table:table":
                self.writing.lines(2)
            case "table:table-row":
                self.writing.lines()
                self._cells.append(0 if not frame.gap else -1)
                self._is_fresh, self._gap = True, ""
            case "draw:image":
                self._picture(element, frame)
            case _ if name in _SHAPES:
                self._shape(element, frame)

    def _leave(self, walk: _Walk, element: etree._Element, inner: _Frame) -> None:
        frame = walk.frames[-1]
        match kind(element):
            case "text:p" | "text:h" if inner.is_in_paragraph and not frame.is_in_paragraph:
                self.writing.lines(inner.gap)
            case "text:p" | "text:h":  # of a shape that is drawn within a paragraph
                self._begin_line(1)
            case "text:list-item":
                self._number = ""
            case "table:table-cell" | "table:covered-table-cell" if self._cells and self._cells[-1] >= 0:
                self._cells[-1] += 1
                self._gap = ""
            case "table:table-row":
                self._cells.pop()
                self.writing.lines()
            case "table:table":
                self.writing.lines(2)
        # What stands behind an element in a paragraph is the paragraph's.
        if frame.is_in_paragraph:
            self._words(element.tail or "", frame)

    def _begin_line(self, gap: int) -> None:
        self.writing.lines(gap)
        if gap:
            self._is_fresh, self._gap = True, ""

    def _words(self, words: str, frame: _Frame, *, is_kept: bool = False) -> None:
        """Write words: their spaces folded into one (6.1.2), and none at the beginning of a line."""
        if not is_kept:
            if not words:
                return
            ends = words[-1].isspace() and " "
            folded = " ".join(words.split())
            if words[0].isspace() and not self._gap:
                self._gap = " "
            if not folded:
                return
            self._write(folded, frame)
            self._gap = ends or ""
        elif not self._is_fresh:
            self._gap = (self._gap + words)[:_SPACES]

    def _write(self, words: str, frame: _Frame) -> None:
        if self._cells and self._cells[-1] > 0:
            self.writing.write("\t" * self._cells[-1])
            self._cells[-1] = 0
            self._gap = ""
        if self._number:
            self.writing.write(f"{self._number} ", replace(frame.look(), link=""))
            self._number = ""
            self._gap = ""
        self.writing.write("" if self._is_fresh else self._gap)
        self.writing.write(words, frame.look())
        self._is_fresh = False

    def _picture(self, image: etree._Element, frame: _Frame) -> None:
        around = image.getparent()
        if around is None or child(around, "draw:image") is not image or child(around, "draw:object") is not None:
            return  # another form of the same picture, or what an embedded document looks like
        described = _described(around)
        name, alternative = picture_name([described], value(image, "xlink:href") or "picture")
        self.writing.picture(name, alternative, frame.look())
        self._is_fresh, self._gap = True, ""

    def _shape(self, shape: etree._Element, frame: _Frame) -> None:
        """Tell the words for those who cannot see a shape, if it has none of its own and no picture."""
        said = _described(shape)
        words = [words for words in (said.get("title"), said.get("descr")) if words]
        if words and not within(shape, "text:p", "draw:image"):
            self.writing.picture(tidy(value(shape, "draw:name")) or "drawing", ": ".join(words), frame.look())
            self._is_fresh, self._gap = True, ""

    def _not_read(self, element: etree._Element, frame: _Frame) -> None:
        if kind(element) == "draw:object" and child(element, "office:document") is not None:
            what = "object"
        else:
            what = posixpath.basename(value(element, "xlink:href").rstrip("/")) or "object"
        described = [words for words in (_described(element.getparent()).get(key, "") for key in ("title", "descr")) if words]
        self.writing.lines()
        said = f": {tidy(': '.join(described))}" if described else ""
        self.writing.write(f"[not read: embedded {tidy(what)}{said}]", Look(hidden=frame.is_hidden))
        self.writing.lines()
        self._is_fresh, self._gap = True, ""


def _described(shape: etree._Element) -> etree._Element:
    """What is said of a shape, in the form that Word has it: the attributes title, descr and name."""
    said = etree.Element("said")
    for key, name in (("title", "svg:title"), ("descr", "svg:desc")):
        element = next((inner for inner in islice(shape, _FEW) if kind(inner) == name), None)
        if element is not None:
            said.set(key, tidy(element.text or ""))
    said.set("name", tidy(value(shape, "draw:name")))
    return said


def _is_short(row: etree._Element) -> bool:
    """Whether each cell of a row is one paragraph without anything that takes lines of its own."""
    return all(
        len(cell) <= 1
        and (not len(cell) or kind(cell[0]) == "text:p")
        and not within(cell, "text:line-break", "draw:frame", *_SHAPES)
        for cell in _cells(row)
    )


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for cell in row:
        if kind(cell) in ("table:table-cell", "table:covered-table-cell"):
            yield cell
