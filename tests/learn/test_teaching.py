"""What a model learns from examples, and recipes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from checker.domain import CheckerError
from checker.learn.examples import example
from checker.learn.letters import Label, LabelledLetter, Party
from checker.learn.recipes import labels, read_recipe
from checker.learn.teaching import varied
from checker.shipped import shipped

LOBBYING, PRESSURE = "officer-lobbying", "undue-pressure"


def letter(text: str, *marks: Label, hand: str = "x", before: str = "") -> LabelledLetter:
    return LabelledLetter("x-1", hand, "Dene", Party("officer", "Clerk"), (Party("member"),), (), text, before, labels=marks)


def test_letters_that_are_broken_up_keep_each_label_with_its_sentence() -> None:
    ones = [
        example(letter("A is one. B is two. C is three.", Label(10, 19, (LOBBYING,))), frozenset({LOBBYING})),
        example(letter("D is four. E is five."), frozenset({LOBBYING})),
    ]

    for _ in range(50):
        for one in varied(ones, random.Random(3)):
            marked = [s for s, ids in zip(one.letter.sentences, one.shown, strict=True) if ids]
            assert marked in ([], ["B is two."])


def test_a_behaviour_that_few_letters_show_is_not_learnt() -> None:
    ones = [example(letter("Vote.", Label(0, 5, (LOBBYING,))), frozenset({LOBBYING}))] * 3

    assert labels(ones, 3) == (LOBBYING,)
    assert labels(ones, 4) == ()


def test_a_recipe_that_lacks_something_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text("seed = 1\n")

    with pytest.raises(CheckerError, match="lacks or mistakes"):
        read_recipe(tmp_path / "recipe.toml")


def test_a_recipe_with_a_hand_in_no_fold_is_refused(tmp_path: Path) -> None:
    text = shipped("models", "letters").joinpath("recipe.toml").read_text(encoding="utf-8")
    (tmp_path / "recipe.toml").write_text(text + "stray = []\n")

    with pytest.raises(CheckerError, match="stray is in one place alone"):
        read_recipe(tmp_path / "recipe.toml")
