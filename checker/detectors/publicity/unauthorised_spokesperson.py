"""Who speaks to the press for the authority without the office for it, or goes to the media round the press office.

Seen in correspondence: what a Member writes to a newspaper or broadcaster, sends an officer to put out, or tells anybody that
he or she does on the air. Which offices may speak
is the protocol's to say (``may_speak``; MWDA 7.1 by its rule on official letters), and so is whether a deputy needs the chair's
agreement (City of London 3.7) and whether the media are met through the press office at all. Whoever speaks for a group,
a ward or themselves speaks for no authority. Where whoever speaks for it has to keep to what was agreed (``speak``), a
spokesman who names a decision and goes against it is seen too. Members quoted in drafts of publicity: ``releases``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.mandates import holds_any, offices
from checker.detectors.outsiders import Names, is_minister, is_press, names_of, outsiders
from checker.detectors.publicity.releases import Quoted, quoted
from checker.domain import SIGNATURE, Case, Conversation, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.acts import Said, kinds, said
from checker.people import plain_name

BEHAVIOUR = "unauthorised-spokesperson"
# Without one of these words nothing is sent out or said on the air.
_ON_AIR = re.compile(
    r"\b(?:press|news|media|papers|statement|release"
    r"|radio|television|telly|tv|interview|programme|podcast|bulletin|on air|(?:put|get|send|push) (?:this|it|that) out)\b",
    re.IGNORECASE,
)
# "Lead Member for Youth": what the post is for.
_SUBJECT = re.compile(r"\b(?:for|on) ([^;,(]{3,60})")
_MARKS = re.compile(r"[\"“”«»]")
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
    is_press: bool = True

    def of(self, kind: str) -> tuple[Said, ...]:
        return tuple(s for s in self.sentences if kind in s.meant)

    def shows(self, kind: str) -> tuple[Said, ...]:
        return tuple(s for s in self.sentences if kind in s.every)


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Messages of Members to the press in the authority's name without the office, or to the media round the press office."""
    names = names_of(case)
    for one in quoted(case, rule, _speaking_offices(rule), names, is_routed=_is_routed(rule)):
        yield _quoted(rule, one)
    for conversation in case.conversations:
        for number, message in enumerate(conversation.messages):
            if not (message.sender.is_member or message.sender.is_officer) or message.automatic:
                continue
            if any(is_minister(person) for person in message.to):
                continue
            readers = [person for person in outsiders(message) if is_press(person)]
            if readers:
                office = _press_office(conversation, number)
                statement = _Statement(message, readers[0], _sentences(message, names), names, office)
                yield from _judge(case, rule, statement)
            elif message.sender.is_member and message.recipients and _ON_AIR.search(message.text):
                office = "the authority's own office"
                statement = _Statement(
                    message, message.recipients[0].person, _sentences(message, names), names, office, is_press=False
                )
                yield from _judge(case, rule, statement)


def _quoted(rule: Rule, one: Quoted) -> Evidence:
    """A Member quoted in a draft, as evidence."""
    person, publication = one.person, one.publication
    manner = "press-office-not-seen" if one.is_round else "speaks-for-the-authority" if one.is_claimed else "quoted-in-a-release"
    first = one.spoken[0]
    words = f"“{publication.quoted(first.start, first.end)}”"
    office = person.position or "a Member without a further office"
    spoken = ", ".join(dict.fromkeys(_speaking_offices(rule))) or "none"
    if one.is_round:
        text = f"A release quotes {person.label} ({office}), {words}, and nothing in it shows the press office."
    elif one.is_claimed:
        text = f"The draft gives {person.label} ({office}) as speaking for the authority: {words}."
    else:
        text = f"The draft quotes {person.label} ({office}), {words}; the offices that may speak for the authority are {spoken}."
    return Evidence(
        document=publication.document,
        actor=person,
        why=text,
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(
            passage
            for speech in one.spoken
            for passage in publication.passage(speech.start, speech.end, f"{person.label} is quoted here.")
        ),
        excuses=(
            Excuse(
                "holds an office that may speak for the authority",
                one.is_round,
                f"{person.label} is {office}; the protocol names {spoken}",
            ),
            Excuse(
                "speaks for a group, a ward or the Member's own person", found=False, why="no words beside the quotation say so"
            ),
            Excuse(
                "the press office takes part",
                found=False,
                why="the draft names none" if one.is_round else "whether it agreed to the words the draft does not show",
            ),
        ),
        manner=manner,
    )


def _speaking_offices(rule: Rule) -> tuple[str, ...]:
    """The offices that one of the protocol's clauses lets speak, or write, for the authority."""
    return tuple(
        dict.fromkeys(office for term in rule.terms or (rule.limits,) for key in _SPEAKERS for office in offices(term.get(key)))
    )


def _is_routed(rule: Rule) -> bool:
    """Whether the protocol has the media met through a press office."""
    return any("press" in o or "public-relations" in o or "communications" in o for o in offices(rule.limits.get("route")))


def _sentences(message: Message, names: Names) -> tuple[Said, ...]:
    """A message's sentences; what it puts in quotation marks for print is the writer's, unless held up as another's."""
    return tuple(
        s for s in said(message, "spokesmen", lambda text: _MARKS.sub(" ", names.generic(text))) if "cites" not in s.every
    )


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
    if not statement.is_press:
        return _sent_out(rule, statement)
    if statement.message.sender.is_member:
        speaks = _speaks_for(statement)
        if speaks and statement.shows("personal") and not _claims(statement):
            speaks = ()
        if speaks and not _may_speak(rule, statement.message.sender):
            return "speaks-for-the-authority" if _claims(statement) or len(speaks) > 1 else "may-speak-for-it"
        if speaks and _needs_chair(rule, statement.message.sender) and not _has_chair(case, statement):
            return "deputy-without-the-chair"
        if speaks and _is_off_subject(rule, statement):
            return "outside-own-subject"
        if speaks and _keeps_to_policy(rule) and _goes_against(statement):
            return "against-agreed-policy"
    return _round(rule, statement)


def _sent_out(rule: Rule, statement: _Statement) -> str:
    """Of what a Member sends to nobody of the press: a statement to be put out for the authority, or a broadcast done for it."""
    if _may_speak(rule, statement.message.sender) or statement.shows("personal"):
        return ""
    claimed = [s for s in statement.of("claims") if _is_own(statement, s)]
    if claimed and statement.shows("issue") and any(person.is_officer for person in statement.message.visible):
        return "speaks-for-the-authority"
    return "may-speak-for-it" if statement.of("appears") else ""


def _is_own(statement: _Statement, sentence: Said) -> bool:
    """Whether a sentence gives the voice to its writer, by "I" or by the writer's own name."""
    families = plain_name(statement.message.sender.name).split()[-1:]
    words = set(re.findall(r"[\w'’-]+", sentence.text.lower()))
    return bool(words & {"i", "i'm", "i’m", "me", *families})


def _keeps_to_policy(rule: Rule) -> bool:
    return any("agreed-policy-only" in offices(term.get("speak")) for term in rule.terms or (rule.limits,))


def _goes_against(statement: _Statement) -> tuple[Said, ...]:
    """The sentences that name a decision and go against it, at once or in one of the two that follow."""
    told = statement.sentences
    for number, sentence in enumerate(told):
        if "decided" in sentence.every:
            against = [s for s in told[number : number + 3] if "against" in s.every]
            if against:
                return tuple(dict.fromkeys((sentence, *against)))
    return ()


def _round(rule: Rule, statement: _Statement) -> str:
    """Whether the media are met round a press office that the protocol says must be used."""
    is_routed = _is_routed(rule)
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
    used = [s for s in statement.sentences if s.meant & {"speaks", "claims"}]
    spoken = [s for s in used if is_home or "council" not in s.text.lower() or statement.names.find(s.text)]
    if not spoken and _is_signed_for(statement):
        spoken = [s for s in statement.sentences if len(s.text) > 40][:1]
    return tuple(spoken)


def _claims(statement: _Statement) -> bool:
    """Whether the voice is claimed in so many words, and not only used."""
    return _is_signed_for(statement) or any("personal" not in s.every for s in statement.of("claims"))


def _is_signed_for(statement: _Statement) -> bool:
    tail = "\n".join(text for _, text in statement.message.words(SIGNATURE)) or statement.message.text[-200:]
    lines = [line.strip().lower() for line in tail.splitlines()]
    return any(
        line.startswith(("for ", "on behalf of ")) and len(line) < 60 and statement.names.find(line) is not None for line in lines
    )


def _may_speak(rule: Rule, sender: Person) -> bool:
    """Whether one of the offices that the protocol's clauses let speak is the sender's."""
    return holds_any(sender, _speaking_offices(rule))


_SPEAKERS = ("may_speak", "may_write_official")


def _needs_chair(rule: Rule, sender: Person) -> bool:
    """Whether a deputy may speak only where the chair agrees or is away."""
    for term in rule.terms or (rule.limits,):
        deputies = [office for office in offices(term.get("may_speak")) if office.startswith("deputy")]
        if any(condition.startswith("chairman-") for condition in offices(term.get("condition"))) and holds_any(sender, deputies):
            return True
    return False


def _is_off_subject(rule: Rule, statement: _Statement) -> bool:
    """Whether somebody who may speak on the post's own subject alone writes without a word of it."""
    sender = statement.message.sender
    held = [t for t in rule.terms or (rule.limits,) if holds_any(sender, offices(t.get("may_speak")))]
    if not held or any("own-subject" not in offices(term.get("scope")) for term in held) or statement.shows("stands_behind"):
        return False
    subject = _SUBJECT.search(sender.position)
    stems = [word[:5].lower() for word in re.findall(r"[\w'’-]{4,}", subject[1])] if subject else []
    text = f"{statement.message.subject} {own_text(statement.message)}".lower()
    return bool(stems) and not any(stem in text for stem in stems)


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
    may = _may_speak(rule, sender)
    spoken = ", ".join(_speaking_offices(rule)) or "none"
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
    why = "The media are met without the press office." if is_round else "It speaks for the authority."
    shown: Sequence[Said]
    if is_round:
        shown = (*statement.of("media"), *statement.shows("around"))
    elif manner == "against-agreed-policy":
        shown, why = (
            (*_speaks_for(statement), *_goes_against(statement)),
            "It speaks for the authority, or against what it decided.",
        )
    else:
        shown = (*_speaks_for(statement), *statement.of("appears"))
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
    if manner == "outside-own-subject":
        return f"{sender}, {post}, speaks for the authority to {reader} of the press without a word of that post's own subject."
    if manner == "against-agreed-policy":
        return f"{sender}, {post}, speaks for the authority to {reader} of the press against what it decided."
    if not statement.is_press:
        return f"{sender}, {post}, writes to {reader} of a statement or a broadcast in the authority's name."
    return f"{sender}, {post}, speaks for the authority to {reader} of the press."


def _short(sentence: Said) -> str:
    text = " ".join(sentence.text.split())
    return text if len(text) <= 90 else text[:89].rsplit(" ", 1)[0] + " …"
