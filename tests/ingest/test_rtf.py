"""RTF: what it says, how it looks, and what is wrapped in it."""

from __future__ import annotations

import time

import compressed_rtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest import rtf
from checker.ingest.rtf import COMMENT, FOOTER, FOOTNOTE, HEADER, PICTURE, TEXT, Original, Run

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}{\f2\fcharset2 Symbol;}"
    rb"{\f3\fnil\fcharset128 MS Mincho;}}{\colortbl;\red255\green0\blue0;\red0\green112\blue192;}{\*\generator Writer;}"
)


def shown(body: bytes) -> str:
    return "".join(run.text for run in rtf.runs(HEAD + body + b"}") if run.place == TEXT)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"The depot\par opens\line in\tab May.", "The depot\nopens\nin\tMay."),
        (b"The de\r\npot", "The depot"),  # a line end in the file is none in the text
        (rb"caf\'e9 \'93quoted\'94 \emdash  \{braces\} \\", "café “quoted” — {braces} \\"),
        (rb"\f1 \'b3\'f3d\'9f \f0 \'b3", "łódź ³"),  # each font has its own set
        (rb"\f3 \'93\'fa\'96\'7b", "日本"),  # two bytes to a letter
        (rb"\f2 \'b7\f0  item", "• item"),
        (rb"\u8212? \u-10179?\u-8704? \uc0\u322 ", "— 😀 ł"),
        (rb"\uc2\u8212\'97\'97 after", "— after"),
        (rb"{\uc0 \u322 }\u322?", "łł"),  # it holds until its group ends
        (rb"\trowd\cellx100 Ward\cell Votes\cell\row North\cell 12\cell\row", "Ward\tVotes\nNorth\t12\n"),
        (rb"{\pntext\f2\'b7\tab}Bins", "•\tBins"),
        (rb"{\listtext 1.\tab}Bins", "1.\tBins"),
        (rb"one\~two non\_stop soft\-hyphen", "one two non-stop softhyphen"),
        (rb"{\upr{ann}{\*\ud{\u322?}}}", "ł"),
        (rb"{\object{\*\objclass Excel}{\*\objdata 0105}{\result a table}}", "a table"),
        (rb"{\pict\pngblip 89504e47}x{\*\unknown hidden}y{\info{\title T}{\author A}}", "xy"),
        (rb"a{\pict\bin5 }}{{\}b", "ab"),
        (rb"{\shp{\*\shpinst{\shptxt In a box}}{\shprslt In a box}}", "In a box"),
        (rb"{\stylesheet{\s1 heading 1;}}{\*\listtable{\list}}x", "x"),
    ],
)
def test_a_text_reads_as_its_reader_sees_it(body, text):
    assert shown(body) == text


def test_a_run_says_how_it_looks():
    runs = list(
        rtf.runs(
            HEAD + rb"\pard\outlinelevel0\fs32\b\cf1 Title\par\pard\plain\fs20 text {\cf2\highlight1 blue}{\v no}{\deleted x}}"
        )
    )

    assert runs == [
        Run("Title\n", 16.0, is_bold=True, colour="#ff0000", heading=1),
        Run("text ", 10.0),
        Run("blue", 10.0, colour="#0070c0", background="#ff0000"),
        Run("no", 10.0, is_hidden=True),
        Run("x", 10.0, is_deleted=True),
    ]


def test_what_stands_beside_the_text_is_told_apart_from_it():
    body = (
        rb"{\header Council\par}{\footerf Page}Text{\footnote Note}{\*\annotation Remark}"
        rb"{\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv The mayor}}}\pngblip 8950}}{\nonshppict{\pict 00}}{\pict 00}"
    )

    assert [(run.place, run.text) for run in rtf.runs(HEAD + body + b"}")] == [
        (HEADER, "Council\n"),
        (FOOTER, "Page"),
        (TEXT, "Text"),
        (FOOTNOTE, "Note"),
        (COMMENT, "Remark"),
        (PICTURE, "The mayor"),
        (PICTURE, ""),
    ]


@pytest.mark.parametrize(
    ("instruction", "link"),
    [
        (rb'HYPERLINK "https://x.gov.uk/a"', "https://x.gov.uk/a"),
        (rb" HYPERLINK https://x.gov.uk/ ", "https://x.gov.uk/"),
        (rb'HYPERLINK \\l "part2"', "#part2"),
        (rb'HYPERLINK "https://x.gov.uk/" \\l "part2"', "https://x.gov.uk/#part2"),
        (rb"PAGE", ""),
    ],
)
def test_a_link_is_known_by_the_field_that_makes_it(instruction, link):
    runs = list(rtf.runs(HEAD + rb"See {\field{\*\fldinst{" + instruction + rb"}}{\fldrslt{\ul this}}}.}"))

    assert [(run.text, run.link) for run in runs if run.link] == ([("this", link)] if link else [])
    assert "".join(run.text for run in runs) == "See this."


# --- what is wrapped in it -------------------------------------------------------------------------------------------------

HTML = (
    rb"{\rtf1\ANSI\ansicpg1251\fromhtml1 \deff0{\fonttbl {\f0\fmodern Courier New;}{\f1\fcharset238 A;}}{\*\htmltag18 <html>}"
    rb"{\*\htmltag34 <p title=\'ff>}\htmlrtf {\htmlrtf0 {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 Bins\'ff \f1\'b3\par"
    rb"\htmlrtf\par\htmlrtf0{\*\mhtmltag64 <p title=other>}{\*\htmltag72 </p>}\htmlrtf }\htmlrtf0 }"
)


def test_html_is_taken_out_as_it_was_put_in():
    assert rtf.original(HTML) == Original("<html><p title=я>&lt;Binsя ł\n</p>", is_html=True)


def test_a_program_that_shows_rtf_shows_no_tags():
    assert "".join(run.text for run in rtf.runs(HTML)) == "<Binsя ł\n\n"


def test_plain_text_is_taken_out():
    head = rb"{\rtf1\ansi\ansicpg1252\fromtext \fbidis \deff0{\fonttbl{\f0\fswiss Arial;}}"
    wrapped = head + rb"\uc1\pard\plain\f0\fs20 Bins\par on \'a312\par}"

    assert rtf.original(wrapped) == Original("Bins\non £12\n", is_html=False)


def test_other_rtf_is_its_visible_text():
    assert rtf.original(HEAD + rb"{\header H}\pard Bins{\v x}{\deleted y}\par}") == Original("Bins", is_html=False)


# --- compressed ------------------------------------------------------------------------------------------------------------


def test_the_example_of_the_specification_is_decompressed():
    """[MS-OXRTFCP] 3.1.1: a simple text, and 3.1.2: one that reaches into what it is about to write."""
    simple = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0")
    crossing = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")

    assert rtf.decompressed(simple) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert rtf.decompressed(crossing) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


@given(st.binary(max_size=2_000), st.booleans())
def test_what_was_compressed_comes_back(data, is_compressed):
    assert rtf.decompressed(compressed_rtf.compress(data, compressed=is_compressed)) == data


def test_of_damaged_data_as_much_is_read_as_there_is():
    whole = HEAD + rb"The depot opens in May, and closes in June.}"
    packed = compressed_rtf.compress(whole)

    assert whole.startswith(rtf.decompressed(packed[:-20]))
    assert len(rtf.decompressed(packed[:-20])) > len(whole) - 60
    assert rtf.decompressed(packed[:12] + b"\0\0\0\0" + packed[16:]) == whole  # a wrong checksum
    assert rtf.decompressed(whole) == whole  # never compressed
    assert rtf.decompressed(b"") == b""


# --- hostile ---------------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        *rb"\b \fs24 \u322 \'e9 \' \bin9999999999 \bin3 \pict \* \field \fldinst \fldrslt \fonttbl \colortbl".split(),
        *rb"\cf9 \f2 \uc-5 \uc9 \htmltag \htmlrtf \sv \sn \shpinst".split(),
        *rb"\ansicpg65001 \ansicpg-1 \ansicpg99999 \row \u-10179 { { } } ; text \ ".split(),
        b" ",
        b"\n",
        b"\0",
    ]
)


@given(st.one_of(st.binary(), st.lists(WORDS).map(b"".join), st.lists(WORDS).map(lambda words: HEAD + b"".join(words))))
def test_any_bytes_are_read(data):
    text = "".join(run.text for run in rtf.runs(data))

    assert text.encode().decode() == text  # nothing in it that cannot be written
    rtf.original(data)
    rtf.decompressed(data)


@given(st.lists(WORDS).map(b"".join))
def test_any_compressed_bytes_are_decompressed(data):
    assert len(rtf.decompressed(b"\xff\xff\0\0\xff\xff\0\0LZFu\0\0\0\0" + data)) <= 9 * len(data)


def test_a_text_that_is_cut_off_is_read_as_far_as_it_goes():
    whole = HEAD + rb"{\b The depot} opens{\'e9}}"

    for end in range(len(HEAD), len(whole)):
        assert "The depot opensé".startswith("".join(run.text for run in rtf.runs(whole[:end])).rstrip("e9"))


@pytest.mark.parametrize(
    "hostile",
    [
        b"{" * 400_000,
        rb"{\b" * 200_000,
        b"}" * 400_000,
        rb"\u-10179?" * 100_000,
        rb"{\field{\*\fldinst " + rb"HYPERLINK " * 50_000,
        rb"{\colortbl" + b";" * 400_000,
        rb"{\fonttbl" + rb"{\f1\fcharset2 x;}" * 30_000,
        rb"\'e9" * 100_000,
        b"\\" * 400_000,
    ],
    ids=lambda hostile: hostile[:12],
)
def test_a_hostile_text_takes_time_in_proportion(hostile):
    started = time.perf_counter()
    for _ in rtf.runs(rb"{\rtf1 " + hostile):
        pass

    assert time.perf_counter() - started < 8


def test_what_is_nested_too_deep_is_still_read():
    assert "".join(run.text for run in rtf.runs(b"{" * 50_000 + b"deep" + b"}" * 49_999 + rb"\b end}")) == "deep end".replace(
        " ", ""
    )
