"""Where a text names a party, one that no list has included, and where it only labels somebody or means no party."""

from __future__ import annotations

import pytest

from checker.language.party_talk import BLAME, SOUR, SWEET, namings, signs_of, statements

SIGNS = signs_of(())


def kinds(text: str) -> frozenset[str]:
    return frozenset(kind for statement in statements(text, SIGNS) for kind in statement.kinds)


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The Marsh Party would abolish the charge.", "Marsh Party"),
        ("Vote for the Dene and Cole Party in May, they say, and elect a councillor who listens.", "Dene and Cole Party"),
        ("The Socialists ran the county.", "Socialists"),
        ("Labour are against it.", "labour"),
        ("Another Labour U-turn.", "labour"),
        ("A Liberal Government would free road transport.", "liberal"),
    ],
)
def test_a_party_is_named(text: str, party: str) -> None:
    assert [naming.party for naming in namings(text, SIGNS)] == [party]


@pytest.mark.parametrize(
    "text",
    [
        "The Christmas Party begins at two; councillors will serve.",
        "The Second Party shall pay the council within 30 days of the election.",
        "Mill Lane Garden Party: Saturday.",
        "Liberal use of grit is made on hills.",
        "A Liberal Arts degree is not needed.",
        "The Tea Party at the library is free.",
    ],
)
def test_no_party_is_named(text: str) -> None:
    assert namings(text, SIGNS) == []


def test_a_listed_party_keeps_its_own_name() -> None:
    assert [naming.party for naming in namings("The Green Party would abolish it.", SIGNS)] == ["green"]


@pytest.mark.parametrize("short", ["'ll ruin it", "'ve wrecked it", "’ve betrayed you", "'s record is a disgrace", "' chaos"])
def test_what_is_shortened_or_owned_is_read_in_full(short: str) -> None:
    assert kinds(f"We know that the Tories{short}.") & {BLAME, SOUR}


def test_a_label_takes_no_tone() -> None:
    assert not kinds("Councillor Wren Ashby (Labour) called the contractor's excuses pathetic.") & {SOUR, SWEET}
    assert not kinds("Labour councillor Wren Ashby said that the fiasco had cost £4,000.") & {SOUR, SWEET}
    assert SOUR in kinds("Labour's excuses are pathetic.")


def test_who_says_something_is_not_who_it_is_said_of() -> None:
    assert SOUR not in kinds("The Labour group warned that the delay was a disaster for traders.")


@pytest.mark.parametrize(
    "text",
    [
        "The previous administration left us a mess.",
        "Our predecessors squandered the reserves.",
        "The party opposite has let residents down.",
        "The lot who ran this council wasted millions of your money.",
    ],
)
def test_a_party_may_be_run_down_without_a_name(text: str) -> None:
    assert kinds(text) & {BLAME, SOUR}


@pytest.mark.parametrize(
    "text",
    [
        "The previous contractor left us a mess.",
        "The last administration of the medicine was a failure.",
        "Our predecessors in the post had no computers.",
        "The previous administration adopted the plan in 2018.",
    ],
)
def test_what_is_no_such_party(text: str) -> None:
    assert not kinds(text)


def test_a_policy_that_is_one_partys_stands_for_it_where_it_is_judged() -> None:
    (judged,) = statements("The bedroom tax was a cruel mistake.", SIGNS)
    (told,) = statements("The bedroom tax is explained on page 4.", SIGNS)

    assert (judged.parties, judged.is_policy, judged.is_named) == (("conservative",), True, False)
    assert "againsts" in judged.kinds
    assert not told.kinds & {"againsts", "fors", SOUR, SWEET}
