"""An officer serves one Member or group better or more readily than the rest, or another worse.

Told from the officer's own words to a Member or a colleague: somebody gets it first or alone, others are kept from it, the
queue is jumped, a Member is left to wait because of a party. That all get the same, and what an office entitles its holder to
(a chair's briefing, a ward Member's notice), is even service; so is closer contact of senior officers with the administration
where the protocol allows it (``exempt``, MWDA 2.4).
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors import probability
from checker.detectors.mandates import offices
from checker.detectors.mitigation import mitigating
from checker.detectors.partisans import letters, names, passages, told
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Rule
from checker.language import partisan
from checker.language.clusters import Cluster, best, short, shows
from checker.language.partisan import plain_of
from checker.language.posts import is_committee_chair
from checker.language.signs import Line

BEHAVIOUR = "unequal-service"
SUBJECT = "favouritism"
BETTER = ("ahead", "only", "hidden", "special")
WORSE = ("worse", "refuses")
SIGNS = (*BETTER, *WORSE, "because")
VETO = ("all",)

_SAID = {
    "ahead": "gives something sooner than others get it",
    "only": "gives something to one alone",
    "hidden": "keeps it from others",
    "special": "promises service beyond the usual",
    "worse": "serves somebody worse or later",
    "refuses": "withholds from some what others get",
    "because": "gives a party, a side or a friendship as the reason",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of officers that serve one Member or group better than others."""
    plain = plain_of(case)
    for _, _, message in letters(case):
        if not _is_inside(message):
            continue
        lines = partisan.told(message, SUBJECT, plain, of_politics=False)
        cluster = best(lines, SUBJECT, (*BETTER, *WORSE), veto=VETO)
        excuses = tuple(_excuses(message, rule, lines))
        if manner := _manner(message, cluster, excuses):
            yield Evidence(
                document=message,
                actor=message.sender,
                why=f"{message.sender.label}, an officer, writes to {names(message.visible)} and {told(cluster, _SAID)}.",
                confidence=probability(BEHAVIOUR, manner),
                passages=tuple(passages(message, cluster, _SAID)),
                excuses=excuses,
                manner=manner,
            )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    if message.automatic or not _is_inside(message):
        return None
    lines = partisan.told(message, SUBJECT, plain_of(case), of_politics=False)
    excuses = tuple(_excuses(message, rule, lines))
    if best(lines, SUBJECT, (*BETTER, *WORSE), veto=VETO).kinds & {*WORSE, "hidden"}:
        return mitigating(excuses, "other sentences serve somebody worse or keep it from others")
    return excuses


def _is_inside(message: Message) -> bool:
    return message.sender.is_officer and any(person.is_member or person.is_officer for person in message.visible)


def _manner(message: Message, cluster: Cluster, excuses: tuple[Excuse, ...]) -> str:
    if not cluster.is_told:
        return ""
    is_worse = bool(cluster.kinds & set(WORSE))
    if not is_worse:
        if not any(person.is_member for person in message.visible):
            return ""
        if any(excuse.found for excuse in excuses) and not cluster.kinds & {"hidden"}:
            return ""
    if cluster.is_sure(SIGNS):
        return "serves-worse" if is_worse else "serves-better"
    return "may-serve-unequally"


def _excuses(message: Message, rule: Rule, lines: tuple[Line, ...]) -> Iterator[Excuse]:
    office = [p for p in message.visible if p.is_member and (is_committee_chair(p) or "leader" in p.position.lower())]
    entitled = shows(lines, "entitled")
    found = bool(office) and entitled is not None
    yield Excuse(
        "the Member is entitled to it by office",
        found,
        f"{names(office)} holds an office, and it says: {short(entitled.text)}"
        if found and entitled
        else "no office named entitles the Member to it",
    )
    alike = shows(lines, "all")
    yield Excuse(
        "all get the same",
        alike is not None,
        f"it says: {short(alike.text)}" if alike else "no sentence says that others get the same",
    )
    exempt = "administration-senior-officers" in offices(rule.limits.get("exempt"))
    close = (
        exempt
        and message.sender.seniority in ("chief", "senior")
        and any("leader" in p.position.lower() for p in message.visible)
    )
    yield Excuse(
        "a senior officer works with the administration as the protocol allows",
        close,
        "a senior officer writes to a leader"
        if close
        else "it is not between a senior officer and the administration, or nothing allows it",
    )
