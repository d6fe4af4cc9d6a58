"""An officer canvasses a Member, or tries in some other improper way to sway how the Member decides.

What counts is who asks whom for what: an officer's own words, to a Member, about a decision. Wording patterns tell what the
sentences do. Advice given openly with reasons or options, asked for by the Member, or put in a report's recommendation is no
lobbying, unless the protocol bars every attempt to influence (Isle of Wight 6; ``qualifier = "none"``): there open urging counts
as well.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from checker.conversations import own_text
from checker.detectors import probability, sheets
from checker.detectors.mitigation import BESIDE, mitigating
from checker.domain import OWN, Case, Conversation, Evidence, Excuse, Message, Passage, Rule
from checker.language.phrases import Hit
from checker.language.sentences import Sentence, sentences
from checker.language.wording import Wording, meant

ACTS = ("asked-for-vote", "worked-through-others", "worked-on-agenda", "counted-heads", "armed-the-member", "pleaded")
# A message to so many Members at once is a circular for all who decide.
OPEN_TO = 4
# From these strengths on the patterns may ask, or ask, for something that moves a decision. Two kinds of act make it firm.
MAY_ASK, ASKS = 0.6, 0.7

_OPENLY, _ASKED = "advice given openly with reasons or options", "the Member asked for the officer's view"
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
class Part:
    """A sentence of an officer's message: the acts in it that are meant, and the company it keeps."""

    sentence: Sentence
    acts: tuple[Hit, ...] = ()
    company: frozenset[str] = frozenset()

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(act.kind for act in self.acts))


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of officers to Members of which a sentence reads as lobbying and nothing excuses it."""
    for conversation in case.conversations:
        for number, message in enumerate(conversation.messages):
            if _is_to_member(message):
                yield from _judge(rule, conversation, number, message)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    del case
    message = conversation.messages[number]
    if not _is_to_member(message):
        return None
    parts = _parts(message)
    asking = _asking(parts)
    company = _company(parts, asking)
    if "own_job" in company:
        return None
    excuses = tuple(_excuses(conversation, number, message, company))
    if not _is_barred(rule):
        return excuses
    excuses = mitigating(excuses, "the protocol bars every attempt", lambda one: one.excuse in (_OPENLY, _ASKED))
    return mitigating(excuses, BESIDE) if asking else excuses


def _is_to_member(message: Message) -> bool:
    return message.sender.is_officer and not message.automatic and any(p.is_member for p in message.to + message.bcc)


def _is_barred(rule: Rule) -> bool:
    return rule.limits.get("qualifier") == "none"


@functools.cache
def _wording() -> Wording:
    sheet = sheets()["officer-lobbying"]
    return Wording(sheet["words"], sheet["sets"])


def _weights() -> Mapping[str, float]:
    weights: Mapping[str, float] = sheets()["officer-lobbying"]["weights"]
    return weights


def _judge(rule: Rule, conversation: Conversation, number: int, message: Message) -> Iterator[Evidence]:
    is_barred = _is_barred(rule)
    parts = _parts(message)
    asking = _asking(parts)
    if _strength(asking) < (ASKS if is_barred else MAY_ASK):
        return  # most messages end here
    company = _company(parts, asking)
    excuses = tuple(_excuses(conversation, number, message, company))
    manner = _manner(message, asking, excuses, is_barred=is_barred)
    if not manner or "own_job" in company:
        return
    yield Evidence(
        document=message,
        actor=message.sender,
        why=_why(message, asking),
        confidence=probability("officer-lobbying", manner),
        passages=tuple(_passage(message, part) for part in asking if set(part.kinds) != {"stake"}),
        excuses=excuses,
        manner=manner,
    )


def _parts(message: Message) -> list[Part]:
    return [_part(sentence) for zone, text in message.words(OWN) for sentence in sentences(text, zone.start)]


def _asking(parts: list[Part]) -> list[Part]:
    return [part for part in parts if part.acts and not part.company & {"formal", "declines", "trifle"}]


def _company(parts: list[Part], asking: list[Part]) -> frozenset[str]:
    """The company that a message keeps; a trifle counts where nothing but a trifle is asked for."""
    acting = asking or [part for part in parts if part.acts]
    return frozenset(kind for part in parts for kind in part.company if kind != "trifle" or part in acting)


def _part(sentence: Sentence) -> Part:
    every = frozenset(hit.kind for hit in _wording().find(sentence.text))
    company = every & {"asked_view", "options", "formal", "declines", "own_job", "trifle"}
    acts = tuple(hit for hit in meant(_wording(), sentence.text) if hit.kind in _weights())
    return Part(sentence, acts, company)


def _manner(message: Message, asking: list[Part], excuses: tuple[Excuse, ...], *, is_barred: bool) -> str:
    """How firmly a message lobbies, empty if it does not."""
    strength = _strength(asking)
    if is_barred:
        return "asks-outright" if strength >= ASKS else ""
    is_open = len([person for person in message.to + message.cc if person.is_member]) >= OPEN_TO
    if strength < MAY_ASK or is_open or any(excuse.found for excuse in excuses):
        return ""
    acts = {kind for part in asking for kind in part.kinds} & set(ACTS)
    return "asks-and-reads-so" if strength >= ASKS and len(acts) > 1 else "may-ask"


def _strength(asking: list[Part]) -> float:
    """How much the patterns say together, 0-1, each list as an independent sign; 0 where no act is among them."""
    kinds = sorted({kind for part in asking for kind in part.kinds})
    doubt = 1.0
    for kind in kinds:
        doubt *= 1 - _weights()[kind]
    return 1 - doubt if set(kinds) & set(ACTS) else 0.0


def _excuses(conversation: Conversation, number: int, message: Message, company: frozenset[str]) -> Iterator[Excuse]:
    members = sum(person.is_member for person in message.visible)
    overseen = [p.label for p in message.visible if p.is_officer and p.seniority in ("chief", "senior")]
    reasons = "options" in company
    is_open = (bool(overseen) or members >= OPEN_TO) and (reasons or members >= OPEN_TO)
    yield Excuse(
        _OPENLY,
        is_open,
        f"sent openly to {members} Members{' and ' + overseen[0] if overseen else ''}"
        + (", with reasons or options" if reasons else "")
        if is_open
        else "sent to few, without weighing options before others",
    )
    asked = _asked(conversation, number, message) or "asked_view" in company
    yield Excuse(
        _ASKED,
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


def _passage(message: Message, part: Part) -> Passage:
    told = "; ".join(_SAID[kind] for kind in part.kinds if kind != "stake")
    return message.passage(part.sentence.start, part.sentence.end, f"{told[0].upper()}{told[1:]}.")


def _why(message: Message, telling: list[Part]) -> str:
    said = list(dict.fromkeys(_SAID[kind] for part in telling for kind in part.kinds if kind != "stake"))
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    members = ", ".join(p.label for p in message.to + message.cc if p.is_member) or "a Member"
    return f"{message.sender.label}, an officer, writes to {members} and {listed}."
