"""A Member's letter that an officer answers late, or not at all.

A letter is what a Member writes To an officer and what calls for an answer. An answer is an officer's own words to that Member,
from whichever officer; a machine's reply and a bare acknowledgement are none. Whether reasons for delay excuse it is the
protocol's to say (City of London 7(4) allows a holding reply; MWDA 7.6 does not mention one). The clock is that of
``checker.calendar``: the day of receipt does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from checker.calendar import arithmetic, due, local_day, written
from checker.conversations import Likeness, later, own_text
from checker.detectors import probability
from checker.domain import FORWARDED, QUOTED, Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.replies import (
    ANSWER,
    HOLDING,
    Judgement,
    asks_information,
    gives_reason,
    is_automatic,
    is_withdrawn,
    needs_answer,
    reply_kind,
    talk_day,
)
from checker.people import plain_name

# Two messages outside one conversation are about the same matter from this likeness on; read off the demonstration corpus.
SAME_MATTER = 0.3
DIRECT_MATTER = 0.08
OTHERS_MATTER = 0.1

# An address in a letter: the constituent's whose mail it passes on, who may be answered in the Member's stead.
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,255}")


@dataclass(slots=True)
class Replies:
    """What came back to a letter, in the order it came."""

    answer: Message | None = None
    holding: list[Message] = field(default_factory=list)
    acknowledgements: list[Message] = field(default_factory=list)
    automatic: list[Message] = field(default_factory=list)
    talk: tuple[str, date | None, Message] | None = None
    withdrawn: str = ""
    is_outside: bool = False


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters answered after the protocol's time, or unanswered when it had run out."""
    requests_only = rule.limits.get("applies_to") == "information-requests"
    elsewhere = _Elsewhere(case)
    for conversation in case.conversations:
        waiting: dict[str, Message] = {}  # by Member: the letter that still waits for its answer
        for number, letter in enumerate(conversation.messages):
            if not _is_letter(letter):
                continue
            words = own_text(letter)
            needed = asks_information(words) if requests_only else needs_answer(words, opens=_opens(conversation, number))
            before = waiting.get(letter.sender.email)
            if not needed or (before is not None and _is_chaser(conversation, before, letter)):
                continue  # a reminder asks for the answer that the first letter is still owed
            waiting[letter.sender.email] = letter
            yield from _judge(case, rule, conversation, letter, needed, elsewhere)


def _is_chaser(conversation: Conversation, before: Message, letter: Message) -> bool:
    """Whether no officer has answered the Member's earlier letter of the conversation by the time of this one."""
    answer = _replies(conversation, before).answer
    return answer is None or answer.date is None or letter.date is None or answer.date > letter.date


def _is_letter(message: Message) -> bool:
    addressed = any(person.is_officer for person in message.to)
    return bool(message.date) and message.sender.is_member and addressed and not message.automatic


def _opens(conversation: Conversation, number: int) -> bool:
    """Whether a letter begins a matter: it answers nothing, and no officer wrote to this Member before it in the conversation."""
    letter = conversation.messages[number]
    earlier = conversation.messages[:number]
    return not letter.answers and not any(m.sender.is_officer and letter.sender in _receivers(m) for m in earlier)


def _receivers(message: Message) -> tuple[Person, ...]:
    return tuple(recipient.person for recipient in message.recipients)


def _judge(
    case: Case, rule: Rule, conversation: Conversation, letter: Message, needed: Judgement, elsewhere: _Elsewhere
) -> Iterator[Evidence]:
    assert letter.date is not None
    days = int(str(rule.limits["reply_working_days"]))
    arrived = local_day(letter.date)
    last = due(arrived, days, case.nation, case.closed)
    # What comes on a weekend after the last day comes before the next working day has begun, and no more days are counted.
    until = due(arrived, days + 1, case.nation, case.closed) - timedelta(days=1)
    replies = _replies(conversation, letter)
    officers = [person for person in letter.to if person.is_officer]
    if replies.answer is None or local_day(replies.answer.date or letter.date) > until:
        elsewhere.complete(replies, conversation, letter, until)
    if replies.withdrawn or _is_in_time(replies, until) or _is_excused(rule, replies, arrived, case):
        return
    excuses = tuple(_excuses(case, rule, replies, officers))
    if replies.answer is not None and replies.answer.date:
        answered = local_day(replies.answer.date)
        sums = arithmetic(arrived, answered, case.nation, case.closed)
        why = f"The answer of {written(answered)} came {sums}; the protocol allows {days}. {_last_day(last)}"
        yield Evidence(
            document=replies.answer,
            actor=_responsible(replies.answer, officers),
            why=f"{why} The letter called for an answer: {needed.why}.",
            confidence=probability("late-reply", "late-answer"),
            passages=(_asked(letter, needed, f"The letter of {written(arrived)} that was answered."),),
            excuses=excuses,
            manner="late-answer",
        )
    elif case.end is not None and case.end > until:
        manner = _silence(case, replies, officers)
        sums = arithmetic(arrived, case.end, case.nation, case.closed)
        why = f"No answer is in the export of {written(case.end)}, {sums}; the protocol allows {days}. {_last_day(last)}"
        yield Evidence(
            document=letter,
            actor=officers[0],
            why=f"{why} The letter called for an answer: {needed.why}.",
            confidence=probability("late-reply", manner),
            passages=(_asked(letter, needed, "What calls for an answer."),),
            excuses=excuses,
            manner=manner,
        )


def _asked(letter: Message, needed: Judgement, why: str) -> Passage:
    """The words of a letter that call for an answer; its place alone if they stand in two zones."""
    start = letter.text.find(needed.words) if needed.words else -1
    return letter.passage(start, start + len(needed.words), why) if start >= 0 else letter.passage(0, 0, why)


def _last_day(last: date) -> str:
    return f"The last day in time was {written(last)}."


def _responsible(answer: Message, officers: list[Person]) -> Person:
    return answer.sender if answer.sender in officers or not officers else officers[0]


def _silence(case: Case, replies: Replies, officers: list[Person]) -> str:
    if replies.holding or replies.acknowledgements:
        return "not-answered-in-substance"
    if not any(person.email in case.senders for person in officers):
        return "no-answer-unseen-mailbox"
    return "no-answer"


def _replies(conversation: Conversation, letter: Message) -> Replies:
    replies = Replies()
    for message in later(conversation.messages, letter):
        text = own_text(message)
        if message.sender == letter.sender or message.sender.is_officer:
            talk = talk_day(text, local_day(message.date)) if message.date else None
            if talk and replies.talk is None:
                replies.talk = (*talk, message)
        if message.sender == letter.sender and not replies.withdrawn:
            replies.withdrawn = is_withdrawn(text)
        if not message.sender.is_officer or letter.sender not in _receivers(message):
            continue
        if message.automatic or is_automatic(text, message.subject):
            replies.automatic.append(message)
            continue
        kind = reply_kind(text)
        if kind == ANSWER:
            replies.answer = message
            break
        (replies.holding if kind == HOLDING else replies.acknowledgements).append(message)
    return replies


def _is_in_time(replies: Replies, last: date) -> bool:
    if replies.answer is not None and replies.answer.date and local_day(replies.answer.date) <= last:
        return True
    if replies.talk is None:
        return False
    _, day, message = replies.talk
    return day is None or day <= last or (message.date is not None and local_day(message.date) <= last)


def _is_excused(rule: Rule, replies: Replies, arrived: date, case: Case) -> bool:
    if rule.limits.get("holding_reply") != "allowed":
        return False
    latest = int(str(rule.limits.get("holding_reply_latest_working_days", rule.limits["reply_working_days"])))
    until = due(arrived, latest, case.nation, case.closed)
    needs_reason = rule.limits.get("holding_reply_reasons") == "required"
    return any(m.date and local_day(m.date) <= until and (gives_reason(own_text(m)) or not needs_reason) for m in replies.holding)


def _excuses(case: Case, rule: Rule, replies: Replies, officers: list[Person]) -> Iterator[Excuse]:
    other = replies.answer is not None and replies.answer.sender not in officers
    yield Excuse(
        "answered by another officer",
        other,
        "another officer answered, and late too" if other else "no other officer answered the Member in time",
    )
    yield Excuse(
        "answered outside the conversation",
        replies.is_outside,
        "the answer came under another subject, and late" if replies.is_outside else "no message on the matter elsewhere",
    )
    talk = replies.talk
    yield Excuse(
        "answered by telephone or in person",
        talk is not None,
        f"“{talk[0]}” tells of a talk after the time had run out" if talk else "no later message looks back on a talk",
    )
    held = [f"{m.sender.label} on {written(local_day(m.date))}" for m in replies.holding if m.date]
    known = rule.limits.get("holding_reply") == "allowed"
    if held:
        why = f"put off by {', '.join(held)}; " + (
            "without reasons or too late" if known else "this protocol does not count a holding reply as an answer"
        )
    else:
        why = "no holding reply was seen"
    yield Excuse("holding reply", bool(held), why)
    unseen = [person.label for person in officers if person.email not in case.senders]
    yield Excuse(
        "the officer's own mail is missing from the export",
        bool(unseen),
        f"nothing sent by {', '.join(unseen)} is in the export, so an answer may be missing from it"
        if unseen
        else "the export holds mail that the officer sent",
    )


def _is_before(message: Message, other: Message) -> bool:
    return bool(message.date and other.date and message.date < other.date)


class _Elsewhere:
    """Finds an answer, or a talk, in other conversations of the case: an officer who writes to the Member on the same matter."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._likeness: Likeness | None = None
        # Officers' messages by whom they went to, and those that look back on a talk: looked at once, not for each letter.
        self._sent: dict[str, list[Message]] = {}
        self._talks: list[Message] = []
        self._outside: dict[str, str] = {}
        # By Member: the messages that stand after one of theirs in a conversation, and answer that.
        self._after: dict[str, set[str]] = {}
        for message in sorted(case.messages, key=lambda m: m.id):
            if message.sender.is_officer and message.date and not message.automatic:
                for person in message.to:
                    self._sent.setdefault(person.email, []).append(message)
                    if person.is_outside and person.name:
                        self._outside.setdefault(plain_name(person.name), person.email)
            is_told = message.sender.is_officer or message.sender.is_member
            if is_told and message.date and not message.automatic and talk_day(own_text(message), local_day(message.date)):
                self._talks.append(message)
        for conversation in case.conversations:
            for number, message in enumerate(conversation.messages):
                if message.sender.is_member:
                    answers = self._after.setdefault(message.sender.email, set())
                    answers.update(m.id for m in conversation.messages[number:])

    def complete(self, replies: Replies, conversation: Conversation, letter: Message, last: date) -> None:
        """Add what came elsewhere: an answer earlier than the one known, or a note of a talk with the Member."""
        mine = {message.id for message in conversation.messages}
        for message in self._soon_after(letter):
            if message.id in mine:
                continue
            is_earlier = replies.answer is None or _is_before(message, replies.answer)
            if is_earlier and self._may_answer(letter, message, last) and reply_kind(own_text(message)) == ANSWER:
                replies.answer = message
                replies.is_outside = True
                return
        if replies.talk is None:
            replies.talk = self._talk(letter, mine)

    def _soon_after(self, letter: Message) -> list[Message]:
        assert letter.date is not None
        until = letter.date + timedelta(days=60)
        sent = {m.id: m for email in [letter.sender.email, *self._constituents(letter)] for m in self._sent.get(email, ())}
        near = [m for m in sent.values() if m.date and letter.date < m.date < until]
        return sorted(near, key=lambda m: (m.date, m.id))

    def _constituents(self, letter: Message) -> Iterator[str]:
        """The addresses of people outside whom a letter names, or whose mail it passes on."""
        even = letter.text.lower()
        yield from (email for name, email in sorted(self._outside.items()) if " " in name and name in even)
        for zone, text in letter.words(QUOTED, FORWARDED):
            name = plain_name(re.sub(r"[<\[(].*", "", zone.author, flags=re.DOTALL))
            known = self._outside.get(name)
            yield from [known] if known else ()
            yield from (email for email in _ADDRESS.findall(text.lower()) if email in self._outside.values())

    def _talk(self, letter: Message, mine: set[str]) -> tuple[str, date | None, Message] | None:
        for message in self._talks:
            is_near = message.date and letter.date and letter.date < message.date < letter.date + timedelta(days=60)
            if is_near and message.id not in mine and self._tells_of_talk(letter, message):
                talk = talk_day(own_text(message), local_day(message.date)) if message.date else None
                return (*talk, message) if talk else None
        return None

    def _may_answer(self, letter: Message, message: Message, last: date) -> bool:
        """Whether a message outside the conversation answers a letter.

        An officer who writes in time to the Member, alone or nearly so, and not in answer to anything else needs little
        likeness; late, or within another exchange, the two must clearly be about the same matter.
        """
        assert message.date is not None
        likeness = self._alike(letter, message)
        is_direct = len(message.to) <= 2 and message.id not in self._after.get(letter.sender.email, ())
        if not is_direct or local_day(message.date) > last:
            return likeness >= SAME_MATTER
        looks_back = talk_day(own_text(message), local_day(message.date)) is not None
        if message.sender in letter.to:
            return looks_back or likeness >= DIRECT_MATTER
        return likeness >= OTHERS_MATTER

    def _tells_of_talk(self, letter: Message, message: Message) -> bool:
        """Whether an officer tells somebody of a talk with this Member about the matter, or the Member does."""
        family = letter.sender.name.split()[-1:]
        is_theirs = message.sender == letter.sender or (bool(family) and family[0] in own_text(message))
        return is_theirs and self._alike(letter, message) >= DIRECT_MATTER

    def _alike(self, letter: Message, message: Message) -> float:
        if self._likeness is None:
            self._likeness = Likeness(f"{m.subject}\n{own_text(m)}" for m in self._case.messages)
        names = re.compile("|".join(re.escape(name) for name in letter.sender.name.split()) or r"(?!)", re.IGNORECASE)
        one, other = (names.sub(" ", f"{m.subject}\n{own_text(m)}") for m in (letter, message))
        return self._likeness(one, other)
