"""A Member or an officer turns their working connection to private profit or a career.

Told from the writer's own words across that connection: a good word for a post, work for a firm of one's own or a relative's,
a favour for a favour, gifts and tickets, a fine or a form to be waived in one's own matter. An officer's existing pay and
grade are another behaviour (``personal-employment-issue``). Whose advantage a protocol minds is told by whom its clauses
address (``terms``): MPA 9.10 binds officers alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors import probability
from checker.detectors.mitigation import of_sentences
from checker.detectors.partisans import letters, names, passages, told
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Person, Rule
from checker.language.clusters import Cluster, best, read, short, shows
from checker.language.signs import Line

BEHAVIOUR = "seeking-advantage"
SUBJECT = "advantage"
# What an officer may want of a Member, and a Member of an officer. A Member's favour for others is preferential treatment.
OFFICERS = ("goodword", "aword", "gifts", "trade", "firm")
MEMBERS = ("goodword", "aword", "gifts", "trade", "firm", "ownmatter")
SIGNS = ("goodword", "aword", "gifts", "trade", "firm", "ownmatter", "waive", "career", "personal", "secrecy", "leverage")
# What proves nothing alone: which other signs must stand beside each.
NEEDS = {
    "gifts": ("asks", "trade", "personal", "secrecy"),
    "firm": ("asks", "trade", "personal", "secrecy", "leverage"),
    "ownmatter": ("waive", "trade"),
    "trade": ("career", "ownmatter", "gifts", "firm", "goodword"),
    "aword": ("career",),
}
VETO = ("returned", "official")

_SAID = {
    "goodword": "wants a good word or a recommendation",
    "aword": "wants the Member to have a word",
    "career": "speaks of a post wanted",
    "gifts": "asks for or offers a gift or a treat",
    "trade": "offers or calls in a favour",
    "firm": "wants work or knowledge for a firm",
    "ownmatter": "speaks of a private matter before the authority",
    "waive": "wants it eased or hurried",
    "personal": "calls it personal",
    "leverage": "leans on the office held",
    "secrecy": "asks that it be kept quiet",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages between Members and officers in which the writer seeks a gain."""
    bound = _bound(rule)
    for _, _, message in letters(case):
        across = _across(message)
        if not across or not bound[message.sender.is_member]:
            continue
        found = read(message, SUBJECT)
        anchors = _anchors(message)
        cluster = best(found, SUBJECT, anchors, veto=VETO)
        if manner := _manner(message, cluster, anchors):
            yield Evidence(
                document=message,
                actor=message.sender,
                why=f"{message.sender.label} writes to {names(across)} and {told(cluster, _SAID)}.",
                confidence=probability(BEHAVIOUR, manner),
                passages=tuple(passages(message, cluster, _SAID)),
                excuses=tuple(_excuses(found)),
                manner=manner,
            )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    del case
    message = conversation.messages[number]
    if message.automatic or not _across(message) or not _bound(rule)[message.sender.is_member]:
        return None
    found = read(message, SUBJECT)
    return of_sentences(_excuses(found), best(found, SUBJECT, _anchors(message), veto=VETO))


def _anchors(message: Message) -> tuple[str, ...]:
    return MEMBERS if message.sender.is_member else OFFICERS


def _bound(rule: Rule) -> dict[bool, bool]:
    """Whether the protocol's clauses bind Members (True) and officers (False); those of no addressee bind both."""
    whom = {str(term.get("clause_addressee", "both")) for term in rule.terms} or {"both"}
    return {True: bool(whom & {"both", "member"}), False: bool(whom & {"both", "officer"})}


def _across(message: Message) -> tuple[Person, ...]:
    """Those on the other side of the connection whom a message is addressed to."""
    addressed = (*message.to, *message.bcc)
    if message.sender.is_officer:
        return tuple(person for person in addressed if person.is_member)
    return tuple(person for person in addressed if person.is_officer) if message.sender.is_member else ()


def _manner(message: Message, cluster: Cluster, anchors: tuple[str, ...]) -> str:
    # The matter and what is wanted done with it may stand in the same words, and are then one sign of two sorts.
    kinds = frozenset(kind for line in cluster.lines for kind in line.meant)
    shown = [kind for kind in anchors if kind in kinds and (kind not in NEEDS or kinds & set(NEEDS[kind]))]
    if not shown or not cluster.is_told:
        return ""
    who = "member" if message.sender.is_member else "officer"
    return f"{who}-seeks" if cluster.is_sure(SIGNS) else f"{who}-may-seek"


def _excuses(found: tuple[Line, ...]) -> Iterator[Excuse]:
    returned = shows(found, "returned")
    yield Excuse(
        "the gain is declined, declared or had on the terms of everybody",
        returned is not None,
        f"it says: {short(returned.text)}" if returned else "no sentence declines or declares it",
    )
    official = shows(found, "official")
    yield Excuse(
        "it is for a constituent, a charity or the authority's business",
        official is not None,
        f"it says: {short(official.text)}" if official else "no constituent, charity or business of the authority is named",
    )
