from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.detectors.examples import CAST
from checker.detectors.routing.naming import Names

NAMES = Names(tuple(CAST.values()))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("about Rowan Firth of Contracts", "Rowan Firth"),
        ("with Mr Firth", "Rowan Firth"),
        ("rowan firth again", "Rowan Firth"),
        ("against Councillor Birch", "Cllr Lowell Birch"),
        ("how Isla spoke to me", "Isla Garth"),
        ("the Director, who", "Sorrel Ivey"),
        ("the leader of the Conservative Group", "Cllr Hollis Penn"),
        ("one of your officers", "an officer"),
        ("a member of staff", "an officer"),
        ("a councillor on the panel", "a Member"),
    ],
)
def test_whom_words_mean(text: str, who: str) -> None:
    named = NAMES.first(text)

    assert named is not None
    assert named.label() == who


@pytest.mark.parametrize(
    "text", ["the bins in Mill Lane", "a police officer", "the depot", "Rowan Hale of Open Hearth", "firth of forth"]
)
def test_words_that_mean_nobody_of_the_authority(text: str) -> None:
    assert NAMES.first(text) is None


@given(st.text(max_size=200))
def test_places_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for named in NAMES.find(f"{text} Mr Firth and Councillor Birch {text}"):
        assert end <= named.start < named.end
        end = named.end
