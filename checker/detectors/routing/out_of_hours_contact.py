"""A Member or an officer writes to the other when the office is closed, though nothing is urgent and nothing was agreed.

No protocol states the hours, so they are the case's own (``Case.hours``); without them nobody can be told to have written
outside. Weekends, the bank holidays of the nation and the authority's closed days are outside whatever the hour. Whom it binds
is the clauses' to say: Isle of Wight 14 binds Members, London Councils 3 and 4 both. What lets it pass is an emergency, an
agreement or an invitation, something that happens that very evening or the next morning, or an exchange that the other had
opened out of hours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from checker.calendar import LONDON, WORKING, kind_of, written
from checker.conversations import own_text
from checker.detectors import probability, words
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Person, Rule
from checker.language.phrases import Hit, Phrases, folded
from checker.language.sentences import sentences

_BEHAVIOUR = "out-of-hours-contact"

# An invitation or agreement holds for so long, and an exchange that the other opened out of hours for so many hours.
_INVITED_DAYS = 10
_SAME_EVENING = timedelta(hours=14)

_TURNED = re.compile(r"(?:\b(?:not|no|nothing|hardly|never|without|if|less|unless)|n't)\b[^.;,!?]{0,22}$")
_DUTY = re.compile(r"\b(?:duty|on[- ]call|emergency|out[- ]of[- ]hours|night|gold command)\b")
_RANGE = 5  # minutes by which clocks differ


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages between Members and officers that were sent while the office was closed and that nothing excuses."""
    if case.hours is None:
        return
    bound = _bound(rule)
    phrases = Phrases(words(_BEHAVIOUR))
    for conversation in case.conversations:
        for message in conversation.messages:
            reader = _reader(message, bound)
            if reader is None or message.automatic or message.date is None:
                continue
            closed = _closed(case, message.date)
            if not closed:
                continue
            excuses = tuple(_excuses(case, rule, conversation, message, reader, phrases))
            if any(excuse.found for excuse in excuses):
                continue
            manner = _manner(message)
            yield Evidence(
                document=message,
                actor=message.sender,
                why=f"{message.sender.label} wrote to {reader.label} at {closed}, and nothing in it is urgent or was agreed.",
                confidence=probability(_BEHAVIOUR, manner),
                passages=(),
                excuses=excuses,
                manner=manner,
            )


def _bound(rule: Rule) -> frozenset[str]:
    """Whom the clauses bind: Members, officers or both."""
    told = {str(term["clause_addressee"]) for term in rule.terms if term.get("clause_kind") != "permission"}
    both = frozenset({"member", "officer"})
    return both if not told or "both" in told else frozenset(told)


def _reader(message: Message, bound: frozenset[str]) -> Person | None:
    """The first reader on the other side to whom it is addressed, where the sender's side is bound."""
    sender = message.sender
    for person in message.to:
        from_officer = "officer" in bound and sender.is_officer and person.is_member
        from_member = "member" in bound and sender.is_member and person.is_officer
        if (from_officer or from_member) and not _DUTY.search(folded(person.position)):
            return person
    return None


def _manner(message: Message) -> str:
    return "by-member" if message.sender.is_member else "by-officer"


def _closed(case: Case, moment: datetime) -> str:
    """When a message was sent, in words, if the office was closed then; empty if it was open."""
    assert case.hours is not None
    opens, closes = case.hours
    local = moment.astimezone(LONDON)
    kind, name = kind_of(local.date(), case.nation, case.closed)
    when = f"{local:%H:%M} on {written(local.date())}"
    if kind != WORKING:
        return f"{when} ({name})" if name and name not in when else when
    if opens <= local.time() < closes or _within(local, opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute):
        return ""
    return f"{when}, outside the office hours {opens:%H:%M}-{closes:%H:%M}"


def _within(local: datetime, opens: int, closes: int) -> bool:
    minute = local.hour * 60 + local.minute
    return opens - _RANGE <= minute <= closes + _RANGE


def _excuses(
    case: Case, rule: Rule, conversation: Conversation, message: Message, reader: Person, phrases: Phrases
) -> Iterator[Excuse]:
    text = f"{message.subject}.\n{own_text(message)}"
    hits = [hit for hit in phrases.find(text) if not _TURNED.search(folded(text[max(0, hit.start - 40) : hit.start]))]
    urgent = _first(hits, "urgent") or (_first(hits, "important") if "important" in _exceptions(rule) else None)
    yield Excuse("urgent", urgent is not None, _says(text, urgent, "nothing in it is called urgent or an emergency"))
    agreed = _first(hits, "agreed")
    yield Excuse("agreed or invited", agreed is not None, _says(text, agreed, "it refers to no agreement or invitation"))
    invited = _invited(conversation, message, reader, phrases)
    yield Excuse(
        "invited by the reader",
        bool(invited),
        f"{reader.label} had written “{invited}”"
        if invited
        else f"no earlier message of {reader.label} in the conversation invites it",
    )
    soon = _first(hits, "soon")
    yield Excuse("about that evening or the next morning", soon is not None, _says(text, soon, "it is about nothing so near"))
    opened = _opened(case, conversation, message, reader)
    yield Excuse(
        "the reader wrote out of hours first",
        opened is not None,
        f"{reader.label} had written at {_closed(case, opened.date)}"
        if opened is not None and opened.date is not None
        else f"no message of {reader.label} out of hours goes before it",
    )


def _exceptions(rule: Rule) -> tuple[str, ...]:
    """What the clauses name as exceptions."""
    said: list[str] = []
    for term in (rule.limits, *rule.terms):
        value = term.get("exceptions", ())
        said += value if isinstance(value, tuple) else [str(value)]
    return tuple(said)


def _first(hits: list[Hit], kind: str) -> Hit | None:
    return next((hit for hit in hits if hit.kind == kind), None)


def _says(text: str, hit: Hit | None, otherwise: str) -> str:
    return f"it says “{text[hit.start : hit.end]}”" if hit else otherwise


def _before(conversation: Conversation, message: Message, reader: Person) -> Iterator[Message]:
    for earlier in conversation.messages:
        if earlier.sender.email == reader.email and earlier.date and message.date and earlier.date < message.date:
            yield earlier


def _invited(conversation: Conversation, message: Message, reader: Person, phrases: Phrases) -> str:
    """The words by which the reader had asked for it, or said that any hour would do."""
    for earlier in _before(conversation, message, reader):
        assert earlier.date is not None
        assert message.date is not None
        if message.date - earlier.date > timedelta(days=_INVITED_DAYS):
            continue
        text = own_text(earlier)
        for sentence in sentences(text):
            hit = _first(list(phrases.find(sentence.text)), "invites")
            if hit and not _TURNED.search(folded(sentence.text[: hit.start])):
                return sentence.text[hit.start : hit.end]
    return ""


def _opened(case: Case, conversation: Conversation, message: Message, reader: Person) -> Message | None:
    """The reader's own message out of hours that this one follows the same evening or weekend."""
    for earlier in _before(conversation, message, reader):
        assert earlier.date is not None
        assert message.date is not None
        if message.date - earlier.date <= _SAME_EVENING and message.sender in earlier.visible and _closed(case, earlier.date):
            return earlier
    return None
