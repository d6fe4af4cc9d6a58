"""What a glance learns, and that it says the same once it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sklearn")

from checker.language.glance import read_glance
from checker.learn import glance
from checker.learn.examples import Example, example
from checker.learn.letters import Label, LabelledLetter, Party

LOBBYING = "officer-lobbying"


def letter(text: str, *marks: Label, hand: str) -> LabelledLetter:
    return LabelledLetter("x-1", hand, "Dene", Party("officer", "Clerk"), (Party("member"),), (), text, labels=marks)


def pleas() -> list[Example]:
    return [
        example(letter(f"Please vote for bus {n}. The bus is {n}.", Label(0, 20, (LOBBYING,)), hand=hand), frozenset({LOBBYING}))
        for hand in ("a", "b")
        for n in ["one", "two", "three", "four", "five", "six"]
    ]


def test_a_glance_weighs_the_words_of_what_shows_something_more() -> None:
    found = glance.fitted(pleas(), (LOBBYING,))

    assert found.weights[found.columns["vote"]] > 0 > found.weights[found.columns["bus is"]]
    plea, plain = found.figures(("Please vote for bus seven.", "The bus is seven."), "officer, clerk, to member")
    assert plea > 0 > plain


def test_a_glance_says_the_same_once_it_was_written(tmp_path: Path) -> None:
    made = glance.fitted(pleas(), (LOBBYING,))
    glance.write(made, tmp_path, -1.5)

    read = read_glance(tmp_path)

    said = ("Please vote for bus seven.", "The bus is seven.")
    assert read.least == -1.5
    assert read.figures(said, "officer to member") == pytest.approx(made.figures(said, "officer to member"), abs=0.1)


def test_a_behaviour_that_no_letter_shows_is_never_seen_at_a_glance() -> None:
    found = glance.fitted(pleas(), (LOBBYING, "bullying"))

    assert found.figures(("Please vote.",), "")[0][1] < -5


def test_so_few_sentences_are_read_that_hardly_a_letter_is_passed_over() -> None:
    ones = pleas()
    made = glance.fitted(ones, (LOBBYING,))

    least, share = glance.least(ones, [made.figures(one.letter.sentences, one.letter.relation) for one in ones])

    assert 0.3 < share < 0.7
    assert least > -5


def test_a_glance_names_the_words_that_weighed_most_for_and_against() -> None:
    found = glance.fitted(pleas(), (LOBBYING,))

    reasons = found.reasons("Please vote for bus one.", "officer, clerk, to member", LOBBYING)
    plain = found.reasons("The bus is one.", "officer, clerk, to member", LOBBYING)

    assert {word for words in reasons.speak_for for word in words.split()} & {"please", "vote"}
    assert plain.speak_against
    assert not any("^" in word or ">" in word for word in (*reasons.speak_for, *plain.speak_against))
    assert len(reasons.speak_for) <= 3
