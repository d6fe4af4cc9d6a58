"""The period before an election: its days, wards and candidates from the user's own file, and the pack that holds in it.

    title = "Local elections, 7 May 2026"
    notice = 2026-03-27               # the day on which the notice of election is published
    poll = 2026-05-07
    wards = ["Ashby", "Cole Road"]    # left out where the whole area votes

    [[candidates]]
    name = "Wren Ashby"
    ward = "Ashby"
    party = "Dene First"

From the day of the notice to that of the poll, both included, the pack ``pre-election`` holds; on other days nothing of it does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from checker.domain import CheckerError, Clause, Limit, Protocol, Rule

PACK = "pre-election"
_LARGEST = 2_000_000  # bytes
_HEAD: Mapping[str, Any] = {"title": str, "notice": date, "poll": date, "wards": list, "candidates": list}
_CANDIDATE = ("name", "ward", "party")
_LIMIT = "not_shown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who stands for election: the name, and ward and party where the file gives them."""

    name: str
    ward: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Election:
    """An election: what it is called, its days, the wards that vote (none for all), and who stands."""

    title: str
    notice: date
    poll: date
    wards: tuple[str, ...]
    candidates: tuple[Candidate, ...]

    def is_near(self, day: date) -> bool:
        """Whether a day lies in the period: from the notice to the poll, both included."""
        return self.notice <= day <= self.poll


def read(path: Path) -> Election:
    """The election that a file tells of; ``CheckerError`` with every fault in it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CheckerError(f"The file of the election {path} cannot be read ({error.strerror or error}).") from error
    if len(data) > _LARGEST:
        raise CheckerError(f"{path} is larger than {_LARGEST:,} bytes.")
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CheckerError(f"{path} is no valid TOML in UTF-8: {error}.") from error
    if faults := list(_faults(table)):
        raise CheckerError("\n".join(f"{path}: {fault}" for fault in faults))
    return Election(
        title=table.get("title", f"the election of {table['poll'].isoformat()}"),
        notice=table["notice"],
        poll=table["poll"],
        wards=tuple(table.get("wards", ())),
        candidates=tuple(
            Candidate(row["name"].strip(), row.get("ward", ""), row.get("party", "")) for row in table.get("candidates", ())
        ),
    )


def _faults(table: Mapping[str, Any]) -> Iterator[str]:  # Any: TOML
    for key in sorted(set(table) - set(_HEAD)):
        yield f"there is no key '{key}'; there are {', '.join(_HEAD)}."
    for key, kind in _HEAD.items():
        if key in table and (not isinstance(table[key], kind) or isinstance(table[key], datetime)):
            yield f"{key} is {table[key]!r}; {'a day, such as 2026-05-07' if kind is date else 'a list or a text'} was expected."
        elif key not in table and key in ("notice", "poll"):
            yield f"{key} is missing: the day of the {'notice of election' if key == 'notice' else 'poll'}, such as 2026-05-07."
    notice, poll = table.get("notice"), table.get("poll")
    if isinstance(notice, date) and isinstance(poll, date) and type(notice) is type(poll) and poll < notice:
        yield f"the poll of {poll} is before the notice of {notice}."
    wards = table.get("wards", [])
    if isinstance(wards, list) and not all(isinstance(ward, str) for ward in wards):
        yield "wards holds something other than names."
    rows = table.get("candidates", [])
    for number, row in enumerate(rows if isinstance(rows, list) else (), 1):
        if not isinstance(row, dict) or not isinstance(row.get("name"), str) or not row["name"].strip():
            yield f"candidate {number} has no name."
            continue
        for key in sorted(set(row) - set(_CANDIDATE)):
            yield f"candidate {number}: there is no key '{key}'; there are {', '.join(_CANDIDATE)}."
        if any(not isinstance(row.get(key, ""), str) for key in _CANDIDATE):
            yield f"candidate {number}: {', '.join(_CANDIDATE)} are texts."
        elif isinstance(wards, list) and wards and row.get("ward") and row["ward"] not in wards:
            yield f"candidate {number} stands for {row['ward']}, which is none of the wards."


def in_force(pack: Protocol, election: Election, day: date) -> list[Protocol]:
    """The pack with this election's days and candidates in it, where the day lies in the period; nothing on other days."""
    if not election.is_near(day):
        return []
    names = tuple(candidate.name for candidate in election.candidates)
    return [
        replace(
            pack,
            title=f"{pack.title}: {election.title}",
            in_force_from=election.notice,
            in_force_to=election.poll,
            clauses=tuple(replace(clause, limits=_named(clause, names)) for clause in pack.clauses),
            rules=tuple(replace(rule, limits=_named(rule, names)) for rule in pack.rules),
        )
    ]


def _named(holder: Clause | Rule, names: tuple[str, ...]) -> Mapping[str, Limit]:
    """The limits of a clause or rule, with the candidates' names for the word that stands for them."""
    if _LIMIT not in holder.limits:
        return holder.limits
    return MappingProxyType({**holder.limits, _LIMIT: names})
