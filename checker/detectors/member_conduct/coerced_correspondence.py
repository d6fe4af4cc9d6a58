"""A Member forces an officer to write or send something, or to drop something from a letter or statement.

A demand about a letter's words, in a Member's own words to an officer, and the force behind it: an order that takes no answer, a threat, or that
the officer does not want to. A request, a draft sent for the officer to change, and the mending of a slip are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.detectors import probability
from checker.detectors.member_conduct.leaning import MEANS, Pressed, force, pressed, refusal_before, strength, threats_to
from checker.detectors.respect.aims import Letter, quote
from checker.detectors.routing.naming import Names
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Passage, Rule
from checker.language.signs import Line

BEHAVIOUR = "coerced-correspondence"
SUBJECT, THREATS = "dictation", "threats"
CORE = ("ordered", "suppressed", "signed_for")
OWN_MEANS = ("unwilling", "forced", "office")
MAY_FORCE, FORCES = 0.4, 0.6

_WANTED = {
    "ordered": "orders a letter or statement, or its words",
    "suppressed": "orders words or a letter to be left out",
    "signed_for": "wants an officer's name under the Member's words",
}
_PRESSED = {
    **MEANS,
    "unwilling": "sets aside that the officer does not want to",
    "forced": "takes no answer",
    "office": "leans on the Member's own standing",
}


@dataclass(frozen=True, slots=True)
class _Dictation:
    """The sentences of a letter that dictate, what is found beside them, and the no that went before."""

    letter: Letter
    parts: tuple[Pressed, ...]
    found: tuple[Line, ...]
    refusal: Message | None

    @property
    def wanted(self) -> frozenset[str]:
        return frozenset(kind for part in self.parts for kind in part.kinds)

    @property
    def means(self) -> frozenset[str]:
        return frozenset(kind for part in self.parts for kind in part.pressing)

    @property
    def force(self) -> float:
        """How much force is behind it, 0-1: the means as independent signs, and a no that went before."""
        return force(self.parts, self.refusal, SUBJECT, THREATS)


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters of Members to officers that order what is to be written, sent or left out, with force behind it."""
    del rule
    names = Names(case.people)
    for conversation in case.conversations:
        for number, message in enumerate(conversation.messages):
            if message.sender.is_member and not message.automatic and any(p.is_officer for p in (*message.to, *message.bcc)):
                yield from _judge(_dictation(conversation, number, Letter(message, names)))


def _dictation(conversation: Conversation, number: int, letter: Letter) -> _Dictation:
    found = letter.lines(SUBJECT)
    is_report = any("of_report" in line.every for line in found)
    wanted = [line for line in found if not line.every & {"mends_text", "asked"}]
    wanted = [line for line in wanted if "of_letter" in line.every or not is_report]
    if not any(line.meant & set(CORE) for line in wanted):
        return _Dictation(letter, (), tuple(found), None)
    parts = pressed(wanted, [*found, *threats_to(letter)], CORE, (*OWN_MEANS, *MEANS))
    return _Dictation(letter, tuple(parts), tuple(found), refusal_before(conversation, number))


def _judge(dictation: _Dictation) -> Iterator[Evidence]:
    manner = _manner(dictation)
    if not manner:
        return
    message = dictation.letter.message
    yield Evidence(
        document=message,
        actor=message.sender,
        why=_why(dictation),
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(_passages(dictation)),
        excuses=tuple(_excuses(dictation)),
        manner=manner,
    )


def _manner(dictation: _Dictation) -> str:
    core, pushed = strength({(kind, 0) for kind in dictation.wanted}, SUBJECT), dictation.force
    if not dictation.parts or core < 0.5 or force < MAY_FORCE:
        return ""
    is_open = any("asked" in line.every for line in dictation.found) and force < FORCES
    if is_open:
        return ""
    signs = len(dictation.means) + bool(dictation.refusal)
    return "forces" if force >= FORCES and signs >= 2 else "may-force"


def _why(dictation: _Dictation) -> str:
    message = dictation.letter.message
    wanted = _listed([_WANTED[kind] for kind in CORE if kind in dictation.wanted])
    pressing = [_PRESSED[kind] for kind in _PRESSED if kind in dictation.means]
    if dictation.refusal is not None:
        pressing.append("writes after the officer had said no")
    reader = next((p.label for p in (*message.to, *message.bcc) if p.is_officer), "an officer")
    return f"{message.sender.label}, a Member, writes to {reader}, {wanted}, and {_listed(pressing)}."


def _listed(told: Sequence[str]) -> str:
    return "".join(told) if len(told) < 2 else f"{', '.join(told[:-1])} and {told[-1]}"


def _passages(dictation: _Dictation) -> Iterator[Passage]:
    message = dictation.letter.message
    told: dict[tuple[int, int], list[str]] = {}
    for part in dictation.parts:
        told.setdefault((part.core.start, part.core.end), []).extend(_WANTED[kind] for kind in CORE if kind in part.kinds)
        for kind, line in part.means:
            told.setdefault((line.start, line.end), []).append(_PRESSED[kind])
    for (start, end), said in sorted(told.items()):
        yield message.passage(start, end, f"It {'; '.join(dict.fromkeys(said))}.")
    if dictation.refusal is not None:
        yield dictation.refusal.passage(0, 0, "The officer had said no.")


def _excuses(dictation: _Dictation) -> Iterator[Excuse]:
    asked = next((line for line in dictation.found if "asked" in line.every), None)
    yield Excuse(
        "asked for, and left to the officer",
        asked is not None,
        f"“{quote(asked)}”; yet other sentences order" if asked else "no sentence asks or leaves it to the officer",
    )
    slip = next((line for line in dictation.found if "mends_text" in line.every), None)
    yield Excuse(
        "a slip put right, or personal data taken out",
        slip is not None,
        f"“{quote(slip)}”; yet other sentences want more" if slip else "no sentence points to a slip",
    )
