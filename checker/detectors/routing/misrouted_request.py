"""A Member's request that goes to another door than the protocol's, or that this Member may not make.

Protocols send different requests to different people, and each clause says which it means (``applies_to``) and whom they go to
(``route``): an officer at a political group's meeting (London Councils 6 the Chief Executive, MWDA 12 the Clerk), a report for
a group, help with a speech, information (MPA 23 the Members' Services Unit), a report of the police service. ``may_commission``
says who may order a report at all. Enquiries that go to a head of service "generally" are left alone: that strength makes no
breach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.conversations import is_continuing, own_text
from checker.detectors import probability
from checker.domain import OWN, Case, Conversation, Evidence, Excuse, Message, Person, Rule
from checker.language.phrases import folded
from checker.language.posts import holds, holds_any, is_committee_chair, posts_of, title_of
from checker.language.requests import ATTENDANCE, INFORMATION, REPORT, SPEECH, Request, requests

_BEHAVIOUR = "misrouted-request"

GROUP_ATTENDANCE, GROUP_REPORTS, POLICE_REPORTS = "group-attendance", "group-reports", "mps-reports"
SPEECHES, INFORMATION_REQUESTS, COMMISSION = "speeches", "information-requests", "commission"

_AWAY = re.compile(
    r"\b(?:away|on leave|annual leave|on holiday|off sick|ill|in hospital|out of (?:the )?office|absence|absent|standing in"
    r"|stands in|acting|deputis\w+|maternity|abroad)\b"
)
_SENT_HERE = re.compile(
    r"\b(?:asked|told|advised|suggested|said|invited|referred|directed|pointed)\b.{0,30}\b(?:me|us|i"
    r"|we)\b.{0,40}\b(?:to (?:ask|contact|write|speak|come|go|you)|you)\b"
    r"|\b(?:has|have) (?:agreed|approved|cleared|said yes|no objection)\b|\bwith (?:the )?(?:\w+ ){0,3}(?:agreement"
    r"|approval|blessing|permission)\b"
)
_ORDERED = re.compile(r"\breports?\b|\bpapers?\b")
_MADE = re.compile(
    r"\b(?:prepar|writ|produc|draft|commission|brought|bring|written|for (?:the|our|my|its) (?:\w+ ){0,3}(?:committee|group"
    r"|meeting|panel))"
)
_NEW = re.compile(r"\b(?:an?|some kind of|any) (?:[\w-]+ ){0,3}(?:report|paper)\b")
_PRIVATE_SPEECH = re.compile(r"\b(?:wedding|funeral|party conference|birthday|eulogy|selection meeting|hustings)\b")


# The committee itself asks, or its chair does.
_COMMITTEES_WISH = re.compile(
    r"\b(?:(?:the|our) (?:[\w&-]+ ){0,6}(?:committee|sub-committee|panel|board) (?:has |have )?(?:already )?(?:asked"
    r"|resolved|agreed|requested"
    r"|decided|called|minuted)|(?:the |our |my )?(?:chair|chairman|chairwoman) (?:has |and i have )?(?:already )?(?:asked"
    r"|agreed|requested|approved|wants)"
    r"|on behalf of the chair(?:man|woman)?)\b"
)
_FEW = 4  # people of whom one asks something
_LETTER = 3000  # characters, beyond which it is a paper and no letter
_NEAR_SPEECH = 300  # characters before a request in which it may say that the speech is a private one


@dataclass(frozen=True, slots=True)
class _Door:
    """Where one sort of request goes, who stands in when the first is away, and who may make it at all."""

    routes: tuple[str, ...] = ()
    fallback: tuple[str, ...] = ()
    may: str = ""


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Members' requests to officers that reach nobody whom the protocol names for them."""
    doors = _doors(rule)
    exempt = "political-adviser" in posts_of(rule.limits.get("exempt", ()))
    if not doors:
        return
    committees = _committees(case.people)
    for conversation in case.conversations:
        for message in conversation.messages:
            asked = [person for person in message.to if person.is_officer]
            has_adviser = exempt and any(person.role == "political-adviser" for person in message.to)
            if message.sender.is_member and asked and not message.automatic and not has_adviser:
                yield from _judge(case, conversation, message, asked, doors, committees)


def _doors(rule: Rule) -> Mapping[str, _Door]:
    """The doors by the sort of request; a rule without terms is one door of its own."""
    doors: dict[str, _Door] = {}
    for term in rule.terms or (rule.limits,):
        if term.get("clause_addressee", "member") not in ("member", "chair", "both"):
            continue
        sort = str(term.get("applies_to", ""))
        if "may_commission" in term and ("clause_kind" not in term or term["clause_kind"] != "permission"):
            doors[COMMISSION] = _Door(may=str(term["may_commission"]))
        elif sort and "route" in term:
            doors[sort] = _Door(posts_of(term["route"]), posts_of(term.get("fallback", ())))
    return doors


def _judge(
    case: Case,
    conversation: Conversation,
    message: Message,
    asked: Sequence[Person],
    doors: Mapping[str, _Door],
    committees: Sequence[str],
) -> Iterator[Evidence]:
    for zone, text in message.words(OWN):
        for request in requests(text, message.subject, zone.start):
            sort = _sort(request, message, asked, doors, committees)
            if not sort:
                continue
            evidence = _evidence(case, conversation, message, asked, request, sort, doors[sort])
            if evidence is not None:
                yield evidence
                return


def _sort(
    request: Request, message: Message, asked: Sequence[Person], doors: Mapping[str, _Door], committees: Sequence[str]
) -> str:
    """For which of the protocol's doors a request is, empty for none."""
    said = folded(request.words)
    if request.kind == ATTENDANCE and request.is_for_group and GROUP_ATTENDANCE in doors:
        return GROUP_ATTENDANCE
    if request.kind == SPEECH and SPEECHES in doors:
        near = folded(f"{message.subject}\n{message.text[max(0, request.start - _NEAR_SPEECH) : request.end]}")
        return "" if _PRIVATE_SPEECH.search(near) else SPEECHES
    if request.kind == REPORT and _ORDERED.search(said) and (_MADE.search(said) or _NEW.search(said)):
        may = _may_order(message.sender, f"{request.words} {message.subject}", committees)
        if POLICE_REPORTS in doors and may:
            of_police = request.is_of_police or any(holds_any(person, ("police",)) for person in message.to)
            return POLICE_REPORTS if of_police else ""
        if request.is_for_group and GROUP_REPORTS in doors:
            return GROUP_REPORTS
        if COMMISSION in doors and not may and not _COMMITTEES_WISH.search(folded(own_text(message))):
            return COMMISSION
        return ""
    if request.kind == INFORMATION and INFORMATION_REQUESTS in doors and not (_continues(message) or _is_circular(message)):
        serves = any(holds_any(person, ("committee-administrator", *doors[INFORMATION_REQUESTS].routes)) for person in asked)
        return "" if serves else INFORMATION_REQUESTS
    return ""


def _committees(people: Sequence[Person]) -> tuple[str, ...]:
    """The committees that the roster names, without the word committee, longest first."""
    names = {_plain(name) for person in people for name in person.committees}
    return tuple(
        sorted((name for name in names if name not in ("", "authority", "council")), key=lambda name: (-len(name), name))
    )


def _plain(text: str) -> str:
    """A committee's name, or words that may hold one, made even: "Planning & Highways Committee" is "planning and highways"."""
    even = " ".join(folded(text).replace("&", "and").split())
    return even.removesuffix("sub-committee").removesuffix("committee").strip()


def _named(text: str, committees: Sequence[str]) -> tuple[str, ...]:
    """The committees of the roster that words name, of names within one another the longest."""
    even, found = _plain(text), []
    for name in committees:
        if re.search(rf"\b{re.escape(name)}\b", even):
            found.append(name)
            even = even.replace(name, "#")
    return tuple(found)


def _may_order(member: Person, words: str, committees: Sequence[str]) -> bool:
    """Whether a Member may order a report: who chairs the committee that it is for, or any committee where none is named.

    A name of one word ("Finance") stands for a committee only where that word follows it. Who chairs the authority may order any.
    """
    if not is_committee_chair(member):
        return False
    if holds(member, "authority-chair"):
        return True
    even = folded(words)
    named = [
        name
        for name in _named(words, committees)
        if " " in name or re.search(rf"\b{name} (?:sub-)?(?:committee|panel|board)\b", even)
    ]
    position = _plain(member.position)
    return (
        not named
        or any(name in position for name in named)
        or bool(re.search(r"\bmy (?:own )?(?:committee|panel|board)\b", even))
    )


def _is_circular(message: Message) -> bool:
    """Whether a message is long, or goes to many: what a newsletter asks ("how much is it worth?") it asks of nobody."""
    return len(message.to) > _FEW or len(own_text(message)) > _LETTER


def _continues(message: Message) -> bool:
    """Whether a message answers another: what an officer's own letter leads to is no request at a door."""
    return bool(message.answers) or is_continuing(message.subject)


def _evidence(
    case: Case,
    conversation: Conversation,
    message: Message,
    asked: Sequence[Person],
    request: Request,
    sort: str,
    door: _Door,
) -> Evidence | None:
    excuses = tuple(_excuses(conversation, message, door))
    if door.may and any(is_committee_chair(r.person) and r.person.is_member for r in message.recipients):
        return None  # a chair has the request before them
    if any(excuse.found for excuse in excuses):
        return None
    # Where the roster has nobody at that door, only a reader whose own post is known can be told to be the wrong one.
    has_door = any(holds_any(person, door.routes) for person in case.people)
    if door.routes and not has_door and (sort == INFORMATION_REQUESTS or not any(person.position for person in asked)):
        return None
    return Evidence(
        document=message,
        actor=message.sender,
        why=_why(message, asked, sort, door),
        confidence=probability(_BEHAVIOUR, sort),
        passages=(message.passage(request.start, request.end, "The request."),),
        excuses=excuses,
        manner=sort,
    )


_SOUGHT = {
    GROUP_ATTENDANCE: "an officer's attendance at a political group",
    GROUP_REPORTS: "a report for a political group",
    POLICE_REPORTS: "a report of the police service",
    SPEECHES: "help with a speech",
    INFORMATION_REQUESTS: "information",
    COMMISSION: "a written report",
}


def _why(message: Message, asked: Sequence[Person], sort: str, door: _Door) -> str:
    post = f" ({asked[0].position})" if asked[0].position else ""
    what = f"{message.sender.label} asks {asked[0].label}{post} for {_SOUGHT[sort]}"
    if sort == COMMISSION:
        return f"{what}, which only the chair of the committee may order, and does not chair it by the roster."
    return f"{what}; such a request goes to the {' or '.join(title_of(route) for route in door.routes)}, who is not addressed."


def _excuses(conversation: Conversation, message: Message, door: _Door) -> Iterator[Excuse]:
    doors = title_of(*door.routes)
    text = folded(own_text(message))
    right = next((r.person for r in message.recipients if door.routes and holds_any(r.person, door.routes)), None)
    yield Excuse(
        "the right person is addressed",
        right is not None,
        f"{right.label} is {right.position}" if right else f"nobody whom it went to is {doors}" if doors else "no door is named",
    )
    stands_in = next((person for person in message.to if door.fallback and holds_any(person, door.fallback)), None)
    is_away = stands_in is not None and bool(_AWAY.search(text) or _automatic(conversation, door))
    yield Excuse(
        "the right person is away",
        is_away,
        f"{stands_in.label} may stand in, and the {doors} is said to be away"
        if is_away and stands_in
        else "nobody is said to be away for whom another may stand in",
    )
    earlier = _asked_before(conversation, message, door)
    yield Excuse(
        "the right person was asked before",
        earlier is not None,
        f"{earlier.sender.label} wrote to the {doors} of it before"
        if earlier
        else "no earlier message of the conversation is to the right person",
    )
    sent = _SENT_HERE.search(text)
    yield Excuse(
        "sent here by the right person",
        sent is not None,
        f"it says “{sent[0]}”" if sent else "it does not say that somebody sent the Member there",
    )


def _automatic(conversation: Conversation, door: _Door) -> bool:
    return any(m.automatic and holds_any(m.sender, door.routes) for m in conversation.messages)


def _asked_before(conversation: Conversation, message: Message, door: _Door) -> Message | None:
    for earlier in conversation.messages:
        if earlier.id == message.id:
            return None
        people = [earlier.sender, *(r.person for r in earlier.recipients)]
        if door.routes and any(holds_any(person, door.routes) for person in people):
            return earlier
    return None
