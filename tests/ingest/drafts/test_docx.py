"""Word documents, built part by part so that each test shows the XML that it is about."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from docx import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt, RGBColor

from checker.ingest.drafts import _zipped
from checker.ingest.drafts.docx import read
from checker.ingest.unreadable import NotReadable

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "o": "urn:schemas-microsoft-com:office:office",
        "odd": "urn:example:odd",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "r": OFFICE,
        "v": "urn:schemas-microsoft-com:vml",
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)


def relations(*rows: tuple[str, str, str], folder: str = OFFICE) -> str:
    inner = ""
    for id, kind, target in rows:
        mode = "External" if "://" in target else "Internal"
        inner += f'<Relationship Id="{id}" Type="{folder}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def word(body: str, *rows: tuple[str, str, str], around: str = "", **parts: str) -> bytes:
    """A document with this body, these references of its main part, and these other parts (``header1`` is header1.xml)."""
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(*rows),
        "word/document.xml": f"<w:document {SPACES}>{around}<w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        tag = content[1 : content.index(">")]
        files[f"word/{name}.xml"] = content.replace(f"<{tag}>", f"<{tag} {SPACES}>", 1)
    return packed(files)


def packed(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def p(words: str, properties: str = "", run: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def text(body: str, *rows: tuple[str, str, str], **parts: str) -> str:
    return read(word(body, *rows, **parts), "a.docx")[0]


def marks(data: bytes, *kinds: str) -> list[tuple[str, str, str]]:
    written, found, _ = read(data, "a.docx")
    return [(mark.kind, mark.value, written[mark.start : mark.end]) for mark in found if mark.kind in kinds]


def refused(data: bytes) -> str:
    with pytest.raises(NotReadable) as raised:
        read(data, "a.docx")
    return raised.value.reason


# --- text ------------------------------------------------------------------------------------------------------------


def test_paragraphs_are_parted_by_a_blank_line_and_items_of_a_list_are_not():
    item = "<w:numPr><w:numId w:val='1'/></w:numPr>"

    assert text(p("One") + p("") + p(" ") + p("two", item) + p("three", item) + p("Four")) == "One\n\ntwo\nthree\n\nFour"


def test_signs_within_a_run_are_what_they_look_like():
    run = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t>"
        "<w:softHyphen/><w:t>f</w:t><w:sym w:font='Wingdings' w:char='F0FC'/><w:sym w:char='263A'/><w:sym w:char='x'/>"
        "</w:r></w:p>"
    )

    assert text(run) == "a\tb\nc\nd-ef•☺"


def test_blank_space_counts_only_where_it_is_preserved():
    run = "<w:p><w:r><w:t> a </w:t><w:t xml:space='preserve'> b\n</w:t><w:t>c</w:t></w:r></w:p>"

    assert text(run) == "a b c"


def test_characters_that_cannot_be_seen_do_not_part_a_word():
    assert text(p("La\u200bbo\u00adur\u00a0gain")) == "Labour gain"


def test_a_table_is_read_row_by_row():
    cell = "<w:tc><w:tcPr/>{}</w:tc>"
    short = "".join(cell.format(p(words)) for words in ("a", "", "c"))
    long = cell.format(p("one") + p("two")) + cell.format(p("three"))
    gone = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell.format(p('gone'))}</w:tr>"

    assert text(f"<w:tbl><w:tr>{short}</w:tr>{gone}<w:tr>{long}</w:tr></w:tbl>{p('End')}") == "a\t\tc\none\ntwo\nthree\n\nEnd"


def test_a_table_within_a_table_is_read():
    inner = f"<w:tbl><w:tr><w:tc>{p('in')}</w:tc></w:tr></w:tbl>"

    assert text(f"<w:tbl><w:tr><w:tc>{p('out')}{inner}</w:tc></w:tr></w:tbl>") == "out\nin"


def test_content_controls_smart_tags_and_mathematics_are_text():
    body = (
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{p('control')}</w:sdtContent></w:sdt>"
        "<w:p><w:smartTag><w:r><w:t>tag</w:t></w:r></w:smartTag><m:oMath><m:r><m:t>+1</m:t></m:r></m:oMath></w:p>"
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>small</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )

    assert text(body) == "control\n\ntag+1\n\nbase"


def r(words: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>"


def test_what_was_put_in_is_text_and_what_was_taken_out_is_not():
    gone = f"<w:del><w:r><w:delText>must </w:delText></w:r>{r('gone')}</w:del>"
    moved = f"<w:moveFrom>{r('from')}</w:moveFrom><w:moveTo>{r('!')}</w:moveTo>"

    assert text(f"<w:p>{r('We')}{gone}<w:ins>{r(' will')}</w:ins>{moved}</w:p>").splitlines()[0] == "We will!"


def test_how_much_was_struck_out_is_told_beside_the_draft():
    gone = "<w:del w:author='Ann Example'><w:r><w:delText>must</w:delText></w:r></w:del>"
    data = word(f"<w:p>{r('We')}{gone}</w:p>{p('and')}<w:p>{gone}{gone.replace('Ann', 'Bob')}</w:p>")

    line = "[not read: 3 passages struck out with changes tracked, by Ann Example, Bob Example]"
    assert read(data, "a.docx")[0] == f"We\n\nand\n\n----------\n{line}"
    assert marks(data, "comment") == [("comment", "Ann Example, Bob Example", line)]


def section(*references: str, title: bool = False) -> str:
    return f"<w:sectPr>{''.join(references)}{'<w:titlePg/>' if title else ''}</w:sectPr>"


def test_headers_stand_first_and_footers_last_each_said_once():
    body = p("Body") + section("<w:headerReference r:id='h'/>", "<w:footerReference w:type='default' r:id='f'/>")
    body += section("<w:headerReference w:type='default' r:id='h2'/>")

    read_text = text(
        body,
        ("h", "header", "header1.xml"),
        ("h2", "header", "header2.xml"),
        ("f", "footer", "/word/footer1.xml"),
        header1=f"<w:hdr>{p('Head')}</w:hdr>",
        header2=f"<w:hdr>{p('Head')}</w:hdr>",
        footer1=f"<w:ftr>{p('Foot')}</w:ftr>",
    )

    assert read_text == "Head\n\nBody\n\nFoot"


@pytest.mark.parametrize(("title", "hidden"), [(False, [("hidden", "", "First")]), (True, [])])
def test_a_header_that_is_not_shown_is_hidden(title, hidden):
    data = word(
        p("Body") + section("<w:headerReference w:type='first' r:id='h'/>", title=title),
        ("h", "header", "header1.xml"),
        header1=f"<w:hdr>{p('First')}</w:hdr>",
    )

    assert marks(data, "hidden") == hidden


def test_an_even_header_is_shown_where_the_settings_ask_for_it():
    rows = ("h", "header", "header1.xml"), ("s", "settings", "settings.xml")
    body = p("Body") + section("<w:headerReference w:type='even' r:id='h'/>")
    parts = {"header1": f"<w:hdr>{p('Even')}</w:hdr>"}

    on = word(body, *rows, settings="<w:settings><w:evenAndOddHeaders/></w:settings>", **parts)
    off = word(body, *rows, settings="<w:settings><w:evenAndOddHeaders w:val='0'/></w:settings>", **parts)

    assert marks(on, "hidden") == []
    assert marks(off, "hidden") == [("hidden", "", "Even")]


def test_notes_that_the_text_refers_to_follow_it():
    body = "<w:p><w:r><w:t>Body</w:t><w:footnoteReference w:id='2'/><w:endnoteReference w:id='1'/></w:r></w:p>"
    foot = (
        f"<w:footnotes><w:footnote w:id='0'>{p('line')}</w:footnote><w:footnote w:id='2'>{p('Foot')}</w:footnote></w:footnotes>"
    )
    end = f"<w:endnotes><w:endnote w:id='1'>{p('End')}</w:endnote></w:endnotes>"

    rows = ("f", "footnotes", "footnotes.xml"), ("e", "endnotes", "endnotes.xml")
    assert text(body, *rows, footnotes=foot, endnotes=end) == "Body\n\nFoot\n\nEnd"


def test_comments_stand_under_a_line_at_the_end_and_are_marked_with_their_author():
    comments = (
        f"<w:comments><w:comment w:id='0' w:author='A. Officer'>{p('Too political?')}{p('Cut it.')}</w:comment></w:comments>"
    )
    data = word(p("Body"), ("c", "comments", "comments.xml"), comments=comments)

    assert read(data, "")[0] == "Body\n\n----------\nComment by A. Officer:\nToo political?\nCut it."
    assert [words for _, _, words in marks(data, "comment")] == ["Comment by A. Officer:", "Too political?", "Cut it."]
    assert {value for _, value, _ in marks(data, "comment")} == {"A. Officer"}


FILL = "<a:solidFill><a:srgbClr val='E4003B'/></a:solidFill>"


def drawing(inner: str) -> str:
    return f"<w:drawing><wp:anchor><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:anchor></w:drawing>"


def box(words: str) -> str:
    content = f"<wps:txbx><w:txbxContent>{p(words)}</w:txbxContent></wps:txbx>"
    return drawing(f"<wps:wsp><wps:spPr>{FILL}</wps:spPr>{content}</wps:wsp>")


def older_box(words: str) -> str:
    content = f"<v:textbox><w:txbxContent>{p(words)}</w:txbxContent></v:textbox>"
    return f"<w:pict><v:shape fillcolor='#0087DC [3204]'>{content}</v:shape></w:pict>"


def test_a_text_box_is_read_once_after_the_paragraph_that_holds_it():
    choice = f"<mc:Choice Requires='wps'>{box('Box')}</mc:Choice><mc:Fallback>{older_box('Box')}</mc:Fallback>"
    both = f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"
    data = word(f"<w:p>{r('Before')}{both}{r(' after')}</w:p>")

    assert read(data, "")[0] == "Before after\n\nBox"
    assert marks(data, "background") == [("background", "#e4003b", "Box")]


def test_an_older_text_box_is_read():
    data = word(f"<w:p><w:r>{older_box('Box')}</w:r></w:p>")

    assert marks(data, "background") == [("background", "#0087dc", "Box")]


@pytest.mark.parametrize(
    ("alternatives", "shown"),
    [
        ("<mc:Choice Requires='odd'><w:t>new</w:t></mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback>", "old"),
        ("<mc:Choice Requires='wps'><w:t>new</w:t></mc:Choice>", "new"),
        ("<mc:Choice Requires='odd'><w:t>new</w:t></mc:Choice>", "new"),
        ("<mc:Choice Requires='missing'><w:t>new</w:t></mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback>", "old"),
        ("", ""),
    ],
)
def test_one_of_several_alternatives_is_read(alternatives, shown):
    assert text(f"<w:p><w:r><mc:AlternateContent>{alternatives}</mc:AlternateContent></w:r></w:p>") == shown


def test_words_made_into_a_picture_are_read():
    body = "<w:p><w:r><w:pict><v:shape><v:textpath string='DRAFT'/></v:shape></w:pict></w:r></w:p>"

    assert text(body) == "DRAFT"


def test_words_of_charts_and_diagrams_are_read():
    body = "<w:p><w:r><w:drawing><wp:inline>{}</wp:inline></w:drawing></w:r></w:p>"
    points = "<c:strCache><c:pt><c:v>North</c:v></c:pt><c:pt><c:v>South</c:v></c:pt></c:strCache>"
    chart = f"<c:chartSpace><a:p><a:r><a:t>Title</a:t></a:r></a:p>{points}</c:chartSpace>"
    diagram = "<dgm:dataModel><a:p><a:r><a:t>Step </a:t></a:r><a:r><a:t>one</a:t></a:r></a:p></dgm:dataModel>"
    rows = ("c", "chart", "chart1.xml"), ("d", "diagramData", "data1.xml")

    assert text(body.format("<c:chart r:id='c'/>"), *rows, chart1=chart) == "Title\nNorth South"
    assert text(body.format("<dgm:relIds r:dm='d'/>"), *rows, data1=diagram).split() == ["Step", "one"]
    assert text(body.format("<c:chart r:id='none'/>") + p("x"), *rows) == "x"


def test_what_is_embedded_and_not_read_is_told():
    body = "<w:altChunk r:id='x'/><w:p><w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r></w:p>"

    assert (
        text(body, ("x", "aFChunk", "afchunk.mht")) == "[not read: embedded afchunk.mht]\n\n[not read: embedded Excel.Sheet.12]"
    )


# --- numbers of lists ------------------------------------------------------------------------------------------------


def level(at: int, written: str, form: str = "decimal", inner: str = "", start: int = 1) -> str:
    shape = f"<w:start w:val='{start}'/><w:numFmt w:val='{form}'/>{inner}<w:lvlText w:val='{written}'/>"
    return f"<w:lvl w:ilvl='{at}'>{shape}</w:lvl>"


def pattern(*levels: str, id: str = "0") -> str:
    return f"<w:abstractNum w:abstractNumId='{id}'>{''.join(levels)}</w:abstractNum>"


def num(id: int, inner: str = "", of: str = "0") -> str:
    return f"<w:num w:numId='{id}'><w:abstractNumId w:val='{of}'/>{inner}</w:num>"


def anew(at: int, start: object) -> str:
    return f"<w:lvlOverride w:ilvl='{at}'><w:startOverride w:val='{start}'/></w:lvlOverride>"


def item(at: object = 0, id: object = 1) -> str:
    return f"<w:numPr><w:ilvl w:val='{at}'/><w:numId w:val='{id}'/></w:numPr>"


NUMBERING = ("n", "numbering", "numbering.xml")
CLAUSES = pattern(
    level(0, "%1."),
    level(1, "%1.%2"),
    level(2, "(%3)", "lowerLetter"),
    level(3, "(%4)", "lowerRoman"),
    level(4, "\uf0b7", "bullet"),
)


def numbered(body: str, *definitions: str, styles: str = "") -> str:
    defined = f"<w:numbering>{''.join(definitions)}</w:numbering>"
    return text(body, NUMBERING, ("s", "styles", "styles.xml"), numbering=defined, styles=f"<w:styles>{styles}</w:styles>")


def shown(*places: str, of: str = CLAUSES, nums: str = num(1)) -> str:
    """The numbers that paragraphs in these places show, each before an x, as one line."""
    return numbered("".join(p("x", place) for place in places), of, nums).replace("\n", ", ").replace(" x", "")


def test_the_numbers_of_a_protocol_are_what_word_shows():
    levels = (0, 1, 2, 2, 3, 3, 4, 1, 2, 0, 1)

    assert shown(*map(item, levels)) == "1., 1.1, (a), (b), (i), (ii), -, 1.2, (a), 2., 2.1"


def test_a_number_stands_one_space_before_its_words_and_has_the_look_of_its_paragraphs_mark():
    properties = item() + "<w:rPr><w:sz w:val='40'/><w:color w:val='00FF00'/></w:rPr>"
    runs = "<w:r><w:tab/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>Members</w:t></w:r>"
    look = level(0, "%1.").replace("</w:lvl>", "<w:rPr><w:color w:val='FF0000'/></w:rPr></w:lvl>")
    body = f"<w:p><w:pPr>{properties}<w:outlineLvl w:val='0'/></w:pPr>{runs}</w:p>"
    data = word(body, NUMBERING, numbering=f"<w:numbering>{pattern(look)}{num(1)}</w:numbering>")

    assert read(data, "")[0] == "1. Members"
    assert marks(data, "size", "colour", "bold", "heading") == [
        ("heading", "1", "1. Members"),
        ("colour", "#ff0000", "1."),
        ("size", "20", "1."),
        ("bold", "", "Members"),
        ("size", "10", "Members"),
    ]


@pytest.mark.parametrize(
    ("form", "start", "number"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 780, "z" * 30),
        ("lowerLetter", 781, "781"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 32767, "32767"),
        ("lowerRoman", 99999999999, "0"),  # no start that there can be
        ("ordinal", 112, "112th"),
        ("ordinal", 22, "22nd"),
        ("ideographTraditional", 3, "3"),
    ],
)
def test_numbers_have_forms(form, start, number):
    assert shown(item(), of=pattern(level(0, "%1)", form, start=start))) == f"{number})"


def test_a_form_of_words_own_falls_back_on_the_standards():
    own = "<mc:Choice Requires='w'><w:numFmt w:val='custom' w:format='001, 002'/></mc:Choice>"
    both = f"<mc:AlternateContent>{own}<mc:Fallback><w:numFmt w:val='decimalZero'/></mc:Fallback></mc:AlternateContent>"
    of = pattern(f"<w:lvl w:ilvl='0'><w:start w:val='1'/>{both}<w:lvlText w:val='%1'/></w:lvl>")

    assert shown(item(), of=of) == "01"


def test_a_level_without_a_number_shows_its_words_or_nothing():
    assert numbered(p("x", item()), pattern(level(0, "", "none")), num(1)) == "x"
    assert numbered(p("x", item()), pattern(level(0, "Article %1", "none")), num(1)) == "Article x"
    assert numbered(p("x", item()), pattern(level(0, "", "bullet")), num(1)) == "x"
    assert numbered(p("x", item()), pattern(level(0, "Note:", "bullet")), num(1)) == "Note: x"


def test_a_legal_number_is_in_figures_throughout():
    roman = level(0, "%1", "upperRoman", start=4)

    assert shown(item(), item(1), of=pattern(roman, level(1, "%1.%2"))) == "IV, IV.1"
    assert shown(item(), item(1), of=pattern(roman, level(1, "%1.%2", inner="<w:isLgl/>"))) == "IV, 4.1"
    assert shown(item(), item(1), of=pattern(roman, level(1, "%1.%2", inner="<w:isLgl w:val='0'/>"))) == "IV, IV.1"


@pytest.mark.parametrize(
    ("restart", "numbers"),
    [
        ("", "1, 1.1, (1), (2), 1.2, (1), 2, 2.1, (1)"),
        ("<w:lvlRestart w:val='0'/>", "1, 1.1, (1), (2), 1.2, (3), 2, 2.1, (4)"),
        ("<w:lvlRestart w:val='1'/>", "1, 1.1, (1), (2), 1.2, (3), 2, 2.1, (1)"),
        ("<w:lvlRestart w:val='9'/>", "1, 1.1, (1), (2), 1.2, (1), 2, 2.1, (1)"),
    ],
)
def test_a_level_starts_anew_after_the_levels_it_says(restart, numbers):
    of = pattern(level(0, "%1"), level(1, "%1.%2"), level(2, "(%3)", inner=restart))

    assert shown(*map(item, (0, 1, 2, 2, 1, 2, 0, 1, 2)), of=of) == numbers


def test_a_level_that_was_passed_over_counts_as_used():
    assert shown(*map(item, (1, 1, 0, 1))) == "1.1, 1.2, 2., 2.1"


def test_lists_of_one_pattern_are_counted_together_unless_one_starts_anew():
    places = item(), item(0, 2), item(0, 3), item(0, 3), item(0, 2), item(1, 3)

    assert shown(*places, nums=num(1) + num(2) + num(3, anew(0, 5))) == "1., 2., 5., 6., 7., 7.1"


def test_a_list_may_have_a_level_of_its_own():
    own = f"<w:lvlOverride w:ilvl='0'>{level(0, 'Schedule %1', 'upperLetter')}</w:lvlOverride>"

    assert shown(item(), item(0, 2), nums=num(1) + num(2, own)) == "1., Schedule B"


def test_a_list_may_be_that_of_a_style_for_lists():
    of_lists = "<w:style w:type='numbering' w:styleId='{}'><w:pPr><w:numPr><w:numId w:val='{}'/></w:numPr></w:pPr></w:style>"
    styles = of_lists.format("House", 1) + of_lists.format("Ring", 4)
    links = (pattern(f"<w:numStyleLink w:val='{name}'/>", id=id) for id, name in (("7", "House"), ("8", "Lost"), ("9", "Ring")))
    nums = num(1) + num(2, of="7") + num(3, of="8") + num(4, of="9")
    body = p("a", item(0, 2)) + p("b", item(1, 2)) + p("c", item(0, 3)) + p("d", item(0, 4))

    assert numbered(body, CLAUSES, *links, nums, styles=styles) == "1. a\n1.1 b\nc\nd"


def style(id: str, inner: str, based: str = "") -> str:
    return f"<w:style w:type='paragraph' w:styleId='{id}'><w:basedOn w:val='{based}'/><w:pPr>{inner}</w:pPr></w:style>"


def test_a_style_numbers_its_paragraphs():
    of = pattern(level(0, "%1."), level(1, "%1.%2", inner="<w:pStyle w:val='Clause'/>"), level(2, "(%3)", "lowerLetter"))
    styles = (
        style("Section", "<w:numPr><w:numId w:val='1'/></w:numPr>")
        + style("Clause", "<w:numPr/>", "Section")  # its level is the one that belongs to it
        + style("Below", "", "Clause")
        + style("Item", "<w:numPr><w:ilvl w:val='2'/></w:numPr>", "Section")
        + style("Plain", "<w:numPr><w:numId w:val='0'/></w:numPr>", "Section")
    )
    body = "".join(p(name, named(name)) for name in ("Section", "Clause", "Below", "Item", "Plain", "Clause"))
    body += p("Own", named("Clause") + item(2)) + p("No", named("Item") + item(0, 0))

    assert numbered(body, of, num(1), styles=styles).split("\n") == [
        "1. Section", "1.1 Clause", "1.2 Below", "(a) Item", "", "Plain", "", "1.3 Clause", "(a) Own", "", "No",
    ]  # fmt: skip


def test_an_empty_paragraph_counts_and_one_that_is_deleted_or_hidden_does_not():
    gone = "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>"
    deleted = f"<w:p><w:pPr>{item()}<w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{gone}</w:p>"
    hidden = p("h", item() + "<w:rPr><w:vanish/></w:rPr>", "<w:vanish/>")
    run_in = p("d", item() + "<w:rPr><w:vanish/></w:rPr>")  # the next paragraph goes on in its line
    body = p("a", item()) + p("", item()) + deleted + hidden + p("c", item()) + run_in
    data = word(body, NUMBERING, numbering=f"<w:numbering>{CLAUSES}{num(1)}</w:numbering>")

    assert read(data, "")[0].split("\n\n")[0] == "1. a\nh\n3. c\n4. d"
    assert marks(data, "hidden") == [("hidden", "", "h")]


def test_a_number_that_is_hidden_is_marked():
    unseen = level(0, "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    data = word(p("x", item()), NUMBERING, numbering=f"<w:numbering>{pattern(unseen)}{num(1)}</w:numbering>")

    assert marks(data, "hidden") == [("hidden", "", "1.")]


def test_a_heading_that_has_a_number_stands_apart():
    body = p("A", item() + "<w:outlineLvl w:val='0'/>") + p("b", item(1)) + p("c", item(1))

    assert numbered(body, CLAUSES, num(1)) == "1. A\n\n1.1 b\n1.2 c"


def test_numbers_in_cells_of_their_own_are_kept():
    cell = "<w:tc>{}</w:tc>".format
    bare = f"<w:tc><w:p><w:pPr>{item()}</w:pPr></w:p></w:tc>"
    short = f"<w:tr>{bare}{cell(p('one'))}{cell(p('two'))}</w:tr>"
    long = f"<w:tr>{bare}{cell(p('three') + p('four'))}</w:tr>"
    last = f"<w:tr>{cell(p('five') + p('six'))}{bare}</w:tr>"
    lines = ["1.\tone\ttwo", "2. three", "four", "five", "six", "3."]

    assert numbered(f"<w:tbl>{short}{long}{last}</w:tbl>", CLAUSES, num(1)).split("\n") == lines


def test_text_boxes_and_notes_count_for_themselves():
    note = f"<w:footnotes><w:footnote w:id='1'>{p('note', item())}</w:footnote></w:footnotes>"
    boxed = box("x").replace("<w:pPr>", f"<w:pPr>{item()}")
    run = f"<w:r><w:t>b</w:t>{boxed}<w:footnoteReference w:id='1'/></w:r>"
    body = f"{p('a', item())}<w:p><w:pPr>{item()}</w:pPr>{run}</w:p>{p('c', item())}"
    defined = f"<w:numbering>{CLAUSES}{num(1)}</w:numbering>"

    lines = text(body, NUMBERING, ("f", "footnotes", "footnotes.xml"), footnotes=note, numbering=defined).split("\n")

    assert [line for line in lines if line] == ["1. a", "2. b", "1. x", "3. c", "1. note"]


@pytest.mark.parametrize("place", [item(9), item(-1), item("x"), item("\u0661"), item(0, 99), item(0, "x"), "<w:numPr/>"])
@pytest.mark.parametrize(
    "of",
    [
        pattern(),
        pattern(level(12, "%1"), level(0, "%9%8%0%%%")),
        pattern(level(0, "%1" * 50_000, "lowerLetter", start=780)),
        pattern("<w:lvl/><w:lvl w:ilvl='x'/><w:odd/>"),
        "",
    ],
)
def test_odd_numbering_does_no_harm(place, of):
    nums = num(1, anew(40, 3) + anew(0, "x") + "<w:lvlOverride/>") + "<w:num/><w:odd/>"

    found = numbered(p("Words", place) * 2, of, nums)

    assert len(found) < 150
    assert found.count("Words") == 2


def test_thousands_of_lists_of_one_long_pattern_are_read_in_good_time():
    of = pattern(*[level(0, "%1.")] * 5_000)
    body = "".join(p("x", item(0, id)) for id in range(1, 5_001))

    assert numbered(body, of, "".join(num(id) for id in range(1, 5_001))).endswith("\n5000. x")


# --- looks -----------------------------------------------------------------------------------------------------------

STYLES = """<w:styles>
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='22'/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:name w:val='Normal'/></w:style>
<w:style w:type='paragraph' w:styleId='H1'><w:name w:val='heading 1'/><w:basedOn w:val='Big'/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type='paragraph' w:styleId='Big'><w:name w:val='Big'/><w:basedOn w:val='Normal'/><w:rPr><w:sz w:val='48'/>
  <w:color w:val='E4003B'/></w:rPr></w:style>
<w:style w:type='paragraph' w:styleId='Own'><w:name w:val='House style'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>
<w:style w:type='paragraph' w:styleId='Panel'><w:name w:val='Panel'/>
  <w:pPr><w:shd w:val='clear' w:fill='FDBB30'/></w:pPr></w:style>
<w:style w:type='paragraph' w:styleId='Ring1'><w:basedOn w:val='Ring2'/><w:rPr><w:sz w:val='30'/></w:rPr></w:style>
<w:style w:type='paragraph' w:styleId='Ring2'><w:basedOn w:val='Ring1'/></w:style>
<w:style w:type='paragraph' w:styleId='Item'><w:name w:val='Item'/><w:pPr><w:numPr/></w:pPr></w:style>
<w:style w:type='character' w:styleId='Strong'><w:name w:val='Strong'/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type='character' w:styleId='Unseen'><w:name w:val='Unseen'/><w:rPr><w:vanish/></w:rPr></w:style>
</w:styles>"""


def styled(body: str, *kinds: str) -> list[tuple[str, str, str]]:
    return marks(word(body, ("s", "styles", "styles.xml"), styles=STYLES), *kinds)


def named(style: str) -> str:
    return f"<w:pStyle w:val='{style}'/>"


def test_size_colour_and_weight_come_down_the_styles():
    assert styled(p("Vote", named("H1")), "size", "colour", "bold", "heading") == [
        ("bold", "", "Vote"),
        ("colour", "#e4003b", "Vote"),
        ("heading", "1", "Vote"),
        ("size", "24", "Vote"),
    ]
    assert styled(p("Vote"), "size", "colour", "bold", "heading") == [("size", "11", "Vote")]
    assert marks(word(p("Vote")), "size") == [("size", "10", "Vote")]


def test_a_run_has_the_last_word():
    run = "<w:rStyle w:val='Strong'/><w:b w:val='0'/><w:sz w:val='21'/><w:color w:val='auto'/>"

    assert styled(p("Vote", named("H1"), run), "size", "colour", "bold") == [("size", "10.5", "Vote")]


def test_two_styles_that_both_say_bold_say_plain():
    strong = "<w:rStyle w:val='Strong'/>"

    assert styled(p("Vote", named("H1"), strong), "bold") == []
    assert styled(p("Vote", "", strong), "bold") == [("bold", "", "Vote")]


@pytest.mark.parametrize("style", ["Ring1", "Missing"])
def test_styles_that_go_round_in_a_ring_or_are_missing_do_no_harm(style):
    assert styled(p("Vote", named(style)), "bold") == []


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        (named("Own"), "3"),
        ("<w:outlineLvl w:val='0'/>", "1"),
        (named("H1") + "<w:outlineLvl w:val='9'/>", None),
        ("<w:outlineLvl w:val='8'/>", "6"),
        ("<w:outlineLvl w:val='x'/>", None),
    ],
)
def test_the_level_of_a_heading_is_its_outline_level_or_its_styles_name(properties, level):
    assert styled(p("Vote", properties), "heading") == ([("heading", level, "Vote")] if level else [])


@pytest.mark.parametrize(
    ("properties", "run", "colour"),
    [
        (named("Panel"), "", "#fdbb30"),
        ("<w:shd w:val='clear' w:fill='0087DC'/>", "", "#0087dc"),
        ("<w:shd w:val='solid' w:color='0087DC' w:fill='FFFFFF'/>", "", "#0087dc"),
        ("<w:shd w:val='clear' w:fill='0087DC'/>", "<w:highlight w:val='yellow'/>", "#ffff00"),
        (named("Panel"), "<w:shd w:val='clear' w:fill='00FF00'/>", "#00ff00"),
        ("", "<w:highlight w:val='none'/>", None),
    ],
)
def test_a_background_is_shading_or_highlight(properties, run, colour):
    assert styled(p("Vote", properties, run), "background") == ([("background", colour, "Vote")] if colour else [])


def test_a_cell_and_a_page_have_backgrounds():
    cell = f"<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill='E4003B'/></w:tcPr>{p('red')}</w:tc></w:tr></w:tbl>"
    data = word(
        cell + p("blue"),
        ("s", "settings", "settings.xml"),
        around="<w:background w:color='0087DC'/>",
        settings="<w:settings><w:displayBackgroundShape/></w:settings>",
    )

    assert marks(data, "background") == [("background", "#e4003b", "red"), ("background", "#0087dc", "blue")]


def test_the_colours_of_a_theme_are_known():
    theme = (
        "<a:theme><a:themeElements><a:clrScheme><a:dk1><a:sysClr val='windowText' lastClr='112233'/></a:dk1>"
        "<a:accent1><a:srgbClr val='E4003B'/></a:accent1></a:clrScheme></a:themeElements></a:theme>"
    )
    run = "<w:color w:val='auto' w:themeColor='{}'/>"
    body = p("one", "", run.format("accent1")) + p("two", "", run.format("text1")) + p("three", "", run.format("odd"))

    data = word(body, ("t", "theme", "theme1.xml"), theme1=theme)

    assert marks(data, "colour") == [("colour", "#e4003b", "one"), ("colour", "#112233", "two")]


@pytest.mark.parametrize("run", ["<w:vanish/>", "<w:rStyle w:val='Unseen'/>"])
def test_hidden_text_is_there_and_marked(run):
    assert styled(p("Vote", "", run), "hidden") == [("hidden", "", "Vote")]


@pytest.mark.parametrize("size", ["0", "-4", "99999", "x", ""])
def test_a_size_that_no_text_has_is_passed_over(size):
    assert styled(p("Vote", "", f"<w:sz w:val='{size}'/>"), "size") == [("size", "11", "Vote")]


def test_one_look_is_one_mark_across_runs():
    run = "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"

    assert marks(word(f"<w:p>{run.format('Vo')}{run.format('te ')}{run.format('now')}</w:p>"), "bold") == [
        ("bold", "", "Vote now")
    ]


# --- links and pictures ----------------------------------------------------------------------------------------------


def field(event: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='{event}'/></w:r>"


def test_links_are_followed_to_their_addresses():
    instruction = '<w:r><w:instrText> HYPERLINK </w:instrText><w:instrText>"https://c.example"</w:instrText></w:r>'
    body = (
        f"<w:p><w:hyperlink r:id='l'>{r('one')}</w:hyperlink><w:hyperlink w:anchor='top'>{r('two')}</w:hyperlink>"
        f"<w:fldSimple w:instr=' HYPERLINK &quot;https://b.example&quot; '>{r('three')}</w:fldSimple>"
        f"{field('begin')}{instruction}{field('separate')}{r('four')}{field('end')}{r('five')}</w:p>"
    )
    data = word(body, ("l", "hyperlink", "https://a.example/x"))

    assert read(data, "")[0] == "onetwothreefourfive"
    assert marks(data, "link") == [
        ("link", "https://a.example/x", "one"),
        ("link", "https://b.example", "three"),
        ("link", "https://c.example", "four"),
    ]


def test_a_field_that_never_ends_ends_with_its_paragraph():
    instruction = '<w:r><w:instrText>HYPERLINK "https://c.example"</w:instrText></w:r>'
    data = word(f"<w:p>{field('end')}{field('begin')}{instruction}{field('separate')}{r('1')}</w:p>{p('two')}")

    assert marks(data, "link") == [("link", "https://c.example", "1")]


def picture(described: str = "", own: str = "", blip: str = "r:embed='i'") -> bytes:
    names = f"<pic:nvPicPr><pic:cNvPr id='0' {own}/></pic:nvPicPr>"
    inner = f"<a:graphic><pic:pic>{names}<pic:blipFill><a:blip {blip}/></pic:blipFill></pic:pic></a:graphic>"
    outer = f"<wp:docPr id='1' {described}><a:hlinkClick r:id='l'/></wp:docPr>"
    return word(
        f"<w:p>{r('Before')}<w:r><w:drawing><wp:inline>{outer}{inner}</wp:inline></w:drawing></w:r>{r('after')}</w:p>",
        ("i", "image", "media/image1.png"),
        ("x", "image", "https://example.org/img/rose.jpg"),
        ("l", "hyperlink", "https://example.org"),
    )


def test_a_picture_can_lead_somewhere():
    assert marks(picture(), "link") == [("link", "https://example.org", "[picture: image1.png]")]


@pytest.mark.parametrize(
    ("data", "name", "line"),
    [
        (picture("name='Picture 1' descr='A red rose'"), "image1.png", "[picture: image1.png: A red rose]"),
        (picture("name='Picture 1'", "name='C:\\logos\\rose.PNG'"), "rose.PNG", "[picture: rose.PNG]"),
        (picture("name='Picture 1'", "name='rose.png' descr='A [red] rose'"), "rose.png", "[picture: rose.png: A (red) rose]"),
        (picture("name='Party logo'"), "image1.png", "[picture: image1.png: Party logo]"),
        (picture("name='' title='Logo' descr='A rose'"), "image1.png", "[picture: image1.png: Logo: A rose]"),
        (picture("name='Picture 1'", blip="r:link='x'"), "rose.jpg", "[picture: rose.jpg]"),
        (picture("name='Picture 1'", blip="r:embed='none'"), "picture", "[picture: picture]"),
    ],
)
def test_a_picture_stands_on_a_line_with_its_name_and_alternative_text(data, name, line):
    assert read(data, "")[0] == f"Before\n{line}\nafter"
    assert marks(data, "picture") == [("picture", name, line)]


def test_a_hidden_picture_is_marked():
    assert [kind for kind, _, _ in marks(picture("hidden='1'"), "hidden", "size")] == ["size", "hidden", "size"]


def test_an_older_picture_and_a_drawn_shape_are_named():
    old = "<w:pict><v:shape alt='A rose'><v:imagedata r:id='i' o:title='rose.wmf'/></v:shape></w:pict>"
    shape = "<w:drawing><wp:anchor><wp:docPr name='Freeform 2' descr='A tree'/><wps:wsp/></wp:anchor></w:drawing>"
    bare = "<w:drawing><wp:anchor><wp:docPr name='Line 3'/></wp:anchor></w:drawing>"

    lines = text("".join(f"<w:p><w:r>{drawn}</w:r></w:p>" for drawn in (old, shape, bare)))

    assert lines == "[picture: rose.wmf: A rose]\n\n[picture: Freeform 2: A tree]"


# --- titles, kinds and faults ------------------------------------------------------------------------------------------


def test_a_document_is_called_by_its_heading_then_its_title_then_its_first_line():
    files = {
        "_rels/.rels": relations(("1", "officeDocument", "word/document.xml"), ("2", "core-properties", "docProps/core.xml")),
        "docProps/core.xml": "<x xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title> The\nplan </dc:title></x>",
    }
    document = f"<w:document {SPACES}><w:body>{{}}</w:body></w:document>"

    with_title = packed({**files, "word/document.xml": document.format(p("First"))})
    with_heading = packed({**files, "word/document.xml": document.format(p("First") + p("Head", "<w:outlineLvl w:val='1'/>"))})

    assert read(with_title, "")[2] == "The plan"
    assert read(with_heading, "")[2] == "Head"
    assert read(word(p("First")), "")[2] == "First"


def test_a_strict_document_is_read():
    usual, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    files = {name: content.replace(usual, strict) for name, content in unpacked(word(p("Vote", "", "<w:b/>"))).items()}

    assert marks(packed(files), "bold") == [("bold", "", "Vote")]


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_document_of_python_docx_is_read():
    document = WordDocument()
    document.add_heading("The depot", level=2)
    run = document.add_paragraph("It opens ", style="List Bullet").add_run("in May")
    run.font.size, run.font.color.rgb = Pt(15), RGBColor(0xE4, 0, 0x3B)
    document.styles.add_style("Odd", WD_STYLE_TYPE.PARAGRAPH)
    buffer = io.BytesIO()
    document.save(buffer)

    assert read(buffer.getvalue(), "")[0] == "The depot\n\n- It opens in May"
    assert ("size", "15", "in May") in marks(buffer.getvalue(), "size")
    assert ("heading", "2", "The depot") in marks(buffer.getvalue(), "heading")


def with_main(content: bytes) -> bytes:
    return packed({**unpacked(word("")), "word/document.xml": content})


BOMB = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><x>&b;</x>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (with_main(BOMB), "declares a document type"),
        (with_main(BOMB.decode().encode("utf-16")), "declares a document type"),
        (with_main(b"<w:document"), "not well-formed"),
        (with_main(b""), "not well-formed"),
        (with_main(b"<x>&unknown;</x>"), "not well-formed"),
        (with_main(b"<x/>"), "not a Word document"),
        (with_main(b"<x>" * 200 + b"</x>" * 200), "nests deeper than 150"),
        (with_main(b"<x>" * 300 + b"</x>" * 300), "not well-formed"),
        (with_main(b"<x>" + b" " * 3_000_000 + b"</x>"), "unpacks to more than"),
        (packed({"[Content_Types].xml": TYPES}), "not a Word document"),
        (word(p("x"))[:-40], "cannot be unpacked"),
    ],
)
def test_a_document_that_cannot_be_read_says_why(data, reason):
    assert reason in refused(data)


def test_a_damaged_part_beside_the_body_is_not_passed_over():
    data = word(
        p("Body") + section("<w:headerReference r:id='h'/>"), ("h", "header", "header1.xml"), header1="<w:hdr><odd></w:hdr>"
    )

    assert "'word/header1.xml' is not well-formed" in refused(data)


def test_an_encrypted_part_is_told():
    data = bytearray(word(p("x")))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1

    assert refused(bytes(data)) == "encrypted: it opens only with a password"


def test_a_part_packed_in_an_unusual_way_is_not_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as package:
        for name, content in unpacked(word(p("x"))).items():
            package.writestr(name, content)

    assert "packed in a way" in refused(buffer.getvalue())


def test_two_parts_of_one_name_are_not_chosen_between():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", "<x/>")
        package.writestr("word/DOCUMENT.xml", "<x/>")

    assert "the same name" in refused(buffer.getvalue())


def test_a_part_that_was_changed_after_packing_is_damaged():
    files = unpacked(word(p("x")))
    data = packed(files)
    crc = struct.pack("<I", zlib.crc32(files["word/document.xml"]))

    assert "cannot be unpacked" in refused(data.replace(crc, b"\0\0\0\0"))


def test_too_many_parts_are_not_counted_out(monkeypatch):
    monkeypatch.setattr(_zipped, "MEMBERS", 3)
    assert "it has 4 parts" in refused(word(p("x")))

    monkeypatch.setattr(_zipped, "MEMBERS", 0)
    assert "far too many parts" in refused(word(p("x")))


def test_too_much_in_all_parts_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(_zipped, "PARTS", 700)

    assert "unpacks to more than" in refused(word(p("x")))
