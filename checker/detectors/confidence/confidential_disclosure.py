"""Confidential or exempt information, or somebody's private affairs, reach a reader with no right to them.

Two signs make a breach: a mark of confidence on what goes along, and a reader who by role, committee or office may not have it
(``papers``). A mark in the sender's own words alone, or a reader of whom nobody has said who they are, gives a finding for
review. Words that hide the act are a further sign. Whether co-opted Members and Members' aides may see such papers, and
whether only disciplinary matters are closed (Isle of Wight 21), are limits of the protocol. Innocent: the public version, the
confidential part left out, leave given, a reader who had it or who advises the authority by profession.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.confidence.papers import Mark, Papers, is_passing_on, is_sending, own_words
from checker.detectors.confidence.readers import AIDE, CO_OPTED, PRESS, UNKNOWN, is_blind, is_earlier, listed
from checker.domain import OWN, Case, Conversation, Evidence, Excuse, Message, Passage, Person, Recipient, Rule
from checker.language.confidentiality import as_client, is_secretive, marks, opens, private_matters, says_authority
from checker.language.phrases import folded
from checker.language.privacy import asks_privacy
from checker.language.sentences import Sentence
from checker.people import plain_name

BEHAVIOUR = "confidential-disclosure"

_ACCEPTED = ("public version, or the confidential part left out", "leave given, or consent of those concerned")
_STAFF_PANEL = re.compile(
    r"\b(?:appeals?|appointments?|staffing|employment|personnel|disciplinary|investigating|human resources)\b"
)
_TELLS = re.compile(
    r"\b(?:papers?|reports?|items?|pinks?|schedule|briefing|appendix|annex)\b[^.;!?]{0,40}"
    r"\b(?:says?|shows?|has|have|names?|gives?|puts?|recommends?|proposes?|lists?|sets? out)\b"
)
_MANY = 2  # places in which a mark stands that make it sure


@dataclass(frozen=True, slots=True)
class _Affair:
    """Somebody's private affairs told in a sentence: of which kind, and whose."""

    kind: str
    sentence: Sentence
    whose: str


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages by which marked papers, or what is private to a person, reach somebody who may not have them."""
    papers = Papers(case)
    is_barred_only = _is_barred_only(rule)
    for conversation in case.conversations:
        for message in conversation.messages:
            if message.automatic or message.sender.is_outside or not message.date:
                continue
            if not is_barred_only:
                yield from _papers(papers, rule, conversation, message)
            yield from _affairs(papers, rule, conversation, message, is_barred_only=is_barred_only)


def _is_barred_only(rule: Rule) -> bool:
    """Whether all that the protocol says is that certain subjects are closed to Members."""
    forbidding = [term for term in rule.terms if term.get("clause_kind") != "permission"]
    return bool(forbidding) and all("barred" in term for term in forbidding)


# --- marked papers -------------------------------------------------------------------------------------------------------


def _papers(papers: Papers, rule: Rule, conversation: Conversation, message: Message) -> Iterator[Evidence]:
    readers = [(r, standing) for r in message.recipients if (standing := papers.standing(r.person, rule.limits))]
    if not readers:
        return
    marked = papers.marks(message)
    if not marked:
        return
    had = papers.had_already(conversation, message)
    fresh = [(r, standing) for r, standing in readers if r.person.email not in had]
    if not fresh:
        return
    hidden = _hidden(message)
    excuses = tuple(_excuses(conversation, message, fresh))
    if any(excuse.found and excuse.excuse in _ACCEPTED for excuse in excuses) and not hidden:
        return
    told = [(manner, r) for r, standing in fresh if (manner := _manner(message, marked, r, standing, hidden))]
    if not told:
        return
    manner, reader = max(told, key=lambda one: (probability(BEHAVIOUR, one[0]), one[1].person.email))
    yield Evidence(
        document=message,
        actor=message.sender,
        why=_why(message, marked, [r.person for other, r in told if other == manner], hidden),
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(_passages(message, marked, reader, hidden)),
        excuses=excuses,
        manner=manner,
    )


def _hidden(message: Message) -> str:
    """The words by which a writer hides the act, or asks the reader to keep quiet about it; empty if none."""
    own = own_text(message)
    asked = asks_privacy(own)
    is_mark = asked is not None and any(asked.text == mark.text for mark in marks(own))  # a mark is no second sign of itself
    return is_secretive(own) or (" ".join(asked.text.split()) if asked and not is_mark else "")


def _manner(message: Message, marked: Sequence[Mark], reader: Recipient, standing: str, hidden: str) -> str:
    on_thing = {mark.where for mark in marked if mark.on_thing}
    called = any(mark.where == "own words" for mark in marked)
    sends = is_sending(message)
    if standing in (CO_OPTED, AIDE):
        return (
            standing if on_thing and (called or len(on_thing) >= _MANY) else "one-sign" if on_thing or (called and sends) else ""
        )
    if not sends:
        tells = any(_TELLS.search(folded(mark.words)) for mark in marked if mark.where == "own words")
        return "told-behind-a-hand" if called and hidden and standing != UNKNOWN else "one-sign" if tells else ""
    if on_thing == {"subject"} and not (called or is_passing_on(message)):
        return ""  # a private letter to its addressee
    sure = len(on_thing) >= _MANY or (on_thing and called)
    if hidden and (on_thing or called) and (standing != UNKNOWN or is_secretive(own_text(message))):
        return "behind-a-hand"
    if standing == UNKNOWN:
        return "unknown-reader" if sure else ""
    if standing == PRESS or is_blind(reader):
        return "marked-paper" if on_thing or called else ""
    return "marked-paper" if sure or on_thing - {"subject"} else "one-sign" if on_thing or called else ""


def _excuses(conversation: Conversation, message: Message, readers: Sequence[tuple[Recipient, str]]) -> Iterator[Excuse]:
    text = own_words(message)
    files = " ".join(file.name for file in message.attachments)
    public = opens(text) or (files if re.search(r"redacted|public|open version", folded(files)) else "")
    yield Excuse(
        "public version, or the confidential part left out",
        bool(public),
        f"“{public[:160]}”" if public else "nothing says that it is public or that the confidential part was taken out",
    )
    leave = says_authority(text) or _leave_before(conversation, message)
    yield Excuse(
        "leave given, or consent of those concerned",
        bool(leave),
        f"“{leave[:160]}”" if leave else "no message of the conversation before it gives leave or tells of consent",
    )
    yield Excuse(
        "reader had it already",
        found=False,
        why=f"no earlier message of the conversation brought it to {listed([r.person for r, _ in readers])}",
    )
    yield Excuse(
        "reader advises or inspects the authority by profession",
        found=False,
        why="; ".join(f"{r.person.label} is {r.person.position or 'of no known office'}" for r, _ in readers[:3]),
    )


def _leave_before(conversation: Conversation, message: Message) -> str:
    """Words of an officer or of the Chair by which the sender was allowed to send it, before it was sent."""
    for earlier in conversation.messages:
        if is_earlier(earlier, message) and earlier.sender.is_officer and message.sender in earlier.visible:
            leave = says_authority(own_text(earlier)) if earlier.sender != message.sender else ""
            if leave:
                return leave
    return ""


def _passages(message: Message, marked: Sequence[Mark], reader: Recipient, hidden: str) -> Iterator[Passage]:
    yield from dict.fromkeys(mark.passage for mark in marked)
    if is_blind(reader):
        yield message.passage(0, 0, f"{reader.header} names {reader.person.label}, whom the open recipients cannot see.")
    if hidden:
        yield from _quoted(message, hidden, "Words that hide the act.")


def _quoted(message: Message, words: str, why: str) -> Iterator[Passage]:
    """The place of words of a sentence whose spaces were evened, if they can be found again."""
    found = re.search(r"\s+".join(map(re.escape, words.split()[:60])), message.text) if words else None
    if found:
        yield message.passage(found.start(), found.end(), why)


def _why(message: Message, marked: Sequence[Mark], readers: list[Person], hidden: str) -> str:
    places = list(dict.fromkeys(mark.where for mark in marked))
    who = listed(readers)
    office = next((f" ({person.position})" for person in readers if person.position), "") if len(set(readers)) == 1 else ""
    mark = " ".join(marked[0].words.split())
    mark = mark if len(mark) <= 100 else mark[:99].rsplit(" ", 1)[0] + " …"
    also = f", and wrote “{hidden[:100]}”" if hidden else ""
    where = " and the ".join(places)
    return f"{message.sender.label} sent {who}{office} what is marked confidential in the {where} (“{mark}”){also}."


# --- private affairs ---------------------------------------------------------------------------------------------------------


def _affairs(
    papers: Papers, rule: Rule, conversation: Conversation, message: Message, *, is_barred_only: bool
) -> Iterator[Evidence]:
    if not message.sender.is_officer:
        return
    readers = [r.person for r in message.recipients if r.person.is_member or papers.standing(r.person, rule.limits)]
    if not readers:
        return
    had = {
        person.email
        for earlier in conversation.messages
        if is_earlier(earlier, message)
        for person in (earlier.sender, *earlier.visible)
    }
    for affair in _told(papers, message, readers):
        if affair.kind == "personnel":
            kept = [
                person for person in readers if not _STAFF_PANEL.search(folded("; ".join((person.position, *person.committees))))
            ]
            manner = "personnel-case" if "barred" in rule.limits else "personnel-told"
        elif is_barred_only:
            continue
        else:
            kept = [person for person in readers if person.email not in had or not _raised(conversation, message, affair)]
            manner = "private-affairs-hidden" if _hidden(message) else "private-affairs"
        leave = says_authority(own_text(message))
        if not kept or leave:
            continue
        yield Evidence(
            document=message,
            actor=message.sender,
            why=f"{message.sender.label} told {listed(kept)} of the {_OF[affair.kind]} of {affair.whose}.",
            confidence=probability(BEHAVIOUR, manner),
            passages=(message.passage(affair.sentence.start, affair.sentence.end, f"What is told of {affair.whose}."),),
            excuses=(
                Excuse("leave given, or consent of those concerned", found=False, why="nothing tells of leave or consent"),
                Excuse("reader had it already", found=False, why="no earlier message of the conversation tells it"),
            ),
            manner=manner,
        )
        return


_OF = {"health": "health", "money": "money matters", "family": "family life", "personnel": "case as an employee"}


def _told(papers: Papers, message: Message, readers: Sequence[Person]) -> Iterator[_Affair]:
    """What a writer tells of the private affairs of somebody who neither writes nor is written to."""
    for zone, text in message.words(OWN):
        for kind, sentence in private_matters(text, zone.start):
            if kind != "personnel" and not as_client(sentence.text):
                continue
            whose = _whose(papers, message, sentence.text, readers, is_staff=kind == "personnel")
            if whose:
                yield _Affair(kind, sentence, whose)


def _whose(papers: Papers, message: Message, sentence: str, readers: Sequence[Person], *, is_staff: bool) -> str:
    even = folded(sentence)
    for person in papers.known.people:
        family = plain_name(person.name).split()[-1:]
        is_other = person != message.sender and person not in readers and (person.is_officer or not is_staff)
        if is_other and family and family[0] in even and plain_name(person.name) in plain_name(sentence):
            return person.label
    stranger = re.search(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][\w'’-]{1,30}", sentence) if not is_staff else None
    return stranger[0] if stranger else ""


def _raised(conversation: Conversation, message: Message, affair: _Affair) -> bool:
    """Whether somebody spoke of the person before in the conversation."""
    family = affair.whose.split()[-1].lower()
    return any(is_earlier(earlier, message) and family in earlier.text.lower() for earlier in conversation.messages)
