"""A report on paper in each of its forms."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from dataclasses import replace
from importlib import import_module
from itertools import pairwise

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from markupsafe import Markup

from checker.domain import OWN, CheckerError, Document, Run, Source, Zone
from checker.report import csv as spreadsheet
from checker.report import docx, formats, highlight, markdown, officer, paper_html, pdf
from checker.report.decisions import Decision, Decisions
from checker.report.manifest import manifest
from checker.report.paper import Facts, Heading, Letter, Paper, Paragraph, Picture, Points, Table, Wording, paper
from checker.report.told import letter

HOSTILE = (
    "<script>alert(1)</script> [x](https://evil.example) ![](http://a.example/p.png) **b** `c` | \u202e\u200b\x07 a@b.example "
    "www.c.example"
)
SOURCE = Source("a.mbox", 1)


def everything(text: str) -> Paper:
    """A paper with a text in every place where one can stand."""
    document = Document("a.txt", SOURCE, text, zones=(Zone(OWN, 0, len(text)),))
    return paper(
        text,
        text,
        [
            Heading(text, 2, "here"),
            *(Paragraph(text, manner) for manner in ("", "lede", "small", "fault")),
            Facts(((text, text),)),
            Points((text, text)),
            Points((text,), is_numbered=True),
            Table(text, (text, "n"), ((text, "1"),), frozenset({1}), (text, "1")),
            Wording(text, text),
            Picture(Markup("<svg></svg>"), "p"),
            letter(document, [highlight.Span(0, min(5, len(text)), "evidence 1")] if text else []),
        ],
    )


@pytest.fixture(scope="module")
def report(run: Run) -> Paper:
    decisions = Decisions({run.findings[0].id: Decision(run.findings[0].id, "upheld", "Yes.", "Robin Stave", "2026-04-14")})
    return officer.of(run, decisions, manifest([]))


# --- HTML ------------------------------------------------------------------------------------------------------------------


def test_hostile_text_is_inert_on_the_page() -> None:
    tree = lxml_html.fromstring(paper_html.render(everything(HOSTILE)))

    assert tree.xpath("//script | //img | //link | //iframe | //main//a | //@onclick") == []
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].startswith("default-src 'none'")
    assert "\u202e" not in tree.text_content()


def test_the_page_has_landmarks_headings_in_order_and_tables_with_names(report: Paper) -> None:
    tree = lxml_html.fromstring(paper_html.render(report))

    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5")]
    assert tree.get("lang") == "en-GB"
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(tree.xpath("/html/body/main")) == len(tree.xpath("/html/body/header")) == len(tree.xpath("/html/body/nav")) == 1
    assert tree.xpath("//table[not(caption)] | //th[not(@scope)]") == []
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {each[1:] for each in tree.xpath("//nav//a/@href")} <= set(ids)


# --- Markdown --------------------------------------------------------------------------------------------------------------


def test_hostile_text_is_inert_in_markdown() -> None:
    told = markdown.render(everything(HOSTILE))

    for live in (r"(?<!\\)<", r"(?<!\\)\]\(", "https?:", r"www\.", "a@", r"(?<!\\)`", "[\u202e\u200b\x07]"):
        assert not re.search(live, told), live


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# no heading", "\\# no heading"),
        ("- no point", "\\- no point"),
        ("+ no point", "\\+ no point"),
        ("12. no point", "12\\. no point"),
        ("12.5 kg", "12.5 kg"),
        ("=== no heading", "\\=== no heading"),
        ("    no code", "no code"),
        ("> no quotation", "\\> no quotation"),
        ("a_b*c", "a\\_b\\*c"),
        ("https://x.example", "https\\://x.example"),
    ],
)
def test_what_means_something_in_markdown_is_escaped(text: str, line: str) -> None:
    assert markdown.render(Paper("T", "R", (Paragraph(text),))).split("\n\n")[1] == line


def test_lines_of_a_letter_stay_lines_and_evidence_is_bracketed() -> None:
    document = Document("a", SOURCE, "One two\nthree\n\nfour", zones=(Zone(OWN, 0, 20),))

    told = markdown.render(Paper("T", "R", (letter(document, [highlight.Span(4, 7, "evidence 1")]),)))

    assert "> One ⟦evidence 1: two⟧\\\n> three\n>\n> four" in told


# --- Word ------------------------------------------------------------------------------------------------------------------


def test_word_reads_headings_tables_and_marks(report: Paper) -> None:
    found = python_docx.Document(io.BytesIO(docx.render(report)))

    headings = [each.text for each in found.paragraphs if each.style.name.startswith("Heading")]
    assert found.core_properties.title == report.title
    assert found.paragraphs[0].style.name == "Title"
    assert headings == [block.text for block in report.blocks if isinstance(block, Heading)]
    assert len(found.tables) == sum(isinstance(block, Table) for block in report.blocks)
    assert found.tables[0].rows[0].cells[0].text == "File or folder"
    assert any("move Sam’s crew" in run.text and run.underline for each in found.paragraphs for run in each.runs)


def test_every_part_of_a_word_document_is_declared_and_every_relation_leads_somewhere() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(everything(HOSTILE)))) as package:
        parts = {name: etree.fromstring(package.read(name)) for name in package.namelist()}

    declared = {each.get("PartName") for each in parts["[Content_Types].xml"] if each.get("PartName")}
    assert declared == {f"/{name}" for name in parts if not name.endswith(".rels") and name != "[Content_Types].xml"}
    for base, name in (("", "_rels/.rels"), ("word/", "word/_rels/document.xml.rels")):
        assert all(base + relation.get("Target") in parts for relation in parts[name])
    styles = {each.get(f"{{{docx.MAIN}}}styleId") for each in parts["word/styles.xml"]}
    used = set(parts["word/document.xml"].xpath("//w:pStyle/@w:val | //w:tblStyle/@w:val", namespaces={"w": docx.MAIN}))
    assert used <= styles


def test_nothing_in_a_word_document_can_act() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(everything(HOSTILE)))) as package:
        document = etree.fromstring(package.read("word/document.xml"))
        names = package.namelist()

    kinds = {etree.QName(each).localname for each in document.iter()}
    assert not kinds & {"hyperlink", "fldSimple", "instrText", "object", "drawing", "pict"}
    assert not [name for name in names if "media" in name or "vba" in name]


# --- PDF -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def weasyprint() -> None:
    """Where WeasyPrint or what it needs of the system is missing, what is made by it is not tested."""
    try:
        import_module("weasyprint")
    except (ImportError, OSError) as error:
        pytest.skip(f"WeasyPrint cannot be loaded: {error}")


@pytest.mark.usefixtures("weasyprint")
def test_a_pdf_has_bookmarks_tags_and_the_same_bytes(run: Run) -> None:
    import pypdfium2

    few = replace(run, findings=run.findings[:1], conversations=run.conversations[:1], publicity=())
    page = paper_html.render(officer.of(few, Decisions(), manifest([])))

    made = pdf.render(page)

    document = pypdfium2.PdfDocument(made)
    titles = [bookmark.get_title() for bookmark in document.get_toc()]
    assert "Summary" in titles
    assert b"/StructTreeRoot" in made or document.is_tagged()
    assert document.get_metadata_dict()["Title"] == "Findings and decisions under the Protocol on Member/Officer Relations"
    assert made == pdf.render(page)


@pytest.mark.usefixtures("weasyprint")
def test_a_pdf_loads_nothing(tmp_path) -> None:
    (tmp_path / "a.css").write_text("p { display: none }")

    import pypdfium2

    linked = f'<link rel="stylesheet" href="file://{tmp_path}/a.css"><img src="http://127.0.0.1:9/x">'

    page = f'<html lang="en"><title>t</title>{linked}<p>Still here</p>'

    assert "Still here" in pypdfium2.PdfDocument(pdf.render(page))[0].get_textpage().get_text_range()


def test_without_weasyprint_a_pdf_is_one_line_of_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(CheckerError, match=r'pip install "protocol-checker\[pdf\]"') as told:
        pdf.render("<p>x</p>")
    assert "\n" not in str(told.value)


# --- CSV -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "|calc", "%0A=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert spreadsheet.guarded(cell)[0] == "'"


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), min_size=1, max_size=4))
@settings(max_examples=100)
def test_cells_come_back_as_they_were_guarded(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(spreadsheet.table(rows).decode("utf-8-sig"), newline="")))

    assert read == [[spreadsheet.guarded(cell) for cell in row] for row in rows]
    assert not [cell for row in read for cell in row if cell.lstrip()[:1] in tuple("=+-@")]


def test_the_findings_as_csv_are_as_the_golden_file_has_them(run: Run, golden) -> None:
    golden("officer.csv", spreadsheet.render(run.findings, run.protocol, Decisions()).decode())


# --- for a program ---------------------------------------------------------------------------------------------------------


def decisions_on(run: Run) -> Decisions:
    kinds = ("upheld", "dismissed", "more-information")
    pairs = zip(run.findings, kinds, strict=False)
    return Decisions({each.id: Decision(each.id, kind, "Said so.", "Robin Stave", "2026-04-14") for each, kind in pairs})


def test_each_line_of_json_bears_its_decision(run: Run) -> None:
    lines = [json.loads(line) for line in formats.findings_as(run, decisions_on(run), "jsonl").splitlines()]

    told = {line["id"]: line["decision"] for line in lines}
    assert told[run.findings[0].id] == {"decision": "upheld", "reason": "Said so.", "date": "2026-04-14", "by": "Robin Stave"}
    assert told[run.findings[5].id] is None


def test_sarif_has_what_its_schema_requires(run: Run) -> None:
    """SARIF 2.1.0: required properties, and the values that enumerations allow (sarif-schema-2.1.0.json)."""
    log = json.loads(formats.findings_as(run, decisions_on(run), "sarif"))

    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    assert set(log) <= {"$schema", "version", "runs", "inlineExternalProperties", "properties"}
    (one,) = log["runs"]
    driver = one["tool"]["driver"]
    assert driver["name"]
    assert one["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    assert all(rule[key]["text"] for rule in driver["rules"] for key in ("shortDescription", "fullDescription", "help"))
    for result in one["results"]:
        assert result["message"]["text"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert -1 <= result["rank"] <= 100
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        for place in (*result["locations"], *result.get("relatedLocations", ())):
            physical = place["physicalLocation"]
            assert physical["artifactLocation"]["uri"]
            assert physical.get("region", {}).get("charOffset", 0) >= 0
        for suppression in result.get("suppressions", ()):
            assert suppression["kind"] in ("inSource", "external")
            assert suppression["status"] in ("accepted", "underReview", "rejected")
    kept = [result["suppressions"][0]["status"] for result in one["results"] if "suppressions" in result]
    assert sorted(kept) == ["accepted", "rejected", "underReview"]


# --- all of them -----------------------------------------------------------------------------------------------------------


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_printed_in_any_form_and_twice_the_same(text: str) -> None:
    made = everything(text)

    for form in ("html", "md", "docx"):
        assert formats.printed(made, form) == formats.printed(made, form)


def test_a_letter_too_long_is_cut_and_says_so() -> None:
    document = Document("a", SOURCE, "word " * 30_000, zones=())

    made = letter(document)

    assert isinstance(made, Letter)
    assert made.words[-1].left_out == 50_000
