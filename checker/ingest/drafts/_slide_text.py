"""The text of one slide, or of its notes (ECMA-376 part 1, 19 and 21).

The title comes first, then all other shapes in the order in which they lie, as programs that read aloud have them. The walk
through groups is a loop, not a recursion.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.ingest.drafts._office_parts import alternative, diagram_lines, picture_name, shown
from checker.ingest.drafts._slide_styles import Inherited, master_style
from checker.ingest.drafts._word_styles import is_on
from checker.ingest.drafts._writing import Look, Writing
from checker.ingest.drafts._xml_names import child, kind, value, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml import etree  # type: ignore[import-untyped]  # ships no types

    from checker.ingest.drafts._office_parts import Parts, Relation
    from checker.ingest.drafts._slide_styles import Bullet, Colours

_HEADINGS = {"title": 1, "ctrTitle": 1, "subTitle": 2}
# Which of a master's placeholders serves one of these kinds.
_LIKE = {"ctrTitle": "title", "subTitle": "body", "obj": "body", "": "body"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Above:
    """What a slide stands on: its layout and master, the presentation's usual text, and the colours of all of them.

    ``on_layout`` and ``on_master`` are the placeholders of these, as ``placeholders`` gives them.
    """

    layout: etree._Element | None
    master: etree._Element | None
    usual: etree._Element | None
    colours: Colours
    on_layout: Mapping[tuple[str, str], etree._Element]
    on_master: Mapping[tuple[str, str], etree._Element]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A shape with text: how its text looks, the colour that it is filled with, and its level as a heading."""

    inherited: Inherited
    look: Look


class SlideText:
    """Reads the shapes of one part into a writing of its own."""

    def __init__(self, parts: Parts, relations: dict[str, Relation], above: Above, *, look: Look) -> None:
        """``look`` is what all text of the part has in common: hidden, somebody's notes, the colour of the slide."""
        self.writing = Writing()
        self._parts = parts
        self._relations = relations
        self._above = above
        self._look = look

    def read(self, root: etree._Element, *, only: Sequence[str | None] | None = None) -> None:
        """Read the shapes of a slide; those in placeholders only if their kind is among ``only``, where that is given."""
        shapes = [(element, look) for element, look in self._shapes(root) if only is None or _placeholder(element)[0] in only]
        for element, look in sorted(shapes, key=lambda found: _placeholder(found[0])[0] not in _HEADINGS):
            self.writing.lines(2)
            self._shape(element, look)
            self.writing.lines(2)

    def _shapes(self, root: etree._Element) -> Iterator[tuple[etree._Element, Look]]:
        tree = child(root, "p:cSld", "p:spTree")
        waiting = [(iter(() if tree is None else tree), self._look)]
        while waiting:
            element = next(waiting[-1][0], None)
            look = waiting[-1][1]
            if element is None:
                waiting.pop()
                continue
            described = _described(element)
            if described is not None and is_on(described.get("hidden", "0")):
                look = replace(look, hidden=True)
            match kind(element):
                case "p:grpSp":
                    fill = self._above.colours.fill(child(element, "p:grpSpPr"))
                    waiting.append((iter(element), replace(look, background=fill or look.background)))
                case "mc:AlternateContent":
                    waiting.append((iter(shown(element)), look))
                case "p:sp" | "p:pic" | "p:graphicFrame" | "p:cxnSp":
                    yield element, look

    def _shape(self, element: etree._Element, look: Look) -> None:
        described = _described(element)
        if described is not None and (click := child(described, "a:hlinkClick")) is not None:
            look = replace(look, link=self._target(value(click, "r:id")) or look.link)
        match kind(element):
            case "p:pic":
                blip = next(iter(within(element, "a:blip")), None)
                file = self._target(value(blip, "r:embed") or value(blip, "r:link"))
                self.writing.picture(*picture_name([] if described is None else [described], file), look)
                return
            case "p:graphicFrame":
                self._graphic(element, described, look)
                return
        body = child(element, "p:txBody")
        if body is not None and within(body, "a:t", "m:t"):
            self._body(body, self._inheriting(element, body, look))
        elif described is not None and (described.get("descr") or described.get("title")):
            self.writing.picture(described.get("name", "drawing"), alternative(described), look)

    def _inheriting(self, element: etree._Element, body: etree._Element, look: Look) -> _Shape:
        type, index = _placeholder(element)
        layout = master = None
        if type is not None:
            layout = _like(self._above.on_layout, type, index)
            known = type or _placeholder(layout)[0] or ""
            master = _like(self._above.on_master, _LIKE.get(known, known), "")
            type = known
        styles = [child(body, "a:lstStyle")]
        styles += [child(shape, "p:txBody", "a:lstStyle") for shape in (layout, master)]
        styles += [master_style(self._above.master, "" if type is None else type or "body"), self._above.usual]
        scale = value(child(body, "a:bodyPr", "a:normAutofit"), "fontScale")
        inherited = Inherited(
            styles, self._above.colours, scale=int(scale[:7]) / 100_000 if scale.isdecimal() and int(scale[:7]) else 1.0
        )
        fills = (self._above.colours.fill(child(shape, "p:spPr")) for shape in (element, layout, master))
        fill = next((fill for fill in fills if fill), "")
        font = child(element, "p:style", "a:fontRef")
        colour = self._above.colours.of(font[0]) if font is not None and len(font) else ""
        colour = "" if colour == "#000000" else colour
        heading = _HEADINGS.get(type or "", 0)
        return _Shape(inherited, replace(look, background=fill or look.background, heading=heading, colour=colour))

    def _body(self, body: etree._Element, shape: _Shape, *, gap: int = 2) -> None:
        counts: dict[tuple[int, Bullet], int] = {}
        for paragraph in body:
            if kind(paragraph) != "a:p":
                continue
            properties = child(paragraph, "a:pPr")
            written = value(properties, "lvl", "0")
            level = min(int(written[:2]), 8) if written.isdecimal() else 0
            bullet = shape.inherited.bullet(level, properties)
            before = ""
            if within(paragraph, "a:t", "m:t"):
                counts = {key: count for key, count in counts.items() if key[0] < level or key == (level, bullet)}
                before = bullet.text(counts.get((level, bullet), 0))
                counts[level, bullet] = counts.get((level, bullet), 0) + 1
            gap_here = min(gap, 1) if before else gap
            self.writing.lines(gap_here)
            self._paragraph(paragraph, shape, level, before)
            self.writing.lines(gap_here)

    def _paragraph(self, paragraph: etree._Element, shape: _Shape, level: int, before: str) -> None:
        is_fresh = True
        for element in paragraph:
            run = next(iter(shown(element)), element) if kind(element) == "mc:AlternateContent" else element
            match kind(run):
                case "a:br":
                    self.writing.line_break()
                    is_fresh = True
                    continue
                case "a:r" | "a:fld":
                    words = "".join(text.text or "" for text in within(run, "a:t"))
                case "a:pPr" | "a:endParaRPr":
                    continue
                case _:
                    words = "".join(text.text or "" for text in within(run, "m:t"))
            # A line break within a run's text shows as one; so does the old sign for it.
            words = " ".join(words.replace("\v", "\n").split("\n"))
            words = words.lstrip() if is_fresh else words
            if not words:
                continue
            look = self._run(child(run, "a:rPr"), shape, level)
            if before:
                self.writing.write(f"{before} ", replace(look, link=""))
                before = ""
            self.writing.write(words, look)
            is_fresh = False

    def _run(self, properties: etree._Element | None, shape: _Shape, level: int) -> Look:
        says = shape.inherited.says(level, properties)
        click = child(properties, "a:hlinkClick")
        return replace(
            shape.look,
            size=says.size or 0.0,
            colour=says.colour or shape.look.colour,
            background=says.background or shape.look.background,
            bold=bool(says.bold),
            link=self._target(value(click, "r:id")) or shape.look.link,
        )

    def _graphic(self, frame: etree._Element, described: etree._Element | None, look: Look) -> None:
        """Read a table, or the words of a chart or a diagram; tell an embedded document."""
        if (table := next(iter(within(frame, "a:tbl")), None)) is not None:
            self._table(table, look)
            return
        before = len(self.writing)
        for element in within(frame, "c:chart", "dgm:relIds"):
            relation = self._relations.get(value(element, "r:id") or value(element, "r:dm"))
            root = self._parts.xml(relation.target) if relation and not relation.is_outside else None
            for line in () if root is None else diagram_lines(root):
                self.writing.lines()
                self.writing.write(line, replace(look, link=""))
        for element in within(frame, "p:oleObj")[:1]:
            what = value(element, "progId") or posixpath.basename(self._target(value(element, "r:id"))) or "object"
            self.writing.lines()
            self.writing.write(f"[not read: embedded {what}]", Look(hidden=look.hidden))
        self.writing.lines()
        if described is not None and len(self.writing) == before and (described.get("descr") or described.get("title")):
            self.writing.picture(described.get("name", "drawing"), alternative(described), look)

    def _table(self, table: etree._Element, look: Look) -> None:
        for row in table:
            if kind(row) != "a:tr":
                continue
            cells = [cell for cell in row if kind(cell) == "a:tc" and not (value(cell, "hMerge") or value(cell, "vMerge"))]
            is_short = all(len(within(cell, "a:p")) <= 1 and not within(cell, "a:br") for cell in cells)
            self.writing.lines()
            tabs = 0
            for cell in cells:
                fill = self._above.colours.fill(child(cell, "a:tcPr")) or look.background
                body = child(cell, "a:txBody")
                if body is None or not within(body, "a:t", "m:t"):
                    tabs += 1
                    continue
                inside = _Shape(Inherited([self._above.usual], self._above.colours), replace(look, background=fill))
                if is_short:
                    self.writing.write("\t" * tabs)
                    tabs = 0
                self._body(body, inside, gap=0 if is_short else 1)
                tabs += 1
            self.writing.lines()

    def _target(self, id: str) -> str:
        relation = self._relations.get(id)
        return relation.target if relation and id else ""


def _described(element: etree._Element) -> etree._Element | None:
    """What is said of a shape: its name, its words for those who cannot see it, whether it is hidden."""
    for properties in element:
        if kind(properties).endswith("Pr") and (found := child(properties, "p:cNvPr")) is not None:
            return found
    return None


def _placeholder(element: etree._Element | None) -> tuple[str | None, str]:
    """The kind and the number of the placeholder that a shape fills; None as its kind if it fills none."""
    for properties in () if element is None else element:
        if (found := child(properties, "p:nvPr", "p:ph")) is not None:
            return value(found, "type"), value(found, "idx")
    return None, ""


def placeholders(above: etree._Element | None) -> dict[tuple[str, str], etree._Element]:
    """The placeholders of a layout or master by what they are for: ``("kind", "title")``, ``("number", "10")``."""
    found: dict[tuple[str, str], etree._Element] = {}
    for shape in () if above is None else within(above, "p:sp"):
        type, index = _placeholder(shape)
        if type is not None:
            found.setdefault(("kind", type), shape)
            found.setdefault(("number", index), shape)
    return found


def _like(above: Mapping[tuple[str, str], etree._Element], type: str, index: str) -> etree._Element | None:
    """The placeholder that this one is made after: that of its number, else that of its kind."""
    return above.get(("number", index)) if index else above.get(("kind", type))
