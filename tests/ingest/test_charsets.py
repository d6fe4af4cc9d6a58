"""Bytes to text when what is said of them is missing, wrong or unknown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.charsets import _REPLACEMENTS, clean, decode


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        ("café", "utf-8", "utf-8"),
        ("café", "utf-8", ""),
        ("café", "utf-8", "us-ascii"),
        ("café", "utf-8", "iso-8859-1"),
        ("café", "latin-1", "utf-8"),
        ("café", "latin-1", ""),
        ("café", "latin-1", "x-unknown"),
        ("“quoted” – €5", "cp1252", "iso-8859-1"),
        ("“quoted” – €5", "cp1252", "Windows-1252http-equivContent-Type"),
        ("Škoda", "iso8859-2", "iso-8859-2"),
        ("15 €", "iso8859-15", "ISO_8859-15:1998"),
        ("日本語", "iso2022_jp", "iso-2022-jp"),
        ("日本語", "cp932", "Shift_JIS"),
        ("中文", "gb18030", '"GB2312"'),
        ("русский", "koi8-r", "KOI8-R*ru"),
        ("plain", "utf-7", "unicode-1-1-utf-7"),
    ],
)
def test_text_is_read_whatever_is_declared(text, charset, declared):
    assert decode(text.encode(charset), declared) == text


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed_before_what_is_declared(charset):
    assert decode("naïve".encode(charset), "iso-8859-1") == "naïve"


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("declared", ["", "utf-16"])
def test_utf_16_is_told_by_its_noughts_when_its_mark_is_lost(charset, declared):
    assert decode("The depot opens in May.".encode(charset), declared) == "The depot opens in May."


def test_text_that_is_called_utf_16_and_is_not_is_read_as_it_is():
    assert decode(b"The depot opens in May.", "utf-16") == "The depot opens in May."


def test_a_piece_of_windows_1252_among_utf_8_is_read_too():
    assert decode("naïve ".encode() + b"\x93quoted\x94", "utf-8") == "naïve “quoted”"


def test_a_byte_that_no_set_defines_shows_as_lost():
    assert decode(b"a\x81b", "windows-1252") == "a\ufffdb"


def test_a_line_cut_within_a_character_does_not_spoil_the_rest():
    text = "広報" * 40

    assert decode(text.encode("cp932")[:-1], "shift_jis") == text[:-1] + "\ufffd"


@pytest.mark.parametrize(
    "name", ["idna", "punycode", "unicode_escape", "zlib", "rot13", "hex", "undefined", "cp037", "../x", "a\0b"]
)
def test_names_that_are_no_sets_of_mail_are_not_asked(name):
    assert decode(rb"Dear Cllr A. Person, \u0041", name) == r"Dear Cllr A. Person, \u0041"


def test_what_cannot_be_seen_and_misleads_is_left_out():
    assert clean("La\u200bbour\x00 \x1b[31mred\u202egnp\ufeff co\u00adop") == "Labour [31mredgnp coop"


def test_joiners_that_scripts_and_emoji_need_stay():
    assert clean("👩\u200d🌾") == "👩\u200d🌾"


def test_every_end_of_line_is_a_line_feed():
    assert clean("a\r\nb\rc\nd\x0be\x0cf\u2028g") == "a\nb\nc\nd\ne\nf\ng"
    assert clean("é\r\nb\rc") == "é\nb\nc"


def test_spaces_that_forbid_a_break_are_spaces():
    assert clean("Cllr\u00a0Person") == "Cllr Person"


def test_control_characters_of_a_second_set_are_the_signs_that_were_meant():
    assert clean("\u0093quoted\u0094\u0085") == "“quoted”…"


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "utf-16", "utf-7", "shift_jis", "big5", "hz", "iso-2022-kr", "x"]))
def test_any_bytes_are_text_fit_to_print(raw, declared):
    text = decode(raw, declared)

    text.encode("utf-8")
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in text if sign not in "\n\t")
    assert clean(text) == text


@given(st.text(max_size=50))
def test_any_name_of_a_set_is_borne(declared):
    assert decode(b"plain", declared) is not None


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(st.text(st.one_of(st.characters(), st.sampled_from("\r\n\x85\xa0\u200b\u2028\ufeff’é"))))
def test_a_text_is_cleaned_as_if_each_character_were_looked_up(text):
    assert clean(text) == text.replace("\r\n", "\n").translate(_REPLACEMENTS)


def test_many_kinds_of_unwanted_characters_are_replaced_in_one_pass():
    text = "é".join(map(chr, range(0x2000, 0x2070)))

    assert clean(text) == text.translate(_REPLACEMENTS)
