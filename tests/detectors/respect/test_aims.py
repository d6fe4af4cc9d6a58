from __future__ import annotations

import pytest

from checker.detectors import behaviours, detector
from checker.detectors.examples import mail, publicity
from checker.domain import Evidence, Rule
from checker.pipeline import check
from checker.protocols import load


def attacks(text: str) -> list[Evidence]:
    return list(detector("personal-attack")(mail(text), Rule("personal-attack", ("x/1",))))


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02 member -> member2: I saw Rowan Firth on Thursday. He is an idiot.",
        "2026-03-02 member -> member2: The Clerk is a liar.",
        "2026-03-02 member -> member2: Poor Cllr Cole. Firth was there too, and he is a bully and a fool.",
        "2026-03-02 officer -> officer2: Ashby is a pompous fool.",
    ],
)
def test_it_is_told_whom_words_are_aimed_at(text: str) -> None:
    assert attacks(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02 member -> member2: I saw Rowan Firth with the contractor. The contractor is an idiot.",
        "2026-03-02 member -> member2: You are an idiot.",
        "2026-03-02 officer -> officer2: You are an idiot, Isla.",
        "2026-03-02 officer -> officer2: The driver told Cllr Ashby that he was leaving. He is an idiot, that driver.",
        "2026-03-02 outsider -> officer: You are an idiot.",
    ],
)
def test_words_at_strangers_and_at_ones_own_side_are_left(text: str) -> None:
    assert attacks(text) == []


def test_a_draft_has_no_actor() -> None:
    case = publicity("Rowan Firth is a liar and an idiot. He should resign.")

    (found,) = detector("personal-attack")(case, Rule("personal-attack", ("x/1",)))

    assert (found.manner, found.actor.email) == ("in-public", "")


def test_members_and_officers_break_the_clauses_that_bind_them() -> None:
    text = "2026-03-02 {0}: You are a liar and a fool, and you always were."
    mwda = load("mwda", behaviours())

    def cited(who: str) -> list[tuple[str, ...]]:
        return [f.clauses for f in check(mail(text.format(who)), mwda) if f.behaviour == "personal-attack"]

    assert cited("member -> officer") == [("mwda/3.2.d",)]
    assert cited("officer -> member") == [("mwda/3.1.h",)]
