"""PDFs, drawn by reportlab, or written out object by object where the test is about the file itself."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from checker.ingest.drafts import _pdf_file, _pdf_page, _pdf_scans, pdf
from checker.ingest.drafts._pdf_page import colour
from checker.ingest.drafts.pdf import read, recognises
from checker.ingest.limits import Limits
from checker.ingest.unreadable import NotReadable

A4 = (595, 842)


def drawn(*pages: Callable[[Canvas], Any], title: str = "", **options: Any) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, **options)
    canvas.setTitle(title)
    for page in pages:
        canvas.setFont("Helvetica", 11)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(canvas: Canvas, words: Iterable[str], *, x: float = 72, top: float = 750, leading: float = 13) -> None:
    for number, line in enumerate(words):
        canvas.drawString(x, top - number * leading, line)


def written(raw: dict[int, str | tuple[str, bytes]]) -> bytes:
    """A PDF of these objects, of which the first is the catalogue; streams are pairs of a dictionary and their bytes."""
    data = b"%PDF-1.7\n"
    for number, content in raw.items():
        data += b"%d 0 obj\n" % number
        if isinstance(content, tuple):
            dictionary, stream = content
            data += b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary.encode(), len(stream), stream)
        else:
            data += content.encode("latin-1")
        data += b"\nendobj\n"
    return data + b"trailer << /Root 1 0 R >>\n%%EOF"


FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def plain(content: bytes, page: str = "", catalogue: str = "", **more: str | tuple[str, bytes]) -> bytes:
    """A PDF of one page with this content; more objects are named ``_7``, ``_8`` and so on."""
    return written(
        {
            1: f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            f"/Resources << /Font << /F 5 0 R >> /XObject << /X 7 0 R /Y 8 0 R >> >> {page} >>",
            4: ("", content),
            5: FONT,
            **{int(name[1:]): content for name, content in more.items()},
        }
    )


def text(data: bytes) -> str:
    return read(data, "a.pdf")[0]


def marks(data: bytes, *kinds: str) -> list[tuple[str, str, str]]:
    words, found, _ = read(data, "a.pdf")
    return [(mark.kind, mark.value, words[mark.start : mark.end]) for mark in found if mark.kind in kinds]


def refused(data: bytes) -> str:
    with pytest.raises(NotReadable) as raised:
        read(data, "a.pdf")
    return raised.value.reason


# --- words, lines and paragraphs -------------------------------------------------------------------------------------

PROSE = [
    "The new depot will open in the first week of May, after works that took a year and",
    "cost less than was planned. Residents can bring garden waste, timber, metal and elec-",
    "trical goods on every day of the week, and need not book a visit before they come.",
    "The gate closes at six.",
]


def test_lines_of_a_paragraph_are_joined_and_a_parted_word_with_them():
    joined = " ".join(PROSE).replace("elec- trical", "electrical")

    assert text(drawn(lambda canvas: lines(canvas, PROSE))) == joined


def test_a_gap_begins_a_paragraph():
    def page(canvas: Canvas) -> None:
        lines(canvas, PROSE)
        lines(canvas, ["A second paragraph."], top=750 - 5 * 13)

    assert text(drawn(page)).endswith("The gate closes at six.\n\nA second paragraph.")


def test_widely_spaced_lines_are_one_paragraph():
    assert "\n" not in text(drawn(lambda canvas: lines(canvas, PROSE, leading=22)))


def test_a_line_that_ends_before_it_had_to_ends_there():
    address = ["Town Hall", "High Street", "Anytown"]

    assert text(drawn(lambda canvas: lines(canvas, [*PROSE, *address]))).endswith("six.\nTown Hall\nHigh Street\nAnytown")


def test_items_of_a_list_begin_their_lines():
    items = ["• " + PROSE[0], "• " + PROSE[0], "1. " + PROSE[0], "(b) " + PROSE[0]]

    assert text(drawn(lambda canvas: lines(canvas, items))).split("\n") == items


def test_two_columns_are_read_one_after_the_other():
    left = ["Left column line number " + word for word in ("one,", "two,", "three,", "four,", "five.")]
    right = ["Right column line no. " + word for word in ("one,", "two,", "three,", "four,", "five.")]

    def page(canvas: Canvas) -> None:
        lines(canvas, ["A headline that goes from one side of the page right across to the other side, as they do"], top=790)
        lines(canvas, left, x=72)
        lines(canvas, right, x=72 + 180, top=746)

    _, first, second = text(drawn(page)).split("\n\n")
    assert first == " ".join(left)
    assert second == " ".join(right)


def test_three_columns_of_a_leaflet_are_read_one_after_the_other():
    columns = [[f"{name} column of a leaflet" for _ in range(6)] for name in ("First", "Second", "Third")]

    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for number, column in enumerate(columns):
            lines(canvas, column, x=40 + number * 180)

    assert [line.split()[0] for line in text(drawn(page)).split("\n\n")] == ["First", "Second", "Third"]


def test_a_table_is_read_row_by_row():
    rows = [("Ward", "Recycled", "Change"), ("North", "41%", "up"), ("South", "38%", "down")]

    def page(canvas: Canvas) -> None:
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                canvas.drawString(72 + column * 150, 700 - number * 20, cell)

    assert text(drawn(page)).replace("\n\n", "\n").split("\n") == ["\t".join(cells) for cells in rows]


def test_a_ruled_table_of_long_cells_is_read_row_by_row():
    def page(canvas: Canvas) -> None:
        for number in range(5):
            canvas.drawString(72, 700 - number * 20, f"A long first cell of row {number}")
            canvas.drawString(320, 700 - number * 20, f"a long second cell of row {number}")
            canvas.line(70, 695 - number * 20, 540, 695 - number * 20)

    assert "A long first cell of row 2\ta long second cell of row 2" in text(drawn(page))


def test_a_line_stretched_to_the_margins_is_one_line():
    content = "BT /F 10 Tf {} Tw 1 0 0 1 72 {} Tm ({}) Tj ET\n"
    rows = [
        (0, "Residents of the north ward can come on weekdays"),
        (16, "and on days that"),
        (0, "Residents of the south ward can come on weekends"),
    ]
    data = plain("".join(content.format(gap, 700 - 12 * at, words) for at, (gap, words) in enumerate(rows)).encode())

    assert "\t" not in text(data)


def test_letters_spaced_out_are_one_word():
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "CHANGE", charSpace=6)
        canvas.drawString(72, 600, "VOTE FOR CHANGE", charSpace=4)

    assert text(drawn(page)) == "CHANGE\n\nVOTE FOR CHANGE"


def test_words_without_blanks_between_them_are_parted_by_their_gaps():
    data = plain(b"BT /F 10 Tf 72 700 Td [(Vote) -300 (for) -300 (change) -20 (s)] TJ ET")

    assert text(data) == "Vote for changes"


def test_letters_drawn_twice_to_look_bold_are_written_once():
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "all ill")
        canvas.drawString(72.3, 700, "all ill")

    assert text(drawn(page)) == "all ill"


def test_ligatures_are_the_letters_that_they_join():
    mapping = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <FB03> endbfchar"
    data = written(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: "<< /Type /Page /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
            4: ("", b"BT /F 10 Tf 72 700 Td (oAce) Tj ET"),
            5: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
            6: ("", mapping),
        }
    )

    assert "ffi" in text(data)


@pytest.mark.parametrize("angle", [90, 180, 270, 33])
def test_words_that_are_turned_are_read_along_their_lines(angle):
    def page(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(angle)
        lines(canvas, PROSE, x=-220, top=0)

    data = drawn(page)

    assert text(data) == " ".join(PROSE).replace("elec- trical", "electrical")
    assert {value for _, value, _ in marks(data, "size")} == {"11"}


def test_words_at_a_pages_side_come_after_the_rest():
    def page(canvas: Canvas) -> None:
        lines(canvas, PROSE)
        canvas.rotate(90)
        canvas.drawString(100, -30, "Printed on the side")

    assert text(drawn(page)).endswith("six.\n\nPrinted on the side")


def test_a_turned_page_is_read_upright():
    data = drawn(lambda canvas: lines(canvas, PROSE)).replace(b"/Rotate 0", b"/Rotate 90")

    assert text(data).startswith("The new depot will open")


def test_words_beside_the_page_are_hidden():
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Seen")
        canvas.drawString(72, 900, "Unseen")

    assert marks(drawn(page), "hidden") == [("hidden", "", "Unseen")]


# --- looks -----------------------------------------------------------------------------------------------------------


def test_size_colour_weight_and_background_are_marked():
    def page(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0.5, 1)
        canvas.rect(60, 690, 300, 30, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(72, 700, "Vote")
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Helvetica", 10.5)
        canvas.drawString(72, 600, "now, and tell the others to come along as well")

    assert marks(drawn(page), "size", "colour", "bold", "background", "heading") == [
        ("background", "#0080ff", "Vote"),
        ("bold", "", "Vote"),
        ("colour", "#ffffff", "Vote"),
        ("heading", "1", "Vote"),
        ("size", "20", "Vote"),
        ("size", "10.5", "now, and tell the others to come along as well"),
    ]


def test_a_white_panel_on_a_coloured_one_is_no_background():
    def page(canvas: Canvas) -> None:
        for grey, inset in ((0.3, 0), (1, 20)):
            canvas.setFillGray(grey)
            canvas.rect(40 + inset, 640 + inset, 300, 100, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(72, 700, "Vote")

    assert marks(drawn(page), "background", "colour") == []


@pytest.mark.parametrize(
    ("components", "space", "shown"),
    [
        ((0.5,), "DeviceGray", "#808080"),
        ((0.894, 0, 0.231), "DeviceRGB", "#e4003b"),
        ((1, 0, 0, 0), "DeviceCMYK", "#00ffff"),
        ((0, 0, 0, 1), "", "#000000"),
        ((1.0,), "Separation", ""),
        ((1, 2, 3), "", ""),
        ((1, 0), "", ""),
        (("P1",), "Pattern", ""),
        (((1, 0, 0), "P1"), "", ""),
        (None, "", ""),
    ],
)
def test_a_colour_is_told_where_its_numbers_tell_it(components, space, shown):
    assert colour(components, space) == shown


def test_two_looks_in_one_word_are_one_word():
    data = plain(b"BT /F 14 Tf 72 700 Td (L) Tj /F 11 Tf (abour) Tj ET")

    assert text(data) == "Labour"
    assert marks(data, "size") == [("size", "14", "L"), ("size", "11", "abour")]


def test_headings_are_ranked_by_size():
    def page(canvas: Canvas) -> None:
        lines(canvas, PROSE, top=500)
        for size, height, words in (
            (30, 700, "News"),
            (18, 600, "The depot"),
            (14, 300, "A long line in large type, which is no heading since it ends as a sentence does."),
        ):
            canvas.setFont("Helvetica", size)
            canvas.drawString(30, height, words)

    assert marks(drawn(page), "heading") == [("heading", "1", "News"), ("heading", "2", "The depot")]


def test_a_heading_of_two_lines_is_one():
    def page(canvas: Canvas) -> None:
        lines(canvas, PROSE, top=500)
        canvas.setFont("Helvetica", 30)
        lines(canvas, ["A headline that goes over", "more than one line"], top=700, leading=34)

    assert marks(drawn(page), "heading") == [("heading", "1", "A headline that goes over more than one line")]


TAGGED = b"BT /F 11 Tf /H1 << /MCID 0 >> BDC 72 700 Td (Head) Tj EMC /P << /MCID 1 >> BDC 0 -40 Td (Body) Tj EMC ET"


def test_headings_that_the_file_tags_are_headings_whatever_their_size():
    data = plain(
        TAGGED,
        "/StructParents 3",
        "/StructTreeRoot 9 0 R",
        _9="<< /Type /StructTreeRoot /RoleMap << /Kopf /H2 >> /ParentTree << /Kids [14 0 R 10 0 R] >> >>",
        _10="<< /Limits [0 9] /Nums [0 [] 3 [11 0 R 12 0 R]] >>",
        _11="<< /S /Span /P 13 0 R >>",
        _12="<< /S /P /P 9 0 R >>",
        _13="<< /S /Kopf /P 9 0 R >>",
        _14="<< /Limits [10 19] /Nums [10 []] >>",
    )

    assert marks(data, "heading") == [("heading", "2", "Head")]


@pytest.mark.parametrize(
    "tree",
    [
        "<< /Kids [10 0 R 10 0 R] /Limits [0 9] >>",
        "<< /Nums [3 [11 0 R 11 0 R]] >>",
        "<< /Nums 5 >>",
        "<< /Kids [5 (x) 99 0 R] >>",
        "null",
    ],
)
def test_a_tree_of_tags_that_is_a_ring_or_rubbish_does_no_harm(tree):
    data = plain(TAGGED, "/StructParents 3", "/StructTreeRoot << /ParentTree 10 0 R >>", _10=tree, _11="<< /S /Span /P 11 0 R >>")

    assert text(data) == "Head\n\nBody"
    assert marks(data, "heading") == []


# --- links, notes and forms ------------------------------------------------------------------------------------------


def test_a_link_is_on_the_words_under_it():
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Read the plan and come")
        canvas.linkURL("https://example.gov.uk/plan", (97, 695, 145, 712))

    assert marks(drawn(page), "link") == [("link", "https://example.gov.uk/plan", "the plan")]


def annotated(*annotations: str) -> bytes:
    return plain(b"BT /F 11 Tf 72 700 Td (Body) Tj ET", f"/Annots [{' '.join(annotations)}]")


def test_words_typed_on_a_page_and_into_its_form_are_read():
    data = annotated(
        "<< /Subtype /FreeText /Rect [0 0 9 9] /Contents (Vote for us\rnow) >>",
        "<< /Subtype /Widget /FT /Tx /V (Ward North) >>",
        "<< /Subtype /Widget /FT /Btn /V (On) >>",
        "<< /Subtype /Widget /Parent << /V (Above) >> >>",
        "<< /Subtype /Widget >>",
        "<< /Subtype /FreeText /F 2 /Contents (Hidden) >>",
    )

    assert text(data) == "Body\nVote for us\nnow\nWard North\nAbove"


def test_comments_stand_under_a_line_at_the_end():
    data = annotated(
        "<< /Subtype /Text /T (A. Officer) /Contents <FEFF0043007500740021> >>",
        "<< /Subtype /Popup /Contents (shown with its note) >>",
        "<< /Subtype /Highlight /Contents (Why?) >>",
        "<< /Subtype /Highlight >>",
    )

    assert text(data) == "Body\n\n----------\nComment by A. Officer:\nCut!\nComment by somebody:\nWhy?"
    assert ("comment", "A. Officer", "Cut!") in marks(data, "comment")


@pytest.mark.parametrize(
    "rubbish",
    [
        "5",
        "null",
        "[]",
        "<< >>",
        "<< /Subtype /Link /Rect [1 2] /A << /URI (x) >> >>",
        "<< /Subtype /Link /Rect [(a) 1 2 3] /A 5 >>",
    ],
)
def test_rubbish_among_the_notes_is_passed_over(rubbish):
    assert text(annotated(rubbish)) == "Body"


# --- pictures --------------------------------------------------------------------------------------------------------


def image() -> ImageReader:
    return ImageReader(Image.new("RGB", (40, 40), "red"))


def test_a_picture_stands_before_the_words_beneath_it():
    def page(canvas: Canvas) -> None:
        lines(canvas, ["Above"], top=750)
        canvas.drawImage(image(), 72, 500, 200, 150)
        canvas.drawImage(image(), 400, 720, 5, 5)  # a bullet
        lines(canvas, ["Below"], top=450)

    data = drawn(page)

    assert text(data) == "Above\n[picture: image p1-1]\n\nBelow"
    assert marks(data, "picture") == [("picture", "image p1-1", "[picture: image p1-1]")]


def test_a_picture_below_all_words_stands_last():
    def page(canvas: Canvas) -> None:
        lines(canvas, ["Above"], top=750)
        canvas.drawInlineImage(Image.new("RGB", (40, 40), "red"), 72, 300, 100, 100)

    assert text(drawn(page)) == "Above\n[picture: image p1-1]"


def test_strips_of_a_picture_are_one_picture():
    def page(canvas: Canvas) -> None:
        lines(canvas, ["Above"], top=750)
        for strip in range(10):
            canvas.drawImage(image(), 72, 500 - strip * 20, 200, 20)

    assert text(drawn(page)) == "Above\n[picture: image p1-1]"


def test_the_alternative_text_of_a_tagged_picture_is_told():
    data = plain(
        b"BT /F 11 Tf 72 700 Td (Body) Tj ET /Figure << /MCID 0 >> BDC q 99 0 0 99 72 500 cm /X Do Q EMC",
        "/StructParents 0",
        "/StructTreeRoot << /ParentTree << /Nums [0 [9 0 R]] >> >>",
        _7=("/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"0"),
        _9="<< /S /Figure /Alt (A red rose) >>",
    )

    assert text(data) == "Body\n[picture: image p1-1: A red rose]"


def test_more_pictures_than_are_named_are_counted(monkeypatch):
    monkeypatch.setattr(pdf, "PICTURES", 2)

    def page(canvas: Canvas) -> None:
        lines(canvas, ["Above"], top=750)
        for number in range(5):
            canvas.drawImage(image(), 72 + 70 * number, 500 - 40 * number, 30, 30)

    assert text(drawn(page)).endswith("[picture: image p1-2]\n[picture: 3 more images on page 1]")


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch):
    """Whether Tesseract is installed must not change what is tested here."""
    monkeypatch.setattr(_pdf_scans, "_PROGRAM", "no-such-program")


def test_a_page_that_is_a_scan_is_told():
    def scan(canvas: Canvas) -> None:
        canvas.drawImage(image(), 0, 0, *A4)

    data = drawn(lambda canvas: lines(canvas, ["Cover"]), scan)

    assert text(data) == "Cover\n\n[picture: page 2 is a scan, its words are not read]"
    assert refused(drawn(scan, scan)).startswith("its 2 pages are pictures of text (scanned): give the file")
    assert refused(drawn(scan)).startswith("its only page is a picture of text (scanned)")


def test_a_scan_with_a_number_stamped_on_it_is_a_scan():
    def stamped(canvas: Canvas) -> None:
        canvas.drawImage(image(), 0, 0, *A4)
        canvas.drawString(72, 20, "Page 2 of 3")

    data = drawn(lambda canvas: lines(canvas, PROSE), stamped)

    assert text(data).endswith("\n\n[picture: page 2 is a scan, its words are not read]\n\nPage 2 of 3")
    assert "(scanned)" in refused(drawn(stamped))


def test_a_scan_with_an_invisible_layer_of_text_is_text():
    def layered(canvas: Canvas) -> None:
        canvas.drawImage(image(), 0, 0, *A4)
        words = canvas.beginText(72, 700)
        words.setTextRenderMode(3)
        words.textLine("The new depot will open in the first week of May, after works")
        canvas.drawText(words)

    assert "The new depot will open" in text(drawn(layered))
    assert "scan" not in text(drawn(layered))


def test_a_picture_with_words_around_it_is_no_scan():
    def leaflet(canvas: Canvas) -> None:
        canvas.drawImage(image(), 0, 0, *A4)
        lines(canvas, PROSE)

    assert "scan" not in text(drawn(leaflet))


def test_a_page_whose_letters_are_shapes_is_told():
    def outlines(canvas: Canvas) -> None:
        for number in range(150):
            canvas.circle(100 + number, 400, 3)

    data = drawn(lambda canvas: lines(canvas, ["Cover"]), outlines)

    assert text(data) == "Cover\n\n[picture: page 2 is drawn in shapes without text]"
    assert refused(drawn(outlines)) == "no text layer: its letters are drawn as shapes"


def test_pages_without_anything_have_no_words():
    assert text(drawn(lambda canvas: canvas.line(0, 0, 9, 9))) == ""


# --- titles and faults -----------------------------------------------------------------------------------------------


def test_a_draft_is_called_by_its_heading_then_its_title_then_its_first_line():
    def with_heading(canvas: Canvas) -> None:
        lines(canvas, PROSE, top=500)
        canvas.setFont("Helvetica", 30)
        canvas.drawString(72, 700, "The depot")

    assert read(drawn(with_heading, title="Title"), "")[2] == "The depot"
    assert read(drawn(lambda canvas: lines(canvas, ["Body"]), title="Title"), "")[2] == "Title"
    assert read(plain(b"BT /F 11 Tf 72 700 Td (Body) Tj ET"), "")[2] == "Body"


@pytest.mark.parametrize(("head", "is_pdf"), [(b"%PDF-1.4", True), (b"junk\n%PDF-1.4", True), (bytes(1024) + b"%PDF-1.4", False)])
def test_a_pdf_is_known_by_its_sign(head, is_pdf):
    assert recognises(head) == is_pdf


def test_a_pdf_with_a_password_is_encrypted_and_one_that_forbids_copying_is_read():
    def page(canvas: Canvas) -> None:
        lines(canvas, ["Body"])

    locked = drawn(page, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    open_to_all = drawn(page, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))

    assert refused(locked) == "encrypted: it opens only with a password"
    assert text(open_to_all) == "Body"


def test_an_unknown_encryption_is_told():
    data = plain(b"").replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Odd >> /ID [(a) (b)]")

    assert refused(data) == "encrypted in a way that is not known"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n" + bytes(range(256)) * 10,
        written({1: "<< /Type /Catalog /Pages 1 0 R >>"}),
        written({1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [2 0 R] >>"}),
        written({1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [3 0 R] >>", 3: "<< /Type /Page >>"}),
        plain(b"BT /F 11 Tf (x) Tj ET", "/MediaBox [(a) 0 0 0]"),
    ],
)
def test_a_damaged_pdf_says_so(data):
    assert refused(data).startswith("damaged")


def test_a_draft_of_too_many_pages_is_not_read():
    data = drawn(*[lambda canvas: lines(canvas, PROSE)] * 3)

    with pytest.raises(NotReadable, match="more than 2 pages"):
        read(data, "a.pdf", limits=Limits(pages=2))


def test_a_draft_that_takes_too_long_is_left_between_two_pages(monkeypatch):
    clock = iter(range(0, 1000, 40))
    monkeypatch.setattr(pdf.time, "monotonic", lambda: next(clock))
    data = drawn(*[lambda canvas: lines(canvas, PROSE)] * 4)

    with pytest.raises(NotReadable, match="longer than 100 seconds, in which 2 pages were read"):
        read(data, "a.pdf", limits=Limits(seconds=100))


def test_a_page_of_too_many_letters_is_not_read(monkeypatch):
    monkeypatch.setattr(_pdf_page, "CHARACTERS", 100)

    assert (
        refused(drawn(lambda canvas: lines(canvas, PROSE)))
        == "page 1 is not read: it holds more characters than are read of one page"
    )


def test_a_page_that_is_drawn_by_too_many_instructions_is_not_read(monkeypatch):
    monkeypatch.setattr(_pdf_page, "INSTRUCTIONS", 1000)

    assert "more bytes of drawing" in refused(plain(b"q Q " * 300))


def test_forms_that_call_forms_are_not_drawn_without_end():
    forms = {
        f"_{7 + number}": (f"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {8 + number} 0 R >> >>", b"/X Do " * 10)
        for number in range(12)
    }

    assert "more figures" in refused(plain(b"/X Do", **forms))


def test_shapes_beyond_a_limit_are_left_out_and_the_words_are_read(monkeypatch):
    monkeypatch.setattr(_pdf_page, "SHAPES", 10)
    content = b"1 1 m 2 2 l S " * 100 + b"BT /F 11 Tf 72 700 Td (Body) Tj ET"

    assert text(plain(content)) == "Body"


def test_pages_that_hold_too_much_together_are_not_read(monkeypatch):
    monkeypatch.setattr(_pdf_file, "CHARACTERS", 600)

    reason = refused(drawn(*[lambda canvas: lines(canvas, PROSE)] * 3))

    assert reason == "page 3 is not read: with it the draft holds more characters than are read of one draft"


def test_references_in_a_ring_are_not_followed_for_ever(monkeypatch):
    monkeypatch.setattr(_pdf_file, "REFERENCES", 5000)

    assert "refer to one another without end" in refused(plain(b"x", "/Annots 7 0 R", _7="8 0 R", _8="7 0 R"))


def font(description: str, **more: str | tuple[str, bytes]) -> bytes:
    return plain(b"BT /F 11 Tf 72 700 Td (Body) Tj ET", **more).replace(FONT.encode(), description.encode())


COMPOSED = "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [9 0 R] >>"
PART = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) >> {} >>"


def truetype(*subtables: bytes) -> bytes:
    """The tables of a font that has nothing but a mapping of characters with these subtables."""
    table, starts = b"", b""
    for subtable in subtables:
        starts += struct.pack(">HHL", 3, 1, 4 + 8 * len(subtables) + len(table))
        table += subtable
    return (
        struct.pack(">4sHHHH4sLLL", b"true", 1, 0, 0, 0, b"cmap", 0, 28, 0)
        + struct.pack(">HH", 0, len(subtables))
        + starts
        + table
    )


FORM_2 = struct.pack(">HHH", 2, 0, 0) + struct.pack(">256H", *range(0, 2048, 8)) + struct.pack(">HHhH", 0, 65535, 0, 0) * 256
FORM_4 = struct.pack(">HHHHHHH", 4, 0, 0, 60, 0, 0, 0) + b"\xff\xff" * 30 + b"\0\0" * 91
FORM_12 = struct.pack(">HHLLLLLL", 12, 0, 0, 0, 1, 0, 2**31, 0)


@pytest.mark.parametrize(
    "data",
    [
        font(COMPOSED, _9=PART.format("/W [0 1000000000 500]")),
        font(COMPOSED, _9=PART.format("/W [1 [5 5] 0 700000 500 0 700000 5]")),
        font(COMPOSED.replace("-H", "-V"), _9=PART.format("/W2 [0 1000000000 1 2 3]")),
        font(
            FONT.replace(">>", "/ToUnicode 9 0 R >>"), _9=("", b"begincmap 1 beginbfrange <00000000> <7FFFFFFF> <00> endbfrange")
        ),
        font(COMPOSED.replace("/Identity-H", "10 0 R"), _9=PART.format(""), _10=("", b"begincmap (a) (zzzz) 1 endcidrange")),
        *(
            font(COMPOSED, _9=PART.format("/FontDescriptor << /FontFile2 10 0 R >>"), _10=("", truetype(*forms)))
            for forms in ([FORM_2], [FORM_4], [FORM_12])
        ),
    ],
)
def test_a_font_that_maps_more_characters_than_there_are_is_not_made(data):
    assert refused(data) == "damaged: a font in it maps more characters than there are"


def test_a_usual_font_is_made():
    data = font(COMPOSED, _9=PART.format("/W [1 [500 600] 3 65535 500 1.5 2 3]"))

    assert refused(data) == "its fonts do not say which letters they show"


def test_a_font_program_that_is_cut_short_does_not_make_the_rest_unreadable():
    data = font(COMPOSED, _9=PART.format("/FontDescriptor << /FontFile2 10 0 R >>"), _10=("", truetype(FORM_12)[:30]))

    assert refused(data) == "its fonts do not say which letters they show"


def test_letters_without_size_are_hidden():
    data = plain(b"BT /F 0 Tf 72 700 Td (Vote for us) Tj /F 11 Tf 0 -50 Td (Body) Tj ET")

    assert marks(data, "hidden") == [("hidden", "", "Vote for us")]


def test_letters_of_negative_size_are_read_the_way_they_stand():
    assert text(plain(b"BT /F -11 Tf -1 0 0 -1 72 700 Tm (Body text) Tj ET")) == "Body text"


def test_a_stream_that_unpacks_to_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(_pdf_file, "STREAM", 2**20)

    data = plain(b"", _7=("/Filter /FlateDecode", zlib.compress(bytes(2**23))))

    assert refused(data) == "part of it unpacks to more than a draft can hold"


def test_fonts_that_do_not_say_their_letters_are_told():
    def with_letters(words: bytes) -> bytes:
        descendant = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /CIDSystemInfo << /Registry (X) /Ordering (Y) >> >>"
        return written(
            {
                1: "<< /Type /Catalog /Pages 2 0 R >>",
                2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: "<< /Type /Page /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R /G 7 0 R >> >> >>",
                4: ("", b"BT /F 11 Tf 72 700 Td <00010002> Tj /G 11 Tf 50 0 Td (" + words + b") Tj ET"),
                5: "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
                6: descendant,
                7: FONT,
            }
        )

    assert refused(with_letters(b"x")) == "its fonts do not say which letters they show"
    assert text(with_letters(b"many more letters")).startswith("\ufffd\ufffd")
