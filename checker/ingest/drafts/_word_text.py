"""The text of one part of a Word document: its body, a header, the notes (ECMA-376 part 1, 17 and 20)."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from checker.ingest.drafts._office_parts import alternative, diagram_lines, is_file_name, picture_name, shown
from checker.ingest.drafts._word_numbers import Counting
from checker.ingest.drafts._word_styles import Says, heading_level, is_on, item_of
from checker.ingest.drafts._writing import Look, Writing
from checker.ingest.drafts._xml_names import child, kind, value, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree  # type: ignore[import-untyped]  # ships no types

    from checker.ingest.drafts._office_parts import Parts
    from checker.ingest.drafts._word_numbers import Number, Numbering
    from checker.ingest.drafts._word_styles import Style, Styles

# Elements whose content is no text of the draft: deleted, moved away, or said about text.
_PASSED = frozenset(
    {
        "mc:Fallback",
        "w:del",
        "w:moveFrom",
        "w:pPr",
        "w:rPr",
        "w:rt",  # the small reading above a ruby's base
        "w:sdtEndPr",
        "w:sdtPr",
        "w:sectPr",
        "w:tblGrid",
        "w:tblPr",
        "w:tblPrEx",
        "w:tcPr",
        "w:trPr",
    }
)
_DRAWN = frozenset({"w:drawing", "w:object", "w:pict"})
_SHAPES = frozenset({"v:oval", "v:rect", "v:roundrect", "v:shape"})
_HYPERLINK = re.compile(r'\s{0,9}HYPERLINK\s{1,9}"([^"]{1,2000})"', re.IGNORECASE)
# How much of a field's instruction is kept, in characters.
_INSTRUCTION = 4_000
_NOTHING = Says()  # frozen, so that all may share it


@dataclass(frozen=True, slots=True)
class Setting:
    """What text stands in: the colour under it, where it leads, whether it is hidden, and who says it as a comment."""

    background: str = ""
    link: str = ""
    is_hidden: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    style: Style
    above: Says
    level: int


class PartText:
    """Reads one part into a writing of its own; keeps the fields that are open and the boxes that wait their turn."""

    def __init__(self, parts: Parts, styles: Styles, numbering: Numbering, name: str) -> None:
        self.writing = Writing()
        self._parts = parts
        self._styles = styles
        self._relations = parts.relations(name)
        self._is_fresh = True
        self._boxes: list[tuple[etree._Element, Setting]] = []
        self._fields: list[str] = []
        # Text boxes are a story of their own, whose lists do not go on from those around them.
        self._counting, self._in_boxes = Counting(numbering), Counting(numbering)
        # Numbers that wait for the words they stand before; in a cell without words they wait for the next cell's.
        self._numbers: list[tuple[str, Look]] = []
        self._is_bare = False

    def blocks(self, parent: etree._Element, setting: Setting, *, gap: int = 2) -> None:
        """Read the paragraphs and tables in an element, ``gap`` lines apart."""
        for element in parent:
            match kind(element):
                case "w:p":
                    self._paragraph(element, setting, gap)
                case "w:tbl":
                    self.writing.lines(gap)
                    for row in _rows(element):
                        self._row(row, setting)
                    self.writing.lines(gap)
                case "w:altChunk":
                    self._not_read(self._target(value(element, "r:id")), setting)
                case "mc:AlternateContent":
                    self.blocks(shown(element), setting, gap=gap)
                case name if name not in _PASSED:
                    self.blocks(element, setting, gap=gap)

    def _paragraph(self, element: etree._Element, setting: Setting, gap: int) -> None:
        properties = child(element, "w:pPr")
        style = self._styles.of_paragraph(value(child(properties, "w:pStyle")))
        level = heading_level(value(child(properties, "w:outlineLvl")))
        above = Says(background=self._styles.shading(child(properties, "w:shd")))
        paragraph = _Paragraph(style, above, style.level if level is None else level)
        item = item_of(child(properties, "w:numPr"), style.item)
        gap_here = min(gap, 1) if item is not None and item.is_listed and not paragraph.level else gap
        self.writing.lines(gap_here)
        self._is_fresh = True
        if item is not None and not self._is_gone(element, child(properties, "w:rPr"), paragraph, setting):
            self._number(self._counting.next(item), child(properties, "w:rPr"), paragraph, setting)
        self._inline(element, paragraph, setting)
        self.writing.lines(gap_here)
        self._fields.clear()
        if not self._is_bare:
            self._numbers.clear()
        boxes, self._boxes = self._boxes, []
        for box, around in boxes:
            self._box(box, around)
            self.writing.lines(gap)

    def _box(self, box: etree._Element, setting: Setting) -> None:
        kept = self._counting, self._numbers, self._is_bare
        self._counting, self._numbers, self._is_bare = self._in_boxes, [], False
        self.blocks(box, setting)
        self._counting, self._numbers, self._is_bare = kept

    def _is_gone(self, element: etree._Element, mark: etree._Element | None, paragraph: _Paragraph, setting: Setting) -> bool:
        """Whether the end of a paragraph is deleted, or hidden with all its words: Word does not count it then."""
        if child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None:
            return True
        if not self._look(paragraph, mark, setting).hidden or setting.is_hidden:
            return False
        runs = (child(text.getparent(), "w:rPr") for text in within(element, "w:t", "w:sym"))
        return all(self._look(paragraph, run, setting).hidden for run in runs)

    def _number(self, number: Number | None, mark: etree._Element | None, paragraph: _Paragraph, setting: Setting) -> None:
        """Keep a number until its words come. It looks as the mark at the end of its paragraph does (17.9.24)."""
        if number is None:
            return
        look = self._look(paragraph, mark, setting, number.says)
        # Where the end of a paragraph is hidden and its words are not, the next goes on in its line, and the number shows.
        self._numbers.append((number.text, replace(look, hidden=bool(number.says.hidden) or setting.is_hidden)))

    def _write_numbers(self) -> bool:
        """Write the numbers that wait; whether there were any."""
        numbers, self._numbers = self._numbers, []
        for at, (words, look) in enumerate(numbers):
            self.writing.write(" " if at else "")
            self.writing.write(words, look)
        return bool(numbers)

    def _row(self, row: etree._Element, setting: Setting) -> None:
        cells = list(_cells(row))
        is_short = all(_is_one_line(cell) for cell in cells)
        self.writing.lines()
        tabs, around = 0, self._is_bare
        for cell in cells:
            shade = self._styles.shading(child(cell, "w:tcPr", "w:shd"))
            inside = replace(setting, background=shade or setting.background)
            self._is_bare = not within(cell, "w:t", "w:sym", "m:t")
            if not is_short:
                self.blocks(cell, inside, gap=1)
                continue
            if not self._is_bare:
                self.writing.write("\t" * tabs)
                tabs = 0
            self.blocks(cell, inside, gap=0)
            if self._numbers:
                self.writing.write("\t" * tabs)
                tabs = 0
                self._write_numbers()
            tabs += 1
        self._write_numbers()
        self._is_bare = around
        self.writing.lines()

    def _inline(self, parent: etree._Element, paragraph: _Paragraph, setting: Setting) -> None:
        for element in parent:
            match kind(element):
                case "w:r":
                    self._run(element, paragraph, setting)
                case "m:r":
                    look = self._look(paragraph, None, setting)
                    self._words("".join(text.text or "" for text in within(element, "m:t")), look)
                case "w:hyperlink":
                    self._inline(element, paragraph, self._linked(setting, self._target(value(element, "r:id"))))
                case "w:fldSimple":
                    self._inline(element, paragraph, self._linked(setting, _address(value(element, "w:instr"))))
                case "mc:AlternateContent":
                    self._inline(shown(element), paragraph, setting)
                case name if name not in _PASSED:
                    self._inline(element, paragraph, setting)

    def _run(self, run: etree._Element, paragraph: _Paragraph, setting: Setting) -> None:
        look = self._look(paragraph, child(run, "w:rPr"), setting)
        self._pieces(run, look, paragraph, setting)

    def _pieces(self, parent: etree._Element, look: Look, paragraph: _Paragraph, setting: Setting) -> None:
        for element in parent:
            match kind(element):
                case "w:t":
                    self._words(_text(element), self._in_field(look))
                case "w:tab" | "w:ptab":
                    self._words("\t", self._in_field(look))
                case "w:noBreakHyphen":
                    self._words("-", self._in_field(look))
                case "w:sym":
                    self._words(_symbol(value(element, "w:char")), self._in_field(look))
                case "w:br" | "w:cr":
                    self.writing.line_break()
                    self._is_fresh = True
                case "w:fldChar":
                    self._field(value(element, "w:fldCharType"))
                case "w:instrText":
                    if self._fields and not self._fields[-1].startswith("\0") and len(self._fields[-1]) < _INSTRUCTION:
                        self._fields[-1] += element.text or ""
                case "w:ruby":
                    self._inline(element, paragraph, setting)
                case "mc:AlternateContent":
                    self._pieces(shown(element), look, paragraph, setting)
                case name if name in _DRAWN:
                    self._drawn(element, look, setting)

    def _look(self, paragraph: _Paragraph, properties: etree._Element | None, setting: Setting, over: Says = _NOTHING) -> Look:
        says = over.over(self._styles.look(paragraph.style, properties, paragraph.above))
        return Look(
            size=says.size or 0.0,
            colour=says.colour or "",
            background=says.background or setting.background,
            bold=bool(says.bold),
            hidden=bool(says.hidden) or setting.is_hidden,
            heading=paragraph.level,
            link=setting.link,
            comment=setting.comment,
        )

    def _words(self, words: str, look: Look) -> None:
        """Write words, but not the blank space that a line begins with; a number before them stands one space off."""
        if self._is_fresh:
            words = words.lstrip()
        if words:
            self._is_fresh = False
            if self._write_numbers():
                self.writing.write(" ")
            self.writing.write(words, look)

    # A field is its instruction, then what it shows: `begin HYPERLINK "address" separate words end` (17.16.5).
    # A field that shows its result already is kept as a nought and its instruction.

    def _field(self, event: str) -> None:
        if event == "begin":
            self._fields.append("")
        elif event == "separate" and self._fields:
            self._fields[-1] = "\0" + self._fields[-1]
        elif event == "end" and self._fields:
            self._fields.pop()

    def _in_field(self, look: Look) -> Look:
        for field in reversed(self._fields):
            if field.startswith("\0") and (address := _address(field[1:])):
                return replace(look, link=address)
        return look

    def _linked(self, setting: Setting, address: str) -> Setting:
        return replace(setting, link=address) if address else setting

    def _target(self, id: str) -> str:
        relation = self._relations.get(id)
        return relation.target if relation else ""

    def _drawn(self, element: etree._Element, look: Look, setting: Setting) -> None:
        """Read a drawing: its pictures here, its text boxes once the paragraph that holds it has been read."""
        before = len(self.writing), len(self._boxes)
        described = next(iter(within(element, "wp:docPr")), None)
        if described is not None and is_on(described.get("hidden", "0")):
            look, setting = replace(look, hidden=True), replace(setting, is_hidden=True)
        for link in () if described is None else within(described, "a:hlinkClick"):
            look = replace(look, link=self._target(value(link, "r:id")) or look.link)
        self._shapes(element, described, look, setting)
        is_bare = before == (len(self.writing), len(self._boxes))
        # A shape drawn in Word, with words for those who cannot see it.
        if described is not None and is_bare and (described.get("descr") or described.get("title")):
            self.writing.picture(described.get("name", "drawing"), alternative(described), look)
        self._is_fresh = self._is_fresh or len(self.writing) > before[0]

    def _shapes(self, parent: etree._Element, described: etree._Element | None, look: Look, setting: Setting) -> None:
        for element in parent:
            name = kind(element)
            inside = setting
            match name:
                case "w:txbxContent":
                    self._boxes.append((element, setting))
                    continue
                case "pic:pic":
                    self._picture(element, described, look)
                    continue
                case "v:imagedata":
                    file = posixpath.basename(self._target(value(element, "r:id") or value(element, "r:pict")))
                    title = value(element, "o:title")
                    self.writing.picture(title if is_file_name(title) else file, parent.get("alt") or title, look)
                case "v:textpath":
                    self.writing.lines()
                    self.writing.write(element.get("string", ""), look)
                    self.writing.lines()
                case "c:chart":
                    self._diagram(value(element, "r:id"), look)
                case "dgm:relIds":
                    self._diagram(value(element, "r:dm"), look)
                case "o:OLEObject":
                    self._not_read(element.get("ProgID", "object"), setting)
                case "mc:AlternateContent":
                    self._shapes(shown(element), described, look, setting)
                    continue
                case "wps:wsp":
                    fill = self._styles.fill(child(element, "wps:spPr"))
                    inside = replace(setting, background=fill or setting.background)
                case _ if name in _SHAPES:
                    fill = self._styles.colour(element.get("fillcolor", ""))
                    inside = replace(setting, background=fill or setting.background)
                case "mc:Fallback":
                    continue
            self._shapes(element, described, look, inside)

    def _picture(self, picture: etree._Element, described: etree._Element | None, look: Look) -> None:
        own = child(picture, "pic:nvPicPr", "pic:cNvPr")
        blip = next(iter(within(picture, "a:blip")), None)
        file = self._target(value(blip, "r:embed") or value(blip, "r:link"))
        self.writing.picture(*picture_name([one for one in (own, described) if one is not None], file), look)

    def _diagram(self, id: str, look: Look) -> None:
        """Read the words of a chart or a diagram, which lie in a part of their own."""
        relation = self._relations.get(id)
        root = self._parts.xml(relation.target) if relation and not relation.is_outside else None
        if root is None:
            return
        look = Look(hidden=look.hidden, comment=look.comment)
        for line in diagram_lines(root):
            self.writing.lines()
            self.writing.write(line, look)
        self.writing.lines()

    def _not_read(self, what: str, setting: Setting) -> None:
        self.writing.lines()
        self.writing.write(f"[not read: embedded {posixpath.basename(what)}]", Look(hidden=setting.is_hidden))
        self.writing.lines()


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for element in parent:
        name = kind(element)
        if name == "w:tr":
            if child(element, "w:trPr", "w:del") is None:
                yield element
        elif name not in _PASSED:
            yield from _rows(element)


def _cells(parent: etree._Element) -> Iterator[etree._Element]:
    for element in parent:
        name = kind(element)
        if name == "w:tc":
            yield element
        elif name not in _PASSED:
            yield from _cells(element)


def _is_one_line(cell: etree._Element) -> bool:
    return len(within(cell, "w:p")) == 1 and not within(cell, "w:tbl", "w:br", "w:cr", "w:drawing", "w:object", "w:pict")


def _text(element: etree._Element) -> str:
    text = (element.text or "").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return text if element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve" else text.strip()


def _symbol(written: str) -> str:
    """A character of a symbol font. A code of the private area says nothing without the font, and shows as a bullet."""
    try:
        code = int(written[:6], 16)
    except ValueError:
        return ""
    return "•" if 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or not 32 <= code <= 0x10FFFF else chr(code)


def _address(instruction: str) -> str:
    match = _HYPERLINK.match(instruction)
    return match[1] if match else ""
