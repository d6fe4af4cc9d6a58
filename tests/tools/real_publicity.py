"""Judge real texts as drafts: party text that ought to be caught, neutral publicity that ought to be left alone.

    python tests/tools/real_publicity.py [--show KIND]

Reads ``../shared/data`` (environment; nothing of it ships) and prints, for each kind of text, how many documents have a breach,
how many something for review and how many nothing. ``--show`` tells the documents of one kind with what was found in them.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from checker.detectors import behaviours
from checker.domain import BREACH, OWN, REVIEW, Case, Document, Finding, Protocol, Source, Zone
from checker.pipeline import check
from checker.protocols import load

DATA = Path(__file__).parents[2].parent / "shared" / "data"
PARTY = ("manifestos", "party-tweets", "mp-tweets")
NEUTRAL = ("releases", "govuk", "parish", "newsletters")
# What says of a document that it is party political, the reader urged or the party shown.
TELLING = frozenset(
    {"campaigning", "partisan-policy", "party-branding", "party-denigration", "party-emphasis", "party-promotion"}
)


def texts(kind: str) -> Iterator[tuple[str, str]]:
    """The documents of a kind, each with its name."""
    files = {
        "manifestos": ("uk_manifestos/quanteda_ukmanifestos_dev.jsonl.gz", "uk_manifestos/manifestos_2010_2017_dev.jsonl.gz"),
        "party-tweets": ("uk_political_tweets/uklabour_2017-05_week1.jsonl.gz",),
        "mp-tweets": ("uk_political_tweets/sentimp21_uk_mps_dev.jsonl.gz",),
        "govuk": ("govuk_pages/govuk_pages_dev.jsonl.gz",),
        "parish": ("uk_parish_council/norfolk_parishes_dev.jsonl.gz",),
        "newsletters": ("uk_councillor_newsletters/knebworth_dev.jsonl.gz",),
    }
    if kind == "releases":
        for path in sorted((DATA / "uk_council_press_releases").glob("*.txt")):
            yield path.name, path.read_text(encoding="utf-8", errors="replace")
        return
    for name in files[kind]:
        with gzip.open(DATA / name, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                title = str(row.get("title", ""))
                text = str(row.get("full_text") or row.get("text") or row.get("body") or "")
                called = str(row.get("doc") or row.get("base_path") or row.get("tweet_id") or number)
                yield called, f"{title}\n\n{text}" if title else text


def rulebook() -> Protocol:
    """The rules on publicity of one protocol that has them all."""
    protocol = load("mwda", behaviours())
    rules = tuple(rule for rule in protocol.rules if behaviours()[rule.behaviour].channel in ("publicity", "both"))
    return replace(protocol, rules=rules)


def judged(name: str, text: str, protocol: Protocol) -> list[Finding]:
    """What a text shows as a draft."""
    draft = Document(name, Source(name), text, zones=(Zone(OWN, 0, len(text)),))
    return list(check(Case(publicity=(draft,)), protocol))


def outcome(found: list[Finding]) -> str:
    """The gravest thing that is said of a document's party politics; empty if nothing is."""
    outcomes = {finding.outcome for finding in found if finding.behaviour in TELLING}
    return BREACH if BREACH in outcomes else REVIEW if REVIEW in outcomes else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", choices=(*PARTY, *NEUTRAL), default="")
    given = parser.parse_args()
    protocol = rulebook()
    for kind in [given.show] if given.show else [*PARTY, *NEUTRAL]:
        counts = {BREACH: 0, REVIEW: 0, "": 0}
        for name, text in texts(kind):
            found = judged(name, text, protocol)
            counts[outcome(found)] += 1
            if given.show:
                print(f"--- {name} [{outcome(found) or 'nothing'}]")
                print(text[:400] if not outcome(found) else "")
                for finding in found:
                    print(f"    {finding.behaviour} {finding.outcome} {finding.confidence:.2f} {finding.why}")
        print(f"{kind}: breach {counts[BREACH]}, review {counts[REVIEW]}, nothing {counts['']}, of {sum(counts.values())}")


if __name__ == "__main__":
    main()
