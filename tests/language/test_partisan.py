from __future__ import annotations

import pytest

from checker.language.parties import national
from checker.language.partisan import PARTY, Plain

PLAIN = Plain(["Cole Valley Alliance"])


@pytest.mark.parametrize("party", [pytest.param(party, id=party.id) for party in national()])
def test_every_national_party_becomes_the_same_common_word(party: object) -> None:
    names = next(p.names for p in national() if p is party)

    assert {PLAIN(f"My leaflet is about {name}.") for name in names} <= {
        f"My leaflet is about {PARTY}.",
        f"My leaflet is about {PARTY} group.",
    }


def test_a_party_that_only_the_roster_knows_is_one_too() -> None:
    assert PLAIN("Vote for Cole Valley Alliance!") == "Vote for theparty!"


@pytest.mark.parametrize(
    "innocent",
    [
        "A green bin.",
        "Labour costs rose.",
        "The third party pays.",
        "The working party met.",
        "Our campaign against litter.",
        "The user group.",
    ],
)
def test_ordinary_words_are_no_parties_or_groups(innocent: str) -> None:
    assert not {PARTY, "ourgroup", "opponents"} & PLAIN.tokens(innocent)


@pytest.mark.parametrize(
    ("written", "common"),
    [
        ("the Tories", "theparty"),
        ("your group", "yourgroup"),
        ("our election address", "our tract"),
        ("before the by-election", "before electiontime"),
        ("I vote labour", "I vote theparty"),
    ],
)
def test_what_goes_with_parties_gets_a_common_word(written: str, common: str) -> None:
    assert PLAIN(written).replace("the electiontime", "electiontime") == common


def test_mail_without_a_word_of_politics_is_known_at_once() -> None:
    assert not PLAIN.is_political("The crew missed Mill Lane again on Tuesday.")


@pytest.mark.parametrize("name", [name for party in national() for name in party.names] + ["Cole Valley Alliance"])
def test_a_word_of_any_party_makes_mail_political(name: str) -> None:
    assert PLAIN.is_political(f"I hear that {name} missed Mill Lane again on Tuesday.")
