"""A model reads the same whichever party is named, and of whichever sex the people are: over all letters of the corpora."""

from __future__ import annotations

import re

import pytest

from checker.detectors import behaviours
from checker.language.blindfold import blindfolded
from checker.learn.letters import read_letters
from checker.shipped import shipped

HANDS = sorted(shipped("corpora", "letters").glob("*.txt"))
# Each party's name becomes the next one's, each word for a person of one sex that of the other.
PARTIES = ["Labour", "Conservative", "Liberal Democrat", "Green Party", "Plaid Cymru", "Reform UK", "UKIP"]
SEXES = {
    "he": "she",
    "she": "he",
    "him": "her",
    "his": "her",
    "himself": "herself",
    "herself": "himself",
    "Mr": "Mrs",
    "Mrs": "Mr",
}


def swapped(text: str) -> str:
    parties = dict(zip(PARTIES, [*PARTIES[1:], PARTIES[0]], strict=True))
    words = parties | SEXES | {word.capitalize(): other.capitalize() for word, other in SEXES.items()}
    return re.sub(rf"\b(?:{'|'.join(words)})\b", lambda found: words[found[0]], text)


def test_the_swap_swaps() -> None:
    assert swapped("He said Labour would.") == "She said Conservative would."


@pytest.mark.parametrize("path", HANDS, ids=lambda path: path.stem)
def test_a_model_reads_the_same_words_when_parties_and_sexes_are_swapped(path) -> None:
    letters = read_letters(path, frozenset(behaviours()))
    moved = [one.id for one in letters if blindfolded(one.text).lower() != blindfolded(swapped(one.text)).lower()]

    assert moved == []
