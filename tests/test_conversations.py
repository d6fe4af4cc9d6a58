from __future__ import annotations

from checker.conversations import Likeness, base_subject, carries, share_carried
from checker.detectors.examples import mail


def test_marks_of_answering_forwarding_and_lists_fall_away() -> None:
    assert base_subject("AW: [EXTERNAL] Re[2]: FWD: The depot") == "the depot"


def test_a_pasted_letter_is_carried_and_a_mention_is_not() -> None:
    letter = "The bin rounds in Mill Lane have been missed three weeks running."

    assert share_carried(letter, f"Look at this. {letter} What next?") == 1
    assert share_carried(letter, "The bin rounds were discussed.") < 0.2


def test_a_forward_carries_the_letter_in_its_forwarded_part() -> None:
    case = mail(
        "2026-03-02 member -> officer: The rounds were missed again.\n2026-03-03 officer -> member2 forwards 1: See below."
    )
    letter, forward = case.messages

    carried = carries(forward, letter)

    assert carried is not None
    assert carried.zone.kind == "forwarded"


def test_likeness_follows_the_words_that_are_rare() -> None:
    alike = Likeness(["the weighbridge", "the depot", "the rota", "the levy", "the site"])

    assert alike("the weighbridge is shut", "when does the weighbridge open") > alike("the weighbridge is shut", "the rota")
