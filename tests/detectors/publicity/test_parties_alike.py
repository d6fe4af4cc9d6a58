"""All parties alike: put one party's name for another's and every answer stays what it was."""

from __future__ import annotations

import pytest

from checker.detectors import detector
from checker.detectors.examples import publicity
from checker.domain import Rule

BEHAVIOURS = ("party-promotion", "party-denigration", "partisan-policy", "party-emphasis", "campaigning", "unbalanced-publicity")
# The name as an adjective, as a body, and of its people.
PARTIES = {
    "labour": ("Labour", "Labour", "Labour councillors"),
    "conservative": ("Conservative", "the Conservatives", "Conservative councillors"),
    "liberal-democrat": ("Liberal Democrat", "the Liberal Democrats", "Liberal Democrat councillors"),
    "green": ("Green", "the Green Party", "Green councillors"),
    "reform-uk": ("Reform UK", "Reform UK", "Reform UK councillors"),
    "plaid-cymru": ("Plaid Cymru", "Plaid Cymru", "Plaid Cymru councillors"),
    "snp": ("SNP", "the SNP", "SNP councillors"),
    "ukip": ("UKIP", "UKIP", "UKIP councillors"),
}
TEXTS = [
    "New gate\n\nIt took {people} to get this gate built, and nobody else lifted a finger.",
    "New gate\n\nThe gate opens on Monday. If you like it, vote for {body} on 7 May.",
    "New gate\n\nThanks to {people} the gate opens on Monday.",
    "New gate\n\n“{people} have let this town down for years,” said Cllr Wren Ashby. “They couldn't run a tombola.”",
    "New gate\n\nA decade of {adjective} neglect is over.",
    "New gate\n\nCllr Lowell Birch has called on {body} to scrap the charge.",
    "New gate\n\nThe {adjective} tax plan is ruinous and should be dropped.",
    "New gate\n\nThe {adjective} policy on gates is the only sensible one on offer.",
    "Meet Wren\n\n{adjective} councillor Wren Ashby joined early. A {adjective} member at school, she is a {adjective} chair.",
    "New gate\n\nCllr Wren Ashby ({adjective}) opened the gate.",
    "How they voted\n\nThe {adjective} amendment was lost by four votes to nine.",
    "A guide\n\nA headline such as “{people} are to blame” may not be used.",
]


def answers(text: str) -> list[tuple[str, str]]:
    case = publicity(text)
    limits = {"party_mentions_max": 1}
    return [(id, e.manner) for id in BEHAVIOURS for e in detector(id)(case, Rule(id, ("example/1",), limits))]


@pytest.mark.parametrize("text", TEXTS)
def test_every_party_gets_the_same_answer(text: str) -> None:
    given = {
        party: answers(text.format(adjective=adjective, body=body, people=people))
        for party, (adjective, body, people) in PARTIES.items()
    }

    assert {party: said for party, said in given.items() if said != given["labour"]} == {}


@pytest.mark.parametrize("text", TEXTS[:9])
def test_the_texts_of_this_test_are_breaches_and_the_others_are_not(text: str) -> None:
    assert answers(text.format(adjective="Green", body="the Green Party", people="Green councillors"))


@pytest.mark.parametrize("text", TEXTS[9:])
def test_a_quiet_mention_a_count_and_a_rule_are_no_breach(text: str) -> None:
    assert answers(text.format(adjective="Green", body="the Green Party", people="Green councillors")) == []
