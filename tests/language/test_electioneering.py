"""How parties and candidates speak when none is named, and those who run an election or a contest."""

from __future__ import annotations

import time

import pytest

from checker.language.electioneering import CAMPAIGN, CANDIDATE, PLEDGE, VOICE, pleas


def manners(text: str) -> set[str]:
    return {plea.manner for plea in pleas(text)}


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("Vote for Councillor Wren Ashby on 7 May.", CANDIDATE),
        ("Please lend me your vote.", CANDIDATE),
        ("Vote Wren Ashby for Cole Road ward!", CANDIDATE),
        ("Re-elect Perrin Dove as your mayor.", CANDIDATE),
        ("She deserves another term.", CANDIDATE),
        ("Our parliamentary candidate will be there.", CANDIDATE),
        ("We are the party of the family farm.", VOICE),
        ("When we're in power we'll put it right.", VOICE),
        ("It's a two horse race, and only we can beat them here.", VOICE),
        ("Great response on the doorstep. Thanks to our activists for canvassing.", VOICE),
        ("We will raise income tax for the highest earners.", PLEDGE),
        ("We'll renationalise the water companies.", PLEDGE),
        ("Great campaign launch today. The by-election is on 3 June.", CAMPAIGN),
    ],
)
def test_a_party_or_a_candidate_is_heard(text: str, manner: str) -> None:
    assert manner in manners(text)


@pytest.mark.parametrize(
    "text",
    [
        "The annual canvass has begun; canvassers will call on the doorstep.",
        "Candidates must return nomination papers to the Returning Officer by 4pm.",
        "Register to vote by 20 April, and bring photographic identification on polling day.",
        "Vote for your favourite name: Binjamin or Trashley.",
        "Vote Badger for mascot of the year.",
        "Vote Yes or No in the referendum on 18 June.",
        "Year 6 pupils held a mock election with posters that said “Vote for us”.",
        "The successful candidate will join our team in June.",
        "The council will transform the park.",
        "Our party for volunteers begins at two.",
        "We will cut the grass on Mondays.",
        "“Vote for Councillor Ashby” may not be used in anything that we publish.",
        "Re-elected chair: Mrs Lunt will serve another year on the allotment committee.",
    ],
)
def test_others_are_not(text: str) -> None:
    assert manners(text) == set()


def test_places_are_those_of_the_text() -> None:
    text = "New hours.\n\nThe site opens at eight. Lend us your vote on 7 May."

    assert [text[plea.start : plea.end] for plea in pleas(text)] == ["Lend us your vote on 7 May."]


@pytest.mark.parametrize("text", ["vote " * 40_000, "we will " * 30_000, "Vote A" * 30_000, "." * 100_000])
def test_time_does_not_grow_beyond_the_text(text: str) -> None:
    start = time.perf_counter()

    pleas(text)

    assert time.perf_counter() - start < 5
