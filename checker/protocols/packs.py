"""Reading a protocol pack: strict, and with every fault named at once by line.

A pack is TOML: a head (``id``, ``title``, ``authority``, and where known ``edition``, ``adopted``, ``in_force_from``,
``in_force_to``, both days included), a ``[[clauses]]`` table for every statement of the protocol in the order of its text,
and ``[[rules]]`` only where the rule that follows from the clauses by itself would cite the wrong one or lack something.

A rule's ``clauses`` forbid and its ``permits`` are permissions. Its ``manners`` cite, for one manner of the behaviour, the
clauses that fit it better; these alone may also be permissions that say who may do a thing (by a limit such as ``may_speak``),
for whoever does it besides goes beyond them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from checker.domain import CheckerError, Clause, Limit, Protocol, Rule
from checker.protocols.faults import ADDRESSEES, KINDS, ROWS, VISIBLE, Fault, examined, faults
from checker.protocols.rules import rules_of

__all__ = ["ADDRESSEES", "KINDS", "ROWS", "VISIBLE", "Fault", "faults", "read_pack"]


def read_pack(data: bytes, name: str, behaviours: Collection[str]) -> Protocol:
    """The protocol that a pack's bytes describe; ``CheckerError`` lists every fault with its line."""
    table, found = examined(data, name, behaviours)
    if found:
        listed = "\n".join(f"  {fault}" for fault in found)
        raise CheckerError(f"Pack {name} has {len(found)} fault{'s' if len(found) > 1 else ''}:\n{listed}")
    clauses = tuple(_clause(table["id"], row) for row in table["clauses"])
    stated = [_stated(table["id"], row) for row in table.get("rules", [])]
    return Protocol(
        id=table["id"],
        title=table["title"],
        authority=table["authority"],
        clauses=clauses,
        rules=rules_of(clauses, stated),
        edition=table.get("edition", ""),
        adopted=table.get("adopted"),
        in_force_from=table.get("in_force_from"),
        in_force_to=table.get("in_force_to"),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _limits(table: Mapping[str, Any]) -> Mapping[str, Limit]:  # Any: TOML values, checked for faults
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
