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
from checker.people import plain_name

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


def is_same(person: Person, other: Person) -> bool:
    """Whether two addresses are one person's: by one full name, or by one given and family name at one domain.

    >>> is_same(Person("c.l.moss@dene.example", "Cory Moss"), Person("cory@moss.example", "Moss, Cory"))
    True
    >>> is_same(Person("cory.l.moss@dene.example"), Person("cory.moss@dene.example"))
    True
    >>> is_same(Person("cory.moss@dene.example"), Person("cara.moss@dene.example"))
    False
    """
    if person.email == other.email:
        return True
    if "@" not in person.email or "@" not in other.email:
        return False
    names = [plain_name(each.name) for each in (person, other)]
    if " " in names[0] and names[0] == names[1]:
        return True
    (local, _, domain), (other_local, _, other_domain) = (each.email.partition("@") for each in (person, other))
    parts = _named_parts(local)
    return domain == other_domain and len(parts) == _GIVEN_AND_FAMILY and parts == _named_parts(other_local)


# An address that is open to whoever joins.
_LIST = re.compile(r"@(?:lists?|groups?|googlegroups|listserv|mailman)\.|[.-](?:list|discuss|announce|bounces)\b[^@]*@")


def is_list(person: Person) -> bool:
    """Whether an address is a mailing list's, by the roster or by its look."""
    return bool(person.members) or bool(_LIST.search(person.email))


_GIVEN_AND_FAMILY = 2


def _named_parts(local: str) -> list[str]:
    """The words of the local part of an address that are longer than an initial."""
    return [part for part in re.split(r"[^a-z]+", local.lower()) if len(part) > 1]


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
