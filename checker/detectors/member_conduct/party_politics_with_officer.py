"""A Member talks party politics with an officer, or takes it for granted where the officer's sympathies lie.

Told from the Member's own words to staff: allegiance assumed, a political view asked for, tactics, scorn for a party, gossip
of a group. What a group formally moves or nominates is business. Where the same sentences ask for party work, that is the more
particular behaviour and this one is silent. An adviser is no officer where the protocol says so (``exempt``, London Councils
6.8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.detectors import probability
from checker.detectors.member_conduct import party_political_request
from checker.detectors.mitigation import BESIDE, mitigating
from checker.detectors.partisans import AMONG_OTHERS, adviser_excuse, letters, names, passages, staff_of, told
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Rule
from checker.language import partisan
from checker.language.clusters import Cluster, best, short, shows
from checker.language.partisan import Plain, names_politics, plain_of
from checker.language.signs import Line

BEHAVIOUR = "party-politics-with-officer"
SUBJECT = "partytalk"
ANCHORS = ("assumed", "asked", "invited", "tactics", "abuse", "gossip", "loaded")
SIGNS = (*ANCHORS, "doorstep")
VETO = ("rule", "formal")

_SAID = {
    "assumed": "takes it for granted where an officer's sympathies lie",
    "asked": "asks for a political view",
    "invited": "invites to party business",
    "tactics": "speaks of party tactics",
    "abuse": "runs down a party",
    "loaded": "passes judgement on party politics",
    "gossip": "tells what goes on within a party",
    "doorstep": "speaks of a campaign",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of Members to staff that talk party politics."""
    plain = plain_of(case)
    for _, _, message in letters(case):
        if not (message.sender.is_member and (staff := staff_of(message, rule))):
            continue
        lines = partisan.told(message, SUBJECT, plain)
        cluster = _talk(lines)
        if not cluster.is_told:
            continue
        beside = _beside_request(message, plain, lines)
        cluster = cluster if beside is None else beside
        if manner := _manner(cluster):
            yield Evidence(
                document=message,
                actor=message.sender,
                why=f"{message.sender.label}, a Member, writes to {names(staff)} and {told(cluster, _SAID)}.",
                confidence=probability(BEHAVIOUR, manner),
                passages=tuple(passages(message, cluster, _SAID)),
                excuses=tuple(_excuses(message, rule, lines)),
                manner=manner,
            )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    if message.automatic or not message.sender.is_member or not staff_of(message, rule):
        return None
    plain = plain_of(case)
    lines = partisan.told(message, SUBJECT, plain)
    beside = _beside_request(message, plain, lines)
    if beside is not None and not beside.is_told:
        return None  # it is told as the request that it is
    adviser, *of_sentences = _excuses(message, rule, lines)
    return (
        *mitigating([adviser], AMONG_OTHERS),
        *(mitigating(of_sentences, BESIDE) if _talk(lines).lines else of_sentences),
    )


def _talk(lines: Sequence[Line]) -> Cluster:
    return best(lines, SUBJECT, ANCHORS, veto=VETO, reach=2)


def _beside_request(message: Message, plain: Plain, lines: Sequence[Line]) -> Cluster | None:
    """What is talked in other sentences than those that ask for party work; None if none does."""
    request, _ = party_political_request.asked(message, plain)
    if not request.is_told:
        return None
    spoken_for = {line.number for line in request.lines}
    return _talk([line for line in lines if line.number not in spoken_for])


def _manner(cluster: Cluster) -> str:
    if not names_politics(cluster.lines):
        return ""
    if cluster.is_sure(SIGNS):
        return "assumes-allegiance" if cluster.kinds & {"assumed", "asked"} else "talks-party-politics"
    return "may-talk-party-politics" if cluster.is_told else ""


def _excuses(message: Message, rule: Rule, lines: tuple[Line, ...]) -> Iterator[Excuse]:
    yield adviser_excuse(message, rule)
    formal = shows(lines, "formal")
    yield Excuse(
        "a group's formal business",
        formal is not None,
        f"it says: {short(formal.text)}" if formal else "no motion, nomination or briefing of a group is named",
    )
    reserved = shows(lines, "rule")
    yield Excuse(
        "the Member keeps politics apart from what is asked of the officer",
        reserved is not None,
        f"it says: {short(reserved.text)}" if reserved else "no sentence keeps politics apart",
    )
