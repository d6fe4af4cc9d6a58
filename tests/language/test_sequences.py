"""Patterns matched by the bits of a number: the same answers as by trying, in time that does not run away."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain import OWN, Document, Source, Zone
from checker.language.called import called
from checker.language.sequences import GAP, Sequences, lines, subject, words_of

SUBJECTS = ("appointments", "discipline", "favours", "orders", "redrafting", "rulebending", "trawls")


def starts(pattern: str, sentence: list[str]) -> list[int]:
    """Where a pattern of single words, gaps and places that may be missing begins, found by trying every way."""

    def holds(places: list[str], at: int) -> bool:
        if not places:
            return True
        place, rest = places[0], places[1:]
        if place == "..":
            return any(
                at + step <= len(sentence) and not set(sentence[at : at + step]) & set(".!?;") and holds(rest, at + step)
                for step in range(GAP + 1)
            )
        here = at < len(sentence) and sentence[at] in place.removesuffix("?").split("|") and holds(rest, at + 1)
        return here or (place.endswith("?") and holds(rest, at))

    return [at for at in range(len(sentence)) if holds(pattern.split(), at)]


words = st.sampled_from(["a", "b", "c", "."])
places = st.sampled_from(["a", "b", "a|c", "..", "b?"])


@given(st.lists(places, min_size=1, max_size=4), st.lists(words, max_size=11))
def test_a_pattern_is_found_where_trying_finds_it(middle: list[str], sentence: list[str]) -> None:
    pattern = " ".join(["a", *middle])
    found = Sequences({"kind": [pattern]}, {}).find(words_of(" ".join(sentence)))

    wanted = starts(pattern, sentence)
    begun = [hit.start // 2 for hit in found]

    assert set(begun) <= set(wanted)
    assert bool(begun) == bool(wanted)


def test_words_joined_by_a_line_stand_together() -> None:
    patterns = Sequences({"kind": ["@who .. turn_a_blind_eye|waive"]}, {"who": ["you", "the clerk"]})

    assert [hit.end for hit in patterns.find(words_of("could the clerk perhaps turn a blind eye to it"))] == [40]
    assert patterns.find(words_of("you turn the blind eye")) == []


def test_a_pattern_that_may_begin_with_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="does not"):
        Sequences({"kind": [".. a"]}, {})


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_subject_weighs_only_lists_that_it_has(name: str) -> None:
    patterns = subject(name)

    assert all(0 < weight < 1 for weight in patterns.weights.values())
    assert set(patterns.weights) <= patterns.kinds


@pytest.mark.parametrize("name", SUBJECTS)
def test_hostile_text_is_read_in_linear_time(name: str) -> None:
    text = "could you tell him to move the crew and pay my son without a form before the report is out " * 300
    letter = Document("x", Source("x"), text, zones=(Zone(OWN, 0, len(text)),))
    begun = time.perf_counter()

    list(lines(letter, name, called(())))

    assert time.perf_counter() - begun < 5
