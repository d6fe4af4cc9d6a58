"""How a finding's days are told."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from checker.cli.tables import tell_finding
from checker.detectors import behaviours
from checker.domain import Finding, Source
from checker.protocols import load

WHY = (
    "The answer of Thursday 9 April 2026 came 4 working days after Wednesday 1 April 2026; the protocol allows 1. "
    "The last day in time was Thursday 2 April 2026."
)


def told(why: str, behaviour: str = "late-reply", **options: str) -> list[str]:
    finding = Finding(
        "<1@dene.example>", Source("a.mbox"), behaviour, "mwda", ("mwda/7.6",), "breach", 0.9, "officer@dene.example",
        datetime(2026, 4, 9, tzinfo=UTC), "The depot", why, (), (), "An answer.",
    )  # fmt: skip
    out = io.StringIO()
    tell_finding(Console(file=out, width=130), finding, load("mwda", behaviours()), options)
    return out.getvalue().partition("  day by day:\n")[2].splitlines()


def test_the_days_of_a_late_answer_are_told_one_by_one() -> None:
    assert told(WHY, nation="ENG") == [
        "    Wed  1 Apr 2026      received, not counted",
        "    Thu  2 Apr 2026    1 the last day in time",
        "    Fri  3 Apr 2026    - Good Friday",
        "    Sat  4 Apr 2026    - Saturday",
        "    Sun  5 Apr 2026    - Sunday",
        "    … and so on to Thu  9 Apr 2026: 4 working days",
    ]


def test_the_nation_and_the_closing_days_are_those_of_the_run() -> None:
    scotland = told(WHY, nation="SCT", closed="2026-04-07, 2026-04-08")

    assert scotland[-1] == "    … and so on to Thu  9 Apr 2026: 3 working days"


@pytest.mark.parametrize(("why", "behaviour"), [("It is late.", "late-reply"), (WHY, "bullying")])
def test_what_counts_no_days_shows_none(why: str, behaviour: str) -> None:
    assert told(why, behaviour) == []
