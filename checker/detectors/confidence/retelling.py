"""What a Member wrote, told to others in an officer's own words.

No words need to be the same. What shows it is a sentence that names the author, beside words of the letter which are rare in the
case; firmer where it tells of somebody's health, money or family as the letter does, or says that the author wrote or told it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from checker.conversations import own_text
from checker.detectors.confidence.hops import Hop, is_before
from checker.domain import OWN, Case, Conversation, Message, Zone
from checker.language.confidentiality import private_matters
from checker.language.phrases import folded
from checker.language.sentences import Sentence, sentences
from checker.people import plain_name

RETOLD = "in the officer's own words"
RETOLD_AS_HEARD = "in the officer's own words, as heard from the author"

_WINDOW = timedelta(days=60)
_WORD = re.compile(r"[^\W\d_]{4,30}")
_HEARD = re.compile(
    r"\b(?:emailed|e-mailed|wrote to|written to|told|tells|confided|mentioned|let me know|rang|phoned|texted"
    r"|messaged)\b[^.;!?]{0,20}\b(?:me|us)\b"
    r"|\b(?:says|said|writes|wrote|admits|admitted|confided)\b|\baccording to\b"
)
# A word is rare if so few messages of the case hold it, at least; more in a large case.
_FEW = 4
_SHARE = 0.02
_RARE_WORDS = 2


def retold(case: Case, letters: Sequence[Message]) -> Iterator[tuple[Conversation, Message, list[Hop]]]:
    """Later messages of officers that tell others what one of these letters says, and name its author."""
    if not letters:
        return
    seen: Counter[str] = Counter()
    total = 0
    for message in case.messages:
        total += 1
        seen.update(_words(own_text(message)))
    limit = max(_FEW, int(total * _SHARE))
    rare = {letter.id: {word for word in _words(own_text(letter)) if seen[word] <= limit} for letter in letters}
    for conversation in case.conversations:
        for carrier in conversation.messages:
            if carrier.sender.is_officer and not carrier.automatic and carrier.date:
                found = [hop for letter in letters for hop in _hops(case, letter, rare[letter.id], carrier)]
                if found:
                    yield conversation, carrier, found


def could_retell(case: Case, conversation: Conversation, letter: Message, carrier: Message) -> list[Hop]:
    """The readers whom a message would tell what a letter says, if its words did, whichever they are.

    It could, where both are of one conversation or it names the author of the letter.
    """
    own = own_text(carrier)
    is_of_it = any(message.id == letter.id for message in conversation.messages)
    if not _is_open_to(letter, carrier) or not (is_of_it or any(_is_named(name, own) for name in _names(case, letter))):
        return []
    return list(_to_readers(letter, carrier, None, RETOLD))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(folded(text)))


def _hops(case: Case, letter: Message, rare: set[str], carrier: Message) -> Iterator[Hop]:
    """The readers to whom a message tells what a letter says; each had no part in the letter."""
    told = _telling(case, letter, rare, carrier) if _is_open_to(letter, carrier) else None
    if told is not None:
        sentence, way = told
        yield from _to_readers(letter, carrier, Zone(OWN, sentence.start, sentence.end), way)


def _is_open_to(letter: Message, carrier: Message) -> bool:
    """Whether the writer of a message had had the letter, not long before."""
    is_near = is_before(letter, carrier) and letter.date and carrier.date and carrier.date - letter.date <= _WINDOW
    return bool(is_near) and carrier.sender in letter.visible


def _to_readers(letter: Message, carrier: Message, zone: Zone | None, way: str) -> Iterator[Hop]:
    had = {letter.sender.email, *(person.email for person in letter.visible), carrier.sender.email}
    for recipient in carrier.recipients:
        if recipient.person.email not in had:
            yield Hop(letter.sender, letter, carrier, recipient.person, recipient.kind, recipient.header, zone, way)


def _telling(case: Case, letter: Message, rare: set[str], carrier: Message) -> tuple[Sentence, str] | None:
    names = _names(case, letter)
    own = own_text(carrier)
    if not any(name in own for name in names):
        return None
    affairs = {kind for kind, _ in private_matters(own_text(letter))}
    for zone, text in carrier.words(OWN):
        for sentence in sentences(text, zone.start):
            if not any(_is_named(name, sentence.text) for name in names):
                continue
            shared = _words(sentence.text) & rare - {name.lower() for name in names}
            is_same = bool(affairs & {kind for kind, _ in private_matters(sentence.text)})
            heard = bool(_HEARD.search(folded(sentence.text)))
            if (is_same and (heard or shared)) or (heard and len(shared) >= _RARE_WORDS):
                return sentence, RETOLD_AS_HEARD if heard or is_same else RETOLD
            if len(shared) > _RARE_WORDS:
                return sentence, RETOLD
    return None


def _is_named(name: str, text: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}\b", text))


def _names(case: Case, letter: Message) -> list[str]:
    """How the author may be named: by family name, and by given name if nobody else bears it."""
    words = plain_name(letter.sender.name).split()
    if not words:
        return []
    given = Counter(plain_name(person.name).partition(" ")[0] for person in case.people)
    names = [words[-1]] + ([words[0]] if given[words[0]] == 1 and len(words[0]) > 2 else [])
    return [name.title() for name in dict.fromkeys(names)]
