"""Reading a protocol pack: strict, and with every fault named at once by line.

A pack is TOML: a head (``id``, ``title``, ``authority``, and where known ``edition``, ``in_force_from``, ``in_force_to``),
a ``[[clauses]]`` table for every statement of the protocol in the order of its text, and ``[[rules]]`` only where the rule that
follows from the clauses by itself would cite the wrong one or lack something.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from checker.domain import CheckerError, Clause, Limit, Protocol, Rule
from checker.protocols.rules import rules_of

ADDRESSEES = ("member", "officer", "both", "authority", "other")
KINDS = ("duty", "prohibition", "permission", "expectation", "procedure", "deadline", "context")
VISIBLE = ("yes", "with-roster", "with-settings", "partly", "no")
ROWS = ("", "heading", "lead-in", "whole")

_HEAD: dict[str, type] = {
    "id": str,
    "title": str,
    "authority": str,
    "edition": str,
    "in_force_from": date,
    "in_force_to": date,
    "clauses": list,
    "rules": list,
}
_CLAUSE: dict[str, type] = {
    "number": str,
    "locator": str,
    "addressee": str,
    "kind": str,
    "summary": str,
    "behaviours": list,
    "visible": str,
    "shows": str,
    "row": str,
    "indirect": list,
    "limits": dict,
}
_RULE: dict[str, type] = {
    "behaviour": str,
    "clauses": list,
    "limits": dict,
    "manners": dict,
    "permits": list,
    "remedy": str,
}
_CHOICES = {"addressee": ADDRESSEES, "kind": KINDS, "visible": VISIBLE, "row": ROWS}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a pack: the line (0 when the whole file is meant), what is wrong and what to do."""

    line: int
    text: str


def read_pack(data: bytes, name: str, behaviours: Collection[str]) -> Protocol:
    """The protocol that a pack's bytes describe; ``CheckerError`` lists every fault with its line."""
    try:
        text = data.decode("utf-8-sig")
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CheckerError(f"Pack {name} is not valid TOML in UTF-8: {error}.") from error
    faults = sorted(set(_faults(table, text, behaviours)), key=lambda fault: (fault.line, fault.text))
    if faults:
        listed = "\n".join(
            f"  {name}:{fault.line}: {fault.text}" if fault.line else f"  {name}: {fault.text}" for fault in faults
        )
        raise CheckerError(f"Pack {name} has {len(faults)} fault{'s' if len(faults) > 1 else ''}:\n{listed}")
    clauses = tuple(_clause(table["id"], row) for row in table["clauses"])
    stated = [_stated(table["id"], row) for row in table.get("rules", [])]
    return Protocol(
        id=table["id"],
        title=table["title"],
        authority=table["authority"],
        clauses=clauses,
        rules=rules_of(clauses, stated),
        edition=table.get("edition", ""),
        in_force_from=table.get("in_force_from"),
        in_force_to=table.get("in_force_to"),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _limits(table: Mapping[str, Any]) -> Mapping[str, Limit]:  # Any: TOML values, checked in _faults
    return MappingProxyType({key: tuple(value) if isinstance(value, list) else value for key, value in table.items()})


def _clause(protocol: str, row: Mapping[str, Any]) -> Clause:  # Any: as above
    return Clause(
        id=f"{protocol}/{row['number']}",
        number=row["number"],
        locator=row["locator"],
        addressee=row["addressee"],
        kind=row["kind"],
        summary=row["summary"],
        behaviours=tuple(row.get("behaviours", ())),
        visible=row.get("visible", "no"),
        shows=row.get("shows", ""),
        row=row.get("row", ""),
        indirect=tuple(row.get("indirect", ())),
        limits=_limits(row.get("limits", {})),
    )


def _stated(protocol: str, row: Mapping[str, Any]) -> Rule:  # Any: as above
    def ids(numbers: list[str]) -> tuple[str, ...]:
        return tuple(f"{protocol}/{number}" for number in numbers)

    return Rule(
        behaviour=row["behaviour"],
        clauses=ids(row.get("clauses", [])),
        limits=_limits(row.get("limits", {})),
        manners=MappingProxyType({manner: ids(numbers) for manner, numbers in row.get("manners", {}).items()}),
        permits=ids(row.get("permits", [])),
        remedy=row.get("remedy", ""),
    )


def _faults(table: Mapping[str, Any], text: str, behaviours: Collection[str]) -> Iterator[Fault]:  # Any: unchecked TOML
    lines = text.splitlines()
    yield from _shape(table, _HEAD, ("id", "title", "authority", "clauses"), "the pack", 0)
    places = _places(lines, "[[clauses]]")
    numbers: dict[str, int] = {}
    clauses = table.get("clauses", [])
    for row, line in zip(clauses if isinstance(clauses, list) else [], places, strict=False):
        yield from _clause_faults(row, line, behaviours)
        number = row.get("number")
        if number in numbers:
            yield Fault(line, f"clause {number} stands already at line {numbers[number]}; a number is given once")
        numbers.setdefault(number, line)
    by_number = {str(row.get("number")): row for row in clauses if isinstance(row, dict)}
    seen: dict[str, int] = {}
    for row, line in zip(table.get("rules", []), _places(lines, "[[rules]]"), strict=False):
        yield from _rule_faults(row, line, by_number, behaviours)
        behaviour = row.get("behaviour")
        if behaviour in seen:
            yield Fault(line, f"a rule for {behaviour} stands already at line {seen[behaviour]}; join the two")
        seen.setdefault(behaviour, line)


def _places(lines: list[str], header: str) -> list[int]:
    return [number for number, line in enumerate(lines, 1) if line.strip().startswith(header)]


def _shape(row: Mapping[str, Any], keys: dict[str, type], needed: tuple[str, ...], what: str, line: int) -> Iterator[Fault]:
    for key in row:
        if key not in keys:
            yield Fault(line, f"{what} has a key '{key}'; known are {', '.join(keys)}")
        elif not isinstance(row[key], keys[key]):
            yield Fault(line, f"{what}: '{key}' should be a {keys[key].__name__}")
    for key in needed:
        if not row.get(key):
            yield Fault(line, f"{what} lacks '{key}'")


def _clause_faults(row: Mapping[str, Any], line: int, behaviours: Collection[str]) -> Iterator[Fault]:
    what = f"clause {row.get('number', '?')}"
    yield from _shape(row, _CLAUSE, ("number", "locator", "addressee", "kind", "summary"), what, line)
    for key, choices in _CHOICES.items():
        if isinstance(row.get(key, choices[0]), str) and row.get(key, choices[0]) not in choices:
            yield Fault(line, f"{what}: {key} '{row[key]}' is none of {', '.join(c for c in choices if c)}")
    for key in ("behaviours", "indirect"):
        for behaviour in row.get(key, []):
            if behaviour not in behaviours:
                yield Fault(line, f"{what}: no behaviour '{behaviour}'; checker explain lists them")
    for behaviour in row.get("indirect", []):
        if behaviour not in row.get("behaviours", []):
            yield Fault(line, f"{what}: '{behaviour}' is called indirect and not among its behaviours; add it there too")
    if row.get("visible", "no") == "no" and row.get("behaviours") and not row.get("row"):
        yield Fault(line, f"{what} names behaviours and is said not to be visible; say what it takes to see it")


def _rule_faults(
    row: Mapping[str, Any], line: int, clauses: Mapping[str, Mapping[str, Any]], behaviours: Collection[str]
) -> Iterator[Fault]:
    behaviour = row.get("behaviour", "?")
    what = f"rule {behaviour}"
    yield from _shape(row, _RULE, ("behaviour",), what, line)
    if behaviour not in behaviours:
        yield Fault(line, f"{what}: no such behaviour; checker explain lists them")
    cited = [("clauses", n) for n in row.get("clauses", [])] + [("permits", n) for n in row.get("permits", [])]
    for manner, numbers in row.get("manners", {}).items():
        cited += [(f"manner {manner}", n) for n in numbers]
    for key, number in cited:
        clause = clauses.get(number)
        if clause is None:
            yield Fault(line, f"{what}: {key} cites clause {number}, which the pack does not have")
        elif behaviour not in clause.get("behaviours", []):
            yield Fault(line, f"{what}: {key} cites clause {number}, which does not name {behaviour} among its behaviours")
        elif key != "permits" and clause.get("kind") == "permission":
            yield Fault(line, f"{what}: {key} cites clause {number}, a permission, which nobody can break")
        elif key == "permits" and clause.get("kind") != "permission":
            yield Fault(line, f"{what}: permits clause {number}, which is no permission")
