"""The doors that a protocol names for complaints: who complains of whom, and to whom.

A clause says it by ``about``, ``route``, ``exempt``, ``stage``, ``channel`` and ``condition``; posts are those of
``language.posts``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.detectors.routing.naming import Named
from checker.domain import Rule
from checker.language.posts import holds, holds_any, posts_of

_OUTCOME = re.compile(
    r"\b(?:outcome|result of (?:the|your|my)|findings?|(?:the|your|his|her) decision|after (?:the|your) (?:investigation"
    r"|reply)|independent|review|appeal|second stage)\b"
)
_CODE = re.compile(r"\b(?:code of (?:\w+ )?conduct|members'? code|the code|standards (?:committee|board))\b")


@dataclass(frozen=True, slots=True)
class Door:
    """What one clause says: who complains of whom, and to whom."""

    about: str
    routes: tuple[str, ...]
    exempt: tuple[str, ...]
    is_permission: bool
    is_after_outcome: bool
    is_public: bool
    needs_code: bool


def doors_of(rule: Rule, role: str) -> Iterator[Door]:
    """The doors for what a Member (``member``) or an officer (``officer``) complains of."""
    for term in rule.terms or (rule.limits,):
        if term.get("clause_addressee", role) in (role, "both") and "about" in term:
            yield Door(
                str(term["about"]),
                posts_of(term.get("route", ())),
                posts_of(term.get("exempt", ())),
                is_permission=term.get("clause_kind") == "permission",
                is_after_outcome=term.get("stage") == "after-outcome",
                is_public=term.get("channel") == "public-meeting",
                needs_code="code-breach" in str(term.get("condition", "")),
            )


def fitting(doors: Sequence[Door], named: Named, text: str) -> list[Door]:
    """The doors for a complaint about somebody; ``text`` is the letter's, folded."""
    return [door for door in doors if _fits(door, named) and (not door.needs_code or _CODE.search(text))]


def _fits(door: Door, named: Named) -> bool:
    person = named.person
    if person is None:
        return door.about == ("officer" if named.is_officer else "member")
    if holds_any(person, door.exempt):
        return False
    if door.about in ("officer", "member"):
        return named.is_officer if door.about == "officer" else named.is_member
    return holds(person, door.about)


def most_particular(doors: Sequence[Door]) -> list[Door]:
    """The doors for a director or a group leader go before those for any officer or Member."""
    particular = [door for door in doors if door.about not in ("officer", "member")]
    return particular or list(doors)


def routes_of(doors: Sequence[Door], text: str) -> tuple[str, ...]:
    """The posts to one of which a complaint goes that these doors fit; those for after an outcome where the text tells of one."""
    routes: list[str] = []
    for door in most_particular(doors):
        if not door.is_after_outcome or _OUTCOME.search(text):
            routes += door.routes
    return tuple(dict.fromkeys(routes))
