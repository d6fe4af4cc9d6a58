"""What is looked for: one file a behaviour, in eight families, each with a sheet of the same name that holds what is data.

A detector is a module with ``detect(case, rule)`` that yields evidence. It knows no clause and no protocol: the rule tells
it the limits. Its sheet (``late_reply.toml`` beside ``late_reply.py``) holds the definition, the limits it needs, the manners
in which it shows with the probability that each would be upheld, the excuses looked for, words, and examples. A sheet
without a module names a behaviour that nobody can see yet. The folder is walked; nothing else needs to be told.
"""

from __future__ import annotations

import functools
import importlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeAlias

from checker.detectors.disguise import reading
from checker.domain import Behaviour, Case, Evidence, Rule

Detect: TypeAlias = Callable[[Case, Rule], Iterator[Evidence]]

_SHEETS = "checker.detectors"


@functools.cache
def sheets() -> Mapping[str, Mapping[str, Any]]:  # Any: the tables of a TOML file
    """Every behaviour's sheet by id, with its ``family`` and whether a detector is there (``is_seen``)."""
    found: dict[str, Mapping[str, Any]] = {}
    for family in sorted(resources.files(_SHEETS).iterdir(), key=lambda entry: entry.name):
        if not family.is_dir() or family.name.startswith("_"):
            continue
        names = sorted(entry.name for entry in family.iterdir())
        for name in names:
            if name.endswith(".toml"):
                sheet = tomllib.loads(family.joinpath(name).read_text(encoding="utf-8"))
                stem = name.removesuffix(".toml")
                sheet["family"] = family.name.replace("_", "-")
                sheet["is_seen"] = f"{stem}.py" in names
                found[stem.replace("_", "-")] = sheet
    return MappingProxyType(found)


@functools.cache
def behaviours() -> Mapping[str, Behaviour]:
    """Every behaviour that has a sheet, by id."""
    return MappingProxyType({id: _behaviour(id, sheet) for id, sheet in sorted(sheets().items())})


def _behaviour(id: str, sheet: Mapping[str, Any]) -> Behaviour:  # Any: as above
    return Behaviour(
        id=id,
        family=sheet["family"],
        channel=sheet["behaviour"]["channel"],
        actor=sheet["behaviour"]["actor"],
        definition=sheet["behaviour"]["definition"],
        remedy=sheet.get("remedy", ""),
        limits=tuple(sheet.get("limits", ())),
        manners=MappingProxyType(dict(sheet.get("manners", {}))),
        excuses=tuple(sheet.get("excuses", ())),
        is_seen=sheet["is_seen"],
    )


def detector(id: str) -> Detect:
    """The function that sees a behaviour; ``KeyError`` if none does. Disguised words are plain to it (``disguise``)."""
    behaviour = behaviours()[id]
    if not behaviour.is_seen:
        raise KeyError(id)
    module = importlib.import_module(f"{_SHEETS}.{behaviour.family.replace('-', '_')}.{id.replace('-', '_')}")
    detect: Detect = module.detect

    def undeceived(case: Case, rule: Rule) -> Iterator[Evidence]:
        given = reading(case)
        yield from map(given.restored, detect(given.case, rule))

    return undeceived


def probability(id: str, manner: str) -> float:
    """The probability, 0-1, that a fair monitoring officer would uphold this manner of a behaviour, by its sheet."""
    return behaviours()[id].manners[manner]


def words(id: str) -> Mapping[str, Any]:  # Any: as above
    """The word lists of a behaviour's sheet."""
    table: Mapping[str, Any] = sheets()[id].get("words", {})
    return table
