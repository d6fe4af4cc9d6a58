"""Whether somebody's position, as a roster gives it, is one of the posts that a protocol names as the right door.

Rosters write posts as people do (``Director, Transport and Mobility``; ``Corporate Governance Manager (Member liaison)``),
protocols by their own names (``liaison-officer``). A deputy or assistant is not the post, nor is somebody who serves its
holder. The titles are in ``posts.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from checker.domain import Limit, Person
from checker.language.phrases import folded

_SERVES = re.compile(
    r"\b(?:pa|p\.a\.|secretary|personal assistant|executive assistant|assistant|support|adviser|aide|caseworker"
    r"|researcher) (?:to|for) .{0,60}$"
)
_FORMER = re.compile(r"\b(?:former|formerly|ex|past|retired|acting for the) ?-?$")
_COMMITTEE_CHAIR = re.compile(r"\b(?:chair|chairman|chairwoman|chairperson|convener)\b(?!['’])")
# "Chair of Dene County Council": the authority's own, by whatever name.
_OWN_CHAIR = re.compile(
    r"\b(?:chair|chairman|chairwoman|chairperson|convener) of (?:the )?[\w' -]{0,40}\b(?:assembly|authority|corporation"
    r"|councils?)\b"
    r"(?!(?:'s|s')? (?:\w+ ){0,4}(?:board|committee|sub-committee|forum|group|panel|party))"
)
_VICE = re.compile(r"\b(?:vice|deputy|past|former|shadow)[ -]$")


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("checker.language").joinpath("posts.toml").read_text(encoding="utf-8"))


@cache
def _pattern(post: str, key: str) -> re.Pattern[str] | None:
    titles = sorted(_table().get(post, {}).get(key, ()), key=lambda title: (-len(title), title))
    return re.compile(rf"\b(?:{'|'.join(re.escape(folded(title)) for title in titles)})(?!\w)") if titles else None


def holds(person: Person, post: str) -> bool:
    """Whether a person holds a post; a post that nobody has described is looked for by its own words.

    >>> holds(Person("a@b", "Jo Smith", "officer", position="Director of Transport"), "director")
    True
    >>> holds(Person("a@b", "Jo Smith", "officer", position="PA to the Director"), "director")
    False
    """
    return _holds(person.position, person.seniority, person.name if "@" in person.email and not person.position else "", post)


@cache
def _holds(position: str, seniority: str, name: str, post: str) -> bool:
    if post not in _table():
        return re.search(rf"\b{re.escape(post.replace('-', ' '))}\b", folded(position)) is not None
    even = folded(f"{position} {name}".strip())
    if other := _pattern(post, "not"):
        even = other.sub(lambda match: "#" * len(match[0]), even)
    if seniority in _table()[post].get("seniority", ()) and "#" not in even:
        return True
    exact = _pattern(post, "exact")
    if exact and any(exact.fullmatch(part.strip()) for part in re.split(r"[,;()]| and | - ", even)):
        return True
    if post == "authority-chair" and any(not _VICE.search(even[: match.start()]) for match in _OWN_CHAIR.finditer(even)):
        return True
    titles = _pattern(post, "titles")
    for match in titles.finditer(even) if titles else ():
        before = even[: match.start()]
        if not (_SERVES.search(before) or _FORMER.search(before)):
            return True
    return False


def holds_any(person: Person, posts: Iterable[str]) -> bool:
    """Whether a person holds one of several posts."""
    return any(holds(person, post) for post in posts)


def posts_of(limit: Limit) -> tuple[str, ...]:
    """The posts that a limit names: one, or a list of them.

    >>> posts_of("clerk"), posts_of(("clerk", "monitoring-officer"))
    (('clerk',), ('clerk', 'monitoring-officer'))
    """
    return limit if isinstance(limit, tuple) else (str(limit),)


def is_committee_chair(person: Person) -> bool:
    """Whether a position is the chair of anything: a committee, a panel or the authority itself; a deputy chair is none."""
    even = folded(person.position)
    return any(not _VICE.search(even[: match.start()]) for match in _COMMITTEE_CHAIR.finditer(even))


def title_of(*posts: str) -> str:
    """The names of posts as they are written in a sentence, with "or" between them.

    >>> title_of("clerk", "monitoring-officer")
    'clerk or monitoring officer'
    """
    return " or ".join(_TITLES.get(post, post.replace("-", " ")) for post in posts)


_TITLES = {
    "authority": "Authority",
    "grievance-procedure": "personnel officers under the grievance procedure",
    "members-services-unit": "Members' Services Unit",
    "officers-director": "director over the officer",
    "police": "police service",
    "standards-board-for-england": "Standards Board for England",
}
