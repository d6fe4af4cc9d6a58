"""Labelled letters and case sets as examples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("numpy")

from checker.detectors import behaviours
from checker.domain import CheckerError
from checker.learn.case_sets import read_case_set
from checker.learn.examples import example
from checker.learn.letters import Label, LabelledLetter, Party

ALL = frozenset(behaviours())
LOBBYING, PRESSURE = "officer-lobbying", "undue-pressure"


def letter(text: str, *marks: Label, before: str = "") -> LabelledLetter:
    return LabelledLetter("x-1", "x", "Dene", Party("officer", "Clerk"), (Party("member"),), (), text, before, labels=marks)


def test_each_sentence_has_what_it_shows_and_what_it_only_looks_like() -> None:
    text = "Dear Jo,\n\nThe lift is mended. Which way will you vote? It is for you to say."
    marks = (Label(31, 54, (LOBBYING,)), Label(55, 76, (PRESSURE,), is_near=True))

    one = example(letter(text, *marks, before="When?"), frozenset({LOBBYING, PRESSURE}))

    assert one.letter.sentences == ("Dear Jo,", "The lift is mended.", "Which way will you vote?", "It is for you to say.")
    assert one.letter.answered == "When?"
    assert one.letter.relation == "officer, clerk, to member"
    assert [sorted(ids) for ids in one.shown] == [[], [], [LOBBYING], []]
    assert [sorted(ids) for ids in one.near] == [[], [], [], [PRESSURE]]


def test_a_label_of_what_a_hand_was_not_asked_for_is_passed_over() -> None:
    one = example(letter("Vote for it.", Label(0, 12, (LOBBYING, PRESSURE))), frozenset({LOBBYING}))

    assert one.behaviours == {LOBBYING}


ROSTER = """email,name,role,party,position,seniority,committees
clerk@dene.example,Ann Clerk,officer,,Clerk,chief,
jo@dene.example,Jo Ash,member,,Chair,,
"""
MAIL = """From x@y Thu Jan  1 00:00:00 2026
Message-ID: <1@dene.example>
Date: Thu, 01 Jan 2026 10:00:00 +0000
From: jo@dene.example
To: clerk@dene.example

When do the papers go out?

From x@y Thu Jan  1 00:00:00 2026
Message-ID: <2@dene.example>
In-Reply-To: <1@dene.example>
Date: Thu, 01 Jan 2026 11:00:00 +0000
From: clerk@dene.example
To: jo@dene.example

They go out on Thursday. Do vote
for option two.

From x@y Thu Jan  1 00:00:00 2026
Message-ID: <3@dene.example>
Date: Thu, 01 Jan 2026 12:00:00 +0000
From: firm@shop.example
To: clerk@dene.example

Cheap ink!
"""


def case_set(folder: Path, *gold: dict[str, object], drafts: dict[str, str] | None = None) -> Path:
    (folder / "set.toml").write_text('protocol = "mwda"\nkind = "both"\n')
    (folder / "roster.csv").write_text(ROSTER)
    (folder / "mailbox.mbox").write_text(MAIL)
    (folder / "gold.jsonl").write_text("".join(json.dumps(line) + "\n" for line in gold))
    for name, text in (drafts or {}).items():
        (folder / "publicity").mkdir(exist_ok=True)
        (folder / "publicity" / name).write_text(text)
    return folder


def test_a_mailbox_gives_the_letters_of_people_on_the_roster_with_what_is_quoted_of_them(tmp_path: Path) -> None:
    line = {"document": "<2@dene.example>", "behaviour": LOBBYING, "quote": "Do vote for option two."}

    question, answer = read_case_set(case_set(tmp_path, line), ALL)

    assert question.behaviours == frozenset()
    assert answer.letter.answered.strip() == "When do the papers go out?"
    assert answer.letter.relation == "officer, clerk, to member, chair"
    assert [sorted(ids) for ids in answer.shown] == [[], [LOBBYING]]
    assert LOBBYING in answer.asked


def test_what_no_words_show_or_a_fair_reader_could_call_otherwise_is_not_asked(tmp_path: Path) -> None:
    late = {"document": "<2@dene.example>", "behaviour": "late-reply", "quote": ""}
    other = {"document": "<1@dene.example>", "behaviour": LOBBYING, "quote": "papers", "also_behaviour": [PRESSURE]}

    question, answer = read_case_set(case_set(tmp_path, late, other), ALL)

    assert "late-reply" not in answer.asked
    assert "late-reply" in question.asked
    assert PRESSURE not in question.asked


def test_a_behaviour_that_the_protocol_of_the_set_does_not_regulate_is_not_asked(tmp_path: Path) -> None:
    one, _ = read_case_set(case_set(tmp_path), ALL)

    assert one.asked < ALL


def test_a_draft_is_a_letter_to_the_public(tmp_path: Path) -> None:
    line = {"document": "a.txt", "behaviour": "party-promotion", "quote": "Vote Labour!"}

    *_, draft = read_case_set(case_set(tmp_path, line, drafts={"a.txt": "The park opens. Vote Labour! Bring a coat."}), ALL)

    assert draft.letter.relation == "officer to public"
    assert draft.behaviours == {"party-promotion"}


def test_a_folder_that_is_no_case_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match="is no labelled case set"):
        list(read_case_set(tmp_path, ALL))
