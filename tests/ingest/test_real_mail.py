"""Real mail that lies outside the project, read whole."""

from __future__ import annotations

import email
import email.utils
import re
from collections import Counter
from pathlib import Path

import pytest

from checker.domain import Message, Person, Unread
from checker.ingest.containers import NOT_MAIL, Reader, find, items
from checker.ingest.mail import formats
from checker.ingest.unreadable import NotReadable

DATA = Path(__file__).parents[3] / "shared" / "data"

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not DATA.is_dir(), reason="the data are not here")]

# How many messages the mailboxes of each folder hold, by their own account.
COUNTS = {
    "enron_mail": [1391, 1431, 2988],
    "mailing_lists": [304, 795],
    "spamassassin": [249, 500, 2500],
}


def who(name: str, address: str) -> Person:
    return Person(address, name)


@pytest.mark.parametrize("folder", COUNTS)
def test_every_message_of_a_mailbox_is_found_and_read(folder, tmp_path):
    counts: list[int] = []
    with Reader() as reader:
        for file in find(sorted((DATA / folder).glob("*.gz")), tmp_path):
            for item in items(file):
                message = reader.message(item, who)
                known = reader.index(item)
                assert (known.date, known.subject, known.recipients) == (message.date, message.subject, _as_indexed(message))
                assert known.message_id == message.id
                assert "".join(message.text[zone.start : zone.end] for zone in message.zones) == message.text
            counts.append(len(list(items(file))))

    assert sorted(counts) == COUNTS[folder]


def _as_indexed(message: Message) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((one.person.name, one.person.email, one.kind, one.header) for one in message.recipients)


def test_every_odd_file_is_read_or_told(tmp_path):
    told: Counter[str] = Counter()
    with Reader() as reader:
        for file in find([DATA / "odd_mail"], tmp_path):
            before = sum(told.values())
            for item in items(file):
                try:
                    if not isinstance(item, Unread):
                        reader.message(item, who)
                    told["unread" if isinstance(item, Unread) else "read"] += 1
                except NotReadable:
                    told["unread"] += 1
            is_bare = file.kind not in (*formats(), NOT_MAIL) or not file.location.stat().st_size
            assert sum(told.values()) > before or is_bare

    assert told["read"] > 900


@pytest.mark.parametrize("folder", COUNTS)
def test_headers_and_plain_texts_are_as_the_standard_library_reads_them(folder, tmp_path):
    differing: Counter[str] = Counter()
    total = 0
    with Reader() as reader:
        for item in (item for file in find(sorted((DATA / folder).glob("*.gz")), tmp_path) for item in items(file)):
            raw = reader.raw(item)
            message = reader.message(item, who)
            standard = email.message_from_bytes(raw)
            total += 1
            differing["id"] += " ".join((standard["message-id"] or "").split()) != message.id
            to = email.utils.getaddresses([str(value) for value in standard.get_all("to", [])])
            addresses = {address.lower() for _, address in to if "@" in address[1:] and "undisclosed" not in address.lower()}
            differing["to"] += addresses != {person.email for person in message.to if "@" in person.email[1:]}
            if standard.get_content_type() == "text/plain":
                words = re.findall(rb"[A-Za-z]{2,}", standard.get_payload(decode=True) or b"")
                differing["text"] += [word.decode() for word in words] != re.findall("[A-Za-z]{2,}", message.text)

    assert all(count < total / 100 for count in differing.values()), differing
