"""The words that zoning goes by, from ``zones.toml``, read when first asked for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_WORD = re.compile(r"[\w'’/-]+")


@cache
def words(path: str) -> tuple[str, ...]:
    """The list at a dotted path of ``zones.toml``; ``KeyError`` if there is none.

    >>> words("subjects.forward")[0]
    'fw'
    """
    found: Any = _tables()
    for name in path.split("."):
        found = found[name]
    return tuple(found)


@cache
def word_set(path: str) -> frozenset[str]:
    return frozenset(words(path))


@cache
def any_of(path: str) -> str:
    """A pattern, without groups, for any entry of the list: the longest first, so that none hides another."""
    return "|".join(re.escape(word) for word in sorted(words(path), key=lambda word: (-len(word), word)))


def plain(line: str) -> str:
    return line.lower().replace("’", "'").replace("\xa0", " ").replace("e-mail", "email")


def even(line: str) -> str:
    return " ".join(plain(line).split())


def has_word(text: str, path: str) -> bool:
    return not word_set(path).isdisjoint(_WORD.findall(plain(text[:1_000])))


@cache
def _tables() -> dict[str, Any]:  # Any: TOML tables hold lists and tables alike
    return tomllib.loads(files("checker.language").joinpath("zones.toml").read_text(encoding="utf-8"))
