"""Political groups of a roster, and which of them a message goes to.

A group is the Members of one party of whom one leads it or there are two at least; a Member on their own makes none.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from checker.domain import Case, Message, Person

_WORD = re.compile(r"[a-z]+")
_AFTER = ("councillors", "group", "leader", "members", "party", "side")
# What a party is called in speech, beside its name: first words of these stand for it.
_SHORT = {"conservative": ("tory", "tories"), "liberal": ("lib", "libdem", "libdems", "dem")}


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups by party, each with the addresses of its Members and advisers."""

    people: Mapping[str, frozenset[str]]

    def of(self, message: Message) -> str:
        """The only group that a message goes to, empty if it goes to none or to several."""
        parties = {person.party for person in message.visible if person.is_member or person.role == "political-adviser"}
        parties |= {person.party for person in message.bcc if person.is_member}
        return next(iter(parties)) if len(parties) == 1 and parties <= set(self.people) else ""

    def reached(self, message: Message) -> frozenset[str]:
        """Every group of which somebody got a message."""
        emails = {recipient.person.email for recipient in message.recipients}
        return frozenset(party for party, members in self.people.items() if members & emails)

    def named(self, text: str) -> frozenset[str]:
        """The groups that a text names: "the Greens", "Labour group". A party's word alone may be a colour or a quality."""
        words = _WORD.findall(text.lower())
        pairs = set(itertools.pairwise(words))
        found = set()
        for party in self.people:
            first = party.lower().split()[0]
            names = (first, *_SHORT.get(first, ()))
            after = {(name, next) for name in (*names, "democrat" if first == "liberal" else first) for next in _AFTER}
            if after & pairs or {f"{name}s" for name in names} & set(words) or {"tories"} & set(words) & set(names):
                found.add(party)
        return frozenset(found)


def groups_of(case: Case) -> Groups:
    """The groups that the roster of a case shows."""
    members: dict[str, set[str]] = defaultdict(set)
    led: set[str] = set()
    for person in case.people:
        if person.party and (person.is_member or person.role == "political-adviser"):
            members[person.party].add(person.email)
            if "group" in person.position.lower():
                led.add(person.party)
    return Groups({party: frozenset(emails) for party, emails in sorted(members.items()) if party in led or len(emails) >= 2})


def is_leading(person: Person) -> bool:
    """Whether somebody leads a group, or writes for it as its secretary, whip or adviser."""
    return "group" in person.position.lower()
