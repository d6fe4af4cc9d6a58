"""A Member wants an officer punished, tries to sway how severely, or wants to know about a disciplinary case.

A Member may complain of an officer and be told that the complaint was dealt with; what follows is for the officer's managers.
Members of a panel that hears such cases may speak as such (``exempt``).
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors.member_conduct.letters import Letter, Weighed, evidence, excuse, letter_of, letters, weigh
from checker.detectors.member_conduct.panels import on_panel
from checker.domain import Case, Conversation, Evidence, Excuse, Rule

_BEHAVIOUR = "disciplinary-interference"
_ACTS = frozenset({"demands", "calls_for", "penalty", "lenient", "details"})
_CLEARS = ("lesson", "leaves", "policy", "elsewhere")

_SAID = {
    "demands": "demands that somebody be punished",
    "calls_for": "calls for discipline",
    "penalty": "argues for a heavier penalty",
    "lenient": "argues for a lighter penalty or none",
    "details": "asks for the details of a disciplinary case",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Members' letters to officers that reach into the discipline of staff."""
    for letter in letters(case, "discipline"):
        telling = weigh(letter, _ACTS, cleared_by=_CLEARS)
        manner = _manner(telling)
        if not manner:
            continue
        excuses = tuple(_excuses(rule, letter))
        if any(excuse.found for excuse in excuses):
            continue
        yield evidence(
            _BEHAVIOUR, letter, telling, manner, excuses, said=_SAID, here="Here the Member reaches into a disciplinary matter."
        )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    letter = letter_of(case, conversation.messages[number], "discipline")
    return tuple(_excuses(rule, letter)) if letter else None


def _manner(telling: Weighed) -> str:
    """In which manner, and how firmly, a letter reaches into discipline; empty if it does not."""
    acts = telling.kinds & _ACTS
    if acts & {"demands", "calls_for", "penalty", "lenient"}:
        is_firm = telling.strength >= 0.85 and (len(acts) > 1 or telling.kinds & {"insists", "blames"})
        return "wants-punishment" if is_firm else "may-want-punishment"
    return "wants-details" if "details" in acts else ""


def _excuses(rule: Rule, letter: Letter) -> Iterator[Excuse]:
    yield on_panel(rule, letter)
    yield excuse(
        "what follows is left to the officer's managers", letter.anywhere(("leaves",)), "no sentence near leaves it to them"
    )
    yield excuse(
        "it is about policy or figures and no one case", letter.anywhere(("policy",)), "nothing near speaks of policy or figures"
    )
