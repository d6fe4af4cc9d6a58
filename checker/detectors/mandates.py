"""Whether somebody holds the office that a protocol's clause names for a Member, by the position that the roster gives them.

Packs name offices in a short form (``chair``, ``committee-chairman``). A roster writes them as people do: "Deputy Chair; Chair of
the Transport Committee". An authority's own Chair and the chair of a committee are two offices. Officers' posts are told by
``language.posts``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from checker.domain import Limit, Person
from checker.language import posts

_CHAIR = re.compile(r"\b(?:chairman|chairwoman|chairperson|convener|convenor)\b")
_DEPUTY = re.compile(r"\b(?:vice[- ]chair)\b")
_MEMBERS_OFFICES = frozenset(
    {
        "chair",
        "chair policy and resources",
        "committee chair",
        "deputy chair",
        "elected officers",
        "executive members",
        "group contact",
        "group leader",
        "lead member",
        "party group leader",
    }
)
_GROUP_LEADER = re.compile(r"^(?!deputy|vice|assistant)[\w ]{0,40}\bgroup leader$")
_BODY_PART = re.compile(r"\b(?:committee|panel|sub-?committee|group|forum|working party|scrutiny)\b")


def offices(limit: Limit | None) -> tuple[str, ...]:
    """The offices that a limit names; none if it is not set."""
    if isinstance(limit, str):
        return (limit,)
    return tuple(limit) if isinstance(limit, tuple | list) else ()  # a list in the examples of sheets


def holds(person: Person, office: str) -> bool:
    """Whether one of the person's posts is this office.

    >>> holds(Person("a@x", position="Deputy Chair; Chair of the Audit Committee"), "committee-chair")
    True
    >>> holds(Person("a@x", position="Deputy Chair; Chair of the Audit Committee"), "chair")
    False
    """
    wanted = _even(office.replace("-", " "))
    if wanted in _MEMBERS_OFFICES:
        return any(_is(post, wanted, person) for post in _posts(person.position))
    return posts.holds(person, office)


def holds_any(person: Person, named: Iterable[str]) -> bool:
    """Whether one of the person's posts is among these offices."""
    return any(holds(person, office) for office in named)


def _even(text: str) -> str:
    return _DEPUTY.sub("deputy chair", _CHAIR.sub("chair", text.lower()))


# "Chair, Audit Committee" is one post and not the Chair's beside a committee.
_COMMA = re.compile(
    r"\b(chair|leader), (?=(?:the )?(?:[\w&'-]+ ){0,5}(?:committee|panel|sub-?committee|group|forum|working party|scrutiny)\b)"
)


def _posts(position: str) -> list[str]:
    """The posts of a position, in one form each.

    >>> _posts("Liberal Democrat Group Leader; Chairman, Audit Committee")
    ['liberal democrat group leader', 'chair of the audit committee']
    """
    even = _COMMA.sub(r"\1 of the ", _even(position))
    return [post.strip() for post in re.split(r";|,| and (?=(?:chair|vice|deputy|leader|head|director|clerk)\b)", even)]


def _is(post: str, wanted: str, person: Person) -> bool:
    in_part = bool(_BODY_PART.search(post))
    match wanted:
        case "chair":
            return post.startswith("chair") and not in_part
        case "committee chair":
            return post.startswith("chair") and in_part
        case "deputy chair":
            return post.startswith("deputy chair")
        case "elected officers":
            return post.startswith(("chair", "deputy chair")) and not in_part
        case "executive members":
            return any("executive" in name.lower() for name in person.committees)
        case "party group leader" | "group leader":
            return (post.startswith("leader of the") and "group" in post) or bool(_GROUP_LEADER.search(post))
        case "group contact":
            return "group" in post and bool(re.search(r"\b(?:secretary|whip|contact)\b", post))
    return set(wanted.split()) <= set(re.findall(r"[a-z]+", post))
