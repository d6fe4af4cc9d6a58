"""``case.jsonl``: what the findings of a run rest on, kept so that a report can be made again without the mailbox.

One JSON object a line, in this order: ``protocol`` as it stood when the run was made, with its wording; each ``behaviour``;
each ``person``, those of the roster first; other addresses of theirs as ``also``; each ``conversation`` that a finding touches,
with all its messages; each ``draft`` that one touches. A person is written once and stands elsewhere as a number, counted from 0;
what has its usual value is left out. Every noun is written and read by the annotations of ``domain``, so that none is forgotten.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Union, cast, get_args, get_origin, get_type_hints

from checker.domain import Behaviour, CheckerError, Conversation, Document, Message, Person, Protocol, Run
from checker.people import Roster, roster
from checker.report import jsonl

NAME = "case.jsonl"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What stands in ``case.jsonl``."""

    protocol: Protocol
    behaviours: tuple[Behaviour, ...]
    people: Roster
    conversations: tuple[Conversation, ...]
    publicity: tuple[Document, ...]


def write(run: Run, people: Roster, path: Path) -> None:
    """Write what the run's findings rest on, and the roster that it went by."""
    jsonl.write_objects(_lines(run, people), path)


def read(path: Path) -> CaseFile:
    """What ``write`` wrote; ``CheckerError`` with the line of what is not as it was written."""
    told: dict[str, list[object]] = {key: [] for key in _KINDS}
    also: dict[str, str] = {}
    everybody: list[Person] = []
    given = 0
    for place, line in jsonl.read_objects(path):
        try:
            key, value, is_given = _line(line)
            if key == "also":
                other, email = cast("tuple[str, str]", _noun(tuple[str, str], value, everybody))
                also[other] = email
                continue
            noun = _noun(_KINDS[key], value, everybody)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise CheckerError(f"{place}: not a line of a run's {NAME}; scan again ({error}).") from error
        if isinstance(noun, Person):
            everybody.append(noun)
            given += is_given
        else:
            told[key].append(noun)
    if len(told["protocol"]) != 1:
        raise CheckerError(f"{path} names {len(told['protocol'])} protocols where one is expected; scan again.")
    rows = everybody[:given]
    if unknown := sorted(set(also.values()) - {person.email for person in rows}):
        raise CheckerError(f"{path}: another address is given for {unknown[0]}, who is not on the roster; scan again.")
    return CaseFile(
        protocol=cast("Protocol", told["protocol"][0]),
        behaviours=cast("tuple[Behaviour, ...]", tuple(told["behaviour"])),
        people=roster(rows, also),
        conversations=cast("tuple[Conversation, ...]", tuple(told["conversation"])),
        publicity=cast("tuple[Document, ...]", tuple(told["draft"])),
    )


_KINDS: Mapping[str, type] = MappingProxyType(
    {"protocol": Protocol, "behaviour": Behaviour, "person": Person, "conversation": Conversation, "draft": Document}
)


def _line(line: object) -> tuple[str, object, bool]:
    """The kind of a line, its value, and whether it is a row of the roster."""
    if not isinstance(line, dict):
        raise TypeError("an object was expected")
    is_given = line.pop("roster", False) is True
    ((key, value),) = line.items()
    return str(key), value, is_given


# --- writing -----------------------------------------------------------------------------------------------------------------


def _lines(run: Run, people: Roster) -> Iterator[jsonl.Json]:
    everybody: dict[Person, int] = {}
    yield {"protocol": _told(run.protocol, everybody)}
    for behaviour in run.behaviours:
        yield {"behaviour": _told(behaviour, everybody)}
    for person in people.people:
        if person not in everybody:
            everybody[person] = len(everybody)
            yield {"person": _fields(person, everybody), "roster": True}
    rows = {person.email for person in people.people}
    for address, offices in people.by_email.items():
        if address not in rows:
            yield {"also": [address, offices[0].email]}
    for conversation in run.conversations:
        yield from _with_people("conversation", conversation, everybody)
    for draft in run.publicity:
        yield from _with_people("draft", draft, everybody)


def _with_people(key: str, noun: object, everybody: dict[Person, int]) -> Iterator[jsonl.Json]:
    """The noun, and before it whoever is named in it for the first time."""
    known = len(everybody)
    told = _told(noun, everybody)
    for person in list(everybody)[known:]:
        yield {"person": _fields(person, everybody)}
    yield {key: told}


def _told(value: object, everybody: dict[Person, int]) -> object:
    if isinstance(value, Person):
        return everybody.setdefault(value, len(everybody))
    if is_dataclass(value):
        return _fields(value, everybody)
    if isinstance(value, tuple):
        return [_told(each, everybody) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _told(each, everybody) for key, each in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


def _fields(noun: object, everybody: dict[Person, int]) -> jsonl.Json:
    told: jsonl.Json = {}
    for field in fields(noun):  # type: ignore[arg-type]  # a dataclass, as the caller has seen
        value = getattr(noun, field.name)
        if field.default is MISSING or value != field.default or field.name in _ALWAYS:
            told[field.name] = _told(value, everybody)
    return told


# A message is told from a draft by its sender.
_ALWAYS = ("sender",)


# --- reading back ------------------------------------------------------------------------------------------------------------


@cache
def _hints(noun: type) -> Mapping[str, object]:
    return get_type_hints(noun)


def _noun(kind: object, value: object, everybody: list[Person]) -> object:
    """The value as its annotation says it is; ``TypeError``, ``ValueError`` or ``KeyError`` if it is not."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind), value, everybody)
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError("a list was expected")
        inside = get_args(kind)
        if inside[1:] == (...,):
            return tuple(_noun(inside[0], each, everybody) for each in value)
        return tuple(_noun(each, one, everybody) for each, one in zip(inside, value, strict=True))
    if origin is not None and issubclass(cast("type", origin), Mapping):
        if not isinstance(value, dict):
            raise TypeError("an object was expected")
        return MappingProxyType({key: _noun(get_args(kind)[1], each, everybody) for key, each in value.items()})
    if kind is Person and everybody and isinstance(value, int) and not isinstance(value, bool):
        return everybody[_index(value)]
    if is_dataclass(kind):
        return _dataclass(cast("type", kind), value, everybody)
    return _scalar(kind, value)


def _index(number: int) -> int:
    if number < 0:
        raise IndexError("a person's number is not below 0")
    return number


def _one_of(kinds: tuple[object, ...], value: object, everybody: list[Person]) -> object:
    if value is None and type(None) in kinds:
        return None
    for kind in kinds:
        if isinstance(value, list) == (get_origin(kind) is tuple) and kind is not type(None):
            try:
                return _noun(kind, value, everybody)
            except (TypeError, ValueError):
                continue
    raise TypeError(f"{str(value)[:40]!r} is not what was expected")


def _dataclass(noun: type, value: object, everybody: list[Person]) -> object:
    if not isinstance(value, dict):
        raise TypeError(f"an object for a {noun.__name__.lower()} was expected")
    if noun is Document and "sender" in value:
        noun = Message
    hints = _hints(noun)
    return noun(**{key: _noun(hints[key], each, everybody) for key, each in value.items()})


def _scalar(kind: object, value: object) -> object:
    if kind in (date, datetime) and isinstance(value, str):
        return (datetime if kind is datetime else date).fromisoformat(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"{str(value)[:40]!r} is not what was expected")
    return value
