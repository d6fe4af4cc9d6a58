"""What is sent out in bulk asks nobody in particular; a letter that speaks of lists and newsletters is a letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.language.bulk import bulk_sign


@pytest.mark.parametrize(
    "text",
    [
        "Ready for spring? Click here to unsubscribe.",
        "What's on in May?\n\nUnsubscribe | Manage preferences",
        "You are receiving this newsletter because you signed up at the fair.",
        "Having trouble viewing this? View this email in your browser.",
        "Will you be there? https://dene.list-manage.example/track/click https://dene.list-manage.example/unsubscribe",
    ],
)
def test_a_foot_or_the_links_of_a_mailing_house_show_it(text: str) -> None:
    assert bulk_sign("wren@dene.example", text)


@pytest.mark.parametrize("sender", ["no-reply@shop.example", "newsletter@shop.example", "DoNotReply@dene.example"])
def test_a_sender_that_takes_no_answer_shows_it(sender: str) -> None:
    assert bulk_sign(sender, "When is the depot open?") == sender


@pytest.mark.parametrize(
    "text",
    [
        "Residents cannot unsubscribe. Could you tell me why?",
        "Have you seen the newsletter? When does it go out?",
        "When is the depot open?\n\nWren Ashby\nMy newsletter: https://mailchi.mp/example/ashby",
        "Which browser do I need to view the planning map?",
        "You received this letter on Monday; when may I expect an answer?",
    ],
)
def test_a_letter_about_such_things_is_none(text: str) -> None:
    assert bulk_sign("wren.ashby@dene.example", text) == ""


@given(st.text(max_size=300))
def test_what_it_shows_stands_in_the_text(text: str) -> None:
    sign = bulk_sign("wren@dene.example", text)

    assert sign in " ".join(text.split()) or sign in text
