"""An officer does or offers work for a party, a group's party business, a campaign or a Member's private affairs.

Told from the officer's own words, or from the officer's yes to a Member's letter that asks for such work. A refusal, the
returning officer's business and what all candidates get are no help to a party. One protocol also keeps officers from a
Member's public meetings once notice of an election is published (``settings``, MWDA 10.1(c)); whether it was is told from what
the conversation says of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.mandates import offices
from checker.detectors.member_conduct import party_political_request
from checker.detectors.mitigation import mitigating, of_sentences
from checker.detectors.partisans import exempts_advisers, letters, names, passages, told
from checker.domain import OWN, Case, Conversation, Evidence, Excuse, Message, Passage, Rule
from checker.language import partisan
from checker.language.clusters import Cluster, best, short, shows
from checker.language.partisan import Plain, names_politics, plain_of
from checker.language.signs import Line

BEHAVIOUR = "party-political-assistance"
SUBJECT = "partyhelp"
PARTY = ("did", "offers", "presence", "tactics")
ANCHORS = (*PARTY, "private")
SIGNS = (*ANCHORS, "tract", "purpose", "used", "secrecy")
VETO = ("declines", "official")
# How much it says that the letter answered asks for party or private work, surely or perhaps.
ASKED, MAY_HAVE_ASKED = 0.65, 0.5

_SAID = {
    "did": "says that party work was done",
    "offers": "offers party work",
    "presence": "offers to take part in party business",
    "tactics": "advises on a campaign",
    "private": "does a Member's private business",
    "tract": "speaks of party or campaign material",
    "purpose": "names a party's or a candidate's ends",
    "used": "names the authority's facilities",
    "agrees": "agrees to it",
    "secrecy": "asks that it be kept quiet",
}
_MEETING = re.compile(
    r"\b(?:public meeting|residents['’]? meeting|platform|town hall|village hall|rally|hustings)\b", re.IGNORECASE
)
_NOTICE = re.compile(
    r"\b(?:notice of (?:the )?(?:elections?|poll)|pre-election (?:period|rules)"
    r"|election (?:is|was|has been) (?:called|announced)|purdah)\b",
    re.IGNORECASE,
)
# Days from the notice of an election to its poll, and a few more.
CAMPAIGN = timedelta(days=50)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A Member's letter that asks for party or private work, what it asks, and how much that says, 0-1."""

    letter: Message
    cluster: Cluster
    weight: float


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of officers that help a party or do a Member's private business."""
    plain = plain_of(case)
    is_timed = "election-notice-date" in offices(rule.limits.get("settings"))
    notices = tuple(_notices(case)) if is_timed else ()
    for conversation, number, message in letters(case):
        if not _is_to_ours(message):
            continue
        lines = partisan.told(message, SUBJECT, plain, of_politics=False)
        asked = _agreed_to(conversation, number, plain, lines)
        cluster = _helped(lines, asked)
        if manner := _manner(cluster, asked):
            yield _evidence(message, rule, lines, cluster, manner, asked)
        elif notices:
            yield from _supports(conversation, number, rule, notices, lines)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    if message.automatic or not _is_to_ours(message):
        return None
    plain = plain_of(case)
    lines = partisan.told(message, SUBJECT, plain, of_politics=False)
    refused, official, adviser = _excuses(message, rule, lines)
    helped = _helped(lines, _agreed_to(conversation, number, plain, lines))
    said = of_sentences((refused, official), helped)
    return (*said, *mitigating([adviser], "the exception is the adviser's and not the officer's"))


def _is_to_ours(message: Message) -> bool:
    return message.sender.is_officer and any(p.is_member or p.role != "external" for p in message.visible)


def _agreed_to(conversation: Conversation, number: int, plain: Plain, lines: tuple[Line, ...]) -> _Asked | None:
    """What was asked, where a message agrees to something at all."""
    return _asked(conversation, number, plain) if any("agrees" in line.meant for line in lines) else None


def _notices(case: Case) -> Iterator[tuple[Message, int, int]]:
    """Where messages say that an election has been announced, with the place of the words."""
    for message in case.messages:
        if message.date is not None and not message.automatic:
            for zone, text in message.words(OWN):
                if said := _NOTICE.search(text):
                    yield message, zone.start + said.start(), zone.start + said.end()


def _helped(lines: tuple[Line, ...], asked: _Asked | None) -> Cluster:
    if asked is None or shows(lines, "declines"):
        helped = best(lines, SUBJECT, ANCHORS, veto=VETO)
        material = best(lines, SUBJECT, ("tract",), veto=VETO)
        return material if "purpose" in material.kinds and material.strength > helped.strength else helped
    return best(lines, SUBJECT, (*ANCHORS, "agrees"), veto=VETO, given=asked.weight)


def _asked(conversation: Conversation, number: int, plain: Plain) -> _Asked | None:
    """The last letter of a Member before a message that its writer got, if it asks for party or private work."""
    message = conversation.messages[number]
    for earlier in reversed(conversation.messages[:number]):
        if earlier.sender.is_member and message.sender in earlier.visible:
            cluster, _ = party_political_request.asked(earlier, plain)
            if not cluster.is_told:
                return None
            return _Asked(earlier, cluster, ASKED if party_political_request.is_plain(cluster) else MAY_HAVE_ASKED)
    return None


def _manner(cluster: Cluster, asked: _Asked | None) -> str:
    if asked is None and "private" not in cluster.kinds and not names_politics(cluster.lines):
        return ""
    if cluster.is_sure(SIGNS) or (asked and asked.weight == ASKED and cluster.strength >= ASKED + 0.1):
        return "private-help" if "private" in cluster.kinds and not cluster.kinds & set(PARTY) else "party-help"
    return "may-be-party-help" if cluster.is_told else ""


def _evidence(
    message: Message, rule: Rule, lines: tuple[Line, ...], cluster: Cluster, manner: str, asked: _Asked | None
) -> Evidence:
    does = told(cluster, _SAID)
    to = f" in answer to a request for party or private work by {asked.letter.sender.label}" if asked else ""
    shown = list(passages(message, cluster, _SAID))
    if asked:
        shown += [asked.letter.passage(line.start, line.end, "The Member asks for it.") for line in asked.cluster.lines]
    return Evidence(
        document=message,
        actor=message.sender,
        why=f"{message.sender.label}, an officer, writes to {names(message.visible)}{to} and {does}.",
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(shown),
        excuses=tuple(_excuses(message, rule, lines)),
        manner=manner,
    )


def _supports(
    conversation: Conversation, number: int, rule: Rule, notices: Sequence[tuple[Message, int, int]], lines: tuple[Line, ...]
) -> Iterator[Evidence]:
    """An officer's promise to come to a Member's public meeting, made after somebody wrote that an election was announced."""
    message = conversation.messages[number]
    promise = next((line for line in lines if "meeting" in line.meant and not line.every & set(VETO)), None)
    members = [
        m for m in conversation.messages[max(0, number - 3) : number] if m.sender.is_member and message.sender in m.visible
    ]
    if promise is None or not members:
        return
    called = [notice for notice in notices if _is_after(message, notice[0])]
    if not called or not any(_MEETING.search(f"{m.subject}\n{own_text(m)}") for m in members):
        return
    letter, start, end = max(called, key=lambda notice: (notice[0] in members, str(notice[0].date), notice[0].id))
    shown: list[Passage] = [
        message.passage(promise.start, promise.end, "An officer agrees to come."),
        letter.passage(start, end, "An election was announced."),
    ]
    yield Evidence(
        document=message,
        actor=message.sender,
        why=f"{message.sender.label} agrees to support {members[-1].sender.label} at a meeting after an election was announced.",
        confidence=probability(BEHAVIOUR, "supports-after-notice"),
        passages=tuple(shown),
        excuses=tuple(_excuses(message, rule, lines)),
        manner="supports-after-notice",
    )


def _is_after(message: Message, notice: Message) -> bool:
    if message.date is None or notice.date is None:
        return False
    return notice.date <= message.date <= notice.date + CAMPAIGN


def _excuses(message: Message, rule: Rule, lines: tuple[Line, ...]) -> Iterator[Excuse]:
    refused = shows(lines, "declines")
    yield Excuse(
        "the officer declines",
        refused is not None,
        f"it says: {short(refused.text)}" if refused else "no sentence declines",
    )
    official = shows(lines, "official")
    yield Excuse(
        "it is the returning officer's business or goes to all alike",
        official is not None,
        f"it says: {short(official.text)}" if official else "nothing shows that all candidates or groups get it",
    )
    advisers = [person for person in message.visible if person.role == "political-adviser"]
    found = bool(advisers) and exempts_advisers(rule)
    yield Excuse(
        "a political adviser, whom the protocol excepts, is party to it",
        found,
        f"{names(advisers)} is a political adviser" if found else "no adviser whom the protocol excepts has a part in it",
    )
