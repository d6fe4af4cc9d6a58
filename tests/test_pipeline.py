from __future__ import annotations

from types import MappingProxyType

from checker.detectors import behaviours
from checker.detectors.examples import mail, publicity
from checker.domain import Case, Clause, Protocol, Rule
from checker.pipeline import check, untold
from checker.protocols import load

LATE = "2026-03-02 member -> officer: When will the depot open?\n2026-03-12 officer -> member: In May."


def test_the_same_answer_is_late_under_one_protocol_and_in_time_under_another() -> None:
    case = mail(LATE)

    assert [f.clauses for f in check(case, load("mwda", behaviours())) if f.behaviour == "late-reply"] == [("mwda/7.6",)]
    assert [f for f in check(case, load("city-of-london", behaviours())) if f.behaviour == "late-reply"] == []


def test_a_finding_says_by_its_id_the_same_in_every_run() -> None:
    first, second = (list(check(mail(LATE), load("mwda", behaviours()))) for _ in range(2))

    assert [f.id for f in first] == [f.id for f in second]


def test_the_id_survives_an_unrelated_change_of_the_mailbox() -> None:
    alone = mail(LATE)
    other = mail("2026-03-02 outsider -> officer: Hello.", subject="Other")
    both = Case(
        (*alone.conversations, *other.conversations),
        people=alone.people,
        end=alone.end,
        senders=alone.senders,
        reached=alone.reached,
    )

    assert {f.id for f in check(alone, load("mwda", behaviours()))} <= {f.id for f in check(both, load("mwda", behaviours()))}


def test_signs_in_one_draft_are_one_finding() -> None:
    case = publicity("Open day on 9 May. #VoteLabour\n\nFor the many, not the few")

    (found,) = [f for f in check(case, load("mwda", behaviours())) if f.behaviour == "party-branding"]

    assert len(found.evidence) == 2
    assert found.clauses == ("mwda/11.d",)


def test_a_behaviour_without_its_limit_is_said_not_to_be_judged() -> None:
    reasons = {
        one.behaviour: one.reason for one in untold(load("london-councils", behaviours()), mail(LATE).people, has_mail=True)
    }

    assert reasons["late-reply"] == "the protocol sets no reply working days"


def test_without_a_roster_it_is_said_that_nobody_can_be_told_to_be_a_member() -> None:
    reasons = {one.behaviour: one.reason for one in untold(load("mwda", behaviours()), (), has_mail=True)}

    assert "no roster was given" in reasons["officer-lobbying"]


def test_a_rule_that_a_protocol_reaches_only_indirectly_gives_no_breach() -> None:
    clause = Clause("x/1", "1", "paragraph 1", "officer", "duty", "Be neutral.", ("party-branding",), "yes")
    rule = Rule("party-branding", ("x/1",), MappingProxyType({}), is_indirect=True)
    protocol = Protocol("x", "X", "X", (clause,), (rule,))

    (found,) = check(publicity("Open day. #VoteLabour"), protocol)

    assert found.outcome == "review"
