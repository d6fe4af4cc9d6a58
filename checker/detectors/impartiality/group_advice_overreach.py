"""An officer's advice to a political group goes beyond facts and options: recommends, weighs the politics, says how to win.

Who is written to tells whether it is advice to a group: Members of one party only, and a group named in the subject or the
words. Whether an officer may recommend to a group is the protocol's to say (``recommendation``: never under MWDA 12; not
barred elsewhere); political effects and tactics are beyond what an officer may advise under each that speaks of groups. What a
report to a committee recommends, repeated to a group, is no advice of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.impartiality.groups import Groups, groups_of, is_leading
from checker.detectors.mitigation import mitigating, of_sentences
from checker.detectors.partisans import ADVISER, letters, passages, told
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Rule
from checker.language import partisan
from checker.language.clusters import Cluster, best, short, shows
from checker.language.partisan import plain_of
from checker.language.phrases import folded
from checker.language.requests import names_group
from checker.language.signs import Line

BEHAVIOUR = "group-advice-overreach"
SUBJECT = "groupadvice"
RECOMMENDS = ("recommends", "leans")
POLITICS = ("politics", "rivals", "tactics")
VETO = ("declines", "formal")

_SAID = {
    "recommends": "recommends a course",
    "leans": "prefers one of the options",
    "politics": "weighs what it would mean at the polls or for a party",
    "rivals": "weighs what other parties would do or suffer",
    "tactics": "advises how to win or to present it",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of officers to one group that recommend, where that is barred, or advise on politics."""
    groups = groups_of(case)
    if not groups.people:
        return
    plain = plain_of(case)
    barred = _barred(rule)
    for conversation, number, message in letters(case):
        if not message.sender.is_officer or not (group := _group(groups, conversation, number)):
            continue
        lines = partisan.told(message, SUBJECT, plain)
        for manner, cluster in _faults(lines, barred):
            yield Evidence(
                document=message,
                actor=message.sender,
                why=f"{message.sender.label}, an officer, advises the {group} Group and {told(cluster, _SAID)}.",
                confidence=probability(BEHAVIOUR, manner),
                passages=tuple(passages(message, cluster, _SAID)),
                excuses=tuple(_excuses(groups, message, lines)),
                manner=manner,
            )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    groups = groups_of(case)
    if message.automatic or not message.sender.is_officer or not _group(groups, conversation, number):
        return None
    lines = partisan.told(message, SUBJECT, plain_of(case))
    barred = _barred(rule)
    if _several(lines, RECOMMENDS) and not _several(lines, barred):
        return None  # it recommends, and the protocol minds only politics
    formal, left, alike = _excuses(groups, message, lines)
    said = of_sentences((formal, left), best(lines, SUBJECT, barred, veto=VETO))
    return (*said, *mitigating([alike], "it is addressed to one"))


def _barred(rule: Rule) -> tuple[str, ...]:
    return (*RECOMMENDS, *POLITICS) if rule.limits.get("recommendation") == "never" else POLITICS


def _group(groups: Groups, conversation: Conversation, number: int) -> str:
    """The group that a message advises; empty if it goes to none alone, or as to Members on other business."""
    message = conversation.messages[number]
    group = groups.of(message)
    if not group:
        return ""
    before = conversation.messages[number - 1] if number else None
    said = [message.subject, own_text(message), own_text(before) if before and before.sender.party == group else ""]
    if groups.named(" ".join(said)) & {group}:
        return group
    speaks = any(is_leading(person) or person.role == ADVISER for person in message.visible)
    return group if speaks and any(names_group(folded(text)) for text in said) else ""


def _faults(lines: tuple[Line, ...], barred: tuple[str, ...]) -> Iterator[tuple[str, Cluster]]:
    """What goes beyond facts and options, the recommendation and the politics apart, for clauses differ."""
    if set(RECOMMENDS) <= set(barred):
        cluster = best(lines, SUBJECT, RECOMMENDS, veto=VETO, reach=0)
        if "recommends" in cluster.kinds:
            yield "recommends", cluster
        elif cluster.is_told:
            yield "may-recommend", cluster
    cluster = best(lines, SUBJECT, POLITICS, veto=VETO)
    kinds = cluster.kinds & set(POLITICS)
    if cluster.is_sure(POLITICS) or len(_several(lines, POLITICS)) >= 2:
        yield "weighs-politics", cluster
    elif kinds and cluster.is_told:
        yield "may-weigh-politics", cluster


def _several(lines: tuple[Line, ...], kinds: tuple[str, ...]) -> list[Line]:
    return [line for line in lines if line.meant & set(kinds) and not line.every & set(VETO)]


def _excuses(groups: Groups, message: Message, lines: tuple[Line, ...]) -> Iterator[Excuse]:
    formal = shows(lines, "formal")
    yield Excuse(
        "recommendation of a formal report",
        formal is not None,
        f"it says: {short(formal.text)}" if formal else "no report's recommendation is repeated",
    )
    left = shows(lines, "declines")
    yield Excuse(
        "the choice is left to Members",
        left is not None,
        f"it says: {short(left.text)}" if left else "no sentence leaves the choice to Members",
    )
    reached = groups.reached(message)
    yield Excuse(
        "the same went to all groups",
        len(reached) > 1,
        f"it reaches {len(reached)} groups" if len(reached) > 1 else "no Member of another group is among its readers",
    )
