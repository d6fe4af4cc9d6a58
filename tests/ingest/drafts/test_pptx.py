"""PowerPoint presentations, built part by part so that each test shows the XML that it is about."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.ingest.drafts.pptx import SPEAKER, read, recognises
from checker.ingest.limits import Limits
from checker.ingest.unreadable import NotReadable

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
        "p188": "http://schemas.microsoft.com/office/powerpoint/2018/8/main",
        "r": OFFICE,
    }.items()
)
THEME = (
    "<a:theme><a:themeElements><a:clrScheme><a:dk1><a:sysClr val='windowText' lastClr='000000'/></a:dk1>"
    "<a:accent1><a:srgbClr val='E4003B'/></a:accent1></a:clrScheme></a:themeElements></a:theme>"
)
Rows = list[tuple[str, str, str]]


def relations(rows: Rows) -> str:
    inner = ""
    for id, kind, target in rows:
        mode = "External" if "://" in target else "Internal"
        inner += f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def show(*slides: str, refers: dict[str, Rows] | None = None, main: Rows | None = None, **parts: str) -> bytes:
    """A presentation of these slides (``s1``, ``s2``), with what parts and its main part refer to, and these other parts."""
    names = [f"s{number}" for number in range(1, len(slides) + 1)]
    listed = "".join(f'<p:sldId r:id="{name}"/>' for name in names)
    files = {
        "_rels/.rels": relations([("rId1", "officeDocument", "ppt/presentation.xml")]),
        "ppt/_rels/presentation.xml.rels": relations([*[(name, "slide", f"{name}.xml") for name in names], *(main or [])]),
        "ppt/presentation.xml": f"<p:presentation {SPACES}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
    }
    for number, content in enumerate(slides, 1):
        files[f"ppt/s{number}.xml"] = content.replace("<p:sld", f"<p:sld {SPACES}", 1)
    for name, content in parts.items():
        tag = content[1:].split(">")[0].split()[0]
        files[f"ppt/{name}.xml"] = content.replace(f"<{tag}", f"<{tag} {SPACES}", 1)
    for name, rows in (refers or {}).items():
        files[f"ppt/_rels/{name}.xml.rels"] = relations(rows)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def slide(shapes: str, attributes: str = "", before: str = "") -> str:
    return f"<p:sld {attributes}><p:cSld>{before}<p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"


def p(words: str, run: str = "", properties: str = "") -> str:
    return f"<a:p>{properties}<a:r><a:rPr {run}/><a:t>{words}</a:t></a:r></a:p>"


def sp(paragraphs: str, ph: str = "", described: str = "name='Box 1'", shape: str = "", body: str = "<a:bodyPr/>") -> str:
    placeholder = f"<p:ph {ph}/>" if ph else ""
    return (
        f"<p:sp><p:nvSpPr><p:cNvPr {described}/><p:cNvSpPr/><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>"
        f"<p:spPr>{shape}</p:spPr><p:txBody>{body}{paragraphs}</p:txBody></p:sp>"
    )


def text(*slides: str) -> str:
    return read(show(*slides), "a.pptx")[0]


def marks(data: bytes, *kinds: str) -> list[tuple[str, str, str]]:
    words, found, _ = read(data, "a.pptx")
    return [(mark.kind, mark.value, words[mark.start : mark.end]) for mark in found if mark.kind in kinds]


def test_slides_are_read_in_order_with_their_titles_first_and_as_headings():
    first = slide(sp(p("Body")) + sp(p("Title one"), "type='title'"))
    second = slide(sp(p("Title two"), "type='ctrTitle'") + sp(p("Below"), "type='subTitle' idx='1'"))
    data = show(first, second)

    assert read(data, "a.pptx")[0] == "Title one\n\nBody\n\nTitle two\n\nBelow"
    assert read(data, "a.pptx")[2] == "Title one"
    assert marks(data, "heading") == [("heading", "1", "Title one"), ("heading", "1", "Title two"), ("heading", "2", "Below")]
    assert marks(data, "page") == [("page", "1", "Title one\n\nBody"), ("page", "2", "Title two\n\nBelow")]


def test_a_slide_without_words_has_no_mark_and_is_counted():
    assert marks(show(slide(""), slide(sp(p("x")))), "page") == [("page", "2", "x")]


def test_runs_breaks_and_fields_make_a_line():
    run = "<a:r><a:t>{}</a:t></a:r>".format
    paragraph = (
        f"<a:p>{run('La')}{run('bour')}<a:br/>{run(' gain')}<a:fld type='slidenum'><a:t>7</a:t></a:fld><a:endParaRPr/></a:p>"
    )

    assert text(slide(sp(paragraph))) == "Labour\ngain7"


def test_groups_and_alternatives_are_gone_through():
    choice = f"<mc:Choice Requires='a'>{sp(p('new'))}</mc:Choice><mc:Fallback>{sp(p('old'))}</mc:Fallback>"
    group = f"<p:grpSp>{sp(p('deep'))}</p:grpSp><mc:AlternateContent>{choice}</mc:AlternateContent>"

    assert text(slide(f"<p:grpSp><p:grpSpPr/>{group}</p:grpSp>")) == "deep\n\nnew"


def test_bullets_and_numbers_show():
    number = "<a:pPr><a:buAutoNum type='arabicPeriod' startAt='3'/></a:pPr>"
    letter = "<a:pPr lvl='1'><a:buAutoNum type='alphaLcParenR'/></a:pPr>"
    dot = "<a:pPr><a:buChar char='x'/></a:pPr>"
    body = p("a", properties=number) + p("b", properties=letter) + p("c", properties=letter) + p("d", properties=number)
    body += p("e", properties=dot) + p("f")

    assert text(slide(sp(body))).split("\n") == ["3. a", "a) b", "b) c", "4. d", "- e", "", "f"]


def levels(bullet: str, attributes: str, inner: str = "") -> str:
    return f"<a:lvl1pPr>{bullet}<a:defRPr {attributes}>{inner}</a:defRPr></a:lvl1pPr>"


RED = "<a:solidFill><a:schemeClr val='accent1'/></a:solidFill>"
MASTERED: Rows = [("rId1", "slideMaster", "master.xml")]


def mastered(*slides: str, layout: str = "", tree: str = "") -> bytes:
    """Slides on a layout with these shapes, on a master with these and a body style that is red, in 28 points, with bullets."""
    style = levels("<a:buChar char='x'/>", "sz='2800'", RED)
    return show(
        *slides,
        refers={
            **{f"s{number}": [("rId1", "slideLayout", "layout.xml")] for number in range(1, len(slides) + 1)},
            "layout": MASTERED,
            "master": [("rId1", "theme", "theme.xml")],
        },
        layout=f"<p:sldLayout><p:cSld><p:spTree>{layout}</p:spTree></p:cSld></p:sldLayout>",
        master=f"<p:sldMaster><p:cSld><p:spTree>{tree}</p:spTree></p:cSld><p:clrMap accent1='accent1'/>"
        f"<p:txStyles><p:bodyStyle>{style}</p:bodyStyle></p:txStyles></p:sldMaster>",
        theme=THEME,
    )


def test_looks_come_from_the_run_the_shape_the_layout_and_the_master():
    bold = "<a:lstStyle>" + levels("", "b='1'") + "</a:lstStyle>"
    body = p("one") + p("two", "sz='1000' b='0'")
    data = mastered(slide(sp(body, "idx='1'") + sp(p("own"))), layout=sp("", "idx='1'", body=bold))

    assert read(data, "a.pptx")[0] == "- one\n- two\n\nown"
    assert marks(data, "size", "bold", "colour") == [
        ("bold", "", "- one"),
        ("colour", "#e4003b", "- one"),
        ("size", "28", "- one"),
        ("colour", "#e4003b", "- two"),
        ("size", "10", "- two"),
        ("size", "18", "own"),
    ]


def test_text_that_was_made_smaller_to_fit_is_smaller():
    body = "<a:bodyPr><a:normAutofit fontScale='50000'/></a:bodyPr>"

    assert marks(show(slide(sp(p("x", "sz='2000'"), body=body))), "size") == [("size", "10", "x")]


def test_colours_of_a_theme_can_be_made_lighter():
    lighter = "<a:solidFill><a:schemeClr val='accent1'><a:lumMod val='50000'/><a:lumOff val='50000'/></a:schemeClr></a:solidFill>"
    run = f"<a:p><a:r><a:rPr>{lighter}</a:rPr><a:t>x</a:t></a:r></a:p>"

    assert marks(mastered(slide(sp(run))), "colour") == [("colour", "#ff7296", "x")]


def test_what_lies_under_text_is_marked():
    fill = "<a:solidFill><a:srgbClr val='00FF00'/></a:solidFill>"
    ground = "<p:bg><p:bgPr><a:solidFill><a:srgbClr val='0000FF'/></a:solidFill></p:bgPr></p:bg>"
    data = show(slide(sp(p("a"), shape=fill) + sp(p("b")), before=ground))

    assert marks(data, "background") == [("background", "#00ff00", "a"), ("background", "#0000ff", "b")]


def test_what_a_master_adds_of_its_own_is_read_once():
    data = mastered(slide(sp(p("one"))), slide(sp(p("two"))), layout=sp(p("hint"), "type='body'"), tree=sp(p("Vote Example")))

    assert read(data, "a.pptx")[0] == "one\n\nVote Example\n\ntwo"


def test_hidden_slides_and_shapes_are_marked():
    data = show(slide(sp(p("seen")) + sp(p("shape"), described="name='x' hidden='1'")), slide(sp(p("slide")), "show='0'"))

    assert marks(data, "hidden") == [("hidden", "", "shape"), ("hidden", "", "slide")]


def test_links_are_marked():
    click = "<a:p><a:r><a:rPr><a:hlinkClick r:id='rId1'/></a:rPr><a:t>site</a:t></a:r></a:p>"
    data = show(slide(sp(click)), refers={"s1": [("rId1", "hyperlink", "https://example.org/")]})

    assert marks(data, "link") == [("link", "https://example.org/", "site")]


def test_a_table_is_read_row_by_row():
    cell = "<a:tc {}><a:txBody>{}</a:txBody></a:tc>".format
    rows = f"<a:tr>{cell('', p('a'))}{cell('', '<a:p/>')}{cell('', p('c'))}</a:tr>"
    merged = cell("hMerge='1'", p("x"))
    rows += f"<a:tr>{cell('', p('one') + p('two'))}{merged}{cell('', p('three'))}</a:tr>"
    frame = f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"

    assert text(slide(frame)) == "a\t\tc\none\ntwo\nthree"


def test_pictures_and_shapes_are_told_by_their_words():
    def pic(described: str) -> str:
        blip = "<p:blipFill><a:blip r:embed='rId1'/></p:blipFill>"
        return f"<p:pic><p:nvPicPr><p:cNvPr {described}/></p:nvPicPr>{blip}</p:pic>"

    shapes = pic("name='Picture 3' descr='A red rose'") + pic("name='logo.png'") + pic("name='Picture 4'")
    shapes += sp("", described="name='Arrow' descr='This way'")
    data = show(slide(shapes), refers={"s1": [("rId1", "image", "media/image1.png")]})

    assert read(data, "a.pptx")[0].split("\n\n") == [
        "[picture: image1.png: A red rose]", "[picture: logo.png]", "[picture: image1.png]", "[picture: Arrow: This way]",
    ]  # fmt: skip


def test_charts_are_read_and_what_is_embedded_is_told():
    frame = "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr name='x'/></p:nvGraphicFramePr>{}</p:graphicFrame>".format
    data = show(
        slide(frame("<c:chart r:id='rId1'/>") + frame("<p:oleObj progId='Excel.Sheet.12'/>")),
        refers={"s1": [("rId1", "chart", "chart1.xml")]},
        chart1="<c:chartSpace><a:p><a:r><a:t>Waste </a:t></a:r><a:r><a:t>by year</a:t></a:r></a:p></c:chartSpace>",
    )

    assert read(data, "a.pptx")[0] == "Waste  by year\n\n[not read: embedded Excel.Sheet.12]"


def test_notes_and_comments_stand_beside_the_slides():
    rows: Rows = [
        ("rId1", "notesSlide", "notes.xml"),
        ("rId2", "comments", "comments.xml"),
        ("rId3", "comments", "modern.xml"),
    ]
    said = sp(p("Say it"), "type='body'") + sp(p("2"), "type='sldNum'")
    modern = "<p188:cm authorId='{2}'><p188:txBody><a:p><a:r><a:t>Surely</a:t></a:r></a:p></p188:txBody></p188:cm>"
    data = show(
        slide(sp(p("x"))),
        slide(sp(p("y"))),
        refers={"s2": rows},
        main=[("rId8", "commentAuthors", "old.xml"), ("rId9", "authors", "new.xml")],
        notes=f"<p:notes><p:cSld><p:spTree>{said}</p:spTree></p:cSld></p:notes>",
        comments="<p:cmLst><p:cm authorId='0'><p:text>Too strong?</p:text></p:cm></p:cmLst>",
        modern=f"<p188:cmLst>{modern}</p188:cmLst>",
        old="<p:cmAuthorLst><p:cmAuthor id='0' name='Ann Example'/></p:cmAuthorLst>",
        new="<p188:authorLst><p188:author id='{2}' name='Bob Example'/></p188:authorLst>",
    )

    words = read(data, "a.pptx")[0]
    assert words.split("\n") == [
        "x", "", "y", "", "----------", "Notes to slide 2:", "Say it", "", "Comment by Ann Example on slide 2:", "Too strong?",
        "Comment by Bob Example on slide 2:", "Surely",
    ]  # fmt: skip
    assert ("comment", SPEAKER, "Say it") in marks(data, "comment")
    assert ("comment", "Bob Example", "Surely") in marks(data, "comment")


def test_too_many_slides_are_not_read():
    with pytest.raises(NotReadable, match="it has 2 slides; 1 is the most"):
        read(show(slide(""), slide("")), "a.pptx", limits=Limits(pages=1))


def test_what_is_no_presentation_says_so():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("ppt/presentation.xml", "<x/>")

    assert recognises(buffer.getvalue())
    with pytest.raises(NotReadable, match="not a PowerPoint presentation"):
        read(buffer.getvalue(), "a.pptx")


def test_the_largest_numbers_are_borne():
    odd = sp(p("x", "sz='99999999999999'", "<a:pPr lvl='999'><a:buAutoNum type='arabicPeriod' startAt='999999999999'/></a:pPr>"))

    assert "x" in text(slide(odd))


# --- any tree ----------------------------------------------------------------------------------------------------------

# fmt: off
TAGS = st.sampled_from(
    [
        "a:br", "a:fld", "a:lstStyle", "a:p", "a:pPr", "a:r", "a:rPr", "a:t", "a:tbl", "a:tc", "a:tr", "a:txBody",
        "mc:AlternateContent", "mc:Choice", "p:cNvPr", "p:graphicFrame", "p:grpSp", "p:nvPr", "p:nvSpPr", "p:ph", "p:pic", "p:sp",
        "p:spPr", "p:style", "p:txBody",
    ]
)
# fmt: on
ATTRIBUTES = st.sampled_from(
    ["", "lvl='12'", "sz='0'", "type='title'", "idx='1'", "name='x' descr='y'", "hidden='1'", "r:id='rId1'"]
)


def element(tag: str, attributes: str, inner: list[str]) -> str:
    return f"<{tag} {attributes}>{''.join(inner)}</{tag}>"


TREES = st.recursive(
    st.sampled_from(["word", " ", "<a:t>said</a:t>"]),
    lambda inner: st.builds(element, TAGS, ATTRIBUTES, st.lists(inner, max_size=4)),
    max_leaves=25,
)


@settings(deadline=None)
@given(st.lists(TREES, max_size=5))
def test_any_tree_of_elements_is_read_and_its_marks_lie_in_the_text(trees):
    words, found, _ = read(mastered(slide("".join(trees)), slide(sp("".join(trees)))), "a.pptx")

    assert all(0 <= mark.start < mark.end <= len(words) for mark in found)
