"""An officer canvasses a Member, or tries in some other improper way to sway how the Member decides.

What counts is who asks whom for what: an officer's own words, to a Member, about a decision. Each sentence is read for acts
(asking for a vote, moving others, changing the agenda, counting heads, handing over arguments, pleading) and for secrecy; signs
add up. Advice given openly with reasons or options, asked for by the Member, or put in a report's recommendation is no
lobbying, unless the protocol bars every attempt to influence (Isle of Wight 6; ``qualifier = "none"``).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.conversations import own_text
from checker.detectors import probability, sheets
from checker.domain import OWN, Case, Conversation, Evidence, Excuse, Message, Passage, Rule
from checker.language.phrases import Hit
from checker.language.sentences import Sentence, sentences
from checker.language.wording import Wording, meant

ACTS = ("asked-for-vote", "worked-through-others", "worked-on-agenda", "counted-heads", "armed-the-member", "pleaded")
# A message to so many Members at once is a circular for all who decide.
OPEN_TO = 4

_SAID = {
    "asked-for-vote": "asks for the Member's vote or support",
    "worked-through-others": "asks the Member to move others",
    "worked-on-agenda": "asks the Member to change what is decided when",
    "counted-heads": "asks how votes will fall",
    "armed-the-member": "hands the Member something to do or say at the meeting",
    "pleaded": "pleads for an outcome",
    "secrecy": "asks that it be kept quiet",
    "stake": "speaks of the decision to come",
}


@dataclass(frozen=True, slots=True)
class Act:
    """A pattern that counts: of which list, in which sentence, where in the message."""

    kind: str
    sentence: Sentence
    start: int
    end: int


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of officers to Members in which the signs of lobbying add up."""
    for conversation in case.conversations:
        for number, message in enumerate(conversation.messages):
            if not message.sender.is_officer or message.automatic:
                continue
            if any(person.is_member for person in message.to + message.bcc):
                yield from _judge(rule, conversation, number, message)


@functools.cache
def _wording() -> Wording:
    sheet = sheets()["officer-lobbying"]
    return Wording(sheet["words"], sheet["sets"])


def _weights() -> Mapping[str, float]:
    weights: Mapping[str, float] = sheets()["officer-lobbying"]["weights"]
    return weights


def _judge(rule: Rule, conversation: Conversation, number: int, message: Message) -> Iterator[Evidence]:
    acts: list[Act] = []
    company: set[str] = set()
    for zone, text in message.words(OWN):
        for sentence in sentences(text, zone.start):
            found, kinds = _read(sentence)
            acts += found
            company |= kinds
    if not any(act.kind in ACTS for act in acts) or "own_job" in company:
        return
    excuses = tuple(_excuses(conversation, number, message, company))
    manner = _manner(rule, acts, excuses)
    if not manner:
        return
    yield Evidence(
        document=message,
        actor=message.sender,
        why=_why(message, acts),
        confidence=probability("officer-lobbying", manner),
        passages=tuple(_passages(message, acts)),
        excuses=excuses,
        manner=manner,
    )


def _read(sentence: Sentence) -> tuple[list[Act], set[str]]:
    """The acts of one sentence that are the writer's own, and the innocent company it keeps."""
    hits = list(meant(_wording(), sentence.text))
    every = {hit.kind for hit in _wording().find(sentence.text)}
    company = every & {"asked_view", "options", "formal", "declines", "own_job", "trifle"}
    if company & {"formal", "declines", "trifle"}:
        return [], company
    return [_act(hit, sentence) for hit in hits if hit.kind in _weights()], company


def _act(hit: Hit, sentence: Sentence) -> Act:
    return Act(hit.kind, sentence, sentence.start + hit.start, sentence.start + hit.end)


def _manner(rule: Rule, acts: list[Act], excuses: tuple[Excuse, ...]) -> str:
    """The manner in which the signs add up to lobbying, empty if they do not."""
    kinds = {act.kind for act in acts}
    weights = _weights()
    doubt = 1.0
    for kind in sorted(kinds):
        doubt *= 1 - weights[kind]
    score = 1 - doubt
    if rule.limits.get("qualifier") != "none" and "secrecy" not in kinds:
        for excuse in excuses:
            if excuse.found:
                score *= 0.45
    main = max((kind for kind in sorted(kinds) if kind in ACTS), key=lambda kind: weights[kind])
    if score >= 0.7:
        return main if weights[main] >= 0.7 else "several-signs"
    return "faint-signs" if score >= 0.58 else ""


def _excuses(conversation: Conversation, number: int, message: Message, company: set[str]) -> Iterator[Excuse]:
    members = sum(person.is_member for person in message.visible)
    overseen = [p.label for p in message.visible if p.is_officer and p.seniority in ("chief", "senior")]
    reasons = "options" in company
    is_open = (bool(overseen) or members >= OPEN_TO) and (reasons or members >= OPEN_TO)
    yield Excuse(
        "advice given openly with reasons or options",
        is_open,
        f"sent openly to {members} Members{' and ' + overseen[0] if overseen else ''}"
        + (", with reasons or options" if reasons else "")
        if is_open
        else "sent to few, without weighing options before others",
    )
    asked = _asked(conversation, number, message) or "asked_view" in company
    yield Excuse(
        "the Member asked for the officer's view",
        asked,
        "an earlier message of the Member asks for it" if asked else "no message of the Member asks for it",
    )
    formal = "formal" in company
    why = "it repeats the recommendation of a report" if formal else "no report's recommendation is repeated"
    yield Excuse("recommendation of a formal report", formal, why)
    trifle = "trifle" in company
    why = "it is about something that Members do not decide" if trifle else "nothing shows that it is about anything else"
    yield Excuse("no decision of the authority is at stake", trifle, why)


def _asked(conversation: Conversation, number: int, message: Message) -> bool:
    for earlier in conversation.messages[:number]:
        if earlier.sender.is_member and message.sender in earlier.visible:
            for sentence in sentences(own_text(earlier)):
                if any(hit.kind == "asked_view" for hit in _wording().find(sentence.text)):
                    return True
    return False


def _passages(message: Message, acts: list[Act]) -> Iterator[Passage]:
    told: dict[int, list[str]] = {}
    for act in acts:
        told.setdefault(act.sentence.start, []).append(act.kind)
    for act in acts:
        kinds = told.pop(act.sentence.start, None)
        if kinds and set(kinds) != {"stake"}:
            why = "; ".join(dict.fromkeys(_SAID[kind] for kind in kinds))
            yield message.passage(act.sentence.start, act.sentence.end, f"{why[0].upper()}{why[1:]}.")


def _why(message: Message, acts: list[Act]) -> str:
    said = list(dict.fromkeys(_SAID[act.kind] for act in acts if act.kind != "stake"))
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    members = ", ".join(p.label for p in message.to + message.cc if p.is_member) or "a Member"
    return f"{message.sender.label}, an officer, writes to {members} and {listed}."
