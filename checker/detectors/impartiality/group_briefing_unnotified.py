"""An officer at one political group's meeting, or a paper for one group, of which those whom the protocol names are not told.

Who is to be told is the protocol's (``notify``): the other groups (MWDA 12.2, 12.3), the Monitoring Officer and through that
officer the other groups (Isle of Wight 17), or nobody, where the sin is to come unasked by the officer who chooses who goes
(London Councils 6, ``route``). No protocol sets a time, so a few working days are let pass before silence counts. A meeting of
a group and all that is written about it is one act, reported once, on the message that shows it best.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checker.calendar import due, local_day, written
from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.impartiality.groups import Groups, groups_of, is_leading
from checker.detectors.mandates import holds, holds_any, offices
from checker.detectors.mitigation import mitigating
from checker.domain import QUOTED, Case, Conversation, Evidence, Excuse, Message, Passage, Rule
from checker.language.acts import Said, kinds, said

BEHAVIOUR = "group-briefing-unnotified"
# Working days within which a protocol that asks only for promptness may fairly expect the notice.
GRACE = 5


@dataclass(frozen=True, slots=True)
class _Act:
    """What an officer did for a group: where it shows, how (attended, attends, paper), and in which sentences."""

    message: Message
    conversation: Conversation
    group: str
    kind: str
    sentences: tuple[Said, ...]
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class _Notice:
    """A message that may tell of an officer's or a paper's going to a group, with the groups and the officers that it names."""

    message: Message
    groups: frozenset[str]
    officers: frozenset[str]


@dataclass(frozen=True, slots=True)
class _World:
    """What is looked up for every act: the groups, the messages that may be notices, and those that speak of groups."""

    case: Case
    groups: Groups
    notices: tuple[_Notice, ...]
    spoken: tuple[Message, ...]


_STRENGTH = ("attended", "paper", "attends")


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Acts of officers for one group with no notice to those whom the protocol names, or by a route that it does not allow."""
    groups = groups_of(case)
    if len(groups.people) < 2:
        return
    world = _world(case, groups)
    for conversation in case.conversations:
        acts = _acts(world, conversation)
        for group in sorted(acts):
            if meant := [act for act in acts[group] if _is_meant(rule, act)]:
                yield from _judge(world, rule, meant)


def _is_meant(rule: Rule, act: _Act) -> bool:
    """Whether the protocol speaks of such an act: one that speaks of attendance alone leaves papers free."""
    return act.kind != "paper" or rule.limits.get("applies_to") != "group-attendance"


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    message = conversation.messages[number]
    groups = groups_of(case)
    if len(groups.people) < 2 or message.automatic or not message.sender.is_officer:
        return None
    world = _world(case, groups)
    act = _act(world, conversation, number) or _unseen(world, conversation, number)
    if act is None or _first(_acts(world, conversation).get(act.group, [act])).message is not message:
        return None  # or it is reported once, on another message
    if not _is_meant(rule, act):
        return None
    excuses = tuple(_excuses(world, rule, act))
    if any(True for _ in _faults(world, rule, act)):
        return mitigating(excuses, "that is not all that the protocol asks for")
    return excuses if any(excuse.found for excuse in excuses) else None


def _unseen(world: _World, conversation: Conversation, number: int) -> _Act | None:
    """What a message may be in which patterns see no act: one for the only group that it goes to, or names to colleagues."""
    message = conversation.messages[number]
    group = world.groups.of(message)
    if not group and not any(person.is_member for person in message.visible):
        named = world.groups.named(f"{message.subject} {own_text(message)}")
        group = next(iter(named)) if len(named) == 1 else ""
    if not group or world.groups.reached(message) - {group} or any("declines" in s.every for s in said(message, "briefings")):
        return None
    asked = _invitation(conversation, number) if world.groups.of(message) else frozenset()
    return _Act(message, conversation, group, "attends", ()) if _is_political(world, message, asked) else None


def _acts(world: _World, conversation: Conversation) -> dict[str, list[_Act]]:
    """What officers did in a conversation, by the group for which they did it."""
    acts: dict[str, list[_Act]] = {}
    for number, message in enumerate(conversation.messages):
        if message.sender.is_officer and not message.automatic and (act := _act(world, conversation, number)):
            acts.setdefault(act.group, []).append(act)
    return acts


def _world(case: Case, groups: Groups) -> _World:
    families = frozenset(person.name.lower().split()[-1] for person in case.people if person.is_officer and person.name)
    notices: list[_Notice] = []
    spoken: list[Message] = []
    for message in case.messages:
        if notice := _notice(message, groups, families):
            notices.append(notice)
        if _is_on_groups(message):
            spoken.append(message)
    return _World(case, groups, tuple(notices), tuple(spoken))


def _notice(message: Message, groups: Groups, families: frozenset[str]) -> _Notice | None:
    if not (message.sender.is_officer and message.date and _GROUP.search(f"{message.subject} {message.text}")):
        return None
    words = f"{message.subject} {own_text(message)}"
    if not (_TELLS & kinds(words, "briefings") or "group" in message.subject.lower()):
        return None
    named = families & set(re.findall(r"[a-z'’-]+", words.lower()))
    return _Notice(message, groups.named(f"{message.subject} {message.text}"), named)


_TELLS = frozenset({"attended", "attends", "notifies", "paper"})


def _is_on_groups(message: Message) -> bool:
    """Whether a group asks for an officer or a paper in a message, or is answered."""
    words = own_text(message)
    is_on_group = message.date and not message.automatic and _GROUP.search(f"{message.subject} {words}")
    return bool(is_on_group and {"invites", "paper", "attends", "agrees"} & kinds(words, "briefings"))


_GROUP = re.compile(
    r"\bgroup|\b(?:conservative|dem|democrat|green|labour|opposition|tory) (?:colleagues|councillors|members)\b", re.IGNORECASE
)


def _act(world: _World, conversation: Conversation, number: int) -> _Act | None:
    message = conversation.messages[number]
    sentences = list(said(message, "briefings")) if _may_concern(conversation, number) else []
    if not sentences or any("declines" in s.every for s in sentences):
        return None
    group = world.groups.of(message) or _told_of(world, message, sentences)
    if not group or world.groups.reached(message) - {group}:
        return None  # what goes to another group as well is a notice
    asked = _invitation(conversation, number) if world.groups.of(message) else frozenset()
    if not _is_political(world, message, asked):
        return None
    about = [s for s in sentences if "group" in s.every and "other_group" not in s.every]
    is_subject = "group" in kinds(message.subject, "briefings") and not about
    for kind in _STRENGTH:
        shown = [s for s in sentences if kind in s.meant and (s in about or (kind != "paper" and _near(s, about)))]
        if not shown and (asked or is_subject):
            shown = [s for s in sentences if kind in s.meant and _is_wanted(kind, asked)]
        if shown:
            return _Act(message, conversation, group, kind, tuple(shown), is_asked=bool(asked))
    if asked and (agreed := [s for s in sentences if "agrees" in s.meant]):
        return _Act(message, conversation, group, "attends", tuple(agreed), is_asked=True)
    return None


def _is_political(world: _World, message: Message, asked: frozenset[str]) -> bool:
    """Whether the group is a political one: named by its party, or written to through those who lead it or speak for it."""
    if "party_group" in asked or world.groups.named(f"{message.subject} {own_text(message)}"):
        return True
    return any(is_leading(person) or person.role == "political-adviser" for person in message.visible)


def _is_wanted(kind: str, asked: frozenset[str]) -> bool:
    """Whether an invitation asks for what an answer gives; a paper that nobody asked for may be on anything."""
    return kind != "paper" or "paper" in asked


def _may_concern(conversation: Conversation, number: int) -> bool:
    """Whether a message, its subject or one before it speaks of a group at all: most mail ends here."""
    return any(_GROUP.search(m.text) or _GROUP.search(m.subject) for m in conversation.messages[max(0, number - 3) : number + 1])


def _near(sentence: Said, about: Sequence[Said]) -> bool:
    """Whether a sentence stands beside one that names the group."""
    return any(abs(sentence.start - other.end) < 200 or abs(other.start - sentence.end) < 200 for other in about)


def _told_of(world: _World, message: Message, sentences: Sequence[Said]) -> str:
    """The group that an officer's note to colleagues says was briefed: the only one that its sentences on groups name."""
    if any(person.is_member for person in message.visible):
        return ""
    text = " ".join(s.text for s in sentences if "group" in s.every and {"attended", "attends", "paper"} & s.every)
    named = world.groups.named(text)
    return next(iter(named)) if len(named) == 1 else ""


def _invitation(conversation: Conversation, number: int) -> frozenset[str]:
    """What a group's last letter before this message, or one that it quotes, asks an officer for; empty if for nothing."""
    message = conversation.messages[number]
    for earlier in reversed(conversation.messages[:number]):
        if (earlier.sender.is_member or earlier.sender.role == "political-adviser") and message.sender in earlier.visible:
            return _asked(own_text(earlier), earlier.subject)
    return _asked("\n".join(text for _, text in message.words(QUOTED)), message.subject)


def _asked(text: str, subject: str) -> frozenset[str]:
    if not _GROUP.search(f"{text} {subject}"):
        return frozenset()
    found = kinds(text, "briefings")
    about = kinds(subject, "briefings")
    is_group = "group" in found | about and not ("other_group" in found and not _names_party(text))
    return found | about if is_group and {"invites", "paper"} & (found | about) else frozenset()


def _names_party(text: str) -> bool:
    return "party_group" in kinds(text, "briefings")


def _judge(world: _World, rule: Rule, acts: list[_Act]) -> Iterator[Evidence]:
    act = _first(acts)
    for manner, why in _faults(world, rule, act):
        sure = len(acts) > 1 or act.is_asked or _is_told_outright(world, act)
        yield Evidence(
            document=act.message,
            actor=act.message.sender,
            why=why,
            confidence=probability(BEHAVIOUR, manner if sure else _DOUBTED),
            passages=tuple(_passages(act)),
            excuses=tuple(_excuses(world, rule, act)),
            manner=manner if sure else _DOUBTED,
        )


def _first(acts: Sequence[_Act]) -> _Act:
    """The act on whose message all of them are reported: the one that shows best, the earliest of equals."""
    return min(acts, key=lambda one: (_STRENGTH.index(one.kind), str(one.message.date), one.message.id))


def _is_told_outright(world: _World, act: _Act) -> bool:
    """Whether the act is told in a sentence that names a group itself, and the message says of which party: two signs at once.

    What merely stands beside a mention of a group (a visit, a paper that its leader has anyway) is one sign, and a promise to
    come that nobody asked for is one too.
    """
    is_named = bool(world.groups.named(f"{act.message.subject} {own_text(act.message)}"))
    in_itself = any("group" in s.every for s in act.sentences)
    return act.kind != "attends" and in_itself and (is_named or any(is_leading(person) for person in act.message.visible))


_DOUBTED = "may-have-briefed"


def _faults(world: _World, rule: Rule, act: _Act) -> Iterator[tuple[str, str]]:
    notify = offices(rule.limits.get("notify"))
    what = {"attended": "attended the", "attends": "agreed to attend the", "paper": "wrote for the"}[act.kind]
    head = f"{act.message.sender.label} {what} {act.group} Group"
    is_over = _is_over(world.case, act)
    if "monitoring-officer" in notify and is_over and not _monitor_told(world, act):
        yield "monitor-not-told", f"{head}, and no message seen tells the Monitoring Officer of it."
    if "other-groups" in notify and is_over and (missing := _not_told(world, act)):
        manner = "report-unnotified" if act.kind == "paper" else "attendance-unnotified"
        yield manner, f"{head}, and no message seen tells {_listed(missing)} of it."
    if "not-required" in notify or not notify:
        route = offices(rule.limits.get("route"))
        if route and not _is_routed(world, act, route):
            yield "by-the-wrong-route", f"{head}, and {_spoken(route)} is on no message of the conversation."


def _spoken(route: Sequence[str]) -> str:
    return "the " + " or ".join(office.replace("-", " ").title() for office in route)


def _is_over(case: Case, act: _Act) -> bool:
    if case.end is None or act.message.date is None:
        return False
    return case.end > due(local_day(act.message.date), GRACE, case.nation, case.closed)


def _is_routed(world: _World, act: _Act, route: Sequence[str]) -> bool:
    """Whether the officer by whom requests go has a part in what was written of the matter, or is the one who briefs."""
    around = [
        m
        for m in world.spoken
        if _near_in_time(m, act.message) and (m.sender.party == act.group or world.groups.of(m) == act.group)
    ]
    is_seen = any(
        holds_any(person, route)
        for message in (*act.conversation.messages, *around)
        for person in (message.sender, *message.visible)
    )
    return is_seen or any(office.replace("-", " ") in s.text.lower() for s in act.sentences for office in route)


def _near_in_time(one: Message, other: Message) -> bool:
    return bool(one.date and other.date and -31 <= (one.date - other.date).days <= 62)


def _notices_of(world: _World, act: _Act) -> Iterator[Message]:
    """The notices that may be of this act: of its conversation, or about its group and about no other officer alone."""
    family = act.message.sender.name.lower().split()[-1:]
    for notice in world.notices:
        is_own = notice.message.sender == act.message.sender or not notice.officers or not family or family[0] in notice.officers
        if notice.message in act.conversation.messages or (
            is_own and act.group in notice.groups and _near_in_time(notice.message, act.message)
        ):
            yield notice.message


def _monitor_told(world: _World, act: _Act) -> bool:
    if holds(act.message.sender, "monitoring-officer"):
        return True
    messages = [act.message, *_notices_of(world, act)]
    return any(holds(person, "monitoring-officer") for message in messages for person in (*message.visible, *message.bcc))


def _not_told(world: _World, act: _Act) -> list[str]:
    told: set[str] = {act.group}
    for message in _notices_of(world, act):
        told |= world.groups.reached(message)
    return sorted(set(world.groups.people) - told)


def _listed(parties: Sequence[str]) -> str:
    named = [f"the {party} Group" for party in parties]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"


def _excuses(world: _World, rule: Rule, act: _Act) -> Iterator[Excuse]:
    notify = offices(rule.limits.get("notify"))
    missing = _not_told(world, act)
    told = sorted(set(world.groups.people) - {act.group} - set(missing))
    if "other-groups" in notify:
        yield Excuse(
            "the other groups were told",
            not missing,
            f"{_listed(told)} was told, {_listed(missing)} was not"
            if told and missing
            else "no notice to another group is seen"
            if missing
            else f"{_listed(told)} was told",
        )
    if "monitoring-officer" in notify:
        monitored = _monitor_told(world, act)
        yield Excuse(
            "the Monitoring Officer was told",
            monitored,
            "a message on it went to the Monitoring Officer"
            if monitored
            else "no message on it to the Monitoring Officer is seen",
        )
    route = offices(rule.limits.get("route"))
    if route:
        is_routed = _is_routed(world, act, route)
        yield Excuse(
            "asked for through the officer whom the protocol names",
            is_routed,
            f"{_spoken(route)} is {'' if is_routed else 'not '}on the messages of the conversation",
        )
    end: date | None = world.case.end
    yield Excuse(
        "there was still time to tell them",
        found=bool({"other-groups", "monitoring-officer"} & set(notify)) and not _is_over(world.case, act),
        why=f"the export ends on {written(end)}" if end else "the day of the export is not known",
    )


def _passages(act: _Act) -> Iterator[Passage]:
    why = {
        "attended": "An officer was at a group's meeting.",
        "attends": "An officer agrees to come to a group's meeting.",
        "paper": "A paper goes to one group.",
    }[act.kind]
    for sentence in act.sentences:
        yield act.message.passage(sentence.start, sentence.end, why)
