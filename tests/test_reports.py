"""The sample reports in ``reports/`` are what the program makes of the demonstration corpus now.

``REGOLD=1 python -m pytest tests/test_reports.py`` writes them anew; a person then reads the difference.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.cli import main

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "reports"
DEMO = "corpora/demo"
# A key that everybody can read, so that the samples come out the same; nobody else's is.
KEY = "5a" * 32
PERSON = "dave.pickersgill@estuarywaste.gov.example"

# What each sample is made by: its name in reports/, and the command; {run} and {key} are the demonstration's.
COMMANDS: dict[str, tuple[str, ...]] = {
    "officer.html": ("report", "{run}", "--for", "officer"),
    "officer.csv": ("report", "{run}", "--for", "officer", "--format", "csv"),
    "subject.html": ("report", "{run}", "--for", "subject", "--person", PERSON, "--key", "{key}"),
    "committee.html": ("report", "{run}", "--for", "committee"),
    "draft.html": (
        *("draft", f"{DEMO}/publicity", "--protocol", "mwda", "--roster", f"{DEMO}/roster.csv"),
        *("--format", "html", "--day", "2026-03-31"),
    ),
    "coverage.html": ("protocols", "coverage", "mwda", "--format", "html"),
}

Ran = Callable[..., str]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Run a command where the samples' inputs lie, with a home of its own; gives what it printed."""
    patch, home = pytest.MonkeyPatch(), tmp_path_factory.mktemp("home")

    def run(*words: object) -> str:
        printed = home / "printed"
        with patch.context() as here, printed.open("w", encoding="utf-8") as stream:
            here.chdir(ROOT)
            here.setenv("CHECKER_HOME", str(home / "checker"))
            here.setattr(sys, "argv", ["checker", *map(str, words)])
            here.setattr(sys, "stdout", stream)
            with pytest.raises(SystemExit):
                main()
        return printed.read_text(encoding="utf-8")

    return run


@pytest.fixture(scope="module")
def demonstration(ran: Ran, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of the demonstration corpus."""
    out = tmp_path_factory.mktemp("demonstration") / "run"
    ran("scan", DEMO, "--out", out)
    return out


def held(name: str, made: bytes) -> None:
    """Hold a sample against what was made now, or write it when REGOLD is set."""
    path = SAMPLES / name
    if os.environ.get("REGOLD"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    assert made == path.read_bytes(), f"reports/{name} would change; see the docstring"


@pytest.mark.parametrize("name", ["findings.jsonl", "report.html"])
def test_the_sample_report_is_what_the_program_makes_of_the_demonstration(demonstration: Path, name: str) -> None:
    held(f"demo/{name}", (demonstration / name).read_bytes())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_other_sample_is_what_its_command_makes(ran: Ran, demonstration: Path, tmp_path: Path, name: str) -> None:
    key, out = tmp_path / "sample.key", tmp_path / name
    key.write_text(f"{KEY}\n", encoding="ascii")
    key.chmod(0o600)
    words = [word.format(run=demonstration, key=key) for word in COMMANDS[name]]

    printed = ran(*words, *(("--out", out) if words[0] in ("report", "draft") else ()))

    held(name, out.read_bytes() if out.exists() else printed.encode())
