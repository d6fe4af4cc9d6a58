"""At whom a letter's words are aimed: the reader, somebody named of the other side, or nobody whom a protocol guards.

Names and posts of the other side stand as ``thatperson`` in what patterns see, those of the writer's own side as
``otherperson``; "he" and "she" are whoever was named last. "You" is the other side only where one of them is written to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from checker.detectors.routing.naming import Named, Names
from checker.domain import Message, Person
from checker.language.signs import Line, Sign, lines

THAT, OTHER = "thatperson", "otherperson"
READER, NAMED = "reader", "named"
_BACK = 700  # characters before a sentence in which "he" may have been named

# Kinds that speak to the reader though no "you" stands there: "Shut up." "Pathetic excuses." "Or else."
_CURT = frozenset({"abuse", "dismissive", "hostile", "scorned-work", "ridicule", "or_else", "screw", "rush", "worn-out"})
_SHORT = 60  # characters of such a sentence
_BESIDE = 120  # characters before a sentence in which the reader may be spoken to
_PERSON = re.compile(r"\b(?:man|woman|fellow|chap|creature|specimen|individual)\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|yours|yourself|yourselves|ya)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|hers|himself|herself|(?:the|this|that) (?:man|woman|fellow))\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(rf"\b(?:{THAT}|{OTHER})\b")
# Others who may be "he" or "she".
_STRANGER = re.compile(
    r"\b(?:contractor|resident|neighbour|tenant|landlord|driver|applicant|developer|builder|caller|complainant"
    r"|owner|mp|minister|reporter|journalist"
    r"|husband|wife|son|daughter|mother|father|brother|sister|an? (?:\w+ )?(?:man|woman|lady|gentleman|chap)|mr|mrs|ms|miss)\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(rf"\b(?:{THAT}|{OTHER})\b|{_STRANGER.pattern}", re.IGNORECASE)
# Somebody who is only told of, written to or pitied is hardly the next sentence's "he".
_ASIDE = re.compile(
    rf"\b(?:about|for|to|with|of|poor|from|at|by|ask|told|tell|asked) (?:the |a )?(?:{_ANYBODY.pattern})", re.IGNORECASE
)
_WHOSE = r"\b(?:(?:your|the|our|these|those|you|council|elected|some|all|senior|planning|waste|legal) )?"
_PLURALS = {
    True: re.compile(rf"{_WHOSE}(?:officers|officials|bureaucrats|staff)\b", re.IGNORECASE),
    False: re.compile(rf"{_WHOSE}(?:members|councillors|cllrs)\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Aimed:
    """A sign that is meant and aimed: the line it stands in, at whom (``reader``, ``named``), and the label of that person."""

    line: Line
    kind: str
    at: str
    who: str


@dataclass(slots=True)
class Letter:
    """A letter by its writer's side: whom of the other side it is written to, and how names in it read."""

    message: Message
    names: Names
    _plain: dict[str, str] = field(default_factory=dict)
    _called: dict[str, str] = field(default_factory=dict)

    @property
    def readers(self) -> list[Person]:
        """Those of the other side to whom it is written, openly or behind a hand."""
        return [p for p in (*self.message.to, *self.message.bcc) if is_opposite(self.message.sender, p)]

    def generic(self, text: str) -> str:
        """The text with ``thatperson`` and ``otherperson`` for people; each text is done once."""
        if text not in self._plain:
            self._plain[text] = self._put(text)
        return self._plain[text]

    def _put(self, text: str) -> str:
        made, at = [], 0
        for named in self.names.find(text):
            made += [text[at : named.start], self._word(named)]
            at = named.end
            if self._word(named) == THAT:
                self._called.setdefault(text, named.label())
        even = "".join([*made, text[at:]])
        return _PLURALS[self.message.sender.is_member].sub(THAT, even)

    def _word(self, named: Named) -> str:
        if named.person is not None and named.person.email == self.message.sender.email:
            return OTHER
        is_that = named.is_officer if self.message.sender.is_member else named.is_member
        return THAT if is_that else OTHER

    def lines(self, subject: str) -> list[Line]:
        """The sentences in which the patterns of a subject find something."""
        return list(lines(self.message, subject, self.generic, tokens=(THAT,)))

    def aimed(self, found: Sequence[Line], kinds: Sequence[str]) -> list[Aimed]:
        """The signs of these kinds that are meant and aimed at somebody of the other side."""
        made: list[Aimed] = []
        for before, line in pairwise([None, *found]):
            for sign in line.signs if line else ():
                if line and sign.is_meant and sign.kind in kinds and (at := self._aim(line, sign, before)):
                    who = self._called.get(line.text, "") if at == NAMED else ""
                    made.append(Aimed(line, sign.kind, at, who or self._reader()))
        return made

    def aims(self, line: Line, sign: Sign) -> bool:
        """Whether the words that a pattern found name the reader or somebody of the other side."""
        if THAT in sign.words or (_YOU.search(sign.words) and self.readers):
            return True
        return bool(_PRONOUN.search(sign.words)) and self._aim(line, sign, None) == NAMED

    def _reader(self) -> str:
        readers = self.readers
        return readers[0].label if readers else "somebody of the other side"

    def _aim(self, line: Line, sign: Sign, before: Line | None) -> str:
        words, whole = sign.words, line.plain
        if THAT in words:
            return self._reader_or_named(line)
        if _YOU.search(words):
            return READER if self.readers else ""
        earlier = whole[: sign.start] if _PRONOUN.search(words) else whole
        if _PRONOUN.search(words):
            if not re.search(r"[A-Za-z]", earlier) or not (_PLACEHOLDER.search(earlier) or _STRANGER.search(earlier)):
                earlier = f"{self._context(line)} {earlier}"
            return NAMED if self._is_of_that(earlier) else ""
        if THAT in whole and OTHER not in whole:
            return self._reader_or_named(line)
        if _YOU.search(whole) and self.readers:
            return READER
        context = self._context(line)
        if _PRONOUN.search(whole) or _PERSON.search(words):
            return NAMED if self._is_of_that(context) else ""
        near = before is not None and line.number - before.number <= 1 and bool(_YOU.search(before.plain))
        is_alone = not _PLACEHOLDER.search(context) and not _STRANGER.search(context)
        curt = sign.kind in _CURT and len(whole) < _SHORT and is_alone
        return READER if self.readers and (near or curt or _YOU.search(context[-_BESIDE:])) else ""

    def _reader_or_named(self, line: Line) -> str:
        called = self._called.get(line.text, "")
        return READER if any(person.label == called for person in self.readers) else NAMED

    def _context(self, line: Line) -> str:
        """What stands before a sentence, in which "he" was named."""
        return self._put(self.message.text[max(0, line.start - _BACK) : line.start])

    @staticmethod
    def _is_of_that(text: str) -> bool:
        """Whether somebody of the other side was named last; who was only spoken to or of counts where nobody else was named."""
        named = [match[0].endswith(THAT) for match in _ANYBODY.finditer(_ASIDE.sub(" ", text))]
        if not named:
            named = [match[0].endswith(THAT) for match in _ANYBODY.finditer(text)]
        return bool(named) and named[-1]


def is_opposite(one: Person, other: Person) -> bool:
    """Whether one is a Member and the other an officer."""
    return (one.is_member and other.is_officer) or (one.is_officer and other.is_member)


def by(manner: str, actor: Person) -> str:
    """A manner as it is called of this actor: protocols bind Members and officers by different clauses."""
    return f"{manner}-by-officer" if actor.is_officer else manner


def letters(messages: Sequence[Message], names: Names) -> Iterator[Letter]:
    """The letters of Members and officers that a person wrote."""
    for message in messages:
        if not message.automatic and (message.sender.is_member or message.sender.is_officer):
            yield Letter(message, names)


def quote(line: Line) -> str:
    """A line's words on one line, cut short."""
    text = " ".join(line.text.split())
    return text if len(text) <= 110 else text[:109].rsplit(" ", 1)[0] + " …"
