"""Which groups an authority has, and which of them words mean."""

from __future__ import annotations

from checker.detectors import detector
from checker.detectors.examples import mail
from checker.detectors.impartiality.groups import groups_of
from checker.domain import Rule

RULE = Rule("group-briefing-unnotified", ("example/1",), {"notify": "other-groups", "route": "clerk"})


def test_green_is_a_colour_unless_a_group_is_meant() -> None:
    groups = groups_of(mail("2026-03-02 member -> officer: Thank you."))

    assert groups.named("The green waste went to the Labour group.") == {"Labour"}
    assert groups.named("The Greens and the Green group have asked.") == {"Green"}


def test_a_notice_of_another_officers_visit_does_not_count() -> None:
    case = mail(
        """
2026-03-02 leader -> officer: Could you come to the Labour Group on Monday and talk us through the depot contract?
2026-03-02 15:00 officer -> leader: Happy to. I shall be there at six.

2026-03-12 clerk -> leader2, leader3, leader4 (An officer at a group's meeting): Tamsin Brook attended the Labour Group.
""",
        end="2026-04-30",
    )

    assert [evidence.manner for evidence in detector(RULE.behaviour)(case, RULE)] == ["attendance-unnotified"]


def test_a_meeting_and_all_that_is_written_of_it_is_one_act() -> None:
    case = mail(
        """
2026-03-02 leader -> officer: Could you come to the Labour Group on Monday and talk us through the depot contract?
2026-03-02 15:00 officer -> leader: Happy to. I shall be there at six.
2026-03-10 officer -> leader: Thank you for having me at the Labour Group last night. The slides are attached.
""",
        end="2026-04-30",
    )

    (evidence,) = detector(RULE.behaviour)(case, RULE)

    assert evidence.document.id == "<3@examples>"
