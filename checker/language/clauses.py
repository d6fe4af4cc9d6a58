"""What the wording of a protocol's clause tells: how strongly it binds, of which kind it is, and what it forbids.

Kind and behaviours are judged by weights over words and runs of up to three words, trained elsewhere
(``checker.learn.clauses``), and by the cues of ``clauses.toml``. The features are computed here alone, for training and for
judging. Whom a clause binds is told by its grammar (``addressees``).
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from checker.language.addressees import acting, expected_of
from checker.shipped import shipped

_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*|\d+")
_STRENGTHS = (
    (
        "forbids",
        re.compile(
            r"\b(?:must|shall|should|will|may|can|do|is|are)\s+(?:\w+\s+)?(?:not|never)\b|\bcannot\b|\bno\s+(?:member|officer|right)|\bnot\s+to\b|\bnever\b|\bneither\b",
            re.IGNORECASE,
        ),
    ),
    ("requires", re.compile(r"\b(?:must|shall|required|duty|obligation|has\s+to|have\s+to|responsib\w{1,8})\b", re.IGNORECASE)),
    ("expects", re.compile(r"\b(?:should|ought|expected?|encouraged|preferable|need\s+to)\b", re.IGNORECASE)),
    ("allows", re.compile(r"\b(?:may|can|entitled|free\s+to|right\s+to|able\s+to|acceptable|permissible)\b", re.IGNORECASE)),
    ("states", re.compile(r"\bwill\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Guess:
    """Something that a clause is judged to be or to forbid, with a confidence (0-1) and the words that led to it."""

    label: str
    confidence: float
    words: tuple[str, ...] = ()


def strength(text: str) -> str:
    """How strongly a clause binds: forbids, requires, expects, allows, states, or nothing at all.

    >>> strength("Members must not do so."), strength("Officers may attend.")
    ('forbids', 'allows')
    """
    return next((name for name, pattern in _STRENGTHS if pattern.search(text)), "none")


def features(text: str, context: Sequence[str] = ()) -> dict[str, float]:
    """What judging goes by: words and their runs, who stands where, how the clause binds, and which cues it holds."""
    words = ["#" if word.isdigit() else word for word in _WORD.findall(text.lower().replace("’", "'"))]
    found: dict[str, float] = {"bias": 1.0}
    for size in (1, 2, 3):
        for at in range(len(words) - size + 1):
            found["w:" + " ".join(words[at : at + size])] = 1.0
    above = context[-1] if context else ""
    for line in context[-2:]:
        for word in set(_WORD.findall(line.lower())):
            found[f"c:{word}"] = 0.5
    found[f"subject:{acting(text)}"] = 2.0
    found[f"above:{acting(above)}"] = 1.0
    found[f"strength:{strength(text)}"] = 2.0
    found[f"above-strength:{strength(above)}"] = 1.0
    wanted = next((who for who in (expected_of(line) for line in reversed(context)) if who != "none"), "none")
    found[f"expected:{wanted}"] = 3.0
    if acting(text) == "none":
        found[f"silent-below:{acting(above)}"] = 2.0
        found[f"silent-expected:{wanted}"] = 3.0
    found[f"first:{' '.join(words[:1])}"] = 0.5
    whole = f"{above} {text}"
    for behaviour in cued(text, whole):
        found[f"cue:{behaviour}"] = 2.0
    return found


@cache
def _cues() -> Mapping[str, tuple[tuple[re.Pattern[str], ...], ...]]:
    """For each behaviour its cues: every pattern of one cue has to be met."""
    with (Path(__file__).parent / "clauses.toml").open("rb") as file:
        table = tomllib.load(file)
    return {
        behaviour: tuple(tuple(re.compile(part.strip(), re.IGNORECASE) for part in cue.split("&&")) for cue in cues)
        for behaviour, cues in table["cues"].items()
    }


def cued(text: str, whole: str = "") -> dict[str, tuple[str, ...]]:
    """The behaviours whose cues a clause holds, with the words; ``whole`` are its words with the lead-in before them."""
    whole = whole or text
    found: dict[str, tuple[str, ...]] = {}
    for behaviour, cues in _cues().items():
        for cue in cues:
            matches = [part.search(whole) for part in cue]
            if all(matches):
                words = tuple(match[0] for match in matches if match)
                # What stands in the lead-in alone is said there once for all its items.
                if sum(bool(part.search(text)) for part in cue) >= max(1, len(cue) - 1):
                    found[behaviour] = words
                    break
    return found


@lru_cache(maxsize=65_536)
def key(name: str) -> int:
    """A number that stands for a feature: weights are kept under it, so that they hold no wording of any protocol."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=5).digest())


@dataclass(frozen=True, slots=True)
class Weights:
    """Trained weights: for each label of each task, the weight of each feature by its ``key``, and under 0 the constant.

    ``vocabulary`` are the keys of all features that training knew; ``visible`` says what it usually takes to see a behaviour.
    """

    vocabulary: frozenset[int]
    tasks: Mapping[str, Mapping[str, Mapping[int, float]]]
    visible: Mapping[str, str]

    def score(self, task: str, label: str, found: Mapping[str, float]) -> tuple[float, tuple[str, ...]]:
        """The probability of a label, and the features that spoke most for it."""
        weights = self.tasks[task][label]
        keys = {name: key(name) for name in found}
        norm = math.sqrt(sum(value * value for name, value in found.items() if keys[name] in self.vocabulary)) or 1.0
        shares = [(weights[keys[name]] * value / norm, name) for name, value in found.items() if keys[name] in weights]
        total = sum(share for share, _ in shares) + weights.get(0, 0.0)
        telling = tuple(name for share, name in sorted(shares, key=lambda pair: (-pair[0], pair[1])) if share > 0)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), telling[:8]


@cache
def trained() -> Weights | None:
    """The weights that come with the program; None when they do not."""
    try:
        path = shipped("models", "clauses") / "weights.json"
        return read_weights(path.read_bytes())
    except FileNotFoundError:
        return None


def read_weights(data: bytes) -> Weights:
    """Weights as they are written: a vocabulary, and for each label places in it (-1 for the constant) and weights."""
    table = json.loads(data)
    keys = table["vocabulary"]
    tasks = {
        task: {label: {keys[at] if at >= 0 else 0: weight for at, weight in pairs} for label, pairs in labels.items()}
        for task, labels in table["tasks"].items()
    }
    return Weights(frozenset(keys), tasks, table["visible"])
