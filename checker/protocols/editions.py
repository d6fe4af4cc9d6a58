"""Editions of one protocol: which is in force on a day.

A protocol is adopted, comes into force, and gives way to the next; what somebody wrote is judged by the edition of that day.
Both days of an edition count. One without a first day has always been in force, and one without a last day still is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

from checker.domain import CheckerError, Protocol

Dated = TypeVar("Dated")


def is_in_force(protocol: Protocol, day: date) -> bool:
    return (protocol.in_force_from or date.min) <= day <= (protocol.in_force_to or date.max)


def in_force(protocols: Sequence[Protocol], day: date) -> Protocol:
    """The edition in force on a day; ``CheckerError`` where none is, or several are."""
    found = [protocol for protocol in protocols if is_in_force(protocol, day)]
    if len(found) == 1:
        return found[0]
    if found:
        raise CheckerError(f"On {day} {len(found)} editions are in force ({'; '.join(map(named, found))}); end the older one.")
    given = "; ".join(named(protocol) for protocol in in_order(protocols)) or "none"
    raise CheckerError(f"On {day} no edition that was given is in force; given: {given}.")


def in_order(protocols: Iterable[Protocol]) -> list[Protocol]:
    """The editions, earliest first; ``CheckerError`` if they are of different protocols or two are in force on one day."""
    ordered = sorted(protocols, key=lambda each: (each.in_force_from or date.min, each.in_force_to or date.max, each.edition))
    if len(ids := sorted({protocol.id for protocol in ordered})) > 1:
        raise CheckerError(f"These are not editions of one protocol but several protocols: {', '.join(ids)}.")
    for earlier, later in pairwise(ordered):
        if (earlier.in_force_to or date.max) >= (later.in_force_from or date.min):
            advice = "end the older one on the day before the newer begins"
            raise CheckerError(f"Two editions are in force at once ({named(earlier)}; {named(later)}); {advice}.")
    return ordered


def by_edition(
    protocols: Iterable[Protocol], things: Iterable[Dated], day_of: Callable[[Dated], date | None]
) -> tuple[list[tuple[Protocol, list[Dated]]], list[Dated]]:
    """The things by the edition in force on the day of each, earliest edition first, and those that no edition covers.

    A thing without a day goes to the latest edition: what is not yet sent or printed is judged by what is in force now.
    Raises as ``in_order`` does.
    """
    ordered = in_order(protocols)
    groups: list[tuple[Protocol, list[Dated]]] = [(protocol, []) for protocol in ordered]
    uncovered: list[Dated] = []
    for thing in things:
        day = day_of(thing)
        for protocol, group in reversed(groups):
            if day is None or is_in_force(protocol, day):
                group.append(thing)
                break
        else:
            uncovered.append(thing)
    return groups, uncovered


def dated(clause: str, protocol: Protocol) -> str:
    """The id of a clause of an edition that has ended, apart from the same number in a later one: ``dene/7@until-2024-03-31``."""
    return f"{clause}@until-{protocol.in_force_to}"


def together(protocols: Iterable[Protocol]) -> Protocol:
    """One protocol to report under: the latest edition, with the clauses of those that have ended after its own.

    Raises as ``in_order`` does.
    """
    *ended, latest = in_order(protocols)
    older = (
        replace(
            clause,
            id=dated(clause.id, protocol),
            number=f"{clause.number} until {protocol.in_force_to}",
            locator=f"{clause.locator} of the edition in force until {protocol.in_force_to}",
        )
        for protocol in ended
        for clause in protocol.clauses
    )
    return replace(latest, clauses=(*latest.clauses, *older))


def named(protocol: Protocol) -> str:
    """The edition with its days, to print."""
    name = f"{protocol.id}, {protocol.edition}" if protocol.edition else protocol.id
    start, end = protocol.in_force_from, protocol.in_force_to
    if start and end:
        return f"{name}: {start} to {end}"
    if start:
        return f"{name}: from {start}"
    return f"{name}: until {end}" if end else f"{name}: no days given"
