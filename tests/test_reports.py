"""The sample report in ``reports/`` is what the program makes of the demonstration corpus now.

``REGOLD=1 python -m pytest tests/test_reports.py`` writes it anew; a person then reads the difference.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from checker.detectors import behaviours
from checker.protocols import load
from checker.scan.folder import write
from checker.scan.run import scan
from checker.scan.sets import read_set

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "reports" / "demo"
FILES = ("findings.jsonl", "report.html")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ROOT)
    case_set = read_set(Path("corpora/demo"))
    protocol = load(case_set.protocol, behaviours())
    assert case_set.mailbox is not None
    scanned = scan([case_set.mailbox], case_set.publicity, [protocol], case_set.settings, options={"given": "corpora/demo"})
    write(scanned.run, scanned.seconds, scanned.inputs, tmp_path / "run")
    return tmp_path / "run"


def test_the_sample_report_is_what_the_program_makes_of_the_demonstration(made: Path) -> None:
    if os.environ.get("REGOLD"):
        SAMPLE.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copyfile(made / name, SAMPLE / name)

    for name in FILES:
        assert (made / name).read_bytes() == (SAMPLE / name).read_bytes(), f"{name} would change; see the docstring"
