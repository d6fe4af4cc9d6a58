"""A Member puts something weighty to a junior officer, and nobody senior is told.

Everyday contact with officers of any grade is in order everywhere (MPA 15, London Councils 7). What weighs more than that shows
in what is told (crime, harm to somebody, the law, wrongdoing by staff), in how the writer calls it (serious, delicate, told to
nobody else), and in what is asked of the junior officer (what the authority means to do). Two such signs are needed. Whether a
copy to a senior officer mends it is the protocol's to say (``cc_cures``): City of London 5(2)(f) does not say that it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.conversations import own_text
from checker.detectors import probability, words
from checker.detectors.routing.naming import Names
from checker.domain import OWN, TO, Case, Conversation, Evidence, Excuse, Message, Person, Rule
from checker.language import gravity
from checker.language.phrases import Hit, Phrases, folded
from checker.language.sentences import Sentence, sentences

_BEHAVIOUR = "senior-officer-bypassed"

# What is told, and how it is called or what is asked; each list is one sign however often it shows.
_GRAVE = ("crime", "harm", "staff", "probity")
_MATTERS = (*_GRAVE, "hazard", "law", "people", "upheaval")
_SIGNS = ("called", "decides", "inquires", "judges", "round")
_TOGETHER = 900  # characters: signs further apart than this are of different matters, as in a digest of the news
_MOST = 400  # sentences of one letter that are looked at
_NEAR_DAYS = 5  # days between which two letters of one Member on grave matters are taken to be about one

_DENIED = re.compile(
    r"(?:\b(?:no|not|never|without|nothing|hardly|neither|far from|free of|prevent|preventing|anti|avoid|against|stop)"
    r"|n't)\b[^.;!?]{0,45}$"
)
_TOPIC = re.compile(
    r"\s*[-\w]{0,2}\s?(?:awareness|policy|policies|strategy|prevention|training|week|safety|risk assessment|figures"
    r"|statistics|grants?|fund|protocol|procedure"
    r"|committee|working group|campaign|exercise|drill|certificate|insurance|initiative|act \d|report on the agenda"
    r"|levels? across|code)\b"
)
_IN_NEWS = re.compile(
    r"\b(?:article|book|column|documentary|drama|film|headline|leaflet|lecture|news|novel|podcast|poster|programme|seminar"
    r"|talk|webinar)s?"
    r" (?:\w+ )?(?:about|on|of|that)\b[^.;!?]{0,40}$"
)
_TOLD_OTHERWISE = re.compile(
    r"\b(?:(?:pass|send|forward|take|show|give|mention|escalate|refer)\b[^.;!?]{0,30}\b(?:to|on to|with"
    r"|up to)\b[^.;!?]{0,25}\b(?:director|chief|clerk|head of|your (?:manager|boss)|senior)"
    r"|(?:i|we)(?:'ve| have| had| shall| will| am|'ll|'m)? ?(?:already |also )?(?:told|tell|spoken to|speak to|rung|ring"
    r"|written to|write to|writing to|raised it with|raising this with|reported (?:it|this) to|copied"
    r"|copying)\b[^.;!?]{0,30}\b(?:director|chief|clerk|head of|monitoring officer|your (?:manager|boss))"
    r"|(?:who|whom) (?:should|do|would|can|must) i (?:speak|write|talk|go|take|raise|report)|(?:the )?(?:director"
    r"|chief executive|clerk|monitoring officer) (?:knows|is aware|(?:has |had )?(?:asked|told|advised) (?:me|us)"
    r"|suggested (?:i|we|that (?:i|we))))\b"
)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What tells the signs of weight in a sentence: the sheet's phrases, and patterns that know who is senior."""

    phrases: Phrases
    seniors: Names

    def of(self, sentence: str) -> list[Hit]:
        """The signs that a sentence shows and that are meant."""
        places = [(named.start, named.end) for named in self.seniors.find(sentence) if named.person is not None]
        hits = [*self.phrases.find(sentence), *gravity.signs(sentence, places)]
        return [hit for hit in hits if _is_meant(sentence, hit)]


@dataclass(frozen=True, slots=True)
class _Weight:
    """What makes a letter weighty: the signs, each with the sentence and the words that show it."""

    signs: tuple[str, ...]
    shown: tuple[tuple[Sentence, str, str], ...]

    @property
    def is_told(self) -> bool:
        """Whether a matter is told that weighs."""
        return any(sign in _MATTERS for sign in self.signs)

    @property
    def is_enough(self) -> bool:
        """Whether two signs come together: a grave matter with any or with another, a lesser one with more than a question.

        What somebody asks to have looked into or judged is a lesser matter's everyday; what the authority is to do at large
        is nothing for a junior officer to judge.
        """
        signs = set(self.signs)
        if len(signs & set(_GRAVE)) > 1:
            return True
        if signs.isdisjoint(_GRAVE):
            signs -= {"inquires"} if "upheaval" in signs else {"inquires", "judges"}
        if "called" not in signs:
            signs.discard("people")
        return not signs.isdisjoint(_MATTERS) and not signs.isdisjoint(_SIGNS)

    @property
    def may_be_enough(self) -> bool:
        """Whether one sign stands alone that weighs much: a crime, or harm done to somebody."""
        return not set(self.signs).isdisjoint(("crime", "harm"))


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Members' letters on weighty matters to junior officers, of which no senior officer hears."""
    signs = _signs(case)
    sent: dict[str, list[Message]] = {}
    for message in case.messages:
        if message.sender.is_member and not message.automatic:
            sent.setdefault(message.sender.email, []).append(message)
    for conversation in case.conversations:
        for message in conversation.messages:
            juniors = _juniors(message)
            if not juniors:
                continue
            weight = _weight(message, signs)
            if not weight.is_enough and not weight.may_be_enough:
                continue
            excuses = tuple(_excuses(rule, conversation, message, sent.get(message.sender.email, ()), signs))
            if any(excuse.found for excuse in excuses):
                continue
            manner = "one-sign" if not weight.is_enough else "several-signs" if len(weight.signs) > 2 else "two-signs"
            yield Evidence(
                document=message,
                actor=message.sender,
                why=_why(message, juniors[0], weight),
                confidence=probability(_BEHAVIOUR, manner),
                passages=tuple(
                    dict.fromkeys(message.passage(s.start, s.end, f"It weighs: “{said}”.") for s, _, said in weight.shown)
                ),
                excuses=excuses,
                manner=manner,
            )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    if not _juniors(message):
        return None
    email = message.sender.email
    sent = [each for each in case.messages if each.sender.email == email and each.sender.is_member and not each.automatic]
    return tuple(_excuses(rule, conversation, message, sent, _signs(case)))


def _juniors(message: Message) -> list[Person]:
    """The junior officers to whom a Member writes, if that is what a message is."""
    if not message.sender.is_member or message.automatic:
        return []
    return [person for person in message.to if person.is_officer and person.seniority == "junior"]


def _signs(case: Case) -> _Signs:
    return _Signs(Phrases(words(_BEHAVIOUR)), Names([person for person in case.people if _is_senior(person)]))


def _weight(message: Message, signs: _Signs) -> _Weight:
    """The signs of a letter that stand together: within some lines of the first matter that weighs."""
    found: list[tuple[Sentence, str, str]] = []
    for zone, text in message.words(OWN):
        for number, sentence in enumerate(sentences(text, zone.start)):
            if number >= _MOST:
                break
            found += [(sentence, hit.kind, sentence.text[hit.start : hit.end]) for hit in signs.of(sentence.text)]
    first = next((one for one in found if one[1] in _GRAVE), next((one for one in found if one[1] in _MATTERS), None))
    if first is None:
        return _Weight((), ())
    near: dict[str, tuple[Sentence, str, str]] = {}
    for one in found:
        if abs(one[0].start - first[0].start) <= _TOGETHER:
            near.setdefault(one[1], one)
    is_called = any(hit.kind == "called" for hit in signs.of(message.subject))
    kinds = tuple(kind for kind in (*_MATTERS, *_SIGNS) if kind in near or (kind == "called" and is_called))
    return _Weight(kinds, tuple(near[kind] for kind in kinds if kind in near))


def _is_meant(sentence: str, hit: Hit) -> bool:
    if hit.kind in _SIGNS:
        return True
    even = folded(sentence)
    return not _DENIED.search(even[: hit.start]) and not _IN_NEWS.search(even[: hit.start]) and not _TOPIC.match(even, hit.end)


def _why(message: Message, junior: Person, weight: _Weight) -> str:
    said = " and ".join(f"“{words}”" for _, _, words in weight.shown[:2])
    post = f" ({junior.position})" if junior.position else ""
    return (
        f"{message.sender.label} puts a matter of weight ({said}) to {junior.label}{post}, a junior officer, "
        "and no senior officer is among those who are told."
    )


def _excuses(
    rule: Rule, conversation: Conversation, message: Message, sent: Sequence[Message], signs: _Signs
) -> Iterator[Excuse]:
    copy_mends = rule.limits.get("cc_cures") != "not-stated"
    seniors = [r for r in message.recipients if _is_senior(r.person)]
    counted = next((r for r in seniors if copy_mends or r.kind == TO), None)
    if counted:
        why = f"{counted.person.label} ({counted.person.position}) is among those to whom it went"
    elif seniors:
        why = f"{seniors[0].person.label} has a copy, which the protocol does not say is enough"
    else:
        why = "no senior officer is among those to whom it went"
    yield Excuse("a senior officer is told", counted is not None, why)
    text = folded(own_text(message))
    otherwise = _TOLD_OTHERWISE.search(text)
    yield Excuse(
        "to be passed to somebody senior",
        bool(otherwise),
        f"it says “{otherwise[0]}”" if otherwise else "it does not say that somebody senior knows or is to be told",
    )
    other = _other_letter(message, sent, signs)
    yield Excuse(
        "a senior officer is told in another message",
        other is not None,
        f"“{other.subject}” went to a senior officer"
        if other
        else f"the export holds no such message of {message.sender.label} to a senior officer within {_NEAR_DAYS} days",
    )
    earlier = _senior_before(conversation, message)
    yield Excuse(
        "a senior officer is already in the conversation",
        earlier is not None,
        f"{earlier.label} took part in it before" if earlier else "no senior officer took part in it before",
    )


def _is_senior(person: Person) -> bool:
    return person.is_officer and person.seniority in ("senior", "chief")


def _other_letter(message: Message, letters: Sequence[Message], signs: _Signs) -> Message | None:
    for other in letters:
        if other.id == message.id or other.date is None or message.date is None:
            continue
        is_near = abs((other.date - message.date).days) <= _NEAR_DAYS
        if is_near and any(_is_senior(r.person) for r in other.recipients) and _weight(other, signs).is_told:
            return other
    return None


def _senior_before(conversation: Conversation, message: Message) -> Person | None:
    for earlier in conversation.messages:
        if earlier.id == message.id:
            return None
        for person in (earlier.sender, *(r.person for r in earlier.recipients)):
            if _is_senior(person):
                return person
    return None
