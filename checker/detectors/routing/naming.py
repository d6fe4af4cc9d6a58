"""Whom words mean: somebody of the roster by name, by title and family name, or by post; or an officer or Member without a name.

A name that several people bear stands for none of them. A given name alone is taken only where one person bears it and it is
written with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from checker.domain import Person
from checker.language.offices import office
from checker.language.phrases import Phrases, folded
from checker.language.posts import holds
from checker.people import plain_name

_TITLES = ("mr", "mrs", "ms", "miss", "dr", "mx")
_MEMBER_TITLES = ("cllr", "cllr.", "councillor", "clr", "coun", "alderman", "alderwoman", "member")
# Posts that one person of an authority holds, by what people call them.
_POSTS = {
    "chief-executive": ("the chief executive", "your chief executive", "our chief executive"),
    "clerk": ("the clerk", "our clerk"),
    "town-clerk": ("the town clerk",),
    "director": ("the director", "our director"),
    "monitoring-officer": ("the monitoring officer", "our monitoring officer"),
    "authority-chair": ("the chair", "the chairman", "our chair", "our chairman"),
}
_STAFF = re.compile(
    r"\b(?:(?:your|our|one of (?:your|our|the)|some of your) (?:own )?(?:[\w'-]+ ){0,3}?"
    r"(?:officers?|staff|team|employees?|colleagues?|people|department|manager|technician|assistant|secretary|receptionist"
    r"|director)"
    r"|(?:an?|the|this|that|another) (?:[\w'-]+ ){0,3}?officers?|(?:a|the|this|that|another) member of (?:your |the "
    r"|our )?staff)\b"
)
_NOT_PERSONAL = re.compile(
    r"\b(?:the|of|for|and|to|in|services?|team|staff|desk|enquiries|committee|council|group|ltd|limited)\b"
)
_NAME_AFTER = re.compile(r" [A-Z][a-z]")
_NAME_BEFORE = re.compile(r"\b(?!Dear |Hi |Hello |But |And |When |If |Yes |No |As |Then |Thanks )[A-Z][\w'’-]{1,25} $")
_ELSEWHERES = re.compile(r"\b(?:police|union|parish|probation|army|returning|prison|borough|district|county) ")
_MEMBERS = re.compile(
    r"\b(?:a|one of (?:your|the|our)|that|this|another|an elected) (?:[\w'-]+ ){0,2}?(?:councillor|cllr|member)\b"
    r"(?! of (?:staff|the (?:public|team)|your|our|my|parliament))"
)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom words mean: the person, or (None) an officer or Member whom they do not name; and in which words."""

    person: Person | None
    is_officer: bool
    is_member: bool
    start: int
    end: int

    def label(self) -> str:
        """The person's name, or what they are."""
        return self.person.label if self.person else "an officer" if self.is_officer else "a Member"


class Names:
    """The people of a case by what they are called, to be found in texts in one pass."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people: dict[str, Person] = {}
        called: dict[str, set[str]] = {}
        for person in people:
            self._people.setdefault(person.email, person)
            for name in _called(person):
                called.setdefault(name, set()).add(person.email)
        lists: dict[str, list[str]] = {}
        for name, emails in sorted(called.items()):
            if len({plain_name(self._people[email].name) for email in emails}) == 1:
                lists.setdefault(min(emails), []).append(name)
        self._phrases = Phrases(lists)
        self._posts = {post: [p for p in self._people.values() if holds(p, post)] for post in _POSTS}

    def first(self, text: str) -> Named | None:
        """The first person whom a stretch of text means."""
        return next(self.find(text), None)

    def find(self, text: str) -> Iterator[Named]:
        """Everybody whom a text means, in the order of the text; of names that overlap the longest."""
        found = [*self._by_name(text), *self._by_post(text), *_unnamed(text)]
        found.sort(key=lambda named: (named.start, -named.end, named.person is None))
        end = -1
        for named in found:
            if named.start >= end:
                yield named
                end = named.end

    def _by_name(self, text: str) -> Iterator[Named]:
        for hit in self._phrases.find(text):
            person = self._people[hit.kind]
            is_single = " " not in hit.phrase
            if is_single and not text[hit.start].isupper():
                continue
            if is_single and (_NAME_AFTER.match(text, hit.end) or _NAME_BEFORE.search(text[max(0, hit.start - 30) : hit.start])):
                continue  # "Rowan Hale" is neither Rowan Firth nor Edmund Hale
            yield Named(person, person.is_officer, person.is_member, hit.start, hit.end)

    def _by_post(self, text: str) -> Iterator[Named]:
        for match in _post_words().finditer(folded(text)):
            post = next(post for post, words in _POSTS.items() if match[0] in words)
            # "The Director" is who has that title alone, where others are directors of something.
            alone = [person for person in self._posts[post] if f"the {folded(person.position)}" in _POSTS[post]]
            holders = alone or self._posts[post]
            if len(holders) == 1:
                yield Named(holders[0], holders[0].is_officer, holders[0].is_member, match.start(), match.end())
        for match in re.finditer(r"\bleader of the ([\w -]{3,30}?)(?: party)? group\b", folded(text)):
            leaders = [
                p for p in self._people.values() if p.is_member and holds(p, "group-leader") and match[1] in folded(p.position)
            ]
            if len(leaders) == 1:
                yield Named(leaders[0], is_officer=False, is_member=True, start=match.start(), end=match.end())


@lru_cache(maxsize=1)
def _post_words() -> re.Pattern[str]:
    words = sorted((word for many in _POSTS.values() for word in many), key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(words)})\b(?! (?:of|for|to) )")


def _called(person: Person) -> Iterator[str]:
    plain = plain_name(person.name)
    words = plain.split()
    if len(words) < 2 or any(char.isdigit() for char in plain):
        return
    yield plain
    if len(words) > 4 or _NOT_PERSONAL.search(plain) or office(plain).kind:
        return  # a mailbox or a body: "Friends of Mill Lane", "Committee Services"
    given, family = words[0], words[-1]
    if len(given) > 2:
        yield given
    yield family
    for title in _MEMBER_TITLES if person.is_member else _TITLES:
        yield f"{title} {family}"
    if person.is_member:
        yield from (f"{title} {family}" for title in _TITLES)
        yield from (f"{title} {given}" for title in ("cllr", "councillor"))


def _unnamed(text: str) -> Iterator[Named]:
    even = folded(text)
    for match in _STAFF.finditer(even):
        if _ELSEWHERES.search(match[0]):
            continue
        yield Named(None, is_officer=True, is_member=False, start=match.start(), end=match.end())
    for match in _MEMBERS.finditer(even):
        yield Named(None, is_officer=False, is_member=True, start=match.start(), end=match.end())
