"""Who is who: the roster, and whose address stands for which office on which day.

A roster is a CSV file with the columns email, name, role, party, position, seniority, committees. Five more may follow:

    from, to     the first and last day of the office (2021-05-07); a person who held several has a row for each
    also         other addresses of the same person, separated by semicolons
    members      the addresses that a distribution list reaches, or the people who share a mailbox
    writes_for   the address of the Member in whose name this mailbox writes: what it sends is the Member's letter

Whoever is not on it is nobody's Member and nobody's officer: an unknown outsider. So is who is on it for another time only.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from checker.domain import CheckerError, Message, Person, Recipient

COLUMNS = ("email", "name", "role", "party", "position", "seniority", "committees")
MORE_COLUMNS = ("from", "to", "also", "members", "writes_for")
ROLES = ("member", "co-opted-member", "officer", "political-adviser", "external")
SENIORITIES = ("chief", "senior", "junior", "")
# A list that holds lists is gone into so far and no further; one may hold itself.
_DEEPEST = 5

_TITLES = re.compile(
    r"^(?:(?:cllr|councillor|ald|alderman|mr|mrs|ms|miss|mx|dr|prof|sir|dame|lord|lady|rev)\.?\s+)+", re.IGNORECASE
)

_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST = 1_000  # characters of an attribution
_ON_BEHALF = re.compile(r"\son behalf of\s", re.IGNORECASE)


@lru_cache(maxsize=16_384)  # of everybody on a roster it is asked for one message after another
def plain_name(name: str) -> str:
    """A name without titles, in one order and lower case, so that the ways of writing it meet.

    >>> plain_name("Cllr. SMITH, Jo") == plain_name("Jo Smith")
    True
    """
    name = _BRACKETS.sub(" ", name).strip(" '\"")
    if name.count(",") == 1:
        family, given = name.split(",")
        name = f"{_TITLES.sub('', given.strip())} {_TITLES.sub('', family.strip())}"
    return " ".join(_TITLES.sub("", name.strip()).lower().split())


@dataclass(frozen=True, slots=True)
class Roster:
    """The people that somebody has named, each with a row an office. An empty roster knows nobody."""

    people: tuple[Person, ...]
    by_email: Mapping[str, tuple[Person, ...]]
    by_name: Mapping[str, tuple[Person, ...]]

    def who(self, name: str, email: str, on: date | None = None) -> Person:
        """The person behind a sender or recipient in the office of that day, or in the last one if no day is given.

        Unknown when neither address nor (without an address) name is known.
        """
        email = email.strip().lower()
        if email in self.by_email:
            return _in_office(self.by_email[email], on)
        if "@" not in email:
            known = self.by_name.get(plain_name(name or email))
            if known is not None:
                return _in_office(known, on)
        return Person(email, name)

    def named(self, text: str, on: date | None = None) -> Person | None:
        """The person whom an attribution such as ``Cllr Jo Smith <jo@x>`` or ``Smith, Jo`` means, if the roster has them.

        Of "Jo Smith On Behalf Of Wren Ashby" the author is Wren Ashby, also where the roster does not have them and a mailing
        list did the sending.
        """
        sent_by, *principals = _ON_BEHALF.split(text[:_LONGEST])
        if principals:
            author = next((person for each in reversed(principals) if (person := self.named(each, on))), None)
            return author or (None if "-bounces" in text.lower() else self.named(sent_by, on))
        address = re.search(r"[\w.+'-]{1,64}@[\w.-]{1,255}", text)
        if address and address[0].lower() in self.by_email:
            return _in_office(self.by_email[address[0].lower()], on)
        known = self.by_name.get(plain_name(re.sub(r"[<\[(].*", "", text, flags=re.DOTALL)))
        return _in_office(known, on) if known else None

    def member_called(self, name: str, on: date | None = None) -> Person | None:
        """The Member whom a name after "Councillor" means: the whole name, or a family name that one Member alone bears."""
        even = plain_name(name)
        exact = self.by_name.get(even)
        if exact is not None:
            person = _in_office(exact, on)
            return person if person.is_member else None
        family = {p.email: p for p in self.people if p.is_member and plain_name(p.name).split()[-1:] == [even]}
        return self.who("", next(iter(family)), on) if len(family) == 1 else None

    def settled(self, message: Message) -> Message:
        """The message as its day had it: everybody in the office they held, and whom distribution lists reached.

        What a mailbox sends that writes in a Member's name is the Member's.
        """
        on = message.date.date() if message.date else None
        sender, written_by = self._on(message.sender, on), message.written_by
        if sender.writes_for and written_by is None:
            sender, written_by = self.who("", sender.writes_for, on), sender
        recipients = self._reached(message.recipients, on)
        if (sender, written_by, recipients) == (message.sender, message.written_by, message.recipients):
            return message
        return replace(message, sender=sender, written_by=written_by, recipients=recipients)

    def _on(self, person: Person, on: date | None) -> Person:
        offices = self.by_email.get(person.email)
        return _in_office(offices, on) if offices else person

    def _reached(self, recipients: Sequence[Recipient], on: date | None) -> tuple[Recipient, ...]:
        """The recipients and, after each distribution list among them, the people that it reaches and nobody else names."""
        given = {recipient.person.email for recipient in recipients}
        found: dict[tuple[str, str], Recipient] = {}
        for recipient in recipients:
            person = self._on(recipient.person, on)
            found[(person.email, recipient.kind)] = Recipient(person, recipient.kind, recipient.header)
            for each in self._within(person, on) if person.members else ():
                if each.email not in given:
                    through = Recipient(each, recipient.kind, f"{recipient.header}, through {person.label}")
                    found.setdefault((each.email, recipient.kind), through)
        return tuple(found.values())

    def _within(self, person: Person, on: date | None) -> Iterator[Person]:
        level, seen = [person], {person.email}
        for _ in range(_DEEPEST):
            level = [self.who("", email, on) for each in level for email in each.members if email not in seen]
            seen.update(each.email for each in level)
            yield from (each for each in level if not each.members)

    def __bool__(self) -> bool:
        return bool(self.people)


def _in_office(offices: tuple[Person, ...], on: date | None) -> Person:
    """The office of that day. Outside all of them somebody is an outsider, whose name is known."""
    if on is None:
        return offices[-1]
    for person in offices:
        if (person.since is None or person.since <= on) and (person.until is None or on <= person.until):
            return person
    return Person(offices[-1].email, offices[-1].name, "external")


def roster(people: Iterable[Person], also: Mapping[str, str] = MappingProxyType({})) -> Roster:
    """A roster of these people; a name that two of them bear stands for neither. ``also`` are other addresses of theirs."""
    people = tuple(people)
    emails: dict[str, list[Person]] = {}
    names: dict[str, list[Person]] = {}
    for person in sorted(people, key=lambda person: person.since or date.min):
        emails.setdefault(person.email, []).append(person)
        names.setdefault(plain_name(person.name), []).append(person)
    for other, email in also.items():
        emails.setdefault(other, emails[email])
    by_name = {name: tuple(rows) for name, rows in names.items() if name and len({row.email for row in rows}) == 1}
    return Roster(people, {email: tuple(rows) for email, rows in emails.items()}, by_name)


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file; ``CheckerError`` names every fault at once."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CheckerError(f"Roster {path} cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise CheckerError(f"Roster {path} is not in UTF-8; in Excel, save it as “CSV UTF-8 (comma delimited)”.") from error
    first = text.partition("\n")[0]
    # Excel separates by semicolons where the comma is the decimal sign.
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    header = [column.strip().lower() for column in next(rows, [])]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise CheckerError(
            f"Roster {path} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}; "
            f"its first line should be {','.join(COLUMNS)}."
        )
    people: dict[int, Person] = {}
    also: dict[str, tuple[int, str]] = {}
    faults: list[str] = []
    for row in rows:
        number = rows.line_num
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        person, wrong = _person(cells)
        wrong += _faults(person, len(row), len(header))
        faults += [f"line {number}: {fault}" for fault in wrong]
        people[number] = person
        for other in _list(cells.get("also", "").lower()):
            if also.setdefault(other, (number, person.email))[1] != person.email:
                faults.append(f"line {number}: {other} is given to {also[other][1]} on line {also[other][0]}; keep one of them")
    faults += _clashes(people, also)
    if faults:
        raise CheckerError(f"Roster {path} has faults: {'; '.join(faults)}.")
    return roster(people.values(), {other: email for other, (_, email) in also.items()})


def _person(cells: Mapping[str, str]) -> tuple[Person, list[str]]:
    faults: list[str] = []
    days: dict[str, date | None] = {"from": None, "to": None}
    for column in days:
        if value := cells.get(column, ""):
            try:
                days[column] = date.fromisoformat(value)
            except ValueError:
                faults.append(f"'{column}' is '{value}'; a day such as 2021-05-07 was expected")
    return Person(
        email=cells.get("email", "").lower(),
        name=cells.get("name", ""),
        role=cells.get("role", "").lower(),
        party=cells.get("party", ""),
        position=cells.get("position", ""),
        seniority=cells.get("seniority", "").lower(),
        committees=_list(cells.get("committees", "")),
        since=days["from"],
        until=days["to"],
        members=_list(cells.get("members", "").lower()),
        writes_for=cells.get("writes_for", "").lower(),
    ), faults


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _faults(person: Person, cells: int, columns: int) -> Iterator[str]:
    if cells != columns:
        yield f"{cells} cells where the first line has {columns}"
    if "@" not in person.email:
        yield f"'{person.email}' is no address"
    if person.role not in ROLES:
        yield f"role '{person.role}' is none of {', '.join(ROLES)}"
    if person.seniority not in SENIORITIES:
        yield f"seniority '{person.seniority}' is none of chief, senior, junior (or empty)"
    if person.since and person.until and person.until < person.since:
        yield f"the office ends on {person.until} before it begins on {person.since}"


def _clashes(people: Mapping[int, Person], also: Mapping[str, tuple[int, str]]) -> Iterator[str]:
    """Rows of one address whose days overlap, and addresses that two people are given."""
    rows: dict[str, list[tuple[int, Person]]] = {}
    for number, person in people.items():
        for other, before in rows.setdefault(person.email, []):
            if _overlap(before, person):
                days = "" if person.since is None and person.until is None else ", for days that overlap"
                yield f"line {number}: {person.email} stands already on line {other}{days}; keep one of them"
        rows[person.email].append((number, person))
    for address, (number, email) in also.items():
        if address in rows and address != email:
            yield f"line {number}: {address} has a row of its own on line {rows[address][0][0]}; keep one of them"


def _overlap(one: Person, other: Person) -> bool:
    begins = max(one.since or date.min, other.since or date.min)
    return begins <= min(one.until or date.max, other.until or date.max)


def domains(people: Iterable[Person]) -> frozenset[str]:
    """The mail domains that the authority's officers write from: its own facilities."""
    return frozenset(p.email.rpartition("@")[2] for p in people if p.is_officer and "@" in p.email)
