"""What a message consists of, and what its parts hold."""

from __future__ import annotations

import base64
import binascii
import email
import quopri
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.fields import parse, split
from checker.ingest.parts import Part, _delimiters, decoded, structured, tree, uudecoded
from checker.ingest.unreadable import NotReadable


def message(raw: bytes, *, most: int = 100, deepest: int = 20) -> Part:
    header, start = split(raw)
    return tree(raw, parse(header), start, most=most, deepest=deepest)


def contents(raw: bytes) -> list[tuple[str, bytes]]:
    return [(part.type, part.content(raw)) for part in message(raw).leaves()]


MIXED = (
    b'Content-Type: multipart/mixed; boundary="b"\n\npreamble\n--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n--b--\nepilogue'
)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_parts_lie_between_boundaries_however_lines_end(end):
    assert contents(MIXED.replace(b"\n", end)) == [("text/plain", b"one"), ("text/html", b"two")]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (MIXED.replace(b"--b--\nepilogue", b""), [("text/plain", b"one"), ("text/html", b"two\n")]),
        (MIXED.replace(b'boundary="b"', b"boundary=b "), [("text/plain", b"one"), ("text/html", b"two")]),
        (MIXED.replace(b"--b\n", b"--b  \n"), [("text/plain", b"one"), ("text/html", b"two")]),
        (MIXED.replace(b"one", b"one\n--bc\n-- b"), [("text/plain", b"one\n--bc\n-- b"), ("text/html", b"two")]),
        (b"Content-Type: multipart/mixed\n\n--x\nContent-Type: text/html\n\ntwo\n--x--\n", [("text/html", b"two")]),
        (b"Content-Type: multipart/mixed; boundary=y\n\n--x\nContent-Type: text/html\n\ntwo\n--x--\n", [("text/html", b"two")]),
        (b"Content-Type: multipart/mixed; boundary=y\n\nonly words", [("text/plain", b"only words")]),
        (b"Content-Type: multipart/mixed; boundary=b\n\n--b--\n", [("text/plain", b"--b--\n")]),
        (
            b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b--",
            [("message/rfc822", b"Subject: x\n\ny")],
        ),
        (b"Content-Type: multipart/mixed; boundary=b\n\n--b\nno header here\n--b--", [("text/plain", b"no header here")]),
        (b"Content-Type: html\n\nx", [("text/html", b"x")]),
        (b"Content-Type: nonsense\n\nx", [("text/plain", b"x")]),
        (b"\n\nx", [("text/plain", b"x")]),
    ],
)
def test_what_is_broken_is_taken_apart_as_far_as_it_can_be(raw, found):
    assert contents(raw) == found


def test_parts_may_be_nested():
    inner = b"Content-Type: multipart/alternative; boundary=bb\n\n--bb\n\none\n--bb\nContent-Type: text/html\n\ntwo\n--bb--\n"
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + inner + b"--b\nContent-Type: text/csv\n\nthree\n--b--"

    assert contents(raw) == [("text/plain", b"one"), ("text/html", b"two"), ("text/csv", b"three")]


def test_the_first_part_is_known():
    assert [part.is_first for part in message(MIXED).leaves()] == [True, False]


def test_too_many_parts_are_refused():
    with pytest.raises(NotReadable, match="parts"):
        message(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 101)


def test_parts_that_are_nested_too_deep_are_refused():
    raw = b""
    for depth in range(30):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)

    with pytest.raises(NotReadable, match="nested"):
        message(raw)


@pytest.mark.parametrize(
    ("body", "encoding", "content"),
    [
        (b"Q2Fm\r\nw6k=\r\n", "base64", "Café".encode()),
        (b"Q2Fmw6k", "base64", "Café".encode()),
        (b"Q2F!mw6*k=", "base64", "Café".encode()),
        (b"Q2Fmw6k=\n-- \nA list's footer", "base64", "Café".encode()),
        (b"Plain words, that somebody called base64.", "base64", b"Plain words, that somebody called base64."),
        (b"Caf=C3=A9 =\r\nrouge =zz", "quoted-printable", "Café rouge =zz".encode()),
        (b"begin 644 a.txt\n#0V%F\n\nend\n", "x-uuencode", b"Caf"),
        (b"plain", "7-bit", b"plain"),
        (b"plain", "nonsense", b"plain"),
        (b"plain", "", b"plain"),
    ],
)
def test_transfer_encodings_are_undone_even_where_they_are_broken(body, encoding, content):
    assert decoded(body, encoding) == content


@given(st.binary(max_size=200))
def test_what_is_encoded_correctly_comes_back(content):
    assert decoded(base64.encodebytes(content), "base64") == content
    text = content.replace(b"\r", b"")  # of a text with ends of lines of two kinds, the encoder makes one kind
    assert decoded(quopri.encodestring(text), "quoted-printable") == text
    lines = b"".join(binascii.b2a_uu(content[i : i + 45]) for i in range(0, len(content), 45))
    assert uudecoded(b"begin 644 x\n" + lines + b"`\nend\n") == content


@given(st.binary(max_size=200), st.sampled_from(["base64", "quoted-printable", "x-uuencode", "8bit"]))
def test_any_body_is_borne(body, encoding):
    decoded(body, encoding)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (b"text/plain; charset=utf-8", ("text/plain", {"charset": "utf-8"})),
        (b'Text/Plain ; CHARSET = "utf-8" ;x', ("text/plain", {"charset": "utf-8"})),
        (b'attachment; filename="a;b.pdf"', ("attachment", {"filename": "a;b.pdf"})),
        (b"attachment; filename*=UTF-8''caf%C3%A9.pdf", ("attachment", {"filename": "café.pdf"})),
        (b'attachment; filename*0="a long "; filename*1="name.pdf"', ("attachment", {"filename": "a long name.pdf"})),
        (b"attachment; filename*1*=%A9.pdf; filename*0*=utf-8'en'caf%C3", ("attachment", {"filename": "café.pdf"})),
        (b'attachment; filename="=?utf-8?q?caf=C3=A9.pdf?="', ("attachment", {"filename": "café.pdf"})),
        ('attachment; filename="café.pdf"'.encode("latin-1"), ("attachment", {"filename": "café.pdf"})),
        (b'attachment; filename="unclosed.pdf', ("attachment", {"filename": "unclosed.pdf"})),
        (b'attachment; filename="a\\"b\\\\c.pdf"', ("attachment", {"filename": 'a"b\\c.pdf'})),
        (b"", ("", {})),
    ],
)
def test_a_word_and_its_parameters_are_read_in_each_way_of_writing_them(value, read):
    assert structured(value) == read


PIECES = st.sampled_from(
    [b"--b", b"--b--", b"--c", b"", b"words", b"Content-Type: multipart/mixed; boundary=c", b"Content-Type: text/html", b"--b "]
)


@given(st.lists(PIECES, max_size=25).map(b"\n".join))
def test_parts_lie_within_the_message_in_order_and_do_not_overlap(body):
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n" + body

    leaves = list(message(raw).leaves())

    at = 0
    for part in leaves:
        assert at <= part.start <= part.end <= len(raw)
        at = part.end


@given(st.lists(st.text(alphabet="abc \n", max_size=20), min_size=1, max_size=4))
def test_a_correct_message_is_taken_apart_as_the_standard_library_does_it(texts):
    raw = (
        b"Content-Type: multipart/mixed; boundary=bound\n\n"
        + b"".join(b"--bound\n\n" + t.encode() + b"\n" for t in texts)
        + b"--bound--\n"
    )

    parts = [part.get_payload(decode=True) for part in email.message_from_bytes(raw).walk() if not part.is_multipart()]

    assert [content for _, content in contents(raw)] == parts


@pytest.mark.parametrize("piece", [b"--b", b"-", b"\n--\n", b"--b \t", b"\n--b--", b"\n--b--x"])
def test_time_grows_no_faster_than_the_message(piece):
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n" + piece * (2_000_000 // len(piece))

    assert len(list(message(raw).leaves())) == 1


@given(
    st.lists(st.sampled_from([b"--b", b"--", b"b", b"\n", b"\r", b"\r\n", b" ", b"\t", b"x", b"----b--"])).map(b"".join),
    st.sampled_from([b"b", b"-", b"--b", b" ", b"b.*"]),
    st.tuples(st.integers(0, 20), st.integers(0, 60)),
)
def test_boundaries_found_by_searching_for_a_string_are_those_that_a_pattern_finds(raw, boundary, stretch):
    start, end = min(stretch[0], len(raw)), min(stretch[1], len(raw))
    line = re.compile(rb"(?<![^\r\n])--" + re.escape(boundary) + rb"(--)?[ \t]*(?=[\r\n]|\Z)")
    part = Part({}, "multipart/mixed", {}, start, end)

    found = list(_delimiters(raw, part, b"--" + boundary))

    assert found == [(one.start(), one.end(), one[1] is not None) for one in line.finditer(raw, start, end)]


@pytest.mark.parametrize("piece", [b"-", b"--b", b"--b ", b"x--b\n", b"\n--b\n", b"\n--bx", b" \t"])
def test_time_grows_no_faster_than_what_boundaries_are_looked_for_in(piece):
    part = Part({}, "multipart/mixed", {}, 0, 3_000_000)
    start = time.perf_counter()

    list(_delimiters(piece * (3_000_000 // len(piece)), part, b"--b"))

    assert time.perf_counter() - start < 20
