"""A Member's letter to somebody outside that binds the authority, gives orders for it, or is written in its name.

Who may write for the authority is the protocol's to say: MWDA 7.1 leaves it to the Chair and the Deputy Chair, whatever they
promise; London Councils 12 wants an officer's name under an ordinary letter, the Chair's too, and lets a Member's stand under
representations to a minister, so long as nothing is promised. The others forbid only to bind. A letter to the press is
unauthorised-spokesperson where a protocol has a clause on that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.detectors import probability
from checker.detectors.mandates import holds_any, offices
from checker.detectors.mitigation import mitigating
from checker.detectors.outsiders import Names, is_minister, is_press, names_of, outsiders
from checker.domain import SIGNATURE, Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.acts import Said
from checker.language.capacity import CONSTITUENT, PARTY, PRIVATE, capacity
from checker.language.commitments import Commitment, commitment

BEHAVIOUR = "committing-the-authority"
_SAYS_MORE, _NOT_EXCEPTED = "other sentences say more", "the protocol does not except it"
_FOR_IT = re.compile(r"\b(?:authority|corporation|council|we|our|us)\b", re.IGNORECASE)
_BODY = re.compile(r"\b(?:authority|corporation|council)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A Member's letter to the outside: to whom, what it says for the authority, and where it does so in the authority's name."""

    message: Message
    readers: tuple[Person, ...]
    told: Commitment
    named: tuple[Said, ...]


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters of Members to outsiders that speak for the authority further than the protocol lets their writers."""
    names = names_of(case)
    for message in case.messages:
        letter = _letter(rule, names, message)
        if letter is not None and (manner := _manner(rule, names, letter)):
            yield Evidence(
                document=message,
                actor=message.sender,
                why=_why(manner, letter),
                confidence=probability(BEHAVIOUR, manner),
                passages=tuple(_passages(manner, letter)),
                excuses=tuple(_excuses(rule, letter)),
                manner=manner,
            )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    names = names_of(case)
    letter = _letter(rule, names, conversation.messages[number])
    if letter is None or _is_for_print(rule, letter):
        return None
    told, speaks, is_seen = letter.told, _speaks(names, letter), bool(_manner(rule, names, letter))
    office, reports, personal, minister = _excuses(rule, letter)
    return (
        office,
        *(mitigating([reports], _SAYS_MORE) if told.acts or is_seen else [reports]),
        *(mitigating([personal], _SAYS_MORE) if speaks else [personal]),
        *([minister] if _is_excepted(rule, letter) and not told.acts else mitigating([minister], _NOT_EXCEPTED)),
    )


def _letter(rule: Rule, names: Names, message: Message) -> _Letter | None:
    """A message as a Member's letter to the outside; None if it is none, or its writer may write for the authority."""
    if not message.sender.is_member or message.automatic:
        return None
    readers = tuple(person for person in outsiders(message) if not names.is_within(person))
    if not readers or holds_any(message.sender, offices(rule.limits.get("may_write_official"))):
        return None
    told = commitment(message, names.generic)
    return _Letter(message, readers, told, _in_its_name(told, names, message))


def _in_its_name(told: Commitment, names: Names, message: Message) -> tuple[Said, ...]:
    """The sentences in the authority's name. "The Council" may be the Member's own where that is another body."""
    is_home = names.is_home_of(message.sender)
    return tuple(s for s in told.named if is_home or "council" not in s.text.lower() or names.find(s.text))


def _manner(rule: Rule, names: Names, letter: _Letter) -> str:
    told = letter.told
    speaks = _speaks(names, letter)
    if (told.personal and not speaks) or _is_for_print(rule, letter):
        return ""
    if told.binding or told.ordering or told.promising:
        strong = (
            len({s.start for s in (*told.binding, *told.ordering)})
            + bool(told.promising)
            + (2 if speaks else 0)
            + bool(told.voiced)
        )
        is_other = not speaks and capacity(letter.message).kind in (PARTY, PRIVATE)
        if strong >= 2 and not is_other:
            return "binds"
        is_body = any(_BODY.search(s.text) for s in told.acts)
        promised = any(_FOR_IT.search(s.text) for s in told.promising)
        if (told.binding or told.ordering or promised) and (told.has_stake or is_body) and not is_other:
            return "may-bind"
    if not _forbids_name(rule):
        return ""
    if _is_excepted(rule, letter):
        return ""
    if speaks:
        return "in-its-name"
    is_ward = capacity(letter.message).kind in (CONSTITUENT, PARTY, PRIVATE)
    return "in-its-voice" if told.voiced and not is_ward else ""


def _speaks(names: Names, letter: _Letter) -> bool:
    return bool(letter.named) or _is_signed_for(names, letter.message)


def _forbids_name(rule: Rule) -> bool:
    """Whether the protocol minds that a letter is in the authority's name, though it binds nobody."""
    return "may_write_official" in rule.limits or "sender" in rule.limits


def _is_for_print(rule: Rule, letter: _Letter) -> bool:
    """Whether only the press reads it. That binds no reader: it is unauthorised-spokesperson, if the protocol knows that."""
    return "sender" not in rule.limits and all(is_press(person) for person in letter.readers)


def _is_signed_for(names: Names, message: Message) -> bool:
    """Whether the letter is signed for the authority: "for Dene Authority" below the name."""
    tail = [text for _, text in message.words(SIGNATURE)] or [message.text[-200:]]
    lines = [line.strip() for text in tail for line in text.splitlines()]
    if lines and names.generic(lines[-1]).lower().rstrip(" .").endswith(", for the authority"):
        return True
    return any(
        line.lower().startswith(("for ", "on behalf of ", "for and on behalf")) and _means_body(line, names) for line in lines
    )


def _means_body(line: str, names: Names) -> bool:
    return len(line) < 60 and (
        names.find(line) is not None or line.lower().rstrip(".").endswith(("the authority", "the corporation"))
    )


def _is_excepted(rule: Rule, letter: _Letter) -> bool:
    return rule.limits.get("exception") == "representations-to-minister" and any(is_minister(p) for p in letter.readers)


def _excuses(rule: Rule, letter: _Letter) -> Iterator[Excuse]:
    sender = letter.message.sender
    named = offices(rule.limits.get("may_write_official"))
    yield Excuse(
        "holds an office that may write for the authority",
        found=False,
        why=f"{sender.label} is {sender.position or 'a Member without a further office'}"
        + (f", and the protocol names {', '.join(named)}" if named else ", and the protocol names no Member's office for it"),
    )
    reports = letter.told.reports
    yield Excuse(
        "a decision of the authority is passed on",
        bool(reports),
        f"“{_short(reports[0].text)}”; yet other sentences say more"
        if reports
        else "no sentence tells of a decision that was taken",
    )
    personal = letter.told.personal
    yield Excuse(
        "written for the Member's own person",
        bool(personal),
        f"“{_short(personal[0].text)}”; yet it is written in the authority's name" if personal else "no sentence says so",
    )
    minister = any(is_minister(person) for person in letter.readers)
    yield Excuse(
        "representations to a minister",
        minister,
        "a minister is among the recipients, and the letter binds the authority"
        if minister
        else "no minister is among the recipients",
    )


def _passages(manner: str, letter: _Letter) -> Iterator[Passage]:
    told = letter.told
    for sentence in letter.named:
        yield letter.message.passage(sentence.start, sentence.end, "It is written in the authority's name.")
    if manner in ("binds", "may-bind"):
        for sentence in told.acts:
            yield letter.message.passage(sentence.start, sentence.end, _said_of(sentence))
    elif not letter.named:
        for sentence in told.voiced:
            yield letter.message.passage(sentence.start, sentence.end, "It speaks as the authority.")


def _said_of(sentence: Said) -> str:
    if "orders" in sentence.meant:
        return "It gives an order for the authority."
    return "It binds the authority." if "binds" in sentence.meant else "It promises something for the authority."


def _why(manner: str, letter: _Letter) -> str:
    sender, reader = letter.message.sender.label, letter.readers[0].label
    if manner in ("binds", "may-bind"):
        count = len(letter.told.acts)
        does = "sentence binds" if count == 1 else "sentences bind"
        return f"{sender}, a Member, writes to {reader} outside the authority, and {count} {does} it, promise or order for it."
    return f"{sender}, a Member, writes to {reader} outside the authority in the authority's name."


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else text[:89].rsplit(" ", 1)[0] + " …"
