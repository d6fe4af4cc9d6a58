"""What of a protocol is checked, as a terminal and a committee are told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from checker.detectors import behaviours
from checker.domain import Behaviour, Clause
from checker.protocols import known, load
from checker.protocols.coverage import GAP, STATES, Coverage, coverage
from checker.protocols.packs import read_pack
from checker.report.coverage import as_html, as_text

PACK = Path(__file__).parents[1] / "protocols" / "dene.toml"
# Invented, so that what is told here does not change with what the program learns to see.
LIMITS = {"late-reply": ("reply_working_days",)}
SEEN = {
    id: Behaviour(
        id, "invented", "both", "any", "", limits=LIMITS.get(id, ()), is_seen=id not in ("personal-attack", "officer-lobbying")
    )
    for id in ("late-reply", "officer-lobbying", "party-branding", "personal-attack", "undisclosed-copying")
}


@pytest.fixture(scope="module")
def found() -> Coverage:
    return coverage(read_pack(PACK.read_bytes(), "dene.toml", SEEN), SEEN)


@pytest.fixture(scope="module")
def page(found: Coverage) -> str:
    return as_html(found)


def _words(element: lxml_html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_page_is_as_the_golden_file_has_it(page: str, golden) -> None:
    # Without the stylesheet, which the report's golden file holds.
    golden("coverage.html", re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.DOTALL))


def test_the_text_is_as_the_golden_file_has_it(found: Coverage, golden) -> None:
    golden("coverage.txt", as_text(found, 100))


def test_the_figures_stand_in_a_table_and_add_up(found: Coverage, page: str) -> None:
    rows = lxml_html.document_fromstring(page).get_element_by_id("figures").findall(".//tr")

    told = {row.find("th").find("b").text: int(row.findall("td")[0].text) for row in rows[1:-1]}
    assert told == {STATES[state][0]: number for state, number in found.totals.items()}
    assert sum(told.values()) == int(rows[-1].findall("td")[0].text) == found.statements


def test_a_bar_is_as_long_as_its_share(found: Coverage, page: str) -> None:
    widths = [float(rect.get("width")) for rect in lxml_html.document_fromstring(page).iter("rect")]

    assert widths == [pytest.approx(100 * number / found.statements, abs=0.05) for number in found.totals.values()]


def test_every_clause_stands_once_with_its_state_in_words(found: Coverage, page: str) -> None:
    section = lxml_html.document_fromstring(page).get_element_by_id("clauses")

    rows = {row.find("th").find("b").text: _words(row) for row in section.iterfind(".//tbody/tr")}
    headings = [heading.text.strip() for heading in section.iterfind(".//h3")]
    assert {*rows, *headings} == {line.clause.number for line in found.lines}
    assert len(rows) + len(headings) == len(found.lines)
    for line in found.lines:
        if not line.is_structure:
            assert STATES[line.state][0] in rows[line.clause.number]
            assert line.clause.summary in rows[line.clause.number]
            assert line.reason in rows[line.clause.number]


def test_every_gap_is_linked_to_its_clause(found: Coverage, page: str) -> None:
    tree = lxml_html.document_fromstring(page)

    links = [link.get("href") for link in tree.get_element_by_id("gaps").iter("a")]

    assert len(links) == found.totals[GAP] == 2
    for link in links:
        assert tree.get_element_by_id(link[1:]) is not None


def test_a_protocol_without_gaps_has_no_section_for_them(found: Coverage) -> None:
    whole = replace(found, lines=tuple(line for line in found.lines if line.state != GAP))

    assert 'id="gaps"' not in as_html(whole)


def test_nothing_in_the_page_acts_and_everything_is_named(page: str) -> None:
    tree = lxml_html.document_fromstring(page)

    assert not list(tree.iter("script", "link", "img", "iframe", "form"))
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert not tree.xpath("//@src | //@onclick | //@style")
    assert tree.get("lang") == "en-GB"
    assert all(cell.get("scope") for cell in tree.iter("th"))
    assert all(svg.get("aria-hidden") == "true" for svg in tree.iter("svg"))
    assert all(region.get("aria-label") or region.get("aria-labelledby") for region in tree.xpath("//*[@role='region']"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_what_a_pack_says_is_text_and_never_markup(found: Coverage) -> None:
    nasty = "</td><script>alert(1)</script>\u202e\0"
    clause = Clause("dene/x", f"x{nasty}", nasty, "member", "duty", nasty, visible="yes", shows=nasty)
    hostile = replace(
        found,
        protocol=replace(found.protocol, title=nasty, authority=nasty),
        lines=(replace(found.lines[-1], clause=clause, reason=nasty),),
    )

    page = as_html(hostile)

    assert "<script" not in page
    assert "\u202e" not in page
    assert "\0" not in page
    assert "\u202e" not in as_text(hostile)


def test_numbers_that_differ_only_in_odd_characters_have_anchors_of_their_own(found: Coverage) -> None:
    lines = tuple(
        replace(found.lines[1], clause=replace(found.lines[1].clause, number=number)) for number in ("1 a", "1/a", "1_a", "1-a")
    )

    ids = lxml_html.document_fromstring(as_html(replace(found, lines=lines))).xpath("//tr/@id")

    assert len(set(ids)) == 4


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_the_text_is_wider_than_asked_for(found: Coverage, width: int) -> None:
    assert max(map(len, as_text(found, width).splitlines())) <= width


def test_an_empty_protocol_is_told_without_a_fault(found: Coverage) -> None:
    empty = replace(found, lines=())

    assert "None of 0 statements could be seen to be broken" in as_text(empty)
    assert "None of 0 statements" in as_html(empty)


@pytest.mark.parametrize("id", known())
def test_every_protocol_has_its_page_and_its_text(id: str) -> None:
    found = coverage(load(id, behaviours()), behaviours())

    for said in (as_html(found), as_text(found, 100)):
        assert f"Of {found.statements} statements, {found.visible} could be seen" in " ".join(said.split())
    assert as_html(found) == as_html(found)
