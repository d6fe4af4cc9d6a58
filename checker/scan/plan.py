"""The plan of a scan: every message by its header, and the conversations that they make, without reading a body.

All of it is kept in a database in the scan's own folder, so that a mailbox of millions of messages takes no more memory than a
small one. The same conversations come out in whatever order the messages lie.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from checker.conversations import Link, base_subject, is_continuing, may_continue
from checker.domain import BCC, Source
from checker.ingest.headers import Headers
from checker.ingest.mail import Item

# At most so many messages, and so many bytes of them, in whole conversations, are a part of a scan.
PART = 8_000
PART_BYTES = 40_000_000
# A part is looked at beside so many messages of the conversations that began before and after it: an answer may come under
# another subject, and a letter be passed on in a new conversation.
BESIDE = 1_000
# A daily circular must not make the search for the message that is answered quadratic.
_LATEST = 200
_NO_DATE = "9999"
_SEPARATOR = "\x1f"

_TABLES = """
CREATE TABLE message (
    n INTEGER PRIMARY KEY, file TEXT, number INTEGER, within TEXT, format TEXT, path BLOB, start INTEGER, length INTEGER,
    id TEXT, date TEXT, sender TEXT, sender_name TEXT, base TEXT, continues INTEGER, people TEXT, folder TEXT, thread INTEGER
);
CREATE TABLE reference (hash INTEGER, n INTEGER, own INTEGER);
CREATE TABLE pair (sender TEXT, recipient TEXT, PRIMARY KEY (sender, recipient)) WITHOUT ROWID;
CREATE TABLE person (email TEXT PRIMARY KEY, sent INTEGER, received INTEGER) WITHOUT ROWID;
"""
_ITEM = "file, number, within, format, path, start, length"


@dataclass(frozen=True, slots=True)
class Traffic:
    """How many messages of the export an address sent, and how many it received."""

    sent: int
    received: int


@dataclass(frozen=True, slots=True)
class Part:
    """Conversations to be checked together, and those beside them that are only looked at."""

    threads: list[list[Item]]
    before: list[list[Item]]
    after: list[list[Item]]


class Plan:
    """Messages by their headers, and their conversations once ``arrange`` has joined them."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "plan.sqlite")
        # The database is nobody's but this scan's: should that be killed, it is made anew.
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -20000;" + _TABLES)
        self._total = 0
        self.blind = 0  # messages that show a blind copy

    def __len__(self) -> int:
        return self._total

    def close(self) -> None:
        self._database.close()

    def add(self, item: Item, headers: Headers) -> None:
        """Take a message into the plan."""
        n = self._total
        self._total += 1
        source = item.source
        sender = headers.sender[1]
        recipients = {email for _, email, *_ in headers.recipients if email}
        people = sorted({sender, *recipients} - {""})
        self._database.execute(
            f"INSERT INTO message VALUES ({', '.join('?' * 17)})",  # noqa: S608 only marks of parameters are put in
            (
                *(
                    n,
                    _storable(source.file),
                    source.number,
                    source.within,
                    item.format,
                    os.fsencode(item.path),
                    item.offset,
                    item.length,
                ),
                *(_storable(headers.message_id), _sortable(headers.date), _storable(sender), _storable(headers.sender[0])),
                *(_storable(base_subject(headers.subject)), is_continuing(headers.subject), _storable(_SEPARATOR.join(people))),
                *(_storable(headers.folder), None),
            ),
        )
        references = [(_hash(headers.message_id), n, 1), *((_hash(id), n, 0) for id in headers.answers)]
        self._database.executemany("INSERT INTO reference VALUES (?, ?, ?)", references)
        pairs = [(_storable(sender), _storable(email)) for email in sorted(recipients)]
        self._database.executemany("INSERT OR IGNORE INTO pair VALUES (?, ?)", pairs)
        self._count(sender, sent=1)
        for email in sorted(recipients):
            self._count(email, received=1)
        self.blind += any(kind == BCC for _, _, kind, _ in headers.recipients)

    def _count(self, email: str, *, sent: int = 0, received: int = 0) -> None:
        self._database.execute(
            "INSERT INTO person VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sent = sent + excluded.sent, "
            "received = received + excluded.received",
            (_storable(email), sent, received),
        )

    # --- joining -------------------------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """Join the messages into conversations."""
        self._database.executescript(
            # Text, so that the same moment and id are in one order wherever the messages lie.
            "CREATE TABLE ranked AS SELECT "
            "row_number() OVER (ORDER BY date, id, file, number, within) - 1 AS rank, n FROM message;"
            "CREATE UNIQUE INDEX rank_of ON ranked (n); CREATE INDEX hash_of ON reference (hash);"
            "CREATE INDEX sender_of ON message (sender); CREATE INDEX named_of ON message (sender_name);"
            "CREATE INDEX base_of ON message (base);"
        )
        leader = array("q", range(self._total))
        self._join_by_ids(leader)
        self._join_by_subjects(leader)
        self._database.executescript("CREATE UNIQUE INDEX rank_by ON ranked (rank)")
        self._database.executemany(
            "UPDATE message SET thread = ? WHERE n = (SELECT n FROM ranked WHERE rank = ?)", _threads(leader)
        )
        self._database.execute("CREATE INDEX thread_of ON message (thread)")

    def _join_by_ids(self, leader: array[int]) -> None:
        rows = self._database.execute("SELECT hash, rank FROM reference JOIN ranked USING (n) ORDER BY hash, rank")
        last, first = None, 0
        for hash, rank in rows:
            if hash == last:
                leader[_head(leader, rank)] = _head(leader, first)
            else:
                last, first = hash, rank

    def _join_by_subjects(self, leader: array[int]) -> None:
        answering = bytearray(self._total)
        for (n,) in self._database.execute(
            "SELECT DISTINCT n FROM reference WHERE own = 0 AND hash IN (SELECT hash FROM reference WHERE own = 1)"
        ):
            answering[n] = 1
        rows = self._database.execute(
            "SELECT base, rank, n, continues, people, date FROM message JOIN ranked USING (n) "
            "WHERE base <> '' ORDER BY base, rank"
        )
        subject = None
        latest: deque[tuple[int, Link]] = deque(maxlen=_LATEST)
        for base, rank, n, continues, people, moment in rows:
            if base != subject:
                subject = base
                latest.clear()
            link = Link(frozenset(people.split(_SEPARATOR)) - {""}, _moment(moment))
            if continues and not answering[n]:
                for earlier, other in reversed(latest):
                    if may_continue(link, other):
                        leader[_head(leader, rank)] = _head(leader, earlier)
                        break
            latest.append((rank, link))

    # --- what is planned -----------------------------------------------------------------------------------------------

    def parts(self) -> Iterator[Part]:
        """Whole conversations, oldest first, in parts of bounded size. One that is too long for a part is cut."""
        before: list[list[Item]] = []
        part: list[list[Item]] = []
        for following in self._stretches():
            if part:
                yield Part(part, _last(before), _first(following))
            before, part = part, following
        if part:
            yield Part(part, _last(before), [])

    def _stretches(self) -> Iterator[list[list[Item]]]:
        part: list[list[Item]] = []
        thread, messages, size = None, 0, 0
        for row in self._database.execute(
            f"SELECT thread, {_ITEM} FROM message JOIN ranked USING (n) ORDER BY thread, rank"  # noqa: S608 names of columns
        ):
            item = _item(row[1:])
            is_new = row[0] != thread
            is_full = messages >= PART or size + item.length > PART_BYTES
            if part and is_full and (is_new or messages >= 2 * PART or size > 2 * PART_BYTES):
                yield part
                part, messages, size, is_new = [], 0, 0, True
            if is_new:
                part.append([])
                thread = row[0]
            part[-1].append(item)
            messages += 1
            size += item.length
        if part:
            yield part

    def thread(self, source: Source) -> list[Item]:
        """The conversation of the message that lies here, oldest first."""
        rows = self._database.execute(
            f"SELECT {_ITEM} FROM message JOIN ranked USING (n) WHERE thread = (SELECT thread FROM message WHERE file = ? "  # noqa: S608
            "AND number = ? AND within = ?) ORDER BY rank",
            (_storable(source.file), source.number, source.within),
        )
        return [_item(row) for row in rows]

    def samples(self, most: int) -> Iterator[Item]:
        """The latest messages of each sender, so many at most."""
        rows = self._database.execute(
            f"SELECT {_ITEM} FROM (SELECT *, row_number() OVER (PARTITION BY sender ORDER BY date DESC, id, n) AS turn "  # noqa: S608 names of columns
            "FROM message) WHERE turn <= ? ORDER BY n",
            (most,),
        )
        for row in rows:
            yield _item(row)

    def end(self) -> datetime | None:
        """When the latest message with a date was sent."""
        (last,) = self._database.execute("SELECT max(date) FROM message WHERE date < ?", (_NO_DATE,)).fetchone()
        return _moment(last) if last else None

    def senders(self) -> frozenset[str]:
        """The addresses that sent anything."""
        return frozenset(email for (email,) in self._database.execute("SELECT email FROM person WHERE sent > 0"))

    def reached(self, people: Iterable[str]) -> dict[str, frozenset[str]]:
        """To whom these people wrote, by address."""
        found = {}
        for sender in sorted(set(people)):
            rows = self._database.execute("SELECT recipient FROM pair WHERE sender = ?", (sender,))
            if written := frozenset(recipient for (recipient,) in rows):
                found[sender] = written
        return found

    def traffic(self, email: str) -> Traffic:
        """What an address sent and received."""
        row = self._database.execute("SELECT sent, received FROM person WHERE email = ?", (email,)).fetchone()
        return Traffic(*row) if row else Traffic(0, 0)

    def folders(self, file: str) -> tuple[tuple[str, int], ...]:
        """The folders or labels that the messages of a file say they were kept under, with how many, most first."""
        rows = self._database.execute(
            "SELECT folder, count(*) FROM message WHERE file = ? AND folder <> '' GROUP BY folder ORDER BY 2 DESC, 1", (file,)
        )
        return tuple((folder, number) for folder, number in rows)

    def holds(self, sender: str, name: str, moment: datetime | None, subject: str) -> bool:
        """Whether a message is here that this may be: of this sender with this subject or sent at this minute, or both of these.

        A quotation gives the time of its writer's clock and seldom the zone, so hours are not compared.
        """
        base = base_subject(subject)
        rows = self._database.execute(
            "SELECT date, base = ?1 AND ?1 <> '', sender = ?2 AND ?2 <> '' OR sender_name = ?3 AND ?3 <> '' FROM message "
            "WHERE (sender = ?2 AND ?2 <> '') OR (sender_name = ?3 AND ?3 <> '') OR (base = ?1 AND ?1 <> '')",
            (_storable(base), _storable(sender), _storable(name)),
        )
        for when, has_subject, is_theirs in rows:
            is_then = moment is not None and when < _NO_DATE and _is_same_minute(datetime.fromisoformat(when), moment)
            if (has_subject and is_theirs) or (is_then and (has_subject or is_theirs)):
                return True
        return False


def _is_same_minute(one: datetime, other: datetime) -> bool:
    apart = abs((one.replace(tzinfo=None) - other.replace(tzinfo=None)).total_seconds())
    return one.minute == other.minute and apart <= 14 * 3_600


def _first(threads: list[list[Item]]) -> list[list[Item]]:
    """The first conversations that together have no more messages than are looked at beside a part."""
    messages = 0
    for number, thread in enumerate(threads):
        messages += len(thread)
        if messages > BESIDE:
            return threads[:number]
    return threads


def _last(threads: list[list[Item]]) -> list[list[Item]]:
    return _first(threads[::-1])[::-1]


def _item(row: tuple[str, int, str, str, bytes, int, int]) -> Item:
    file, number, within, format, path, start, length = row
    return Item(Source(file, number, within), format, Path(os.fsdecode(path)), start, length)


def _threads(leader: array[int]) -> Iterator[tuple[int, int]]:
    """The rank of the first message of each message's conversation, and its own."""
    first = array("q", [-1]) * len(leader)
    for rank in range(len(leader)):
        head = _head(leader, rank)
        if first[head] < 0:
            first[head] = rank
        yield first[head], rank


def _head(leader: array[int], rank: int) -> int:
    while leader[rank] != rank:
        leader[rank] = leader[leader[rank]]
        rank = leader[rank]
    return rank


def _hash(id: str) -> int:
    return int.from_bytes(hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def _storable(text: str) -> str:
    """Text as a database can hold it: halves of surrogate pairs, which only damaged mail has, are replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _sortable(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00").rjust(25, "0") if moment else _NO_DATE


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text != _NO_DATE else None
