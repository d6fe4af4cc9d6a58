"""An officer refuses a Member information, and the reasons are missing, or the copy of them.

What must be done is the protocol's: MWDA 5.1 asks for reasons in writing and a copy for the Monitoring Officer every time, the
Isle of Wight 12 asks for both only when the Member does, City of London 10(2) asks for a reason in no set form. What looks like a
refusal and is none: there is nothing to give, it comes later, or somebody else has it. That the reasons come afterwards is
reported; where the protocol asks for them every time, it does not undo the refusal that had none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.calendar import local_day, written
from checker.conversations import later, own_text
from checker.detectors import probability
from checker.detectors.mitigation import mitigating
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.phrases import folded
from checker.language.refusals import FIRM, asks_reasons, gives_grounds, refers_back, refusal
from checker.language.replies import Judgement, asks_for, talk_day

_MONITOR = "monitoring officer"
_TALKED = "explained by telephone or in person"
_EVERY_TIME = "the protocol asks for the reasons, and the copy, with the refusal"


@dataclass(frozen=True, slots=True)
class _Refusal:
    """An officer's refusal of what a Member had asked for in the same conversation."""

    conversation: Conversation
    request: Message
    asked: Judgement
    message: Message
    words: Judgement
    is_firm: bool


@dataclass(frozen=True, slots=True)
class _AskedWhy:
    """A Member's letter that asks for the reasons of a refusal, the replies, and the first of them that gives any."""

    asking: Message
    replies: tuple[Message, ...]
    reasoned: Message | None
    lacks_copy: bool


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Refusals without what the protocol asks of them."""
    is_copy_asked = _is_copy_asked(case, rule)
    for conversation in case.conversations:
        for refused in _refusals(conversation):
            if _is_on_request(rule):
                yield from _judge_when_asked(case, refused, is_copy_asked=is_copy_asked)
            else:
                yield from _judge(rule, refused, is_copy_asked=is_copy_asked)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    refused = _taken_for_refusal(conversation, number)
    if refused is None:
        return None
    is_copy_asked = _is_copy_asked(case, rule)
    excuses = _excuses(refused, is_copy_asked=is_copy_asked)
    if _is_on_request(rule):
        why = _asked_why(refused, is_copy_asked=is_copy_asked)
        is_minded = why is not None and (why.lacks_copy if why.reasoned else bool(why.replies) or _is_overdue(case, why))
        return mitigating(excuses, "the Member had asked for the reasons") if is_minded else None
    if _has_reasons(refused) and _is_copied(refused, is_copy_asked=is_copy_asked):
        return None
    is_talk_enough = _is_talk_enough(rule, refused)
    return mitigating(excuses, _EVERY_TIME, lambda excuse: excuse.excuse != _TALKED or not is_talk_enough)


def _is_on_request(rule: Rule) -> bool:
    return "on-request" in (rule.limits.get("written_reasons"), rule.limits.get("trigger"))


def _is_copy_asked(case: Case, rule: Rule) -> bool:
    return rule.limits.get("copy_to") == "monitoring-officer" and any(_is_monitor(p) for p in case.people)


def _taken_for_refusal(conversation: Conversation, number: int) -> _Refusal | None:
    """An officer's answer as the refusal of what a Member to whom it goes had last asked for, whatever its words."""
    message = conversation.messages[number]
    if not message.sender.is_officer or message.automatic:
        return None
    letters = [m for m in conversation.messages[:number] if m.sender.is_member and m.sender in message.to and not m.automatic]
    if not letters:
        return None
    words = {letter.id: own_text(letter) for letter in letters}
    asking = [letter for letter in letters if asks_for(words[letter.id]) or asks_reasons(words[letter.id])]
    request = (asking or letters)[-1]
    kind, said = refusal(own_text(message))
    return _Refusal(conversation, request, asks_for(words[request.id]), message, said, kind == FIRM)


def _refusals(conversation: Conversation) -> Iterator[_Refusal]:
    """The refusals of a conversation, each with the Member's last letter before it that asked for something."""
    asking: dict[str, tuple[Message, Judgement]] = {}
    for message in conversation.messages:
        words = own_text(message)
        if message.automatic:
            continue
        if message.sender.is_member and (asked := asks_for(words)):
            asking[message.sender.email] = message, asked
        elif message.sender.is_officer:
            requests = [asking[person.email] for person in message.to if person.email in asking]
            kind, said = refusal(words) if requests else ("", Judgement(False, ""))
            if kind:
                request, asked = requests[0]
                yield _Refusal(conversation, request, asked, message, said, kind == FIRM)
                del asking[request.sender.email]


# --- reasons every time -------------------------------------------------------------------------------------------------------


def _judge(rule: Rule, refused: _Refusal, *, is_copy_asked: bool) -> Iterator[Evidence]:
    message = refused.message
    has_reasons = _has_reasons(refused)
    if _is_talk_enough(rule, refused) and _talked(refused):
        return
    is_copied = _is_copied(refused, is_copy_asked=is_copy_asked)
    if has_reasons and is_copied:
        return
    manner = "no-copy" if has_reasons else "no-reasons" if is_copied else "no-reasons-no-copy"
    lacks = {
        "no-copy": "gives reasons and is not copied to the Monitoring Officer",
        "no-reasons": "gives no reasons",
        "no-reasons-no-copy": "gives no reasons and is not copied to the Monitoring Officer",
    }[manner]
    if not refused.is_firm:
        manner = "unwilling"
    yield _evidence(
        refused, message, f"{_told(refused)}; the refusal {lacks}.", manner, _passages(refused), is_copy_asked=is_copy_asked
    )


def _told(refused: _Refusal) -> str:
    day = f" on {written(local_day(refused.message.date))}" if refused.message.date else ""
    member, officer = refused.request.sender.label, refused.message.sender.label
    return f"{member} asked for information and {officer} refused it{day}: {refused.words.why}"


def _has_reasons(refused: _Refusal) -> bool:
    words = own_text(refused.message)
    return bool(gives_grounds(words)) or (bool(refused.message.attachments) and bool(refers_back(words)))


def _is_talk_enough(rule: Rule, refused: _Refusal) -> bool:
    """Whether reasons told by word of mouth would do: the letter gives none, and the protocol does not want them in writing."""
    return rule.limits.get("written_reasons") != "always" and not _has_reasons(refused)


def _is_copied(refused: _Refusal, *, is_copy_asked: bool) -> bool:
    """Whether no copy is due, or the Monitoring Officer wrote the refusal, got it, or was sent it later in the conversation."""
    if not is_copy_asked:
        return True
    if _is_monitor(refused.message.sender) or any(_is_monitor(r.person) for r in refused.message.recipients):
        return True
    return any(_goes_to_monitor(m) and m.sender == refused.message.sender for m in _after(refused))


def _goes_to_monitor(message: Message) -> bool:
    return any(_is_monitor(recipient.person) for recipient in message.recipients)


def _is_monitor(person: Person) -> bool:
    return person.is_officer and _MONITOR in person.position.lower()


def _after(refused: _Refusal) -> list[Message]:
    return list(later(refused.conversation.messages, refused.message))


def _talked(refused: _Refusal) -> str:
    for message in (refused.message, *_after(refused)):
        talk = talk_day(own_text(message), local_day(message.date)) if message.date else None
        if talk:
            return talk[0]
    return ""


# --- reasons when the Member asks ---------------------------------------------------------------------------------------------


def _judge_when_asked(case: Case, refused: _Refusal, *, is_copy_asked: bool) -> Iterator[Evidence]:
    """A Member who asked for reasons, in the request or after the refusal, and got none, or no copy where that was asked."""
    asked = _asked_why(refused, is_copy_asked=is_copy_asked)
    if asked is None:
        return
    member = refused.request.sender
    question = asks_reasons(own_text(asked.asking))
    passages = (*_passages(refused), *_quoted(asked.asking, question, "What the Member asks for."))
    if asked.reasoned is not None:
        if asked.lacks_copy:
            why = (
                f"{_told(refused)}; {member.label} asked for the reasons with a copy to the Monitoring Officer, who is sent none."
            )
            yield _evidence(refused, asked.reasoned, why, "asked-no-copy", passages, is_copy_asked=is_copy_asked)
    elif asked.replies:
        why = f"{_told(refused)}; {member.label} asked for the reasons, and the reply gives none."
        yield _evidence(refused, asked.replies[0], why, "asked-no-reasons", passages, is_copy_asked=is_copy_asked)
    elif case.end is not None and _is_overdue(case, asked):
        why = f"{_told(refused)}; {member.label} asked for the reasons, and no reply is in the export of {written(case.end)}."
        manner = "asked-no-reply" if refused.message.sender.email in case.senders else "asked-unseen-mailbox"
        yield _evidence(refused, refused.message, why, manner, passages, is_copy_asked=is_copy_asked)


def _asked_why(refused: _Refusal, *, is_copy_asked: bool) -> _AskedWhy | None:
    """The Member's letter, the request or a later one, that asks for the reasons, with what came of it; None if none asks."""
    member = refused.request.sender
    asking = next(
        (m for m in (refused.request, *_after(refused)) if m.sender == member and asks_reasons(own_text(m))),
        None,
    )
    if asking is None:
        return None
    first = refused.message if asking is refused.request else asking
    replies = [
        m
        for m in ([refused.message] if asking is refused.request else []) + list(later(refused.conversation.messages, first))
        if m.sender.is_officer and member in m.to and not m.automatic
    ]
    reasoned = next((m for m in replies if gives_grounds(own_text(m))), None)
    wants_copy = is_copy_asked and _MONITOR in folded(own_text(asking))
    is_copied = reasoned is not None and (
        _is_monitor(reasoned.sender) or any(_goes_to_monitor(m) for m in replies[replies.index(reasoned) :])
    )
    return _AskedWhy(asking, tuple(replies), reasoned, lacks_copy=wants_copy and not is_copied)


def _is_overdue(case: Case, asked: _AskedWhy) -> bool:
    return bool(case.end and asked.asking.date and (case.end - local_day(asked.asking.date)).days > _PATIENCE)


# No time is set for the reasons; after so many days nobody is still writing them.
_PATIENCE = 28


# --- evidence -----------------------------------------------------------------------------------------------------------------


def _passages(refused: _Refusal) -> tuple[Passage, ...]:
    return (
        *_quoted(refused.message, refused.words.words, "The refusal."),
        *_quoted(refused.request, refused.asked.words, "What the Member had asked for."),
    )


def _quoted(message: Message, words: str, why: str) -> tuple[Passage, ...]:
    start = message.text.find(words)
    return (message.passage(max(start, 0), start + len(words) if start >= 0 else 0, why),)


def _evidence(
    refused: _Refusal, document: Message, why: str, manner: str, passages: tuple[Passage, ...], *, is_copy_asked: bool
) -> Evidence:
    return Evidence(
        document=document,
        actor=document.sender,
        why=why,
        confidence=probability("unreasoned-refusal", manner),
        passages=passages,
        excuses=tuple(_excuses(refused, is_copy_asked=is_copy_asked)),
        manner=manner,
    )


def _excuses(refused: _Refusal, *, is_copy_asked: bool) -> Iterator[Excuse]:
    words = own_text(refused.message)
    back = refers_back(words)
    yield Excuse(
        "the reasons stand elsewhere",
        bool(back),
        f"“{' '.join(back.split())}”" if back else "the refusal points to no other letter and no attachment",
    )
    reasoned = next(
        (
            m
            for m in _after(refused)
            if m.sender.is_officer and refused.request.sender in m.visible and gives_grounds(own_text(m))
        ),
        None,
    )
    yield Excuse(
        "the reasons came afterwards",
        reasoned is not None,
        f"{reasoned.sender.label} gave them on {written(local_day(reasoned.date))}"
        if reasoned is not None and reasoned.date
        else "no later message of the conversation gives a reason",
    )
    talk = _talked(refused)
    yield Excuse(
        _TALKED,
        bool(talk),
        f"“{talk}” tells of a talk" if talk else "no message looks back on a talk",
    )
    monitor = next((m for m in _after(refused) if _goes_to_monitor(m) or _is_monitor(m.sender)), None)
    yield Excuse(
        "the Monitoring Officer knew of it",
        monitor is not None,
        "a later message of the conversation went to the Monitoring Officer or came from there"
        if monitor
        else "no message of the conversation goes to the Monitoring Officer"
        if is_copy_asked
        else "the roster names no Monitoring Officer, or the protocol asks for no copy",
    )
