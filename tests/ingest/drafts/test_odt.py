"""OpenDocument texts, built part by part so that each test shows the XML that it is about."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.ingest.drafts import _zipped
from checker.ingest.drafts.odt import read, recognises
from checker.ingest.limits import Limits
from checker.ingest.unreadable import NotReadable

SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "dc": "http://purl.org/dc/elements/1.1/",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)


def open_text(body: str, *, automatic: str = "", common: str = "", pages: str = "", edges: str = "", title: str = "") -> bytes:
    """A document with this body, these styles of its own, common ones, pages with headers, and styles for those."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {SPACES}><office:styles>{common}</office:styles>"
            f"<office:automatic-styles>{edges}</office:automatic-styles><office:master-styles>{pages}</office:master-styles>"
            "</office:document-styles>",
            "meta.xml": f"<office:document-meta {SPACES}><office:meta><dc:title>{title}</dc:title></office:meta>"
            "</office:document-meta>",
            "META-INF/manifest.xml": f"<manifest:manifest {SPACES}/>",
        }
    )


def packed(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return buffer.getvalue()


def p(words: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def style(name: str, properties: str, *, family: str = "paragraph", parent: str = "", kind: str = "text") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"<style:{kind}-properties {properties}/></style:style>"
    )


def text(body: str, **parts: str) -> str:
    return read(open_text(body, **parts), "a.odt")[0]


def marks(body: str, *kinds: str, **parts: str) -> list[tuple[str, str, str]]:
    words, found, _ = read(open_text(body, **parts), "a.odt")
    return [(mark.kind, mark.value, words[mark.start : mark.end]) for mark in found if mark.kind in kinds]


def refused(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(NotReadable) as raised:
        read(data, "a.odt", limits=limits or Limits())
    return raised.value.reason


# --- text ------------------------------------------------------------------------------------------------------------


def test_paragraphs_are_parted_by_a_blank_line_and_spaces_folded():
    assert text(p(" One\n  two ") + p("") + p("three")) == "One two\n\nthree"


def test_signs_within_a_paragraph_are_what_they_look_like():
    body = p('<text:s text:c="3"/>a<text:tab/>b<text:s text:c="2"/>c <text:span>d</text:span> e<text:line-break/> f<text:s/>')

    assert text(body) == "a\tb  c d e\nf"


def test_a_word_in_two_spans_is_one_word():
    assert text(p("<text:span>La</text:span><text:bookmark/>bour<text:span> </text:span>gain")) == "Labour gain"


def test_headings_are_marked_by_element_and_by_style():
    common = style("Heading_20_2", "", parent="") + style("P1", "", parent="Heading_20_2") + style("Title", "")
    body = '<text:h text:outline-level="3">Three</text:h>' + p("Two", "P1") + p("One", "Title") + p("None")

    assert marks(body, "heading", common=common) == [("heading", "3", "Three"), ("heading", "2", "Two"), ("heading", "1", "One")]


def test_a_title_is_the_first_heading_or_what_the_file_calls_itself():
    assert read(open_text(p("Words"), title="A release"), "a.odt")[2] == "A release"
    assert read(open_text('<text:h text:outline-level="1">Head</text:h>', title="A release"), "a.odt")[2] == "Head"


def test_lists_show_their_numbers_and_bullets():
    numbered = (
        '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>'
        '<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3"/></text:list-style>'
        '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="x"/></text:list-style>'
    )
    item = "<text:list-item>{}</text:list-item>".format
    deepest = f"<text:list>{item(p('y'))}</text:list>"
    deep = f"<text:list>{item(p('x') + deepest)}</text:list>"
    body = f'<text:list text:style-name="N">{item(p("a") + p("more"))}{item(p("b") + deep)}</text:list>'
    body += p("Between") + f'<text:list text:style-name="N" text:continue-numbering="true">{item(p("c"))}</text:list>'
    body += f'<text:list text:style-name="N"><text:list-item text:start-value="7">{p("d")}</text:list-item></text:list>'
    body += f'<text:list text:style-name="B">{item(p("e"))}<text:list-header>{p("f")}</text:list-header></text:list>'

    assert text(body, automatic=numbered).split("\n") == [
        "1. a", "more", "2. b", "(a) x", "2.a.1 y", "", "Between", "", "3. c", "7. d", "- e", "f",
    ]  # fmt: skip


def test_a_table_is_read_row_by_row():
    cell = "<table:table-cell>{}</table:table-cell>".format
    row = "<table:table-row>{}</table:table-row>".format
    short = row(cell(p("a")) + cell(p("")) + "<table:covered-table-cell/>" + cell(p("d")))
    long = row(cell(p("one") + p("two")) + cell(p("three")))

    assert text(f"{p('Above')}<table:table>{short}{long}</table:table>{p('End')}") == "Above\n\na\t\t\td\none\ntwo\nthree\n\nEnd"


def test_a_table_within_a_table_is_read():
    inner = f"<table:table><table:table-row><table:table-cell>{p('in')}</table:table-cell></table:table-row></table:table>"
    cell = f"<table:table-cell>{p('out')}{inner}</table:table-cell>"

    assert text(f"<table:table><table:table-row>{cell}</table:table-row></table:table>") == "out\n\nin"


def test_a_text_box_is_read_after_the_paragraph_that_holds_it():
    box = f"<draw:frame><draw:text-box>{p('boxed')}{p('twice')}</draw:text-box></draw:frame>"

    assert text(p(f"before {box}after") + p("End")) == "before after\n\nboxed\n\ntwice\n\nEnd"


def test_a_box_within_a_box_is_read():
    inner = f"<draw:frame><draw:text-box>{p('inner')}</draw:text-box></draw:frame>"
    outer = f"<draw:frame><draw:text-box>{p('outer' + inner)}</draw:text-box></draw:frame>"

    assert text(p(f"a{outer}")) == "a\n\nouter\n\ninner"


def test_words_in_a_shape_are_read():
    shape = f"<draw:custom-shape>{p('Vote')}</draw:custom-shape>"

    assert text(p(f"a {shape} b")).split() == ["a", "Vote", "b"]


def test_headers_come_first_and_notes_and_footers_last():
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('noted')}</text:note-body></text:note>"
    pages = (
        f"<style:master-page><style:header>{p('Head')}</style:header><style:footer>{p('Foot')}</style:footer></style:master-page>"
        f"<style:master-page><style:header>{p('Head')}</style:header>"
        f'<style:header-left style:display="false">{p("Left")}</style:header-left></style:master-page>'
    )

    assert text(p(f"Words{note} on") + p("more"), pages=pages) == "Head\n\nLeft\n\nWords on\n\nmore\n\nnoted\n\nFoot"
    assert marks(p("x"), "hidden", pages=pages) == [("hidden", "", "Left")]


def test_a_comment_stands_beside_the_draft_with_its_author():
    note = f"<office:annotation><dc:creator>Ann Example</dc:creator><dc:date>2026</dc:date>{p('Too strong?')}</office:annotation>"
    body = p(f"The{note} best")

    assert text(body) == "The best\n\n----------\nComment by Ann Example:\nToo strong?"
    assert marks(body, "comment")[-1] == ("comment", "Ann Example", "Too strong?")


def test_what_was_put_in_is_text_and_how_much_was_struck_out_is_told():
    change = "<office:change-info><dc:creator>Ann Example</dc:creator></office:change-info>"
    gone = f"<text:changed-region><text:deletion>{change}{p('must')}</text:deletion></text:changed-region>"
    new = f"<text:changed-region><text:insertion>{change}</text:insertion></text:changed-region>"
    body = f"<text:tracked-changes>{gone}{new}</text:tracked-changes>" + p("We<text:change-start/> will<text:change-end/>")

    assert text(body) == "We will\n\n----------\n[not read: 1 passage struck out with changes tracked, by Ann Example]"


def test_indexes_are_read_and_what_they_are_made_of_is_not():
    source = (
        "<text:table-of-content-source><text:index-title-template>T</text:index-title-template></text:table-of-content-source>"
    )
    body = f"<text:table-of-content>{source}<text:index-body>{p('1 One')}</text:index-body></text:table-of-content>"

    assert text(body) == "1 One"


# --- looks -----------------------------------------------------------------------------------------------------------


def test_size_colour_and_weight_come_from_styles_and_what_they_are_based_on():
    common = (
        '<style:default-style style:family="paragraph"><style:text-properties fo:font-size="11pt"/></style:default-style>'
        + style("Base", 'fo:font-size="20pt" fo:color="#E4003B"')
        + style("Sub", 'fo:font-weight="bold"', parent="Base")
    )
    automatic = style("T1", 'fo:font-size="150%" fo:color="#000000" fo:background-color="#ffff00"', family="text")
    body = p("plain") + p('big <text:span text:style-name="T1">bigger</text:span>', "Sub")

    assert marks(body, "size", "colour", "bold", "background", common=common, automatic=automatic) == [
        ("size", "11", "plain"),
        ("bold", "", "big bigger"),
        ("colour", "#e4003b", "big"),
        ("size", "20", "big"),
        ("background", "#ffff00", "bigger"),
        ("size", "30", "bigger"),
    ]


def test_a_ring_of_styles_is_left():
    assert text(p("x", "A"), common=style("A", "", parent="B") + style("B", "", parent="A")) == "x"


def test_headers_have_styles_of_their_own():
    pages = f"<style:master-page><style:header>{p('Head', 'P1')}</style:header></style:master-page>"
    found = marks(
        p("Body", "P1"),
        "colour",
        automatic=style("P1", 'fo:color="#ff0000"'),
        edges=style("P1", 'fo:color="#0000ff"'),
        pages=pages,
    )

    assert found == [("colour", "#0000ff", "Head"), ("colour", "#ff0000", "Body")]


def test_cells_and_frames_lay_a_colour_under_their_text():
    automatic = style("C", 'fo:background-color="#00ff00"', family="table-cell", kind="table-cell")
    automatic += style("F", 'draw:fill="solid" draw:fill-color="#ff0000"', family="graphic", kind="graphic")
    cell = f'<table:table-cell table:style-name="C">{p("a")}</table:table-cell>'
    box = f'<draw:frame draw:style-name="F"><draw:text-box>{p("b")}</draw:text-box></draw:frame>'
    body = f"<table:table><table:table-row>{cell}</table:table-row></table:table>{p(box)}"

    assert marks(body, "background", automatic=automatic) == [("background", "#00ff00", "a"), ("background", "#ff0000", "b")]


def test_hidden_text_is_marked():
    automatic = style("H", 'text:display="none"', family="text")
    body = p('seen <text:span text:style-name="H">unseen</text:span>')
    body += f'<text:section text:display="none">{p("section")}</text:section>'
    body += p('<text:hidden-text text:string-value="held back"/>')

    assert marks(body, "hidden", automatic=automatic) == [
        ("hidden", "", "unseen"),
        ("hidden", "", "section"),
        ("hidden", "", "held back"),
    ]


def test_links_are_marked():
    body = p('see <text:a xlink:href="https://example.org/">the <text:span>site</text:span></text:a>.')

    assert text(body) == "see the site."
    assert marks(body, "link") == [("link", "https://example.org/", "the site")]


# --- pictures --------------------------------------------------------------------------------------------------------


def test_a_picture_is_told_with_its_name_and_its_words():
    image = '<draw:image xlink:href="Pictures/1000.png"/>'
    named = f'<draw:frame draw:name="rose.png">{image}<svg:title>A rose</svg:title><svg:desc>A red rose</svg:desc></draw:frame>'
    bare = f'<draw:frame draw:name="Image 1">{image}</draw:frame>'
    called = f'<draw:frame draw:name="Party logo">{image}</draw:frame>'

    assert text(p(f"a{named}b") + p(bare) + p(called)).split("\n") == [
        "a", "[picture: rose.png: A rose: A red rose]", "b", "", "[picture: 1000.png]", "", "[picture: 1000.png: Party logo]",
    ]  # fmt: skip


def test_a_shape_with_words_for_those_who_cannot_see_it_is_told():
    assert text(p("<draw:line draw:name='Line'><svg:desc>An arrow</svg:desc></draw:line>x")) == "[picture: Line: An arrow]\nx"


def test_what_is_embedded_is_told():
    forms = '<draw:object xlink:href="./Object 1"/><draw:image xlink:href="./Repl/Object 1"/>'
    frame = f"<draw:frame>{forms}<svg:desc>A chart</svg:desc></draw:frame>"

    assert text(p(f"a{frame}b")) == "a\n[not read: embedded Object 1: A chart]\nb"


# --- hostile files -----------------------------------------------------------------------------------------------------


def test_no_document_type_is_read():
    data = packed(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}
    )

    assert "declares a document type" in refused(data)


def test_what_nests_too_deep_is_not_read():
    deep = "<text:span>" * 200 + "x" + "</text:span>" * 200

    assert "nests deeper than" in refused(open_text(p(deep)))


def test_a_bomb_is_not_unpacked():
    data = packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": b" " * (_zipped.FREE * 3)})

    assert "unpacks to more than a document can hold" in refused(data, Limits(ratio=20))


def test_a_limit_of_members_is_kept():
    assert "5 parts; 4 is the most" in refused(open_text(p("x")), Limits(members=4))


def test_an_encrypted_file_says_so():
    entry = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    manifest = f"<manifest:manifest {SPACES}>{entry}</manifest:manifest>"
    data = packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": b"\x8f\x00\x17",
            "META-INF/manifest.xml": manifest,
        }
    )

    assert recognises(data)
    assert refused(data) == "encrypted: it opens only with a password"


def test_what_has_no_text_in_it_is_no_text():
    data = packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"<office:document-content {SPACES}/>"})

    assert refused(data) == "a zip file, but not an OpenDocument text"


@pytest.mark.parametrize("piece", ["<text:s text:c='99999999'/>x", "<text:span><text:s text:c='-1'/></text:span>y"])
def test_repeated_spaces_are_bounded(piece):
    assert len(text(p("a" + piece * 50))) < 50 * 50


# --- any tree ----------------------------------------------------------------------------------------------------------

# fmt: off
TAGS = st.sampled_from(
    [
        "draw:a", "draw:custom-shape", "draw:frame", "draw:g", "draw:image", "draw:object", "draw:text-box", "office:annotation",
        "svg:desc", "table:covered-table-cell", "table:table", "table:table-cell", "table:table-row", "text:a", "text:deletion",
        "text:h", "text:hidden-text", "text:line-break", "text:list", "text:list-item", "text:note", "text:note-body", "text:p",
        "text:s", "text:section", "text:span", "text:tab", "text:tracked-changes",
    ]
)
# fmt: on
ATTRIBUTES = st.sampled_from(
    ["", 'text:outline-level="99"', 'text:c="3"', 'text:string-value="held"', 'text:style-name="N"', 'xlink:href="a"']
)


def element(tag: str, attributes: str, inner: list[str]) -> str:
    return f"<{tag} {attributes}>{''.join(inner)}</{tag}>"


TREES = st.recursive(
    st.sampled_from(["word", " ", "\n two words "]),
    lambda inner: st.builds(element, TAGS, ATTRIBUTES, st.lists(inner, max_size=4)),
    max_leaves=25,
)


@settings(deadline=None)
@given(st.lists(TREES, max_size=5))
def test_any_tree_of_elements_is_read_and_its_marks_lie_in_the_text(trees):
    words, found, _ = read(open_text("".join(trees)), "a.odt")

    assert all(0 <= mark.start < mark.end <= len(words) for mark in found)
    assert list(found) == sorted(found, key=lambda mark: (mark.start, -mark.end, mark.kind, mark.value))
