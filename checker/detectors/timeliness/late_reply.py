"""A Member's letter that an officer answers late, or not at all.

A letter is what a Member writes To an officer and what calls for an answer. An answer is an officer's own words to that Member,
from whichever officer; a machine's reply and a bare acknowledgement are none. Whether reasons for delay excuse it is the
protocol's to say (City of London 7(4) allows a holding reply; MWDA 7.6 does not mention one). The time is that of ``clock``.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.calendar import local_day, written
from checker.conversations import later, own_text
from checker.detectors import probability
from checker.detectors.timeliness.answers import Letter, Replies, letters, receivers
from checker.detectors.timeliness.clock import Clock, clock
from checker.detectors.timeliness.elsewhere import Elsewhere
from checker.domain import Case, Evidence, Excuse, Message, Person, Rule
from checker.language.replies import ANSWER, asks_for, gives_reason, promises_rest, reply_kind, says_urgent
from checker.language.sentences import sentences


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters answered after the protocol's time, or unanswered when it had run out."""
    requests_only = rule.limits.get("applies_to") == "information-requests"
    elsewhere = Elsewhere(case)
    for letter, replies in letters(case, requests_only=requests_only):
        yield from _judge(case, rule, letter, replies, elsewhere)


def _judge(case: Case, rule: Rule, letter: Letter, replies: Replies, elsewhere: Elsewhere) -> Iterator[Evidence]:
    assert letter.message.date is not None
    allowed = int(str(rule.limits["reply_working_days"]))
    time = clock(case, rule, letter.message.date, allowed)
    is_urgent = str(rule.limits.get("urgent", "")).startswith("earlier") and bool(_urgency(letter.message))
    if is_urgent and replies.answer is not None and replies.answer.date and time.used(local_day(replies.answer.date)) == allowed:
        time = clock(case, rule, letter.message.date, allowed - 1)  # no quicker than any other letter is owed
    if replies.answer is None or not time.has(replies.answer.date):
        elsewhere.complete(replies, letter, time.until)
    if replies.withdrawn or _told(replies, time) or _is_excused(rule, replies, time):
        return
    answer = replies.answer
    if answer is not None and answer.date is not None and not time.has(answer.date):
        answered = local_day(answer.date)
        is_by_urgency = time.allowed < allowed
        manner = "late-urgent" if is_by_urgency else "late-after-question" if letter.is_told_more else "late-answer"
        urgent = f" The letter says “{_urgency(letter.message)}”." if is_by_urgency else ""
        yield Evidence(
            document=answer,
            actor=answer.sender if answer.sender in letter.officers else letter.officers[0],
            why=f"The answer of {written(answered)} came {time.sums(answered)}; {time.limit}{urgent} {_called(letter)}",
            confidence=probability("late-reply", manner),
            passages=(letter.asked(f"The letter of {written(time.arrived)} that was answered."),),
            excuses=tuple(_excuses(case, rule, replies, time, letter.officers)),
            manner=manner,
        )
    elif answer is not None:
        yield from _judge_rest(case, rule, letter, replies, time)
    elif case.end is not None and time.has_run_out:
        manner = _silence(letter, replies, elsewhere)
        if not manner:
            return
        yield Evidence(
            document=letter.message,
            actor=elsewhere.responsible(letter),
            why=f"No answer is in the export of {written(case.end)}, {time.sums(case.end)}; {time.limit} {_called(letter)}",
            confidence=probability("late-reply", manner),
            passages=(letter.asked("What calls for an answer."),),
            excuses=tuple(_excuses(case, rule, replies, time, [elsewhere.responsible(letter)])),
            manner=manner,
        )


def _judge_rest(case: Case, rule: Rule, letter: Letter, replies: Replies, time: Clock) -> Iterator[Evidence]:
    """An answer in time that puts off one of several questions, when nothing more comes in time."""
    answer = replies.answer
    if answer is None or answer.date is None or not time.has_run_out or replies.is_outside:
        return
    answered = local_day(answer.date)
    promise = promises_rest(own_text(answer))
    asked = sum(bool(asks_for(sentence.text)) for sentence in sentences(own_text(letter.message)))
    if not promise or asked < 2 or _is_rest_told(letter, answer, time):
        return
    start = answer.text.find(promise)
    yield Evidence(
        document=letter.message,
        actor=answer.sender,
        why=f"The letter of {written(time.arrived)} asks {asked} things; the answer of {written(answered)} puts one of them off, "
        f"and nothing more came in time; {time.limit}",
        confidence=probability("late-reply", "answered-in-part"),
        passages=(
            letter.asked("What calls for an answer."),
            *([answer.passage(start, start + len(promise), "What is put off.")] if start >= 0 else []),
        ),
        excuses=tuple(_excuses(case, rule, replies, time, letter.officers)),
        manner="answered-in-part",
    )


def _is_rest_told(letter: Letter, answer: Message, time: Clock) -> bool:
    """Whether the Member heard more in time: another answer, or wrote that all is settled."""
    for message in later(letter.conversation.messages, answer):
        is_to_them = message.sender.is_officer and letter.message.sender in receivers(message)
        if is_to_them and time.has(message.date) and reply_kind(own_text(message)) == ANSWER:
            return True
    return False


def _urgency(message: Message) -> str:
    return says_urgent(message.subject) or says_urgent(own_text(message))


def _called(letter: Letter) -> str:
    return f"The letter called for an answer: {letter.needed.why}."


def _silence(letter: Letter, replies: Replies, elsewhere: Elsewhere) -> str:
    """The manner of a silence; empty where two things together make it likely that no answer was expected or would be seen."""
    if replies.holding or replies.acknowledgements:
        return "not-answered-in-substance"
    doubts = []
    if not elsewhere.shows(elsewhere.responsible(letter), letter.message.sender):
        doubts.append("no-answer-unseen-mailbox")
    if letter.is_circular:
        doubts.append("no-answer-to-many")
    if not asks_for(own_text(letter.message)):
        doubts.append("late-after-question" if letter.is_told_more else "no-answer-to-a-point")
    return doubts[0] if len(doubts) == 1 else "" if doubts else "no-answer"


def _told(replies: Replies, time: Clock) -> bool:
    """Whether the Member was told in time by word of mouth."""
    if replies.talk is None:
        return False
    _, day, message = replies.talk
    return day is None or day <= time.until or time.has(message.date)


def _is_excused(rule: Rule, replies: Replies, time: Clock) -> bool:
    return rule.limits.get("holding_reply") == "allowed" and any(not _fault(rule, m, time) for m in replies.holding)


def _fault(rule: Rule, holding: Message, time: Clock) -> str:
    """What a holding reply lacks where the protocol allows one: reasons, or its own time; empty if it lacks nothing."""
    latest = int(str(rule.limits.get("holding_reply_latest_working_days", time.allowed)))
    faults = []
    if rule.limits.get("holding_reply_reasons") == "required" and not gives_reason(own_text(holding)):
        faults.append("gives no reasons")
    if holding.date is None or time.used(local_day(holding.date)) > latest:
        faults.append(f"came after {latest} working days")
    return " and ".join(faults)


def _excuses(case: Case, rule: Rule, replies: Replies, time: Clock, officers: list[Person]) -> Iterator[Excuse]:
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
    yield Excuse("holding reply", bool(replies.holding), _held(rule, replies, time))
    yield automatic(replies)
    yield unseen(case, officers)


def _held(rule: Rule, replies: Replies, time: Clock) -> str:
    if not replies.holding:
        return "no holding reply was seen"
    told = []
    for holding in replies.holding:
        who = f"{holding.sender.label} put it off" + (f" on {written(local_day(holding.date))}" if holding.date else "")
        known = rule.limits.get("holding_reply") == "allowed"
        told.append(f"{who}, in a message that {_fault(rule, holding, time)}" if known else who)
    return "; ".join(told) + ("" if known else "; this protocol does not count a holding reply as an answer")


def automatic(replies: Replies) -> Excuse:
    """Whether a machine replied, which tells that the letter came and is no answer."""
    machines = [f"on {written(local_day(m.date))}" for m in replies.automatic if m.date]
    return Excuse(
        "the officer was away",
        bool(machines),
        f"an automatic reply came {' and '.join(machines)}, and nobody else answered in time"
        if machines
        else "no automatic reply tells of it",
    )


def unseen(case: Case, officers: list[Person]) -> Excuse:
    """Whether the export may lack what the officers sent."""
    missing = [person.label for person in officers if person.email not in case.senders]
    return Excuse(
        "the officer's own mail is missing from the export",
        bool(missing),
        f"nothing sent by {', '.join(missing)} is in the export, so an answer may be missing from it"
        if missing
        else "the export holds mail that the officer sent",
    )
