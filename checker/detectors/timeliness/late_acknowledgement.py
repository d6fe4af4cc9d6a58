"""A Member's letter of which nobody says in time that it has come.

The first word of any officer to the Member will do: an acknowledgement, a holding reply, a question back, the answer itself, or
a talk that somebody tells of. A machine's note that a letter has been received tells the Member so much, but no person has read
it; a machine's note that somebody is away does not. A reminder is no letter of its own, and what needs no answer needs no
acknowledgement (``answers``). The time is that of ``clock``.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.calendar import local_day, written
from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.timeliness.answers import Letter, Replies, letters
from checker.detectors.timeliness.clock import Clock, clock
from checker.detectors.timeliness.elsewhere import Elsewhere
from checker.detectors.timeliness.late_reply import automatic, unseen
from checker.domain import Case, Evidence, Excuse, Message, Rule
from checker.language.replies import asks_for, says_received


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters whose first reply came after the protocol's time for it, or which had none when the time had run out."""
    elsewhere = Elsewhere(case)
    allowed = int(str(rule.limits["acknowledge_working_days"]))
    for letter, replies in letters(case):
        assert letter.message.date is not None
        time = clock(case, rule, letter.message.date, allowed)
        if replies.first is None or not time.has(replies.first.date):
            found = Replies(talk=replies.talk, automatic=replies.automatic, withdrawn=replies.withdrawn)
            elsewhere.complete(found, letter, time.until, counts=lambda _: True)
            if found.answer is not None and time.has(found.answer.date):
                continue
            replies.talk = found.talk
        yield from _judge(case, letter, replies, time, elsewhere)


def _judge(case: Case, letter: Letter, replies: Replies, time: Clock, elsewhere: Elsewhere) -> Iterator[Evidence]:
    first = replies.first
    if replies.withdrawn or _spoke(replies, time) or (first is not None and time.has(first.date)):
        return
    noted = next((m for m in replies.automatic if time.has(m.date) and says_received(own_text(m))), None)
    if first is not None and first.date is not None:
        came = local_day(first.date)
        manner = "machine-only" if noted else "late" if letter.opens else "late-in-exchange"
        yield Evidence(
            document=first,
            actor=first.sender if first.sender in letter.officers else letter.officers[0],
            why=f"The first word of an officer, on {written(came)}, came {time.sums(came)}; {time.limit}",
            confidence=probability("late-acknowledgement", manner),
            passages=(letter.asked(f"The letter of {written(time.arrived)} that was to be acknowledged."),),
            excuses=tuple(_excuses(case, letter, replies, noted)),
            manner=manner,
        )
    elif case.end is not None and time.has_run_out:
        officer = elsewhere.responsible(letter)
        manner = _silence(letter, is_shown=elsewhere.shows(officer, letter.message.sender), is_noted=noted is not None)
        if not manner:
            return
        yield Evidence(
            document=letter.message,
            actor=officer,
            why=f"No acknowledgement is in the export of {written(case.end)}, {time.sums(case.end)}; {time.limit}",
            confidence=probability("late-acknowledgement", manner),
            passages=(letter.asked("What was to be acknowledged."),),
            excuses=tuple(_excuses(case, letter, replies, noted)),
            manner=manner,
        )


def _silence(letter: Letter, *, is_shown: bool, is_noted: bool) -> str:
    """The manner of a silence; empty where two things together make it likely that no word was expected or would be seen."""
    doubts = [] if is_shown else ["unseen-mailbox"]
    doubts += ["machine-only"] if is_noted else []
    doubts += ["none-to-many"] if letter.is_circular else []
    doubts += [] if asks_for(own_text(letter.message)) else ["none-to-a-point"]
    doubts += [] if letter.opens else ["late-in-exchange"]
    return doubts[0] if len(doubts) == 1 else "" if doubts else "none"


def _spoke(replies: Replies, time: Clock) -> bool:
    """Whether the Member was spoken to in time; a talk of which no day is told may well have been."""
    return replies.talk is not None and (replies.talk[1] is None or replies.talk[1] <= time.until)


def _excuses(case: Case, letter: Letter, replies: Replies, noted: Message | None) -> Iterator[Excuse]:
    first = replies.first
    other = first is not None and first.sender not in letter.officers
    yield Excuse(
        "acknowledged by another officer",
        other,
        "another officer acknowledged it, and late too" if other else "no other officer wrote to the Member in time",
    )
    yield Excuse(
        "acknowledged by telephone or in person",
        replies.talk is not None,
        f"“{replies.talk[0]}” tells of a talk after the time had run out" if replies.talk else "no message looks back on a talk",
    )
    yield Excuse(
        "a machine confirmed that it had come",
        noted is not None,
        "an automatic reply in time says that the letter was received"
        if noted
        else "no automatic reply says that it was received",
    )
    yield automatic(replies)
    yield unseen(case, letter.officers)
