"""How a finding would stand under the other protocols that come with the program, by what their packs say of its behaviour.

Nothing is checked again: a pack tells whether it has a clause against the behaviour, and which; where days are counted, it tells
how many it allows. Another protocol's exceptions and conditions are not weighed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from checker import protocols
from checker.calendar import count_told, working_days
from checker.detectors import behaviours
from checker.domain import Behaviour, Finding, Protocol, Rule
from checker.report import words

# Which limit of a protocol counts the days of which behaviour.
_DAYS = {
    "late-acknowledgement": "acknowledge_working_days",
    "late-complaint-response": "complaint_response_working_days",
    "late-reply": "reply_working_days",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What one other protocol has against a behaviour: the numbers of its clauses, none if it has none, and a remark."""

    authority: str
    clauses: tuple[str, ...] = ()
    remark: str = ""


@cache
def others(protocol: str) -> tuple[Protocol, ...]:
    """The protocols that come with the program, without the one of this id."""
    return tuple(protocols.load(id, behaviours()) for id in protocols.known() if id != protocol)


def standings(finding: Finding, protocol: Protocol, options: Mapping[str, str]) -> tuple[Standing, ...]:
    """How the finding would stand under each of the others; those with a clause against its behaviour come first."""
    rules = [rule for rule in protocol.rules if rule.behaviour == finding.behaviour]
    mine = next((rule for rule in rules if set(finding.clauses[:1]) <= _cited(rule)), rules[0] if rules else None)
    found = [_standing(finding, mine, other, options) for other in others(finding.protocol)]
    return tuple(sorted(found, key=lambda one: not one.clauses))


def _standing(finding: Finding, mine: Rule | None, other: Protocol, options: Mapping[str, str]) -> Standing:
    rule = next((rule for rule in other.rules if rule.behaviour == finding.behaviour), None)
    if rule is None:
        return Standing(other.authority)
    clauses = dict.fromkeys(clause for each in _manners(finding, mine) for clause in rule.manners.get(each, rule.clauses))
    numbers = tuple(clause.partition("/")[2] for clause in clauses or rule.clauses)
    return Standing(other.authority, numbers, "; ".join(_remarks(finding, rule, behaviours().get(finding.behaviour), options)))


def _cited(rule: Rule) -> set[str]:
    return {*rule.clauses, *chain.from_iterable(rule.manners.values())}


def _manners(finding: Finding, mine: Rule | None) -> Sequence[str]:
    """The manners of the behaviour that lead to the clauses which the finding cites."""
    if mine is None:
        return ()
    return [manner for manner, clauses in mine.manners.items() if clauses == finding.clauses]


def _remarks(finding: Finding, rule: Rule, behaviour: Behaviour | None, options: Mapping[str, str]) -> Iterator[str]:
    if rule.is_indirect:
        yield "only through a general rule"
    if behaviour and (missing := [limit for limit in behaviour.limits if limit not in rule.limits]):
        yield f"it sets no {', '.join(missing).replace('_', ' ')}, so nobody could be held to it"
    allowed = rule.limits.get(_DAYS.get(finding.behaviour, ""))
    counted = count_told(finding.why)
    if isinstance(allowed, int):
        to_what = str(rule.limits.get("applies_to", "")).replace("-", " ")
        yield f"{words.count(allowed, 'working day')} allowed" + (f", for {to_what}" if to_what else "")
        if counted is not None:
            days = working_days(counted.after, counted.until, options.get("nation") or "ENG")
            yield f"with {days} counted here it would be {'late' if days > allowed else 'in time'} there"
