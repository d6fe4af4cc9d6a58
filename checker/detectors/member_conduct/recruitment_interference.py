"""A Member tries to sway who is taken on to the staff: puts somebody forward, keeps somebody out, has a hand in the choosing.

Members of an appointing panel may (``exempt``); one protocol gives some posts (``member_posts``) to certain Members
(``may_take_part``) and every other to management. A reference that was asked for, a question how to apply, and appointments
that are not to the staff are in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.detectors.mandates import holds_any, offices
from checker.detectors.member_conduct.letters import Letter, Weighed, evidence, excuse, letter_of, letters, weigh
from checker.detectors.member_conduct.panels import on_panel
from checker.domain import Case, Conversation, Evidence, Excuse, Rule
from checker.language.phrases import folded

_BEHAVIOUR = "recruitment-interference"
_SWAYS = frozenset({"puts_forward", "keeps_out", "interferes", "praises", "prefers"})
_CLEARS = ("lesson", "leaves", "referee", "process", "elsewhere")
_OF_STAFF = frozenset({"post", "puts_forward", "keeps_out", "interferes"})

_SAID = {
    "puts_forward": "puts somebody forward for a post",
    "keeps_out": "speaks against somebody's appointment",
    "interferes": "takes a hand in the choosing",
    "praises": "praises somebody for a post",
    "pushes": "presses for somebody",
    "prefers": "names a preferred candidate",
}
_POSTS = {
    "chief-executive": re.compile(r"\bchief executive\b"),
    "directors": re.compile(r"\b(?:corporate |executive |strategic |service )?director\b"),
    "political-advisers": re.compile(r"\bpolitical adviser\b"),
}


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Members' letters to officers that try to sway an appointment which is not theirs to make."""
    for letter in letters(case, "appointments"):
        telling = weigh(letter, _SWAYS, cleared_by=_CLEARS)
        if not telling and letter.is_note:
            telling = weigh(letter, ("pushes",), cleared_by=_CLEARS)
        manner = _manner(telling)
        if not manner:
            continue
        excuses = tuple(_excuses(rule, letter))
        if any(excuse.found for excuse in excuses):
            continue
        yield evidence(
            _BEHAVIOUR, letter, telling, manner, excuses, said=_SAID, here="Here the Member tries to sway the appointment."
        )


def excuses_for(case: Case, rule: Rule, conversation: Conversation, number: int) -> tuple[Excuse, ...] | None:
    """The innocent explanations of a letter that reads like this, found or not; None where the protocol does not mind it."""
    letter = letter_of(case, conversation.messages[number], "appointments")
    return tuple(_excuses(rule, letter)) if letter else None


def _manner(telling: Weighed) -> str:
    """How firmly a letter tries to sway an appointment, empty if it does not."""
    if not telling or "post" not in telling.kinds or not telling.kinds & _OF_STAFF:
        return ""
    if not telling.kinds & _SWAYS:  # a push alone: somebody must be named
        return "may-sway" if telling.kinds & {"someone", "kin"} else ""
    if telling.strength >= 0.82 and len(telling.kinds - {"post"}) > 1:
        return "sways"
    return "may-sway" if telling.strength >= 0.58 else ""


def _excuses(rule: Rule, letter: Letter) -> Iterator[Excuse]:
    yield on_panel(rule, letter)
    posts = offices(rule.limits.get("member_posts"))
    about = folded(f"{letter.message.subject} {letter.message.text[:3_000]}")
    post = next((post for post in posts if post in _POSTS and _POSTS[post].search(about)), "")
    entitled = bool(post) and holds_any(letter.message.sender, offices(rule.limits.get("may_take_part")))
    yield Excuse(
        "the post is one that this Member may help to fill",
        entitled,
        f"{letter.message.sender.label} is {letter.message.sender.position}, and it is about a post for such Members"
        if entitled
        else "the protocol gives this Member no part in filling the post",
    )
    yield excuse("a reference that was asked for", letter.anywhere(("referee",)), "nobody is said to have asked for a reference")
