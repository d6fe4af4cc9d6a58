"""What is looked for: one file a behaviour, in eight families, each with a sheet of the same name that holds what is data.

A detector is a module with ``detect(case, rule)`` that yields evidence. It knows no clause and no protocol: the rule tells
it the limits. Where a model reads its letters as well, ``excuses_for(case, rule, conversation, number)`` beside it gives what
excuses a letter that the model alone points to, None if the protocol does not mind it. Its sheet (``late_reply.toml`` beside
``late_reply.py``) holds the definition, the limits it needs, the manners in which it shows with the probability that each would
be upheld, the excuses looked for, words, and examples. A sheet without a module names a behaviour that nobody can see yet. The
folder is walked; nothing else needs to be told.
"""

from __future__ import annotations

import functools
import importlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType, ModuleType
from typing import Any, TypeAlias

from checker.detectors import second_opinion
from checker.detectors.disguise import Reading, reading
from checker.domain import Behaviour, Case, Conversation, Evidence, Excuse, Rule

Detect: TypeAlias = Callable[[Case, Rule], Iterator[Evidence]]
ExcusesFor: TypeAlias = Callable[[Case, Rule, Conversation, int], tuple[Excuse, ...] | None]

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
    """The function that sees a behaviour by its patterns; ``KeyError`` if none does. Disguised words are plain to it."""
    detect: Detect = _module(id)[1].detect

    def undeceived(case: Case, rule: Rule) -> Iterator[Evidence]:
        given = _given(case)
        yield from map(given.reading.restored, detect(given.reading.case, rule))

    return undeceived


def seconded(id: str) -> Detect:
    """The function that sees a behaviour, with the say of the model where one was trained for it (``second_opinion``)."""
    behaviour, module = _module(id)
    detect: Detect = module.detect
    excuses_for: ExcusesFor | None = getattr(module, "excuses_for", None)
    if id not in second_opinion.learnt() or not sheets()[id].get("is_in_words", True):
        return detector(id)

    def judged(case: Case, rule: Rule) -> Iterator[Evidence]:
        given = _given(case)

        def excuses(opinion: second_opinion.Opinion) -> tuple[Excuse, ...] | None:
            if excuses_for is None or opinion.conversation is None:
                return ()
            return excuses_for(given.reading.case, rule, opinion.conversation, opinion.number)

        opinions = dict(given.opinions) if behaviour.channel != "publicity" else {}
        if behaviour.channel != "correspondence":
            opinions |= given.opinions_in_print
        seen = list(detect(given.reading.case, rule))
        sheet = sheets()[id]
        found = second_opinion.joined(
            behaviour,
            seen,
            opinions,
            excuses,
            undoubted=sheet.get("undoubted", ()),
            is_binding=sheet.get("is_binding", False),
        )
        yield from map(given.reading.restored, found)

    return judged


def _module(id: str) -> tuple[Behaviour, ModuleType]:
    behaviour = behaviours()[id]
    if not behaviour.is_seen:
        raise KeyError(id)
    return behaviour, importlib.import_module(f"{_SHEETS}.{behaviour.family.replace('-', '_')}.{id.replace('-', '_')}")


@dataclass
class _Given:
    """A case as detectors read it, and what the model makes of its letters."""

    shown: Case
    reading: Reading

    @functools.cached_property
    def opinions(self) -> Mapping[int, second_opinion.Opinion]:
        return second_opinion.opinions(self.reading.case)

    @functools.cached_property
    def opinions_in_print(self) -> Mapping[int, second_opinion.Opinion]:
        return second_opinion.opinions_in_print(self.reading.case)


_last: list[_Given] = []  # some fifty detectors ask after one another for the same case


def _given(case: Case) -> _Given:
    if not _last or _last[0].shown is not case:
        _last[:] = [_Given(case, reading(case))]
    return _last[0]


def probability(id: str, manner: str) -> float:
    """The probability, 0-1, that a fair monitoring officer would uphold this manner of a behaviour, by its sheet."""
    return behaviours()[id].manners[manner]


def words(id: str) -> Mapping[str, Any]:  # Any: as above
    """The word lists of a behaviour's sheet."""
    table: Mapping[str, Any] = sheets()[id].get("words", {})
    return table
