"""What was said within one political group is carried by an officer to another group or to outsiders.

London Councils 6 and MWDA 12.3(e) bind officers who hear a group's discussion; London Councils 6.8 binds political advisers too.
Seen where an officer's own words tell the talk of a group to a reader who is no officer and not of that group. Innocent: the
group made it known or asked for it to be told; every reader is of the group; it was said in a public meeting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.confidence.readers import is_within, listed
from checker.domain import FORWARDED, OWN, Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.confidentiality import is_secretive
from checker.language.groups import GroupTalk, group_talk, is_announced, party_id, party_named
from checker.language.sentences import sentences
from checker.people import Roster, domains, plain_name, roster

BEHAVIOUR = "group-confidence-breach"

_OURS = re.compile(r"\bour (?:group|lot|members|people|side|team)\b", re.IGNORECASE)  # an adviser's own group
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages that tell the talk of one group to another or to outsiders."""
    known = roster(case.people)
    own = domains(case.people)
    for message in case.messages:
        if not _is_bound(rule, message):
            continue
        outside = [r.person for r in message.recipients if _may_be_outside(r.person, own)]
        if not outside:
            continue
        talk = _talk(message) or _talk_passed_on(known, message)
        if talk is not None:
            yield from _judge(known, message, talk, outside)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    known = roster(case.people)
    outside = [r.person for r in message.recipients if _may_be_outside(r.person, domains(case.people))]
    if not _is_bound(rule, message) or not outside:
        return None
    talk = _talk(message)
    named = _named(known, talk) if talk else []
    parties = _parties(message, talk, named) if talk else _may_be_of(known, message, outside)
    party = next(iter(parties)) if len(parties) == 1 else ""
    if party and not _readers(outside, party, named):
        return None
    return tuple(_excuses(message, outside, party))


def _may_be_of(known: Roster, message: Message, outside: Sequence[Person]) -> set[str]:
    """The parties whose group it may be, where the patterns see no talk of one: whatever party and Members the letter names."""
    own = own_text(message)
    told = GroupTalk(party_named(f"{message.subject}\n{own}"), tuple(sentences(own)), None)
    return _parties(message, told, [person for person in _named(known, told) if person not in outside])


def _talk(message: Message) -> GroupTalk | None:
    """What a message tells of a group, in the first stretch of its writer's own words that does."""
    for zone, text in message.words(OWN):
        talk = group_talk(text, zone.start, subject=message.subject)
        if talk is not None:
            return talk
    return None


def _talk_passed_on(known: Roster, message: Message) -> GroupTalk | None:
    """What an officer or adviser told of a group in a letter that this message passes on; what a Member told is the Member's."""
    for zone, text in message.words(FORWARDED):
        author = known.named(zone.author) if zone.author else None
        if author is not None and (author.is_officer or author.role == "political-adviser"):
            talk = group_talk(text, zone.start)
            if talk is not None and talk.party and talk.heard is not None:
                return talk
    return None


def _is_bound(rule: Rule, message: Message) -> bool:
    binds_advisers = rule.limits.get("not_exempt") == "political-adviser"
    is_bound = message.sender.is_officer or (binds_advisers and message.sender.role == "political-adviser")
    return is_bound and not message.automatic


def _may_be_outside(person: Person, own: frozenset[str]) -> bool:
    if person.is_member or person.role in ("political-adviser", "external"):
        return True
    return person.is_outside and "@" in person.email and not is_within(person.email, own)


def _judge(known: Roster, message: Message, talk: GroupTalk, outside: Sequence[Person]) -> Iterator[Evidence]:
    if not talk.party and talk.heard is None:
        return  # "the group" may be any
    named = _named(known, talk)
    parties = _parties(message, talk, named)
    if len(parties) != 1:
        return
    party = next(iter(parties))
    readers = _readers(outside, party, named)
    if not readers:
        return
    excuses = tuple(_excuses(message, outside, party))
    if any(excuse.found for excuse in excuses):
        return
    manner = _manner(message, talk, named, readers)
    if not manner:
        return
    group = f"the {_called(known, party)} group"
    yield Evidence(
        document=message,
        actor=message.sender,
        why=f"{message.sender.label} told {listed(readers)}, from outside {group}, what was said within it.",
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(_passages(message, talk)),
        excuses=excuses,
        manner=manner,
    )


def _parties(message: Message, talk: GroupTalk, named: Sequence[Person]) -> set[str]:
    """The parties whose group it may be: the one that is spoken of, those of the Members named, or the adviser's own."""
    is_own = message.sender.role == "political-adviser" and bool(message.sender.party) and bool(_OURS.search(own_text(message)))
    if is_own and not talk.party:
        return {party_id(message.sender.party)}
    parties = {talk.party} if talk.party else {party_id(person.party) for person in named}
    if message.sender.role == "political-adviser" and message.sender.party:
        parties = parties or {party_id(message.sender.party)}
    return parties


def _readers(outside: Sequence[Person], party: str, named: Sequence[Person]) -> list[Person]:
    """Those from outside a group who read it; nobody where one of them is named in the talk."""
    readers = [person for person in outside if party_id(person.party) != party]
    return [] if any(person in named for person in readers) else readers


def _called(known: Roster, party: str) -> str:
    """The party as the roster writes it."""
    return next((person.party for person in known.people if person.party and party_id(person.party) == party), party)


def _manner(message: Message, talk: GroupTalk, named: Sequence[Person], readers: Sequence[Person]) -> str:
    """The signs: it was heard in the group, several sentences tell it, Members are named in it, the teller hides it."""
    signs = [talk.heard is not None, len(talk.told) > 1, bool(named), bool(is_secretive(own_text(message)))]
    where = "to-another-group" if any(person.party or person.is_member for person in readers) else "to-outsiders"
    if talk.heard is not None and sum(signs) > 1:
        return where
    # Who was there, says of which group, and tells a view of its members' needs no further sign to be looked at.
    return "talk-of-a-group" if sum(signs) > 1 or (talk.heard is not None and talk.party) else ""


def _named(known: Roster, talk: GroupTalk) -> list[Person]:
    """The Members of a party whom the talk names: by family name, or by a given name that one person alone bears."""
    said = [word.replace("’", "'") for sentence in talk.told for word in _WORD.findall(sentence.text)]
    words = {word.removesuffix("'s").lower() for word in said if word[0].isupper()}
    given = Counter(plain_name(person.name).partition(" ")[0] for person in known.people)
    named = []
    for person in known.people:
        names = plain_name(person.name).split()
        is_known = bool(names) and (names[-1] in words or (given[names[0]] == 1 and names[0] in words))
        if is_known and person.is_member and person.party:
            named.append(person)
    return named


def _excuses(message: Message, outside: Sequence[Person], party: str) -> Iterator[Excuse]:
    said = is_announced(own_text(message))
    yield Excuse(
        "the group made it known or asked for it to be told",
        bool(said),
        f"“{said[:160]}”" if said else "the message does not say so",
    )
    everyone = bool(party) and any(person.is_member and party_id(person.party) == party for person in outside)
    yield Excuse(
        "Members of the group are among the open readers",
        everyone,
        "Members of that group received it too"
        if everyone
        else "nobody of that group is among the readers"
        if party
        else "no words that the patterns know tell which group it is",
    )


def _passages(message: Message, talk: GroupTalk) -> Iterator[Passage]:
    if talk.heard is not None and talk.heard not in talk.told:
        yield message.passage(talk.heard.start, talk.heard.end, "It was heard in the group.")
    for sentence in talk.told[:4]:
        yield message.passage(sentence.start, sentence.end, "What went on in the group.")
