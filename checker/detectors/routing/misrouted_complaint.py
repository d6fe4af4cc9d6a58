"""A complaint about an officer or a Member that is made elsewhere than where the protocol sends it.

The door depends on who complains of whom: MWDA 13.3 has the Director for an officer and the Clerk for the Director, London
Councils 13 the director over the officer and the Chief Executive for a director, Isle of Wight 19 the Monitoring Officer for a
Member. The posts come from the clauses (``route``, ``about``), who holds them from the roster. What only sounds like it: a
resident's complaint passed on, a complaint about bins, a question where one may complain, an officer who first talks it over
with a manager.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.mitigation import mitigating
from checker.detectors.routing.disputes import dispute_excuses, disputes
from checker.detectors.routing.doors import Door, doors_of, fitting, most_particular, routes_of
from checker.detectors.routing.naming import Named, Names
from checker.domain import OWN, Case, Conversation, Evidence, Excuse, Message, Person, Rule
from checker.language.complaints import FORMAL, PLAIN, TOLD, VOICED, Complaint, complaints, says_of_complaint
from checker.language.phrases import folded
from checker.language.posts import holds_any, title_of

_BEHAVIOUR = "misrouted-complaint"

# Manners by whom the complaint is about, most particular first; posts are those of ``language.posts``.
_CHIEFS = ("chief-executive", "town-clerk", "clerk", "director", "chief-officer")
_LEADERS = ("authority-chair", "group-leader")

_ASKS_WHERE = re.compile(
    r"\b(?:who(?:m)? (?:do|should|would|can|could) (?:i|we) (?:complain|write|send|put|take|go|speak|address|raise)"
    r"|(?:to whom|where) (?:do|should|would|can|could) (?:i|we)|what is the (?:procedure|process|right way)|how (?:do"
    r"|should|would) (?:i|we) (?:go about|make|complain)"
    r"|who is the (?:right|proper) person|tell me (?:who|where|how) (?:to|i))\b"
)
_UNSETTLED = re.compile(
    r"\b(?:not settled|hasn't settled|did not settle|informal(?:ly)? .{0,40}(?:failed|not|no use)|tried .{0,60}but)\b"
)
_IN_PUBLIC = re.compile(
    r"\b(?:to be read out|to be (?:asked|put) (?:by me )?(?:at|to|in) (?:the|a) (?:\w+ )?(?:meeting|council|authority)"
    r"|(?:put down|tabling|table|submit|submitting) (?:the following|this|a|my) (?:public |written )?question"
    r"|(?:written |public )?question (?:under|on notice|for (?:the )?(?:full |next |public )?(?:council"
    r"|meeting|authority))"
    r"|under standing order|(?:motion|statement) (?:for|to) (?:the )?(?:full |next |public )?(?:council|meeting|authority)"
    r"|(?:it|this) in the open"
    r"|(?:raise|raising|ask|asking|bring|bringing|put|say|saying) (?:it|this|that|them|him|her|his conduct"
    r"|her conduct) (?:up )?(?:at|to|before|on|in)"
    r" (?:the|a|our|your) (?:\w+ )?(?:public )?(?:meeting|council|agenda|authority|public|press))\b"
)
# "I would rather not raise it at the meeting".
_NOT_IN_PUBLIC = re.compile(r"(?:\b(?:not|never|rather than|instead of|without|sooner than|if|avoid)|n't)\b[^.;!?]{0,30}$")
# What somebody is told that they did themselves: "you were not at the last two meetings", "your conduct".
_YOU_DID = re.compile(
    r"\byou (?:were|have been|are) (?:\w+ )?(?:not at|absent|missing|late|rude|abrupt|abusive|curt|dismissive|aggressive"
    r"|drunk|asleep|unprepared|offensive"
    r"|patronising|unprofessional|arrogant)\b|\byou (?:have |had )?(?:\w+ )?(?:shouted|swore|lied|misled|ignored|snubbed"
    r"|insulted|belittled|bullied"
    r"|humiliated|fobbed|hung up|walked out|turned your back|talked over|spoke to me|failed to (?:attend|turn up|appear))\b"
    r"|\byour (?:own )?(?:conduct|behaviour|attitude|performance|manner|tone|rudeness|absences?|treatment of)\b"
    r"(?! (?:data|figures|indicators|management|report|review|targets?)\b)"
)
# An officer who tells of another's complaint or deals with it makes none.
_HANDLES = re.compile(
    r"\bcomplaints?\b[^.;!?]{0,60}\b(?:(?:has|have) been (?:made|received|lodged|raised)|(?:was|were) (?:made|received|lodged)"
    r"|(?:needs?|ought|has|have) to (?:go|be (?:made|put|sent))|(?:should|must|may) (?:go|be (?:made|put|sent)))\b"
    r"|\b(?:has|have|had) (?:made|lodged|put in|raised|submitted) (?:a|an) (?:\w+ )?complaint\b|\byour complaint\b"
    r"|\bthe complain(?:ant|er)\b|\bi (?:will|shall|'ll|have|am going to) (?:now )?(?:interview|investigate|look into)\w*\b"
    r"|\bi(?:'ll| will| shall| have) (?:find|found) out what (?:was|has been) said\b"
)
_NEAR_DAYS = 7  # days between which two complaints of one writer are about one matter
_LATER = timedelta(hours=24)  # a complaint that goes to the right person after that does not undo the first
_FAR = 100  # characters after the words that complain in which the person must be named
_FURTHER = 300  # characters after its sentence, where a formal complaint names nobody in it
_PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their|him|them|hes|shes)\b")


@dataclass(frozen=True, slots=True)
class _Case:
    case: Case
    names: Names
    doors: Mapping[str, tuple[Door, ...]]
    sent: Mapping[str, list[Message]]


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters that complain of somebody and are addressed to nobody whom the protocol names for that."""
    doors = {role: tuple(doors_of(rule, role)) for role in ("member", "officer")}
    sent: dict[str, list[Message]] = {}
    for message in case.messages:
        if (message.sender.is_member or message.sender.is_officer) and not message.automatic:
            sent.setdefault(message.sender.email, []).append(message)
    world = _Case(case, Names(case.people), doors, sent)
    for conversation in case.conversations:
        for message in conversation.messages:
            if role := _role(message):
                yield from _judge(world, conversation, message, role)
                yield from disputes(world.names, message, rule)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    role = _role(message)
    if not role:
        return None
    if role == "officer" and _HANDLES.search(folded(own_text(message))) and not any(complaints(own_text(message))):
        return None
    email = message.sender.email
    sent = [other for other in case.messages if other.sender.email == email and _role(other)]
    world = _Case(case, Names(case.people), {role: tuple(doors_of(rule, role))}, {email: sent})
    if next(disputes(world.names, message, rule), None) is not None:
        return dispute_excuses(message, rule)
    seen = [_excuses_against(world, conversation, message, each, whom, role) for each, whom in _aimed(world.names, message, role)]
    told = [excuses for excuses in seen if excuses is not None]
    if told:
        return min(told, key=_has_found)
    # The patterns see no complaint: of whom it complains is unknown, and every name in it may be meant.
    plain = Complaint(holds=True, why="", kind=PLAIN)
    seen = [_excuses_against(world, conversation, message, plain, whom, role) for whom in _mentioned(world.names, message, role)]
    told = [excuses for excuses in seen if excuses is not None]
    return max(told, key=_has_found) if told else dispute_excuses(message, rule)


def _has_found(excuses: tuple[Excuse, ...]) -> bool:
    return any(excuse.found for excuse in excuses)


def _role(message: Message) -> str:
    """On which side somebody writes who may complain, empty if a message is no letter of such a one."""
    if message.automatic or not message.recipients:
        return ""
    return "member" if message.sender.is_member else "officer" if message.sender.is_officer else ""


def _mentioned(names: Names, message: Message, role: str) -> list[Named]:
    """Everybody whom a letter mentions and may complain of, or somebody of the other side where it mentions nobody."""
    addressed = {person.email for person in message.to} | {message.sender.email}
    found: dict[str, Named] = {}
    for named in names.find(own_text(message)):
        if _may_complain(named, role) and not (named.person and named.person.email in addressed):
            found.setdefault(named.person.email if named.person else named.label(), named)
    is_officer = role == "member"
    return list(found.values()) or [Named(None, is_officer=is_officer, is_member=not is_officer, start=0, end=0)]


def _judge(world: _Case, conversation: Conversation, message: Message, role: str) -> Iterator[Evidence]:
    for complaint, named in _aimed(world.names, message, role):
        evidence = _against(world, conversation, message, complaint, named, role)
        if evidence is not None:
            yield evidence
            return


def _aimed(names: Names, message: Message, role: str) -> Iterator[tuple[Complaint, Named]]:
    """The complaints of a letter about somebody, each with whom it is about, those first that are the most so."""
    found = [one for zone, text in message.words(OWN) for one in complaints(text, zone.start)]
    for complaint in sorted(found, key=lambda one: ((FORMAL, PLAIN, VOICED, TOLD).index(one.kind), one.start)):
        named = _whom(names, complaint, message) or _to_their_face(complaint, message)
        if named is not None and _may_complain(named, role):
            yield complaint, named


def _may_complain(named: Named, role: str) -> bool:
    """Members complain of officers and Members, officers of Members; officers among themselves are another procedure's."""
    return named.is_member or (role == "member" and named.is_officer)


def _against(
    world: _Case, conversation: Conversation, message: Message, complaint: Complaint, named: Named, role: str
) -> Evidence | None:
    way = _way(world, message, complaint, named, role)
    if way is None:
        return None
    excuses = tuple(_excuses(world, conversation, message, complaint, named, role, way.routes))
    if _has_found(excuses) and not way.is_public:
        return None
    manner = _manner(complaint, named, way.duties, is_public=way.is_public)
    return Evidence(
        document=message,
        actor=message.sender,
        why=_why(message, named, way.routes, is_public=way.is_public),
        confidence=probability(_BEHAVIOUR, manner),
        passages=(message.passage(complaint.start, complaint.end, "The complaint."),),
        excuses=excuses,
        manner=manner,
    )


def _excuses_against(
    world: _Case, conversation: Conversation, message: Message, complaint: Complaint, named: Named, role: str
) -> tuple[Excuse, ...] | None:
    """What would excuse a complaint about somebody; None where no door for it is known."""
    way = _way(world, message, complaint, named, role)
    if way is None:
        return None
    excuses = tuple(_excuses(world, conversation, message, complaint, named, role, way.routes))
    return mitigating(excuses, "it is brought before a public meeting") if way.is_public else excuses


@dataclass(frozen=True, slots=True)
class _Way:
    """Where a complaint about somebody should go by the clauses that bind, and whether it is brought before a public instead."""

    duties: tuple[Door, ...]
    routes: tuple[str, ...]
    is_public: bool


def _way(world: _Case, message: Message, complaint: Complaint, named: Named, role: str) -> _Way | None:
    """The way of a complaint, None where no clause tells of one or the complaint is none that has to go that way."""
    text = folded(own_text(message))
    doors = fitting(world.doors[role], named, text)
    duties = tuple(door for door in doors if not door.is_permission)
    if not duties:
        return None
    is_public = any(door.is_public for door in duties) and _is_in_public(message, text)
    if not is_public and (complaint.kind == TOLD or (complaint.kind == VOICED and not _is_aside(message, complaint, role))):
        return None
    routes = routes_of(doors, text)
    return _Way(duties, routes, is_public) if routes or is_public else None


# --- whom it is about --------------------------------------------------------------------------------------------------------


def _whom(names: Names, complaint: Complaint, message: Message) -> Named | None:
    """The person of whom it complains: named after the words, or else before them, in the subject, or in the text."""
    addressed = {person.email for person in message.to} | {message.sender.email}

    def pick(text: str, *, last: bool = False) -> Named | None:
        found = [named for named in names.find(text) if not (named.person and named.person.email in addressed)]
        return (found[-1] if last else found[0]) if found else None

    after = complaint.about[:_FAR]
    named = pick(after)
    if complaint.kind in (VOICED, TOLD):
        if named is not None and complaint.is_led:
            return named
        return pick(complaint.before, last=True) or pick(complaint.words) or _earlier(pick, complaint, message)
    if named is not None:
        return named
    if _PRONOUN.match(folded(after)):
        return pick(message.text[max(0, complaint.start - 400) : complaint.start] + complaint.before, last=True) or pick(
            message.subject
        )
    if complaint.is_led:
        return None
    named = pick(message.subject)
    if named is None and complaint.kind == FORMAL:
        # "I wish to make a formal complaint. On Monday Mr Firth told me that he ..."
        below = message.text[complaint.end : complaint.end + _FURTHER]
        named = pick(below) if _PRONOUN.search(folded(below)) else None
    return named


def _to_their_face(complaint: Complaint, message: Message) -> Named | None:
    """The one reader, where a formal complaint that names nobody tells that reader, and others, what the reader did."""
    if complaint.kind != FORMAL or complaint.is_led or "on behalf of" in folded(complaint.words):
        return None
    if len(message.to) != 1 or len(message.recipients) == 1:
        return None
    reader = message.to[0]
    near = message.text[max(0, complaint.start - 400) : complaint.end + _FURTHER]
    if not _YOU_DID.search(folded(near)):
        return None
    return Named(reader, reader.is_officer, reader.is_member, complaint.start, complaint.end)


def _earlier(pick: Callable[..., Named | None], complaint: Complaint, message: Message) -> Named | None:
    if not _PRONOUN.search(folded(complaint.words)):
        return None
    return pick(message.text[max(0, complaint.start - 400) : complaint.start], last=True) or pick(message.subject)


# --- how, and what would excuse it -------------------------------------------------------------------------------------------


def _is_in_public(message: Message, text: str) -> bool:
    said = f"{folded(message.subject)}.\n{text}"
    return any(not _NOT_IN_PUBLIC.search(said[max(0, match.start() - 60) : match.start()]) for match in _IN_PUBLIC.finditer(said))


def _is_aside(message: Message, complaint: Complaint, role: str) -> bool:
    """Dissatisfaction that is only voiced counts where a Member tells it to an officer and wants something done about it."""
    return role == "member" and complaint.wants and any(person.is_officer for person in message.to)


def _manner(complaint: Complaint, named: Named, duties: Sequence[Door], *, is_public: bool) -> str:
    if is_public:
        return "in-public"
    if complaint.kind == VOICED:
        return "aside"
    about = most_particular(duties)[0].about
    if about in _LEADERS:
        return "about-leader" if about == "group-leader" else "about-chair"
    if about in _CHIEFS:
        return "about-chief"
    return "about-officer" if named.is_officer else "about-member"


def _why(message: Message, named: Named, routes: Sequence[str], *, is_public: bool) -> str:
    whom = f"{named.label()} ({named.person.position})" if named.person and named.person.position else named.label()
    if is_public:
        return f"{message.sender.label} brings the conduct of {whom} before a public meeting."
    to = _listed([person.label for person in message.to[:3]])
    doors = title_of(*routes)
    return f"{message.sender.label} complains about {whom} to {to}; such a complaint goes to the {doors}."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nobody"


def _excuses(
    world: _Case,
    conversation: Conversation,
    message: Message,
    complaint: Complaint,
    named: Named,
    role: str,
    routes: Sequence[str],
) -> Iterator[Excuse]:
    doors = title_of(*routes) or "nobody"
    right = next((person for person in _readers(message) if _is_right(person, routes, named)), None)
    yield Excuse(
        "the right person is addressed",
        right is not None,
        f"{right.label} is {right.position}" if right else f"nobody whom it went to is {doors} by the roster",
    )
    other = _elsewhere(world, message, routes, named)
    yield Excuse(
        "put to the right person in another message",
        other is not None,
        f"{other.sender.label} wrote of it to the right person in “{other.subject}”"
        if other
        else f"no complaint of {message.sender.label} to the {doors} in the {_NEAR_DAYS} days up to it is in the export",
    )
    asks = _ASKS_WHERE.search(folded(own_text(message)))
    yield Excuse(
        "asks where to complain", bool(asks), f"it says “{asks[0]}”" if asks else "it does not ask where the complaint should go"
    )
    manager = _manager(message, complaint, role)
    yield Excuse(
        "talked over with a manager first",
        manager is not None,
        f"{manager.label} is a senior officer, and nothing is called formal"
        if manager
        else "it is no first talk with a manager of the writer's",
    )
    asked = _asked_for(conversation, message)
    yield Excuse(
        "answers somebody who asked for it",
        asked is not None,
        f"{asked.sender.label} had asked about it" if asked else "nobody whom it answers had asked about it",
    )


def _readers(message: Message) -> list[Person]:
    return [recipient.person for recipient in message.recipients]


def _is_right(person: Person, routes: Sequence[str], named: Named) -> bool:
    is_same = named.person is not None and named.person.email == person.email
    return not is_same and holds_any(person, routes)


def _elsewhere(world: _Case, message: Message, routes: Sequence[str], named: Named) -> Message | None:
    for other in world.sent.get(message.sender.email, ()):
        if other.id == message.id or other.date is None or message.date is None:
            continue
        if other.date - message.date > _LATER or (message.date - other.date).days > _NEAR_DAYS:
            continue
        if not any(_is_right(p, routes, named) for p in _readers(other)):
            continue
        text = own_text(other)
        if says_of_complaint(other.subject) or any(one.kind != VOICED for one in complaints(text)):
            return other
    return None


def _manager(message: Message, complaint: Complaint, role: str) -> Person | None:
    """An officer's senior colleague to whom it is told, not formally: every protocol prefers that things are settled so."""
    if role != "officer" or complaint.kind == FORMAL or _UNSETTLED.search(folded(own_text(message))):
        return None
    for person in message.to:
        is_manager = person.is_officer and person.seniority in ("senior", "chief")
        if is_manager and not holds_any(person, ("monitoring-officer", "standards-committee")):
            return person
    return None


def _asked_for(conversation: Conversation, message: Message) -> Message | None:
    for earlier in conversation.messages:
        if earlier.id in message.answers and earlier.sender in message.to and earlier.sender.is_officer:
            text = folded(own_text(earlier))
            if re.search(
                r"\b(?:what happened|tell me (?:more|about)|your account|what was said|in writing|statement|details of)\b", text
            ):
                return earlier
    return None
