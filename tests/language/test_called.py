"""Common words for names: whom a capital means, and when it means nobody."""

from __future__ import annotations

import pytest

from checker.detectors.examples import CAST
from checker.language.called import called

NAMES = called(CAST.values())


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Tell Mr Firth.", "Tell thatofficer."),
        ("Rowan Firth's file", "thatofficer's file"),
        ("Rowan, move it.", "thatofficer, move it."),
        ("I asked Rowan.", "I asked thatofficer."),
        ("Cllr Birch and I", "thatmember and I"),
        ("Lowell Birch said so", "thatmember said so"),
        ("I met Mrs Pike there", "I met someperson there"),
        ("Ask Otis Lamb.", "Ask somename."),
        ("Tell Malcolm he's driving.", "Tell somename he's driving."),
    ],
)
def test_a_name_gives_way_to_a_common_word(said: str, read: str) -> None:
    assert NAMES.named(said) == read


@pytest.mark.parametrize(
    "said", ["Mill Lane", "the Waste Committee", "Will you come?", "On Monday May came", "Standing Orders", "Labour"]
)
def test_places_bodies_and_plain_words_keep_their_own(said: str) -> None:
    assert NAMES.named(said) == said
