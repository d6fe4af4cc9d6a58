"""Address lists as programs write them."""

from __future__ import annotations

import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.ingest.addresses import _BARE, _entries, _plain_entries, addresses


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('"Cllr A. Person" <a@x.gov.uk>', [("Cllr A. Person", "a@x.gov.uk")]),
        ("A.Person@X.gov.uk", [("", "a.person@x.gov.uk")]),
        ("<a@x.gov.uk>", [("", "a@x.gov.uk")]),
        ("a@x.gov.uk (A. Person)", [("A. Person", "a@x.gov.uk")]),
        ("A. Person (Planning) <a@x.gov.uk>", [("A. Person (Planning)", "a@x.gov.uk")]),
        ('"Person, A." <a@x.gov.uk>, b@x.gov.uk', [("Person, A.", "a@x.gov.uk"), ("", "b@x.gov.uk")]),
        ("Person, A. <a@x.gov.uk>; Other, Bo <b@x.gov.uk>", [("Person, A.", "a@x.gov.uk"), ("Other, Bo", "b@x.gov.uk")]),
        ("'Person, A.' <a@x.gov.uk>", [("Person, A.", "a@x.gov.uk")]),
        ("\"'a@x.gov.uk'\" <a@x.gov.uk>", [("", "a@x.gov.uk")]),
        ("'a@x.gov.uk'; \"b@x.gov.uk\"", [("", "a@x.gov.uk"), ("", "b@x.gov.uk")]),
        ("A. Person a@x.gov.uk", [("A. Person", "a@x.gov.uk")]),
        ("A. Person <a@x.gov.uk, Bo <b@x.gov.uk>", [("A. Person", "a@x.gov.uk"), ("Bo", "b@x.gov.uk")]),
        ('"A. Person <a@x.gov.uk>, b@x.gov.uk', [("A. Person", "a@x.gov.uk"), ("", "b@x.gov.uk")]),
        ("<mailto:a@x.gov.uk>", [("", "a@x.gov.uk")]),
        ("<@relay.example,@other.example:a@x.gov.uk>", [("", "a@x.gov.uk")]),
        ("Members: a@x.gov.uk, B <b@x.gov.uk>;, c@x.gov.uk", [("", "a@x.gov.uk"), ("B", "b@x.gov.uk"), ("", "c@x.gov.uk")]),
        ("undisclosed-recipients:;", []),
        ("Undisclosed recipients", []),
        ("<Undisclosed-Recipient:;>", []),
        ("a at x.gov.uk (A. Person)", [("A. Person", "a@x.gov.uk")]),
        ("a@x.gov.uk b@x.gov.uk", [("", "a@x.gov.uk"), ("", "b@x.gov.uk")]),
        ("Person, A.; Other, Bo", [("Person, A.", ""), ("Other, Bo", "")]),
        ("Ada Bell, Carl Dunn", [("Ada Bell", ""), ("Carl Dunn", "")]),
        ("A Person <A Person/PLANNING/X@X>", [("A Person", "a person/planning/x@x")]),
        ("Person, A. </O=X/OU=Y/CN=RECIPIENTS/CN=APERSON>", [("Person, A.", "/o=x/ou=y/cn=recipients/cn=aperson")]),
        ('"a person"@x.gov.uk', [("", "a_person@x.gov.uk")]),
        ("=?utf-8?Q?Person,_A=C3=A9?= <a@x.gov.uk>", [("Person, Aé", "a@x.gov.uk")]),
        ("=?utf-8?B?QcOp?= =?utf-8?B?IFBlcnNvbg==?= <a@x.gov.uk>", [("Aé Person", "a@x.gov.uk")]),
        ('"=?utf-8?Q?A=C3=A9?=" <a@x.gov.uk>', [("Aé", "a@x.gov.uk")]),
        ("a @ x.gov.uk", [("", "a@x.gov.uk")]),
        ("a@x.gov.uk.", [("", "a@x.gov.uk")]),
        ("", []),
        (" ,;, ", []),
    ],
)
def test_a_list_is_read_as_its_writer_meant_it(line, found):
    assert addresses(line) == found


NAMES = st.text(alphabet="abcdefgh ,.'-ABC", min_size=1, max_size=12).map(lambda name: " ".join(name.split()).strip(" '.,"))
ADDRESSES = st.from_regex(r"[a-z][a-z0-9]{0,8}(\.[a-z]{1,5})?@[a-z]{1,8}\.(org|gov\.uk)", fullmatch=True)


@given(st.lists(st.tuples(NAMES.filter(bool), ADDRESSES), max_size=5))
def test_a_list_that_is_written_correctly_comes_back(people):
    line = ", ".join(f'"{name}" <{address}>' for name, address in people)

    assert addresses(line) == people


@given(st.lists(st.tuples(NAMES.filter(bool), ADDRESSES), min_size=1, max_size=5))
def test_a_correct_list_is_read_as_the_standard_library_reads_it(people):
    line = ", ".join(email.utils.formataddr(person) for person in people)

    assert [address for _, address in addresses(line)] == [address for _, address in email.utils.getaddresses([line])]


@given(st.text(alphabet="ab @.,;:<>()\"\\=?Qq_'\n", max_size=80))
def test_any_line_is_borne(line):
    for name, address in addresses(line):
        assert name or address


PIECES = st.sampled_from(
    [
        "a@b.c",
        "o'x@b.c",
        ", ",
        ",",
        ";",
        ":",
        '"',
        '"A, B"',
        "<",
        "<a@b.c>",
        "<a, b>",
        "(c)",
        "=?q",
        "=",
        " ",
        "+",
        "Jo Bloggs",
        "'",
        "\\",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_entries_read_one_by_one_are_those_of_the_list(line):
    assert _plain_entries(line) in ([], list(_entries(line)))


BARE = st.from_regex(r"[a-z][a-zA-Z.+-]{0,8}(?:'[a-z]{1,3})?@[a-zA-Z]{1,8}\.[a-z]{2,3}", fullmatch=True)


@given(st.lists(BARE, min_size=1, max_size=5))
def test_bare_addresses_are_read_as_any_entries_are(bare):
    line = ", ".join(bare)

    assert _BARE.fullmatch(line)
    assert addresses(line) == [(entry.name, entry.address) for entry, _ in _entries(line)]


@pytest.mark.parametrize("piece", ["<", '"', "(", '"\\', "a@", "=?x?q?", "a,", "<a@b.c>", ",;", "a b,"])
def test_time_grows_no_faster_than_the_line(piece):
    assert len(addresses(piece * (300_000 // len(piece)))) <= 5_001
