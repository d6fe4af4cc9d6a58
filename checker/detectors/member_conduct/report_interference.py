"""A Member alters what an officer reports, has the Member's own text put in its place, or orders that a report be held back.

The officer answers for the report. A Chair may shape it while it is being drafted so far as its author can agree
(``chair_influence``): suggestions that leave the decision to the author, misprints and what the author has agreed to are in
order. Pressing the author to change a view is undue-pressure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.detectors.member_conduct.letters import Letter, Weighed, evidence, excuse, letter_of, letters, weigh
from checker.detectors.mitigation import BESIDE, mitigating
from checker.domain import Case, Conversation, Evidence, Excuse, Rule
from checker.language.posts import is_committee_chair

_BEHAVIOUR = "report-interference"
_HAND = frozenset({"rewrote", "substitutes", "withholds", "wants_withheld", "changes"})
_CLEARS = ("lesson", "trifle", "agreed", "leaves")

# Without one of these it may be anybody's paper.
_REPORT = re.compile(
    r"\b(?:reports?|recommendations?|conclusions?|paragraphs?|findings|appendix|annex|section \d|drafts?|(?:that)?officer's)\b"
)

_SAID = {
    "rewrote": "has altered the text of a report",
    "substitutes": "orders the Member's own text put in its place",
    "withholds": "orders that a report be held back",
    "wants_withheld": "wants a report kept from those it is for",
    "changes": "orders the text changed",
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Members' letters that lay a hand on an officer's report without its author's leave."""
    for letter in letters(case, "redrafting"):
        telling = weigh(letter, _HAND, cleared_by=_CLEARS)
        manner = _manner(letter, telling)
        if not manner:
            continue
        yield evidence(
            _BEHAVIOUR,
            letter,
            telling,
            manner,
            tuple(_excuses(rule, letter)),
            said=_SAID,
            here="Here the report is altered or held back.",
        )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    letter = letter_of(case, conversation.messages[number], "redrafting")
    if letter is None:
        return None
    telling = weigh(letter, _HAND, cleared_by=_CLEARS)
    if _is_own_paper(telling):
        return None
    if not telling and letter.anywhere(("room",)):
        return None  # fault is found with a report, and its author is left to answer: that lays no hand on it
    excuses = tuple(_excuses(rule, letter))
    return mitigating(excuses, BESIDE) if telling else excuses


def _is_own_paper(telling: Weighed) -> bool:
    """Whether it is the Member's own paper that the letter lays a hand on."""
    return any("own_paper" in line.every and "report" not in line.plain for line in telling.lines)


def _manner(letter: Letter, telling: Weighed) -> str:
    """How firmly a letter lays a hand on a report, empty if it does not."""
    if not telling or _is_own_paper(telling):
        return ""
    if not (_REPORT.search(letter.message.subject.lower()) or any(_REPORT.search(line.plain) for line in letter.lines)):
        return ""
    hands = telling.kinds & _HAND
    if telling.strength >= 0.82 and (len(hands) > 1 or telling.kinds & {"insists", "reason"}) and hands - {"changes"}:
        return "alters-or-withholds"
    return "may-alter-or-withhold" if hands - {"changes"} else ""


def _excuses(rule: Rule, letter: Letter) -> Iterator[Excuse]:
    yield excuse(
        "the author agreed, or a committee decided it",
        letter.anywhere(("agreed",)),
        "no agreement of the author and no committee's decision is named beside it",
    )
    chair = is_committee_chair(letter.message.sender) and "chair_influence" in rule.limits
    line = letter.anywhere(("leaves",)) if chair else None
    yield excuse(
        "a Chair's suggestion while the report is drafted",
        line,
        "the words leave the author no choice" if chair else f"{letter.message.sender.label} chairs no committee by the roster",
    )
    yield excuse("misprints and matters of form", letter.anywhere(("trifle",)), "it goes beyond misprints and form")
