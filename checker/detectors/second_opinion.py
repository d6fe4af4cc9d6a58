"""What a trained model makes of the letters of a case, and how it is joined to what a detector saw by patterns.

Patterns can be read and argued with, and miss what is said in words that nobody thought of. The model (``models/letters``) has
read some thousand letters and judges each sentence in the light of who wrote to whom. So it doubts what patterns see and it does
not, is a second sign where both see the same, and points to letters and drafts that patterns pass over. These are for review;
what is a matter of words, which nothing excuses (each detector's ``excuses_for`` looks), and all but certain is a breach.
Which behaviours it knows, its folder says; of which it is not asked, their sheets (``is_in_words``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from checker.conversations import own_text
from checker.detectors.publicity.publications import Publication, publications
from checker.domain import OWN, QUOTED, Behaviour, Case, Conversation, Document, Evidence, Excuse, Message, Person
from checker.language.likeness import Judge, Letter, Reading, relation
from checker.language.sentences import Sentence, sentences
from checker.shipped import shipped

# Probabilities by the model. From ``FOUND`` on a letter that patterns passed over is for review, from ``EXCUSED`` on even where
# something excuses it, which is told beside it; from ``CERTAIN`` on it is called a breach, if it is a matter of words and nothing
# excuses it (in other people's mail the model is at times fairly sure of what is nothing, hardly ever all but certain).
# From ``SECONDED`` on the model is a second sign for what patterns saw, below ``DOUBTED`` it speaks against it, and below
# ``RULED_OUT`` it rules out what was for review only. The figures were chosen on seven mailboxes of the corpora, each judged
# by a model that had not read it, ``EXCUSED`` and ``CERTAIN`` on ferry-mail and beacon-mail and on real mail as well.
FOUND, SECONDED, DOUBTED, RULED_OUT = 0.35, 0.3, 0.1, 0.02
FOUND_IN_PRINT = 0.5  # every sentence of a draft is read, so that chance has more to choose from
EXCUSED, CERTAIN = 0.5, 0.9
# What such findings are worth: a doubted one, a seconded one, one that is certain, and the most and the least of one that the
# model alone saw and is not certain.
_DOUBTED, _SECONDED, _CERTAIN, _MOST, _LEAST = 0.6, 0.8, 0.75, 0.69, 0.5
_WEIGHTY = 0.3  # log-odds that the relation must add or take to be named as a reason
_ASIDE = 2  # sentences beside one that is looked at, read with it
_MANY_IN_PRINT = 40  # the same of a draft, where every sentence goes out
_IN_PRINT = relation(("officer", ""), [("public", "")])
_MANY = 6  # sentences of one letter that are read at most, those that look most telling
_FEWEST = 4  # words of a sentence that is judged; a shorter one, a name or a drawn line, is only read beside others
_WORD = re.compile(r"[^\W\d_]{2,}|\bI\b")
_LONGEST = 2_000  # sentences of one text that are looked at
# Families whose detectors go by words alone; of what others see in headers, dates and offices the model cannot be certain.
_OF_WORDS = ("impartiality", "member-conduct", "respect")
ROLES = {"member": "member", "co-opted-member": "member", "officer": "officer", "political-adviser": "adviser"}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model makes of one document: the sentences that it read, each with its reading.

    A letter is known with its place in a conversation, what is published with the words that go out; ``relation``
    says who writes to whom (``likeness.relation``).
    """

    document: Document
    readings: tuple[tuple[Sentence, Reading], ...]
    conversation: Conversation | None = None
    number: int = 0
    publication: Publication | None = None
    relation: str = ""

    def top(self, behaviour: str) -> float:
        """The probability, 0-1, that the document shows a behaviour: that of its most telling sentence."""
        return _top(self.readings, behaviour)


# What excuses a letter that reads like a behaviour; None where the protocol does not mind it of its writer to its readers.
Excuses: TypeAlias = Callable[[Opinion], tuple[Excuse, ...] | None]


def opinions(case: Case) -> Mapping[int, Opinion]:
    """The model's opinion of each message by somebody on the roster, by the message's identity."""
    found = {}
    for conversation in case.conversations:
        for number, message in enumerate(conversation.messages):
            if message.sender.role in ROLES and not message.automatic and message.recipients:
                readings = tuple(_read(conversation, number, message))
                found[id(message)] = Opinion(message, readings, conversation, number, relation=relation_of(message))
    return found


def opinions_in_print(case: Case) -> Mapping[int, Opinion]:
    """The model's opinion of each draft and of each message that is published, by the document's identity."""
    found = {}
    for publication in publications(case):
        if publication.is_quotable:
            said = list(sentences(publication.text))[:_LONGEST]
            readings = tuple(_judged(said, "", _IN_PRINT, most=_MANY_IN_PRINT))
            found[id(publication.document)] = Opinion(publication.document, readings, publication=publication, relation=_IN_PRINT)
    return found


def _top(readings: Sequence[tuple[Sentence, Reading]], behaviour: str) -> float:
    return max((reading.probabilities[behaviour] for _, reading in readings), default=0.0)


def _is_foremost(readings: Sequence[tuple[Sentence, Reading]], behaviour: str) -> bool:
    """Whether no other behaviour is likelier in the sentence that most tells of this one: the likeliest is reported."""
    probabilities = max((reading for _, reading in readings), key=lambda one: one.probabilities[behaviour]).probabilities
    return probabilities[behaviour] >= max(probabilities.values())


@functools.cache
def _model() -> Judge:
    return Judge(shipped("models", "letters"))


def learnt() -> frozenset[str]:
    """The behaviours that the model knows."""
    return frozenset(_model().scales)


def _read(conversation: Conversation, number: int, message: Message) -> Iterator[tuple[Sentence, Reading]]:
    said = [sentence for zone, text in message.words(OWN) for sentence in sentences(text, zone.start)][:_LONGEST]
    yield from _judged(said, _answered(conversation, number, message), relation_of(message), most=_MANY)


def _judged(said: Sequence[Sentence], answered: str, related: str, *, most: int) -> Iterator[tuple[Sentence, Reading]]:
    """The sentences of a text that a glance thinks worth reading, and those beside them, each with its reading."""
    if not said:
        return
    glance = _model().glance
    scores = glance.figures([sentence.text for sentence in said], related).max(axis=1).tolist()
    telling = sorted((at for at, score in enumerate(scores) if score >= glance.least), key=lambda at: -scores[at])[:most]
    if not telling:
        return
    kept = sorted({near for at in telling for near in range(max(0, at - _ASIDE), min(len(said), at + _ASIDE + 1))})
    letter = Letter(tuple(said[at].text for at in kept), answered, related)
    for at, reading in zip(kept, _model().read(letter), strict=True):
        if reading is not None and len(_WORD.findall(said[at].text)) >= _FEWEST:
            yield said[at], reading


def _answered(conversation: Conversation, number: int, message: Message) -> str:
    """The words that a message answers: the last letter to its writer before it, or what it quotes; empty if there are none."""
    for earlier in reversed(conversation.messages[:number]):
        if earlier.sender.email != message.sender.email and message.sender in earlier.visible:
            return own_text(earlier)
    return next((text for _, text in message.words(QUOTED)), "")


def relation_of(message: Message) -> str:
    """Who writes to whom in which office, in words, as the model reads it."""

    def said(person: Person) -> tuple[str, str]:
        return ROLES.get(person.role, "outsider"), person.position

    return relation(said(message.sender), [said(p) for p in message.to], [said(p) for p in (*message.cc, *message.bcc)])


# --- joined to what patterns saw -----------------------------------------------------------------------------------------


def joined(
    behaviour: Behaviour,
    seen: Sequence[Evidence],
    opinions: Mapping[int, Opinion],
    excuses_for: Excuses | None = None,
    *,
    undoubted: Collection[str] = (),
    is_binding: bool = False,
) -> Iterator[Evidence]:
    """What patterns saw, as the model makes it firmer or weaker, and what the model alone sees and nothing excuses.

    ``undoubted`` are manners that turn on what one protocol says, of which the model knows nothing; ``is_binding`` says so of
    the excuses.
    """
    told = {id(evidence.document) for evidence in seen}
    for evidence in seen:
        opinion = opinions.get(id(evidence.document))
        if opinion is None or not opinion.readings or evidence.manner in undoubted:
            yield evidence
        elif weighed := _weighed(behaviour, evidence, opinion):
            yield weighed
    for key, opinion in opinions.items():
        least = FOUND if opinion.publication is None else FOUND_IN_PRINT
        if key in told or opinion.top(behaviour.id) < least or not _is_actor(behaviour, opinion):
            continue
        if _is_foremost(opinion.readings, behaviour.id):
            excuses = excuses_for(opinion) if excuses_for else ()
            is_excused = excuses is not None and any(excuse.found for excuse in excuses)
            if excuses is not None and (not is_excused or (opinion.top(behaviour.id) >= EXCUSED and not is_binding)):
                yield _alone(behaviour, opinion, excuses)


def _weighed(behaviour: Behaviour, evidence: Evidence, opinion: Opinion) -> Evidence | None:
    top = opinion.top(behaviour.id)
    is_of_words = behaviour.family in _OF_WORDS
    if is_of_words and top < RULED_OUT and evidence.confidence < _DOUBTED:
        return None
    if is_of_words and top < DOUBTED:
        return replace(evidence, confidence=min(evidence.confidence, _DOUBTED))
    if top >= SECONDED:
        return replace(evidence, confidence=max(evidence.confidence, _SECONDED))
    return evidence


def _worth(behaviour: Behaviour, top: float, *, is_excused: bool) -> float:
    """The confidence in what the model alone saw: the likelier the more, for review unless it is all but certain."""
    if top >= CERTAIN and behaviour.family in _OF_WORDS and not is_excused:
        return _CERTAIN
    return round(_LEAST + (_MOST - _LEAST) * max(0.0, top - FOUND) / (1 - FOUND), 3)


def _is_actor(behaviour: Behaviour, opinion: Opinion) -> bool:
    if not isinstance(opinion.document, Message):
        return True  # a draft is the authority's, whoever is quoted in it
    sender = opinion.document.sender
    if behaviour.actor == "officer":
        return sender.is_officer
    return sender.is_member if behaviour.actor == "member" else sender.is_officer or sender.is_member


def _alone(behaviour: Behaviour, opinion: Opinion, excuses: tuple[Excuse, ...]) -> Evidence:
    top = opinion.top(behaviour.id)
    telling = [pair for pair in opinion.readings if pair[1].probabilities[behaviour.id] >= top / 2]
    first, _ = max(telling, key=lambda pair: pair[1].probabilities[behaviour.id])
    actor, who = _said_by(opinion, first)
    return Evidence(
        document=opinion.document,
        actor=actor,
        why=f"{who} in words that read like this: {behaviour.definition}",
        confidence=_worth(behaviour, top, is_excused=any(excuse.found for excuse in excuses)),
        passages=tuple(
            opinion.document.passage(one.start, one.end, _like(behaviour.id, one, reading, opinion.relation))
            for one, reading in telling
        ),
        excuses=(*excuses, Excuse("the words only look like it", found=False, why=_line(behaviour.id, opinion.readings))),
        manner="",
    )


def _said_by(opinion: Opinion, sentence: Sentence) -> tuple[Person, str]:
    """To whom a sentence is put down, and the opening of a sentence of ours about it."""
    document, publication = opinion.document, opinion.publication
    if publication is not None:
        actor = publication.actor(sentence.start, sentence.end)
        speech = publication.speaker(sentence.start, sentence.end)
        return actor, f"{speech.called} is quoted" if speech and speech.called else "The authority's own text speaks"
    assert isinstance(document, Message)
    who = "a Member" if document.sender.is_member else "an officer"
    readers = ", ".join(person.label for person in document.to[:3]) or "nobody in the headers"
    return document.sender, f"{document.sender.label}, {who}, writes to {readers}"


def _like(behaviour: str, sentence: Sentence, reading: Reading, related: str) -> str:
    """What the model says of a sentence, which words and whose letter tell for and against it, and what it is most like."""
    reasons = _model().glance.reasons(sentence.text, related, behaviour)
    said = f"The model says {reading.probabilities[behaviour]:.0%}"
    if reasons.speak_for:
        said += f", going by {_listed(reasons.speak_for)}"
    if reasons.speak_against:
        said += f" and in spite of {_listed(reasons.speak_against)}"
    if abs(reasons.relation) >= _WEIGHTY:
        said += f"; who writes to whom speaks {'for' if reasons.relation > 0 else 'against'} it"
    like = _model().nearest(reading, behaviour, is_labelled=True)
    return f"{said}; it reads like “{like.text}”" if like else f"{said}."


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _line(behaviour: str, readings: Sequence[tuple[Sentence, Reading]]) -> str:
    """Where the line runs: the nearest sentence of the corpora that only looks like it."""
    _, reading = max(readings, key=lambda pair: pair[1].probabilities[behaviour])
    near = _model().nearest(reading, behaviour, is_labelled=False)
    if near is None:
        return "no innocent sentence that the model knows is near"
    return f"the nearest innocent sentence that the model knows is “{near.text}” ({near.kind})"
