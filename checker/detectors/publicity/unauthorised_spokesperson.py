"""Who speaks to the press for the authority without the office for it, or goes to the media round the press office.

Seen in correspondence: what a Member writes to a newspaper or broadcaster, or sends out for publication. Which offices may speak
is the protocol's to say (``may_speak``; MWDA 7.1 by its rule on official letters), and so is whether a deputy needs the chair's
agreement (City of London 3.7) and whether the media are met through the press office at all. Whoever speaks for a group,
a ward or themselves speaks for no authority. Members quoted in drafts of publicity are not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.mandates import holds_any, offices
from checker.detectors.outsiders import Names, is_minister, is_press, names_of, outsiders
from checker.domain import SIGNATURE, Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.acts import Said, kinds, said

BEHAVIOUR = "unauthorised-spokesperson"
# Posts that are a press office, by words of them.
_PRESS_OFFICE = ("communications", "press", "public relations", "media", "publicity")


@dataclass(frozen=True, slots=True)
class _Statement:
    """What somebody wrote to the press: the sentences by what they do, the reporter, and whether the press office shows."""

    message: Message
    reader: Person
    sentences: tuple[Said, ...]
    names: Names
    press_office: str

    def of(self, kind: str) -> tuple[Said, ...]:
        return tuple(s for s in self.sentences if kind in s.meant)

    def shows(self, kind: str) -> tuple[Said, ...]:
        return tuple(s for s in self.sentences if kind in s.every)


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of Members to the press in the authority's name without the office, or to the media round the press office."""
    names = names_of(case)
    for conversation in case.conversations:
        for number, message in enumerate(conversation.messages):
            if not (message.sender.is_member or message.sender.is_officer) or message.automatic:
                continue
            readers = [person for person in outsiders(message) if is_press(person)]
            if not readers or any(is_minister(person) for person in message.to):
                continue
            office = _press_office(conversation, number)
            statement = _Statement(message, readers[0], tuple(said(message, "spokesmen", names.generic)), names, office)
            yield from _judge(case, rule, statement)


def _judge(case: Case, rule: Rule, statement: _Statement) -> Iterator[Evidence]:
    manner = _manner(case, rule, statement)
    if manner:
        yield Evidence(
            document=statement.message,
            actor=statement.message.sender,
            why=_why(manner, statement),
            confidence=probability(BEHAVIOUR, manner),
            passages=tuple(_passages(manner, statement)),
            excuses=tuple(_excuses(rule, statement)),
            manner=manner,
        )


def _manner(case: Case, rule: Rule, statement: _Statement) -> str:
    if statement.message.sender.is_member:
        speaks = _speaks_for(statement)
        if speaks and statement.shows("personal") and not _claims(statement):
            speaks = ()
        if speaks and not _may_speak(rule, statement.message.sender):
            return "speaks-for-the-authority" if _claims(statement) or len(speaks) > 1 else "may-speak-for-it"
        if speaks and _needs_chair(rule, statement.message.sender) and not _has_chair(case, statement):
            return "deputy-without-the-chair"
    return _round(rule, statement)


def _round(rule: Rule, statement: _Statement) -> str:
    """Whether the media are met round a press office that the protocol says must be used."""
    is_routed = any("press" in o or "public-relations" in o or "communications" in o for o in offices(rule.limits.get("route")))
    refers = any("around" not in s.every for s in statement.shows("refers"))
    if not is_routed or statement.press_office or refers or _is_press_officer(statement.message.sender):
        return ""
    is_media = bool(statement.of("media")) or "media" in kinds(statement.message.subject, "spokesmen")
    if is_media and statement.shows("around"):
        return "round-the-press-office"
    return "press-office-not-seen" if statement.of("media") and not statement.shows("personal") else ""


def _speaks_for(statement: _Statement) -> tuple[Said, ...]:
    """The sentences that speak for the authority: by its kind ("the Authority's position is") or by its own name."""
    is_home = statement.names.is_home_of(statement.message.sender)
    spoken = [s for s in statement.of("speaks") if is_home or "council" not in s.text.lower() or statement.names.find(s.text)]
    if not spoken and _is_signed_for(statement):
        spoken = [s for s in statement.sentences if len(s.text) > 40][:1]
    return tuple(spoken)


def _claims(statement: _Statement) -> bool:
    """Whether the voice is claimed in so many words, and not only used."""
    claims = ("behalf", "in the name of", "speaking for", "speak for", "spokes", "quote me")
    return _is_signed_for(statement) or any(claim in s.text.lower() for s in _in_words(statement) for claim in claims)


def _in_words(statement: _Statement) -> tuple[Said, ...]:
    return tuple(s for s in statement.of("speaks") if "personal" not in s.every)


def _is_signed_for(statement: _Statement) -> bool:
    tail = "\n".join(text for _, text in statement.message.words(SIGNATURE)) or statement.message.text[-200:]
    lines = [line.strip().lower() for line in tail.splitlines()]
    return any(
        line.startswith(("for ", "on behalf of ")) and len(line) < 60 and statement.names.find(line) is not None for line in lines
    )


def _may_speak(rule: Rule, sender: Person) -> bool:
    """Whether one of the offices that the protocol's clauses let speak is the sender's."""
    named = [office for term in rule.terms or (rule.limits,) for key in _SPEAKERS for office in offices(term.get(key))]
    return holds_any(sender, named)


_SPEAKERS = ("may_speak", "may_write_official")


def _needs_chair(rule: Rule, sender: Person) -> bool:
    """Whether a deputy may speak only where the chair agrees or is away."""
    for term in rule.terms or (rule.limits,):
        deputies = [office for office in offices(term.get("may_speak")) if office.startswith("deputy")]
        if any(condition.startswith("chairman-") for condition in offices(term.get("condition"))) and holds_any(sender, deputies):
            return True
    return False


def _has_chair(case: Case, statement: _Statement) -> bool:
    """Whether the message itself, or one of a Chair to the sender, shows the chair's agreement or absence."""
    if statement.shows("stands_behind"):
        return True
    sender = statement.message.sender
    for message in case.messages:
        is_chairs = message.sender.is_member and holds_any(message.sender, ("chair", "committee-chair"))
        if is_chairs and sender in message.visible and any("stands_behind" in s.meant for s in said(message, "spokesmen")):
            return True
    return False


def _is_press_officer(person: Person) -> bool:
    return person.is_officer and any(word in person.position.lower() for word in _PRESS_OFFICE)


def _press_office(conversation: Conversation, number: int) -> str:
    """Who of the press office shows on the message or earlier in its conversation; empty if nobody does."""
    for message in conversation.messages[: number + 1]:
        for person in (message.sender, *message.visible):
            if _is_press_officer(person) or (
                not person.is_outside and person.email.startswith(("press", "communications", "media"))
            ):
                return person.label
    return ""


def _excuses(rule: Rule, statement: _Statement) -> Iterator[Excuse]:
    sender = statement.message.sender
    named = [office for term in rule.terms or (rule.limits,) for key in _SPEAKERS for office in offices(term.get(key))]
    may = holds_any(sender, named)
    spoken = ", ".join(dict.fromkeys(named)) or "none"
    yield Excuse(
        "holds an office that may speak for the authority",
        may,
        f"{sender.label} is {sender.position or 'without a further office'}; the protocol names {spoken}",
    )
    personal = statement.shows("personal")
    yield Excuse(
        "speaks for a group, a ward or the Member's own person",
        bool(personal),
        f"“{_short(personal[0])}”" if personal else "no sentence says so",
    )
    office = statement.press_office
    yield Excuse(
        "the press office takes part",
        bool(office),
        f"{office} is on the message or an earlier one" if office else "nobody of the press office is on the messages seen",
    )
    behind = statement.shows("stands_behind")
    yield Excuse(
        "the chair agreed or is away",
        bool(behind),
        f"“{_short(behind[0])}”" if behind else "no message seen says so",
    )


def _passages(manner: str, statement: _Statement) -> Iterator[Passage]:
    is_round = manner in ("round-the-press-office", "press-office-not-seen")
    shown: Sequence[Said] = (*statement.of("media"), *statement.shows("around")) if is_round else _speaks_for(statement)
    why = "The media are met without the press office." if is_round else "It speaks for the authority."
    for sentence in sorted(set(shown), key=lambda s: s.start):
        yield statement.message.passage(sentence.start, sentence.end, why)


def _why(manner: str, statement: _Statement) -> str:
    reader = statement.reader.label
    sender, post = statement.message.sender.label, statement.message.sender.position or "a Member without a further office"
    if manner in ("round-the-press-office", "press-office-not-seen"):
        words = len(own_text(statement.message).split())
        return f"{sender} deals with {reader} for the media in {words} words; nobody of the press office is on the messages seen."
    if manner == "deputy-without-the-chair":
        return f"{sender} speaks for the authority to {reader} as {post}, and no agreement or absence of the chair is seen."
    return f"{sender}, {post}, speaks for the authority to {reader} of the press."


def _short(sentence: Said) -> str:
    text = " ".join(sentence.text.split())
    return text if len(text) <= 90 else text[:89].rsplit(" ", 1)[0] + " …"
