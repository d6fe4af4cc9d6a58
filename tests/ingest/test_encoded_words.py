"""Headers that hold more than ASCII."""

from __future__ import annotations

from email.header import Header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest import charsets
from checker.ingest.encoded_words import text, unfolded, words


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (b"plain", "plain"),
        (b"folded\r\n\t over   lines", "folded over lines"),
        (b"=?utf-8?Q?Caf=C3=A9?=", "Café"),
        (b"=?utf-8?B?Q2Fmw6k=?=", "Café"),
        (b"=?utf-8?B?Q2Fmw6k?=", "Café"),
        (b"=?utf-8*en?q?Caf=C3=A9?=", "Café"),
        (b"=?utf-8?q?Caf=C3?=\r\n =?utf-8?q?=A9_rouge?=", "Café rouge"),
        (b"=?utf-8?q?a?= =?iso-8859-1?q?=E9?=", "aé"),
        (b"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
        (b"Re: =?iso-8859-1?q?=93quoted=94?=", "Re: “quoted”"),
        (b"=?iso-8859-1?q?Caf=C3=A9?=", "Café"),
        (b"=?x-unknown?q?Caf=C3=A9?=", "Café"),
        (b"=?utf-8?q?with space and =zz?=", "with space and =zz"),
        (b"=?utf-8?x?broken?=", "=?utf-8?x?broken?="),
        (b"=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
        ("Café".encode(), "Café"),
        ("Café".encode("latin-1"), "Café"),
        (b"=?utf-8?q?bell=07line=0Aend?=", "bellline end"),
    ],
)
def test_a_header_is_read_as_its_writer_meant_it(value, read):
    assert text(value) == read


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Sm", "Sc"]), max_size=60))
def test_what_is_encoded_correctly_comes_back(said):
    encoded = Header(said, "utf-8", maxlinelen=40).encode().encode()

    assert text(encoded) == text(said.encode())


@given(st.binary(max_size=120) | st.text(alphabet="=?utf-8bq_ABC \n", max_size=80).map(str.encode))
def test_any_bytes_are_one_line(value):
    assert "\n" not in text(value)
    assert text(value) == words(unfolded(value))


@given(st.binary(max_size=60) | st.text(alphabet="ab \t\r\n\x0b\x00\x1f\x7f", max_size=30).map(str.encode))
def test_what_is_plain_is_unfolded_as_anything_else_is(value):
    assert unfolded(value) == " ".join(charsets.decode(value).split())


@pytest.mark.parametrize("piece", [b"=?", b"=?a?q?", b"=?utf-8?b?", b"=?utf-8?q?a?= ", b" \n"])
def test_time_grows_no_faster_than_the_header(piece):
    text(piece * (400_000 // len(piece)))
