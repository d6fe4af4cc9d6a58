"""A Member runs down an officer, or an officer a Member: the person and not the work, or the work without measure.

Contempt is told by wording patterns that are meant and aimed at somebody of the other side (``aims``); one sign alone is for
review, two that agree are a breach. Measured blame of work is none, except where a protocol says so: the Isle of Wight lets
officers blame no Member (``objective_criticism``) and bars what could be taken as undermining an officer (``test``); MWDA
lets neither side run the other down at meetings (``where``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.conversations import own_text
from checker.detectors import probability
from checker.detectors.mitigation import BESIDE, mitigating
from checker.detectors.outsiders import is_press, outsiders
from checker.detectors.respect.aims import NAMED, OTHER, THAT, Aimed, Letter, by, letters, quote
from checker.detectors.routing.naming import Names
from checker.domain import Case, Conversation, Document, Evidence, Excuse, Message, Passage, Person, Rule
from checker.language.contempt import NAME, OF_MANNER, OF_PERSON, TEMPERABLE, is_unmeant, shouting
from checker.language.phrases import folded
from checker.language.signs import Line, Sign, subject

BEHAVIOUR = "personal-attack"
SHOUT = 0.3
_IF = re.compile(r"\b(?:if|whether|unless|in case)\b[^.;:]{0,40}$")
_BLAMES = ("act", "way", "work", "verdict")
# From these strengths on contempt may be, or is, shown; a breach needs two signs beside.
MAY_SHOW, SHOWS = 0.6, 0.85

_SAID = {
    "insult": "calls the person names",
    "dishonest": "calls the person dishonest",
    "abuse": "abuses the person",
    "unfit": "calls the person unfit for the post",
    "ridicule": "ridicules the person",
    "motive": "imputes a low motive",
    "dismissive": "brushes the person aside",
    "scorned-work": "pours scorn on the work",
    "undermines": "undermines the person's standing",
    "hostile": "is openly hostile",
    "worn-out": "has lost patience",
}


@dataclass(frozen=True, slots=True)
class _Attack:
    """What a letter shows against somebody: the signs, where it shouts, and what tempers it."""

    letter: Letter
    found: tuple[Line, ...]
    signs: tuple[Aimed, ...]
    shouts: tuple[tuple[int, int], ...]
    unmeant: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(sign.kind for sign in self.signs)

    @property
    def strength(self) -> float:
        doubt = 1 - SHOUT if self.shouts and self.kinds else 1.0
        for kind, _ in sorted(self.parts):
            doubt *= 1 - subject(NAME).weights[kind]
        return 1 - doubt

    @property
    def parts(self) -> frozenset[tuple[str, int]]:
        """The signs, each kind once a sentence."""
        return frozenset((sign.kind, sign.line.start) for sign in self.signs)

    @property
    def is_tempered(self) -> bool:
        return any("temperate" in line.every for line in self.found)


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters, and drafts, that run down an officer or a Member."""
    names = Names(case.people)
    for letter in letters(list(case.messages), names):
        attack = _attack(letter)
        yield from _contempt(attack) or _criticism(rule, letter)
    yield from _drafts(case, names)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    for letter in letters([conversation.messages[number]], Names(case.people)):
        if not letter.readers and THAT not in letter.generic(own_text(letter.message)):
            continue
        if blamed := _criticism(rule, letter):
            return mitigating(blamed[0].excuses, "the protocol bars it")
        attack = _attack(letter)
        of_work, tempered, unmeant = _excuses(attack)
        (of_work,) = mitigating([of_work], "that alone excuses no contempt")
        if not attack.kinds <= TEMPERABLE:
            (tempered,) = mitigating([tempered], BESIDE)
        return of_work, tempered, unmeant
    return None


def _attack(letter: Letter) -> _Attack:
    found = tuple(letter.lines(NAME))
    unmeant = is_unmeant(list(found)) if found else ""
    signs = letter.aimed(found, (*OF_PERSON, *OF_MANNER)) if found and not unmeant else []
    return _Attack(letter, found, tuple(signs), tuple(shouting(letter.message)) if signs else (), unmeant)


def _contempt(attack: _Attack) -> list[Evidence]:
    manner = _manner(attack)
    if not manner:
        return []
    message = attack.letter.message
    manner = by(manner, message.sender)
    return [
        Evidence(
            document=message,
            actor=message.sender,
            why=_why(attack),
            confidence=probability(BEHAVIOUR, manner),
            passages=tuple(_passages(message, attack.signs)),
            excuses=tuple(_excuses(attack)),
            manner=manner,
        )
    ]


def _manner(attack: _Attack) -> str:
    kinds = attack.kinds
    if attack.is_tempered and kinds <= TEMPERABLE:
        return ""
    of_person = kinds & set(OF_PERSON)
    if not of_person and attack.strength < MAY_SHOW:
        return ""
    if attack.strength < MAY_SHOW:
        return ""
    is_plain = len(attack.parts) + bool(attack.shouts) >= 2 and bool(of_person) and attack.strength >= SHOWS
    if is_plain and any(is_press(person) for person in outsiders(attack.letter.message)):
        return "in-public"
    if is_plain:
        return "contempt"
    return "may-be-contempt"


def _why(attack: _Attack) -> str:
    message = attack.letter.message
    order = (*OF_PERSON, *OF_MANNER)
    told = [_SAID[kind] for kind in order if kind in attack.kinds]
    side = "a Member" if message.sender.is_member else "an officer"
    who = attack.signs[0].who
    count = len({sign.line.start for sign in attack.signs})
    return (
        f"{message.sender.label}, {side}, {_listed(told)}, in {count} sentence{'s' * (count > 1)} about {who}"
        f"{', and writes in capitals or heaped marks' if attack.shouts else ''}."
    )


def _listed(told: Sequence[str]) -> str:
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def _passages(message: Message, signs: Sequence[Aimed]) -> Iterator[Passage]:
    for start, end, kinds in _by_line(signs):
        told = "; ".join(_SAID[kind] for kind in kinds)
        yield message.passage(start, end, f"It {told}.")


def _by_line(signs: Sequence[Aimed]) -> Iterator[tuple[int, int, list[str]]]:
    seen: dict[tuple[int, int], list[str]] = {}
    for sign in signs:
        kinds = seen.setdefault((sign.line.start, sign.line.end), [])
        if sign.kind not in kinds:
            kinds.append(sign.kind)
    for (start, end), kinds in seen.items():
        yield start, end, kinds


def _excuses(attack: _Attack) -> Iterator[Excuse]:
    is_work = not attack.kinds & set(OF_PERSON)
    yield Excuse(
        "criticism of the work and not of the person",
        is_work,
        "no sentence is about the person's character or fitness" if is_work else "some of it is about the person",
    )
    tempered = next((line for line in attack.found if "temperate" in line.every), None)
    yield Excuse(
        "measured words that leave room for an answer",
        tempered is not None,
        f"“{quote(tempered)}”{'; yet other sentences are not measured' if attack.signs else ''}"
        if tempered
        else "no sentence leaves room for an answer",
    )
    unmeant = [line for line in attack.found if line.every - line.meant]
    yield Excuse(
        "somebody else's words, a jest, or taken back",
        bool(attack.unmeant),
        "a sentence says so, or that it is a lesson"
        if attack.unmeant
        else "some sentences report, deny or suppose it, and those are not counted"
        if unmeant
        else "they are the writer's own and meant",
    )


# --- measured blame, where a protocol bars even that ------------------------------------------------------------------------


def _criticism(rule: Rule, letter: Letter) -> list[Evidence]:
    terms = rule.terms or (rule.limits,)
    sender = letter.message.sender
    no_blame = any(term.get("objective_criticism") == "not-allowed" for term in terms)
    may_seem = any(term.get("test") == "could-be-taken-as" for term in terms)
    meetings = any(term.get("where") == "meetings" for term in terms)
    if not (meetings or (no_blame and sender.is_officer) or (may_seem and sender.is_member)):
        return []
    found = letter.lines("criticism")
    blame = _blame(letter, found, in_speech=meetings)
    if not blame:
        return []
    if no_blame and sender.is_officer:
        return _blamed(letter, blame, "blames-a-member" if len(blame) > 1 or _is_voiced(blame) else "may-blame-a-member")
    if may_seem and sender.is_member and _is_before_others(letter, blame):
        return _blamed(letter, blame, "may-undermine")
    if meetings and any("at_meeting" in line.every for line in found):
        return _blamed(letter, blame, "at-a-meeting")
    return []


def _blame(letter: Letter, found: Sequence[Line], *, in_speech: bool) -> list[Line]:
    """The lines that blame what the other side did or wrote. A speech that is sent ahead stands in quotation marks."""
    blame = []
    by_member = letter.message.sender.is_member
    for line in found:
        signs = [
            sign for sign in line.signs if sign.kind in _BLAMES and (sign.is_meant or in_speech) and not _is_supposed(line, sign)
        ]
        kinds = {sign.kind for sign in signs}
        is_named = any(letter.aims(line, sign) for sign in signs if sign.kind in ("act", "way"))
        is_judged = "verdict" in kinds and len(letter.readers) == 1 and OTHER not in line.plain
        is_work = "work" in kinds and by_member and (bool(letter.readers) or THAT in line.plain)
        is_advice = "advice" in line.every and not is_named
        if (is_named or is_judged or is_work) and not is_advice and not line.text.rstrip().endswith("?"):
            blame.append(line)
    return blame


def _is_supposed(line: Line, sign: Sign) -> bool:
    """Whether it is said under a condition: "if the report leaves something out"."""
    return bool(_IF.search(folded(line.plain[: sign.start + 3])))


def _is_voiced(blame: Sequence[Line]) -> bool:
    """Whether the writer gives it as their own verdict: "I think that it was a mistake to"."""
    return any("verdict" in line.every for line in blame)


def _is_before_others(letter: Letter, blame: Sequence[Line]) -> bool:
    """Whether others hear of it: to somebody's face alone, blame of work undermines nobody."""
    officers = [person for person in letter.message.visible if person.is_officer]
    return len(officers) > 1 or (any(THAT in line.plain for line in blame) and len(letter.message.recipients) > 0)


def _blamed(letter: Letter, blame: Sequence[Line], manner: str) -> list[Evidence]:
    message = letter.message
    side, other = ("a Member", "an officer") if message.sender.is_member else ("an officer", "a Member")
    where = ", for or of a meeting," if manner == "at-a-meeting" else ""
    count = f"{len(blame)} sentence{'s' * (len(blame) > 1)}"
    room = next((line for line in letter.lines("criticism") if "room" in line.every), None)
    return [
        Evidence(
            document=message,
            actor=message.sender,
            why=f"{message.sender.label}, {side}, blames{where} what {other} did or wrote in {count}.",
            confidence=probability(BEHAVIOUR, manner),
            passages=tuple(message.passage(line.start, line.end, "It blames what was done or written.") for line in blame),
            excuses=(
                Excuse(
                    "criticism of the work and not of the person",
                    not any(line.every & {"act", "verdict", "way"} for line in blame),
                    "it is about work; the protocol bars that too"
                    if letter.message.sender.is_member
                    else "the protocol bars any",
                ),
                Excuse(
                    "measured words that leave room for an answer",
                    room is not None,
                    f"“{quote(room)}”; the protocol makes no exception for it"
                    if room
                    else "no sentence leaves room for an answer",
                ),
            ),
            manner=manner,
        )
    ]


# --- drafts -----------------------------------------------------------------------------------------------------------------


def _drafts(case: Case, names: Names) -> Iterator[Evidence]:
    """Drafts of publicity in which an officer is run down; nobody knows who wrote them."""
    writer = Person("", role="member")
    for draft in case.publicity:
        letter = Letter(_as_message(draft, writer), names)
        attack = _attack(letter)
        named = tuple(sign for sign in attack.signs if sign.at == NAMED)
        attack = _Attack(letter, attack.found, named, attack.shouts)
        if named and (manner := _manner(attack)):
            count = len({sign.line.start for sign in named})
            yield Evidence(
                document=draft,
                actor=Person(""),
                why=f"The draft speaks of {named[0].who} with contempt in {count} sentence{'s' * (count > 1)}.",
                confidence=probability(BEHAVIOUR, "in-public" if manner == "contempt" else manner),
                passages=tuple(
                    draft.passage(start, end, f"It {'; '.join(_SAID[k] for k in kinds)}.")
                    for start, end, kinds in _by_line(named)
                ),
                excuses=tuple(_excuses(attack)),
                manner="in-public" if manner == "contempt" else manner,
            )


def _as_message(draft: Document, writer: Person) -> Message:
    return Message(draft.id, draft.source, draft.text, draft.subject, draft.date, draft.zones, draft.marks, sender=writer)
