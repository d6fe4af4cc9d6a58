"""An officer's own word that somebody asked for privacy, in the message that tells what was to be kept.

The request may have been made by word of mouth, so that no letter holds it. What shows it is a Member's name, a sentence that
reports the request as that Member's, and another that tells what the Member said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.conversations import own_text
from checker.domain import OWN, Case, Message, Person
from checker.language.phrases import folded
from checker.language.sentences import Sentence, sentences
from checker.people import plain_name

_WHO = r"\b(?:he|she|they|(?:cllr|mrs?|ms|miss|dr) [\w'-]{2,30})"
_ASKED = re.compile(
    rf"{_WHO} (?:(?:has|had|did|only|just|particularly|specially) ){{0,2}}"
    r"(?:ask(?:s|ed)?|begged|wants?|wanted|requested|prefers?|preferred|said|told|made me promise|would rather|insisted)\b"
    r"[^.;!?]{0,50}\b"
    r"(?:not? (?:to )?(?:go|be|get|tell|say|share|pass|mention|repeat|let|spread|come|want)|(?:nobody|no one|none of)\b"
    r"|no further|private|quiet|to (?:my|our)sel(?:f|ves)|between us|in (?:strict |the strictest )?confidence|confidential)"
    r"|\b(?:told|asked|wrote to|confided in|spoke to) (?:me|us) in (?:strict |the strictest )?confidence\b"
)
_TELLS = re.compile(
    rf"{_WHO} (?:(?:has|had|also|now) ){{0,2}}"
    r"(?:tells|told|says|said|wrote|writes|mentioned|confided|confirmed|confessed|admitted)\b(?: to)?(?: me| us)?(?: that)? "
    r"(?:he|she|they|his|her|their|it|the)\b"
)
_LETS = re.compile(
    r"\b(?:happy|content|willing|agreed|allowed|given me leave|did not mind|doesn't mind)\b"
    r"|\bsaid (?:that )?(?:i|we) (?:may|can|could|might)\b"
    r"|\b(?:can't|cannot|won't|will not|may not|must not|not able to|unable to) (?:tell|say|share|pass|discuss|repeat)\b"
)


@dataclass(frozen=True, slots=True)
class Confession:
    """A Member's confidence told with the request to keep it: by whom, both sentences, and who reads it."""

    author: Person
    request: Sentence
    told: Sentence
    message: Message
    readers: tuple[Person, ...]


def confessions(case: Case) -> Iterator[Confession]:
    """Officers' messages that tell others what a Member said, and that the Member had asked for it to be kept."""
    families = _families(case)
    for message in case.messages:
        found = _confession(families, message)
        if found is not None:
            yield found


def confession(case: Case, message: Message) -> Confession | None:
    """What one message tells so; None if it does not."""
    return _confession(_families(case), message)


def tells_leave(message: Message) -> str:
    """The words by which a message says that a Member let it be told, or that it may not be told; empty if none do."""
    found = _LETS.search(folded(own_text(message)))
    return found[0] if found else ""


def members_away(case: Case, message: Message) -> list[Person]:
    """The Members whom a message names by family name and who do not read it."""
    return _away(own_text(message), _families(case), message)


def _families(case: Case) -> dict[str, list[Person]]:
    families: dict[str, list[Person]] = {}
    for person in case.people:
        if person.is_member and (words := plain_name(person.name).split()):
            families.setdefault(words[-1], []).append(person)
    return families


def _confession(families: dict[str, list[Person]], message: Message) -> Confession | None:
    if not message.sender.is_officer or message.automatic:
        return None
    own = own_text(message)
    even = folded(own)
    if not _ASKED.search(even) or not _TELLS.search(even) or _LETS.search(even):
        return None
    away = _away(own, families, message)
    if len(away) != 1:
        return None
    readers = tuple(r.person for r in message.recipients if r.person not in (message.sender, away[0]))
    if not readers:
        return None
    said = [sentence for zone, text in message.words(OWN) for sentence in sentences(text, zone.start)]
    request = next((s for s in said if _ASKED.search(folded(s.text))), None)
    told = next((s for s in said if s is not request and _TELLS.search(folded(s.text))), None)
    return Confession(away[0], request, told, message, readers) if request is not None and told is not None else None


def _away(own: str, families: dict[str, list[Person]], message: Message) -> list[Person]:
    named = {
        people[0].email: people[0]
        for word in re.findall(r"\b[A-Z][\w'’-]{1,30}", own)
        if len(people := families.get(plain_name(word), [])) == 1
    }
    return [p for p in named.values() if all(r.person != p for r in message.recipients) and p != message.sender]
