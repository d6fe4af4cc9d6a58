"""Letters survive on every way into a message: Welsh and Polish ones, typographic quotes, in every set and encoding."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import quote

import pytest

from checker.domain import Message, Person, Source
from checker.ingest.mime import read

WELSH = "Siân o Dŷ Gŵyr - Ŵ Ŷ ŵ ŷ ï"
POLISH = "Zażółć gęślą jaźń, Łukasz Ćwik"
LATIN = "Siân café Ünal"
SETS = [
    (WELSH, "iso8859-14", "iso-8859-14"),
    (WELSH, "iso8859-14", "ISO_8859-14:1998"),
    (WELSH, "iso8859-14", "latin8"),
    (WELSH, "utf-8", "utf-8"),
    (WELSH, "utf-16", "utf-16"),
    (WELSH, "utf-16-le", "utf-16le"),
    (WELSH, "utf-7", "utf-7"),
    (POLISH, "iso8859-2", "iso-8859-2"),
    (POLISH, "iso8859-2", "8859-2"),
    (POLISH, "cp1250", "windows-1250"),
    (POLISH, "cp852", "ibm852"),
    (POLISH, "mac-latin2", "x-mac-ce"),
    (POLISH, "utf-8", "us-ascii"),
    (POLISH, "utf-8", ""),
    (LATIN, "cp850", "cp850"),
    (LATIN, "cp850", "dos-850"),
    (LATIN, "mac-roman", "mac"),
    (LATIN, "latin-1", ""),
    (LATIN, "latin-1", "utf-8"),
    ("日本語", "iso2022_jp", "_iso-2022-jp$ESC"),
]


def mail(raw: bytes) -> Message:
    return read(raw, Source("x"), lambda name, email: Person(email, name))


def in_words(words: str, charset: str, declared: str, encoding: str) -> bytes:
    content = words.encode(charset)
    if encoding == "b":
        encoded = base64.b64encode(content)
    else:
        encoded = binascii.b2a_qp(content, quotetabs=True, header=True).replace(b"=\n", b"").replace(b"?", b"=3F")
    return b"=?" + declared.encode() + b"?" + encoding.encode() + b"?" + encoded + b"?="


@pytest.mark.parametrize(("words", "charset", "declared"), SETS)
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_they_survive_in_bodies(words: str, charset: str, declared: str, encoding: str, kind: str) -> None:
    content = (f"<p>{words}</p>" if kind == "html" else words).encode(charset)
    if encoding == "base64":
        content = base64.encodebytes(content)
    elif encoding == "quoted-printable":
        content = binascii.b2a_qp(content, istext=False)
    header = f"Content-Type: text/{kind}; charset={declared}\nContent-Transfer-Encoding: {encoding}\n\n"

    assert mail(header.encode() + content).text == words


@pytest.mark.parametrize(("words", "charset", "declared"), [one for one in SETS if one[2] and "utf-16" not in one[1]])
@pytest.mark.parametrize("encoding", ["b", "q"])
def test_they_survive_in_encoded_words_of_headers(words: str, charset: str, declared: str, encoding: str) -> None:
    word = in_words(words, charset, declared, encoding)

    read = mail(b"Subject: Re: " + word + b"\nFrom: " + word + b" <a@x.gov.uk>\nTo: b@x.gov.uk\n\n")

    assert read.subject == f"Re: {words}"
    assert read.sender == Person("a@x.gov.uk", words)


@pytest.mark.parametrize(
    ("words", "charset", "declared"), [one for one in SETS if one[2].islower() and one[2] not in ("utf-16", "utf-7")]
)
def test_they_survive_in_names_of_files(words: str, charset: str, declared: str) -> None:
    name = f"{declared}'cy'{quote(f'{words}.pdf'.encode(charset), safe='')}"
    half = len(name) // 3 * 2
    while "%" in name[half - 2 : half]:
        half += 1
    part = f"Content-Type: x/y\nContent-Disposition: attachment;\n filename*0*={name[:half]};\n filename*1*={name[half:]}"

    read = mail(f"Content-Type: multipart/mixed; boundary=bb\n\n--bb\n{part}\n\nxyz\n--bb--\n".encode())

    assert [file.name for file in read.attachments] == [f"{words}.pdf"]


@pytest.mark.parametrize(
    ("words", "charset", "said"),
    [
        (POLISH, "iso8859-2", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">'),
        (POLISH, "cp1250", "<META CHARSET='windows-1250'>"),
        (POLISH, "iso8859-2", '<?xml version="1.0" encoding="iso-8859-2"?>'),
        (WELSH, "iso8859-14", "<meta charset=iso-8859-14>"),
        (WELSH, "utf-8", '<meta charset="utf-16">'),
        (WELSH, "utf-16", '<meta charset="utf-8">'),
    ],
)
def test_they_survive_in_a_page_that_names_its_set_itself(words: str, charset: str, said: str) -> None:
    page = f"{said}<p>{words}".encode(charset)

    assert mail(b"Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n" + page).text == words


def test_parts_of_several_sets_stand_in_one_text() -> None:
    parts = [(WELSH, "iso8859-14", "iso-8859-14"), (POLISH, "cp1250", "windows-1250"), (LATIN, "cp850", "ibm850")]
    raw = b"Content-Type: multipart/mixed; boundary=bb\n\n"
    for words, charset, declared in parts:
        raw += f"--bb\nContent-Type: text/plain; charset={declared}\n\n".encode() + words.encode(charset) + b"\n"

    assert mail(raw + b"--bb--\n").text == "\n\n".join(words for words, _, _ in parts)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("&ycirc;&Wcirc;&wcirc;&lstrok;&#x175;&#375;", "ŷŴŵłŵŷ"),
        ("caf&eacute &copy2026 &notit; Smith&Sons", "café ©2026 ¬it; Smith&Sons"),
        ("&#145;a&#146; &#147;b&#148; &#150; &#x80;", "‘a’ “b” – €"),
        ("&amp;amp; &amp;eacute; &amp;lt;b&amp;gt;", "&amp; &eacute; &lt;b&gt;"),  # as every program shows it
        ("&#0;&#xD800;&#x110000;&#99999999999999999999;x", "\ufffd\ufffd\ufffd\ufffdx"),
        ("La&shy;bo&#8203;ur &#xFEFF;x", "Labour x"),
        ("a&nbsp;&ensp;b&emsp;c", "a b c"),
        ("&unknown; &; &#; &#x;", "&unknown; &; &#; &#x;"),
    ],
)
def test_entities_are_read_as_a_browser_shows_them(written: str, shown: str) -> None:
    assert mail(f"Content-Type: text/html; charset=utf-8\n\n<p>{written}</p>".encode()).text == shown


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        (b"=?utf-8?B?U2nD?= =?utf-8?B?om4=?=", "Siân"),
        (b"=?UTF-8*cy?B?U2nD?=\n =?utf-8?Q?=A2n?=", "Siân"),
        (b"=?utf-8?B?U2nDom4?= Ash", "Siân Ash"),
        (b"=?utf-8?Q?Si=C3=A2n?==?utf-8?Q?_Ash?=", "Siân Ash"),
        (b"=?utf-8?Q?Why, Si=C3=A2n??= now", "Why, Siân? now"),
        (b"=?utf-8?Q?50%=ZZ_=C3=A9=?= x", "50%=ZZ é= x"),
        (b"=?x-unknown?Q?Si=C3=A2n?=", "Siân"),
        (b"=?utf-8?Q?not ended", "=?utf-8?Q?not ended"),
        (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        (b"=?utf-8?Q?one?=two", "onetwo"),
        ("raw ŵ =?iso-8859-1?Q?=E9?=".encode(), "raw ŵ é"),
    ],
)
def test_encoded_words_are_read_as_they_are_meant_however_they_are_broken(subject: bytes, shown: str) -> None:
    assert mail(b"Subject: " + subject + b"\n\n").subject == shown


@pytest.mark.parametrize(
    "head", ["Content-Type: text/plain", "Content-Type: text/html", "Content-Type: text/html\n\n<meta charset='utf-7'>", "X: y"]
)
def test_utf_7_that_no_header_declares_is_never_guessed(head: str) -> None:
    raw = head if "\n\n" in head else f"{head}\n\n"

    assert mail(f"{raw}+ADw-script+AD4- +AGE-".encode()).text == "+ADw-script+AD4- +AGE-"


@pytest.mark.parametrize(
    "encoding", ["Quoted-Printable", '"quoted-printable"', "quoted printable", "quoted-printable (RFC 2045)"]
)
def test_an_encoding_is_known_in_whatever_way_it_is_written(encoding: str) -> None:
    head = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"

    assert mail(f"{head}Si=C3=A2n opens=  \n the depot.".encode()).text == "Siân opens the depot."


def test_text_that_flows_is_one_line_a_paragraph_and_quotes_keep_their_depth() -> None:
    head = "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=no\nContent-Transfer-Encoding: quoted-printable\n\n"

    read = mail(f"{head}It opens in =\nMay if =20\nyou vote.\n\n> When? =20\n> Where?\n>> Who?".encode())

    assert read.text == "It opens in May if  you vote.\n\n> When?  Where?\n>> Who?"
    assert [zone.kind for zone in read.zones] == ["own", "quoted", "quoted"]
