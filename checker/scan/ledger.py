"""The account that a scan keeps: what was given and read, what was not and why, and what this export cannot show.

A mailbox or an archive is an entry of its own. Files that are one message each, as in a Maildir or a folder of eml, are told as
the folder they lie in, and so are files in it that are no mail. Messages that hang on others are an entry beside the file's.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from checker.conversations import base_subject, carries
from checker.domain import FORWARDED, QUOTED, Container, Conversation, Message, Quoted, Source, Unread, Zone
from checker.ingest import dates
from checker.ingest.containers import OWN_FILE, MailFile
from checker.people import Roster
from checker.scan.plan import Plan

# So many people without sent mail are named; beyond them they are counted.
_MOST_NAMED = 20


@dataclass(slots=True)
class _Entry:
    """A line of the account in the making. ``parts`` are the files that it stands for."""

    kinds: Counter[str] = field(default_factory=Counter)
    parts: list[tuple[str, str]] = field(default_factory=list)
    expected: int = 0
    unread: int = 0


class Ledger:
    """Files as they are found, messages as they are expected, and what was not read, each with its reason."""

    def __init__(self) -> None:
        self.files: list[MailFile] = []
        self.unread: list[Unread] = []
        self._entries: dict[str, _Entry] = {}
        self._entry_of: dict[str, str] = {}

    def found(self, file: MailFile) -> None:
        """Take a file into the account."""
        self.files.append(file)
        key = file.folder if file.is_single and file.folder else file.path
        # An archive and what a file of the same path holds, once unpacked, are one entry.
        entry = self._entries.setdefault(key, _Entry())
        self._entry_of[file.path] = key
        words = file.called or ", ".join(word for word in (file.kind, file.packing) if word)
        entry.kinds[words] += 1
        entry.parts.append((file.path, file.sha256))

    def expect(self, source: Source) -> None:
        """Count something that will be read or named as not read."""
        self._of(source).expected += 1

    def lose(self, unread: Unread) -> None:
        """Name something that was expected and not read."""
        self.unread.append(unread)
        self._of(unread.source).unread += 1

    def _of(self, source: Source) -> _Entry:
        key = self._entry_of[source.file]
        return self._entries.setdefault(f"{key}\x1fwithin", _Entry()) if source.within else self._entries[key]

    def containers(self, plan: Plan) -> Iterator[Container]:
        """The entries, in the order in which they were found."""
        for key, entry in self._entries.items():
            path, _, within = key.partition("\x1f")
            read = entry.expected - entry.unread
            if within:
                yield Container(path, "messages attached to messages", "", entry.expected, read, entry.unread)
            elif len(entry.parts) == 1:
                ((path, sha256),) = entry.parts
                (kind,) = entry.kinds
                yield Container(path, kind, sha256, entry.expected, read, entry.unread, plan.folders(path))
            else:
                kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(entry.kinds.items()))
                yield Container(path, f"folder: {kinds}", hash_of(entry.parts), entry.expected, read, entry.unread)

    def hashes(self) -> Iterator[tuple[str, str]]:
        """The path and the SHA-256 of every file that was given, by which a reader can tell that it is the same."""
        for file in self.files:
            if file.sha256:
                yield file.path, file.sha256


def hash_of(parts: Sequence[tuple[str, str]]) -> str:
    """A hash over the files of a folder: of a line each, its path, a space and its own hash, in sorted order."""
    lines = sorted(f"{path} {sha256}\n" for path, sha256 in parts)
    return hashlib.sha256("".join(lines).encode("utf-8", "replace")).hexdigest()


def gaps(plan: Plan, people: Roster, sealed: Mapping[str, int]) -> tuple[str, ...]:
    """What this export cannot show, as its own messages tell: blind copies, people whose sent mail is not in it, sealed texts.

    ``sealed`` counts messages that were read but have no text that can be, by the reason.
    """
    told: list[str] = []
    if any(person.guess for person in people.people):
        roles = Counter(person.role for person in people.people)
        counted = ", ".join(f"{number:,} {role.replace('-', ' ')}" for role, number in sorted(roles.items()))
        told.append(
            "Who holds which office. No roster was given, so offices were guessed from addresses, names, signatures and "
            f"salutations ({counted}). Nothing that rests on a guess is called a breach."
        )
    if plan.blind:
        verb = "shows" if plan.blind == 1 else "show"
        told.append(
            f"{plan.blind:,} of {len(plan):,} messages {verb} a blind copy; of the others it is not known whether one was sent."
        )
    elif len(plan):
        told.append("No message of this export shows a blind copy: either none was sent, or this source does not keep them.")
    silent = [
        person.label
        for person in people.people
        if (traffic := plan.traffic(person.email)).received and not traffic.sent and person.role != "external"
    ]
    if silent:
        more = f" and {len(silent) - _MOST_NAMED} others" if len(silent) > _MOST_NAMED else ""
        told.append(
            f"No message sent by {', '.join(silent[:_MOST_NAMED])}{more} is in this export: whether they answered cannot be told."
        )
    for reason, number in sorted(sealed.items()):
        told.append(
            f"What is said in {number:,} {'message' if number == 1 else 'messages'}, of which only the header was read: {reason}."
        )
    return tuple(told)


def own_file_note(files: list[MailFile]) -> str:
    """How many files only serve a mail program or describe the export, for the account; empty if there are none."""
    number = sum(file.kind == OWN_FILE for file in files)
    return f"{number:,} files are the mail program's or the export's own and hold no message." if number else ""


# --- what is seen only in quotation ---------------------------------------------------------------------------------------


def quoted_only(conversation: Conversation, plan: Plan, people: Roster) -> Iterator[Quoted]:
    """Messages that are quoted in a conversation, with their author and time, and lie nowhere in the export."""
    known: set[tuple[str, str, str]] = set()
    for message in conversation.messages:
        for zone, _ in message.words(QUOTED, FORWARDED):
            if not zone.author or not (zone.sent or zone.subject):
                continue
            mark = (zone.author.lower(), " ".join(zone.sent.split()).lower(), base_subject(zone.subject))
            if mark in known:
                continue
            known.add(mark)
            if not _is_here(zone, message, conversation, plan, people):
                yield Quoted(message.source, message.id, zone.author, zone.sent, zone.subject)


def _is_here(zone: Zone, message: Message, conversation: Conversation, plan: Plan, people: Roster) -> bool:
    name, email = _author(zone.author)
    person = people.who(name, email)
    if plan.holds(person.email, name, _moment(zone.sent), zone.subject or message.subject):
        return True
    for other in conversation.messages:
        found = carries(message, other) if other is not message else None
        if found is not None and found.zone == zone:
            return True
    return False


def _author(text: str) -> tuple[str, str]:
    """The name and the address in an attribution such as ``Jo Smith [mailto:jo@x.example]``."""
    name, mark, rest = text.partition("<") if "<" in text else text.partition("[")
    address = rest.strip(" <>[]").removeprefix("mailto:") if mark else ""
    if not address and "@" in text and " " not in text.strip():
        return "", text.strip(" <>\"'").lower()
    return name.strip(" \"'"), address.lower() if "@" in address else ""


def _moment(text: str) -> datetime | None:
    return dates.date(text.replace(" at ", " ").replace(",", " ")) if text else None
