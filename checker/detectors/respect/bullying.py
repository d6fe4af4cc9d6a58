"""Somebody threatens, frightens or humiliates another across the line between Members and officers.

Looked at message by message (a threat to the person, contempt to their face before others or from strength) and over the
messages that one person wrote to another: many that are each only sharp may together be a pattern. A threat that aims at a
view, a report or a decision is undue-pressure as well; words about somebody who is not written to are personal-attack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from checker.detectors import probability
from checker.detectors.mitigation import mitigating
from checker.detectors.respect.aims import READER, Aimed, Letter, by, letters
from checker.detectors.routing.naming import Names
from checker.domain import Case, Conversation, Evidence, Excuse, Passage, Person, Rule
from checker.language.contempt import NAME as CONTEMPT
from checker.language.contempt import is_unmeant, shouting
from checker.language.signs import subject

BEHAVIOUR = "bullying"
THREATS = "threats"
# Threats to the person; the others only tighten the screw.
TO_PERSON = ("post", "or_else", "reprisal", "expose", "isolate", "hint")
SCREWS = ("purse", "go_above", "power", "screw", "ultimatum", "rush")
HUMILIATES = ("insult", "abuse", "ridicule", "unfit", "dishonest")
HARSH = ("dismissive", "hostile", "scorned-work", "undermines", "worn-out", "motive")
SHOUT = 0.3
MAY_SHOW, SHOWS = 0.6, 0.85
# An audience: so many besides writer and reader to whom somebody is shown up.
AUDIENCE = 3
# A pattern: so many sharp messages from one to the other within so long.
_NEAR = 3  # sentences between a threat and what it is to bring about
SHARP, SPAN = 3, timedelta(days=30)

_SAID = {
    "post": "threatens the person's post or career",
    "or_else": "threatens consequences",
    "reprisal": "promises to hold it against the person",
    "hint": "hints at consequences",
    "expose": "threatens to show the person up",
    "isolate": "shuts the person out",
    "purse": "threatens the person's budget or service",
    "go_above": "threatens to go to those above",
    "power": "reminds the person who is master",
    "screw": "will hear no answer",
    "ultimatum": "sets an ultimatum",
    "rush": "demands it at once",
    "insult": "calls the person names",
    "abuse": "abuses the person",
    "ridicule": "ridicules the person",
    "unfit": "calls the person unfit for the post",
    "dishonest": "calls the person dishonest",
    "dismissive": "brushes the person aside",
    "hostile": "is openly hostile",
    "scorned-work": "pours scorn on the work",
    "undermines": "undermines the person's standing",
    "worn-out": "has lost patience",
    "motive": "imputes a low motive",
}


@dataclass(frozen=True, slots=True)
class _Blow:
    """What one letter does to its reader: the signs in it and where it shouts."""

    letter: Letter
    reader: Person
    signs: tuple[Aimed, ...]
    shouts: tuple[tuple[int, int], ...]
    is_process: bool = False
    unmeant: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(sign.kind for sign in self.signs)

    def strength(self, kinds: Sequence[str]) -> float:
        """How much the signs of these kinds, each sentence for itself, and the shouting say together, 0-1."""
        own = {(sign.kind, sign.line.start) for sign in self.signs if sign.kind in kinds}
        doubt = 1 - SHOUT if self.shouts and {kind for kind, _ in own} - {"hint", "rush"} else 1.0
        for kind, _ in sorted(own):
            doubt *= 1 - max(subject(THREATS).weights.get(kind, 0.0), subject(CONTEMPT).weights.get(kind, 0.0))
        return 1 - doubt


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters that threaten or humiliate their reader, and the last letter of each run of sharp ones."""
    del rule
    names = Names(case.people)
    runs: dict[tuple[str, str], list[_Blow]] = defaultdict(list)
    for letter in letters(list(case.messages), names):
        if letter.readers and (blow := _blow(letter)).signs:
            runs[letter.message.sender.email, blow.reader.email].append(blow)
    for run in runs.values():
        yield from _judge(run)


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    del rule
    for letter in letters([conversation.messages[number]], Names(case.people)):
        if letter.readers:
            blow = _blow(letter)
            process, once, unmeant = _excuses(blow, "")
            if blow.kinds & set(TO_PERSON) or not _is_lawful(blow):
                (process,) = mitigating([process], "other sentences go further")
            return process, once, unmeant
    return None


def _blow(letter: Letter) -> _Blow:
    """What a letter does to its first reader: no signs if nothing in it is meant for them."""
    contempt = letter.lines(CONTEMPT)
    threats = letter.lines(THREATS)
    is_process = any("due_process" in line.every for line in threats)
    if unmeant := is_unmeant(contempt):
        return _Blow(letter, letter.readers[0], (), (), is_process, unmeant)
    signs = [
        *letter.aimed(threats, (*TO_PERSON, *SCREWS)),
        *(sign for sign in letter.aimed(contempt, (*HUMILIATES, *HARSH)) if sign.at == READER),
    ]
    signs = [sign for sign in signs if "care" not in sign.line.every]
    return _Blow(letter, letter.readers[0], tuple(signs), tuple(shouting(letter.message)) if signs else (), is_process)


def _judge(run: Sequence[_Blow]) -> Iterator[Evidence]:
    run = sorted(run, key=lambda blow: (blow.letter.message.date is None, blow.letter.message.date, blow.letter.message.id))
    for place, blow in enumerate(run):
        if manner := _manner(blow):
            yield _evidence(blow, manner)
        elif sharp := _pattern(run, place):
            yield _evidence(blow, "pattern", sharp)


def _manner(blow: _Blow) -> str:
    """How one letter bullies by itself, empty if it does not."""
    kinds = blow.kinds
    threats = kinds & set(TO_PERSON)
    tight = kinds & {*SCREWS, *HUMILIATES, *HARSH}
    if threats and blow.strength((*TO_PERSON,)) >= MAY_SHOW:
        is_plain = (
            len({(sign.kind, sign.line.start) for sign in blow.signs if sign.kind in threats}) > 1
            or bool(tight)
            or bool(blow.shouts)
        ) and blow.strength(tuple(_SAID)) >= SHOWS
        if is_plain and not _is_lawful(blow):
            return "threat"
        return "" if not threats & {"post", "reprisal", "isolate"} and _aims_at_a_view(blow) else "may-threaten"
    if "go_above" in kinds and "ultimatum" in kinds and kinds & {*HUMILIATES, *HARSH, "power", "screw"} and not _is_lawful(blow):
        return "may-threaten"
    humbled = kinds & set(HUMILIATES)
    if humbled and blow.strength((*HUMILIATES, *HARSH)) >= SHOWS:
        signs = len(kinds & {*HUMILIATES, *HARSH}) + bool(blow.shouts)
        if signs >= 2 and (_audience(blow) >= AUDIENCE or blow.reader.seniority == "junior"):
            return "humiliation"
        if signs >= 3 and kinds & {"power", "screw", "rush", "ultimatum"}:
            return "humiliation"
    return ""


def _is_lawful(blow: _Blow) -> bool:
    """Whether all that is held out is a step that anyone may take: a complaint under the procedure."""
    return blow.is_process and not blow.kinds & {"post", "or_else", "reprisal", "isolate", *HUMILIATES}


def _aims_at_a_view(blow: _Blow) -> bool:
    """Whether the threat stands beside a wish that a view be changed: undue-pressure, where it does not go for the person."""
    wanted = {line.number for line in blow.letter.lines("pressure") if line.meant & {"change_view", "wanted_result", "choice"}}
    threats = {sign.line.number for sign in blow.signs if sign.kind in TO_PERSON}
    return blow.letter.message.sender.is_member and any(abs(one - other) <= _NEAR for one in wanted for other in threats)


def _audience(blow: _Blow) -> int:
    return len({r.person.email for r in blow.letter.message.recipients} - {blow.reader.email})


def _pattern(run: Sequence[_Blow], place: int) -> list[_Blow]:
    """The sharp letters that end with this one, where there are enough within the time."""
    last = run[place].letter.message.date
    if last is None or not _is_sharp(run[place]):
        return []
    sharp = [
        blow
        for blow in run[: place + 1]
        if blow.letter.message.date is not None and last - blow.letter.message.date <= SPAN and _is_sharp(blow)
    ]
    heat = {kind for blow in sharp for kind in blow.kinds} & {*HUMILIATES, *HARSH, *TO_PERSON, "screw", "power", "ultimatum"}
    return sharp if len(sharp) >= SHARP and len(heat) >= 2 else []


def _is_sharp(blow: _Blow) -> bool:
    return blow.strength(tuple(_SAID)) >= 0.45 and bool(blow.kinds - {"rush", "worn-out", "go_above"})


def _evidence(blow: _Blow, manner: str, sharp: Sequence[_Blow] = ()) -> Evidence:
    message = blow.letter.message
    manner_by = by(manner, message.sender)
    return Evidence(
        document=message,
        actor=message.sender,
        why=_why(blow, manner, sharp),
        confidence=probability(BEHAVIOUR, manner_by),
        passages=tuple(_passages(sharp or (blow,))),
        excuses=tuple(_excuses(blow, manner)),
        manner=manner_by,
    )


def _why(blow: _Blow, manner: str, sharp: Sequence[_Blow]) -> str:
    message = blow.letter.message
    sender, side = message.sender.label, "a Member" if message.sender.is_member else "an officer"
    if manner == "pattern":
        days = (message.date - sharp[0].letter.message.date).days if message.date and sharp[0].letter.message.date else 0
        within = f"{max(days, 1)} day{'s' * (days > 1)}"
        return (
            f"{sender}, {side}, writes {len(sharp)} sharp letters to {blow.reader.label} within {within}, this the last of them."
        )
    told = [_SAID[kind] for kind in _SAID if kind in blow.kinds]
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    before = f" before {_audience(blow)} others" if manner == "humiliation" and _audience(blow) else ""
    return f"{sender}, {side}, writes to {blow.reader.label}{before} and {listed}."


def _passages(blows: Sequence[_Blow]) -> Iterator[Passage]:
    for blow in blows:
        seen: dict[tuple[int, int], list[str]] = {}
        for sign in blow.signs:
            kinds = seen.setdefault((sign.line.start, sign.line.end), [])
            if sign.kind not in kinds:
                kinds.append(sign.kind)
        for (start, end), kinds in sorted(seen.items()):
            yield blow.letter.message.passage(start, end, f"It {'; '.join(_SAID[kind] for kind in kinds)}.")


def _excuses(blow: _Blow, manner: str) -> Iterator[Excuse]:
    """What would excuse a letter that bullies in this manner; no manner where patterns see none."""
    yield Excuse(
        "a step that anyone may take, such as a complaint under the procedure",
        blow.is_process,
        f"it names a procedure{'; yet other sentences go further' if manner else ''}"
        if blow.is_process
        else "no procedure is named",
    )
    others = _audience(blow)
    yield Excuse(
        "said once, in private, and about the work",
        False,
        "it is one of several letters"
        if manner == "pattern"
        else f"it is aimed at the person{f' and {others} others see it' if others else ''}"
        if manner
        else f"nothing shows that it is{f', and {others} others see it' if others else ''}",
    )
    why = "a sentence says so, or that it is a lesson" if blow.unmeant else "no sentence says so"
    yield Excuse("a jest, or taken back", bool(blow.unmeant), why)
