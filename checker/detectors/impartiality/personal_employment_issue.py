"""An officer takes a matter of the officer's own employment to a Member.

Told from the officer's own words to a Member about the officer's own pay, grade, grievance, discipline, post or manager. What
is told of a new post, a farewell or of staff in general is none, nor what a trade union says for its members. Where the
protocol minds it only if favour is sought (``condition``, London Councils 3(m)), the Member must be asked to do something.
Papers for an appeal that the Member hears, and what goes through the personnel officers openly, keep to the procedures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.detectors import probability
from checker.detectors.mandates import offices
from checker.detectors.mitigation import mitigating
from checker.detectors.partisans import letters, members_of, names, passages, told
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Person, Rule
from checker.language.clusters import Cluster, best, read, short, shows
from checker.language.posts import holds
from checker.language.signs import Line

BEHAVIOUR = "personal-employment-issue"
SUBJECT = "ownjob"
ANCHORS = ("pay", "grievance", "discipline", "atrisk", "passedover", "manager")
SIGNS = (*ANCHORS, "wronged", "appeal", "secrecy")
VETO = ("leaving", "general")

_PANEL = re.compile(
    r"\b(?:appeals?|appointments?|disciplinary|employment|grievance|human resources|personnel|staffing|remuneration)\b",
    re.IGNORECASE,
)
_SAID = {
    "pay": "the officer's own pay or grade",
    "grievance": "the officer's own grievance",
    "discipline": "a disciplinary matter of the officer's own",
    "atrisk": "the future of the officer's own post",
    "passedover": "a promotion that the officer did not get",
    "manager": "how the officer's own managers treat the officer",
    "wronged": "the officer's feeling of being wronged",
}
_SHOWN = {**_SAID, "appeal": "the Member is asked to do something about it", "secrecy": "it is to be kept quiet"}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of officers to Members about the officers' own employment."""
    for _, _, message in letters(case):
        if not message.sender.is_officer or not (members := members_of(message)):
            continue
        found = read(message, SUBJECT)
        cluster = best(found, SUBJECT, ANCHORS, veto=VETO, reach=2)
        if not cluster.is_told or not _is_minded(rule, found):
            continue
        excuses = tuple(_excuses(message, members, found))
        if manner := _manner(cluster, excuses):
            yield Evidence(
                document=message,
                actor=message.sender,
                why=f"{message.sender.label} writes to {names(members)} about {told(cluster, _SAID)}{_asks(cluster)}.",
                confidence=probability(BEHAVIOUR, manner),
                passages=tuple(passages(message, cluster, _SHOWN)),
                excuses=excuses,
                manner=manner,
            )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    del case
    message = conversation.messages[number]
    members = members_of(message)
    found = read(message, SUBJECT)
    if message.automatic or not message.sender.is_officer or not members or not _is_minded(rule, found):
        return None
    procedure, seen = _excuses(message, members, found)
    return (procedure, *mitigating([seen], "the matter is taken to a Member all the same"))


def _is_minded(rule: Rule, found: tuple[Line, ...]) -> bool:
    """Whether the protocol minds it: no union's business, and a favour asked for where it takes one."""
    needs_favour = "favour-sought" in offices(rule.limits.get("condition"))
    return not _union(found) and (not needs_favour or any("appeal" in line.meant for line in found))


def _asks(cluster: Cluster) -> str:
    return " and asks for help with it" if "appeal" in cluster.kinds else ""


def _union(found: tuple[Line, ...]) -> bool:
    """Whether it is written for a trade union or for staff in general."""
    line = shows(found, "general")
    return line is not None and bool(
        re.search(r"\b(?:union|unison|gmb|unite|staff side|joint consultative|branch secretary)\b", line.text, re.IGNORECASE)
    )


def _manner(cluster: Cluster, excuses: tuple[Excuse, ...]) -> str:
    if excuses[0].found:
        return ""
    if cluster.is_sure(SIGNS) and not excuses[1].found:
        return "asks-for-help" if "appeal" in cluster.kinds else "tells-of-it"
    return "may-tell-of-it"


def _excuses(message: Message, members: tuple[Person, ...], found: tuple[Line, ...]) -> Iterator[Excuse]:
    procedure = shows(found, "procedure")
    personnel = [person for person in message.visible if person.is_officer and holds(person, "grievance-procedure")]
    panel = [person for person in members if any(_PANEL.search(text) for text in (person.position, *person.committees))]
    in_procedure = procedure is not None and bool(personnel or panel)
    yield Excuse(
        "it keeps to the agreed procedure",
        in_procedure,
        f"{names((*personnel, *panel))} has a part in it, and it says: {short(procedure.text)}"
        if in_procedure and procedure
        else "it does not go through a personnel officer or to a panel that hears it",
    )
    yield Excuse(
        "the personnel officers or the officer's chief see it",
        bool(personnel),
        f"{names(personnel)} is among its readers" if personnel else "no personnel officer is among its readers",
    )
