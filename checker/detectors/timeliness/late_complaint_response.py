"""A formal complaint about an officer or a Member that is answered late, not at all, or without what the answer must hold.

Who complains of whom decides who answers: the director for an officer or a Member, the Chief Executive for a director, a group
leader or the Chair (London Councils 13). The complaint may come to the wrong desk first; the days count from when it reached the
one who answers. A word in passing is no answer where the protocol asks for writing, and "I have given yours to the director" is
none. A protocol that asks only for promptness sets no day: there a complaint that waits for a month is one to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from checker.calendar import local_day, written
from checker.conversations import base_subject, is_continuing, own_text
from checker.detectors import probability
from checker.detectors.timeliness.accused import Accused, Names
from checker.detectors.timeliness.answers import is_machines, receivers
from checker.detectors.timeliness.clock import Clock, clock
from checker.detectors.timeliness.late_reply import unseen
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.complaints import FORMAL, PLAIN, complaint, says_of_complaint
from checker.language.phrases import folded
from checker.language.replies import ANSWER, promises_more, reply_kind, talk_day
from checker.language.undertakings import (
    brings_result,
    passes_on,
    redirects,
    says_how_long,
    says_received,
    says_what_will_be_done,
)

# Where a protocol says "promptly" and no more, so many working days are four weeks, which nobody calls prompt.
PROMPT = 20

# An answer that comes after so long is looked for no more.
_SOUGHT = timedelta(days=120)

_FEW_WORDS = 70  # beyond which a message that promises more has told something too
# What shows that the matter was gone into, whatever is still to come.
_TAKEN_UP = re.compile(r"\b(?:apologis|sorry|(?:have|'ve|has) (?:now |already )?(?:spoken|seen|met|asked|looked|been)|explain)")

# A letter headed "Complaint" that asks about one, or about one against its writer, and makes none.
_ASKS_ABOUT_ONE = re.compile(
    r"\b(?:if|whether) there(?:'s| is| has been| was)\b[^.;!?]{0,20}\bcomplaint|\bcomplaint (?:about|against) me\b"
)
# A formal complaint calls itself one, or asks that somebody's conduct be looked into.
_NAMED = re.compile(r"\bcomplain|\bgrievance|\binvestigat|\blooked? into|\bconduct\b|\bbehaviour\b|\bdisciplin")

_PARTS = {
    "acknowledgement": ("does not say that the complaint has come", says_received),
    "intended-action": ("does not say what will be done", says_what_will_be_done),
    "estimated-duration": ("does not say how long it will take", says_how_long),
}


@dataclass(frozen=True, slots=True)
class _Complaint:
    """Somebody's complaint: of whom, in which words, when it reached the one who is to answer, and by which message."""

    letter: Message
    conversation: Conversation
    accused: Accused
    passage: Passage
    came: datetime
    carrier: Message

    @property
    def officers(self) -> list[Person]:
        return [person for person in self.carrier.to if person.is_officer]


@dataclass(frozen=True, slots=True)
class _Answers:
    """What the officer who has to answer wrote to the one who complained, and others' words to them, oldest first."""

    written: tuple[Message, ...] = ()
    others: tuple[Message, ...] = ()
    handed_on: str = ""
    talk: str = ""


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Complaints without a whole answer in time."""
    days = rule.limits.get("complaint_response_working_days")
    if days is None and rule.limits.get("deadline") != "none-stated":
        return
    sent = _sent(case)
    for made in _complaints(case):
        if days is not None and made.accused.kind == "chief":
            continue  # the law has its own procedure
        time = clock(case, rule, made.came, int(str(days)) if days is not None else PROMPT)
        answers = _answers(made, sent)
        if days is None:
            yield from _judge_promptness(case, made, answers, time)
        else:
            yield from _judge(case, rule, made, answers, time)


# --- complaints ------------------------------------------------------------------------------------------------------------


def _complaints(case: Case) -> Iterator[_Complaint]:
    names = Names(case.people)
    for conversation in case.conversations:
        complained: set[str] = set()
        for message in conversation.messages:
            if message.sender.email in complained or not _may_complain(message):
                continue
            words, subject = own_text(message), message.subject
            said = complaint(words)
            announced = says_of_complaint(subject) and not is_continuing(subject)
            if said.kind not in (FORMAL, PLAIN) and not (announced and not _ASKS_ABOUT_ONE.search(folded(words))):
                continue
            if said.kind == PLAIN and not announced and not _NAMED.search(folded(said.words)):
                continue  # not happy, and no more
            accused = names.accused(message, said.about, words)
            if accused is None:
                continue
            complained.add(message.sender.email)
            carrier = _carrier(conversation, message)
            start = message.text.find(said.words) if said.words else -1
            end = start + len(said.words) if start >= 0 else 0
            passage = message.passage(max(start, 0), end, f"The complaint of {written(local_day(_date(message)))}.")
            yield _Complaint(message, conversation, accused, passage, _date(carrier), carrier)


def _may_complain(message: Message) -> bool:
    is_ours = message.sender.is_member or message.sender.is_officer
    return is_ours and message.date is not None and any(person.is_officer for person in message.to) and not is_machines(message)


def _carrier(conversation: Conversation, letter: Message) -> Message:
    """The message by which a complaint reached the one who is to answer: itself, or the last by which officers handed it on."""
    carrier = letter
    for message in conversation.messages:
        is_next = message.sender in carrier.to and message.sender.is_officer and letter.sender not in message.to
        if is_next and message.date and carrier.date and message.date >= carrier.date and any(p.is_officer for p in message.to):
            carrier = message
            if _is_answering(message.to[0]):
                break
    return carrier if carrier is not letter and _hands_on(carrier) else letter


def _hands_on(message: Message) -> bool:
    return is_continuing(message.subject) or bool(message.answers)


# --- answers ---------------------------------------------------------------------------------------------------------------


def _sent(case: Case) -> dict[str, list[Message]]:
    """Officers' messages by whom they went to, oldest first."""
    sent: dict[str, list[Message]] = {}
    for message in case.messages:
        if message.sender.is_officer and message.date is not None and not is_machines(message):
            for person in receivers(message):
                sent.setdefault(person.email, []).append(message)
    return {email: sorted(messages, key=lambda m: (_date(m), m.id)) for email, messages in sent.items()}


def _answers(made: _Complaint, sent: dict[str, list[Message]]) -> _Answers:
    mine = {message.id for message in made.conversation.messages}
    answers = _Answers()
    for message in sent.get(made.letter.sender.email, []):
        is_after = _date(made.letter) < _date(message) <= _date(made.letter) + _SOUGHT
        is_to_them = made.letter.sender in message.to and message.sender not in (made.letter.sender, made.accused.person)
        if not is_after or not is_to_them:
            continue
        if message.id not in mine and not _speaks_of_it(made, message):
            continue
        words = own_text(message)
        if handed := passes_on(words):
            answers = replace(answers, handed_on=answers.handed_on or handed)
        elif _is_answering(message.sender):
            answers = replace(answers, written=(*answers.written, message))
        else:
            answers = replace(answers, others=(*answers.others, message))
    for message in made.conversation.messages:
        if message.date and message.date > _date(made.letter) and (talk := talk_day(own_text(message), local_day(message.date))):
            return replace(answers, talk=talk[0])
    return answers


def _speaks_of_it(made: _Complaint, message: Message) -> bool:
    """Whether a message outside the conversation is about this complaint: it says so, or bears its subject."""
    if base_subject(message.subject) == base_subject(made.letter.subject):
        return True
    return "complain" in folded(message.subject) or "your complaint" in folded(own_text(message))


def _is_answering(person: Person) -> bool:
    """Whether somebody may be a director or the Chief Executive; where the roster gives no rank, anybody may."""
    post = person.position.lower()
    return person.seniority == "chief" or "director" in post or "chief executive" in post or not (post or person.seniority)


def _date(message: Message) -> datetime:
    assert message.date is not None
    return message.date


# --- judging ---------------------------------------------------------------------------------------------------------------


def _judge(case: Case, rule: Rule, made: _Complaint, answers: _Answers, time: Clock) -> Iterator[Evidence]:
    in_writing = rule.limits.get("form") == "writing"
    if answers.talk and not in_writing:
        return
    excuses = tuple(_excuses(case, made, answers, is_writing_asked=in_writing))
    in_time = [message for message in answers.written if time.has(message.date)]
    kind = made.accused.kind
    if in_time:
        yield from _missing(rule, made, in_time, excuses)
    elif any(time.has(m.date) and _settles(own_text(m)) for m in answers.others):
        return  # somebody took it in hand, or said where it belongs; whose it was to do, a roster alone does not tell
    elif answers.written:
        answer = answers.written[0]
        came = local_day(_date(answer))
        manner = f"late-{kind}"
        yield Evidence(
            document=answer,
            actor=answer.sender,
            why=f"The answer of {written(came)} to the complaint came {time.sums(came)}; {time.limit}",
            confidence=probability("late-complaint-response", manner),
            passages=(made.passage,),
            excuses=excuses,
            manner=manner,
        )
    elif case.end is not None and time.has_run_out:
        is_seen = any(person.email in case.senders for person in made.officers)
        manner = f"none-{kind}" if is_seen else "unseen-mailbox"
        yield _silence(case, made, time, excuses, manner)


def _missing(rule: Rule, made: _Complaint, in_time: list[Message], excuses: tuple[Excuse, ...]) -> Iterator[Evidence]:
    """What the answers that came in time leave out. The result itself leaves nothing to promise."""
    said = [f"{message.subject}\n{own_text(message)}" for message in in_time]
    asked = rule.limits.get("must_include")
    for part, (lack, is_said) in _PARTS.items():
        if not isinstance(asked, str | tuple | list) or part not in asked:
            continue
        if any(is_said(words) for words in said) or (part != "acknowledgement" and any(brings_result(words) for words in said)):
            continue
        answer = in_time[0]
        days = written(local_day(_date(answer))), written(local_day(_date(made.letter)))
        manner = f"no-{part}-{made.accused.kind}"
        yield Evidence(
            document=answer,
            actor=answer.sender,
            why=f"The answer of {days[0]} to the complaint of {days[1]} {lack}.",
            confidence=probability("late-complaint-response", manner),
            passages=(_own_passage(answer), made.passage),
            excuses=excuses,
            manner=manner,
        )


def _settles(words: str) -> bool:
    return bool(says_what_will_be_done(words) or brings_result(words) or redirects(words))


def _own_passage(answer: Message) -> Passage:
    words = own_text(answer).strip()
    start = answer.text.find(words)
    return answer.passage(max(start, 0), start + len(words) if start >= 0 else 0, "The whole answer.")


def _is_promise(message: Message) -> bool:
    """Whether a message only says that the complaint has come and will be looked into: the answer is still to come."""
    words = own_text(message)
    if len(words.split()) > _FEW_WORDS or brings_result(words) or _TAKEN_UP.search(folded(words)):
        return False
    return reply_kind(words) != ANSWER or (promises_more(words) and bool(says_what_will_be_done(words)))


def _judge_promptness(case: Case, made: _Complaint, answers: _Answers, time: Clock) -> Iterator[Evidence]:
    """A complaint that waits for four weeks, or that nobody has answered by then, where no number of days is set."""
    came = [message for message in (*answers.written, *answers.others) if not _is_promise(message)]
    if answers.talk or answers.handed_on or any(time.has(message.date) for message in came):
        return
    excuses = tuple(_excuses(case, made, answers, is_writing_asked=False))
    if came:
        answer = min(came, key=lambda message: (_date(message), message.id))
        day = local_day(_date(answer))
        yield Evidence(
            document=answer,
            actor=answer.sender,
            why=f"The answer of {written(day)} to the complaint came {time.sums(day)}; the protocol asks "
            "for promptness and sets no number of days.",
            confidence=probability("late-complaint-response", "not-prompt"),
            passages=(made.passage,),
            excuses=excuses,
            manner="not-prompt",
        )
    elif case.end is not None and time.has_run_out and any(person.email in case.senders for person in made.officers):
        yield _silence(case, made, time, excuses, "not-prompt")


def _silence(case: Case, made: _Complaint, time: Clock, excuses: tuple[Excuse, ...], manner: str) -> Evidence:
    assert case.end is not None
    limit = "the protocol asks for promptness and sets no number of days." if manner == "not-prompt" else time.limit
    return Evidence(
        document=made.letter,
        actor=made.officers[0] if made.officers else made.letter.to[0],
        why=f"No written answer to the complaint is in the export of {written(case.end)}, {time.sums(case.end)}; {limit}",
        confidence=probability("late-complaint-response", manner),
        passages=(made.passage,),
        excuses=excuses,
        manner=manner,
    )


def _excuses(case: Case, made: _Complaint, answers: _Answers, *, is_writing_asked: bool) -> Iterator[Excuse]:
    others = [m.sender.label for m in answers.others]
    yield Excuse(
        "answered by another officer",
        bool(others),
        f"{others[0]} wrote, who by the roster is not the one to answer" if others else "no other officer wrote about it",
    )
    talk = f"“{answers.talk}” tells of a talk" + (", and the protocol asks for writing" if is_writing_asked else "")
    yield Excuse(
        "answered by word of mouth", bool(answers.talk), talk if answers.talk else "no later message looks back on a talk"
    )
    handed = answers.handed_on or ("" if made.carrier is made.letter else "it was handed on within the authority")
    yield Excuse(
        "it came to another desk first",
        bool(handed),
        f"“{' '.join(answers.handed_on.split())}”"
        if answers.handed_on
        else f"{handed} on {written(local_day(made.came))}, from which day the time is counted"
        if handed
        else "nothing shows that it was handed on",
    )
    yield unseen(case, made.officers)
