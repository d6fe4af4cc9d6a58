from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.cli import main

Ran = tuple[int, str, str]


@pytest.fixture
def checker(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Ran]:
    """Run a command in an empty folder, with a home of its own; gives its exit code and what it wrote to both streams."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHECKER_HOME", str(tmp_path.parent / f"{tmp_path.name}-home"))

    def run(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["checker", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(str(left.value.code)), said.out, said.err

    return run
