"""Whom a message reaches outside the authority: the press, a minister, a resident, a firm; and what the authority is called.

The roster says who is outside, and by a position such as "Reporter" what for. Where it says nothing the address does: the desk
of a newspaper is written in its domain.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from checker.domain import Case, Message, Person

_PRESS = re.compile(
    r"\b(?:reporter|journalist|editor|correspondent|columnist|newsroom|news ?desk|newspaper|broadcaster|producer|presenter)\b"
)
_PRESS_HOUSE = re.compile(
    r"(?:echo|gazette|courier|mercury|herald|chronicle|argus|advertiser|examiner|tribune|guardian|observer|telegraph|bugle|journal|newspaper"
    r"|radio|\bnews|news\b|times|press|bbc|itv)"
)
_PRESS_DESK = re.compile(r"^(?:news ?desk|news|editor|letters|newsroom|reporters?)\b")
_MINISTER = re.compile(r"\b(?:minister|ministerial|secretary of state|government)\b")


def outsiders(message: Message) -> list[Person]:
    """Everybody outside the authority whom a message was sent to, in To and Bcc before Cc."""
    return [person for person in (*message.to, *message.bcc, *message.cc) if person.is_outside]


def is_press(person: Person) -> bool:
    """Whether somebody outside is of a newspaper or broadcaster, by position, name or address."""
    if not person.is_outside:
        return False
    if _PRESS.search(f"{person.position} {person.name}".lower()):
        return True
    local, _, domain = person.email.lower().partition("@")
    house = domain.partition(".")[0]
    return bool(_PRESS_DESK.match(local) or _PRESS_HOUSE.search(house))


def is_minister(person: Person) -> bool:
    """Whether somebody outside speaks for the government."""
    if not person.is_outside:
        return False
    return bool(_MINISTER.search(f"{person.position} {person.name} {person.email.replace('.', ' ').replace('@', ' ')}".lower()))


_THE = re.compile(r"\b[Tt]he\s+\Z")
# What may follow the name of a place in the name of its authority.
_BODY = re.compile(
    r"(?:\s+(?:and|area|borough|city|combined|county|disposal|district|fire|joint|metropolitan|police|recycling|rescue|transport|waste)){0,5}"
    r"\s+(?:authority|board|corporation|councils?)\b",
    re.IGNORECASE,
)
_OFTEN = 8  # times that a sentence may name it


@dataclass(frozen=True, slots=True)
class Names:
    """What an authority is called, told by the domain of its officers: ``dene`` from ``@dene.example``."""

    domain: str
    label: str

    def find(self, text: str) -> tuple[int, int] | None:
        """Where a text first names the authority by its own name; a name may be cut short by a third."""
        if len(self.label) < 3:
            return None
        words = list(re.finditer(r"[A-Za-z]+", text))
        for first in range(len(words)):
            joined = ""
            for word in words[first : first + 4]:
                joined += word[0].lower()
                if not self.label.startswith(joined):
                    break
                if joined == self.label or (len(joined) >= 5 and len(joined) * 3 >= len(self.label) * 2):
                    return words[first].start(), word.end()
        return None

    def generic(self, text: str) -> str:
        """The text with "the Authority" for the authority's own name.

        >>> Names("dene.example", "dene").generic("On behalf of the Dene Waste Authority I accept.")
        'On behalf of the Authority I accept.'
        """
        made = ""
        for _ in range(_OFTEN):
            found = self.find(text)
            if found is None:
                break
            before = _THE.sub("", text[: found[0]])
            rest = text[found[1] :]
            made += f"{before}the Authority"
            body = _BODY.match(rest)
            text = rest[body.end() :] if body else rest
        return made + text

    def is_home_of(self, person: Person) -> bool:
        """Whether somebody's own address lies in the authority's domain."""
        return person.email.endswith(f"@{self.domain}")

    def is_within(self, person: Person) -> bool:
        """Whether a mailbox of which nobody has said anything is the authority's, by its domain or one below it (a list's)."""
        domain = person.email.rpartition("@")[2]
        return person.role == "unknown" and bool(self.domain) and f".{domain}".endswith(f".{self.domain}")


def names_of(case: Case) -> Names:
    """The names of the authority whose officers most of the roster's are; empty names if it has none."""
    domains = Counter(person.email.partition("@")[2] for person in case.people if person.is_officer)
    domain = min(domains, key=lambda name: (-domains[name], name), default="")
    return Names(domain, domain.partition(".")[0])
