"""A Member approaches an officer for an employer, a client, a relative or another body, and the two capacities run together.

In which capacity a letter is written is told by ``language.capacity``. It is no breach to have another capacity; it is one
to leave it unclear (MPA 12(2)), and the more so to lean on the office while speaking for the other. Kept apart it is when
the letter says so: another hat, a declared interest, no part in the vote, "treat it as anybody's".
The yardstick of MPA is whether the matter would have to be declared in committee, so an outside interest alone, with nothing
asked for it, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.mitigation import mitigating
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Passage, Rule
from checker.language.acts import Said
from checker.language.capacity import CONSTITUENT, INTEREST, Capacity, capacity
from checker.language.replies import Judgement, asks_for

BEHAVIOUR = "conflicted-capacity"
# What goes to more is no approach to an officer.
FEW = 4
_NO_WEIGHT = "the office is not brought to bear"


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:  # noqa: ARG001 every detector is given its rule
    """Letters of Members that ask officers for something for another interest than their office's, and do not keep it apart."""
    for conversation in case.conversations:
        for number, message in enumerate(conversation.messages):
            if _is_approach(message):
                yield from _judge(conversation, number, message)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    del case, rule
    message = conversation.messages[number]
    if not _is_approach(message):
        return None
    told = capacity(message)
    if told.kind == CONSTITUENT:
        return None
    excuses = _excuses(told, _kept_apart(conversation, number, told))
    return mitigating(excuses, "another interest is enough", lambda excuse: excuse.excuse == _NO_WEIGHT)


def _is_approach(message: Message) -> bool:
    """Whether a Member approaches an officer with it, alone or with few others."""
    is_to_officer = any(person.is_officer for person in message.to)
    return message.sender.is_member and not message.automatic and is_to_officer and len(message.to) <= FEW


def _judge(conversation: Conversation, number: int, message: Message) -> Iterator[Evidence]:
    told = capacity(message)
    if not any("interest" in s.meant for s in told.signs) or told.kind != INTEREST or told.is_apart:
        return
    asked = _asks(message)
    manner = _manner(told, asked, is_firms=_is_from_a_firm(message))
    apart = _kept_apart(conversation, number, told) if manner else None
    if not manner or apart is not None:
        return
    yield Evidence(
        document=message,
        actor=message.sender,
        why=f"{message.sender.label} writes to an officer {_for(told)} and does not say in which capacity.",
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(_passages(message, told)),
        excuses=tuple(_excuses(told, apart)),
        manner=manner,
    )


def _asks(message: Message) -> Judgement:
    return asks_for(own_text(message))


# Words of a firm's or a body's name that its domain may be made of.
_SIGNED = re.compile(r"[a-z]{4,}")


def _is_from_a_firm(message: Message) -> bool:
    """Whether the letter is sent from the address of the firm or body that stands in its signature."""
    house = message.sender.email.partition("@")[2].partition(".")[0]
    signed = set(_SIGNED.findall(message.text[-300:].lower())) - set(_SIGNED.findall(message.sender.name.lower()))
    names = {word for word in signed if word in house}
    return bool(house) and bool(names) and bool(_TRADE.search(message.text[-300:]))


_TRADE = re.compile(
    r"\b(?:ltd|limited|llp|plc|solicitors|associates|consultants|consulting|partners|trust|federation|union)\b", re.IGNORECASE
)


def _manner(told: Capacity, asked: Judgement, *, is_firms: bool) -> str:
    """Two signs: the other interest, and the office that lends it weight, a firm's address, or several sentences for it."""
    wants = bool(asked) or bool(told.urged)
    if told.weight and wants:
        return "office-lends-weight"
    if wants and (len(told.signs) >= 2 or is_firms):
        return "capacities-run-together"
    return "capacity-unclear" if asked else ""


def _kept_apart(conversation: Conversation, number: int, told: Capacity) -> Said | None:
    """The sentence by which the Member keeps the capacities apart, in the letter or an earlier one of the conversation."""
    sender = conversation.messages[number].sender
    earlier = (capacity(message) for message in conversation.messages[:number] if message.sender == sender)
    return next((each.apart[0] for each in (told, *earlier) if each.is_apart), None)


def _for(told: Capacity) -> str:
    return f"for another interest than the office's in {len(told.signs)} sentence{'s' * (len(told.signs) > 1)}"


def _excuses(told: Capacity, apart: Said | None) -> Iterator[Excuse]:
    yield Excuse(
        "the capacities are kept apart",
        apart is not None,
        f"“{apart.text[:90]}”" if apart else "no sentence of the letter or an earlier one does so",
    )
    yield Excuse("an interest is declared", found=False, why="no sentence of the letter or an earlier one declares one")
    weight = bool(told.weight)
    yield Excuse(
        _NO_WEIGHT,
        not weight,
        f"“{told.weight[0].text[:90]}”" if weight else "no sentence leans on the Member's office",
    )


def _passages(message: Message, told: Capacity) -> Iterator[Passage]:
    for sentence in told.signs:
        yield message.passage(sentence.start, sentence.end, "It is for another interest than the office's.")
    for sentence in told.weight:
        if sentence not in told.signs:
            yield message.passage(sentence.start, sentence.end, "It leans on the Member's office.")
