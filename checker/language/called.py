"""What the people of a case are called, and a text with common words for their names.

Patterns cannot know names. Officers become ``thatofficer``, Members ``thatmember``; whoever else has a title becomes
``someperson``, and two capitals that are no place, body or paper become ``somename``. A single capital is somebody only where
it is an officer's given name or stands after a word such as "tell". The lists are in ``askings.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from checker.domain import Person

OFFICER, MEMBER, TITLED, NAMED = "thatofficer", "thatmember", "someperson", "somename"

_CAPITAL = r"[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)?"
_NAME = re.compile(
    r"(?P<title>\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Clr|Councillor|Alderman|Ald)\.? )?"
    rf"(?P<names>\b{_CAPITAL}(?: (?:[A-Z]\. ?)?{_CAPITAL}){{0,4}})"
)
_TITLE = re.compile(
    r"^(?:(?:cllr|councillor|ald|alderman|mr|mrs|ms|miss|mx|dr|prof|sir|dame|lord|lady|rev)\b\.?\s*)+", re.IGNORECASE
)
_MEMBERS_TITLES = frozenset({"cllr", "clr", "councillor", "alderman", "ald"})
_ADDRESSED = re.compile(r"[,':-]| [-–a-z]")
_LONGEST = 3  # words of a name; a longer run of capitals is a heading


@dataclass(frozen=True, slots=True)
class Called:
    """What the people of a case are called: family and given names in lower case, of officers and of Members."""

    officers: frozenset[str]
    officers_given: frozenset[str]
    members: frozenset[str]

    def named(self, text: str) -> str:
        """The text with common words for the names of people.

        >>> called([Person("r@x", "Rowan Firth", "officer")]).named("Ask Mr Firth, not Mr Otis Lamb.")
        'Ask thatofficer, not someperson.'
        """
        return _NAME.sub(self._word, text)

    def _word(self, match: re.Match[str]) -> str:
        names = [name for name in re.split(r"[ .]+", match["names"].lower().replace("’", "'")) if name]
        title = (match["title"] or "").lower().rstrip(". ")
        if len(names) > 1 and not title and _begins(match) and names[0] in _opening():
            first, _, rest = match[0].partition(" ")
            return first + self.named(f"{first.lower()} {rest}")[len(first) :]
        tail = "'s" if names[-1].endswith("'s") else ""
        names[-1] = names[-1].removesuffix("'s")
        who = self._who(title, names) if title or len(names) > 1 else self._single(names[0], match)
        return who + tail if who else match[0]

    def _who(self, title: str, names: list[str]) -> str:
        """Whom a name of several words, or one with a title, means; empty if nobody."""
        family = names[-1]
        if title in _MEMBERS_TITLES or (family in self.members and family not in self.officers):
            return MEMBER
        if family in self.officers:
            return OFFICER
        if title:
            return TITLED
        return "" if set(names) & words("no_person") or len(names) > _LONGEST else NAMED

    def _single(self, name: str, match: re.Match[str]) -> str:
        """Whom a single capital means; at the beginning of a sentence it is somebody addressed."""
        if name in words("not_names"):
            return ""
        if name in self.officers:
            return OFFICER
        is_given = name in self.officers_given
        before = match.string[: match.start()].rsplit(None, 1)[-1:]
        if before and before[0].lower() in words("before_names") and name not in words("no_person") | words("no_names"):
            return OFFICER if is_given else NAMED
        is_addressed = not _begins(match) or _ADDRESSED.match(match.string, match.end())
        return OFFICER if is_given and is_addressed else ""


def called(people: Iterable[Person]) -> Called:
    """The names of these people, for ``named``."""
    officers, given, members = set(), set(), set()
    for person in people:
        names = _TITLE.sub("", person.name).lower().replace("’", "'").split()
        if set(names) & words("no_person"):  # a mailbox that several share
            continue
        if person.is_officer and len(names) > 1:
            officers.add(names[-1])
            given.add(names[0])
        elif person.is_member and names:
            members.add(names[-1])
    return Called(frozenset(officers), frozenset(given), frozenset(members))


def _begins(match: re.Match[str]) -> bool:
    """Whether a word has its capital for beginning a sentence."""
    return match.string[: match.start()].rstrip(" \n\"'“‘(")[-1:] in ("", ".", "!", "?", ":")


@cache
def table() -> Mapping[str, Any]:  # Any: lists of words, and one table
    """The lists of ``askings.toml``."""
    return tomllib.loads(files("checker.language").joinpath("askings.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """One of those lists."""
    return frozenset(table()[name])


@cache
def _opening() -> frozenset[str]:
    return words("openers") | words("plain") | words("doubtful")
