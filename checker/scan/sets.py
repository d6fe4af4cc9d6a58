"""What a scan is given: paths of mail and drafts, or a folder with a ``set.toml`` that names its own roster and protocol."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from checker.domain import CheckerError
from checker.people import Roster, read_roster, roster

SET = "set.toml"
_KEYS = ("protocol", "kind", "end", "hours", "nation", "closed")
NATIONS = ("ENG", "WLS", "SCT", "NIR")


@dataclass(frozen=True, slots=True)
class Settings:
    """What is known of an export beside its contents: who is who, the day it was made, office hours, and closing days."""

    people: Roster
    end: date | None = None
    hours: tuple[time, time] | None = None
    nation: str = "ENG"
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class CaseSet:
    """A folder that holds a mailbox, drafts, or both, with what it says of itself. ``None`` where it has no such part."""

    folder: Path
    protocol: str
    settings: Settings
    mailbox: Path | None
    publicity: Path | None
    gold: Path | None


def is_set(path: Path) -> bool:
    """Whether a path is a folder that describes itself."""
    return (path / SET).is_file()


def read_set(folder: Path) -> CaseSet:
    """The case set in a folder; ``CheckerError`` names every fault of its ``set.toml``."""
    if not folder.is_dir():
        raise CheckerError(f"There is no folder {folder}; a case set is a folder with a {SET}.")
    path = folder / SET
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CheckerError(f"{folder} is no case set: it has no readable {SET} ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CheckerError(f"{path} is not valid TOML: {error}.") from error
    faults = [f"'{key}' is not known; known are {', '.join(_KEYS)}" for key in table if key not in _KEYS]
    if not isinstance(table.get("protocol"), str):
        faults.append("'protocol' is missing; give an id such as \"mwda\" or the path of a pack")
    settings = _settings(folder, table, faults)
    if faults:
        raise CheckerError(f"{path} has faults: {'; '.join(faults)}.")
    mailbox, publicity, gold = folder / "mailbox.mbox", folder / "publicity", folder / "gold.jsonl"
    if not mailbox.exists() and not publicity.is_dir():
        raise CheckerError(f"{folder} holds neither mailbox.mbox nor publicity/; one of them is needed.")
    return CaseSet(
        folder=folder,
        protocol=table["protocol"],
        settings=settings,
        mailbox=mailbox if mailbox.exists() else None,
        publicity=publicity if publicity.is_dir() else None,
        gold=gold if gold.is_file() else None,
    )


def _settings(folder: Path, table: Mapping[str, Any], faults: list[str]) -> Settings:  # Any: unchecked TOML
    path = folder / "roster.csv"
    people = read_roster(path) if path.is_file() else roster(())
    nation = table.get("nation", "ENG")
    if nation not in NATIONS:
        faults.append(f"'nation' is {nation!r}; it should be one of {', '.join(NATIONS)}")
    return Settings(
        people=people,
        end=_checked(table, "end", to_day, faults),
        hours=_checked(table, "hours", to_hours, faults),
        nation=nation,
        closed=frozenset(day for value in table.get("closed", []) if (day := _fault_or(to_day, value, "closed", faults))),
    )


def _checked(table: Mapping[str, Any], key: str, read: Any, faults: list[str]) -> Any:  # Any: as above, and what `read` gives
    return _fault_or(read, table[key], key, faults) if key in table else None


def _fault_or(read: Any, value: Any, key: str, faults: list[str]) -> Any:  # Any: as above
    try:
        return read(value)
    except ValueError as error:
        faults.append(f"'{key}' is {value!r}: {error}")
        return None


def to_day(value: object) -> date:
    """A day from a TOML date or from text such as 2026-03-31; ``ValueError`` otherwise."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    raise ValueError("a day such as 2026-03-31 was expected")


def to_hours(value: object) -> tuple[time, time]:
    """Office hours from text such as 09:00-17:30; ``ValueError`` otherwise."""
    if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", value):
        start, end = (time.fromisoformat(part) for part in value.split("-"))
        if start < end:
            return start, end
    raise ValueError("office hours such as 09:00-17:30 were expected")
