from __future__ import annotations

from checker.detectors import behaviours, detector
from checker.detectors.examples import mail
from checker.domain import Evidence, Rule
from checker.pipeline import check
from checker.protocols import load

DEMAND = "I hear what you say, but the report must come down in favour. I expect you to find a way."


def pressure(text: str) -> list[Evidence]:
    return list(detector("undue-pressure")(mail(text), Rule("undue-pressure", ("x/1",))))


def test_an_officers_no_that_went_before_is_shown() -> None:
    (found,) = pressure(
        "2026-03-02 officer -> member: I cannot support it: my professional view has not changed.\n"
        f"2026-03-03 member -> officer: {DEMAND}"
    )

    assert "<1@examples>" in {passage.document for passage in found.passages}
    assert "after the officer had held to another view" in found.why


def test_a_chair_breaks_the_clause_on_chairs() -> None:
    mpa = load("mpa", behaviours())
    text = "2026-03-02 {0} -> officer: You will change the recommendation. If you do not, I shall have your section looked at."

    def cited(who: str) -> list[tuple[str, ...]]:
        return [f.clauses for f in check(mail(text.format(who)), mpa) if f.behaviour == "undue-pressure"]

    assert cited("member") == [("mpa/7.2",)]
    assert cited("chair") == [("mpa/7.3", "mpa/7.2")]
