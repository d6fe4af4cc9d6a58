"""Count the reports of labelled case sets for ``checker/report/measured.toml``; prints one of its tables.

    python tests/tools/measured.py --day 2026-11-25 --built-on corpora/mwda-mail corpora/london-mail

``--built-on`` says that the program was also built on these sets. The figures are those of ``checker measure``.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from datetime import date
from pathlib import Path

from checker.detectors import behaviours
from checker.domain import BREACH, REVIEW
from checker.measure import breaches, measure, read_gold
from checker.protocols import load
from checker.scan.run import scan
from checker.scan.sets import read_set


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--day", type=date.fromisoformat, required=True)
    parser.add_argument("--built-on", action="store_true")
    given = parser.parse_args()
    counts: defaultdict[str, dict[str, list[int]]] = defaultdict(lambda: {BREACH: [0, 0], REVIEW: [0, 0]})
    for folder in given.folders:
        case_set = read_set(folder)
        assert case_set.gold is not None, f"{folder} has no gold.jsonl"
        gold = read_gold(case_set.gold)
        mail = [case_set.mailbox] if case_set.mailbox else []
        run = scan(mail, case_set.publicity, [load(case_set.protocol, behaviours())], case_set.settings, options={}).run
        both, firm = measure(run.findings, gold).scores, measure(breaches(run.findings), gold).scores
        for behaviour, score in both.items():
            called = firm.get(behaviour)
            right, reported = (called.right, called.reported) if called else (0, 0)
            for outcome, figures in ((BREACH, (right, reported)), (REVIEW, (score.right - right, score.reported - reported))):
                counts[behaviour][outcome] = [have + more for have, more in zip(counts[behaviour][outcome], figures, strict=True)]
    print("[[measured]]")
    print(f"day = {given.day.isoformat()}")
    print(f"sets = {json.dumps([folder.name for folder in given.folders])}")
    print(f"built_on = {str(given.built_on).lower()}")
    print("[measured.behaviours]")
    for behaviour, outcomes in sorted(counts.items()):
        told = ", ".join(f"{outcome} = {figures}" for outcome, figures in outcomes.items() if figures[1])
        if told:
            print(f"{behaviour} = {{ {told} }}")


if __name__ == "__main__":
    main()
