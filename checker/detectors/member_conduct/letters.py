"""Members' letters to officers, and how much their sentences say together of what a Member may not ask.

Patterns of one subject (``language.sequences``) tell what each sentence does. A sentence that does it stands alone or with
what lies near: the sentences before and after may say for whom, in whose name and how quietly, or take it back ("it is for
you to decide").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.detectors import probability
from checker.domain import OWN, Case, Evidence, Excuse, Limit, Message, Person
from checker.language.called import Called, called
from checker.language.sequences import Subject, lines, subject
from checker.language.signs import Line

# A sentence two further on still belongs to what is asked; one further away is another matter.
NEAR = 2
_TOLD = 3  # things that are told of a letter in one sentence
# From so many officers on a message is a circular, and of so many characters on it is no note to somebody.
CIRCULAR, NOTE = 8, 3_000
# Words for a thing or a person are signs whether the sentence is denied or not.
_NOUNS = frozenset({"constituent", "crew", "kin", "paper", "post", "rule", "self", "service", "someone", "who"})


@dataclass(frozen=True, slots=True)
class Letter:
    """A Member's message to officers, with the sentences in which the patterns of a subject find something."""

    message: Message
    officers: tuple[Person, ...]
    lines: tuple[Line, ...]
    subject: Subject

    @property
    def is_note(self) -> bool:
        """Whether it is short enough for its sentences to belong together."""
        return sum(len(text) for _, text in self.message.words(OWN)) <= NOTE

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of sign that it shows anywhere."""
        return frozenset(kind for line in self.lines for kind in _telling_kinds(line) if kind in self.subject.weights)

    def near(self, line: Line, kinds: Collection[str], reach: int = NEAR) -> Line | None:
        """The first sentence within reach of this one that shows one of these kinds."""
        return next((o for o in self.lines if abs(o.number - line.number) <= reach and not o.every.isdisjoint(kinds)), None)

    def anywhere(self, kinds: Collection[str]) -> Line | None:
        """The first sentence of the letter that shows one of these kinds."""
        return next((line for line in self.lines if not line.every.isdisjoint(kinds)), None)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The sentences that tell, the kinds of sign in and around them, and how much they say together, 0-1."""

    lines: tuple[Line, ...] = ()
    kinds: frozenset[str] = frozenset()
    strength: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.lines)


def letters(case: Case, name: str) -> Iterator[Letter]:
    """The messages that Members wrote to officers and that hold something of a subject."""
    names = called(case.people)
    for message in case.messages:
        letter = _letter(message, name, names)
        if letter is not None and letter.lines:
            yield letter


def letter_of(case: Case, message: Message, name: str) -> Letter | None:
    """A message as a Member's letter to officers, with what it holds of a subject, if anything; None if it is no such letter."""
    return _letter(message, name, called(case.people))


def _letter(message: Message, name: str, names: Called) -> Letter | None:
    if not message.sender.is_member or message.automatic:
        return None
    officers = tuple(person for person in (*message.to, *message.bcc) if person.is_officer)
    if not 0 < len(officers) < CIRCULAR:
        return None
    return Letter(message, officers, tuple(lines(message, name, names)), subject(name))


def weigh(letter: Letter, core: Collection[str], *, cleared_by: Collection[str] = (), nearby: Collection[str] = ()) -> Weighed:
    """What a letter says of the core kinds, with the kinds of sign that lie near.

    A sentence is left out when it, or one beside it, holds a kind that clears; ``nearby`` clear from a sentence further away too.
    """
    telling = [
        line
        for line in letter.lines
        if not line.meant.isdisjoint(core) and letter.near(line, cleared_by, 1) is None and letter.near(line, nearby) is None
    ]
    numbers = [line.number for line in telling]
    kinds = {
        kind
        for line in letter.lines
        if any(abs(line.number - number) <= NEAR for number in numbers)
        for kind in _telling_kinds(line)
        if kind in letter.subject.weights and (kind not in core or line in telling)
    }
    return Weighed(tuple(telling), frozenset(kinds), letter.subject.strength(kinds))


def _telling_kinds(line: Line) -> frozenset[str]:
    return line.meant | (line.every & _NOUNS)


def limit(value: Limit | None) -> tuple[str, ...]:
    """The settings that a limit names; none if it is not set."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(each) for each in value) if isinstance(value, tuple | list) else ()


def evidence(
    behaviour: str,
    letter: Letter,
    telling: Weighed,
    manner: str,
    excuses: tuple[Excuse, ...],
    *,
    said: Mapping[str, str],
    here: str,
) -> Evidence:
    """What a letter shows of a behaviour, told by what its signs are said to do; ``here`` is said of each sentence quoted."""
    message = letter.message
    done = list(dict.fromkeys(said[kind] for kind in said if kind in telling.kinds))
    return Evidence(
        document=message,
        actor=message.sender,
        why=f"{message.sender.label}, a Member, writes to {addressees(letter.officers)} and {_listed(done[:_TOLD])}.",
        confidence=probability(behaviour, manner),
        passages=tuple(message.passage(line.start, line.end, here) for line in telling.lines),
        excuses=excuses,
        manner=manner,
    )


def _listed(done: Sequence[str]) -> str:
    return done[0] if len(done) == 1 else f"{', '.join(done[:-1])} and {done[-1]}"


def quoted(line: Line | None) -> str:
    """A sentence cut short, in quotation marks, to be named in a reason."""
    text = " ".join(line.text.split()) if line else ""
    return f"“{text if len(text) <= 90 else text[:89].rsplit(' ', 1)[0] + ' …'}”"


def excuse(name: str, line: Line | None, otherwise: str) -> Excuse:
    """An excuse that a sentence shows, or that no sentence does."""
    return Excuse(name, line is not None, f"it says {quoted(line)}" if line else otherwise)


def addressees(officers: Sequence[Person]) -> str:
    """Whom a letter goes to, with the first one's post."""
    first = officers[0]
    post = f" ({first.position})" if first.position else ""
    more = f" and {len(officers) - 1} more" if len(officers) > 1 else ""
    return f"{first.label}{post}{more}"
