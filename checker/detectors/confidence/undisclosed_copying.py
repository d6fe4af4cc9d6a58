"""An officer copies or forwards a Member's correspondence to another Member, and its author is not told.

What must be done is the protocol's: MWDA 7.3 wants it stated on the letter itself and forbids secret copies, London Councils 12
wants the author told and agreeing beforehand. A blind copy is a header and needs no wording; a blind copy may also show only in
the delivery headers. What looks like copying and is none: the author sent it to that Member too, asked for it to be passed
on, or stands in copy; the letter is a resident's; the one who passes it on is a Member.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.confidence.hops import Hop, consent, hops, opening, trail
from checker.detectors.confidence.readers import is_list, listed
from checker.domain import (
    BCC,
    Case,
    Conversation,
    Evidence,
    Excuse,
    Message,
    Passage,
    Person,
    Rule,
)
from checker.language.replies import may_pass_on, means_members, says_copied

# A letter to so many Members at once is a circular: nobody's confidence is broken by sending it once more.
CIRCULAR = 6


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Hops of Members' letters that their authors were not told of in the way that the protocol asks for."""
    for conversation, carrier, found in hops(case):
        yield from _judge(rule, conversation, carrier, found)


def _judge(rule: Rule, conversation: Conversation, carrier: Message, hops: list[Hop]) -> Iterator[Evidence]:
    by_author: dict[str, list[Hop]] = {}
    for hop in hops:
        by_author.setdefault(hop.author.email, []).append(hop)
    kept: list[tuple[str, Hop, tuple[Excuse, ...]]] = []
    for mine in by_author.values():
        for hop in mine:
            excuses = tuple(_excuses(rule, conversation, hop))
            manner = _manner(rule, hop)
            if manner and not any(excuse.found for excuse in excuses if excuse.excuse in _ACCEPTED[_asked(rule)]):
                kept.append((manner, hop, excuses))
    if not kept:
        return
    kept.sort(key=lambda one: (-probability("undisclosed-copying", one[0]), one[1].reader.email, one[1].author.email))
    manner, hop, excuses = kept[0]
    readers = listed([one.reader for mine, one, _ in kept if mine == manner and one.author == hop.author])
    yield Evidence(
        document=carrier,
        actor=carrier.sender,
        why=_why(manner, hop, readers),
        confidence=probability("undisclosed-copying", manner),
        passages=tuple(dict.fromkeys(passage for _, one, _ in kept for passage in _passages(one))),
        excuses=excuses,
        manner=manner,
        trail=trail([one for _, one, _ in kept]),
    )


# Which innocent explanations each demand lets pass. Where consent is demanded, telling is not enough.
_ACCEPTED = {
    "statement": (
        "stated on the letter",
        "author in copy",
        "author asked for it to be passed on",
        "letter of general interest sent to many",
    ),
    "consent": (
        "author agreed beforehand",
        "author asked for it to be passed on",
        "letter of general interest sent to many",
    ),
}


def _asked(rule: Rule) -> str:
    return "consent" if rule.limits.get("consent") == "required" else "statement"


def _manner(rule: Rule, hop: Hop) -> str:
    if hop.kind == BCC:
        return "blind-copy"
    if hop.author in hop.carrier.visible:
        # The author sees the copy in the heading of the reply: no secret; a breach only where consent is asked for.
        return "no-consent" if _asked(rule) == "consent" else ""
    return "silent-forward" if hop.zone is not None else ""


def _excuses(rule: Rule, conversation: Conversation, hop: Hop) -> Iterator[Excuse]:
    stated = _statement(conversation, hop)
    yield Excuse(
        "stated on the letter",
        bool(stated),
        f"“{stated}”"
        if stated
        else f"no message of the conversation tells {hop.author.label} that {hop.reader.label} is sent it",
    )
    is_open = hop.author in hop.carrier.visible and hop.kind != BCC
    yield Excuse(
        "author in copy",
        is_open,
        f"{hop.author.label} is {'' if is_open else 'not '}among the open recipients"
        + (f", and {hop.reader.label} is in blind copy" if hop.kind == BCC else ""),
    )
    wish = may_pass_on(own_text(hop.letter)) if hop.letter else ""
    yield Excuse(
        "author asked for it to be passed on",
        bool(wish),
        f"the letter says “{wish}”"
        if wish
        else "the letter does not ask for it"
        if hop.letter
        else "the letter itself is not in the export",
    )
    yield Excuse(
        "author had sent it to that Member",
        found=False,
        why=f"no earlier message of {hop.author.label} in the conversation went to {hop.reader.label}",
    )
    circular = _circular(conversation, hop)
    yield Excuse("letter of general interest sent to many", bool(circular), circular or "the author had not sent it round")
    asked, agreed = consent(conversation, hop)
    if _asked(rule) == "consent":
        why = "asked, and agreed to" if agreed else "no question to the author and assent before the copy were seen"
        yield Excuse("author agreed beforehand", agreed, why)
    else:
        why = (
            "the author was asked, which is not a statement on the letter"
            if asked
            else "no message of the conversation asks the author"
        )
        yield Excuse("author told in another message", asked, why)


def _circular(conversation: Conversation, hop: Hop) -> str:
    """By what a letter shows that its author had sent it round, empty if by nothing."""
    if hop.letter is not None and sum(p.is_member for p in hop.letter.visible) >= CIRCULAR:
        return f"the author had sent it to {CIRCULAR} Members or more"
    named = hop.zone.to if hop.zone is not None else ""
    if named.count("@") >= CIRCULAR or named.count(";") >= CIRCULAR:
        return f"the heading above it names {CIRCULAR} readers or more"
    written = {p.email for p in hop.letter.visible} if hop.letter is not None else set(_ADDRESS.findall(named.lower()))
    lists = sorted(p.email for p in hop.carrier.visible if is_list(p))
    if shared := [email for email in lists if email in written]:
        return f"the author had sent it to {shared[0]}, which this message goes to as well"
    if round_robin := _SENT_ROUND.search(named.lower()):
        return f"the heading above it is addressed to “{round_robin[0]}”"
    # Where the letter is not in the export, it may be known from the others of the conversation where it was sent.
    others = {p.email for m in conversation.messages if m != hop.carrier for p in m.visible} if hop.letter is None else set()
    if shared := [email for email in lists if email in others]:
        return f"the conversation is held on {shared[0]}, a mailing list"
    return ""


_SENT_ROUND = re.compile(
    r"distribution(?:\+20| )lists?|\ball[ _-](?:council )?(?:members|councillors|officers|staff|users)\b"
    r"|undisclosed[ -]recipients|\bmailing list\b|\bsubscribers\b|\bbulletin\b"
)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,255}")


def _statement(conversation: Conversation, hop: Hop) -> str:
    """The sentence to the author, on this message or the answer to the letter, that tells of the copy."""
    candidates = [m for m in conversation.messages if m.sender.is_officer and hop.author in m.visible]
    candidates += [hop.carrier] if hop.carrier not in candidates else []
    for message in candidates:
        for sentence in says_copied(own_text(message)):
            if (
                not re.search(r"\?|\b(?:if|unless) you\b", sentence)
                and _names(sentence, hop.reader)
                and (hop.author in message.visible or _tells_author(sentence, hop.author))
            ):
                return " ".join(sentence.split())
    return ""


def _tells_author(sentence: str, author: Person) -> bool:
    """Whether a note on the copy itself says that the author knows."""
    family = author.name.split()[-1].lower() if author.name else ""
    return (
        bool(family)
        and family in sentence.lower()
        and bool(re.search(r"\b(?:knows|aware|told|agreed|happy|knowledge)\b", sentence, re.IGNORECASE))
    )


def _names(sentence: str, reader: Person) -> bool:
    """Whether a sentence means this reader: by name, by office, or as the Chair, colleagues, Members."""
    even = sentence.lower()
    family = reader.name.split()[-1].lower() if reader.name else ""
    offices = set(re.findall(r"[a-z]+", reader.position.lower())) - {"of", "the", "and", "committee", "group"}
    by_office = any(re.search(rf"\b{word}", even) for word in sorted(offices))
    return bool(family and family in even) or by_office or means_members(sentence)


def _passages(hop: Hop) -> Iterator[Passage]:
    if hop.kind == BCC:
        yield hop.carrier.passage(0, 0, f"{hop.header} names {hop.reader.label}, whom the open recipients cannot see.")
    if hop.zone is not None:
        start, end = opening(hop.carrier.text, hop.zone)
        where = f" “{hop.file.name}”" if hop.file is not None else ""
        yield hop.carrier.passage(start, end, f"The letter of {hop.author.label} goes along here, {hop.way}{where}.")


def _why(manner: str, hop: Hop, readers: str) -> str:
    author, officer = hop.author.label, hop.carrier.sender.label
    if manner == "blind-copy":
        shown = f"the copy shows in the {hop.header} header alone"
        return f"{officer} sent {readers} a blind copy of correspondence with {author}; {shown}."
    if manner == "no-consent":
        return f"{officer} copied correspondence with {author} to {readers}, and no consent of the author was seen beforehand."
    return f"{officer} sent a letter of {author} on to {readers} {hop.way}, and nothing in the conversation tells its author."
