"""A Member leans on an officer so that a view, a recommendation, a report or a delegated decision comes out otherwise.

Two things must come together in a Member's own words to an officer: what is to come out otherwise, and what presses for it
(position, insistence after a no, consequences, threats); a bare demand that a recommendation be changed is for review. To
disagree, to ask why, to ask for another option, to put a slip right and to leave the judgement to the officer are none. A
chair may say what they think of an early draft where the protocol lets
them (``chair_views``, MPA 7), and guide (``guidance``, City of London 2.2), so long as nothing is held over the officer.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors import probability
from checker.detectors.mandates import holds_any
from checker.detectors.member_conduct.leaning import (
    MEANS,
    Leaning,
    letter_to_officers,
    letters_to_officers,
    listed,
    pressed,
    pressing_anywhere,
    refusal_before,
    threats_to,
)
from checker.detectors.mitigation import BESIDE, mitigating
from checker.detectors.respect.aims import Letter, quote
from checker.domain import Case, Conversation, Evidence, Excuse, Rule

BEHAVIOUR = "undue-pressure"
SUBJECT = "pressure"
CORE = ("demand", "change_view", "wanted_result", "choice", "silenced", "decide_for", "duty_dropped")
OWN_MEANS = ("office", "insists", "consequence", "appeals", "scorns_advice", "again", "secrecy", "promised")
# What is held over the officer, as against insistence and standing.
HELD_OVER = ("consequence", "purse", "hint", "post", "or_else", "reprisal", "expose", "isolate", "go_above", "ultimatum")
MAY_PRESS, PRESSES = 0.5, 0.75
MAY_LEAN = 0.35
_MEANS = (*OWN_MEANS, *MEANS)
_HELD = "something is held over the officer"

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


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters of Members to officers that want an officer's view or decision otherwise and press for it."""
    for conversation, number, letter in letters_to_officers(case):
        yield from _judge(rule, _pressure(conversation, number, letter))


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    letter = letter_to_officers(case, conversation.messages[number])
    if letter is None:
        return None
    pressure = _pressure(conversation, number, letter)
    is_held_over = _is_held_over(pressure)
    if not is_held_over and _is_guidance(rule, pressure):
        return None
    free, stage, slip = _excuses(rule, pressure)
    if is_held_over:
        is_hard = not pressure.parts or pressure.force >= PRESSES
        (stage,) = mitigating([stage], _HELD)
        (free,) = mitigating([free], _HELD) if is_hard else (free,)
    return (free, stage, *(mitigating([slip], BESIDE) if pressure.parts else [slip]))


def _pressure(conversation: Conversation, number: int, letter: Letter) -> Leaning:
    found = tuple(letter.lines(SUBJECT))
    if not any(line.meant & set(CORE) for line in found):
        return Leaning(letter, SUBJECT, found=found)
    wanted = [line for line in found if "mends_text" not in line.every]
    parts = pressed(wanted, [*found, *threats_to(letter)], CORE, _MEANS)
    return Leaning(letter, SUBJECT, parts, found, refusal_before(conversation, number))


def _judge(rule: Rule, pressure: Leaning) -> Iterator[Evidence]:
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
        passages=tuple(pressure.passages(_WANTED, _PRESSED, "The officer had held to another view.")),
        excuses=tuple(_excuses(rule, pressure)),
        manner=manner,
    )


def _manner(rule: Rule, pressure: Leaning) -> str:
    if not pressure.parts:
        return ""
    core, force = pressure.core, pressure.force
    is_held_over = _is_held_over(pressure)
    if _leaves_free(pressure) and not (is_held_over and force >= PRESSES):
        return ""
    if not is_held_over and (_is_development(rule, pressure) or _is_guidance(rule, pressure)):
        return ""
    if "duty_dropped" in pressure.wanted and (force >= MAY_PRESS or core >= PRESSES):
        return "statutory-duty"
    if core >= 0.6 and force >= PRESSES and pressure.signs >= 2 and is_held_over:
        return "presses"
    if core >= PRESSES and force >= PRESSES:
        return "presses"
    is_bare = "demand" in pressure.wanted and not _is_question(pressure)
    return "may-press" if core >= MAY_PRESS and (force >= MAY_LEAN or is_bare) else ""


def _is_held_over(pressure: Leaning) -> bool:
    return not pressing_anywhere(pressure, _MEANS).isdisjoint(HELD_OVER)


def _is_question(pressure: Leaning) -> bool:
    """Whether all that is wanted is asked."""
    return all(part.core.text.rstrip(" \"'”’)").endswith("?") for part in pressure.parts)


def _leaves_free(pressure: Leaning) -> bool:
    return pressure.with_kind("leaves_free") is not None


def _is_chair(pressure: Leaning) -> bool:
    return holds_any(pressure.letter.message.sender, ("chair", "committee-chair", "deputy-chair"))


def _is_development(rule: Rule, pressure: Leaning) -> bool:
    """Whether a chair speaks of a draft, where the protocol lets chairs have views at that stage."""
    stages = [term.get(key) for term in rule.terms or (rule.limits,) for key in ("chair_views", "chair_influence")]
    text = pressure.letter.message.text.lower()
    return (
        "developmental-stage" in stages
        and _is_chair(pressure)
        and any(w in text for w in ("draft", "early", "first cut", "outline"))
    )


def _is_guidance(rule: Rule, pressure: Leaning) -> bool:
    """Whether a chair guides with no more than their standing, where the protocol lets Members guide."""
    allowed = any(term.get("guidance") == "allowed" for term in rule.terms or (rule.limits,))
    return allowed and _is_chair(pressure) and pressing_anywhere(pressure, _MEANS) <= {"office", "appeals"}


def _why(pressure: Leaning) -> str:
    wanted = listed([said for kind, said in _WANTED.items() if kind in pressure.wanted])
    pressing = [said for kind, said in _PRESSED.items() if kind in pressure.means]
    if pressure.refusal is not None:
        pressing.append("writes after the officer had held to another view")
    told = f", and {listed(pressing)}" if pressing else " in so many words"
    return f"{pressure.letter.message.sender.label}, a Member, writes to {pressure.reader}, {wanted}{told}."


def _excuses(rule: Rule, pressure: Leaning) -> Iterator[Excuse]:
    free = pressure.with_kind("leaves_free")
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
    slip = pressure.with_kind("mends_text")
    yield Excuse(
        "a slip put right, or clearer words asked for",
        slip is not None,
        f"“{quote(slip)}”; yet other sentences want more" if slip else "no sentence points to a slip",
    )
