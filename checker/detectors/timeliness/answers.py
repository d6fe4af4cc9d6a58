"""Members' letters that call for an answer, and what came back to them in their own conversation.

A letter is what a Member writes To an officer. A reminder is none of its own: it asks for the answer that the first letter is
still owed. What a Member writes in reply to a reply is a letter if it asks for something more, or if the officer had only asked
back and now knows what was asked: then the answer is due from there.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from checker.calendar import local_day
from checker.conversations import later, own_text
from checker.detectors.confidence.readers import is_list, is_same
from checker.domain import FORWARDED, QUOTED, Case, Conversation, Message, Passage, Person
from checker.language.bulk import bulk_sign
from checker.language.replies import (
    ANSWER,
    HOLDING,
    Judgement,
    asks_back,
    asks_information,
    closes,
    is_automatic,
    is_withdrawn,
    needs_answer,
    reply_kind,
    talk_day,
)

_AT_ONCE = 3  # people to whom one letter is written and who are all asked


@dataclass(frozen=True, slots=True)
class Letter:
    """A Member's message that calls for an answer, why it does, and whether it began the matter.

    ``is_told_more`` marks a message that answers an officer's question about an earlier letter, which still waits.
    """

    message: Message
    conversation: Conversation
    needed: Judgement
    opens: bool
    is_told_more: bool = False

    @property
    def officers(self) -> list[Person]:
        return [person for person in self.message.to if person.is_officer]

    @property
    def is_circular(self) -> bool:
        """Whether it went to so many at once, or to a mailing list, that nobody in particular is asked."""
        return len(self.message.to) > _AT_ONCE or any(is_list(person) for person in receivers(self.message))

    def asked(self, why: str) -> Passage:
        """The words that call for an answer; their place alone if they stand in two zones."""
        start = self.message.text.find(self.needed.words) if self.needed.words else -1
        return self.message.passage(max(start, 0), start + len(self.needed.words) if start >= 0 else 0, why)


@dataclass(slots=True)
class Replies:
    """What came back to a letter, in order; ``talk`` is the words that tell of a talk, its day, and where they stand."""

    answer: Message | None = None
    holding: list[Message] = field(default_factory=list)
    acknowledgements: list[Message] = field(default_factory=list)
    automatic: list[Message] = field(default_factory=list)
    talk: tuple[str, date | None, Message] | None = None
    withdrawn: str = ""
    is_outside: bool = False

    @property
    def first(self) -> Message | None:
        """The first word of a person that came back, whatever it was."""
        came = [*self.holding, *self.acknowledgements, *([self.answer] if self.answer else [])]
        return min(came, key=lambda message: (message.date is None, message.date, message.id), default=None)


def is_machines(message: Message) -> bool:
    """Whether a machine wrote a message, by its headers or its words."""
    return bool(message.automatic) or is_automatic(own_text(message), message.subject)


def letters(case: Case, *, requests_only: bool = False) -> Iterator[tuple[Letter, Replies]]:
    """The letters of a case with what came back to each, reminders left out; those alone that ask for information if so said."""
    for conversation in case.conversations:
        waiting: dict[str, tuple[Letter, Replies]] = {}  # by Member: the letter that came last
        written_to: set[str] = set()  # whom an officer has written to so far
        for message in conversation.messages:
            before = waiting.get(message.sender.email)
            # A reminder asks for the answer that the first letter is still owed.
            if _is_letter(message) and (before is None or _is_answered(before[1], message)):
                opens = not message.answers and message.sender.email not in written_to
                letter = _letter(conversation, message, before, opens=opens, requests_only=requests_only)
                if letter is not None:
                    waiting[message.sender.email] = letter, replies(letter)
                    yield waiting[message.sender.email]
            if message.sender.is_officer:
                written_to.update(person.email for person in receivers(message))


def _letter(
    conversation: Conversation, message: Message, before: tuple[Letter, Replies] | None, *, opens: bool, requests_only: bool
) -> Letter | None:
    words = own_text(message)
    needed = asks_information(words) if requests_only else needs_answer(words, opens=opens)
    if needed:
        return Letter(message, conversation, needed, opens)
    asked = _asked_back(before[1], conversation, message) if before else ""
    if before is None or not asked or is_withdrawn(words) or reply_kind(words) != ANSWER or closes(words):
        return None
    why = f"it tells the officer what was asked (“{_short(asked)}”), and the first letter still waits: {before[0].needed.why}"
    return Letter(message, conversation, Judgement(True, why), opens=False, is_told_more=True)


def _asked_back(replies: Replies, conversation: Conversation, message: Message) -> str:
    """The officer's question, and nothing else, that a Member's message answers; empty if something else went before it."""
    if replies.answer is None or not (question := asks_back(own_text(replies.answer))):
        return ""
    between = [m for m in later(conversation.messages, replies.answer) if m.date and message.date and m.date < message.date]
    return "" if any(m.sender == message.sender or m.sender.is_officer for m in between) else question


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:80].rsplit(' ', 1)[0]} …"


def _is_letter(message: Message) -> bool:
    addressed = any(person.is_officer for person in message.to)
    return bool(message.date) and message.sender.is_member and addressed and not is_machines(message) and not _is_bulk(message)


def _is_bulk(message: Message) -> bool:
    """Whether a message was sent out in bulk, by its sender or what stands around its words; what it passes on does not count."""
    around = "\n".join(message.text[zone.start : zone.end] for zone in message.zones if zone.kind not in (QUOTED, FORWARDED))
    return bool(bulk_sign(message.sender.email, around))


def _is_answered(replies: Replies, letter: Message) -> bool:
    """Whether an officer had answered the Member's earlier letter of the conversation by the time of this one."""
    answer = replies.answer
    return not (answer is None or answer.date is None or letter.date is None or answer.date > letter.date)


def reaches(message: Message, letter: Message) -> bool:
    """Whether a message goes to the author of a letter: under any address of theirs, or over the mailing list that it went to."""
    lists = {person.email for person in receivers(letter) if is_list(person)}
    return any(is_same(person, letter.sender) or person.email in lists for person in receivers(message))


def receivers(message: Message) -> tuple[Person, ...]:
    """Everybody whom a message went to, in whichever way."""
    return tuple(recipient.person for recipient in message.recipients)


def replies(letter: Letter) -> Replies:
    """What came back to a letter in its conversation, up to the first answer."""
    found = Replies()
    member = letter.message.sender
    for message in later(letter.conversation.messages, letter.message):
        is_theirs = message.sender == member
        if not is_theirs and not message.sender.is_officer:
            continue
        read = _read(own_text(message), message.subject, local_day(message.date) if message.date else None)
        if message.automatic or read.is_automatic:
            if message.sender.is_officer and member in receivers(message):
                found.automatic.append(message)
            continue
        if found.talk is None and read.talk is not None:
            found.talk = (*read.talk, message)
        if is_theirs:
            found.withdrawn = found.withdrawn or read.withdrawn
        elif reaches(message, letter.message):
            if read.kind == ANSWER:
                found.answer = message
                break
            (found.holding if read.kind == HOLDING else found.acknowledgements).append(message)
    return found


@dataclass(frozen=True, slots=True)
class _Read:
    is_automatic: bool
    kind: str
    talk: tuple[str, date | None] | None
    withdrawn: str


@functools.lru_cache(maxsize=2048)  # in a long conversation each message is looked at for each letter
def _read(text: str, subject: str, day: date | None) -> _Read:
    return _Read(is_automatic(text, subject), reply_kind(text), talk_day(text, day) if day else None, is_withdrawn(text))
