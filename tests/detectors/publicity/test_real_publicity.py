"""Real texts as drafts: party text is caught, neutral publicity is left alone. Skipped where the texts are not there.

What is caught is party political by any sign (``real_publicity.TELLING``). A third of the manifestos and every other neutral text
are read, for time; ``python tests/tools/real_publicity.py`` reads them all.
"""

from __future__ import annotations

import importlib.util
from itertools import islice
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "real_publicity.py"
spec = importlib.util.spec_from_file_location("real_publicity", TOOL)
assert spec is not None
assert spec.loader is not None
real = importlib.util.module_from_spec(spec)
spec.loader.exec_module(real)

pytestmark = pytest.mark.skipif(not (real.DATA / "uk_manifestos").is_dir(), reason="the real texts are not here")
# Of the 110 tweets five only ask people to register to vote, and four quote a thought with no sign of a party in it.
NO_PARTY = 9


def outcomes(kind: str, step: int = 1) -> list[str]:
    protocol = real.rulebook()
    return [real.outcome(real.judged(name, text, protocol)) for name, text in islice(real.texts(kind), 0, None, step)]


def test_manifestos_are_caught() -> None:
    told = outcomes("manifestos", 3)

    assert sum(bool(one) for one in told) >= 0.95 * len(told)


def test_a_partys_tweets_are_caught() -> None:
    told = outcomes("party-tweets")

    assert sum(bool(one) for one in told) >= 0.95 * (len(told) - NO_PARTY)


@pytest.mark.parametrize("kind", real.NEUTRAL)
def test_neutral_publicity_is_left_alone(kind: str) -> None:
    told = outcomes(kind, 2)

    assert told.count("breach") * 50 <= len(told)
