"""What of a protocol is checked: every statement has one state and a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from checker.detectors import behaviours
from checker.domain import Behaviour, Clause, Protocol
from checker.protocols import known, load
from checker.protocols.coverage import CHECKED, GAP, HINT, IDLE, ROSTER, SETTING, STATES, STRUCTURE, UNSEEN, Line, coverage
from checker.protocols.packs import read_pack
from checker.protocols.rules import rules_of

DENE = read_pack((Path(__file__).parent / "dene.toml").read_bytes(), "dene.toml", behaviours())


def _behaviours(*seen: str) -> Mapping[str, Behaviour]:
    return {id: replace(behaviour, is_seen=id in seen) for id, behaviour in behaviours().items()}


def _lines(*seen: str) -> dict[str, Line]:
    return {line.clause.number: line for line in coverage(DENE, _behaviours(*seen)).lines}


def _with(number: str, **changes: object) -> Protocol:
    clauses = tuple(replace(clause, **changes) if clause.number == number else clause for clause in DENE.clauses)
    return replace(DENE, clauses=clauses, rules=rules_of(clauses, ()))


def test_a_clause_that_can_be_seen_and_is_not_looked_for_is_a_gap() -> None:
    lines = _lines()

    assert {number for number, line in lines.items() if line.state == GAP} == {
        "1.1",
        "1.2.1",
        "1.2.2",
        "1.2.3",
        "2.a",
        "2.c",
        "3.1",
    }
    assert lines["3.1"].missing == ("party-branding",)
    assert lines["3.1"].reason == "Nothing looks for this yet. What would show: A party's emblem on a leaflet."
    assert lines["2.c"].reason.startswith("No behaviour covers it.")


def test_what_is_looked_for_is_told_by_what_it_takes_to_see_it() -> None:
    lines = _lines("late-reply", "undisclosed-copying", "party-branding", "personal-attack")

    assert (lines["3.1"].state, lines["3.1"].behaviours) == (CHECKED, ("party-branding",))
    assert lines["1.2.3"].state == ROSTER
    assert lines["1.1"].state == SETTING
    assert lines["1.1"].settings == ("days on which the authority was closed, beside weekends and bank holidays",)
    assert lines["2.a"].state == HINT
    assert lines["1.2.1"].reason.startswith("A permission: it is looked at as what bounds or excuses the behaviour.")


def test_what_cannot_be_seen_says_why() -> None:
    lines = _lines()

    assert {number for number, line in lines.items() if line.state == UNSEEN} == {"2.b", "3.2", "fn1"}
    assert lines["3.2"].reason == "It rests on another document, which the program does not have."
    assert "nothing in it to keep or to break" in lines["fn1"].reason
    assert "an attitude or a way of working" in lines["2.b"].reason


def test_a_clause_that_was_only_proposed_is_not_in_force() -> None:
    assert _lines("officer-lobbying")["4"].state == IDLE


def test_headings_and_paragraphs_that_hold_statements_are_structure_and_not_counted() -> None:
    found = coverage(DENE, _behaviours("late-reply"))

    assert [line.clause.number for line in found.lines if line.state == STRUCTURE] == ["1", "1.2", "2", "3"]
    assert found.statements == 11
    assert dict(found.totals) == {CHECKED: 0, ROSTER: 0, SETTING: 1, HINT: 0, GAP: 6, UNSEEN: 3, IDLE: 1}
    assert (found.visible, found.looked_at) == (7, 1)
    assert [line.depth for line in found.lines[:5]] == [0, 1, 1, 2, 2]


def test_a_behaviour_without_the_figure_it_needs_is_not_called_checked() -> None:
    line = next(
        line
        for line in coverage(_with("1.1", limits=MappingProxyType({"deadline": "none-stated"})), _behaviours("late-reply")).lines
        if line.clause.number == "1.1"
    )

    assert line.state == UNSEEN
    assert line.reason == "The protocol sets no reply working days, so there is nothing to measure by."


def test_a_setting_that_the_pack_names_is_the_one_that_is_told() -> None:
    named = MappingProxyType({"settings": ("list-of-confidential-papers", "election-notice-date")})

    protocol = _with("1.1", limits=MappingProxyType({"reply_working_days": 10, **named}))

    line = next(line for line in coverage(protocol, _behaviours("late-reply")).lines if line.clause.number == "1.1")
    assert line.settings == ("a list of confidential papers", "an election notice date")


def test_a_behaviour_beside_one_that_is_seen_is_named_as_not_looked_for_yet() -> None:
    protocol = _with("3.1", behaviours=("party-branding", "campaigning"))

    line = next(line for line in coverage(protocol, _behaviours("party-branding")).lines if line.clause.number == "3.1")

    assert (line.state, line.behaviours, line.missing) == (CHECKED, ("party-branding",), ("campaigning",))


def test_a_clause_whose_breach_is_reported_under_a_firmer_one_says_under_which() -> None:
    line = next(
        line
        for line in coverage(_with("2.a", behaviours=("party-branding",)), _behaviours("party-branding")).lines
        if line.clause.number == "2.a"
    )

    assert line.reason.startswith("A breach of it is reported under 3.1.")


@pytest.mark.parametrize("id", known())
def test_every_clause_of_every_protocol_has_a_state_and_every_statement_a_reason_or_a_sign(id: str) -> None:
    protocol = load(id, behaviours())

    found = coverage(protocol, behaviours())

    assert [line.clause for line in found.lines] == list(protocol.clauses)
    assert sum(found.totals.values()) == found.statements == sum(not clause.row for clause in protocol.clauses)
    for line in found.lines:
        assert line.state in (*STATES, STRUCTURE)
        assert line.is_structure or line.reason or line.behaviours, line.clause.id
        assert (line.state == SETTING) == bool(line.settings)


@pytest.mark.parametrize("id", known())
def test_once_everything_is_looked_for_only_clauses_without_a_behaviour_are_gaps(id: str) -> None:
    everything = _behaviours(*behaviours())

    gaps = [line.clause for line in coverage(load(id, everything), everything).lines if line.state == GAP]

    assert all(not clause.behaviours for clause in gaps)


def test_a_clause_outside_every_rule_does_not_stop_it() -> None:
    stray = Clause("dene/9", "9", "section 9", "member", "duty", "A stray.", ("no-such-behaviour",), "yes")

    found = coverage(replace(DENE, clauses=(*DENE.clauses, stray)), _behaviours())

    assert found.lines[-1].state == GAP
