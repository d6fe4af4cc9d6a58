"""What is wrong in a protocol pack, all of it at once, each with its file, its line and advice for the author.

A pack that has a fault is not used: a rule that quietly does nothing is worse than a message. Nothing here raises on what
a pack holds, whoever wrote it.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from itertools import combinations, islice
from typing import Any

from checker.domain import Behaviour

ADDRESSEES = ("member", "officer", "both", "authority", "other")
KINDS = ("duty", "prohibition", "permission", "expectation", "procedure", "deadline", "context")
VISIBLE = ("yes", "with-roster", "with-settings", "partly", "no")
ROWS = ("", "heading", "lead-in", "whole")

LARGEST = 5_000_000  # bytes of a pack: the longest that comes with the program has some 120,000
MOST = 500  # faults that are listed of one pack

_HEAD: dict[str, type] = {
    "id": str,
    "title": str,
    "authority": str,
    "edition": str,
    "adopted": date,
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
_CALLED: dict[type, str] = {str: "text in quotes", list: "a list of texts", dict: "a table { … }", date: "a date, 2026-03-31"}

# A deadline for one of these says how long by one of these limits, or by deadline = "none-stated" that it gives no figure.
_MEASURES = {
    "late-acknowledgement": ("acknowledge_working_days",),
    "late-complaint-response": ("complaint_response_working_days",),
    "late-reply": ("reply_working_days", "holding_reply_latest_working_days", "urgent"),
}

_ID = re.compile(r"[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,5}")  # it names files, and stands in front of every clause's number
_HEADER = re.compile(r"[ \t]*\[\[[ \t]*(clauses|rules)[ \t]*\]\]")
_TABLE = re.compile(r"[ \t]*\[")
_LINE_OF_ERROR = re.compile(r"line (\d{1,9})")

Table = Mapping[str, Any]  # Any: TOML that nobody has checked yet


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong in a pack: the line (0 when the whole file is meant), what is wrong and what to do, and the file."""

    line: int
    text: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


def faults(data: bytes, name: str, behaviours: Collection[str]) -> list[Fault]:
    """Every fault of the pack with these bytes and this name, in the order of its lines; none for a pack that can be used.

    ``behaviours`` are the ids that there are; when it is a mapping to ``Behaviour``, limits and manners are held against
    what each of them knows.
    """
    return examined(data, name, behaviours)[1]


def examined(data: bytes, name: str, behaviours: Collection[str]) -> tuple[Table, list[Fault]]:
    """The pack's table, empty if it cannot be read at all, with every fault."""
    if len(data) > LARGEST:
        return {}, [Fault(0, f"larger than {LARGEST:,} bytes; a pack holds summaries and limits, not the document itself", name)]
    try:
        text = data.decode("utf-8-sig")
        table = tomllib.loads(text)
    except RecursionError:
        return {}, [Fault(0, "not valid TOML: lists or tables stand too deep inside one another", name)]
    except ValueError as error:  # of the encoding, the grammar, or a figure of thousands of digits
        place = _LINE_OF_ERROR.search(str(error))
        return {}, [Fault(int(place[1]) if place else 0, f"not valid TOML in UTF-8: {error}", name)]
    found = islice(_of_pack(table, _Lines(text), behaviours), MOST)
    return table, sorted({Fault(fault.line, fault.text, name) for fault in found})


def faults_together(files: Mapping[str, bytes], behaviours: Collection[str]) -> list[Fault]:
    """The faults of several packs: of each by itself, and of editions of one protocol that are in force on the same day."""
    found: list[Fault] = []
    sound: list[tuple[str, Table, _Lines]] = []
    for name, data in files.items():
        table, own = examined(data, name, behaviours)
        found += own
        if not own:
            sound.append((name, table, _Lines(data.decode("utf-8-sig"))))
    for (earlier, one, _), (later, other, lines) in combinations(sound, 2):
        if one["id"] == other["id"] and (days := _shared(one, other)):
            key = "in_force_from" if "in_force_from" in other else "id"
            advice = "end the older edition on the day before the newer begins"
            found.append(
                Fault(lines.head(key), f"in force {days}, as is {earlier}, an edition of the same protocol; {advice}", later)
            )
    return sorted(found, key=lambda fault: (list(files).index(fault.file), fault))


def _shared(one: Table, other: Table) -> str:
    start = max(one.get("in_force_from", date.min), other.get("in_force_from", date.min))
    end = min(one.get("in_force_to", date.max), other.get("in_force_to", date.max))
    if start > end:
        return ""
    if start == date.min and end == date.max:
        return "on every day"
    if start == date.min:
        return f"until {end}"
    return f"from {start}" if end == date.max else f"from {start} to {end}"


# --- where things stand ------------------------------------------------------------------------------------------------------


class _Lines:
    """The lines of a pack's text, to say where a table or a key stands. Lines are counted from 1."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._outside = list(_outside_strings(self._lines))
        self._starts: dict[str, list[int]] = {"clauses": [], "rules": []}
        for number, (line, is_outside) in enumerate(zip(self._lines, self._outside, strict=True), start=1):
            header = _HEADER.match(line) if is_outside else None
            if header:
                self._starts[header[1]].append(number)
        self._headers = sorted(self._starts["clauses"] + self._starts["rules"])

    def rows(self, key: str, count: int) -> list[int]:
        """Where each of so many tables begins; all where the key stands when they are not written one by one."""
        starts = self._starts[key]
        return starts if len(starts) == count else [self.head(key)] * count

    def head(self, key: str) -> int:
        """Where a key of the pack's head stands, or 0."""
        end = self._headers[0] - 1 if self._headers else len(self._lines)
        return self._find(key, 0, end) or 0

    def key(self, start: int, *keys: str) -> int:
        """Where, in the table that begins at this line, the key stands (or the last that is found of a path of keys)."""
        following = bisect_right(self._headers, start)
        end = self._headers[following] - 1 if following < len(self._headers) else len(self._lines)
        place = start
        for key in keys:
            place = self._find(key, max(0, place - 1), end) or place
        return place

    def _find(self, key: str, start: int, end: int) -> int | None:
        pattern = re.compile(rf"(?:^|[\s{{,.\[])[\"']?{re.escape(key)}[\"']?[ \t]*(?:=|\])")
        for number in range(start, end):
            if self._outside[number] and pattern.search(self._lines[number]):
                return number + 1
        return None


def _outside_strings(lines: Sequence[str]) -> Iterator[bool]:
    """Of each line, whether it begins outside a text of several lines."""
    quotes = ""
    for line in lines:
        yield not quotes
        for mark in re.findall(r'"""|\'\'\'|#', line):
            if mark == "#" and not quotes:
                break
            if not quotes:
                quotes = mark
            elif mark == quotes:
                quotes = ""


# --- the pack ----------------------------------------------------------------------------------------------------------------


def _of_pack(table: Table, lines: _Lines, behaviours: Collection[str]) -> Iterator[Fault]:
    yield from _shape(table, _HEAD, ("id", "title", "authority", "clauses"), "the pack", 0, lines)
    yield from _head(table, lines)
    clauses = list(_rows(table, "clauses", lines))
    rules = list(_rows(table, "rules", lines))
    for key in ("clauses", "rules"):
        for row in table.get(key, []) if isinstance(table.get(key), list) else []:
            if not isinstance(row, dict):
                yield Fault(lines.head(key), f"'{key}' holds {_quoted(row)}, which is no table; write [[{key}]] above each")
    by_number = {row["number"]: row for row, _ in clauses if isinstance(row.get("number"), str)}
    numbers: dict[str, int] = {}
    for row, line in clauses:
        yield from _of_clause(row, line, lines, behaviours)
        yield from _cited_by_clause(row, line, lines, table.get("id"), by_number)
        number = row.get("number")
        if isinstance(number, str):
            if number in numbers:
                text = f"clause {number} stands already at line {numbers[number]}; a number is given once"
                yield Fault(lines.key(line, "number"), text)
            numbers.setdefault(number, line)
    yield from _unmeasured(clauses, lines, behaviours)
    seen: dict[str, int] = {}
    for row, line in rules:
        yield from _of_rule(row, line, lines, by_number, behaviours)
        behaviour = row.get("behaviour")
        if isinstance(behaviour, str):
            if behaviour in seen:
                yield Fault(line, f"a rule for {behaviour} stands already at line {seen[behaviour]}; join the two")
            seen.setdefault(behaviour, line)


def _rows(table: Table, key: str, lines: _Lines) -> Iterator[tuple[Table, int]]:
    rows = table.get(key, [])
    if isinstance(rows, list):
        for row, line in zip(rows, lines.rows(key, len(rows)), strict=True):
            if isinstance(row, dict):
                yield row, line


def _head(table: Table, lines: _Lines) -> Iterator[Fault]:
    id = table.get("id")
    if isinstance(id, str) and id and not _ID.fullmatch(id):
        yield Fault(lines.head("id"), f"id {_quoted(id)} should be small letters, figures and hyphens: north-dene")
    start, end = table.get("in_force_from"), table.get("in_force_to")
    if type(start) is date and type(end) is date and end < start:
        text = f"'in_force_to' is {end}, before 'in_force_from', {start}; the last day in force is not before the first"
        yield Fault(lines.head("in_force_to"), text)


def _shape(row: Table, keys: dict[str, type], needed: tuple[str, ...], what: str, line: int, lines: _Lines) -> Iterator[Fault]:
    for key, value in row.items():
        text = ""
        if key not in keys:
            text = f"{what} has a key '{key}'{_nearest(key, keys)}; known are {', '.join(keys)}"
        elif not isinstance(value, keys[key]) or isinstance(value, datetime):
            text = f"{what}: '{key}' should be {_CALLED[keys[key]]}, not {_quoted(value)}"
        elif isinstance(value, list) and line:  # the lists of a head are tables, and looked at one by one
            odd = [each for each in value if not isinstance(each, str)]
            text = f"{what}: '{key}' should be a list of texts; it holds {_quoted(odd[0])}" if odd else ""
        if text:
            yield Fault(lines.key(line, key) if line else lines.head(key), text)
    for key in needed:
        if key not in row or row[key] in ("", []):
            yield Fault(line, f"{what} lacks '{key}'")


# --- clauses -----------------------------------------------------------------------------------------------------------------


def _of_clause(row: Table, line: int, lines: _Lines, behaviours: Collection[str]) -> Iterator[Fault]:
    what = f"clause {_text(row, 'number') or '?'}"
    yield from _shape(row, _CLAUSE, ("number", "locator", "addressee", "kind", "summary"), what, line, lines)
    for key, choices in _CHOICES.items():
        value = row.get(key)
        if isinstance(value, str) and value not in choices and (value or key == "visible"):
            listed = ", ".join(choice for choice in choices if choice)
            yield Fault(lines.key(line, key), f"{what}: {key} '{value}' is none of {listed}{_nearest(value, choices)}")
    named = _texts(row, "behaviours")
    for key in ("behaviours", "indirect"):
        for behaviour in _texts(row, key):
            if behaviour not in behaviours:
                yield Fault(lines.key(line, key), f"{what}: {_unknown(behaviour, behaviours)}")
    for behaviour in _texts(row, "indirect"):
        if behaviour not in named:
            text = f"{what}: '{behaviour}' is called indirect and not among its behaviours; add it there too"
            yield Fault(lines.key(line, "indirect"), text)
    yield from _limits(row, what, line, lines)
    if row.get("row"):
        return
    is_visible = row.get("visible", "no") != "no"
    if named and not is_visible:
        text = f"{what} names behaviours and is said not to be visible; say what it takes to see it"
        yield Fault(lines.key(line, "visible"), text)
    if row.get("kind") == "permission" and is_visible and not named:
        text = f"{what} is a permission that excuses nothing: name the behaviours that it excuses or bounds"
        yield Fault(lines.key(line, "kind"), f'{text}, or say visible = "no"')
    if row.get("kind") == "deadline":
        for behaviour in named:
            yield from _unstated(behaviour, _table(row, "limits"), what, lines.key(line, "behaviours"))


def _unstated(behaviour: str, limits: Table, what: str, line: int) -> Iterator[Fault]:
    measures = _MEASURES.get(behaviour, ())
    if measures and not any(key in limits for key in (*measures, "deadline")):
        advice = f'set {measures[0]}, or deadline = "none-stated" if the text gives no figure'
        yield Fault(line, f"{what} is a deadline for {behaviour} and does not say how long; {advice}")


def _limits(row: Table, what: str, line: int, lines: _Lines) -> Iterator[Fault]:
    for key, value in _table(row, "limits").items():
        text, said = "", known_limits().get(key)
        if said is None:
            advice = f"{_nearest(key, known_limits())}; leave it out or name it as others do"
            text = f"{what}: nothing knows a limit '{key}'{advice}"
        elif said.startswith("figure") and (isinstance(value, bool) or not isinstance(value, int | float)):
            text = f"{what}: limit '{key}' should be a figure, not {_quoted(value)}"
        elif isinstance(value, list) and not all(isinstance(each, str) for each in value):
            text = f"{what}: limit '{key}' should be a list of texts"
        elif not isinstance(value, str | int | float | list):  # True and False are figures to Python
            text = f"{what}: limit '{key}' should be a text, a figure or a list of texts, not {_quoted(value)}"
        if text:
            yield Fault(lines.key(line, "limits", key), text)


@cache
def known_limits() -> Mapping[str, str]:
    """Every limit that a pack may set, with what it says."""
    text = resources.files("checker.protocols").joinpath("limits.txt").read_text(encoding="utf-8")
    lines = [line.partition(" ") for line in text.splitlines() if line and not line.startswith("#")]
    return {key: said.strip() for key, _, said in lines}


def _cited_by_clause(row: Table, line: int, lines: _Lines, id: object, by_number: Mapping[str, Table]) -> Iterator[Fault]:
    see = _table(row, "limits").get("see")
    for each in [see] if isinstance(see, str) else see if isinstance(see, list) else []:
        if isinstance(each, str) and each.startswith(f"{id}/") and each.partition("/")[2] not in by_number:
            text = f"clause {_text(row, 'number')}: see cites {each}, which the pack does not have"
            yield Fault(lines.key(line, "limits", "see"), text + _nearest(each.partition("/")[2], by_number))


def _unmeasured(clauses: Sequence[tuple[Table, int]], lines: _Lines, behaviours: Collection[str]) -> Iterator[Fault]:
    """Behaviours that cannot be judged without a figure, forbidden by a pack that neither sets nor disclaims it."""
    for id, behaviour in _known(behaviours).items():
        naming = [(row, line) for row, line in clauses if id in _texts(row, "behaviours") and not row.get("row")]
        set_limits = {key for row, _ in naming for key in _table(row, "limits")}
        for limit in behaviour.limits:
            if naming and limit not in set_limits and "deadline" not in set_limits:
                row, line = naming[0]
                text = f"clause {_text(row, 'number')} names {id}, and no clause that does sets {limit}, so it cannot be judged"
                yield Fault(lines.key(line, "behaviours"), f'{text}; set it, or deadline = "none-stated" if there is no figure')


# --- rules -------------------------------------------------------------------------------------------------------------------


def _of_rule(row: Table, line: int, lines: _Lines, clauses: Mapping[str, Table], behaviours: Collection[str]) -> Iterator[Fault]:
    behaviour = _text(row, "behaviour")
    what = f"rule {behaviour or '?'}"
    yield from _shape(row, _RULE, ("behaviour",), what, line, lines)
    yield from _limits(row, what, line, lines)
    if behaviour and behaviour not in behaviours:
        yield Fault(lines.key(line, "behaviour"), f"{what}: {_unknown(behaviour, behaviours)}")
    elif behaviour and not any(behaviour in _texts(each, "behaviours") for each in clauses.values()):
        yield Fault(lines.key(line, "behaviour"), f"{what}: no clause names {behaviour}, so the rule does nothing; leave it out")
    for key in ("clauses", "permits"):
        for number in _texts(row, key):
            yield from _cited(behaviour, key, key, number, lines.key(line, key), clauses)
    known = _known(behaviours).get(behaviour)
    for manner, numbers in _table(row, "manners").items():
        place = lines.key(line, "manners", manner)
        if known and known.is_seen and manner not in known.manners:
            yield Fault(
                place, f"{what}: no manner '{manner}'{_nearest(manner, known.manners)}; there are {', '.join(known.manners)}"
            )
        if not isinstance(numbers, list) or not all(isinstance(each, str) for each in numbers):
            yield Fault(place, f"{what}: manner '{manner}' should be a list of clause numbers")
            continue
        for number in numbers:
            yield from _cited(behaviour, "manners", f"manner {manner}", number, place, clauses)


def _cited(behaviour: str, key: str, told: str, number: str, line: int, clauses: Mapping[str, Table]) -> Iterator[Fault]:
    what = f"rule {behaviour or '?'}: {told} cites clause {number}, "
    clause = clauses.get(number)
    if clause is None:
        yield Fault(line, f"{what}which the pack does not have{_nearest(number, clauses)}")
    elif behaviour not in _texts(clause, "behaviours"):
        yield Fault(line, f"{what}which does not name {behaviour} among its behaviours; add it there, or do not cite it")
    elif key == "clauses" and clause.get("kind") == "permission":
        yield Fault(line, f"{what}a permission, which nobody can break; cite it under permits")
    elif key == "manners" and clause.get("kind") == "permission" and not _bounds_who(clause):
        advice = "cite it under permits, or set the limit that says who may do it"
        yield Fault(line, f"{what}a permission that does not say who may; {advice}")
    elif key == "permits" and clause.get("kind") != "permission":
        yield Fault(line, f"{what}which is no permission; cite it under clauses")


def _bounds_who(clause: Table) -> bool:
    """Whether a permission says who may do a thing, so that whoever else does it goes beyond it (a limit such as may_speak)."""
    return any(key.startswith("may_") and known_limits().get(key, "").startswith("who") for key in _table(clause, "limits"))


# --- words -------------------------------------------------------------------------------------------------------------------


def _known(behaviours: Collection[str]) -> Mapping[str, Behaviour]:
    if not isinstance(behaviours, Mapping):
        return {}
    return {id: each for id, each in behaviours.items() if isinstance(each, Behaviour)}


def _unknown(behaviour: str, behaviours: Collection[str]) -> str:
    return f"no behaviour '{behaviour}'{_nearest(behaviour, behaviours)}; checker explain lists them"


def _nearest(word: str, choices: Collection[str]) -> str:
    """The advice that one of the choices may be meant, or nothing when none is like the word."""
    if len(word) > 60:
        return ""
    near = difflib.get_close_matches(word, [choice for choice in choices if choice], 1, 0.6)
    return f" (did you mean '{near[0]}'?)" if near else ""


def _quoted(value: object) -> str:
    text = f"{value}" if isinstance(value, date | bool | int | float) else repr(value)[:200]
    return text if len(text) <= 40 else text[:37] + "…"


def _text(row: Table, key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _texts(row: Table, key: str) -> list[str]:
    value = row.get(key)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _table(row: Table, key: str) -> Table:
    value = row.get(key)
    return value if isinstance(value, dict) else {}
