"""What a text, a committee or a post is about, by the vocabulary of subjects of public business (``subjects.toml``)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from checker.domain import Person
from checker.language.phrases import Phrases, folded


@functools.cache
def _table() -> Mapping[str, Any]:  # Any: TOML
    return tomllib.loads(resources.files("checker.language").joinpath("subjects.toml").read_text(encoding="utf-8"))


@functools.cache
def _words() -> Phrases:
    lists = {id: subject["words"] for id, subject in _table()["subjects"].items()}
    return Phrases({**lists, "private": _table()["private"]["words"]})


@functools.cache
def _names() -> Mapping[str, re.Pattern[str]]:
    return {
        id: re.compile(r"\b(?:" + "|".join(re.escape(name) for name in subject["names"]) + r")\b")
        for id, subject in sorted(_table()["subjects"].items())
    }


@functools.lru_cache(maxsize=512)
def weights(text: str) -> Mapping[str, int]:
    """How often a text speaks of each subject, those it does not left out; ``private`` for words of somebody's own life."""
    counts: dict[str, int] = {}
    for hit in _words().find(text):
        counts[hit.kind] = counts.get(hit.kind, 0) + 1
    return dict(sorted(counts.items()))


def main_subjects(text: str) -> tuple[str, ...]:
    """The subject that a text speaks of most, first, and others that it speaks of at least half as often."""
    counts = {id: count for id, count in weights(text).items() if id != "private"}
    most = max(counts.values(), default=0)
    return tuple(
        sorted((id for id, count in counts.items() if count * 2 >= most), key=lambda subject: (-counts[subject], subject))
    )


def named_after(names: Iterable[str]) -> frozenset[str]:
    """The subjects that these committees or posts are named after.

    >>> sorted(named_after(["Reuse and Education Panel"]))
    ['children', 'waste']
    """
    even = [folded(name) for name in names]
    return frozenset(id for id, pattern in _names().items() if any(pattern.search(name) for name in even))


def of_office(person: Person) -> frozenset[str]:
    """The subjects of somebody's committees and posts."""
    return named_after((*person.committees, person.position))
