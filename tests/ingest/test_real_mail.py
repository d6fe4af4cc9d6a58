"""Real mail that lies outside the project, read whole."""

from __future__ import annotations

import email
import email.utils
import gzip
import re
from collections import Counter
from pathlib import Path

import pytest

from checker.domain import Person, Unread
from checker.ingest.containers import Reader, find, items
from checker.ingest.unreadable import NotReadable

DATA = Path(__file__).parents[3] / "shared" / "data"

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not DATA.is_dir(), reason="the data are not here")]

COUNTS = {
    "enron_mail/enron_3000.mbox.gz": 2988,
    "enron_mail/enron_skilling-j.mbox.gz": 1391,
    "enron_mail/enron_derrick-j.mbox.gz": 1431,
    "spamassassin/easy_ham.mbox.gz": 2500,
    "spamassassin/hard_ham.mbox.gz": 249,
    "spamassassin/spam.mbox.gz": 500,
    "mailing_lists/openbmc_dev.mbox.gz": 795,
    "mailing_lists/usrp-users_dev.mbox.gz": 304,
}


def who(name: str, address: str) -> Person:
    return Person(address, name)


@pytest.mark.parametrize("name", COUNTS)
def test_every_message_of_a_mailbox_is_found_and_read(name, tmp_path):
    read = 0
    with Reader() as reader:
        for file in find([DATA / name], tmp_path):
            for item in items(file):
                message = reader.message(item, who)
                known = reader.index(item)
                assert (known.message_id, known.date, known.subject) == (message.id, message.date, message.subject)
                assert "".join(message.text[zone.start : zone.end] for zone in message.zones) == message.text
                read += 1

    assert read == COUNTS[name]


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
            assert sum(told.values()) > before

    assert told["read"] > 900


@pytest.mark.parametrize("name", COUNTS)
def test_headers_and_plain_texts_are_as_the_standard_library_reads_them(name, tmp_path):
    differing: Counter[str] = Counter()
    total = 0
    (tmp_path / "mailbox.mbox").write_bytes(gzip.decompress((DATA / name).read_bytes()))
    with Reader() as reader:
        for item in items(next(find([tmp_path / "mailbox.mbox"], tmp_path))):
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

    assert all(count < total / 20 for count in differing.values()), differing
