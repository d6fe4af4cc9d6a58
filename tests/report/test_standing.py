"""How a finding would stand under the other protocols: said from their packs, without another check."""

from __future__ import annotations

from dataclasses import replace

from checker import protocols
from checker.detectors import behaviours
from checker.domain import Run
from checker.report.standing import Standing, standings


def finding(run: Run, behaviour: str, protocol: str, why: str = ""):
    """A finding of this behaviour under a protocol of the program's, with the clauses that its rule names first."""
    pack = protocols.load(protocol, behaviours())
    rule = next(rule for rule in pack.rules if rule.behaviour == behaviour)
    return replace(run.findings[0], behaviour=behaviour, protocol=protocol, clauses=rule.clauses, why=why), pack


def under(found: tuple[Standing, ...], authority: str) -> Standing:
    return next(one for one in found if authority in one.authority)


def test_a_reply_that_is_late_here_may_be_in_time_elsewhere(run: Run) -> None:
    why = "The answer of Monday 16 March 2026 came 10 working days after Monday 2 March 2026; the protocol allows 5."
    late, mwda = finding(run, "late-reply", "mwda", why)

    found = standings(late, mwda, {})

    assert len(found) == len(protocols.known()) - 1
    assert under(found, "City of London").clauses == ("7.3",)
    assert under(found, "City of London").remark == "10 working days allowed; with 10 counted here it would be in time there"
    assert under(found, "Police").remark.endswith("with 10 counted here it would be late there")
    assert "nobody could be held to it" in under(found, "London Councils").remark


def test_a_protocol_that_says_nothing_of_a_behaviour_is_named_last(run: Run) -> None:
    copying, mwda = finding(run, "undisclosed-copying", "mwda")

    found = standings(copying, mwda, {})

    assert under(found, "Isle of Wight").clauses == ()
    assert [bool(one.clauses) for one in found] == sorted((bool(one.clauses) for one in found), reverse=True)


def test_no_other_protocol_than_the_findings_own_is_left_out(run: Run) -> None:
    for id in protocols.known():
        attack, pack = finding(run, "personal-attack", id)
        assert pack.authority not in [one.authority for one in standings(attack, pack, {})]
