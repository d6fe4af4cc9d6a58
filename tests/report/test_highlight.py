"""Marks by offset, zones, and characters that hide."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from checker.domain import OWN, QUOTED, Document, Passage, Source, Zone
from checker.report import highlight
from checker.report.highlight import Span

_spans = st.lists(st.builds(Span, st.integers(-5, 40), st.integers(-5, 40), st.just("evidence")), max_size=8)
_zones = st.lists(
    st.builds(Zone, st.sampled_from([OWN, QUOTED, "signature"]), st.integers(-5, 40), st.integers(-5, 40)), max_size=6
).map(tuple)


def _document(text: str, zones: tuple[Zone, ...] = ()) -> Document:
    return Document("<1@b>", Source("m"), text, zones=zones)


@given(st.text(max_size=30), _spans)
def test_pieces_put_together_are_the_text_and_marks_are_the_spans(text: str, spans: list[Span]) -> None:
    pieces = list(highlight.pieces(text, spans))

    marked = [piece.is_marked for piece in pieces for _ in piece.text]
    assert "".join(piece.text for piece in pieces) == text
    assert marked == [any(span.start <= place < span.end for span in spans) for place in range(len(text))]


@given(st.text(max_size=30), _spans)
def test_every_span_that_lies_in_the_text_is_labelled_once(text: str, spans: list[Span]) -> None:
    inside = [span for span in spans if 0 <= span.start < span.end <= len(text)]

    labels = [label for piece in highlight.pieces(text, inside) for label in piece.labels]

    assert labels == ["evidence"] * len(inside)


@given(st.text(alphabet="ab \n", max_size=40), _zones, _spans)
def test_no_word_is_lost_whatever_the_zones(text: str, zones: tuple[Zone, ...], spans: list[Span]) -> None:
    blocks = list(highlight.blocks(_document(text, zones), spans))

    shown = "".join(piece.text for block in blocks for piece in block.pieces)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


@given(st.text(alphabet="ab \n", max_size=400), _zones, _spans)
def test_an_excerpt_shows_all_that_is_marked_and_counts_what_it_leaves_out(
    text: str, zones: tuple[Zone, ...], spans: list[Span]
) -> None:
    spans = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    document = _document(text, zones)

    excerpt = list(highlight.excerpt(document, spans, 10))

    whole = list(highlight.blocks(document, spans))
    assert _marked(excerpt) == _marked(whole)
    left_out = sum(block.left_out for block in excerpt)
    assert sum(block.length for block in excerpt) + left_out <= len(text)


def _marked(blocks: list[highlight.Block]) -> str:
    return "".join(piece.text for block in blocks for piece in block.pieces if piece.is_marked).strip()


def test_a_span_across_two_zones_is_marked_in_both() -> None:
    document = _document("own words quoted", (Zone(OWN, 0, 9), Zone(QUOTED, 9, 16)))

    own, quoted = highlight.blocks(document, [Span(4, 13, "evidence 1")])

    assert [(piece.text, piece.labels) for piece in own.pieces if piece.is_marked] == [("words", ("evidence 1",))]
    assert [(piece.text, piece.labels) for piece in quoted.pieces if piece.is_marked] == [(" quo", ("evidence 1, continued",))]


def test_passages_that_do_not_lie_in_the_text_are_dropped() -> None:
    document = _document("A short letter.")

    inside = [
        highlight.is_in(passage, document)
        for passage in (
            Passage("<1@b>", "short", 2, 7),
            Passage("<2@b>", "short", 2, 7),
            Passage("<1@b>", "shirt", 2, 7),
            Passage("<1@b>", "short", 2, 8),
            Passage("<1@b>", "", 2, 7),
            Passage("<1@b>", "", 0, 0),
            Passage("<1@b>", "letter.x", 8, 16),
            Passage("<1@b>", "r.", -2, 15),
            Passage("<1@b>", "trohs", 7, 2),
        )
    ]

    assert inside == [True] + [False] * 8


def test_characters_that_turn_or_hide_text_are_shown() -> None:
    shown = highlight.shown("pay \u202etxet\u202c\x1b[31m <b>\0 a\u200bb \udc80 \U000e0041")

    assert shown == (
        'pay <span class="odd">U+202E right-to-left override</span>txet'
        '<span class="odd">U+202C pop directional formatting</span>'
        '<span class="odd">U+001B</span>[31m &lt;b&gt; a<span class="odd">U+200B zero width space</span>b '
        '<span class="odd">U+DC80</span> <span class="odd">U+E0041 tag latin capital letter a</span>'
    )


def test_many_of_one_hidden_character_are_shown_once_with_their_number() -> None:
    assert highlight.shown("\u200b" * 300) == '<span class="odd">U+200B zero width space ×300</span>'


def test_a_long_run_of_different_hidden_characters_is_cut_off() -> None:
    shown = highlight.shown("\u202e\u202d" * 500)

    assert shown.count("<span") == highlight.HIDDEN + 1
    assert "988 more hidden characters" in shown
    assert len(highlight.plain("\u202e\u202d" * 500)) < 130


def test_a_tower_of_marks_on_one_letter_is_cut_down() -> None:
    assert highlight.shown("e" + "\u0301" * 60) == "e" + "\u0301" * 6 + '<span class="odd">54 more combining marks</span>'
    assert highlight.plain("e" + "\u0301" * 60) == "e" + "\u0301" * 6 + "<54 more combining marks>"


def test_emoji_flags_and_scripts_that_need_joiners_stay_as_they_are() -> None:
    text = "👩\u200d🚒 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f می\u200cخواهم £5 – “yes”"

    assert highlight.shown(text) == text
    assert "U+200D" in highlight.shown("La\u200dbour")


def test_line_ends_of_any_kind_are_one_line_end() -> None:
    assert highlight.shown("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_long_runs_of_empty_lines_are_counted() -> None:
    assert highlight.body("a" + "\n" * 400 + "b") == "a\n\n[399 empty lines]\n\nb"
    assert highlight.body("a\n\n\nb") == "a\n\n\nb"


@given(st.text())
def test_plain_text_holds_no_control_character(text: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", highlight.plain(text))


@given(st.text("ab \n", max_size=2000), st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 60)), max_size=3))
def test_what_is_left_out_on_paper_is_only_told_apart(text: str, places: list[tuple[int, int]]) -> None:
    document = _document(text, ())
    spans = [highlight.Span(start, min(start + length, len(text)), "evidence 1") for start, length in places]
    blocks = list(highlight.blocks(document, spans))

    folded = highlight.folded(blocks)

    assert [_all_of(block) for block in folded] == [_all_of(block) for block in blocks]
    assert [_marks_of(block) for block in folded] == [_marks_of(block) for block in blocks]
    assert not any(piece.is_far and piece.is_marked for block in folded for piece in block.pieces)


def _all_of(block: highlight.Block) -> str:
    return "".join(piece.text for piece in block.pieces)


def _marks_of(block: highlight.Block) -> list[str]:
    return [piece.text for piece in block.pieces if piece.is_marked]


def test_paper_has_the_words_around_evidence_and_leaves_out_what_is_far() -> None:
    text = "before " * 200 + "You are useless." + " after" * 200
    start = text.index("You")
    (block,) = highlight.folded(highlight.blocks(_document(text, ()), [highlight.Span(start, start + 16, "evidence 1")]))

    kept = "".join(piece.text for piece in block.pieces if not piece.is_far)
    assert "before You are useless. after" in kept
    assert 2 * highlight.NEAR < len(kept) < 2 * highlight.NEAR + 60
