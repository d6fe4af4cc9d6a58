"""What the detectors of party politics share: who counts as staff, what is quoted of a cluster, what is said of it.

A protocol may except the staff whom it employs as political advisers (London Councils 6.8, ``exempt``); where it knows no such
post, an adviser whom the authority employs is staff like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checker.detectors.mandates import offices
from checker.domain import Case, Conversation, Excuse, Message, Passage, Person, Rule
from checker.language.clusters import Cluster

ADVISER = "political-adviser"
AMONG_OTHERS = "other staff are addressed as well"  # why an adviser among the readers does not excuse


def letters(case: Case) -> Iterator[tuple[Conversation, int, Message]]:
    """Every message that a person wrote, with its conversation and its place there."""
    for conversation in case.conversations:
        for number, message in enumerate(conversation.messages):
            if not message.automatic:
                yield conversation, number, message


def exempts_advisers(rule: Rule) -> bool:
    """Whether the protocol leaves political advisers out of what it forbids."""
    return ADVISER in offices(rule.limits.get("exempt"))


def is_staff(person: Person, rule: Rule) -> bool:
    """Whether the protocol asks neutrality of somebody: officers, and advisers where it does not except them."""
    return person.is_officer or (person.role == ADVISER and not exempts_advisers(rule))


def staff_of(message: Message, rule: Rule) -> tuple[Person, ...]:
    """The staff whom a message is addressed to; those in copy only where nobody stands in To."""
    addressed = tuple(person for person in (*message.to, *message.bcc) if is_staff(person, rule))
    return addressed or tuple(person for person in message.cc if is_staff(person, rule) and not message.to)


def members_of(message: Message) -> tuple[Person, ...]:
    """The Members whom a message is addressed to, blind copies included."""
    return tuple(person for person in (*message.to, *message.bcc) if person.is_member)


def passages(message: Message, cluster: Cluster, said: Mapping[str, str]) -> Iterator[Passage]:
    """The sentences of a cluster, each with what it shows."""
    for line in cluster.lines:
        shown = list(dict.fromkeys(said[sign.kind] for sign in line.signs if sign.is_meant and sign.kind in said))
        if shown:
            why = "; ".join(shown)
            yield message.passage(line.start, line.end, f"{why[0].upper()}{why[1:]}.")


def listed(words: Iterable[str]) -> str:
    """Words in a row, the last joined with "and".

    >>> listed(["one", "two", "three"])
    'one, two and three'
    """
    row = list(dict.fromkeys(words))
    return row[0] if len(row) == 1 else f"{', '.join(row[:-1])} and {row[-1]}" if row else ""


def told(cluster: Cluster, said: Mapping[str, str]) -> str:
    """What a cluster shows, in the order of its sentences."""
    return listed(said[sign.kind] for line in cluster.lines for sign in line.signs if sign.is_meant and sign.kind in said)


def names(people: Iterable[Person]) -> str:
    """Who they are, in a row."""
    return listed(person.label for person in people)


def adviser_excuse(message: Message, rule: Rule) -> Excuse:
    """Whether the staff addressed are political advisers whom the protocol excepts."""
    advisers = [person for person in (*message.to, *message.cc) if person.role == ADVISER]
    found = bool(advisers) and exempts_advisers(rule)
    return Excuse(
        "the post is one of a political adviser whom the protocol excepts",
        found,
        f"{names(advisers)} holds such a post" if found else "nobody addressed holds a post that the protocol excepts",
    )
