from __future__ import annotations

from checker.detectors import detector
from checker.detectors.examples import mail
from checker.domain import Evidence, Rule

SHARP = (
    "Stop wasting my time with excuses. I expect an answer within the hour.",
    "How dare you send me a holding reply. Just do as you are told.",
    "Pathetic excuses again. No arguments, just do it.",
)


def bullying(*letters: tuple[str, str]) -> list[Evidence]:
    text = "\n\n".join(f"{day} member -> officer2: {words}" for day, words in letters)
    return list(detector("bullying")(mail(text), Rule("bullying", ("x/1",))))


def test_sharp_letters_are_a_pattern_together_and_not_one_by_one() -> None:
    days = ("2026-03-02", "2026-03-09", "2026-03-16")

    (found,) = bullying(*zip(days, SHARP, strict=True))

    assert (found.manner, found.document.id) == ("pattern", "<3@examples>")
    assert {passage.document for passage in found.passages} == {"<1@examples>", "<2@examples>", "<3@examples>"}
    assert all(bullying((day, words)) == [] for day, words in zip(days, SHARP, strict=True))


def test_sharp_letters_far_apart_are_no_pattern() -> None:
    assert bullying(*zip(("2026-01-02", "2026-03-09", "2026-06-16"), SHARP, strict=True)) == []
