"""A report on paper as a Word document (ECMA-376, Office Open XML), with headings, tables and marks that Word knows as such.

Written part by part, so that the same paper gives the same bytes: no day, no author, no number that a clock or chance has made.
Nothing in it is a field, a link or a macro but the numbers of its pages. The parts are written as text, for a tree of a large
report takes a minute to build.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from checker.report import highlight, words
from checker.report.paper import Block, Facts, Heading, Letter, Paper, Paragraph, Picture, Points, Table, Wording

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = {"xmlns:w": MAIN, "xmlns:r": _RELATIONS}
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold, and the same for every part
# A4 with 2 cm on each side, in twentieths of a point.
_PAGE, _MARGIN = (11906, 16838), 1134
_WIDTH = _PAGE[0] - 2 * _MARGIN
_MANNERS = {"": "", "lede": "Lede", "small": "Small", "fault": "Fault"}


def render(paper: Paper) -> bytes:
    """The paper as the bytes of a .docx."""
    core = ("metadata/core-properties", "docProps/core.xml", f"{_PACKAGE}/relationships")
    parts: dict[str, Iterable[str]] = {
        "[Content_Types].xml": [_content_types()],
        "_rels/.rels": [_relations(("officeDocument", "word/document.xml"), core)],
        "docProps/core.xml": [_core(paper.title)],
        "word/_rels/document.xml.rels": [
            _relations(("styles", "styles.xml"), ("numbering", "numbering.xml"), ("footer", "footer1.xml"))
        ],
        "word/document.xml": _document(paper),
        "word/footer1.xml": [_element("w:ftr", _SPACES, _footer(paper.running))],
        "word/numbering.xml": [_element("w:numbering", _SPACES, _numbering())],
        "word/styles.xml": [_element("w:styles", _SPACES, *_styles())],
    }
    file = io.BytesIO()
    # Stored, not deflated: what deflating gives differs from one zlib to the next.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, pieces in parts.items():
            info = zipfile.ZipInfo(name, _DAY)
            info.create_system = 0
            with package.open(info, "w") as part:
                part.writelines(piece.encode() for piece in chain((_XML,), pieces))
    return file.getvalue()


def _document(paper: Paper) -> Iterator[str]:
    """The text itself, piece by piece: a large report is not held in memory twice."""
    opening, _, closing = _element("w:document", _SPACES, _w("body", "\n")).partition("\n")
    yield opening
    yield _paragraph(_runs(paper.title), "Title")
    for block in paper.blocks:
        yield from _block(block)
    footer = _element("w:footerReference", {"w:type": "default", "r:id": "rId3"})
    size = _w("pgSz", w=_PAGE[0], h=_PAGE[1])
    margins = _w("pgMar", top=_MARGIN, right=_MARGIN, bottom=_MARGIN, left=_MARGIN, header=567, footer=567, gutter=0)
    yield _w("sectPr", footer, size, margins) + closing


# --- XML -----------------------------------------------------------------------------------------------------------------------


def _element(name: str, attributes: Mapping[str, str], *inside: str) -> str:
    """An element with attributes, and what is inside it, which is XML already."""
    told = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{told}>{''.join(inside)}</{name}>"


def _w(element: str, *inside: str, **attributes: str | int) -> str:
    """An element of WordprocessingML."""
    return _element(f"w:{element}", {f"w:{key}": str(value) for key, value in attributes.items()}, *inside)


# --- blocks --------------------------------------------------------------------------------------------------------------------


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield _paragraph(_runs(block.text), f"Heading{block.level - 1}", is_new_page=block.is_new_page)
    elif isinstance(block, Paragraph):
        yield _paragraph(_runs(block.text), _MANNERS[block.manner])
    elif isinstance(block, Facts):
        yield from _pairs(block.pairs, "Fact")
    elif isinstance(block, Points):
        for item in block.items:
            yield _paragraph(_runs(item), "Points", number=2 if block.is_numbered else 1)
    elif isinstance(block, Wording):
        for line in _lines(block.text):
            yield _paragraph(_runs(line), "Wording")
        yield _paragraph(_runs(block.note), "Small")
    elif isinstance(block, Letter):
        yield from _pairs(block.headers, "Letter")
        for one in block.words:
            yield from _words(one)
    elif not isinstance(block, Picture):
        yield from _table(block)


def _pairs(pairs: Sequence[tuple[str, str]], style: str) -> Iterator[str]:
    for name, value in pairs:
        yield _paragraph(_runs(f"{name}: ", _BOLD) + _runs(value), style)


def _words(block: highlight.Block) -> Iterator[str]:
    if not block.zone:
        yield _paragraph(_runs(f"{words.count(block.left_out, 'character')} not printed here", _SLANTED), "Letter")
        return
    if label := highlight.zone_label(block.zone):
        yield _paragraph(_runs(words.cut(label, 200), _BOLD), "Letter")
    line = ""
    for piece in block.pieces:
        for label in piece.labels:
            line += _runs(f"[{label}] ", _BOLD)
        for number, part in enumerate(_lines(piece.text)):
            if number:
                yield _paragraph(line, "Letter")
                line = ""
            line += _runs(part, _MARKED if piece.is_marked else "")
    if line:
        yield _paragraph(line, "Letter")


def _table(table: Table) -> Iterator[str]:
    yield _paragraph(_runs(table.caption), "Caption")
    # Figures need little room; the other columns share what is left.
    widths = [900 if column in table.figures else 0 for column in range(len(table.columns))]
    wide = widths.count(0) or 1
    widths = [width or (_WIDTH - sum(widths)) // wide for width in widths]
    properties = _w(
        "tblPr",
        _w("tblStyle", val="Ruled"),
        _w("tblW", w=_WIDTH, type="dxa"),
        _w("tblLayout", type="fixed"),
        _w("tblLook", firstRow=1, lastRow=int(bool(table.foot)), firstColumn=1),
    )
    rows = [_row(table.columns, table, widths, _BOLD, is_head=True), *(_row(row, table, widths) for row in table.rows)]
    if table.foot:
        rows.append(_row(table.foot, table, widths, _BOLD))
    yield _w("tbl", properties, _w("tblGrid", *(_w("gridCol", w=width) for width in widths)), *rows)
    yield _paragraph("")  # two tables that touch would be one


def _row(cells: Iterable[str], table: Table, widths: Sequence[int], look: str = "", *, is_head: bool = False) -> str:
    made = [_w("trPr", _w("cantSplit"), _w("tblHeader") if is_head else "")]
    for number, cell in enumerate(cells):
        paragraph = _paragraph(_runs(cell, look), "Figure" if number in table.figures else "Cell")
        made.append(_w("tc", _w("tcPr", _w("tcW", w=widths[number], type="dxa")), paragraph))
    return _w("tr", *made)


def _paragraph(runs: str, style: str = "", *, number: int = 0, is_new_page: bool = False) -> str:
    properties = (
        _w("pStyle", val=style) if style else "",
        _w("pageBreakBefore") if is_new_page else "",
        _w("numPr", _w("ilvl", val=0), _w("numId", val=number)) if number else "",
    )
    return _w("p", _w("pPr", *properties), runs)


_BOLD = "<w:rPr><w:b/></w:rPr>"
_SLANTED = "<w:rPr><w:i/></w:rPr>"
_MARKED = '<w:rPr><w:u w:val="single"/><w:shd w:val="clear" w:color="auto" w:fill="FFF0B3"/></w:rPr>'


def _runs(text: str, look: str = "") -> str:
    """A text as runs, hidden characters shown, line ends as breaks."""
    return "".join(
        f'<w:r>{look}{"<w:br/>" if number else ""}<w:t xml:space="preserve">{escape(line)}</w:t></w:r>'
        for number, line in enumerate(_lines(text))
    )


def _lines(text: str) -> list[str]:
    return highlight.plain(text).split("\n")


# --- the other parts -----------------------------------------------------------------------------------------------------------


def _content_types() -> str:
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    overrides = {
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/word/document.xml": f"{_TYPES}.document.main+xml",
        "/word/footer1.xml": f"{_TYPES}.footer+xml",
        "/word/numbering.xml": f"{_TYPES}.numbering+xml",
        "/word/styles.xml": f"{_TYPES}.styles+xml",
    }
    return _element(
        "Types",
        {"xmlns": f"{_PACKAGE}/content-types"},
        *(_element("Default", {"Extension": ending, "ContentType": kind}) for ending, kind in defaults.items()),
        *(_element("Override", {"PartName": name, "ContentType": kind}) for name, kind in overrides.items()),
    )


def _relations(*targets: tuple[str, ...]) -> str:
    """Relations, each of a type, a part, and, where it is not Office's own, the place that defines the type."""
    relations = (
        {"Id": f"rId{number}", "Type": f"{where[0] if where else _RELATIONS}/{kind}", "Target": target}
        for number, (kind, target, *where) in enumerate(targets, 1)
    )
    return _element(
        "Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, *(_element("Relationship", each) for each in relations)
    )


def _core(title: str) -> str:
    spaces = {"xmlns:cp": f"{_PACKAGE}/metadata/core-properties", "xmlns:dc": "http://purl.org/dc/elements/1.1/"}
    told = escape(highlight.plain(title))
    return _element("cp:coreProperties", spaces, f"<dc:title>{told}</dc:title><dc:language>en-GB</dc:language>")


def _footer(running: str) -> str:
    def field(name: str) -> str:
        return _w("fldSimple", _runs("1"), instr=name)

    return _paragraph(_runs(f"{running}. Page ") + field("PAGE") + _runs(" of ") + field("NUMPAGES"), "Small")


def _numbering() -> str:
    def kind(number: int, form: str, text: str) -> str:
        indent = _w("pPr", _w("ind", left=425, hanging=425))
        level = (_w("start", val=1), _w("numFmt", val=form), _w("lvlText", val=text), _w("lvlJc", val="left"), indent)
        return _w("abstractNum", _w("lvl", *level, ilvl=0), abstractNumId=number)

    lists = (_w("num", _w("abstractNumId", val=number - 1), numId=number) for number in (1, 2))
    return "".join((kind(0, "bullet", "•"), kind(1, "decimal", "%1."), *lists))


def _styles() -> Iterator[str]:
    fonts = _w("rFonts", ascii="Arial", hAnsi="Arial", cs="Arial", eastAsia="Arial")
    run = _w("rPrDefault", _w("rPr", fonts, _w("sz", val=21), _w("lang", val="en-GB")))
    spaced = _w("pPrDefault", _w("pPr", _w("spacing", after=120, line=264, lineRule="auto")))
    yield _w("docDefaults", run, spaced)
    yield _style("Normal", "Normal", is_default=True)
    yield _style("Title", "Title", size=34, is_bold=True)
    for level, size in ((1, 28), (2, 25), (3, 23), (4, 21)):
        yield _style(f"Heading{level}", f"heading {level}", size=size, is_bold=True, level=level, before=240)
    yield _style("Lede", "Lede", size=23, is_bold=True)
    yield _style("Small", "Small", size=18)
    yield _style("Fault", "Fault", is_bold=True, indent=170)
    yield _style("Wording", "Wording", size=23, indent=284)
    yield _style("Fact", "Fact", after=40)
    yield _style("Letter", "Letter", size=20, after=0, indent=284)
    yield _style("Points", "Points", after=60)
    yield _style("Caption", "caption", size=18, is_kept=True)
    yield _style("Cell", "Cell", size=19, after=20)
    yield _style("Figure", "Figure", size=19, after=20, align="right")
    rules = (_w(side, val="single", sz=4, space=0, color="999999") for side in ("top", "bottom", "insideH"))
    margins = (_w(side, w=60, type="dxa") for side in ("left", "right"))
    looks = _w("tblPr", _w("tblBorders", *rules), _w("tblCellMar", *margins))
    yield _w("style", _w("name", val="Ruled"), looks, type="table", styleId="Ruled")


def _style(
    id: str,
    name: str,
    *,
    size: int = 0,
    is_bold: bool = False,
    level: int = 0,
    before: int = 0,
    after: int = -1,
    indent: int = 0,
    align: str = "",
    is_default: bool = False,
    is_kept: bool = False,
) -> str:
    """A style of paragraphs; sizes in half points, distances in twentieths of a point."""
    paragraph = (
        _w("keepNext") if level or is_kept else "",
        _w("spacing", before=before, after=after if after >= 0 else 80) if before or after >= 0 else "",
        _w("ind", left=indent) if indent else "",
        _w("jc", val=align) if align else "",
        _w("outlineLvl", val=level - 1) if level else "",
    )
    run = (_w("b") if is_bold else "", _w("sz", val=size) if size else "")
    based = "" if is_default else _w("basedOn", val="Normal")
    told = (_w("name", val=name), based, _w("qFormat"), _w("pPr", *paragraph), _w("rPr", *run))
    return _w("style", *told, type="paragraph", styleId=id, **({"default": 1} if is_default else {}))
