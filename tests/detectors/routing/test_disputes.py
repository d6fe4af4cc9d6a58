"""Who is asked to settle a quarrel over a report."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from checker.detectors import detector
from checker.detectors.examples import mail
from checker.domain import Rule

RULE = Rule(
    "misrouted-complaint", ("example/1",), MappingProxyType({"applies_to": "report-request-dispute", "route": "town-clerk"})
)
QUARREL = "Cllr Ede wants a written report on every skip, which I have called unreasonable. Would you settle it, please?"


@pytest.mark.parametrize(
    ("people", "is_misrouted"),
    [
        ("head -> authority_chair", True),
        ("head -> leader, cc officer", True),
        ("head -> town_clerk", False),
        ("head -> authority_chair, cc town_clerk", False),
        ("head -> director", False),  # officers among themselves
        ("head -> chair", False),  # with whom the quarrel is
        ("head -> outsider", False),
    ],
)
def test_it_depends_on_who_is_asked(people: str, *, is_misrouted: bool) -> None:
    case = mail(f"2026-03-02 {people}: {QUARREL}")

    assert [e.manner for e in detector("misrouted-complaint")(case, RULE)] == ["report-dispute"] * is_misrouted


def test_a_protocol_without_such_a_clause_lets_it_pass() -> None:
    case = mail(f"2026-03-02 head -> authority_chair: {QUARREL}")

    assert not list(detector("misrouted-complaint")(case, Rule("misrouted-complaint", ("example/1",))))
