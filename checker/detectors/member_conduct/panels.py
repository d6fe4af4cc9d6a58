"""Whether a Member writes as one of a panel that decides on staff: who is appointed, who is disciplined, whose appeal is heard.

A protocol names the panels that are excepted (``exempt``: panel-member, appointment-panel, appeals-panel). Who sits on one
stands in the roster's committees; a Member may also say so.
"""

from __future__ import annotations

import re

from checker.detectors.member_conduct.letters import Letter, limit
from checker.domain import Excuse, Rule
from checker.language.phrases import folded

_EXEMPT = frozenset({"panel-member", "appointment-panel", "appeals-panel"})
_STAFF_PANEL = re.compile(
    r"\b(?:appoint\w*|employment|personnel|staffing|appeals?|disciplin\w*|recruitment|selection|interview\w*|grievance|remuneration)\b"
)
_PANEL = re.compile(r"\b(?:panel|sub-?committee|committee|board)\b")

NAME = "the Member sits on the panel that decides"


def on_panel(rule: Rule, letter: Letter) -> Excuse:
    """The excuse that the Member writes as one of a panel that the protocol excepts."""
    if not _EXEMPT & set(limit(rule.limits.get("exempt"))):
        return Excuse(NAME, found=False, why="the protocol excepts no panel")
    about = folded(f"{letter.message.subject} {letter.message.text[:3_000]}")
    seats = [name for name in letter.message.sender.committees if _STAFF_PANEL.search(folded(name))]
    if seats and _PANEL.search(about):
        return Excuse(NAME, found=True, why=f"{letter.message.sender.label} sits on the {seats[0]} and writes of a panel")
    line = letter.anywhere(("on_panel",))
    if line is not None:
        return Excuse(NAME, found=True, why="the letter says that it is written as one of a panel")
    return Excuse(NAME, found=False, why="the roster gives the Member no seat on such a panel, and the letter claims none")
