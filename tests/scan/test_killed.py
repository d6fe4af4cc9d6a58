"""A scan that is killed at any moment, begun again, ends with the same bytes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CORPORA = Path(__file__).parents[2] / "corpora"
# The command, with parts so small that there are many.
PROGRAM = "from checker.scan import plan; plan.PART = 20; plan.BESIDE = 10; from checker.cli import main; main()"


def command(out: Path) -> list[str]:
    return [sys.executable, "-c", PROGRAM, "scan", str(CORPORA / "mwda-mail"), "--out", str(out)]


def files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.name != "timing.json"}


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
def test_a_scan_killed_at_any_moment_ends_with_the_bytes_of_an_undisturbed_one(tmp_path: Path) -> None:
    start = time.monotonic()
    subprocess.run(command(tmp_path / "whole"), check=True, capture_output=True)
    took = time.monotonic() - start
    moments = random.Random(7)

    for number in range(6):
        out = tmp_path / f"killed-{number}"
        process = subprocess.Popen(command(out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.2, 0.95) * took)
        process.kill()
        process.wait()
        if not out.exists():
            subprocess.run(command(out), check=True, capture_output=True)

        assert files(out) == files(tmp_path / "whole")
        assert not (tmp_path / f".killed-{number}.progress").exists()
