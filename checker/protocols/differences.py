"""What a new edition of a protocol changes, clause by clause, and which rules that touches.

Clauses are the same when they say the same: first those whose summary is unchanged, wherever they stand now; then those that
keep their number and say something like it; then the likest of what is left. A clause that says the same in another place
was renumbered. What nothing in the other edition is like was added or removed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.domain import Clause, Limit, Protocol, Rule
from checker.protocols.attaching import stem

_LIKE_AT_HOME = 0.25  # share of words in common that makes a clause of the same number the same clause
_LIKE_ELSEWHERE = 0.6  # and one of another number
_WORD = re.compile(r"[^\W_]{3,40}")
_KEYS = ("locator", "addressee", "kind", "visible", "shows", "row", "summary")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is another in the new edition; empty where it is not there."""

    key: str
    old: str
    new: str

    def __str__(self) -> str:
        if self.key == "summary":
            return f"now says: {self.new}"
        if not self.old:
            return f"{self.key}: {self.new} (new)"
        return f"{self.key}: {self.old} (gone)" if not self.new else f"{self.key}: {self.old} -> {self.new}"


@dataclass(frozen=True, slots=True)
class ChangedClause:
    """A clause that both editions have, with what differs. ``is_moved`` says that it bears another number."""

    old: Clause
    new: Clause
    changes: tuple[Change, ...]

    @property
    def is_moved(self) -> bool:
        return self.old.number != self.new.number


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A behaviour that one of two editions forbids, or both do in different ways. ``sign`` is +, - or ~."""

    behaviour: str
    sign: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Two editions, held against each other."""

    old: Protocol
    new: Protocol
    added: tuple[Clause, ...]
    removed: tuple[Clause, ...]
    changed: tuple[ChangedClause, ...]
    rules: tuple[ChangedRule, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed or self.rules)


def differences(old: Protocol, new: Protocol) -> Differences:
    """What the new edition changes; clauses in the order of the edition that has them, rules by behaviour."""
    pairs = _pairs(old.clauses, new.clauses)
    moved = {one.number: other.number for one, other in pairs}
    kept_old, kept_new = {one.number for one, _ in pairs}, {other.number for _, other in pairs}
    changed = []
    for one, other in sorted(pairs, key=lambda pair: new.clauses.index(pair[1])):
        if (changes := tuple(_clause_changes(one, other))) or one.number != other.number:
            changed.append(ChangedClause(one, other, changes))
    return Differences(
        old,
        new,
        added=tuple(clause for clause in new.clauses if clause.number not in kept_new),
        removed=tuple(clause for clause in old.clauses if clause.number not in kept_old),
        changed=tuple(changed),
        rules=tuple(_rule_changes(old.rules, new.rules, moved)),
    )


def as_text(found: Differences) -> str:
    """The differences in lines: + for what is new, - for what is gone, ~ for what is another."""
    lines = [f"{_edition(found.old)} -> {_edition(found.new)}"]
    if found.is_empty:
        return f"{lines[0]}\nNothing differs.\n"
    renumbered = [each for each in found.changed if each.is_moved]
    figures = (len(found.added), "added"), (len(found.removed), "removed"), (len(renumbered), "renumbered")
    altered = sum(bool(each.changes) for each in found.changed)
    lines.append(f"Clauses: {', '.join(f'{number} {word}' for number, word in (*figures, (altered, 'changed')))}.")
    lines.append("")
    lines += [f"+ {clause.number} ({clause.locator}): {clause.summary}" for clause in found.added]
    lines += [f"- {clause.number} ({clause.locator}): {clause.summary}" for clause in found.removed]
    for each in found.changed:
        number = f"{each.old.number} -> {each.new.number}" if each.is_moved else each.new.number
        lines.append(f"~ {number} ({each.new.locator})" + ("" if each.changes else ": renumbered"))
        lines += [f"    {change}" for change in each.changes]
    if found.rules:
        lines += ["", "What is checked:"]
    for rule in found.rules:
        told = {"+": ": forbidden now", "-": ": no longer forbidden", "~": ""}[rule.sign]
        lines.append(f"{rule.sign} {rule.behaviour}{told}")
        lines += [f"    {change}" for change in rule.changes]
    return "\n".join(lines) + "\n"


def _edition(protocol: Protocol) -> str:
    return f"{protocol.id} ({protocol.edition})" if protocol.edition else protocol.id


# --- which clause is which ---------------------------------------------------------------------------------------------------


def _pairs(old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """The clauses that both editions have."""
    left, right = list(old), list(new)
    pairs: list[tuple[Clause, Clause]] = []
    words = {id(clause): _words(clause) for clause in (*old, *new)}

    def join(key: Callable[[Clause], object], least: float) -> None:
        of_key: defaultdict[object, list[Clause]] = defaultdict(list)
        for clause in right:
            of_key[key(clause)].append(clause)
        for clause in tuple(left):
            candidates = of_key[key(clause)]
            if candidates and _likeness(words[id(clause)], words[id(candidates[0])]) >= least:
                pairs.append((clause, candidates[0]))
                left.remove(clause)
                right.remove(candidates.pop(0))

    join(lambda clause: (clause.number, clause.row, clause.summary), 0.0)
    join(lambda clause: (clause.row, clause.kind, clause.addressee, clause.summary), 0.0)
    join(lambda clause: (clause.number, bool(clause.row)), _LIKE_AT_HOME)
    likest = sorted(
        (
            (-likeness, place, other_place)
            for place, clause in enumerate(left)
            for other_place, other in enumerate(right)
            if bool(clause.row) == bool(other.row)
            and (likeness := _likeness(words[id(clause)], words[id(other)])) >= _LIKE_ELSEWHERE
        ),
    )
    taken: set[int] = set()
    taken_new: set[int] = set()
    for _, place, other_place in likest:
        if place not in taken and other_place not in taken_new:
            pairs.append((left[place], right[other_place]))
            taken.add(place)
            taken_new.add(other_place)
    return pairs


def _words(clause: Clause) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(clause.summary.lower()))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    together = one | other
    return len(one & other) / len(together) if together else 1.0


# --- what differs ------------------------------------------------------------------------------------------------------------


def _clause_changes(old: Clause, new: Clause) -> Iterator[Change]:
    for key in _KEYS:
        if getattr(old, key) != getattr(new, key) and not (key == "locator" and old.number != new.number):
            yield Change(key, getattr(old, key), getattr(new, key))
    yield from _list_changes("behaviours", old.behaviours, new.behaviours)
    yield from _list_changes("indirect", old.indirect, new.indirect)
    yield from _limit_changes(old.limits, new.limits)


def _rule_changes(old: Iterable[Rule], new: Iterable[Rule], moved: Mapping[str, str]) -> Iterator[ChangedRule]:
    before, after = ({rule.behaviour: rule for rule in rules} for rules in (old, new))
    for behaviour in sorted({*before, *after}):
        one, other = before.get(behaviour), after.get(behaviour)
        if one is None or other is None:
            rule = one or other
            clauses = _numbers(rule.clauses if rule else ())
            change = Change("clauses", "" if one is None else ", ".join(clauses), ", ".join(clauses) if one is None else "")
            yield ChangedRule(behaviour, "+" if one is None else "-", (change,))
        elif changes := tuple(_of_rule(one, other, moved)):
            yield ChangedRule(behaviour, "~", changes)


def _of_rule(old: Rule, new: Rule, moved: Mapping[str, str]) -> Iterator[Change]:
    yield from _limit_changes(old.limits, new.limits)

    def now(ids: Iterable[str]) -> list[str]:
        return [moved.get(number, number) for number in _numbers(ids)]

    yield from _list_changes("clauses", now(old.clauses), _numbers(new.clauses))
    yield from _list_changes("permits", now(old.permits), _numbers(new.permits))
    for manner in sorted({*old.manners, *new.manners}):
        yield from _list_changes(f"manner {manner}", now(old.manners.get(manner, ())), _numbers(new.manners.get(manner, ())))
    if old.remedy != new.remedy:
        yield Change("remedy", old.remedy, new.remedy)
    if old.is_indirect != new.is_indirect:
        yield Change("reached", *("indirectly" if rule.is_indirect else "directly" for rule in (old, new)))


def _limit_changes(old: Mapping[str, Limit], new: Mapping[str, Limit]) -> Iterator[Change]:
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            yield Change(f"limit {key}", _said(old.get(key)), _said(new.get(key)))


def _list_changes(key: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    gone = [each for each in old if each not in new]
    come = [each for each in new if each not in old]
    if gone:
        yield Change(key, ", ".join(gone), "")
    if come:
        yield Change(key, "", ", ".join(come))
    if not gone and not come and list(old) != list(new):
        yield Change(key, ", ".join(old), ", ".join(new))


def _numbers(ids: Iterable[str]) -> list[str]:
    return [id.partition("/")[2] for id in ids]


def _said(value: Limit | None) -> str:
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)
