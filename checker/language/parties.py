"""Political parties and the signs that are theirs: names, slogans, hashtags, addresses, emblems, colours.

The knowledge is data (``parties.toml``, and what a user's own folder adds to it: ``knowledge``); here is how a sign is
recognised in a text. All parties are treated by the same code, a local party that only the roster knows included. A name that
is an ordinary word as well counts only with a capital letter, and not as the name of a street, a club or a cost.
"""

from __future__ import annotations

import functools
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from importlib import resources
from itertools import pairwise
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from checker.language.phrases import folded

SLOGAN, PLAIN_SLOGAN, HASHTAG, ADDRESS, EMBLEM, COLOURS = "slogan", "plain-slogan", "hashtag", "address", "emblem", "colours"
POLICY = "policy"

_WORD = re.compile(r"&|[^\W_]+(?:['’][^\W_]+)*")
_TAG = re.compile(r"[#@]([A-Za-z0-9_]{3,60})")
_HOST = re.compile(r"(?<![\w@.-])(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12})\b", re.IGNORECASE)
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_PLACE = re.compile(
    r"\s+(?:street|st|road|rd|lane|avenue|close|club|hall|exchange|day|market|costs?|rates?|force|shortages?|hire|relations|estimates?)\b",
    re.IGNORECASE,
)
# Parties whose short name is an ordinary word.
_BRANCHES = ("conservative", "labour")  # a handle that ends in one is a branch's: @DeneLabour
_SHORT = {"conservative": "conservative", "green": "green", "labour": "labour", "reform": "reform-uk"}
# Groups of independents and ratepayers, who put up candidates without being in any national register.
_GROUP = re.compile(r"\b[A-Z][\w'’-]{2,30} (?:Independents|Independent Group|Ratepayers|Residents First)\b")
_ORDINARY = frozenset({"", "independent", "independents", "none", "no party", "ungrouped", "non-aligned", "other"})


@dataclass(frozen=True, slots=True)
class Slogan:
    """Words by which a party is known, since when, whether they are ordinary English too, and where that is recorded."""

    words: str
    year: int
    is_plain: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """What a party is called and by which signs it is known.

    ``short`` are names that are words too and count only in the company of politics; ``leaders`` are people so well known as the
    party's that their names stand for it. ``policies`` are names of policies that are clearly one party's, its own or those that
    its opponents gave them, each with the year since when it is so.
    """

    id: str
    names: tuple[str, ...]
    short: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    emblems: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    colour_words: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    slogans: tuple[Slogan, ...] = ()
    leaders: tuple[str, ...] = ()
    policies: tuple[Slogan, ...] = ()
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """A party's sign in a text: its kind, whose it is, where it stands."""

    kind: str
    party: str
    start: int
    end: int


@functools.cache
def _table() -> dict[str, Any]:  # Any: TOML
    return tomllib.loads(resources.files("checker.language").joinpath("parties.toml").read_text(encoding="utf-8"))


@functools.cache
def glue() -> frozenset[str]:
    """Words of a hashtag that make a party of an ordinary word beside them."""
    return frozenset(_table()["glue"])


@functools.cache
def ordinary_tags() -> frozenset[str]:
    """Words of a hashtag that make an ordinary word of a party's name at its end: #ForcedLabour."""
    return frozenset(_table()["ordinary_tags"])


# What a user's folder of knowledge adds while a check runs. A context of its own for each thread and task.
_ADDED: ContextVar[tuple[Party, ...]] = ContextVar("parties added", default=())


@contextmanager
def also_known(parties: Iterable[Party]) -> Iterator[None]:
    """Within it, these parties are known as well; what has the id of one that comes with the program adds to that one."""
    token = _ADDED.set(tuple(parties))
    try:
        yield
    finally:
        _ADDED.reset(token)


def national() -> tuple[Party, ...]:
    """The parties that come with the program, with what is known beside them (``also_known``)."""
    return _together(_ADDED.get())


@functools.lru_cache(maxsize=8)
def _together(added: tuple[Party, ...]) -> tuple[Party, ...]:
    parties = {row["id"]: of_table(row) for row in _table()["parties"]}
    for party in added:
        parties[party.id] = merged(parties[party.id], party) if party.id in parties else party
    return tuple(parties.values())


def merged(one: Party, other: Party) -> Party:
    """A party with what another table says of it; the name to call it by stays that of the first."""
    joined: dict[str, Any] = {  # Any: fields by their names
        name: tuple(dict.fromkeys((*getattr(one, name), *getattr(other, name)))) for name in (*LISTS, "slogans", "policies")
    }
    return replace(one, **joined)


def of_table(row: Mapping[str, Any]) -> Party:  # Any: TOML, checked by ``knowledge`` where a user wrote it
    """The party that a table of TOML tells of."""
    return Party(
        id=row["id"],
        slogans=tuple(
            Slogan(slogan["words"], slogan["year"], kind == "plain", slogan.get("source", ""))
            for kind in ("slogans", "plain")
            for slogan in row.get(kind, ())
        ),
        policies=tuple(Slogan(one["words"], one["year"], False, one.get("source", "")) for one in row.get("policies", ())),
        is_local=bool(row.get("is_local", False)),
        **{name: tuple(row.get(name, ())) for name in LISTS},
    )


# The lists that a party's table holds, slogans apart.
LISTS = ("names", "short", "tokens", "emblems", "own", "colours", "colour_words", "domains", "leaders")


def known_parties(groups: Iterable[str]) -> tuple[Party, ...]:
    """All parties that are known where these groups are on the roster."""
    return (*national(), *local(groups))


def local(names: Iterable[str]) -> tuple[Party, ...]:
    """Parties that only a roster names; "Independent" is none."""
    known = {folded(name) for party in national() for name in party.names} | {p.id.replace("-", " ") for p in national()}
    new = sorted({name.strip() for name in names if folded(name.strip()) not in known | _ORDINARY | {"green"}})
    return tuple(
        Party(squashed(name), (name,), (squashed(name),) if len(squashed(name)) >= 6 else (), is_local=True) for name in new
    )


def squashed(text: str) -> str:
    """Letters and figures alone, in lower case, as a hashtag runs them together."""
    return "".join(c for c in text.lower() if c.isalnum())


class PartySigns:
    """The signs of these parties, looked for in one pass over a text."""

    def __init__(self, parties: Sequence[Party]) -> None:
        self.parties = tuple(parties)
        self._by_id = {party.id: party for party in parties}
        self._slogans = [(party.id, slogan) for party in parties for slogan in party.slogans]
        self._automaton = AhoCorasick([f" {_even(s.words)} " for _, s in self._slogans] or ["\0"], matchkind=MatchKind.Standard)
        self._policies = [(party.id, policy) for party in parties for policy in party.policies]
        named = [f" {_even(policy.words)} " for _, policy in self._policies] or ["\0"]
        self._policy_automaton = AhoCorasick(named, matchkind=MatchKind.Standard)
        names = sorted({name for party in parties for name in party.names}, key=lambda name: (-len(name), name))
        self._names = re.compile(r"\b(?:" + "|".join(re.escape(name) for name in names) + r")\b") if names else None
        self._party_of = {folded(name): party.id for party in parties for name in party.names}
        self._tags = {squashed(slogan.words): id for id, slogan in self._slogans if len(slogan.words.split()) > 1}
        self._tokens = {token: party.id for party in parties for token in party.tokens}
        self._hosts = {domain: party.id for party in parties for domain in party.domains}
        self._leader_of = {name: party.id for party in parties for name in party.leaders}
        leaders = sorted(self._leader_of, key=lambda name: (-len(name), name))
        self._leaders = re.compile(rf"\b(?:{'|'.join(map(re.escape, leaders))})\b") if leaders else None
        short = {name: party.id for party in parties for name in party.short}
        self._short_of = short
        listed = sorted(short, key=lambda name: (-len(name), name))
        self._shorts = re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b") if listed else None

    def party(self, id: str) -> Party:
        """The party of this id; a group that no list has is a party of that name alone."""
        return self._by_id.get(id) or Party(id, (id,))

    def names(self, text: str) -> Iterator[Sign]:
        """Where a party is named, streets and clubs that bear its name left out."""
        for match in _GROUP.finditer(text):
            yield Sign("name", match[0], match.start(), match.end())
        if self._names is None:
            return
        for match in self._names.finditer(text):
            if not _PLACE.match(text, match.end()):
                yield Sign("name", self._party_of[folded(match[0])], match.start(), match.end())

    def shorts(self, text: str) -> Iterator[Sign]:
        """Where a name stands that is a word too; whether it is the party's, the company that it keeps has to tell."""
        for match in self._shorts.finditer(text) if self._shorts else ():
            yield Sign("name", self._short_of[match[0]], match.start(), match.end())

    def leaders(self, text: str) -> Iterator[Sign]:
        """Where somebody is named who stands for a party."""
        for match in self._leaders.finditer(text) if self._leaders else ():
            yield Sign("leader", self._leader_of[match[0]], match.start(), match.end())

    def slogans(self, text: str) -> Iterator[Sign]:
        """Slogans word for word, whatever stands between the words."""
        for party, slogan, start, end in self._worded(text, self._automaton, self._slogans):
            yield Sign(PLAIN_SLOGAN if slogan.is_plain else SLOGAN, party, start, end)

    def policies(self, text: str) -> Iterator[Sign]:
        """Names of policies that are clearly one party's, word for word."""
        for party, _, start, end in self._worded(text, self._policy_automaton, self._policies):
            yield Sign(POLICY, party, start, end)

    def _worded(
        self, text: str, automaton: AhoCorasick, listed: Sequence[tuple[str, Slogan]]
    ) -> Iterator[tuple[str, Slogan, int, int]]:
        places = list(_WORD.finditer(text))
        words = [_even(match[0]) for match in places]
        starts: list[int] = []
        length = 1
        for word in words:
            starts.append(length)
            length += len(word) + 1
        for index, start, end in automaton.find_matches_as_indexes(f" {' '.join(words)} ", overlapping=True):
            first = bisect_right(starts, start + 1) - 1
            last = bisect_right(starts, end - 2) - 1
            yield *listed[index], places[first].start(), places[last].end()

    def hashtags(self, text: str) -> Iterator[Sign]:
        """Hashtags and handles made of a party's name or slogan."""
        for match in _TAG.finditer(text):
            is_address = text[match.start()] == "@" and match.start() > 0 and text[match.start() - 1].isalnum()
            party = None if is_address else self._of_tag(match[1])
            if party:
                yield Sign(HASHTAG, party, match.start(), match.end())

    def _of_tag(self, tag: str) -> str:
        even = squashed(tag)
        if even in self._tags:
            return self._tags[even]
        if even in self._tokens:
            return self._tokens[even]
        words = [word.lower() for word in _CAMEL.findall(tag)]
        for token, party in self._tokens.items():
            if even in (f"vote{token}", f"back{token}", f"join{token}", f"team{token}", f"{token}out", f"{token}gain"):
                return party
            if token in words and token not in _SHORT and len(words) > 1:
                return party
        pairs = {first + second for first, second in pairwise(words)}
        for token, party in self._tokens.items():
            if token in pairs and len(token) >= 6:
                return party
        for short, party in _SHORT.items():
            if short in words and (set(words) - {short}) & glue():
                return party
        if words[-1:] and words[-1] in _BRANCHES and len(words) > 1 and not set(words) & ordinary_tags():
            return _SHORT[words[-1]]
        return ""

    def of_host(self, host: str) -> str:
        """The party whose web address a host is, national or local; empty if none's."""
        host = host.lower().removeprefix("www.")
        if host.endswith((".gov.uk", ".gov.wales", ".gov.scot")):
            return ""
        for domain, party in self._hosts.items():
            if host == domain or host.endswith(f".{domain}"):
                return party
        labels = squashed("".join(host.split(".")[:-1]))
        for token, party in sorted(self._tokens.items()):
            if len(token) >= 6 and token in labels and not re.search(rf"{token}(?:club|street|hall|exchange|market)", labels):
                return party
        for local_party in self.parties:
            words = [word for word in re.findall(r"[a-z]{4,}", folded(local_party.names[0])) if word in labels]
            if local_party.is_local and len(words) >= 2:
                return local_party.id
        return ""

    def addresses(self, text: str) -> Iterator[Sign]:
        """Web and mail addresses of a party."""
        for match in _HOST.finditer(text):
            party = self.of_host(match[1])
            if party:
                yield Sign(ADDRESS, party, match.start(), match.end())

    def of_words(self, text: str) -> str:
        """The party that a caption or file name names, in whatever letters; empty if none."""
        words = re.findall(r"[a-z]+", folded(text))
        joined = f" {' '.join(words)} "
        for party in self.parties:
            for name in party.names:
                if f" {' '.join(re.findall('[a-z]+', folded(name)))} " in joined:
                    return party.id
        for token, party_id in sorted(self._tokens.items()):
            if token in words or (len(token) >= 6 and any(token in word for word in words)):
                return party_id
        return ""


def _even(words: str) -> str:
    cleaned = re.sub(r"['’]", "", words.lower()).replace("&", "and")
    return " ".join(re.findall(r"[^\W_]+", cleaned))


def near_colour(one: str, other: str, tolerance: int = 14) -> bool:
    """Whether two #rrggbb colours look the same: no channel further apart than the tolerance (of 255).

    >>> near_colour("#e4003b", "#e60a3e")
    True
    """
    try:
        pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    except ValueError:
        return False
    return all(abs(a - b) <= tolerance for a, b in pairs)
