"""The table of differing pairs: one act, under protocols that forbid it and under others that let it pass.

The acts stand in ``pairs.toml``, a row each. A row holds when each protocol on its left gives a finding that cites the clauses
named there (or the paragraph that holds them) and no protocol on its right gives any. A row for which no detector is built is
expected to fail, strictly, and stops being so when the detector comes; ``conftest.py`` prints which rows wait for which.
"""

from __future__ import annotations

import functools
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checker.detectors import behaviours
from checker.detectors.examples import case_of
from checker.domain import Case, Finding, Limit, Protocol, Rule
from checker.pipeline import check
from checker.protocols import known, load
from checker.protocols.rules import rules_of

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("SHARED", HERE.parents[2] / "shared"))
PAIRS: list[dict[str, Any]] = tomllib.loads((HERE / "pairs.toml").read_text(encoding="utf-8"))["pairs"]  # Any: tables of TOML
NAMES = [f"{pair['number']}-{'-or-'.join(pair['behaviours'])}" for pair in PAIRS]

each_pair = pytest.mark.parametrize("pair", PAIRS, ids=NAMES)


# --- what a row says --------------------------------------------------------------------------------------------------------


def expected_failure(pair: dict[str, Any]) -> list[pytest.MarkDecorator]:
    """The mark of a row that does not hold yet, with the reason; none for a row that has to hold.

    A row of two behaviours of which one is built may hold already or may not: until the other comes, both are in order.
    """
    unseen = [b for b in pair["behaviours"] if not behaviours()[b].is_seen]
    gap = pair.get("known_gap", "")
    if not gap and pair.get("uncited"):
        gap = f"no rule can cite {', '.join(pair['uncited'])} yet"
    if unseen:
        gap = f"no detector for {' or '.join(unseen)} yet"
    is_strict = unseen == pair["behaviours"] or not unseen
    return [pytest.mark.xfail(strict=is_strict, raises=AssertionError, reason=gap)] if gap else []


@functools.cache
def protocol(id: str) -> Protocol:
    return load(id, behaviours())


def forbidding(pair: dict[str, Any]) -> Iterator[tuple[Protocol, list[str]]]:
    """The protocols under which the act is a breach, each with the clauses that it breaks."""
    for id in dict.fromkeys(clause.partition("/")[0] for clause in pair["breach_under"]):
        yield protocol(id), [clause for clause in pair["breach_under"] if clause.startswith(f"{id}/")]


def passing(pair: dict[str, Any]) -> Iterator[Protocol]:
    """The protocols that let the act pass, each once; with a clause that was only proposed, as if it were adopted."""
    seen: set[str] = set()
    for entry in pair["fine_under"]:
        rulebook = protocol(re.split("[/:]", entry)[0])
        if "/" in entry and rulebook.clause(entry).limits.get("status") == "proposed":
            yield adopted(rulebook, entry)
        elif rulebook.id not in seen:
            seen.add(rulebook.id)
            yield rulebook


def adopted(rulebook: Protocol, proposed: str) -> Protocol:
    """A protocol as it would be if a proposed clause took the place of those that speak of the same behaviours."""
    new = rulebook.clause(proposed)
    in_force = replace(new, limits={key: value for key, value in new.limits.items() if key != "status"})
    clauses = tuple(
        in_force if clause is new else replace(clause, behaviours=tuple(b for b in clause.behaviours if b not in new.behaviours))
        for clause in rulebook.clauses
    )
    kept = tuple(rule for rule in rulebook.rules if rule.behaviour not in new.behaviours)
    changed = tuple(rule for rule in rules_of(clauses, ()) if rule.behaviour in new.behaviours)
    return replace(rulebook, clauses=clauses, rules=kept + changed)


def judged(pair: dict[str, Any]) -> list[Protocol]:
    return [*(rulebook for rulebook, _ in forbidding(pair)), *passing(pair)]


def covers(cited: Iterable[str], clause: str) -> bool:
    """Whether one of the clauses cited is this one or a paragraph that holds it."""
    return any(clause == other or clause.startswith(f"{other}.") for other in cited)


# --- the table --------------------------------------------------------------------------------------------------------------


def of_the_row(pair: dict[str, Any], case: Case, rulebook: Protocol) -> list[Finding]:
    return [finding for finding in check(case, rulebook) if finding.behaviour in pair["behaviours"]]


@pytest.mark.parametrize(
    "pair", [pytest.param(pair, id=name, marks=expected_failure(pair)) for pair, name in zip(PAIRS, NAMES, strict=True)]
)
def test_one_act_gets_two_answers(pair: dict[str, Any], record_property: Callable[[str, object], None]) -> None:
    record_property("differing pair", pair["number"])
    case = case_of(pair)

    for rulebook, clauses in forbidding(pair):
        found = of_the_row(pair, case, rulebook)
        cited = {clause for finding in found for clause in finding.clauses}
        assert found, f"{rulebook.id} forbids it in {', '.join(clauses)}, and nothing was found"
        assert [c for c in clauses if not covers(cited, c)] == [], f"{rulebook.id}: the findings cite {sorted(cited)}"
    for rulebook in passing(pair):
        found = of_the_row(pair, case, rulebook)
        assert not found, f"{rulebook.id} lets it pass, and yet: {' '.join(finding.why for finding in found)}"


@each_pair
def test_an_act_shows_nothing_but_what_its_row_names(pair: dict[str, Any]) -> None:
    case = case_of(pair)

    shown = {finding.behaviour for rulebook in judged(pair) for finding in check(case, rulebook)}

    assert shown - set(pair["behaviours"]) == {id for id in pair.get("also", ()) if behaviours()[id].is_seen}


# --- the packs, whether a detector is there or not --------------------------------------------------------------------------


def rules_on(rulebook: Protocol, wanted: Sequence[str]) -> list[Rule]:
    return [rule for rule in rulebook.rules if rule.behaviour in wanted]


@each_pair
def test_a_rule_can_cite_the_clauses_that_an_act_breaks(pair: dict[str, Any]) -> None:
    """All but those that the row lists as ``uncited``: that list has to shrink with the packs' gaps."""
    uncited = []
    for rulebook, clauses in forbidding(pair):
        rules = rules_on(rulebook, pair["behaviours"])
        cited = {c for rule in rules for c in (*rule.clauses, *(one for many in rule.manners.values() for one in many))}
        uncited += [clause for clause in clauses if not covers(cited, clause)]

    assert uncited == pair.get("uncited", [])


@each_pair
def test_the_packs_give_a_detector_what_tells_the_two_answers_apart(pair: dict[str, Any]) -> None:
    """A detector knows no clause and no protocol: where both sides have a rule, only its limits can part them."""
    for id in pair["behaviours"]:
        for left, _ in forbidding(pair):
            for right in passing(pair):
                for one in rules_on(left, [id]):
                    for other in rules_on(right, [id]):
                        assert limits_of(one) != limits_of(other), f"{left.id} and {right.id} set the same limits on {id}"


def limits_of(rule: Rule) -> dict[str, Limit]:
    """The limits of a rule; ``see`` names another clause and limits nothing."""
    return {key: value for key, value in rule.limits.items() if key != "see"}


# --- the rows themselves ----------------------------------------------------------------------------------------------------


def test_the_rows_are_all_there_and_in_order() -> None:
    assert [pair["number"] for pair in PAIRS] == list(range(1, 54))


@each_pair
def test_a_row_names_what_there_is(pair: dict[str, Any]) -> None:
    """Known behaviours, clauses of the packs, protocols on both sides, and one act."""
    assert {*pair["behaviours"], *pair.get("also", ())} <= set(behaviours())
    assert set(pair.get("uncited", ())) <= set(pair["breach_under"])
    assert ("mail" in pair) != ("draft" in pair)
    assert pair["act"].endswith(".")
    for entry in (*pair["breach_under"], *pair["fine_under"]):
        id, number = re.split("[/:]", entry, maxsplit=1)
        assert id in known()
        assert number == " no clause" or protocol(id).clause(entry)


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "clauses.md").is_file(), reason="the inventory of clauses is not here")
def test_the_rows_are_those_of_the_inventory() -> None:
    text = (SHARED / "clauses.md").read_text(encoding="utf-8")
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if re.match(r"\| \d+ \|", line)]
    ids = re.compile(rf"(?:{'|'.join(known())})")

    inventory = [
        (int(number), named.split(", "), left.split(", "), set(ids.findall(right))) for number, named, left, right, _ in table
    ]
    ours = [
        (pair["number"], pair["behaviours"], pair["breach_under"], {re.split("[/:]", entry)[0] for entry in pair["fine_under"]})
        for pair in PAIRS
    ]

    assert ours == inventory
