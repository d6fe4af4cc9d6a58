"""Reading letters whose sentences were labelled by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.detectors import behaviours
from checker.domain import CheckerError
from checker.learn.letters import Label, LabelledLetter, Party, read_letters
from checker.shipped import shipped

ALL = frozenset(behaviours())
HANDS = sorted(shipped("corpora", "letters").glob("*.txt"))


def letters(path: Path, *lines: str) -> list[LabelledLetter]:
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_letters(path, ALL)


def test_a_letter_has_its_people_its_words_without_braces_and_its_labels(tmp_path: Path) -> None:
    (letter,) = letters(
        tmp_path / "hand.txt",
        "=== officer (Clerk) -> member (Chair, Audit), member; cc officer",
        "authority: Dene Council",
        "before: When?",
        "",
        "Thursday. {{officer-lobbying/appeal: Do vote for it.}} {{~undue-pressure: I say no more.}}",
    )

    assert letter.sender == Party("officer", "Clerk")
    assert letter.to == (Party("member", "Chair, Audit"), Party("member"))
    assert letter.cc == (Party("officer"),)
    assert letter.text == "Thursday. Do vote for it. I say no more."
    assert letter.labels == (Label(10, 25, ("officer-lobbying",), "appeal"), Label(26, 40, ("undue-pressure",), "", is_near=True))
    assert [letter.text[label.start : label.end] for label in letter.labels] == ["Do vote for it.", "I say no more."]
    assert letter.shown == {"officer-lobbying"}


def test_an_authority_is_that_of_all_letters_below_it(tmp_path: Path) -> None:
    found = letters(
        tmp_path / "a.txt", "=== officer -> member", "authority: Dene", "", "One.", "=== member -> officer", "", "Two."
    )

    assert [letter.authority for letter in found] == ["Dene", "Dene"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{{late-answer: Words.}}", "no behaviour late-answer"),
        ("{{late-reply/shout: Words.}}", "no speech act shout"),
        ("{{late-reply Words.", "a mark is not"),
        ("", "has no words"),
    ],
)
def test_every_wrong_letter_is_named_by_its_line(tmp_path: Path, line: str, fault: str) -> None:
    with pytest.raises(CheckerError, match=rf"hand\.txt:1: .*{fault}"):
        letters(tmp_path / "hand.txt", "=== officer -> member", "", line)


def test_a_head_that_names_no_role_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match="roles are member, officer"):
        letters(tmp_path / "hand.txt", "=== mayor -> member", "", "Words.")


@pytest.mark.parametrize("path", HANDS, ids=lambda path: path.stem)
def test_the_corpora_can_be_read_and_hold_clean_letters_as_well(path: Path) -> None:
    found = read_letters(path, ALL)

    assert len(found) >= 40
    assert 0.2 < sum(not letter.shown for letter in found) / len(found) < 0.8


def test_no_letter_stands_twice() -> None:
    letters = [letter for path in HANDS for letter in read_letters(path, ALL)]
    texts = [(letter.sender, letter.to, " ".join(letter.text.split())) for letter in letters]  # an office may turn its meaning

    assert len(set(texts)) == len(texts)
