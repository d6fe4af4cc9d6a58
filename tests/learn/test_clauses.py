from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from checker.detectors import behaviours
from checker.language.addressees import bound
from checker.language.clauses import features, read_weights, trained
from checker.learn.clauses import (
    INVENTED,
    PROTOCOLS,
    Counts,
    Example,
    alike,
    invented,
    left_out,
    nameless,
    train,
    train_recipe,
    written,
)
from checker.shipped import shipped

SHARED = Path(os.environ.get("CHECKER_SHARED", Path(__file__).parents[3] / "shared"))
shared = pytest.mark.skipif(not (SHARED / "clauses.csv").exists(), reason="the inventory lies outside the project")


def _examples() -> list[Example]:
    private = (
        "correspondence is kept private by the officer",
        "member letters stay private",
        "the officer keeps a letter private",
    )
    prompt = ("officers answer within days", "a prompt answer is due from officers", "answers by officers are prompt")
    return [Example("dene", text, (), "officer", "duty", ("private-correspondence-shared",), "partly") for text in private] + [
        Example("dene", text, (), "officer", "deadline", ("late-reply",), "yes") for text in prompt
    ]


def test_what_is_learnt_is_read_back_as_it_was_written():
    weights = train(_examples())

    again = read_weights(written(weights))

    assert again == weights
    assert written(again) == written(weights)


def test_weights_tell_apart_what_they_were_taught():
    weights = train(_examples())

    found = features("a private letter of a member")

    assert (
        weights.score("behaviour", "private-correspondence-shared", found)[0] > weights.score("behaviour", "late-reply", found)[0]
    )


def test_weights_hold_no_words():
    data = (shipped("models", "clauses") / "weights.json").read_text(encoding="utf-8")
    known = trained()

    assert known is not None
    assert all(isinstance(key, int) for key in known.vocabulary)
    assert "correspondence from members" not in data
    assert len(data) < 5_000_000


def test_names_of_unnumbered_headings_are_left_out_of_a_number():
    assert nameless("13.about-officer.2.a") == "13.2.a"
    assert alike("one two three", "One, two; three!") == 1


def test_an_invented_protocols_statements_have_what_stands_above_and_before_them():
    example = next(e for e in invented("borough-1998") if e.text.startswith("They shall serve all Members"))

    assert example.context == ("PART II - RESPECTIVE FUNCTIONS",)
    assert example.before == "Officers are servants of the Council as a body corporate."


@pytest.mark.parametrize(("protocol", "floor"), list(zip(INVENTED, (0.82, 0.84, 0.74), strict=True)))
def test_whom_a_clause_binds_is_told_in_other_voices_too(protocol: str, floor: float):
    every = invented(protocol)
    right = [bound(one.text, one.context, one.before)[0] == one.addressee for one in every]

    assert sum(right) >= floor * len(every)


@cache
def _left_out() -> dict[str, dict[str, Counts]]:
    return left_out(SHARED, behaviours())


def _all(figure: str) -> Counts:
    return sum((_left_out()[protocol][figure] for protocol in PROTOCOLS), Counts(0, 0, 0))


# What was reached when the model was made (models/clauses/card.md), a little under it.
FLOORS = {
    "marked items": 0.98,
    "marked items, names too": 0.87,
    "paragraphs": 0.96,
    "all rows": 0.84,
    "working-day limits": 1.0,
    "addressee": 0.90,
    "kind": 0.61,
    "behaviours of clauses found": 0.76,
    "behaviours, end to end": 0.58,
}


@shared
@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("figure", FLOORS)
def test_a_protocol_left_out_is_imported_as_well_as_the_card_says(figure: str):
    for protocol, figures in _left_out().items():
        print(f"{protocol:16} {figure:28} {figures[figure].f1:.3f} {figures[figure]}")
    print(f"{'all':16} {figure:28} {_all(figure).f1:.3f}")

    assert _all(figure).f1 >= FLOORS[figure]


@shared
@pytest.mark.shared
@pytest.mark.slow
def test_the_recipe_makes_the_weights_that_come_with_the_program():
    folder = shipped("models", "clauses")

    assert train_recipe(folder / "recipe.toml", SHARED) == (folder / "weights.json").read_bytes()
