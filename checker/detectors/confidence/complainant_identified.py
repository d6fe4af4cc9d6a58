"""Who made a complaint, or the complaint itself, reaches somebody who does not need to know.

London Councils 13: a complainant's identity is told to those alone who need it. Who that is, the protocol's limits say by
office; the person who investigates, the complainant and the complainant's own correspondents know without a breach. A
complaint here is one about a person; that a resident complained of bins is daily business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.confidence.readers import is_earlier, is_within, listed
from checker.detectors.mitigation import mitigating
from checker.domain import FORWARDED, OWN, QUOTED, Case, Conversation, Evidence, Excuse, Limit, Message, Passage, Person, Rule
from checker.language.complainants import (
    GIVEN_AWAY,
    LISTED,
    Named,
    is_about_person,
    named_complainants,
    says_name_needed,
    says_named_by_leave,
)
from checker.language.complaints import FORMAL, PLAIN, complaint
from checker.language.confidentiality import is_secretive
from checker.language.phrases import folded
from checker.language.posts import holds_any
from checker.language.privacy import asks_privacy
from checker.language.sentences import Sentence
from checker.language.zones import original
from checker.people import Roster, domains, plain_name, roster

BEHAVIOUR = "complainant-identified"

_NEEDED = "the reader needs the name"
_AROUND = 300  # characters beside a sentence in which it is looked for what the complaint is about
# Offices that a protocol names otherwise than ``language.posts`` does.
_POSTS = {"chair": "authority-chair", "party-group-leader": "group-leader"}
# Offices that deal with complaints everywhere.
_ALWAYS = re.compile(r"monitoring officer|standards|complaints|human resources|personnel|investigat|ombudsman|solicitor|legal")


@dataclass(frozen=True, slots=True)
class _Given:
    """Somebody given away as a complainant, where, and whether by passing on the complaint itself."""

    name: str
    person: Person | None
    sentence: Sentence
    is_letter: bool
    is_sure: bool = True


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages that tell who complained, or pass the complaint on, to somebody with no part in it."""
    known = roster(case.people)
    own = domains(case.people)
    needs = _needing(rule)
    for conversation in case.conversations:
        for message in conversation.messages:
            if not _is_bound(message):
                continue
            given = [one for one in _given(known, message) if one.person != message.sender]
            if given:
                yield from _judge(needs, own, conversation, message, given)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    if not _is_bound(message):
        return None
    everybody = list(_given(roster(case.people), message))
    given = [one for one in everybody if one.person != message.sender]
    readers = _readers(_needing(rule), domains(case.people), conversation, message, given)
    if not readers or (everybody and not given):
        return None  # nobody reads it who does not need to know, or the writer tells of a complaint of their own
    return mitigating(_excuses(message, readers), "others are told too", lambda excuse: excuse.excuse == _NEEDED)


def _is_bound(message: Message) -> bool:
    is_ours = message.sender.is_officer or message.sender.is_member or message.sender.role == "political-adviser"
    return is_ours and not message.automatic and message.date is not None


def _needing(rule: Rule) -> tuple[str, ...]:
    """The posts that the protocol lets know who complained."""
    named: list[str] = []
    for key in ("need_to_know", "permitted_recipients"):
        value: Limit = rule.limits.get(key, ())
        named += [value] if isinstance(value, str) else list(value) if isinstance(value, (tuple, list)) else []
    return tuple(_POSTS.get(post, post) for post in dict.fromkeys(named))


def _given(known: Roster, message: Message) -> Iterator[_Given]:
    for zone, text in message.words(OWN):
        for one in named_complainants(text, zone.start, subject=message.subject):
            around = message.text[max(zone.start, one.sentence.start - _AROUND) : min(zone.end, one.sentence.end + _AROUND)]
            is_personal = is_about_person(f"{message.subject}\n{around}")
            # A complaint about a person, or nothing said of what about; "Cllr Ashby complained about the bins" is daily business.
            is_sure = is_personal or (one.how != LISTED and one.is_bare) or (one.how == GIVEN_AWAY and _is_hidden(message))
            person = _person(known, one, is_personal=is_personal)
            is_somebody = person is not None or (one.is_titled and is_personal)
            if (is_sure or one.how == GIVEN_AWAY) and is_somebody:
                yield _Given(person.label if person else one.name, person, one.sentence, is_letter=False, is_sure=is_sure)
    for zone, text in message.words(FORWARDED, QUOTED):
        author = known.named(zone.author) if zone.author else None
        if author is not None and not author.is_outside:
            said = complaint(original(zone, text)[:20_000])
            if said and said.kind in (FORMAL, PLAIN) and _names_somebody(known, said.about, author):
                end = min(zone.end, zone.start + 400)
                yield _Given(author.label, author, Sentence(message.text[zone.start : end], zone.start, end), is_letter=True)


def _is_hidden(message: Message) -> bool:
    """Whether the writer hides the act, or asks the reader to keep quiet about it."""
    own = own_text(message)
    return bool(is_secretive(own) or asks_privacy(own))


def _person(known: Roster, one: Named, *, is_personal: bool) -> Person | None:
    """The person of the authority whom a name means: a whole name, a family name with a title, or a name that answers "who"."""
    person = known.named(one.name)
    if person is None and (one.is_titled or one.how == GIVEN_AWAY):
        family = {each.email: each for each in known.people if plain_name(each.name).split()[-1:] == [one.name.lower()]}
        person = next(iter(family.values())) if len(family) == 1 else None
    if person is None and is_personal and " " not in one.name:
        given = {each.email: each for each in known.people if plain_name(each.name).partition(" ")[0] == one.name.lower()}
        person = next(iter(given.values())) if len(given) == 1 else None
    is_own = person is not None and not person.is_outside and " " in plain_name(person.name)
    return person if is_own else None


def _names_somebody(known: Roster, about: str, author: Person) -> bool:
    """Whether words name a Member or an officer, or mean one by office."""
    even = folded(about)
    words = set(re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", even))
    for person in known.people:
        names = plain_name(person.name).split()
        if names and names[-1] in words and person != author and (person.is_member or person.is_officer):
            return True
    return bool(
        re.search(
            r"\b(?:conduct|behaviour|your officer|one of your|a member of|officer|councillor|colleague|manner|attitude|tone)\b",
            even,
        )
    )


def _judge(
    needs: tuple[str, ...], own: frozenset[str], conversation: Conversation, message: Message, given: Sequence[_Given]
) -> Iterator[Evidence]:
    readers = _readers(needs, own, conversation, message, given)
    if not readers:
        return
    excuses = tuple(_excuses(message, readers))
    found = {excuse.excuse for excuse in excuses if excuse.found}
    if "complainant agreed to be named" in found:
        return
    is_letter = all(one.is_letter for one in given)
    manner = "complaint-passed-on" if is_letter else "complainant-named"
    if _NEEDED in found or not any(one.person is not None and one.is_sure for one in given):
        manner = "named-with-reason"
    if all(person.role == "unknown" for person in readers):
        manner = "named-with-reason"
    names = list(dict.fromkeys(one.name for one in given))
    what = "a complaint of" if is_letter else "that a complaint came from"
    act = "passed on to" if is_letter else "told"
    yield Evidence(
        document=message,
        actor=message.sender,
        why=f"{message.sender.label} {act} {listed(readers)} {what} {_listed(names)}.",
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(_passages(message, given)),
        excuses=excuses,
        manner=manner,
    )


def _readers(
    needs: tuple[str, ...], own: frozenset[str], conversation: Conversation, message: Message, given: Sequence[_Given]
) -> list[Person]:
    """Those who read it and have no part in the complaint, as far as their office and the conversation tell."""
    complainants = {one.person.email for one in given if one.person is not None}
    knew = _knew(conversation, message, given)
    readers = []
    for recipient in message.recipients:
        person = recipient.person
        position = folded(person.position)
        is_named = plain_name(person.name) in {plain_name(one.name) for one in given}
        if person.email in complainants or is_named or person.email in knew or person.email == message.sender.email:
            continue
        if (position and _ALWAYS.search(position)) or (not person.is_outside and holds_any(person, needs)):
            continue  # a director of another body has no part in this one's complaints
        if person.role == "unknown" and ("@" not in person.email or is_within(person.email, own)):
            continue  # somebody of the authority whose office nobody has said
        readers.append(person)
    return readers


def _knew(conversation: Conversation, message: Message, given: Sequence[_Given]) -> set[str]:
    """The addresses of those whom a complainant told, or who spoke of it, earlier in the conversation."""
    knew: set[str] = set()
    complainants = {one.person.email for one in given if one.person is not None}
    families = {one.name.split()[-1].lower() for one in given}
    for earlier in conversation.messages:
        if not is_earlier(earlier, message):
            continue
        if earlier.sender.email in complainants:
            knew |= {person.email for person in earlier.visible}
        even = folded(own_text(earlier))
        if "compla" in even and any(family in even for family in families):
            knew.add(earlier.sender.email)
    return knew


def _excuses(message: Message, readers: Sequence[Person]) -> Iterator[Excuse]:
    text = own_text(message)
    leave = says_named_by_leave(text)
    yield Excuse(
        "complainant agreed to be named",
        bool(leave),
        f"“{leave}”" if leave else "nothing says that the complainant agreed to be named",
    )
    needed = says_name_needed(text)
    yield Excuse(
        _NEEDED,
        bool(needed),
        f"“{needed}”" if needed else "nothing says that a reader investigates it or cannot answer without the name",
    )
    yield Excuse(
        "the reader's office gives a part in complaints",
        found=False,
        why="; ".join(f"{person.label} is {person.position or 'of no known office'}" for person in readers[:3]),
    )
    yield Excuse(
        "the reader knew it already",
        found=False,
        why="no earlier message of the conversation brought it from the complainant to a reader",
    )


def _passages(message: Message, given: Sequence[_Given]) -> Iterator[Passage]:
    for sentence in dict.fromkeys(one.sentence for one in given):
        is_letter = any(one.is_letter and one.sentence == sentence for one in given)
        yield message.passage(
            sentence.start, sentence.end, "The complaint goes along here." if is_letter else "It names who complained."
        )


def _listed(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
