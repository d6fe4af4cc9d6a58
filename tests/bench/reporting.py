"""How long a report of very many findings takes, how much memory, and how large its pages are.

    python tests/bench/reporting.py [--findings 10000] [--out DIR]

The run is made of the demonstration corpus again and again, each time with other ids, another day and texts of its own, so that
texts, zones and evidence are as real as the corpus's. Without ``--out`` the pages go to a folder that is removed again.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from checker.detectors import behaviours
from checker.domain import Conversation, Document, Finding, Message, Run, Source
from checker.protocols import load
from checker.report import html
from checker.scan.run import scan
from checker.scan.sets import read_set

D = TypeVar("D", Document, Message)
ROOT = Path(__file__).parents[2]


def demonstration() -> Run:
    """The run of the demonstration corpus."""
    case_set = read_set(ROOT / "corpora" / "demo")
    protocol = load(case_set.protocol, behaviours())
    assert case_set.mailbox is not None
    return scan([case_set.mailbox], case_set.publicity, [protocol], case_set.settings, options={"given": "corpora/demo"}).run


def enlarged(run: Run, findings: int) -> Run:
    """The run, so often repeated that it has this many findings."""
    times = -(-findings // len(run.findings))
    copies = list(range(times))
    return replace(
        run,
        findings=tuple(_finding(one, number) for number in copies for one in run.findings)[:findings],
        conversations=tuple(conversation for number in copies for conversation in _conversations(run, number)),
        publicity=tuple(_document(draft, number) for number in copies for draft in run.publicity),
    )


def _id(id: str, number: int) -> str:
    return f"{id[:-1]}.{number}>" if id.endswith(">") else f"{number}/{id}"


def _source(source: Source, number: int) -> Source:
    return replace(source, number=source.number + 1000 * number)


def _day(moment: datetime | None, number: int) -> datetime | None:
    return moment + timedelta(days=3 * number) if moment else None


def _document(document: D, number: int) -> D:
    # The text is put together anew, so that no two copies share memory.
    text = "".join((document.text[:1], document.text[1:]))
    place = _source(document.source, number)
    return replace(document, id=_id(document.id, number), source=place, text=text, date=_day(document.date, number))


def _conversations(run: Run, number: int) -> Iterator[Conversation]:
    for conversation in run.conversations:
        yield Conversation(_id(conversation.id, number), tuple(_document(message, number) for message in conversation.messages))


def _finding(finding: Finding, number: int) -> Finding:
    return replace(
        finding,
        document=_id(finding.document, number),
        source=_source(finding.source, number),
        date=_day(finding.date, number),
        evidence=tuple(replace(passage, document=_id(passage.document, number)) for passage in finding.evidence),
    )


def write(run: Run, out: Path) -> None:
    """The report's pages, as a run's folder holds them."""
    made = html.report(run)
    (out / html.FOLDER).mkdir(exist_ok=True)
    for name, page in made.others():
        (out / html.FOLDER / name).write_text(page, encoding="utf-8")
    (out / html.FIRST).write_text(made.first(), encoding="utf-8")


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=10_000)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    run = enlarged(demonstration(), given.findings)
    before = peak()
    with tempfile.TemporaryDirectory() as temporary:
        out = given.out or Path(temporary)
        out.mkdir(parents=True, exist_ok=True)
        start = time.perf_counter()
        write(run, out)
        seconds = time.perf_counter() - start
        pages = sorted(out.rglob("*.html"))
        sizes = {page.name: page.stat().st_size for page in pages}
    print(f"{len(run.findings):,} findings, {sum(len(c.messages) for c in run.conversations):,} messages kept with them")
    print(f"{seconds:.1f} s; {1000 * seconds / len(run.findings):.2f} ms a finding")
    print(f"memory: {before:,.0f} MB with the run read, {peak():,.0f} MB at the most")
    first = sizes.pop(html.FIRST)
    print(f"{len(pages):,} pages, {(first + sum(sizes.values())) / 1e6:,.1f} MB; {html.FIRST} {first / 1e6:.2f} MB;")
    if sizes:
        largest = max(sizes, key=lambda name: sizes[name])
        print(f"largest other page {largest}, {sizes[largest] / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
