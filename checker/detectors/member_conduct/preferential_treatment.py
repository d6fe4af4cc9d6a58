"""A Member uses the position to get something that others would not get: for the Member, a relative, friend, firm or constituent.

Two things make it: a favour (before others, a charge let off, a matter steered somebody's way) and somebody near who gets it,
or the office laid on the scales. To ask how one applies, or for the ordinary service at the ordinary price, is anybody's
right; where a protocol lets Members enquire for constituents (``constituent_enquiries``), passing on a constituent's matter
is in order.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors.member_conduct.letters import Letter, Weighed, evidence, excuse, letter_of, letters, weigh
from checker.domain import Case, Conversation, Evidence, Excuse, Rule

_BEHAVIOUR = "preferential-treatment"
_FAVOURS = frozenset({"favour", "ahead", "spared", "steer"})
_CLEARS = ("lesson", "ordinary")

_SAID = {
    "favour": "asks a favour",
    "ahead": "asks that somebody be put before others",
    "spared": "asks that a charge, penalty or requirement be let off",
    "steer": "asks that a matter be steered somebody's way",
    "asked": "asks for something",
    "position": "names the office as a reason",
    "shortcut": "asks for a way round the form, the wait or the fee",
    "knows_queue": "knows of the wait or of the rule",
    "secrecy": "asks that it be kept quiet",
    "return_for": "speaks of something in return",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Members' letters to officers that ask for a favour for the Member or somebody near."""
    for letter in letters(case, "favours"):
        telling = _telling(letter)
        manner = _manner(telling)
        if not manner:
            continue
        excuses = tuple(_excuses(rule, letter, telling))
        if any(excuse.found for excuse in excuses):
            continue
        yield evidence(_BEHAVIOUR, letter, telling, manner, excuses, said=_SAID, here="Here the favour is asked.")


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    letter = letter_of(case, conversation.messages[number], "favours")
    return tuple(_excuses(rule, letter, _telling(letter))) if letter else None


def _telling(letter: Letter) -> Weighed:
    telling = weigh(letter, _FAVOURS, cleared_by=_CLEARS)
    if not telling and letter.is_note:
        telling = weigh(letter, ("asked",), cleared_by=(*_CLEARS, "trifle"))
    return telling


def _manner(telling: Weighed) -> str:
    """How firmly a letter asks a favour, empty if it asks none or for nobody near."""
    if not telling:
        return ""
    nearness = telling.kinds & {"kin", "self"}
    named = len({"position", "knows_queue", "shortcut", "return_for"} & telling.kinds)
    weight = telling.kinds & {"position", "secrecy", "return_for", "shortcut"}
    favours = telling.kinds & _FAVOURS
    if not favours:  # anything may be asked: the office, and somebody near who gains, must both be named
        return "may-ask-a-favour" if nearness and telling.kinds & {"position", "return_for", "shortcut", "knows_queue"} else ""
    if nearness and (weight or len(favours) > 1) and telling.strength >= 0.8:
        return "asks-a-favour"
    if (
        nearness
        or (favours and "service" in telling.kinds and named > 1)
        or ("position" in weight and favours - {"favour"})
        or ("constituent" in telling.kinds and weight)
    ):
        return "may-ask-a-favour"
    return ""


def _excuses(rule: Rule, letter: Letter, telling: Weighed) -> Iterator[Excuse]:
    asks_more = telling.kinds & _FAVOURS or _manner(telling)
    yield excuse(
        "only the ordinary service on the ordinary terms is asked",
        letter.anywhere(("ordinary",)) if not asks_more else None,
        "the words beside it ask for more than anybody gets",
    )
    kinds = telling.kinds or letter.kinds
    allowed = (
        rule.limits.get("constituent_enquiries") == "allowed"
        and "constituent" in kinds
        and not kinds & {"kin", "self", "position"}
    )
    yield Excuse(
        "an enquiry for a constituent, which the protocol allows",
        allowed,
        "it is passed on for a constituent" if allowed else "the protocol has no such leave, or it is no constituent's",
    )
