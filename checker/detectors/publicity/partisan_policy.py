"""A policy tied to a party by name and judged, or a demand made of a party, in drafts and in what is sent out.

MWDA 11(b) and its examples: a demand made of a level of government is fine, one made of a party under its name is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors.publicity.opinions import evidence_of
from checker.domain import Case, Evidence, Rule


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Publications that judge a party's policy, or make a demand of a party."""
    del rule
    yield from evidence_of(case, "partisan-policy")
