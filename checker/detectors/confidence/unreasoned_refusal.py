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
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.phrases import folded
from checker.language.refusals import FIRM, asks_reasons, gives_grounds, refers_back, refusal
from checker.language.replies import Judgement, asks_for, talk_day

_MONITOR = "monitoring officer"


@dataclass(frozen=True, slots=True)
class _Refusal:
    """An officer's refusal of what a Member had asked for in the same conversation."""

    conversation: Conversation
    request: Message
    asked: Judgement
    message: Message
    words: Judgement
    is_firm: bool


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Refusals without what the protocol asks of them."""
    on_request = "on-request" in (rule.limits.get("written_reasons"), rule.limits.get("trigger"))
    is_copy_asked = rule.limits.get("copy_to") == "monitoring-officer" and any(_is_monitor(p) for p in case.people)
    for conversation in case.conversations:
        for refused in _refusals(conversation):
            if on_request:
                yield from _judge_when_asked(case, refused, is_copy_asked=is_copy_asked)
            else:
                yield from _judge(rule, refused, is_copy_asked=is_copy_asked)


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
    words = own_text(message)
    has_reasons = bool(gives_grounds(words)) or (bool(message.attachments) and bool(refers_back(words)))
    in_writing = rule.limits.get("written_reasons") == "always"
    if not has_reasons and not in_writing and _talked(refused):
        return
    is_copied = not is_copy_asked or _is_copied(refused)
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


def _is_copied(refused: _Refusal) -> bool:
    """Whether the Monitoring Officer wrote the refusal, got it, or was sent it by a later message of the conversation."""
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
    member = refused.request.sender
    asking = next(
        (m for m in (refused.request, *_after(refused)) if m.sender == member and asks_reasons(own_text(m))),
        None,
    )
    if asking is None:
        return
    question = asks_reasons(own_text(asking))
    wants_copy = is_copy_asked and _MONITOR in folded(own_text(asking))
    first = refused.message if asking is refused.request else asking
    replies = [
        m
        for m in ([refused.message] if asking is refused.request else []) + list(later(refused.conversation.messages, first))
        if m.sender.is_officer and member in m.to and not m.automatic
    ]
    reasoned = next((m for m in replies if gives_grounds(own_text(m))), None)
    passages = (*_passages(refused), *_quoted(asking, question, "What the Member asks for."))
    if reasoned is not None:
        is_copied = _is_monitor(reasoned.sender) or any(_goes_to_monitor(m) for m in replies[replies.index(reasoned) :])
        if wants_copy and not is_copied:
            why = (
                f"{_told(refused)}; {member.label} asked for the reasons with a copy to the Monitoring Officer, who is sent none."
            )
            yield _evidence(refused, reasoned, why, "asked-no-copy", passages, is_copy_asked=is_copy_asked)
    elif replies:
        why = f"{_told(refused)}; {member.label} asked for the reasons, and the reply gives none."
        yield _evidence(refused, replies[0], why, "asked-no-reasons", passages, is_copy_asked=is_copy_asked)
    elif case.end is not None and asking.date and (case.end - local_day(asking.date)).days > _PATIENCE:
        why = f"{_told(refused)}; {member.label} asked for the reasons, and no reply is in the export of {written(case.end)}."
        manner = "asked-no-reply" if refused.message.sender.email in case.senders else "asked-unseen-mailbox"
        yield _evidence(refused, refused.message, why, manner, passages, is_copy_asked=is_copy_asked)


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
        "explained by telephone or in person",
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
