"""Framing a letter for a model, and reading with the shipped model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.language.likeness import FRAME, SENTENCE, Judge, Letter, Scale, Vocabulary, arrays, frames, relation
from checker.shipped import shipped

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "count", "##ing", "on", "you", "vote", "##s", "?", "cafe", *"abcdefgh"]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(PIECES)


@pytest.fixture(scope="module")
def judge() -> Judge:
    pytest.importorskip("onnxruntime")
    return Judge(shipped("models", "letters"))


def test_words_are_cut_into_the_longest_known_pieces(vocabulary: Vocabulary) -> None:
    assert vocabulary.tokens("Counting on VOTES?") == [4, 5, 6, 8, 9, 10]


def test_accents_and_case_are_left_out_and_strange_words_are_unknown(vocabulary: Vocabulary) -> None:
    assert vocabulary.tokens("Café zzz") == [11, 1]


def test_a_word_of_a_million_letters_is_one_unknown(vocabulary: Vocabulary) -> None:
    assert vocabulary.tokens("a" * 1_000_000) == [1]


def test_a_letter_is_framed_after_its_relation_and_the_words_it_answers(vocabulary: Vocabulary) -> None:
    (frame,) = frames(Letter(("on you", "votes"), "count", "you"), vocabulary)

    assert frame.tokens == (2, 7, 3, 4, 3, 6, 7, 3, 8, 9, 3)
    assert frame.whose == (0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1)
    assert frame.places == ((5, 7), (8, 10))


@given(st.lists(st.text("abc on you?\n", max_size=400), max_size=60), st.text("abc ", max_size=300))
def test_frames_hold_every_sentence_once_and_keep_to_their_size(said: list[str], answered: str) -> None:
    found = list(frames(Letter(tuple(said), answered), Vocabulary(PIECES)))

    assert [frame.first for frame in found] == [sum(len(f.places) for f in found[:n]) for n in range(len(found))]
    assert sum(len(frame.places) for frame in found) == len(said)
    assert all(len(frame.tokens) <= FRAME + SENTENCE for frame in found)
    assert all(len(frame.tokens) == len(frame.whose) for frame in found)


def test_each_sentence_is_averaged_over_its_own_words(vocabulary: Vocabulary) -> None:
    means = arrays(list(frames(Letter(("on you", "votes")), vocabulary)))["means"]

    assert means.sum(axis=2).round(5).tolist() == [[1.0, 1.0]]


def test_no_figure_however_large_breaks_the_scale() -> None:
    scale = Scale(1.0, 0.0, 0.0)

    assert [scale.probability(figure, 0.0) for figure in (-1e9, 0.0, 1e9)] == [0.0, 0.5, 1.0]


def test_encoder_and_glance_are_weighed_together() -> None:
    scale = Scale(0.5, 0.25, -1.0)

    assert scale.probability(1.0, 2.0) == 0.5
    assert scale.probability(1.0, 4.0) > 0.5 > scale.probability(0.0, 2.0)


def test_a_letter_of_few_words_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "scales.json").write_text(json.dumps({"late-reply": {"encoder": 1.0, "glance": 1.0, "offset": 0.0}}))

    assert Judge(tmp_path).read(Letter(("Many thanks.", ""))) == [None, None]


def test_a_letter_without_words_has_no_readings(judge: Judge) -> None:
    assert judge.read(Letter(())) == []


def test_canvassing_reads_as_lobbying_and_the_rest_of_the_letter_does_not(judge: Judge) -> None:
    letter = Letter(
        (
            "The lift will be mended on Tuesday.",
            "Could you have a quiet word with the others before they vote on the stadium, and keep my name out of it?",
        ),
        relation=relation(("officer", "Head of Property"), [("member", "Ward Member")]),
    )

    plain, lobbying = judge.read(letter)

    assert plain is not None
    assert lobbying is not None
    assert lobbying.probabilities["officer-lobbying"] == max(lobbying.probabilities.values()) > 0.25
    assert plain.probabilities["officer-lobbying"] < 0.1


def test_the_same_words_of_a_resident_are_no_lobbying_by_an_officer(judge: Judge) -> None:
    words = ("Please vote against the stadium on Thursday, Councillor.",)
    officer = Letter(words, relation=relation(("officer", "Planner"), [("member", "Ward Member")]))
    resident = Letter(words, relation=relation(("outsider", "resident"), [("member", "Ward Member")]))

    (ours,), (theirs,) = judge.read(officer), judge.read(resident)

    assert ours is not None
    assert theirs is not None
    assert ours.probabilities["officer-lobbying"] > theirs.probabilities["officer-lobbying"]


def test_the_nearest_known_sentences_are_of_the_kind_asked_for(judge: Judge) -> None:
    (reading,) = judge.read(Letter(("Could you persuade the Chair to vote against it?",)))

    assert reading
    shown = judge.nearest(reading, "officer-lobbying", is_labelled=True)
    near = judge.nearest(reading, "officer-lobbying", is_labelled=False)
    assert shown
    assert "officer-lobbying" in shown.behaviours
    assert near
    assert "officer-lobbying" in near.near


def test_the_model_is_data_and_small() -> None:
    files = [path for path in shipped("models", "letters").iterdir() if path.is_file()]

    assert {path.suffix for path in files} <= {".json", ".md", ".npz", ".onnx", ".toml", ".txt"}
    assert sum(path.stat().st_size for path in files) < 30_000_000
