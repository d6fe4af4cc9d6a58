"""What every detector must do, whichever it is: a new one is tested by existing."""

from __future__ import annotations

from typing import Any

import pytest

from checker.detectors import behaviours, detector, probability, sheets
from checker.detectors.examples import case_of, rule_of
from checker.domain import Case, Rule

SEEN = sorted(id for id, behaviour in behaviours().items() if behaviour.is_seen)


def examples(kind: str) -> list[Any]:
    return [
        pytest.param(id, example, id=f"{id}-{number}")
        for id in SEEN
        for number, example in enumerate(sheets()[id]["examples"][kind], 1)
    ]


@pytest.mark.parametrize(("id", "example"), examples("breach"))
def test_a_detector_sees_its_breaches(id: str, example: dict[str, Any]) -> None:
    seen = list(detector(id)(case_of(example), rule_of(id, example)))

    assert seen


@pytest.mark.parametrize(("id", "example"), examples("clean"))
def test_a_detector_leaves_its_clean_examples(id: str, example: dict[str, Any]) -> None:
    seen = list(detector(id)(case_of(example), rule_of(id, example)))

    assert seen == []


@pytest.mark.parametrize(("id", "example"), examples("breach") + examples("clean"))
def test_a_detector_quotes_only_what_is_there(id: str, example: dict[str, Any]) -> None:
    case = case_of(example)
    texts = {document.id: document.text for document in (*case.messages, *case.publicity)}

    for evidence in detector(id)(case, rule_of(id, example)):
        for passage in evidence.passages:
            assert texts[passage.document][passage.start : passage.end] == passage.quote


@pytest.mark.parametrize("id", SEEN)
def test_a_detector_is_silent_on_an_empty_case(id: str) -> None:
    limits = dict.fromkeys(behaviours()[id].limits, 5)

    assert list(detector(id)(Case(), Rule(id, ("example/1",), limits))) == []


@pytest.mark.parametrize("id", SEEN)
def test_a_sheet_has_at_least_as_many_clean_examples_as_breaches(id: str) -> None:
    shown = sheets()[id]["examples"]

    assert len(shown["breach"]) >= 3
    assert len(shown["clean"]) >= len(shown["breach"])


@pytest.mark.parametrize("id", SEEN)
def test_evidence_keeps_to_the_manners_and_excuses_of_its_sheet(id: str) -> None:
    behaviour = behaviours()[id]

    for example in sheets()[id]["examples"]["breach"]:
        for evidence in detector(id)(case_of(example), rule_of(id, example)):
            assert evidence.manner in behaviour.manners
            assert evidence.confidence == probability(id, evidence.manner)
            assert {excuse.excuse for excuse in evidence.excuses} <= set(behaviour.excuses)
            assert evidence.why.endswith(".")


def test_every_sheet_says_what_its_behaviour_is() -> None:
    for id, behaviour in behaviours().items():
        assert behaviour.channel in ("correspondence", "publicity", "both"), id
        assert behaviour.actor in ("member", "officer", "any"), id
        assert behaviour.definition.endswith("."), id
