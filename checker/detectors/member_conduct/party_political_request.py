"""A Member asks an officer for work that serves a party, a campaign or the Member's own affairs.

Two things must stand together in the Member's own words: that somebody is asked for something, and that it is a party's or
private: election literature, a purpose ("for the doorstep"), a use against opponents, an errand. A briefing of a group through
the ordinary door, a question whether a thing would be proper, and what party offices or volunteers are to do are no such
requests. Whether an adviser employed by the authority may be asked is the protocol's to say (``exempt``, London Councils
4(d)).
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors import probability
from checker.detectors.mitigation import BESIDE, mitigating
from checker.detectors.partisans import AMONG_OTHERS, adviser_excuse, letters, names, passages, staff_of, told
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Rule
from checker.language import partisan
from checker.language.clusters import Cluster, best, short, shows
from checker.language.partisan import Plain, names_politics, plain_of
from checker.language.signs import Line

BEHAVIOUR = "party-political-request"
SUBJECT = "partywork"
PARTY = ("tract", "mention", "purpose", "against", "presence")
ANCHORS = (*PARTY, "private")
SIGNS = (*ANCHORS, "facility", "secrecy")
VETO = ("declines", "official", "rule")

_SAID = {
    "tract": "it is work on party or campaign material",
    "mention": "it has to do with party or campaign material",
    "purpose": "it is wanted for a party's or a candidate's ends",
    "against": "it is wanted for use against a party",
    "presence": "an officer's part in party business is wanted",
    "private": "it is the Member's private affair",
    "facility": "the authority's facilities are named",
    "secrecy": "it is to be kept quiet",
    "asks": "something is asked for",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of Members that ask staff for party or private work."""
    plain = plain_of(case)
    for _, _, message in letters(case):
        if message.sender.is_member and (staff := staff_of(message, rule)):
            cluster, lines = asked(message, plain)
            if manner := _manner(cluster):
                yield Evidence(
                    document=message,
                    actor=message.sender,
                    why=f"{message.sender.label}, a Member, asks {names(staff)} for something, and {told(cluster, _PARTS)}.",
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
    cluster, lines = asked(message, plain_of(case))
    if lines and not names_politics(lines) and not any(line.every & {"private", *VETO} for line in lines):
        return None  # what looks like a party's or a campaign's is neither: a candidate for a post
    adviser, *of_sentences = _excuses(message, rule, lines)
    return (
        *mitigating([adviser], AMONG_OTHERS),
        *(mitigating(of_sentences, BESIDE) if cluster.lines else of_sentences),
    )


_PARTS = {kind: said for kind, said in _SAID.items() if kind != "asks"}


def asked(message: Message, plain: Plain) -> tuple[Cluster, tuple[Line, ...]]:
    """What a message asks for a party or in private, empty if it asks for nothing such, and all that shows anything."""
    lines = partisan.told(message, SUBJECT, plain, of_politics=False)
    if not any(line.meant & set(ANCHORS) for line in lines):
        return Cluster(), lines
    cluster = best(lines, SUBJECT, ANCHORS, veto=VETO)
    is_either = "private" in cluster.kinds or names_politics(cluster.lines)
    return (cluster if "asks" in cluster.kinds and is_either else Cluster()), lines


def is_plain(cluster: Cluster) -> bool:
    """Whether it is asked for beyond doubt: by two signs, or in so many words for work on election material."""
    return cluster.is_sure(SIGNS) or cluster.is_sure(("tract", "asks"))


def _manner(cluster: Cluster) -> str:
    if is_plain(cluster):
        return "private-work" if "private" in cluster.kinds and not cluster.kinds & set(PARTY) else "party-work"
    return "may-be-party-work" if cluster.is_told else ""


def _excuses(message: Message, rule: Rule, lines: tuple[Line, ...]) -> Iterator[Excuse]:
    yield adviser_excuse(message, rule)
    elsewhere = shows(lines, "declines")
    yield Excuse(
        "the work is for the party's own people, or nothing is asked of the officer",
        elsewhere is not None,
        f"it says: {short(elsewhere.text)}" if elsewhere else "no sentence leaves the work to others",
    )
    rules = shows(lines, "rule")
    yield Excuse(
        "the Member asks whether it would be proper",
        rules is not None,
        f"it says: {short(rules.text)}" if rules else "nothing asks what the rules allow",
    )
    official = shows(lines, "official")
    yield Excuse(
        "the conduct of an election is the authority's own business",
        official is not None,
        f"it says: {short(official.text)}" if official else "no business of the returning officer is named",
    )
