"""Somebody is drawn into a quarrel of the other side: an officer into one between Members, a Member into one between officers.

Three things must come together in a writer's own words: somebody of the writer's own side who is no reader of the letter, a
quarrel with them, and a plea to take part in it. Whom a Member may approach in order to settle a quarrel is the protocol's to
say (``exempt_recipients``, MPA 10(7): the Clerk, the Deputy Clerk, the Monitoring Officer). A question for facts, put to both,
draws nobody in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.mandates import holds_any, offices
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.acts import Said, may_say, said
from checker.language.phrases import folded
from checker.language.sentences import sentences
from checker.people import plain_name

BEHAVIOUR = "dispute-entanglement"
# Nobody draws more than these into a quarrel at once.
FEW = 4
_NAME = re.compile(r"[a-z'-]{3,}")
_CAPITAL = re.compile(r"\b[A-Z][^\W\d_]{2,20}")
_TO_READER = re.compile(r"\b(?:could|would|will|can) you (?!not\b|never\b)[^?]{0,200}\?")
_TITLE = re.compile(r"\b(?:cllr|councillor|clr|alderman)\.? (?:\w+ )?")


@dataclass(frozen=True, slots=True)
class _Quarrel:
    """A quarrel as a letter tells it: with whom, in which sentences, and the plea to take part."""

    message: Message
    reader: Person
    opponent: Person
    told: tuple[Said, ...]
    pleas: tuple[Said, ...]


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters that draw their reader into the writer's quarrel with somebody of the writer's own side."""
    names = _names(case)
    for conversation, number in _letters(case):
        message = conversation.messages[number]
        if not may_say(message.text, "quarrels", "quarrel") or not (readers := _readers(rule, message)):
            continue
        quarrel = _quarrel(names, message, readers[0])
        if quarrel and not _is_anothers(conversation.messages[:number], quarrel):
            yield from _judge(rule, quarrel)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    readers = _readers(rule, message)
    if not readers:
        return None
    names = _names(case)
    quarrel = _quarrel(names, message, readers[0])
    if quarrel and _is_anothers(conversation.messages[:number], quarrel):
        return None
    parties = [party for sentence in sentences(own_text(message)) for party in _parties(names, message, sentence.text)]
    absent = next((party for party in parties if not _sees(message, party)), None)
    return tuple(_excuses(rule, message, readers[0], absent or next(iter(parties), None)))


def _readers(rule: Rule, message: Message) -> list[Person]:
    """Those of the other side whom a letter may draw in; none where it is too open, or where they may help to settle it."""
    if message.automatic or not (message.sender.is_member or message.sender.is_officer) or len(message.to) > FEW:
        return []
    readers = [p for p in message.to if (p.is_officer if message.sender.is_member else p.is_member)]
    return [] if _is_exempt(rule, message.sender, readers) else readers


def _letters(case: Case) -> Iterator[tuple[Conversation, int]]:
    for conversation in case.conversations:
        for number in range(len(conversation.messages)):
            yield conversation, number


def _is_anothers(earlier: Sequence[Message], quarrel: _Quarrel) -> bool:
    """Whether the plea stands in an earlier letter of somebody else's: an answer carries it along, however it is marked."""
    texts = [message.text for message in earlier if message.sender != quarrel.message.sender]
    return all(any(plea.text in text for text in texts) for plea in quarrel.pleas)


def _names(case: Case) -> Mapping[str, tuple[Person, ...]]:
    """Members and officers by family name, and by first name where only one of them has it."""
    found: dict[str, list[Person]] = {}
    firsts: dict[str, list[Person]] = {}
    for person in case.people:
        words = _NAME.findall(plain_name(person.name))
        if words and (person.is_member or person.is_officer):
            found.setdefault(words[-1], []).append(person)
            if len(words) > 1:
                firsts.setdefault(words[0], []).append(person)
    for first, people in firsts.items():
        if len({plain_name(person.name) for person in people}) == 1:
            found.setdefault(first, []).extend(people)
    return {name: tuple(people) for name, people in found.items()}


def _is_exempt(rule: Rule, sender: Person, readers: list[Person]) -> bool:
    exempt = offices(rule.limits.get("exempt_recipients"))
    return sender.is_member and bool(exempt) and all(holds_any(person, exempt) for person in readers)


def _quarrel(names: Mapping[str, tuple[Person, ...]], message: Message, reader: Person) -> _Quarrel | None:
    found = list(said(message, "quarrels"))
    if _is_neutral(found):
        return None
    told = tuple(s for s in found if "quarrel" in s.meant)
    pleas = tuple(s for s in found if "plea" in s.every and not _is_refused(s))
    if not told or not pleas:
        return None
    named = (person for s in (*told, *pleas, *found) for person in _parties(names, message, s.text))
    opponent = next((person for person in named if not _sees(message, person)), None)
    return _Quarrel(message, reader, opponent, told, pleas) if opponent else None


def _is_neutral(sentences: Sequence[Said]) -> bool:
    return any("neutral" in s.every for s in sentences)


def _is_refused(sentence: Said) -> bool:
    """Whether a plea is denied or reported; a question to the reader is neither, even after "if she asks you"."""
    return "plea" not in sentence.meant and not _TO_READER.search(folded(sentence.text))


def _sees(message: Message, person: Person) -> bool:
    return person.email in {reader.email for reader in message.visible}


def _parties(names: Mapping[str, tuple[Person, ...]], message: Message, text: str) -> Iterator[Person]:
    """Who of the writer's own side is named: by family name with title or first name, or by a first name.

    Every form of a name begins with a capital: "will" and "mark" are words too.
    """
    even = folded(text)
    capitals = {word.lower() for word in _CAPITAL.findall(text)}
    for word in _NAME.findall(even):
        for person in names.get(word.removesuffix("'s"), ()):
            is_same_side = person.is_member == message.sender.is_member and person.is_officer == message.sender.is_officer
            named = _NAME.findall(plain_name(person.name))
            first, is_bare = named[0], word.removesuffix("'s") == named[0] and named[0] in capitals
            titled = person.is_member and bool(_TITLE.search(even))
            if (
                is_same_side
                and person.email != message.sender.email
                and (is_bare or titled or re.search(rf"\b{re.escape(first)}\b", even))
            ):
                yield person


def _judge(rule: Rule, quarrel: _Quarrel) -> Iterator[Evidence]:
    side = "member-draws-officer" if quarrel.message.sender.is_member else "officer-draws-member"
    is_near = any("quarrel" in s.meant for s in quarrel.pleas) or len(quarrel.told) + len(quarrel.pleas) > 2
    manner = side if is_near or _is_beside(quarrel) else "may-draw-in"
    yield Evidence(
        document=quarrel.message,
        actor=quarrel.message.sender,
        why=(
            f"{quarrel.message.sender.label} tells {quarrel.reader.label} of a quarrel with {quarrel.opponent.label}"
            f" in {len(quarrel.told)} sentence{'s' * (len(quarrel.told) > 1)} and asks for a part to be taken in it."
        ),
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(_passages(quarrel)),
        excuses=tuple(_excuses(rule, quarrel.message, quarrel.reader, quarrel.opponent)),
        manner=manner,
    )


def _is_beside(quarrel: _Quarrel) -> bool:
    return any(
        abs(one.start - other.end) < 250 or abs(other.start - one.end) < 250 for one in quarrel.told for other in quarrel.pleas
    )


def _excuses(rule: Rule, message: Message, reader: Person, opponent: Person | None) -> Iterator[Excuse]:
    exempt = offices(rule.limits.get("exempt_recipients"))
    spoken = ", ".join(office.replace("-", " ") for office in exempt)
    yield Excuse(
        "put to an officer who may help to settle it",
        found=False,
        why=f"{reader.label} is {reader.position or 'in no further office'}"
        + (f", and the protocol names the {spoken}" if exempt else ", and the protocol names nobody"),
    )
    is_seen = opponent is not None and _sees(message, opponent)
    yield Excuse(
        "the other party can see it",
        is_seen,
        f"{opponent.label} is {'' if is_seen else 'not '}among the recipients" if opponent else "no other party is named",
    )
    is_neutral = _is_neutral(list(said(message, "quarrels")))
    yield Excuse(
        "facts or help are asked for on behalf of both",
        is_neutral,
        "a sentence asks for both or takes no side" if is_neutral else "no sentence asks for both",
    )


def _passages(quarrel: _Quarrel) -> Iterator[Passage]:
    for sentence in quarrel.told:
        yield quarrel.message.passage(sentence.start, sentence.end, "It tells of a quarrel.")
    for sentence in quarrel.pleas:
        if sentence not in quarrel.told:
            yield quarrel.message.passage(sentence.start, sentence.end, "It asks for a part to be taken in it.")
