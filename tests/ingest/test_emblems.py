"""Emblems of a user's folder, known again in drafts. All pictures are drawn here; none is anybody's."""

from __future__ import annotations

import base64
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from checker.domain import CheckerError, Document, Source
from checker.ingest import drafts, emblems
from checker.ingest.child import Child
from checker.ingest.likenesses import ALIKE, NEAR, distance, likeness, share_a_colour
from checker.ingest.limits import USUAL
from checker.ingest.pictures import likenesses, pictures


def leaf(size: tuple[int, int] = (240, 240), colour: str = "#b03060", ground: str = "white", edge: int = 0) -> Image.Image:
    """A crooked leaf on a stem with a dot beside it, with more or less ground around."""
    picture = Image.new("RGB", (size[0] + 2 * edge, size[1] + 2 * edge), ground)
    draw = ImageDraw.Draw(picture)
    x, y = size[0] / 240, size[1] / 240

    def at(*places: float) -> list[float]:
        return [edge + place * (y if number % 2 else x) for number, place in enumerate(places)]

    draw.polygon(at(40, 30, 190, 70, 150, 170, 60, 140), fill=colour)
    draw.rectangle(at(100, 150, 116, 225), fill=colour)
    draw.ellipse(at(185, 175, 215, 205), fill=colour)
    return picture


def gate() -> Image.Image:
    """A gate between two posts before a sky."""
    picture = Image.new("RGB", (240, 240), "#88aacc")
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, 180, 240, 240], fill="#446633")
    for left in (20, 205):
        draw.rectangle([left, 60, left + 15, 200], fill="#332211")
    for top in (80, 110, 140):
        draw.rectangle([20, top, 220, top + 8], fill="#554433")
    return picture


def star() -> Image.Image:
    picture = Image.new("RGB", (240, 240), "white")
    ImageDraw.Draw(picture).polygon(
        [(120, 10), (150, 90), (235, 90), (165, 140), (190, 225), (120, 175), (50, 225), (75, 140), (5, 90), (90, 90)],
        fill="#206040",
    )
    return picture


def saved(picture: Image.Image, form: str = "PNG", **options: int) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


LEAF = saved(leaf())


def apart(one: bytes, other: bytes) -> int:
    first, second = likeness(one), likeness(other)
    assert first is not None
    assert second is not None
    return distance(first, second)


# --- hashes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        saved(leaf((90, 90))),
        saved(leaf((900, 900))),
        saved(leaf(), "JPEG", quality=30),
        saved(leaf(edge=60)),
        saved(leaf((240, 240), colour="#8a2048")),
        saved(leaf(ground="#f4f4f4")),
        saved(leaf().convert("P"), "GIF"),
        saved(leaf(), "WEBP", quality=60),
        saved(leaf(colour="white", ground="#b03060")),
    ],
    ids=["smaller", "larger", "coarse", "framed", "darker", "off-white", "gif", "webp", "printed the other way round"],
)
def test_a_picture_is_known_again(other: bytes) -> None:
    assert apart(LEAF, other) <= ALIKE


@pytest.mark.parametrize("other", [gate(), star(), leaf().rotate(90), leaf((480, 240))], ids=["gate", "star", "turned", "wide"])
def test_another_picture_is_not(other: Image.Image) -> None:
    assert apart(LEAF, saved(other)) > NEAR


def test_one_that_lets_the_paper_through_is_as_on_white() -> None:
    clear = leaf().convert("RGBA")
    clear.putdata([(0, 0, 0, 0) if pixel[:3] == (255, 255, 255) else pixel for pixel in clear.get_flattened_data()])

    assert apart(LEAF, saved(clear)) <= 1


def test_what_shows_nothing_has_no_likeness() -> None:
    assert likeness(saved(Image.new("RGB", (200, 200), "#e4003b"))) is None
    assert likeness(saved(leaf((8, 8)))) is None
    assert likeness(b"") is None
    assert likeness(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n") is None  # no program is opened


def test_colours_are_those_that_fill_it() -> None:
    red, blue, black = (likeness(saved(leaf(colour=colour))) for colour in ("#b03060", "#3050c0", "black"))
    assert red is not None
    assert blue is not None
    assert black is not None

    assert red.colours
    assert not share_a_colour(red, blue)
    assert share_a_colour(red, black)
    assert black.colours == ()


def huge(width: int, height: int) -> bytes:
    """A PNG that says it is so large, with hardly a byte in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def test_a_picture_that_would_fill_the_memory_is_not_unpacked() -> None:
    assert likeness(huge(60_000, 60_000)) is None
    assert likeness(huge(300, 300)) is None  # cut short


@given(st.integers(0, len(LEAF)), st.binary(max_size=40), st.sampled_from(["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"]))
@settings(max_examples=150, deadline=None)
def test_no_damage_raises(at: int, noise: bytes, form: str) -> None:
    whole = saved(leaf((60, 60)), form)
    at %= len(whole)

    likeness(whole[:at] + noise + whole[at + len(noise) :])
    likeness(whole[:at])


# --- in drafts ---------------------------------------------------------------------------------------------------------


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("The depot opens at eight.")
    document.add_picture(BytesIO(saved(gate())))
    document.add_paragraph("Bring a sack.")
    document.add_picture(BytesIO(saved(leaf((120, 120)))))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(*parts: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts:
            file.writestr(name, content)
    return out.getvalue()


OPEN = zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>"), ("Pictures/leaf.png", LEAF))
SHOW = zipped(("[Content_Types].xml", b"<x/>"), ("ppt/presentation.xml", b"<x/>"), ("ppt/media/image1.png", LEAF))
PAGE = b"<html><body><p>Open day</p><img alt='A leaf' src='data:image/png;base64," + base64.b64encode(LEAF) + b"'></body></html>"
RTF = b"{\\rtf1 Open day {\\pict\\pngblip\\picw240\\pich240 " + LEAF.hex().encode() + b"}}"
PDF = saved(leaf(edge=80), "PDF")


@pytest.mark.parametrize("data", [word(), OPEN, SHOW, PAGE, RTF, PDF], ids=["docx", "odt", "pptx", "html", "rtf", "pdf"])
def test_pictures_are_found_in_every_format(data: bytes) -> None:
    known = likeness(LEAF)
    assert known is not None

    assert min(distance(known, shown) for _, shown in likenesses(data)) <= ALIKE


def test_a_child_process_gives_the_same() -> None:
    with Child(USUAL) as child:
        assert likenesses(word(), child=child) == likenesses(word())
        assert likenesses(b"PK\x03\x04 no zip", child=child) == []


@given(
    st.binary(max_size=300),
    st.sampled_from([b"PK\x03\x04", b"%PDF-1.4\n", b"{\\rtf1 \\pngblip ", b"<html>data:image/png;base64,"]),
)
@settings(max_examples=100, deadline=None)
def test_no_file_raises(noise: bytes, head: bytes) -> None:
    list(pictures(head + noise))
    likenesses(head + noise)


def read_draft(folder: Path, name: str, data: bytes) -> Document:
    (folder / name).write_bytes(data)
    return drafts.read(folder / name, name, Source(name))


def folder_of(place: Path, **pictures: bytes) -> Path:
    (place / "emblems").mkdir()
    for name, data in pictures.items():
        (place / "emblems" / f"{name}.png").write_bytes(data)
    return place / "emblems"


def test_the_mark_lies_on_the_pictures_line_and_names_both(tmp_path: Path) -> None:
    known = emblems.read(folder_of(tmp_path, dene_first=LEAF, star=saved(star())))
    assert [one.name for one in known] == ["dene_first.png", "star.png"]

    with emblems.looked_for(known):
        draft = read_draft(tmp_path, "a.docx", word())
    (mark,) = [mark for mark in draft.marks if mark.kind == emblems.KIND]

    assert draft.text[: mark.start].rstrip().endswith("Bring a sack.")
    assert draft.text[mark.start : mark.end].startswith("[picture: ")
    assert mark.value.split("\t")[::2] == ["dene_first.png", "image2.png"]
    assert int(mark.value.split("\t")[1]) <= ALIKE


def test_nothing_is_marked_where_no_emblems_are_looked_for(tmp_path: Path) -> None:
    draft = read_draft(tmp_path, "a.docx", word())

    assert all(mark.kind != emblems.KIND for mark in draft.marks)


def test_the_same_shape_in_another_colour_is_no_more_than_near(tmp_path: Path) -> None:
    (one,) = emblems.read(folder_of(tmp_path, dene=LEAF))
    blue = likeness(saved(leaf(colour="#3050c0")))
    assert blue is not None

    assert ALIKE < emblems.bits(one.likeness, blue) <= NEAR


def test_a_folder_that_is_none_or_holds_what_is_no_emblem_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match="no folder of emblems"):
        emblems.read(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CheckerError, match="holds no picture"):
        emblems.read(tmp_path / "empty")
    folder = folder_of(tmp_path, good=LEAF, bad=b"no picture", flat=saved(Image.new("RGB", (99, 99))))
    with pytest.raises(CheckerError, match=r"bad\.png cannot be used as an emblem[^\n]*\n[^\n]*flat\.png"):
        emblems.read(folder)
