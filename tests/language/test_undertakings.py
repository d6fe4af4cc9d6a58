from __future__ import annotations

from collections.abc import Callable

import pytest

from checker.language.undertakings import brings_result, passes_on, says_how_long, says_received, says_what_will_be_done


@pytest.mark.parametrize(
    "text",
    [
        "I shall talk to the crew leader and read the log.",
        "Edmund Hale will interview both of them.",
        "The matter will be investigated by somebody from another service.",
        "I have asked the depot for the tape.",
        "I'm going to see her myself.",
        "Having read it, I propose to take no action.",
    ],
)
def test_what_will_be_done_is_seen(text: str) -> None:
    assert says_what_will_be_done(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "I will write to you.",
        "We will get back to you in due course.",
        "You will hear from me.",
        "I have read your complaint with care.",
        "I shall let you know how it ends.",
    ],
)
def test_a_promise_of_words_is_no_act(text: str) -> None:
    assert says_what_will_be_done(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "It should take two to three weeks.",
        "I hope to be done by the end of the month.",
        "You will hear by Friday 20 March.",
        "Please allow me a fortnight.",
        "I expect to see both of them next week.",
        "You shall have my view before Easter.",
        "It will be the 17th of April before I know.",
        "We aim to finish within ten working days.",
    ],
)
def test_how_long_it_takes_is_seen(text: str) -> None:
    assert says_how_long(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "I will write as soon as I can.",
        "You will hear from me shortly.",
        "I have your complaint of 3 March.",
        "Thank you for your letter of Monday.",
        "I am told that by Friday he had rung you twice.",
        "In due course I shall write.",
    ],
)
def test_soon_is_no_time_and_the_complaints_own_day_is_none(text: str) -> None:
    assert says_how_long(text) == ""


def test_that_it_has_come_the_result_and_the_passing_on_are_seen() -> None:
    assert says_received("I have your complaint and will see to it.") == "your complaint"
    assert not says_received("He will be spoken to.")
    assert brings_result("The complaint is upheld.")
    assert not brings_result("You will have my conclusion by Friday.")
    assert passes_on("I have passed your letter to Mr Hale.")
    assert not passes_on("I will speak to Mr Hale.")


@pytest.mark.parametrize("ask", [says_received, says_what_will_be_done, says_how_long, brings_result, passes_on])
def test_a_long_text_is_looked_at_and_nothing_is_raised(ask: Callable[[str], str]) -> None:
    ask("i will be also " * 20_000)
    ask("for the about a few or two " * 10_000)
