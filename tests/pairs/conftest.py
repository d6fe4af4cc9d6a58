"""Says at the end of a run which differing pairs hold, and what the others wait for; with ``-v``, the whole table."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path
from typing import Any

import pytest

_WAITS = re.compile(r"no detector for ([\w-]+)")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    said = _outcomes(terminalreporter)
    if not said:
        return
    terminalreporter.section("differing pairs")
    for line in _summary(said):
        terminalreporter.write_line(line)
    if config.get_verbosity() >= 0:
        for line in _table(said):
            terminalreporter.write_line(line)


def _outcomes(terminalreporter: pytest.TerminalReporter) -> dict[int, tuple[str, str]]:
    """What became of each row that was run, and the reason why it was expected to fail, by its number."""
    outcomes: dict[int, tuple[str, str]] = {}
    for kind in ("passed", "xfailed", "xpassed", "failed"):
        for report in terminalreporter.stats.get(kind, ()):
            number = dict(getattr(report, "user_properties", ())).get("differing pair")
            if isinstance(number, int):
                outcomes[number] = ("holds" if kind in ("passed", "xpassed") else kind, getattr(report, "wasxfail", ""))
    return dict(sorted(outcomes.items()))


def _summary(said: dict[int, tuple[str, str]]) -> list[str]:
    waiting: dict[str, list[str]] = {}
    gaps: list[str] = []
    failed = [str(number) for number, (kind, _) in said.items() if kind == "failed"]
    for number, (kind, reason) in said.items():
        if kind == "xfailed" and (behaviour := _WAITS.match(reason)):
            waiting.setdefault(behaviour[1], []).append(str(number))
        elif kind == "xfailed":
            gaps.append(f"{number} ({reason})")
    holds = sum(kind == "holds" for kind, _ in said.values())
    count = sum(len(numbers) for numbers in waiting.values())
    parts = [f"differing pairs: {holds} hold"]
    if waiting:
        listed = ", ".join(f"{behaviour} ({', '.join(numbers)})" for behaviour, numbers in sorted(waiting.items()))
        parts.append(f"{count} wait for a detector: {listed}")
    if gaps:
        parts.append(f"{len(gaps)} fail for a known reason: {'; '.join(gaps)}")
    if failed:
        parts.append(f"{len(failed)} do not do what they should: {', '.join(failed)}")
    return textwrap.wrap("; ".join(parts), 130, subsequent_indent="  ", break_on_hyphens=False)


def _table(said: dict[int, tuple[str, str]]) -> list[str]:
    text = (Path(__file__).parent / "pairs.toml").read_text(encoding="utf-8")
    pairs: list[dict[str, Any]] = tomllib.loads(text)["pairs"]  # Any: tables of TOML
    lines = []
    for pair in pairs:
        if pair["number"] in said:
            kind, reason = said[pair["number"]]
            result = {"holds": "holds", "failed": "FAILS"}.get(kind, f"waits: {reason}")
            lines.append(f"{pair['number']:>3}  {', '.join(pair['behaviours'])}: {result}")
            lines.append(f"     breach: {', '.join(pair['breach_under'])}")
            lines.append(f"     fine:   {', '.join(pair['fine_under'])}")
    return lines
