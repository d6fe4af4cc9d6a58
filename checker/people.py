"""Who is who: the roster, and whose address stands for which office.

A roster is a CSV file with the columns email, name, role, party, position, seniority, committees. Whoever is not on it is
nobody's Member and nobody's officer: an unknown outsider.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.domain import CheckerError, Person

COLUMNS = ("email", "name", "role", "party", "position", "seniority", "committees")
ROLES = ("member", "co-opted-member", "officer", "political-adviser", "external")
SENIORITIES = ("chief", "senior", "junior", "")

_TITLES = re.compile(
    r"^(?:(?:cllr|councillor|ald|alderman|mr|mrs|ms|miss|mx|dr|prof|sir|dame|lord|lady|rev)\.?\s+)+", re.IGNORECASE
)


def plain_name(name: str) -> str:
    """A name without titles, in one order and lower case, so that the ways of writing it meet.

    >>> plain_name("Cllr. SMITH, Jo") == plain_name("Jo Smith")
    True
    """
    name = re.sub(r"\([^()]*\)", " ", name).strip(" '\"")
    if name.count(",") == 1:
        family, given = name.split(",")
        name = f"{_TITLES.sub('', given.strip())} {_TITLES.sub('', family.strip())}"
    return " ".join(_TITLES.sub("", name.strip()).lower().split())


@dataclass(frozen=True, slots=True)
class Roster:
    """The people that somebody has named, by address and by name. An empty roster knows nobody."""

    people: tuple[Person, ...]
    by_email: dict[str, Person]
    by_name: dict[str, Person]

    def who(self, name: str, email: str) -> Person:
        """The person behind a sender or recipient, unknown when neither address nor (without an address) name is known."""
        email = email.strip().lower()
        if email in self.by_email:
            return self.by_email[email]
        if "@" not in email:
            known = self.by_name.get(plain_name(name or email))
            if known is not None:
                return known
        return Person(email, name)

    def named(self, text: str) -> Person | None:
        """The person whom an attribution such as ``Cllr Jo Smith <jo@x>`` or ``Smith, Jo`` means, if the roster has them."""
        address = re.search(r"[\w.+'-]{1,64}@[\w.-]{1,255}", text)
        if address and address[0].lower() in self.by_email:
            return self.by_email[address[0].lower()]
        return self.by_name.get(plain_name(re.sub(r"[<\[(].*", "", text, flags=re.DOTALL)))

    def member_called(self, name: str) -> Person | None:
        """The Member whom a name after "Councillor" means: the whole name, or a family name that one Member alone bears."""
        even = plain_name(name)
        exact = self.by_name.get(even)
        if exact is not None:
            return exact if exact.is_member else None
        family = [p for p in self.people if p.is_member and plain_name(p.name).split()[-1:] == [even]]
        return family[0] if len(family) == 1 else None

    def __bool__(self) -> bool:
        return bool(self.people)


def roster(people: Iterable[Person]) -> Roster:
    """A roster of these people; a name that two of them bear stands for neither."""
    people = tuple(people)
    names: dict[str, Person] = {}
    shared: set[str] = set()
    for person in people:
        name = plain_name(person.name)
        if name in names:
            shared.add(name)
        names[name] = person
    by_name = {name: person for name, person in names.items() if name and name not in shared}
    return Roster(people, {p.email: p for p in people}, by_name)


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
    people: list[Person] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for row in rows:
        number = rows.line_num
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        person = _person(cells)
        faults += [f"line {number}: {fault}" for fault in _faults(person, len(row), len(header))]
        if person.email in seen:
            faults.append(f"line {number}: {person.email} stands already on line {seen[person.email]}; keep one of them")
        seen.setdefault(person.email, number)
        people.append(person)
    if faults:
        raise CheckerError(f"Roster {path} has faults: {'; '.join(faults)}.")
    return roster(people)


def _person(cells: dict[str, str]) -> Person:
    return Person(
        email=cells.get("email", "").lower(),
        name=cells.get("name", ""),
        role=cells.get("role", "").lower(),
        party=cells.get("party", ""),
        position=cells.get("position", ""),
        seniority=cells.get("seniority", "").lower(),
        committees=tuple(c.strip() for c in cells.get("committees", "").split(";") if c.strip()),
    )


def _faults(person: Person, cells: int, columns: int) -> Iterator[str]:
    if cells != columns:
        yield f"{cells} cells where the first line has {columns}"
    if "@" not in person.email:
        yield f"'{person.email}' is no address"
    if person.role not in ROLES:
        yield f"role '{person.role}' is none of {', '.join(ROLES)}"
    if person.seniority not in SENIORITIES:
        yield f"seniority '{person.seniority}' is none of chief, senior, junior (or empty)"


def domains(people: Iterable[Person]) -> frozenset[str]:
    """The mail domains that the authority's officers write from: its own facilities."""
    return frozenset(p.email.rpartition("@")[2] for p in people if p.is_officer and "@" in p.email)
