"""The rules that follow from clauses, and what each clause of a rule says for itself."""

from __future__ import annotations

from pathlib import Path

from checker.detectors import behaviours
from checker.protocols import load
from checker.protocols.packs import read_pack
from checker.protocols.rules import clauses_on, terms_of

HERE = Path(__file__).parent


def test_each_clause_of_a_rule_keeps_its_own_limits_permissions_too() -> None:
    dene = read_pack((HERE / "dene.toml").read_bytes(), "dene.toml", behaviours())

    terms = terms_of(clauses_on("undisclosed-copying", dene.clauses))

    assert [dict(term) for term in terms] == [
        {"recipients": "committee-chair", "clause": "dene/1.2.1", "clause_kind": "permission", "clause_addressee": "officer"},
        {"disclosure": "on-the-letter", "clause": "dene/1.2.2", "clause_kind": "duty", "clause_addressee": "officer"},
        {"secret": "never", "clause": "dene/1.2.3", "clause_kind": "prohibition", "clause_addressee": "officer"},
    ]


def test_the_routes_of_different_complaints_stay_apart() -> None:
    london = load("london-councils", behaviours())

    routes = {
        term["clause"]: term["route"] for term in terms_of(clauses_on("misrouted-complaint", london.clauses)) if "route" in term
    }

    assert routes["london-councils/13.about-officer.1.2"] != routes["london-councils/13.about-director.1.2"]


def test_an_addressee_among_the_limits_is_not_hidden() -> None:
    mwda = load("mwda", behaviours())

    terms = {term["clause"]: term for term in terms_of(clauses_on("partisan-policy", mwda.clauses))}

    assert terms["mwda/11.b.eg.2"]["addressee"] == "party"
    assert terms["mwda/11.b.eg.2"]["clause_addressee"] == mwda.clause("mwda/11.b.eg.2").addressee


def test_a_clause_that_was_only_proposed_is_no_term() -> None:
    dene = read_pack((HERE / "dene.toml").read_bytes(), "dene.toml", behaviours())

    assert clauses_on("officer-lobbying", dene.clauses) == []
