"""A Member leans on an officer so that a view, a recommendation, a report or a delegated decision comes out otherwise.

Two things must come together in a Member's own words to an officer: what is to come out otherwise, and what presses for it (position,
insistence after a no, consequences, threats). To disagree, to ask why, to ask for another option, to put a slip right
and to leave the judgement to the officer are none. A chair may say what they think of an early draft where the protocol lets
them (``chair_views``, MPA 7), and guide (``guidance``, City of London 2.2), so long as nothing is held over the officer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.detectors import probability
from checker.detectors.mandates import holds_any
from checker.detectors.member_conduct.leaning import MEANS, Pressed, force, pressed, refusal_before, strength, threats_to
from checker.detectors.respect.aims import Letter, quote
from checker.detectors.routing.naming import Names
from checker.domain import Case, Conversation, Evidence, Excuse, Message, Passage, Rule
from checker.language.signs import Line

BEHAVIOUR = "undue-pressure"
SUBJECT, THREATS = "pressure", "threats"
CORE = ("demand", "change_view", "wanted_result", "choice", "silenced", "decide_for", "duty_dropped")
OWN_MEANS = ("office", "insists", "consequence", "appeals", "scorns_advice", "again", "secrecy", "promised")
# What is held over the officer, as against insistence and standing.
HELD_OVER = ("consequence", "purse", "hint", "post", "or_else", "reprisal", "expose", "isolate", "go_above", "ultimatum")
MAY_PRESS, PRESSES = 0.5, 0.75
MAY_LEAN = 0.35

_WANTED = {
    "demand": "demands that a recommendation or view be changed",
    "change_view": "wants a view or report changed",
    "wanted_result": "says what the outcome has to be",
    "choice": "names the decision that it is about",
    "silenced": "wants advice kept back",
    "decide_for": "wants a decision taken that is the officer's",
    "duty_dropped": "wants a statutory duty dropped or put off",
}
_PRESSED = {
    **MEANS,
    "office": "leans on the Member's own standing",
    "insists": "will take no other answer",
    "consequence": "hints at what may follow",
    "appeals": "appeals to loyalty or convenience",
    "scorns_advice": "makes light of the advice",
    "again": "comes back to it after an answer",
    "secrecy": "would have nobody else know",
    "promised": "has promised it already",
}


@dataclass(frozen=True, slots=True)
class _Pressure:
    """The sentences of a letter that press, what is found beside them, and the no that went before."""

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
    def is_question(self) -> bool:
        """Whether all that is wanted is asked."""
        return all(part.core.text.rstrip(" \"'”’)").endswith("?") for part in self.parts)

    @property
    def force(self) -> float:
        """How hard it presses, 0-1: the means as independent signs, and a no that went before."""
        return force(self.parts, self.refusal, SUBJECT, THREATS)


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters of Members to officers that want an officer's view or decision otherwise and press for it."""
    names = Names(case.people)
    for conversation in case.conversations:
        for number, message in enumerate(conversation.messages):
            if message.sender.is_member and not message.automatic and any(p.is_officer for p in (*message.to, *message.bcc)):
                yield from _judge(rule, _pressure(conversation, number, Letter(message, names)))


def _pressure(conversation: Conversation, number: int, letter: Letter) -> _Pressure:
    found = letter.lines(SUBJECT)
    if not any(line.meant & set(CORE) for line in found):
        return _Pressure(letter, (), tuple(found), None)
    wanted = [line for line in found if "mends_text" not in line.every]
    parts = pressed(wanted, [*found, *threats_to(letter)], CORE, (*OWN_MEANS, *MEANS))
    return _Pressure(letter, tuple(parts), tuple(found), refusal_before(conversation, number))


def _judge(rule: Rule, pressure: _Pressure) -> Iterator[Evidence]:
    manner = _manner(rule, pressure)
    if not manner:
        return
    if manner != "statutory-duty" and _is_chair(pressure):
        manner = f"chair-{manner}"
    message = pressure.letter.message
    yield Evidence(
        document=message,
        actor=message.sender,
        why=_why(pressure),
        confidence=probability(BEHAVIOUR, manner),
        passages=tuple(_passages(pressure)),
        excuses=tuple(_excuses(rule, pressure)),
        manner=manner,
    )


def _manner(rule: Rule, pressure: _Pressure) -> str:
    if not pressure.parts:
        return ""
    core, pushed = strength({(kind, 0) for kind in pressure.wanted}, SUBJECT), pressure.force
    is_held_over = bool(pressure.means & set(HELD_OVER))
    if _leaves_free(pressure) and not (is_held_over and force >= PRESSES):
        return ""
    if not is_held_over and (_is_development(rule, pressure) or _is_guidance(rule, pressure)):
        return ""
    if "duty_dropped" in pressure.wanted and (force >= MAY_PRESS or core >= PRESSES):
        return "statutory-duty"
    if core >= 0.6 and force >= PRESSES and len(pressure.means) + bool(pressure.refusal) >= 2 and is_held_over:
        return "presses"
    if core >= PRESSES and force >= PRESSES:
        return "presses"
    is_bare = "demand" in pressure.wanted and not pressure.is_question
    return "may-press" if core >= MAY_PRESS and (force >= MAY_LEAN or is_bare) else ""


def _leaves_free(pressure: _Pressure) -> bool:
    return any("leaves_free" in line.every for line in pressure.found)


def _is_chair(pressure: _Pressure) -> bool:
    return holds_any(pressure.letter.message.sender, ("chair", "committee-chair", "deputy-chair"))


def _is_development(rule: Rule, pressure: _Pressure) -> bool:
    """Whether a chair speaks of a draft, where the protocol lets chairs have views at that stage."""
    stages = [term.get(key) for term in rule.terms or (rule.limits,) for key in ("chair_views", "chair_influence")]
    text = pressure.letter.message.text.lower()
    return (
        "developmental-stage" in stages
        and _is_chair(pressure)
        and any(w in text for w in ("draft", "early", "first cut", "outline"))
    )


def _is_guidance(rule: Rule, pressure: _Pressure) -> bool:
    """Whether a chair guides with no more than their standing, where the protocol lets Members guide."""
    allowed = any(term.get("guidance") == "allowed" for term in rule.terms or (rule.limits,))
    return allowed and _is_chair(pressure) and pressure.means <= {"office", "appeals"}


def _why(pressure: _Pressure) -> str:
    message = pressure.letter.message
    wanted = _listed([_WANTED[kind] for kind in CORE if kind in pressure.wanted])
    pressing = [_PRESSED[kind] for kind in _PRESSED if kind in pressure.means]
    if pressure.refusal is not None:
        pressing.append("writes after the officer had held to another view")
    reader = next((p.label for p in (*message.to, *message.bcc) if p.is_officer), "an officer")
    return f"{message.sender.label}, a Member, writes to {reader}, {wanted}, and {_listed(pressing) or 'asks for it outright'}."


def _listed(told: Sequence[str]) -> str:
    return "".join(told) if len(told) < 2 else f"{', '.join(told[:-1])} and {told[-1]}"


def _passages(pressure: _Pressure) -> Iterator[Passage]:
    message = pressure.letter.message
    told: dict[tuple[int, int], list[str]] = {}
    for part in pressure.parts:
        told.setdefault((part.core.start, part.core.end), []).extend(_WANTED[kind] for kind in CORE if kind in part.kinds)
        for kind, line in part.means:
            told.setdefault((line.start, line.end), []).append(_PRESSED[kind])
    for (start, end), said in sorted(told.items()):
        yield message.passage(start, end, f"It {'; '.join(dict.fromkeys(said))}.")
    if pressure.refusal is not None:
        yield pressure.refusal.passage(0, 0, "The officer had held to another view.")


def _excuses(rule: Rule, pressure: _Pressure) -> Iterator[Excuse]:
    free = next((line for line in pressure.found if "leaves_free" in line.every), None)
    yield Excuse(
        "the judgement is left to the officer",
        free is not None,
        f"“{quote(free)}”; yet something is held over the officer" if free else "no sentence leaves it to the officer",
    )
    is_stage = _is_development(rule, pressure)
    yield Excuse(
        "a chair's views while a report is in draft",
        is_stage,
        "it speaks of a draft; yet something is held over the officer" if is_stage else "no such stage or office shows",
    )
    slip = next((line for line in pressure.found if "mends_text" in line.every), None)
    yield Excuse(
        "a slip put right, or clearer words asked for",
        slip is not None,
        f"“{quote(slip)}”; yet other sentences want more" if slip else "no sentence points to a slip",
    )
