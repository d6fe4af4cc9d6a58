"""A party, or politicians as that party's, run down in drafts and in what is sent out.

MWDA 11(a) and its example. A difference of view that is reported without blame, and how votes were cast, are none of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.detectors.publicity.opinions import evidence_of
from checker.domain import Case, Evidence, Rule


def detect(case: Case, rule: Rule) -> Iterator[Evidence]:
    """Publications that run a party down."""
    del rule
    yield from evidence_of(case, "party-denigration")
