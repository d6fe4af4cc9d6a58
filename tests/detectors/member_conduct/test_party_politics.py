"""What the sheets' examples cannot say: parties treated alike, and one act told once."""

from __future__ import annotations

from checker.detectors.examples import mail
from checker.detectors.impartiality import officer_partisanship
from checker.detectors.member_conduct import party_political_request, party_politics_with_officer
from checker.domain import Evidence, Rule

NAMES = (
    "the Conservatives",
    "the Greens",
    "the Labour Party",
    "the Liberal Democrats",
    "Plaid Cymru",
    "Reform UK",
    "the SNP",
    "UKIP",
)


def talk(text: str) -> list[Evidence]:
    return list(party_politics_with_officer.detect(mail(f"2026-03-02 member -> officer: {text}"), Rule("x", ("example/1",))))


def lean(text: str) -> list[Evidence]:
    return list(officer_partisanship.detect(mail(f"2026-03-02 officer -> member: {text}"), Rule("x", ("example/1",))))


def request(text: str) -> list[Evidence]:
    return list(party_political_request.detect(mail(f"2026-03-02 member -> officer: {text}"), Rule("x", ("example/1",))))


def test_all_parties_are_judged_alike() -> None:
    wanted = [request(f"Could you draft our leaflet against {name} before polling day?") for name in NAMES]
    said = [talk(f"I am sure that {name} are finished in Cole ward, and that you can see it as well as I do.") for name in NAMES]
    leant = [lean(f"I have voted for {name} all my life, and I hope that they win.") for name in NAMES]

    for each in (wanted, said, leant):
        assert len({tuple(evidence.manner for evidence in seen) for seen in each}) == 1
        assert all(each)


def test_what_asks_for_party_work_is_not_told_again_as_talk() -> None:
    text = "Could you draft our leaflet against the Conservatives, who are a shambles?"

    assert request(text)
    assert talk(text) == []


def test_talk_in_other_sentences_than_the_request_is_told_as_well() -> None:
    text = (
        "Could you print our election leaflet? It is for Friday. The weather has been kind. The roads are dry."
        " Half of the group want a new leader, and the knives are out for him."
        " The Tories are finished in Cole ward."
    )

    assert request(text)
    assert talk(text)
