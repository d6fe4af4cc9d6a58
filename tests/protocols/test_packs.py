from __future__ import annotations

import pytest

from checker.detectors import behaviours
from checker.domain import CheckerError
from checker.protocols import known, law, load
from checker.protocols.packs import read_pack

PACK = """
id = "dene"
title = "Protocol"
authority = "Dene"

[[clauses]]
number = "1"
locator = "paragraph 1"
addressee = "officer"
kind = "deadline"
summary = "Answers come within three working days."
behaviours = ["late-reply"]
visible = "with-settings"
limits = { reply_working_days = 3 }
"""


@pytest.mark.parametrize("id", [*known(), *law()])
def test_a_pack_that_comes_with_the_program_is_sound(id: str) -> None:
    protocol = load(id, behaviours())

    assert protocol.id == id
    assert protocol.rules
    for rule in protocol.rules:
        for clause in (*rule.clauses, *rule.permits):
            assert rule.behaviour in protocol.clause(clause).behaviours


@pytest.mark.parametrize("id", [*known(), *law()])
def test_a_pack_names_only_manners_that_a_detector_has(id: str) -> None:
    for rule in load(id, behaviours()).rules:
        behaviour = behaviours()[rule.behaviour]
        if behaviour.is_seen:
            assert set(rule.manners) <= set(behaviour.manners), rule.behaviour


def test_a_council_brings_its_own_pack() -> None:
    protocol = read_pack(PACK.encode(), "dene.toml", behaviours())

    (rule,) = protocol.rules
    assert rule.clauses == ("dene/1",)
    assert rule.limits["reply_working_days"] == 3


def test_a_clause_that_was_only_proposed_forbids_nothing() -> None:
    proposed = PACK.replace("reply_working_days = 3", 'reply_working_days = 3, status = "proposed"')

    assert read_pack(proposed.encode(), "dene.toml", behaviours()).rules == ()


def test_a_pack_that_is_wrong_is_refused_with_every_fault_at_once() -> None:
    wrong = PACK.replace('kind = "deadline"', 'kind = "wish"').replace('["late-reply"]', '["lateness"]')
    wrong += '\n[[rules]]\nbehaviour = "late-reply"\nclauses = ["9"]\n'

    with pytest.raises(CheckerError) as caught:
        read_pack(wrong.encode(), "dene.toml", behaviours())

    said = str(caught.value)
    assert "dene.toml:10: clause 1: kind 'wish' is none of duty" in said
    assert "dene.toml:12: clause 1: no behaviour 'lateness'" in said
    assert "dene.toml:18: rule late-reply: clauses cites clause 9, which the pack does not have" in said


def test_a_protocol_that_there_is_not_is_answered_with_those_there_are() -> None:
    with pytest.raises(CheckerError, match=r"No protocol 'mwd'; there are .*mwda"):
        load("mwd", behaviours())
