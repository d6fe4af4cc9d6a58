"""A Member forces an officer to write or send something, or to drop something from a letter or statement.

A demand about a letter's words, in a Member's own words to an officer, and the force behind it: an order that takes no
answer, a threat, or that the officer does not want to. A request, a draft sent for the officer to change, and the mending of
a slip are none.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors import probability
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

BEHAVIOUR = "coerced-correspondence"
SUBJECT = "dictation"
CORE = ("ordered", "suppressed", "signed_for")
OWN_MEANS = ("unwilling", "forced", "office")
MAY_ORDER, MAY_FORCE, FORCES = 0.5, 0.4, 0.6
_MEANS = (*OWN_MEANS, *MEANS)

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


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Letters of Members to officers that order what is to be written, sent or left out, with force behind it."""
    del rule
    for conversation, number, letter in letters_to_officers(case):
        yield from _judge(_dictation(conversation, number, letter))


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    del rule
    letter = letter_to_officers(case, conversation.messages[number])
    if letter is None:
        return None
    dictation = _dictation(conversation, number, letter)
    asked, slip = _excuses(dictation)
    is_forced = dictation.force >= FORCES if dictation.parts else bool(pressing_anywhere(dictation, _MEANS))
    return (
        *(mitigating([asked], BESIDE) if is_forced else [asked]),
        *(mitigating([slip], BESIDE) if dictation.parts else [slip]),
    )


def _dictation(conversation: Conversation, number: int, letter: Letter) -> Leaning:
    found = tuple(letter.lines(SUBJECT))
    is_report = any("of_report" in line.every for line in found)
    wanted = [line for line in found if not line.every & {"mends_text", "asked"}]
    wanted = [line for line in wanted if "of_letter" in line.every or not is_report]
    if not any(line.meant & set(CORE) for line in wanted):
        return Leaning(letter, SUBJECT, found=found)
    parts = pressed(wanted, [*found, *threats_to(letter)], CORE, _MEANS)
    return Leaning(letter, SUBJECT, parts, found, refusal_before(conversation, number))


def _judge(dictation: Leaning) -> Iterator[Evidence]:
    if manner := _manner(dictation):
        message = dictation.letter.message
        yield Evidence(
            document=message,
            actor=message.sender,
            why=_why(dictation),
            confidence=probability(BEHAVIOUR, manner),
            passages=tuple(dictation.passages(_WANTED, _PRESSED, "The officer had said no.")),
            excuses=tuple(_excuses(dictation)),
            manner=manner,
        )


def _manner(dictation: Leaning) -> str:
    force = dictation.force
    if dictation.core < MAY_ORDER or force < MAY_FORCE:
        return ""
    if dictation.with_kind("asked") and force < FORCES:
        return ""
    return "forces" if force >= FORCES and dictation.signs >= 2 else "may-force"


def _why(dictation: Leaning) -> str:
    wanted = listed([said for kind, said in _WANTED.items() if kind in dictation.wanted])
    pressing = [said for kind, said in _PRESSED.items() if kind in dictation.means]
    if dictation.refusal is not None:
        pressing.append("writes after the officer had said no")
    return f"{dictation.letter.message.sender.label}, a Member, writes to {dictation.reader}, {wanted}, and {listed(pressing)}."


def _excuses(dictation: Leaning) -> Iterator[Excuse]:
    asked = dictation.with_kind("asked")
    yield Excuse(
        "asked for, and left to the officer",
        asked is not None,
        f"“{quote(asked)}”; yet other sentences order" if asked else "no sentence asks or leaves it to the officer",
    )
    slip = dictation.with_kind("mends_text")
    yield Excuse(
        "a slip put right, or personal data taken out",
        slip is not None,
        f"“{quote(slip)}”; yet other sentences want more" if slip else "no sentence points to a slip",
    )
