"""How long looking for breaches takes beside reading the same mail, all behaviours and each for itself.

    python tests/bench/checking.py [MAILBOX...] [--protocol mwda] [--each]

Half of the people in the mail are made Members and half officers (``tests/tools/strangers.py``), which is the dearest case: in
a real export most mail is between people of whom nothing is looked for. Times are of one core, from whole scans, the
model's start included. Without a mailbox those of the corpora are read.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from checker.detectors import behaviours
from checker.domain import Protocol
from checker.people import Roster
from checker.protocols import load
from checker.scan.run import scan
from checker.scan.sets import Settings

ROOT = Path(__file__).parents[2]


def half_and_half(mail: Sequence[Path]) -> Roster:
    """Everybody in this mail, each a Member or an officer."""
    spec = importlib.util.spec_from_file_location("strangers", ROOT / "tests" / "tools" / "strangers.py")
    assert spec is not None
    assert spec.loader is not None
    strangers = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(strangers)
    people: Roster = strangers.half_and_half(list(mail))
    return people


def stages(mail: Sequence[Path], people: Roster, protocol: Protocol) -> tuple[int, float, float]:
    """Messages, seconds of reading them, and seconds of checking them by a protocol."""
    scanned = scan(list(mail), None, [protocol], Settings(people), options={})
    return sum(c.read for c in scanned.run.containers), scanned.seconds["read"], scanned.seconds["check"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mail", nargs="*", type=Path)
    parser.add_argument("--protocol", default="mwda")
    parser.add_argument("--each", action="store_true", help="each behaviour for itself as well")
    given = parser.parse_args()
    mail = given.mail or sorted(ROOT.glob("corpora/*/mailbox.mbox"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    protocol = load(given.protocol, behaviours())
    people = half_and_half(mail)
    start = time.perf_counter()
    count, reading, checking = stages(mail, people, protocol)
    print(
        f"{count:,} messages by {len(people.people)} people, under {given.protocol}, {time.perf_counter() - start:.1f} s in all"
    )
    print(f"{'reading':34}{reading / count * 1000:8.3f} ms a message")
    print(f"{'all behaviours':34}{checking / count * 1000:8.3f} ms a message{checking / reading:10.2f} of reading")
    for rule in protocol.rules if given.each else ():
        _, _, alone = stages(mail, people, replace(protocol, rules=(rule,)))
        print(f"{rule.behaviour:34}{alone / count * 1000:8.3f} ms a message{alone / reading:10.2f} of reading", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
