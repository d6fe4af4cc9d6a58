"""An officer's sympathy for or against a party shows in the advice, or the officer joins in argument between parties.

Told from the officer's own words to anybody: allegiance owned, hopes for a result, praise or scorn of a party, advice weighed
by a party's gain, a report made to suit a group. That all groups were served alike, or that a party's doings are only
reported, is no leaning. A political adviser may lean where the protocol excepts the post (``exempt``, London Councils 6.8).
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors import probability
from checker.detectors.mitigation import mitigating, of_sentences
from checker.detectors.partisans import ADVISER, exempts_advisers, letters, names, passages, told
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Rule
from checker.language import partisan
from checker.language.clusters import Cluster, best, short, shows
from checker.language.partisan import names_politics, plain_of
from checker.language.signs import Line

BEHAVIOUR = "officer-partisanship"
SUBJECT = "partisanship"
ADVICE = ("advantage", "slanted", "loyal")
STANCE = ("own", "hopes", "luck", "praise", "blame", "debate", "loaded")
ANCHORS = (*ADVICE, *STANCE)
VETO = ("even", "told")

_SAID = {
    "own": "owns to a party allegiance",
    "hopes": "hopes or fears for a party's result",
    "luck": "wishes a campaign well",
    "praise": "praises a party",
    "blame": "runs down a party",
    "advantage": "weighs what would serve or hurt a party",
    "slanted": "says that advice was shaped to suit somebody",
    "loyal": "takes a group's side",
    "loaded": "passes judgement on party politics",
    "debate": "joins in party argument",
    "omits": "says that something was left out",
    "conspires": "asks that it be kept quiet",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of officers in which a party leaning shows."""
    plain = plain_of(case)
    for _, _, message in letters(case):
        if not message.sender.is_officer:
            continue
        lines = partisan.told(message, SUBJECT, plain)
        if not any(line.meant & set(ANCHORS) for line in lines):
            continue
        cluster = best(lines, SUBJECT, ANCHORS, veto=VETO)
        if manner := _manner(cluster):
            readers = names(message.visible) or "nobody in the headers"
            yield Evidence(
                document=message,
                actor=message.sender,
                why=f"{message.sender.label}, an officer, writes to {readers} and {told(cluster, _SAID)}.",
                confidence=probability(BEHAVIOUR, manner),
                passages=tuple(passages(message, cluster, _SAID)),
                excuses=tuple(_excuses(message, rule, lines)),
                manner=manner,
            )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    if message.automatic or not message.sender.is_officer:
        return None
    lines = partisan.told(message, SUBJECT, plain_of(case))
    even, reported, adviser = _excuses(message, rule, lines)
    said = of_sentences((even, reported), best(lines, SUBJECT, ANCHORS, veto=VETO))
    return (*said, *mitigating([adviser], "the exception is the adviser's and not the officer's"))


def _manner(cluster: Cluster) -> str:
    if not names_politics(cluster.lines):
        return ""
    if cluster.is_sure((*ANCHORS, "conspires", "omits")):
        return "advises-for-a-party" if cluster.kinds & set(ADVICE) else "takes-sides"
    return "may-take-sides" if cluster.is_told else ""


def _excuses(message: Message, rule: Rule, lines: tuple[Line, ...]) -> Iterator[Excuse]:
    even = shows(lines, "even")
    yield Excuse(
        "all parties are treated alike",
        even is not None,
        f"it says: {short(even.text)}" if even else "no sentence speaks of all parties alike",
    )
    reported = shows(lines, "told")
    yield Excuse(
        "the officer reports what others said",
        reported is not None,
        f"it says: {short(reported.text)}" if reported else "no sentence reports the words of others",
    )
    advisers = [person for person in message.visible if person.role == ADVISER]
    found = bool(advisers) and exempts_advisers(rule)
    yield Excuse(
        "a political adviser, whom the protocol excepts, is party to it",
        found,
        f"{names(advisers)} is a political adviser" if found else "no adviser whom the protocol excepts has a part in it",
    )
