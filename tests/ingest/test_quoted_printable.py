"""Quoted-printable as programs write it."""

from __future__ import annotations

import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.quoted_printable import decoded


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"soft=\nbreak", b"softbreak"),
        (b"soft=\r\nbreak", b"softbreak"),
        (b"soft=\rbreak", b"softbreak"),
        (b"soft=\r\r\nbreak", b"softbreak"),
        (b"soft= \t\r\nbreak", b"softbreak"),
        (b"soft= \nbreak", b"softbreak"),
        (b"at the end=  ", b"at the end"),
        (b"a\rb=\rc\r\nd", b"a\nbc\r\nd"),
        (b"bad =ZZ and =4 and =", b"bad =ZZ and =4 and "),
        (b"1 + 1 = 2", b"1 + 1 = 2"),
        (b"lower =c3=a9", "lower é".encode()),
        (b"=C3=\n=A9", "é".encode()),
        ("raw é and =C3=A9".encode(), "raw é and é".encode()),
        (b"trailing  \nspace", b"trailing  \nspace"),  # format=flowed needs it
        (b"a\n=====\nb", b"a\n=====\nb"),
        (b"a ==3D==\r\nb", b"a ====\r\nb"),
        (b"", b""),
    ],
)
def test_what_is_meant_is_read(written: bytes, meant: bytes) -> None:
    assert decoded(written) == meant


@given(st.binary(max_size=300), st.booleans())
def test_what_the_standard_library_writes_is_read_back(content: bytes, is_quoted: bool) -> None:  # noqa: FBT001
    content = content.replace(b"\r", b"")

    assert decoded(quopri.encodestring(content, quotetabs=is_quoted)) == content


@given(st.binary(max_size=200) | st.lists(st.sampled_from([b"=", b"\r", b"\n", b" ", b"a", b"=4"])).map(b"".join))
def test_any_bytes_are_borne_and_nothing_is_added(written: bytes) -> None:
    assert len(decoded(written)) <= len(written)
