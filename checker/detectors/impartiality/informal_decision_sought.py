"""A decision that belongs to a meeting, looked for by mail: an officer asks Members for it, or acts as if a group had made it.

Members decide formally and together; a group, a few Members or a chair alone do not. Seen in an officer's own words to Members
(asks for approval or authority; acts on an approval so given) and in a Member's who has a group settle what officers are then
to do. Delegated powers used in consultation with a chair, urgent procedures and reports on their way to a meeting are formal;
dates, minutes, quotations and the like are no decision of the authority.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checker.detectors import probability
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.acts import Said, kinds, may_say, said

BEHAVIOUR = "informal-decision-sought"

# A sentence that carries out what the one before it says Members think.
_ACTED_SO = re.compile(
    r"(?:so|therefore|accordingly|on that basis|as a result|that being so)\b.{0,20}"
    r"\b(?:i|we)(?:'| )(?:ve|have|ll|will|am|are|m|re)\b",
    re.IGNORECASE,
)

# The lists of which one has to stand in a message that seeks a decision or acts on one.
_ACTS = ("asks", "acted", "view", "settles")
# What is above a delegation is outside the power, and no power to be used.
_ABOVE = re.compile(
    r"\b(?:above|beyond|over|outside|exceeds|more than)\b.{0,20}\bdelegat|\bnot? (?:within|have)\b.{0,20}\bdelegat", re.IGNORECASE
)
_REFERS = re.compile(r"\b(?:that|this|it|agree|object|content|happy)\b", re.IGNORECASE)

_SAID = {
    "asks": "asks for a decision or for authority",
    "acted": "acts on a view of Members as on a decision",
    "settles": "has a group or a few settle it",
    "carry_out": "wants that carried out",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """The sentences of a message that ask, act or settle, and the company they keep."""

    acts: tuple[Said, ...]
    company: frozenset[str]
    stakes: frozenset[int]  # where sentences begin at or beside which something is at stake
    has_stake: bool


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages in which a decision is sought, given or carried out away from a formal meeting."""
    for message in case.messages:
        if may_say(message.text, "decisions", *_ACTS) and (wanted := _wanted(rule, message)):
            yield from _judge(message, _members(message), wanted)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    del case
    message = conversation.messages[number]
    wanted = _wanted(rule, message)
    return tuple(_excuses(_told(message, wanted))) if wanted else None


def _wanted(rule: Rule, message: Message) -> tuple[str, ...]:
    """The lists that tell of this writer to these readers; none where the protocol does not bind the writer."""
    if message.automatic or not message.date:
        return ()
    if message.sender.is_officer:
        return ("asks", "acted") if any(p.is_member for p in message.to) else ("acted",)
    # A clause on officers alone (MPA 21) leaves what Members write to other clauses.
    binds_members = not rule.terms or any(term.get("clause_addressee") != "officer" for term in rule.terms)
    is_heard = bool(_members(message)) or any(p.is_officer for p in message.visible)
    return ("settles",) if binds_members and message.sender.is_member and is_heard else ()


def _members(message: Message) -> list[Person]:
    return [person for person in (*message.visible, *message.bcc) if person.is_member]


def _judge(message: Message, members: list[Person], wanted: tuple[str, ...]) -> Iterator[Evidence]:
    told = _told(message, wanted)
    manner = _manner(told, wanted)
    if not manner:
        return
    yield Evidence(
        document=message,
        actor=message.sender,
        why=_why(message, members, told),
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(_passage(message, s) for s in told.acts),
        excuses=tuple(_excuses(told)),
        manner=manner,
    )


def _told(message: Message, wanted: tuple[str, ...]) -> _Told:
    sentences = list(said(message, "decisions"))
    carried = ("carry_out",) if "settles" in wanted else ()
    avoids = any("avoids" in s.every for s in sentences)
    plain = [s for before, s in zip([None, *sentences], sentences, strict=False) if not _is_innocent(s, before, avoids=avoids)]
    pairs = {s.start for s in plain if {"view", "then"} <= s.meant} if "acted" in wanted else set()
    if "acted" in wanted:
        pairs |= {one.start for one, other in itertools.pairwise(plain) if "view" in one.meant and _ACTED_SO.match(other.text)}
    acts = tuple(s for s in plain if s.meant & {*wanted, *carried} or s.start in pairs)
    company = frozenset(
        kind for s in sentences for kind in s.every & {"formal", "powers", "trifle", "avoids"} if not _is_passed_over(s, kind)
    )
    acts = tuple(replace(s, meant=s.meant | {"acted"}) if s.start in pairs else s for s in acts)
    around = {one.start for near in itertools.pairwise(sentences) if any("stake" in s.every for s in near) for one in near}
    around |= {s.start for s in sentences if "stake" in s.every}
    is_subject = "stake" in kinds(message.subject, "decisions")
    is_near = any(s.start in around for s in acts) or ("avoids" in company and bool(around))
    return _Told(acts, company, frozenset(around), is_subject or is_near)


def _is_innocent(sentence: Said, before: Said | None, *, avoids: bool) -> bool:
    """Whether a sentence speaks of a formal decision or a trifle, or asks leave for what the one before it says is a trifle.

    Nothing is a trifle that passes over the meeting (``avoids``) and names what the authority decides, or that takes Members'
    view for the decision: "place the order", "put it through the minutes" and "send the demands out" have a trifle's words.
    """
    if "formal" not in sentence.every and ({"acted", "view"} <= sentence.meant or (avoids and "stake" in sentence.every)):
        return False
    refers = _REFERS.search(sentence.text) and before is not None and "stake" not in sentence.every
    trifle = "trifle" in sentence.every or (refers and before is not None and "trifle" in before.every)
    return trifle or ("formal" in sentence.every and "avoids" not in sentence.every)


def _is_passed_over(sentence: Said, kind: str) -> bool:
    if kind == "powers" and _ABOVE.search(sentence.text):
        return True
    return kind == "formal" and "avoids" in sentence.every


def _manner(told: _Told, wanted: tuple[str, ...]) -> str:
    """How firmly, empty if not at all: the act and what the authority decides are two signs."""
    shown = {kind for s in told.acts for kind in s.meant}
    if not told.has_stake or told.company & {"formal", "powers"}:
        return ""
    if "settles" in wanted:
        return "group-settles" if "settles" in shown and ("carry_out" in shown or "avoids" in told.company) else ""
    if "acted" in shown:
        return "acts-on-a-view"
    if "asks" not in shown:
        return ""
    near = any("asks" in s.meant and s.start in told.stakes for s in told.acts)
    strong = sum("asks" in s.meant for s in told.acts) > 1 or "avoids" in told.company
    return "asks-approval" if near or strong else "may-ask-approval"


def _excuses(told: _Told) -> Iterator[Excuse]:
    formal = bool(told.company & {"formal", "powers"})
    yield Excuse(
        "a formal decision stands behind it or is to come",
        formal,
        "a sentence speaks of a meeting, a report or delegated powers"
        if formal
        else "no sentence speaks of a meeting, a report or delegated powers",
    )
    trifle = "trifle" in told.company
    yield Excuse(
        "nothing that the authority decides is at stake",
        found=trifle and not told.acts,
        why="it is not about arrangements or a text"
        if not trifle
        else "other sentences are about arrangements or a text, these are not"
        if told.acts
        else "what it asks for are arrangements or a text",
    )


def _passage(message: Message, sentence: Said) -> Passage:
    told = "; ".join(_SAID[kind] for kind in _SAID if kind in sentence.meant)
    return message.passage(sentence.start, sentence.end, f"{told[0].upper()}{told[1:]}.")


def _why(message: Message, members: list[Person], told: _Told) -> str:
    shown = {kind for s in told.acts for kind in s.meant}
    said_of = " and ".join(_SAID[kind] for kind in _SAID if kind in shown)
    office = "an officer" if message.sender.is_officer else "a Member"
    readers = ", ".join(p.label for p in members[:3]) or "officers"
    more = f" and {len(members) - 3} more" if len(members) > 3 else ""
    return f"{message.sender.label}, {office}, writes to {readers}{more} and {said_of}, away from a formal meeting."
