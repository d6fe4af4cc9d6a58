"""The readers of a message: who may not have a confidential paper, who belongs to the authority, and how several are named.

Who may have such a paper follows from office. Members and officers of the authority may, as far as anyone can tell from
outside; whether a co-opted Member or a researcher may is the protocol's to say (MPA 19 and 20). The press, bidders and the
public may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from checker.domain import BCC, Limit, Message, Person, Recipient
from checker.language.phrases import folded

PRESS, OUTSIDER, UNKNOWN, CO_OPTED, AIDE = "press", "outsider", "unknown", "co-opted", "aide"

_JOURNALIST = re.compile(r"\b(?:reporter|journalist|editor|news(?:desk|room|paper)?|correspondent|press|blogger|broadcaster)\b")
_PROFESSIONAL = re.compile(
    r"\b(?:solicitors?|counsel|barrister|lawyers?|legal advis[eo]r|auditors?|audit|ombudsman|police|inspector|actuary"
    r"|insurers?|consultants?"
    r"|advis[eo]rs?|shared (?:ict |it )?service|occupational health|district judge|monitoring officer)\b"
)
_AIDE = re.compile(r"\b(?:researchers?|political (?:assistant|advis[eo]r|aide)|aide|assistant to (?:cllr|councillor|member))\b")


def standing(person: Person, own: frozenset[str], limits: Mapping[str, Limit]) -> str:
    """Why a person may not have a confidential paper, as one of the constants above; empty where nothing says so.

    ``own`` are the authority's mail domains: somebody there whom the roster leaves out is no outsider.
    """
    position = folded(person.position)
    if person.role == "co-opted-member":
        return CO_OPTED if "co_opted_confidential" in limits else ""
    if person.role == "political-adviser" or (person.role == "external" and _AIDE.search(position)):
        return AIDE if "researcher_access" in limits else "" if person.role == "political-adviser" else OUTSIDER
    if not person.is_outside:
        return ""
    if _JOURNALIST.search(position):
        return PRESS
    if person.role == "external":
        return "" if _PROFESSIONAL.search(position) else OUTSIDER
    return "" if "@" not in person.email or is_within(person.email, own) else UNKNOWN


def is_within(email: str, own: frozenset[str]) -> bool:
    """Whether an address lies in one of the authority's own domains, or below one as a mailing list does."""
    domain = email.rpartition("@")[2]
    return domain in own or any(domain.endswith(f".{each}") for each in own)


def is_blind(recipient: Recipient) -> bool:
    """Whether the open readers cannot see a recipient."""
    return recipient.kind == BCC


def is_earlier(message: Message, other: Message) -> bool:
    """Whether a message was certainly sent before another."""
    return bool(message.date and other.date and message.date < other.date)


def listed(people: Iterable[Person]) -> str:
    """People by name, each once, as a sentence lists them; for no people, nobody."""
    names = list(dict.fromkeys(person.label for person in people))
    if len(names) < 2:
        return names[0] if names else "nobody"
    return f"{', '.join(names[:-1])} and {names[-1]}"
