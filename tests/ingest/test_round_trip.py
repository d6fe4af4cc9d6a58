"""What the standard library writes as a message is read back the same: headers, text and files, in any letters and encoding."""

from __future__ import annotations

import email.headerregistry
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from checker.domain import Message, Person, Source
from checker.ingest.charsets import clean
from checker.ingest.mime import read

SMTP = email.policy.SMTP.clone(max_line_length=78)
# Letters of any script; what `clean` leaves out or makes even cannot come back, and is tested there.
LETTERS = st.characters(codec="utf-8", exclude_categories=["C", "Z"]).filter(lambda c: clean(c) == c)
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12), max_size=8).map(" ".join)
# Short, for between two encoded words of a name the library loses the space. Signs that mean something in an address are quoted
# by some programs and not by others.
NAME = LETTERS.filter(lambda c: c.isalnum())
NAMES = st.lists(st.text(NAME, min_size=1, max_size=4), min_size=1, max_size=3).map(" ".join)
LINES = st.lists(WORDS, max_size=5).map("\n".join)
FILE = LETTERS.filter(lambda c: c not in '/\\"=?')
FILES = st.lists(st.text(FILE, min_size=1, max_size=12), min_size=1, max_size=8).map(" ".join)
ADDRESSES = st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?@[a-z]{1,8}\.gov\.uk", fullmatch=True)
ENCODINGS = st.sampled_from(["base64", "quoted-printable", "8bit"])
WESTERN = "Siân Ünal café – “quoted” £5 €"


def mail(raw: bytes) -> Message:
    return read(raw, Source("x"), lambda name, address: Person(address, name))


def bare(text: str) -> str:
    """A text without the white space at its ends and at those of its lines, where the way there may change it."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def is_ordinary(text: str) -> bool:
    """Whether a plain text is nothing else to its reader: no page and no file of old mail."""
    return not text.lstrip().startswith("<") and "begin " not in text


@given(
    WORDS,
    NAMES,
    ADDRESSES,
    st.lists(ADDRESSES, min_size=1, max_size=5, unique=True),
    st.integers(700_000_000, 3_700_000_000),
)
def test_headers_are_read_back(subject: str, name: str, sender: str, to: list[str], seconds: int) -> None:
    when = datetime.fromtimestamp(seconds, UTC)
    written = EmailMessage(SMTP)
    written["Subject"] = subject
    written["From"] = email.headerregistry.Address(name, addr_spec=sender)
    written["To"] = ", ".join(to)
    written["Date"] = format_datetime(when)
    written["Message-ID"] = "<1@x.gov.uk>"
    written.set_content("x")

    message = mail(written.as_bytes())

    # Where it begins a new encoded word the library loses the space that stood there.
    assert message.subject.replace(" ", "") == subject.replace(" ", "")
    assert mail(written.as_bytes(policy=SMTP.clone(max_line_length=0))).subject == subject
    assert message.sender == Person(sender, name)
    assert [person.email for person in message.to] == to
    assert message.date == when
    assert message.id == "<1@x.gov.uk>"


@given(LINES.filter(is_ordinary), ENCODINGS)
def test_a_plain_text_is_read_back(text: str, encoding: str) -> None:
    written = EmailMessage(SMTP)
    written.set_content(text, cte=encoding)

    assert bare(mail(written.as_bytes()).text) == bare(text)


@given(
    st.sampled_from(
        [
            *(("iso-8859-14", "Siân o Dŷ Gŵyr"), ("iso-8859-2", "Zażółć gęślą jaźń"), ("windows-1250", "Łukasz – „Ćwik”")),
            *(
                ("windows-1252", WESTERN),
                ("cp850", "Siân café ½"),
                ("koi8-r", "русский"),
                ("iso-2022-jp", "日本語"),
                ("big5", "中文"),
            ),
            *(("iso-2022-jp", "日本語"), ("big5", "中文")),
            *(("utf-16", WESTERN), ("utf-7", WESTERN), ("gb18030", "中文 ŵ"), ("euc-kr", "한국어"), ("windows-1255", "שלום")),
        ]
    ),
    st.integers(1, 40),
    st.sampled_from(["base64", "quoted-printable"]),
)
def test_a_text_in_any_set_is_read_back(chosen: tuple[str, str], times: int, encoding: str) -> None:
    charset, words = chosen
    text = "\n".join([words] * times)
    written = EmailMessage(SMTP)
    written.set_content(text.encode(charset), "text", "plain", cte=encoding, params={"charset": charset})
    del written["Content-Disposition"]

    assert mail(written.as_bytes()).text == text


@given(LINES.filter(is_ordinary), LINES, ENCODINGS)
def test_of_two_forms_the_plain_one_is_read_back(text: str, page: str, encoding: str) -> None:
    written = EmailMessage(SMTP)
    text = f"The depot opens in May.\n{text}"
    written.set_content(text, cte=encoding)
    written.add_alternative(f"<p>{page}</p>", subtype="html")

    message = mail(written.as_bytes())

    assert bare(message.text) == bare(text)
    assert message.attachments == ()


@given(
    st.lists(
        st.tuples(FILES, st.binary(max_size=200)),
        max_size=4,
    )
)
def test_files_are_read_back_with_their_names_and_sizes(files: list[tuple[str, bytes]]) -> None:
    written = EmailMessage(SMTP)
    written.set_content("Attached.")
    for name, content in files:
        written.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)

    message = mail(written.as_bytes())

    assert message.text == "Attached."
    assert [(file.name, file.size) for file in message.attachments] == [(name[:255], len(content)) for name, content in files]


@given(LINES)
def test_a_text_that_no_set_can_spoil_is_the_same_in_each_encoding(text: str) -> None:
    read_as = set()
    for encoding in ("base64", "quoted-printable", "8bit"):
        written = EmailMessage(SMTP)
        written.set_content(text, cte=encoding)
        read_as.add(bare(mail(written.as_bytes()).text))

    assert len(read_as) == 1
