"""A Member asked an officer to keep something private, and an officer passed it on.

MWDA 7.2 lets a Member ask for privacy; an officer who cannot agree has to say so at once, and has otherwise to keep it. The
others speak of confidences in general. The request stands in the letter, in its subject, or in another letter of the same
Member in the conversation before it was passed on. What looks like a breach and is none: the Member let it go, agreed when
asked, or had written to that reader too; the officer had said that it could not be kept; only another part of the letter went
along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker.conversations import later, own_text, share_carried
from checker.detectors import probability
from checker.detectors.confidence.confessions import Confession, confession, confessions, members_away, tells_leave
from checker.detectors.confidence.hops import ANSWERED, NAMED_FILE, Hop, consent, is_before, opening, passed_on, passed_on_by
from checker.detectors.confidence.readers import listed
from checker.detectors.confidence.retelling import RETOLD, RETOLD_AS_HEARD, could_retell, retold
from checker.detectors.mitigation import mitigating
from checker.domain import BCC, FORWARDED, OWN, QUOTED, Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.privacy import asks_privacy, lifts_privacy, refuses_privacy, subject_asks
from checker.language.replies import may_pass_on
from checker.language.sentences import Sentence
from checker.people import plain_name

BEHAVIOUR = "private-correspondence-shared"

# Excuses that leave nothing to report.
_LET = "author let it be passed on"
_ACCEPTED = (
    _LET,
    "author agreed when asked",
    "officer said at once that it could not be kept private",
)
# Words that tell of a Member without a name.
_MEMBER = re.compile(r"\b(?:cllrs?|councillors?|alderm[ae]n|members?)\b", re.IGNORECASE)
# Offices to whom an officer may be bound to report whatever a Member wishes.
_BOUND = re.compile(r"\b(?:monitoring officer|police|auditor|ombudsman|safeguarding|section 151|information officer|solicitor)\b")


@dataclass(frozen=True, slots=True)
class _Request:
    """A request for privacy: the words of it, the letter that holds them, and whether they are only its subject."""

    words: str
    letter: Message | None
    sentence: Sentence | None


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:  # noqa: ARG001 every detector is given its rule
    """Messages of officers by which letters reach somebody although their author had asked for privacy."""
    requests = _requests(case.messages)
    authors = {
        conversation.id: {m.sender.email for m in conversation.messages if m.id in requests}
        for conversation in case.conversations
    }
    private = {
        message.id
        for conversation in case.conversations
        for message in conversation.messages
        if message.sender.email in authors[conversation.id]
    }
    seen: set[str] = set()
    letters = [request.letter for _, request in sorted(requests.items()) if request.letter]
    for conversation, carrier, found in (*passed_on(case, lambda letter: letter.id in private), *retold(case, letters)):
        for evidence in _judge(requests, conversation, carrier, found):
            seen.add(carrier.id)
            yield evidence
    for confessed in confessions(case):
        if confessed.message.id not in seen:
            yield _confessed(confessed)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    del rule
    message = conversation.messages[number]
    if not message.sender.is_officer or message.automatic or all(r.person == message.sender for r in message.recipients):
        return None
    confessed = confession(case, message)
    if confessed is not None:
        return _excuses_of_telling(message, [confessed.author])
    here = {each.id for each in conversation.messages}
    read = (m for m in case.messages if m.id in here or (message.sender in m.visible and is_before(m, message)))
    requests = _requests(read)
    authors = {m.sender.email for m in conversation.messages if m.id in requests}
    if all(r.person.email in authors for r in message.recipients):
        return None  # it goes to nobody but the one who asked
    letters = [request.letter for _, request in sorted(requests.items()) if request.letter]
    hops = [
        *passed_on_by(case, conversation, message, lambda letter: letter.sender.email in authors),
        *(hop for letter in letters for hop in could_retell(case, conversation, letter, message)),
    ]
    if hops:
        return _excuses_of_hops(requests, conversation, hops)
    away = members_away(case, message)
    return _excuses_of_telling(message, away) if away or _may_be_of_member(conversation, message) else None


def _may_be_of_member(conversation: Conversation, message: Message) -> bool:
    """Whether any Member is in sight whose letter it might be: spoken of, in the conversation, or in what goes along."""
    if _MEMBER.search(own_text(message)) or message.attachments or any(z.kind in (QUOTED, FORWARDED) for z in message.zones):
        return True
    return any(p.is_member for each in conversation.messages for p in (each.sender, *(r.person for r in each.recipients)))


def _excuses_of_hops(requests: dict[str, _Request], conversation: Conversation, hops: list[Hop]) -> tuple[Excuse, ...] | None:
    """What excuses the first hop that breaks a request or, if none does, one that is excused in full."""
    excused: tuple[Excuse, ...] | None = None
    for mine in _by_author(hops):
        request = _asked_of(mine[0], requests, conversation)
        if request is None:
            continue
        excuses = tuple(_excuses(request, conversation, mine[0]))
        if not _is_accepted(excuses) and any(_manner(hop, request, excuses) for hop in mine):
            return mitigating(excuses, "it goes to somebody whom the author had not written to")
        if excused is None and any(excuse.found for excuse in excuses):
            excused = excuses
    return excused


def _confessed(found: Confession) -> Evidence:
    """An officer who tells what a Member said, and that the Member had asked for it to be kept."""
    is_within = all(person.is_officer for person in found.readers)
    manner = "confessed-within-the-office" if is_within else "confessed"
    readers = listed(found.readers)
    asked = _short(" ".join(found.request.text.split()))
    return Evidence(
        document=found.message,
        actor=found.message.sender,
        why=f"{found.message.sender.label} told {readers} what {found.author.label} had said, and wrote “{asked}”.",
        confidence=probability(BEHAVIOUR, manner),
        passages=(
            found.message.passage(found.told.start, found.told.end, f"What {found.author.label} had said is told."),
            found.message.passage(found.request.start, found.request.end, "The officer knew of the request for privacy."),
        ),
        excuses=_excuses_of_telling(found.message, [found.author]),
        manner=manner,
    )


def _excuses_of_telling(message: Message, authors: list[Person]) -> tuple[Excuse, ...]:
    """What excuses an officer who tells what these Members had said, where no letter of theirs is known."""
    leave = tells_leave(message)
    return (
        Excuse(_LET, bool(leave), f"it says “{leave}”" if leave else "nothing in the message tells of leave"),
        Excuse(
            "author in copy",
            found=False,
            why=f"{listed(authors)} is not among the recipients" if authors else "no Member is named whose letter it would be",
        ),
    )


def _requests(messages: Iterable[Message]) -> dict[str, _Request]:
    """By id of the message: the requests for privacy that Members make."""
    found: dict[str, _Request] = {}
    for message in messages:
        if message.sender.is_member and not message.automatic and any(person.is_officer for person in message.visible):
            request = _request(message)
            if request:
                found[message.id] = request
    return found


def _request(message: Message) -> _Request | None:
    for zone, text in message.words(OWN):
        if sentence := asks_privacy(text, zone.start):
            return _Request(" ".join(sentence.text.split()), message, sentence)
    return _Request(message.subject, message, None) if not message.answers and subject_asks(message.subject) else None


def _judge(requests: dict[str, _Request], conversation: Conversation, carrier: Message, hops: list[Hop]) -> Iterator[Evidence]:
    for mine in _by_author(hops):
        request = _asked_of(mine[0], requests, conversation)
        if request is None:
            continue
        excuses = tuple(_excuses(request, conversation, mine[0]))
        if _is_accepted(excuses):
            continue
        told = [(manner, hop) for hop in mine if (manner := _manner(hop, request, excuses))]
        if not told:
            continue
        manner, hop = max(told, key=lambda one: (probability(BEHAVIOUR, one[0]), one[1].reader.email))
        readers = listed([one.reader for other, one in told if other == manner])
        yield Evidence(
            document=carrier,
            actor=carrier.sender,
            why=_why(manner, hop, request, readers),
            confidence=probability(BEHAVIOUR, manner),
            passages=tuple(_passages(request, hop)),
            excuses=excuses,
            manner=manner,
        )


def _by_author(hops: list[Hop]) -> list[list[Hop]]:
    by_author: dict[str, list[Hop]] = {}
    for hop in hops:
        by_author.setdefault(hop.author.email, []).append(hop)
    return [by_author[email] for email in sorted(by_author)]


def _is_accepted(excuses: Iterable[Excuse]) -> bool:
    return any(excuse.found and excuse.excuse in _ACCEPTED for excuse in excuses)


def _asked_of(hop: Hop, requests: dict[str, _Request], conversation: Conversation) -> _Request | None:
    """The request for privacy that covers a letter: its own, or its author's in the conversation before it was passed on."""
    if hop.letter is not None and hop.letter.id in requests:
        return requests[hop.letter.id]
    for message in reversed(conversation.messages):
        if message.sender == hop.author and message.id in requests and is_before(message, hop.carrier):
            return requests[message.id]
    if hop.letter is not None:
        return _request(hop.letter)  # a message that hangs on the carrier
    if hop.zone is not None and hop.zone.end > hop.zone.start:
        text = hop.carrier.text[hop.zone.start : hop.zone.end]
        if sentence := asks_privacy(text, hop.zone.start):
            return _Request(" ".join(sentence.text.split()), None, sentence)
    if hop.file is not None and hop.file.document is not None and (sentence := asks_privacy(hop.file.document.text[:20_000])):
        return _Request(" ".join(sentence.text.split()), None, None)
    return None


def _manner(hop: Hop, request: _Request, excuses: tuple[Excuse, ...]) -> str:
    """In which manner a hop breaks a request; empty if it does not."""
    found = {excuse.excuse for excuse in excuses if excuse.found}
    if hop.way in (RETOLD, RETOLD_AS_HEARD):
        return "" if hop.reader.is_officer or "author in copy" in found else "retold" if hop.way == RETOLD else "retold-as-heard"
    if hop.way == ANSWERED and hop.kind != BCC:
        return "answer-copied" if not hop.reader.is_officer else ""
    if "author in copy" in found or "only another part went along" in found or hop.way == NAMED_FILE:
        return "doubtful"
    if "the reader's office may have to be told" in found:
        return ""
    if hop.reader.is_officer:
        return "within-the-office"
    covers = hop.letter is None or request.letter is None or request.letter.id == hop.letter.id
    return "passed-on" if covers else "earlier-request"


def _excuses(request: _Request, conversation: Conversation, hop: Hop) -> Iterator[Excuse]:
    lifted = _lifted(request, conversation, hop)
    yield Excuse(
        _LET,
        bool(lifted),
        f"{hop.author.label} wrote “{lifted}”" if lifted else "no later word of the author lifts the request",
    )
    asked, agreed = consent(conversation, hop)
    yield Excuse(
        "author agreed when asked",
        agreed,
        "asked, and agreed to" if agreed else "the author was asked and did not agree" if asked else "the author was not asked",
    )
    refusal = _refusal(request, conversation, hop)
    yield Excuse(
        "officer said at once that it could not be kept private",
        bool(refusal),
        f"“{refusal}”" if refusal else "no message to the author before it says so",
    )
    is_open = hop.author in hop.carrier.visible
    yield Excuse("author in copy", is_open, f"{hop.author.label} is {'' if is_open else 'not '}among the open recipients")
    part = _is_other_part(request, hop)
    yield Excuse(
        "only another part went along",
        part,
        "the sentence that asks for privacy and most of the letter are left out" if part else f"it went along {hop.way}",
    )
    bound = bool(_BOUND.search(hop.reader.position.lower()))
    yield Excuse(
        "the reader's office may have to be told",
        bound,
        f"{hop.reader.label} is {hop.reader.position}"
        if bound
        else f"nothing in the office of {hop.reader.label} shows a duty to tell",
    )


def _lifted(request: _Request, conversation: Conversation, hop: Hop) -> str:
    if request.letter is None:
        return ""
    own = own_text(request.letter)
    wish = may_pass_on(own)
    if wish and _is_for(own, hop.reader):
        return wish
    for message in later(conversation.messages, request.letter):
        is_word = message.sender == hop.author and is_before(message, hop.carrier)
        if is_word and (sentence := lifts_privacy(own_text(message))):
            return " ".join(sentence.text.split())
    sentence = lifts_privacy(own)
    return " ".join(sentence.text.split()) if sentence and _is_for(sentence.text, hop.reader) else ""


def _is_for(text: str, reader: Person) -> bool:
    """Whether words name a reader, by name or by a word of the office."""
    even = text.lower()
    names = plain_name(reader.name).split()
    office = set(re.findall(r"[a-z]{4,}", reader.position.lower())) - {"committee", "group", "council", "authority"}
    return bool(names and names[-1] in even) or any(word in even for word in office)


def _refusal(request: _Request, conversation: Conversation, hop: Hop) -> str:
    if request.letter is None:
        return ""
    for message in later(conversation.messages, request.letter):
        tells = message.sender.is_officer and hop.author in message.visible
        is_in_time = is_before(message, hop.carrier) or message.id == hop.carrier.id
        if tells and is_in_time and (sentence := refuses_privacy(own_text(message))):
            return " ".join(sentence.text.split())
    return ""


def _is_other_part(request: _Request, hop: Hop) -> bool:
    if hop.zone is None or hop.zone.end == hop.zone.start or request.sentence is None or hop.share >= 0.6:
        return False
    text = hop.carrier.text[hop.zone.start : hop.zone.end]
    return hop.letter is not None and share_carried(request.sentence.text, text) < 0.5


def _passages(request: _Request, hop: Hop) -> Iterator[Passage]:
    if request.letter is not None and request.sentence is not None and hop.file is None:
        yield request.letter.passage(request.sentence.start, request.sentence.end, "The author asks for privacy.")
    elif request.letter is None and request.sentence is not None:
        yield hop.carrier.passage(request.sentence.start, request.sentence.end, "The author asks for privacy.")
    if hop.kind == BCC:
        yield hop.carrier.passage(0, 0, f"{hop.header} names {hop.reader.label}, whom the open recipients cannot see.")
    if hop.zone is not None:
        start, end = opening(hop.carrier.text, hop.zone)
        what = "What" if hop.way in (RETOLD, RETOLD_AS_HEARD) else "The letter"
        of = f"{hop.author.label} wrote is told" if what == "What" else f"of {hop.author.label} goes along"
        yield hop.carrier.passage(start, end, f"{what} {of} here, {hop.way}.")


def _why(manner: str, hop: Hop, request: _Request, readers: str) -> str:
    officer, author = hop.carrier.sender.label, hop.author.label
    asked = f"{author} had asked for privacy (“{_short(request.words)}”)"
    if manner == "answer-copied":
        return f"{asked}, and {officer} copied the answer to {readers}."
    if manner.startswith("retold"):
        return f"{asked}, and {officer} told {readers} of it {hop.way}."
    return f"{asked}, and {officer} sent the letter to {readers} {hop.way}."


def _short(text: str, length: int = 120) -> str:
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + " …"
