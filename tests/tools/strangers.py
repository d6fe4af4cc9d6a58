"""Real mail of strangers, half of whom are made Members and half officers: nearly all that is found there is a false alarm.

    python tests/tools/strangers.py MAILBOX... --protocol mwda --sample 50

Who is what is told by a hash of the address, so that it is the same in every run. Every behaviour's findings are counted, and of
those called a breach a sample is printed for a person to read, drawn by a hash of their ids.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import textwrap
from collections import Counter
from pathlib import Path

from checker.detectors import behaviours
from checker.domain import BREACH, Finding, Person
from checker.people import Roster, roster
from checker.protocols import load
from checker.scan.run import guessed, scan
from checker.scan.sets import Settings

PARTIES = ("Conservative", "Green", "Labour")
SENIORITIES = ("chief", "senior", "junior")


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def half_and_half(mail: list[Path]) -> Roster:
    """Everybody in this mail, each a Member or an officer."""
    people = []
    for guess in guessed(mail):
        number = _number(guess.person.email)
        email, name = guess.person.email, guess.person.name
        if number % 2:
            people.append(Person(email, name, "member", PARTIES[number // 2 % 3]))
        else:
            people.append(Person(email, name, "officer", seniority=SENIORITIES[number // 2 % 3]))
    return roster(people)


def _tell(finding: Finding) -> None:
    print(f"\n{finding.id}  {finding.behaviour}  {finding.confidence}  {finding.source}")
    print(textwrap.indent(textwrap.fill(finding.why, 150), "    "))
    for passage in finding.evidence:
        if passage.quote:
            print(textwrap.indent(textwrap.fill(" ".join(passage.quote.split())[:300], 150), "    | "))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mail", nargs="+", type=Path)
    parser.add_argument("--protocol", default="mwda")
    parser.add_argument("--behaviour", action="append", help="only this behaviour")
    parser.add_argument("--sample", type=int, default=50)
    given = parser.parse_args()
    protocol = load(given.protocol, behaviours())
    run = scan(given.mail, None, [protocol], Settings(half_and_half(given.mail)), options={}).run
    mine = [finding for finding in run.findings if not given.behaviour or finding.behaviour in given.behaviour]
    counts = Counter((finding.behaviour, finding.outcome) for finding in mine)
    read = sum(container.read for container in run.containers)
    print(f"{read:,} messages read under {protocol.id}")
    for (behaviour, outcome), number in sorted(counts.items()):
        print(f"{number:6}  {outcome:7} {behaviour}")
    for finding in sorted((f for f in mine if f.outcome == BREACH), key=lambda f: _number(f.id))[: given.sample]:
        _tell(finding)
    return 0


if __name__ == "__main__":
    sys.exit(main())
