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


@cache
def beginnings(path: str) -> frozenset[str]:
    """The first three letters of each entry of a list, or all that it has."""
    return frozenset(word[:3] for word in words(path))


def may_begin(head: str, path: str) -> bool:
    """Whether a line with these first three characters may begin, once ``plain`` or ``even``, with an entry of a list.

    This is asked before the line is made plain, which is dear; most lines begin with other letters. Who asks of every line
    should keep the answers.

    >>> may_begin("Sen", "closing.devices"), may_begin("The", "closing.devices")
    (True, False)
    """
    if len(head) < 3 or not head.isascii() or not head[:2].isalpha() or not (head[2].isalpha() or head[2] == " "):
        return True  # making it plain may change it
    known, head = beginnings(path), head.lower()
    return head in known or head[:2] in known or head[:1] in known


def plain(line: str) -> str:
    said = line.lower()
    if not said.isascii():
        said = said.replace("’", "'").replace("\xa0", " ")
    return said.replace("e-mail", "email")


def even(line: str) -> str:
    said = plain(line).replace("\t", " ")
    if not said.isprintable():
        return " ".join(said.split())
    while "  " in said:  # no other white space is printable; most lines have none to even, and need not be taken apart
        said = said.replace("  ", " ")
    return said.strip(" ")


def has_word(text: str, path: str) -> bool:
    return not word_set(path).isdisjoint(_WORD.findall(plain(text[:1_000])))


@cache
def _tables() -> dict[str, Any]:  # Any: TOML tables hold lists and tables alike
    return tomllib.loads(files("checker.language").joinpath("zones.toml").read_text(encoding="utf-8"))
