"""An officer gives a Member confidential information and does not say that it is confidential (MWDA 6.4).

That it is confidential has to be known from elsewhere: the same file went with a mark in another message, or the matter is of a
kind that an authority keeps in confidence (bids before the award, counsel's opinion, a colleague's case). A mark in the
subject, the text, a file's name or the file itself is a flag, and so is one earlier in the conversation to the same Member.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.confidence.papers import Mark, Papers, own_words
from checker.detectors.confidence.readers import is_earlier, listed
from checker.domain import OWN, Case, Conversation, Evidence, Excuse, Message, Person, Rule
from checker.language.confidentiality import is_about_rules, is_marked_subject, marks, opens, private_matters, sensitive_matters
from checker.language.phrases import folded
from checker.language.privacy import asks_privacy
from checker.language.sentences import Sentence
from checker.people import plain_name

BEHAVIOUR = "unflagged-confidential"

_SUM = re.compile(r"£ ?\d")
_SCORES = re.compile(r"\bscor(?:es?|ed|ing)\b[^.;!?]{0,60}\b\d{2}\b[^.;!?]{0,40}\b\d{2}\b")
_OF = {
    "advice": "legal advice",
    "bids": "bids",
    "rivals": "bids",
    "personnel": "a colleague's case as an employee",
    "settlement": "a settlement",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:  # noqa: ARG001 every detector is given its rule
    """Messages by which Members get confidential matter that nothing marks as such."""
    papers = Papers(case)
    for conversation in case.conversations:
        for message in conversation.messages:
            if members := _members(message):
                yield from _judge(papers, conversation, message, members)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    del rule
    message = conversation.messages[number]
    members = _members(message)
    if not members or Papers(case).is_marked(message) or _is_flagged(message):
        return None
    return _excuses(conversation, message, members)


def _members(message: Message) -> list[Person]:
    """The Members to whom an officer writes, if that is what a message is."""
    if not message.sender.is_officer or not message.date or message.automatic:
        return []
    return [r.person for r in message.recipients if r.person.is_member]


def _judge(papers: Papers, conversation: Conversation, message: Message, members: Sequence[Person]) -> Iterator[Evidence]:
    found = papers.marks(message)
    elsewhere = [mark for mark in found if mark.where == "an earlier message"]
    if len(elsewhere) < len(found):
        return
    kinds = _kinds(papers, message)
    if (not elsewhere and not kinds) or _is_flagged(message):
        return
    excuses = _excuses(conversation, message, members)
    if any(excuse.found for excuse in excuses):
        return
    manner = "marked-elsewhere" if elsewhere else "confidential-by-kind"
    yield Evidence(
        document=message,
        actor=message.sender,
        why=_why(message, members, elsewhere, kinds),
        confidence=probability(BEHAVIOUR, manner),
        passages=(
            *(mark.passage for mark in elsewhere),
            *(message.passage(s.start, s.end, f"It tells of {_OF[kind]}.") for kind, s in kinds[:3]),
        ),
        excuses=excuses,
        manner=manner,
    )


def _excuses(conversation: Conversation, message: Message, members: Sequence[Person]) -> tuple[Excuse, ...]:
    public = opens(own_words(message))
    before = _flagged_before(conversation, message, members)
    return (
        Excuse("no longer confidential", bool(public), f"“{public[:160]}”" if public else "the message does not say so"),
        Excuse(
            "the Member had been told earlier",
            bool(before),
            f"“{before[:160]}”"
            if before
            else "no earlier message of the conversation to the Member says that it is confidential",
        ),
    )


def _is_flagged(message: Message) -> bool:
    """Whether anything in the message says that confidence applies, in whatever words."""
    return bool(is_marked_subject(message.subject) or asks_privacy(own_text(message)) or "confiden" in folded(own_text(message)))


def _kinds(papers: Papers, message: Message) -> list[tuple[str, Sentence]]:
    """What the officer tells that is confidential by its kind; a colleague's case only where the colleague is named."""
    found: list[tuple[str, Sentence]] = []
    for zone, text in message.words(OWN):
        sensitive = list(sensitive_matters(text, zone.start))
        # One word of a bid or of advice says little: two sentences or two sums tell the content.
        told = {s.start: 2 if _SCORES.search(folded(s.text)) else len(_SUM.findall(s.text)) for _, s in sensitive}
        if len(told) > 1 or any(sums > 1 for sums in told.values()):
            found += sensitive
        for kind, sentence in private_matters(text, zone.start):
            if kind == "personnel" and _names_officer(papers, message, sentence.text):
                found.append((kind, sentence))
    return [(kind, sentence) for kind, sentence in found if not is_about_rules(sentence.text)]


def _names_officer(papers: Papers, message: Message, sentence: str) -> bool:
    even = plain_name(sentence)
    return any(
        person.is_officer and person != message.sender and " " in plain_name(person.name) and plain_name(person.name) in even
        for person in papers.known.people
    )


def _flagged_before(conversation: Conversation, message: Message, members: Sequence[Person]) -> str:
    for earlier in conversation.messages:
        reaches = earlier.sender.is_officer and all(person in earlier.visible for person in members)
        if reaches and is_earlier(earlier, message):
            if is_marked_subject(earlier.subject):
                return earlier.subject
            if sentence := next(marks(own_text(earlier)), None):
                return sentence.text
    return ""


def _why(message: Message, members: Sequence[Person], elsewhere: Sequence[Mark], kinds: Sequence[tuple[str, Sentence]]) -> str:
    to = listed(members)
    if elsewhere:
        name = elsewhere[0].words
        return f"{message.sender.label} sent {to} “{name}”, which had gone with a mark of confidence before, and did not say so."
    return f"{message.sender.label} told {to} of {_OF[kinds[0][0]]} and did not say that it is confidential."
