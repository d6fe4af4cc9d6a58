"""All parties alike: what is a sign of one is a sign of each."""

from __future__ import annotations

import pytest

from checker.detectors import detector
from checker.detectors.examples import publicity
from checker.domain import Rule
from checker.language.parties import PartySigns, Slogan, local, national

PARTIES = [party for party in national() if party.tokens]


def manners(text: str) -> set[str]:
    return {evidence.manner for evidence in detector("party-branding")(publicity(text), Rule("party-branding", ()))}


@pytest.mark.parametrize("party", PARTIES, ids=lambda party: party.id)
def test_a_hashtag_an_address_a_logo_and_a_slogan_count_for_every_party(party) -> None:  # type: ignore[no-untyped-def]
    name, token = party.names[0], party.tokens[0]

    assert manners(f"Open day on 9 May. #Vote{token}") == {"hashtag"}
    assert manners(f"Open day on 9 May. See {party.domains[0]}/news") == {"address"}
    assert manners(f"Open day.\n\n[picture: x.png: {name} logo]") == {"emblem"}
    assert manners(f"Open day on 9 May.\n\n{name}: putting Dene first since 1974") == {"strap-line"}
    for slogan in party.slogans:
        assert manners(f"Open day on 9 May.\n\n{slogan.words.upper()}\n\nAll welcome."), slogan


@pytest.mark.parametrize("party", PARTIES, ids=lambda party: party.id)
def test_one_quiet_mention_of_any_party_is_no_branding(party) -> None:  # type: ignore[no-untyped-def]
    assert manners(f"Councillor Wren Ashby ({party.names[0]}), who chairs the committee, opened the depot on Monday.") == set()


def test_a_plain_slogan_in_its_ordinary_sense_is_none() -> None:
    assert manners("The wall is strong and stable again, and we hope to build back better drains behind it.") == set()
    assert manners("The wall is back. “Strong and stable” was the motto of the day.") == {"plain-slogan"}


def test_a_local_party_that_only_the_roster_knows_has_signs_too() -> None:
    signs = PartySigns(national() + local(["Dene Valley First", "Labour", "Independent", ""]))

    assert [sign.party for sign in signs.names("Dene Valley First held its meeting.")] == ["denevalleyfirst"]
    assert [sign.kind for sign in signs.addresses("www.denevalleyfirst.org.uk")] == ["address"]
    assert signs.party("labour").id == "labour"


def test_streets_clubs_and_costs_that_bear_a_partys_name_are_not_the_party() -> None:
    signs = PartySigns(national())

    assert list(signs.names("Labour Street, the Conservative Club and Labour costs")) == []


def test_a_councils_own_address_is_no_partys() -> None:
    signs = PartySigns(national())

    assert list(signs.addresses("www.labourmarketstats.gov.uk and conservativeclub.example")) == []


def test_slogans_are_dated() -> None:
    assert all(isinstance(s, Slogan) and 1900 < s.year < 2030 for party in national() for s in party.slogans)
