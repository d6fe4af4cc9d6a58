"""Of whom a complaint is made: an officer, a director, a Member, a group leader or the Chair, by the roster and the words.

A Member complains of officers and an officer of Members; whoever complains of their own kind uses another procedure. The Chief
Executive is complained of under the law alone where a protocol sets days (the Standing Orders Regulations).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from checker.domain import Message, Person
from checker.people import plain_name

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LEADER = re.compile(r"\b(?:leader of (?:the |his |her )?[\w-]+(?: [\w-]+)? group|group leader)\b", re.IGNORECASE)
_CHAIR = re.compile(r"\bthe (?:chair|chairman|chairwoman)\b(?! of the [\w-]+ (?:committee|panel|board))", re.IGNORECASE)
_OFFICER = re.compile(
    r"\b(?:your|an|the|members? of)(?: your)? (?:\w+ )?(?:officers?|staff|team|colleagues?|assistant|receptionist)\b",
    re.IGNORECASE,
)
_GREETING = re.compile(r"^[^\n,]{0,60}[,\n]")
_HEAD = 400  # characters of a letter in which it says of whom it complains


@dataclass(frozen=True, slots=True)
class Accused:
    """Of whom somebody complains: officer, director, chief, member, group-leader or chair; the person, where the roster tells."""

    kind: str
    person: Person | None = None


class Names:
    """The people of a roster by the words of their names."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_word: dict[str, list[Person]] = {}
        for person in sorted(people, key=lambda person: person.email):
            if person.is_member or person.is_officer:
                for word in dict.fromkeys(plain_name(person.name).split()):
                    if len(word) > 1:
                        self._by_word.setdefault(word, []).append(person)

    def accused(self, letter: Message, about: str, words: str) -> Accused | None:
        """Of whom a letter complains, by what follows the words that complain, then its subject, then how it begins."""
        greeting = _GREETING.match(words)
        head = words[greeting.end() if greeting else 0 : _HEAD]
        for text in (about, letter.subject, head):
            if person := self._named(text, letter):
                return _accused(person)
        return _by_post(f"{about}\n{letter.subject}\n{head}", letter)

    def _named(self, text: str, letter: Message) -> Person | None:
        """The first person of the other kind whom a text names; one who is written to only if nobody else is named."""
        addressed = None
        for word in _WORD.findall(text):
            if not word[0].isupper():
                continue
            people = [p for p in self._by_word.get(plain_name(word), []) if p.is_officer != letter.sender.is_officer]
            if len({p.email for p in people}) != 1 or people[0].email == letter.sender.email:
                continue
            if people[0] not in letter.to:
                return people[0]
            addressed = addressed or people[0]
        return None if addressed is None or text == letter.subject else addressed


def _accused(person: Person) -> Accused | None:
    post = person.position.lower()
    if person.is_officer:
        if re.search(r"(?<!deputy )(?<!assistant )chief executive", post):
            return Accused("chief", person)
        is_director = bool(re.search(r"(?<!assistant )(?<!deputy )\bdirector\b", post))
        return Accused("director" if is_director else "officer", person)
    if _LEADER.search(post):
        return Accused("group-leader", person)
    is_chair = bool(
        re.search(r"(?:^|;)\s*chair(?:man|woman)?(?: of (?!.*(?:committee|panel|board|forum|group))[^;]*)?\s*(?:;|$)", post)
    )
    return Accused("chair" if is_chair else "member", person)


def _by_post(text: str, letter: Message) -> Accused | None:
    if letter.sender.is_officer:
        if _LEADER.search(text):
            return Accused("group-leader")
        return Accused("chair") if _CHAIR.search(text) else None
    return Accused("officer") if _OFFICER.search(text) else None
