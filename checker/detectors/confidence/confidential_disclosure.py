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

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.confidence.affairs import OF, Affair, passed_on, told, told_colleagues
from checker.detectors.confidence.papers import Mark, Papers, is_passing_on, is_sending, own_words
from checker.detectors.confidence.readers import AIDE, CO_OPTED, OUTSIDER, PRESS, UNKNOWN, is_blind, is_earlier, listed
from checker.detectors.mitigation import mitigating
from checker.domain import OWN, Case, Conversation, Evidence, Excuse, Message, Passage, Person, Recipient, Rule
from checker.language.confidentiality import is_secretive, marks, opens, says_authority, sensitive_matters
from checker.language.phrases import folded
from checker.language.privacy import asks_privacy, subject_asks

BEHAVIOUR = "confidential-disclosure"

_ACCEPTED = ("public version, or the confidential part left out", "leave given, or consent of those concerned")
_STAFF_PANEL = re.compile(
    r"\b(?:appeals?|appointments?|staffing|employment|personnel|disciplinary|investigating|human resources)\b"
)
_TELLS = re.compile(
    r"\b(?:papers?|reports?|items?|pinks?|schedule|briefing|appendix|annex)\b[^.;!?]{0,40}"
    r"\b(?:says?|shows?|has|have|names?|gives?|puts?|recommends?|proposes?|lists?|sets? out)\b"
)
_KIND, _RIVALS = "its kind", "its kind, others' bids"  # where the mark of a thing lies that bears none
_MANY = 2  # places in which a mark stands that make it sure


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages by which marked papers, or what is private to a person, reach somebody who may not have them."""
    papers = Papers(case)
    is_barred_only = _is_barred_only(rule)
    for conversation in case.conversations:
        for message in conversation.messages:
            if not _is_bound(message):
                continue
            if not is_barred_only:
                yield from _papers(papers, rule, conversation, message)
            yield from _affairs(papers, rule, conversation, message, is_barred_only=is_barred_only)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    if not _is_bound(message):
        return None
    papers, is_barred_only, hidden = Papers(case), _is_barred_only(rule), _hidden(message)
    fresh = [] if is_barred_only else _fresh(papers, rule, conversation, message)
    readers = fresh or _told_of(papers, rule, message, hidden, is_barred_only=is_barred_only)
    if not readers:
        return None
    excuses = tuple(_excuses(conversation, message, readers))
    return mitigating(excuses, "words hide the act") if fresh and hidden else excuses


def _is_bound(message: Message) -> bool:
    return not message.automatic and not message.sender.is_outside and message.date is not None


def _fresh(papers: Papers, rule: Rule, conversation: Conversation, message: Message) -> list[tuple[Recipient, str]]:
    """The readers who may not have a confidential paper and had not had what a message sends, each with why."""
    readers = [(r, standing) for r in message.recipients if (standing := papers.standing(r.person, rule.limits))]
    had = papers.had_already(conversation, message) if readers else set()
    return [(r, standing) for r, standing in readers if r.person.email not in had]


def _told_of(papers: Papers, rule: Rule, message: Message, hidden: str, *, is_barred_only: bool) -> list[tuple[Recipient, str]]:
    """The readers to whom an officer may not tell somebody's private affairs, or colleagues who are told a Member's illness."""
    if not message.sender.is_officer:
        return []
    readers = [r for r in message.recipients if _may_be_told_of(papers, rule, r.person)]
    if is_barred_only:
        readers = [r for r in readers if not _is_of_staff_panel(r.person)]
    elif not readers and next(told_colleagues(papers.known, message, hidden), None) is not None:
        readers = list(message.recipients)
    return [(r, "") for r in readers]


def _may_be_told_of(papers: Papers, rule: Rule, person: Person) -> bool:
    """Whether somebody has no right to be told of private affairs: a Member, or a reader who may have no papers."""
    return person.is_member or bool(papers.standing(person, rule.limits))


def _is_of_staff_panel(person: Person) -> bool:
    return bool(_STAFF_PANEL.search(folded("; ".join((person.position, *person.committees)))))


def _is_barred_only(rule: Rule) -> bool:
    """Whether all that the protocol says is that certain subjects are closed to Members."""
    forbidding = [term for term in rule.terms if term.get("clause_kind") != "permission"]
    return bool(forbidding) and all("barred" in term for term in forbidding)


# --- marked papers -------------------------------------------------------------------------------------------------------


def _papers(papers: Papers, rule: Rule, conversation: Conversation, message: Message) -> Iterator[Evidence]:
    readers = [(r, standing) for r in message.recipients if (standing := papers.standing(r.person, rule.limits))]
    if not readers:
        return
    by_kind = list(_by_kind(message, readers))
    rivals = [mark for mark in by_kind if mark.where == _RIVALS]
    marked = [*papers.marks(message), *rivals] or by_kind
    if not marked:
        return
    fresh = _fresh(papers, rule, conversation, message)
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


def _by_kind(message: Message, readers: Sequence[tuple[Recipient, str]]) -> Iterator[Mark]:
    """What is confidential by its kind (rival bids, counsel's advice), told to somebody outside in words that hide the act."""
    is_outside = any(standing in (OUTSIDER, PRESS, UNKNOWN) for _, standing in readers)
    is_hidden = any(standing != UNKNOWN for _, standing in readers) and bool(is_secretive(own_text(message)))
    for zone, text in message.words(OWN) if is_outside else ():
        for kind, sentence in sensitive_matters(text, zone.start):
            if not is_hidden and kind != "rivals":
                continue  # that it is told one bidder of the others needs no guilty hand
            passage = message.passage(sentence.start, sentence.end, "What is confidential by its kind.")
            yield Mark(_RIVALS if kind == "rivals" else _KIND, sentence.text, on_thing=False, passage=passage)


def _hidden(message: Message) -> str:
    """The words by which a writer hides the act, or asks the reader to keep quiet about it; empty if none."""
    own = own_text(message)
    asked = asks_privacy(own)
    # A mark is no second sign of itself.
    is_mark = asked is not None and (subject_asks(asked.text) or any(asked.text == mark.text for mark in marks(own)))
    return is_secretive(own) or (" ".join(asked.text.split()) if asked and not is_mark else "")


def _manner(message: Message, marked: Sequence[Mark], reader: Recipient, standing: str, hidden: str) -> str:
    on_thing = {mark.where for mark in marked if mark.on_thing}
    called = any(mark.where in ("own words", _KIND) for mark in marked)
    sends = is_sending(message)
    if any(mark.where == _RIVALS for mark in marked):
        return "one-sign" if standing == UNKNOWN and not (called or hidden) else "rival-bids"
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
    if set(places) <= {_KIND, _RIVALS}:
        return f"{message.sender.label} told {who}{office} what is confidential by its kind (“{mark}”){also}."
    return f"{message.sender.label} sent {who}{office} what is marked confidential in the {where} (“{mark}”){also}."


# --- private affairs ---------------------------------------------------------------------------------------------------------


def _affairs(
    papers: Papers, rule: Rule, conversation: Conversation, message: Message, *, is_barred_only: bool
) -> Iterator[Evidence]:
    if not message.sender.is_officer:
        return
    readers = [r.person for r in message.recipients if _may_be_told_of(papers, rule, r.person)]
    hidden = _hidden(message)
    affairs = told(papers.known, message, readers, is_hidden=bool(hidden))
    found = next(_kept(rule, conversation, message, affairs, hidden, is_barred_only=is_barred_only), None)
    if found is None and not is_barred_only:
        found = next(((affair, kept, "member-health") for affair, kept in told_colleagues(papers.known, message, hidden)), None)
    if found is None and not is_barred_only:
        firms = [r.person for r in message.recipients if papers.standing(r.person, rule.limits) in (OUTSIDER, PRESS)]
        found = next(((affair, firms, "letter-passed-on") for affair in passed_on(message, firms)), None)
    if found is None or says_authority(own_text(message)):
        return
    affair, kept, manner = found
    yield Evidence(
        document=message,
        actor=message.sender,
        why=f"{message.sender.label} told {listed(kept)} of the {OF[affair.kind]} of {affair.whose}.",
        confidence=probability(BEHAVIOUR, manner),
        passages=(
            message.passage(affair.sentence.start, affair.sentence.end, f"What is told of {affair.whose}."),
            *_quoted(message, hidden or affair.secret, "Words that hide the act."),
        ),
        excuses=(
            Excuse("leave given, or consent of those concerned", found=False, why="nothing tells of leave or consent"),
            Excuse("reader had it already", found=False, why="no earlier message of the conversation tells it"),
        ),
        manner=manner,
    )


def _kept(
    rule: Rule, conversation: Conversation, message: Message, affairs: Iterator[Affair], hidden: str, *, is_barred_only: bool
) -> Iterator[tuple[Affair, list[Person], str]]:
    """What was told to readers who have no right to it and did not raise it, with those readers and the manner."""
    had = {
        person.email
        for earlier in conversation.messages
        if is_earlier(earlier, message)
        for person in (earlier.sender, *earlier.visible)
    }
    for affair in affairs:
        if affair.kind == "personnel":
            kept = [person for person in affair.readers if not _is_of_staff_panel(person)]
            manner = "personnel-case" if "barred" in rule.limits else "personnel-hidden" if hidden else "personnel-told"
        elif is_barred_only:
            continue
        else:
            kept = [person for person in affair.readers if person.email not in had or not _raised(conversation, message, affair)]
            manner = "private-affairs-hidden" if hidden and affair.is_sure else "private-affairs"
        if kept:
            yield affair, kept, manner


def _raised(conversation: Conversation, message: Message, affair: Affair) -> bool:
    """Whether somebody spoke of the person before in the conversation; a question about nobody named is no leave to answer."""
    if not affair.is_named:
        return False
    family = affair.whose.split()[-1].lower()
    return any(is_earlier(earlier, message) and family in earlier.text.lower() for earlier in conversation.messages)
