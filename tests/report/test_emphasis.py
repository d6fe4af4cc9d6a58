"""The emphasis meter and the picture of the pages."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from checker.detectors import behaviours
from checker.detectors.examples import CAST
from checker.detectors.publicity.party_emphasis import Mention
from checker.domain import Document, Mark, Protocol, Source, Zone
from checker.protocols import load
from checker.report.emphasis import PAGES, metered, page_of, picture

PEOPLE = tuple(CAST.values())


def mwda() -> Protocol:
    return load("mwda", behaviours())


def draft(text: str, *marks: Mark) -> Document:
    return Document("d.pdf", Source("d.pdf"), text, zones=(Zone("own", 0, len(text)),), marks=marks)


def test_one_quiet_mention_is_weighed_and_passes() -> None:
    (meter,) = metered(
        draft("New gate\n\nCllr Wren Ashby (Labour) opened it on Monday.", Mark("heading", 0, 8, "1")), PEOPLE, mwda()
    )

    assert (meter.party, meter.total, meter.allowed, meter.is_over) == ("Labour Party", 1.0, 1.0, False)


def test_a_large_coloured_heading_weighs_more_than_the_protocol_lets_pass() -> None:
    text = "LABOUR COUNCILLOR WREN ASHBY\n\nwill be there on Monday with the key."
    marks = (Mark("heading", 0, 28, "1"), Mark("size", 0, 28, "24"), Mark("colour", 0, 28, "#e4003b"), Mark("size", 30, 67, "11"))

    (meter,) = metered(draft(text, *marks), PEOPLE, mwda())

    assert meter.total > 5
    assert meter.is_over


def test_a_protocol_that_does_not_speak_of_emphasis_has_no_meter() -> None:
    assert metered(draft("Cllr Wren Ashby (Labour) opened it."), PEOPLE, load("isle-of-wight", behaviours())) == []


def test_the_picture_marks_a_mention_with_its_weight_and_shows_how_the_words_look() -> None:
    text = "Big news\n\nLabour councillor"
    mention = Mention("labour", 10, 16, 3.5, ("in colour",))

    svg = str(picture(draft(text, Mark("size", 0, 8, "30"), Mark("colour", 10, 27, "#e4003b")), [mention], [], name="p"))

    root = etree.fromstring(svg.encode())
    texts = {e.text: e for e in root.iter("{http://www.w3.org/2000/svg}text")}
    assert texts["Big news"].get("font-size") == "30.0"
    assert texts["councillor"].get("fill") == "#e4003b"
    assert "3.5" in texts
    assert len(root.findall(".//{*}rect[@class='mention']")) == 1


def test_pages_of_a_pdf_are_pages_of_the_picture_and_no_more_than_so_many_are_drawn() -> None:
    one = "Some words of a page.\n"
    text = one * (PAGES + 3)
    marks = [Mark("page", n * len(one), (n + 1) * len(one), str(n + 1)) for n in range(PAGES + 3)]
    mentions = [Mention("labour", n * len(one), n * len(one) + 4, 1.0, ()) for n in (0, 1, PAGES + 2)]

    svg = str(picture(draft(text, *marks), mentions, [], name="p"))

    assert svg.count("sheet-of-paper") == PAGES
    assert page_of(draft(text, *marks), mentions) == [1, 2, 0]


def test_what_is_hostile_in_a_draft_is_words_in_the_picture() -> None:
    text = '</svg><script>alert("x")</script> \u202e Labour'
    marks = (Mark("colour", 0, 10, 'red" onload="x'), Mark("size", 0, 10, "9" * 400), Mark("background", 0, 9, "url(x)"))

    svg = str(picture(draft(text, *marks), [], [], name="p"))

    etree.fromstring(svg.encode())
    assert "<script" not in svg
    assert "onload" not in svg
    assert "url(" not in svg
    assert "\u202e" not in svg


@given(
    st.text(st.characters(codec="utf-8"), max_size=300),
    st.lists(
        st.tuples(
            st.sampled_from(["size", "colour", "background", "heading", "bold", "page", "picture"]),
            st.integers(0, 300),
            st.integers(0, 300),
            st.text("#0123456789abcdef.", max_size=8),
        ),
        max_size=10,
    ),
)
def test_any_draft_gives_a_picture_that_is_well_formed(text: str, rows: list[tuple[str, int, int, str]]) -> None:
    marks = [Mark(kind, min(a, b, len(text)), min(max(a, b), len(text)), value) for kind, a, b, value in rows]

    svg = str(picture(draft(text, *marks), [Mention("labour", 0, min(5, len(text)), 2.0, ())], [], name="p"))

    if svg and not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", svg):
        etree.fromstring(svg.encode("utf-8", "surrogatepass"))
