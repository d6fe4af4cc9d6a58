"""What a document says of itself: its title, the authority, the edition, the day it was approved.

None of these is sure: they are read from the first pages by the forms that such documents use, and a person confirms them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAY = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,3}}(?P<month>{'|'.join(_MONTHS)}),?\s{{1,3}}(?P<year>(?:19|20)\d{{2}})"
_APPROVED = re.compile(rf"\b(?:approved|adopted|agreed)\b[^.\n]{{0,120}}?\b(?:on|of)?\s{{0,3}}{_DAY}", re.IGNORECASE)
_EDITION = re.compile(
    rf"(?m)^\s{{0,40}}(?:(?:last\s+)?(?:updated|reviewed|revised|date|edition|issued)\s{{0,5}}:?\s{{0,20}})?(?P<edition>(?:version|edition|issue|revision)\s{{1,3}}[\d.]{{1,8}}|(?:\d{{1,2}}(?:st|nd|rd|th)?\s)?(?:{'|'.join(_MONTHS)})\s{{1,3}}(?:19|20)\d{{2}})\s{{0,9}}$",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(
    r"\b(?P<name>(?:[A-Z][\w’'&-]{1,30}\s(?:(?:of|and|upon|on|the|in|with|&)\s){0,2}){1,6}(?:Council|Councils|Authority|Corporation|Assembly))\b"
)
# Words that stand before "Council" and are no place.
_COMMON = frozenset(
    ("a", "any", "common", "each", "every", "executive", "full", "joint", "local", "our", "public", "said", "such", "the", "this")
)
_KINDS = frozenset(("borough", "city", "county", "district", "metropolitan", "parish", "town", "unitary"))
# How far into a document its head is looked for, in characters.
_HEAD = 4_000


@dataclass(frozen=True, slots=True)
class Head:
    """Title, authority, edition and day of approval as far as the document states them; empty or None where it does not."""

    title: str
    authority: str
    edition: str
    adopted: date | None


def head_of(text: str, title: str) -> Head:
    """What a document's text says of itself; ``title`` is the heading that names the protocol, if one was found."""
    edition = _EDITION.search(text[:_HEAD])
    approved = _APPROVED.search(text)
    return Head(
        title, _authority(text), " ".join(edition["edition"].split()) if edition else "", _day(approved) if approved else None
    )


def _authority(text: str) -> str:
    names: Counter[str] = Counter()
    for match in _AUTHORITY.finditer(text):
        words = match["name"].split()
        while words and words[0].lower() in _COMMON:
            words = words[1:]
        is_named = len(words) > 1 and not all(word.lower() in _KINDS for word in words[:-1])
        if is_named and words[-2].lower() not in _COMMON and not words[0].lower().startswith(("member", "officer")):
            names[" ".join(words)] += 1
    return max(sorted(names), key=lambda name: (names[name], len(name)), default="")


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), _MONTHS.index(match["month"].lower()) + 1, int(match["day"]))
    except ValueError:  # the 31st of June
        return None
