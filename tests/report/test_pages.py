"""A report of very many findings: a first page, and pages by clause and by list that hold all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePosixPath

import pytest
from lxml import html as lxml_html

from checker.domain import Conversation, Finding, Message, Run, Source, Unread
from checker.report import html, page, register
from checker.report.manifest import Entry, faults, manifest, pages, read
from checker.scan.folder import write

from . import conftest as invented


def many(run: Run, conversations: int) -> Run:
    """The run, with so many long conversations in which every message attacks somebody."""
    pattern = next(finding for finding in run.findings if finding.behaviour == "personal-attack")
    kept, found = [], list(run.findings)
    for number in range(conversations):
        messages = tuple(_numbered(message, number) for message in invented.long_conversation(20).messages)
        kept.append(Conversation(f"long-{number}", messages))
        found += [_finding(pattern, message) for message in messages]
    return replace(run, findings=tuple(found), conversations=(*run.conversations, *kept))


def _numbered(message: Message, number: int) -> Message:
    return replace(message, id=f"{message.id[:-1]}.{number}>", source=Source("more.mbox", 1000 * number + message.source.number))


def _finding(pattern: Finding, message: Message) -> Finding:
    start = message.text.index("useless")
    place = {"document": message.id, "source": message.source, "date": message.date, "actor": message.sender.email}
    return replace(pattern, **place, evidence=(message.passage(start, start + 7),))


def written(run: Run) -> dict[str, lxml_html.HtmlElement]:
    """Every page of the run's report by its name in the run's folder."""
    report = html.report(run)
    beside = {f"{html.FOLDER}/{name}": text for name, text in report.others()}
    return {name: lxml_html.document_fromstring(text) for name, text in {html.FIRST: report.first(), **beside}.items()}


@pytest.fixture(scope="module")
def large(run: Run) -> Run:
    return many(run, 8)


@pytest.fixture(scope="module")
def found(large: Run) -> dict[str, lxml_html.HtmlElement]:
    return written(large)


def test_a_report_of_few_findings_is_one_page(run: Run) -> None:
    report = html.report(run)

    assert list(report.others()) == []
    assert report.first() == html.render(run)


def test_every_finding_of_a_large_report_is_printed_once_on_a_page_of_its_clause(
    large: Run, found: dict[str, lxml_html.HtmlElement]
) -> None:
    articles = [id for name, tree in found.items() for id in tree.xpath("//article/@id") if name != html.FIRST]

    assert sorted(articles) == sorted(f"f-{finding.id}" for finding in large.findings)
    assert found[html.FIRST].xpath("//article") == []
    assert max(len(tree.xpath("//article")) for tree in found.values()) == page.AT_ONCE


def test_every_link_of_a_large_report_leads_to_something_that_is_there(found: dict[str, lxml_html.HtmlElement]) -> None:
    ids = {name: tree.xpath("//@id") for name, tree in found.items()}
    assert all(len(each) == len(set(each)) for each in ids.values())

    for name, tree in found.items():
        for link in tree.xpath("//@href"):
            target, _, anchor = link.partition("#")
            there = _resolved(name, target) if target else name
            assert there in ids, (name, link)
            assert not anchor or anchor in ids[there], (name, link)


def _resolved(name: str, target: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / target).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_the_lists_of_a_large_report_hold_every_finding_in_each_order(
    large: Run, found: dict[str, lxml_html.HtmlElement], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "ROWS", 40)

    for pages_of in (found, written(large)):
        for order in ("date", "person", "conversation"):
            lists = [tree for name, tree in pages_of.items() if name.startswith(f"{html.FOLDER}/by-{order}-")]
            links = list(chain.from_iterable(tree.xpath("//tbody//a/@href") for tree in lists))
            assert sorted(link.partition("#")[2] for link in links) == sorted(f"f-{finding.id}" for finding in large.findings)
    assert len(lists) > 1


def test_very_many_unread_things_are_named_on_a_page_of_their_own(large: Run) -> None:
    unread = tuple(Unread(Source("mailbox.mbox", number), f"Reason {number}.") for number in range(1, 1001))

    pages_of = written(replace(large, unread=unread))

    assert len(pages_of[html.FIRST].xpath("//ul[@class='unread']/li[contains(., 'Reason')]")) == html.MOST_UNREAD
    assert len(pages_of[f"{html.FOLDER}/account.html"].xpath("//ul[@class='unread']/li[contains(., 'Reason')]")) == 1000


def test_the_pages_of_a_large_report_are_in_the_manifest_and_a_change_to_any_is_told(large: Run, tmp_path: Path) -> None:
    out = tmp_path / "run"
    write(large, {}, (), out)
    made = read(out)
    assert list(faults(out, made, ())) == []
    assert {entry.name for entry in made.entries} >= set(pages(out))

    changed = out / html.FOLDER / "clause-3.1.html"
    changed.write_text(changed.read_text(encoding="utf-8").replace("useless", "useful"), encoding="utf-8")
    (out / html.FOLDER / "clause-99.html").write_text("made up", encoding="utf-8")
    first = out / html.FIRST
    first.write_text(first.read_text(encoding="utf-8").replace("breaches", "slips"), encoding="utf-8")

    told = [fault.partition(":")[0] for fault in faults(out, made, ())]
    assert sorted(told) == [html.FIRST, "report/clause-3.1.html", "report/clause-99.html"]


def test_a_large_run_is_replaced_with_its_pages(large: Run, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "run"
    write(large, {}, (), out)
    assert pages(out)

    write(run, {}, (), out, replace=True)

    assert pages(out) == []
    assert manifest((Entry("input", "x", "y"),)).report == ""


def test_a_report_of_few_findings_on_long_texts_is_split_too(run: Run) -> None:
    conversation = invented.long_conversation(60)
    long = Conversation("long", tuple(replace(each, text=each.text + "word " * 2500, zones=()) for each in conversation.messages))
    pattern = next(finding for finding in run.findings if finding.behaviour == "personal-attack")
    few = replace(run, findings=tuple(_finding(pattern, message) for message in long.messages), conversations=(long,))

    assert page.is_large(few)
    assert all(len(text) < 1_000_000 for _, text in html.report(few).others())
