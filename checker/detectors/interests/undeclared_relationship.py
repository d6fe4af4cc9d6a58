"""A close bond between a Member and an officer that a message brings to light, and no sign that it was made known.

To whom it is made known is the protocol's: London Councils 9 wants an officer to tell the Chief Executive and a Member the
group's leader or contact; Isle of Wight 25 wants it in writing to the director, or to the Chief Executive for a director. The
bond shows in a letter from one to the other ("you married my brother"), or where the one is named ("Cllr Ash is my
sister"). Where a protocol counts ties of business (``applies_to``), an officer's own interest in a body with which the officer
deals for the authority counts as well. Old school friends, neighbours and good wishes are no bond.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from checker.detectors import probability
from checker.detectors.mandates import holds_any, offices
from checker.detectors.mitigation import mitigating
from checker.domain import SIGNATURE, Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language import posts
from checker.language.acts import Said, may_say, said
from checker.language.phrases import folded
from checker.people import plain_name

BEHAVIOUR = "undeclared-relationship"
# Nobody tells so many at once of a bond: it is a circular.
CIRCULAR = 10
_ELSEWHERE = "made known to somebody else"
# The lists of which one has to stand in a message that tells of a bond.
_BONDS = ("kin_here", "kin_of", "kin_beside", "love", "money", "in_body")
_KISS = re.compile(r"(?:^|\s)[xX]{2,5}\s*$|(?:lots of love|all my love|much love)\b", re.IGNORECASE | re.MULTILINE)
# "my sister Cllr Wren" before a family name, ", my sister" after one; the patterns have seen which kin it is.
_KIN_BEFORE = re.compile(r"\bmy (?:\w+ ){0,2}[\w-]+,? (?:cllr\.? |councillor )?(?:[\w'-]+ )?$")
_KIN_AFTER = re.compile(r",? (?:who is |is |being )?my (?:\w+ ){0,2}\w+")
_NAME = re.compile(r"[a-z'’-]{3,}")
_INITIAL = re.compile(r"\b([a-z]{3,15}) ([a-z])\b(?![.'])")


@dataclass(frozen=True, slots=True)
class _Bond:
    """A bond that a message shows: between whom, the sentences, and whether the words themselves say that it is hidden."""

    message: Message
    other: Person | None
    kind: str
    sentences: tuple[Said, ...]
    is_hidden: bool

    @property
    def pair(self) -> frozenset[str]:
        """The addresses of both, as far as they are known."""
        return frozenset(person.email for person in (self.message.sender, self.other) if person)


@dataclass(frozen=True, slots=True)
class _World:
    """Members and officers by the words of their names, and the messages that may make a bond known."""

    families: Mapping[str, tuple[Person, ...]]
    given: Mapping[str, tuple[Person, ...]]
    disclosures: tuple[Message, ...]


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages that show a close bond of Member and officer which was not made known to those whom the protocol names."""
    world = _world(case, case.messages)
    for message in case.messages:
        if _is_of_ours(message) and (bond := _bond(world, rule, message)):
            yield from _judge(world, rule, bond)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    duties = _duties(rule, message.sender)
    if not _is_of_ours(message) or not (duties or _counts_business(rule, message)):
        return None
    others = [person for person in message.to if _is_across(message.sender, person)]
    bond = _bond(_world(case, ()), rule, message)
    bond = bond or _Bond(message, others[0] if len(others) == 1 else None, "", (), is_hidden=False)
    world = _world(case, [each for each in case.messages if each.sender.email in bond.pair])
    return mitigating(_excuses(world, bond, duties), "that is nobody whom it names", lambda excuse: excuse.excuse == _ELSEWHERE)


def _is_of_ours(message: Message) -> bool:
    """Whether a Member or an officer wrote it, and not to so many that it is a circular."""
    is_ours = message.sender.is_member or message.sender.is_officer
    return is_ours and not message.automatic and len(message.recipients) <= CIRCULAR


def _world(case: Case, messages: Iterable[Message]) -> _World:
    """What is looked up; these messages are those that may make a bond known."""
    return _World(_by_name(case.people, -1), _by_name(case.people, 0), tuple(_disclosures(messages)))


def _by_name(people: Iterable[Person], which: int) -> Mapping[str, tuple[Person, ...]]:
    """Members and officers by the first (0) or the last (-1) word of their names, titles left off."""
    found: dict[str, list[Person]] = {}
    for person in people:
        words = _NAME.findall(plain_name(person.name))
        if words and (person.is_member or person.is_officer):
            found.setdefault(words[which], []).append(person)
    return {name: tuple(persons) for name, persons in found.items()}


def _disclosures(messages: Iterable[Message]) -> Iterator[Message]:
    for message in messages:
        is_known = message.sender.is_member or message.sender.is_officer
        if is_known and may_say(message.text, "ties", "disclosed", "discloses"):
            shown = list(said(message, "ties"))
            if any({"disclosed", "discloses"} & s.meant for s in shown) and any(
                {"kin_of", "kin_here", "kin_beside", "love", "money", "in_body"} & s.every for s in shown
            ):
                yield message


def _bond(world: _World, rule: Rule, message: Message) -> _Bond | None:
    if not may_say(message.text, "ties", *_BONDS):
        return None
    sentences = [s for s in said(message, "ties") if "loose" not in s.every]
    is_hidden = any("hidden" in s.every for s in sentences)
    others = [p for p in message.to if _is_across(message.sender, p)]
    for sentence in sentences:
        if {"kin_of", "kin_beside", "love", "money"} & sentence.meant and (other := _named(world, message, sentence)):
            return _Bond(message, other, "named", (sentence,), is_hidden)
    if len(message.to) == 1 and others:
        here = tuple(s for s in sentences if s.meant & {"kin_here", "money"})
        love = tuple(s for s in sentences if "love" in s.meant)
        if here or (love and (len(love) > 1 or is_hidden or _is_loving(message))):
            return _Bond(message, others[0], "direct", here or love, is_hidden or bool(here and love))
    if _counts_business(rule, message):
        own = tuple(s for s in sentences if "in_body" in s.meant)
        if len(message.to) == 1 and message.to[0].is_outside:
            own += tuple(s for s in sentences if s.meant & {"kin_here", "love"})
        deals = tuple(s for s in sentences if "deals" in s.every)
        if own and deals:
            return _Bond(message, None, "in-body", tuple(dict.fromkeys((*own, *deals[:1]))), is_hidden)
    return None


def _counts_business(rule: Rule, message: Message) -> bool:
    """Whether the protocol counts the writer's ties of business as well."""
    return message.sender.is_officer and "business" in offices(rule.limits.get("applies_to"))


def _is_across(one: Person, other: Person) -> bool:
    """Whether of these two one is a Member and the other an officer."""
    return (one.is_member and other.is_officer) or (one.is_officer and other.is_member)


def _is_loving(message: Message) -> bool:
    return bool(_KISS.search(message.text[:4000])) or any(_KISS.search(text) for _, text in message.words(SIGNATURE))


def _named(world: _World, message: Message, sentence: Said) -> Person | None:
    """The Member or officer on the other side whom a sentence names: by full name, or by title and family name."""
    even = folded(sentence.text)
    for match in _INITIAL.finditer(even):
        for person in world.given.get(match[1], ()):
            if _is_across(message.sender, person) and _NAME.findall(folded(person.name))[-1].startswith(match[2]):
                return person
    for word in _NAME.findall(even):
        for person in world.families.get(word.removesuffix("'s"), ()):
            first = _NAME.findall(folded(person.name))[:-1]
            titled = bool(re.search(rf"\b(?:cllr|councillor|clr)\.? (?:\w+ )?{re.escape(word)}", even))
            if not _is_across(message.sender, person) or not (
                titled or any(re.search(rf"\b{re.escape(f)}\b", even) for f in first)
            ):
                continue
            if sentence.meant & {"kin_of", "love", "money"} or _is_beside(even, word):
                return person
    return None


def _is_beside(even: str, name: str) -> bool:
    """Whether a name stands right beside "my sister": before it after a comma, or after it."""
    at = even.find(name)
    before, after = even[max(0, at - 60) : at], even[at + len(name) : at + len(name) + 30]
    return bool(_KIN_BEFORE.search(before) or _KIN_AFTER.match(after))


def _judge(world: _World, rule: Rule, bond: _Bond) -> Iterator[Evidence]:
    sender = bond.message.sender
    duties = _duties(rule, sender)
    if _made_known(world, bond, duties) or (not duties and bond.kind != "in-body"):
        return
    manner = _manner(bond)
    yield Evidence(
        document=bond.message,
        actor=sender,
        why=_why(bond, duties),
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(_passages(bond)),
        excuses=tuple(_excuses(world, bond, duties)),
        manner=manner,
    )


def _manner(bond: _Bond) -> str:
    if bond.kind == "in-body":
        return "interest-in-body"
    if not bond.is_hidden and any("discloses" in s.meant for s in said(bond.message, "ties")):
        return f"{'member' if bond.message.sender.is_member else 'officer'}-told-another"
    side = "member" if bond.message.sender.is_member else "officer"
    kin = any({"kin_here", "kin_of", "kin_beside"} & s.meant for s in bond.sentences)
    return f"{side}-undisclosed" if bond.is_hidden or kin else f"{side}-may-be-close"


def _duties(rule: Rule, sender: Person) -> tuple[str, ...]:
    """The offices to whom somebody like the sender makes a bond known; a director's is told to the Chief Executive."""
    found: list[str] = []
    for term in rule.terms or (rule.limits,):
        bound = term.get("clause_addressee", "both")
        if bound in ("both", "any") or (bound == "member") == sender.is_member:
            found += offices(term.get("disclose_to"))
    is_director = sender.seniority == "chief"
    if is_director and any(office.endswith("for-directors") for office in found):
        return tuple(office.removesuffix("-for-directors") for office in found if office.endswith("for-directors"))
    return tuple(dict.fromkeys(_OFFICE.get(office, office) for office in found if not office.endswith("for-directors")))


# How packs call an office, and the roster's words for it.
_OFFICE = {"employees-director": "director"}


def _made_known(world: _World, bond: _Bond, duties: tuple[str, ...]) -> str:
    """How the bond was made known to one of those offices; empty if nothing tells that it was."""
    reader = next((person for person in (*bond.message.visible, *bond.message.bcc) if holds_any(person, duties)), None)
    if reader is not None:
        return f"{reader.label} ({reader.position}) reads it"
    told = _told(world, bond, duties)
    if told is not None:
        return f"{told.sender.label} told of it in “{told.subject}”"
    return "the message says that it has been, or makes it so" if _is_known(bond.message) else ""


def _told(world: _World, bond: _Bond, duties: tuple[str, ...]) -> Message | None:
    """The message by which the bond was made known to one of those offices, by either side."""
    for message in world.disclosures:
        if message.sender.email in bond.pair and any(holds_any(person, duties) for person in (*message.visible, *message.bcc)):
            return message
    return None


def _is_known(message: Message) -> bool:
    """Whether the message says that the bond was made known already, or makes it known to the officer who keeps the register."""
    shown = list(said(message, "ties"))
    if any("hidden" in s.every for s in shown):
        return False
    if any("disclosed" in s.meant for s in shown):
        return True
    registers = any(posts.holds(person, "monitoring-officer") for person in message.visible)
    return registers and any("discloses" in s.meant for s in shown)


def _excuses(world: _World, bond: _Bond, duties: tuple[str, ...]) -> Iterator[Excuse]:
    spoken = " or ".join(office.replace("-", " ") for office in duties) or "anybody whom the protocol names"
    known = _made_known(world, bond, duties)
    yield Excuse(
        "made known to whom the protocol names", bool(known), known or f"no message of either to the {spoken} tells of it"
    )
    elsewhere = [m for m in world.disclosures if m.sender == bond.message.sender]
    yield Excuse(
        _ELSEWHERE,
        bool(elsewhere),
        f"a message to {elsewhere[0].to[0].label if elsewhere[0].to else 'others'} tells of it, whom the protocol does not name"
        if elsewhere
        else "no message of the sender's to anybody tells of it",
    )
    yield Excuse("entered in a register that the export does not hold", found=False, why="no message seen speaks of an entry")


def _passages(bond: _Bond) -> Iterator[Passage]:
    why = (
        "It tells of an interest in a body with which the authority deals."
        if bond.kind == "in-body"
        else "It tells of a close bond."
    )
    for sentence in bond.sentences:
        yield bond.message.passage(sentence.start, sentence.end, why)


def _why(bond: _Bond, duties: tuple[str, ...]) -> str:
    sender = bond.message.sender.label
    spoken = " or ".join(office.replace("-", " ") for office in duties) or "anybody"
    if bond.other is None:
        return f"{sender} tells of an interest in a body with which the authority deals, and no message seen registers it."
    return f"{sender} tells of a close bond with {bond.other.label}, and no message seen makes it known to the {spoken}."
