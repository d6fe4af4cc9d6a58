"""Drafts at the desk: what is offered instead, what is held back, what is advised, and how it is all told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.detectors import behaviours
from checker.detectors.examples import CAST
from checker.domain import CheckerError, Document, Mark, Source, Zone
from checker.people import roster
from checker.protocols import load
from checker.report.desk import Desk, Suppression, Wording, fingerprint
from checker.scan.drafting import FORMATS, check_drafts, on_the_day, rendered
from checker.scan.suggesting import reworded
from checker.scan.suppressing import read_suppressions, sifted

DAY = date(2026, 3, 2)
BAD = """New gate

It took Labour councillors to get this gate built, and nobody else lifted a finger.

Cllr Lowell Birch has called on Labour to scrap the charge.

Cllr Wren Ashby (Labour) opened it. Labour councillor Wren Ashby joined early, and she is a Labour chair. #VoteLabour
"""


def checked(*paths: Path, decisions: tuple[Suppression, ...] = (), day: date = DAY) -> Desk:
    people = roster(CAST.values())
    return check_drafts(paths, [load("mwda", behaviours())], people, day=day, options={}, decisions=decisions)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.txt"
    path.write_text(BAD, encoding="utf-8")
    return path


# --- wordings -----------------------------------------------------------------------------------------------------------


def test_what_is_offered_is_found_fit_and_the_draft_stays_as_it_is(bad: Path) -> None:
    desk = checked(bad)
    (document,) = desk.run.publicity

    for finding in desk.run.findings:
        for_it = desk.offers[finding.id].wordings
        mended = reworded(document, for_it)
        bad.write_text(mended.text, encoding="utf-8")
        assert finding.behaviour not in {other.behaviour for other in checked(bad).run.findings}, mended.text
    assert document.text == BAD


def test_a_party_is_taken_from_beside_a_member_and_a_demand_goes_to_the_government(bad: Path) -> None:
    desk = checked(bad)

    said = [wording.instead for offer in desk.offers.values() for wording in offer.wordings]
    assert "This gate has been built." in said
    assert "Cllr Lowell Birch has called on the Government to scrap the charge." in said
    assert "Cllr Wren Ashby opened it." in said
    assert "Councillor Wren Ashby joined early, and she is a chair." in said


def test_where_no_wording_passes_the_writer_is_told_how_such_a_thing_is_put(tmp_path: Path) -> None:
    path = tmp_path / "stand.txt"
    path.write_text(
        "A new stand for the Dene Rovers\nThe football club opens its new stand in August. Supporters waited nine years.\n"
        'Councillor Perrin Dove said: "I have stood on that terrace man and boy, and if we go up I shall eat my scarf."\n'
    )

    desk = checked(path)

    (finding,) = desk.run.findings
    assert desk.offers[finding.id].wordings == ()
    assert "Quote the Member" in desk.offers[finding.id].advice


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8), st.text("ab ", max_size=6)), max_size=4))
def test_marks_keep_to_their_words_whatever_is_put_in_place_of_others(cuts: list[tuple[int, int, str]]) -> None:
    text = "The depot opens at seven on Monday, and shuts at six."
    wordings, last = [], 0
    for start, length, instead in sorted(cuts):
        if start >= last:
            last = start + length
            wordings.append(Wording("d", start, last, text[start:last], instead))
    document = Document("d", Source("d"), text, zones=(Zone("own", 0, len(text)),), marks=(Mark("bold", 45, 53),))

    made = reworded(document, wordings)

    assert made.zones[0].end == len(made.text)
    if last <= 45:
        (mark,) = made.marks
        assert made.text[mark.start : mark.end] == text[45:53]


# --- suppressions -------------------------------------------------------------------------------------------------------


def decision(print_: str, until: date = date(2026, 12, 31)) -> Suppression:
    return Suppression(print_, "It is a quotation from the minutes.", "press office", until, 1)


def test_a_finding_that_may_stand_is_held_back_and_told(bad: Path) -> None:
    findings = checked(bad).run.findings

    desk = checked(bad, decisions=tuple(decision(fingerprint(finding)) for finding in findings))

    assert desk.run.findings == ()
    assert desk.is_fit
    assert len(desk.held) == len(findings)
    assert "press office, until 2026-12-31" in rendered(desk, "text").replace("\n    ", " ")


def test_a_decision_holds_on_its_last_day_and_no_longer(bad: Path) -> None:
    (first, *_) = checked(bad).run.findings
    one = decision(fingerprint(first), until=DAY)

    assert sifted([first], [one], DAY).findings == ()
    late = sifted([first], [one], date(2026, 3, 3))
    assert late.findings == (first,)
    assert "ran out on 2026-03-02" in late.stale[0]


def test_a_decision_that_nothing_answers_to_is_said_to_be_unused(bad: Path) -> None:
    desk = checked(bad, decisions=(decision("0123456789ab"),))

    assert "0123456789ab of press office is not used" in desk.stale[0]


def test_a_fingerprint_is_the_same_wherever_the_folder_lies_and_another_for_other_words(tmp_path: Path, bad: Path) -> None:
    inner = tmp_path / "drafts" / "spring"
    inner.mkdir(parents=True)
    (inner / "bad.txt").write_text(BAD)
    (tmp_path / "changed").mkdir()
    (tmp_path / "changed" / "bad.txt").write_text(BAD.replace("nobody else lifted", "nobody at all lifted"))

    def prints(path: Path) -> set[str]:
        return {fingerprint(finding) for finding in checked(path).run.findings}

    assert prints(bad) == prints(tmp_path / "drafts")
    assert len(prints(bad) - prints(tmp_path / "changed")) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[suppressed]]\nfingerprint = 'ab'\n", "reason is missing"),
        ("[[suppressed]]\nfingerprint='ab'\nreason='x'\nowner='y'\n", "expires is missing"),
        ("[[suppressed]]\nfingerprint='ab'\nreason='x'\nowner='y'\nexpires=2026-01-01\nuntil=1\n", "no key 'until'"),
        ("nonsense", "no valid TOML"),
        ("[other]\n", "something other than"),
        ("suppressed = 3\n", "something other than"),
    ],
)
def test_a_file_of_decisions_that_is_wrong_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "s.toml").write_text(text)

    with pytest.raises(CheckerError, match=said):
        read_suppressions(tmp_path / "s.toml")


# --- drafts, folders and days -------------------------------------------------------------------------------------------


def test_two_drafts_of_one_name_are_two_drafts(tmp_path: Path) -> None:
    for folder, text in (("one", BAD), ("two", "New gate\n\nThe gate opens on Monday.\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(text)

    by_file = checked(tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt")
    by_folder = checked(tmp_path / "one", tmp_path / "two")

    for desk in (by_file, by_folder):
        assert len({document.id for document in desk.run.publicity}) == 2
        assert {finding.document for finding in desk.run.findings} == {desk.run.publicity[0].id}


def test_somebody_is_a_member_on_the_days_of_the_office_alone(tmp_path: Path) -> None:
    csv = tmp_path / "roster.csv"
    csv.write_text(
        "email,name,role,party,position,seniority,committees,from,to\n"
        "a@x.gov.uk,Wren Ashby,member,Labour,,,Waste,2020-05-01,2024-05-01\n"
    )
    from checker.people import read_roster

    people = read_roster(csv)
    assert [p.role for p in on_the_day(people, date(2022, 1, 1))] == ["member"]
    assert [p.role for p in on_the_day(people, DAY)] == ["external"]


# --- the four forms -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_tells_the_clause_the_words_and_what_could_stand_instead(bad: Path, form: str) -> None:
    desk = checked(bad)

    told = rendered(desk, form, on_the_day(roster(CAST.values()), DAY))

    for part in ("#VoteLabour", "11.d", "called on the Government", fingerprint(desk.run.findings[0])):
        assert part in told, part


def test_json_and_sarif_are_both_whole(bad: Path) -> None:
    bad.write_text(BAD + "\nWe commenced work prior to Easter.\n")
    findings = checked(bad).run.findings
    desk = checked(bad, decisions=(decision(fingerprint(findings[0])), decision("ffffffffffff")))

    told = json.loads(rendered(desk, "json"))
    assert [one["fingerprint"] for one in told["findings"]] == [fingerprint(one) for one in findings[1:]]
    assert told["held_back"][0]["owner"] == "press office"
    assert "ffffffffffff" in told["stale_suppressions"][0]
    assert told["advice"][0]["kind"] == "plain English"

    results = json.loads(rendered(desk, "sarif"))["runs"][0]["results"]
    assert [r["level"] for r in results].count("note") == 1
    assert [r["suppressions"][0]["kind"] for r in results if "suppressions" in r] == ["external"]
    for result in results:
        for fix in result.get("fixes", ()):
            for change in fix["artifactChanges"][0]["replacements"]:
                at, length = change["deletedRegion"]["charOffset"], change["deletedRegion"]["charLength"]
                assert desk.run.publicity[0].text[at : at + length]


def test_the_page_runs_nothing_and_loads_nothing_though_the_draft_would(tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text(BAD + '\n<script>alert(1)</script> <img src="http://x.example/y.png"> Labour councillor Jo </style>\n')

    page = rendered(checked(path), "html", on_the_day(roster(CAST.values()), DAY))

    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in page
    assert page.count("</style>") == 1


def test_an_ordinary_release_is_fit(tmp_path: Path) -> None:
    path = tmp_path / "good.txt"
    path.write_text("New hours\n\nFrom 1 May the site opens at eight. Register for a permit on our site.\n")

    desk = checked(path)

    assert desk.is_fit
    assert desk.run.findings == ()
    assert "nothing found" in rendered(desk, "text")


def test_the_page_of_a_laid_out_draft_shows_its_sheets_and_is_the_same_twice(tmp_path: Path) -> None:
    path = tmp_path / "loud.html"
    path.write_text(
        "<!doctype html><h1>New gate</h1><p style='font-size:40px;color:#e4003b'>LABOUR COUNCILLOR WREN ASHBY</p>"
        "<p>opened the gate on Monday.</p><img src='gate.jpg'>"
    )
    people = on_the_day(roster(CAST.values()), DAY)

    first, second = (rendered(checked(path), "html", people) for _ in range(2))

    assert first == second
    assert first.count("<svg") == 1
    assert 'class="mention"' in first
    assert "Alternative text." in first


def test_what_two_books_forbid_is_told_once_with_the_clauses_of_both(bad: Path) -> None:
    packs = [load(id, behaviours()) for id in ("mwda", "publicity-code-2011")]

    desk = check_drafts([bad], packs, roster(CAST.values()), day=DAY, options={})

    alone = checked(bad).run.findings
    assert [fingerprint(f) for f in desk.run.findings] == [fingerprint(f) for f in alone]
    branding = next(f for f in desk.run.findings if f.behaviour == "party-branding")
    assert branding.clauses == ("mwda/11.d", "publicity-code-2011/1")
