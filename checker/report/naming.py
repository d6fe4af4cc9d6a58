"""The ways in which people are named: whole, by first name, short name or surname, with initials, run together, in an address.

What tells a name from another word stands in ``pseudonyms.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from checker.people import plain_name

LONGEST = 6  # words of a name
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@cache
def words_of(kind: str) -> frozenset[str]:
    text = resources.files("checker.report").joinpath("pseudonyms.toml").read_text(encoding="utf-8")
    told = str(tomllib.loads(text)[kind])
    return frozenset(told.splitlines() if kind in ("phrases", "short") else told.split()) - {""}


@cache
def shortened() -> Mapping[str, frozenset[str]]:
    """For each first name those that are used in its place."""
    groups = [line.split() for line in words_of("short")]
    return {name: frozenset(each for group in groups if name in group for each in group) for group in groups for name in group}


def folded(word: str) -> str:
    """A word as names are compared: without case, accents and apostrophes.

    >>> folded("O’Brien"), folded("Zoë")
    ('obrien', 'zoe')
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def folded_words(text: str) -> tuple[str, ...]:
    return tuple(folded(word) for word in TOKEN.findall(text))


@dataclass(slots=True)
class Names:
    """The ways of naming people, each as the words it is made of, and who is meant; None for a name of several people."""

    meant: dict[tuple[str, ...], str | None] = field(default_factory=dict)
    firsts: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)  # outsiders' names that are words: names only behind a title

    def add(self, words: tuple[str, ...], who: str) -> None:
        if not words or len(words) > LONGEST or all(len(word) < 2 for word in words):
            return
        if self.meant.setdefault(words, who) != who:
            self.meant[words] = None
        self.firsts.add(words[0])

    def add_person(self, name: str, email: str, who: str, *, is_outside: bool) -> None:
        """All the ways in which somebody of this name and address is named."""
        local = email.partition("@")[0]
        words = [word for word in plain_name(name).split() if folded(word) not in words_of("after_names")]
        parts = [part for word in words if (part := folded_words(word))]
        every = tuple(each for part in parts for each in part)
        if every and (len(parts) > 5 or words_of("organisations") & set(every)):
            self.add(every, who)  # an office or an organisation
            return
        others = shortened().get("".join(parts[0]), frozenset()) if len(parts) > 1 else frozenset()
        short = (
            way
            for other in sorted(others - set(every))
            for way in _ways([(other,), parts[-1]])
            if way[0] not in words_of("ordinary") or len(way) > 1
        )
        for ways in (_ways(parts), _locals(local), short):
            for way in ways:
                if is_outside and len(way) == 1 and way[0] in words_of("ordinary") and way not in self.meant:
                    self.words.add(way[0])
                self.add(way, who)
        if len(parts) > 1:
            self.initials |= {"".join(part[0][0] for part in parts), parts[0][0][0] + parts[-1][0][0], parts[0][0][0]}


def _ways(parts: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """The ways to say a name of these parts; a double-barrelled one is a part of two words."""
    every = tuple(each for part in parts for each in part)
    yield every
    for part in parts:
        if len("".join(part)) > 1:
            yield part
            yield ("".join(part),)
        for word in part:
            if len(word) > 2 and len(part) > 1:
                yield (word,)
    if len(parts) < 2:
        return
    first, last, initials = parts[0], parts[-1], tuple(part[0][0] for part in parts[:-1])
    one, family = "".join(first), "".join(last)
    yield from ((*first, *last), (*last, *first), (*last, *every[: -len(last)]))
    yield from ((*initials, *last), (initials[0], *last), (*last, *initials), (*last, initials[0]), (*last, "".join(initials)))
    yield ("".join(initials), *last)
    joined = (one + family, family + one, initials[0] + family, family + initials[0], "".join(initials) + family)
    yield from (
        (each,) for each in (*joined, *(f"{title}{name}" for title in ("cllr", "clr") for name in (family, one + family)))
    )


def _locals(local: str) -> Iterator[tuple[str, ...]]:
    words = folded_words(local)
    is_office = bool(words_of("organisations") & set(words)) or (len(words) == 1 and words[0] in words_of("greeted"))
    if is_office or not words:
        return
    yield words
    yield ("".join(words),)
