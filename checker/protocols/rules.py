"""The rules that follow from a protocol's clauses.

Every behaviour that a clause forbids gives a rule. It cites the clauses under which a breach can be seen at all, those that
only hint left off where a firmer one exists. Its limits are those of all its clauses together, the first that sets a key
winning, those that forbid before those that permit; where clauses differ on a key (whom a complaint goes to, by whom it is
about), ``terms_of`` keeps them apart. A clause that was only proposed gives none. A permission cannot be broken, and alone gives
no rule, unless the pack cites it for a manner: one that says who may do a thing is gone beyond by whoever else does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from checker.domain import Clause, Limit, Rule

_FIRMNESS = {"yes": 0, "with-roster": 0, "with-settings": 0, "partly": 1, "no": 2}


def rules_of(clauses: Sequence[Clause], stated: Iterable[Rule]) -> tuple[Rule, ...]:
    """One rule a behaviour, by the clauses themselves and then by what the pack states beside them."""
    said = {rule.behaviour: rule for rule in stated}
    behaviours = sorted({b for clause in clauses for b in clause.behaviours if _counts(clause)})
    rules = (_rule(behaviour, clauses_on(behaviour, clauses)) for behaviour in behaviours)
    return tuple(rule for rule in (_with(rule, said.get(rule.behaviour)) for rule in rules) if rule.clauses)


def clauses_on(behaviour: str, clauses: Iterable[Clause]) -> list[Clause]:
    """The clauses in force that forbid, bound or excuse a behaviour, in the order of the text."""
    return [clause for clause in clauses if behaviour in clause.behaviours and _counts(clause)]


def terms_of(clauses: Iterable[Clause]) -> tuple[Mapping[str, Limit], ...]:
    """What each clause of a rule says for itself: its limits, with its id, kind and addressee beside them.

    One mapping a clause, in the order of the text, permissions included. The three stand under ``clause``, ``clause_kind``
    and ``clause_addressee``, which no pack can set as limits; ``addressee`` itself is one (MWDA 11, the examples).
    """
    return tuple(
        MappingProxyType({**clause.limits, "clause": clause.id, "clause_kind": clause.kind, "clause_addressee": clause.addressee})
        for clause in clauses
    )


def _counts(clause: Clause) -> bool:
    return not clause.row and clause.limits.get("status") != "proposed"


def _rule(behaviour: str, clauses: list[Clause]) -> Rule:
    forbidding = [clause for clause in clauses if clause.kind != "permission"]
    firmest = min((_FIRMNESS[clause.visible] for clause in forbidding), default=2)
    cited = [clause for clause in forbidding if _FIRMNESS[clause.visible] == firmest]
    cited.sort(key=lambda clause: clause.kind != "deadline")  # what sets the time says more than a general wish for speed
    limits: dict[str, Limit] = {}
    for clause in (*forbidding, *(clause for clause in clauses if clause.kind == "permission")):
        for key, value in clause.limits.items():
            limits.setdefault(key, value)
    return Rule(
        behaviour=behaviour,
        clauses=tuple(clause.id for clause in cited),
        limits=MappingProxyType(limits),
        permits=tuple(clause.id for clause in clauses if clause.kind == "permission"),
        terms=terms_of(clauses),
        is_indirect=bool(forbidding) and all(behaviour in clause.indirect for clause in forbidding),
    )


def _with(rule: Rule, stated: Rule | None) -> Rule:
    if stated is None:
        return rule
    by_manner = tuple(dict.fromkeys(clause for clauses in stated.manners.values() for clause in clauses))
    return replace(
        rule,
        clauses=stated.clauses or rule.clauses or by_manner,
        limits=MappingProxyType({**rule.limits, **stated.limits}),
        manners=stated.manners,
        permits=stated.permits or rule.permits,
        remedy=stated.remedy,
    )
