"""What we read of real mail, beside what two other readers make of the same bytes.

Each difference falls into a class, and each class says who is right and why; a difference that falls into none fails. The others
are fast-mail-parser and the standard library with its newer policy. Over five thousand messages are compared.
"""

from __future__ import annotations

import email
import email.policy
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import fast_mail_parser
import pytest

from checker.domain import Person, Source
from checker.ingest import charsets, html
from checker.ingest.containers import Reader, find, items
from checker.ingest.fields import parse, split
from checker.ingest.mime import read
from checker.ingest.parts import tree

DATA = Path(__file__).parents[3] / "shared" / "data"

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not DATA.is_dir(), reason="the data are not here")]

# Of each folder's mailboxes every so manieth message.
STEPS = {"enron_mail": 2, "mailing_lists": 1, "spamassassin": 2}

EXPLAINED = {
    # header
    "subject: raw 8-bit": "We read it in the set that the text declares, or as UTF-8 or windows-1252; they show lost characters.",
    "subject: a set they do not know": "They leave the encoded word as it is, or guess; we know the set by its other names.",
    "header they do not find": "Blank lines, a mark or an envelope line stand above it; we look below them.",
    "id: none by its form": "Words with spaces and without brackets name nothing; we make an id of the bytes.",
    "name: an address for a name": "Who is called by their address has no name; they repeat the address.",
    "name: no address": "A word without an address is the name of who sent it; they drop it.",
    "name: in a comment": "Before RFC 2822 the name stood behind the address in brackets; they do not read it.",
    "name: raw 8-bit or a set they do not know": "As with subjects.",
    "name: of somebody they find elsewhere": "They read the address otherwise (below), and so the name.",
    "addresses: no address": "A word without @ is no address; we take it for a name, one of them for an address.",
    "addresses: nobody": "Undisclosed recipients are nobody; they take the words for an address.",
    "addresses: the same in To and Cc": "Who is named twice is one recipient, where named first; they list both.",
    "addresses: damaged": "Quotation marks, brackets or an encoded word within an address; each reader mends it in its own way.",
    "addresses: spaces around dots": "The standard library is right (RFC 822); nobody has written so for decades.",
    "date: no zone": "Without a zone, or with one that there cannot be, it is London's time; they take Greenwich or follow it.",
    "date: they cannot": "Two-digit or odd years, no seconds, a zone in words: we read it, they give none.",
    "date: a year without mail": "The year 3609 is none in which mail was sent; we give no date.",
    "date: half of the day or zone in words": "PM and EDT count for us; they pass over them.",
    # texts
    "text: flowed": "Softly wrapped lines are joined, quote marks within a paragraph left out (RFC 3676); they keep the lines.",
    "text: several in a row": "Parts of text in a row are one text, footers of lists too; they return the first, or part them.",
    "text: files within": "A uuencoded file in the text is an attachment; they leave it in the text.",
    "text: set declared wrongly": "We try UTF-8 and windows-1252 where the bytes are not as declared; they show lost characters.",
    "text: rows of equals signs": "A rule of them in quoted-printable that was not encoded; we keep it, they halve it.",
    "text: HTML called plain": "A page that is called plain text is shown as a page; they show its source.",
    "text: enriched": "Text with the commands of RFC 1896 is read without them; they return its source or count it as a file.",
    "text: one that the other finds empty": "A part is text to one and a file to another, or lies behind a bad boundary.",
    "text: structure": "Boundaries are missing, wrong or unclosed; we read what nothing parts as text, each of them differs.",
    # files
    "files: unnamed": "What has no name is called unnamed-1; they call it nothing.",
    "files: messages": "A message that hangs on one is a file under its subject; they leave it unnamed, or look into it.",
    "files: text with a name": "Text under a file's name is a file; they put it into the text.",
    "files: within the text": "A uuencoded file in the text is an attachment; they leave it in the text.",
    "files: damaged base64": "We read what is there; they give up, or return the letters themselves.",
    "files: ends of lines": "Lines of a file keep the ends that they were sent with; they write them anew.",
    "files: name": "Folders, raw 8-bit and encoded words in a file's name are resolved; they leave them, or lose the name.",
    "files: structure": "As with texts: a part that one reader sees and another does not.",
    "they raise": "On damaged base64 or a set they do not know; we read the message.",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as one reader sees it; texts are those that it might show, white space evened."""

    subject: str
    id: str
    sender: str
    name: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    date: datetime | None
    texts: tuple[str, ...]
    files: tuple[tuple[str, int], ...]


def even(text: str) -> str:
    return " ".join(charsets.clean(text).split())


def shown(page: str) -> str:
    return _unpictured(html.to_text(charsets.clean(page)).text)


def _unpictured(text: str) -> str:
    """A text without what stands for pictures: only we know the names of those that came along."""
    return even(re.sub(r"\[picture: [^\]\n]{0,400}\]", " ", text))


def ours(raw: bytes) -> Seen:
    message = read(raw, Source("x"), lambda name, address: Person(address, name))
    return Seen(
        subject=message.subject,
        id="" if message.id.endswith("@no-message-id>") else message.id,
        sender=message.sender.email,
        name=message.sender.name,
        to=tuple(sorted({person.email for person in message.to} - {""})),
        cc=tuple(sorted({person.email for person in message.cc} - {""})),
        date=message.date,
        texts=(_unpictured(message.text),),
        files=tuple((file.name, file.size) for file in message.attachments),
    )


def by_fast_mail_parser(raw: bytes) -> Seen:
    mail = fast_mail_parser.parse_email(raw)
    ids = next((values for name, values in mail.headers.items() if name.lower() == "message-id"), [""])
    return Seen(
        subject=even(mail.subject),
        id="".join(ids[0].split()),
        sender=mail.from_.address.lower() if mail.from_ else "",
        name=even(mail.from_.display_name or "") if mail.from_ else "",
        to=tuple(sorted({one.address.lower() for one in mail.to})),
        cc=tuple(sorted({one.address.lower() for one in mail.cc})),
        date=mail.date_parsed,
        texts=(even("\n\n".join(mail.text_plain)), even("\n\n".join(shown(page) for page in mail.text_html))),
        files=tuple((file.filename, len(file.content)) for file in mail.attachments),
    )


def by_standard_library(raw: bytes) -> Seen:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    sender = mail["from"].addresses[0] if mail["from"] and mail["from"].addresses else None
    date = mail["date"].datetime if mail["date"] else None
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    return Seen(
        subject=even(str(mail["subject"] or "")),
        id="".join(str(mail["message-id"] or "").split()),
        sender=sender.addr_spec.lower() if sender else "",
        name=even(sender.display_name) if sender else "",
        to=tuple(sorted({one.addr_spec.lower() for one in (mail["to"].addresses if mail["to"] else ())})),
        cc=tuple(sorted({one.addr_spec.lower() for one in (mail["cc"].addresses if mail["cc"] else ())})),
        date=date.replace(tzinfo=UTC) if date and date.tzinfo is None else date,
        texts=(even(plain.get_content()) if plain else "", shown(page.get_content()) if page else ""),
        files=tuple(_standard_files(mail)),
    )


def _standard_files(mail: email.message.Message) -> Iterator[tuple[str, int]]:
    for part in mail.walk():
        is_text = part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"
        if not part.is_multipart() and not (is_text and not part.get_filename()):
            yield part.get_filename() or "", len(part.get_payload(decode=True) or b"")


# --- classes of difference ------------------------------------------------------------------------------------------------


def differences(mine: Seen, theirs: Seen, raw: bytes) -> Iterator[str]:
    header, start = split(raw)
    fields = parse(header)
    values = {name: b" ".join(fields.get(name, ())) for name in ("subject", "from", "to", "cc", "date", "message-id")}
    is_unseen = not (theirs.subject or theirs.sender or theirs.id) and bool(mine.subject or mine.sender or mine.id)
    if is_unseen:
        yield "header they do not find"
        return
    if mine.subject != theirs.subject:
        yield _of_words(mine.subject, theirs.subject, values["subject"], "subject")
    if mine.id != theirs.id:
        yield _of_id(mine, theirs)
    if mine.sender != theirs.sender:
        yield _of_addresses((mine.sender,), (theirs.sender,), values["from"])
    if mine.name != theirs.name:
        yield _of_name(mine, theirs, values["from"])
    if mine.to != theirs.to:
        yield _of_addresses(mine.to, theirs.to, values["to"])
    if mine.cc != theirs.cc:
        both = set(theirs.cc) - set(mine.cc) <= set(mine.to) | set(theirs.to) and set(mine.cc) <= set(theirs.cc)
        yield "addresses: the same in To and Cc" if both else _of_addresses(mine.cc, theirs.cc, values["cc"])
    if mine.date != theirs.date:
        yield _of_date(mine.date, theirs.date)
    part = tree(raw, fields, start, most=10_000, deepest=100)
    types = [leaf.type for leaf in part.leaves()]
    if mine.texts[0] not in theirs.texts and mine.texts[0] != even(" ".join(theirs.texts)):
        yield _of_texts(mine.texts[0], theirs.texts, raw, types)
    if mine.files != theirs.files:
        yield _of_files(mine, theirs, raw, types)


def _of_words(mine: str, theirs: str, value: bytes, field: str) -> str:
    if not value.isascii() or "\ufffd" in theirs:
        return f"{field}: raw 8-bit"
    return f"{field}: a set they do not know" if "=?" in theirs else f"unexplained {field}: {mine!r} {theirs!r}"


def _of_id(mine: Seen, theirs: Seen) -> str:
    return "id: none by its form" if not mine.id and not theirs.id.startswith("<") else f"unexplained id: {mine.id} {theirs.id}"


def _of_name(mine: Seen, theirs: Seen, value: bytes) -> str:
    if not mine.name and "@" in theirs.name:
        return "name: an address for a name"
    if mine.name and f"({mine.name}".encode() in value.replace(b"\\", b"").replace(b'"', b""):
        return "name: in a comment"
    if mine.sender != theirs.sender:
        return "name: of somebody they find elsewhere"
    if not value.isascii() or b"=?" in value:
        return "name: raw 8-bit or a set they do not know"
    if "@" not in value.decode("latin-1") and not theirs.name:
        return "name: no address"
    return f"unexplained name: {mine.name!r} {theirs.name!r}"


def _of_addresses(mine: tuple[str, ...], theirs: tuple[str, ...], value: bytes) -> str:
    only_mine, only_theirs = set(mine) - set(theirs), set(theirs) - set(mine)
    if any("undisclosed" in one for one in only_theirs):
        return "addresses: nobody"
    if all("@" not in one for one in only_mine | only_theirs) or any("@" not in one for one in only_theirs if one):
        return "addresses: no address"
    if re.search(rb"\s\.\s", value):
        return "addresses: spaces around dots"
    if re.search(rb"['\"(\\]|=\?|<[^>]*$|(?:^|,)[^<,]*>|(?:^|,)\s*,|:|^\S+@\S+\s\S+@", value) or not value.isascii():
        return "addresses: damaged"
    return f"unexplained addresses: {sorted(only_mine)} {sorted(only_theirs)}"


def _of_date(mine: datetime | None, theirs: datetime | None) -> str:
    if mine is None:
        return "date: a year without mail" if theirs and theirs.year > 2100 else f"unexplained date: {theirs}"
    if theirs is None or theirs.year < 1000:
        return "date: they cannot"
    if str(mine.tzinfo) == "Europe/London":
        return "date: no zone"
    is_near = abs((mine.replace(tzinfo=None) - theirs.replace(tzinfo=None)).total_seconds()) in (0, 12 * 3600)
    return "date: half of the day or zone in words" if is_near else f"unexplained date: {mine} {theirs}"


def _squashed(text: str) -> str:
    return re.sub(r"[>\s]", "", text)


def _of_texts(mine: str, theirs: tuple[str, ...], raw: bytes, types: list[str]) -> str:
    bare, others = _squashed(mine), [_squashed(text) for text in theirs if text]
    is_flowed = re.search(rb"format\s{0,9}=\s{0,9}\"?flowed", raw, re.IGNORECASE) is not None
    if is_flowed and bare in others:
        return "text: flowed"
    if not mine or not any(others):
        return "text: one that the other finds empty" if "text/html" not in types or others else "text: structure"
    if re.search(rb"^begin \d{3,4} ", raw, re.MULTILINE) and any(
        _squashed(text.partition("begin ")[0]) in bare for text in theirs
    ):
        return "text: files within"
    if sum(kind.startswith("text/") for kind in types) > 1 and any(other in bare or bare in other for other in others):
        return "text: several in a row"
    if any("<" in text and _squashed(shown(text)) in (bare, "") for text in theirs) or re.match(r"\s*<", theirs[0]):
        return "text: HTML called plain"
    if "text/enriched" in types or "text/richtext" in types:
        return "text: enriched"
    if any("\ufffd" in text for text in theirs) or any(_ascii(bare) == _ascii(other) for other in others):
        return "text: set declared wrongly"
    if any(bare.replace("=", "") == other.replace("=", "") for other in others):
        return "text: rows of equals signs"
    if b"essage Content-type" in raw or len(mine) < 60:
        return "text: structure"
    return f"unexplained text: {mine[:80]!r} {theirs[0][:80]!r} {types}"


def _ascii(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def _of_files(mine: Seen, theirs: Seen, raw: bytes, types: list[str]) -> str:
    sizes, others = [size for _, size in mine.files], [size for _, size in theirs.files]
    if sizes == others:
        pairs = [(one, other) for (one, _), (other, _) in zip(mine.files, theirs.files, strict=True) if one != other]
        if all(not other and one.startswith("unnamed-") for one, other in pairs):
            return "files: unnamed"
        return "files: messages" if all(not other or one.endswith(".eml") for one, other in pairs) else "files: name"
    if "message/rfc822" in types:
        return "files: messages"
    if re.search(rb"^begin \d{3,4} ", raw, re.MULTILINE):
        return "files: within the text"
    if "text/enriched" in types or "text/richtext" in types:
        return "text: enriched"
    named = [name for name, _ in mine.files]
    if {size for _, size in theirs.files} < {size for _, size in mine.files} and "text/rfc822-headers" in types:
        return "files: messages"
    if named == [name for name, _ in theirs.files]:
        return "files: damaged base64" if b"base64" in raw.lower() else "files: ends of lines"
    if {name for name, _ in theirs.files} < set(named):
        return "files: text with a name"
    if not named or "message/partial" in types or b"binary" in raw.lower():
        return "files: structure"
    return f"unexplained files: {mine.files} {theirs.files} {types}"


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    place = tmp_path_factory.mktemp("mail")
    found: list[bytes] = []
    with Reader() as reader:
        for folder, step in STEPS.items():
            files = find(sorted((DATA / folder).glob("*.gz")), place)
            every = (reader.raw(item) for file in files for item in items(file))
            found += itertools.islice(every, 0, None, step)
    return found + [path.read_bytes() for path in sorted((DATA / "odd_mail").rglob("*.eml"))]


@pytest.fixture(scope="module")
def counts(messages: list[bytes]) -> dict[str, Counter[str]]:
    """How many differences of each class there are to each of the others."""
    counted: dict[str, Counter[str]] = {}
    for other in (by_fast_mail_parser, by_standard_library):
        found = counted.setdefault(other.__name__, Counter())
        for raw in messages:
            mine = ours(raw)
            try:
                theirs = other(raw)
            except (fast_mail_parser.ParseError, LookupError, AttributeError):
                found["they raise"] += 1
                continue
            found.update(differences(mine, theirs, raw))
    return counted


def test_every_difference_is_of_a_class_that_is_explained_and_no_explanation_is_idle(messages, counts):
    assert len(messages) > 5_000
    assert {name for found in counts.values() for name in found} == set(EXPLAINED)


def test_hardly_any_differences_are_of_other_classes_than_flowed_text_and_footers(messages, counts):
    for other, found in counts.items():
        rest = found.total() - found["text: flowed"] - found["text: several in a row"] - found["name: in a comment"]
        assert rest < len(messages) / 10, (other, found.most_common())
