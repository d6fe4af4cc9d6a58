"""A user's own folder of knowledge about parties: every TOML file in it, whatever its name, may hold any of four tables.

    [[parties]]                         # a party that is not known yet, or more about one that is
    id = "dene-first"
    names = ["Dene First"]              # the one to call it by first
    tokens = ["denefirst"]              # as it runs together in hashtags and addresses
    colours = ["#6a1b9a"]
    is_local = true

    [[slogans]]
    party = "dene-first"
    words = "Dene comes first"
    year = 2025
    plain = false                       # true for words that are ordinary English too
    source = "its leaflet of April 2025"

    [[policies]]                        # a policy that everyone takes for this party's
    party = "dene-first"
    words = "the doorstep levy"
    year = 2025

    [[leaders]]                         # whoever is so well known as a party's that the name stands for it
    party = "dene-first"
    name = "Perrin Dove"
    office = "leader"
    from = 2025-05-12
    to = 2026-05-04                     # left out for who still is

No names of people come with the program: who leads a party changes, and is for whoever keeps the folder to know. A leader
counts on the days of the office; ``read`` is given the day.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from checker.domain import CheckerError
from checker.language.parties import LISTS, Party, Slogan, merged, national, of_table

_LARGEST = 2_000_000  # bytes of one file
_TABLES: dict[str, dict[str, type]] = {
    "parties": {"id": str, "is_local": bool} | dict.fromkeys(LISTS, list),
    "slogans": {"party": str, "words": str, "year": int, "plain": bool, "source": str},
    "policies": {"party": str, "words": str, "year": int, "source": str},
    "leaders": {"party": str, "name": str, "office": str, "from": date, "to": date},
}
_NEEDED = {
    "parties": ("id",),
    "slogans": ("party", "words", "year"),
    "policies": ("party", "words", "year"),
    "leaders": ("party", "name"),
}
_ID = re.compile(r"[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,6}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_CALLED: Mapping[type, str] = {
    str: "text in quotes",
    list: "a list of texts",
    int: "a figure",
    bool: "true or false",
    date: "a day",
}

Row = Mapping[str, Any]  # Any: TOML; trusted only once ``_faults`` has found nothing


def read(folder: Path, day: date) -> tuple[Party, ...]:
    """What a folder tells of parties on a day; ``CheckerError`` if there is no such folder, or with every fault in it."""
    if not folder.is_dir():
        raise CheckerError(f"There is no folder of knowledge {folder}; one with TOML files in it was expected.")
    files = sorted(path for path in folder.iterdir() if path.suffix == ".toml" and not path.name.startswith("."))
    if not files:
        raise CheckerError(f"{folder} holds no TOML file; tables of parties, slogans or leaders were expected.")
    rows: list[tuple[str, str, Row]] = []
    faults: list[str] = []
    for path in files:
        for name, row, where in _rows(path, faults):
            found = list(_faults(name, row, where))
            faults += found
            if not found:
                rows.append((name, where, row))
    parties = _parties([row for name, _, row in rows if name == "parties"])
    known = {party.id for party in national()} | set(parties)
    for name, where, row in rows:
        if name != "parties" and row["party"] not in known:
            faults.append(f"{where}: there is no party '{row['party']}'; give it a [[parties]] table with its id and names.")
    faults += [f"{folder}: the party '{p.id}' has no names." for p in parties.values() if not p.names and p.id not in _shipped()]
    if faults:
        raise CheckerError("\n".join(faults))
    for name, _, row in rows:
        if name == "slogans":
            slogan = Slogan(row["words"], row["year"], bool(row.get("plain")), row.get("source", ""))
            _add(parties, Party(row["party"], (), slogans=(slogan,)))
        elif name == "policies":
            _add(parties, Party(row["party"], (), policies=(Slogan(row["words"], row["year"], False, row.get("source", "")),)))
        elif name == "leaders" and _holds(row, day):
            _add(parties, Party(row["party"], (), leaders=(row["name"].strip(),)))
    return tuple(parties[id] for id in sorted(parties))


def _shipped() -> frozenset[str]:
    return frozenset(party.id for party in national())


def _rows(path: Path, faults: list[str]) -> Iterator[tuple[str, Any, str]]:
    """Each table of a file with its name and its place; what cannot be read goes to the faults."""
    try:
        data = path.read_bytes()
        if len(data) > _LARGEST:
            faults.append(f"{path} is larger than {_LARGEST:,} bytes.")
            return
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        faults.append(f"{path} is no valid TOML in UTF-8: {error}.")
        return
    for name, rows in table.items():
        if name not in _TABLES or not isinstance(rows, list):
            faults.append(f"{path}: '{name}' is none of [[{']], [['.join(_TABLES)}]].")
            continue
        for number, row in enumerate(rows, 1):
            yield name, row, f"{path}: {name}, table {number}"


def _faults(name: str, row: Any, where: str) -> Iterator[str]:
    if not isinstance(row, dict):
        yield f"{where}: a table was expected."
        return
    kinds: Mapping[str, Any] = _TABLES[name]  # Any: types; isinstance narrows no more than they do
    values: Mapping[str, Any] = row
    for key, value in values.items():
        if key not in kinds:
            yield f"{where}: there is no key '{key}'; there are {', '.join(kinds)}."
        elif not isinstance(value, kinds[key]) or isinstance(value, datetime) or (kinds[key] is int and isinstance(value, bool)):
            yield f"{where}: {key} is {value!r}; {_CALLED[kinds[key]]} was expected."
        elif isinstance(value, list) and not all(isinstance(one, str) and one.strip() for one in value):
            yield f"{where}: {key} holds something other than texts."
        elif key == "colours" and not all(_COLOUR.fullmatch(one) for one in value):
            yield f"{where}: colours are written #rrggbb."
        elif isinstance(value, str) and key in ("words", "name") and len(value.split()) < 1:
            yield f"{where}: {key} is empty."
    for key in _NEEDED[name]:
        if key not in row:
            yield f"{where}: {key} is missing."
    if name == "parties" and isinstance(row.get("id"), str) and not _ID.fullmatch(row["id"]):
        yield f"{where}: id is '{row['id']}'; small letters, figures and hyphens were expected."


def _parties(rows: list[Row]) -> dict[str, Party]:
    parties: dict[str, Party] = {}
    for row in rows:
        _add(parties, of_table(row))
    return parties


def _add(parties: dict[str, Party], party: Party) -> None:
    parties[party.id] = merged(parties[party.id], party) if party.id in parties else party


def _holds(row: Row, day: date) -> bool:
    since, until = row.get("from"), row.get("to")
    return (since is None or since <= day) and (until is None or day <= until)
