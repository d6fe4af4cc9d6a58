"""The words in ``wording.toml``, by which mail is told from other text and one kind of mail from another."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def wording(kind: str) -> tuple[str, ...]:
    """The words of one kind, in lower case, in the order of the file."""
    return _all()[kind]


@cache
def _all() -> Mapping[str, tuple[str, ...]]:
    text = files("checker.ingest").joinpath("wording.toml").read_text(encoding="utf-8")
    return {kind: tuple(words) for kind, words in tomllib.loads(text).items()}
